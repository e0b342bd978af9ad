"""Traffy Fondue's open data with its traps, and the agencies' exchange API."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import requests

from emulators import Address

OPEN = "publicapi.traffy.in.th/teamchadchart-stat-api/geojson/v1"


def asked(at: Address, **query: Any) -> Any:
    return requests.get(f"{at}/{OPEN}", query, timeout=10).json()


def test_pages_are_capped_and_total_is_zero_without_a_filter(at: Address):
    whole = asked(at)
    assert (whole["count"], whole["total"], whole["count_total"] > 1_450_000) == (300, 0, True)
    assert asked(at, limit=5000)["count"] == 1000
    november = asked(at, start="2026-11-01", end="2026-11-30", limit=10)
    assert (november["count"], november["total"]) == (10, 240)


def test_newest_come_first_by_creation_in_bangkok_time_without_a_zone(at: Address):
    stamps = [row["properties"]["timestamp"] for row in asked(at, limit=50)["features"]]
    assert stamps == sorted(stamps, reverse=True)
    assert re.fullmatch(r"2026-1[12]-\d\d \d\d:\d\d:\d\d", stamps[0])
    assert stamps[0] <= "2026-12-01 09:00:00"
    oldest = asked(at, limit=1, sort="asc")["features"][0]["properties"]["timestamp"]
    assert oldest.startswith("2024-09-01 07:")


def test_unknown_filters_are_ignored_without_a_word(at: Address):
    plain = [row["properties"]["ticket_id"] for row in asked(at, limit=20)["features"]]
    for name in ("district", "bbox", "org", "keyword", "state", "ticket_id", "page"):
        assert [row["properties"]["ticket_id"] for row in asked(at, limit=20, **{name: "พระนคร"})["features"]] == plain
    kinds = [row["properties"]["problem_type_fondue"] for row in asked(at, limit=20, problem_type="เสียง")["features"]]
    assert all("เสียง" in kind for kind in kinds)


def test_a_feature_has_its_thirty_odd_properties_and_districts_may_be_missing(at: Address):
    features = asked(at, limit=1000)["features"]
    assert {len(row["properties"]) for row in features} == {34}
    assert None in {row["properties"]["district"] for row in features}
    assert "นนทบุรี" in {row["properties"]["province"] for row in features}
    assert {"", "finish", "start", "inprogress", "forward", "follow", "irrelevant"} == {
        row["properties"]["state_type_latest"] for row in features
    }
    assert any(re.search(r"081-000-\d{4}|บ้านเลขที่|พี่หมู|@example", row["properties"]["description"]) for row in features)


def test_a_finished_ticket_can_come_back(at: Address):
    def states() -> dict[str, tuple[str, int]]:
        rows = [row["properties"] for row in asked(at, limit=1000)["features"]]
        return {row["ticket_id"]: (row["state_type_latest"], row["count_reopen"]) for row in rows}

    before = states()
    at.advance(5 * 86400)
    after = states()
    assert any(state == ("finish", 0) and after.get(name) == ("inprogress", 1) for name, state in before.items())


def test_answers_are_kept_for_ten_minutes(at: Address):
    first = requests.get(f"{at}/{OPEN}", timeout=5)
    at.advance(599)
    again = requests.get(f"{at}/{OPEN}", timeout=5)
    assert (again.text, again.headers["Age"], again.headers["Cache-Control"]) == (
        first.text,
        "599",
        "public, max-age=600",
    )
    at.advance(6 * 3600)
    assert requests.get(f"{at}/{OPEN}", timeout=5).text != first.text


def test_the_other_outlet_has_points_as_strings_times_in_utc_and_knows_districts(at: Address):
    search = f"{at}/publicapi.traffy.in.th/share/teamchadchart/search"
    found = requests.get(search, {"district": "สัมพันธวงศ์", "limit": 5}, timeout=10).json()
    assert {row["district"] for row in found["results"]} == {"สัมพันธวงศ์"}
    row = found["results"][0]
    assert all(isinstance(part, str) for part in row["coords"])
    assert row["timestamp"].endswith("+00")
    same = [one["properties"] for one in asked(at, limit=1000)["features"]]
    [local] = [one["timestamp"] for one in same if one["ticket_id"] == row["ticket_id"]]
    assert (int(local[11:13]) - int(row["timestamp"][11:13])) % 24 == 7


def test_a_month_as_a_file_ends_with_bangkoks_month(at: Address):
    address = f"{at}/publicapi.traffy.in.th/dump-csv-chadchart"
    answer = requests.get(f"{address}/bangkok_2026-11.csv", timeout=10)
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows[0]) == 24
    assert {row["timestamp"][:7] for row in rows} == {"2026-11"}
    assert {row["state"] for row in rows} <= {"รอรับเรื่อง", "กำลังดำเนินการ", "เสร็จสิ้น"}
    assert requests.get(f"{address}/bangkok_2027-01.csv", timeout=5).status_code == 404


def test_the_exchange_api_has_accounts_tokens_and_a_quota_that_is_whole_again_on_the_first(at: Address):
    base = f"{at}/publicapi.traffy.in.th/exchange-api"

    def login(**given: str) -> Any:
        return requests.post(f"{base}/get-auth/v1", json=given, timeout=5).json()

    assert login(user="emulated-agency")["message"] == "pass is not specified"
    assert login(user="emulated-agency", **{"pass": "wrong"})["message"] == "Invalid user or pass"
    token = login(user="emulated-agency", **{"pass": "emulated-traffy-password"})["results"]["token"]

    def get(path: str, **query: str) -> Any:
        headers = {"Authorization": f"Bearer {token}"}
        return requests.get(f"{base}/{path}", query, headers=headers, timeout=5).json()

    issues = get("get-issues/v2", duration="3days")
    assert (issues["status"], issues["credit_balance"], issues["count"] > 0) == ("success", 999, True)
    one = get("get-issue/v1", ticket_id=issues["results"][0]["ticket_id"])["results"]
    assert one["timeline"][0]["status"] == "รอรับเรื่อง"
    assert get("get-status-list/v2")["results"][0]["status_type"] == "waiting"
    at.change("traffy", "emulated-agency", quota=4)
    assert get("get-org-list/v1")["status"] == "warning"
    assert get("get-type-list/v2")["message"] == "Running out of API usage quota"
    at.set_clock("2026-12-31T23:59:59")
    token = login(user="emulated-agency", **{"pass": "emulated-traffy-password"})["results"]["token"]
    assert get("get-org-list/v1")["status"] == "fail"
    at.advance(1)
    assert get("get-org-list/v1")["credit_balance"] == 3
