"""Open data: public key results only, accepted figures only, and what may be added up."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from tests.web.year import year

from samrit.exchange.opendata import COLUMNS, _nearness, aggregation, public_key_results, results, results_csv
from samrit.exchange.packages import package
from samrit.results.actions import reports
from samrit.results.models import KeyResult, Measure
from samrit.scoring.actions import take_report_snapshots
from samrit.scoring.models import ScoreSnapshot
from samrit.verification import report_actions

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    found = year()
    found.key_result.measures.create(name="share", label="สัดส่วน", unit="ร้อยละ", kind="ratio", across="ratio", place=9)
    owner = found.people["owner"]
    edited = reports.edit_report(
        acting_user=owner,
        report=found.report,
        narrative="ดำเนินการตามแผน",
        problems="ไม่มี",
        suggestions="ไม่มี",
        progress="25",
        values={"share": {"numerator": "3", "denominator": "8"}},
    )
    reports.submit_report(acting_user=owner, report=edited.report, explanation="ตามแผน")
    return found


def _accept(made):
    for act, who in (("check", "reviewer"), ("verify", "inspector")):
        made.report.refresh_from_db()
        getattr(report_actions, f"{act}_report")(acting_user=made.people[who], report=made.report)


@pytest.mark.usefixtures("made")
def test_only_public_key_results_are_open():
    assert public_key_results() == []
    KeyResult.objects.update(public=True)
    document = results(public_key_results())
    described = Path(__file__).parents[2] / "docs" / "en" / "reference" / "schema" / "open-results.json"
    assert list(Draft202012Validator(json.loads(described.read_bytes())).iter_errors(document)) == []
    [row] = document["results"]
    assert (row["id"], row["organisation"]["ref"], row["period"]) == (
        "7301-2568",
        "0411",
        {"start": "2024-10-01", "end": "2025-09-30"},
    )


def test_a_ratio_keeps_its_two_numbers_and_says_that_it_may_not_be_added(made):
    def share():
        [row] = results([made.key_result])["results"]
        return next(one for one in row["indicator"] if one["name"] == "share")

    before = share()["period"][0]["actual"]
    _accept(made)
    after = share()
    assert before == {
        "value": None,
        "numerator": None,
        "denominator": None,
        "reported": 0,
        "expected": 1,
        "as_of": None,
    }
    assert after["period"][0]["actual"] == {
        "value": "37.5",
        "numerator": "3",
        "denominator": "8",
        "reported": 1,
        "expected": 1,
        "as_of": None,
    }
    assert (after["measure"], after["aggregation"]) == ("ratio", {"across_agencies": False, "across_periods": False})


def test_a_counted_figure_of_a_period_is_that_of_its_package(made):
    """What was reached by the period's last day, however late its report was accepted: not what came in between."""
    _accept(made)
    made.report.refresh_from_db()
    take_report_snapshots(made.report)
    [row] = results([made.key_result])["results"]
    [counted] = next(one for one in row["indicator"] if one["name"] == "result")["period"]
    handed_in = package(made.report.period).document
    assert (counted["actual"]["as_of"], counted["actual"]["value"]) == (
        handed_in["as_of"],
        handed_in["indicator"]["result"],
    )
    assert handed_in["as_of"] == made.report.period.ends_on.isoformat() < row["score"]["as_of"]


def test_where_the_last_day_was_not_kept_the_nearest_is_told(made):
    """A day up to the last one first, then the soonest after it: the one taken is the last of the order."""
    report, end = made.report, made.report.period.ends_on
    late, later, before = (
        ScoreSnapshot(report=report, as_of=end + dt.timedelta(days=days), pk=days + 2) for days in (20, 40, -1)
    )
    assert sorted([late, later, before], key=_nearness) == [later, late, before]


def test_sums_of_single_periods_may_be_added():
    assert aggregation(Measure(across="sum", over_time="per_period")) == {
        "across_agencies": True,
        "across_periods": True,
    }


def test_the_csv_says_the_same_with_english_columns(made):
    _accept(made)
    data = results_csv([made.key_result])
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    share = next(row for row in rows if row["measure"] == "share" and row["period"] == "Q1")
    assert data.startswith(b"\xef\xbb\xbf")
    assert tuple(share) == COLUMNS
    assert (share["value"], share["numerator"], share["denominator"], share["additive"]) == ("37.5", "3", "8", "false")


def test_the_public_site_offers_the_same_with_every_compulsory_field(made, client, settings):
    settings.SAMRIT_DATA_EMAIL = "data@bangkok.go.th"
    KeyResult.objects.update(public=True)
    _accept(made)
    assert client.get("/open-data/indicators.json").json() == results(public_key_results())
    assert b"".join(client.get("/open-data/indicators.csv")) == results_csv(public_key_results())
    said = client.get("/open-data/indicators.ckan").json()
    wanted = (
        *("data_type", "title", "owner_org", "maintainer", "maintainer_email", "tag_string", "notes", "objective"),
        *("update_frequency_unit", "geo_coverage", "data_source", "data_format", "data_category", "license_id"),
    )
    assert [name for name in wanted if not said[name]] == []
    assert (said["data_type"], said["first_year_of_data"]) == ("ข้อมูลสถิติ", "2568")
    named = [row["dct:title"][1]["@value"] for row in client.get("/open-data/catalogue.jsonld").json()["dcat:dataset"]]
    assert "Figures of key results by period" in named
