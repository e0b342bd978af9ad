"""How quick the emulated channels are: their start and calls a second, beside a bare server on this machine."""

from __future__ import annotations

import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import requests

from emulators import running
from emulators.meta.state import PAGE, PAGE_TOKEN

CALLS, ROUNDS = 200, 12


class Bare(BaseHTTPRequestHandler):
    """Answers nothing at all, as fast as the standard library can."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")

    def log_message(self, *_: Any) -> None:
        """Nothing."""


def rates(*addresses: str) -> list[float]:
    """Calls a second of each, the best round of many in turn: other work on the machine only ever makes it slower."""
    best = [0.0] * len(addresses)
    with requests.Session() as session:
        session.headers["Authorization"] = f"Bearer {PAGE_TOKEN}"
        for _ in range(ROUNDS):
            for place, address in enumerate(addresses):
                start = time.perf_counter()
                for _ in range(CALLS):
                    session.get(address, timeout=10).raise_for_status()
                best[place] = max(best[place], CALLS / (time.perf_counter() - start))
    return best


def main() -> None:
    starts = []
    for _ in range(9):
        before = time.perf_counter()
        with running():
            starts.append(time.perf_counter() - before)
    bare = ThreadingHTTPServer(("127.0.0.1", 0), Bare)
    Thread(target=bare.serve_forever, daemon=True).start()
    with running() as empty, running() as full:
        for number in range(500):
            words = {"message": str(number), "access_token": PAGE_TOKEN}
            requests.post(f"{full}/graph.facebook.com/v26.0/{PAGE}/feed", words, timeout=10).raise_for_status()
        path = f"graph.facebook.com/v26.0/{PAGE}?fields=name"
        limit, light, heavy = rates(f"http://127.0.0.1:{bare.server_port}/", f"{empty}/{path}", f"{full}/{path}")
    bare.shutdown()
    print(f"start on a thread         {min(starts) * 1000:7.1f} ms")
    print(f"a bare server, calls/s    {limit:7.0f}")
    print(f"emulated, calls/s         {light:7.0f}    ratio {light / limit:.2f}")
    print(f"  with 500 posts          {heavy:7.0f}    ratio {heavy / limit:.2f}")


if __name__ == "__main__":
    main()
