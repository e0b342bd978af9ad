"""A published page becomes evidence of itself: captured in a job, kept as WACZ, checked, and shown again harmlessly."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import zipfile

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.factories import publicity, site

from samrit.evidence.captures import asking
from samrit.evidence.captures.reading import Damaged, read
from samrit.evidence.models import EvidenceItem
from samrit.platform.clock import at
from samrit.platform.files import open_file
from samrit.platform.jobs.worker import Worker
from samrit.publicity.actions import parts, works
from samrit.publicity.models import WebsiteEntry
from samrit.site.tasks import take_missing_captures

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files_of_the_site(settings):
    """Style sheets and fonts as the sources hold them; a real installation has gathered them."""
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
    asking._program.cache_clear()
    yield
    asking._program.cache_clear()


@pytest.fixture
def published(django_capture_on_commit_callbacks):
    """Publishes what a function makes, and lets the worker do what was asked for."""

    def run(make):
        with django_capture_on_commit_callbacks(execute=True):
            made = make()
        Worker().run(until_idle=True)
        return made

    return run


def kept(item):
    """The capture of an item of evidence."""
    with open_file(item.file) as file:
        return read(file)


def test_a_published_story_is_captured_as_evidence_of_its_publication(published):
    place = publicity.office()
    page = published(lambda: site.story_page(place, body="<p>เรื่องของตลาดเก่า</p>"))
    publication = page.work.publications.get()
    item = EvidenceItem.objects.get(kind="capture")
    assert (item.subject, item.grade, item.proves) == (publication.subject, "own_capture", "public")
    assert (item.url, item.entered_by, item.file.media_type) == (publication.permalink, place.maker, "application/wacz")
    made = kept(item)
    assert (made.faults, made.left_out, made.way) == ((), (), "plain, within")
    assert made.page.url == f"https://www.bangkok.go.th/stories/{page.slug}/"
    assert "เรื่องของตลาดเก่า" in made.page.body.decode()
    kinds = {row.kind for row in made.records.values()}
    assert kinds >= {"text/html", "text/css", "font/woff2", "image/svg+xml"}
    assert made.at == made.page.at <= timezone.now()


def test_what_was_captured_is_not_captured_again_unless_it_is_published_again(published):
    place = publicity.office()
    page = published(lambda: site.story_page(place))
    take_missing_captures.call("2026-11-22")
    Worker().run(until_idle=True)
    assert EvidenceItem.objects.count() == 1
    published(lambda: site.publish(page, place.maker))
    assert EvidenceItem.objects.filter(kind="capture").count() == 2


def test_a_capture_that_never_came_to_be_is_asked_for_the_next_night(published):
    """The program was killed between publishing and asking: nothing is lost but time."""
    place = publicity.office()
    site.story_page(place)
    published(lambda: site.district_page(place))
    assert take_missing_captures.call("2026-11-22") == 1
    Worker().run(until_idle=True)
    assert EvidenceItem.objects.filter(kind="capture", proves="public").count() == 1


def test_a_page_that_is_hidden_before_its_turn_is_left_alone(published):
    """A consent ended between publishing and the job: there is nothing to capture, and nothing has failed."""
    place = publicity.office()
    consent = publicity.consent(place)

    def hidden():
        work = publicity.work(place)
        parts.show_people(work, [consent], read_version=work.version, acting_user=place.maker)
        work.refresh_from_db()
        works.submit_work(work, read_version=work.version, acting_user=place.maker)
        works.approve_work(work, read_version=work.version, acting_user=place.approver)
        site.publish(site.story_page(place, work, public=False), place.maker)
        consent.channels = ["facebook"]
        consent.save()

    published(hidden)
    assert not EvidenceItem.objects.filter(kind="capture").exists()
    captures = DBTaskResult.objects.filter(task_path="samrit.site.tasks.capture_page")
    assert [row.status for row in captures] == ["SUCCESSFUL"]


def test_a_district_page_proves_the_entry_of_duty_5(published):
    place = publicity.office()
    published(lambda: site.district_page(place))
    entry = WebsiteEntry.objects.get()
    item = EvidenceItem.objects.get()
    assert (item.subject, item.proves, item.district) == (f"website:{entry.pk}", "website", place.districts[0])


def test_pictures_of_a_page_are_in_its_capture(published):
    place = publicity.office()
    page = site.story_page(place, public=False)
    site.picture(page, place.maker)
    published(lambda: site.publish(page, place.maker))
    made = kept(EvidenceItem.objects.get())
    assert any(row.kind.startswith("image/") and "svg" not in row.kind for row in made.records.values())


def rewritten(content, name, change):
    """The file with one part changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for part in old.namelist():
            new.writestr(part, change(old.read(part)) if part == name else old.read(part))
    return made.getvalue()


def test_whatever_is_changed_in_a_capture_is_found(published):
    place = publicity.office()
    published(lambda: site.story_page(place))
    with open_file(EvidenceItem.objects.get().file) as file:
        content = file.read()

    def faults(name, change):
        return [fault.en for fault in read(io.BytesIO(rewritten(content, name, change))).faults]

    assert read(io.BytesIO(content)).ok
    assert faults("indexes/index.cdx", lambda old: old + b" ") == ["indexes/index.cdx was changed"]
    assert "the list of its parts was changed" in faults("datapackage.json", lambda old: old + b" ")
    later = faults("pages/pages.jsonl", lambda old: old.replace(b'"ts": "2', b'"ts": "1'))
    assert len(later) == 2  # the part, and the page that its record no longer has
    empty = faults("pages/pages.jsonl", lambda old: old.split(b"\n")[0])
    assert "its list of pages is empty" in empty
    with pytest.raises(Damaged):
        read(io.BytesIO(content[:1000]))


def test_the_file_is_what_readers_of_wacz_expect(published):
    """Parts stand uncompressed, the page's `ts` is its record's date to the microsecond, offsets lead to records."""
    place = publicity.office()
    moment = dt.datetime(2026, 12, 1, 8, 0, 0, 123456, tzinfo=dt.UTC)
    with at(lambda: moment):
        published(lambda: site.story_page(place))
    with open_file(EvidenceItem.objects.get().file) as file, zipfile.ZipFile(file) as archive:
        assert {info.compress_type for info in archive.infolist()} == {zipfile.ZIP_STORED}
        page = json.loads(archive.read("pages/pages.jsonl").splitlines()[1])
        package = json.loads(archive.read("datapackage.json"))
        warc = archive.read("archive/data.warc.gz")
        lines = [row.split(" ", 2) for row in archive.read("indexes/index.cdx").decode().splitlines()]
    assert page["ts"] == package["mainPageDate"] == "2026-12-01T08:00:00.123456Z"
    assert [line[0] for line in lines] == sorted(line[0] for line in lines)
    from warcio.archiveiterator import ArchiveIterator

    for _, stamp, told in lines:
        row = json.loads(told)
        record = next(iter(ArchiveIterator(io.BytesIO(warc[row["offset"] : row["offset"] + row["length"]]))))
        body = record.content_stream().read()
        assert record.rec_headers.get_header("WARC-Target-URI") == row["url"]
        assert f"sha256:{hashlib.sha256(body).hexdigest()}" == row["digest"]
        assert stamp == "20261201080000123"
