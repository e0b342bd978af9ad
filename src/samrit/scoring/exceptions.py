"""What an executive must see first: off target, silent and overdue owners, assumptions that nobody has confirmed.

Sorted by what it is and by key result, never a ranking of people or of offices, and complaints are not counted at all.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils import timezone

from samrit.core.contract import Message, canonical
from samrit.core.rubric.words import MONTHS_EN, RULES, period_words
from samrit.core.thai import fiscal_year
from samrit.people.enums import Act, Role
from samrit.people.models import User
from samrit.people.rights import Forbidden, Rights
from samrit.results.achievement import achieved
from samrit.results.models import KeyResult
from samrit.results.parts import may_see
from samrit.results.queries import Overdue, overdue
from samrit.scoring.forecast import pace_of
from samrit.scoring.result import Result, score_key_results

_EXECUTIVES = {Role.APPROVER, Role.STRATEGY_OFFICE, Role.INSPECTOR}


def require_executive(rights: Rights) -> None:
    """Raises Forbidden for who is not among those for whom the exceptions are put together."""
    if not _EXECUTIVES & rights.roles:
        raise Forbidden(Act.ACKNOWLEDGE_REPORT)


class ExceptionKind(StrEnum):
    """In the order in which they are shown."""

    OFF_TARGET = "off_target"
    SILENT_OWNER = "silent_owner"
    OVERDUE = "overdue"
    ASSUMPTION_OPEN = "assumption_open"


@dataclass(frozen=True, slots=True)
class ExceptionRow:
    """One exception: of which key result, whose (agency, "" for the key result itself), since when, in a sentence."""

    kind: ExceptionKind
    key_result: KeyResult
    agency: str
    text: Message
    since: dt.date | None = None


def exceptions(
    user: User, as_of: dt.date | None = None, *, results: Iterable[Result] | None = None
) -> tuple[ExceptionRow, ...]:
    """The exceptions of all key results of the day's fiscal year that a person may see.

    `results` that are already there are not worked out again. Of the two lists that a page shows, results and
    exceptions, both come from the one function that scores.
    """
    day = as_of or timezone.localdate()
    found = list(score_key_results(key_results_of(user, day), day).values()) if results is None else list(results)
    rows = [row for result in found for row in (*_off_target(result), *_assumptions(result))]
    rows += _late({result.key_result.pk: result.key_result for result in found}, day)
    order = list(ExceptionKind)
    return tuple(sorted(rows, key=lambda row: (order.index(row.kind), row.key_result.key, row.agency)))


def key_results_of(user: User, on: dt.date) -> list[KeyResult]:
    """The key results of a day's fiscal year that a person may see."""
    rows = KeyResult.objects.filter(fiscal_year=fiscal_year(on)).select_related("host").order_by("code")
    rights = Rights(user)
    return [row for row in rows.prefetch_related("agency_targets") if may_see(rights, row)]


def _off_target(result: Result) -> Iterator[ExceptionRow]:
    pace = pace_of(result)
    unit = (result.definition.target.unit if result.definition else None) or ""
    if pace is not None and pace.behind > 0 and pace.due is not None:
        have, due = canonical(pace.have), canonical(pace.due)
        by_plan = pace.planned is not None
        text = Message(
            f"{have} of the {due} {unit} that {'the plan wants' if by_plan else 'are due'} by now",
            f"มี {have} จาก {due} {unit} ที่{'แผนกำหนดไว้' if by_plan else 'ควรแล้วเสร็จ'} ณ วันนี้",
        )
        yield ExceptionRow(ExceptionKind.OFF_TARGET, result.key_result, "", text)
    elif pace is None and result.definition is not None and result.definition.method.kind != "count":
        target, value = result.definition.target, result.facts.values.get("result")
        found = achieved(value, target.value, target.operator or ">=")
        if found is not None and not found.met and value is not None and target.value is not None:
            have, wanted = canonical(value), canonical(target.value)
            text = Message(f"{have} {unit}, the target is {wanted}", f"ผล {have} {unit} ค่าเป้าหมาย {wanted}")
            yield ExceptionRow(ExceptionKind.OFF_TARGET, result.key_result, "", text)


def _late(key_results: dict[int, KeyResult], day: dt.date) -> Iterator[ExceptionRow]:
    """One row an agency: with how many reports it is late, and the first day on which one was due."""
    grouped: dict[tuple[int, str, bool], list[Overdue]] = defaultdict(list)
    for row in overdue(key_results.values(), on=day) if key_results else ():
        grouped[row.key_result_id, row.agency, row.silent].append(row)
    for (key, agency, silent), rows in grouped.items():
        first = min(row.due_on for row in rows)
        names = [_period(row.period) for row in sorted(rows, key=lambda row: row.due_on)]
        en, th = ", ".join(name.en for name in names), ", ".join(name.th for name in names)
        yield ExceptionRow(
            ExceptionKind.SILENT_OWNER if silent else ExceptionKind.OVERDUE,
            key_results[key],
            agency,
            Message(f"nothing begun for {en}", f"ยังไม่เริ่มรายงานผลของ{th}")
            if silent
            else Message(f"not sent: {en}", f"ยังไม่ส่งรายงานผลของ{th}"),
            first,
        )


def _period(code: str) -> Message:
    """A period as a sentence names it; months by their names in English too."""
    said = period_words(code)
    return Message(MONTHS_EN[int(code[1:]) - 1], said.th) if code.startswith("M") else said


def _assumptions(result: Result) -> Iterator[ExceptionRow]:
    """What nobody has signed or confirmed: the definition itself, choices where the sheet is silent, lost ticks."""
    revision = result.revision
    if revision is None:
        text = Message("the definition has not been signed", "ยังไม่ได้ลงนามรายละเอียดตัวชี้วัด")
        yield ExceptionRow(ExceptionKind.ASSUMPTION_OPEN, result.key_result, "", text)
        return
    rules = [row.rule for row in result.score.assumed if f"rubric.{row.rule}" not in revision.confirmed]
    lost = [check.text for check in result.checks if check.required is None]
    if rules or lost:
        names = [RULES.get(rule.rpartition(".")[2], Message.same(rule)) for rule in rules]
        en, th = ", ".join(name.en for name in names), ", ".join(name.th for name in names)
        said = [Message(f"assumed: {en}", f"ใช้ค่าที่เอกสารไม่ได้ระบุ: {th}")] if rules else []
        said += [Message(f"not known: {text.en}", f"ยังไม่ทราบ: {text.th}") for text in lost]
        text = Message("; ".join(row.en for row in said), " ".join(row.th for row in said))
        yield ExceptionRow(ExceptionKind.ASSUMPTION_OPEN, result.key_result, "", text)
