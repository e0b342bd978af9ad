"""What was published is still there after a restart, with the same ids, tokens and times."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import requests
from tests.emulators.calling import graph, instagram, page
from tests.emulators.test_channels import put, start_tiktok, start_youtube
from tests.emulators.test_tokens import consent, tiktok_token

from emulators import Address, running, samples
from emulators.line.state import TOKEN
from emulators.tiktok import state as tiktok


def publish_everywhere(at: Address) -> None:
    page(at, "POST", "feed", message="ก")
    at.arm("error_after", host="graph.facebook.com", path="/feed$")
    page(at, "POST", "feed", message="ข")
    at.arm("drop_before", host="api.line.me")
    photo = instagram(at, "POST", "media", image_url=at.put_file("a.jpg", samples.jpeg()), caption="ภาพ").json()["id"]
    content = samples.mp4(20)
    made = start_tiktok(at, len(content)).json()["data"]
    put(made["upload_url"], content, len(content))
    at.advance(10)
    instagram(at, "POST", "media_publish", creation_id=photo)
    at.disarm()
    body = {"messages": [{"type": "text", "text": "ข่าว"}]}
    headers = {"Authorization": f"Bearer {TOKEN}"}
    requests.post(f"{at}/api.line.me/v2/bot/message/broadcast", json=body, headers=headers, timeout=5)
    requests.get(f"{at}/api.line.me/v2/bot/message/quota", headers=headers, timeout=5)
    requests.put(start_youtube(at, len(content)), content, timeout=5)
    later = int(at.world.clock.now().timestamp()) + 7200
    page(at, "POST", "feed", message="ภายหลัง", published="false", scheduled_publish_time=later)
    requests.post(f"{at}/_control/posts/facebook/{at.posts('facebook')[0].id}", json={"state": "hidden"}, timeout=5)
    at.advance(90)


def seen(at: Address) -> list[dict[str, Any]]:
    return [post.as_json() | {"permalink": ""} for post in at.posts()]


def test_a_world_comes_back_as_it_was(tmp_path: Path):
    keep = tmp_path / "platforms.sqlite"
    with running(clock="2026-12-01T09:00", keep=keep) as at:
        publish_everywhere(at)
        before, moment = seen(at), at.world.clock.now()
    assert len(before) == 7
    with running(clock="2026-12-01T09:00", keep=keep) as at:
        at.set_clock(moment.isoformat())
        assert seen(at) == before
        at.advance(7200)
        assert "ภายหลัง" in [post.text for post in at.public("facebook")]
        assert page(at, "POST", "feed", message="ค").json()["id"] not in {post["id"] for post in before}
        assert requests.get(f"{at}/_media/{at.posts('instagram')[0].media[0]}", timeout=5).content == samples.jpeg()
    with running(clock="2026-12-01T09:00", keep=keep) as at:
        assert at.world.clock.now() >= moment
        assert len(at.posts()) == 8
        requests.post(f"{at}/_control/reset", timeout=5)
    with running(clock="2026-12-01T09:00", keep=keep) as at:
        assert at.posts() == []


def test_connections_made_by_hand_live_on(tmp_path: Path):
    back = "http://127.0.0.1:8000/connect/back"
    asked = {
        "client_key": tiktok.KEY,
        "response_type": "code",
        "redirect_uri": back,
        "state": "s",
        "scope": "video.list",
    }
    with running(clock="2026-12-01T09:00", keep=tmp_path / "k") as at:
        came = consent(f"{at}/www.tiktok.com/v2/auth/authorize/", **asked)
        form = {"grant_type": "authorization_code", "code": came["code"], "redirect_uri": back}
        made = tiktok_token(at, **form).json()
        pages = graph(at, "GET", "me/accounts", token="EAAemulatedUserToken").json()["data"]  # noqa: S106 -- emulated
    with running(clock="2026-12-01T09:00", keep=tmp_path / "k") as at:
        again = tiktok_token(at, grant_type="refresh_token", refresh_token=made["refresh_token"])
        assert "access_token" in again.json()
        assert graph(at, "GET", "me", token=pages[0]["access_token"]).status_code == 200
