"""The tick boxes of the form: references, reporting channels, evaluation methods, and who is involved."""

from __future__ import annotations

import re
from collections.abc import Iterator

from samrit.core.sheet import gaps, labels
from samrit.core.sheet.definition import Involvement, Tick
from samrit.core.sheet.matching import is_printed_note, starts_with
from samrit.core.sheet.paper import TICKED, UNTICKED, Paragraph
from samrit.core.sheet.understand.findings import Findings
from samrit.core.sheet.understand.prose import or_none
from samrit.core.thai import mend_spaces

_MARKS = re.compile(rf"[{TICKED}{UNTICKED}](?:\s*[{TICKED}{UNTICKED}])*")
_BLOT = re.compile(r"^[^\s\u0e01-\u0e2e]{0,2}\S?\s+(?=\S{4})|^[\[\]|(){}]+\s*")
_BLANKS = re.compile(r"\s+")
_SPECIFY = re.compile(r"\(\s*ระบุ\s*\)|\(?\s*(?:โปรด|โปรต|โปรค|กรุณา)\s*ระบุ\s*\)?")
_NOTE_BEHIND = re.compile(r"\s*(?=[(*]กรณี)")

CONTRADICTORY = "the marks of this option contradict each other"


def _pieces(paragraph: Paragraph, options: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The marks and the words of each option printed in a paragraph: ("☑", "มาตรฐานการดำเนินงาน")."""
    for marks, words in _marked(paragraph.text):
        first, *others = _parted(words, options)
        yield marks, first
        for other in others:
            yield "", other


def _marked(text: str) -> Iterator[tuple[str, str]]:
    """What stands behind (or, in some forms, before) each mark of a text."""
    found = list(_MARKS.finditer(text))
    if not found:
        yield "", text.strip()
        return
    if text[: found[0].start()].strip() and not text[found[-1].end() :].strip():
        yield from _marks_behind(text, found)
        return
    if before := text[: found[0].start()].strip():
        yield "", before
    for index, match in enumerate(found):
        end = found[index + 1].start() if index + 1 < len(found) else len(text)
        yield "".join(match.group(0).split()), text[match.end() : end].strip()


def _marks_behind(text: str, found: list[re.Match[str]]) -> Iterator[tuple[str, str]]:
    start = 0
    for match in found:
        yield "".join(match.group(0).split()), text[start : match.start()].strip()
        start = match.end()


def _parted(words: str, options: tuple[str, ...]) -> Iterator[str]:
    """The options that stand in one line without any mark between them, each with what follows it."""
    known = [option for option in options if starts_with(words, option) is not None]
    start = 0
    if known:
        others = [option for option in options if option not in known]
        for blank in _BLANKS.finditer(words):
            if any(starts_with(words[blank.end() :], option) is not None for option in others):
                yield words[start : blank.start()]
                start = blank.end()
    yield words[start:]


def _without_blot(words: str) -> str:
    """The words behind what a scan made of an empty or ticked box ("O", "[ๆ", "เ]")."""
    return _BLOT.sub("", words)


def _state(marks: str) -> bool | None:
    if not marks or {TICKED, UNTICKED} <= set(marks):
        return None
    return marks[0] == TICKED


def _with_lone_marks(paragraphs: list[Paragraph], findings: Findings) -> list[Paragraph]:
    """A mark in a cell of its own belongs to the words in the next one."""
    joined: list[Paragraph] = []
    lone: Paragraph | None = None
    for paragraph in paragraphs:
        if lone is not None and not _MARKS.match(paragraph.text):
            findings.use(lone)
            joined.append(findings.cut(paragraph, f"{lone.text.strip()} {paragraph.text}"))
            lone = None
        elif _MARKS.fullmatch(paragraph.text.strip()):
            lone = paragraph
        else:
            joined.append(paragraph)
    return joined


def read_ticks(paragraphs: list[Paragraph], options: tuple[str, ...], field: str, findings: Findings) -> list[Tick]:
    """The options that are printed, in their order, in the form's own words.

    Asks for a mark that was lost or that contradicts itself. Words that are no option stay unread.
    """
    ticks: list[Tick] = []
    for paragraph in _with_lone_marks(paragraphs, findings):
        strange: list[str] = []
        for marks, printed in _pieces(paragraph, options):
            words = _without_blot(printed) if findings.scanned else printed
            if not words or is_printed_note(words):
                findings.use(paragraph)
            elif marks or _known(words, options) is not None:
                findings.use(paragraph)
                ticks.append(_tick(marks, words, options))
                _doubts(f"{field}[{len(ticks) - 1}].ticked", marks, paragraph, findings)
            elif ticks and ticks[-1].detail is None and _SPECIFY.search(ticks[-1].label):
                findings.use(paragraph)
                ticks[-1] = Tick(ticks[-1].label, ticks[-1].ticked, or_none(mend_spaces(words)))
            else:
                strange.append(words)
        findings.keep_open(paragraph, strange)
    return ticks


def _doubts(field: str, marks: str, paragraph: Paragraph, findings: Findings) -> None:
    findings.came_from(field, (paragraph,))
    if not marks:
        findings.ask(field, gaps.MARK_LOST, paragraph)
    elif _state(marks) is None:
        findings.ask(field, f"{CONTRADICTORY}: {marks}", paragraph)


def _known(words: str, options: tuple[str, ...]) -> tuple[str, str] | None:
    """The form's own wording of an option, and what stands behind it."""
    for option in sorted(options, key=len, reverse=True):
        end = starts_with(words, option)
        if end is not None:
            rest = words[end:].strip(" :：.…)")
            if not rest or _SPECIFY.search(option):
                return option, rest
            if (note := _NOTE_BEHIND.match(words, end)) and is_printed_note(words[note.end() :]):
                return option, ""
    return None


def _tick(marks: str, words: str, options: tuple[str, ...]) -> Tick:
    known = _known(words, options)
    if known is not None:
        return Tick(known[0], _state(marks), or_none(mend_spaces(known[1])))
    if specify := _SPECIFY.search(words):
        label = f"{words[: specify.start()].strip()} โปรดระบุ".strip()
        return Tick(label, _state(marks), or_none(mend_spaces(words[specify.end() :])))
    return Tick(mend_spaces(words), _state(marks))


def _involved(words: str) -> tuple[str, str] | None:
    """The option of the involvement block, and what is written behind it ("ได้แก่ สำนักอนามัย")."""
    for option in sorted(labels.INVOLVEMENT_OPTIONS, key=len, reverse=True):
        end = starts_with(words, option)
        if end is not None and (not words[end:].strip() or re.match(r"\s*(?:ได้แก่|เช่น|คือ|:|\()", words[end:])):
            return option, words[end:].strip()
    return None


_INVOLVEMENT_FIELDS = {
    labels.SINGLE_AGENCY: "single_agency",
    labels.SUPPORTING_AGENCIES: "supporting_agencies",
    labels.SUPPORTING_BUREAUS: "supporting_bureaus",
    labels.SUPPORTING_DISTRICT_OFFICES: "supporting_district_offices",
}


def read_involvement(paragraphs: list[Paragraph], findings: Findings) -> Involvement:
    """Who is involved. A lost mark is None and asked for, all in one question; so is a contradiction."""
    values: dict[str, bool | None] = dict.fromkeys(_INVOLVEMENT_FIELDS.values())
    contradicts = False
    for paragraph in _with_lone_marks(paragraphs, findings):
        strange: list[str] = []
        for marks, printed in _pieces(paragraph, labels.INVOLVEMENT_OPTIONS):
            words = _without_blot(printed) if findings.scanned else printed
            known = _involved(words)
            if known is not None:
                findings.use(paragraph)
                findings.came_from("involvement", (paragraph,))
                values[_INVOLVEMENT_FIELDS[known[0]]] = _state(marks)
                contradicts = contradicts or (bool(marks) and _state(marks) is None)
                strange.extend(filter(None, (known[1],)))
            elif not words or is_printed_note(words):
                findings.use(paragraph)
            else:
                strange.append(words)
        findings.keep_open(paragraph, strange)
    involvement = Involvement(**values)
    supported = (
        involvement.supporting_agencies or involvement.supporting_bureaus or involvement.supporting_district_offices
    )
    if contradicts or (involvement.single_agency and supported):
        findings.ask("involvement", "the marks of this block contradict each other")
    elif set(values.values()) == {False}:
        findings.ask("involvement", "no option of this block is ticked")
    elif None in values.values():
        every = all(value is None for value in values.values())
        findings.ask("involvement", gaps.MARKS_LOST if every else gaps.SOME_MARKS_LOST)
    return involvement
