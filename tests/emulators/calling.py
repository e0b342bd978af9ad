"""Calls as a careful client makes them: base address, tokens, JSON."""

from __future__ import annotations

from typing import Any

import requests
from emulators.meta.state import INSTAGRAM, PAGE, PAGE_TOKEN

from emulators import Address

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
