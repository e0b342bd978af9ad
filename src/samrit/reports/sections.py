"""Sections that several papers share. Thai; digits are Arabic here and turned when the paper is drawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from decimal import ROUND_DOWN, Decimal
from pathlib import Path

from django.conf import settings

from samrit.core.contract import canonical
from samrit.core.counting.vocabulary import GRADE
from samrit.core.rubric.words import operator_words, period_words
from samrit.core.sheet import Definition
from samrit.core.thai import format_date
from samrit.core.thai.calendar import BUDDHIST_ERA, SHORT_MONTHS
from samrit.evidence.models import EvidenceItem
from samrit.evidence.queries import evidence_id, evidence_of_key_results, is_hidden
from samrit.people.models import Agency, User
from samrit.platform.models import AuditEntry
from samrit.platform.papers import Bar, Bars, Block, Column, Heading, Items, Memo, Paragraph, Table
from samrit.results.models import KeyResult, Report
from samrit.scoring.compliance import ComplianceRow
from samrit.scoring.ladder import ladder_of
from samrit.scoring.matrix import MatrixRow, matrix_of
from samrit.scoring.result import Result, assumption_words

BANGKOK = dt.timezone(dt.timedelta(hours=7), "Asia/Bangkok")
_YES, _NO, _UNKNOWN = "☑", "–", "ยังไม่ทราบ"
_MET = {True: "ครบ", False: "ไม่ครบ", None: "ยังไม่ทราบ"}
_HELD = {True: "เป็นไปตามเกณฑ์", False: "ยังไม่เป็นไปตามเกณฑ์", None: "ยังไม่มีข้อมูลพอ"}


EXECUTIVES = "ผู้บริหารกรุงเทพมหานคร"


def memo(
    key_result: KeyResult, agency: Agency | None, subject: str, *, on: dt.date, definition: Definition | None
) -> Memo:
    """The head of an agency's memo to the executives; the host's bears the telephone that its sheet names."""
    name = "" if agency is None else agency.name_th
    own = agency is not None and agency.pk == key_result.host_id and definition is not None
    telephone = (definition.coordinator.phone if own and definition else None) or ""
    return Memo(agency=name, subject=subject, to=EXECUTIVES, date=day(on), telephone=telephone, garuda=_garuda())


def _garuda() -> bytes | None:
    """The picture of the emblem that the office holds; its place stays empty where the settings name none."""
    name: str = settings.SAMRIT_GARUDA
    return Path(name).read_bytes() if name else None


def day(on: dt.date) -> str:
    """A date as papers write it, in Arabic digits."""
    return format_date(on, thai_digits=False)


def short_day(on: dt.date) -> str:
    """A date as tables write it: the month short, the year whole, all in one line."""
    return f"{on.day}\xa0{SHORT_MONTHS[on.month - 1]}\xa0{on.year + BUDDHIST_ERA}"


def lines_of(text: str) -> str:
    """The sheet's own words; where it lists with dashes, each point stands on a line of its own."""
    return text.replace(" - ", "\n- ") if text.startswith("- ") else text


def _undashed(text: str) -> str:
    """The same in a list that has dots of its own."""
    return "\n".join(line.removeprefix("- ") for line in lines_of(text).splitlines())


def year_of(key_result: KeyResult) -> str:
    """The fiscal year in words."""
    return f"ปีงบประมาณ พ.ศ. {key_result.fiscal_year}"


# --- what is asked ---


def background(result: Result) -> Iterator[Block]:
    """Which sheet asks for what, of whom."""
    key_result, definition = result.key_result, result.definition
    host = "" if key_result.host is None else key_result.host.name_th
    yield Paragraph(
        f"แบบรายละเอียดตัวชี้วัด (KRs) รหัส {key_result.code} {year_of(key_result)} กำหนดให้{host or 'หน่วยงานผู้รับผิดชอบหลัก'}"
        f"ดำเนินการตามตัวชี้วัด “{key_result.name}”{_target(result)}"
    )
    if definition is not None and definition.definition:
        yield Paragraph(f"นิยาม: {definition.definition}")


def _target(result: Result) -> str:
    target = None if result.definition is None else result.definition.target
    if target is None or target.value is None:
        return ""
    return f" ค่าเป้าหมาย {canonical(target.value)} {target.unit or ''}".rstrip()


def rubric(result: Result) -> Iterator[Block]:
    """The rungs, with where it stands."""
    ladder = ladder_of(result)
    if not ladder.rungs:
        return
    columns = (Column("คะแนน", 1, "center"), Column("เกณฑ์", 7), Column("ผล", 2, "center"))
    rows = tuple(
        (canonical(rung.score), lines_of(rung.text.th), "คะแนนที่ได้" if rung.here else _RUNG[rung.held])
        for rung in ladder.rungs
    )
    yield Table("เกณฑ์การให้คะแนนตามแบบรายละเอียด", columns, rows)


_RUNG = {True: "ผ่าน", False: "ยังไม่ถึง", None: "ยังไม่ทราบ"}


# --- what was done ---


def districts(result: Result) -> Iterator[Block]:
    """Districts by what counts in each, as the matrix has it."""
    found = matrix_of(result)
    if found is None:
        return
    columns = (
        Column("ย่านสร้างสรรค์", 5),
        Column("นับเป็นผล", 3, "center"),
        *(Column(title.th, 4, "center") for _, title in found.columns),
        Column("เว็บไซต์", 3, "center"),
    )
    rows = tuple(
        (
            row.name,
            _UNKNOWN if row.publicised is None else _YES if row.publicised else _NO,
            *(str(cell.figures.strict) for cell in row.cells),
            _YES if row.on_website else _NO,
        )
        for row in found.rows
    )
    yield Table(
        f"ผลรายย่านสร้างสรรค์ ณ วันที่ {day(found.as_of)} ได้รับการประชาสัมพันธ์แล้ว {found.publicised} จาก {len(rows)} ย่าน"
        " (งานหนึ่งอาจเป็นของหลายย่าน)",
        columns,
        rows,
    )
    lacking = tuple(_lacking(found.rows))
    if lacking:
        yield Paragraph("ย่านที่ยังขาด", indent=False)
        yield Items(lacking)


def _lacking(rows: Iterable[MatrixRow]) -> Iterator[str]:
    """What is lacking, with the districts that lack it; which work is nearest to it, the office's own page tells."""
    found: dict[str, list[str]] = {}
    for row in rows:
        for need in row.needs:
            found.setdefault(need.th.partition(" ที่ใกล้ที่สุดคือ ")[0], []).append(row.name)
    for need, names in found.items():
        yield f"{need} ({len(names)} ย่าน): {', '.join(names)}"


def duties(result: Result) -> Iterator[Block]:
    """The duties with their minimums: beside the score, and said as such."""
    columns = (
        Column("ข้อ", 1, "center"),
        Column("บทบาทภารกิจ", 7),
        Column("กำหนด", 2, "center"),
        Column("ผล", 2, "center"),
        Column("สถานะ", 2, "center"),
    )
    rows = tuple(
        (row.number, row.text, _required(row), _figure(row.strict), _MET[row.met] if row.required is not None else _NO)
        for row in result.compliance
    )
    if rows:
        yield Table("ผลตามบทบาทภารกิจ (เกณฑ์ขั้นต่ำเหล่านี้ไม่ใช่เกณฑ์การให้คะแนน)", columns, rows)


def _required(row: ComplianceRow) -> str:
    if row.required is None:
        return _NO
    return f"{operator_words(row.operator).th}{amount(row.required, row.unit)}"


def amount(value: Decimal, unit: str) -> str:
    """A figure with its unit, as Thai says it, after what stands before it: ร้อยละ 80, or 20 ครั้ง after a blank."""
    said = canonical(value)
    return f"ร้อยละ {said}" if unit in _PERCENT else f" {said} {unit}".rstrip()


_PERCENT = {"%", "ร้อยละ"}


def _figure(value: Decimal | None) -> str:
    return "ไม่มีข้อมูล" if value is None else canonical(value)


# --- the score ---


def score(result: Result) -> Iterator[Block]:
    """The score with every reason, what is short for the next, what was assumed, and what stands beside it."""
    scored = result.score
    if scored.score is None:
        yield Paragraph("ยังให้คะแนนไม่ได้")
    else:
        percent = "" if scored.percent is None else f" คิดเป็นร้อยละ {canonical(scored.percent)}"
        yield Paragraph(f"ณ วันที่ {day(result.as_of)} ได้คะแนน {canonical(scored.score)}{percent} โดยมีเหตุผลดังนี้")
    if scored.because:
        yield Items(tuple(f"{_undashed(row.text.th)}: {_HELD[row.held]}" for row in scored.because))
    ladder = ladder_of(result)
    if ladder.next_score is not None and ladder.next_missing:
        missing = "; ".join(row.th for row in ladder.next_missing)
        yield Paragraph(f"สิ่งที่ขาดสำหรับคะแนน {canonical(ladder.next_score)}: {missing}")
    if result.unmet:
        names = ", ".join(f"ข้อ {row.number}" for row in result.unmet)
        yield Paragraph(f"ทั้งนี้ บทบาทภารกิจที่ยังไม่ครบเกณฑ์ขั้นต่ำ ได้แก่ {names}")
    assumed = (f"{rule.th}: {choice.th}" for rule, choice in map(assumption_words, result.assumptions))
    notes = (*assumed, *(note.th for note in result.notes))
    if notes:
        yield Paragraph("ข้อที่เอกสารไม่ได้กำหนดไว้ และค่าที่ใช้")
        yield Items(notes)


def awareness(result: Result) -> Iterator[Block]:
    """Results of the awareness survey, each with its reading, n, interval and method."""
    rows = result.gathered.awareness
    if not rows:
        yield Paragraph("ยังไม่มีผลสำรวจการรับรู้")
        return
    bars = tuple(
        Bar(f"{_READING[row.reading]} ({day(row.measured_on)})", row.share * 100, _share(row.share, row.low, row.high))
        for row in rows
    )
    yield Bars(
        "สัดส่วนผู้รับรู้ (ร้อยละ)",
        bars,
        most=Decimal(100),
        label_title="วิธีนับและวันที่สำรวจ",
        value_title="ร้อยละ (ช่วงความเชื่อมั่น)",
        mark=Decimal(80),
        mark_words="เส้นประ: เกณฑ์ขั้นต่ำร้อยละ 80",
    )
    yield Items(
        tuple(f"{_READING[row.reading]}: ผู้ตอบ {row.respondents:,} คน วิธีสำรวจ: {row.method.strip()}" for row in rows)
    )


_READING = {
    "each": "รับรู้แต่ละย่าน (ค่าต่ำสุด)",
    "joint": "รับรู้ครบทุกย่าน",
    "mean": "ค่าเฉลี่ยทุกย่าน",
    "any": "รับรู้อย่างน้อยหนึ่งย่าน",
}


def _share(share: Decimal, low: Decimal | None, high: Decimal | None) -> str:
    """Two decimals throughout, rounded down: 79.996 is not 80."""
    said, low_said, high_said = (
        "" if part is None else f"{(part * 100).quantize(Decimal('0.01'), ROUND_DOWN):f}" for part in (share, low, high)
    )
    return f"{said} ({low_said} ถึง {high_said})" if low_said and high_said else said


# --- words of reports ---


def written(reports: Iterable[Report], field: str, empty: str) -> Iterator[Block]:
    """What reports say in a field; which agency's it is, where several speak."""
    found = [(row, getattr(row, field).strip()) for row in reports]
    found = [(row, text) for row, text in found if text]
    if not found:
        yield Paragraph(empty)
    several = len({row.agency_id for row, _ in found}) > 1
    for row, text in found:
        if several:
            yield Paragraph(f"{row.agency.name_th} ({period_words(row.period.code).th})")
        yield Paragraph(text)


# --- what proves it ---


def evidence(result: Result) -> Iterator[Block]:
    """The annex: every item of evidence with its grade, its hash and who verified it, as the dossier has them."""
    rows = evidence_of_key_results([result.key_result.key], known_at=result.gathered.moment)
    if not rows:
        yield Paragraph("ไม่มีหลักฐานในระบบ")
        return
    columns = (
        Column("รหัส", 3, "center"),
        Column("หลักฐาน", 11),
        Column("คุณภาพ", 6),
        Column("SHA-256 หรือที่อยู่", 14, plain=True),
        Column("ผลตรวจ", 5, "center"),
    )
    yield Table("", columns, tuple(map(_evidence, rows)))


def proofs(result: Result) -> Iterator[Block]:
    """District by duty: which works count there, and which items of the annex prove each."""
    counts, items = result.counts, result.gathered.items
    if counts is None or items is None:
        return
    titles = {row.id: row.title or row.id for row in counts.items}
    shown = {row.id: tuple(dict.fromkeys(_proofs_of(row))) for row in items.every}
    duty = {row.minimum.id: row.minimum.title.th for row in counts.minimums}
    names = {row.id: row.name for row in counts.districts}
    rows = tuple(
        (
            names[cell.district],
            duty[cell.minimum],
            "\n".join(_proven(titles[one], shown.get(one, ())) for one in cell.items),
        )
        for cell in sorted(counts.matrix, key=lambda cell: list(names).index(cell.district))
        if cell.items
    )
    if rows:
        columns = (Column("ย่านสร้างสรรค์", 4), Column("นับเป็นผลของ", 4), Column("งานและหลักฐาน", 10))
        yield Table("งานที่นับในแต่ละย่าน พร้อมรหัสหลักฐานตามตารางถัดไป (งานหนึ่งอาจเป็นของหลายย่าน)", columns, rows)


def _proven(title: str, evidence: tuple[str, ...]) -> str:
    return f"{title} ({', '.join(evidence)})" if evidence else f"{title} (ไม่มีหลักฐานในระบบ)"


def _proofs_of(value: object) -> Iterator[str]:
    """The items of evidence that a work names anywhere: itself, its publications, who took part."""
    if isinstance(value, tuple):
        for one in value:
            yield from _proofs_of(one)
    elif is_dataclass(value):
        for part in fields(value):
            found = getattr(value, part.name)
            yield from found if part.name == "evidence" else _proofs_of(found)


def _evidence(row: EvidenceItem) -> tuple[str, ...]:
    hidden = is_hidden(row)
    proof = row.file_id or row.url
    marks = [mark.get_outcome_display() for mark in row.marks.all()]
    return (
        evidence_id(row),
        "(ปิดตามการถอนความยินยอม)" if hidden else row.title,
        GRADE[row.grade].th,
        "" if hidden else proof,
        marks[-1] if marks else "ยังไม่ตรวจ",
    )


def acts(subject: str, words: dict[str, str]) -> Iterator[Block]:
    """Who did what, when, and the entry of the audit chain that shows it: the office's own electronic signature."""
    rows = AuditEntry.objects.filter(subject=subject, action__in=words).order_by("sequence")
    names = _names(rows)
    lines = tuple(
        (words[row.action], names.get(row.actor, row.actor), _moment(row.at), str(row.sequence), row.hash[:16])
        for row in rows
    )
    if lines:
        columns = (
            Column("การดำเนินการ", 6),
            Column("โดย", 8),
            Column("เมื่อ", 9),
            Column("ลำดับ", 3, "center"),
            Column("ค่าแฮชในสายบันทึก", 6, plain=True),
        )
        yield Heading("การลงนามทางอิเล็กทรอนิกส์")
        yield Table("", columns, lines)


def _names(rows: Iterable[AuditEntry]) -> dict[str, str]:
    numbers = [int(row.actor.removeprefix("user:")) for row in rows if row.actor.startswith("user:")]
    return {user.audit_name: user.name_th for user in User.objects.filter(pk__in=numbers)}


def _moment(at: dt.datetime) -> str:
    local = at.astimezone(BANGKOK)
    return f"{short_day(local.date())} {local:%H.%M}\xa0น."
