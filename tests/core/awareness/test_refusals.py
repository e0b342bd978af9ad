# ruff: noqa: E501 -- a table of cases reads by row
"""Bad designs and bad files are refused in one sentence that names the place; no answer ever holds NaN."""

from __future__ import annotations

import json

import pytest
from golden_figures import design_of

from samrit.core.awareness import estimate_file, read_design, responses
from samrit.core.contract import Refused, load_json

FILE = "w,s,c,y,b\n1,A,1,1,1\n2,A,2,2,0\n3,B,3,3,1\n4,B,4,5,1\n"
MEAN = {"id": "m", "of": "y", "statistic": "mean"}
SHARE = {"id": "p", "of": "b", "statistic": "proportion"}


def answer(tmp_path, content, design):
    """The answer to a small file."""
    path = tmp_path / "r.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    document = {"schema": "samrit/survey-design/1", "estimates": [MEAN], **design}
    return estimate_file(path, read_design(load_json(json.dumps(document).encode())))


def cells(*margins, method="rake", **more):
    """A design with one calibration."""
    return {"weight": "w", "calibrate": [{"method": method, "margins": list(margins), **more}]}


A_B = {"by": ["s"], "totals": {"A": "1", "B": "9"}}


@pytest.mark.parametrize(
    ("content", "design", "path", "what"),
    [
        (FILE, {"weight": "zz"}, "weight", 'r.csv has no column "zz"'),
        (FILE, {"estimates": [{**MEAN, "by": ["q"]}]}, "estimates[0].by[0]", 'r.csv has no column "q"'),
        (FILE.replace("3,B,3", "-3,B,3"), {"weight": "w"}, "w, row 3 (line 4)", "the weight -3 is below 0"),
        (FILE.replace("3,B,3", "x,B,3"), {"weight": "w"}, "w, row 3 (line 4)", '"x" is not a number'),
        (FILE.replace("3,B,3", ",B,3"), {"weight": "w"}, "w, row 3 (line 4)", "the cell is empty"),
        (FILE.replace("3,3,1", "3,NaN,1"), {}, "y, row 3 (line 4)", '"NaN" is not a number'),
        (FILE.replace("3,3,1", "3,=1+1,1"), {}, "y, row 3 (line 4)", '"=1+1" is not a number'),
        (FILE, {"estimates": [{**SHARE, "of": "y"}]}, "y, row 2 (line 3)", "2 is neither 0 nor 1"),
        (FILE.replace("3,B,3", "3,,3"), {"strata": ["s"]}, "s, row 3 (line 4)", "an empty cell"),
        (FILE.replace("3,B,3", "3,,3"), {"strata": ["s"], "clusters": ["c"]}, "s, row 3 (line 4)", "an empty cell"),
        (FILE.replace("3,B,3", "3,B,"), {"strata": ["s"], "clusters": ["c"]}, "c, row 3 (line 4)", "an empty cell"),
        (FILE.replace("3,B,3", "๓,B,3"), {"weight": "w"}, "w, row 3 (line 4)", '"๓" is not a number'),
        (FILE.replace("2,A,2", "2,Z,2"), {"strata": ["s"]}, "s: A, Z", "only one sampled unit, so its variance is not known"),
        (FILE.replace("4,B,4", "4,B,1"), {"strata": ["s"], "clusters": ["c"]}, "c: 1", 'the cluster stands in two strata, "A" and "B"'),
        ("w,c,y\n1,1,0\n2,1,1\n", {"clusters": ["c"]}, "strata: (all)", "only one sampled unit, so its variance is not known"),
        ("w,c,y\n1,1,0\n2,1,1\n", {"clusters": ["c"], "single_psu": "remove"}, "c: 1", 'the sample has only one unit, so that its variance is not known, also under "remove"'),
        ("w,c,y\n1,1,0\n2,1,1\n", {"clusters": ["c"], "single_psu": "remove", "replicates": {"method": "jk1", "create": True}}, "replicates.method", "jk1 finds no stratum with two units"),
        ("y\n1\n", {"single_psu": "average"}, "rows: 1", 'the sample has only one unit, so that its variance is not known, also under "average"'),
        ("w,y\n", {}, "", "the file has no responses"),
        ("", {}, "", "the file is empty"),
        (FILE + "1,2\n", {}, "row 5 (line 6)", "2 cells where the first line names 5"),
        (FILE.encode("utf-16"), {}, "line 1", "the text is not UTF-8"),
        (FILE.replace("A", "ก").encode("cp874"), {"estimates": [{**MEAN, "by": ["s"]}]}, "line 2", "the text is not UTF-8"),
        ("y,y\n1,2\n", {}, "y", "two columns have this name"),
        ("y,b\n0,1\n0,0\n", {"weight": "y"}, "y", "every weight is 0"),
        ("N,y\n2,1\n2,2\n2,3\n", {"population": ["N"]}, "N, row 1 (line 2)", "a population of 2 is smaller than the sample of 3"),
        ("N,s,y\n9,A,1\n9,A,2\n8,A,3\n", {"strata": ["s"], "population": ["N"]}, "N, s A", "the population differs between rows of one stratum or unit"),
        (FILE, cells({"by": ["s"], "totals": {"A": "1", "B": "2", "C": "3"}}), "calibrate[0].margins[0].totals.C", 'no response has s "C"'),
        (FILE, cells({"by": ["s"], "totals": {"A": "1"}}), "s: B", 'the category "B" has no total in calibrate[0].margins[0]'),
        (FILE, cells(A_B, {"by": ["b"], "totals": {"0": "1", "1": "1"}}), "calibrate[0].margins[1].totals", "the totals of b sum to 2, those of s to 10"),
        (FILE, cells(A_B, {"by": ["b"], "totals": {"0": "9", "1": "1"}}), "calibrate[0].margins", "rake does not reach the totals: s A stays at 9 where 1 is asked"),
        (FILE, cells(A_B, method="logit", bounds=["0.5", "1.2"]), "calibrate[0].margins", "logit does not reach the totals: s A stays at 1.5 where 1 is asked"),
        (FILE, cells(A_B, method="logit"), "calibrate[0].bounds", "logit needs its bounds"),
        (FILE, {"calibrate": [{"method": "linear", "margins": [{"totals": {"w": "2"}}, A_B]}, {"method": "linear", "margins": [A_B]}]}, "calibrate[0].bounds", "linear makes weights below 0, on which calibrate[1] cannot build"),
        (FILE, {"items": {"columns": ["b"], "joint": "y"}}, "items.joint", 'r.csv already has a column "y"'),
        (FILE, {"replicates": {"method": "brr", "create": True}}, "replicates.method", "half samples want two PSUs in every stratum; (all) has 4"),
        (FILE, {"replicates": {"method": "jk1", "create": True}, "strata": ["s"]}, "replicates.method", "jk1 is for samples without strata"),
        (FILE, {"replicates": {"method": "jk1"}}, "replicates", "exactly one of weights and create is wanted"),
        (FILE, {"estimates": [{**MEAN, "level": 0.95}]}, "estimates[0].level", "the bare number 0.95 stands where a decimal string belongs"),
        (FILE, {"estimates": [{**MEAN, "interval": "beta"}]}, "estimates[0].interval", "a mean takes interval mean only"),
        (FILE, {"estimates": [{**MEAN, "levl": "0.9"}]}, "estimates[0].levl", "unknown key"),
        (FILE, {"estimates": [MEAN, MEAN]}, "estimates[1].id", '"m" stands twice'),
        (FILE, {"estimates": [{**MEAN, "statistic": "ratio"}]}, "estimates[0].per", "a ratio, and only a ratio, names its denominator"),
        (FILE, {"contrasts": [{"id": "d", "terms": [["1", "q", {}]]}]}, "contrasts[0].terms[0][1]", '"q" is not one of the choices'),
        (FILE, {"population": ["w", "y"]}, "population", "more columns than stages of clusters"),
        (FILE.replace("3,3,1", '3,"3,1'), {}, "line 4", "a quote in this row is not closed"),
        (FILE.replace(",", ";"), {}, "line 1", "the columns are not parted by commas"),
        (FILE.encode("utf-16-le"), {}, "line 1", "the text is not UTF-8"),
        ("w,s,c,y,b", {}, "", "the file has no responses"),
        (FILE.replace("3,3,1", "3,1e200,1"), {}, "y, row 3 (line 4)", "1e200 is too large to reckon with"),
        (FILE, cells({"by": ["s"], "totals": {"A": "0", "B": "9"}}, method="poststratify"), "calibrate[0].margins[0].totals.A", "a total of 0, though there are rows"),
        (FILE, {"estimates": [{**MEAN, "by": ["s"]}], "contrasts": [{"id": "d", "terms": [["1", "m", {"s": "Z"}]]}]}, "contrasts[0].terms[0][2]", '"m" has no group s Z'),
    ],
)  # fmt: skip
def test_a_fault_is_named(tmp_path, content, design, path, what):
    """The refusal names the place (as the file writes it) and the fault."""
    with pytest.raises(Refused) as caught:
        answer(tmp_path, content, design)
    assert (caught.value.path, caught.value.what.en) == (path, what)
    assert "\n" not in caught.value.line("r.csv", "th")


@pytest.mark.parametrize(
    ("cell", "what"),
    [
        ("x" * 12_000 + "\n1,A,1,2,1\n", "one row has more than 4,000 bytes"),
        ('"' + "x\n" * 9_000, "a quote in this row is not closed"),
    ],
)
def test_a_row_that_is_too_long_is_named_by_its_line(tmp_path, monkeypatch, cell, what):
    """Also where cells of rows before it hold line breaks; what a quote swallows is not held in memory to tell of it."""
    monkeypatch.setattr(responses, "BLOCK", 4_000)
    content = FILE.replace("3,3,1", '"3",3,1\n1,A,"a\nb",1,1\n1,A,1,2,' + cell)
    with pytest.raises(Refused) as caught:
        answer(tmp_path, content, {})
    assert (caught.value.path, caught.value.what.en) == ("line 7", what)


def figure(tmp_path, content, estimate, **design):
    """The only group of the only estimate."""
    (found,) = answer(tmp_path, content, {"estimates": [estimate], **design})["estimates"][0]["groups"]
    return found


def test_left_out_null_and_empty_mean_the_same(tmp_path):
    """Keys that are null, [] or {} change nothing."""
    empty = {
        "weight": None,
        "strata": [],
        "clusters": {},
        "replicates": {},
        "calibrate": [],
        "items": {},
        "verdict": None,
        "contrasts": {},
        "trim": [],
    }
    nothing = {"by": [], "where": {}, "interval": None, "df": None, "per": None, "deff": None, "level": None}
    assert answer(tmp_path, FILE, {**empty, "estimates": [{**MEAN, **nothing}]}) == answer(tmp_path, FILE, {})


@pytest.mark.parametrize("engine", ["local", "duckdb"])
def test_a_design_that_asks_nothing_counts_the_rows(tmp_path, engine):
    """No estimates, no columns: the rows are read all the same."""
    if engine == "duckdb":
        pytest.importorskip("duckdb")
    (tmp_path / "r.csv").write_text("a,b\n1,2\n3,4\n", encoding="utf-8")
    found = estimate_file(tmp_path / "r.csv", design_of('{"estimates":[]}'), engine)
    assert found["rows"] == {"read": 2, "used": 2, "excluded": []}


def test_everybody_says_yes(tmp_path):
    """At 100 % the size is the number of answers, beta is Clopper-Pearson's, deff is null."""
    found = figure(tmp_path, "b\n1\n1\n1\n", SHARE)
    assert found == {
        "by": {},
        "estimate": "1",
        "se": "0",
        "ci": ["0.292401773821287", "1"],
        "n": 3,
        "n_eff": "3",
        "df": 2,
        "deff": None,
    }


@pytest.mark.parametrize("interval", ["logit", "xlogit", "asin"])
def test_no_limits_at_the_edge(tmp_path, interval):
    """At 0 % these intervals have null limits and a flag."""
    found = answer(tmp_path, "b\n0\n0\n0\n", {"estimates": [{**SHARE, "interval": interval}]})
    assert found["estimates"][0]["groups"][0]["ci"] == [None, None]
    assert found["flags"] == ["p: no_limits_at_0_or_100_percent"]


def test_nobody_answers(tmp_path):
    """Without answers every figure is null, never NaN, and the group is flagged."""
    found = answer(tmp_path, 'b\n""\n""\n', {"estimates": [SHARE]})
    assert found["estimates"][0]["groups"] == [
        {"by": {}, "estimate": None, "se": None, "ci": [None, None], "n": 0, "n_eff": None, "df": 1, "deff": None}
    ]
    assert found["flags"] == ["p: no_answers"]


def test_the_average_of_no_stratum_is_no_variance(tmp_path):
    """Where every stratum stands alone, "average" has nothing to average: no error, never 0."""
    design = {"strata": ["s"], "single_psu": "average"}
    found = answer(tmp_path, "s,y\nA,1\nB,2\n", {"estimates": [MEAN], **design})
    assert found["estimates"][0]["groups"] == [
        {"by": {}, "estimate": "1.5", "se": None, "ci": [None, None], "n": 2, "n_eff": None, "df": 0, "deff": None}
    ]
    assert found["flags"] == ["m: no_variance"]


def test_a_replicate_of_100_percent_has_no_logit(tmp_path):
    """A replicate at 100 % is not dropped from the logit's variance: there are no limits then."""
    design = {"clusters": ["c"], "replicates": {"method": "jk1", "create": True}}
    share = {**SHARE, "interval": "logit"}
    found = answer(tmp_path, "c,b\n1,1\n1,0\n2,1\n3,1\n", {"estimates": [share], **design})
    assert found["estimates"][0]["groups"][0]["ci"] == [None, None]
    assert found["flags"] == ["p: replicates_at_0_or_100_percent"]


def test_weights_that_sum_to_the_sample_have_no_deff(tmp_path):
    """Where the weights say that everybody was asked, up to a rounding, there is no simple random sample to compare."""
    rows = "".join(f"{weight},{y}\n" for y, weight in enumerate([0.1, 0.7, 1.3, 1.9] * 3))
    assert figure(tmp_path, f"w,y\n{rows}", MEAN, weight="w")["deff"] is None


def test_groups_stand_in_order_of_appearance(tmp_path):
    """Groups are those of the rows that `where` keeps, first come first; an empty cell is in no group."""
    content = "s,k,y\nB,0,1\nA,1,2\n,1,9\nB,1,3\nA,1,4\n"
    found = answer(tmp_path, content, {"estimates": [{**MEAN, "by": ["s"], "where": {"k": ["1"]}}]})
    assert [(group["by"], group["estimate"], group["n"]) for group in found["estimates"][0]["groups"]] == [
        ({"s": "A"}, "3", 2),
        ({"s": "B"}, "3", 1),
    ]
    assert found["rows"] == {
        "read": 5,
        "used": 3,
        "excluded": [{"why": "outside the domain of every estimate", "rows": 2}],
    }


def test_a_seed_gives_the_same_weights_whatever_the_order_of_rows(tmp_path):
    """Made replicates depend on the names of the units, not on where they stand in the file."""
    design = {"strata": ["s"], "clusters": ["c"], "replicates": {"method": "rao_wu", "create": 30, "seed": 4}}
    lines = FILE.splitlines()
    turned = "\n".join([lines[0], *reversed(lines[1:])]) + "\n"
    one, two = figure(tmp_path, FILE, MEAN, **design), figure(tmp_path, turned, MEAN, **design)
    assert float(one["se"]) == pytest.approx(float(two["se"]), rel=1e-12)


def test_csv_and_parquet_give_the_same(tmp_path):
    """The same table as Parquet gives the same document."""
    from pyarrow import csv, parquet

    found = answer(tmp_path, FILE, {"weight": "w", "estimates": [MEAN, {**SHARE, "by": ["s"]}]})
    parquet.write_table(csv.read_csv(tmp_path / "r.csv"), tmp_path / "r.parquet")
    document = {"schema": "samrit/survey-design/1", "weight": "w", "estimates": [MEAN, {**SHARE, "by": ["s"]}]}
    assert estimate_file(tmp_path / "r.parquet", read_design(load_json(json.dumps(document).encode()))) == found


@pytest.mark.parametrize(
    ("kind", "values", "wanted"),
    [
        ("decimal128(5, 2)", ["1.50", "2.25"], "1.875"),
        ("string_view", ["1", "2"], "1.5"),
        ("large_string", ["1", "2"], "1.5"),
        ("null", [None, None], None),
        ("float16", ["1.5", "2.5"], "2"),
    ],
)
def test_numbers_of_parquet_of_many_kinds(tmp_path, kind, values, wanted):
    """What can be a number is one; a column of nulls is nobody's answer."""
    import pyarrow as pa
    from pyarrow import parquet

    made = eval(f"pa.{kind}{'' if '(' in kind else '()'}")  # noqa: S307 -- the table above
    numbers = pa.array(values, pa.string()).cast(pa.float64())
    column = pa.array(values, made) if "string" in kind or kind == "null" else numbers.cast(made)
    parquet.write_table(pa.table({"y": column}), tmp_path / "r.parquet")
    document = {"schema": "samrit/survey-design/1", "estimates": [MEAN]}
    found = estimate_file(tmp_path / "r.parquet", read_design(load_json(json.dumps(document).encode())))
    assert found["estimates"][0]["groups"][0]["estimate"] == wanted


@pytest.mark.parametrize(
    ("column", "place", "what"),
    [
        ("y", "y", "the column holds list<element: int64>, not numbers"),
        ("k", "k", "the column holds list<element: int64>, not text"),
    ],
)
@pytest.mark.parametrize("engine", ["local", "duckdb"])
def test_nested_columns_are_refused(tmp_path, column, place, what, engine):
    """A list is neither a number nor a category."""
    import pyarrow as pa
    from pyarrow import parquet

    if engine == "duckdb":
        pytest.importorskip("duckdb")
    table = {"y": pa.array([1, 2]), "k": pa.array(["a", "b"]), "c": pa.array([1, 2])}
    table[column] = pa.array([[1], [2]])
    parquet.write_table(pa.table(table), tmp_path / "r.parquet")
    document = {"schema": "samrit/survey-design/1", "clusters": ["c"], "estimates": [{**MEAN, "by": ["k"]}]}
    with pytest.raises(Refused) as caught:
        estimate_file(tmp_path / "r.parquet", read_design(load_json(json.dumps(document).encode())), engine)
    assert (caught.value.path, caught.value.what.en) == (place, what)


def test_columns_without_a_name_are_left_alone(tmp_path):
    """Spreadsheets leave empty columns behind; they do not stand in the way."""
    assert answer(tmp_path, "y,,\n1,,\n3,,\n", {})["estimates"][0]["groups"][0]["estimate"] == "2"


def test_a_design_may_ask_for_nothing(tmp_path):
    """Left out, null, [] and {} mean the same, for `estimates` as for everything else: the weights are told."""
    path = tmp_path / "r.csv"
    path.write_text(FILE)
    answers = []
    for asked in ({}, {"estimates": None}, {"estimates": []}, {"estimates": {}}):
        document = json.dumps({"schema": "samrit/survey-design/1", "weight": "w", **asked})
        answers.append(estimate_file(path, read_design(load_json(document.encode()))))
    assert answers == [answers[0]] * 4
    assert (answers[0]["estimates"], answers[0]["weights"]["sum"]) == ([], "10")
