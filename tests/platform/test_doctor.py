"""What `samrit doctor` finds."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone

from samrit.platform import audit, doctor
from samrit.platform.models import AuditEntry, PersonalValue, StoredFile

pytestmark = pytest.mark.django_db


def _ill():
    return {check.name.en: check.found.en for check in doctor.checks() if not check.ok}


def test_well():
    """In a sound installation every check is well, says so in both languages, and nothing is left behind."""
    audit.record("test.done", actor="", subject="thing:1")
    found = doctor.checks()
    assert [check.name.en for check in found] == [
        "database",
        "file storage",
        "append-only tables",
        "audit chain",
        "personal values",
        "clock and time zone",
        "font of documents",
    ]
    assert all(check.ok for check in found)
    assert all(check.name.th and check.found.th and check.found.en for check in found)
    assert found[3].found == ("all 1 entries fit", "ครบถ้วนทั้ง 1 รายการ")
    assert StoredFile.objects.count() == 0


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
