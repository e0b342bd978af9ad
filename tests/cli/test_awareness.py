"""`samrit awareness`: exit codes, one line on stderr, one document on stdout."""

from __future__ import annotations

import json
import sys

import pytest

from samrit.cli import main


@pytest.fixture
def samrit(capsys, monkeypatch):
    """Runs one command line: exit code, stdout, stderr."""
    monkeypatch.setenv("SAMRIT_LANG", "en")

    def run(*words):
        code = main([str(word) for word in words])
        return (code, *capsys.readouterr())

    return run


@pytest.fixture
def files(tmp_path):
    """A small response file and its design."""
    (tmp_path / "r.csv").write_text("w,b\n1,1\n2,0\n3,1\n", encoding="utf-8")
    design = {
        "schema": "samrit/survey-design/1",
        "weight": "w",
        "estimates": [{"id": "p", "of": "b", "statistic": "proportion"}],
    }
    (tmp_path / "d.json").write_text(json.dumps(design), encoding="utf-8")
    return tmp_path


def test_estimate_prints_one_document(samrit, files):
    """`--json` prints the estimates document and nothing else."""
    code, out, err = samrit("awareness", "estimate", files / "r.csv", "--design", files / "d.json", "--json")
    assert (code, err, json.loads(out)["schema"]) == (0, "", "samrit/estimates/1")


def test_the_engines_print_the_same(samrit, files):
    """DuckDB's cube gives the same document."""
    pytest.importorskip("duckdb")
    words = ("awareness", "estimate", files / "r.csv", "--design", files / "d.json", "--json")
    assert samrit(*words, "--engine", "duckdb") == samrit(*words)


def test_a_fault_of_the_file_names_the_file(samrit, files):
    """A bad cell: exit code 2, nothing on stdout, one line with file, column and row."""
    (files / "r.csv").write_text("w,b\n1,1\n-2,0\n", encoding="utf-8")
    wanted = f"{files}/r.csv: w, row 2 (line 3): the weight -2 is below 0: weights are 0 or more\n"
    assert samrit("awareness", "estimate", files / "r.csv", "--design", files / "d.json") == (2, "", wanted)


def test_a_fault_of_the_design_names_the_design(samrit, files):
    """A missing column is the design's fault."""
    (files / "r.csv").write_text("b\n1\n", encoding="utf-8")
    wanted = f'{files}/d.json: weight: r.csv has no column "w": name one of its columns\n'
    assert samrit("awareness", "estimate", files / "r.csv", "--design", files / "d.json") == (2, "", wanted)


def test_a_missing_file(samrit, files):
    """A file that is not there is named."""
    wanted = f"{files}/x.csv: document: there is no such file: check the name, the folder and the permissions\n"
    assert samrit("awareness", "estimate", files / "x.csv", "--design", files / "d.json") == (2, "", wanted)


def test_an_engine_that_does_not_exist(samrit, files):
    """The option is the command's fault, and no file's."""
    wanted = (
        'samrit awareness estimate: --engine: "abacus" is not an engine: use local or duckdb or postgres or spark\n'
    )
    words = ("awareness", "estimate", files / "r.csv", "--design", files / "d.json", "--engine", "abacus")
    assert samrit(*words) == (2, "", wanted)


def test_a_database_that_does_not_answer(samrit, files):
    """The address is named without its password; the engine follows from it."""
    address = "postgresql://somebody:{}@127.0.0.1:1/answers?table=r"
    words = ("awareness", "estimate", address.format("geheim"), "--design", files / "d.json")
    code, out, err = samrit(*words)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(f"{address.format('…')}: document: PostgreSQL says: connection failed: ")
    assert "geheim" not in err


def test_an_address_that_the_engine_cannot_read(samrit, files):
    """A table's address is not for an engine of files."""
    words = ("awareness", "estimate", "postgresql://x/y?table=r", "--design", files / "d.json", "--engine", "duckdb")
    code, out, err = samrit(*words)
    assert (code, out) == (2, "")
    assert err.startswith("postgresql://x/y?table=r: document: duckdb does not read this address: ")


def test_an_engine_that_is_not_installed(samrit, files, monkeypatch):
    """What the machine lacks is told of the option that asked for it."""
    monkeypatch.setitem(sys.modules, "duckdb", None)
    words = ("awareness", "estimate", files / "r.csv", "--design", files / "d.json", "--engine", "duckdb")
    code, out, err = samrit(*words)
    assert (code, out) == (2, "")
    assert err.startswith("samrit awareness estimate: --engine: DuckDB is not installed: ")


def test_plan_prints_one_document(samrit, files):
    """A plan is answered part by part."""
    plan = {
        "schema": "samrit/survey-plan/1",
        "sample_size": {"share": "0.8", "margin": "0.04", "population": "110000", "deff": "1.7", "response": "0.6"},
    }
    (files / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
    code, out, _ = samrit("awareness", "plan", files / "plan.json", "--json")
    assert (code, json.loads(out)["sample_size"]["issued"]) == (0, 1082)
