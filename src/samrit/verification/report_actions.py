"""Second and third pairs of eyes on a report: checked by the host, verified, acknowledged, or returned with a reason.

Whoever wrote a report never checks or verifies it, and whoever checked it does not verify it, in person or through a
deputy. Verifying freezes: what then must change is a new edition beside the old one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, OuterRef, Subquery

from samrit.core.contract import Message, Node, Refused
from samrit.core.rubric.words import period_words
from samrit.core.sheet import read_definition
from samrit.people.enums import Act, Role
from samrit.people.four_eyes import Eyes, OwnWork, eyes_of, may_judge
from samrit.people.models import User
from samrit.people.rights import Forbidden, Rights, Scope, Standing
from samrit.platform.fitting import fitting_text, required_reason
from samrit.platform.locking import Stale, change, hold
from samrit.platform.states import next_state
from samrit.publicity.enums import ReportCode
from samrit.publicity.notices import tell
from samrit.results.actions.reports import next_edition
from samrit.results.actions.steps import Doer, add_step, move
from samrit.results.enums import ACCEPTED, REPORT_NAMES, REPORT_TRANSITIONS, ReportState, RevisionState
from samrit.results.makers import MAKING
from samrit.results.models import Period, Report, ReportStep, Revision
from samrit.verification.required import CheckKind, is_required, required_checks

CHECKING = MAKING | {"check"}
FIELDS = ("narrative", "problems", "suggestions", "progress")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one report of several: None where it was done, else why not."""

    report: Report
    refused: Refused | None


@transaction.atomic(durable=True)
def check_report(*, acting_user: User, report: Report, remark: str = "", read_version: int | None = None) -> Report:
    """The host's reviewer has looked at a submitted report and finds it in order."""
    _hold_periods(report)
    judge = _Judge.of(acting_user)
    standing = judge.rights.require(Act.CHECK_REPORT, report.key_result.scope)
    return _forward(report, "check", judge, standing, MAKING, remark=remark, read_version=read_version)


@transaction.atomic(durable=True)
def verify_report(*, acting_user: User, report: Report, remark: str = "", read_version: int | None = None) -> Report:
    """Verifies a checked report, which freezes it. Where the sheet ticks the inspector, only an inspector may."""
    _hold_periods(report)
    return _verify(_Judge.of(acting_user), report, remark, read_version)


@transaction.atomic(durable=True)
def verify_reports(
    *, acting_user: User, reports: Iterable[tuple[Report, int]], remark: str = ""
) -> tuple[Outcome, ...]:
    """Verifies several reports, each in the version that was read, by the very rules of one.

    Those that may not be verified stay, each with the reason.
    """
    judge, chosen = _Judge.of(acting_user), tuple(reports)
    _hold_periods(*(report for report, _read in chosen))
    return tuple(_outcome(judge, report, remark, read_version) for report, read_version in chosen)


@transaction.atomic(durable=True)
def acknowledge_report(
    *, acting_user: User, report: Report, remark: str = "", read_version: int | None = None
) -> Report:
    """An executive takes note of a verified report."""
    _hold_periods(report)
    judge = _Judge.of(acting_user)
    standing = judge.rights.require(Act.ACKNOWLEDGE_REPORT, report.key_result.scope)
    known = _forward(report, "acknowledge", judge, standing, MAKING, remark=remark, read_version=read_version)
    _tell_writers(known, ReportCode.ACKNOWLEDGED, by=acting_user)
    return known


@transaction.atomic(durable=True)
def return_report(
    *,
    acting_user: User,
    report: Report,
    reason: str,
    opens: Sequence[str] | None = None,
    read_version: int | None = None,
) -> Report:
    """Sends a report back with a reason and opens what is named in `opens` (None: all of it).

    What was accepted stays as it is: its next edition is opened instead, and given back.
    """
    _hold_periods(report)
    judge = _Judge.of(acting_user)
    doer = Doer(acting_user, _standing_to_return(judge.rights, report))
    reason = required_reason(reason)
    opened = _checked_opens(report, opens)
    seen = _look(report, judge.eyes, MAKING)
    state = next_state(REPORT_TRANSITIONS, seen.state, "return", names=REPORT_NAMES)
    read = _version(report, seen, read_version)
    if seen.state in ACCEPTED:
        returned = next_edition(report, state, entered_by=report.entered_by, on_behalf_of=report.on_behalf_of)
    else:
        change(report, read_version=read, state=state)
        returned = report
    add_step(returned, "return", doer, from_state=seen.state, reason=reason, opens=opened)
    told = {"from": seen.state, "reason": reason, "opens": opened, "edition": returned.edition}
    doer.record("results.report.returned", returned, told)
    _tell_writers(returned, ReportCode.RETURNED, note=reason, by=acting_user)
    return returned


def _tell_writers(report: Report, code: ReportCode, *, by: User, note: str = "") -> None:
    """A notice to who wrote the report or sent it in, in person or through a deputy."""
    steps = ReportStep.objects.filter(report__key_result=report.key_result_id, report__agency=report.agency_id)
    acts = steps.filter(report__period=report.period_id, act__in=MAKING).values_list("by", "on_behalf_of")
    known = {one for row in acts for one in row} | {report.entered_by_id, report.on_behalf_of_id}
    people = User.objects.filter(pk__in=known - {None}, is_active=True)
    title = f"{report.key_result.code} {period_words(report.period.code).th}"
    tell(people, code, subject=report.subject, key_result=report.key_result, title=title, note=note, by=by)


# --- what they share ---


def _hold_periods(*reports: Report) -> None:
    """Whoever closes one of these periods at this moment is waited for, or waits for us.

    All at once and before the first audit entry: who closes holds the period while waiting for the audit chain.
    """
    hold(*(Period(pk=pk) for pk in {report.period_id for report in reports}))


@dataclass(frozen=True, slots=True)
class _Judge:
    """Who judges: the rights, and with whose eyes. Read once, however many reports are judged."""

    user: User
    rights: Rights
    eyes: Eyes

    @classmethod
    def of(cls, user: User) -> _Judge:
        return cls(user, Rights(user), eyes_of(user))


@dataclass(frozen=True, slots=True)
class _Seen:
    """A report as it is now, and what its sheet asks for."""

    state: str
    version: int
    inspector: bool


def _verify(judge: _Judge, report: Report, remark: str, read_version: int | None = None) -> Report:
    own_agency = Scope(report.agency_id, report.key_result.key)
    standing = judge.rights.require_one((Act.VERIFY_REPORT,), report.key_result.scope, own_agency)
    return _forward(report, "verify", judge, standing, CHECKING, remark=remark, read_version=read_version)


def _outcome(judge: _Judge, report: Report, remark: str, read_version: int) -> Outcome:
    try:
        with transaction.atomic():
            _verify(judge, report, remark, read_version)
    except Refused as refused:
        return Outcome(report, refused)
    return Outcome(report, None)


def _forward(
    report: Report,
    act: str,
    judge: _Judge,
    standing: Standing,
    own_acts: frozenset[str],
    *,
    remark: str,
    read_version: int | None,
) -> Report:
    seen = _look(report, judge.eyes, own_acts)
    if act == "verify" and seen.inspector and standing.role != Role.INSPECTOR:
        raise InspectorOnly
    state = next_state(REPORT_TRANSITIONS, seen.state, act, names=REPORT_NAMES)
    read = _version(report, seen, read_version)
    doer = Doer(judge.user, standing)
    return move(report, act, doer, to=state, read_version=read, reason=fitting_text("remark", remark))


class InspectorOnly(Forbidden):
    """The sheet asks for an inspector."""

    def __init__(self) -> None:
        Refused.__init__(
            self,
            "",
            Message("the sheet asks for an inspector to verify this", "แบบกำหนดให้ผู้ตรวจราชการเป็นผู้รับรอง"),
            Message("leave it to the inspector", "โปรดให้ผู้ตรวจราชการดำเนินการ"),
        )
        self.act = Act.VERIFY_REPORT


def _look(report: Report, eyes: Eyes, own_acts: frozenset[str]) -> _Seen:
    """The report as it is now. Raises OwnWork where it is one's own.

    Who wrote an earlier edition wrote this one, too. One query: reports are accepted by the thousand.
    """
    ticks = Revision.objects.filter(key_result=OuterRef("key_result"), state=RevisionState.SIGNED)
    rows = (
        Report.objects.filter(key_result=report.key_result_id, agency=report.agency_id, period=report.period_id)
        .annotate(
            closed=F("period__closed"),
            ticks=Subquery(ticks.values("definition__evaluation_methods")[:1]),
        )
        .values_list("pk", "state", "version", "closed", "ticks", "steps__act", "steps__by", "steps__on_behalf_of")
        .order_by()
    )
    seen = None
    for pk, state, version, closed, ticks_of, act, *people in rows:
        own = act in MAKING or (pk == report.pk and act in own_acts)
        if own and not may_judge(eyes, people):
            raise OwnWork
        if pk == report.pk and seen is None:
            _require_open(closed=closed)
            seen = _Seen(state, version, _asks_inspector(ticks_of))
    if seen is None:
        raise Report.DoesNotExist
    return seen


def _require_open(*, closed: bool) -> None:
    if closed:
        raise Refused(
            "period",
            Message("this period is closed", "งวดนี้ปิดแล้ว"),
            Message("have it opened again", "โปรดขอเปิดงวดอีกครั้ง"),
        )


def _asks_inspector(ticks: object) -> bool:
    document = {"schema": "samrit/key-result/1", "evaluation_methods": ticks or []}
    return is_required(required_checks(read_definition(Node(document, ""))), CheckKind.INSPECTOR)


def _version(report: Report, seen: _Seen, read_version: int | None) -> int:
    """The version that was read: whoever looked at an older one is shown what it is now."""
    read = report.version if read_version is None else read_version
    if read != seen.version:
        raise Stale(Report.objects.get(pk=report.pk))
    return read


_RETURNING = {
    ReportState.SUBMITTED: (Act.CHECK_REPORT, Act.VERIFY_REPORT),
    ReportState.CHECKED: (Act.VERIFY_REPORT, Act.CHECK_REPORT),
    ReportState.VERIFIED: (Act.ACKNOWLEDGE_REPORT, Act.VERIFY_REPORT),
    ReportState.ACKNOWLEDGED: (Act.ACKNOWLEDGE_REPORT, Act.VERIFY_REPORT),
}


def may_return(report: Report) -> tuple[Act, ...]:
    """The rights of which one lets a person return a report in its state: in the host's scope."""
    return _RETURNING.get(ReportState(report.state), (Act.CHECK_REPORT, Act.VERIFY_REPORT, Act.ACKNOWLEDGE_REPORT))


def _standing_to_return(rights: Rights, report: Report) -> Standing:
    """Whoever is next to judge a report may return it; so may those who judge it after or have judged it before."""
    acts = _RETURNING.get(ReportState(report.state), (Act.CHECK_REPORT, Act.VERIFY_REPORT, Act.ACKNOWLEDGE_REPORT))
    return rights.require_one(acts, report.key_result.scope)


def _checked_opens(report: Report, opens: Sequence[str] | None) -> list[str] | None:
    """The fields that a return names, each once."""
    if not opens:
        return None
    known = {*FIELDS, *(f"values.{name}" for name in report.key_result.measures.values_list("name", flat=True))}
    for name in opens:
        if name not in known:
            raise Refused(
                "opens",
                Message(f"a report has no field “{name}”", f"รายงานไม่มีช่อง “{name}”"),
                Message("choose from the fields of the report", "โปรดเลือกจากช่องของรายงาน"),
            )
    return list(dict.fromkeys(opens))
