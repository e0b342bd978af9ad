"""Reminders by the calendar: reports that are due or overdue, consents that end, storytellers to review.

Each person is reminded of the same thing once a week, however often this runs.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Min

from samrit.evidence.models import Consent
from samrit.people.enums import Act
from samrit.people.models import Agency, User
from samrit.people.rights import Scope, people_who_may
from samrit.publicity.enums import ReminderCode
from samrit.publicity.models import Notification, Storyteller
from samrit.publicity.notices import tell
from samrit.publicity.queries.narrative import report_text
from samrit.results.models import KeyResult, Period
from samrit.results.queries import Overdue, due_soon, overdue

REPORTS_AHEAD = 10
"""Days before the due day of a report."""
CONSENTS_AHEAD = dt.timedelta(days=30)
REVIEWS_AHEAD = dt.timedelta(days=14)
AGAIN = dt.timedelta(days=7)
"""After how long the same reminder is given once more."""
_LONGEST = 600


@dataclass(frozen=True, slots=True)
class Reminder:
    """What is said about a day, to whom."""

    code: ReminderCode
    subject: str
    key_result: KeyResult
    day: dt.date
    title: str
    note: str
    people: list[User]


def remind(day: dt.date) -> int:
    """Reminds everybody whom a day concerns, and gives the number of notices."""
    told = _told_since(day - AGAIN)
    return sum(_tell(reminder, told[reminder.code, reminder.subject]) for reminder in _reminders(day))


@transaction.atomic
def _tell(reminder: Reminder, had_it: set[int]) -> int:
    people = [user for user in reminder.people if user.pk not in had_it]
    note = f"{reminder.day.isoformat()} {reminder.note}"
    tell(
        people,
        reminder.code,
        subject=reminder.subject,
        key_result=reminder.key_result,
        title=reminder.title,
        note=note,
    )
    return len(people)


def _told_since(day: dt.date) -> defaultdict[tuple[str, str], set[int]]:
    """Who has been reminded of what after a day."""
    found: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    rows = Notification.objects.filter(code__in=list(ReminderCode), at__date__gt=day)
    for code, subject, user in rows.values_list("code", "subject", "user"):
        found[code, subject].add(user)
    return found


def _reminders(day: dt.date) -> Iterator[Reminder]:
    yield from _reports(ReminderCode.REPORT_DUE, due_soon(on=day, within=REPORTS_AHEAD), day)
    yield from _reports(ReminderCode.REPORT_OVERDUE, overdue(on=day), day)
    yield from _consents(day)
    yield from _reviews(day)


def _reports(code: ReminderCode, rows: Iterable[Overdue], day: dt.date) -> Iterator[Reminder]:
    """One for each agency that has a report to send, with what the work itself says of the period."""
    rows = list(rows)
    key_results = KeyResult.objects.in_bulk({row.key_result_id for row in rows})
    periods = Period.objects.in_bulk({row.period_id for row in rows})
    agencies = Agency.objects.in_bulk({row.agency_id for row in rows})
    for row in rows:
        key_result, agency = key_results[row.key_result_id], agencies[row.agency_id]
        yield Reminder(
            code,
            f"period:{row.key}:{row.period}:{agency.code}",
            key_result,
            row.due_on,
            f"{row.key} {row.period} ({row.agency})",
            _in_short(report_text(key_result, periods[row.period_id], agency)),
            people_who_may(Act.EDIT_REPORT, Scope(row.agency_id, row.key), day),
        )


def _in_short(text: str) -> str:
    """As much of the drafted report as a notice holds; all of it stands on the report's page."""
    joined = " · ".join(line.removeprefix("- ") for line in text.split("\n") if line)
    return joined if len(joined) <= _LONGEST else f"{joined[:_LONGEST].rstrip()}…"


def _consents(day: dt.date) -> Iterator[Reminder]:
    ending = Consent.objects.filter(withdrawn_at=None, valid_to__range=(day, day + CONSENTS_AHEAD)).exclude(
        key_result=""
    )
    rows = ending.values("key_result").annotate(number=Count("pk"), first=Min("valid_to")).order_by("key_result")
    key_results = {row.key: row for row in KeyResult.objects.all()}
    for row in rows:
        if row["key_result"] in key_results:  # others were recorded before consents named their key result
            key_result = key_results[row["key_result"]]
            yield _network(ReminderCode.CONSENTS_ENDING, key_result, row["first"], row["number"], day)


def _reviews(day: dt.date) -> Iterator[Reminder]:
    due = Storyteller.objects.filter(left_on=None, review_on__lte=day + REVIEWS_AHEAD)
    rows = list(due.values("key_result").annotate(number=Count("pk"), first=Min("review_on")).order_by("key_result"))
    key_results = KeyResult.objects.in_bulk({row["key_result"] for row in rows})
    for row in rows:
        key_result = key_results[row["key_result"]]
        yield _network(ReminderCode.REVIEWS_DUE, key_result, row["first"], row["number"], day)


def _network(code: ReminderCode, key_result: KeyResult, first: dt.date, number: int, day: dt.date) -> Reminder:
    """No names: a notice stays when a consent is withdrawn."""
    keepers = people_who_may(Act.EDIT_STORYTELLERS, key_result.scope, day)
    return Reminder(code, key_result.subject, key_result, first, key_result.key, str(number), keepers)
