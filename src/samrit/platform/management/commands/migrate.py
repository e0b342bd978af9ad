"""`samrit manage migrate`: Django's, and quick where the database is empty."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.core.management.commands import migrate
from django.db import connections

from samrit.platform.tables import make_at_once


class Command(migrate.Command):
    """Makes the tables of an empty database at once, then does what `migrate` does."""

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--step-by-step",
            action="store_true",
            help="Goes through every migration, also where the database is empty.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        narrowed = ("app_label", "plan", "check_unapplied", "fake", "fake_initial", "prune", "step_by_step")
        if not any(options.get(name) for name in narrowed) and not connection.introspection.table_names():
            make_at_once(connection)
        super().handle(*args, **options)
