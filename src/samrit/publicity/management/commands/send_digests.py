"""`send_digests`: mails everybody the digest of the day."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from samrit.publicity.digest import send_digests


class Command(BaseCommand):
    help = "Mails the daily digest to everybody who wants it; nobody gets the same day twice."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--day", type=dt.date.fromisoformat, help="YYYY-MM-DD, today by default")

    def handle(self, *_: Any, **options: Any) -> None:
        sent = send_digests(options["day"] or timezone.localdate())
        self.stdout.write(f"sent {sent.sent}, nothing to tell {sent.nothing}, failed {sent.failed}")
