"""Which way a page is taken: by a browser or without one, over the network or from within."""

from __future__ import annotations

import logging
import secrets

from django.conf import settings

from samrit.core.contract import Refused
from samrit.core.ledger.timestamp import MEDIA_TYPES, read_stamp, stamp_request
from samrit.evidence.captures.asking import Ask, Unanswered, from_within, over_the_net
from samrit.evidence.captures.browsing import browse, browser
from samrit.evidence.captures.taking import Taken, take
from samrit.evidence.captures.wacz import PACKAGE, package, packed, sha256_of
from samrit.platform.asking import ask

logger = logging.getLogger(__name__)

_ASKS: dict[str, Ask] = {"net": over_the_net, "within": from_within}


def capture(url: str) -> tuple[Taken, bytes]:
    """What was taken of a page, and its WACZ. Raises Unanswered where no way leads to it."""
    taken = _taken(url)
    parts = package(taken)
    return taken, packed(parts, _stamp(sha256_of(parts[PACKAGE])))


def _taken(url: str) -> Taken:
    failed = Unanswered(f"{url}: no captures are taken here")
    for name in settings.SAMRIT_CAPTURE:
        try:
            taken = _by_browser_or_without(url, _ASKS[name])
        except Unanswered as error:
            logger.info("evidence.capture.way_failed", extra={"way": name, "why": str(error)})
            failed = error
        else:
            taken.way = f"{taken.way}, {name}"
            return taken
    raise failed


def _by_browser_or_without(url: str, fetch: Ask) -> Taken:
    path = browser() if settings.SAMRIT_CAPTURE_BROWSER else ""
    if path:
        try:
            return browse(url, fetch, path)
        except Unanswered as error:
            logger.info("evidence.capture.browser_failed", extra={"why": str(error)})
    return take(url, fetch)


def _stamp(sha256: str) -> bytes:
    """The reply of the time authority of the settings; nothing where there is none or it does not answer."""
    if not settings.SAMRIT_TIME_AUTHORITY:
        return b""
    nonce = secrets.randbits(63)
    try:
        reply = ask(settings.SAMRIT_TIME_AUTHORITY, stamp_request(sha256, nonce), MEDIA_TYPES[0])
    except Refused as refused:
        logger.warning("evidence.capture.not_stamped", extra={"why": refused.what.en})
        return b""
    stamp = read_stamp(reply)
    if stamp is None or (stamp.sha256, stamp.nonce) != (sha256, nonce):
        logger.warning("evidence.capture.not_stamped", extra={"why": "no stamp of this capture"})
        return b""
    return reply
