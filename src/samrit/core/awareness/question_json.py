"""Reads the items of a design and the question that its verdict answers."""

from __future__ import annotations

import datetime as dt

from samrit.core.awareness.design import READINGS, SOURCES, Items, Looks, Question
from samrit.core.awareness.json_parts import choices_in, is_empty, list_in, name_in, names_in, number_in
from samrit.core.contract import Message, Node


def read_items(node: Node) -> Items | None:
    """The items of a design; None where it has none."""
    if is_empty(node):
        return None
    node.fields(("columns", "joint", "decoys"))
    columns = names_in(node["columns"])
    joint = name_in(node["joint"])
    decoys = names_in(node["decoys"])
    for place, decoy in enumerate(decoys):
        if decoy in {*columns, joint}:
            raise (
                node["decoys"]
                .list()[place]
                .refuse(
                    Message(f'"{decoy}" is a real item too', f'"{decoy}" เป็นข้อคำถามจริงด้วย'),
                    Message("a decoy is a name that does not exist", "ตัวลวงต้องเป็นชื่อที่ไม่มีอยู่จริง"),
                )
            )
    if not columns:
        raise node["columns"].refuse(
            Message("no items", "ไม่มีข้อคำถาม"), Message("name their columns", "ระบุคอลัมน์ของข้อคำถาม")
        )
    return Items(columns, joint, decoys)


def read_question(node: Node) -> tuple[Question | None, list[tuple[str, str, str]]]:
    """The question of a design (None where it has none), and what was assumed."""
    if is_empty(node):
        return None, []
    node.fields(("reading", "threshold", "locked", "source", "exclude", "looks"))
    assumed = []
    if is_empty(node["threshold"]):
        threshold = 0.8
        assumed.append(("verdict.threshold", "0.8", "the design does not say; the sheet asks for not less than 80 %"))
    else:
        threshold = number_in(node["threshold"], "0", "1")
    flagged = [] if is_empty(node["exclude"]) else list(node["exclude"].items())
    looks, more = _looks(node["looks"])
    question = Question(
        reading=None if is_empty(node["reading"]) else node["reading"].choice(READINGS),
        threshold=threshold,
        locked=None if is_empty(node["locked"]) else _moment(node["locked"]),
        source=None if is_empty(node["source"]) else node["source"].choice(SOURCES),
        exclude=tuple((column, choices_in(part)) for column, part in flagged if not is_empty(part)),
        looks=looks,
    )
    return question, assumed + more


def _looks(node: Node) -> tuple[Looks | None, list[tuple[str, str, str]]]:
    if is_empty(node):
        return None, []
    node.fields(("planned", "before", "alpha", "spending"), ("planned",))
    assumed = []
    planned = number_in(node["planned"], "0", None, inside=True)
    before = tuple(number_in(part, "0", None, inside=True) for part in list_in(node["before"]))
    if list(before) != sorted(set(before)) or (before and before[-1] >= planned):
        raise node["before"].refuse(
            Message("the looks do not rise towards the plan", "รอบการตรวจไม่เพิ่มขึ้นตามแผน"),
            Message("write each look's n_eff in order, below planned", "ระบุ n_eff ของแต่ละรอบตามลำดับ ต่ำกว่าที่วางแผน"),
        )
    alpha, spending = 0.025, "lan_demets_of"
    if is_empty(node["alpha"]):
        assumed.append((f"{node.path}.alpha", "0.025", "the design does not say"))
    else:
        alpha = number_in(node["alpha"], "0", "0.5", inside=True)
    if is_empty(node["spending"]):
        assumed.append((f"{node.path}.spending", spending, "the design does not say"))
    else:
        spending = node["spending"].choice(("lan_demets_of", "lan_demets_pocock"))
    return Looks(planned, before, alpha, spending), assumed


def _moment(node: Node) -> str:
    text = node.text()
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or len(text) < 10:
        raise node.refuse(
            Message("this is no date and time", "ไม่ใช่วันเวลา"),
            Message('write such as "2025-06-01T00:00:00+07:00"', 'ระบุ เช่น "2025-06-01T00:00:00+07:00"'),
        )
    return text
