"""Which figures a signed definition asks for, and how their parts become a whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from samrit.core.counting import packaged_rule
from samrit.core.rubric import Composite, Levels, Rubric
from samrit.core.rubric.conditions import AllOf, AnyOf, Between, Compare, Condition, Not
from samrit.core.rubric.forms import Anchors
from samrit.core.rubric.formula import names_in
from samrit.core.sheet import Definition
from samrit.core.sheet.definition import DUTY_KINDS
from samrit.core.sheet.quantities import PERCENT
from samrit.results.enums import Across, Direction, MeasureKind

RESULT = "result"

_ACROSS = {
    "count": Across.SUM,
    "ratio": Across.RATIO,
    "survey": Across.RATIO,
    "rate": Across.AVERAGE,
    "mean": Across.AVERAGE,
    "time": Across.AVERAGE,
    "reduction": Across.AVERAGE,
    "formula": Across.NONE,
    "composite": Across.NONE,
    "judged": Across.NONE,
    "milestone": Across.NONE,
    "checklist": Across.NONE,
    "deliverable": Across.SUM,
}
_NEVER_NEGATIVE = frozenset({"count", "ratio", "rate", "mean", "time", "survey", "deliverable"})


@dataclass(frozen=True, slots=True)
class NewMeasure:
    """A figure as the definition declares it; people may set it differently afterwards."""

    name: str
    label: str
    unit: str
    kind: str
    across: str
    direction: str
    low: Decimal | None = None
    high: Decimal | None = None
    whole: bool = False
    counted: bool = False
    host_is_part: bool = True


def measures_of(definition: Definition) -> tuple[NewMeasure, ...]:
    """The main result first, then every variable and value that the rubric asks for and no work is counted for."""
    main = _main(definition)
    others = dict.fromkeys(name for name in _names(definition.rubric) if name != RESULT and name not in DUTY_KINDS)
    if _has_formula(definition.rubric):
        # The result is worked out by its formula: only the variables are typed.
        main = NewMeasure(**{**_fields(main), "counted": True, "kind": MeasureKind.VALUE, "across": Across.NONE})
    return (main, *(NewMeasure(name, name, "", MeasureKind.VALUE, Across.SUM, Direction.HIGHER) for name in others))


def _main(definition: Definition) -> NewMeasure:
    kind, unit = definition.method.kind or "", definition.target.unit or ""
    across = _ACROSS.get(kind, Across.SUM)
    return NewMeasure(
        RESULT,
        definition.name or RESULT,
        unit,
        MeasureKind.RATIO if across == Across.RATIO else MeasureKind.VALUE,
        across,
        _direction(definition.target.operator),
        low=Decimal(0) if kind in _NEVER_NEGATIVE or unit == PERCENT else None,
        high=Decimal(100) if unit == PERCENT and kind != "reduction" else None,
        whole=kind in {"count", "deliverable"} and unit != PERCENT,
        counted=is_counted(definition),
        host_is_part=_host_is_part(definition),
    )


def _fields(measure: NewMeasure) -> dict[str, object]:
    return {name: getattr(measure, name) for name in NewMeasure.__dataclass_fields__}


def _direction(operator: str | None) -> str:
    if operator in {"<=", "<"}:
        return Direction.LOWER
    return Direction.TARGET if operator == "==" else Direction.HIGHER


def is_counted(definition: Definition) -> bool:
    """Whether the result is counted from the work: a counting rule for this key result comes with the program."""
    code = definition.code or ""
    if not code.replace("-", "").isalnum():
        return False
    try:
        packaged_rule(f"kr-{code}-{definition.fiscal_year}-v1")
    except FileNotFoundError:
        return False
    return True


def _host_is_part(definition: Definition) -> bool:
    """Whether the host's own figure belongs to the sum: it does where it has no supporters, or adds up with them."""
    host = [row for row in definition.agencies if row.role == "host" and row.target.value is not None]
    others = [row for row in definition.agencies if row.role == "supporting" and row.target.value is not None]
    if not others or definition.target.value is None:
        return True
    together = sum(((row.target.value or Decimal(0)) * (row.count or 1) for row in (*host, *others)), Decimal(0))
    return together == definition.target.value


def _has_formula(rubric: Rubric | None) -> bool:
    return rubric is not None and any(row.name == RESULT and row.formula is not None for row in rubric.values)


def _names(rubric: Rubric | None) -> Iterator[str]:
    """The names of all values that somebody must give."""
    if rubric is None:
        return
    made = {row.name for row in rubric.values if row.formula is not None}
    for row in rubric.values:
        if row.formula is not None:
            yield from names_in(row.formula.tree)
    if isinstance(rubric, Levels):
        for level in rubric.levels:
            yield from (name for name in _compared(level.when) if name not in made)
    elif isinstance(rubric, Anchors):
        yield from () if rubric.of in made else (rubric.of,)
    elif isinstance(rubric, Composite):
        for part in rubric.parts:
            yield from (f"{part.name}.{name}" for name in _names(part.rubric))


def _compared(condition: Condition) -> Iterator[str]:
    match condition:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _compared(part)
        case Not(part):
            yield from _compared(part)
        case Compare(name, _, _) | Between(name, _, _, _):
            yield name
