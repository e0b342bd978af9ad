"""A person's due dates for a calendar program (iCalendar, RFC 5545), under a private address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from samrit.core.rubric.words import period_words
from samrit.exchange.models import CalendarLink
from samrit.exchange.tokens import new_secret, secret_hash
from samrit.people.enums import Act
from samrit.people.models import User
from samrit.people.recording import record
from samrit.people.rights import Forbidden, Rights, Scope
from samrit.publicity.models import Task
from samrit.results.models import AgencyTarget, Duty, Report

_AHEAD = dt.timedelta(days=400)
_LINE = 75
"""Octets of a line before it is folded."""


@dataclass(frozen=True, slots=True)
class Due:
    """Something that is due on a day, and its page."""

    uid: str
    day: dt.date
    words: str
    path: str


@transaction.atomic(durable=True)
def make_calendar_link(*, acting_user: User) -> str:
    """A new private address of one's own due dates, told this once; the one before leads nowhere from now on."""
    if not acting_user.is_active:
        raise Forbidden(Act.VIEW)
    secret = new_secret("cal_")
    CalendarLink.objects.update_or_create(
        user=acting_user, defaults={"hash": secret_hash(secret), "made_at": timezone.now(), "last_used_at": None}
    )
    record("exchange.calendar.made", subject=acting_user.audit_name, acting_user=acting_user, standing=None)
    return secret


@transaction.atomic(durable=True)
def end_calendar_link(*, acting_user: User) -> None:
    """The private address leads nowhere any more."""
    if CalendarLink.objects.filter(user=acting_user).delete()[0]:
        record("exchange.calendar.ended", subject=acting_user.audit_name, acting_user=acting_user, standing=None)


def owner_of(secret: str) -> User | None:
    """Whose address it is; None where it leads nowhere."""
    row = CalendarLink.objects.select_related("user").filter(hash=secret_hash(secret)).first()
    if row is None or not row.user.is_active:
        return None
    CalendarLink.objects.filter(pk=row.pk).update(last_used_at=timezone.now())
    return row.user


def due_dates(user: User) -> list[Due]:
    """What is due for a person in the year to come: reports of the person's agencies, tasks, duties. By day."""
    today, rights = timezone.localdate(), Rights(user)
    until = today + _AHEAD
    found = [*_reports(rights, today, until), *_duties(rights, today, until), *_tasks(user, until)]
    return sorted(found, key=lambda row: (row.day, row.uid))


def _reports(rights: Rights, today: dt.date, until: dt.date) -> Iterator[Due]:
    targets = AgencyTarget.objects.select_related("key_result", "agency").prefetch_related("key_result__periods")
    sent = set(
        Report.objects.exclude(state__in=("draft", "withdrawn", "returned")).values_list("period_id", "agency_id")
    )
    for row in targets:
        key_result = row.key_result
        if not rights.may(Act.EDIT_REPORT, Scope(row.agency_id, key_result.key)):
            continue
        for period in key_result.periods.all():
            open_still = not period.closed and (period.pk, row.agency_id) not in sent
            if open_still and today - _AHEAD <= period.due_on <= until:
                words = f"ครบกำหนดส่งรายงาน {key_result.code} {period_words(period.code).th} {row.agency.name_th}"
                path = f"/key-results/{key_result.key}/reports/"
                yield Due(f"period-{period.pk}-{row.agency_id}", period.due_on, words, path)


def _duties(rights: Rights, today: dt.date, until: dt.date) -> Iterator[Due]:
    for row in Duty.objects.filter(due_on__gte=today, due_on__lte=until).select_related("key_result"):
        if rights.may(Act.EDIT_WORK, Scope(row.agency_id, row.key_result.key)):
            words = f"ครบกำหนดบทบาทภารกิจข้อ {row.number} {row.text[:80]}"
            yield Due(f"duty-{row.pk}", row.due_on, words, f"/key-results/{row.key_result.key}/")


def _tasks(user: User, until: dt.date) -> Iterator[Due]:
    mine = Q(assignee=user) | Q(assignee=None, opened_by=user)
    for row in Task.objects.filter(mine, done_at=None, due_on__isnull=False, due_on__lte=until):
        yield Due(f"task-{row.pk}", row.due_on, row.note[:120] or row.get_code_display(), f"/tasks/{row.pk}/")


def as_calendar(rows: list[Due], *, base: str) -> bytes:
    """The due dates as one calendar; `base` is the address of this installation."""
    now = timezone.now().astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")
    host = base.partition("://")[2].rstrip("/")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Samrit//TH", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    for row in rows:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{row.uid}@{host}",
            f"DTSTAMP:{now}",
            f"DTSTART;VALUE=DATE:{row.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{row.day + dt.timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(row.words)}",
            f"URL:{base.rstrip('/')}{row.path}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _escaped(text: str) -> str:
    flat = " ".join(text.split())
    return flat.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> str:
    """A line of at most 75 octets; what follows begins with a blank. No sign is cut."""
    parts, part, size = [], "", 0
    for sign in line:
        wide = len(sign.encode())
        if size + wide > _LINE:
            parts.append(part)
            part, size = " ", 1
        part, size = part + sign, size + wide
    return "\r\n".join([*parts, part])
