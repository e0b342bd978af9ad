"""The pages of one work's parts: who may, what is kept after a mistake, and both versions where two wrote at once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.factories import publicity
from tests.factories.files import DOCX, MP4, PDF, archive, image, photo_with_place
from tests.web.office import errors, post, said, signed_in, upload, url

from samrit.evidence.models import EvidenceItem
from samrit.evidence.queries import evidence_of, judgement_of
from samrit.platform.files import open_file
from samrit.publicity.models import Media, Publication, Work

pytestmark = pytest.mark.django_db

VTT = "WEBVTT\n\n00:00.000 --> 00:02.000\nสวัสดี\n".encode()
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
BOMB = image("PNG", size=(12_000, 12_000), mode="1")


@pytest.fixture
def place():
    return publicity.office()


@pytest.fixture
def work(place):
    return publicity.work(place)


# --- who may ---


FORMS = [
    ("tellings", {}),
    ("participation", {}),
    ("people_shown", {}),
    ("media_new", {"file": "image"}),
    ("rendition_new", {"kind": "cut"}),
]


@pytest.mark.parametrize(("name", "data"), FORMS)
def test_parts_are_written_by_those_who_make_the_work(place, work, name, data):
    """The reader is told who may; the maker gets through."""
    fields = {**data, "version": work.version}
    if "file" in fields:
        fields["file"] = upload("a.png", image("PNG"))
    refused = post(place.reader, url(name, work.uid), **fields)
    assert (refused.status_code, "ผู้มีสิทธิ ได้แก่" in said(refused)) == (403, True)
    if "file" in fields:
        fields["file"] = upload("a.png", image("PNG"))
    answer = post(place.maker, url(name, work.uid), **fields)
    assert (answer.status_code, answer["Location"]) == (302, url("work", work.uid))


def test_a_stranger_does_not_see_the_work(work):
    """Who has no part in the key result gets no page of it."""
    stranger = publicity.office().maker
    names = ("work", "tellings", "participation", "people_shown", "media_new", "rendition_new", "work_dispute")
    assert {signed_in(stranger).get(url(name, work.uid)).status_code for name in names} == {403}


# --- what is told, who took part ---


def test_what_is_told_is_recorded_for_each_district(place, work):
    """The form begins with what is stored; sent, it holds exactly what was ticked."""
    district = place.districts[0]
    answer = post(
        place.maker, url("tellings", work.uid), version=work.version, **{f"d{district.pk}": ["story", "culture"]}
    )
    assert answer.status_code == 302
    assert sorted(work.tellings.values_list("district", "what")) == [(district.pk, "culture"), (district.pk, "story")]
    form = signed_in(place.maker).get(url("tellings", work.uid)).context["form"]
    assert sorted(form.initial[f"d{district.pk}"]) == ["culture", "story"]


def test_participation_of_several_groups_of_one_district_is_kept(place, work):
    """Two groups of one district: opening and saving the page again keeps both, and room is left for a third."""
    key = f"d{place.districts[0].pk}"
    rows = {f"{key}-0-who": "กลุ่มแม่บ้าน", f"{key}-0-how": "ทำขนม", f"{key}-1-who": "วัด", f"{key}-1-how": "ให้สถานที่"}
    assert post(place.maker, url("participation", work.uid), version=work.version, **rows).status_code == 302
    page = signed_in(place.maker).get(url("participation", work.uid))
    assert [part.initial for _district, part in page.context["groups"]] == [
        {"who": "กลุ่มแม่บ้าน", "how": "ทำขนม"},
        {"who": "วัด", "how": "ให้สถานที่"},
        {"who": "", "how": ""},
    ]
    work.refresh_from_db()
    post(place.maker, url("participation", work.uid), version=work.version, **rows)
    assert list(work.participations.values_list("who", flat=True)) == ["กลุ่มแม่บ้าน", "วัด"]


def test_participation_leads_to_its_evidence_until_there_is_some(place, work):
    """The office says beside it which districts do not count yet; the form it leads to is filled in already."""
    district = place.districts[0]
    rows = {f"d{district.pk}-0-who": "กลุ่มแม่บ้าน", f"d{district.pk}-0-how": "เล่าเรื่อง"}
    post(place.maker, url("participation", work.uid), version=work.version, **rows)
    page = signed_in(place.maker).get(url("work", work.uid))
    districts, address = page.context["unproved"]
    assert (districts, "แนบหลักฐานการมีส่วนร่วม" in said(page)) == ([district], True)
    form = signed_in(place.maker).get(address).context["form"]
    assert (form["proves"].value(), form["districts"].value()) == ("community_took_part", [str(district.pk)])
    fields = {name: form[name].value() for name in ("subject", "proves", "districts")}
    given = post(place.maker, address, file=upload("a.pdf", PDF), **fields)
    assert given.status_code == 302
    assert signed_in(place.maker).get(url("work", work.uid)).context["unproved"][0] == []


def test_participation_without_a_how_is_refused_at_its_field_and_kept(place, work):
    """A row that is half filled in is not dropped in silence."""
    key = f"d{place.districts[0].pk}-0"
    answer = post(place.maker, url("participation", work.uid), version=work.version, **{f"{key}-who": "กลุ่มแม่บ้าน"})
    assert answer.status_code == 422
    ((_district, part),) = answer.context["groups"]
    assert (list(part.errors), part["who"].value()) == (["how"], "กลุ่มแม่บ้าน")
    assert f'href="#id_{key}-how"' in answer.content.decode()
    assert work.participations.count() == 0


def test_both_versions_of_a_part_are_shown(place, work):
    """Somebody else ticked something else first: both stand side by side in words, and mine can be sent again."""
    district, address = place.districts[0], url("tellings", work.uid)
    read = work.version
    post(place.owner, address, version=read, **{f"d{district.pk}": ["identity"]})
    answer = post(place.maker, address, version=read, **{f"d{district.pk}": ["story"]})
    assert answer.status_code == 409
    assert answer.context["rows"] == [
        {"label": district.name_th, "current": "อัตลักษณ์", "typed": "เรื่องราว", "differs": True}
    ]
    again = dict(answer.context["again"])
    assert post(place.maker, address, version=answer.context["version"], **again).status_code == 302
    assert list(work.tellings.values_list("what", flat=True)) == ["story"]


def test_numbers_of_people_are_kept_apart_from_nobody(place):
    """0 is nobody; an empty field is not known and is not recorded; nonsense is refused and kept."""
    work = publicity.work(place, publicity.activity_draft(place))
    address = url("proofs", work.uid)
    wrong = post(place.maker, address, version=work.version, attendance="หลายคน", questions="๕")
    assert (wrong.status_code, list(errors(wrong)), wrong.context["form"]["questions"].value()) == (
        422,
        ["attendance"],
        "๕",
    )
    assert (
        post(place.maker, address, version=work.version, attendance="๑,๒๐๐", questions="0", entries="").status_code
        == 302
    )
    assert dict(work.activity.proofs.values_list("kind", "number")) == {"attendance": 1200, "questions": 0}


# --- people shown ---


def test_only_consents_to_publicity_of_this_key_result_can_be_chosen(place, work):
    """Another key result's people, storytellers and withdrawn consents are not even named."""
    mine = publicity.consent(place, person="นางสาวในงาน")
    publicity.consent(publicity.office(), person="คนของที่อื่น")
    publicity.consent(place, "storyteller", person="นักเล่าเรื่อง")
    page = signed_in(place.maker).get(url("people_shown", work.uid))
    assert [row.person for row in page.context["form"].fields["people_shown"].queryset] == ["นางสาวในงาน"]
    assert "คนของที่อื่น" not in page.content.decode()
    answer = post(place.maker, url("people_shown", work.uid), version=work.version, people_shown=[mine.pk])
    assert (answer.status_code, list(work.people_shown.values_list("consent", flat=True))) == (302, [mine.pk])


def test_a_consent_that_does_not_hold_today_is_refused_with_a_sentence(place, work):
    """At its field, with what to do."""
    import datetime as dt

    old = publicity.consent(place, valid_to=dt.date(2021, 1, 1))
    answer = post(place.maker, url("people_shown", work.uid), version=work.version, people_shown=[old.pk])
    assert (answer.status_code, list(errors(answer))) == (422, ["people_shown"])
    assert "โปรดขอความยินยอมใหม่" in said(answer)


# --- media ---


def test_an_image_is_shown_by_its_copy_without_the_place(place, work):
    """The page shows and gives out the copy; only who works here saves the original."""
    from PIL import Image

    fields = {"file": upload("ตลาด.jpg", photo_with_place()), "alt": "ตลาดเช้า", "credit": "สปส."}
    assert post(place.maker, url("media_new", work.uid), version=work.version, **fields).status_code == 302
    media = Media.objects.get()
    page = signed_in(place.maker).get(url("work", work.uid)).content.decode()
    shown = url("media_file", work.uid, media.pk, "public")
    assert f'<img src="{shown}" alt="ตลาดเช้า"' in page
    answer = signed_in(place.reader).get(shown)
    content = b"".join(answer.streaming_content)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert answer["Content-Disposition"].startswith("inline")
    import io

    assert dict(Image.open(io.BytesIO(content)).getexif()) == {}
    original = signed_in(place.maker).get(url("media_file", work.uid, media.pk, "original"))
    assert (original["Content-Disposition"][:10], b"".join(original.streaming_content)) == (
        "attachment",
        photo_with_place(),
    )


def test_a_lost_file_is_not_found(place, work):
    """Where the storage has lost the content, the page says so instead of breaking."""
    from django.core.files.storage import default_storage

    post(place.maker, url("media_new", work.uid), version=work.version, file=upload("a.png", image("PNG", size=(9, 7))))
    media = Media.objects.get()
    default_storage.delete(media.file.path)
    assert signed_in(place.maker).get(url("media_file", work.uid, media.pk, "original")).status_code == 404


def test_a_video_gets_captions_with_times(place, work):
    """A text without times is refused at its field; what was typed stays."""
    fields = {"version": work.version, "credit": "สปส."}
    wrong = {"file": upload("a.mp4", MP4), "captions": upload("a.vtt", "บันทึก".encode())}
    answer = post(place.maker, url("media_new", work.uid), **fields, **wrong)
    assert (answer.status_code, list(errors(answer)), answer.context["form"]["credit"].value()) == (
        422,
        ["captions"],
        "สปส.",
    )
    right = {"file": upload("a.mp4", MP4), "captions": upload("a.vtt", VTT)}
    assert post(place.maker, url("media_new", work.uid), **fields, **right).status_code == 302
    media = Media.objects.get()
    with open_file(media.captions) as file:
        assert file.read() == VTT
    page = signed_in(place.maker).get(url("media_edit", work.uid, media.pk))
    assert "captions" in page.context["form"].fields


HOSTILE = [
    ("script.svg", SVG),
    ("photo.jpg", b"<html><script>alert(1)</script></html>"),
    ("bomb.png", BOMB),
    ("short.mp4", b"\x00\x00\x00\x20fty"),
    ("broken.png", image("PNG")[:-20]),
    ("macro.zip", archive(a="b")),
    ("empty.pdf", b""),
]


@pytest.mark.parametrize(("name", "content"), HOSTILE, ids=[name for name, _content in HOSTILE])
@pytest.mark.parametrize("form", ["media", "evidence", "talk"])
def test_hostile_and_broken_files_get_a_sentence(place, work, form, name, content):
    """At the field of the file; nothing is kept, and the other words stay."""
    if form == "media":
        answer = post(place.maker, url("media_new", work.uid), file=upload(name, content), alt="คำบรรยาย")
        found, kept = errors(answer), answer.context["form"]["alt"].value()
    elif form == "evidence":
        fields = {"subject": work.subject, "title": "คำบรรยาย"}
        answer = post(place.maker, url("evidence_new", work.uid, "file"), file=upload(name, content), **fields)
        found, kept = errors(answer), answer.context["form"]["title"].value()
    else:
        answer = post(place.maker, url("talk", work.subject), files=upload(name, content), text="คำบรรยาย")
        talk = answer.context["talk"].form
        found, kept = talk.errors, talk["text"].value()
    assert (answer.status_code, list(found), kept) == (422, ["files" if form == "talk" else "file"], "คำบรรยาย")
    assert (Media.objects.count(), EvidenceItem.objects.count()) == (0, 0)


def test_a_file_over_the_limit_gets_a_sentence(place, work, monkeypatch):
    """With how large it may be."""
    from samrit.platform import files

    monkeypatch.setitem(files.store_file.__kwdefaults__, "limit", 1_000_000)
    answer = post(place.maker, url("media_new", work.uid), file=upload("a.pdf", PDF + b"0" * 1_000_000))
    assert (answer.status_code, "ไฟล์ใหญ่เกิน ๑ เมกะไบต์" in said(answer)) == (422, True)


def test_media_are_described_and_taken_out(place, work):
    """Words can be written; the file can be taken out until the work is approved."""
    post(place.maker, url("media_new", work.uid), file=upload("a.docx", DOCX))
    media, address = Media.objects.get(), url("media_edit", work.uid, Media.objects.get().pk)
    work.refresh_from_db()
    assert post(place.maker, address, version=work.version, alt="ก", credit="ข").status_code == 302
    media.refresh_from_db()
    assert (media.alt, media.credit) == ("ก", "ข")
    work.refresh_from_db()
    assert post(place.maker, address, version=work.version, remove="1").status_code == 302
    assert Media.objects.count() == 0


# --- publications ---


PUBLISHED = {
    "channel": "facebook",
    "permalink": "https://www.facebook.com/bangkok/posts/77",
    "first_public_at": "15/2/2568 14.30",
    "visibility": "public",
    "seen_logged_out": "yes",
}


def test_a_publication_is_recorded_set_right_and_taken_down(place):
    """By hand: the permalink in its one form; a mistake is mended; taking down says when and why."""
    work = publicity.work(place, state="approved")
    assert post(place.maker, url("publication_new", work.uid), **PUBLISHED).status_code == 302
    row = Publication.objects.get()
    assert (row.permalink, row.seen_logged_out) == ("https://facebook.com/bangkok/posts/77", True)
    work.refresh_from_db()
    address = url("publication_edit", work.uid, row.uid)
    form = signed_in(place.maker).get(address).context["form"]
    assert form["first_public_at"].value() == "15/2/2568 14.30"
    right = {**PUBLISHED, "visibility": "unlisted", "version": work.version}
    assert post(place.maker, address, **right).status_code == 302
    row.refresh_from_db()
    assert (row.visibility, row.work_id) == ("unlisted", work.pk)
    work.refresh_from_db()
    down = url("publication_act", work.uid, row.uid, "withdraw")
    early = post(place.maker, down, version=work.version, reason="ภาพผิด", withdrawn_at="1/1/2568 08.00")
    assert (early.status_code, list(errors(early)), early.context["form"]["reason"].value()) == (
        422,
        ["withdrawn_at"],
        "ภาพผิด",
    )
    assert post(place.maker, down, version=work.version, reason="ภาพผิด", withdrawn_at="16/2/2568").status_code == 302
    row.refresh_from_db()
    assert (row.withdrawal_reason, row.withdrawn_at.isoformat()[:10]) == ("ภาพผิด", "2025-02-15")


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("permalink", {"permalink": "javascript:alert(1)"}),
        ("permalink", {"permalink": "https://www.facebook.com/"}),
        ("permalink", {"permalink": "https://tiktok.com/@a/1"}),
        ("first_public_at", {"first_public_at": ""}),
        ("first_public_at", {"first_public_at": "1/1/2700"}),
        ("delivered", {"delivered": "-1"}),
    ],
)
def test_a_wrong_publication_is_refused_at_its_field_and_kept(place, field, wrong):
    """Nothing is recorded; the rest of the form stands as it was typed."""
    work = publicity.work(place, state="approved")
    typed = {**PUBLISHED, **wrong}
    answer = post(place.maker, url("publication_new", work.uid), **typed)
    form = answer.context["form"]
    assert (answer.status_code, list(form.errors)) == (422, [field])
    assert {name: form[name].value() for name in typed} == typed
    assert Publication.objects.count() == 0


def test_adding_is_never_stale(place):
    """Somebody else wrote the work in the meantime: a publication that is added overwrites nothing, so it is kept."""
    work = publicity.work(place, state="approved")
    read = work.version
    publicity.published(place, work)
    assert post(place.maker, url("publication_new", work.uid), version=read, **PUBLISHED).status_code == 302
    assert work.publications.count() == 2


def test_a_publication_before_approval_is_refused(place, work):
    """With what to do first."""
    answer = post(place.maker, url("publication_new", work.uid), **PUBLISHED)
    assert (answer.status_code, "โปรดเสนอและรออนุมัติก่อนเผยแพร่" in said(answer)) == (422, True)


# --- evidence ---


def test_evidence_says_what_it_proves_of_which_district(place):
    """So that counting knows: participation in an activity and of a community are proved by nothing else."""
    work = publicity.work(place, publicity.activity_draft(place))
    address, district = url("evidence_new", work.uid, "file"), place.districts[0]
    fields = {"subject": work.subject, "proves": "community_took_part", "captured_at": "15/2/2568 14.30"}
    lacking = post(place.maker, address, file=upload("a.pdf", PDF), **fields)
    assert (lacking.status_code, list(errors(lacking))) == (422, ["districts"])
    assert post(place.maker, address, file=upload("a.pdf", PDF), districts=[district.pk], **fields).status_code == 302
    (item,) = evidence_of([work.subject])[work.subject]
    assert (item.proves, item.district, item.captured_at.isoformat()) == (
        "community_took_part",
        district,
        "2025-02-15T07:30:00+00:00",
    )
    assert "พิสูจน์ว่า ชุมชนในย่านมีส่วนร่วม" in said(signed_in(place.maker).get(url("work", work.uid)))


def test_one_photo_for_several_districts_is_one_card(place):
    """It names them all; each district keeps its place on the page and is judged by itself."""
    work = publicity.work(place, replace(publicity.activity_draft(place), districts=place.districts))
    fields = {"subject": work.subject, "proves": "community_took_part", "captured_at": "15/2/2568 14.30"}
    chosen = [row.pk for row in place.districts]
    sent = post(
        place.maker, url("evidence_new", work.uid, "file"), file=upload("a.pdf", PDF), districts=chosen, **fields
    )
    assert sent.status_code == 302
    link = post(place.maker, url("evidence_new", work.uid, "link"), url="https://example.org/1", subject=work.subject)
    assert link.status_code == 302
    items = evidence_of([work.subject])[work.subject]
    page = signed_in(place.inspector).get(url("work", work.uid))
    card, other = page.context["proofs"]
    assert [part.item.district for part in card.parts] == place.districts
    assert (other.parts, len(items)) == ([], len(chosen) + 1)
    html = page.content.decode()
    assert [html.count(f'id="{item.anchor}"') for item in items] == [1] * len(items)
    assert all(url("evidence_mark", work.uid, item.pk, "verified") in html for item in items)


def test_what_is_proved_of_the_whole_work_is_not_put_on_a_publication(place):
    """It would count for nothing there."""
    work = publicity.work(place, state="approved")
    publication = publicity.published(place, work)
    fields = {"subject": publication.subject, "proves": "community_took_part", "districts": [place.districts[0].pk]}
    answer = post(place.maker, url("evidence_new", work.uid, "link"), url="https://example.org/a", **fields)
    assert (answer.status_code, list(errors(answer))) == (422, ["subject"])


@pytest.mark.parametrize(
    ("kind", "right", "field", "wrong"),
    [
        ("link", {"url": "https://www.bangkok.go.th/a"}, "url", {"url": "http://127.0.0.1/"}),
        ("statement", {"statement": "ข้าพเจ้าเห็นเอง"}, "statement", {"statement": " "}),
        ("file", {"file": b"bytes"}, "file", {}),
    ],
)
def test_evidence_of_each_kind(place, work, kind, right, field, wrong):
    """Right it is kept; wrong it is refused at its field, and the title stays; a reader may not."""
    address = url("evidence_new", work.uid, kind)
    about = {"subject": work.subject, "title": "ชื่อหลักฐาน"}
    answer = post(place.maker, address, **about, **wrong)
    assert (answer.status_code, list(errors(answer)), answer.context["form"]["title"].value()) == (
        422,
        [field],
        "ชื่อหลักฐาน",
    )
    fields = {"file": upload("a.pdf", PDF)} if kind == "file" else right
    assert post(place.reader, address, **about, **fields).status_code == 403
    fields = {"file": upload("a.pdf", PDF)} if kind == "file" else right
    assert post(place.maker, address, **about, **fields).status_code == 302
    assert list(EvidenceItem.objects.values_list("kind", "title", "subject")) == [(kind, "ชื่อหลักฐาน", work.subject)]


def test_evidence_of_another_work_is_not_reached_through_this_one(place, work):
    """Neither as a subject nor as an item."""
    other = publicity.work(place)
    answer = post(
        place.maker, url("evidence_new", work.uid, "link"), subject=other.subject, url="https://example.org/a"
    )
    assert (answer.status_code, list(errors(answer))) == (422, ["subject"])
    post(place.maker, url("evidence_new", other.uid, "link"), subject=other.subject, url="https://example.org/a")
    item = EvidenceItem.objects.get()
    assert signed_in(place.inspector).get(url("evidence_mark", work.uid, item.pk, "verified")).status_code == 404


def test_evidence_is_judged_by_others_and_admitted_wrong_by_ones_own(place, work):
    """Whoever added it may not verify it; returning asks for a reason; one's own may be called wrong."""
    place.maker.roles.create(role="host_reviewer", agency=place.agency)
    post(place.maker, url("evidence_new", work.uid, "link"), subject=work.subject, url="https://example.org/a")
    item = EvidenceItem.objects.get()
    own = post(place.maker, url("evidence_mark", work.uid, item.pk, "verified"), version=work.version)
    assert own.status_code == 422
    silent = post(place.inspector, url("evidence_mark", work.uid, item.pk, "returned"), reason=" ")
    assert (silent.status_code, list(errors(silent))) == (422, ["reason"])
    assert post(place.inspector, url("evidence_mark", work.uid, item.pk, "verified")).status_code == 302
    assert post(place.reader, url("evidence_mark", work.uid, item.pk, "mistaken"), reason="ก").status_code == 403
    assert post(place.maker, url("evidence_mark", work.uid, item.pk, "mistaken"), reason="ผิดไฟล์").status_code == 302
    (shown,) = evidence_of([work.subject])[work.subject]
    assert [mark.outcome for mark in shown.marks.all()] == ["verified", "wrong"]
    assert judgement_of(shown).reason == "ผิดไฟล์"


def test_the_public_copy_of_an_evidence_image(place, work):
    """Shown in the page, given out without its place; closed with the item once a consent was withdrawn."""
    fields = {"subject": work.subject, "file": upload("ภาพ.jpg", photo_with_place())}
    assert post(place.maker, url("evidence_new", work.uid, "file"), **fields).status_code == 302
    item = EvidenceItem.objects.get()
    address = f"{url('evidence_file', work.uid, item.pk)}?copy=public"
    assert f'<img src="{address}"' in signed_in(place.maker).get(url("work", work.uid)).content.decode()
    answer = signed_in(place.maker).get(address)
    assert b"secret" not in b"".join(answer.streaming_content)
    item.marks.create(outcome="hidden", by=place.maker, role="owner")
    assert signed_in(place.maker).get(address).status_code == 404
    assert signed_in(place.maker).get(url("evidence_file", work.uid, item.pk)).status_code == 404


def test_a_work_page_asks_as_much_for_much_as_for_little(place, django_assert_max_num_queries):
    """However many media, people, publications, items of evidence and remarks a work has, and other works there are."""
    work = publicity.work(place, state="approved")
    for number in range(4):
        post(
            place.maker,
            url("publication_new", work.uid),
            **{**PUBLISHED, "permalink": f"https://fb.com/a/posts/{number}"},
        )
        post(
            place.maker,
            url("evidence_new", work.uid, "file"),
            subject=work.subject,
            file=upload("a.png", image("PNG", size=(number + 1, 1))),
        )
        post(place.maker, url("talk", work.subject), text=f"ความเห็นที่ {number}", files=upload("b.pdf", PDF))
        post(place.maker, url("task_new", work.subject), note=f"งานที่ {number}")
    client = signed_in(place.maker)
    with django_assert_max_num_queries(38):
        page = client.get(url("work", work.uid))
    assert (len(page.context["proofs"]), len(page.context["talk"].tasks), Work.objects.count()) == (4, 4, 1)


# --- writing the work itself ---


def test_writing_a_work_keeps_what_nobody_could_choose_anew(place):
    """A district no longer chosen, a line of an edition that was replaced, a withdrawn source: all stay."""
    from samrit.publicity.actions import works

    plan = publicity.plan(place, "approved")
    source = publicity.work(place)
    draft = publicity.draft(
        place,
        title="คลิปตัวอย่าง",
        districts=place.districts,
        plan_line=plan.lines.first(),
        derived_from=source,
        derivation="recording",
        edited_as_work=True,
    )
    made = works.create_work(draft, key_result=place.key_result, agency=place.agency, acting_user=place.maker)
    publicity.plan(place, "approved")
    works.withdraw_work(source, reason="ยกเลิก", read_version=source.version, acting_user=place.maker)
    place.key_result.chosen_districts.filter(district=place.districts[0]).delete()
    form = signed_in(place.maker).get(url("work_edit", made.uid)).context["form"]
    sent = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in sent.items() if value not in (None, "")} | {"title": "ชื่อใหม่"}
    answer = post(place.maker, url("work_edit", made.uid), version=made.version, **sent)
    assert answer.status_code == 302, said(answer)
    made.refresh_from_db()
    assert (made.title, made.plan_line, made.derived_from, made.edited_as_work) == (
        "ชื่อใหม่",
        plan.lines.first(),
        source,
        True,
    )
    assert set(made.districts.all()) == set(place.districts)


def test_a_work_of_a_supporting_agency_is_written_by_its_own_people(place):
    """They stand among the producers, and their work names them."""
    from tests.factories import people

    from samrit.people.enums import Role
    from samrit.results.models import AgencyTarget

    khet = people.khet()
    AgencyTarget.objects.create(key_result=place.key_result, agency=khet, role="supporting")
    officer = people.user("khet-officer", role=Role.CONTRIBUTOR, agency=khet)
    address = url("work_new", place.key_result.key, "piece")
    fields = {"title": "ภาพของเขต", "form": "photo", "districts": [place.districts[0].pk]}
    assert post(officer, address, **fields, producer=officer.pk).status_code == 302
    made = Work.objects.get(title="ภาพของเขต")
    assert (made.agency, made.producer) == (khet, officer)
    assert post(officer, url("talk", made.subject), text="ขอความเห็น").status_code == 302
    assert post(officer, url("work_edit", made.uid), version=made.version, **fields, text="เพิ่ม").status_code == 302


def test_a_line_of_the_plan_begins_a_work(place):
    """The week leads to a form that is filled in from the line; an unknown line begins nothing."""
    plan = publicity.plan(place, "approved")
    line = plan.lines.first()
    address = f"{url('work_new', place.key_result.key, 'piece')}?line={line.pk}"
    assert address in signed_in(place.maker).get(url("week")).content.decode()
    form = signed_in(place.maker).get(address).context["form"]
    assert (form["title"].value(), form["plan_line"].value()) == (line.title, line.pk)
    assert (
        signed_in(place.maker).get(address.replace(f"={line.pk}", "=nonsense")).context["form"]["title"].value() is None
    )


def test_what_a_work_counts_for_is_said_condition_by_condition():
    """Each condition of the rule with its reason; whoever disagrees is led to disputing it."""
    from tests.web import year as made

    year = made.year()
    page = signed_in(year.people["officer"]).get(url("work_count", year.works[2].uid))
    (row,) = page.context["claims"]
    assert (row.claim.minimum, row.held, len(row.verdicts) > 5) == ("media", False, True)
    assert row.title.th in said(page)
    assert url("work_dispute", year.works[2].uid) in page.content.decode()
    assert "ทักท้วงการนับ" not in said(signed_in(year.people["reader"]).get(url("work_count", year.works[0].uid)))


# --- what a field is needed for ---


def test_a_plan_that_is_refused_names_what_it_lacks_and_links_to_where_it_is_written(place):
    """The page of submitting has none of the plan's fields."""
    plan = publicity.plan(place)
    plan.audiences = ""
    plan.save()
    key = place.key_result.key
    refused = post(place.maker, url("plan_act", key, plan.number, "submit"), version=plan.version)
    assert (refused.status_code, "ยังไม่ได้ระบุกลุ่มเป้าหมาย" in said(refused)) == (422, True)
    assert f'href="{url("plan_edit", key, plan.number)}"' in refused.content.decode()


@pytest.mark.parametrize(
    ("address", "label", "needed"),
    [
        (
            lambda place, _: url("plan_edit", place.key_result.key, publicity.plan(place).number),
            "สารหลัก",
            "ต้องกรอกก่อนเสนอแผน",
        ),
        (lambda _, work: url("evidence_new", work.uid, "link"), "ย่าน", "ต้องเลือกเมื่อพิสูจน์การมีส่วนร่วมของชุมชน"),
        (
            lambda place, _: url("work_new", place.key_result.key, "activity"),
            "ผู้ดำเนินรายการหรือผู้จัด",
            "ต้องกรอกจึงจะนับเป็นผลงาน",
        ),
    ],
)
def test_a_field_that_is_needed_later_says_when_and_is_not_called_voluntary(place, work, address, label, needed):
    """Beside its label, before anything is refused."""
    words = said(signed_in(place.owner).get(address(place, work)))
    assert f"{label} ({needed})" in words


def test_a_publication_without_its_time_is_refused_with_what_was_typed(place):
    """The time is needed, and says so."""
    work = publicity.work(place, state="approved")
    typed = {"channel": "facebook", "permalink": "https://facebook.com/bkk/posts/1", "visibility": "public"}
    refused = post(place.maker, url("publication_new", work.uid), **typed, version=work.version)
    assert (refused.status_code, list(errors(refused))) == (422, ["first_public_at"])
    assert "เผยแพร่ครั้งแรกเมื่อ (ไม่บังคับ)" not in said(refused)


def test_the_page_of_verifying_says_how_much_evidence_nobody_has_judged(place):
    """Before the button: verifying the work verifies it as well."""
    work = publicity.work(place, state="done")
    address = url("work_act", work.uid, "verify")
    assert "ยังไม่มีผู้ตรวจ" not in said(signed_in(place.reviewer).get(address))
    post(place.maker, url("evidence_new", work.uid, "statement"), subject=work.subject, statement="ดูแล้ว", title="ก")
    assert "ยังไม่มีผู้ตรวจ ๑ จาก ๑ รายการ" in said(signed_in(place.reviewer).get(address))


def test_the_page_of_submitting_names_everything_that_is_lacking(place):
    """Before the button, all of it at once, by the same reasons that the act would refuse it with."""
    work = publicity.work(place, publicity.draft(place, text="", districts=()))
    page = said(signed_in(place.maker).get(url("work_act", work.uid, "submit")))
    assert [word for word in ("ยังไม่ได้เลือกย่าน", "ยังไม่มีข้อความหรือสื่อ") if word not in page] == []
    refused = post(place.maker, url("work_act", work.uid, "submit"), version=work.version)
    assert (refused.status_code, url("work_edit", work.uid) in refused.content.decode()) == (422, True)


def test_the_page_of_a_work_says_what_it_still_needs_to_count():
    """The draft by its own reasons, the finished one by what its verifier has not done; none of what is fulfilled."""
    from tests.web import year as made

    year = made.year()
    draft, _waiting, done = year.works
    officer = signed_in(year.people["officer"])
    page = officer.get(url("work", done.uid))
    (claim,) = page.context["standing"].claims
    missing = [verdict.code for _asked, verdict in claim.missing]
    assert missing == ["approved_before_release", "evidence_complete", "verified_by_another"]
    assert "ยังขาดอะไรจึงจะนับ" in said(page)
    assert "ยังไม่มีผู้ตรวจสอบ" in said(page)
    assert "เป็นชิ้นงานหรือโพสต์" not in said(page)
    codes = [
        verdict.code for _asked, verdict in officer.get(url("work", draft.uid)).context["standing"].claims[0].missing
    ]
    assert {"approved_before_release", "on_owned_channel", "verified_by_another"} <= set(codes)
