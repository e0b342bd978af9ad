"""Days and months: Bangkok's, LINE's (UTC+9), California's; clocks that are wrong; two workers at the same instant."""

from __future__ import annotations

import subprocess
import sys
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
import requests
from tests.emulators.calling import graph, instagram, page
from tests.emulators.test_channels import start_youtube

from emulators import Address, running, samples
from emulators.line.state import TOKEN
from emulators.tiktok import state as tiktok


def line(at: Address, path: str, **rest: Any) -> requests.Response:
    headers = {"Authorization": f"Bearer {TOKEN}", **rest.pop("headers", {})}
    method = "POST" if "json" in rest else "GET"
    return requests.request(method, f"{at}/api.line.me/v2/bot/{path}", headers=headers, timeout=5, **rest)


SAID = {"messages": [{"type": "text", "text": "ข่าว"}]}


@pytest.mark.parametrize(
    ("bangkok", "graph_says"),
    [
        ("2026-11-30T23:59:59", "2026-11-30T16:59:59+0000"),
        ("2026-12-01T00:00:00", "2026-11-30T17:00:00+0000"),
        ("2026-12-31T23:59:59", "2026-12-31T16:59:59+0000"),
        ("2028-02-29T12:00:00", "2028-02-29T05:00:00+0000"),
    ],
)
def test_graph_says_utc_at_the_end_of_bangkoks_month(at: Address, bangkok: str, graph_says: str):
    at.set_clock(bangkok)
    token = at.world.platform("meta").token("7301000000000021", {})["access_token"]
    number = page(at, "POST", "feed", message="ก", token=token).json()["id"]
    assert graph(at, "GET", number, fields="created_time", token=token).json()["created_time"] == graph_says


def test_a_post_set_for_the_last_half_minute_of_a_month_appears_in_it(at: Address):
    at.set_clock("2026-11-30T23:00:00")
    when = int(at.world.clock.now().timestamp()) + 3570
    page(at, "POST", "feed", message="ก", published="false", scheduled_publish_time=when)
    content = samples.mp4(20)
    midnight = start_youtube(at, len(content), privacyStatus="private", publishAt="2026-12-01T00:00:00+07:00")
    requests.put(midnight, content, timeout=5)
    at.set_clock("2026-12-01T00:30:00")
    assert {post.platform: post.created_at.isoformat() for post in at.public()} == {
        "facebook": "2026-11-30T16:59:30+00:00",
        "youtube": "2026-11-30T17:00:00+00:00",
    }


def test_the_months_quota_of_line_is_whole_again_at_midnight_in_bangkok(at: Address):
    at.set_clock("2026-11-30T23:59:59")
    line(at, "message/broadcast", json=SAID)
    assert line(at, "message/quota/consumption").json() == {"totalUsage": 1125}
    at.advance(1)
    assert line(at, "message/quota/consumption").json() == {"totalUsage": 0}


def test_a_day_of_line_begins_at_ten_in_the_evening_in_bangkok(at: Address):
    at.set_clock("2026-11-30T21:59:59")
    line(at, "message/broadcast", json=SAID)
    at.advance(1)
    line(at, "message/broadcast", json=SAID)
    at.set_clock("2026-12-03T09:00")
    days = {
        day: line(at, f"message/delivery/broadcast?date={day}").json()["success"] for day in ("20261130", "20261201")
    }
    assert days == {"20261130": 1125, "20261201": 1125}


def test_a_platform_with_a_wrong_clock_says_so_in_its_date_and_its_posts(at: Address):
    requests.post(f"{at}/_control/clock", json={"skew": {"graph.facebook.com": 300}}, timeout=5)
    answer = page(at, "POST", "feed", message="ก")
    assert parsedate_to_datetime(answer.headers["Date"]).isoformat() == "2026-12-01T02:05:00+00:00"
    assert [post.created_at.isoformat() for post in at.posts()] == ["2026-12-01T02:05:00+00:00"]
    at.arm("date_skew", params={"seconds": -3600}, host="api.line.me")
    dates = [line(at, "message/quota").headers["Date"] for _ in range(2)]
    assert dates == ["Tue, 01 Dec 2026 01:00:00 GMT", "Tue, 01 Dec 2026 02:00:00 GMT"]


def at_once(count: int, work: Any) -> list[Any]:
    with ThreadPoolExecutor(count) as pool:
        return [each.result() for each in [pool.submit(work) for _ in range(count)]]


def test_of_many_calls_at_the_same_instant_one_publishes(at: Address):
    number = instagram(at, "POST", "media", image_url=at.put_file("a.jpg", samples.jpeg())).json()["id"]
    at.advance(5)
    answers = at_once(8, lambda: instagram(at, "POST", "media_publish", creation_id=number).status_code)
    assert (sorted(answers), len(at.public("instagram"))) == ([200] + [400] * 7, 1)
    key = {"X-Line-Retry-Key": str(uuid.uuid4())}
    answers = at_once(8, lambda: line(at, "message/broadcast", json=SAID, headers=key).status_code)
    assert (sorted(answers), len(at.public("line"))) == ([200] + [409] * 7, 1)


def test_of_two_workers_that_refresh_at_once_one_loses_its_token(at: Address):
    form = {
        "client_key": tiktok.KEY,
        "client_secret": tiktok.SECRET,
        "grant_type": "refresh_token",
        "refresh_token": tiktok.REFRESH,
    }
    answers = at_once(2, lambda: requests.post(f"{at}/open.tiktokapis.com/v2/oauth/token/", form, timeout=5).json())
    assert sorted("access_token" in answer for answer in answers) == [False, True]


def test_it_is_there_at_once_and_gone_at_once():
    before = time.perf_counter()
    with running() as at:
        started = time.perf_counter() - before
        assert requests.get(str(at), timeout=5).status_code == 200
    assert started < 0.5  # a tenth of that on an idle machine
    with pytest.raises(requests.ConnectionError):
        requests.get(str(at), timeout=1)


def test_the_program_says_where_it_is_and_stops_when_told():
    command = [sys.executable, "-m", "emulators", "--port", "0", "--clock", "2026-12-01T09:00", "--stopped"]
    command += ["--name", "city.example=http://127.0.0.1:9"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        base = program.stdout.readline().strip()
        clock = requests.get(f"{base}/_control/clock", timeout=10).json()
        names = requests.post(f"{base}/_control/names", json={}, timeout=10).json()
        program.terminate()
        assert names == {"city.example": "http://127.0.0.1:9"}
        assert (clock["now"], clock["running"], program.wait(10)) == ("2026-12-01T02:00:00+00:00", False, 0)


def test_the_program_refuses_a_clock_that_is_none():
    refused = subprocess.run(
        [sys.executable, "-m", "emulators", "--clock", "noon"], capture_output=True, text=True, check=False
    )
    assert (refused.returncode, "--clock: " in refused.stderr) == (2, True)
