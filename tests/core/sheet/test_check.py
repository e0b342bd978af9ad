"""Faults: what a sheet says that does not hold together."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from samrit.core.contract import load_json
from samrit.core.rubric import read_rubric
from samrit.core.sheet import check_sheet
from samrit.core.sheet.definition import AgencyLine, Definition, Duty, Method, Minimum, Target

PLACES = Target(Decimal(10), "แห่ง", ">=")
COUNTED = Definition(target=PLACES, method=Method("นับจำนวน", "count"))


def agency(role: str, value: int, count: int | None = None, unit: str = "แห่ง") -> AgencyLine:
    return AgencyLine("สำนักอนามัย", role, count, Target(Decimal(value), unit, ">="))


def levels(*rows: str) -> bytes:
    return f'{{"schema": "samrit/rubric/1", "form": "levels", "levels": [{", ".join(rows)}]}}'.encode()


def level(score: str, than: str, text: str = "", percent: str | None = None) -> str:
    shown = f'"percent": "{percent}", ' if percent else ""
    words = f'"text": "{text}", ' if text else ""
    return f'{{"score": "{score}", {shown}{words}"when": {{"value": "result", "op": ">=", "than": "{than}"}}}}'


def paths(definition: Definition) -> list[str]:
    return [fault.path for fault in check_sheet(definition)]


def test_a_sound_sheet_has_no_faults():
    """The host bears the whole target, the rubric falls in even steps."""
    rubric = read_rubric(load_json(levels(level("5", "10", percent="100"), level("4", "8", percent="80"))))
    assert paths(replace(COUNTED, agencies=(agency("host", 10),), rubric=rubric)) == []


@pytest.mark.parametrize(("value", "faulty"), [("100", False), ("100.01", True), ("170", True)])
def test_a_percentage_above_100(value, faulty):
    """A target in ร้อยละ cannot be more than 100."""
    assert paths(Definition(target=Target(Decimal(value), "ร้อยละ", ">="))) == (["target.value"] if faulty else [])


def test_a_minimum_above_100_percent():
    """So is a duty's minimum."""
    duty = Duty(1, "…", "awareness", (Minimum(Decimal(120), "ร้อยละ", ">="),))
    assert paths(Definition(agencies=(replace(agency("host", 10), duties=(duty,)),))) == [
        "agencies[0].duties[0].minimums[0].value"
    ]


def test_the_host_against_the_total():
    """A host that promises another number than the sheet, with nobody to make up the rest."""
    assert paths(replace(COUNTED, agencies=(agency("host", 8),))) == ["agencies[0].target.value"]


@pytest.mark.parametrize(
    ("agencies", "faulty"),
    [
        ((agency("host", 10), agency("supporting", 10)), False),  # the supporting office bears it all
        ((agency("host", 4), agency("supporting", 6)), False),  # together they make it up
        ((agency("host", 10), agency("supporting", 3), agency("supporting", 7)), False),
        ((agency("host", 10), agency("supporting", 1, count=10)), False),  # ten offices, one each
        ((agency("host", 10), agency("supporting", 3), agency("supporting", 4)), True),
        ((agency("host", 10), agency("supporting", 1, count=50)), True),
        ((agency("host", 10), agency("supporting", 3, unit="คน")), False),  # another unit is not a part
    ],
)
def test_parts_against_the_total(agencies, faulty):
    """What the agencies promise makes up the total, alone or with the host."""
    assert paths(replace(COUNTED, agencies=agencies)) == (["agencies"] if faulty else [])


def test_bands_that_overlap_or_leave_a_hole_as_printed():
    """The rubric keeps one bound of a band; the faults look at the bands as the texts print them."""
    percent = Definition(target=Target(Decimal(90), "ร้อยละ", ">="), method=Method("…", "ratio"))
    holed = levels(level("5", "85", "ร้อยละ ๘๕ - ๘๙"), level("4", "80", "ร้อยละ ๘๐ - ๘๔"))
    lapped = levels(level("5", "80", "ร้อยละ ๘๐ - ๙๐"), level("4", "70", "ร้อยละ ๗๐ - ๘๐"))
    assert paths(replace(percent, rubric=read_rubric(load_json(holed)))) == ["rubric.levels[0]"]
    (fault,) = check_sheet(replace(percent, rubric=read_rubric(load_json(lapped))))
    assert fault.message.en == "two bands both hold 80"
    assert fault.message.th == "เกณฑ์สองช่วงซ้อนกันที่ ๘๐"


def test_a_band_that_the_rubric_holds_is_told_of_once():
    """Where a level's rule has both ends, the rubric's own faults say it, and the printed text is not asked again."""
    percent = Definition(target=Target(Decimal(90), "ร้อยละ", ">="), method=Method("…", "ratio"))
    band = '{{"score": "{}", "text": "{}", "when": {}}}'
    between = '{{"between": "result", "low": "{}", "high": "{}", "closed": "both"}}'
    bound = '{{"value": "result", "op": "OP", "than": "{}"}}'
    both = f'{{{{"all": [{bound.replace("OP", ">=")}, {bound.replace("OP", "<=")}]}}}}'
    for rule in (between, both):
        holed = levels(
            band.format("5", "ร้อยละ ๘๕ - ๘๙", rule.format("85", "89")),
            band.format("4", "ร้อยละ ๘๐ - ๘๔", rule.format("80", "84")),
        )
        (fault,) = check_sheet(replace(percent, rubric=read_rubric(load_json(holed))))
        said = "after this level a hole is left (for example at 84.5)"
        assert (fault.path, fault.message.en) == ("rubric.levels[1]", said)


def test_whole_numbers_leave_no_hole_between_neighbours():
    """4-5 and 6-7 places are neighbours: nothing lies between."""
    bands = levels(level("5", "6", "๖ - ๗ แห่ง"), level("4", "4", "๔ - ๕ แห่ง"))
    assert paths(replace(COUNTED, rubric=read_rubric(load_json(bands)))) == []


def test_the_percent_column_against_the_thresholds():
    """9 of 10 is not 80 percent."""
    rubric = read_rubric(load_json(levels(level("5", "10", percent="100"), level("4", "9", percent="80"))))
    assert paths(replace(COUNTED, rubric=rubric)) == ["rubric.levels[1].percent"]


def test_a_level_out_of_reach():
    """A level whose condition a higher one always takes along can never be given."""
    rubric = read_rubric(load_json(levels(level("5", "8"), level("4", "10"))))
    assert "rubric.levels[1]" in paths(replace(COUNTED, rubric=rubric))


def test_minimums_that_the_rubric_ignores():
    """Twenty pieces are asked of the office and of no level."""
    duty = Duty(2, "ผลิตสื่อไม่น้อยกว่า ๒๐ ชิ้นงาน", "media", (Minimum(Decimal(20), "ชิ้นงาน", ">="),))
    host = replace(agency("host", 10), duties=(duty,))
    silent = read_rubric(load_json(levels(level("5", "10", "๑๐ แห่ง"))))
    asking = read_rubric(load_json(levels(level("5", "10", "๑๐ แห่ง และผลิตสื่อไม่น้อยกว่า ๒๐ ชิ้นงาน"))))
    assert paths(replace(COUNTED, agencies=(host,), rubric=silent)) == ["agencies[0].duties[0].minimums[0]"]
    assert paths(replace(COUNTED, agencies=(host,), rubric=asking)) == []
