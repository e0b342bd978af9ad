"""`samrit manage rotate_token_keys`: seals the tokens of the channels anew under the newest key."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from samrit.channels.tokens import rotate_keys
from samrit.channels.vault import Unreadable


class Command(BaseCommand):
    """May be run while the office works, and again."""

    help = "Seals the tokens of the channels anew under the first key of SAMRIT_TOKEN_KEYS."

    def handle(self, *_args: Any, **_options: Any) -> None:
        try:
            changed = rotate_keys()
        except Unreadable as error:
            raise CommandError(
                "a token lies under a key that SAMRIT_TOKEN_KEYS does not hold; put that key back at its end"
            ) from error
        self.stdout.write(f"sealed anew: {changed}")
