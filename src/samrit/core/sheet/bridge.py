"""What a definition tells the rubric engine beside the rubric itself."""

from __future__ import annotations

from samrit.core.rubric import Assumed, Bound, Context
from samrit.core.sheet.definition import Definition

_RUBRIC = "rubric."


def context_of(definition: Definition) -> Context:
    """Code, year and target to check facts and raise flags by, and the assumptions made about the rubric.

    The minimums of the duties are compared with the values named after the duty's kind (`media`, `story`, `activity`,
    …); a minimum that the facts give no value for is not judged. A rate ("per" quarter) is not compared:
    facts hold sums.
    """
    target = definition.target
    by_percent = any(row.field == "rubric.result" for row in definition.assumed)
    bound = None
    if target.value is not None and not by_percent:
        bound = Bound(target.value, target.operator or ">=")
    minimums = tuple(
        Bound(minimum.value, minimum.operator, duty.kind)
        for agency in definition.agencies
        for duty in agency.duties
        for minimum in duty.minimums
        if duty.kind != "other" and minimum.per is None
    )
    assumed = tuple(
        Assumed(row.field.removeprefix(_RUBRIC), row.choice, row.why)
        for row in definition.assumed
        if row.field.startswith(_RUBRIC)
    )
    return Context(
        key_result=definition.code,
        fiscal_year=definition.fiscal_year,
        target=bound,
        unit=None if by_percent else target.unit,
        kind=definition.method.kind,
        minimums=minimums,
        assumed=assumed,
    )
