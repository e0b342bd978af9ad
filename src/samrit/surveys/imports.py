"""Responses out of a CSV or XLSX file: tried first, with faults by cell, then taken in like any other, once.

Its columns are those of `answer_sheet`. Rows without a `psu` count as volunteers; `id` is the row's own number, so that
a second import adds nothing. Several answers of one question are divided by blanks.
"""

from __future__ import annotations

import csv
import hashlib
import io
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django.db import transaction

from samrit.core.contract import Message, Refused
from samrit.people.enums import Act
from samrit.people.models import User
from samrit.people.rights import Rights
from samrit.surveys.actions.intake import Door, Submission, receive_all
from samrit.surveys.actions.shared import asked, latest, record, scope_of
from samrit.surveys.answer_sheet import columns_of
from samrit.surveys.answers import check_answer
from samrit.surveys.cells import Book, Unreadable
from samrit.surveys.enums import Mode, Source
from samrit.surveys.flow import ADULTS, ADULTS_QUESTION, BESIDE, GUARDIAN_QUESTION, refused_for_age
from samrit.surveys.models import Psu, Response, Wave
from samrit.surveys.questionnaire import CODES, Question, Questionnaire

LARGEST, ROWS, COLUMNS, FAULTS = 5_000_000, 20_000, 400, 100
"""Bytes of a file, rows and columns of it, and faults that are named before we stop looking."""
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one cell; rows count from 1 with the header."""

    row: int
    column: str
    what: Message


@dataclass(frozen=True, slots=True)
class Tried:
    """What an import would take in, and what is in its way."""

    submissions: tuple[tuple[Psu | None, Submission], ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """What an import would take in (dry run) or took in: responses that are new, and that were there already."""

    new: int
    there: int
    faults: tuple[Fault, ...]
    done: bool


def import_responses(wave: Wave, data: bytes, *, dry_run: bool = True, acting_user: User) -> Taken:
    """Takes the responses of a CSV or XLSX file into a wave, each once; with `dry_run`, or a fault, nothing is kept."""
    Rights(acting_user).require(Act.EDIT_SURVEY, scope_of(wave.survey))
    tried = try_import(wave, data, "responses.xlsx" if data[:2] == b"PK" else "responses.csv")
    if dry_run or tried.faults:
        return Taken(*_counted(wave, tried), faults=tried.faults, done=False)
    return Taken(*take_in(wave, tried, acting_user=acting_user), faults=(), done=True)


def _counted(wave: Wave, tried: Tried) -> tuple[int, int]:
    """How many of the responses are new, and how many are there already."""
    sent = {submission.uid for _, submission in tried.submissions}
    there = Response.objects.filter(wave=wave, uid__in=sent).count()
    return len(sent) - there, there


def try_import(wave: Wave, data: bytes, name: str) -> Tried:
    """Reads a file without keeping anything. Raises Refused for a file that cannot be read at all."""
    version = latest(wave.survey)
    questionnaire = asked(version)
    psus = {row.code: row for row in Psu.objects.filter(stratum__survey=wave.survey).select_related("stratum")}
    found, faults = [], []
    for number, row in _rows(data, name, questionnaire):
        wrong, answers = _answers(questionnaire, row, number)
        code = row.get("psu", "")
        if code and code not in psus:
            wrong.append(Fault(number, "psu", Message(f"there is no unit “{code}”", f"ไม่มีหน่วยตัวอย่าง “{code}”")))
        if code and not row.get(ADULTS):
            weight = Message("the household's adults, the weight, are missing", "ไม่มีจำนวนผู้ใหญ่ในครัวเรือนสำหรับถ่วงน้ำหนัก")
            wrong.append(Fault(number, ADULTS, weight))
        if not wrong and refused_for_age(questionnaire, answers):
            minor = Message("a minor without a guardian's consent", "ผู้เยาว์ที่ผู้ปกครองไม่ได้ยินยอม")
            wrong.append(Fault(number, "age", minor))
        faults += wrong
        if len(faults) >= FAULTS:
            break
        if not wrong:
            own = row.get("id") or hashlib.sha256(f"{number}{sorted(row.items())}".encode()).hexdigest()
            uid = uuid.uuid5(wave.uid, own)
            found.append((psus.get(code), Submission(uid, version, answers)))
    return Tried(tuple(found), tuple(faults[:FAULTS]))


def take_in(wave: Wave, tried: Tried, *, acting_user: User) -> tuple[int, int]:
    """Keeps what was tried and found good; gives how many were new, and how many were there already.

    Some hundreds are durable together: after a break the same file brings in the rest. The audit chain tells how many.
    """
    standing = Rights(acting_user).require(Act.EDIT_SURVEY, scope_of(wave.survey))
    if tried.faults:
        raise Refused(
            "file",
            Message("the file still has faults", "ไฟล์ยังมีข้อผิดพลาด"),
            Message("correct the cells that are named", "โปรดแก้ไขช่องที่ระบุ"),
        )
    new = 0
    for start in range(0, len(tried.submissions), AT_ONCE):
        part = tried.submissions[start : start + AT_ONCE]
        doors = [Door(wave, Source.PROBABILITY if psu else Source.WEB, Mode.IMPORT, psu=psu) for psu, _ in part]
        receipts = receive_all(wave, list(zip(doors, (sent for _, sent in part), strict=True)))
        new += sum(not receipt.replay for receipt in receipts)
    there = len(tried.submissions) - new
    with transaction.atomic():
        data = {"new": new, "there": there}
        record("responses.imported", wave.subject, acting_user=acting_user, standing=standing, data=data)
    return new, there


def _answers(questionnaire: Questionnaire, row: dict[str, str], number: int) -> tuple[list[Fault], dict[str, Any]]:
    wrong: list[Fault] = []
    answers: dict[str, Any] = {}
    for question in (ADULTS_QUESTION, *questionnaire.questions, GUARDIAN_QUESTION):
        if question.kind == "note" or (question.id in BESIDE and not row.get(question.id)):
            continue
        given = _given(question, row)
        names = [_fault_of_name(question, item.id, row.get(item.id, ""), number) for item in question.items]
        if any(names):
            wrong += [fault for fault in names if fault]
            continue
        try:
            answer = check_answer(question, given)
        except Refused as refused:
            wrong.append(Fault(number, question.id, _with_cell(question, row.get(question.id, ""), refused)))
            continue
        if answer is not None:
            answers[question.id] = answer
    return wrong, answers


def _fault_of_name(question: Question, name: str, cell: str, number: int) -> Fault | None:
    """What is wrong with the answer on one name, which has a column of its own."""
    if cell in CODES:
        return None
    if cell:
        return Fault(number, name, _no_choice(cell, CODES))
    return Fault(number, name, Message("no answer", "ไม่มีคำตอบ")) if question.required else None


def _with_cell(question: Question, cell: str, refused: Refused) -> Message:
    """The refusal of a cell with what stands in it, and what may."""
    if question.values and cell:
        return _no_choice(cell, question.values)
    if not cell or len(cell) > _SHOWN:
        return refused.what
    return Message(f"“{cell}”: {refused.what.en}", f"“{cell}” {refused.what.th}")


def _no_choice(cell: str, choices: Iterable[str]) -> Message:
    known = list(choices)
    several = ", ".join(known[:_LISTED]) + " …" * (len(known) > _LISTED)
    return Message(f"“{cell[:_SHOWN]}” is none of: {several}", f"“{cell[:_SHOWN]}” ไม่ใช่รหัสคำตอบ ใช้ได้: {several}")


_SHOWN, _LISTED = 60, 12
"""Letters of a cell, and choices, that a fault repeats."""


def _given(question: Question, row: dict[str, str]) -> Any:
    if question.kind == "recognise":
        return {item.id: row.get(item.id, "") for item in question.items}
    text = row.get(question.id, "")
    return text.split() if question.kind == "select_multiple" else text


def _rows(data: bytes, name: str, questionnaire: Questionnaire) -> Iterator[tuple[int, dict[str, str]]]:
    if len(data) > LARGEST:
        raise _unread("the file is larger than 5 MB", "ไฟล์ใหญ่เกิน ๕ เมกะไบต์")
    lines = _sheet(data) if name.lower().endswith(".xlsx") else _csv(data)
    header = [cell.strip() for cell in next(lines, (1, []))[1]]
    twice = next((cell for cell in header if cell and header.count(cell) > 1), None)
    if twice is not None:
        raise _unread(f"the column “{twice}” stands twice", f"คอลัมน์ “{twice}” ปรากฏซ้ำ")
    known = {column.name for column in columns_of(questionnaire)}
    strange = [cell for cell in header if cell and cell not in known]
    if not any(header):
        raise _unread("the first row names no column", "แถวแรกไม่มีชื่อคอลัมน์")
    if strange:
        shown = strange[0][:60]
        raise _unread(f"there is no column “{shown}” in the answer sheet", f"แบบกรอกคำตอบไม่มีคอลัมน์ “{shown}”")
    taken = 0
    for number, cells in lines:
        texts = [cell.strip() for cell in cells]
        taken += any(texts)
        if taken > ROWS:
            raise _unread(f"more than {ROWS} rows", f"มีมากกว่า {ROWS} แถว")
        stray = next((text for name, text in zip_longest(header, texts, fillvalue="") if text and not name), "")
        if stray:
            raise _unread(
                f"line {number}: “{stray[:60]}” stands in a column without a name",
                f"บรรทัดที่ {number}: “{stray[:60]}” อยู่ในคอลัมน์ที่ไม่มีชื่อ",
            )
        if any(texts):
            yield number, {key: text for key, text in zip(header, texts, strict=False) if key}


def _csv(data: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        raise _unread(f"line {row}: the text is not UTF-8", f"บรรทัดที่ {row}: ข้อความไม่ใช่ UTF-8") from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        yield from enumerate(reader, 1)
    except csv.Error as error:
        row = reader.line_num
        if "field larger" in str(error):
            raise _unread(
                f"line {row}: a cell of more than {csv.field_size_limit():,} letters",
                f"บรรทัดที่ {row}: มีช่องที่ยาวเกิน {csv.field_size_limit():,} ตัวอักษร",
            ) from None
        raise _unread(
            f"line {row}: the quotes of the file do not match", f"บรรทัดที่ {row}: เครื่องหมายคำพูดในไฟล์ไม่ครบคู่"
        ) from None


def _sheet(data: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        book = Book(data, 10 * LARGEST)
        yield from book.rows(book.names[0], COLUMNS)
    except Unreadable:
        raise _unread(
            "this is no XLSX workbook, or a larger one than is read", "ไฟล์ไม่ใช่ XLSX หรือใหญ่เกินกว่าที่รับ"
        ) from None


def _unread(en: str, th: str) -> Refused:
    mend = Message(
        "save it as CSV (UTF-8) or XLSX with the columns of the answer sheet",
        "โปรดบันทึกเป็น CSV (UTF-8) หรือ XLSX ตามคอลัมน์ในแบบกรอกคำตอบ",
    )
    return Refused("file", Message(en, th), mend)
