"""The JSON Schemas say what the readers do."""

from __future__ import annotations

import ast
import copy
import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from samrit.cli import main
from samrit.core.awareness import read_design
from samrit.core.awareness.plan import plan
from samrit.core.contract import Refused, load_json
from samrit.core.counting import packaged_rule, read_items, read_rule, rule_data
from samrit.core.rubric import read_facts, read_rubric, score, score_data
from samrit.core.sheet import context_of, definition_data, read_definition, read_sheet_file
from samrit.surveys.questionnaire import read_questionnaire

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs" / "en" / "reference"
READERS = {
    "rubric": read_rubric,
    "facts": read_facts,
    "key-result": read_definition,
    "work-items": read_items,
    "survey-design": read_design,
    "survey-plan": plan,
    "questionnaire": read_questionnaire,
    "counting-rule": read_rule,
}
PAGES = {
    "rubric": "rubric.md",
    "facts": "facts.md",
    "key-result": "sheet.md",
    "key-results": "sheet.md",
    "score": "score.md",
    "work-items": "counting.md",
    "dossier": "dossier.md",
    "traces": "dossier.md",
    "checkpoint": "dossier.md",
    "checkpoints": "dossier.md",
    "key-handover": "dossier.md",
    "survey-design": "awareness.md",
    "estimates": "awareness.md",
    "survey-plan": "awareness.md",
    "survey-plan-answer": "awareness.md",
    "questionnaire": "awareness.md",
    "counting-rule": "counting.md",
    "counts": "counting.md",
    "sheet-check": "sheet.md",
    "policy-tracking": "policy-tracking.md",
    "open-results": "open-data.md",
}
JSON_BLOCK = re.compile(r"^```json\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def schema(name: str) -> dict:
    return json.loads((REFERENCE / "schema" / f"{name}.json").read_text(encoding="utf-8"))


def name_of(document: dict) -> str:
    return document["schema"].split("/")[1]


def documents(kind: str = "") -> list[dict]:
    """Every document that the reference and the examples show, or those of one kind."""
    found = [
        json.loads(block)
        for page in sorted(REFERENCE.glob("*.md"))
        for block in JSON_BLOCK.findall(page.read_text(encoding="utf-8"))
    ]
    found += [json.loads(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "examples").glob("*.json"))]
    found += [DEFINITION, rule_data(packaged_rule()), QUESTIONNAIRE]
    return [document for document in found if name_of(document) in READERS and kind in name_of(document)]


DEFINITION = {
    "schema": "samrit/key-result/1",
    "code": "7301",
    "name": "ย่านสร้างสรรค์",
    "fiscal_year": 2568,
    "involvement": {"single_agency": True},
    "target": {"value": "10", "unit": "ย่าน", "operator": ">="},
    "method": {"text": "นับ", "kind": "count"},
    "agencies": [
        {
            "name": "สำนักงานประชาสัมพันธ์",
            "role": "host",
            "count": 1,
            "target": {"value": "10", "unit": "ย่าน", "operator": ">="},
            "duties": [
                {
                    "number": 2,
                    "text": "ผลิตสื่อ",
                    "kind": "media",
                    "minimums": [{"value": "20", "unit": "ชิ้นงาน", "operator": ">=", "per": "ไตรมาส"}],
                }
            ],
        }
    ],
    "references": [{"label": "มาตรฐานการดำเนินงาน", "ticked": None, "detail": "ก"}],
    "coordinator": {"name": "นางสาวตัวอย่าง ผู้ประสานงาน", "phone": "020000000"},
    "rubric": {"form": "judged", "minimum": "0", "maximum": "5", "digits": 2},
    "assumed": [{"field": "target.operator", "choice": ">=", "why": "a bare number"}],
    "questions": [{"field": "involvement", "why": "lost", "crop": {"page": 1, "box": [0, 0, 10, 10]}}],
    "unread": [{"line": 3, "text": "ก"}],
    "source": {"file": "a.txt", "sha256": "0", "media_type": "text/plain"},
}


QUESTIONNAIRE = {
    "schema": "samrit/questionnaire/1",
    "title": {"th": "การรับรู้ย่านสร้างสรรค์", "en": "Awareness"},
    "intro": {"th": "สวัสดี"},
    "consent": None,
    "screen": {"question": "age", "stop": ["minor"], "guardian": ["young"]},
    "questions": [
        {
            "id": "age",
            "kind": "select_one",
            "label": {"th": "อายุ"},
            "required": True,
            "options": [{"value": value, "label": {"th": value}} for value in ("minor", "young", "adult")],
        },
        {"id": "visits", "kind": "integer", "label": {"th": "กี่ครั้ง"}, "hint": {"th": "ปีนี้"}, "low": 0, "high": 99},
        {
            "id": "known",
            "kind": "recognise",
            "label": {"th": "รู้จักหรือไม่"},
            "items": [
                {"id": "a01", "label": {"th": "นางเลิ้ง"}, "district": "nang-loeng"},
                {"id": "x", "label": {"th": "ลวง"}, "decoy": True},
            ],
            "only_if": {"question": "age", "value": "adult"},
        },
    ],
}


@pytest.mark.parametrize("name", PAGES)
def test_each_schema_is_one(name):
    """The files are schemas of draft 2020-12."""
    Draft202012Validator.check_schema(schema(name))


def named_in_the_code() -> set[str]:
    """The documents that are named by a constant of some module."""
    texts = [
        node.value.value
        for path in (ROOT / "src").rglob("*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    ]
    return {found[1] for text in texts if (found := re.fullmatch(r"samrit/([a-z-]+)/[0-9]+", text))}


def test_each_document_of_the_code_has_a_schema():
    """No document is without one."""
    files = {path.stem for path in (REFERENCE / "schema").glob("*.json")}
    assert named_in_the_code() == files
    assert files == set(PAGES)


def test_a_rubric_is_described_once():
    """The rubric inside a key result is the rubric."""
    inner, outer = schema("rubric")["$defs"], schema("key-result")["$defs"]
    assert {key: outer[key] for key in inner} == inner


@pytest.mark.parametrize("name", PAGES)
def test_every_key_of_a_schema_has_its_word_on_the_page(name):
    """No key goes unexplained."""
    text = (REFERENCE / PAGES[name]).read_text(encoding="utf-8") + (REFERENCE / "rubric.md").read_text(encoding="utf-8")
    missing = [key for key in keys(schema(name)) if not re.search(rf'[`"]{re.escape(key)}[`"]', text)]
    assert missing == []


def keys(part: object) -> set[str]:
    """The names of all properties in a schema."""
    if isinstance(part, list):
        return {key for item in part for key in keys(item)}
    if not isinstance(part, dict):
        return set()
    own = set(part["properties"]) if isinstance(part.get("properties"), dict) else set()
    return own.union(*(keys(item) for item in part.values()))


@pytest.mark.parametrize("document", documents(), ids=lambda document: document["schema"])
def test_what_the_pages_show_is_read_and_valid(document):
    """Every document of the reference and the examples is accepted by the reader and by the schema."""
    name = name_of(document)
    READERS[name](load_json(json.dumps(document).encode()))
    assert [error.message for error in Draft202012Validator(schema(name)).iter_errors(document)] == []


def test_what_the_program_prints_is_valid():
    """The example sheet and the scores of its four moments are what their schemas say."""
    definition = read_sheet_file(str(ROOT / "examples" / "kr-7301.txt"))
    printed = {"key-result": [definition_data(definition)], "score": []}
    for path in sorted((ROOT / "examples").glob("facts-*.json")):
        facts = read_facts(load_json(path.read_bytes()))
        printed["score"].append(score_data(score(definition.rubric, facts, context_of(definition))))
    for name, data in printed.items():
        validator = Draft202012Validator(schema(name))
        assert [error.message for document in data for error in validator.iter_errors(document)] == []


def test_the_schemas_of_lists_in_the_code_are_those_of_today(schemas):
    """A new kind or condition of the code stands in its schema (`make docs` writes it)."""
    written = {name: (REFERENCE / "schema" / f"{name}.json").read_text(encoding="utf-8") for name in schemas}
    assert written == schemas


def printed(capsys, *words) -> dict:
    """What a command prints with --json."""
    assert main([*words, "--json"]) in {0, 1}
    return json.loads(capsys.readouterr().out)


def faults(document: dict) -> list[str]:
    return [error.message for error in Draft202012Validator(schema(name_of(document))).iter_errors(document)]


def test_what_counting_and_checking_print_is_valid(capsys):
    """The rule that comes with Samrit, the count of the example, and what is to be confirmed of the example sheet."""
    assert faults(rule_data(packaged_rule())) == []
    assert (
        faults(printed(capsys, "count", "items", str(ROOT / "examples" / "work-items.json"), "--as-of", "2025-06-30"))
        == []
    )
    assert faults(printed(capsys, "sheet", "check", str(ROOT / "examples" / "kr-7301.txt"))) == []


def test_what_a_survey_prints_is_valid(capsys, tmp_path):
    """The plan of the page, and estimates with everything: verdict, decoys, looks, replicates, groups, contrasts."""
    asked = next(one for one in documents("survey-plan") if "sequential" in one)
    (tmp_path / "plan.json").write_text(json.dumps(asked), encoding="utf-8")
    assert faults(printed(capsys, "awareness", "plan", str(tmp_path / "plan.json"))) == []
    names = ["k", "w", "psu", "a", "b", "x", "flag"]
    rows = [
        [n % 3, 1 + n % 5, n // 4, n % 7 > 0, n % 5 > 0, n % 11 == 0, "bad" if n % 13 == 0 else ""] for n in range(60)
    ]
    lines = [",".join(names), *(",".join(str(int(c) if isinstance(c, bool) else c) for c in row) for row in rows)]
    (tmp_path / "r.csv").write_text("\n".join(lines), encoding="utf-8")
    share = {"id": "p", "of": "all", "statistic": "proportion", "by": ["k"]}
    design = {
        "schema": "samrit/survey-design/1",
        "weight": "w",
        "clusters": ["psu"],
        "items": {"columns": ["a", "b"], "joint": "all", "decoys": ["x"]},
        "estimates": [share, {"id": "none", "of": "a", "statistic": "mean", "where": {"k": "9"}}],
        "contrasts": [{"id": "d", "terms": [["1", "p", {"k": "0"}], ["-1", "p", {"k": "1"}]]}],
        "verdict": {"reading": "each", "locked": "2025-06-01", "exclude": {"flag": "bad"}, "looks": {"planned": "400"}},
    }
    drawn = design | {"replicates": {"method": "rao_wu", "create": 20}, "verdict": None}
    for number, one in enumerate([design, drawn, {"schema": design["schema"], "estimates": []}]):
        place = tmp_path / f"d{number}.json"
        place.write_text(json.dumps(one), encoding="utf-8")
        assert faults(one) == []
        assert faults(printed(capsys, "awareness", "estimate", str(tmp_path / "r.csv"), "--design", str(place))) == []


@pytest.mark.parametrize("document", documents("rubric"), ids=lambda document: document["form"])
def test_every_rubric_of_the_pages_gives_a_valid_score(document):
    """Without facts, with the facts of the page, and with facts for its forms."""
    rubric = read_rubric(load_json(json.dumps(document).encode()))
    known = {"values": {"result": "9"}, "judgements": {"": "3"}, "counts": {"missed_reports": "1"}, "period": "Q2"}
    given = {"schema": "samrit/facts/1", "as_of": "2025-02-28", **known}
    given["milestones"] = {"plan": "2025-01-05", "plan_approved": "2025-01-05", "report": "2025-01-06"}
    if document["form"] == "composite":
        given["parts"] = {part["name"]: {"judgements": {"": "50"}} for part in document["parts"]}
    if "values" in document:
        given |= {"values": {}, "variables": {"A": "8", "B": "9"}}
    for facts in ({"schema": "samrit/facts/1"}, given):
        result = score(rubric, read_facts(load_json(json.dumps(facts).encode())))
        errors = Draft202012Validator(schema("score")).iter_errors(score_data(result))
        assert [error.message for error in errors] == []


def places(part: object, path: tuple = ()) -> list[tuple]:
    """The path of every value in a document."""
    inner = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    return [path, *(place for key, item in inner for place in places(item, (*path, key)))]


def changed(document: dict, path: tuple, change) -> object:
    """A copy of the document with one value changed."""
    if not path:
        return change(document)
    new = copy.deepcopy(document)
    inner = new
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = change(inner[path[-1]])
    return new


CHANGES = (
    lambda _: None,
    lambda _: 1,
    lambda _: 1.5,
    lambda _: True,
    lambda _: "text",
    lambda _: "-0.50",
    lambda _: [],
    lambda _: {},
    lambda value: {**value, "unheard of": 1} if isinstance(value, dict) else "01",
)


@pytest.mark.parametrize("document", documents(), ids=lambda document: document["schema"])
def test_the_schema_accepts_whatever_the_reader_accepts(document):
    """Changed in one place, a document that the reader still takes is still valid."""
    name = name_of(document)
    validator = Draft202012Validator(schema(name))
    for path in places(document):
        for change in CHANGES:
            new = changed(document, path, change)
            try:
                READERS[name](load_json(json.dumps(new).encode()))
            except Refused:
                continue
            assert [f"{path}: {error.message}" for error in validator.iter_errors(new)] == []
