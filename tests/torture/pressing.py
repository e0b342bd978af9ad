"""People press buttons while the web process is killed at every write of theirs: `python -m tests.torture.pressing`.

After each kill the person opens the page again, which must tell the truth, and sends the same form once more, as a
browser does at "reload". Then everything goes its way: one post, never two, none lost.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from django.db import transaction
from django.urls import reverse

MOST = 60
"""No button writes so often: a loop that comes so far is a fault of the test."""


class Served:
    """The web process and a browser that is signed in. Killed, it is back by itself, or begun anew as a whole."""

    def __init__(self, home: Path, watch: Path, session: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._words = [sys.executable, "-m", "tests.torture.web", str(watch), str(self.port)]
        told = {"DJANGO_SETTINGS_MODULE": "tests.torture.settings", "SAMRIT_HOME": str(home)}
        self._told = {**os.environ, **told}
        self.browser = httpx.Client(
            base_url=f"http://127.0.0.1:{self.port}",
            cookies={"sessionid": session},
            headers={"Accept-Language": "th"},
            timeout=30,
        )
        self.begin()

    def begin(self) -> None:
        """Starts it, and waits until it answers."""
        root = Path(__file__).parents[2]
        Path(self._told["SAMRIT_HOME"], "static").mkdir(exist_ok=True)
        self._process = subprocess.Popen(self._words, cwd=root, env=self._told, start_new_session=True)
        self.get("/healthz")

    def end(self) -> None:
        """All of it at once, master and workers, by -9."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def get(self, path: str) -> httpx.Response:
        """A page; asked for again until the process is back."""
        for _ in range(600):
            try:
                return self.browser.get(path, headers={"Connection": "close"})
            except httpx.TransportError:
                time.sleep(0.05)
        raise AssertionError("the web process is not back after 30 s")

    def post(self, path: str, form: dict[str, str], kill_at: str = "") -> httpx.Response | None:
        """The answer to a form; None where the process died over it."""
        headers = {"Connection": "close", **({"X-Kill-At": kill_at} if kill_at else {})}
        try:
            return self.browser.post(path, data=form, headers=headers)
        except httpx.TransportError:
            return None


@contextmanager
def served(home: Path, watch: Path, session: str) -> Iterator[Served]:
    process = Served(home, watch, session)
    try:
        yield process
    finally:
        process.browser.close()
        process.end()


class Pressing:
    """One button after the other, each killed at each of its writes."""

    def __init__(self, place: Any, watch: Any, office: Served) -> None:
        self.place, self.watch, self.office = place, watch, office
        self.came: dict[str, list[Any]] = {}
        self.untrue: list[str] = []

    def settle(self) -> None:
        self.place.settle()
        self.watch.set(self.place.now)

    def press(self, act: str, made: Any, typed: dict[str, str], at: str) -> bool:
        """Presses it, killed there, and once more; whether the process died."""
        self.watch.set(self.place.now)
        page = reverse("office:delivery", args=[made.uid])
        path = f"{page}{act}/"
        filled = self.office.get(path).text
        hidden = re.findall(r'name="(csrfmiddlewaretoken|version)" value="([^"]+)"', filled)
        form = {**dict(hidden), **typed}
        died = self.office.post(path, form, at) is None
        self._tells_the_truth(act, made, page, at)
        again = self.office.post(path, form)
        if again is None or again.status_code >= 500:
            self.untrue.append(f"{act} {at}: sent again it answers {again and again.status_code}")
        return died

    def _tells_the_truth(self, act: str, made: Any, page: str, at: str) -> None:
        """The next page names the state that is stored, and offers the button where nothing was done."""
        from samrit.channels.states import WORDS

        shown = self.office.get(page)
        before = made.state
        made.refresh_from_db()
        words = " ".join(re.sub(r"<[^>]+>", " ", shown.text).split())
        if shown.status_code != 200 or WORDS[made.state].th not in words:
            self.untrue.append(f"{act} {at}: {shown.status_code}, not “{WORDS[made.state].th}”")
        if made.state == before and f"{page}{act}/" not in shown.text:
            self.untrue.append(f"{act} {at}: nothing was done, and the button is gone")

    def all_writes(self, act: str, begin: Any, typed: Any, step: int = 1) -> None:
        """From the first write to one past the last, and once before the answer. What came of each is kept."""
        points = [*map(str, range(1, MOST, step)), "answer"]
        while points:
            at = points.pop(0)
            made = begin()
            died = self.press(act, made, typed(made), at)
            self.settle()
            made.refresh_from_db()
            ends = [made.state, self.place.published(made), made.steps.filter(to_state="live").count()]
            self.came.setdefault(act, []).append(ends)
            if not died:
                points = points[-1:]
                if at == "answer":
                    self.untrue.append(f"{act}: it outlived its own end")


def run(home: Path) -> dict[str, Any]:
    """What came of every button at every write."""
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client
    from tests.factories.city import city
    from tests.torture.watch import Watch

    from samrit.channels.actions import scheduling
    from samrit.channels.delivering import moving
    from samrit.channels.platforms.http import public_form

    with city(settings) as place:
        watch = Watch(home / "watch")
        watch.set(place.now)
        person = Client()
        person.force_login(place.office.maker)

        def approved() -> Any:
            made = place.scheduled("facebook", at=place.now.replace(year=place.now.year + 1))
            return scheduling.unschedule_delivery(made, read_version=made.version, acting_user=place.office.maker)

        def asked() -> Any:
            """It is out, the answer was lost, and the platform could not be asked."""
            made = place.scheduled("facebook")
            place.at.arm("drop_after", host="graph.facebook.com", path="/feed$", method="POST", times=1)
            place.drain()
            made.refresh_from_db()
            with transaction.atomic():
                moving.move(made, "ask", why="cannot_look")
            return made

        def address(made: Any) -> dict[str, str]:
            link = place.at.posts("facebook", f"/s/{made.link.code}")[0].permalink
            return {"address": public_form(link), "reason": "เห็นโพสต์แล้ว"}

        with served(home, home / "watch", person.cookies["sessionid"].value) as office:
            pressing = Pressing(place, watch, office)
            pressing.all_writes("schedule", approved, lambda _: {"scheduled_at": ""})
            pressing.all_writes("is-not-out", asked, lambda _: {"reason": "ไม่พบโพสต์"}, step=2)
            office.end()
            office.begin()
            pressing.all_writes("is-out", asked, address, step=3)
    return {"came": pressing.came, "untrue": pressing.untrue}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.torture.pressing", description=__doc__)
    parser.add_argument("--database", type=Path, required=True, help="an empty migrated database to begin with")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(DJANGO_SETTINGS_MODULE="tests.torture.settings", SAMRIT_HOME=folder)
        shutil.copy(given.database, Path(folder) / "samrit.sqlite3")
        print(json.dumps(run(Path(folder))))  # noqa: T201 -- what came of it


if __name__ == "__main__":
    main()
