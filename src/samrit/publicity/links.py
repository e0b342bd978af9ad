"""The one form of a permalink, so that the same post is known again however its address was copied."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from django.conf import settings

from samrit.core.contract import Message, Refused
from samrit.evidence.links import checked_url
from samrit.publicity.enums import Channel

HOSTS: Mapping[str, tuple[str, ...]] = {
    Channel.FACEBOOK: ("facebook.com", "fb.com", "fb.watch"),
    Channel.INSTAGRAM: ("instagram.com", "instagr.am"),
    Channel.TIKTOK: ("tiktok.com",),
    Channel.YOUTUBE: ("youtube.com", "youtu.be"),
    Channel.LINE: ("line.me", "lin.ee"),
}
"""The hosts of each channel, each with all names under it. Those of the website are a setting of the installation."""

CITY_HOSTS = ("bangkok.go.th", "prbangkok.com", "pr-bangkok.com")
"""The city's own sites, where `SAMRIT_WEBSITE_HOSTS` names no others."""

_SAME_HOST = {"fb.com": "facebook.com", "instagr.am": "instagram.com", "youtu.be": "youtube.com"}
_FRONTS = ("www.", "m.", "web.", "mobile.", "mbasic.")
_TRACKING = re.compile(
    r"utm_.*|fbclid|gclid|igsh(id)?|mibextid|si|feature|_t|_r|is_from_webapp|sender_device|ref|__\w+"
)
_YOUTUBE_PATH = re.compile(r"/(?:shorts|live|embed|v)/([\w-]+)")
_SAFE = "/@:+~!$&'()*,;=-._"


def permalink(url: str, channel: str, *, own: bool = True, path: str = "permalink") -> str:
    """The address of one post on a channel, in the one form under which it is kept.

    `own`: on the website it must be one of the city's own sites (a story may stand on any medium's). Raises Refused
    for what is no public address, for another channel's host, and for a bare front page of a social channel.
    """
    parts = urlsplit(checked_url(url, path=path))
    host = (parts.hostname or "").rstrip(".")
    _refuse_other_channel(host, channel, own=own, path=path)
    host, route, query = _plain(host, parts.path, parts.query)
    if channel != Channel.WEBSITE and route in {"", "/"}:
        raise Refused(
            path,
            Message("this is the front page of the channel, not one post", "ลิงก์นี้เป็นหน้าแรกของช่องทาง ไม่ใช่โพสต์"),
            Message("copy the address of the post itself", "โปรดคัดลอกลิงก์ของโพสต์นั้น"),
        )
    port = f":{parts.port}" if parts.port not in {None, 80, 443} else ""
    return f"https://{host}{port}{route}{f'?{query}' if query else ''}"


def website_hosts() -> tuple[str, ...]:
    """The city's own sites: those of the setting, and the public site of this installation."""
    own = urlsplit(getattr(settings, "SAMRIT_SITE", "")).hostname
    named = tuple(getattr(settings, "SAMRIT_WEBSITE_HOSTS", CITY_HOSTS))
    return named if own is None or _under(own, named) else (*named, own)


def _under(host: str, names: tuple[str, ...]) -> bool:
    return any(host == name or host.endswith(f".{name}") for name in names)


def _refuse_other_channel(host: str, channel: str, *, own: bool, path: str) -> None:
    if channel == Channel.WEBSITE:
        social = next((name for name, hosts in HOSTS.items() if _under(host, hosts)), None)
        fits = social is None and (not own or _under(host, website_hosts()))
        wanted = website_hosts() if own else ("เว็บไซต์ของสื่อ",)
    else:
        fits, wanted = _under(host, HOSTS[channel]), HOSTS[channel]
    if not fits:
        said, shown = str(Channel(channel).label), ", ".join(wanted)
        raise Refused(
            path,
            Message(f"{host} is not an address of the channel {channel}", f"{host} ไม่ใช่ที่อยู่ของช่องทาง {said}"),
            Message(f"choose the right channel, or an address on {shown}", f"โปรดเลือกช่องทางให้ตรง หรือใช้ลิงก์ของ {shown}"),
        )


def _plain(host: str, route: str, query: str) -> tuple[str, str, str]:
    short = host == "youtu.be"
    for front in _FRONTS:
        host = host.removeprefix(front)
    host = _SAME_HOST.get(host, host)
    kept = {name: value for name, value in parse_qsl(query) if not _TRACKING.fullmatch(name)}
    route = quote(unicodedata.normalize("NFC", unquote(route)), safe=_SAFE).rstrip("/")
    if host == "youtube.com":
        video = route.strip("/") if short else (found := _YOUTUBE_PATH.match(route)) and found[1]
        if video:
            route, kept = "/watch", {"v": video}
        elif route == "/watch":
            kept = {name: value for name, value in kept.items() if name == "v"}
    return host, route, urlencode(sorted(kept.items()))
