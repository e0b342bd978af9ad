"""Publications by hand: one address once, the right channel, approved, consented, and taken down with a reason."""

from __future__ import annotations

import datetime as dt
from functools import partial

import pytest
from django.utils import timezone
from tests.factories import publicity

from samrit.core.contract import Refused
from samrit.people.enums import Role
from samrit.people.rights import Forbidden
from samrit.publicity.actions import parts, publications, works
from samrit.publicity.drafts import PublicationDraft
from samrit.publicity.links import permalink
from samrit.publicity.models import Publication, Task, Work
from samrit.results.models import Period

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("channel", "typed", "kept"),
    [
        ("facebook", "http://m.facebook.com/bkk/posts/1/?fbclid=x&mibextid=y#top", "https://facebook.com/bkk/posts/1"),
        ("facebook", "https://web.facebook.com/story.php?id=2&story_fbid=1", "https://facebook.com/story.php?id=2&story_fbid=1"),
        ("facebook", " HTTPS://WWW.FB.COM/bkk/posts/1 ", "https://facebook.com/bkk/posts/1"),
        ("youtube", "https://youtu.be/abc-DEF?si=zz", "https://youtube.com/watch?v=abc-DEF"),
        ("youtube", "https://m.youtube.com/shorts/abc-DEF", "https://youtube.com/watch?v=abc-DEF"),
        ("youtube", "https://www.youtube.com/watch?v=abc-DEF&t=30s&list=L", "https://youtube.com/watch?v=abc-DEF"),
        ("instagram", "https://www.instagram.com/p/Cxyz/?igsh=1", "https://instagram.com/p/Cxyz"),
        ("tiktok", "https://www.tiktok.com/@bkk/video/7?is_from_webapp=1", "https://tiktok.com/@bkk/video/7"),
        ("line", "https://line.me/R/home/public/post?id=1", "https://line.me/R/home/public/post?id=1"),
        ("website", "https://www.prbangkok.com/th/%E0%B8%A2%E0%B9%88%E0%B8%B2%E0%B8%99/", "https://prbangkok.com/th/%E0%B8%A2%E0%B9%88%E0%B8%B2%E0%B8%99"),
        ("website", "https://office.bangkok.go.th/th/ย่าน?b=2&a=1&utm_source=x", "https://office.bangkok.go.th/th/%E0%B8%A2%E0%B9%88%E0%B8%B2%E0%B8%99?a=1&b=2"),
    ],
)  # fmt: skip
def test_an_address_is_kept_in_one_form(channel, typed, kept):
    """However it was copied, the same post has the same address; asked again it stays the same."""
    assert permalink(typed, channel) == kept
    assert permalink(kept, channel) == kept


@pytest.mark.parametrize(
    ("channel", "typed"),
    [
        ("facebook", "https://instagram.com/p/1"),
        ("facebook", "https://facebook.com.evil.org/posts/1"),
        ("facebook", "https://notfacebook.com/posts/1"),
        ("facebook", "https://www.facebook.com/"),
        ("website", "https://www.facebook.com/bkk/posts/1"),
        ("website", "https://blog.example.org/1"),
        ("facebook", "javascript:alert(1)"),
        ("facebook", "https://user:pw@facebook.com/posts/1"),
        ("facebook", "https://127.0.0.1/posts/1"),
        ("facebook", ""),
    ],
)
def test_an_address_of_another_channel_or_of_no_post_is_refused(channel, typed):
    """The host must be the channel's; a front page is no post."""
    with pytest.raises(Refused) as refusal:
        permalink(typed, channel)
    assert refusal.value.path == "permalink"


def test_a_story_may_stand_on_the_site_of_any_medium():
    """But not on a social channel called website."""
    assert permalink("https://news.example.org/1", "website", own=False) == "https://news.example.org/1"
    with pytest.raises(Refused):
        permalink("https://tiktok.com/@a/video/1", "website", own=False)


def test_the_same_post_is_recorded_once_for_one_work():
    """On any work, in any form of the address."""
    place = publicity.office()
    first, second = (publicity.work(place, state="approved") for _ in range(2))
    publicity.published(place, first, permalink="https://www.facebook.com/bkk/posts/77?fbclid=a")
    for work in (first, second):
        with pytest.raises(Refused) as refusal:
            publicity.published(place, work, permalink="https://m.facebook.com/bkk/posts/77/")
        assert (refusal.value.path, refusal.value.what.en) == (
            "permalink",
            f"this address is recorded already, for “{first.title}”",
        )


def test_several_publications_of_one_work():
    """One piece, many publications; LINE messages need no address."""
    place = publicity.office()
    work = publicity.work(place, state="approved")
    publicity.published(place, work)
    publicity.published(place, work, channel="tiktok", permalink="https://tiktok.com/@bkk/video/1")
    for _ in range(2):
        publicity.published(place, work, channel="line", permalink="", accepted=True, delivered=0)
    found = work.publications.order_by("pk").values_list("channel", "delivered")
    assert list(found) == [("facebook", None), ("tiktok", None), ("line", 0), ("line", 0)]


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("first_public_at", {"first_public_at": None}),
        ("first_public_at", {"first_public_at": timezone.now() + dt.timedelta(days=1)}),
        ("first_public_at", {"first_public_at": dt.datetime(2025, 1, 1)}),  # noqa: DTZ001 -- without a zone
        ("visibility", {"visibility": "everybody"}),
        ("channel", {"channel": "radio"}),
        ("delivered", {"delivered": -1}),
        ("permalink", {"permalink": ""}),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(path, fields):
    """The refusal names the field and nothing is kept."""
    place = publicity.office()
    work = publicity.work(place, state="approved")
    with pytest.raises(Refused) as refusal:
        publicity.published(place, work, **fields)
    assert (refusal.value.path, Publication.objects.count()) == (path, 0)


def minute(at):
    """A moment as a form tells it."""
    return at.replace(second=0, microsecond=0)


def test_what_is_published_in_the_minute_of_its_approval_is_published_after_it():
    """Forms tell minutes; the second is the present one, and the minute stays as typed."""
    place = publicity.office()
    work = publicity.work(place, state="approved")
    made = publicity.published(place, work, first_public_at=minute(work.approved_at))
    assert (made.first_public_at > work.approved_at, minute(made.first_public_at)) == (True, minute(work.approved_at))


def test_the_minute_of_the_approval_is_kept_also_when_it_is_recorded_later():
    """Recorded half an hour after, it is not said to be half an hour younger; saving it again changes nothing."""
    place = publicity.office()
    work = publicity.work(place, state="approved")
    approved = publicity.ago(minutes=30).replace(second=25)
    Work.objects.filter(pk=work.pk).update(approved_at=approved)
    work.refresh_from_db()
    made = publicity.published(place, work, first_public_at=minute(approved))
    first = made.first_public_at
    assert (first > approved, minute(first)) == (True, minute(approved))
    typed = PublicationDraft(channel=made.channel, permalink=made.permalink, first_public_at=minute(first))
    publications.save_publication(made, typed, read_version=work.version, acting_user=place.maker)
    made.refresh_from_db()
    assert made.first_public_at == first


def test_an_earlier_minute_stays_as_it_was_typed():
    """What was public before its approval is not made right."""
    place = publicity.office()
    work = publicity.work(place, state="approved")
    earlier = minute(work.approved_at - dt.timedelta(minutes=1))
    assert publicity.published(place, work, first_public_at=earlier).first_public_at == earlier


def test_a_rendition_of_another_work_is_refused():
    """A cut belongs to its work."""
    place = publicity.office()
    work, other = (publicity.work(place, state="approved") for _ in range(2))
    cut = parts.add_rendition(other, kind="cut", own_work=True, read_version=other.version, acting_user=place.maker)
    with pytest.raises(Refused) as refusal:
        publicity.published(place, work, rendition=cut)
    assert refusal.value.path == "rendition"


def test_the_people_shown_must_consent_to_the_channel_on_that_day():
    """A consent for the website is none for Facebook."""
    place = publicity.office()
    work = publicity.work(place)
    consent = publicity.consent(place, channels=["website"])
    parts.show_people(work, [consent], read_version=work.version, acting_user=place.maker)
    works.submit_work(work, read_version=work.version, acting_user=place.maker)
    works.approve_work(work, read_version=work.version, acting_user=place.approver)
    with pytest.raises(Refused) as refusal:
        publicity.published(place, work)
    assert refusal.value.path == "channel"
    publicity.published(place, work, channel="website", permalink="https://bangkok.go.th/1")
    with pytest.raises(Refused):
        publicity.published(
            place,
            work,
            channel="website",
            permalink="https://bangkok.go.th/2",
            first_public_at=dt.datetime(2019, 1, 1, tzinfo=dt.UTC),
        )


def test_a_fact_of_a_closed_period_is_refused():
    """Its period is closed."""
    place = publicity.office()
    work = publicity.work(place, state="approved")
    today = timezone.localdate()
    Period.objects.create(
        key_result=place.key_result, code="Q1", starts_on=today, ends_on=today, due_on=today, closed=True
    )
    with pytest.raises(Refused) as refusal:
        publicity.published(place, work)
    assert (refusal.value.path, refusal.value.what.en) == (
        "first_public_at",
        f"the period Q1, in which {today} lies, is closed",
    )


def test_an_activity_is_held_not_published():
    """A plain post is never an activity."""
    place = publicity.office()
    work = publicity.work(place, publicity.activity_draft(place), state="approved")
    with pytest.raises(Refused) as refusal:
        publicity.published(place, work)
    assert refusal.value.path == "channel"


def test_a_publication_is_set_right_or_taken_out_before_verification():
    """A mistake is corrected; afterwards the work is opened again first."""
    place = publicity.office()
    work = publicity.work(place, state="done")
    publication = work.publications.get()
    draft = PublicationDraft(
        channel="instagram", permalink="https://instagram.com/p/1", first_public_at=publication.first_public_at
    )
    publications.save_publication(publication, draft, read_version=work.version, acting_user=place.maker)
    work.refresh_from_db()
    assert (publication.channel, publication.permalink) == ("instagram", "https://instagram.com/p/1")
    verified = publicity.work(place, state="verified")
    with pytest.raises(Refused) as refusal:
        publications.remove_publication(
            verified.publications.get(), reason="ผิด", read_version=verified.version, acting_user=place.maker
        )
    assert refusal.value.path == "state"
    publications.remove_publication(publication, reason="ผิด", read_version=work.version, acting_user=place.maker)
    assert work.publications.count() == 0


def test_taking_down_is_recorded_in_any_state_and_only_once():
    """A verified work stays verified; the reason and the time stand on the publication."""
    place = publicity.office()
    work = publicity.work(place, state="verified")
    publication = work.publications.get()
    with pytest.raises(Refused) as refusal:
        publications.withdraw_publication(
            publication,
            reason="ลบ",
            withdrawn_at=publication.first_public_at - dt.timedelta(hours=1),
            read_version=work.version,
            acting_user=place.maker,
        )
    assert refusal.value.path == "withdrawn_at"
    publications.withdraw_publication(
        publication, reason="ข้อมูลผิด", read_version=work.version, acting_user=place.reviewer
    )
    work.refresh_from_db()
    assert (work.state, publication.withdrawal_reason) == ("verified", "ข้อมูลผิด")
    with pytest.raises(Refused):
        publications.withdraw_publication(
            publication, reason="อีกครั้ง", read_version=work.version, acting_user=place.maker
        )


def test_who_may_and_who_may_not():
    """Workers publish; workers and approvers take down."""
    place = publicity.office()
    may: dict[str, set[str]] = {"publish": set(), "withdraw": set()}

    def tried(verb, role, do):
        try:
            do()
        except Forbidden:
            return
        may[verb].add(role)

    def publish(person, work):
        draft = PublicationDraft(
            channel="website", permalink=f"https://bangkok.go.th/{person.pk}", first_public_at=timezone.now()
        )
        publications.add_publication(work, draft, read_version=work.version, acting_user=person)

    def withdraw(person, work):
        publications.withdraw_publication(
            work.publications.first(), reason="ลบ", read_version=work.version, acting_user=person
        )

    for role, person in place.everybody.items():
        work, other = publicity.work(place, state="done"), publicity.work(place, state="done")
        tried("publish", role, partial(publish, person, work))
        tried("withdraw", role, partial(withdraw, person, other))
    assert may == {
        "publish": {Role.OWNER, Role.CONTRIBUTOR},
        "withdraw": {Role.OWNER, Role.CONTRIBUTOR, Role.HOST_REVIEWER, Role.APPROVER},
    }
    assert Task.objects.count() == 0


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_record_one_address_at_once_and_one_wins(at_once):
    """The database holds it; the second is told."""
    place = publicity.office()
    first, second = (publicity.work(place, state="approved") for _ in range(2))
    link = "https://www.facebook.com/bkk/posts/1"
    came = at_once(
        lambda: publicity.published(place, first, permalink=link),
        lambda: publicity.published(place, second, permalink=link),
    )
    assert sorted(type(one).__name__ for one in came) == ["Publication", "Refused"]
