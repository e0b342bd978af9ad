"""What the site tells other parts once a change is durable; who fails to listen is logged and holds nobody up."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

_LOG = logging.getLogger("samrit.site")


@dataclass(frozen=True, slots=True)
class PagePublished:
    """A page stands on the site under this address. `publication`: of the work that it tells, None without one.

    `by`, `role`, `on_behalf_of`: who published it and in which role, by their numbers.
    """

    page: int
    address: str
    publication: int | None
    by: int
    role: str
    on_behalf_of: int | None = None


Listener = Callable[[PagePublished], None]
_LISTENERS: list[Listener] = []


def listen(listener: Listener) -> Listener:
    """Asks to be told of every published page; called in `AppConfig.ready`."""
    if listener not in _LISTENERS:
        _LISTENERS.append(listener)
    return listener


def tell(event: PagePublished) -> None:
    """Tells everybody when the transaction has committed."""
    transaction.on_commit(lambda: _told(event))


def _told(event: PagePublished) -> None:
    for listener in _LISTENERS:
        try:
            listener(event)
        except Exception:  # noqa: BLE001 -- whatever a listener does wrong is its own
            _LOG.exception("site.listener_failed")
