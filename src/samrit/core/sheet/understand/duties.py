"""The duties of an agency: numbered paragraphs, their kind and the minimums they set."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest

from samrit.core.sheet.definition import Duty, Minimum
from samrit.core.sheet.paper import Paragraph
from samrit.core.sheet.quantities import Bound, bounds, every_district
from samrit.core.sheet.understand.kinds import duty_kind
from samrit.core.sheet.understand.prose import is_blank, run_on
from samrit.core.thai import is_broken_word, mend_spaces, to_arabic

_NUMBER = re.compile(r"\(?(?P<number>[0-9๐-๙]{1,2}(?:\.[0-9๐-๙]{1,2})*)\s*[.)](?:\s+|(?=[^\s0-9๐-๙]))")
_SUB_NUMBER = re.compile(r"(?P<number>[0-9๐-๙]{1,2}(?:\.[0-9๐-๙]{1,2})+)\s+(?=[^\s0-9๐-๙%])")
_BULLET = re.compile(r"[-–•●▪*]\s*(?=\S)")
_UNFINISHED = re.compile(
    r"(?:โดย|โดยให้|และ|หรือ|ของ|ที่|ให้|ใน|การ|จำนวน|ไม่น้อยกว่า|อย่างน้อย|ได้แก่|เช่น|ผ่าน|เพื่อ|กับ|พร้อม|ด้วย|จาก|เป็น|ความ|ซึ่ง|ต่อ|แก่|,)$"
)
_BOUND_WORD = re.compile(r"(?:ไม่|มิ)\s*น้อยกว่า|ไม่ต่ำกว่า|หรือเท่ากับ|อย่างน้อย|ไม่เกิน(?!ไป)|ไม่มากกว่า|≥|≤")
_SET_BY_WORDS = frozenset({">=", "<=", ">", "<"})


class DutyList:
    """Gathers the duties of one agency (or of several that share them), paragraph by paragraph."""

    def __init__(self) -> None:
        self._numbers: list[int | str | None] = []
        self._texts: list[str] = []
        self._places: list[list[Paragraph]] = []

    def add(self, paragraphs: list[Paragraph], *, new_row: bool) -> None:
        """Takes the paragraphs of one cell. `new_row`: the cell goes on from the row (or page) above."""
        for index, paragraph in enumerate(paragraphs):
            for number, text in _parts(paragraph.text):
                goes_on = number is None and self._goes_on(text)
                if goes_on and self._texts:
                    self._continue(paragraph, text, direct=new_row and index == 0)
                else:
                    self._numbers.append(number)
                    self._texts.append(_BULLET.sub("", text, count=1) if _BULLET.match(text) else text)
                    self._places.append([paragraph])

    def _goes_on(self, text: str) -> bool:
        if not self._texts:
            return False
        if self._numbers[-1] is not None:
            return True
        if _BULLET.match(text):
            return False
        before = self._texts[-1]
        return is_broken_word(before, text) or _UNFINISHED.search(before) is not None

    def _continue(self, paragraph: Paragraph, text: str, *, direct: bool) -> None:
        before = self._texts[-1]
        joined = direct or is_broken_word(before, text) or _UNFINISHED.search(before) is not None
        self._texts[-1] = run_on(before, text) if joined and not _BULLET.match(text) else f"{before}\n{text}"
        self._places[-1].append(paragraph)

    def duties(self, units: tuple[str, ...]) -> Iterator[tuple[Duty, list[Paragraph]]]:
        """The duties, each with the paragraphs it stands in. `units`: the units of the sheet's targets."""
        for number, text, places in zip(self._numbers, self._texts, self._places, strict=True):
            mended = mend_spaces(text)
            if number is None and is_blank(mended):
                continue
            yield Duty(number, mended, duty_kind(mended), tuple(minimums(mended, units))), places


def minimums(text: str, units: tuple[str, ...] = ()) -> Iterator[Minimum]:
    """The bounds that a duty sets in words or signs ("ไม่น้อยกว่า ๒๐ ชิ้นงาน", "≥ 80%", "ทุกเขต"), in their order."""
    every_number = bounds(text, units)
    found = [
        _with_unit_of_range(bound, following, text) if bound.unit is None else bound
        for bound, following in zip_longest(every_number, every_number[1:])
        if bound.operator in _SET_BY_WORDS
    ]
    found += [every for every in every_district(text) if not any(b.start <= every.start < b.end for b in found)]
    for bound in sorted(found, key=lambda each: each.start):
        yield Minimum(bound.value, bound.unit, bound.operator or ">=", bound.per)


def _with_unit_of_range(bound: Bound, following: Bound | None, text: str) -> Bound:
    """ "อย่างน้อย ๓ - ๕ ครั้ง": the unit stands behind the second number."""
    if following is None or not re.fullmatch(r"\s*(?:-|–|ถึง)\s*", text[bound.end : following.start]):
        return bound
    return replace(bound, unit=following.unit)


def lacks_number(duty: Duty) -> bool:
    """Whether a duty words a bound ("ไม่น้อยกว่า") for which no number was read."""
    return not duty.minimums and _BOUND_WORD.search(duty.text) is not None


def _parts(text: str) -> Iterator[tuple[int | str | None, str]]:
    """The numbered pieces of a paragraph; "๑. … ๒. …" in one paragraph is cut where the numbers count on."""
    text = text.strip()
    head = _NUMBER.match(text) or _SUB_NUMBER.match(text)
    if head is None:
        yield None, text
        return
    number = _as_number(head.group("number"))
    start = head.end()
    while (cut := _next_number(text, start, number)) is not None:
        yield number, text[start : cut.start()].strip()
        number, start = _as_number(cut.group("number")), cut.end()
    yield number, text[start:].strip()


def _next_number(text: str, start: int, number: int | str) -> re.Match[str] | None:
    if not isinstance(number, int):
        return None
    for cut in _NUMBER.finditer(text, start):
        if text[cut.start() - 1 : cut.start()].isspace() and _as_number(cut.group("number")) == number + 1:
            return cut
    return None


def _as_number(text: str) -> int | str:
    written = to_arabic(text)
    return written if "." in written else int(written)
