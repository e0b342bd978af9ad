"""The demo: one machine, a database a moment, in a folder of its own (`samrit up` sets SAMRIT_HOME to it)."""

from __future__ import annotations

import os

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
SAMRIT_PUBLIC_ADDRESS = ""
SAMRIT_PLATFORMS_AT = os.environ.get("SAMRIT_PLATFORMS_AT") or "http://127.0.0.1:9"
"""Emulated platforms, a world for each moment: `samrit up` says where. Without them nothing is asked of anybody."""
SAMRIT_TRAFFY, SAMRIT_TRAFFY_ACCOUNT = True, {}
"""The emulated one, as all platforms of the demo; no account of a real office is told to it."""
SAMRIT_PLATFORM_APPS = {
    "facebook": {"id": "730100000000001", "secret": "emulated-app-secret"},
    "tiktok": {"id": "awemulatedclientkey", "secret": "emulated-tiktok-secret"},
    "youtube": {"id": "7301-emulated.apps.googleusercontent.com", "secret": "emulated-google-secret"},
}
"""The applications that the emulated platforms know from the start; they open nothing anywhere else."""
