"""The troubles that the platforms make themselves, and what the public sees."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
import requests
from tests.emulators.calling import error, graph, instagram, page
from tests.emulators.test_channels import start_youtube
from tests.emulators.test_facebook import start_reel, upload

from emulators import Address, samples
from emulators.line.state import TOKEN
from emulators.meta.state import APP, INSTAGRAM, PAGE, PAGE_TOKEN
from emulators.youtube.state import CHANNEL, CLIENT

PUBLISH = {"host": "graph.facebook.com", "path": "/media_publish$"}


def container(at: Address, **rest: Any) -> str:
    given = rest or {"image_url": at.put_file("a.jpg", samples.jpeg())}
    return instagram(at, "POST", "media", caption="ภาพ k7301", **given).json()["id"]


def code(at: Address, number: str) -> str:
    return graph(at, "GET", number, fields="status_code").json()["status_code"]


# --- Instagram ---


@pytest.mark.parametrize(("kind", "posts"), [("restricted_but_published", 1), ("restricted", 0)])
def test_a_restricted_action_may_have_been_done(at: Address, kind: str, posts: int):
    number = container(at)
    at.advance(5)
    at.arm(kind, **PUBLISH)
    assert error(instagram(at, "POST", "media_publish", creation_id=number)) == (403, 4, 2207051)
    assert (len(at.public("instagram")), code(at, number)) == (posts, "PUBLISHED" if posts else "FINISHED")


@pytest.mark.parametrize(
    ("kind", "seconds", "found", "refusal"),
    [
        ("processing_failed", 60, "ERROR", (400, -1, 2207032)),
        ("processing_forever", 86000, "IN_PROGRESS", (400, 9007, 2207027)),
        ("container_expired", 5, "EXPIRED", (400, 24, 2207008)),
    ],
)
def test_a_container_may_never_be_ready(at: Address, kind: str, seconds: int, found: str, refusal: Any):
    at.arm(kind, path="/media$", method="POST")
    number = container(at)
    at.advance(seconds)
    assert code(at, number) == found
    assert error(instagram(at, "POST", "media_publish", creation_id=number)) == refusal


@pytest.mark.parametrize("quota", [50, 100])
def test_the_days_quota_is_what_the_account_says(at: Address, quota: int):
    at.change("meta", INSTAGRAM, quota_total=quota, image_seconds=0)
    address = at.put_file("a.jpg", samples.jpeg())
    for _ in range(quota):
        assert instagram(at, "POST", "media_publish", creation_id=container(at, image_url=address)).status_code == 200
    refused = instagram(at, "POST", "media_publish", creation_id=container(at, image_url=address))
    assert error(refused) == (400, 9, 2207042)
    at.advance(86401)
    assert instagram(at, "POST", "media_publish", creation_id=container(at, image_url=address)).status_code == 200


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (samples.png(), (400, 36001, 2207005)),
        (samples.jpeg(size=8_000_100), (400, 36000, 2207004)),
        (samples.jpeg(1080, 300), (400, 36003, 2207009)),
    ],
)
def test_pictures_that_instagram_refuses(at: Address, content: bytes, refusal: Any):
    assert error(instagram(at, "POST", "media", image_url=at.put_file("a", content))) == refusal


def test_captions_and_addresses_that_instagram_refuses(at: Address):
    good = at.put_file("a.jpg", samples.jpeg())
    assert error(instagram(at, "POST", "media", image_url=good, caption="ก" * 2201)) == (400, 36004, 2207010)
    assert error(instagram(at, "POST", "media", image_url=f"{at}/_files/none.jpg")) == (400, 9004, 2207052)
    assert error(instagram(at, "POST", "media", image_url="https://city.example/a.jpg")) == (400, 9004, 2207052)
    at.world.names["city.example"] = f"{at}/_files"
    assert instagram(at, "POST", "media", image_url="https://city.example/a.jpg").status_code == 200
    assert error(instagram(at, "POST", "media", media_type="VIDEO", video_url=good)) == (400, 100, 2207023)
    assert error(instagram(at, "POST", "media", media_type="CAROUSEL", children="1")) == (400, 100, 2207028)


# --- Facebook ---


def test_throttling_rises_to_a_hundred_and_then_refuses_until_the_wait_is_over(at: Address):
    for usage, status in ((80, 200), (99, 200), (100, 400)):
        at.change("meta", PAGE, usage=usage)
        assert page(at, "GET", "published_posts").status_code == status
    at.arm("throttled", path="/media_publish$")
    at.change("meta", PAGE, usage=10)
    refused = instagram(at, "POST", "media_publish", creation_id="1")
    assert error(refused) == (400, 80002, None)
    assert '"estimated_time_to_regain_access": 14' in refused.headers["X-Business-Use-Case-Usage"]


def test_the_same_words_at_once_are_refused_as_a_duplicate(at: Address):
    assert page(at, "POST", "feed", message="ก").status_code == 200
    assert error(page(at, "POST", "feed", message="ก")) == (400, 506, None)
    at.advance(61)
    assert page(at, "POST", "feed", message="ก").status_code == 200


def test_an_outage_says_of_things_that_exist_that_they_do_not(at: Address):
    post = page(at, "POST", "feed", message="ก").json()["id"]
    at.arm("outage_100_33", times=2)
    assert error(graph(at, "GET", post)) == (400, 100, 33)
    assert error(page(at, "GET", "published_posts")) == (400, 100, 33)
    assert graph(at, "GET", post).status_code == 200


@pytest.mark.parametrize(("kind", "state"), [("processing_failed", "error"), ("processing_forever", "processing")])
def test_a_reel_may_fail_or_hang_after_finish(at: Address, kind: str, state: str):
    video, address = start_reel(at)
    content = samples.mp4(20)
    upload(address, content, len(content))
    at.arm(kind, path="/video_reels$")
    page(at, "POST", "video_reels", upload_phase="finish", video_id=video, video_state="PUBLISHED")
    at.advance(86400)
    assert graph(at, "GET", video, fields="status").json()["status"]["video_status"] == state
    assert at.public() == []


def test_a_line_that_breaks_in_an_upload_keeps_what_arrived(at: Address):
    video, address = start_reel(at)
    content = samples.mp4(20, size=500_000)
    at.arm("cut_upload", host="rupload.facebook.com", params={"bytes": 200_000})
    with pytest.raises(requests.ConnectionError):
        upload(address, content, len(content))
    held = graph(at, "GET", video, fields="status").json()["status"]["uploading_phase"]["bytes_transfered"]
    assert held == 200_000
    assert upload(address, content[held:], len(content), held).json() == {"success": True}


def test_a_scheduled_reel_appears_at_its_time(at: Address):
    video, address = start_reel(at)
    content = samples.mp4(20)
    upload(address, content, len(content))
    when = int(at.world.clock.now().timestamp()) + 7200
    page(
        at,
        "POST",
        "video_reels",
        upload_phase="finish",
        video_id=video,
        video_state="SCHEDULED",
        scheduled_publish_time=when,
    )
    at.advance(7199)
    assert (
        graph(at, "GET", video, fields="status").json()["status"]["publishing_phase"]["publish_status"] == "scheduled"
    )
    at.advance(1)
    assert [int(post.created_at.timestamp()) for post in at.public("facebook")] == [when]


def test_a_page_makes_only_so_many_reels_a_day(at: Address):
    at.change("meta", PAGE, reels_per_day=1)
    for count in (1, 2):
        answer = page(at, "POST", "video_reels", upload_phase="start")
        if count == 1:
            content = samples.mp4(5)
            upload(answer.json()["upload_url"], content, len(content))
            page(at, "POST", "video_reels", upload_phase="finish", video_id=answer.json()["video_id"])
        else:
            assert error(answer)[:2] == (400, 4)


# --- YouTube ---


def probe(session: str, total: int) -> requests.Response:
    return requests.put(session, headers={"Content-Range": f"bytes */{total}", "Content-Length": "0"}, timeout=5)


def test_a_session_may_lose_what_it_held_or_be_gone(at: Address):
    content = samples.mp4(20, size=600_000)
    session, total = start_youtube(at, len(content)), len(content)
    requests.put(session, content[:262144], headers={"Content-Range": f"bytes 0-262143/{total}"}, timeout=5)
    at.arm("lost_range", method="PUT")
    assert (probe(session, total).status_code, probe(session, total).headers.get("Range")) == (308, None)
    at.arm("session_gone", method="PUT")
    assert (probe(session, total).status_code, probe(session, total).status_code) == (404, 404)
    late = start_youtube(at, len(content))
    at.advance(8 * 86400)
    assert probe(late, total).status_code == 404
    assert at.posts() == []


@pytest.mark.parametrize(
    ("kind", "params", "status"),
    [
        ("rejected", {"reason": "duplicate"}, {"uploadStatus": "rejected", "rejectionReason": "duplicate"}),
        ("processing_failed", {"reason": "codec"}, {"uploadStatus": "failed", "failureReason": "codec"}),
        ("processing_forever", {}, {"uploadStatus": "uploaded"}),
    ],
)
def test_a_video_may_not_come_through(at: Address, kind: str, params: Any, status: Any):
    content = samples.mp4(20)
    at.arm(kind, method="PUT", params=params)
    number = requests.put(start_youtube(at, len(content)), content, timeout=5).json()["id"]
    at.advance(1800)
    headers = {"Authorization": "Bearer ya29.emulated.first"}
    asked = {"part": "status", "id": number}
    [read] = requests.get(f"{at}/www.googleapis.com/youtube/v3/videos", asked, headers=headers, timeout=5).json()[
        "items"
    ]
    assert {key: read["status"].get(key) for key in status} == status
    assert at.public() == []


@pytest.mark.parametrize(
    ("snippet", "reason"),
    [
        ({"title": ""}, "invalidTitle"),
        ({"title": "ก" * 101}, "invalidTitle"),
        ({"title": "ก", "description": "ก" * 1667}, "invalidDescription"),
        ({"title": "ก", "description": "<b>"}, "invalidDescription"),
        ({"title": "ก", "tags": ["ก" * 501]}, "invalidTags"),
        ({"title": "ก", "categoryId": "999"}, "invalidCategoryId"),
    ],
)
def test_words_that_youtube_refuses(at: Address, snippet: Any, reason: str):
    headers = {"Authorization": "Bearer ya29.emulated.first"}
    address = f"{at}/www.googleapis.com/upload/youtube/v3/videos?uploadType=resumable&part=snippet"
    refused = requests.post(address, json={"snippet": snippet}, headers=headers, timeout=5)
    assert (refused.status_code, refused.json()["error"]["errors"][0]["reason"]) == (400, reason)


def test_uploads_have_a_bucket_of_their_own_and_the_channel_may_have_had_enough(at: Address):
    headers = {"Authorization": "Bearer ya29.emulated.first"}
    address = f"{at}/www.googleapis.com/upload/youtube/v3/videos?uploadType=resumable&part=snippet"

    def reason() -> str:
        answer = requests.post(address, json={"snippet": {"title": "ก"}}, headers=headers, timeout=5)
        return answer.json()["error"]["errors"][0]["reason"] if answer.status_code >= 400 else "ok"

    at.change("youtube", CLIENT, uploads_per_day=2)
    assert [reason() for _ in range(3)] == ["ok", "ok", "quotaExceeded"]
    at.change("youtube", CLIENT, uploads_per_day=100)
    at.change("youtube", CHANNEL, uploads_limit=0)
    assert reason() == "uploadLimitExceeded"


# --- what the public sees ---


@pytest.mark.parametrize("state", ["deleted", "private", "hidden", "soft404", "login_wall"])
def test_a_post_that_the_api_still_shows_may_be_out_of_sight(at: Address, state: str):
    made = page(at, "POST", "feed", message="ข่าว k7301", fields="permalink_url").json()
    oembed = f"{at}/graph.facebook.com/v26.0/oembed_post"
    assert requests.get(oembed, {"url": made["permalink_url"]}, timeout=5).json()["provider_name"] == "Facebook"
    at.touch("facebook", made["id"], state)
    seen = requests.get(made["permalink_url"], timeout=5)
    assert (seen.status_code, "k7301" in seen.text) == (200, False)
    assert requests.get(oembed, {"url": made["permalink_url"]}, timeout=5).status_code == 400
    assert graph(at, "GET", made["id"]).status_code == (400 if state == "deleted" else 200)


def test_before_june_2026_oembed_wanted_a_token(at: Address):
    at.set_clock("2026-06-14T09:00")
    made = page(at, "POST", "feed", message="ก", fields="permalink_url").json()
    oembed = f"{at}/graph.facebook.com/v26.0/oembed_post"
    assert requests.get(oembed, {"url": made["permalink_url"]}, timeout=5).json()["error"]["code"] == 104
    asked = {"url": made["permalink_url"], "access_token": PAGE_TOKEN}
    assert requests.get(oembed, asked, timeout=5).status_code == 200


def test_switching_the_app_live_shows_what_it_had_posted(at: Address):
    at.change("meta", APP, live=False)
    page(at, "POST", "feed", message="ก")
    assert at.public() == []
    at.change("meta", APP, live=True)
    assert len(at.public()) == 1


def test_the_page_of_feeds_shows_each_channel_and_says_that_it_is_emulated(at: Address):
    at.world.names["city.example"] = "http://127.0.0.1:8000"
    page(at, "POST", "feed", message="ข่าว <b>ย่าน</b> https://city.example/s/a")
    shown = requests.get(str(at), timeout=5).text
    assert "ไม่ใช่แพลตฟอร์มจริง" in shown
    assert "ข่าว &lt;b&gt;ย่าน&lt;/b&gt;" in shown
    assert '<a href="http://127.0.0.1:8000/s/a" rel="nofollow">https://city.example/s/a</a>' in shown
    assert "๑ ธ.ค. ๒๕๖๙ ๐๙.๐๐ น." in shown
    assert "YouTube" not in requests.get(str(at), {"channel": "line"}, timeout=5).text.partition("<section")[2]


def test_words_for_those_who_cannot_see_a_picture_stand_with_it(at: Address):
    files = {"source": ("a.jpg", samples.jpeg(), "image/jpeg")}
    post = page(at, "POST", "photos", files=files, caption="ภาพ", alt_text_custom='ตลาดน้อย "ยามเช้า"').json()["post_id"]
    assert 'alt="ตลาดน้อย &quot;ยามเช้า&quot;"' in requests.get(f"{at}/www.facebook.com/{post}", timeout=5).text


def test_media_that_line_cannot_fetch_are_seen_broken_though_the_message_was_accepted(at: Address):
    at.world.names["city.example"] = f"{at}/_files"
    at.put_file("a.jpg", samples.jpeg())
    at.put_file("large.jpg", samples.jpeg(size=1_000_100))
    for name in ("a.jpg", "none.jpg", "large.jpg"):
        link = f"https://city.example/{name}"
        body = {"messages": [{"type": "image", "originalContentUrl": link, "previewImageUrl": link}]}
        headers = {"Authorization": f"Bearer {TOKEN}", "X-Line-Retry-Key": str(uuid.uuid4())}
        assert (
            requests.post(
                f"{at}/api.line.me/v2/bot/message/broadcast", json=body, headers=headers, timeout=5
            ).status_code
            == 200
        )

    def settled() -> bool:
        return [len(post.media) + len(post.details["broken"]) for post in at.posts("line")] == [1, 2, 2]

    waited = 0
    while not settled() and waited < 100:
        at.world.stopping.wait(0.05)
        waited += 1
    assert [(len(post.media), post.details["broken"]) for post in at.posts("line")] == [
        (1, []),
        (0, ["https://city.example/none.jpg"] * 2),
        (1, ["https://city.example/large.jpg"]),  # a good picture, too large for its own preview
    ]
