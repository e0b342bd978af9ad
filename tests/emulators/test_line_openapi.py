"""Every answer of the emulated LINE has the form that LINE's own OpenAPI files describe."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
import requests
from tests.emulators import openapi

from emulators import Address
from emulators.line.platform import Line
from emulators.line.state import CHANNEL, SECRET, TOKEN

TEXT = {"type": "text", "text": "ข่าวย่าน https://city.example/s/l"}
VIDEO = {
    "type": "video",
    "originalContentUrl": "https://city.example/a.mp4",
    "previewImageUrl": "https://city.example/a.jpg",
}


def call(at: Address, method: str, path: str, status: int, **rest: Any) -> requests.Response:
    headers = {"Authorization": f"Bearer {rest.pop('token', TOKEN)}", **rest.pop("headers", {})}
    answer = requests.request(method, f"{at}/api.line.me{path}", headers=headers, timeout=5, **rest)
    assert answer.status_code == status, answer.text
    openapi.judge(answer)
    return answer


def test_every_route_is_one_that_line_describes():
    for router in Line.routers:
        for method, pattern, _ in router._routes:
            path = pattern.pattern.replace("\\", "").replace("(?P<kind>broadcast|", "(?P<kind>broadcast)(?:|")
            path = openapi.re.sub(r"\(\?P<kind>broadcast\)\(\?:[^)]*\)", "broadcast", path)
            path = openapi.re.sub(r"\(\?P<\w+>[^)]*\)", "x", path)
            assert openapi.operation(method, path), f"{method} {path}"


@pytest.mark.parametrize("days", [0, 1, 3, 10])
def test_sending_and_its_figures(at: Address, days: int):
    key = {"X-Line-Retry-Key": str(uuid.uuid4())}
    body = {"messages": [TEXT, VIDEO]}
    number = call(at, "POST", "/v2/bot/message/broadcast", 200, json=body, headers=key).headers["x-line-request-id"]
    call(at, "POST", "/v2/bot/message/broadcast", 409, json=body, headers=key)
    narrow = call(at, "POST", "/v2/bot/message/narrowcast", 202, json=body).headers["x-line-request-id"]
    call(at, "POST", "/v2/bot/message/push", 200, json={"to": "U" + "0" * 32, "customAggregationUnits": ["u1"], **body})
    call(at, "POST", "/v2/bot/message/multicast", 200, json={"to": ["U" + "0" * 32] * 30, **body})
    for kind in ("broadcast", "narrowcast", "push", "multicast", "reply"):
        call(at, "POST", f"/v2/bot/message/validate/{kind}", 200, json=body)
    at.advance(days * 86400)
    call(at, "GET", f"/v2/bot/message/progress/narrowcast?requestId={narrow}", 200)
    call(at, "GET", f"/v2/bot/insight/message/event?requestId={number}", 200)
    call(at, "GET", "/v2/bot/insight/message/event/aggregation?customAggregationUnit=u1&from=20261201&to=20261210", 200)
    for path in (
        "insight/message/delivery",
        "insight/followers",
        "message/delivery/broadcast",
        "message/delivery/push",
    ):
        call(at, "GET", f"/v2/bot/{path}?date=20261201", 200)
    for path in ("insight/demographic", "message/quota", "message/quota/consumption", "info", "followers/ids"):
        call(at, "GET", f"/v2/bot/{path}", 200)


def test_few_friends(at: Address):
    at.change("line", CHANNEL, friends=80, quota=None)
    number = call(at, "POST", "/v2/bot/message/broadcast", 200, json={"messages": [TEXT]}).headers["x-line-request-id"]
    at.advance(2 * 86400)
    call(at, "GET", f"/v2/bot/insight/message/event?requestId={number}", 200)
    answer = call(at, "GET", "/v2/bot/message/delivery/broadcast?date=20261201", 200)
    assert answer.json() == {"status": "unavailable_for_privacy"}
    assert call(at, "GET", "/v2/bot/message/quota", 200).json() == {"type": "none"}


def test_refusals(at: Address):
    send = "/v2/bot/message/broadcast"
    bad = {
        "messages": [{"type": "text", "text": ""}, {"type": "image", "originalContentUrl": "http://a.example/a.jpg"}]
    }
    said = call(at, "POST", send, 400, json=bad).json()
    assert [row["property"] for row in said["details"]] == [
        "messages[0].text",
        "messages[1].originalContentUrl",
        "messages[1].previewImageUrl",
    ]
    call(at, "POST", "/v2/bot/message/validate/broadcast", 400, json=bad)
    call(at, "POST", send, 401, json={"messages": [TEXT]}, token=TOKEN[::-1])
    call(at, "POST", send, 400, data="{", headers={"Content-Type": "application/json"})
    call(at, "POST", send, 415, data="x", headers={"Content-Type": "text/plain"})
    call(at, "GET", "/v2/bot/insight/message/event?requestId=none", 404)
    call(at, "GET", "/v2/bot/profile/Uunknown", 404)
    at.arm("error_before", host="api.line.me")
    call(at, "POST", send, 500, json={"messages": [TEXT]})
    at.change("line", CHANNEL, quota=1)
    call(at, "POST", send, 429, json={"messages": [TEXT]})


def test_tokens_and_settings(at: Address):
    grant = {"grant_type": "client_credentials", "client_id": CHANNEL, "client_secret": SECRET}
    call(at, "POST", "/oauth2/v3/token", 200, data=grant)
    token = call(at, "POST", "/v2/oauth/accessToken", 200, data=grant).json()["access_token"]
    call(at, "POST", "/v2/oauth/verify", 200, data={"access_token": token})
    call(at, "POST", "/v2/oauth/revoke", 200, data={"access_token": token})
    call(at, "GET", "/v2/bot/info", 401, token=token)
    call(at, "GET", "/oauth2/v2.1/tokens/kid", 200)
    call(at, "GET", "/v2/bot/channel/webhook/endpoint", 404)
    call(at, "PUT", "/v2/bot/channel/webhook/endpoint", 200, json={"endpoint": "https://city.example/line"})
    call(at, "GET", "/v2/bot/channel/webhook/endpoint", 200)
    at.world.names["city.example"] = str(at)
    assert call(at, "POST", "/v2/bot/channel/webhook/test", 200, json={}).json()["statusCode"] == 404
