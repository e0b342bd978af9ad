"""Calls as a careful client makes them: base address, tokens, JSON."""

from __future__ import annotations

from collections.abc import Callable
from email.message import Message
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import requests

from emulators import Address
from emulators.meta.state import INSTAGRAM, PAGE, PAGE_TOKEN

GRAPH = "graph.facebook.com/v26.0"


def graph(at: Address, method: str, path: str, **params: Any) -> requests.Response:
    headers = {"Authorization": f"Bearer {params.pop('token', PAGE_TOKEN)}"}
    files = params.pop("files", None)
    address = f"{at}/{GRAPH}/{path}"
    if method == "GET":
        return requests.get(address, params=params, headers=headers, timeout=10)
    return requests.request(method, address, data=params, files=files, headers=headers, timeout=10)


def page(at: Address, method: str, path: str, **params: Any) -> requests.Response:
    return graph(at, method, f"{PAGE}/{path}", **params)


def instagram(at: Address, method: str, path: str, **params: Any) -> requests.Response:
    return graph(at, method, f"{INSTAGRAM}/{path}", **params)


def error(answer: requests.Response) -> tuple[int, int, int | None]:
    """(status, code, subcode) of a Graph refusal."""
    said = answer.json()["error"]
    return answer.status_code, said["code"], said.get("error_subcode")


def listening_office() -> tuple[str, Callable[[], tuple[Message, bytes]]]:
    """An address that takes one webhook, and what waits for it: headers and body."""
    got: list[tuple[Message, bytes]] = []

    class Office(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append((self.headers, self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None: ...

    office = HTTPServer(("127.0.0.1", 0), Office)
    office.timeout = 5
    listening = Thread(target=office.handle_request)
    listening.start()

    def wait() -> tuple[Message, bytes]:
        listening.join(6)
        office.server_close()
        return got[0]

    return f"http://127.0.0.1:{office.server_port}/hook", wait
