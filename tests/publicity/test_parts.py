"""Parts of a work: media, people shown, renditions, tellings, participation and proofs."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from tests.factories import publicity
from tests.factories.files import photo_with_place

from samrit.core.contract import Refused
from samrit.evidence.enums import ConsentPurpose
from samrit.people.enums import Role
from samrit.people.rights import Forbidden
from samrit.platform.files import open_file, store_file
from samrit.platform.models import AuditEntry, PersonalValue
from samrit.publicity.actions import parts

pytestmark = pytest.mark.django_db


def by(place, work, person=None):
    return {"read_version": work.version, "acting_user": person or place.maker}


def verbs(place, work):
    district = place.districts[0]
    return {
        "media": lambda who: parts.add_media(work, publicity.stored_file(), file_name="a.png", **by(place, work, who)),
        "people": lambda who: parts.show_people(work, [], **by(place, work, who)),
        "rendition": lambda who: parts.add_rendition(work, kind="cut", **by(place, work, who)),
        "tellings": lambda who: parts.record_tellings(work, [(district, "story")], **by(place, work, who)),
        "participation": lambda who: parts.record_participation(
            work, [parts.TookPart(district, "ก", "ข")], **by(place, work, who)
        ),
    }


@pytest.mark.parametrize("verb", ["media", "people", "rendition", "tellings", "participation"])
def test_who_may_and_who_may_not(verb):
    """Workers only."""
    place = publicity.office()
    work = publicity.work(place)
    may = set()
    for role, person in place.everybody.items():
        try:
            verbs(place, work)[verb](person)
        except Forbidden:
            pass
        else:
            may.add(role)
    assert may == {Role.OWNER, Role.CONTRIBUTOR}


@pytest.mark.parametrize(
    ("verb", "open_states"),
    [
        ("media", {"draft", "returned"}),
        ("people", {"draft", "returned"}),
        ("rendition", {"draft", "returned", "approved", "done"}),
        ("tellings", {"draft", "returned", "approved", "done"}),
        ("participation", {"draft", "returned", "approved", "done"}),
    ],
)
def test_the_master_is_fixed_by_approval_and_facts_by_verification(verb, open_states):
    """Media and people shown are what was approved; facts stay open until the work is verified."""
    place = publicity.office()
    found, refused = set(), set()
    for state in ("draft", "submitted", "returned", "approved", "done", "verified", "withdrawn"):
        work = publicity.work(place, state=state)
        try:
            verbs(place, work)[verb](place.maker)
        except Refused as refusal:
            refused.add(refusal.path)
        else:
            found.add(state)
    assert (found, refused) == (open_states, {"state"})


def test_media_are_added_described_and_taken_out():
    """One file stands in a work once; captions belong to a video and are text with times."""
    place = publicity.office()
    work = publicity.work(place)
    file = publicity.stored_file()
    media = parts.add_media(work, file, file_name="ตลาด.png", **by(place, work))
    parts.describe_media(media, alt=" ตลาด  เช้า ", credit="สปส.", **by(place, work))
    assert (media.alt, media.credit, media.file) == ("ตลาด เช้า", "สปส.", file)
    for path, more in (
        ("file", {"file": file}),
        ("captions", {"file": publicity.stored_file("video/mp4"), "captions": file}),
        ("captions", {"file": publicity.stored_file(), "captions": publicity.stored_file("text/plain")}),
        ("captions", {"file": publicity.stored_file("video/mp4"), "captions": store_file(["บันทึก".encode()])}),
    ):
        with pytest.raises(Refused) as refusal:
            parts.add_media(work, file_name="x", **more, **by(place, work))
        assert refusal.value.path == path
    parts.remove_media(media, **by(place, work))
    assert work.media.count() == 0


def test_an_image_gets_a_copy_for_the_public_that_tells_no_place():
    """Made anew from its pixels; the original stays as it was."""
    place = publicity.office()
    work = publicity.work(place)
    photo = store_file([photo_with_place()])
    media = parts.add_media(work, photo, file_name="ภาพ.jpg", **by(place, work))
    film = parts.add_media(work, publicity.stored_file("video/mp4"), file_name="ก.mp4", **by(place, work))
    with open_file(media.public_copy) as file:
        shown = file.read()
    assert (media.file, film.public_copy.media_type) == (photo, "video/mp4")
    assert not [word for word in (b"Exif", b"secret", "สมหญิง".encode()) if word in shown]


@pytest.mark.parametrize(
    "fields",
    [
        {"purpose": ConsentPurpose.STORYTELLER},
        {"valid_to": timezone.localdate() - dt.timedelta(days=1)},
        {"valid_from": timezone.localdate() + dt.timedelta(days=1)},
        {"withdrawn_at": timezone.now()},
    ],
)
def test_a_person_is_shown_only_under_a_consent_that_holds(fields):
    """For this purpose, on this day, and not taken back."""
    place = publicity.office()
    work = publicity.work(place)
    with pytest.raises(Refused) as refusal:
        parts.show_people(work, [publicity.consent(place, **fields)], **by(place, work))
    assert refusal.value.path == "people_shown"
    parts.show_people(work, [publicity.consent(place)], **by(place, work))
    assert work.people_shown.count() == 1


def test_tellings_and_participation_are_of_districts_that_the_work_serves():
    """Each call says all of them; what was said before is replaced."""
    place = publicity.office()
    work = publicity.work(place, publicity.draft(place, districts=place.districts[:2]))
    one, two, three = place.districts
    parts.record_tellings(work, [(one, "story"), (one, "story"), (two, "culture")], **by(place, work))
    assert sorted(work.tellings.values_list("district", "what")) == sorted([(one.pk, "story"), (two.pk, "culture")])
    parts.record_tellings(work, [(one, "identity")], **by(place, work))
    assert list(work.tellings.values_list("district", "what")) == [(one.pk, "identity")]
    for path, verb in (
        ("tellings", lambda: parts.record_tellings(work, [(three, "story")], **by(place, work))),
        ("tellings", lambda: parts.record_tellings(work, [(one, "rumour")], **by(place, work))),
        (
            "participations",
            lambda: parts.record_participation(work, [parts.TookPart(three, "ก", "ข")], **by(place, work)),
        ),
        (
            "participations[0].who",
            lambda: parts.record_participation(work, [parts.TookPart(one, "", "ข")], **by(place, work)),
        ),
        (
            "participations[0].how",
            lambda: parts.record_participation(work, [parts.TookPart(one, "ก", "")], **by(place, work)),
        ),
    ):
        with pytest.raises(Refused) as refusal:
            verb()
        assert refusal.value.path == path


def test_who_took_part_stands_outside_the_hashed_entry():
    """Names are erasable without breaking the chain."""
    place = publicity.office()
    work = publicity.work(place)
    parts.record_participation(work, [parts.TookPart(place.districts[0], "ป้าสมใจ", "เล่า")], **by(place, work))
    entry = AuditEntry.objects.get(action="publicity.work.participation")
    assert "ป้าสมใจ" not in entry.body
    assert PersonalValue.objects.get(entry=entry).value == "ป้าสมใจ"


def test_proofs_keep_0_and_not_known_apart():
    """0 is nobody, None is not known; only an activity has them."""
    place = publicity.office()
    activity = publicity.work(place, publicity.activity_draft(place))
    numbers = {"attendance": 0, "questions": None}
    parts.record_proofs(activity, numbers, **by(place, activity))
    assert dict(activity.activity.proofs.values_list("kind", "number")) == numbers
    for path, work, wrong in (
        ("proofs.entries", activity, {"entries": -1}),
        ("proofs", activity, {"applause": 1}),
        ("proofs", publicity.work(place), {"entries": 1}),
    ):
        with pytest.raises(Refused) as refusal:
            parts.record_proofs(work, wrong, **by(place, work))
        assert refusal.value.path == path
