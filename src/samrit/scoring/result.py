"""The one function that gives a score. List, page, PDF, export, API and dossier all call it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.utils import timezone

from samrit.core.contract import Message, Refused
from samrit.core.counting import Counts, count, explain_rule
from samrit.core.rubric import Facts, Score, score
from samrit.core.rubric.words import CHOICES, RULES
from samrit.core.sheet import Definition, context_of
from samrit.core.sheet.whys import why_in_thai
from samrit.core.thai import fiscal_year_bounds
from samrit.results.models import KeyResult, Revision
from samrit.scoring.compliance import ComplianceRow, compliance_of
from samrit.scoring.facts import facts_of
from samrit.scoring.gather import Gathered, gather
from samrit.verification.required import RequiredCheck, required_checks

NO_RULE = Message(
    "there is no counting rule for this year: the result is what reports say that were accepted, it is not counted from"
    " the work",
    "ยังไม่มีหลักเกณฑ์การนับสำหรับปีนี้ ผลจึงมาจากตัวเลขที่รายงานและรับรองแล้ว ระบบไม่ได้นับจากชิ้นงาน",
)
"""The note on a count that nothing counts."""
_SILENT = Message("the sheet does not say", "เอกสารไม่ได้ระบุ")


@dataclass(frozen=True, slots=True)
class Assumption:
    """What was chosen where the sheet is silent: of which rule, what, and why."""

    rule: str
    choice: str
    why: Message


@dataclass(frozen=True, slots=True)
class Result:
    """How a key result stands at the end of a day, with everything it came from.

    `counts` is None where no counting rule applies or the year has not begun. `notes` are for the reader of the score.
    """

    key_result: KeyResult
    as_of: dt.date
    revision: Revision | None
    definition: Definition | None
    gathered: Gathered
    counts: Counts | None
    facts: Facts
    score: Score
    compliance: tuple[ComplianceRow, ...]
    checks: tuple[RequiredCheck, ...]
    assumptions: tuple[Assumption, ...]
    notes: tuple[Message, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """The names whose lack leaves the score open."""
        return self.score.missing

    @property
    def unmet(self) -> tuple[ComplianceRow, ...]:
        """The minimums that are not met: a good score does not hide them."""
        return tuple(row for row in self.compliance if row.required is not None and row.met is False)

    @property
    def rule_name(self) -> str:
        """The counting rule with version and digest, as a snapshot names it; "" where nothing was counted."""
        if self.counts is None:
            return ""
        rule = self.counts.rule
        return f"{rule.id} v{rule.version} {self.counts.digest[:12]}"[:80]


def score_key_result(key_result: KeyResult, as_of: dt.date | None = None) -> Result:
    """How a key result stands at the end of a day (today where none is given)."""
    return score_key_results([key_result], as_of)[key_result.pk]


def score_key_results(key_results: Collection[KeyResult], as_of: dt.date | None = None) -> dict[int, Result]:
    """The same for many (by their numbers), in as many queries as for one."""
    day = as_of or timezone.localdate()
    return {number: result_of(gathered) for number, gathered in gather(key_results, day).items()}


def result_of(gathered: Gathered) -> Result:
    """The result of what was gathered. Pure: works the same numbers out of the same rows."""
    counts = counts_of(gathered)
    facts = facts_of(gathered, counts)
    definition = gathered.definition
    scored, refused = _scored(definition, facts)
    return Result(
        key_result=gathered.key_result,
        as_of=gathered.as_of,
        revision=gathered.revision,
        definition=definition,
        gathered=gathered,
        counts=counts,
        facts=facts,
        score=scored,
        compliance=compliance_of(gathered, counts),
        checks=required_checks(definition),
        assumptions=_assumptions(scored, counts),
        notes=(*_notes(gathered, counts), *refused),
    )


def _scored(definition: Definition | None, facts: Facts) -> tuple[Score, tuple[Message, ...]]:
    """The score; facts that contradict the definition give no score and the sentence that says why."""
    if definition is None:
        return score(None, facts), ()
    try:
        return score(definition.rubric, facts, context_of(definition)), ()
    except Refused as refusal:
        what, mend = refusal.what, refusal.mend
        return score(None, facts), (Message(f"{what.en}: {mend.en}", f"{what.th} {mend.th}"),)


def counts_of(gathered: Gathered) -> Counts | None:
    """The work counted by the rule of the year; None without a rule and before the rule's year."""
    rule = gathered.rule
    if rule is None or gathered.items is None or gathered.as_of < fiscal_year_bounds(rule.fiscal_year)[0]:
        return None
    return count(gathered.items, rule, as_of=gathered.moment)


def _assumptions(scored: Score, counts: Counts | None) -> tuple[Assumption, ...]:
    """What the sheet leaves open about the rubric, and when a district counts: printed under every score."""
    rows = [
        Assumption(row.rule, row.choice, Message(row.why, why_in_thai(row.why) or _SILENT.th)) for row in scored.assumed
    ]
    if counts is not None:
        rule = counts.rule
        rows.append(Assumption("counting", f"{rule.id} v{rule.version}", rule.source))
    return tuple(rows)


def _notes(gathered: Gathered, counts: Counts | None) -> tuple[Message, ...]:
    notes: list[Message] = []
    if gathered.definition is None:
        notes.append(Message("no definition has been signed yet", "ยังไม่มีรายละเอียดตัวชี้วัดที่ลงนามแล้ว"))
    revision = gathered.revision
    if revision is not None and revision.effective_from is not None and revision.effective_from > gathered.as_of:
        notes.append(
            Message("the definition was not in effect yet; the first one is used", "ขณะนั้นยังไม่มีฉบับที่มีผลใช้ จึงใช้ฉบับแรกของปี")
        )
    if counts is not None:
        return (*notes, *counts.notes)
    if gathered.rule is not None:
        notes.append(Message("the fiscal year has not begun", "ยังไม่เริ่มปีงบประมาณ"))
    elif gathered.definition is not None and gathered.definition.method.kind == "count":
        notes.append(NO_RULE)
    return tuple(notes)


def rule_in_words(result: Result, lang: str) -> str:
    """The counting rule in words ("th" or "en"); "" where none applies."""
    return "" if result.gathered.rule is None else explain_rule(result.gathered.rule, lang)


def assumption_words(row: Assumption) -> tuple[Message, Message]:
    """What is assumed, and what was chosen with its reason."""
    chosen = CHOICES.get(row.choice, Message.same(row.choice))
    rule = RULES.get(row.rule.rpartition(".")[2], Message.same(row.rule))
    return rule, Message(f"{chosen.en} ({row.why.en})", f"{chosen.th} ({row.why.th})")
