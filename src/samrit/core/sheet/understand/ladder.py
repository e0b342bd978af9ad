"""The printed rubric as rungs of a ladder, whatever way the table stands: level by level, across, or line by line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from samrit.core.sheet.matching import is_printed_note, key
from samrit.core.sheet.paper import Cell, Paragraph, Row
from samrit.core.sheet.understand.findings import Findings
from samrit.core.thai import parse_number, to_arabic

_SCORE = re.compile(
    r"(?:ระดับ(?:ที่|คะแนน|ความสำเร็จ)?|คะแนน|ได้)?\s*(?P<score>[0-9]{1,3}(?:\.[0-9]{1,2})?)\s*(?:คะแนน)?\s*(?:\([^()]{1,30}\))?"
)
_NAMED_SCORE = re.compile(r"[^0-9()]{2,20}\(\s*(?P<score>[0-9]{1,3}(?:\.[0-9]{1,2})?)\s*(?:คะแนน)?\s*\)")
_GIVES = re.compile(
    r"(?P<text>\S.*?)\s*(?:ได้|ให้|คิดเป็น|=|เท่ากับ)\s*(?P<score>[0-9]{1,3}(?:\.[0-9]{1,2})?)\s*คะแนน\s*", re.DOTALL
)
_ONE_SENTENCE = re.compile(r"ช่วง(?:การ)?ปรับ|คะแนนเต็ม|บัญญัติไตรยาง|หักคะแนน")
_NEXT_LEVEL = re.compile(r"[\s,;]*(?=(?:ระดับ(?:ที่|คะแนน)?|คะแนน)\s*[0-9]{1,3}\s*(?:คะแนน)?\s*(?:=|:|หมายถึง|เท่ากับ))")
_QUARTER = re.compile(r"ไตรมาส(?:ที่)?\s*([1-4])")
_LEVEL_LINE = re.compile(
    r"(?:ระดับ(?:ที่|คะแนน|ความสำเร็จ)?|คะแนน)\s*(?P<score>[0-9]{1,3}(?:\.[0-9]{1,2})?)\s*(?:คะแนน)?\s*(?:=|:|：|หมายถึง|คือ|เท่ากับ|-|–|\s)\s*(?P<text>\S.*)",
    re.DOTALL,
)
_SCORE_LINE = re.compile(
    r"(?P<score>[0-9]{1,3}(?:\.[0-9]{1,2})?)\s*คะแนน\s*(?:=|:|：|หมายถึง|คือ|เท่ากับ|-|–|\s)\s*(?P<text>\S.*)", re.DOTALL
)
_BARE_LINE = re.compile(
    r"(?P<score>[0-5])\s+(?:(?P<percent>[0-9]{1,3}(?:\.[0-9]+)?)\s+)?(?P<text>[^\s0-9].*)", re.DOTALL
)
_WEIGHT = re.compile(
    r"น้ำหนัก\s*(?:คะแนน)?\s*[:=]?\s*(?:ร้อยละ\s*)?([0-9]+(?:\.[0-9]+)?)|\(\s*ร้อยละ\s*([0-9]+(?:\.[0-9]+)?)\s*\)"
)
_OF_THE_BLOCK = key("เกณฑ์การให้คะแนน")
_HEADINGS = {
    "level": tuple(key(word) for word in ("ระดับความสำเร็จ", "ระดับคะแนน", "ระดับ", "คะแนน")),
    "percent": tuple(key(word) for word in ("เกณฑ์ร้อยละ", "ร้อยละความสำเร็จ", "ร้อยละ")),
    "obtained": (key("คะแนนที่ได้"),),
    "text": tuple(
        key(word)
        for word in ("การดำเนินงาน", "ผลการดำเนินงาน", "เกณฑ์", "รายละเอียด", "เงื่อนไข", "ตัวชี้วัด", "ผลงาน", "คำอธิบาย")
    ),
}


@dataclass(slots=True)
class Rung:
    """One level as printed: its score, the percent column, what must hold, and the points it gives where printed."""

    score: Decimal
    percent: Decimal | None
    paragraphs: list[Paragraph]
    obtained: Decimal | None = None
    by_period: dict[str, list[Paragraph]] = field(default_factory=dict)


@dataclass(slots=True)
class Ladder:
    """One rubric table: its rungs as printed, its weight (as printed) and the words above it."""

    rungs: list[Rung] = field(default_factory=list)
    weight: Decimal | None = None
    heading: str = ""
    headed_by: list[Paragraph] = field(default_factory=list)


@dataclass(slots=True)
class PrintedRubric:
    """All that the rubric block prints: tables, and notes beside them."""

    ladders: list[Ladder] = field(default_factory=list)
    notes: list[Paragraph] = field(default_factory=list)
    used: list[Paragraph] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Columns:
    level: int = 0
    percent: int | None = None
    text: int | None = None
    obtained: int | None = None
    periods: tuple[tuple[str, int], ...] = ()


def score_in(text: str) -> Decimal | None:
    """The score that a cell names ("๕", "ระดับ ๕", "๕ คะแนน"), if it says no more than that."""
    written = to_arabic(text.strip())
    match = _SCORE.fullmatch(written) or _NAMED_SCORE.fullmatch(written)
    return None if match is None else parse_number(match.group("score"))


def weight_in(text: str) -> Decimal | None:
    """The weight that a heading names ("น้ำหนักร้อยละ ๖๐")."""
    match = _WEIGHT.search(to_arabic(text))
    return None if match is None else parse_number(match.group(1) or match.group(2))


def read_ladders(rows: list[Row], findings: Findings) -> PrintedRubric:
    """The tables and notes of the rubric block."""
    printed = PrintedRubric()
    columns: _Columns | None = None
    index = 0
    while index < len(rows):
        row = rows[index]
        taken = 0 if columns is not None and columns.periods else _across(rows, index, printed)
        if taken:
            index += taken
            continue
        if (found := _heading(row)) is not None:
            columns = found
            findings.use(*(p for p in row.paragraphs if _heads_a_column(p.text)))
        elif taken := _cell_by_cell(rows, index, printed):
            index += taken
            continue
        elif not _rung(row, columns, printed) and not _line(row, printed) and not _goes_on(row, columns, printed):
            _note(row, printed, findings)
        index += 1
    printed.ladders = [ladder for ladder in printed.ladders if ladder.rungs]
    for ladder in printed.ladders:
        _take_points(ladder)
    return printed


def _take_points(ladder: Ladder) -> None:
    """Where the last column prints points for every level, those are the scores; the form leaves it blank."""
    points = [rung.obtained for rung in ladder.rungs]
    if None not in points and len(set(points)) == len(points):
        for rung in ladder.rungs:
            rung.score = rung.obtained if rung.obtained is not None else rung.score


def _heads_a_column(text: str) -> bool:
    """Whether the words are a heading that the form prints, or a quarter; any others stay unread."""
    return is_printed_note(text) or key(text) == _OF_THE_BLOCK or _QUARTER.search(to_arabic(text)) is not None


def _heading(row: Row) -> _Columns | None:
    """The columns, where the row is the heading of a level-by-level table."""
    texts = [(i, key(cell.text)) for i, cell in enumerate(row.cells) if cell.paragraphs]
    if len(texts) < 2:
        return None
    found: dict[str, int] = {}
    for i, text in texts:
        for name in ("obtained", "percent", "text", "level"):
            if name not in found and text.startswith(_HEADINGS[name]) and not (name == "level" and "level" in found):
                found[name] = i
                break
    quarters = [
        (match.group(1), i) for i, cell in enumerate(row.cells) if (match := _QUARTER.search(to_arabic(cell.text)))
    ]
    if "level" not in found or len(found) + len(quarters) < 2:
        return None
    periods = tuple((f"Q{number}", i) for number, i in quarters)
    return _Columns(found["level"], found.get("percent"), found.get("text"), found.get("obtained"), periods)


def _rung(row: Row, columns: _Columns | None, printed: PrintedRubric) -> bool:
    """Takes a row that starts with a score."""
    filled = [i for i, cell in enumerate(row.cells) if cell.paragraphs]
    level = columns.level if columns is not None else (filled[0] if filled else 0)
    if len(filled) < 2 or level not in filled:
        return False
    score = score_in(row.cells[level].text)
    if score is None:
        return False
    columns = columns or _guess(row, level, filled)
    percent = _number_at(row, columns.percent)
    text = [paragraph for cell in _text_cells(row, columns, percent) for paragraph in cell.paragraphs]
    rung = Rung(score, percent, text, _number_at(row, columns.obtained))
    for period, column in columns.periods:
        if column < len(row.cells) and row.cells[column].paragraphs:
            rung.by_period[period] = list(row.cells[column].paragraphs)
    _ladder_for(score, printed).rungs.append(rung)
    printed.used.extend(text)
    for place, number in ((level, score), (columns.percent, percent), (columns.obtained, rung.obtained)):
        if place is not None and number is not None:
            printed.used.extend(row.cells[place].paragraphs)
    return True


def _number_at(row: Row, column: int | None) -> Decimal | None:
    if column is None or column >= len(row.cells):
        return None
    return parse_number(row.cells[column].text.strip().rstrip("%").strip())


def _text_cells(row: Row, columns: _Columns, percent: Decimal | None) -> list[Cell]:
    if columns.periods:
        return [row.cells[column] for _, column in columns.periods if column < len(row.cells)]
    if columns.text is not None:
        cells = [row.cells[columns.text]] if columns.text < len(row.cells) else []
    else:
        cells = [
            cell for i, cell in enumerate(row.cells) if i not in {columns.level, columns.percent, columns.obtained}
        ]
    if columns.percent is not None and percent is None and columns.percent < len(row.cells):
        cells = [row.cells[columns.percent], *cells]
    return cells


def _guess(row: Row, level: int, filled: list[int]) -> _Columns:
    after = [i for i in filled if i > level]
    if len(after) >= 2 and parse_number(row.cells[after[0]].text.strip().rstrip("%").strip()) is not None:
        return _Columns(level, after[0], after[1])
    return _Columns(level, None, after[0] if after else None)


def _ladder_for(score: Decimal, printed: PrintedRubric) -> Ladder:
    """The table that a rung belongs to: a score that comes again starts the next one."""
    if not printed.ladders or any(rung.score == score for rung in printed.ladders[-1].rungs):
        printed.ladders.append(Ladder())
    return printed.ladders[-1]


def _line(row: Row, printed: PrintedRubric) -> bool:
    """Takes "ระดับ ๕ = …", "๕ คะแนน : …" or "๕ ๑๐๐ …" printed as one line."""
    filled = [cell for cell in row.cells if cell.paragraphs]
    if len(filled) != 1:
        return False
    taken = False
    for paragraph in filled[0].paragraphs:
        found = [rung for piece in _levels_of(paragraph) if (rung := _rung_of(piece)) is not None]
        for rung in found:
            _ladder_for(rung.score, printed).rungs.append(rung)
        if found:
            printed.used.append(paragraph)
            taken = True
        elif taken:
            printed.notes.append(paragraph)
    return taken


def _levels_of(paragraph: Paragraph) -> list[Paragraph]:
    """The pieces of a line that lists several levels ("ระดับ ๑ = ๘๕, ระดับ ๒ = ๙๐")."""
    text = paragraph.text.strip()
    cuts = [match.end() for match in _NEXT_LEVEL.finditer(to_arabic(text))]
    if len(cuts) < 2 or text[: cuts[0]].strip():
        return [paragraph]
    ends = [*cuts[1:], len(text)]
    pieces = (text[start:end].strip(" ,;") for start, end in zip(cuts, ends, strict=True))
    return [Paragraph(piece, paragraph.place, paragraph.crop) for piece in pieces]


def _rung_of(paragraph: Paragraph) -> Rung | None:
    """The level that one line gives ("ระดับ ๕ = …", "๕ คะแนน : …", "๕ ๑๐๐ …", "ร้อยละ ๙๕ ขึ้นไป ได้ ๕ คะแนน")."""
    printed = paragraph.text.strip()
    text = to_arabic(printed)
    if _ONE_SENTENCE.search(text):
        return None
    forms = (_LEVEL_LINE, _SCORE_LINE, _BARE_LINE, _GIVES)
    match = next((found for form in forms if (found := form.fullmatch(text))), None)
    if match is None or (score := parse_number(match.group("score"))) is None:
        return None
    groups = match.groupdict()
    body = Paragraph(printed[match.start("text") : match.end("text")].strip(), paragraph.place, paragraph.crop)
    return Rung(score, parse_number(groups["percent"]) if groups.get("percent") else None, [body])


def _cell_by_cell(rows: list[Row], index: int, printed: PrintedRubric) -> int:
    """Takes a level whose cells were pasted one to a line: a score, perhaps a percentage, then what must hold."""
    lines = [_only_line(row) for row in rows[index : index + 3]]
    first = lines[0]
    score = None if first is None else score_in(first.text)
    if first is None or score is None or len(lines) < 2 or lines[1] is None:
        return 0
    percent = parse_number(lines[1].text.strip().rstrip("%").strip())
    body = lines[1] if percent is None else (lines[2] if len(lines) > 2 else None)
    if body is None or score_in(body.text) is not None:
        return 0
    _ladder_for(score, printed).rungs.append(Rung(score, percent, [body]))
    printed.used.extend([first, lines[1], body])
    return 2 if percent is None else 3


def _only_line(row: Row) -> Paragraph | None:
    """The one paragraph of a row that has no columns."""
    paragraphs = list(row.paragraphs)
    return paragraphs[0] if len(row.cells) == 1 and len(paragraphs) == 1 else None


def _goes_on(row: Row, columns: _Columns | None, printed: PrintedRubric) -> bool:
    """Takes a row that carries on the text of the rung above it (a page break inside a cell)."""
    if columns is None or not printed.ladders or not printed.ladders[-1].rungs:
        return False
    filled = [i for i, cell in enumerate(row.cells) if cell.paragraphs]
    if len(row.cells) < 2 or columns.level in filled:
        return False
    printed.ladders[-1].rungs[-1].paragraphs.extend(row.paragraphs)
    printed.used.extend(row.paragraphs)
    return True


def _across(rows: list[Row], index: int, printed: PrintedRubric) -> int:
    """Takes a table that runs across: a row of scores over one or more rows of thresholds. How many rows it took."""
    scores = _score_row(rows[index])
    if scores is None:
        return 0
    taken = 1
    heading = rows[index]
    for row in rows[index + 1 :]:
        cells = [_cell(row, i) for i, _ in scores]
        if sum(bool(cell.paragraphs) for cell in cells) < 2 or _score_row(row) == scores:
            break
        ladder = Ladder()
        columns = {column for column, _ in scores}
        others = [cell for i, cell in enumerate(row.cells) if i not in columns]
        ladder.heading = " ".join(cell.text for cell in others if cell.paragraphs and parse_number(cell.text) is None)
        ladder.headed_by = [paragraph for cell in others for paragraph in cell.paragraphs]
        above = rows[index - 1] if index else heading
        ladder.weight = _weight_column(heading, row) or _weight_column(above, row) or weight_in(ladder.heading)
        for (_, score), cell in zip(scores, cells, strict=True):
            if cell.paragraphs:
                ladder.rungs.append(Rung(score, None, list(cell.paragraphs)))
        printed.ladders.append(ladder)
        printed.used.extend(paragraph for column in columns for paragraph in _cell(row, column).paragraphs)
        taken += 1
    if taken == 1:
        return 0
    printed.used.extend(heading.paragraphs)
    if index and printed.ladders[-1].weight is not None:
        printed.used.extend(rows[index - 1].paragraphs)
    return taken


def _cell(row: Row, column: int) -> Cell:
    return row.cells[column] if column < len(row.cells) else Cell()


def _score_row(row: Row) -> list[tuple[int, Decimal]] | None:
    """Columns and scores, where a row holds at least three scores that rise or fall."""
    scores = [
        (i, score) for i, cell in enumerate(row.cells) if cell.paragraphs and (score := score_in(cell.text)) is not None
    ]
    values = [score for _, score in scores]
    fewest = 2 if any(key(cell.text).startswith(_HEADINGS["level"]) for cell in row.cells) else 3
    if len(values) < fewest or (values != sorted(set(values)) and values != sorted(set(values), reverse=True)):
        return None
    others = [cell for cell in row.cells if cell.paragraphs and score_in(cell.text) is None]
    return None if any(len(key(cell.text)) > 40 for cell in others) else scores


def _weight_column(heading: Row, row: Row) -> Decimal | None:
    for i, cell in enumerate(heading.cells):
        if key(cell.text).startswith(key("น้ำหนัก")) and i < len(row.cells):
            return parse_number(row.cells[i].text.strip().rstrip("%").strip())
    return None


def _note(row: Row, printed: PrintedRubric, findings: Findings) -> None:
    """Keeps what stands beside the tables; a heading with a weight opens the next table."""
    for paragraph in row.paragraphs:
        if is_printed_note(paragraph.text):
            findings.use(paragraph)
            continue
        weight = weight_in(paragraph.text)
        if weight is not None and (not printed.ladders or printed.ladders[-1].rungs):
            printed.ladders.append(Ladder(weight=weight, heading=paragraph.text.strip(), headed_by=[paragraph]))
        else:
            printed.notes.append(paragraph)
