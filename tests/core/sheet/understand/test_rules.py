"""Printed rubrics become rules: counts with AND, milestones, bands, steps, lines, one-sentence rules, tables."""

from __future__ import annotations

import pytest

from samrit.core.rubric import rubric_data

from .conftest import COUNT, MINUTES, PERCENT


def result(op: str, than: str) -> dict[str, str]:
    return {"value": "result", "op": op, "than": than}


def asked(sheet) -> dict[str, str]:
    return {question.field: question.why for question in sheet.questions}


def test_count_and_milestone(levels):
    """ "๑๐ แห่ง และรายงานผล…" needs both; listed items too."""
    assert levels(
        COUNT, "๕\t๑๐๐\tดำเนินการ ๑๐ แห่ง และรายงานผลต่อผู้บริหาร\n๔\t๘๐\t- ดำเนินการ ๘ แห่ง - รายงานผลต่อผู้บริหาร\n"
    ) == [
        ("5", {"all": [result(">=", "10"), {"milestone": "result_reported", "text": "รายงานผลต่อผู้บริหาร"}]}),
        ("4", {"all": [result(">=", "8"), {"milestone": "result_reported", "text": "รายงานผลต่อผู้บริหาร"}]}),
    ]


def test_milestone_before_count(levels):
    """ "จัดทำแผนแล้วเสร็จ และดำเนินการ ๖ แห่ง": the event first, then the count."""
    assert levels(COUNT, "๓\t๖๐\tจัดทำแผนแล้วเสร็จ และดำเนินการ ๖ แห่ง\n๑\t๒๐\tแผนได้รับอนุมัติ\n") == [
        ("3", {"all": [{"milestone": "plan_made", "text": "จัดทำแผนแล้วเสร็จ"}, result(">=", "6")]}),
        ("1", {"milestone": "plan_approved", "text": "แผนได้รับอนุมัติ"}),
    ]


def test_bands_with_holes_are_read_from_their_lower_bounds_and_asked_once(read, levels):
    """75-79, 80-84: each lower bound is >=, with one question."""
    rows = "๕\t๙๐ ขึ้นไป\n๔\t๘๕ - ๘๙\n๓\t๘๐ - ๘๔\n๒\t๗๕ - ๗๙\n๑\tต่ำกว่า ๗๕\n"
    head = "ระดับความสำเร็จ\tการดำเนินงาน\n"
    assert levels(PERCENT, head + rows) == [
        ("5", result(">=", "90")),
        ("4", result(">=", "85")),
        ("3", result(">=", "80")),
        ("2", result(">=", "75")),
        ("1", result("<", "75")),
    ]
    sheet = read(f"{PERCENT}เกณฑ์การให้คะแนน\n{head}{rows}")
    assert sum("holes" in question.why for question in sheet.questions) == 1


def test_falling_rubric_is_read_from_its_upper_bounds(read, levels):
    """Fewer is better: upper bounds decide, and a bare target means "at most"."""
    rows = "ระดับความสำเร็จ\tการดำเนินงาน\n๕\tไม่เกิน ๙๐ นาที\n๔\t๙๑ - ๑๐๐ นาที\n๓\tมากกว่า ๑๐๐ นาที\n"
    assert levels(MINUTES, rows) == [("5", result("<=", "90")), ("4", result("<=", "100")), ("3", result(">", "100"))]
    sheet = read(f"{MINUTES}เกณฑ์การให้คะแนน\n{rows}")
    assert sheet.target.operator == "<="
    assert ("target.operator", "<=") in {(row.field, row.choice) for row in sheet.assumed}


def test_table_that_runs_across_with_a_line_between(read):
    """Scores in a row over thresholds, "เทียบบัญญัติไตรยางศ์": anchors with a line between them."""
    sheet = read(f"{MINUTES}เกณฑ์การให้คะแนน\nระดับคะแนน\t๑\t๒\t๓\nนาที\t๑๓๐\t๑๑๐\t๙๐\nระหว่างช่วงให้เทียบบัญญัติไตรยางศ์\n")
    assert sheet.rubric is not None
    data = rubric_data(sheet.rubric)
    assert (data["form"], data["direction"], data["between"]) == ("anchors", "lower", "linear")
    assert data["points"] == [["130", "1"], ["110", "2"], ["90", "3"]]
    assert sheet.unread == ()


def test_anchors_of_fifty_seventyfive_hundred(levels):
    """Scores need not be 1-5, and bare thresholds are steps."""
    assert levels(PERCENT, "คะแนน\t๕๐\t๗๕\t๑๐๐\nร้อยละ\t๙๘.๗๒\t๙๘.๘๔\t๙๘.๙๐\n") == [
        ("100", result(">=", "98.90".rstrip("0"))),
        ("75", result(">=", "98.84")),
        ("50", result(">=", "98.72")),
    ]


def test_steps_of_work(read):
    """Levels that are only steps, one after the other."""
    sheet = read(
        "ค่าเป้าหมายรวม\tค่าเป้าหมาย : ๓ หน่วยนับ : ขั้นตอน\nวิธีคำนวณ\tนับขั้นตอน\nเกณฑ์การให้คะแนน\n"
        "ระดับความสำเร็จ\tการดำเนินงาน\n๑\tจัดทำแผน\n๒\tลงพื้นที่ตรวจ\n๓\tรายงานเชิงคุณภาพ\n"
    )
    assert sheet.rubric is not None
    data = rubric_data(sheet.rubric)
    assert [step["text"] for step in data["steps"]] == ["จัดทำแผน", "ลงพื้นที่ตรวจ", "รายงานเชิงคุณภาพ"]
    assert (data["form"], data["scores"], data["ordered"]) == ("steps", {"1": "1", "2": "2", "3": "3"}, True)


def test_step_per_point_without_an_anchor(read):
    """ "ช่วงปรับเกณฑ์ +/- x ต่อ ๑ คะแนน": the target is level 3, and that is asked."""
    sheet = read(f"{PERCENT}เกณฑ์การให้คะแนน\nช่วงปรับเกณฑ์การให้คะแนน +/- ร้อยละ ๕ ต่อ ๑ คะแนน\n")
    assert sheet.rubric is not None
    assert rubric_data(sheet.rubric)["points"] == [["80", "1"], ["85", "2"], ["90", "3"], ["95", "4"], ["100", "5"]]
    assert "level 3" in asked(sheet)["rubric"]
    assert sheet.unread == ()


def test_step_per_point_with_an_anchor_and_fewer_is_better(read):
    """An anchor that is printed is not asked; where fewer is better the sign turns."""
    sheet = read(
        "ค่าเป้าหมายรวม\tค่าเป้าหมาย : ไม่เกิน ๙๐ หน่วยนับ : นาที\nวิธีคำนวณ\tระยะเวลา\nเกณฑ์การให้คะแนน\n"
        "ช่วงปรับเกณฑ์การให้คะแนน +/- ๑๐ นาที ต่อ ๑ คะแนน โดยกำหนดให้คะแนน ๕ เท่ากับค่าเป้าหมาย\n"
    )
    assert sheet.rubric is not None
    data = rubric_data(sheet.rubric)
    assert (data["direction"], data["points"][0], data["points"][-1]) == ("lower", ["130", "1"], ["90", "5"])
    assert "rubric" not in asked(sheet)


def test_full_score_at_a_percentage(read):
    """ "คะแนนเต็ม ๕ = ร้อยละ ๔๐ ขึ้นไป": its share below."""
    sheet = read(f"{PERCENT}เกณฑ์การให้คะแนน\nกำหนดคะแนนเต็ม ๕ = ร้อยละ ๔๐ ขึ้นไป\n")
    assert sheet.rubric is not None
    data = rubric_data(sheet.rubric)
    assert (data["points"], data["below_first"]) == ([["40", "5"]], "proportional")


def test_levels_given_by_the_percent_column_only(read, levels):
    """Without words, `result` is the percentage of the target, and that is said."""
    rows = "ระดับความสำเร็จ\tเกณฑ์ร้อยละความสำเร็จ\tการดำเนินงาน\n๕\t๑๐๐\t\n๔\t๘๐\t-\n"
    assert levels(COUNT, rows) == [("5", result(">=", "100")), ("4", result(">=", "80"))]
    sheet = read(f"{COUNT}เกณฑ์การให้คะแนน\n{rows}")
    assert ("rubric.result", "percent of the target") in {(row.field, row.choice) for row in sheet.assumed}


TABLE = "ระดับความสำเร็จ\tการดำเนินงาน\n๕\t{five}\n๔\t{four}\n"


def test_two_tables_without_weights(read):
    """Two rubric tables and no weights: null, asked, and their rows unread."""
    sheet = read(
        f"{COUNT}เกณฑ์การให้คะแนน\n"
        + TABLE.format(five="๑๐ แห่ง", four="๘ แห่ง")
        + "เกณฑ์การให้คะแนน\n"
        + TABLE.format(five="๒๐ คน", four="๑๐ คน")
    )
    assert sheet.rubric is None
    assert "more than one rubric table" in asked(sheet)["rubric"]
    assert {row.text for row in sheet.unread} >= {"๑๐ แห่ง", "๒๐ คน"}


def test_two_tables_with_weights(read):
    """Weights make the tables parts of a whole."""
    sheet = read(
        f"{COUNT}เกณฑ์การให้คะแนน\nส่วนที่ ๑ น้ำหนักร้อยละ ๖๐\n"
        + TABLE.format(five="๑๐ แห่ง", four="๘ แห่ง")
        + "ส่วนที่ ๒ น้ำหนักร้อยละ ๔๐\n"
        + TABLE.format(five="๒๐ คน", four="๑๐ คน")
    )
    assert sheet.rubric is not None
    data = rubric_data(sheet.rubric)
    assert [(part["name"], part["weight"]) for part in data["parts"]] == [("part_1", "0.6"), ("part_2", "0.4")]


def test_text_that_is_no_rule_waits_for_a_person(read, levels):
    """What cannot be turned into a rule is kept as text, with a question."""
    rows = "๕\t๑๐๐\tดำเนินการ ๑๐ แห่ง\n๑\t๒๐\tคณะทำงานมีความพร้อมเต็มที่\n"
    assert levels(COUNT, rows)[1] == ("1", {"milestone": "level_1", "text": "คณะทำงานมีความพร้อมเต็มที่"})
    assert "rubric.levels[1].when" in asked(read(f"{COUNT}เกณฑ์การให้คะแนน\n{rows}"))


def test_a_second_measure_has_its_own_name_and_is_asked(read, levels):
    """A bound in another unit than the sheet's is another value."""
    rows = "๕\t๑๐๐\tดำเนินการ ๑๐ แห่ง และจัดกิจกรรมไม่น้อยกว่า ๓ ครั้ง\n๔\t๘๐\tดำเนินการ ๘ แห่ง\n"
    assert levels(COUNT, rows)[0][1] == {"all": [result(">=", "10"), {"value": "activity", "op": ">=", "than": "3"}]}
    assert "rubric.levels[0].when" in asked(read(f"{COUNT}เกณฑ์การให้คะแนน\n{rows}"))


@pytest.mark.parametrize(
    "line", ["ระดับ ๕ : ร้อยละ ๙๕ ขึ้นไป", "๕ คะแนน = ร้อยละ ๙๕ ขึ้นไป", "ระดับ ๕ ร้อยละ ๙๕ ขึ้นไป", "ระดับ 5 หมายถึง ≥ 95%"]
)
def test_levels_printed_line_by_line(levels, line):
    """A rubric without a table."""
    assert levels(PERCENT, f"{line}\nระดับ ๔ : ร้อยละ ๙๐\n") == [("5", result(">=", "95")), ("4", result(">=", "90"))]


def test_overlapping_bands_are_asked(read):
    """Two bands that both hold 80: the higher score is read, and that is asked."""
    sheet = read(f"{PERCENT}เกณฑ์การให้คะแนน\nระดับความสำเร็จ\tการดำเนินงาน\n๕\t๘๐ - ๙๐\n๔\t๗๐ - ๘๐\n")
    assert "overlap" in asked(sheet)["rubric"]


def test_no_rubric(read):
    """A sheet without a rubric: null and asked."""
    sheet = read(COUNT)
    assert sheet.rubric is None
    assert asked(sheet)["rubric"] == "the sheet prints no rubric"
