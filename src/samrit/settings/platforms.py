"""The city's applications on the platforms, from the environment: `SAMRIT_FACEBOOK_APP="id:secret"` and so on."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ImproperlyConfigured

_NAMES = ("facebook", "tiktok", "youtube")


def from_environment(environment: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Those that are named. Raises ImproperlyConfigured for one that is not `id:secret`."""
    found = {}
    for name in _NAMES:
        variable = f"SAMRIT_{name.upper()}_APP"
        value = environment.get(variable, "")
        if not value:
            continue
        key, _, secret = value.partition(":")
        if not key or not secret:
            raise ImproperlyConfigured(f"{variable} must be id:secret")
        found[name] = {"id": key, "secret": secret}
    return found
