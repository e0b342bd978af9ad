"""From the rows of a paper to a definition: what each block says, what is doubtful, what is left over."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from samrit.core.sheet import gaps, labels
from samrit.core.sheet.definition import Coordinator, Definition, Method, Target
from samrit.core.sheet.definition_document import definition_data
from samrit.core.sheet.labels import Block
from samrit.core.sheet.paper import Paper, Paragraph
from samrit.core.sheet.understand.agencies import read_agencies
from samrit.core.sheet.understand.blocks import Part, split
from samrit.core.sheet.understand.coordinator import read_coordinator
from samrit.core.sheet.understand.findings import Findings
from samrit.core.sheet.understand.header import is_undecided, read_header
from samrit.core.sheet.understand.kinds import method_kind
from samrit.core.sheet.understand.prose import prose
from samrit.core.sheet.understand.rules import read_rules
from samrit.core.sheet.understand.setting import Setting
from samrit.core.sheet.understand.targets import ReadTarget, read_target
from samrit.core.sheet.understand.ticks import read_involvement, read_ticks

BARE_NUMBER = "the sheet prints a bare number"
FALLING_RUBRIC = "the sheet prints a bare number and its rubric falls"
FROM_SCAN = "this was read from a picture; compare it with the picture"


def understand(paper: Paper) -> Definition:
    """The definition that a paper holds, with all that a person must confirm and all that no field took.

    Raises Refused where the paper is not a definition sheet, or holds two.
    """
    findings = Findings(paper)
    parts = split(paper, findings)
    header = read_header(parts, findings)
    involvement = read_involvement(_paragraphs(parts, Block.INVOLVEMENT), findings)
    read = _target(parts, header.fiscal_year, findings)
    definition = _text(parts, Block.DEFINITION, "definition", findings)
    method = _method(parts, read, findings)
    host = None if is_undecided(header.host) else header.host
    agencies = read_agencies(_rows(parts, Block.AGENCIES), host, read.target.unit, findings)
    fiscal_year = header.fiscal_year or read.fiscal_year
    operators = frozenset(agency.target.operator for agency in agencies if agency.target.operator is not None)
    setting = Setting(read.target, method, findings, fiscal_year, operators)
    rubric, falling = read_rules(parts.get(Block.RUBRIC), header.name, setting)
    result = Definition(
        code=header.code,
        name=header.name,
        fiscal_year=fiscal_year,
        plan=header.plan,
        dimension=header.dimension,
        development_issue=header.development_issue,
        host=header.host,
        involvement=involvement,
        target=read.target,
        definition=definition,
        method=method,
        agencies=agencies,
        references=_ticks(parts, Block.REFERENCES, labels.REFERENCE_OPTIONS, findings),
        reporting_channels=_ticks(parts, Block.CHANNELS, labels.CHANNEL_OPTIONS, findings),
        evaluation_methods=_ticks(parts, Block.EVALUATION, labels.EVALUATION_OPTIONS, findings),
        coordinator=_coordinator(parts, findings),
        rubric=rubric,
        source=paper.source,
    )
    result = _with_operators(result, findings, falling=falling)
    if paper.scanned:
        _ask_scanned(result, findings)
    return replace(result, assumed=findings.assumed, questions=findings.questions, unread=findings.unread)


def _paragraphs(parts: dict[Block, Part], block: Block) -> list[Paragraph]:
    return parts[block].paragraphs if block in parts else []


def _rows(parts: dict[Block, Part], block: Block) -> list[Any]:
    return parts[block].rows if block in parts else []


def _text(parts: dict[Block, Part], block: Block, field: str, findings: Findings) -> str | None:
    paragraphs = _paragraphs(parts, block)
    findings.use(*paragraphs)
    findings.came_from(field, paragraphs)
    return prose(paragraphs)


def _ticks(parts: dict[Block, Part], block: Block, options: tuple[str, ...], findings: Findings) -> Any:
    return tuple(read_ticks(_paragraphs(parts, block), options, block.value, findings))


def _coordinator(parts: dict[Block, Part], findings: Findings) -> Coordinator:
    return read_coordinator(_paragraphs(parts, Block.COORDINATOR), findings)


def _target(parts: dict[Block, Part], header_year: int | None, findings: Findings) -> ReadTarget:
    paragraphs = _paragraphs(parts, Block.TARGET)
    read = read_target(paragraphs, "target", findings)
    if read.target.value is not None and read.target.unit is None:
        findings.ask("target.unit", gaps.NO_UNIT)
    if None not in (read.fiscal_year, header_year) and read.fiscal_year != header_year:
        findings.ask("fiscal_year", f"the head of the sheet says {header_year}, the target row {read.fiscal_year}")
    return read


def _method(parts: dict[Block, Part], read: ReadTarget, findings: Findings) -> Method:
    text = _text(parts, Block.METHOD, "method", findings)
    kind = method_kind(text, read.target.unit, read.text)
    if text is None:
        findings.ask("method", gaps.NO_METHOD)
    elif kind is None:
        findings.ask("method.kind", "the kind of this method is not clear from its words")
    return Method(text, kind)


def _with_operators(definition: Definition, findings: Findings, *, falling: bool) -> Definition:
    """A bare target number means "at least", or "at most" where the rubric falls; each choice is said."""

    def chosen(target: Target, path: str) -> Target:
        if target.value is None or target.operator is not None:
            return target
        operator = "<=" if falling else ">="
        findings.assume(f"{path}.operator", operator, FALLING_RUBRIC if falling else BARE_NUMBER)
        return replace(target, operator=operator)

    target = chosen(definition.target, "target")
    agencies = tuple(
        replace(agency, target=chosen(agency.target, f"agencies[{index}].target"))
        for index, agency in enumerate(definition.agencies)
    )
    return replace(definition, target=target, agencies=agencies)


def _ask_scanned(definition: Definition, findings: Findings) -> None:
    """Every number, date, code and tick that came from OCR is a question until a person confirms it."""
    data = definition_data(definition)
    for key in ("assumed", "questions", "unread", "source", "schema"):
        data.pop(key)
    for path, value in _walk(data, ""):
        doubtful = isinstance(value, (bool, int)) or (isinstance(value, str) and any(c.isdigit() for c in value))
        if doubtful:
            findings.ask(path, FROM_SCAN, findings.origin(path))


def _walk(value: Any, path: str) -> list[tuple[str, Any]]:
    if isinstance(value, dict):
        return [found for key, part in value.items() for found in _walk(part, f"{path}.{key}" if path else key)]
    if isinstance(value, list):
        return [found for index, part in enumerate(value) for found in _walk(part, f"{path}[{index}]")]
    return [(path, value)]
