"""What the contract says of every document, seen from the shell."""

from __future__ import annotations

import json

import pytest

RUBRIC = {
    "schema": "samrit/rubric/1",
    "form": "levels",
    "levels": [
        {"score": "5", "when": {"value": "result", "op": ">=", "than": "10"}},
        {"score": "1", "when": {"milestone": "plan_approved", "text": "the plan"}},
    ],
}
FACTS = {"schema": "samrit/facts/1", "as_of": "2025-06-30", "period": "Q3", "values": {"result": "10"}}


@pytest.fixture
def refused(samrit):
    """Scores two documents that must be refused; gives the path and the sentence."""

    def run(rubric: object = RUBRIC, facts: object = FACTS) -> tuple[str, str]:
        names = [
            samrit.write(name, content if isinstance(content, str | bytes) else json.dumps(content))
            for name, content in (("rubric.json", rubric), ("facts.json", facts))
        ]
        line = samrit("score", *names).refusal()
        file, path, what = line.split(": ", 2)
        assert file == ("facts.json" if rubric is RUBRIC else "rubric.json")
        return path, what

    return run


def test_a_rubric_and_facts_give_a_score(samrit):
    """The two documents that the other tests break are good."""
    samrit.write("r.json", json.dumps(RUBRIC))
    samrit.write("f.json", json.dumps(FACTS))
    done = samrit("score", "r.json", "f.json", "--json")
    assert (done.code, done.err) == (0, b"")
    assert json.loads(done.out)["score"] == "5"


@pytest.mark.parametrize(
    ("facts", "path"),
    [
        ({**FACTS, "valeus": {}}, "valeus"),
        ({**FACTS, "values": {"result": 10}}, "values.result"),
        ({**FACTS, "values": {"result": 10.5}}, "values.result"),
        ({**FACTS, "values": {"result": "1e1"}}, "values.result"),
        ({**FACTS, "values": {"result": "๑๐"}}, "values.result"),
        ({**FACTS, "values": {"result": "010"}}, "values.result"),
        ({**FACTS, "values": {"result": "1" * 31}}, "values.result"),
        ({**FACTS, "values": {"result": "0." + "1" * 30}}, "values.result"),
        ({**FACTS, "values": {"result": True}}, "values.result"),
        ({**FACTS, "values": ["10"]}, "values"),
        ({**FACTS, "variables": {"A": ["1", 2]}}, "variables.A[1]"),
        ({**FACTS, "judgements": {"": {"value": "1", "why": "x"}}}, 'judgements[""].why'),
        ({**FACTS, "milestones": {"plan_approved": "20 พ.ย. 2567"}}, "milestones.plan_approved"),
        ({**FACTS, "milestones": {"plan_approved": "2025-02-30"}}, "milestones.plan_approved"),
        ({**FACTS, "as_of": "30/06/2568"}, "as_of"),
        ({**FACTS, "period": "Q5"}, "period"),
        ({**FACTS, "period": "Q1"}, "period"),
        ({**FACTS, "schema": "samrit/facts/2"}, "schema"),
        ({**FACTS, "schema": "samrit/rubric/1"}, "schema"),
        ({key: part for key, part in FACTS.items() if key != "schema"}, "schema"),
        ({**FACTS, "parts": {"a": {"values": {"x": 1}}}}, "parts.a.values.x"),
        ({**FACTS, "parts": {"a": {}}}, "parts.a"),
        ([], "document"),
        ("null", "document"),
        ('{"schema": "samrit/facts/1", "values": {"result": "1", "result": "1"}}', "values.result"),
        ('{"schema": "samrit/facts/1", "schema": "samrit/facts/1"}', "schema"),
        ('{"schema": "samrit/facts/1", "values": {"a": NaN}}', "values.a"),
        ('{"schema": "samrit/facts/1", "values": {"a": "\\ud800"}}', "values.a"),
        ("", "line 1 column 1"),
        ("{", "line 1 column 2"),
        (b"\xff\xfe{\x00", "byte 0"),
        (b"\x00" * 100, "line 1 column 1"),
        ('{"schema": "samrit/facts/1", "parts": ' + '{"parts": {"a": ' * 40 + "1" + "}}" * 41, None),
        ("[" * 200_000, "document"),
        (b'{"schema": "' + b" " * 5_000_000 + b'"}', "document"),
    ],
)
def test_facts_that_break_the_contract_are_refused_with_their_place(refused, facts, path):
    """Each fault names its file and its path."""
    found, _ = refused(facts=facts)
    assert path in {found, None}


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"form": "ladder"}, "form"),
        ({"form": None}, "form"),
        ({"level": []}, "level"),
        ({"levels": []}, "levels"),
        ({"levels": [{"score": 5, "when": {"milestone": "a"}}]}, "levels[0].score"),
        ({"levels": [{"score": "5", "when": {}}]}, "levels[0].when"),
        ({"levels": [{"score": "5", "when": {"value": "a", "op": "=>", "than": "1"}}]}, "levels[0].when.op"),
        ({"levels": [{"score": "5", "when": {"value": "a", "op": ">=", "than": 1}}]}, "levels[0].when.than"),
        ({"levels": [{"score": "5", "when": {"value": "a", "op": ">=", "then": "1"}}]}, "levels[0].when.then"),
        ({"levels": [{"score": "5", "when": {"milestone": "a", "by": "2568-02-31"}}]}, "levels[0].when.by"),
        ({"below_first": "nothing"}, "below_first"),
        ({"cumulative": "yes"}, "cumulative"),
        ({"round": {"digits": "2"}}, "round.digits"),
        ({"round": {"digits": -1}}, "round.digits"),
        ({"values": {"result": {"formula": "A +"}}}, "values.result.formula"),
        ({"values": {"result": {"formula": "__import__('os')"}}}, "values.result.formula"),
        ({"schema": "samrit/score/1"}, "schema"),
        ({"schema": None}, "schema"),
    ],
)
def test_rubrics_that_break_the_contract_are_refused_with_their_place(refused, change, path):
    """Each fault names its file and its path."""
    found, _ = refused(rubric={**RUBRIC, **change})
    assert found == path


def test_a_document_without_schema_is_told_what_to_add(refused):
    """Nobody has to guess what a file is."""
    assert refused(rubric={key: part for key, part in RUBRIC.items() if key != "schema"}) == (
        "schema",
        'the document does not say what it is: add "schema": "samrit/key-result/1" or "samrit/rubric/1"',
    )


def test_hostile_formulas_are_refused_quickly(refused):
    """Long, deep and large formulas are refused, not computed."""
    for formula in ("(" * 5000 + "1" + ")" * 5000, "1" * 31, "9*" * 5000 + "9", "A" * 5000, "-" * 999 + "1"):
        refused(rubric={**RUBRIC, "values": {"result": {"formula": formula}}})


def test_the_facts_must_be_of_this_key_result(samrit):
    """Facts of another code are refused; without a code they are taken."""
    samrit.write(
        "kr.json",
        json.dumps({"schema": "samrit/key-result/1", "code": "7301", "rubric": {**RUBRIC}}, ensure_ascii=False),
    )
    samrit.write("f.json", json.dumps({**FACTS, "key_result": "7302"}))
    assert samrit("score", "kr.json", "f.json").refusal().startswith("f.json: key_result: ")


def test_a_definition_without_a_rubric_gives_no_data(samrit):
    """A score that cannot be given yet is an answer: exit code 0."""
    samrit.write("kr.json", json.dumps({"schema": "samrit/key-result/1", "code": "7301", "rubric": None}))
    samrit.write("f.json", json.dumps({**FACTS, "key_result": "7301"}))
    done = samrit("score", "kr.json", "f.json", "--json")
    assert (done.code, done.err) == (0, b"")
    score = json.loads(done.out)
    assert (score["score"], score["state"]) == (None, "no_data")


@pytest.mark.parametrize("words", [("-", "f.json"), ("r.json", "-")])
def test_either_document_may_come_from_stdin(samrit, words):
    """The result is the same as from files."""
    texts = {"r.json": json.dumps(RUBRIC), "f.json": json.dumps(FACTS)}
    for name, text in texts.items():
        samrit.write(name, text)
    piped = texts["r.json" if words[0] == "-" else "f.json"].encode()
    done = samrit("score", *words, "--json", stdin=piped)
    assert done.code == 0
    assert done.out == samrit("score", "r.json", "f.json", "--json").out


def test_a_fault_on_stdin_is_named_so(samrit):
    """`-` is its name."""
    samrit.write("r.json", json.dumps(RUBRIC))
    assert samrit("score", "r.json", "-", stdin=b"{").refusal().startswith("-: line 1 column 2: ")


def test_the_same_input_gives_the_same_bytes(samrit):
    """Twice, in both languages of the locale, with different hash seeds."""
    samrit.write("r.json", json.dumps(RUBRIC))
    samrit.write("f.json", json.dumps(FACTS))
    outs = {
        samrit("score", "r.json", "f.json", "--json", locale=locale, PYTHONHASHSEED=seed).out
        for locale in ("th_TH.UTF-8", "en_US.UTF-8", "C")
        for seed in ("1", "2")
    }
    assert len(outs) == 1
    assert outs.pop().endswith(b"}\n")


def test_people_are_spoken_to_in_their_language(samrit):
    """Without `--json` the score is explained in Thai or in English."""
    samrit.write("r.json", json.dumps(RUBRIC))
    samrit.write("f.json", json.dumps(FACTS))
    thai = samrit("score", "r.json", "f.json", locale="th_TH.UTF-8")
    english = samrit("score", "r.json", "f.json", locale="en_US.UTF-8")
    assert (thai.code, english.code) == (0, 0)
    assert thai.out != english.out
    assert "คะแนน" in thai.out.decode()
    assert english.out == samrit("score", "r.json", "f.json", "--lang", "en", locale="th_TH.UTF-8").out
