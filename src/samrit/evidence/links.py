"""Addresses that may stand as evidence: public web pages, without anybody's password in them."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from urllib.parse import SplitResult, urlsplit

from samrit.core.contract import Message, Refused

MAX_URL = 1000
_FORBIDDEN = re.compile(r"[\s\x00-\x1f\x7f\\]")
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?", re.ASCII)
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*", re.ASCII)
_WRAPPING = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("::/96"))
"""IPv6 networks whose last four bytes are the IPv4 address that is meant (NAT64, and the old compatible form)."""
_INSIDE = ("localhost", "local", "internal", "intranet", "lan", "home", "corp", "test", "invalid", "localdomain")
"""Last labels of names that no public page has."""


def checked_url(text: str, *, path: str = "url") -> str:
    """The address, without blanks around it. Raises Refused for what is not a public web address.

    Only http and https; no user name or password; no private, local or reserved address, however it is written. Where
    a name leads is asked again by whoever fetches it: a name can point anywhere.
    """
    url = text.strip()
    if not url or len(url) > MAX_URL or _FORBIDDEN.search(url):
        raise _refuse(path, Message("this is not a web address", "ที่อยู่เว็บไซต์นี้ใช้ไม่ได้"))
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise _refuse(path, Message("this is not a web address", "ที่อยู่เว็บไซต์นี้ใช้ไม่ได้")) from None
    if parts.scheme.lower() not in {"http", "https"} or not parts.hostname:
        raise _refuse(path, Message("only http and https addresses are taken", "รับเฉพาะที่อยู่ที่ขึ้นต้นด้วย http หรือ https"))
    if "@" in parts.netloc:
        raise _refuse(path, Message("the address holds a user name or password", "ที่อยู่นี้มีชื่อผู้ใช้หรือรหัสผ่านอยู่ด้วย"))
    if not _is_public(parts):
        raise _refuse(path, Message("the address is not open to the public", "ที่อยู่นี้ไม่ใช่เว็บไซต์ที่ประชาชนเข้าถึงได้"))
    return url


def _refuse(path: str, what: Message) -> Refused:
    return Refused(
        path,
        what,
        Message(
            "copy the address of the page that everybody can open, such as https://…",
            "โปรดคัดลอกที่อยู่ของหน้าที่ทุกคนเปิดดูได้ เช่น https://…",
        ),
    )


def _is_public(parts: SplitResult) -> bool:
    host = unicodedata.normalize("NFKC", parts.hostname or "").lower().rstrip(".")
    address = _address(host)
    if address is not None:
        return is_open(address)
    return _is_public_name(host)


def is_open(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether an address is one computer of the open internet, also where an IPv6 address only wraps an IPv4 one."""
    if isinstance(address, ipaddress.IPv4Address):
        return address.is_global and not address.is_multicast
    wrapped = address.ipv4_mapped or address.sixtofour
    if any(address in network for network in _WRAPPING):
        wrapped = ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    is_own = address.is_global and not address.is_multicast and not address.is_site_local
    return is_own and (wrapped is None or is_open(wrapped))


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _is_public_name(host: str) -> bool:
    """Several labels, the last no number (browsers read 127.1 and 0x7f.1 as addresses) and none of the inside ones."""
    try:
        labels = host.encode("idna").decode("ascii").split(".")
    except UnicodeError:
        return False
    if len(labels) < 2 or not all(_LABEL.fullmatch(label) for label in labels):
        return False
    return _NUMBER.fullmatch(labels[-1]) is None and labels[-1] not in _INSIDE
