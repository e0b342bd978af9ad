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
    assert [(part["name"], part["weight"]) for part in data["parts"]] == [("ส่วนที่ ๑", "0.6"), ("ส่วนที่ ๒", "0.4")]


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


EVENT = {"milestone": "result_reported", "text": "รายงานผล"}
HEAD = "ระดับความสำเร็จ\tการดำเนินงาน\n"


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        (
            "๘ แห่ง อย่างน้อยกลุ่มเขตละ ๑ แห่ง และรายงานผล",
            {"all": [result(">=", "8"), {"coverage": "result", "groups": "district_groups", "each": "1"}, EVENT]},
        ),
        ("๙๐ ≤ X < ๙๕", result(">=", "90")),
        ("๘ แห่งขึ้นไป แต่ไม่ครบ ๑๐ แห่ง", result(">=", "8")),
        ("จำนวน ๒ แห่ง (จาก ๑๐ แห่ง)", result(">=", "2")),
        ("๘ แห่ง (ร้อยละ ๘๐)", result(">=", "8")),
        ("๑๐ แห่ง และราย</p><p>งานผล", {"all": [result(">=", "10"), EVENT]}),
        (
            "จัดทำแผนแล้วเสร็จภายในเดือนธันวาคม ๒๕๖๗",
            {"milestone": "plan_made", "text": "จัดทำแผนแล้วเสร็จภายในเดือนธันวาคม ๒๕๖๗", "by": "2024-12-31"},
        ),
        (
            "ขออนุมัติภายในไตรมาสที่ ๑",
            {"milestone": "level_5", "text": "ขออนุมัติภายในไตรมาสที่ ๑", "by": "2024-12-31"},
        ),
    ],
)
def test_what_one_level_asks(levels, text, condition):
    """Quotas, chained signs, totals beside the number, broken words and deadlines."""
    assert levels(COUNT, f"{HEAD}๕\t<p>{text}</p>\n๑\tสำรวจพื้นที่\n")[0] == ("5", condition)


@pytest.mark.parametrize(
    "text",
    [
        "๑๐ แห่ง และไม่มีข้อร้องเรียน",
        "๑๐ แห่ง โดยได้รับความเห็นชอบจากผู้บริหาร",
        "๑๐ แห่ง ภายในไตรมาสที่ ๓",
        "๑๐ แห่ง แห่งละ ๒ ครั้ง",
    ],
)
def test_words_behind_a_number_are_never_dropped(read, text):
    """What no rule holds is asked, with the words quoted."""
    sheet = read(f"{COUNT}เกณฑ์การให้คะแนน\n{HEAD}๕\t{text}\n๑\tสำรวจพื้นที่\n")
    assert "is in no rule" in asked(sheet)["rubric.levels[0].when"]


def test_the_same_event_by_another_day(levels):
    """One event, wanted earlier for a higher score."""
    rows = f"{HEAD}๕\tดำเนินการแล้วเสร็จภายใน ๓๐ มิ.ย. ๖๘\n๑\tดำเนินการแล้วเสร็จภายใน ๓๐ ก.ย. ๖๘\n"
    first, second = (condition for _, condition in levels(COUNT, rows))
    assert (first["milestone"], first["by"], second["by"]) == (second["milestone"], "2025-06-30", "2025-09-30")


def test_a_level_that_names_another(levels):
    """ "ระดับ ๔ และรายงานผล" asks all that level 4 asks."""
    assert levels(COUNT, f"{HEAD}๕\tระดับ ๔ และรายงานผล\n๔\t๘ แห่ง\n")[0] == (
        "5",
        {"all": [result(">=", "8"), EVENT]},
    )


def test_a_distance_from_the_target(read):
    """Levels that speak of a difference are best at the target, on both sides of it."""
    sheet = read(
        "ค่าเป้าหมายรวม\tค่าเป้าหมาย : ๒๐ หน่วยนับ : คน\nวิธีคำนวณ\tจำนวนนักเรียน / จำนวนครู\nเกณฑ์การให้คะแนน\n"
        f"{HEAD}๕\tต่างจากเกณฑ์มาตรฐานไม่เกินร้อยละ ๑๐\n๐\tต่างจากเกณฑ์มาตรฐานตั้งแต่ร้อยละ ๒๐ ขึ้นไป\nให้เทียบบัญญัติไตรยางศ์\n"
    )
    assert sheet.rubric is not None
    data = rubric_data(sheet.rubric)
    assert (data["direction"], data["at"], data["points"]) == ("target", "20", [["4", "0"], ["2", "5"]])


def test_thresholds_by_quarter(read):
    """A column, or a word, for each quarter."""
    quarters = "ระดับความสำเร็จ\tไตรมาส ๑\tไตรมาส ๔\n๕\t๗๗\t๘๐\n๑\t๕๗\t๖๐\n"
    sheet = read(f"{PERCENT}เกณฑ์การให้คะแนน\n{quarters}")
    assert sheet.rubric is not None
    assert rubric_data(sheet.rubric)["levels"][0]["when"]["than"] == {"Q1": "77", "Q4": "80"}
    sheet = read(f"{PERCENT}เกณฑ์การให้คะแนน\n{HEAD}๕\tไตรมาส ๒ ร้อยละ ๔๐ ไตรมาส ๔ ร้อยละ ๘๐\n๑\tวางแผน\n")
    assert sheet.rubric is not None
    assert rubric_data(sheet.rubric)["levels"][0]["when"]["than"] == {"Q2": "40", "Q4": "80"}


def test_levels_in_percent_of_a_count(read):
    """ "ร้อยละ ๘๐ ของเป้าหมาย" where the target is ten places: `result` is the percentage, and that is said."""
    sheet = read(f"{COUNT}เกณฑ์การให้คะแนน\n{HEAD}๕\tร้อยละ ๑๐๐ ของเป้าหมาย\n๔\tร้อยละ ๘๐ ของเป้าหมาย\n")
    assert ("rubric.result", "percent of the target") in {(row.field, row.choice) for row in sheet.assumed}


def test_levels_listed_in_one_line(levels):
    """ "ระดับ ๑ = ๘๕, ระดับ ๒ = ๙๐"."""
    assert levels(PERCENT, "ระดับ ๑ = ๘๕, ระดับ ๒ = ๘๗.๕, ระดับ ๓ = ๙๐\n") == [
        ("3", result(">=", "90")),
        ("2", result(">=", "87.5")),
        ("1", result(">=", "85")),
    ]


def test_levels_pasted_cell_by_cell(levels):
    """A table whose cells became lines."""
    assert levels(COUNT, "๕\n๑๐๐\nดำเนินการ ๑๐ แห่ง\n๔\n๘๐\nดำเนินการ ๘ แห่ง\n") == [
        ("5", result(">=", "10")),
        ("4", result(">=", "8")),
    ]


def test_deduction_for_missed_reports(read):
    """ "หักคะแนน ๐.๒ ต่อการไม่รายงานผล" is an adjustment."""
    sheet = read(f"{COUNT}เกณฑ์การให้คะแนน\n{HEAD}๕\t๑๐ แห่ง\n๔\t๘ แห่ง\nหักคะแนน ๐.๒ ต่อการไม่รายงานผล ๑ ครั้ง\n")
    assert sheet.rubric is not None
    (adjustment,) = rubric_data(sheet.rubric)["adjust"]
    assert (adjustment["per"], adjustment["subtract"]) == ("missed_reports", "0.2")


def test_notes_that_are_no_rule_are_asked(read):
    """Words beside the table stay unread, and a person hears of it."""
    sheet = read(f"{COUNT}เกณฑ์การให้คะแนน\n{HEAD}๕\t๑๐ แห่ง\n๔\t๘ แห่ง\nกรณีพิเศษให้คณะทำงานพิจารณา\n")
    assert asked(sheet)["rubric"] == "words beside the rubric are in no rule"
    assert [row.text for row in sheet.unread] == ["กรณีพิเศษให้คณะทำงานพิจารณา"]


def test_thresholds_that_neither_rise_nor_fall_are_asked(read):
    """A ladder that turns in the middle is not understood as falling."""
    sheet = read(f"{COUNT}เกณฑ์การให้คะแนน\n{HEAD}๕\t๘ แห่ง\n๔\t๑๐ แห่ง\n๓\t๖ แห่ง\n")
    assert "neither rise nor fall" in asked(sheet)["rubric"]
    assert sheet.target.operator == ">="


def test_that_something_was_not_done_is_not_its_milestone(read, levels):
    """ "ไม่มีรายงาน" must not be reached by the very report that it lacks; a person decides what it means."""
    rows = "๕\t๑๐๐\tดำเนินการ ๑ แห่ง และรายงานผลต่อผู้บริหาร\n๑\t๒๐\tไม่มีรายงานผลต่อผู้บริหาร\n"
    assert levels(COUNT, rows)[1] == ("1", {"milestone": "level_1", "text": "ไม่มีรายงานผลต่อผู้บริหาร"})
    assert "rubric.levels[1].when" in asked(read(f"{COUNT}เกณฑ์การให้คะแนน\n{rows}"))


def test_parts_are_named_without_the_quotes_of_their_headings(read):
    """ "เกณฑ์การให้คะแนน “…” (น้ำหนักร้อยละ ๖๐)": the words between the quotes."""
    rows = "ระดับคะแนน\tการดำเนินงาน\n๒\t๑๐ แห่ง\n๑\t๕ แห่ง\n"
    rubric = read(
        f"{COUNT}เกณฑ์การให้คะแนน “สวนใหม่” (น้ำหนักร้อยละ ๖๐)\n{rows}เกณฑ์การให้คะแนน “สวนเดิม” (น้ำหนักร้อยละ ๔๐)\n{rows}"
    ).rubric
    assert [(part["name"], part["weight"]) for part in rubric_data(rubric)["parts"]] == [
        ("สวนใหม่", "0.6"),
        ("สวนเดิม", "0.4"),
    ]


def test_a_choice_is_said_once_with_its_first_reason(read):
    """Levels of percents alone give two reasons for one and the same choice."""
    sheet = read(f"{COUNT}เกณฑ์การให้คะแนน\nระดับความสำเร็จ\tเกณฑ์ร้อยละความสำเร็จ\tการดำเนินงาน\n๕\t๑๐๐\t\n๔\t๘๐\t\n")
    assert [row.choice for row in sheet.assumed if row.field == "rubric.result"] == ["percent of the target"]


def test_whole_bands_of_a_time_leave_holes(read):
    """4.5 days on average lie between "๓ - ๔ วัน" and "๕ - ๖ วัน", though days are counted."""
    target = "ค่าเป้าหมายรวม\tค่าเป้าหมาย : ๓ หน่วยนับ : วัน\nวิธีคำนวณ\t{}\nเกณฑ์การให้คะแนน\n"
    rows = "๕\tน้อยกว่า ๓ วัน\n๔\t๓ - ๔ วัน\n๓\t๕ - ๖ วัน\n"
    assert asked(read(target.format("ระยะเวลาเฉลี่ย") + rows))["rubric"].startswith("the bands of the rubric leave holes")
    assert "rubric" not in asked(read(target.format("นับจำนวนวัน") + rows))


def test_deduction_that_is_told_after_its_reason(read):
    """ "หากไม่รายงานผล…หักคะแนนครั้งละ ๐.๒ คะแนน" is the same adjustment, and read."""
    sheet = read(
        f"{COUNT}เกณฑ์การให้คะแนน\nระดับคะแนน\tการดำเนินงาน\n๕\t๑๐ แห่ง\n๔\t๘ แห่ง\n"
        "หมายเหตุ : หากไม่รายงานผลภายในกำหนด หักคะแนนครั้งละ ๐.๒ คะแนน\n"
    )
    (adjustment,) = rubric_data(sheet.rubric)["adjust"]
    assert (adjustment["per"], adjustment["subtract"]) == ("missed_reports", "0.2")
    assert sheet.unread == ()


def test_a_level_of_less_than_or_equal_is_no_equality(levels):
    rows = "ระดับความสำเร็จ\tการดำเนินงาน\n๕\tมากกว่า ๑๐ ย่าน\n๓\tมากกว่า ๔ - ๑๐ ย่าน\n๑\tน้อยกว่าหรือเท่ากับ ๔ ย่าน\n"
    assert levels(COUNT, rows) == [("5", result(">", "10")), ("3", result(">", "4")), ("1", result("<=", "4"))]


@pytest.mark.parametrize("way", ["{note}{table}", "{table}\nหมายเหตุ : {note}"])
def test_a_step_per_point_beside_a_table_makes_its_scores_run_evenly(read, way):
    """The table gives the points; that below the lowest one its score is given is assumed, as without a table."""
    table = "ระดับความสำเร็จ\tการดำเนินงาน\n๑\t๗๐\n๒\t๗๕\n๓\t๘๐\n"
    note = "ช่วงปรับเกณฑ์การให้คะแนน +/- ร้อยละ ๕ ต่อ ๑ คะแนน\n"
    sheet = read(f"{PERCENT}เกณฑ์การให้คะแนน\n{way.format(note=note, table=table)}")
    assert sheet.rubric is not None
    data = rubric_data(sheet.rubric)
    assert (data["points"], data["between"]) == ([["70", "1"], ["75", "2"], ["80", "3"]], "linear")
    assert {("rubric.between", "linear"), ("rubric.below_first", "first")} <= {
        (r.field, r.choice) for r in sheet.assumed
    }
    assert sheet.unread == ()


def test_a_column_headed_with_the_name_of_the_block_is_no_unread_text(read):
    sheet = read(f"{COUNT}เกณฑ์การให้คะแนน\nคะแนน\tเกณฑ์การให้คะแนน\n๕\t๑๐ ย่าน\n๓\t๖ ย่าน\n")
    assert (sheet.unread, [level["score"] for level in rubric_data(sheet.rubric)["levels"]]) == ((), ["5", "3"])
