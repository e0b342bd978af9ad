"""Words of the workspace: how acts are called."""

from __future__ import annotations

from typing import Any

from django import template

from samrit.channels.packs import WORDS as PARTS
from samrit.channels.platforms.http import address
from samrit.channels.platforms.outcome import Refusal
from samrit.core.contract import Message, speak
from samrit.core.counting.counts import Cell
from samrit.core.rubric.words import period_words
from samrit.evidence.enums import Proves
from samrit.platform.language import lang, written
from samrit.publicity.enums import Told
from samrit.publicity.states import WORDS
from samrit.web.office.subjects import KINDS_WITH_PAGES
from samrit.web.shared.templatetags.samrit import digits, say

register = template.Library()


@register.filter
def reachable(url: str) -> str:
    """A post's address where it opens: in a demo on the emulated platform, which the world knows nothing of."""
    try:
        return address(url)
    except Refusal:
        return url


_PAST = {
    "submit": "submitted",
    "recall": "taken back",
    "return": "returned",
    "approve": "approved",
    "replace": "replaced",
    "finish": "reported as done",
    "verify": "verified",
    "reopen": "opened again",
    "redate": "approval date corrected",
    "withdraw": "withdrawn",
}
_ACTS = {
    **{str(name): Message(_PAST.get(str(name), words.en), words.th) for name, words in WORDS.items()},
    "create": Message("entered", "บันทึกเข้าระบบ"),
    "open": Message("begun", "เริ่มรายงาน"),
    "edit": Message("edited", "แก้ไข"),
    "publish": Message("publication recorded", "บันทึกการเผยแพร่"),
    "unpublish": Message("publication taken out", "นำการเผยแพร่ออก"),
    "withdraw_part": Message("publication taken down", "นำการเผยแพร่ลง"),
    "record": Message("recorded", "บันทึก"),
    "check": Message("checked", "ตรวจสอบ"),
    "acknowledge": Message("acknowledged", "รับทราบ"),
    "correct": Message("correction begun", "เริ่มฉบับแก้ไข"),
}


@register.filter
def act_words(step: Any) -> str:
    """What somebody did, in words."""
    return say(_ACTS.get(step.act, Message.same(step.act)))


@register.filter
def event_words(event: Any) -> str:
    """What somebody did, of the history of a work."""
    return say(_ACTS.get(event.code, Message.same(event.code)))


@register.filter
def told_words(what: str) -> str:
    """What of a district is told."""
    return str(Told(what).label) if what in Told.values else what


@register.filter
def proves_words(what: str) -> str:
    """What an item of evidence proves."""
    return str(Proves(what).label) if what in Proves.values else what


_LINE_FIELDS = {
    "kind": Message("kind", "ประเภท"),
    "title": Message("title", "ชื่อรายการ"),
    "district": Message("district", "ย่าน"),
    "channel": Message("channel", "ช่องทาง"),
    "planned_on": Message("day", "กำหนดวัน"),
    "budget": Message("budget", "งบประมาณ"),
}


@register.filter
def line_fields(names: tuple[str, ...]) -> str:
    """Which fields of a line of the plan differ."""
    return ", ".join(say(_LINE_FIELDS[name]) for name in names)


@register.filter
def period_name(code: str) -> str:
    """A period's code in words."""
    return say(period_words(code))


# --- the matrix and the thread of `scoring` ---

_KINDS = {"media": "piece", "story": "story", "activity": "activity"}


@register.filter
def kind_of(minimum: str) -> str:
    """The kind of work that a minimum is about."""
    return _KINDS.get(minimum, "")


@register.filter
def cell_look(cell: Cell) -> dict[str, Any]:
    """How a cell of the matrix looks: what counts, else what waits, else nothing yet."""
    figures = cell.figures
    waiting = max(figures.loose - figures.strict, figures.not_yet)
    if figures.strict:
        return {"state": "done", "icon": "check", "number": figures.strict, "words": Message("counted", "นับแล้ว")}
    if waiting:
        return {"state": "wait", "icon": "half", "number": waiting, "words": Message("waiting", "รอตรวจ")}
    return {"state": "none", "icon": "circle", "number": 0, "words": Message("none yet", "ยังไม่มี")}


_NODES = {
    "score": Message("score", "คะแนน"),
    "rule": Message("rule", "เกณฑ์"),
    "value": Message("figure", "ตัวเลข"),
    "milestone": Message("milestone", "ขั้นความสำเร็จ"),
    "district": Message("district", "ย่าน"),
    "told": Message("told", "เล่าเรื่อง"),
    "took_part": Message("took part", "มีส่วนร่วม"),
    "item": Message("work", "งาน"),
    "verdict": Message("condition", "เงื่อนไข"),
    "publication": Message("publication", "การเผยแพร่"),
    "evidence": Message("evidence", "หลักฐาน"),
    "verifier": Message("verifier", "ผู้ตรวจ"),
    "duty": Message("duty", "ภารกิจ"),
    "unit": Message("unit", "หน่วยที่นับ"),
}
_HELD = {True: Message("holds", "ผ่าน"), False: Message("not yet", "ยังไม่ผ่าน"), None: Message("open", "ยังบอกไม่ได้")}


@register.filter
def node_kind(kind: str) -> str:
    """What a knot of the thread is."""
    return say(_NODES.get(kind, Message.same(kind)))


@register.filter
def held_words(held: bool | None) -> str:  # noqa: FBT001 -- a filter's value
    """Whether something holds, in words."""
    return say(_HELD[held])


@register.filter
def part_words(name: str) -> str:
    """How a part of an evidence pack is called."""
    return digits(say(PARTS[name]))


@register.filter
def has_page(subject: str) -> bool:
    """Whether a subject leads to a page."""
    return subject.partition(":")[0] in KINDS_WITH_PAGES


@register.filter
def share(value: float | None) -> str:
    """A share of the survey as a percentage with one decimal, also a round one; an en dash for none."""
    return "–" if value is None else digits(format(value * 100, ".1f"))


@register.filter
def share_to(low: float | None, high: float | None) -> str:
    """An interval of shares as percentages; an en dash for none."""
    return "–" if low is None or high is None else f"{share(low)}–{share(high)}"


@register.filter
def thread_words(message: Message | None) -> str:
    """A sentence of the thread with the reader's digits and days, names of works and of the sheet's duties too."""
    return "" if message is None else written(speak(message, lang()), lang())
