"""An office on PostgreSQL, for bench/intake.py: the settings of one machine, the database by its socket."""

from __future__ import annotations

import os

from samrit.settings.local import *  # noqa: F403 -- settings build on each other

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "samrit",
        "USER": "samrit",
        "HOST": os.environ["SAMRIT_BENCH_POSTGRES"],
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
}
