"""The settings of one machine, its platforms emulated, without daily work."""

from __future__ import annotations

import json
import os

from samrit.settings.local import *  # noqa: F403 -- settings build on each other
from samrit.settings.local import DATABASES, STORAGES

SAMRIT_PLATFORMS_AT = os.environ.get("TORTURE_PLATFORMS", "")
SAMRIT_PLATFORM_APPS = json.loads(os.environ.get("TORTURE_APPS", "{}"))
SAMRIT_PUBLIC_ADDRESS = "https://city.example"
DATABASES["default"]["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"
"""Processes are killed here, not the machine: what a process has written stays."""
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
SAMRIT_SCHEDULES: dict[str, tuple[str, str]] = {}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGGING = {"version": 1, "disable_existing_loggers": False, "root": {"level": "CRITICAL"}}
