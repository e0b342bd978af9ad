"""Reading, checking and writing sheets, seen from the shell."""

from __future__ import annotations

import json

import pytest

TOOLS = ("read", "check")


@pytest.fixture
def sheet(samrit, examples) -> str:
    """The example sheet, in the program's folder."""
    return samrit.write("kr-7301.txt", (examples / "kr-7301.txt").read_bytes())


@pytest.fixture
def definition(samrit, sheet) -> str:
    """The example sheet, read."""
    return samrit.write("kr-7301.json", samrit("sheet", "read", sheet, "--json").out)


def test_the_example_is_read(samrit, sheet):
    """Every field that the sheet prints; only the lost marks are asked; nothing is left over."""
    done = samrit("sheet", "read", sheet, "--json")
    assert (done.code, done.err) == (0, b"")
    data = json.loads(done.out)
    assert {key: data[key] for key in ("schema", "code", "name", "fiscal_year", "host", "target", "unread")} == {
        "schema": "samrit/key-result/1",
        "code": "7301",
        "name": "จำนวนย่านสร้างสรรค์ที่ได้รับการประชาสัมพันธ์สร้างการรับรู้",
        "fiscal_year": 2568,
        "host": "สำนักงานประชาสัมพันธ์",
        "target": {"value": "10", "unit": "ย่าน", "operator": ">="},
        "unread": [],
    }
    assert [question["field"] for question in data["questions"]] == ["involvement"]
    assert data["source"]["file"] == "kr-7301.txt"


@pytest.mark.parametrize("tool", TOOLS)
def test_text_on_stdin_is_read_like_a_file(samrit, sheet, tool):
    """Only the name of the source differs."""
    text = (samrit.folder / sheet).read_bytes()
    piped = json.loads(samrit("sheet", tool, "-", "--json", stdin=text).out)
    read = json.loads(samrit("sheet", tool, sheet, "--json").out)
    assert piped["source"]["file"] == "-"
    assert {**piped, "source": None} == {**read, "source": None}


@pytest.mark.parametrize("tool", TOOLS)
def test_the_same_sheet_gives_the_same_bytes(samrit, sheet, tool):
    """Whatever the locale and the hash seed, and from any folder."""
    outs = {
        samrit("sheet", tool, name, "--json", locale=locale, PYTHONHASHSEED=seed).out
        for locale, seed, name in (
            ("th_TH.UTF-8", "1", sheet),
            ("en_US.UTF-8", "2", str(samrit.folder / sheet)),
            ("C", "3", f"./{sheet}"),
        )
    }
    assert len(outs) == 1


def test_a_check_says_no_while_there_are_questions(samrit, sheet):
    """Exit code 1, the questions numbered and in the reader's language."""
    done = samrit("sheet", "check", sheet, locale="th_TH.UTF-8")
    assert (done.code, done.err) == (1, b"")
    assert "โปรดยืนยัน (๑)" in done.out.decode()
    assert "  1. " in done.out.decode()
    english = samrit("sheet", "check", sheet)
    assert english.code == 1
    assert "Please confirm (1)" in english.out.decode()


def test_a_sheet_is_shown_to_people(samrit, sheet):
    """Without `--json` every field is laid out under the form's own words."""
    text = samrit("sheet", "read", sheet, locale="th_TH.UTF-8").out.decode()
    for said in (
        "รหัส",
        "๗๓๐๑",
        "ค่าเป้าหมายรวม",
        "≥ ๑๐ ย่าน",
        "หน่วยงานและบทบาทภารกิจ",
        "☑ มาตรฐานการดำเนินงาน",
        "เกณฑ์การให้คะแนน",
    ):
        assert said in text


@pytest.mark.parametrize("kind", ["txt", "docx", "pdf"])
def test_a_written_form_is_read_again(samrit, definition, kind):
    """The same definition, except where it came from and what was asked."""
    done = samrit("sheet", "write", definition, "--to", f"again.{kind}")
    assert (done.code, done.err, done.out.decode()) == (0, b"", f"wrote again.{kind}\n")
    again = json.loads(samrit("sheet", "read", f"again.{kind}", "--json").out)
    first = json.loads((samrit.folder / definition).read_bytes())
    own = {"source": None, "unread": None, "questions": None}
    assert {**again, **own} == {**first, **own}


@pytest.mark.parametrize("kind", ["txt", "docx", "pdf"])
def test_the_same_definition_gives_the_same_file(samrit, definition, kind):
    """Byte for byte, and over a file that is there already."""
    samrit.write(f"b.{kind}", b"something older")
    for name in ("a", "b"):
        assert samrit("sheet", "write", definition, "--to", f"{name}.{kind}").code == 0
    assert (samrit.folder / f"a.{kind}").read_bytes() == (samrit.folder / f"b.{kind}").read_bytes()


def test_no_file_is_left_half_written(samrit, definition):
    """A refused definition leaves the older file as it was and nothing beside it."""
    samrit.write("broken.json", b'{"schema": "samrit/key-result/1", "fiscal_year": "2568"}')
    samrit.write("old.docx", b"older")
    before = sorted(path.name for path in samrit.folder.iterdir())
    samrit("sheet", "write", "broken.json", "--to", "old.docx").refusal()
    samrit("sheet", "write", "broken.json", "--to", "new.docx").refusal()
    samrit("sheet", "write", definition, "--to", "no/such/folder.docx").refusal()
    assert sorted(path.name for path in samrit.folder.iterdir()) == before
    assert (samrit.folder / "old.docx").read_bytes() == b"older"


@pytest.mark.parametrize("name", ["folder.docx", "plain", "form.odt", ".docx"])
def test_a_target_that_cannot_be_is_refused(samrit, definition, name):
    """The line names what was given after `--to`."""
    (samrit.folder / "folder.docx").mkdir()
    assert samrit("sheet", "write", definition, "--to", name).refusal().startswith(f"{name}: --to: ")


def test_a_definition_may_come_from_stdin(samrit, definition):
    """`sheet read … --json | sheet write - --to …` works."""
    text = (samrit.folder / definition).read_bytes()
    assert samrit("sheet", "write", "-", "--to", "a.txt", stdin=text).code == 0
    assert samrit("sheet", "write", definition, "--to", "b.txt").code == 0
    assert (samrit.folder / "a.txt").read_bytes() == (samrit.folder / "b.txt").read_bytes()


@pytest.mark.parametrize(("moment", "score"), [("2024-11", 1), ("2025-02", 1), ("2025-06", 3), ("2025-09", 5)])
def test_the_year_of_the_example(samrit, definition, examples, moment, score):
    """An approved plan gives 1, three districts still 1, seven 3, ten with the report 5."""
    done = samrit("score", definition, str(examples / f"facts-{moment}.json"), "--json")
    assert (done.code, done.err) == (0, b"")
    data = json.loads(done.out)
    assert (data["score"], data["level"], data["state"]) == (str(score), score, "scored")


@pytest.mark.parametrize(
    ("result", "milestones", "score"),
    [
        ("0", {"plan_approved": "2024-11-20"}, "1"),
        ("3", {"plan_approved": "2024-11-20"}, "1"),
        ("3", {}, None),
        ("7", {}, "3"),
        ("9", {}, "4"),
        ("10", {}, "4"),
        ("10", {"result_reported": "2025-09-25"}, "5"),
        ("12", {"result_reported": "2025-09-25"}, "5"),
        ("10", {"result_reported": "2025-10-01"}, "4"),
    ],
)
def test_the_rubric_of_the_example(samrit, definition, result, milestones, score):
    """The readings of the sheet's five levels; a report after the day of the facts has not been made."""
    facts = {
        "schema": "samrit/facts/1",
        "key_result": "7301",
        "as_of": "2025-09-30",
        "period": "FY",
        "values": {"result": result},
        "milestones": milestones,
    }
    samrit.write("facts.json", json.dumps(facts))
    data = json.loads(samrit("score", definition, "facts.json", "--json").out)
    assert data["score"] == score
    assert data["state"] == ("below_first" if score is None else "scored")
