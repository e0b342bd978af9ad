"""Pages of the public site: what is published is seen at once, everything else by nobody."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.factories import publicity, site

from samrit.core.contract import Refused
from samrit.people.four_eyes import OwnWork
from samrit.people.rights import Forbidden
from samrit.platform.jobs.worker import Worker
from samrit.platform.locking import Stale
from samrit.publicity.models import Publication, WebsiteEntry
from samrit.site import events, queries
from samrit.site.actions import pages, pictures
from samrit.site.models import Page
from samrit.site.rich import plain, sanitised
from samrit.site.tasks import publish_scheduled

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return publicity.office(number=2)


def test_a_story_is_public_once_published_and_is_a_publication_of_its_work(place, django_capture_on_commit_callbacks):
    """The page is there, the work has a publication on the website, and others are told of both."""
    heard: list[events.PagePublished] = []
    events.listen(heard.append)
    page = site.story_page(place, public=False, slug="first-story")
    assert queries.page("story", "first-story") is None
    with django_capture_on_commit_callbacks(execute=True):
        site.publish(page, place.maker)
    shown = queries.page("story", "first-story")
    assert shown is not None
    assert (shown.title, shown.lead) == (page.work.title, "คำนำของเรื่อง")
    publication = page.work.publications.get()
    assert (publication.channel, publication.permalink, publication.seen_logged_out) == (
        "website",
        "https://bangkok.go.th/stories/first-story",
        True,
    )
    address = "https://www.bangkok.go.th/stories/first-story/"
    by = (place.maker.pk, "contributor")
    assert heard == [events.PagePublished(page.pk, address, publication.pk, *by)]
    events._LISTENERS.remove(heard.append)


def test_publishing_again_makes_no_second_publication(place):
    """A new version of a page is the same publication."""
    page = site.story_page(place)
    pages.save_page(
        page, site.texts(title="ใหม่", lead="ใหม่", body="ใหม่"), read_version=page.version, acting_user=place.maker
    )
    page.refresh_from_db()
    first = page.published_at
    site.publish(page, place.maker)
    assert page.work.publications.count() == 1
    assert (page.published_at, queries.page("story", page.slug).title) == (first, "ใหม่")


def test_a_district_page_is_published_by_another_and_fulfils_duty_five(place):
    """Who wrote a version does not publish it; the entry of each key result of this year follows."""
    page = site.district_page(place, public=False)
    pages.save_page(page, site.texts(lead="ก", story="ข"), read_version=page.version, acting_user=place.owner)
    page.refresh_from_db()
    with pytest.raises(OwnWork):
        site.publish(page, place.owner)
    with pytest.raises(Forbidden):
        site.publish(page, place.maker)
    site.publish(page, place.reviewer)
    entry = WebsiteEntry.objects.get()
    slug = place.districts[0].slug
    assert (entry.key_result, entry.permalink) == (
        place.key_result,
        f"https://bangkok.go.th/creative-districts/{slug}",
    )


def test_what_is_not_ready_is_not_published(place):
    """An empty part, a picture without words or credit, and a work without approval are refused by name."""
    page = site.district_page(place, public=False, lead="")
    with pytest.raises(Refused) as refused:
        site.publish(page, place.reviewer)
    assert refused.value.path == "th.lead"
    story = site.story_page(place, public=False)
    bare = site.picture(story, place.maker, credit="")
    with pytest.raises(Refused) as refused:
        site.publish(story, place.maker)
    assert refused.value.path == "pictures"
    words = pictures.Words(alt_th="ภาพ", credit="ชุมชน")
    pictures.describe_picture(bare, words, read_version=bare.page.version, acting_user=place.maker)
    story.refresh_from_db()
    site.publish(story, place.maker)
    draft = site.story_page(place, publicity.work(place), public=False)
    with pytest.raises(Refused) as refused:
        site.publish(draft, place.maker)
    assert refused.value.path == "state"


def test_a_page_waits_for_its_hour(place):
    """Scheduled, it is seen by nobody before and by everybody from then on, without anybody doing anything."""
    page = site.story_page(place, public=False)
    site.publish(page, place.maker, at=site.soon(hours=1))
    assert queries.page("story", page.slug) is None
    Page.objects.filter(pk=page.pk).update(publish_at=publicity.ago(minutes=1))
    assert queries.page("story", page.slug) is not None


def test_at_its_hour_a_scheduled_story_counts_as_one_published_then(place, monkeypatch):
    """The worker makes it a publication of its work at the hour that was set, once, whatever was written meanwhile."""
    page, hour = site.story_page(place, public=False), site.soon(hours=1)
    site.publish(page, place.maker, at=hour)
    Worker().run(until_idle=True)
    assert not Publication.objects.filter(work=page.work).exists()
    page.refresh_from_db()
    ready = page.waiting
    pages.save_page(page, ready.content, read_version=page.version, acting_user=place.owner)
    monkeypatch.setattr(timezone, "now", lambda: hour + dt.timedelta(seconds=1))
    Worker().run(until_idle=True)
    page.refresh_from_db()
    assert (page.published, page.published_at, page.waiting, page.publish_at) == (ready, hour, None, None)
    [publication] = Publication.objects.filter(work=page.work)
    assert (publication.channel, publication.first_public_at, publication.entered_by) == ("website", hour, place.maker)
    assert not publish_scheduled.call(page.pk, page.published_id, hour.isoformat(), place.maker.pk, "contributor", None)


def test_a_page_scheduled_anew_is_published_by_its_last_hour_only(place, monkeypatch):
    """The job of the first hour finds another one, and leaves the page alone."""
    page, first, second = site.story_page(place, public=False), site.soon(hours=1), site.soon(hours=2)
    site.publish(page, place.maker, at=first)
    page.refresh_from_db()
    site.publish(page, place.maker, at=second)
    for hour, count in ((first, 0), (second, 1)):
        monkeypatch.setattr(timezone, "now", lambda hour=hour: hour + dt.timedelta(seconds=1))
        Worker().run(until_idle=True)
        assert Publication.objects.filter(work=page.work).count() == count


def test_an_activity_that_goes_on_is_neither_over_nor_still_to_come_twice(client, place):
    """On a district's page and in the calendar each activity stands once, under what it is now."""
    site.district_page(place)
    now, hour = timezone.now(), dt.timedelta(hours=1)
    made = {}
    for name, starts in (("over", now - 4 * hour), ("on", now - hour), ("ahead", now + 4 * hour)):
        draft = publicity.activity_draft(place, starts_at=starts, ends_at=starts + 2 * hour, held=False)
        made[name] = publicity.work(place, draft, state="approved").title
    coming = [row.work.title for row in queries.activities(since=now)]
    over = [row.work.title for row in queries.activities(over_by=now)]
    assert (coming, over) == ([made["on"], made["ahead"]], [made["over"]])
    for address in (reverse("site:activities"), reverse("site:district", args=[place.districts[0].slug])):
        context = client.get(address).context
        shown = {name: [row.work.title for row in context[name]] for name in ("coming", "past")}
        assert shown == {"coming": coming, "past": over}, address


def test_what_an_english_reader_gets_in_thai_says_so(client, place):
    """A screen reader then speaks it as Thai; what was translated carries nothing."""
    page = site.story_page(place, title="เรื่องริมคลอง")
    address = reverse("site-en:story", args=[page.slug])
    assert '<h1 lang="th">' in client.get(address).content.decode()
    content = {**page.published.content, "en": {"title": "By the canal", "lead": "", "body": "<p>Text</p>"}}
    pages.save_page(page, content, read_version=page.version, acting_user=place.maker)
    page.refresh_from_db()
    site.publish(page, place.maker)
    said = client.get(address).content.decode()
    assert "<h1>By" in said
    assert '<p class="lead" lang="th">' in said


def test_withdrawn_and_renamed_pages_leave_their_address_behind(place):
    """An old address leads on; a page that was taken off is gone, and says so."""
    page = site.story_page(place, slug="old-name")
    pages.rename_page(page, "New Name", read_version=page.version, acting_user=place.maker)
    assert (page.slug, queries.moved_to("story", "old-name")) == ("new-name", "new-name")
    page.refresh_from_db()
    pages.withdraw_page(page, reason="ขอตรวจสอบ", read_version=page.version, acting_user=place.maker)
    assert queries.page("story", "new-name") is None
    assert queries.moved_to("story", "old-name") is None
    assert (queries.is_gone("story", "old-name"), queries.is_gone("story", "new-name")) == (True, True)
    assert queries.is_gone("story", "never-was") is False


def test_an_old_address_is_not_given_to_another_page(place):
    """So that a link in the world never leads to something else."""
    page = site.story_page(place, slug="mine")
    pages.rename_page(page, "mine-now", read_version=page.version, acting_user=place.maker)
    other = site.story_page(place, slug="mine")
    assert other.slug == "mine-2"
    with pytest.raises(Refused):
        pages.rename_page(other, "mine", read_version=other.version, acting_user=place.maker)


def test_versions_are_kept_and_restored(place):
    """Each save is a version; a restored one is the newest, and nothing shows it before it is published."""
    page = site.story_page(place, title="หนึ่ง")
    pages.save_page(
        page, site.texts(title="สอง", lead="ก", body="ข"), read_version=page.version, acting_user=place.maker
    )
    page.refresh_from_db()
    row = pages.restore_version(page, 2, read_version=page.version, acting_user=place.maker)
    assert (row.number, row.content["th"]["title"], row.note) == (4, "หนึ่ง", "กู้คืนจากฉบับที่ ๒")
    same = pages.save_page(page, row.content, read_version=page.version, acting_user=place.maker)
    assert same == row
    with pytest.raises(Stale):
        pages.save_page(page, row.content, read_version=page.version - 1, acting_user=place.maker)


def test_a_page_disappears_with_the_consent_of_a_person_shown_on_it(place):
    """Withdrawn, ended or not given for the website: the page and its files are shown to nobody."""
    work = publicity.work(place)
    consent = publicity.consent(place)
    from samrit.publicity.actions import parts, works

    parts.show_people(work, [consent], read_version=work.version, acting_user=place.maker)
    work.refresh_from_db()
    works.submit_work(work, read_version=work.version, acting_user=place.maker)
    works.approve_work(work, read_version=work.version, acting_user=place.approver)
    page = site.story_page(place, work, public=False)
    row = site.picture(page, place.maker)
    site.publish(page, place.maker)
    file = row.formats.first().file_id
    assert queries.file_is_public(file) == "image/webp"
    consent.channels = ["facebook"]
    consent.save()
    assert queries.page("story", page.slug) is None
    assert queries.file_is_public(file) is None


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("ข้อความ\nสองบรรทัด\n\nย่อหน้าใหม่", "<p>ข้อความ<br>สองบรรทัด</p><p>ย่อหน้าใหม่</p>"),
        ("<p onclick=x>ก<script>alert(1)</script></p>", "<p>ก</p>"),
        (
            '<div>ก <a href="javascript:alert(1)">ข</a></div>',
            '<p>ก <a rel="noopener noreferrer nofollow ugc">ข</a></p>',
        ),
        ("<h1>ก</h1><b>ข</b><img src=x onerror=y>", "<h2>ก</h2><strong>ข</strong>"),
        ("<p>ก<br><br>ข<br>ค<br></p><p><br></p>", "<p>ก</p><p>ข<br>ค</p>"),
        ("<p><b>ก<br /><br />ข</b></p>", "<p><strong>ก</strong></p><p><strong>ข</strong></p>"),
        ("<ul><li>ก<br><br>ข</li></ul>", "<ul><li>ก<br><br>ข</li></ul>"),
        ('<p style="color:red"><iframe src="//x"></iframe>ก</p>', "<p>ก</p>"),
        ('<p>ก<figure class="a"><img src="x">\n<figcaption class="b"></figcaption></figure>ข</p>', "<p>กข</p>"),
        ("<figure><figcaption>ก</figcaption></figure>", "<figure><figcaption>ก</figcaption></figure>"),
    ],
)
def test_rich_text_holds_only_what_a_page_may(given, kept):
    """Scripts, handlers, styles, frames and foreign schemes go; headings and stress stay; an empty line parts."""
    assert sanitised(given) == kept


def test_the_words_of_rich_text():
    """For search and cards."""
    assert plain("<h2>ก</h2><p>ข &amp; <strong>ค</strong></p>") == "ก\nข & ค"
