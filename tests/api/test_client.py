"""The example client against a running server."""

from __future__ import annotations

import http.server
import os
import runpy
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import ClassVar

import pytest
from tests.web.year import year

from samrit.exchange.actions.tokens import make_token

EXAMPLE = Path(__file__).resolve().parents[2] / "examples/api_client.py"
pytestmark = pytest.mark.django_db(transaction=True)


def test_the_example_tells_the_score_and_the_problem(live_server):
    owner = year().people["owner"]
    _row, secret = make_token(owner, name="ตัวอย่าง", scopes=["read"], days=1, acting_user=owner)

    def run(token):
        environment = {**os.environ, "SAMRIT_URL": live_server.url, "SAMRIT_TOKEN": token}
        return subprocess.run(
            [sys.executable, EXAMPLE], env=environment, capture_output=True, text=True, encoding="utf-8", check=False
        )

    told, wrong = run(secret), run("samrit_" + "x" * 40)
    assert told.stdout.startswith("7301-2568 ")
    assert told.stdout.endswith(": 1, next 2\n")
    assert "no token, or one that is wrong, expired or revoked" in wrong.stderr


class Forgetful(http.server.BaseHTTPRequestHandler):
    """Takes the first call and hangs up without an answer."""

    keys: ClassVar[list[str]] = []

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.keys.append(self.headers["Idempotency-Key"])
        if len(self.keys) > 1:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"{}")

    def log_message(self, *_said):
        pass


def test_the_example_sends_a_change_again_under_the_same_key(monkeypatch):
    """Whether the first call came through nobody knows; under its own key the second does nothing twice."""
    client = runpy.run_path(str(EXAMPLE))
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)
    server = http.server.HTTPServer(("127.0.0.1", 0), Forgetful)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    answer, _etag = client["Samrit"](f"http://127.0.0.1:{server.server_port}", "x").call("POST", "/comments", {})
    server.shutdown()
    server.server_close()
    assert (answer, len(Forgetful.keys), len(set(Forgetful.keys))) == ({}, 2, 1)
