"""TikTok against pairs written from its documentation, and what happens to a post with time."""

from __future__ import annotations

import hmac
import json
import re
from pathlib import Path
from typing import Any

import pytest
import requests
import yaml
from tests.emulators.calling import listening_office
from tests.emulators.test_channels import put, start_tiktok, tiktok

from emulators import Address, samples
from emulators.tiktok.state import ACCESS, CREATOR, KEY, SECRET

GOLDEN = yaml.safe_load(Path(__file__).with_name("golden").joinpath("tiktok.yml").read_text())


def same(expected: Any, found: Any) -> bool:
    if isinstance(expected, str) and expected.startswith("~"):
        return re.search(expected[1:], str(found)) is not None
    if isinstance(expected, dict):
        return expected.keys() == found.keys() and all(same(value, found[key]) for key, value in expected.items())
    return bool(expected == found)


def test_every_call_of_the_documentation_has_its_answer(at: Address):
    known: dict[str, str] = {}
    for pair in GOLDEN:
        method, _, where = pair["call"].partition(" ")
        where = known["upload_url"] if where == "{upload_url}" else f"{at}/open.tiktokapis.com{where}"
        body: dict[str, Any] = {"data": bytes(pair["bytes"])} if "bytes" in pair else {"json": pair.get("json", {})}
        if "json" in body and body["json"].get("publish_id") == "{publish_id}":
            body["json"] = {"publish_id": known["publish_id"]}
        headers = {"Authorization": f"Bearer {ACCESS}", **pair.get("headers", {})}
        answer = requests.request(method, where, headers=headers, timeout=20, **body)
        assert answer.status_code == pair["status"], pair
        if "answer" in pair:
            assert same(pair["answer"], answer.json()), (pair, answer.text)
            known |= {key: value for key, value in answer.json()["data"].items() if key in {"publish_id", "upload_url"}}


def status(at: Address, number: str) -> dict[str, Any]:
    return tiktok(at, "post/publish/status/fetch/", {"publish_id": number}).json()["data"]


def send(at: Address, content: bytes, **info: Any) -> str:
    made = start_tiktok(at, len(content), **info).json()["data"]
    assert put(made["upload_url"], content, len(content)).status_code == 201
    return made["publish_id"]


def test_an_init_whose_bytes_never_came_published_nothing(at: Address):
    start_tiktok(at, 1000)
    at.advance(86400)
    assert at.posts("tiktok") == []


def test_an_upload_address_is_good_for_an_hour(at: Address):
    content = samples.mp4(10)
    address = start_tiktok(at, len(content)).json()["data"]["upload_url"]
    at.advance(3601)
    assert put(address, content, len(content)).status_code == 403


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (samples.png(), "file_format_check_failed"),
        (samples.mp4(601), "duration_check_failed"),
        (samples.mp4(10, 200, 200), "picture_size_check_failed"),
    ],
)
def test_bad_media_fails_after_the_upload(at: Address, content: bytes, reason: str):
    assert status(at, send(at, content)) == {"status": "FAILED", "fail_reason": reason, "uploaded_bytes": len(content)}
    at.advance(3600)
    assert at.posts("tiktok") == []


def test_complete_may_stay_without_an_id_for_hours(at: Address):
    at.arm("id_late", path="/video/init/")
    number = send(at, samples.mp4(10))
    at.advance(7000)
    assert (status(at, number)["status"], status(at, number)["publicaly_available_post_id"]) == ("PUBLISH_COMPLETE", [])
    assert [post.why for post in at.posts("tiktok")] == ["in moderation"]
    at.advance(4000)
    assert len(at.public("tiktok")) == 1


def test_pulling_publishes_even_if_the_answer_is_lost(at: Address):
    source = {"source": "PULL_FROM_URL", "video_url": at.put_file("a.mp4", samples.mp4(10))}
    body = {"post_info": {"title": "k7301", "privacy_level": "PUBLIC_TO_EVERYONE"}, "source_info": source}
    at.arm("drop_after", path="/video/init/")
    with pytest.raises(requests.ConnectionError):
        tiktok(at, "post/publish/video/init/", body)
    at.advance(100)
    [video] = tiktok(at, "video/list/?fields=id,title", {"max_count": 20}).json()["data"]["videos"]
    assert [(post.id, post.text) for post in at.public("tiktok")] == [(video["id"], "k7301")]


def test_photos_are_pulled_and_an_inbox_draft_waits_for_a_person(at: Address):
    images = [at.put_file(f"{n}.jpg", samples.jpeg()) for n in range(3)]
    info = {"title": "ภาพ", "description": "ย่าน", "privacy_level": "PUBLIC_TO_EVERYONE"}
    source = {"source": "PULL_FROM_URL", "photo_images": images, "photo_cover_index": 0}
    kind = {"media_type": "PHOTO", "post_mode": "DIRECT_POST"}
    tiktok(at, "post/publish/content/init/", {**kind, "post_info": info, "source_info": source})
    content = samples.mp4(10)
    upload = {"source": "FILE_UPLOAD", "video_size": len(content), "chunk_size": len(content), "total_chunk_count": 1}
    drafts = [tiktok(at, "post/publish/inbox/video/init/", {"source_info": upload}).json() for _ in range(6)]
    assert drafts[5]["error"]["code"] == "spam_risk_too_many_pending_share"
    put(drafts[0]["data"]["upload_url"], content, len(content))
    at.advance(100)
    assert status(at, drafts[0]["data"]["publish_id"])["status"] == "SEND_TO_USER_INBOX"
    assert [(post.kind, len(post.media)) for post in at.posts("tiktok")] == [("photo", 3)]


def test_too_many_calls_and_too_many_posts_are_refused_differently(at: Address):
    answers = [start_tiktok(at, 1000) for _ in range(7)]
    assert [answer.status_code for answer in answers] == [200] * 6 + [429]
    assert answers[6].json()["error"]["code"] == "rate_limit_exceeded"
    at.change("tiktok", CREATOR, posts_per_day=6)
    at.advance(61)
    refused = start_tiktok(at, 1000)
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "spam_risk_too_many_posts")
    info = tiktok(at, "post/publish/creator_info/query/", {})
    assert (info.status_code, info.json()["error"]["code"]) == (200, "spam_risk_too_many_posts")


def test_oembed_shows_only_what_the_public_sees(at: Address):
    send(at, samples.mp4(10))
    at.advance(100)
    [post] = at.public("tiktok")
    oembed = f"{at}/www.tiktok.com/oembed"
    assert requests.get(oembed, {"url": post.permalink}, timeout=5).json()["embed_product_id"] == post.id
    assert "k7301" in requests.get(post.permalink, timeout=5).text
    at.change("tiktok", CREATOR, private=True)
    assert requests.get(oembed, {"url": post.permalink}, timeout=5).status_code == 400
    hidden = requests.get(post.permalink, timeout=5)
    assert (hidden.status_code, "k7301" in hidden.text) == (200, False)


def test_webhooks_are_signed_and_their_content_is_a_string(at: Address):
    office, got = listening_office()
    at.change("tiktok", KEY, webhook=office)
    number = send(at, samples.mp4(10))
    at.advance(20)
    headers, body = got()
    signature = headers["TikTok-Signature"]
    stamp, _, digest = signature.removeprefix("t=").partition(",s=")
    assert hmac.new(SECRET.encode(), f"{stamp}.".encode() + body, "sha256").hexdigest() == digest
    assert json.loads(body)["event"] == "post.publish.complete"
    assert json.loads(json.loads(body)["content"])["publish_id"] == number
