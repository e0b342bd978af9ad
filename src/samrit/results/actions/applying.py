"""What follows from signing: targets, duties with their minimums, measures and periods, as the definition says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict

from django.utils import timezone

from samrit.core.sheet import Definition
from samrit.core.sheet.definition import AgencyLine, Target
from samrit.people.models import Agency, User
from samrit.platform import fitting
from samrit.platform.locking import change
from samrit.results.actions.periods import make_periods
from samrit.results.matching import match_lines, register
from samrit.results.measures import measures_of
from samrit.results.models import AgencyTarget, Duty, KeyResult, Measure, Minimum


def apply_definition(
    key_result: KeyResult, definition: Definition, *, set_by: User, on_behalf_of: User | None = None
) -> tuple[str, ...]:
    """Brings a key result in line with its signed definition. Gives the names that no agency of the register bears."""
    agencies = register()
    lines, unmatched = match_lines(definition, agencies, key_result.host)
    host = next((agency for line, agency in lines if line.role == "host"), None)
    _head(key_result, definition, host or agencies.find(definition.host or ""))
    if key_result.host is not None and not any(line.role == "host" for line, _ in lines):
        lines = [(AgencyLine(key_result.host.name_th, "host", target=definition.target), key_result.host), *lines]
    _targets(key_result, lines, set_by, on_behalf_of)
    _duties(key_result, lines)
    _measures(key_result, definition)
    make_periods(key_result)
    return unmatched


def _head(key_result: KeyResult, definition: Definition, host: Agency | None) -> None:
    name = fitting.cut_text(" ".join((definition.name or key_result.code).split()), 500)
    change(key_result, read_version=key_result.version, name=name, host=host or key_result.host)


# --- targets ---


def _targets(
    key_result: KeyResult, lines: Iterable[tuple[AgencyLine, Agency]], set_by: User, on_behalf_of: User | None
) -> None:
    """One target an agency; one that changes must be accepted anew; an agency that has gone keeps none."""
    wanted: dict[int, tuple[str, Target]] = {}
    for line, agency in lines:
        if agency.pk not in wanted or line.role == "host":
            wanted[agency.pk] = (line.role, line.target)
    standing = {row.agency_id: row for row in key_result.agency_targets.all()}
    for agency_id, (role, target) in wanted.items():
        row = standing.pop(agency_id, None) or AgencyTarget(key_result=key_result, agency_id=agency_id)
        set_target(row, role, target, set_by, on_behalf_of)
    gone = list(standing)
    reported = set(key_result.reports.filter(agency_id__in=gone).values_list("agency_id", flat=True))
    for agency_id in gone:
        if agency_id in reported:
            set_target(standing[agency_id], standing[agency_id].role, Target(), set_by, on_behalf_of)
        else:
            standing[agency_id].delete()


def set_target(row: AgencyTarget, role: str, target: Target, set_by: User, on_behalf_of: User | None) -> bool:
    """Saves a target where it differs, and gives whether it did. The host's own needs nobody's acceptance."""
    value = None if target.value is None else fitting.fitting_number("target.value", target.value)
    values = {
        "role": role,
        "value": value,
        "unit": fitting.cut_text(target.unit, 60),
        "operator": target.operator or ">=",
    }
    if row.pk is not None and all(getattr(row, name) == given for name, given in values.items()):
        return False
    for name, given in values.items():
        setattr(row, name, given)
    own = role == "host"
    row.set_by, row.set_on_behalf_of = set_by, on_behalf_of
    row.accepted_by, row.accepted_on_behalf_of = (set_by, on_behalf_of) if own else (None, None)
    row.accepted_at = timezone.now() if own else None
    row.save()
    return True


# --- duties ---


def _duties(key_result: KeyResult, lines: Iterable[tuple[AgencyLine, Agency]]) -> None:
    """The duties anew, each keeping the due date that people gave the one in its place."""
    kept = {(row.agency_id, row.place, row.kind): row.due_on for row in key_result.duties.all()}
    key_result.duties.all().delete()
    made: list[Duty] = []
    minimums: list[Minimum] = []
    places: dict[int, int] = {}
    for line, agency in lines:
        for duty in line.duties:
            place = places[agency.pk] = places.get(agency.pk, 0) + 1
            row = Duty(
                key_result=key_result,
                agency=agency,
                place=place,
                number=fitting.cut_text("" if duty.number is None else str(duty.number), 12),
                kind=duty.kind,
                text=duty.text,
                due_on=kept.get((agency.pk, place, duty.kind)),
            )
            made.append(row)
            minimums += [
                Minimum(
                    duty=row,
                    value=fitting.fitting_number("agencies", minimum.value),
                    unit=fitting.cut_text(minimum.unit, 60),
                    operator=minimum.operator,
                    per=fitting.cut_text(minimum.per, 30),
                )
                for minimum in duty.minimums
            ]
    Duty.objects.bulk_create(made)
    Minimum.objects.bulk_create(minimums)


# --- measures ---


def _measures(key_result: KeyResult, definition: Definition) -> None:
    """The measures that the definition asks for. What people set of one that stays, stays; unit and range follow."""
    standing: Mapping[str, Measure] = {row.name: row for row in key_result.measures.all()}
    for place, measure in enumerate(measures_of(definition)):
        values = asdict(measure) | {
            "place": place,
            "name": fitting.cut_text(measure.name, 60),
            "label": fitting.cut_text(measure.label, 300),
            "unit": fitting.cut_text(measure.unit, 60),
        }
        row = standing.get(values["name"])
        if row is None:
            Measure.objects.create(key_result=key_result, **values)
            continue
        for name in ("label", "unit", "place", "direction"):
            setattr(row, name, values[name])
        row.save()
