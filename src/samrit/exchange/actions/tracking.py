"""What the form of Policy Tracking asks beside the sheet: its own ids, the kind, the project's reason."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from samrit.core.contract import Message, Refused
from samrit.core.thai import clean_line
from samrit.exchange.enums import IndicatorKind, IndicatorLevel
from samrit.exchange.models import TrackingEntry
from samrit.people.enums import Act
from samrit.people.models import User
from samrit.people.recording import record
from samrit.people.rights import Rights
from samrit.platform.fitting import MAX_TEXT, fitting_text
from samrit.platform.locking import change
from samrit.results.models import KeyResult

TRACKED = (
    "indicator_id",
    "kind",
    "level",
    "nature",
    "goal",
    "project_id",
    "project_name",
    "policy_id",
    "branch_id",
    "rationale",
)
"""The fields of the form that are entered here, in its order."""


@transaction.atomic(durable=True)
def enter_tracking(  # noqa: PLR0913 -- the form has that many fields
    key_result: KeyResult,
    *,
    indicator_id: str = "",
    kind: str = "",
    level: str = "",
    nature: str = "",
    goal: str = "",
    project_id: str = "",
    project_name: str = "",
    policy_id: str = "",
    branch_id: str = "",
    rationale: str = "",
    acting_user: User,
    read_version: int | None = None,
) -> KeyResult:
    """Sets what Policy Tracking's form asks beside the sheet; every package holds it from now on. Empty: not known."""
    standing = Rights(acting_user).require(Act.EDIT_REPORT, key_result.scope)
    typed = {
        "indicator_id": indicator_id,
        "kind": _known("kind", kind, IndicatorKind.values),
        "level": _known("level", level, IndicatorLevel.values),
        "nature": nature,
        "goal": goal,
        "project_id": project_id,
        "project_name": project_name,
        "policy_id": policy_id,
        "branch_id": branch_id,
    }
    now = {name: fitting_text(name, clean_line(text), _longest(name)) for name, text in typed.items()}
    now["rationale"] = fitting_text("rationale", rationale)
    was = tracking_of(key_result)
    changed = [name for name in TRACKED if now[name] != was[name]]
    if not changed:
        return key_result
    version = key_result.version if read_version is None else read_version
    change(key_result, read_version=version)
    TrackingEntry.objects.update_or_create(key_result=key_result, defaults=now)
    record(
        "exchange.tracking.entered",
        subject=key_result.subject,
        acting_user=acting_user,
        standing=standing,
        data={"was": {name: was[name] for name in changed}, "now": {name: now[name] for name in changed}},
    )
    return key_result


def tracking_of(key_result: KeyResult) -> dict[str, str]:
    """What was entered, field by field; empty where nothing was. 1 query."""
    row = TrackingEntry.objects.filter(key_result=key_result).values(*TRACKED).first()
    return row or dict.fromkeys(TRACKED, "")


def _longest(name: str) -> int:
    field: Any = TrackingEntry._meta.get_field(name)  # noqa: SLF001 -- Django's documented name
    return field.max_length or MAX_TEXT


def _known(path: str, value: str, choices: list[str]) -> str:
    if value and value not in choices:
        raise Refused(
            path,
            Message(f"{value!r} is none of the form's choices", f"แบบไม่มีตัวเลือก {value!r}"),
            Message(f"choose from {', '.join(choices)}, or leave it empty", "โปรดเลือกจากรายการ หรือเว้นว่างไว้"),
        )
    return value
