"""Metrics: what is valid when, what comes late, what is empty, where a definition broke."""

from __future__ import annotations

from typing import Any

import pytest
import requests
from tests.emulators.calling import error, graph, instagram, page

from emulators import Address, samples
from emulators.meta.state import INSTAGRAM, PAGE
from emulators.youtube.state import CHANNEL

REMOVED = [
    ("post_impressions", "2025-11-15"),
    ("post_impressions_unique", "2026-06-15"),
]


@pytest.mark.parametrize(("metric", "day"), REMOVED)
def test_a_metric_is_valid_until_the_day_of_its_removal(at: Address, metric: str, day: str):
    at.set_clock("2025-10-01T09:00")
    post = page(at, "POST", "feed", message="ก").json()["id"]
    at.set_clock(f"{day}T00:00:00+00:00")
    at.world.clock.advance(-1)
    assert graph(at, "GET", f"{post}/insights", metric=metric).json()["data"][0]["values"][0]["value"] > 0
    at.advance(1)
    assert error(graph(at, "GET", f"{post}/insights", metric=metric)) == (400, 100, None)


def test_one_bad_name_fails_the_whole_call(at: Address):
    post = page(at, "POST", "feed", message="ก").json()["id"]
    at.advance(86400)
    good = graph(at, "GET", f"{post}/insights", metric="post_media_view,post_clicks").json()["data"]
    assert [row["name"] for row in good] == ["post_media_view", "post_clicks"]
    assert error(graph(at, "GET", f"{post}/insights", metric="post_media_view,post_impressions")) == (400, 100, None)


def test_a_value_may_be_an_object_of_organic_and_paid(at: Address):
    post = page(at, "POST", "feed", message="ก").json()["id"]
    at.advance(86400)
    plain = graph(at, "GET", f"{post}/insights", metric="post_media_view").json()["data"][0]["values"][0]["value"]
    at.arm("object_value", host="graph.facebook.com", path="/insights")
    parts = graph(at, "GET", f"{post}/insights", metric="post_media_view").json()["data"][0]["values"][0]["value"]
    assert (sorted(parts), sum(parts.values())) == (["organic", "paid"], plain)


def test_a_reel_has_insights_by_its_wrapper_post_and_by_video_insights(at: Address):
    video = page(at, "POST", "videos", files={"source": ("a.mp4", samples.mp4(20), "video/mp4")}).json()["id"]
    at.advance(86400)
    assert error(graph(at, "GET", f"{video}/insights", metric="post_media_view")) == (400, 100, 33)
    assert graph(at, "GET", f"{PAGE}_{video}/insights", metric="post_media_view").status_code == 200
    names = [row["name"] for row in graph(at, "GET", f"{video}/video_insights").json()["data"]]
    assert "total_video_views" in names


def test_page_insights_ask_for_at_most_ninety_days(at: Address):
    now = int(at.world.clock.now().timestamp())
    rows = page(at, "GET", "insights", metric="page_media_view", period="day", since=now - 5 * 86400, until=now).json()[
        "data"
    ]
    assert [value["end_time"] for value in rows[0]["values"]] == [
        f"2026-11-{day}T08:00:00+0000" for day in (27, 28, 29, 30)
    ]
    assert error(page(at, "GET", "insights", metric="page_media_view", since=now - 91 * 86400, until=now)) == (
        400,
        100,
        None,
    )
    at.change("meta", PAGE, likes=99)
    assert page(at, "GET", "insights", metric="page_media_view").json()["data"] == []


def publish_instagram(at: Address, **rest: Any) -> str:
    container = instagram(at, "POST", "media", caption="ก", **rest).json()["id"]
    at.advance(30)
    return instagram(at, "POST", "media_publish", creation_id=container).json()["id"]


def test_instagram_answers_nothing_at_first_and_never_zero(at: Address):
    media = publish_instagram(at, image_url=at.put_file("a.jpg", samples.jpeg()))
    assert graph(at, "GET", f"{media}/insights", metric="views").json() == {"data": []}
    at.advance(86400)
    assert graph(at, "GET", f"{media}/insights", metric="views").json()["data"][0]["values"][0]["value"] > 0
    assert error(graph(at, "GET", f"{media}/insights", metric="impressions")) == (400, 100, None)
    assert error(graph(at, "GET", f"{media}/insights", metric="facebook_views")) == (400, 100, None)
    at.change("meta", INSTAGRAM, crossposted=True)
    assert graph(at, "GET", f"{media}/insights", metric="facebook_views").status_code == 200
    totals = instagram(at, "GET", "insights", metric="views", period="day")
    assert error(totals) == (400, 100, None)


def test_a_story_and_its_figures_are_gone_after_a_day(at: Address):
    media = publish_instagram(at, media_type="STORIES", image_url=at.put_file("a.jpg", samples.jpeg(1080, 1920)))
    at.advance(23 * 3600)
    assert graph(at, "GET", f"{media}/insights", metric="reach").status_code == 200
    assert [post.kind for post in at.public("instagram")] == ["story"]
    at.advance(3600)
    assert error(graph(at, "GET", f"{media}/insights", metric="reach")) == (400, 100, 33)
    assert at.public("instagram") == []


def test_youtube_views_run_ahead_of_engaged_views_since_a_view_is_a_first_frame(at: Address):
    from tests.emulators.test_channels import start_youtube

    from emulators.youtube.figures import views

    counted = []
    for day in ("2026-07-01T09:00", "2026-09-01T09:00"):
        at.set_clock(day)
        made = at.world.platform("youtube").token(CHANNEL, {})["access_token"]
        content = samples.mp4(40)
        number = requests.put(start_youtube(at, len(content), token=made), content, timeout=5).json()["id"]
        at.advance(20 * 86400)
        counted.append(views(at.world.platform("youtube"), at.world.platform("youtube").store.videos[number]))
    assert counted[0][0] == counted[0][1] > 0
    assert counted[1][0] > counted[1][1] > 0


def test_people_never_outnumber_views_and_sums_are_sums(at: Address):
    post = page(at, "POST", "feed", message="ก").json()["id"]
    media = publish_instagram(at, image_url=at.put_file("a.jpg", samples.jpeg()))
    at.advance(2 * 86400)

    def figure(number: str, metric: str) -> Any:
        return graph(at, "GET", f"{number}/insights", metric=metric).json()["data"][0]["values"][0]["value"]

    assert 0 < figure(post, "post_total_media_view_unique") < figure(post, "post_media_view")
    edge = graph(at, "GET", post, fields="reactions.limit(0).summary(true)").json()["reactions"]["summary"][
        "total_count"
    ]
    assert edge == sum(figure(post, "post_reactions_by_type_total").values())
    assert 0 < figure(media, "reach") < figure(media, "views")
    parts = [figure(media, name) for name in ("likes", "comments", "saved", "shares")]
    assert figure(media, "total_interactions") == sum(parts)


def test_figures_can_be_fixed_by_hand(at: Address):
    post = page(at, "POST", "feed", message="ก").json()["id"]
    requests.post(f"{at}/_control/posts/facebook/{post}", json={"metrics": {"post_media_view": 7301}}, timeout=5)
    assert graph(at, "GET", f"{post}/insights", metric="post_media_view").json()["data"][0]["values"] == [
        {"value": 7301}
    ]
