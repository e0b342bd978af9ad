"""Faults that a platform plays itself, the ones that no other test meets; and that none is left without a test."""

from __future__ import annotations

import json
from pathlib import Path

import requests
from tests.emulators.calling import error, graph, instagram, page
from tests.emulators.test_channels import put, start_tiktok, start_youtube, tiktok

from emulators import Address, samples
from emulators.faults import FATES, KINDS, LINE_FAULTS
from emulators.line.state import TOKEN


def test_every_fault_is_met_by_a_test_and_is_either_of_the_line_or_of_a_platform():
    tests = "".join(path.read_text() for path in Path(__file__).parent.glob("test_*.py"))
    assert [kind for kind in KINDS if f'"{kind}"' not in tests] == []
    assert LINE_FAULTS.keys() & FATES.keys() == set()


def test_any_answer_can_be_given_in_place_of_the_platforms(at: Address):
    given = {"status": 418, "headers": {"X-Kept": "yes"}, "body": {"error": "ก"}}
    at.arm("answer_before", params=given)
    first = page(at, "POST", "feed", message="ก")
    assert (first.status_code, first.headers["X-Kept"], first.json(), at.posts()) == (418, "yes", {"error": "ก"}, [])
    at.arm("answer_after", params={"status": 204, "body": ""})
    assert (page(at, "POST", "feed", message="ก").status_code, len(at.posts())) == (204, 1)


def test_meta_shows_how_much_is_used_and_answers_without_data(at: Address):
    at.arm("usage", params={"percent": 97})
    post = page(at, "POST", "feed", message="ก")
    [used] = json.loads(post.headers["X-Business-Use-Case-Usage"])["7301000000000021"]
    assert (used["call_count"], used["estimated_time_to_regain_access"]) == (97, 0)
    at.arm("empty_data")
    assert graph(at, "GET", f"{post.json()['id']}/insights", metric="post_clicks").json() == {"data": []}


def test_media_that_exist_may_still_not_be_fetched(at: Address):
    address = at.put_file("a.jpg", samples.jpeg())
    at.arm("unfetchable", times=3)
    assert error(instagram(at, "POST", "media", image_url=address)) == (400, 9004, 2207052)
    assert error(page(at, "POST", "photos", url=address)) == (400, 324, 2069019)
    assert error(page(at, "POST", "feed", message="ก", link="https://city.example/s/a")) == (400, 1609005, None)
    assert page(at, "POST", "photos", url=address).status_code == 200


def test_what_is_taken_for_spam_or_for_a_repetition_is_refused(at: Address):
    at.arm("spam", times=2)
    assert error(page(at, "POST", "feed", message="ก")) == (400, 368, 1390008)
    assert start_tiktok(at, 1000).json()["error"]["code"] == "spam_risk_too_many_posts"
    at.arm("duplicate")
    assert error(page(at, "POST", "feed", message="ข")) == (400, 506, None)
    assert at.posts() == []


def test_tiktok_refuses_a_chunk_or_the_whole_address_and_takes_the_next(at: Address):
    content = samples.mp4(10)
    address = start_tiktok(at, len(content)).json()["data"]["upload_url"]
    at.arm("upload_url_expired")
    at.arm("range_refused", nth=2)
    assert [put(address, content, len(content)).status_code for _ in range(3)] == [403, 416, 201]


def test_a_pull_that_failed_may_be_begun_again(at: Address):
    source = {"source": "PULL_FROM_URL", "video_url": at.put_file("a.mp4", samples.mp4(10))}
    body = {"post_info": {"title": "k7301", "privacy_level": "PUBLIC_TO_EVERYONE"}, "source_info": source}
    at.arm("unfetchable")
    made = [tiktok(at, "post/publish/video/init/", body).json()["data"]["publish_id"] for _ in range(2)]
    at.advance(100)
    found = [tiktok(at, "post/publish/status/fetch/", {"publish_id": number}).json()["data"] for number in made]
    assert [(row["status"], row.get("fail_reason")) for row in found] == [
        ("FAILED", "video_pull_failed"),
        ("PUBLISH_COMPLETE", None),
    ]


def test_one_video_may_be_locked_private(at: Address):
    content = samples.mp4(10)
    at.arm("locked_private", method="PUT")
    for _ in range(2):
        requests.put(start_youtube(at, len(content)), content, timeout=5)
    at.advance(120)
    assert [post.why for post in at.posts("youtube")] == ["locked private", ""]


def test_statistics_of_line_may_not_be_ready_and_a_total_of_traffy_be_zero(at: Address):
    headers = {"Authorization": f"Bearer {TOKEN}"}
    day = f"{at}/api.line.me/v2/bot/insight/followers?date=20261130"
    at.arm("unready")
    ready = [requests.get(day, headers=headers, timeout=5).json()["status"] for _ in range(2)]
    assert ready == ["unready", "ready"]
    at.arm("total_zero")
    address = f"{at}/publicapi.traffy.in.th/teamchadchart-stat-api/geojson/v1?state_type=finish&limit="
    totals = [requests.get(f"{address}{limit}", timeout=10).json() for limit in (5, 6)]
    assert [(row["count"], row["total"] > 0) for row in totals] == [(5, False), (6, True)]
