"""A city's server: its settings are safe, it says whether it lives, and its log can be searched."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys

import pytest
from django.db import connection
from django.urls import reverse

from samrit.platform.logs import JsonLines

CITY = {
    "DJANGO_SETTINGS_MODULE": "samrit.settings.server",
    "SAMRIT_SECRET_KEY": "k3y-of-the-city-" * 4,
    "SAMRIT_SIGNING_KEY": "sign",
    "SAMRIT_PID_KEY": "pid",
    "SAMRIT_HOSTS": "samrit.example.go.th",
    "SAMRIT_DB_NAME": "samrit",
    "SAMRIT_FILES": "/nowhere/files",
    "SAMRIT_STATIC": "/nowhere/static",
    "SAMRIT_OIDC_SERVER": "https://imauth.example.go.th",
    "SAMRIT_OIDC_CLIENT": "samrit",
    "SAMRIT_OIDC_SECRET": "secret",
    "SAMRIT_LANG": "en",
}


def samrit(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "samrit", *words],
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_the_settings_are_those_of_a_deployment():
    """Django's own checks for a deployment find nothing."""
    done = samrit("manage", "check", "--deploy", "--fail-level", "WARNING", **CITY)
    assert (done.returncode, done.stdout, done.stderr) == (
        0,
        "System check identified no issues (1 silenced).\n",
        "",
    )


@pytest.mark.parametrize(
    "name", ["SAMRIT_SECRET_KEY", "SAMRIT_SIGNING_KEY", "SAMRIT_HOSTS", "SAMRIT_DB_NAME", "SAMRIT_FILES"]
)
def test_a_missing_setting_is_named_in_one_line(name):
    """With what to read about it; never a traceback."""
    done = samrit("doctor", **{key: value for key, value in CITY.items() if key != name})
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr
        == f"samrit.settings.server: {name}: is not set: docs/en/run says which settings an installation has\n"
    )


def test_the_provider_is_told_this_address():
    """The redirect address that the documentation says is the one there is."""
    assert reverse("openid_connect_callback", args=["staff"]) == "/accounts/oidc/staff/login/callback/"


@pytest.mark.django_db
def test_health(client, django_assert_num_queries, settings):
    """It answers to any name, without HTTPS or session, with one question to the database and no data."""
    settings.SECURE_SSL_REDIRECT = True
    with django_assert_num_queries(1):
        answer = client.get("/healthz", headers={"host": "10.0.0.7"})
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert not answer.cookies


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_health_without_a_database(client, monkeypatch):
    """While the database does not answer the proxy is told so."""
    monkeypatch.setitem(connection.settings_dict, "NAME", "/nowhere/at/all")
    monkeypatch.setitem(connection.settings_dict, "HOST", "/nowhere")
    connection.close()
    assert client.get("/healthz").status_code == 503


def test_log_lines():
    """A code, its values and the trace of a fault, in one line of JSON."""
    record = logging.makeLogRecord(
        {
            "name": "samrit.platform",
            "levelname": "WARNING",
            "msg": "platform.job.lease_ran_out",
            "created": 0.0,
            "job": "งาน ๑",
        }
    )
    assert json.loads(JsonLines().format(record)) == {
        "at": "1970-01-01T00:00:00.000+00:00",
        "level": "warning",
        "logger": "samrit.platform",
        "event": "platform.job.lease_ran_out",
        "job": "งาน ๑",
    }
    try:
        int("broken")
    except ValueError:
        record.exc_info = sys.exc_info()
    line = JsonLines().format(record)
    assert "\n" not in line
    assert "ValueError: invalid literal" in json.loads(line)["trace"]
