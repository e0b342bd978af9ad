"""A page taken by Chromium, which also runs its scripts and draws it; every byte that it gets comes through `ask`.

The browser has no network of its own: each request is answered by us and kept as it was answered. It runs on a thread
of its own, for its event loop must not stand where the database is asked; what it asks for is fetched by the caller.
"""

from __future__ import annotations

import queue
import shutil
import threading
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

from samrit.evidence.captures.asking import Answer, Ask, Unanswered
from samrit.evidence.captures.taking import LARGEST, MOST, Taken, follow, same_site, title_of

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_PATIENCE = 60.0
_WIDTH, _HEIGHT = 1_280, 900
_Reply = "queue.Queue[Answer | None]"


def browser() -> str:
    """The path of a browser that can be driven; empty where there is none."""
    if find_spec("playwright") is None:
        return ""
    return next((path for name in _NAMES if (path := shutil.which(name))), "")


def browse(url: str, ask: Ask, path: str) -> Taken:
    """The page with all that a browser asks for, and its picture. Raises Unanswered where there is no page."""
    taken = Taken(url, way="browser")
    main = follow(taken, ask)
    taken.title = title_of(main.body)
    wanted: queue.Queue[tuple[str, Any] | None] = queue.Queue()
    drawn: dict[str, Any] = {}
    thread = threading.Thread(target=_drive, args=(path, taken.page, wanted, drawn), daemon=True)
    thread.start()
    known = {answer.url: answer for answer in taken.answers}
    while (asked := wanted.get(timeout=_PATIENCE)) is not None:
        address, reply = asked
        if address not in known:
            found = _fetched(taken, ask, address)
            if found is not None:
                known[address] = found
        reply.put(known.get(address))
    thread.join(_PATIENCE)
    if "failed" in drawn:
        raise Unanswered(f"{url}: {drawn['failed']}")
    taken.screenshot = drawn.get("screenshot", b"")
    return taken


def _fetched(taken: Taken, ask: Ask, address: str) -> Answer | None:
    if not same_site(address, taken.url):
        taken.leave(address, "of another site")
        return None
    if len(taken.answers) >= MOST or taken.size >= LARGEST:
        taken.leave(address, "too much")
        return None
    try:
        answer = ask(address)
    except Unanswered as error:
        taken.leave(address, str(error).removeprefix(f"{address}: "))
        return None
    taken.add(answer)
    return answer


def _drive(path: str, url: str, wanted: queue.Queue[tuple[str, Any] | None], drawn: dict[str, Any]) -> None:
    """On its own thread: opens the page, scrolls through it so that late pictures come, and draws it."""
    try:
        drawn["screenshot"] = _drawn(path, url, _answering(wanted))
    except Exception as error:  # noqa: BLE001 -- whatever a browser has, the plain way is still there
        drawn["failed"] = f"{type(error).__name__}: {error}"[:200]
    finally:
        wanted.put(None)


def _answering(wanted: queue.Queue[tuple[str, Any] | None]) -> Callable[[Any], None]:
    def answered(route: Any) -> None:
        reply: queue.Queue[Answer | None] = queue.Queue()
        request = route.request
        if request.method != "GET":
            route.abort()
            return
        wanted.put((request.url.partition("#")[0], reply))
        answer = reply.get(timeout=_PATIENCE)
        if answer is None:
            route.abort()
        else:
            route.fulfill(status=answer.status, headers=dict(answer.headers), body=answer.body)

    return answered


def _drawn(path: str, url: str, answered: Callable[[Any], None]) -> bytes:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 -- is there only where browsers are

    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        try:
            page = chromium.new_page(viewport={"width": _WIDTH, "height": _HEIGHT}, locale="th-TH")
            page.route("**/*", answered)
            page.goto(url, wait_until="load", timeout=_PATIENCE * 500)
            page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
            page.wait_for_load_state("networkidle", timeout=_PATIENCE * 250)
            return bytes(page.screenshot(full_page=True))
        finally:
            chromium.close()
