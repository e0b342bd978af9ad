"""Reminders by the calendar, and the morning as a whole, with moved clocks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core import mail
from django.utils import timezone
from tests.factories import publicity

from samrit.core.thai import format_date
from samrit.evidence.models import Consent
from samrit.platform.jobs import latest_job
from samrit.platform.jobs.worker import Worker
from samrit.platform.models import ScheduledRun
from samrit.publicity.actions import storytellers
from samrit.publicity.models import Notification
from samrit.publicity.notices import sentence
from samrit.publicity.reminders import remind
from samrit.results.models import AgencyTarget, Period

pytestmark = pytest.mark.django_db
BANGKOK = dt.timezone(dt.timedelta(hours=7))
TODAY = timezone.localdate()


@pytest.fixture
def clock(monkeypatch) -> Callable[[dt.date], None]:
    """`clock(day, hour)`: from now on it is that hour of that day in Bangkok."""

    def put(day: dt.date, hour: int = 6) -> None:
        moment = dt.datetime.combine(day, dt.time(hour, 30), BANGKOK).astimezone(dt.UTC)
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return put


def quarter(place, due_on: dt.date) -> Period:
    """A period that ended, whose report the host owes."""
    AgencyTarget.objects.create(
        key_result=place.key_result, agency=place.agency, role="host", value=Decimal(10), unit="ย่าน"
    )
    ended = min(TODAY - dt.timedelta(days=1), due_on)
    return Period.objects.create(
        key_result=place.key_result,
        code="Q1",
        starts_on=TODAY - dt.timedelta(days=60),
        ends_on=ended,
        due_on=due_on,
    )


def told(code: str) -> list[tuple[str, str]]:
    """Who was told what (in English), in the order of the notices."""
    rows = Notification.objects.filter(code=code).select_related("user", "by").order_by("pk")
    return [(row.user.username, sentence(row).en) for row in rows]


def test_a_report_that_is_due_is_drafted_from_the_work(clock):
    """Who may write it is told ten days ahead what the work itself says of the period; once a week, not every day."""
    place = publicity.office()
    publicity.published(place, publicity.work(place, publicity.draft(place, title="ตลาดเช้า"), state="approved"))
    due = TODAY + dt.timedelta(days=9)
    period = quarter(place, due)
    period.ends_on = TODAY
    period.save()
    days = [TODAY + dt.timedelta(days=number) for number in range(1, 10)]
    numbers = []
    for day in days:
        clock(day)
        numbers.append(remind(day))
    assert numbers == [2, 0, 0, 0, 0, 0, 0, 2, 0]
    title = f"{place.key_result.key} Q1 ({place.agency})"
    said = told("report.due")
    assert {who for who, _ in said[:2]} == {place.owner.username, place.maker.username}
    drafted = "ผลิตและเผยแพร่สื่อประชาสัมพันธ์ จำนวน ๑ ชิ้นงาน ได้แก่ · ตลาดเช้า"
    assert said[0][1].startswith(f"the report {title} is due on {due}; drafted from the work: {drafted}")


def test_an_overdue_report(clock):
    """It is said what is overdue since when, in both languages, until it is sent."""
    place = publicity.office()
    due = TODAY - dt.timedelta(days=20)
    quarter(place, due)
    clock(TODAY)
    assert remind(TODAY) == 2
    assert remind(TODAY) == 0
    notice = Notification.objects.filter(code="report.overdue").first()
    title = f"{place.key_result.key} Q1 ({place.agency})"
    assert tuple(sentence(notice)) == (
        f"the report {title} was due on {due}; drafted from the work: nothing yet",
        f"รายงาน {title} เกินกำหนดส่งตั้งแต่วันที่ {format_date(due, thai_digits=False)} ระบบร่างจากงานที่บันทึกไว้ให้แล้ว: ยังไม่มี",
    )
    Period.objects.update(closed=True)
    later = TODAY + dt.timedelta(days=8)
    clock(later)
    assert remind(later) == 0


def test_consents_and_reviews():
    """Consents that end within a month and storytellers to review are counted, never named; withdrawn ones are not."""
    place = publicity.office()
    ends = TODAY + dt.timedelta(days=20)
    for days in (20, 25, 90):
        publicity.consent(place, valid_to=TODAY + dt.timedelta(days=days))
    Consent.objects.filter(pk=publicity.consent(place, valid_to=ends).pk).update(withdrawn_at=timezone.now())
    review = TODAY + dt.timedelta(days=5)
    member = publicity.consent(place, "storyteller")
    storytellers.add_storyteller(place.key_result, member, districts=[], review_on=review, acting_user=place.maker)
    remind(TODAY)
    key = place.key_result.key
    people = {place.owner.username, place.maker.username}
    assert set(told("consents.ending")) == {
        (who, f"{key}: consents that end soon: 2, the first on {ends}; ask again or take the pictures down")
        for who in people
    }
    assert set(told("reviews.due")) == {
        (who, f"{key}: storytellers to review: 1, the first on {review}") for who in people
    }


def test_a_morning(clock, settings):
    """The worker reminds at half past six and mails the digest at seven, with the reminder in it; once."""
    names = ("publicity.reminders", "publicity.digest")
    settings.SAMRIT_SCHEDULES = {name: settings.SAMRIT_SCHEDULES[name] for name in names}
    place = publicity.office()
    quarter(place, TODAY - dt.timedelta(days=3))
    clock(TODAY, 12)
    assert Worker().run(until_idle=True) == 0
    tomorrow = TODAY + dt.timedelta(days=1)
    clock(tomorrow, 7)
    assert Worker().run(until_idle=True) == 2
    assert latest_job(f"publicity.reminders:{tomorrow}").returned == 2
    assert latest_job(f"publicity.digest:{tomorrow}").returned == {"sent": 2, "nothing": 5, "failed": 0}
    assert sorted(message.to for message in mail.outbox) == sorted([[place.owner.email], [place.maker.email]])
    assert "เกินกำหนดส่งตั้งแต่วันที่" in mail.outbox[0].body
    assert Worker().run(until_idle=True) <= 1  # those who asked to be told at once: nobody here
    assert (Worker().run(until_idle=True), len(mail.outbox)) == (0, 2)
    assert ScheduledRun.objects.filter(day=tomorrow).count() == 2


def test_a_mail_server_that_is_away_in_the_morning(clock, settings):
    """What could not be mailed is tried again half an hour later; nobody gets the day twice, or after it is over."""
    place = publicity.office()
    publicity.work(place, state="submitted")
    settings.SAMRIT_SCHEDULES = {"publicity.digest": settings.SAMRIT_SCHEDULES["publicity.digest"]}
    clock(TODAY, 12)
    Worker().run(until_idle=True)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    tomorrow = TODAY + dt.timedelta(days=1)
    clock(tomorrow, 7)
    assert Worker().run(until_idle=True) == 1
    assert latest_job(f"publicity.digest:{tomorrow}").returned["failed"] == 2
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert Worker().run(until_idle=True) == 0
    clock(tomorrow, 8)
    assert Worker().run(until_idle=True) == 1
    assert sorted(message.to for message in mail.outbox) == sorted([[place.approver.email], [place.reviewer.email]])
    clock(tomorrow, 23)
    assert Worker().run(until_idle=True) == 0
