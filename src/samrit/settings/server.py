"""A city's server: PostgreSQL, HTTPS, everything named by the environment and nothing guessed."""

from __future__ import annotations

import os

from samrit.settings import maps, oidc, platforms
from samrit.settings.base import *  # noqa: F403 -- settings build on each other
from samrit.settings.base import SAMRIT_NAME

SECRET_KEY = os.environ["SAMRIT_SECRET_KEY"]
DEBUG = False
ALLOWED_HOSTS = os.environ["SAMRIT_HOSTS"].split(",")
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": os.environ["SAMRIT_DB_NAME"],
        "USER": os.environ.get("SAMRIT_DB_USER", ""),
        "PASSWORD": os.environ.get("SAMRIT_DB_PASSWORD", ""),
        "HOST": os.environ.get("SAMRIT_DB_HOST", ""),
        "PORT": os.environ.get("SAMRIT_DB_PORT", ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
}
MEDIA_ROOT = os.environ["SAMRIT_FILES"]
STATIC_ROOT = os.environ["SAMRIT_STATIC"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "samrit.web.shared.storage.StaticStorage"},
}
EMAIL_HOST = os.environ.get("SAMRIT_MAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("SAMRIT_MAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("SAMRIT_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("SAMRIT_MAIL_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("SAMRIT_MAIL_TLS", "1") == "1"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("SAMRIT_MAIL_FROM", "samrit@localhost")
SAMRIT_SITE = os.environ.get("SAMRIT_SITE", "")
SAMRIT_KEPT_PAGES = os.environ.get("SAMRIT_KEPT_PAGES", "")
SAMRIT_MAINTENANCE = os.environ.get("SAMRIT_MAINTENANCE", "")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # to be on the browsers' preload list is for the domain's owner to decide
SESSION_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("SAMRIT_PROXIES", "1"))
"""Proxies in front of us that add to X-Forwarded-For: limits by address would otherwise count the proxy's."""
SAMRIT_OIDC = oidc.from_environment(os.environ)
SAMRIT_TOKEN_KEYS = os.environ.get("SAMRIT_TOKEN_KEYS", "")
SAMRIT_PUBLIC_ADDRESS = os.environ.get("SAMRIT_PUBLIC_ADDRESS", "")
SAMRIT_TRAFFY = os.environ.get("SAMRIT_TRAFFY", "") == "1"
SAMRIT_MAP_TILES = os.environ.get("SAMRIT_MAP_TILES", "")
SAMRIT_MAP_FILE = os.environ.get("SAMRIT_MAP_FILE", "")
SAMRIT_MAP_ATTRIBUTION = os.environ.get("SAMRIT_MAP_ATTRIBUTION", "")
SAMRIT_DATA_EMAIL = os.environ.get("SAMRIT_DATA_EMAIL", "")
CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"] += maps.origin(SAMRIT_MAP_TILES)  # noqa: F405 -- from base
if os.environ.get("SAMRIT_TRAFFY_USER"):
    SAMRIT_TRAFFY_ACCOUNT = {
        "user": os.environ["SAMRIT_TRAFFY_USER"],
        "password": os.environ["SAMRIT_TRAFFY_PASSWORD"],
    }
SAMRIT_PLATFORMS_AT = os.environ.get("SAMRIT_PLATFORMS_AT", "")
SAMRIT_PLATFORM_APPS = platforms.from_environment(os.environ)
if os.environ.get("SAMRIT_POLICY_TRACKING_URL"):
    SAMRIT_POLICY_TRACKING = {
        "url": os.environ["SAMRIT_POLICY_TRACKING_URL"],
        "key": os.environ["SAMRIT_POLICY_TRACKING_KEY"],
    }
SAMRIT_WEBHOOK_PRIVATE = tuple(filter(None, os.environ.get("SAMRIT_WEBHOOK_PRIVATE", "").split(",")))
SAMRIT_SIGNING_KEY = os.environ["SAMRIT_SIGNING_KEY"]
SAMRIT_FORMER_SIGNING_KEY = os.environ.get("SAMRIT_FORMER_SIGNING_KEY", "")
SAMRIT_NAME = os.environ.get("SAMRIT_NAME", SAMRIT_NAME)
SAMRIT_WITNESSES = tuple(filter(None, os.environ.get("SAMRIT_WITNESSES", "").lower().split(",")))
SAMRIT_PDF_CERTIFICATE = os.environ.get("SAMRIT_PDF_CERTIFICATE", "")
SAMRIT_PDF_PASSPHRASE = os.environ.get("SAMRIT_PDF_PASSPHRASE", "")
SAMRIT_TIME_AUTHORITY = os.environ.get("SAMRIT_TIME_AUTHORITY", "")
SAMRIT_PID_KEY = os.environ["SAMRIT_PID_KEY"] if SAMRIT_OIDC else os.environ.get("SAMRIT_PID_KEY", "")
SOCIALACCOUNT_PROVIDERS = oidc.providers(SAMRIT_OIDC)
CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"] += oidc.origin(SAMRIT_OIDC)  # noqa: F405 -- from base
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "samrit.platform.logs.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "samrit": {"level": "INFO"},
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
    },
}
