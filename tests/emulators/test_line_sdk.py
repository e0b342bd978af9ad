"""LINE's own client drives the emulator: dry run, sending once, quota, progress, insight."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from tests.emulators.calling import listening_office

from emulators import Address
from emulators.line.state import CHANNEL, SECRET, TOKEN


@pytest.fixture
def client(at: Address) -> Iterator[Any]:
    from linebot.v3.messaging import ApiClient, Configuration

    with ApiClient(Configuration(host=at.host("api.line.me"), access_token=TOKEN)) as made:
        yield made
        made.rest_client.pool_manager.clear()


@pytest.fixture
def api(client: Any) -> Any:
    from linebot.v3.messaging import MessagingApi

    return MessagingApi(client)


@pytest.fixture
def insight(at: Address) -> Iterator[Any]:
    from linebot.v3.insight import ApiClient, Configuration, Insight

    with ApiClient(Configuration(host=at.host("api.line.me"), access_token=TOKEN)) as made:
        yield Insight(made)
        made.rest_client.pool_manager.clear()


def said(text: str = "ข่าวย่าน https://city.example/s/l") -> list[Any]:
    from linebot.v3.messaging import ImageMessage, TextMessage

    picture = "https://city.example/a.jpg"
    return [TextMessage(text=text), ImageMessage(original_content_url=picture, preview_image_url=picture)]


def test_a_broadcast_is_tried_dry_sent_once_and_measured(at: Address, api: Any, insight: Any):
    from linebot.v3.messaging import ApiException, BroadcastRequest, ValidateMessageRequest

    api.validate_broadcast(ValidateMessageRequest(messages=said()))
    assert at.posts("line") == []
    request, key = BroadcastRequest(messages=said(), notification_disabled=False), str(uuid.uuid4())
    sent = api.broadcast_with_http_info(request, key)
    number = sent.headers["x-line-request-id"]
    with pytest.raises(ApiException) as caught:
        api.broadcast(request, key)
    assert caught.value.status == 409
    assert caught.value.headers["x-line-accepted-request-id"] == number
    assert [(post.id, post.details["recipients"]) for post in at.public("line")] == [(number, 1125)]
    assert (api.get_message_quota().value, api.get_message_quota_consumption().total_usage) == (15000, 1125)

    at.advance(3 * 86400)
    event = insight.get_message_event(number)
    assert (event.overview.delivered, event.overview.unique_media_played) == (1125, None)
    assert 20 < event.overview.unique_click < event.overview.unique_impression < 1125
    assert [click.url for click in event.clicks] == ["https://city.example/s/l"]
    assert api.get_number_of_sent_broadcast_messages("20261201").success == 1125
    assert insight.get_number_of_followers("20261202").status == "ready"
    assert insight.get_friends_demographics().available


def test_a_narrowcast_tells_its_progress_and_a_small_audience_fails(at: Address, api: Any):
    from linebot.v3.messaging import DemographicFilter, Filter, GenderDemographicFilter, NarrowcastRequest

    women = Filter(demographic=GenderDemographicFilter(oneOf=["female"]))
    assert isinstance(women.demographic, DemographicFilter)

    def phases() -> list[str]:
        number = api.narrowcast_with_http_info(NarrowcastRequest(messages=said(), filter=women)).headers[
            "x-line-request-id"
        ]
        found = []
        for seconds in (0, 15, 60):
            at.advance(seconds)
            progress = api.get_narrowcast_progress(number)
            found.append(progress.phase)
        return [*found, progress.error_code]

    assert phases() == ["waiting", "sending", "succeeded", None]
    at.change("line", CHANNEL, friends=90)
    assert phases() == ["waiting", "failed", "failed", 2]


def test_a_test_send_goes_to_staff_alone(at: Address, api: Any):
    from linebot.v3.messaging import PushMessageRequest

    staff = at.world.platform("line").accounts()["channels"][CHANNEL]["staff"][0]
    answer = api.push_message(PushMessageRequest(to=staff, messages=said()))
    assert len(answer.sent_messages) == 2
    assert [(post.kind, post.public) for post in at.posts("line")] == [("push", False)]


def test_refusals_name_the_property_and_the_two_429_differ_by_their_words(at: Address, api: Any):
    from linebot.v3.messaging import ApiException, BroadcastRequest

    def refused(text: str = "ก") -> tuple[int, str]:
        with pytest.raises(ApiException) as caught:
            api.broadcast(BroadcastRequest(messages=said(text)))
        return caught.value.status, caught.value.body

    status, body = refused("ก" * 5001)
    assert (status, '"property":"messages[0].text"' in body) == (400, True)
    at.change("line", CHANNEL, quota=100)
    assert refused() == (429, '{"message":"You have reached your monthly limit."}')
    at.change("line", CHANNEL, quota=None)
    for _ in range(58):
        api.broadcast(BroadcastRequest(messages=said()))
    assert refused() == (429, '{"message":"The API rate limit has been exceeded. Try again later."}')
    at.arm("token_revoked", host="api.line.me")
    assert refused()[0] == 401


def test_small_numbers_are_null_and_not_zero(at: Address, api: Any, insight: Any):
    from linebot.v3.messaging import BroadcastRequest

    at.change("line", CHANNEL, friends=90)
    number = api.broadcast_with_http_info(BroadcastRequest(messages=said())).headers["x-line-request-id"]
    at.advance(3600)
    event = insight.get_message_event(number)
    assert (event.overview.delivered, event.overview.unique_impression, event.overview.unique_click) == (15, None, None)


def test_a_stateless_token_lives_a_quarter_of_an_hour(at: Address, api: Any, client: Any):
    from linebot.v3.messaging import ApiException
    from linebot.v3.oauth import ApiClient, ChannelAccessToken, Configuration

    with ApiClient(Configuration(host=at.host("api.line.me"))) as other:
        issued = ChannelAccessToken(other).issue_stateless_channel_token(
            grant_type="client_credentials", client_id=CHANNEL, client_secret=SECRET
        )
        other.rest_client.pool_manager.clear()
    assert issued.expires_in == 899
    client.configuration.access_token = issued.access_token
    assert api.get_bot_info().basic_id == "@730creative"
    at.advance(901)
    with pytest.raises(ApiException, match="401"):
        api.get_bot_info()


def test_a_new_friend_is_told_by_a_webhook_that_the_client_believes(at: Address):
    from linebot.v3 import WebhookParser
    from linebot.v3.webhooks import FollowEvent

    address, got = listening_office()
    at.change("line", CHANNEL, webhook=address)
    requests.post(f"{at}/_control/accounts/line/{CHANNEL}/events", json={"type": "follow"}, timeout=5)
    headers, body = got()
    [event] = WebhookParser(SECRET).parse(body.decode(), headers["x-line-signature"])
    assert isinstance(event, FollowEvent)
    assert at.world.platform("line").accounts()["channels"][CHANNEL]["friends"] == 1201
