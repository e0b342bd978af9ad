"""One machine, no other service: SQLite and files in one folder (`SAMRIT_HOME`, by default `var/`)."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from samrit.settings import maps, platforms
from samrit.settings.base import *  # noqa: F403 -- settings build on each other
from samrit.settings.base import SAMRIT_NAME
from samrit.settings.home import home

HOME = home()
HOME.mkdir(parents=True, exist_ok=True)


def _kept_secret(path: Path) -> str:
    """A random key made once and kept with the data, readable by its owner only."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50), encoding="ascii")
    return path.read_text(encoding="ascii")


SECRET_KEY = _kept_secret(HOME / "secret-key")
SAMRIT_PID_KEY = _kept_secret(HOME / "pid-key")
SAMRIT_SIGNING_KEY = _kept_secret(HOME / "signing-key")
SAMRIT_FORMER_SIGNING_KEY = os.environ.get("SAMRIT_FORMER_SIGNING_KEY", "")
SAMRIT_NAME = os.environ.get("SAMRIT_NAME", SAMRIT_NAME)
SAMRIT_WITNESSES = tuple(filter(None, os.environ.get("SAMRIT_WITNESSES", "").lower().split(",")))
SAMRIT_PDF_CERTIFICATE = os.environ.get("SAMRIT_PDF_CERTIFICATE", "")
SAMRIT_PDF_PASSPHRASE = os.environ.get("SAMRIT_PDF_PASSPHRASE", "")
SAMRIT_TIME_AUTHORITY = os.environ.get("SAMRIT_TIME_AUTHORITY", "")
SAMRIT_TOKEN_KEYS = _kept_secret(HOME / "token-keys")
SAMRIT_PUBLIC_ADDRESS = os.environ.get("SAMRIT_PUBLIC_ADDRESS", "")
SAMRIT_TRAFFY = os.environ.get("SAMRIT_TRAFFY", "") == "1"
SAMRIT_MAP_TILES = os.environ.get("SAMRIT_MAP_TILES", "")
SAMRIT_MAP_FILE = os.environ.get("SAMRIT_MAP_FILE") or str(HOME / "map.pmtiles")
SAMRIT_MAP_ATTRIBUTION = os.environ.get("SAMRIT_MAP_ATTRIBUTION", "")
SAMRIT_DATA_EMAIL = os.environ.get("SAMRIT_DATA_EMAIL", "")
CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"] += maps.origin(SAMRIT_MAP_TILES)  # noqa: F405 -- from base
if os.environ.get("SAMRIT_TRAFFY_USER"):
    SAMRIT_TRAFFY_ACCOUNT = {
        "user": os.environ["SAMRIT_TRAFFY_USER"],
        "password": os.environ["SAMRIT_TRAFFY_PASSWORD"],
    }
if os.environ.get("SAMRIT_POLICY_TRACKING_URL"):
    SAMRIT_POLICY_TRACKING = {
        "url": os.environ["SAMRIT_POLICY_TRACKING_URL"],
        "key": os.environ["SAMRIT_POLICY_TRACKING_KEY"],
    }
SAMRIT_WEBHOOK_PRIVATE = tuple(filter(None, os.environ.get("SAMRIT_WEBHOOK_PRIVATE", "").split(",")))
SAMRIT_PLATFORMS_AT = os.environ.get("SAMRIT_PLATFORMS_AT", "")
SAMRIT_PLATFORM_APPS = platforms.from_environment(os.environ)
DEBUG = False
ALLOWED_HOSTS = os.environ.get("SAMRIT_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": HOME / "samrit.sqlite3",
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 10,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            " PRAGMA recursive_triggers=ON;",
        },
    }
}
MEDIA_ROOT = HOME / "files"
SAMRIT_KEPT_PAGES = str(HOME / "kept-pages")
SAMRIT_MAINTENANCE = str(HOME / "maintenance")
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "samrit.web.shared.storage.StaticStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = HOME / "mail"
