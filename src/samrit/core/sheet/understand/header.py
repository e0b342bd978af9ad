"""The head of the sheet: plan, fiscal year, code, name, host, dimension and development issue."""

from __future__ import annotations

import re
from dataclasses import dataclass

from samrit.core.sheet import gaps
from samrit.core.sheet.labels import Block
from samrit.core.sheet.understand.blocks import Part
from samrit.core.sheet.understand.findings import Findings
from samrit.core.sheet.understand.prose import one_line, or_none
from samrit.core.thai import to_arabic

_PLAN = re.compile(r"แผนปฏิบัติ.*?(?=\s*(?:ประจำปี|ปีงบประมาณ|พ\.?\s*ศ\.?|[2๒][4-6๔-๖][0-9๐-๙]{2}|$))", re.DOTALL)
_TITLE_WORDS = re.compile(
    r"ตามเป้าหมายการพัฒนาของสำนักงานเขต|และ|ประจำปี|ปี|งบประมาณ|พ\.?\s*ศ\.?|[2๒][4-6๔-๖][0-9๐-๙]{2}|\(?KRs?\)?|[()]"
)
_YEAR = re.compile(r"(?<!\d)2[4-6]\d{2}(?!\d)")
_OTHER_YEAR = re.compile(r"(?:[พค]\.?\s*ศ[\s.]*|ปี\s*งบประมาณ|ประจำปี)\s*(?P<year>(?:[0-9๐-๙]{2}){1,2})(?![0-9๐-๙])")
_NAME_INSIDE = re.compile(r"\s*(?:และ\s*)?ชื่อ\s*(?:KRs?|ตัวชี้วัด)\s*[:：]?\s*", re.IGNORECASE)
_CODE_INSIDE = re.compile(r"\s*รหัส\s*(?:KRs?|ตัวชี้วัด)?\s*[:：]?\s*(?=[0-9๐-๙A-Z])", re.IGNORECASE)
_ISSUE_INSIDE = re.compile(r"\s*ประเด็นการพัฒนา\s*[:：]?\s*")
_DIMENSION_INSIDE = re.compile(r"\s+ด้าน\s*[:：]?\s+")
_UNDECIDED = re.compile(r"\(?\s*(?:อยู่(?:ใน)?ระหว่าง|ยังไม่(?:ได้)?(?:กำหนด|ระบุ|มี)|รอ(?:การ)?(?:กำหนด|หารือ|ยืนยัน|พิจารณา))")
_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z.\-/_ ]*")


@dataclass(frozen=True, slots=True)
class Header:
    """What the head of the sheet says; None where it is silent."""

    code: str | None = None
    name: str | None = None
    fiscal_year: int | None = None
    plan: str | None = None
    host: str | None = None
    dimension: str | None = None
    development_issue: str | None = None


def read_header(parts: dict[Block, Part], findings: Findings) -> Header:
    """The head of the sheet. Asks for a code, name or host that is missing or doubtful."""
    plan, year = _title(parts, findings)
    code, name = _code_and_name(parts, findings)
    dimension, issue = _dimension(parts, findings)
    host = _text(parts, Block.HOST, "host", findings)
    if host is None:
        findings.ask("host", gaps.NO_HOST)
    for field, said in (("name", name), ("host", host)):
        if is_undecided(said):
            findings.ask(field, gaps.UNDECIDED.format(text=said))
    return Header(code, name, year, plan, host, dimension, issue)


def is_undecided(text: str | None) -> bool:
    """Whether a field holds a remark on its own state in place of its content: "(อยู่ระหว่างหารือ)"."""
    return text is not None and _UNDECIDED.match(text) is not None


def _year(text: str, findings: Findings) -> int | None:
    """The Buddhist-era year that the title names; asks where it names two, or one of another era or of two digits."""
    years = {int(found) for found in _YEAR.findall(to_arabic(text))}
    if len(years) > 1:
        findings.ask("fiscal_year", gaps.YEARS)
    elif not years and (other := _OTHER_YEAR.search(text)):
        findings.ask("fiscal_year", gaps.NOT_A_YEAR.format(text=other.group("year")))
    return years.pop() if len(years) == 1 else None


def _text(parts: dict[Block, Part], block: Block, field: str, findings: Findings) -> str | None:
    part = parts.get(block)
    if part is None:
        return None
    paragraphs = part.paragraphs
    findings.use(*paragraphs)
    findings.came_from(field, paragraphs)
    return or_none(one_line(paragraphs))


def _title(parts: dict[Block, Part], findings: Findings) -> tuple[str | None, int | None]:
    part = parts.get(Block.TITLE)
    if part is None:
        return None, None
    for paragraph in part.paragraphs:
        if or_none(_TITLE_WORDS.sub(" ", _PLAN.sub(" ", paragraph.text))) is None:
            findings.use(paragraph)
    findings.came_from("fiscal_year", part.paragraphs)
    text = f"{part.label} {one_line(part.paragraphs)}"
    plan = _PLAN.search(text)
    return (or_none(plan.group(0)) if plan else None), _year(text, findings)


def _code_and_name(parts: dict[Block, Part], findings: Findings) -> tuple[str | None, str | None]:
    code_text = _text(parts, Block.CODE, "code", findings)
    name = _text(parts, Block.NAME, "name", findings)
    if code_text is not None and (inside := _NAME_INSIDE.search(code_text)):
        code_text, after = code_text[: inside.start()], code_text[inside.end() :]
        name = name or or_none(after)
        findings.came_from("name", parts[Block.CODE].paragraphs)
    if code_text is None and name is not None and (inside := _CODE_INSIDE.search(name)):
        code_text, name = name[inside.end() :], or_none(name[: inside.start()])
        findings.came_from("code", parts[Block.NAME].paragraphs)
    code = _code(code_text, findings)
    if name is None:
        findings.ask("name", gaps.NO_NAME)
    return code, name


def _code(text: str | None, findings: Findings) -> str | None:
    written = to_arabic((text or "").strip())
    if or_none(written) is None:
        findings.ask("code", gaps.NO_CODE)
        return None
    match = _CODE.fullmatch(written)
    if match is not None:
        pieces = match.group(0).split()
        # "๗ ๓ ๐ ๑" is one code, typed with wide letters.
        return ("" if all(len(piece) == 1 for piece in pieces) else " ").join(pieces)
    findings.ask("code", f"“{text}” is not a code")
    return None


def _dimension(parts: dict[Block, Part], findings: Findings) -> tuple[str | None, str | None]:
    dimension = _text(parts, Block.DIMENSION, "dimension", findings)
    issue = _text(parts, Block.ISSUE, "development_issue", findings)
    if dimension is None and issue is not None and (inside := _DIMENSION_INSIDE.search(issue)):
        dimension, issue = or_none(issue[inside.end() :]), or_none(issue[: inside.start()])
    if dimension is not None and (inside := _ISSUE_INSIDE.search(dimension)):
        issue = issue or or_none(dimension[inside.end() :])
        dimension = or_none(dimension[: inside.start()])
    return dimension, issue
