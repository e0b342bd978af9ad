"""The example client against a running server."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

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
