"""The front: one HTTP server for all hosts, which plays the faults of the line."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

from emulators.dispatch import Delivery, dispatch, replay
from emulators.wire import Answer, Call
from emulators.world import World

LARGEST_BODY = 400_000_000


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, port: int, worlds: Mapping[str, World]) -> None:
        self.worlds = dict(worlds)
        super().__init__(("127.0.0.1", port), Front)

    def world_of(self, path: str) -> tuple[World, str]:
        """The world that the first part of a path names, and the path in it; else the first world, as it is."""
        name, _, rest = path[1:].partition("/")
        if name and name in self.worlds:
            return self.worlds[name], f"/{rest}"
        return next(iter(self.worlds.values())), path

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away in the middle is no news; anything else is a fault of ours."""
        import sys  # noqa: PLC0415 -- only on this path

        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class Front(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 120
    server: Server

    def _serve(self) -> None:
        world, host, path, query = self._aim()
        faults = world.faults.striking(self.command, host, path) if host in world.by_host else {}
        body, cut = self._body(faults.get("cut_upload"))
        headers = {name.lower(): value for name, value in self.headers.items()}
        call = Call(self.command, host, path, query, headers, body, cut, fates=faults)
        answer, delivery = dispatch(world, call)
        if cut:
            delivery = Delivery(silent=True, reset=True)
        self._deliver(world, answer, delivery, host)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = do_PATCH = do_OPTIONS = _serve  # noqa: N815 -- names of http.server

    def _aim(self) -> tuple[World, str, str, str]:
        """World, host, path and query: `/graph.facebook.com/…`, or the Host header where that is a platform's."""
        parts = urlsplit("http://x" + self.path if self.path.startswith("/") else self.path)
        world, path = self.server.world_of(unquote(parts.path))
        first, _, rest = path[1:].partition("/")
        if first in world.by_host:
            return world, first, "/" + rest, parts.query
        named = self.headers.get("Host", "").partition(":")[0].lower()
        return world, (named if named in world.by_host else ""), path, parts.query

    def _body(self, cut_upload: dict[str, Any] | None) -> tuple[bytes, bool]:
        """The body, and whether it broke off."""
        if "chunked" in self.headers.get("Transfer-Encoding", "").lower():
            return self._chunked()
        announced = min(int(self.headers.get("Content-Length") or 0), LARGEST_BODY)
        wanted = min(announced, int(cut_upload.get("bytes", announced // 2))) if cut_upload is not None else announced
        try:
            body = self.rfile.read(wanted) if wanted else b""
        except OSError:
            return b"", True
        return body, len(body) < announced

    def _chunked(self) -> tuple[bytes, bool]:
        body = bytearray()
        while True:
            try:
                size = int(self.rfile.readline(100).partition(b";")[0], 16)
            except ValueError:
                return bytes(body), True
            if size == 0:
                while self.rfile.readline(10000).strip():
                    pass
                return bytes(body), False
            piece = self.rfile.read(size)
            body += piece
            if len(piece) < size:
                return bytes(body), True
            self.rfile.readline(10)

    def _deliver(self, world: World, answer: Answer, delivery: Delivery, host: str) -> None:
        if delivery.wait and world.stopping.wait(delivery.wait):
            delivery.silent = True
        if delivery.silent:
            self._hang_up(reset=delivery.reset)
            return
        body = b"" if self.command == "HEAD" else answer.body
        head, wire = self._head(answer, len(body), world.clock.http_date(host)), body
        if delivery.cut is not None:
            wire = body[: int(len(body) * delivery.cut)]
        if delivery.pieces > 1:
            self.wfile.write(head)
            step = max(1, -(-len(wire) // delivery.pieces))
            for start in range(0, len(wire), step):
                if world.stopping.wait(delivery.between):
                    break
                self.wfile.write(wire[start : start + step])
        else:
            self.wfile.write(head + wire)
        if delivery.cut is not None:
            self._hang_up(reset=delivery.reset)

    def _head(self, answer: Answer, length: int, date: str) -> bytes:
        try:
            phrase = HTTPStatus(answer.status).phrase
        except ValueError:
            phrase = "Resume Incomplete" if answer.status == 308 else "Unknown"
        headers = {"Date": date, "Content-Type": answer.content_type, "Content-Length": str(length), **answer.headers}
        if answer.status in {204, 304}:
            del headers["Content-Length"]
        lines = [f"HTTP/1.1 {answer.status} {phrase}", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
        return "\r\n".join(lines).encode("latin-1", "replace")

    def _hang_up(self, *, reset: bool) -> None:
        self.close_connection = True
        if reset:  # a reset instead of a polite end: what is unread or unsent is lost at once
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
            return
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the name is http.server's
        """Nothing on the terminal: `/_control/calls` has it all."""


@contextmanager
def serving(world: World, port: int = 0) -> Iterator[str]:
    """Serve this world on a thread of its own; yields its base address."""
    with serving_all({"": world}, port):
        yield world.base


@contextmanager
def serving_all(worlds: Mapping[str, World], port: int = 0) -> Iterator[str]:
    """Serve several worlds, each under its own first part of the path; yields the address of all of them."""
    server = Server(port, worlds)
    root = f"http://127.0.0.1:{server.server_address[1]}"
    for name, world in worlds.items():
        world.base = world.base or (f"{root}/{name}" if name else root)
        replay(world)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield root
    finally:
        for world in worlds.values():
            world.stopping.set()
        server.shutdown()
        server.server_close()
        thread.join()
