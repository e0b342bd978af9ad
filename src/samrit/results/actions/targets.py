"""What the host decides for a year: the chosen districts, each agency's target, how figures are measured, due dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from samrit.core.contract import Message, Refused
from samrit.core.sheet.definition import OPERATORS, Target
from samrit.districts.models import CreativeDistrict
from samrit.people.enums import Act, Role
from samrit.people.four_eyes import require_another
from samrit.people.models import Agency, User
from samrit.people.recording import record
from samrit.people.rights import Forbidden, Rights, Scope, Standing
from samrit.platform.fitting import fitting_text, required_reason, typed_number
from samrit.platform.locking import Stale, change, require_stand, stand_of
from samrit.results.actions.applying import set_target
from samrit.results.documents import definition_of
from samrit.results.enums import DISTRICT_UNIT, Across, Direction, MeasureKind, OverTime, RevisionState
from samrit.results.models import AgencyTarget, ChosenDistrict, Duty, KeyResult, Measure, Revision


def _standing(acting_user: User, key_result: KeyResult) -> Standing:
    return Rights(acting_user).require(Act.SET_TARGETS, key_result.scope)


# --- districts ---


@transaction.atomic(durable=True)
def choose_districts(
    *,
    acting_user: User,
    key_result: KeyResult,
    districts: Sequence[CreativeDistrict],
    reason: str = "",
    read_version: int | None = None,
) -> KeyResult:
    """Chooses the creative districts that a key result is about, in their order.

    More than the sheet's target counts, or taking one away that was chosen, needs a reason.
    """
    standing = _standing(acting_user, key_result)
    wanted = [district.pk for district in districts]
    if len(set(wanted)) != len(wanted):
        raise Refused(
            "districts",
            Message("a district is chosen twice", "เลือกย่านซ้ำ"),
            Message("choose each district once", "โปรดเลือกแต่ละย่านเพียงครั้งเดียว"),
        )
    was = list(key_result.chosen_districts.values_list("district_id", flat=True))
    asked = target_count(key_result)
    reason = fitting_text("reason", reason)
    if asked is not None and len(wanted) > asked and not reason:
        raise Refused(
            "districts",
            Message(
                f"{len(wanted)} districts are more than the target of {asked}",
                f"เลือก {len(wanted)} ย่าน เกินค่าเป้าหมาย {asked} ย่าน",
            ),
            Message("choose fewer, or give a reason", "โปรดเลือกให้น้อยลงหรือระบุเหตุผล"),
        )
    if set(was) - set(wanted) and not reason:
        raise Refused(
            "reason",
            Message("a chosen district is taken away, which needs a reason", "มีย่านที่เลือกไว้ถูกนำออก จึงต้องระบุเหตุผล"),
            Message("say why", "โปรดระบุเหตุผล"),
        )
    change(key_result, read_version=key_result.version if read_version is None else read_version)
    key_result.chosen_districts.exclude(district_id__in=wanted).delete()
    for place, district_id in enumerate(wanted, start=1):
        ChosenDistrict.objects.update_or_create(
            key_result=key_result, district_id=district_id, defaults={"place": place}
        )
    record(
        "results.key_result.districts_chosen",
        acting_user=acting_user,
        standing=standing,
        subject=key_result.subject,
        data={"was": was, "now": wanted, "reason": reason},
    )
    return key_result


def target_count(key_result: KeyResult) -> int | None:
    """How many districts the definition asks for; None where it counts something else."""
    standing = Revision.objects.filter(key_result=key_result).exclude(state=RevisionState.REPLACED)
    revision = standing.filter(state=RevisionState.SIGNED).first() or standing.order_by("-number").first()
    target = None if revision is None else definition_of(revision).target
    if target is None or target.unit != DISTRICT_UNIT or target.value is None:
        return None
    return int(target.value)


# --- agencies' targets ---


def stand_of_targets(rows: Iterable[AgencyTarget]) -> int:
    """A number for what stands in all targets of a key result: the version of the form that sets one of them."""
    return sum(stand_of(row, ("agency", "value", "unit", "operator")) for row in rows) % 999_999_999 + 1


@transaction.atomic(durable=True)
def set_agency_target(
    *,
    acting_user: User,
    key_result: KeyResult,
    agency: Agency,
    value: Decimal | str | None,
    unit: str = "",
    operator: str = ">=",
    reason: str = "",
    read_version: int | None = None,
) -> AgencyTarget:
    """Sets a supporting agency's target. A change needs a reason, and the agency must accept it anew.

    `read_version`: `stand_of_targets` when the form was filled in. Raises Stale where this target is another since.
    """
    standing = _standing(acting_user, key_result)
    if operator not in OPERATORS:
        raise Refused(
            "operator",
            Message("this comparison does not exist", "ไม่มีเครื่องหมายเปรียบเทียบนี้"),
            Message(f"choose from {' '.join(OPERATORS)}", f"เลือกจาก {' '.join(OPERATORS)}"),
        )
    rows = list(
        AgencyTarget.objects.select_for_update(of=("self",)).filter(key_result=key_result).select_related("agency")
    )
    row = next((row for row in rows if row.agency_id == agency.pk), None)
    if row is not None and read_version not in {None, stand_of_targets(rows)}:
        row.version = stand_of_targets(rows)
        raise Stale(row)
    was = None if row is None else {"value": row.value, "unit": row.unit, "operator": row.operator}
    if row is not None:
        reason = required_reason(reason)
    row = row or AgencyTarget(key_result=key_result, agency=agency, role="supporting")
    target = Target(typed_number("value", value), fitting_text("unit", unit, 60) or None, operator)
    if set_target(row, row.role, target, acting_user, standing.on_behalf_of):
        record(
            "results.target.set",
            acting_user=acting_user,
            standing=standing,
            subject=key_result.subject,
            data={
                "agency": agency.code,
                "was": was,
                "now": {"value": row.value, "unit": row.unit, "operator": row.operator},
                "reason": reason,
            },
        )
    return row


@transaction.atomic(durable=True)
def accept_target(*, acting_user: User, target: AgencyTarget) -> AgencyTarget:
    """The supporting agency takes on the target that the host has set."""
    key_result = target.key_result
    standing = Rights(acting_user).require(Act.SET_TARGETS, Scope(target.agency_id, key_result.key))
    if standing.role != Role.OWNER:
        raise Forbidden(Act.SET_TARGETS)
    require_another(acting_user, (target.set_by_id, target.set_on_behalf_of_id))
    accepted = {
        "accepted_by": acting_user,
        "accepted_on_behalf_of": standing.on_behalf_of,
        "accepted_at": timezone.now(),
    }
    # The value is asked for, too: nobody accepts another target than the one that was shown.
    shown = {"value": target.value, "unit": target.unit, "operator": target.operator}
    if not AgencyTarget.objects.filter(pk=target.pk, accepted_at=None, **shown).update(**accepted):
        raise Refused(
            "target",
            Message("this target was accepted already, or has changed", "ค่าเป้าหมายนี้รับแล้วหรือมีการเปลี่ยนแปลง"),
            Message("look at it again", "โปรดตรวจดูอีกครั้ง"),
        )
    for name, value in accepted.items():
        setattr(target, name, value)
    record(
        "results.target.accepted",
        acting_user=acting_user,
        standing=standing,
        subject=key_result.subject,
        data={"agency": target.agency.code, **shown},
    )
    return target


# --- duties and measures ---

DUTY_SET = ("due_on",)
MEASURE_SET = ("kind", "across", "over_time", "direction", "low", "high", "whole", "counted", "host_is_part")
"""What the forms of each set; `locking.stand_of` these is the version that a form was filled in from."""


@transaction.atomic(durable=True)
def set_duty_due(*, acting_user: User, duty: Duty, due_on: dt.date | None, read_version: int | None = None) -> Duty:
    """Gives a duty of the work plan its due date. Raises Stale where another has set it since it was read."""
    key_result = duty.key_result
    standing = _standing(acting_user, key_result)
    duty = Duty.objects.select_for_update().get(pk=duty.pk)
    require_stand(duty, DUTY_SET, read_version)
    was, duty.due_on = duty.due_on, due_on
    duty.save(update_fields=["due_on"])
    record(
        "results.duty.due_set",
        acting_user=acting_user,
        standing=standing,
        subject=key_result.subject,
        data={"duty": duty.number or str(duty.place), "was": was, "now": due_on},
    )
    return duty


_MEASURE_CHOICES: dict[str, Sequence[str]] = {
    "kind": MeasureKind.values,
    "across": Across.values,
    "over_time": OverTime.values,
    "direction": Direction.values,
}
_MEASURE_FLAGS = ("whole", "counted", "host_is_part")


@transaction.atomic(durable=True)
def set_measure(
    *, acting_user: User, measure: Measure, reason: str, read_version: int | None = None, **settings: Any
) -> Measure:
    """Changes how a figure is typed, bounded and rolled up: `kind`, `across`, `over_time`, `direction`, `low`, `high`,
    `whole`, `counted`, `host_is_part`, with a reason. Raises Stale where another has changed it since it was read.
    """
    key_result = measure.key_result
    standing = _standing(acting_user, key_result)
    reason = required_reason(reason)
    measure = Measure.objects.select_for_update().get(pk=measure.pk)
    require_stand(measure, MEASURE_SET, read_version)
    was = {name: getattr(measure, name) for name in settings if hasattr(measure, name)}
    for name, value in settings.items():
        setattr(measure, name, _measure_setting(name, value))
    if (measure.kind == MeasureKind.RATIO) != (measure.across == Across.RATIO):
        raise Refused(
            "across",
            Message("a ratio is rolled up as a ratio, and nothing else is", "สัดส่วนต้องรวมแบบสัดส่วนเท่านั้น"),
            Message("choose both together", "โปรดเลือกให้ตรงกัน"),
        )
    if measure.low is not None and measure.high is not None and measure.low >= measure.high:
        raise Refused(
            "high",
            Message("the range is empty", "ช่วงค่าไม่ถูกต้อง"),
            Message("the highest must be above the lowest", "ค่าสูงสุดต้องมากกว่าค่าต่ำสุด"),
        )
    measure.save()
    record(
        "results.measure.set",
        acting_user=acting_user,
        standing=standing,
        subject=key_result.subject,
        data={
            "measure": measure.name,
            "was": was,
            "now": {name: getattr(measure, name) for name in settings},
            "reason": reason,
        },
    )
    return measure


def _measure_setting(name: str, value: Any) -> Any:
    if name in _MEASURE_FLAGS and isinstance(value, bool):
        return value
    if name in {"low", "high"}:
        return typed_number(name, value)
    if name in _MEASURE_CHOICES and value in _MEASURE_CHOICES[name]:
        return value
    raise Refused(
        name,
        Message("a measure has no such setting", "ตัวชี้วัดไม่มีการตั้งค่านี้"),
        Message("choose one of the choices shown", "โปรดเลือกจากตัวเลือกที่แสดง"),
    )
