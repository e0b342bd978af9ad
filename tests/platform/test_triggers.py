"""What the migrations guard stays guarded when a later migration alters the table."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import DatabaseError, connection, models, transaction
from django.db.migrations import Migration
from tests.factories import results as make

from samrit.platform import triggers
from samrit.platform.models import AuditEntry
from samrit.results.models import Report, ReportedValue

pytestmark = pytest.mark.django_db(transaction=True)


@contextlib.contextmanager
def one_more_column(model: type[models.Model]) -> Iterator[None]:
    """What `migrate` does around a migration that adds a column which may not be empty; then the same backwards."""
    field = models.IntegerField(default=7301)
    field.set_attributes_from_name("afterthought")
    field.model = model

    plan = [(Migration("afterthought", model._meta.app_label), False)]

    def migrate(act: str) -> None:
        emit_pre_migrate_signal(0, False, "default", plan=plan)
        with connection.schema_editor() as editor:
            getattr(editor, act)(model, field)
        emit_post_migrate_signal(0, False, "default", plan=plan)

    migrate("add_field")
    yield
    migrate("remove_field")


@pytest.mark.parametrize("model", [Report, ReportedValue, AuditEntry])
def test_an_altered_table(model):
    """A column is added: no trigger is lost; it is taken away again: none is lost either."""
    assert triggers.missing(connection) == []
    with one_more_column(model):
        assert triggers.missing(connection) == []
    assert triggers.missing(connection) == []


def test_it_would_be_lost():
    """Without us SQLite loses them, so the test above can fail."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL alters tables in place")
    field = models.IntegerField(default=7301)
    field.set_attributes_from_name("afterthought")
    field.model = AuditEntry
    with connection.schema_editor() as editor:
        editor.add_field(AuditEntry, field)
    lost = triggers.missing(connection)
    with connection.schema_editor() as editor:
        editor.remove_field(AuditEntry, field)
    triggers.set_again(using="default", plan=[])
    assert lost == ["platform_auditentry_no_delete", "platform_auditentry_no_update"]
    assert triggers.missing(connection) == []


def test_a_column_added_later_is_frozen():
    """What a later migration adds to an accepted report cannot be altered; its acknowledgement still can be told."""
    report = make.accepted(make.typed_key_result(), value="3")
    with one_more_column(Report):
        with pytest.raises(DatabaseError, match="frozen"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE results_report SET afterthought = 1 WHERE id = %s", [report.pk])
        Report.objects.filter(pk=report.pk).update(state="acknowledged")


def test_a_dropped_trigger_comes_back_and_is_told_of(caplog):
    """`migrate` sets a trigger again that somebody dropped, and leaves a warning."""
    on = " ON platform_auditentry" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER platform_auditentry_no_delete{on}")
    assert triggers.missing(connection) == ["platform_auditentry_no_delete"]
    with caplog.at_level(logging.WARNING):
        call_command("migrate", verbosity=0)
    assert [(row.message, row.triggers) for row in caplog.records] == [
        ("platform.triggers.missing", ["platform_auditentry_no_delete"])
    ]
    assert triggers.missing(connection) == []
