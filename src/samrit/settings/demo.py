"""The demo: one machine, a database a moment, in a folder of its own (`samrit up` sets SAMRIT_HOME to it)."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured

from samrit.settings.local import *  # noqa: F403 -- settings build on each other
from samrit.settings.local import DATABASES, HOME

if (HOME / "samrit.sqlite3").exists():
    raise ImproperlyConfigured(f"{HOME} holds a real office; the demo needs a folder of its own")

DATABASES["default"]["NAME"] = HOME / "september.sqlite3"
SESSION_ENGINE = "django.contrib.sessions.backends.file"
SESSION_FILE_PATH = str(HOME / "sessions")
"""One sign-in for all four moments: whoever changes the moment stays the same person."""
SAMRIT_SITE = "https://creative-districts.example"
SAMRIT_CAPTURE = ("within",)
SAMRIT_CAPTURE_BROWSER = False
SAMRIT_DEMO = True
