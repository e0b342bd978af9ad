"""`samrit manage maintenance on|off|status`: closes the office, while the public site stays up read only."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from samrit.site import maintenance


class Command(BaseCommand):
    """Asks no database, so it serves while one is restored."""

    help = "Closes the office for maintenance (on), opens it again (off), or says how it is (status)."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("state", choices=("on", "off", "status"), nargs="?", default="status")

    def handle(self, *_args: Any, **options: Any) -> None:
        if not settings.SAMRIT_MAINTENANCE:
            raise CommandError("name a file in SAMRIT_MAINTENANCE first, which every server of the site sees")
        if options["state"] == "on":
            maintenance.close()
        elif options["state"] == "off":
            maintenance.open_again()
        since = maintenance.closed_since()
        self.stdout.write("open" if since is None else f"closed since {since.isoformat(timespec='seconds')}")
