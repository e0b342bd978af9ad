# ruff: noqa: E501 -- a table of cases reads by row
"""Every engine makes the same cube: the same document, number by number, to nine digits."""

from __future__ import annotations

import datetime as dt
import decimal
import importlib.util
import json
import os
import shutil

import pytest
from golden_figures import GOLDEN, answer_of, cases, design_of

from samrit.core.awareness import estimate_file
from samrit.core.contract import Refused

SOCKET = os.environ.get("SAMRIT_TEST_POSTGRES")
ADDRESS = f"postgresql://{os.environ.get('SAMRIT_TEST_POSTGRES_USER', 'samrit')}@/postgres?host={SOCKET}"
HERE = {
    "duckdb": "" if importlib.util.find_spec("duckdb") else "DuckDB is not installed",
    "postgres": "" if SOCKET else "no PostgreSQL: run by scripts/postgres run",
    "spark": "PySpark is not installed (half a gigabyte)"
    if importlib.util.find_spec("pyspark") is None
    else ""
    if shutil.which("java") or os.environ.get("JAVA_HOME")
    else "PySpark wants Java",
}
ENGINES = [pytest.param(name, marks=pytest.mark.skipif(bool(why), reason=why)) for name, why in HERE.items()]
POSTGRES = pytest.mark.skipif(bool(HERE["postgres"]), reason=HERE["postgres"])
CASES = [case for case in cases() if case["name"] in {
    "clus1", "clus2", "multi", "multi_first", "lone_fpc_adjust", "rake", "linear_bounds", "trim", "given_jkn_fpc",
    "made_jkn_fpc", "items_multi", "items_strat",
}]  # fmt: skip


@pytest.fixture(autouse=True)
def database(monkeypatch):
    """Files go to the database of the tests."""
    monkeypatch.setenv("SAMRIT_AWARENESS_POSTGRES", ADDRESS)


def same(one, other, where="", size=0.0):
    """The places where two documents differ by more than nine digits (of an estimate beside them, near 0)."""
    if isinstance(one, dict):
        near = max([size, *(abs(float(part["estimate"] or 0)) for part in (one,) if "estimate" in part)])
        assert one.keys() == other.keys(), where
        return [row for key in one for row in same(one[key], other[key], f"{where}.{key}", near)]
    if isinstance(one, list):
        assert len(one) == len(other), where
        return [
            row
            for place, pair in enumerate(zip(one, other, strict=True))
            for row in same(*pair, f"{where}[{place}]", size)
        ]
    if one == other:
        return []
    try:
        gap = abs(float(one) - float(other))
    except (TypeError, ValueError):
        return [(where, one, other)]
    return [] if gap <= 1e-9 * max(abs(float(other)), 1e-6 * size) else [(where, one, other)]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_engines_agree_on_files(case, engine):
    """The whole document of a CSV file is that of the local engine."""
    assert same(answer_of(case, GOLDEN, engine), answer_of(case, GOLDEN)) == []


DESIGN = {
    "weight": "w", "clusters": ["unit"], "strata": ["khet"], "population": ["N"],
    "items": {"columns": ["b", "c"], "joint": "both"},
    "calibrate": [{"method": "rake", "margins": [{"by": ["both"], "totals": {"": "5", "0": "30", "1": "60"}}]}],
    "estimates": [
        {"id": "m", "of": "y", "statistic": "mean", "by": ["price"]},
        {"id": "t", "of": "y", "statistic": "total", "by": ["day"]},
        {"id": "r", "of": "y", "per": "b", "statistic": "ratio", "where": {"name": ["\u0e01\u0e33", "x"]}},
        {"id": "p", "of": "both", "statistic": "proportion", "by": ["both", "size"]},
        {"id": "f", "of": "b", "statistic": "proportion", "by": ["flag"], "interval": "wilson"},
    ],
}  # fmt: skip


def odd_types(rows=120):
    """A table of many types: decimals, floats that are categories, dates, dictionaries, booleans, combining marks."""
    import pyarrow as pa

    place = range(rows)
    return pa.table(
        {
            "w": pa.array([1 + row % 7 / 8 for row in place], pa.float32()),
            "khet": pa.array([row // 40 for row in place], pa.int8()),
            "unit": pa.array([f"u{row // 8}" for row in place]).dictionary_encode(),
            "N": pa.array([9] * rows, pa.uint64()),
            "b": pa.array([row % 3 > 0 for row in place], pa.bool_()),
            "c": pa.array([None if row % 11 == 0 else int(row % 5 > 0) for row in place], pa.int16()),
            "y": pa.array([decimal.Decimal(row * 7 % 100) for row in place], pa.decimal128(9, 2)),
            "price": pa.array([[1.5, 3.0, 0.1][row % 3] for row in place], pa.float64()),
            "size": pa.array(
                [decimal.Decimal("1.50"), None, decimal.Decimal("2.00")] * (rows // 3), pa.decimal128(5, 2)
            ),
            "day": pa.array([dt.date(2025, 6, 1 + row % 2) for row in place], pa.date32()),
            # The same word in two ways of writing its vowel.
            "name": pa.array(["\u0e01\u0e33", "e\u0301", "\u00e9", "x"] * (rows // 4)),
            "flag": pa.array([row % 2 == 0 for row in place], pa.bool_()),
        }
    )


@pytest.fixture
def parquet(tmp_path):
    """The table of odd types as a file."""
    from pyarrow import parquet as writer

    writer.write_table(odd_types(), tmp_path / "odd.parquet")
    return tmp_path / "odd.parquet"


@pytest.mark.parametrize("engine", ENGINES)
def test_engines_agree_on_odd_types(parquet, engine):
    """Categories print alike whatever their type; numbers are the same."""
    design = design_of(json.dumps(DESIGN))
    assert same(estimate_file(parquet, design, engine), estimate_file(parquet, design)) == []


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("blanks", [0, 4])
def test_engines_agree_where_every_answer_is_yes(tmp_path, engine, blanks):
    """What blanks could turn is the same in every engine, also where nobody answers no."""
    lines = [f"k{row % 3},u{row % 12},{'' if blanks and row % blanks == 0 else 1},1" for row in range(120)]
    (tmp_path / "yes.csv").write_text("\n".join(["khet,unit,a,b", *lines]) + "\n")
    design = design_of(json.dumps({
        "strata": ["khet"], "clusters": ["unit"], "items": {"columns": ["a", "b"], "joint": "both"},
        "estimates": [{"id": "a", "of": "a", "statistic": "proportion"}],
        "verdict": {"reading": "each", "threshold": "0.80", "locked": "2025-06-01T00:00:00+07:00"},
    }))  # fmt: skip
    answer = estimate_file(tmp_path / "yes.csv", design, engine)
    assert same(answer, estimate_file(tmp_path / "yes.csv", design)) == []
    assert answer["verdict"]["decision"] == ("not_yet_known" if blanks else "met")


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("w,y,k\n1,2,a\n1,x,a\n", '"x" is not a number'),
        ("w,y,k\n1,2,a\n-1,2,a\n", "the weight -1 is below 0"),
        ("w,y,k\n1,2,a\n1,1e999,a\n", '"1e999" is not a number'),
        ("w,y,k\n1,2,a\n1,NaN,a\n", '"NaN" is not a number'),
        ("w,y,k\n1,2,a\n1,2\n", "2 cells where the first line names 3"),
        ("w,y,k\n", "the file has no responses"),
        ("w,y,k\n1,2,a\n1,2,\n", "an empty cell"),
    ],
)
def test_engines_refuse_alike(tmp_path, engine, content, what):
    """A bad row is named as the local engine names it."""
    (tmp_path / "r.csv").write_text(content, encoding="utf-8")
    design = design_of('{"weight":"w","clusters":["k"],"estimates":[{"id":"m","of":"y","statistic":"mean"}]}')
    with pytest.raises(Refused) as caught:
        estimate_file(tmp_path / "r.csv", design, engine)
    assert caught.value.what.en == what


@pytest.fixture
def table():
    """A table of responses where they live, filled from the golden sample of many stages."""
    psycopg = pytest.importorskip("psycopg")
    lines = (GOLDEN / "multi.csv").read_text(encoding="utf-8").splitlines()
    names = lines[0].replace('"', "").split(",")
    numbers = {"pw", "N1", "N2", "N3", "api00", "api99", "y01", "enroll", "a01", "a02", "a03", "a04"}
    columns = ", ".join(f'"{name}" {"double precision" if name in numbers else "text"}' for name in names)
    with psycopg.connect(ADDRESS, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(7)")  # tests side by side share the database: one at a time
        connection.execute("DROP SCHEMA IF EXISTS fieldwork CASCADE")
        connection.execute("CREATE SCHEMA fieldwork")
        connection.execute(f"CREATE TABLE fieldwork.answers (id serial, {columns})")
        with connection.cursor().copy(
            f"COPY fieldwork.answers ({', '.join(chr(34) + name + chr(34) for name in names)}) FROM STDIN (FORMAT csv)"
        ) as copy:
            copy.write("\n".join(lines[1:]) + "\n")
        yield connection
        connection.execute("DROP SCHEMA fieldwork CASCADE")


@POSTGRES
@pytest.mark.usefixtures("table")
@pytest.mark.parametrize("name", ["multi", "multi_first", "items_multi"])
def test_a_table_is_read_where_it_lives(name):
    """The same rows in a table of the database give the same document; made by sums, or row by row."""
    case = next(case for case in cases() if case["name"] == name)
    design = design_of(case["design"])
    found = estimate_file(f"{ADDRESS}&table=fieldwork.answers&order=id", design, "postgres")
    assert same(found, answer_of(case, GOLDEN)) == []
    rows = json.loads(case["design"]) | {"clusters": [], "nested": None, "population": []}
    plain = design_of(json.dumps(rows))
    by_row = estimate_file(f"{ADDRESS}&table=fieldwork.answers&order=id", plain, "postgres")
    assert same(by_row, estimate_file(GOLDEN / "multi.csv", plain)) == []


@POSTGRES
@pytest.mark.usefixtures("table")
def test_a_table_without_order_has_groups_by_name():
    """Rows of a table have no order unless it is asked for: groups then stand by their names."""
    design = design_of(
        '{"clusters":["psu"],"nested":true,"estimates":[{"id":"m","of":"api00","statistic":"mean","by":["area"]}]}'
    )
    found = estimate_file(f"{ADDRESS}&table=fieldwork.answers", design, "postgres")
    names = [group["by"]["area"] for group in found["estimates"][0]["groups"]]
    assert names == sorted(names)
    assert len(names) == 5


@POSTGRES
@pytest.mark.parametrize(
    ("change", "place", "path", "what"),
    [
        ("ALTER TABLE fieldwork.answers ALTER y01 TYPE text; UPDATE fieldwork.answers SET y01 = 'yes' WHERE id = 7",
         "&table=fieldwork.answers", "y01", '"yes" is not a number'),
        ("UPDATE fieldwork.answers SET pw = -3 WHERE id = 7", "&table=fieldwork.answers", "pw", "the weight -3 is below 0"),
        ("UPDATE fieldwork.answers SET pw = 'NaN' WHERE id = 7", "&table=fieldwork.answers", "pw", '"nan" is not a number'),
        ("DELETE FROM fieldwork.answers", "&table=fieldwork.answers", "", "the file has no responses"),
        ("SELECT 1", "&table=fieldwork.nothing", "", 'PostgreSQL says: relation "fieldwork.nothing" does not exist'),
        ("SELECT 1", '&table=a"b;drop', "", 'PostgreSQL says: relation "a"b;drop" does not exist'),
        ("SELECT 1", "", "", "the address names no table"),
        ("SELECT 1", "&table=fieldwork.answers&order=q", "order=q", 'fieldwork.answers has no column "q"'),
    ],
)  # fmt: skip
def test_faults_of_a_table_are_named(table, change, place, path, what):
    """What is odd in a table is said in the words of files, by column."""
    table.execute(change)
    design = design_of(
        '{"weight":"pw","clusters":["psu"],"nested":true,"strata":["area"],"estimates":[{"id":"m","of":"y01","statistic":"proportion"}]}'
    )
    with pytest.raises(Refused) as caught:
        estimate_file(ADDRESS + place, design, "postgres")
    assert (caught.value.path, caught.value.what.en) == (path, what)
