"""What a definition leaves open, whatever file it came from: each null that matters is a question."""

from __future__ import annotations

from collections.abc import Iterator

from samrit.core.sheet.definition import Definition, Question

NO_CODE = "the sheet gives no code"
NO_NAME = "the sheet names no key result"
NO_HOST = "the sheet names no host"
UNDECIDED = "“{text}” says that this is not decided yet"
NO_TARGET = "the sheet gives no target"
NO_AGENCY_TARGET = "the sheet gives this agency no target"
NO_UNIT = "the sheet gives the target no unit"
NOT_A_YEAR = "“{text}” is not a year of the Buddhist era"
YEARS = "the head of the sheet names more than one year"
NO_METHOD = "the sheet gives no method"
NO_AGENCY = "the sheet lists no agency"
NO_RUBRIC = "the sheet prints no rubric"
MARK_LOST = "the mark of this option was lost"
MARKS_LOST = "the marks of this block were lost"
SOME_MARKS_LOST = "some marks of this block were lost"


def gaps(definition: Definition) -> tuple[Question, ...]:
    """A question for each field that a sheet must say and this one does not."""
    found = (*_of_the_head(definition), *_of_the_work(definition), *_of_the_ticks(definition))
    return tuple(Question(field, why) for field, why in found)


def _of_the_head(definition: Definition) -> Iterator[tuple[str, str]]:
    for field, value, why in (
        ("code", definition.code, NO_CODE),
        ("name", definition.name, NO_NAME),
        ("host", definition.host, NO_HOST),
    ):
        if value is None:
            yield field, why
    marks = definition.involvement
    given = {
        marks.single_agency,
        marks.supporting_agencies,
        marks.supporting_bureaus,
        marks.supporting_district_offices,
    }
    if None in given:
        yield "involvement", MARKS_LOST if given == {None} else SOME_MARKS_LOST


def _of_the_work(definition: Definition) -> Iterator[tuple[str, str]]:
    if definition.target.value is None:
        yield "target.value", NO_TARGET
    elif definition.target.unit is None:
        yield "target.unit", NO_UNIT
    if definition.method.text is None:
        yield "method", NO_METHOD
    if not definition.agencies:
        yield "agencies", NO_AGENCY
    for index, agency in enumerate(definition.agencies):
        if agency.target.value is None:
            yield f"agencies[{index}].target.value", NO_AGENCY_TARGET
    if definition.rubric is None:
        yield "rubric", NO_RUBRIC


def _of_the_ticks(definition: Definition) -> Iterator[tuple[str, str]]:
    blocks = {
        "references": definition.references,
        "reporting_channels": definition.reporting_channels,
        "evaluation_methods": definition.evaluation_methods,
    }
    for block, ticks in blocks.items():
        for index, tick in enumerate(ticks):
            if tick.ticked is None:
                yield f"{block}[{index}].ticked", MARK_LOST
