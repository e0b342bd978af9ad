"""Facebook Pages as documented: posts, photos, albums, reels, lists, comments, deleting."""

from __future__ import annotations

import requests
from tests.emulators.calling import error, graph, page

from emulators import Address, samples
from emulators.meta.state import PAGE, PAGE_TOKEN


def test_a_post_is_made_read_listed_seen_and_deleted(at: Address):
    made = page(at, "POST", "feed", message="สวัสดีย่าน https://city.example/s/abc", fields="permalink_url").json()
    assert made["permalink_url"] == f"{at}/www.facebook.com/{made['id']}"
    assert graph(at, "GET", made["id"], fields="message,created_time,is_published").json() == {
        "message": "สวัสดีย่าน https://city.example/s/abc",
        "created_time": "2026-12-01T02:00:00+0000",
        "is_published": True,
        "id": made["id"],
    }
    assert "/s/abc" in requests.get(made["permalink_url"], timeout=5).text
    assert [post.id for post in at.public("facebook", "/s/abc")] == [made["id"]]
    assert graph(at, "DELETE", made["id"]).json() == {"success": True}
    assert error(graph(at, "GET", made["id"])) == (400, 100, 33)
    assert page(at, "GET", "published_posts").json()["data"] == []
    assert [(post.public, post.why) for post in at.posts("facebook")] == [(False, "deleted")]


def test_lists_come_in_pages_that_stay_inside_the_emulator(at: Address):
    for number in range(3):
        page(at, "POST", "feed", message=f"ชิ้นที่ {number}")
        at.advance(60)
    first = page(at, "GET", "published_posts", limit=2, fields="message").json()
    assert [row["message"] for row in first["data"]] == ["ชิ้นที่ 2", "ชิ้นที่ 1"]
    assert first["paging"]["next"].startswith(f"{at}/graph.facebook.com/v26.0/{PAGE}/published_posts?")
    rest = requests.get(first["paging"]["next"], headers={"Authorization": f"Bearer {PAGE_TOKEN}"}, timeout=5).json()
    assert [row["message"] for row in rest["data"]] == ["ชิ้นที่ 0"]
    assert "next" not in rest["paging"]


def test_a_scheduled_post_waits_for_its_time_and_the_window_is_ten_minutes_to_thirty_days(at: Address):
    now = int(at.world.clock.now().timestamp())
    for seconds in (500, 31 * 86400):
        answer = page(at, "POST", "feed", message="ก", published="false", scheduled_publish_time=now + seconds)
        assert error(answer) == (400, 100, 1363045)
    made = page(at, "POST", "feed", message="ก", published="false", scheduled_publish_time=now + 3600).json()
    listed = page(at, "GET", "scheduled_posts", fields="scheduled_publish_time").json()["data"]
    assert listed == [{"scheduled_publish_time": now + 3600, "id": made["id"]}]
    assert [post.why for post in at.posts("facebook")] == ["scheduled"]
    at.advance(3601)
    assert [post.id for post in at.public("facebook")] == [made["id"]]


def test_an_album_is_made_of_unpublished_photos_which_cannot_be_posted_twice(at: Address):
    photos = [
        page(at, "POST", "photos", published="false", files={"source": ("a.jpg", samples.jpeg(800 + n), "image/jpeg")})
        for n in (1, 2)
    ]
    attached = str([{"media_fbid": photo.json()["id"]} for photo in photos]).replace("'", '"')
    made = page(at, "POST", "feed", message="อัลบั้ม", attached_media=attached).json()
    assert [(post.id, post.kind, len(post.media)) for post in at.public("facebook")] == [(made["id"], "album", 2)]
    assert error(page(at, "POST", "feed", message="อัลบั้มอีกครั้ง", attached_media=attached)) == (400, 100, 1366051)


def test_a_photo_is_fetched_from_its_address_unless_robots_refuse(at: Address):
    address = at.put_file("a.png", samples.png(40, 40))
    answer = page(at, "POST", "photos", url=address, caption="ภาพ").json()
    assert answer["post_id"].startswith(f"{PAGE}_")
    at.world.robots = "User-agent: facebookexternalhit\nDisallow: /"
    assert error(page(at, "POST", "photos", url=address)) == (400, 324, 2069019)
    assert error(page(at, "POST", "photos", files={"source": ("a.txt", b"text", "text/plain")})) == (400, 100, 1366046)


def start_reel(at: Address) -> tuple[str, str]:
    started = page(at, "POST", "video_reels", upload_phase="start").json()
    return started["video_id"], started["upload_url"]


def upload(address: str, body: bytes, size: int, offset: int = 0) -> requests.Response:
    headers = {"Authorization": f"OAuth {PAGE_TOKEN}", "offset": str(offset), "file_size": str(size)}
    return requests.post(address, data=body, headers=headers, timeout=10)


def test_a_reel_goes_through_its_phases_resumes_by_offset_and_is_published_once(at: Address):
    video, address = start_reel(at)
    content = samples.mp4(20, size=300_000)
    assert address == f"{at}/rupload.facebook.com/video-upload/v26.0/{video}"
    partial = upload(address, content[:100_000], len(content))
    assert partial.json()["debug_info"]["type"] == "PartialRequestError"
    assert upload(address, content, len(content)).json()["debug_info"]["type"] == "OffsetInvalidError"
    held = graph(at, "GET", video, fields="status").json()["status"]["uploading_phase"]["bytes_transfered"]
    assert held == 100_000
    assert upload(address, content[held:], len(content), held).json() == {"success": True}
    finish = {"upload_phase": "finish", "video_id": video, "video_state": "PUBLISHED", "description": "รีล /s/r"}
    assert page(at, "POST", "video_reels", **finish).json() == {"success": True}
    status = graph(at, "GET", video, fields="status").json()["status"]
    assert (status["video_status"], status["publishing_phase"]["status"]) == ("processing", "in_progress")
    at.advance(30)
    status = graph(at, "GET", video, fields="status").json()["status"]
    assert (status["video_status"], status["publishing_phase"]["publish_status"]) == ("ready", "published")
    assert error(page(at, "POST", "video_reels", **finish)) == (400, 100, 1363047)
    assert [(post.kind, post.text) for post in at.public("facebook")] == [("reel", "รีล /s/r")]


def test_a_reel_that_is_too_long_fails_while_it_is_processed(at: Address):
    video, address = start_reel(at)
    content = samples.mp4(120)
    upload(address, content, len(content))
    page(at, "POST", "video_reels", upload_phase="finish", video_id=video, video_state="PUBLISHED")
    at.advance(30)
    status = graph(at, "GET", video, fields="status").json()["status"]
    assert status["video_status"] == "error"
    assert status["processing_phase"]["error"]["message"] == "Reels must be between 3 and 90 seconds long."
    assert at.public() == []


def test_what_an_app_in_development_posts_only_its_people_see(at: Address):
    at.change("meta", "730100000000001", live=False)
    made = page(at, "POST", "feed", message="ลับ", fields="permalink_url").json()
    assert graph(at, "GET", made["id"], fields="message").json()["message"] == "ลับ"
    assert "ลับ" not in requests.get(made["permalink_url"], timeout=5).text
    oembed = requests.get(f"{at}/graph.facebook.com/v26.0/oembed_post", {"url": made["permalink_url"]}, timeout=5)
    assert oembed.status_code == 400
    assert [post.why for post in at.posts()] == ["app in development mode"]
