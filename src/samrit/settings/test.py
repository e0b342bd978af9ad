"""Tests: SQLite in memory, or PostgreSQL where SAMRIT_TEST_POSTGRES names a socket folder."""

from __future__ import annotations

import os
import tempfile

from samrit.settings.base import *  # noqa: F403 -- settings build on each other

SECRET_KEY = "tests only"  # noqa: S105 -- protects nothing
SAMRIT_PID_KEY = "tests only"
SAMRIT_SIGNING_KEY = "tests only"
SAMRIT_TOKEN_KEYS = "tests-only"  # noqa: S105 -- protects nothing
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if os.environ.get("SAMRIT_TEST_POSTGRES"):
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": "samrit",
            "USER": os.environ.get("SAMRIT_TEST_POSTGRES_USER", "samrit"),
            "HOST": os.environ["SAMRIT_TEST_POSTGRES"],
        }
    }
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": ":memory:",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON;",
            },
        }
    }
MEDIA_ROOT = tempfile.mkdtemp(prefix="samrit-test-")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
SAMRIT_SITE = "https://www.bangkok.go.th"
SAMRIT_CAPTURE = ("within",)
SAMRIT_CAPTURE_BROWSER = False
SAMRIT_PAGE_CACHE = False
SAMRIT_KEEP_PARTS = False
