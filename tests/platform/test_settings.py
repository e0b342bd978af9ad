"""What the environment says, read by the settings of one machine as by those of a city."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

SAY = "from samrit.settings import {0} as s; print(s.SAMRIT_WEBHOOK_PRIVATE, sorted(s.SAMRIT_POLICY_TRACKING.items()))"
SAID = {
    "SAMRIT_WEBHOOK_PRIVATE": "erp.bangkok,10.1.2.3",
    "SAMRIT_POLICY_TRACKING_URL": "https://tracking.example/",
    "SAMRIT_POLICY_TRACKING_KEY": "k",
}
CITY = {f"SAMRIT_{name}": "x" * 60 for name in ("SECRET_KEY", "SIGNING_KEY", "HOSTS", "DB_NAME", "FILES", "STATIC")}


@pytest.mark.parametrize("name", ["local", "server"])
def test_webhooks_and_policy_tracking_are_set_by_the_environment(name, tmp_path):
    environment = {"PATH": os.environ["PATH"], "SAMRIT_HOME": str(tmp_path), **CITY, **SAID}
    done = subprocess.run(
        [sys.executable, "-c", SAY.format(name)], env=environment, capture_output=True, text=True, check=False
    )
    hosts, sent = ("erp.bangkok", "10.1.2.3"), [("key", "k"), ("url", "https://tracking.example/")]
    assert (done.stdout, done.stderr) == (f"{hosts} {sent}\n", "")
