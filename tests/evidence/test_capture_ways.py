"""A page taken over the net, without a browser and by one; its capture stamped by a time authority, and shown again."""

from __future__ import annotations

import datetime as dt
import http.server
import io
import threading
from collections.abc import Iterator

import pytest
from tests.factories import files
from tests.factories.authority import time_authority

from samrit.evidence.captures.asking import Unanswered
from samrit.evidence.captures.browsing import browser
from samrit.evidence.captures.reading import Capture, read
from samrit.evidence.captures.replaying import replay
from samrit.evidence.captures.ways import capture

PAGE = """<!DOCTYPE html><html lang="th"><head><meta charset="utf-8"><title>ย่านเก่าของเรา</title>
<link rel="stylesheet" href="/style.css"><script src="/words.js" defer></script></head>
<body><h1>ย่านเก่าของเรา</h1><p id="late"></p><img src="/a.png" alt="ภาพ">
<img src="http://127.0.0.2:9/b.png" alt=""></body></html>"""
FILES = {
    "/stories/old/": ("text/html; charset=utf-8", PAGE.encode()),
    "/style.css": ("text/css", b"h1 { color: #0b6b4f; background: url(/paper.png); }"),
    "/words.js": ("text/javascript", "document.getElementById('late').textContent = 'มาทีหลัง';".encode()),
    "/a.png": ("image/png", files.image("PNG", size=(8, 8))),
    "/paper.png": ("image/png", files.image("PNG", size=(9, 9))),
}


class Site(http.server.BaseHTTPRequestHandler):
    """A small site: a page with its style, a script and pictures; `/old` leads to it."""

    def do_GET(self) -> None:
        if self.path == "/old":
            self.send_response(301)
            self.send_header("location", "/stories/old/")
            self.end_headers()
            return
        kind, body = FILES.get(self.path, ("", b""))
        self.send_response(200 if kind else 404)
        self.send_header("content-type", kind or "text/html")
        self.send_header("set-cookie", "visitor=1")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing on the console."""


@pytest.fixture
def address(settings) -> Iterator[str]:
    settings.SAMRIT_CAPTURE = ("net",)
    settings.SAMRIT_CAPTURE_BROWSER = False
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def captured(url: str) -> Capture:
    """The capture of a page, as it is read from its file."""
    return read(io.BytesIO(capture(url)[1]))


def test_a_page_is_taken_over_the_net_without_a_browser(address):
    """With the redirect that led there; what is of another site is left out, and said so; no cookie is kept."""
    made = captured(f"{address}/old")
    assert (made.way, made.title, made.faults, made.screenshot) == ("plain, net", "ย่านเก่าของเรา", (), b"")
    here = {url.removeprefix(address): row.status for url, row in made.records.items()}
    assert here == {"/old": 301, **dict.fromkeys(FILES, 200)}
    assert made.left_out == (("http://127.0.0.2:9/b.png", "of another site"),)
    shown = replay(made).decode()
    assert ("ย่านเก่าของเรา" in shown, "<script" in shown, "data:image/png;base64," in shown) == (True, False, True)
    assert (address in shown.replace('title="', ""), "visitor=1" in shown) == (False, False)


@pytest.mark.skipif(not browser(), reason="no Chromium on this machine; where browser tests run there is one")
def test_a_page_is_taken_by_a_browser_with_its_picture(address, settings):
    settings.SAMRIT_CAPTURE_BROWSER = True
    made = captured(f"{address}/stories/old/")
    assert (made.way, made.title, made.faults) == ("browser, net", "ย่านเก่าของเรา", ())
    assert made.screenshot.startswith(b"\x89PNG")
    here = {url.removeprefix(address) for url, row in made.records.items() if row.status == 200}
    assert here >= set(FILES)
    assert "ย่านเก่าของเรา" in replay(made).decode()


def test_a_capture_is_stamped_by_a_time_authority(address, settings, tmp_path):
    """The stamp is of this very capture; an answer that is none is not kept, and the capture stands without."""
    with time_authority(tmp_path) as authority:
        settings.SAMRIT_TIME_AUTHORITY = f"{authority}/"
        made = captured(f"{address}/stories/old/")
        settings.SAMRIT_TIME_AUTHORITY = f"{authority}/wrong"
        without = captured(f"{address}/stories/old/")
    assert (made.ok, without.ok, without.stamped_at) == (True, True, None)
    assert made.stamped_at is not None
    assert abs(made.stamped_at - dt.datetime.now(dt.UTC)) < dt.timedelta(minutes=5)


def test_a_page_that_is_not_there_is_no_capture(address):
    with pytest.raises(Unanswered, match="HTTP 404"):
        capture(f"{address}/nothing/")
