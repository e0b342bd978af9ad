"""`samrit export`: what lies in the file is what the pages and the API give; a file is whole or not there."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.web.year import Year, year

from samrit.cli import main
from samrit.exchange.opendata import COLUMNS, public_key_results, results
from samrit.exchange.packages import package
from samrit.results.models import KeyResult

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Year:
    return year()


def export(*arguments: str) -> int:
    return main(["--lang", "en", "export", *arguments])


def test_the_open_data_of_public_key_results_is_written(made: Year, tmp_path: Path) -> None:
    made.key_result.measures.create(name="share", label="สัดส่วน", unit="ร้อยละ", kind="ratio", across="ratio", place=9)
    place = tmp_path / "results.json"
    assert export("results", "--to", str(place)) == 0
    assert json.loads(place.read_bytes())["results"] == []
    KeyResult.objects.filter(pk=made.key_result.pk).update(public=True)
    assert export("results", "--to", str(place)) == 0
    assert json.loads(place.read_bytes()) == results(public_key_results())
    assert [row["id"] for row in json.loads(place.read_bytes())["results"]] == ["7301-2568"]
    assert export("results", "--to", str(tmp_path / "results.csv")) == 0
    head, *rows = csv.reader(io.StringIO((tmp_path / "results.csv").read_bytes().decode("utf-8-sig")))
    assert tuple(head) == COLUMNS
    assert {row[0] for row in rows} == {"7301-2568"}


def test_a_period_s_package_is_written_as_json_and_as_a_workbook(made: Year, tmp_path: Path) -> None:
    period = made.key_result.periods.get(code="Q1")
    record = package(period)
    assert export("package", "7301-2568", "--period", "q1", "--to", str(tmp_path / "q1.json")) == 0
    assert (tmp_path / "q1.json").read_bytes() == record.data
    assert export("package", "7301", "--period", "Q1", "--to", str(tmp_path / "q1.xlsx")) == 0
    cells = [
        cell for row in load_workbook(tmp_path / "q1.xlsx").worksheets[0].iter_rows(values_only=True) for cell in row
    ]
    assert made.key_result.name in cells


@pytest.mark.usefixtures("made")
def test_what_cannot_be_written_is_said_in_one_line_and_leaves_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = [
        (("results", "--to", str(tmp_path / "results.pdf")), "the ending says no form that is written"),
        (("results", "--to", str(tmp_path / "no" / "results.json")), "no"),
        (("package", "7301", "--period", "Q9", "--to", str(tmp_path / "q9.json")), "there is no such period"),
        (("package", "1", "--period", "Q1", "--to", str(tmp_path / "q1.json")), "there is no such key result here"),
    ]
    for arguments, said in wrong:
        assert export(*arguments) == 2
        told = capsys.readouterr()
        assert told.out == ""
        assert said in told.err
        assert told.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []
