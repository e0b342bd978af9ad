"""Instagram, TikTok, YouTube and LINE by hand-made calls: the way of one post on each."""

from __future__ import annotations

import uuid
from typing import Any

import requests
from tests.emulators.calling import error, graph, instagram

from emulators import Address, samples
from emulators.line.state import TOKEN
from emulators.tiktok.state import ACCESS
from emulators.youtube.state import ACCESS as GOOGLE


def test_an_instagram_photo_waits_for_its_container_and_publishes_once(at: Address):
    address = at.put_file("a.jpg", samples.jpeg(1080, 1080))
    container = instagram(at, "POST", "media", image_url=address, caption="ภาพ k7301").json()["id"]
    publish = {"creation_id": container}
    assert error(instagram(at, "POST", "media_publish", **publish)) == (400, 9007, 2207027)
    at.advance(5)
    assert graph(at, "GET", container, fields="status_code").json() == {"status_code": "FINISHED", "id": container}
    media = instagram(at, "POST", "media_publish", **publish).json()["id"]
    assert graph(at, "GET", container, fields="status_code").json()["status_code"] == "PUBLISHED"
    assert error(instagram(at, "POST", "media_publish", **publish)) == (400, 24, 2207006)
    read = graph(at, "GET", media, fields="permalink,media_product_type,media_type,caption").json()
    assert (read["media_product_type"], read["media_type"], read["caption"]) == ("FEED", "IMAGE", "ภาพ k7301")
    assert requests.get(read["permalink"], timeout=5).text.count("k7301") == 1
    usage = instagram(at, "GET", "content_publishing_limit", fields="quota_usage,config").json()["data"]
    assert usage == [{"quota_usage": 1, "config": {"quota_total": 50, "quota_duration": 86400}}]
    assert len(at.public("instagram")) == 1


def test_an_instagram_reel_is_uploaded_in_two_goes_and_an_old_container_expires(at: Address):
    made = instagram(at, "POST", "media", media_type="REELS", upload_type="resumable", caption="รีล").json()
    content = samples.mp4(30, size=50_000)
    headers = {"Authorization": "OAuth EAAemulatedPageToken", "file_size": str(len(content))}
    first = requests.post(made["uri"], data=content[:20_000], headers={**headers, "offset": "0"}, timeout=5)
    assert first.json()["debug_info"]["type"] == "PartialRequestError"
    rest = requests.post(made["uri"], data=content[20_000:], headers={**headers, "offset": "20000"}, timeout=5)
    assert rest.json() == {"success": True, "message": "Upload successful."}
    at.advance(25 * 3600)
    assert graph(at, "GET", made["id"], fields="status_code").json()["status_code"] == "EXPIRED"
    assert error(instagram(at, "POST", "media_publish", creation_id=made["id"])) == (400, 24, 2207008)


def test_a_carousel_counts_once_and_its_children_are_not_posts(at: Address):
    children = [
        instagram(
            at, "POST", "media", image_url=at.put_file(f"{n}.jpg", samples.jpeg()), is_carousel_item="true"
        ).json()
        for n in range(3)
    ]
    numbers = ",".join(child["id"] for child in children)
    parent = instagram(at, "POST", "media", media_type="CAROUSEL", children=numbers, caption="ชุดภาพ").json()["id"]
    at.advance(5)
    instagram(at, "POST", "media_publish", creation_id=parent)
    assert [(post.kind, len(post.media)) for post in at.public("instagram")] == [("carousel", 3)]
    assert instagram(at, "GET", "content_publishing_limit").json()["data"] == [{"quota_usage": 1}]


def tiktok(at: Address, path: str, body: Any) -> requests.Response:
    headers = {"Authorization": f"Bearer {ACCESS}"}
    return requests.post(f"{at}/open.tiktokapis.com/v2/{path}", json=body, headers=headers, timeout=5)


def start_tiktok(at: Address, size: int, **info: Any) -> requests.Response:
    chunk, count = (size, 1) if size <= 64 << 20 else (10_000_000, size // 10_000_000)
    source = {"source": "FILE_UPLOAD", "video_size": size, "chunk_size": chunk, "total_chunk_count": count}
    post = {"title": "คลิป k7301", "privacy_level": "PUBLIC_TO_EVERYONE", **info}
    return tiktok(at, "post/publish/video/init/", {"post_info": post, "source_info": source})


def put(address: str, body: bytes, total: int, first: int = 0) -> requests.Response:
    headers = {"Content-Type": "video/mp4", "Content-Range": f"bytes {first}-{first + len(body) - 1}/{total}"}
    return requests.put(address, data=body, headers=headers, timeout=10)


def test_a_tiktok_video_is_uploaded_in_chunks_processed_and_gets_its_public_id_later(at: Address):
    assert tiktok(at, "post/publish/creator_info/query/", {}).json()["data"]["max_video_post_duration_sec"] == 600
    content = samples.mp4(30, size=12_000_000)
    source = {"source": "FILE_UPLOAD", "video_size": 12_000_000, "chunk_size": 6_000_000, "total_chunk_count": 2}
    post = {"title": "คลิป k7301", "privacy_level": "PUBLIC_TO_EVERYONE"}
    made = tiktok(at, "post/publish/video/init/", {"post_info": post, "source_info": source}).json()["data"]
    assert put(made["upload_url"], content[:6_000_000], 12_000_000).status_code == 206
    assert put(made["upload_url"], content[:6_000_000], 12_000_000).status_code == 416
    assert put(made["upload_url"], content[6_000_000:], 12_000_000, 6_000_000).status_code == 201
    asked = {"publish_id": made["publish_id"]}
    assert tiktok(at, "post/publish/status/fetch/", asked).json()["data"]["status"] == "PROCESSING_UPLOAD"
    at.advance(20)
    done = tiktok(at, "post/publish/status/fetch/", asked).json()["data"]
    assert (done["status"], done["publicaly_available_post_id"]) == ("PUBLISH_COMPLETE", [])
    assert at.public("tiktok") == []
    at.advance(60)
    [number] = tiktok(at, "post/publish/status/fetch/", asked).json()["data"]["publicaly_available_post_id"]
    assert [post.id for post in at.public("tiktok", "k7301")] == [str(number)]


def test_an_app_that_is_not_audited_posts_to_a_closed_account_for_its_owner_alone(at: Address):
    at.change("tiktok", "awemulatedclientkey", audited=False)
    content = samples.mp4(10)
    refused = start_tiktok(at, len(content))
    assert (refused.status_code, refused.json()["error"]["code"]) == (
        403,
        "unaudited_client_can_only_post_to_private_accounts",
    )
    at.change("tiktok", "-000emulatedOpenId7301", private=True)
    made = start_tiktok(at, len(content), privacy_level="SELF_ONLY").json()["data"]
    put(made["upload_url"], content, len(content))
    at.advance(3600)
    assert [(post.public, post.why) for post in at.posts("tiktok")] == [(False, "SELF_ONLY")]


def start_youtube(at: Address, size: int, token: str = GOOGLE, **status: Any) -> str:
    resource = {"snippet": {"title": "วิดีโอ k7301", "categoryId": "22"}, "status": {"privacyStatus": "public", **status}}
    headers = {"Authorization": f"Bearer {token}", "X-Upload-Content-Length": str(size)}
    query = {"uploadType": "resumable", "part": "snippet,status"}
    address = f"{at}/www.googleapis.com/upload/youtube/v3/videos"
    return requests.post(address, params=query, json=resource, headers=headers, timeout=5).headers["Location"]


def test_a_youtube_upload_is_probed_resumed_and_the_finished_session_names_its_video(at: Address):
    content = samples.mp4(40, size=600_000)
    session, total = start_youtube(at, len(content)), len(content)
    assert session.startswith(f"{at}/www.googleapis.com/upload/")

    def probe() -> requests.Response:
        return requests.put(session, headers={"Content-Range": f"bytes */{total}", "Content-Length": "0"}, timeout=5)

    assert (probe().status_code, probe().headers.get("Range")) == (308, None)
    first = requests.put(session, content[:262144], headers={"Content-Range": f"bytes 0-262143/{total}"}, timeout=5)
    assert (first.status_code, first.headers["Range"], at.posts("youtube")) == (308, "bytes=0-262143", [])
    rest = requests.put(
        session, content[262144:], headers={"Content-Range": f"bytes 262144-{total - 1}/{total}"}, timeout=5
    )
    assert (rest.status_code, probe().json()["id"]) == (200, rest.json()["id"])
    at.advance(120)
    assert [post.id for post in at.public("youtube", "k7301")] == [rest.json()["id"]]


def test_a_youtube_video_appears_at_its_time_and_one_of_the_past_at_once(at: Address):
    content = samples.mp4(40)
    for when in ("2026-12-01T03:00:00Z", "2026-11-01T03:00:00Z"):
        requests.put(start_youtube(at, len(content), privacyStatus="private", publishAt=when), content, timeout=5)
    at.advance(120)
    assert [post.public for post in at.posts("youtube")] == [False, True]
    at.advance(3600)
    assert [post.public for post in at.posts("youtube")] == [True, True]


def test_a_line_broadcast_with_the_same_key_is_accepted_once_within_a_day(at: Address):
    key = str(uuid.uuid4())

    def send() -> requests.Response:
        headers = {"Authorization": f"Bearer {TOKEN}", "X-Line-Retry-Key": key}
        body = {"messages": [{"type": "text", "text": "ข่าวย่าน https://city.example/s/l"}]}
        return requests.post(f"{at}/api.line.me/v2/bot/message/broadcast", json=body, headers=headers, timeout=5)

    first, second = send(), send()
    assert (first.status_code, first.json()) == (200, {})
    assert (second.status_code, second.json()["message"]) == (409, "The retry key is already accepted")
    assert second.headers["x-line-accepted-request-id"] == first.headers["x-line-request-id"]
    assert len(at.public("line", "/s/l")) == 1
    at.advance(24 * 3600 + 1)
    assert send().status_code == 200
    assert len(at.public("line", "/s/l")) == 2
