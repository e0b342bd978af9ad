"""Counts and rules in words, for a screen or a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from samrit.core.contract import Message, speak
from samrit.core.counting.conditions import QUESTIONS
from samrit.core.counting.counts import Claim, Counts, DistrictRow, Figures, ItemRow, MinimumRow
from samrit.core.counting.findings import Verdict, day_in_words, short
from samrit.core.counting.rule import Condition, CountingRule, Minimum
from samrit.core.counting.vocabulary import CHANNEL, SETTING, SETTING_WORDS, TOLD, named

_YES = Message("yes", "ใช่")
_NO = Message("no", "ไม่")
_ANSWER = {
    True: Message("✓ yes", "✓ ใช่"),
    False: Message("✗ no", "✗ ไม่"),
    None: Message("? not yet known", "? ยังไม่ทราบ"),
}
_COUNTS = {
    True: Message("counts", "นับ"),
    False: Message("does not count", "ไม่นับ"),
    None: Message("cannot be said yet", "ยังสรุปไม่ได้"),
}
_PUBLICISED = {
    True: Message("publicised", "ได้รับการประชาสัมพันธ์แล้ว"),
    False: Message("not publicised", "ยังไม่ได้รับการประชาสัมพันธ์"),
    None: Message("cannot be said yet", "ยังสรุปไม่ได้"),
}


def explain_counts(counts: Counts, lang: str) -> str:
    """The count in words, `"th"` or `"en"`: figures, districts, every item with its reasons, open decisions."""
    parts = [
        _head(counts),
        *_section(Message("Minimums", "เกณฑ์ขั้นต่ำ"), (line for row in counts.minimums for line in _minimum(row))),
        *_section(
            Message("Creative districts", "ย่านสร้างสรรค์"), (line for row in counts.districts for line in _district(row))
        ),
        *_section(Message("Items", "รายการงาน"), (line for row in counts.items for line in _item(row))),
        *_section(Message("To be decided by a person", "รอบุคคลพิจารณา"), _reviews(counts)),
        *_section(Message("Notes", "หมายเหตุ"), (Message(f"  {note.en}", f"  {note.th}") for note in counts.notes)),
    ]
    return "\n".join(speak(part, lang) for part in parts) + "\n"


def _section(title: Message, lines: Iterable[Message]) -> list[Message]:
    rows = list(lines)
    return [Message.same(""), title, *rows] if rows else []


def _head(counts: Counts) -> Message:
    rule, start, end = counts.rule, day_in_words(counts.start), day_in_words(counts.end)
    as_of = day_in_words(counts.as_of.astimezone(rule.zone).date())
    return Message(
        f"Key result {short(rule.key_result)}: {counts.publicised} of {len(counts.districts)} creative districts"
        f" publicised ({counts.districts_not_yet} cannot be said yet)\n"
        f"Period {counts.period}, {start.en} to {end.en}, as of {as_of.en}; "
        f"rule {short(rule.id)}, version {short(rule.version)}, frozen {day_in_words(rule.frozen).en}",
        f"ตัวชี้วัด {short(rule.key_result)}: ย่านสร้างสรรค์ได้รับการประชาสัมพันธ์"
        f" {counts.publicised} จาก {len(counts.districts)} ย่าน (ยังสรุปไม่ได้ {counts.districts_not_yet} ย่าน)\n"
        f"งวด {counts.period} {start.th} ถึง {end.th} ข้อมูล ณ {as_of.th} "
        f"หลักเกณฑ์ {short(rule.id)} ฉบับที่ {short(rule.version)} ประกาศใช้ {day_in_words(rule.frozen).th}",
    )


def _figures(figures: Figures, unit: str = "") -> Message:
    unit = f" {unit}" if unit else ""
    return Message(
        f"strict {figures.strict}{unit} · middle {figures.middle} · loose {figures.loose}"
        f" · not yet known {figures.not_yet}",
        f"นับเข้ม {figures.strict}{unit} · นับกลาง {figures.middle} · นับกว้าง {figures.loose} · ยังไม่ทราบ {figures.not_yet}",
    )


def _minimum(row: MinimumRow) -> Iterator[Message]:
    minimum, said = row.minimum, _figures(row.figures, short(row.minimum.unit))
    yield Message(
        f"  {minimum.title.en}: {said.en} · at least {minimum.at_least}, short {row.short}",
        f"  {minimum.title.th}: {said.th} · ต้องไม่น้อยกว่า {minimum.at_least} ขาด {row.short}",
    )
    for channel, figures in row.channels:
        if figures != Figures():
            line = _figures(figures)
            name = named(CHANNEL, (short(channel),))
            yield Message(f"    {name.en}: {line.en}", f"    {name.th}: {line.th}")


def _district(row: DistrictRow) -> Iterator[Message]:
    state = _PUBLICISED[row.publicised]
    yield Message(f"  {short(row.name)}: {state.en}", f"  {short(row.name)}: {state.th}")
    for finding in (row.told, row.took_part):
        answer = _ANSWER[finding.held]
        yield Message(f"    {answer.en}: {finding.why.en}", f"    {answer.th}: {finding.why.th}")


def _item(row: ItemRow) -> Iterator[Message]:
    name = short(row.id if row.title is None else f"{row.id} {row.title}")
    if not row.claims:
        yield Message(f"  {name}: entered for no duty with a minimum", f"  {name}: ไม่ได้ระบุบทบาทภารกิจที่มีเกณฑ์ขั้นต่ำ")
    for claim in row.claims:
        state = _COUNTS[claim.held]
        yield Message(f"  {name}, {claim.minimum}: {state.en}", f"  {name} ({claim.minimum}): {state.th}")
        yield from _claim(claim)


def _claim(claim: Claim) -> Iterator[Message]:
    yield from (_verdict(verdict) for verdict in claim.verdicts)
    if claim.shared is not None:
        yield Message(f"    {claim.shared.en}", f"    {claim.shared.th}")


def _verdict(verdict: Verdict) -> Message:
    answer, asked = _ANSWER[verdict.held], QUESTIONS[verdict.code].says
    return Message(
        f"    {answer.en}, {asked.en}: {verdict.why.en}",
        f"    {answer.th} {asked.th}: {verdict.why.th}",
    )


def _reviews(counts: Counts) -> Iterator[Message]:
    for row in counts.reviews:
        name = short(row.item if row.publication is None else f"{row.item} / {row.publication}")
        yield Message(f"  {name}: {row.why.en}", f"  {name}: {row.why.th}")


# --- the rule itself ---


def explain_rule(rule: CountingRule, lang: str) -> str:
    """The rule in words, `"th"` or `"en"`: what is asked for each minimum, and when a district is publicised."""
    frozen = day_in_words(rule.frozen)
    parts = [
        Message(
            f"{rule.title.en} ({short(rule.id)}, version {short(rule.version)}, frozen {frozen.en})",
            f"{rule.title.th} ({short(rule.id)} ฉบับที่ {short(rule.version)} ประกาศใช้ {frozen.th})",
        ),
        rule.source,
        *(line for minimum in rule.minimums for line in _minimum_rule(minimum)),
        Message.same(""),
        _publicised_rule(rule),
    ]
    return "\n".join(speak(part, lang) for part in parts) + "\n"


def _minimum_rule(minimum: Minimum) -> Iterator[Message]:
    unit = short(minimum.unit)
    yield Message.same("")
    yield Message(
        f"{minimum.title.en}: at least {minimum.at_least} {unit}",
        f"{minimum.title.th}: ไม่น้อยกว่า {minimum.at_least} {unit}",
    )
    for condition in minimum.conditions:
        if condition.on:
            asked = QUESTIONS[condition.code].says
            said = [_setting(condition, name) for name, value in condition.settings if value != ()]
            en, th = (f" ({'; '.join(row[place] for row in said)})" if said else "" for place in (0, 1))
            yield Message(f"  · {asked.en}{en}", f"  · {asked.th}{th}")


def _setting(condition: Condition, name: str) -> Message:
    label, value = SETTING[name], dict(condition.settings)[name]
    if isinstance(value, bool):
        shown = _YES if value else _NO
    elif isinstance(value, tuple):
        shown = named(SETTING_WORDS[name], value)
    else:
        shown = Message.same(str(value))
    return Message(f"{label.en}: {shown.en}", f"{label.th}: {shown.th}")


def _publicised_rule(rule: CountingRule) -> Message:
    wanted = rule.publicised
    titles = {minimum.id: minimum.title for minimum in rule.minimums}
    told, part, what = named(titles, wanted.told_by), named(titles, wanted.took_part_in), named(TOLD, wanted.tells)
    proof = Message("verified evidence", "หลักฐานที่ตรวจสอบแล้ว") if wanted.verified else Message("evidence", "หลักฐาน")
    return Message(
        f"A district is publicised when something counted ({told.en}) tells {what.en}, and its community took part in"
        f" something counted ({part.en}), each with {proof.en}.",
        f"ย่านได้รับการประชาสัมพันธ์ เมื่อมีงานที่นับได้ ({told.th}) เล่าถึง{what.th}"
        f" และชุมชนในย่านมีส่วนร่วมในงานที่นับได้ ({part.th}) โดยแต่ละรายการมี{proof.th}",
    )
