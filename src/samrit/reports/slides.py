"""The hand-out for a meeting: the same report in slides, what executives must know first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from samrit.core.contract import canonical
from samrit.core.rubric.words import period_words
from samrit.platform.papers import Bars, Centred, Deck, Items, Paragraph, Slide, Table
from samrit.reports import sections
from samrit.reports.result import day_of, exceptions, is_of_the_year
from samrit.results.models import Report
from samrit.scoring.ladder import ladder_of
from samrit.scoring.result import Result, score_key_result

_LINES, _MOST = 13, 9
"""So many lines of a table, and points of a list, have room on a slide."""
_CELL = 45
"""Letters from which on a cell takes two lines."""
_LONGEST = 110
"""Letters of a point or cell; the paper has the whole text."""


def report_deck(report: Report) -> Deck:
    """The slides of a report; its score is that of the paper."""
    result = score_key_result(report.key_result, day_of(report))
    key_result = report.key_result
    kind = (
        "รายงานผลการดำเนินงาน" if is_of_the_year(report) else f"รายงานความก้าวหน้า {period_words(report.period.code).th}"
    )
    return Deck(
        title=f"{kind} ตัวชี้วัด {key_result.code} {sections.year_of(key_result)}",
        subtitle=f"{key_result.name}\n{report.agency.name_th} · ข้อมูล ณ วันที่ {sections.day(result.as_of)}",
        slides=tuple(_slides(report, result)),
    )


def _slides(report: Report, result: Result) -> Iterator[Slide]:
    first = tuple(exceptions(result))
    yield Slide(
        "เรื่องที่ต้องทราบก่อน",
        (
            Items(tuple(map(_short, first[:_MOST])), numbered=True)
            if first
            else Paragraph("เป็นไปตามแผน ไม่มีเรื่องที่ต้องเร่งรัด"),
        ),
    )
    yield from _score(result)
    yield from _tables("ผลรายย่านสร้างสรรค์", sections.districts(result))
    yield from _tables("ผลตามบทบาทภารกิจ", sections.duties(result))
    bars = tuple(block for block in sections.awareness(result) if isinstance(block, Bars))
    if bars:
        yield Slide("ผลสำรวจการรับรู้", bars)
    said = [(title, _points(text)) for title, text in _WRITTEN.items() for text in [getattr(report, text)]]
    if any(points for _title, points in said):
        blocks = [block for title, points in said if points for block in (Paragraph(title), Items(points))]
        yield Slide("ปัญหาอุปสรรคและข้อเสนอแนะ", tuple(blocks))


_WRITTEN = {"ปัญหาอุปสรรค": "problems", "ข้อเสนอแนะ": "suggestions"}


def _points(text: str) -> tuple[str, ...]:
    return tuple(_short(line) for line in text.splitlines() if line.strip())[: _MOST // 2]


def _score(result: Result) -> Iterator[Slide]:
    scored, ladder = result.score.score, ladder_of(result)
    most = max((rung.score for rung in ladder.rungs), default=None)
    of = f" จาก {canonical(most)}" if most is not None else ""
    said = "ยังให้คะแนนไม่ได้" if scored is None else f"ได้คะแนน {canonical(scored)}{of}"
    blocks: list[Centred | Paragraph | Table] = [Centred(said, 40, bold=True)]
    if ladder.next_score is not None and ladder.next_missing:
        missing = "; ".join(row.th for row in ladder.next_missing)
        blocks.append(Paragraph(f"สิ่งที่ขาดสำหรับคะแนน {canonical(ladder.next_score)}: {missing}"))
    blocks += [_shortened(block) for block in sections.rubric(result) if isinstance(block, Table)]
    yield Slide("คะแนน", tuple(blocks))


def _tables(title: str, blocks: Iterable[object]) -> Iterator[Slide]:
    """The first table of a section, on as many slides as it needs."""
    table = next((_shortened(block) for block in blocks if isinstance(block, Table)), None)
    if table is None:
        return
    parts = list(_parts(table.rows))
    for number, rows in enumerate(parts, 1):
        more = f" ({number}/{len(parts)})" if len(parts) > 1 else ""
        yield Slide(title + more, (Table("", table.columns, rows),))


def _parts(rows: Iterable[tuple[str, ...]]) -> Iterator[tuple[tuple[str, ...], ...]]:
    """Rows for slide after slide, about as many on each."""
    rows = tuple(rows)
    whole = sum(map(_lines_of, rows))
    room = -(-whole // max(-(-whole // _LINES), 1))
    part: list[tuple[str, ...]] = []
    lines = 0
    for row in rows:
        taken = _lines_of(row)
        if part and lines + taken > max(room, 2):
            yield tuple(part)
            part, lines = [], 0
        part.append(row)
        lines += taken
    if part:
        yield tuple(part)


def _lines_of(row: tuple[str, ...]) -> int:
    return 2 if any(len(cell) > _CELL for cell in row) else 1


def _shortened(table: Table) -> Table:
    return Table("", table.columns, tuple(tuple(map(_short, row)) for row in table.rows))


def _short(text: str) -> str:
    """Its beginning and its end, cut at blanks: that is where official sentences say what of and how many."""
    text = " ".join(text.split()).removeprefix("- ")
    if len(text) <= _LONGEST:
        return text
    head, tail = text[: _LONGEST // 2], text[-(_LONGEST // 2) :]
    return f"{head.rpartition(' ')[0] or head} … {tail.partition(' ')[2] or tail}"
