"""The product on one address, each moment under its own path: `/june/…` is June's database on June's day.

A path of its own keeps a moment's pages together: whoever acts on a page acts in the moment that the page showed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

from django.conf import settings

from samrit.demo.building import State, read_state
from samrit.demo.databases import database, file_of
from samrit.demo.emulating import RULES, World, journal_of
from samrit.demo.moments import BY_NAME, MOMENTS, Moment
from samrit.platform import clock
from samrit.platform.emulated import platforms_at

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

PACE = 100
"""The demo's days pass so many times slower than days outside: a moment stays on its day for two months."""

_HERE: ContextVar[Moment | None] = ContextVar("samrit_demo", default=None)


def clock_of(home: Path, state: State, moment: Moment) -> clock.Clock:
    """What time it is in a moment: its day passes slowly, but leaps to what is about to go out."""
    return clock.passing(moment.start + _ahead(home, moment), state.since, PACE)


def leap(home: Path, moment: Moment, by: dt.timedelta) -> None:
    """From now on it is so much later in a moment."""
    fresh = _leaps(home, moment).with_suffix(".new")
    fresh.write_text(str((_ahead(home, moment) + by).total_seconds()), encoding="ascii")
    fresh.replace(_leaps(home, moment))


def _ahead(home: Path, moment: Moment) -> dt.timedelta:
    try:
        return dt.timedelta(seconds=float(_leaps(home, moment).read_text(encoding="ascii")))
    except FileNotFoundError:
        return dt.timedelta()


def _leaps(home: Path, moment: Moment) -> Path:
    return home / f"{moment.name}.ahead"


def worlds(home: Path, state: State, port: int) -> dict[str, World]:
    """The platforms of each moment: on its day, with what was said to them until then."""
    site = str(urlsplit(settings.SAMRIT_SITE).hostname)
    return {
        moment.name: {
            "clock": clock_of(home, state, moment)().isoformat(),
            "pace": PACE,
            "rules": RULES,
            "names": {site: f"http://127.0.0.1:{port}/{moment.name}"},
            "keep": str(journal_of(home, moment.name)),
        }
        for moment in MOMENTS
    }


class Choice(NamedTuple):
    """A moment as a visitor may choose it: its front page, its score, and whether it is the one looked at."""

    moment: Moment
    address: str
    score: str
    here: bool


def choices() -> list[Choice]:
    """The four moments, for the page of a visitor who looks at one of them; none outside a running demo."""
    looked_at = _HERE.get()
    state = None if looked_at is None else read_state(Path(settings.HOME))
    if state is None:
        return []
    return [Choice(moment, f"/{moment.name}/", state.scores[moment.name], moment == looked_at) for moment in MOMENTS]


class Demo:
    """The WSGI application around Django's own."""

    def __init__(self, django: Application, home: Path, state: State, platforms: str) -> None:
        self._django, self._home, self._state, self._platforms = django, home, state, platforms

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answers in the moment that the path names; other paths lead to the one that opens."""
        path = environ.get("PATH_INFO", "/")
        if path.startswith("/static/"):
            return self._django(environ, start_response)
        name, slash, rest = path.lstrip("/").partition("/")
        moment = BY_NAME.get(name)
        if moment is None or not slash:
            return self._elsewhere(name, path, environ, start_response)
        environ["SCRIPT_NAME"] = f"{environ.get('SCRIPT_NAME', '')}/{name}"
        environ["PATH_INFO"] = f"/{rest}"
        token = _HERE.set(moment)
        try:
            with (
                clock.at(clock_of(self._home, self._state, moment)),
                database(file_of(self._home, name)),
                platforms_at(f"{self._platforms}/{name}"),
            ):
                return self._django(environ, start_response)
        finally:
            _HERE.reset(token)

    def _elsewhere(
        self, name: str, path: str, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        wanted = f"/{name}/" if name in BY_NAME else f"/{self._state.opens}/{path.lstrip('/')}"
        asked = environ.get("QUERY_STRING", "")
        # PATH_INFO holds the bytes of the address as latin-1 characters.
        address = quote(wanted.encode("latin-1")) + (f"?{asked}" if asked else "")
        start_response("302 Found", [("Location", address), ("Content-Length", "0")])
        return [b""]
