"""Tiles behind the map, where an installation wants them: then pages may ask that one place for pictures."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured


def origin(tiles: str) -> list[str]:
    """What the content security policy must let in; nothing without tiles or for tiles of our own.

    Raises ImproperlyConfigured for an address that is no template of tiles.
    """
    if not tiles:
        return []
    if not all(part in tiles for part in ("{z}", "{x}", "{y}")):
        raise ImproperlyConfigured(
            "SAMRIT_MAP_TILES must hold {z}, {x} and {y}, as https://tiles.example/{z}/{x}/{y}.png does"
        )
    if tiles.startswith("/"):
        return []
    parts = urlsplit(tiles)
    if parts.scheme != "https" or not parts.hostname:
        raise ImproperlyConfigured("SAMRIT_MAP_TILES must begin with https:// or be a path of this server")
    return [f"https://{parts.netloc}"]
