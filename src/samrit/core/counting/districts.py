"""Which creative districts are publicised, and what each still lacks.

A district is publicised when a counted piece tells its story or identity, and its community took part in a counted
story, activity or piece, each with verified evidence (the definition on the sheet of KR 7301, as the rule puts it).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from samrit.core.contract import Message
from samrit.core.counting.counts import Claim, DistrictRow
from samrit.core.counting.findings import Context, Finding, Held, every, no, short, some, unknown, yes
from samrit.core.counting.items import District, Item
from samrit.core.counting.works import has_evidence, took_part


class Entry(NamedTuple):
    """An item with one of its claims."""

    item: Item
    claim: Claim


class _Proof(NamedTuple):
    """A claim that would do, if it counts and its evidence stands."""

    entry: Entry
    evidence: bool

    @property
    def held(self) -> Held:
        return every((self.entry.claim.held, self.evidence))

    @property
    def faults(self) -> tuple[Message, ...]:
        open_questions = tuple(verdict.why for verdict in self.entry.claim.verdicts if not verdict.held)
        return open_questions if self.evidence else (*open_questions, _NO_EVIDENCE)


_NO_EVIDENCE = Message("no evidence of this is verified by another person", "ยังไม่มีหลักฐานที่ผู้อื่นตรวจสอบแล้ว")


def district_row(district: District, entries: Sequence[Entry], context: Context) -> DistrictRow:
    """Whether the district is publicised."""
    return DistrictRow(
        id=district.id,
        name=district.name,
        told=_told(district.id, entries, context),
        took_part=_took_part(district.id, entries, context),
    )


def _told(district: str, entries: Sequence[Entry], context: Context) -> Finding:
    wanted = context.rule.publicised
    proofs = [
        _Proof(entry, has_evidence(entry.item, verified_only=wanted.verified, context=context))
        for entry in entries
        if entry.claim.minimum in wanted.told_by
        and district in entry.item.districts
        and any(row.district == district and row.what in wanted.tells for row in entry.item.tells)
    ]
    return _best(
        proofs,
        Message("told by a counted piece", "มีชิ้นงานที่นับได้เล่าเรื่องราวหรืออัตลักษณ์ของย่าน"),
        Message("no counted piece tells its story or identity", "ยังไม่มีชิ้นงานที่นับได้เล่าเรื่องราวหรืออัตลักษณ์ของย่าน"),
    )


def _took_part(district: str, entries: Sequence[Entry], context: Context) -> Finding:
    wanted = context.rule.publicised
    proofs = [
        _Proof(entry, took_part(entry.item, district, verified_only=wanted.verified, context=context))
        for entry in entries
        if entry.claim.minimum in wanted.took_part_in
        and district in entry.item.districts
        and any(row.district == district for row in entry.item.participation)
    ]
    return _best(
        proofs,
        Message("its community took part in counted work", "ชุมชนในย่านมีส่วนร่วมในงานที่นับได้"),
        Message("its community took part in no counted work", "ชุมชนในย่านยังไม่มีส่วนร่วมในงานที่นับได้"),
    )


def _best(proofs: Sequence[_Proof], reached: Message, lacking: Message) -> Finding:
    """The finding over all proofs: with those that hold, or with what the nearest still lacks."""
    held = some(proof.held for proof in proofs)
    if held:
        names = ", ".join(dict.fromkeys(short(proof.entry.item.id) for proof in proofs if proof.held))
        return yes(f"{reached.en}: {names}", f"{reached.th}: {names}")
    if not proofs:
        return no(lacking.en, lacking.th)
    candidates = [proof for proof in proofs if proof.held is held]
    nearest = min(candidates, key=lambda proof: (len(proof.faults), proof.entry.item.id))
    name = short(nearest.entry.item.id)
    en, th = ("; ".join(fault[place] for fault in nearest.faults) for place in (0, 1))
    say = no if held is False else unknown
    return say(f"{lacking.en}; the nearest is {name}: {en}", f"{lacking.th} ที่ใกล้ที่สุดคือ {name}: {th}")
