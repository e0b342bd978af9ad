"""A report's way through its states: the change, the step that tells of it, and the audit entry, in one go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from samrit.people.models import User
from samrit.people.recording import record
from samrit.people.rights import Standing
from samrit.platform.locking import change
from samrit.results.models import Report, ReportStep

PAST = {
    "submit": "submitted",
    "withdraw": "withdrawn",
    "check": "checked",
    "verify": "verified",
    "acknowledge": "acknowledged",
}


@dataclass(frozen=True, slots=True)
class Doer:
    """Who does something, and in which standing."""

    user: User
    standing: Standing

    def record(self, action: str, report: Report, data: Mapping[str, Any]) -> None:
        """The audit entry of what was done to a report."""
        record(action, acting_user=self.user, standing=self.standing, subject=report.subject, data=data)


def add_step(
    report: Report,
    act: str,
    doer: Doer,
    *,
    from_state: str,
    reason: str = "",
    opens: Sequence[str] | None = None,
) -> None:
    """Writes down one step to the state in which the report now is."""
    ReportStep.objects.create(
        report=report,
        act=act,
        from_state=from_state,
        to_state=report.state,
        by=doer.user,
        role=doer.standing.role,
        on_behalf_of=doer.standing.on_behalf_of,
        reason=reason,
        opens=opens,
    )


def move(
    report: Report,
    act: str,
    doer: Doer,
    *,
    to: str,
    read_version: int,
    reason: str = "",
    data: Mapping[str, Any] | None = None,
) -> Report:
    """Brings a report into another state. Raises Stale where somebody else was quicker."""
    from_state: str = report.state
    change(report, read_version=read_version, state=to)
    add_step(report, act, doer, from_state=from_state, reason=reason)
    told = {"from": from_state, "to": to, "reason": reason, **(data or {})}
    doer.record(f"results.report.{PAST[act]}", report, told)
    return report
