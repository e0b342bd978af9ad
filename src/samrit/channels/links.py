"""Short links of our own: they tell clicks apart, and are the marker by which a post is found again."""

from __future__ import annotations

import datetime as dt
import re
import secrets
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from samrit.channels.addresses import base, page_of
from samrit.channels.models import ShortLink, ShortLinkDay
from samrit.publicity.models import Work

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
LENGTH = 7
"""Letters of a code."""
_ROBOTS = re.compile(
    r"bot|crawl|spider|slurp|facebookexternalhit|facebookcatalog|linespider|preview|whatsapp|telegram|embedly|curl|"
    r"wget|python|httpx|monitor|headless",
    re.IGNORECASE,
)


def make_link(work: Work, channel: str) -> ShortLink:
    """A short link to the page of a work, told apart by its channel. Call it inside a transaction."""
    while True:
        code = "".join(secrets.choice(_LETTERS) for _ in range(LENGTH))
        try:
            with transaction.atomic():
                return ShortLink.objects.create(
                    code=code,
                    target=page_of(work),
                    campaign=work.key_result.key,
                    source=channel,
                    content=str(work.uid),
                )
        except IntegrityError:
            continue


def destination(link: ShortLink) -> str:
    """Where a link leads now, with what the site's own counter reads: always a page of our own, whatever is stored.

    A page that was published after the post is found too.
    """
    delivery = getattr(link, "delivery", None)
    target = link.target if delivery is None else page_of(delivery.work)
    own = urlsplit(target).netloc == urlsplit(base()).netloc
    scheme, host, path, query, _ = urlsplit(target if own else f"{base()}/")
    told = urlencode(
        {
            "utm_source": link.source,
            "utm_medium": "social",
            "utm_campaign": link.campaign,
            "utm_content": link.content,
        }
    )
    return urlunsplit((scheme, host, path, f"{query}&{told}" if query else told, ""))


def follow(code: str, *, agent: str) -> str | None:
    """Counts one click and gives where it leads; None for a code that nobody made. Of whom clicks nothing is kept."""
    link = ShortLink.objects.select_related("delivery__work").filter(code=code).first()
    if link is None:
        return None
    count(link, robot=not agent or bool(_ROBOTS.search(agent)), day=timezone.localdate())
    return destination(link)


def count(link: ShortLink, *, robot: bool, day: dt.date) -> None:
    """One more, of people or of programs."""
    name = "robots" if robot else "clicks"
    row, _ = ShortLinkDay.objects.get_or_create(link=link, day=day)
    ShortLinkDay.objects.filter(pk=row.pk).update(**{name: F(name) + 1})
