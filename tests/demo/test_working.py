"""The worker of a demo."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SET_UP = """
import datetime as dt, pathlib, django; django.setup()
from django.conf import settings
from django.core.management import call_command
from samrit.demo.building import State, write_state
from samrit.demo.databases import database, file_of
from samrit.demo.moments import BY_NAME
from samrit.exchange.models import Delivery, Webhook
from samrit.people.models import User
from samrit.platform import clock
from samrit.platform.jobs import latest_job, start
from tests.factories.jobs import add
home = pathlib.Path(settings.HOME)
"""
ASK = """
write_state(home, State(dt.datetime.now(dt.UTC).isoformat(), '', {}))
with database(file_of(home, 'june')):
    call_command('migrate', verbosity=0)
    with clock.at(lambda: BY_NAME['june'].start):
        start(add, 2, 3, key='test.add')
        maker = User.objects.create(username='a')
        hook = Webhook.objects.create(url='http://localhost:9/', events=['*'], made_by=maker)
        tried = [{'at': '', 'status': 500, 'words': ''}]
        soon = BY_NAME['june'].start + dt.timedelta(minutes=1)
        Delivery.objects.create(webhook=hook, sequence=1, event='x', payload={}, tries=tried, next_at=soon)
"""
SEE = """
with database(file_of(home, 'june')):
    job = latest_job('test.add')
    print(job.state, job.returned, job.asked_at.date() == BY_NAME['june'].start.date())
    [one] = Delivery.objects.all()
    print(one.state, [row['status'] for row in one.tries])
"""


def test_jobs_of_a_moment_are_done(tmp_path):
    """`samrit worker` with the settings of a demo does what a page of a moment asked for, in that moment's database.

    The tries of a webhook that nobody answers follow at once as far as they are due within the hour: at 1, 5 and 30
    minutes, not at 2 hours.
    """
    environment = {
        "PATH": os.environ["PATH"],
        "SAMRIT_HOME": str(tmp_path),
        "SAMRIT_LANG": "en",
        "DJANGO_SETTINGS_MODULE": "samrit.settings.demo",
        "SAMRIT_WEBHOOK_PRIVATE": "localhost",
        "PYTHONPATH": str(ROOT),
    }

    def run(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, *words], env=environment, capture_output=True, text=True, timeout=300, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    run("-c", SET_UP + ASK)
    assert run("-m", "samrit", "worker", "--once") == "jobs done: 4\n"
    assert run("-c", SET_UP + SEE) == "done 5 True\nwaiting [500, None, None, None]\n"
