"""An identity provider in the shape of ThaID, on this machine: it signs in whoever it is told to."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


class Identity:
    """What the provider will say next, and what it was asked."""

    def __init__(self) -> None:
        self.url = ""
        self.claims: dict[str, Any] = {"sub": "pairwise-1", "pid": "1101700230708", "name": "นางสมหญิง ใจดี"}
        self.token_claims: dict[str, Any] = {"sub": "pairwise-1"}
        self.broken: set[str] = set()
        self.asked: list[tuple[str, dict[str, list[str]]]] = []

    def answer(self, path: str) -> Any:
        """The document at a path; None for a path that answers nothing."""
        if path in self.broken:
            return None
        base = f"{self.url}/api/v2/oauth2"
        if path == "/.well-known/openid-configuration":
            return {
                "issuer": self.url,
                "authorization_endpoint": f"{base}/auth/",
                "token_endpoint": f"{base}/token/",
                "userinfo_endpoint": f"{base}/userinfo/",
                "jwks_uri": f"{self.url}/jwks",
                "token_endpoint_auth_methods_supported": ["client_secret_basic"],
            }
        if path == "/api/v2/oauth2/token/":
            return {"access_token": "access", "token_type": "Bearer", "expires_in": 300, "id_token": self._id_token()}
        return self.claims if path == "/api/v2/oauth2/userinfo/" else None

    def _id_token(self) -> str:
        import jwt

        now = int(time.time())
        body = {"iss": self.url, "aud": "samrit", "iat": now, "exp": now + 300} | self.token_claims
        return jwt.encode(body, "the provider's own key, which a direct answer need not show", algorithm="HS256")


def _handler(identity: Identity) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._reply({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._reply(parse_qs(body))

        def _reply(self, asked: dict[str, list[str]]) -> None:
            path = urlsplit(self.path).path
            identity.asked.append((path, asked))
            answer = identity.answer(path)
            self.send_response(200 if answer is not None else 500)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        def log_message(self, *_: Any) -> None:
            """Says nothing."""

    return Handler


@contextmanager
def identity_provider() -> Iterator[Identity]:
    """The provider, listening on a port of this machine until the block ends."""
    identity = Identity()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(identity))
    identity.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield identity
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
