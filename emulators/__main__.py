"""`python -m emulators`: serve until stopped."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import threading
from pathlib import Path
from typing import Any

from emulators.clock import parse
from emulators.journal import Journal
from emulators.server import serving_all
from emulators.world import World


def _named(text: str) -> tuple[str, str]:
    host, found, address = text.partition("=")
    if not found or not host or not address.startswith(("http://", "https://")):
        raise argparse.ArgumentTypeError(f"{text}: write it as city.example=http://127.0.0.1:8000")
    return host, address


def _world(told: dict[str, Any]) -> World:
    """A world by its line in the file of worlds: clock, pace, rules, stopped, names, keep, each where wanted."""
    clock, keep = told.get("clock"), told.get("keep")
    if clock is not None:
        parse(clock)
    return World(
        at=clock,
        running=not told.get("stopped", False),
        pace=float(told.get("pace", 1)),
        rules=told.get("rules"),
        names=dict(told.get("names", {})),
        journal=Journal(Path(keep)) if keep else None,
    )


def _worlds(given: argparse.Namespace) -> dict[str, World]:
    """By the first part of their path. Raises ValueError on what cannot be read."""
    if given.worlds is None:
        told = {"clock": given.clock, "stopped": given.stopped, "names": dict(given.name), "keep": given.keep}
        return {"": _world(told)}
    told = json.loads(given.worlds.read_text(encoding="utf-8"))
    return {name: _world(one) for name, one in told.items()}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m emulators", description="The channels and Traffy Fondue, emulated on this machine."
    )
    parser.add_argument("--port", type=int, default=8090, help="0 takes a free one (8090)")
    parser.add_argument(
        "--clock", metavar="ISO", help="begin at this instant instead of now; Bangkok's if without a zone"
    )
    parser.add_argument(
        "--stopped", action="store_true", help="let the clock stand until it is moved through /_control"
    )
    parser.add_argument(
        "--name",
        metavar="HOST=ADDRESS",
        action="append",
        default=[],
        type=_named,
        help="where platforms find a public name on this machine: city.example=http://127.0.0.1:8000; may be repeated",
    )
    parser.add_argument(
        "--keep", metavar="FILE", type=Path, help="keep in this file what is done, and do it again at the next start"
    )
    parser.add_argument(
        "--worlds",
        metavar="FILE",
        type=Path,
        help='several worlds, each under a path of its own: {"june": {"clock": …, "pace": …, "names": …, "keep": …}}',
    )
    parser.add_argument("--parent", action="store_true", help="end when the process that started it has ended")
    given = parser.parse_args(arguments)
    parent, stop = os.getppid(), threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    try:
        with serving_all(_worlds(given), given.port) as base:
            print(base, flush=True)  # noqa: T201 -- who starts it needs to know where it is
            while not stop.wait(1) and not (given.parent and os.getppid() != parent):
                pass
    except ValueError as error:
        parser.error(f"--{'worlds' if given.worlds else 'clock'}: {error}")
    except OSError as error:
        print(f"emulators: port {given.port}: {error.strerror}", file=sys.stderr)  # noqa: T201 -- as above
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
