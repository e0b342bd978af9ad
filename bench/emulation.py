"""How quick the emulated channels are: their start and calls a second, beside a bare server on this machine."""

from __future__ import annotations

import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import requests
from emulators.meta.state import PAGE, PAGE_TOKEN

from emulators import running

CALLS = 1500


class Bare(BaseHTTPRequestHandler):
    """Answers nothing at all, as fast as the standard library can."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")

    def log_message(self, *_: Any) -> None:
        """Nothing."""


def rate(session: requests.Session, address: str) -> float:
    start = time.perf_counter()
    for _ in range(CALLS):
        session.get(address, timeout=10).raise_for_status()
    return CALLS / (time.perf_counter() - start)


def main() -> None:
    bare = ThreadingHTTPServer(("127.0.0.1", 0), Bare)
    Thread(target=bare.serve_forever, daemon=True).start()
    starts = []
    for _ in range(5):
        before = time.perf_counter()
        with running():
            starts.append(time.perf_counter() - before)
    with running() as at, requests.Session() as session:
        limit = rate(session, f"http://127.0.0.1:{bare.server_port}/")
        session.headers["Authorization"] = f"Bearer {PAGE_TOKEN}"
        found = rate(session, f"{at}/graph.facebook.com/v26.0/{PAGE}?fields=name")
        for number in range(500):
            session.post(f"{at}/graph.facebook.com/v26.0/{PAGE}/feed", {"message": str(number)}, timeout=10)
        full = rate(session, f"{at}/graph.facebook.com/v26.0/{PAGE}?fields=name")
    bare.shutdown()
    print(f"start on a thread            {sorted(starts)[2] * 1000:7.1f} ms")
    print(f"a bare server, calls/s       {limit:7.0f}")
    print(f"emulated, calls/s            {found:7.0f}    ratio {found / limit:.2f}")
    print(f"  with 500 posts             {full:7.0f}    ratio {full / limit:.2f}")


if __name__ == "__main__":
    main()
