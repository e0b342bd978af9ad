"""`python -m emulators`: serve until stopped."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from pathlib import Path

from emulators.clock import parse
from emulators.journal import Journal
from emulators.server import serving
from emulators.world import World


def _named(text: str) -> tuple[str, str]:
    host, found, address = text.partition("=")
    if not found or not host or not address.startswith(("http://", "https://")):
        raise argparse.ArgumentTypeError(f"{text}: write it as city.example=http://127.0.0.1:8000")
    return host, address


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
    given = parser.parse_args(arguments)
    if given.clock:
        try:
            parse(given.clock)
        except ValueError as error:
            parser.error(f"--clock: {error}")
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    try:
        journal = Journal(given.keep) if given.keep else None
        world = World(at=given.clock, running=not given.stopped, names=dict(given.name), journal=journal)
        with serving(world, given.port) as base:
            print(base, flush=True)  # noqa: T201 -- who starts it needs to know where it is
            stop.wait()
    except OSError as error:
        print(f"emulators: port {given.port}: {error.strerror}", file=sys.stderr)  # noqa: T201 -- as above
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
