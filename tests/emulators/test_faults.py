"""Faults of the line: what the client meets, and whether the post is there."""

from __future__ import annotations

import json

import pytest
import requests
from tests.emulators.calling import GRAPH, error, page

from emulators import Address
from emulators.meta.state import PAGE, PAGE_TOKEN

FEED = {"host": "graph.facebook.com", "path": "/feed$", "method": "POST"}


def post(at: Address, timeout: float = 5) -> requests.Response:
    headers = {"Authorization": f"Bearer {PAGE_TOKEN}"}
    return requests.post(
        f"{at}/{GRAPH}/{PAGE}/feed", data={"message": "ก"}, headers=headers, timeout=timeout, allow_redirects=False
    )


@pytest.mark.parametrize(
    ("kind", "posted"),
    [("drop_before", 0), ("drop_after", 1), ("reset_midbody", 1), ("half_body", 1), ("cut_upload", 0)],
)
def test_a_broken_line_leaves_the_post_or_not(at: Address, kind: str, posted: int):
    at.arm(kind, **FEED)
    with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        post(at)
    assert len(at.public()) == posted


@pytest.mark.parametrize(("kind", "posted"), [("timeout_before", 0), ("timeout_after", 1), ("slow", 1)])
def test_silence_outlasts_the_client(at: Address, kind: str, posted: int):
    at.arm(kind, params={"seconds": 20}, **FEED)
    with pytest.raises(requests.Timeout):
        post(at, 0.3)
    assert len(at.public()) == posted


@pytest.mark.parametrize(
    ("kind", "status", "posted"),
    [
        ("html_before", 502, 0),
        ("html_after", 502, 1),
        ("html_200", 200, 0),
        ("truncated_json", 200, 1),
        ("empty_body", 200, 1),
        ("redirect_loop", 302, 0),
        ("redirect_away", 302, 0),
    ],
)
def test_answers_that_are_no_json(at: Address, kind: str, status: int, posted: int):
    at.arm(kind, **FEED)
    answer = post(at)
    with pytest.raises(ValueError, match=r"Expecting|Unterminated"):
        json.loads(answer.text)
    assert (answer.status_code, len(at.public())) == (status, posted)


def test_an_error_may_hide_a_post(at: Address):
    at.arm("error_after", **FEED)
    assert error(post(at)) == (500, 1, None)
    assert len(at.public()) == 1
    at.arm("error_before", params={"status": 503}, **FEED)
    assert error(post(at)) == (503, 2, None)
    assert len(at.public()) == 1


def test_a_fault_strikes_from_its_nth_call_as_often_as_armed_and_can_be_disarmed(at: Address):
    at.arm("throttled", nth=2, times=2, **FEED)
    codes = []
    for _ in range(4):
        at.advance(120)
        codes.append(post(at).status_code)
    assert codes == [200, 400, 400, 200]
    at.arm("throttled", times=None, **FEED)
    at.disarm()
    at.advance(120)
    assert post(at).status_code == 200


def test_chance_is_the_same_for_the_same_seed(at: Address):
    struck = []
    for _ in range(2):
        at.disarm()
        at.arm("error_before", times=None, probability=0.5, seed=7, host="graph.facebook.com")
        struck.append([page(at, "GET", "published_posts").status_code for _ in range(12)])
    assert struck[0] == struck[1]
    assert 0 < struck[0].count(500) < 12


def test_a_token_revoked_in_the_middle_stays_revoked(at: Address):
    at.arm("token_revoked", **FEED)
    assert error(post(at)) == (401, 190, 458)
    assert error(post(at)) == (401, 190, 458)
    assert at.public() == []


def test_throttling_shows_in_headers_before_it_refuses(at: Address):
    at.change("meta", PAGE, usage=85)
    assert json.loads(post(at).headers["X-Page-Usage"])["call_count"] == 85
    at.change("meta", PAGE, usage=100)
    assert error(post(at)) == (400, 80001, None)


def test_slow_body_and_wrong_content_type_still_bring_the_answer(at: Address):
    at.arm("slow_body", params={"pieces": 3, "seconds": 0.05}, **FEED)
    at.arm("wrong_content_type", **FEED)
    answer = post(at)
    assert answer.headers["Content-Type"].startswith("text/html")
    assert answer.json()["id"].startswith(PAGE)


def test_everything_is_also_reached_through_control(at: Address):
    control = f"{at}/_control"
    armed = requests.post(f"{control}/faults", json={"kind": "drop_after", **FEED}, timeout=5)
    assert (armed.status_code, armed.json()["nth"]) == (201, 1)
    with pytest.raises(requests.ConnectionError):
        post(at)
    seen = requests.get(f"{control}/posts", {"public": "1", "platform": "facebook"}, timeout=5).json()
    assert [row["created_at"] for row in seen] == ["2026-12-01T02:00:00+00:00"]
    moved = requests.post(f"{control}/clock", json={"advance": 60}, timeout=5).json()
    assert moved["now"] == "2026-12-01T02:01:00+00:00"
    calls = requests.get(f"{control}/calls", {"path": "/feed"}, timeout=5).json()
    assert [(row["status"], row["faults"]) for row in calls] == [(None, ["drop_after"])]
    requests.post(f"{control}/posts/facebook/{seen[0]['id']}", json={"state": "deleted"}, timeout=5)
    assert requests.get(f"{control}/posts", {"public": "1"}, timeout=5).json() == []
    assert requests.post(f"{control}/faults", json={"kind": "earthquake"}, timeout=5).status_code == 400
    requests.post(f"{control}/reset", timeout=5)
    assert requests.get(f"{control}/posts", timeout=5).json() == []


def test_a_host_header_does_as_well_as_a_path(at: Address):
    headers = {"Host": "graph.facebook.com", "Authorization": f"Bearer {PAGE_TOKEN}"}
    assert requests.get(f"{at}/v26.0/me", headers=headers, timeout=5).json()["id"] == PAGE
