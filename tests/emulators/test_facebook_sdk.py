"""Meta's own client drives the emulator: publish, upload, status, metrics, refusals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from emulators import Address, samples
from emulators.meta.state import APP, INSTAGRAM, PAGE, PAGE_TOKEN, SECRET


@pytest.fixture
def api(at: Address) -> Iterator[Any]:
    from facebook_business.api import FacebookAdsApi
    from facebook_business.session import FacebookSession

    session = FacebookSession(APP, SECRET, PAGE_TOKEN, timeout=10)
    session.GRAPH = at.host("graph.facebook.com")
    with session.requests:
        yield FacebookAdsApi(session)


@pytest.fixture
def page(api: Any) -> Any:
    from facebook_business.adobjects.page import Page

    return Page(PAGE, api=api)


@pytest.fixture
def account(api: Any) -> Any:
    from facebook_business.adobjects.iguser import IGUser

    return IGUser(INSTAGRAM, api=api)


def test_the_page_introduces_itself(page: Any):
    assert page.api_get(fields=["name", "fan_count"])["fan_count"] == 4200


def test_posts_are_published_listed_over_pages_measured_and_deleted(at: Address, page: Any):
    made = []
    for number in range(5):
        made.append(page.create_feed(params={"message": f"ชิ้นที่ {number}"})["id"])
        at.advance(3600)
    listed = [post["message"] for post in page.get_published_posts(fields=["message"], params={"limit": 2})]
    assert listed == [f"ชิ้นที่ {number}" for number in (4, 3, 2, 1, 0)]

    from facebook_business.adobjects.pagepost import PagePost

    post = PagePost(made[0], api=page.get_api())
    at.advance(3 * 86400)
    asked = {"metric": ["post_media_view"]}  # newer than the client's own list of names
    [insight] = page.get_api().call("GET", (made[0], "insights"), params=asked).json()["data"]
    assert insight["values"][0]["value"] > 100
    assert post.api_get(fields=["shares", "permalink_url"])["permalink_url"].startswith(f"{at}/www.facebook.com/")
    post.api_delete()
    assert [one.id for one in at.public("facebook")] == made[1:]


def test_a_photo_and_a_reel_go_out(at: Address, page: Any):
    photo = page.create_photo(params={"url": at.put_file("a.jpg", samples.jpeg()), "message": "ภาพ"})
    assert at.public("facebook")[0].kind == "photo"
    assert photo["id"]
    started = page.create_video_reel(params={"upload_phase": "start"})
    content = samples.mp4(20, size=100_000)
    headers = {"Authorization": f"OAuth {PAGE_TOKEN}", "offset": "0", "file_size": str(len(content))}
    assert requests.post(started["upload_url"], data=content, headers=headers, timeout=5).json() == {"success": True}
    finish = {
        "upload_phase": "finish",
        "video_id": started["video_id"],
        "video_state": "PUBLISHED",
        "description": "รีล",
    }
    page.create_video_reel(params=finish)

    from facebook_business.adobjects.advideo import AdVideo

    at.advance(60)
    status = AdVideo(started["video_id"], api=page.get_api()).api_get(fields=["status"])["status"]
    assert status["publishing_phase"]["publish_status"] == "published"
    assert [post.kind for post in at.public("facebook")] == ["photo", "reel"]


def test_a_whole_video_is_uploaded_as_a_file(at: Address, page: Any):
    files = {"source": ("a.mp4", samples.mp4(200), "video/mp4")}
    made = page.get_api().call("POST", (PAGE, "videos"), params={"description": "วิดีโอ"}, files=files).json()
    at.advance(60)
    assert [(post.kind, post.text) for post in at.public("facebook")] == [("video", "วิดีโอ")]
    assert made["id"]


def test_instagram_publishes_by_container_and_shows_its_figures(at: Address, account: Any):
    image = at.put_file("a.jpg", samples.jpeg(1080, 1350))
    container = account.create_media(params={"image_url": image, "caption": "ภาพ"})
    at.advance(10)
    status = account.get_api().call("GET", (container["id"],), params={"fields": "status_code"}).json()
    assert status == {"status_code": "FINISHED", "id": container["id"]}
    media = account.create_media_publish(params={"creation_id": container["id"]})
    assert account.get_content_publishing_limit(fields=["quota_usage"])[0]["quota_usage"] == 1

    from facebook_business.adobjects.igmedia import IGMedia

    published = IGMedia(media["id"], api=account.get_api())
    assert list(published.get_insights(params={"metric": ["reach"]})) == []
    at.advance(48 * 3600)
    assert published.get_insights(params={"metric": ["reach"]})[0]["values"][0]["value"] > 100
    read = published.api_get(fields=["permalink", "media_product_type"])
    assert read["media_product_type"] == "FEED"
    assert [one["id"] for one in account.get_media(fields=["caption"])] == [media["id"]]


def test_refusals_are_read_as_the_client_reads_them(at: Address, page: Any):
    from facebook_business.exceptions import FacebookRequestError

    def refused(**where: Any) -> tuple[int, int, int | None, bool]:
        at.arm(host="graph.facebook.com", **where)
        with pytest.raises(FacebookRequestError) as caught:
            page.create_feed(params={"message": "ก"})
        error = caught.value
        return error.http_status(), error.api_error_code(), error.api_error_subcode(), error.api_transient_error()

    assert refused(kind="outage_100_33") == (400, 100, 33, False)
    assert refused(kind="error_before", params={"status": 503}) == (503, 2, None, True)
    assert refused(kind="throttled") == (400, 80001, None, False)
    assert refused(kind="token_expired") == (401, 190, 463, False)


def test_a_wrong_secret_is_noticed(at: Address):
    from facebook_business.adobjects.page import Page
    from facebook_business.api import FacebookAdsApi
    from facebook_business.exceptions import FacebookRequestError
    from facebook_business.session import FacebookSession

    session = FacebookSession(APP, "wrong", PAGE_TOKEN)
    session.GRAPH = at.host("graph.facebook.com")
    with session.requests, pytest.raises(FacebookRequestError, match="appsecret_proof"):
        Page(PAGE, api=FacebookAdsApi(session)).api_get(fields=["name"])
