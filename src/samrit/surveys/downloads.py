"""A wave's answers for anybody to work with: without what could tell a person, with a codebook."""

from __future__ import annotations

import csv
import hashlib
import io
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from samrit.platform.cells import csv_row
from samrit.surveys import quality
from samrit.surveys.actions.shared import asked, latest
from samrit.surveys.disclosure import THRESHOLD, blanked, capped, few_on_a_side, hidden
from samrit.surveys.enums import Flag, Recognition, Source
from samrit.surveys.flagged import flags_of_rows
from samrit.surveys.models import Wave
from samrit.surveys.questionnaire import Question, Questionnaire
from samrit.surveys.rows import Row, rows_of
from samrit.surveys.xlsform import said_to

PERSON = ("registered", "education", "sex", "age")
"""Answers about the person: emptied, the first first, until nobody stands alone. Before them the way of answering, and
every question of choice that an office has added: we cannot know what it tells of a person.
"""
_OF_PLACES = frozenset({"heard", "visited"})
"""Questions of choice that say nothing of the person."""
_HIDDEN = frozenset({"khet", "spontaneous"})
"""Never given out: where somebody lives, and free text, in which people write what they like."""


def data_file(wave: Wave) -> bytes:
    """The answers as CSV (UTF-8 with its mark), in an order that says nothing."""
    questionnaire = asked(latest(wave.survey))
    items = [*questionnaire.districts, *questionnaire.decoys]
    battery = questionnaire.battery
    rows = rows_of(wave, battery.id if battery else "", [item.id for item in items])
    quality.flag(rows, [item.id for item in questionnaire.decoys])
    person, of_places = _of_person(questionnaire), _of_places(questionnaire)
    answers = {one.id: _told(one, rows) for one in (*person, *of_places)}
    about = [
        {"source": row.source, "mode": row.mode, **{one.id: answers[one.id][at] for one in person}}
        for at, row in enumerate(rows)
    ]
    told = blanked(about, ["mode", *(one.id for one in person)], within="source")
    places, adults = _places(wave, rows), capped([row.adults for row in rows])
    flags = flags_of_rows(rows)
    shut = {(Source.WEB, item.id) for item in items if _shut(item.id, rows)}
    if "decoys" in flags.untold:
        shut |= {(source, item.id) for item in questionnaire.decoys for source in Source}
    lines = [
        [
            row.source,
            said["mode"],
            *places[row.stratum, row.psu],
            household,
            *("" if (row.source, item.id) in shut else row.codes.get(item.id, "") for item in items),
            *(said[one.id] for one in person),
            *(answers[one.id][at] for one in of_places),
            " ".join(sorted(row.flags - flags.shut)),
        ]
        for at, (row, said, household) in enumerate(zip(rows, told, adults, strict=True))
    ]
    random.Random(wave.uid.hex).shuffle(lines)  # noqa: S311 -- an order, no secret
    header = [name for name, _, _ in columns(questionnaire)]
    return _csv([header, *([str(number), *line] for number, line in enumerate(lines, 1))])


def codebook_file(wave: Wave) -> bytes:
    """What each column is and what its values mean, in Thai and English."""
    questionnaire = asked(latest(wave.survey))
    return _csv([["column", "meaning_th", "meaning_en", "values"], *(_codebook(questionnaire))])


def _codebook(questionnaire: Questionnaire) -> Iterable[Sequence[str]]:
    for name, (thai, english), values in columns(questionnaire):
        yield name, thai, english, values


def columns(questionnaire: Questionnaire) -> list[tuple[str, tuple[str, str], str]]:
    """(column, its meaning in Thai and English, its values) of the data file, in order."""
    heard = [(code, said_to(code)) for code in Recognition]
    codes = "; ".join(f"{code} = {said.th} ({said.en})" for code, said in heard)
    found = [
        ("row", ("ลำดับสุ่ม", "a random number of the row"), ""),
        ("source", ("ที่มาของตัวอย่าง", "how the person came into the sample"), "probability; web"),
        ("mode", ("ช่องทางที่ตอบ", "way of answering"), "link; code; enumerator; openrosa; import; empty where few"),
        ("stratum", ("เขตของตัวอย่าง (นามแฝง)", "stratum, under a pseudonym"), "S01 …; empty for web"),
        (
            "psu",
            ("หน่วยตัวอย่าง (นามแฝง รวมหน่วยที่มีผู้ตอบน้อย)", "sampling unit, under a pseudonym; small ones together"),
            "P001 …; empty for web",
        ),
        (
            "adults",
            ("ผู้ใหญ่ในครัวเรือน", "adults in the household, the design weight"),
            "1–30; the largest are brought down to what ten persons reach",
        ),
    ]
    for item in (*questionnaire.districts, *questionnaire.decoys):
        decoy = " (ย่านลวง)" if item.decoy else ""
        found.append((item.id, (item.label.th + decoy, item.label.en + (" (decoy)" if item.decoy else "")), codes))
    found += [(one.id, *_said(one)) for one in (*_of_person(questionnaire), *_of_places(questionnaire))]
    flags = (
        "; ".join(f"{one.value} = {one.label}" for one in Flag)
        + "; those of few drawn persons or of few volunteers are left out"
    )
    found.append(("flags", ("เครื่องหมายคุณภาพ", "quality flags"), flags))
    return found


def _said(question: Question) -> tuple[tuple[str, str], str]:
    values = "; ".join(f"{option.value} = {option.label.th} ({option.label.en})" for option in question.options)
    return (question.label.th, question.label.en), values


def _choices(questionnaire: Questionnaire) -> list[Question]:
    kinds = {"select_one", "select_multiple"}
    return [one for one in questionnaire.questions if one.kind in kinds and one.id not in _HIDDEN]


def _of_person(questionnaire: Questionnaire) -> list[Question]:
    """Questions of choice that say something of the person: those that an office added, then PERSON in its order."""
    asked = {one.id: one for one in _choices(questionnaire) if one.id not in _OF_PLACES}
    known = [asked.pop(name) for name in PERSON if name in asked]
    return [*asked.values(), *known]


def _of_places(questionnaire: Questionnaire) -> list[Question]:
    return [one for one in _choices(questionnaire) if one.id in _OF_PLACES]


def _cell(question: Question, row: Row) -> str:
    value = row.answers.get(question.id, "")
    return " ".join(value) if isinstance(value, list) else str(value)


def _told(question: Question, rows: Sequence[Row]) -> list[str]:
    """The answers to a question by row, without those whose number the results keep shut: who counts the file and
    takes it from the page's total would have it.
    """
    cells = [_cell(question, row) for row in rows]
    shut = hidden(Counter(cells)) if question.kind == "select_one" else set()
    return ["" if cell in shut else cell for cell in cells]


def _shut(item: str, rows: Sequence[Row]) -> bool:
    """Whether the results keep the volunteers' bare share of an item shut."""
    said = [row.known[item] for row in rows if row.source == Source.WEB and row.known[item] is not None]
    return bool(said) and few_on_a_side(sum(map(bool, said)), len(said))


def _places(wave: Wave, rows: Sequence[Row]) -> dict[tuple[str, str], tuple[str, str]]:
    """Pseudonyms of strata and PSUs, in an order that the wave's number shuffles. Those of few persons share one, so
    that nobody knows them by how many answered there.
    """

    def shuffled(names: Iterable[Any]) -> list[Any]:
        return sorted(names, key=lambda name: hashlib.sha256(f"{wave.uid}{name}".encode()).hexdigest())

    counts = Counter((row.stratum, row.psu) for row in rows if row.stratum)
    strata = _together(shuffled({stratum for stratum, _ in counts}), Counter(row.stratum for row in rows))
    places, units = {("", ""): ("", "")}, 0
    for number, group in enumerate(strata, 1):
        pairs = shuffled({pair for pair in counts if pair[0] in group})
        for unit in _together(pairs, counts):
            units += 1
            places |= dict.fromkeys(unit, (f"S{number:02}", f"P{units:03}"))
    return places


def _together(names: Sequence[Any], counts: Counter[Any]) -> list[list[Any]]:
    """The names one after the other, in groups of as many persons as the threshold; what is left joins the last."""
    groups: list[list[Any]] = [[]]
    for name in names:
        if sum(counts[one] for one in groups[-1]) >= THRESHOLD:
            groups.append([])
        groups[-1].append(name)
    if len(groups) > 1 and sum(counts[one] for one in groups[-1]) < THRESHOLD:
        last = groups.pop()
        groups[-1] += last
    return groups


def _csv(rows: Iterable[Sequence[Any]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(map(csv_row, rows))
    return out.getvalue().encode("utf-8-sig")
