"""The questions of a survey as data (`samrit/questionnaire/1`): read strictly, written again, asked in an order.

Plain Python. An answer is text, a whole number, one value, a list of values, or for `recognise` a code for each item.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from samrit.core.contract import Message, Node, Refused
from samrit.surveys.enums import Recognition

SCHEMA = "samrit/questionnaire/1"
KINDS = ("text", "integer", "select_one", "select_multiple", "note", "recognise")
CODES = tuple(str(code) for code in Recognition)
MOST_QUESTIONS = 200
MOST_OPTIONS = 300
LONGEST_TEXT = 4_000
"""Letters of one text: a whole consent fits in, and a questionnaire stays small on a weak network."""
LONGEST = 2_000
"""Letters of a free answer."""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that can be chosen."""

    value: str
    label: Message


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo or map beside a name, by the hash of its file; `alt` says in words what it shows."""

    file: str
    alt: Message


@dataclass(frozen=True, slots=True)
class Item:
    """A name that is put to the person: a real district (by its slug), or a decoy that does not exist."""

    id: str
    label: Message
    hint: Message | None = None
    decoy: bool = False
    district: str = ""
    picture: Picture | None = None

    @property
    def picture_name(self) -> str:
        """What the file of the picture is called where it goes out; another picture has another name."""
        return f"{self.id}-{self.picture.file[:8]}.jpg" if self.picture else ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `only_if` (question, value) asks it of those only who gave this answer."""

    id: str
    kind: str
    label: Message
    hint: Message | None = None
    required: bool = False
    options: tuple[Option, ...] = ()
    items: tuple[Item, ...] = ()
    low: int | None = None
    high: int | None = None
    only_if: tuple[str, str] | None = None

    @property
    def values(self) -> tuple[str, ...]:
        """The values that can be chosen."""
        return tuple(option.value for option in self.options)


@dataclass(frozen=True, slots=True)
class Screen:
    """The question that tells minors: those below the age are thanked, those in between need a guardian's consent."""

    question: str
    stop: tuple[str, ...]
    guardian: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A whole questionnaire."""

    title: Message
    intro: Message
    consent: Message
    questions: tuple[Question, ...]
    screen: Screen | None = None

    def question(self, name: str) -> Question | None:
        """The question of this id."""
        return next((one for one in self.questions if one.id == name), None)

    @property
    def battery(self) -> Question | None:
        """The question with the districts, if there is one."""
        return next((one for one in self.questions if one.kind == "recognise"), None)

    @property
    def districts(self) -> tuple[Item, ...]:
        """The real districts that are asked about."""
        return () if self.battery is None else tuple(item for item in self.battery.items if not item.decoy)

    def item(self, name: str) -> Item | None:
        """The name of this id that is asked about."""
        return next((one for one in self.battery.items if one.id == name), None) if self.battery else None

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """All pictures beside names."""
        return () if self.battery is None else tuple(one.picture for one in self.battery.items if one.picture)

    @property
    def decoys(self) -> tuple[Item, ...]:
        """Names that do not exist."""
        return () if self.battery is None else tuple(item for item in self.battery.items if item.decoy)

    def asked(self, question: Question, answers: Mapping[str, Any]) -> bool:
        """Whether a question is put to a person with these answers."""
        if question.only_if is None:
            return True
        given = answers.get(question.only_if[0])
        return question.only_if[1] in given if isinstance(given, list) else given == question.only_if[1]

    def order_for(self, uid: str) -> list[str]:
        """The random order in which one respondent is shown the names: the same whenever it is asked for again."""
        items = [] if self.battery is None else [item.id for item in self.battery.items]
        random.Random(f"samrit:{uid}").shuffle(items)  # noqa: S311 -- an order of questions, no secret
        return items


# --- reading ---


def read_questionnaire(document: Node) -> Questionnaire:
    """A questionnaire from its document. Raises Refused for whatever it may not hold, with the place."""
    document.fields(("schema", "title", "intro", "consent", "screen", "questions"), ("schema", "title", "questions"))
    document["schema"].choice((SCHEMA,))
    nodes = document["questions"].list()
    if not 0 < len(nodes) <= MOST_QUESTIONS:
        raise document["questions"].refuse(
            Message(f"1 to {MOST_QUESTIONS} questions are possible", f"มีคำถามได้ ๑ ถึง {MOST_QUESTIONS} ข้อ"),
            Message("add or remove questions", "โปรดเพิ่มหรือลดคำถาม"),
        )
    questions = tuple(_question(node) for node in nodes)
    _refuse_doubles([(one.id, f"questions[{place}].id") for place, one in enumerate(questions)])
    if sum(one.kind == "recognise" for one in questions) > 1:
        raise document["questions"].refuse(
            Message("the districts are asked about twice", "มีคำถามการรู้จักย่านมากกว่าหนึ่งข้อ"),
            Message("keep one question of this kind", "โปรดเหลือคำถามชนิดนี้ข้อเดียว"),
        )
    _check_conditions(questions)
    screen = None if document["screen"].is_null else _screen(document["screen"], questions)
    empty = Message("", "")
    intro, consent = (empty if document[name].is_null else _said(document[name]) for name in ("intro", "consent"))
    return Questionnaire(_said(document["title"]), intro, consent, questions, screen)


def _question(node: Node) -> Question:
    known = ("id", "kind", "label", "hint", "required", "options", "items", "low", "high", "only_if")
    node.fields(known, ("id", "kind", "label"))
    kind = node["kind"].choice(KINDS)
    options = () if node["options"].is_null else tuple(_option(part) for part in node["options"].list())
    items = () if node["items"].is_null else tuple(_item(part) for part in node["items"].list())
    if kind in {"select_one", "select_multiple"} and not 0 < len(options) <= MOST_OPTIONS:
        raise node["options"].refuse(
            Message(f"1 to {MOST_OPTIONS} answers to choose from are wanted", f"ต้องมีตัวเลือก ๑ ถึง {MOST_OPTIONS} ตัวเลือก"),
            Message("add or remove options", "โปรดเพิ่มหรือลดตัวเลือก"),
        )
    if kind == "recognise" and not items:
        raise node["items"].refuse(
            Message("no names are asked about", "ยังไม่มีชื่อย่าน"), Message("add the districts", "โปรดเพิ่มชื่อย่าน")
        )
    _refuse_doubles([(one.value, f"{node.path}.options[{place}].value") for place, one in enumerate(options)])
    _refuse_doubles([(one.id, f"{node.path}.items[{place}].id") for place, one in enumerate(items)])
    only_if = None
    if not node["only_if"].is_null:
        pair = node["only_if"]
        pair.fields(("question", "value"), ("question", "value"))
        only_if = (pair["question"].text(), pair["value"].text())
    return Question(
        id=_name(node["id"]),
        kind=kind,
        label=_said(node["label"]),
        hint=None if node["hint"].is_null else _said(node["hint"]),
        required=not node["required"].is_null and node["required"].boolean(),
        options=options,
        items=items,
        low=None if node["low"].is_null else node["low"].integer(-(10**9), 10**9),
        high=None if node["high"].is_null else node["high"].integer(-(10**9), 10**9),
        only_if=only_if,
    )


def _name(node: Node) -> str:
    text = node.text()
    if not (0 < len(text) <= 40 and text.isascii() and text.replace("_", "a").isalnum() and not text[0].isdigit()):
        raise node.refuse(
            Message(f"“{text}” is no name for a column", f"“{text}” ใช้เป็นชื่อคอลัมน์ไม่ได้"),
            Message(
                "use English letters, digits and _, a letter first, 40 at most",
                "ใช้ตัวอักษรอังกฤษ ตัวเลข และ _ ขึ้นต้นด้วยตัวอักษร ไม่เกิน ๔๐ ตัว",
            ),
        )
    return text


def _said(node: Node) -> Message:
    node.fields(("th", "en"), ("th",))
    thai = node["th"].text().strip()
    if not thai:
        raise node["th"].refuse(
            Message("the Thai text is empty", "ยังไม่มีข้อความภาษาไทย"), Message("write it", "โปรดเขียนข้อความ")
        )
    english = "" if node["en"].is_null else node["en"].text().strip()
    for name, text in (("th", thai), ("en", english)):
        if len(text) > LONGEST_TEXT:
            raise node[name].refuse(
                Message(
                    f"the text has {len(text):,} letters, and {LONGEST_TEXT:,} are the most",
                    f"ข้อความยาว {len(text):,} ตัวอักษร เกิน {LONGEST_TEXT:,} ตัวอักษร",
                ),
                Message("shorten it", "โปรดตัดให้สั้นลง"),
            )
    return Message(english, thai)


def _option(node: Node) -> Option:
    node.fields(("value", "label"), ("value", "label"))
    return Option(node["value"].text(), _said(node["label"]))


def _item(node: Node) -> Item:
    node.fields(("id", "label", "hint", "decoy", "district", "picture"), ("id", "label"))
    return Item(
        id=_name(node["id"]),
        label=_said(node["label"]),
        hint=None if node["hint"].is_null else _said(node["hint"]),
        decoy=not node["decoy"].is_null and node["decoy"].boolean(),
        district="" if node["district"].is_null else node["district"].text(),
        picture=None if node["picture"].is_null else _picture(node["picture"]),
    )


def _picture(node: Node) -> Picture:
    node.fields(("file", "alt"), ("file", "alt"))
    file = node["file"].text()
    if not (len(file) == 64 and set(file) <= set("0123456789abcdef")):
        raise node["file"].refuse(
            Message("this is no hash of a file", "ไม่ใช่ลายนิ้วมือของไฟล์"),
            Message("give the SHA-256 in 64 hexadecimal digits", "ระบุ SHA-256 เลขฐานสิบหก ๖๔ ตัว"),
        )
    return Picture(file, _said(node["alt"]))


def _refuse_doubles(named: list[tuple[str, str]]) -> None:
    seen: set[str] = set()
    for name, path in named:
        if name in seen:
            raise Refused(
                path, Message(f"“{name}” stands twice", f"“{name}” ปรากฏซ้ำ"), Message("rename one", "โปรดเปลี่ยนชื่อ")
            )
        seen.add(name)


def _check_conditions(questions: tuple[Question, ...]) -> None:
    before: dict[str, Question] = {}
    for place, question in enumerate(questions):
        if question.only_if is not None:
            asked, value = question.only_if
            if asked not in before or value not in before[asked].values:
                raise Refused(
                    f"questions[{place}].only_if",
                    Message(
                        f"no earlier question “{asked}” has the answer “{value}”",
                        f"ไม่มีคำถามก่อนหน้า “{asked}” ที่มีคำตอบ “{value}”",
                    ),
                    Message("name an earlier question and one of its answers", "โปรดระบุคำถามก่อนหน้าและคำตอบของข้อนั้น"),
                )
        before[question.id] = question


def _screen(node: Node, questions: tuple[Question, ...]) -> Screen:
    node.fields(("question", "stop", "guardian"), ("question", "stop"))
    name = node["question"].text()
    stop = tuple(part.text() for part in node["stop"].list())
    guardian = () if node["guardian"].is_null else tuple(part.text() for part in node["guardian"].list())
    found = next((one for one in questions if one.id == name), None)
    if found is None or not {*stop, *guardian} <= set(found.values):
        raise node.refuse(
            Message("the question on age or its answers do not exist", "ไม่พบคำถามอายุหรือคำตอบที่ระบุ"),
            Message("name a question and answers that it has", "โปรดระบุคำถามและคำตอบที่มีอยู่"),
        )
    return Screen(name, stop, guardian)


# --- writing ---


def questionnaire_data(made: Questionnaire) -> dict[str, Any]:
    """The document of a questionnaire; `read_questionnaire` gives the same again."""
    data: dict[str, Any] = {
        "schema": SCHEMA,
        "title": _both(made.title),
        "questions": [question_data(one) for one in made.questions],
    }
    if made.intro.th:
        data["intro"] = _both(made.intro)
    if made.consent.th:
        data["consent"] = _both(made.consent)
    if made.screen is not None:
        screen = made.screen
        data["screen"] = {
            "question": screen.question,
            "stop": list(screen.stop),
            "guardian": list(screen.guardian),
        }
    return data


def _both(said: Message) -> dict[str, str]:
    return {"th": said.th, "en": said.en}


def question_data(one: Question) -> dict[str, Any]:
    """One question as the document has it."""
    data: dict[str, Any] = {"id": one.id, "kind": one.kind, "label": _both(one.label), "required": one.required}
    if one.hint is not None:
        data["hint"] = _both(one.hint)
    if one.options:
        data["options"] = [{"value": option.value, "label": _both(option.label)} for option in one.options]
    if one.items:
        data["items"] = [_item_data(item) for item in one.items]
    data |= {name: value for name, value in (("low", one.low), ("high", one.high)) if value is not None}
    if one.only_if is not None:
        data["only_if"] = {"question": one.only_if[0], "value": one.only_if[1]}
    return data


def _item_data(item: Item) -> dict[str, Any]:
    data: dict[str, Any] = {"id": item.id, "label": _both(item.label)}
    if item.hint is not None:
        data["hint"] = _both(item.hint)
    if item.decoy:
        data["decoy"] = True
    if item.district:
        data["district"] = item.district
    if item.picture is not None:
        data["picture"] = {"file": item.picture.file, "alt": _both(item.picture.alt)}
    return data
