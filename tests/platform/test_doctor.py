"""What `samrit doctor` finds."""

from __future__ import annotations

import datetime as dt
import shutil

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.factories import jobs

from samrit.platform import audit, doctor
from samrit.platform.jobs import leases, schedules, start
from samrit.platform.jobs.worker import Worker
from samrit.platform.models import AuditEntry, PersonalValue, ScheduledRun, StoredFile

pytestmark = pytest.mark.django_db


def _ill():
    return {check.name.en: check.found.en for check in doctor.checks() if not check.ok}


@pytest.fixture(autouse=True)
def _worker_has_run():
    """What an installation does in its first minute."""
    schedules.ask_for_due()


def test_well(settings):
    """In a sound installation every check is well, says so in both languages, and nothing is left behind."""
    settings.SAMRIT_DOCTOR = ()
    audit.record("test.done", actor="", subject="thing:1")
    found = doctor.checks()
    assert [check.name.en for check in found] == [
        "configuration",
        "migrations",
        "database",
        "file storage",
        "free space",
        "append-only tables",
        "audit chain",
        "personal values",
        "clock and time zone",
        "font of documents",
        "background jobs",
        "daily work",
        "mail",
    ]
    assert [check.found.en for check in found if not check.ok] == []
    assert all(check.name.th and check.found.th and check.found.en for check in found)
    assert found[6].found == ("all 1 entries fit", "ครบถ้วนทั้ง 1 รายการ")
    assert StoredFile.objects.count() == 0


def test_jobs():
    """Jobs that failed are counted by their name; jobs that nobody does or that a worker left come first."""
    start(jobs.refuse)
    Worker().run(until_idle=True)
    assert _ill() == {"background jobs": "failed in the last week: refuse (1)"}
    DBTaskResult.objects.filter(pk=start(jobs.add, 1, 1)).update(enqueued_at=timezone.now() - dt.timedelta(minutes=11))
    assert _ill() == {"background jobs": "waiting for a worker: 1, left by one: 0; run `samrit worker`"}
    leases.claim("dead", dt.timedelta(minutes=-11))
    assert _ill() == {"background jobs": "waiting for a worker: 0, left by one: 1; run `samrit worker`"}


def test_daily_work():
    """What should have run and did not is named."""
    ScheduledRun.objects.filter(schedule="publicity.digest").update(day="2020-01-01")
    assert _ill()["daily work"].startswith("did not run: publicity.digest; run `samrit worker`")


def test_migrations():
    """A migration that is not applied is named, with what to do."""
    MigrationRecorder(connection).record_unapplied("scoring", "0002_append_only")
    said = _ill()["migrations"]
    assert said.startswith("1 not applied, first scoring.0002_append_only: run `samrit manage migrate`")


def test_mail(settings):
    """A mail server that does not answer is named; where none is set it is said where mails are."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert list(_ill()) == ["mail"]


def test_configuration(settings):
    """A server whose settings would not be safe is named, with Django's own code."""
    settings.SECURE_SSL_REDIRECT = True
    settings.SESSION_COOKIE_SECURE = False
    assert "security.W012" in _ill()["configuration"]


def test_no_space(monkeypatch):
    """A disk that is nearly full is named."""
    usage = shutil.disk_usage("/")
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: usage._replace(free=5_000_000))
    assert _ill()["free space"].startswith("only 0.0 GB left at ")


def test_changed_entry(no_triggers):
    """A changed entry is named; so is a changed personal value."""
    audit.record("test.done", actor="", subject="thing:1", personal={"name": "ก"})
    with no_triggers():
        AuditEntry.objects.update(actor="user:1")
    PersonalValue.objects.update(value="ข")
    assert _ill() == {
        "audit chain": "entry 1: the content does not fit its hash",
        "personal values": "entry 1: name was changed",
    }


def test_missing_trigger():
    """A trigger that is gone is named."""
    on = " ON platform_auditentry" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER platform_auditentry_no_delete{on}")
    assert _ill() == {"append-only tables": "triggers are missing: platform_auditentry_no_delete"}


def test_storage(settings, tmp_path):
    """A storage that takes no file is named."""
    (tmp_path / "file").write_text("not a folder")
    settings.MEDIA_ROOT = tmp_path / "file"
    assert list(_ill()) == ["file storage"]


def test_time_zone(settings):
    """An installation that does not live in Bangkok's time is named."""
    settings.TIME_ZONE = "UTC"
    with timezone.override(dt.UTC):
        assert _ill() == {"clock and time zone": "the time zone is not Bangkok's"}


def test_clock(monkeypatch):
    """A clock that went back behind the last entry is named."""
    later = timezone.now() + dt.timedelta(hours=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    audit.record("test.done", actor="", subject="thing:1")
    monkeypatch.undo()
    assert list(_ill()) == ["clock and time zone"]
