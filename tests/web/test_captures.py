"""A story published in the office: on the site at once, captured as evidence, shown again harmlessly, and counted."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.api.caller import caller
from tests.factories import publicity, site
from tests.web.office import post, said, signed_in, url

from samrit.evidence.captures import asking
from samrit.evidence.models import EvidenceItem
from samrit.platform.clock import at
from samrit.platform.files import open_file, store_own
from samrit.platform.jobs.worker import Worker
from samrit.publicity.actions import website, works
from samrit.scoring.proofs import proofs_of
from samrit.verification.work_actions import verify_work

pytestmark = pytest.mark.django_db
WHOLE = "ไม่ถูกเปลี่ยนแปลง"


@pytest.fixture(autouse=True)
def _files_of_the_site(settings):
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
    asking._program.cache_clear()
    yield
    asking._program.cache_clear()


@pytest.fixture
def place():
    return publicity.office()


@pytest.fixture
def captured(place, django_capture_on_commit_callbacks):
    """The page of a story published in the office, its capture taken by the worker."""
    page = site.story_page(place, public=False, body='<p>ตลาดเก่า</p><p><a href="/about/">เกี่ยวกับ</a></p>')
    with django_capture_on_commit_callbacks(execute=True):
        post(place.maker, url("site_publish", page.uid), version=page.version, at="")
    Worker().run(until_idle=True)
    return page


def test_a_story_is_on_the_site_within_a_second_of_being_published(place, client):
    page = site.story_page(place, public=False)
    assert client.get(reverse("site:story", args=[page.slug])).status_code == 404
    begun = time.process_time()  # however much else runs on this machine
    post(place.maker, url("site_publish", page.uid), version=page.version, at="")
    assert client.get(reverse("site:story", args=[page.slug])).status_code == 200
    assert time.process_time() - begun < 1


def test_its_capture_is_shown_again_with_time_hash_and_check(place, captured):
    item = EvidenceItem.objects.get(kind="capture")
    office = signed_in(place.reader)
    shown = office.get(url("evidence_replay", captured.work.uid, item.pk))
    text = said(shown)
    assert all(part in text for part in (WHOLE, item.file_id, f"/stories/{captured.slug}/", "text/css"))
    assert "frame-src 'self'" in shown["content-security-policy"]
    page = office.get(url("work", captured.work.uid)).content.decode()
    assert url("evidence_replay", captured.work.uid, item.pk) in page


def test_a_program_reads_the_check_and_the_picture_that_the_page_shows(place, captured):
    item = EvidenceItem.objects.get(kind="capture")
    api = caller(place.reader, "read")
    check = api.get(f"/evidence/{item.uid}/capture-check").json()
    assert (check["readable"], check["ok"], check["faults"]) == (True, True, [])
    assert check["url"].endswith(f"/stories/{captured.slug}/")
    assert check["records"] > 1
    picture = api.get(f"/evidence/{item.uid}/screenshot")
    page = signed_in(place.reader).get(url("evidence_picture", captured.work.uid, item.pk))
    assert picture.status_code == page.status_code
    assert page.status_code != 200 or picture.getvalue() == page.getvalue()
    stranger = caller(publicity.office().maker, "read")
    assert [stranger.get(f"/evidence/{item.uid}/{name}").status_code for name in ("capture-check", "screenshot")] == [
        404,
        404,
    ]


def test_what_is_shown_again_can_do_nothing(place, captured):
    """No script, no form, no address that a browser would fetch or follow; what it shows stands inside it."""
    item = EvidenceItem.objects.get(kind="capture")
    again = signed_in(place.reader).get(url("evidence_replayed", captured.work.uid, item.pk))
    page = again.content.decode()
    assert "ตลาดเก่า" in page
    assert again["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert (again["x-frame-options"], "<script" in page, "<form" in page and "action=" in page) == (
        "SAMEORIGIN",
        False,
        False,
    )
    assert 'href="/' not in page
    assert 'title="https://www.bangkok.go.th/about/"' in page
    assert "data:font/woff2;base64," in page
    assert "url(/" not in page


def test_who_may_not_see_the_work_sees_no_capture(captured):
    item = EvidenceItem.objects.get(kind="capture")
    stranger = publicity.office().maker
    for name in ("evidence_replay", "evidence_replayed", "evidence_picture"):
        assert signed_in(stranger).get(url(name, captured.work.uid, item.pk)).status_code in {403, 404}


@pytest.mark.usefixtures("captured")
def test_the_capture_of_a_districts_page_is_shown_again_from_its_own_evidence(place):
    """Evidence of an entry on the website has no work around it; whoever may not see it sees no capture either."""
    work = EvidenceItem.objects.get(kind="capture")
    entry = website.publish_district(
        place.key_result,
        place.districts[0],
        permalink="https://www.bangkok.go.th/districts/old-town/",
        published_at=timezone.now(),
        acting_user=place.owner,
    )
    same = ("key_result", "kind", "grade", "title", "entered_by", "file", "captured_at")
    item = EvidenceItem.objects.create(subject=entry.subject, **{name: getattr(work, name) for name in same})
    office, at_ = signed_in(place.reader), [entry.subject, item.pk]
    assert url("proof_replay", *at_) in office.get(url("evidence_of", entry.subject)).content.decode()
    shown = office.get(url("proof_replay", *at_))
    assert (WHOLE in said(shown), "frame-src 'self'" in shown["content-security-policy"]) == (True, True)
    assert url("proof_replayed", *at_) in shown.content.decode()
    assert "ตลาดเก่า" in office.get(url("proof_replayed", *at_)).content.decode()
    stranger = signed_in(publicity.office().maker)
    for name in ("proof_replay", "proof_replayed", "proof_picture"):
        assert stranger.get(url(name, *at_)).status_code in {403, 404}


def test_a_damaged_capture_says_so_and_a_changed_one_too(place, captured):
    item = EvidenceItem.objects.get(kind="capture")
    with open_file(item.file) as file:
        content = file.read()
    changed = content.replace(b"All Pages", b"All pages")
    for broken, words in ((changed, "pages/pages.jsonl"), (content[:500], "เปิดไม่ได้")):
        row = store_own(broken, "application/wacz")
        fresh = EvidenceItem.objects.create(
            **{name: getattr(item, name) for name in ("key_result", "subject", "kind", "grade", "title", "entered_by")},
            file=row,
            captured_at=item.captured_at,
        )
        text = said(signed_in(place.reader).get(url("evidence_replay", captured.work.uid, fresh.pk)))
        assert (words in text, WHOLE in text) == (True, False)


def test_it_counts_as_a_piece_by_its_capture_alone(django_capture_on_commit_callbacks):
    """Approved, on the site for a week, checked by another: the capture is the whole of its evidence pack."""
    day = dt.datetime(2025, 3, 3, 9, tzinfo=timezone.get_current_timezone())
    with at(lambda: day):
        place = publicity.office("7301", fiscal_year=2568)
        work = publicity.work(place, publicity.draft(place, duties=("media",)), state="approved")
    with at(lambda: day + dt.timedelta(hours=1)), django_capture_on_commit_callbacks(execute=True):
        page = site.story_page(place, work, public=False)
        post(place.maker, url("site_publish", page.uid), version=page.version, at="")
    with at(lambda: day + dt.timedelta(hours=2)):
        Worker().run(until_idle=True)
        work.refresh_from_db()
        works.finish_work(work, read_version=work.version, acting_user=place.maker)
        verify_work(work, read_version=work.version, acting_user=place.inspector)
    with at(lambda: day + dt.timedelta(days=9)):
        found = proofs_of(place.key_result)
        (row,) = found.rows
        (pack,) = row.packs
        page_of_packs = said(signed_in(place.reader).get(url("evidence_packs", place.key_result.key)))
    assert (row.work, row.counted, row.complete, found.complete) == (work, True, True, 1)
    assert (pack.complete, pack.missing, [part.item.kind for part in pack.parts if part.item]) == (
        True,
        (),
        ["capture"] * 5,
    )
    assert all(words in page_of_packs for words in (work.title, "นับแล้ว", "หลักฐานครบ", "ภาพเก็บของหน้าเว็บไซต์"))


def test_a_work_without_proof_says_what_is_missing_and_why():
    day = dt.datetime(2025, 3, 3, 9, tzinfo=timezone.get_current_timezone())
    with at(lambda: day):
        place = publicity.office("7301", fiscal_year=2568)
        work = publicity.work(place, publicity.draft(place, duties=("media",)), state="done")
        (row,) = proofs_of(place.key_result).rows
        text = said(signed_in(place.reader).get(url("evidence_packs", place.key_result.key) + "?show=missing"))
    names = [part.name for part in row.packs[0].missing]
    assert (row.work, row.counted is True, names) == (work, False, ["answer", "reference", "hash", "time", "liveness"])
    assert all(words in text for words in (work.title, "หลักฐานยังไม่ครบ", "ขาด"))
