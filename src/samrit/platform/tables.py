"""The tables of an empty database, made at once as the last migration leaves them.

Going through every migration renders the models of all parts hundreds of times, which is most of a first start. Where
there is not yet any table, nothing has to be carried over, so only the end matters; a test holds both ways equal.
"""

from __future__ import annotations

from typing import Any

from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from samrit.platform import triggers


def make_at_once(connection: Any) -> None:
    """The tables and triggers of this version of the program, and a note that every migration is applied.

    One transaction: whoever is killed here finds an empty database again.
    """
    loader = MigrationLoader(connection)
    models = loader.project_state().apps.get_models()
    with connection.schema_editor() as editor:
        for model in models:
            if model._meta.can_migrate(connection):  # noqa: SLF001 -- Django's public name for what a model is
                editor.create_model(model)
        _record(loader)
        with connection.cursor() as cursor:
            for made in triggers.applied(connection):
                made.set(connection, cursor.execute)


def _record(loader: MigrationLoader) -> None:
    recorder = MigrationRecorder(loader.connection)
    recorder.ensure_schema()
    recorder.migration_qs.bulk_create(
        recorder.Migration(app=app, name=name) for app, name in sorted(loader.disk_migrations)
    )
