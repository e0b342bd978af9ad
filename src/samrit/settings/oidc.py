"""Sign-in through an identity provider (OpenID Connect, such as ThaID): one setting, and what allauth makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit


def from_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """SAMRIT_OIDC out of SAMRIT_OIDC_SERVER, _CLIENT, _SECRET, _NAME, _SCOPE and _CLAIM; empty without a server."""
    if not environment.get("SAMRIT_OIDC_SERVER"):
        return {}
    return {
        "server": environment["SAMRIT_OIDC_SERVER"],
        "client": environment["SAMRIT_OIDC_CLIENT"],
        "secret": environment["SAMRIT_OIDC_SECRET"],
        "name": environment.get("SAMRIT_OIDC_NAME", "ThaID"),
        "scope": environment.get("SAMRIT_OIDC_SCOPE", "openid pid"),
        "claim": environment.get("SAMRIT_OIDC_CLAIM", "pid"),
    }


def providers(oidc: Mapping[str, str]) -> dict[str, Any]:
    """SOCIALACCOUNT_PROVIDERS for the SAMRIT_OIDC setting: the one provider that it names, or none."""
    made: dict[str, Any] = {
        "provider_class": "samrit.people.oidc.StaffProvider",
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [],
    }
    if oidc:
        made["APPS"].append(
            {
                "provider_id": "staff",
                "name": oidc["name"],
                "client_id": oidc["client"],
                "secret": oidc["secret"],
                "settings": {
                    "server_url": oidc["server"],
                    "scope": oidc["scope"].split(),
                    "claim": oidc["claim"],
                },
            }
        )
    return {"openid_connect": made}


def origin(oidc: Mapping[str, str]) -> list[str]:
    """The provider's origin for `form-action`, which browsers also ask when a form's answer leads elsewhere."""
    if not oidc:
        return []
    address = urlsplit(oidc["server"])
    return [f"{address.scheme}://{address.netloc}"]
