"""The settings of one machine, with leases short enough for a test to wait for."""

from __future__ import annotations

from samrit.settings.local import *  # noqa: F403 -- settings build on each other

SAMRIT_LEASE_SECONDS = 2
