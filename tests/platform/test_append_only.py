"""Append-only tables refuse UPDATE, DELETE and TRUNCATE, whoever asks and however."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from tests.conftest import append_only_triggers

from samrit.platform import audit
from samrit.platform.models import AuditEntry
from samrit.platform.triggers import missing

APPEND_ONLY = {
    "platform_auditentry",
    "evidence_evidenceitem",
    "evidence_evidencemark",
    "results_reportstep",
    "scoring_scoresnapshot",
    "verification_workcheck",
}


def _entry() -> AuditEntry:
    with transaction.atomic():
        return audit.record("test.thing.done", actor="user:1", subject="thing:1")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE platform_auditentry SET actor = 'user:2'",
        "DELETE FROM platform_auditentry",
        "DELETE FROM platform_auditentry WHERE sequence = 1",
    ],
)
def test_raw_sql(statement):
    """Raw SQL is refused, and the row stays as it was."""
    entry = _entry()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert list(AuditEntry.objects.values_list("sequence", "actor", "hash")) == [(1, "user:1", entry.hash)]


@pytest.mark.django_db
def test_the_orm():
    """save(), update(), delete() and upserts are refused alike."""
    entry = _entry()
    forged = AuditEntry(sequence=1, at=entry.at, action="x", subject="x", body="{}", previous="", hash="0")
    attempts = [
        entry.save,
        entry.delete,
        AuditEntry.objects.all().delete,
        lambda: AuditEntry.objects.update(actor="user:2"),
        lambda: AuditEntry.objects.bulk_create(
            [forged], update_conflicts=True, unique_fields=["sequence"], update_fields=["hash"]
        ),
    ]
    for attempt in attempts:
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            attempt()
    assert AuditEntry.objects.get() == entry


@pytest.mark.django_db
def test_replacing_on_sqlite():
    """INSERT OR REPLACE, which would take the old row away, is refused."""
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite knows INSERT OR REPLACE")
    _entry()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT OR REPLACE INTO platform_auditentry SELECT * FROM platform_auditentry")


@pytest.mark.postgres
@pytest.mark.django_db
def test_truncating_on_postgresql():
    """TRUNCATE, which asks no row trigger, is refused."""
    _entry()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE platform_auditentry CASCADE")


@pytest.mark.django_db
def test_every_such_table():
    """Each table that the design calls append-only has its triggers, and none that the migrations made is missing."""
    assert {table for table, _, _ in append_only_triggers(connection)} >= APPEND_ONLY
    assert missing(connection) == []


@pytest.mark.django_db
def test_a_missing_trigger(no_triggers):
    """A trigger that somebody dropped is named."""
    with no_triggers():
        assert "platform_auditentry_no_update" in missing(connection)
    assert missing(connection) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_round", [1, 2])
def test_tests_that_commit(_round):
    """Tests that commit start with empty append-only tables, whose triggers stand."""
    assert AuditEntry.objects.count() == 0
    _entry()
    with pytest.raises(DatabaseError, match="append-only"):
        AuditEntry.objects.all().delete()
