"""The agencies' table: who is host, who supports, each with its target and duties."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import takewhile

from samrit.core.sheet import gaps
from samrit.core.sheet.definition import AgencyLine
from samrit.core.sheet.matching import is_printed_note, key
from samrit.core.sheet.paper import Cell, Paragraph, Row
from samrit.core.sheet.quantities import DISTRICT_OFFICES
from samrit.core.sheet.understand.duties import DutyList, lacks_number
from samrit.core.sheet.understand.findings import Findings
from samrit.core.sheet.understand.prose import or_none
from samrit.core.sheet.understand.targets import read_target
from samrit.core.thai import fold, is_broken_word, mend_spaces, to_arabic

_OFFICE = r"(?:สำนัก|กอง|ฝ่าย|กลุ่ม|ศูนย์|โรงพยาบาล|ส่วน|สถาบัน|บริษัท|เขต|ทุก|โรงเรียน|กรุงเทพ)"
_PREFIX = re.compile(
    r"^(?:หน่วยงาน\s*(?:ผู้)?\s*รับผิดชอบ\s*(?:หลัก|ร่วม)?|หน่วยงาน\s*(?:หลัก|สนับสนุน|ร่วม)|หน่วยงาน(?=\s|[(:]|$|" + _OFFICE + r"))"
    r"\s*|^\(\s*(?:Host\s*:\s*)?[HRhr]\s*\)\s*|^[HR]\s*[:：]\s*|^\s*ระดับสำนัก(?:\s*/\s*สำนักงาน|งานเขต)?\s*[:：]\s*|^[:：]\s*"
)
_LIST_MARK = re.compile(r"^(?:\(?[0-9๐-๙]{1,2}\s*[.)]\s*|[-–•●▪]\s*)")
_HOST_MARK = re.compile(r"\(\s*(?:Host\s*:\s*)?H\s*\)|\bH\s*[:：]|Host|รับผิดชอบหลัก|หน่วยงานหลัก", re.IGNORECASE)
_SUPPORT_MARK = re.compile(r"\(\s*R\s*\)|\bR\s*[:：]|สนับสนุน(?=\s|\(|$|" + _OFFICE + r")|หน่วยงานร่วม", re.IGNORECASE)
_TRAILING_MARK = re.compile(r"\s*\(\s*(?:Host\s*:\s*)?[HRhr]\s*\)\s*$")
_SPLIT_OFFICE = re.compile(r"^(สำนักงาน|สำนัก|กอง|ฝ่าย|กลุ่มงาน|ศูนย์|โรงพยาบาล) +(?=[ก-ฮเ-ไ])")
_STARTS_OFFICE = re.compile(
    r"^(?:หน่วยงาน|สำนัก|กอง|ฝ่าย|กลุ่ม|ศูนย์|โรงพยาบาล|ทุกสำนัก|ทุกหน่วย|\(?[0-9๐-๙]{1,2}\s*[.)]|[-–•●▪])"
)
_ONLY_PREFIX = re.compile(r"^(?:หน่วยงาน|สำนักงาน|สำนัก|กอง|ฝ่าย|ศูนย์)$")
_COUNT = re.compile(r"([0-9]+)\s*(?:สำนักงานเขต|เขต|หน่วยงาน|แห่ง|สำนัก)|(?:สำนักงานเขต|เขต)\s*(?:จำนวน|ทั้ง)?\s*([0-9]+)")
_EVERY = re.compile(r"ทุก\s*(?:สำนักงาน)?เขต|สำนักงานเขตทุก")
_UNTABBED = re.compile(
    r"^(?P<name>(?:หน่วยงาน|สำนัก|กอง|ฝ่าย|ศูนย์)\S*(?: [^\d๐-๙]\S*)*?)\s+"
    r"(?P<target>(?:ร้อยละ\s*)?[0-9๐-๙][0-9๐-๙.,]*\s*[^\s0-9๐-๙.)]+)\s*"
    r"(?P<duties>.*)$"
)
_ONLY_QUANTITY = re.compile(r"\s*(?:ร้อยละ\s*)?[0-9๐-๙][0-9๐-๙,.]*\s*(?:%|[ก-๎]{2,15})?\s*|\s*-\s*")
_BETWEEN_OFFICES = re.compile(r"\s*(?:,|และ)\s*(?=(?:สำนัก|กอง|ฝ่าย|ศูนย์|กลุ่มงาน)[ก-ฮเ-ไ])")
_LISTED = re.compile(r"\s*(?:\(?[0-9๐-๙]|-)")
_TOTAL = frozenset({key("รวม"), key("รวมทั้งสิ้น"), key("รวมทั้งหมด")})


@dataclass(frozen=True, slots=True)
class Columns:
    """Where name, target and duties stand in the rows."""

    name: int
    target: int | None
    duties: int | None


@dataclass(slots=True)
class _Entry:
    """One row of the table while it is being gathered; it may name several agencies."""

    names: list[tuple[str, str | None, list[Paragraph]]]
    target: list[Paragraph] = field(default_factory=list)
    duties: DutyList = field(default_factory=DutyList)
    shares_target: bool = False


def read_agencies(rows: list[Row], host: str | None, unit: str | None, findings: Findings) -> tuple[AgencyLine, ...]:
    """The rows of the table, in their order. A duty shared by several agencies is repeated for each.

    Asks for a target that is missing or doubtful, and where the sheet lists no agency at all.
    """
    unit = _block_unit(rows, findings) or unit
    entries = _entries(rows, findings)
    agencies: list[AgencyLine] = []
    for entry in entries:
        _lines(entry, host, unit, agencies, findings)
    if not agencies:
        findings.ask("agencies", gaps.NO_AGENCY)
    return tuple(agencies)


def _block_unit(rows: list[Row], findings: Findings) -> str | None:
    """ "หน่วยนับ : ย่าน" printed once above the table."""
    for row in rows:
        filled = [cell for cell in row.cells if cell.paragraphs]
        if len(filled) == 1 and (match := re.match(r"หน่วยนับ\s*[:：]?\s*(.*)$", filled[0].text, re.DOTALL)):
            findings.use(*filled[0].paragraphs)
            return or_none(match.group(1))
    return None


def _columns(row: Row) -> Columns | None:
    """The columns, where the row is the table's heading."""
    keys = [key(cell.text) for cell in row.cells]
    name = next((i for i, text in enumerate(keys) if text.startswith(key("ชื่อหน่วยงาน"))), None)
    if name is None:
        name = next((i for i, text in enumerate(keys) if text in {key("หน่วยงาน"), key("ส่วนราชการ")}), None)
    if name is None or sum(bool(text) for text in keys) < 2:
        return None
    target = next((i for i, text in enumerate(keys) if i > name and text.startswith(key("ค่าเป้าหมาย"))), None)
    duties = next(
        (i for i, text in enumerate(keys) if i > name and text.startswith((key("บทบาท"), key("ภารกิจ")))), None
    )
    return Columns(name, target, duties)


def _guess(rows: list[Row]) -> Columns:
    """Columns of a table without a heading: the first three that are filled in its fullest row."""
    fullest = max(rows, key=lambda row: sum(bool(cell.paragraphs) for cell in row.cells), default=None)
    filled = [] if fullest is None else [i for i, cell in enumerate(fullest.cells) if cell.paragraphs]
    if len(filled) >= 3:
        return Columns(filled[0], filled[1], filled[2])
    return Columns(1, 2, 3)


def _entries(rows: list[Row], findings: Findings) -> list[_Entry]:
    heading = next((found for row in rows if (found := _columns(row)) is not None), None)
    columns = heading or _guess(rows)
    entries: list[_Entry] = []
    waiting: str | None = None
    for row in rows:
        if (again := _columns(row)) is not None:
            columns = again
            findings.use(*(paragraph for paragraph in row.paragraphs if is_printed_note(paragraph.text)))
            continue
        if all(is_printed_note(cell.text) for cell in row.cells if cell.paragraphs):
            findings.use(*row.paragraphs)
            continue
        waiting = _take(_untabbed(row, columns, findings), columns, entries, waiting, findings)
    return entries


def _untabbed(row: Row, columns: Columns, findings: Findings) -> Row:
    """A row whose columns were lost ("สำนัก… ๑๐ ย่าน ๑. …"), cut into its columns again."""
    if len(row.cells) != 1 or not row.cells[0].paragraphs or columns.target is None or columns.duties is None:
        return row
    paragraph, *others = row.cells[0].paragraphs
    match = _UNTABBED.match(paragraph.text)
    if match is None:
        return row
    cells = [Cell()] * (columns.duties + 1)
    for index, name in ((columns.name, "name"), (columns.target, "target"), (columns.duties, "duties")):
        if match.group(name):
            cells[index] = Cell((findings.cut(paragraph, match.group(name)),))
    cells[columns.duties] = Cell((*cells[columns.duties].paragraphs, *others))
    return Row(tuple(cells), row.table)


def _take(row: Row, columns: Columns, entries: list[_Entry], waiting: str | None, findings: Findings) -> str | None:
    """Adds one row to the entries; gives the role that a sub-heading ("หน่วยงานสนับสนุน (R)") sets for what follows."""
    name_cell, target_cell, duty_cells = _cells(row, columns)
    if any(key(paragraph.text).startswith("หน่วยนับ") for paragraph in name_cell):
        return waiting
    names, role = _names(name_cell, waiting)
    if names and key(names[0][0]) in _TOTAL:
        return waiting
    if names:
        entries.append(_Entry(names, target_cell))
        _share(row, columns, entries)
    elif name_cell and role is not None and not duty_cells:
        findings.use(*name_cell)
        return role
    elif not entries:
        return waiting
    elif target_cell:
        entries[-1].target.extend(target_cell)
    findings.use(*name_cell)
    if duty_cells:
        entries[-1].duties.add(duty_cells, new_row=not names)
        findings.use(*duty_cells)
    return waiting


def _share(row: Row, columns: Columns, entries: list[_Entry]) -> None:
    """Cells merged downwards say the same for the agency below: its duties, its target."""

    def merged(column: int | None) -> bool:
        return column is not None and column < len(row.cells) and row.cells[column].merged_up

    if len(entries) < 2:
        return
    above, entry = entries[-2], entries[-1]
    if merged(columns.duties):
        entry.duties = above.duties
    if merged(columns.target):
        entry.target = above.target
        above.shares_target = entry.shares_target = True


def _cells(row: Row, columns: Columns) -> tuple[list[Paragraph], list[Paragraph], list[Paragraph]]:
    name: list[Paragraph] = []
    target: list[Paragraph] = []
    duties: list[Paragraph] = []
    filled = [(i, cell) for i, cell in enumerate(row.cells) if cell.paragraphs]
    if len(filled) == 1 and filled[0][0] != columns.target:
        index, cell = filled[0]
        text = cell.paragraphs[0].text
        if len(row.cells) == 1 and len(cell.paragraphs) == 1 and _ONLY_QUANTITY.fullmatch(text):
            return [], list(cell.paragraphs), []
        in_place = index == columns.name or len(row.cells) == 1
        if in_place and _STARTS_OFFICE.match(text) and not _LISTED.match(text):
            names = list(takewhile(lambda paragraph: not _LISTED.match(paragraph.text), cell.paragraphs))
            return names, [], list(cell.paragraphs[len(names) :])
        return [], [], list(cell.paragraphs)
    for index, cell in filled:
        if index == columns.name:
            name.extend(cell.paragraphs)
        elif index == columns.target:
            target.extend(cell.paragraphs)
        elif index > columns.name:
            duties.extend(cell.paragraphs)
        else:
            name[:0] = cell.paragraphs
    return name, target, duties


def _names(
    paragraphs: list[Paragraph], waiting: str | None
) -> tuple[list[tuple[str, str | None, list[Paragraph]]], str | None]:
    """The offices that a name cell lists, each with the role its words give; and the role of the cell as a whole."""
    pieces: list[tuple[str, list[Paragraph]]] = []
    for paragraph in paragraphs:
        text = paragraph.text.strip()
        if is_printed_note(text):
            continue
        before = pieces[-1][0] if pieces else ""
        kept = _without_prefix(before)
        starts = _STARTS_OFFICE.match(text) and not _ONLY_PREFIX.match(kept) and not is_broken_word(before, text)
        if pieces and (not starts or not kept):
            joint = "" if is_broken_word(before, text) or _ONLY_PREFIX.match(kept) else " "
            pieces[-1] = (f"{before}{joint}{text}", [*pieces[-1][1], paragraph])
        else:
            pieces.append((text, [paragraph]))
    role = waiting
    names: list[tuple[str, str | None, list[Paragraph]]] = []
    for text, places in pieces:
        if _HOST_MARK.search(text):
            role = "host"
        elif _SUPPORT_MARK.search(text):
            role = "supporting"
        for office in _BETWEEN_OFFICES.split(text):
            name = _bare(office)
            if or_none(name) is not None:
                names.append((name, role, places))
    return names, role


def _bare(text: str) -> str:
    """An office's own name: "หน่วยงานสนับสนุน (R) สำนักงาน ประชาสัมพันธ์" → "สำนักงานประชาสัมพันธ์"."""
    return _SPLIT_OFFICE.sub(r"\1", mend_spaces(_without_prefix(text))).strip(" :")


def _without_prefix(text: str) -> str:
    """The words of a name cell without list marks, "หน่วยงาน…" and "(H)"/"(R)"."""
    name = _LIST_MARK.sub("", text.strip())
    while True:
        shorter = _PREFIX.sub("", name, count=1).strip()
        if shorter == name:
            break
        name = shorter
    return _TRAILING_MARK.sub("", name)


def _count(name: str) -> int | None:
    written = to_arabic(name)
    if match := _COUNT.search(written):
        number = int((match.group(1) or match.group(2))[:6])
        return number if number > 0 else None
    return DISTRICT_OFFICES if _EVERY.search(written) else None


def _role(name: str, marked: str | None, host: str | None, agencies: list[AgencyLine]) -> str:
    if marked is not None:
        return marked
    if host is not None:
        return "host" if fold(name) == fold(host) else "supporting"
    return "supporting" if agencies else "host"


def _lines(entry: _Entry, host: str | None, unit: str | None, agencies: list[AgencyLine], findings: Findings) -> None:
    shared = len(entry.names) > 1 and len(entry.target) != len(entry.names)
    for index, (printed, marked, places) in enumerate(entry.names):
        name = host if host is not None and fold(printed) == fold(host) else printed
        path = f"agencies[{len(agencies)}]"
        findings.came_from(f"{path}.name", places)
        cell = entry.target if len(entry.names) == 1 or shared else [entry.target[index]]
        target = read_target(cell, f"{path}.target", findings, unit=unit, host=False).target
        if (shared or entry.shares_target) and target.value is not None:
            findings.ask(f"{path}.target.value", "one target is printed for several agencies")
        units = tuple(word for word in (unit, target.unit) if word)
        duties = []
        for number, (duty, where) in enumerate(entry.duties.duties(units)):
            findings.came_from(f"{path}.duties[{number}]", where)
            if lacks_number(duty):
                findings.ask(
                    f"{path}.duties[{number}].minimums", "a bound is worded for which no number was read", where[0]
                )
            duties.append(duty)
        role = _role(name, marked, host, agencies)
        if marked is None and host is None:
            findings.ask(f"{path}.role", "the sheet does not say whether this agency is the host")
        agencies.append(AgencyLine(name, role, _count(name), target, tuple(duties)))
