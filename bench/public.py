# ruff: noqa: PLC0415, SLF001 -- Django is set up first; rows are copied by their columns
"""The public site: pages a second on two cores, kept and made anew, against a bare static file of the same server.

Serves a demo's September by gunicorn with two workers, as an office would; asks it over eight connections that stay
open. A kept page should reach half of what a static file of like size reaches; a page made anew should cost 15 ms of
processor time at most. Then the same pages with 100,000 stories and 1,000 districts: the queries must not slow.
"""

from __future__ import annotations

import gzip
import http.client
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

PATHS = {
    "home": "/",
    "district": "/creative-districts/song-wat/",
    "story": "/stories/songkran-guide/",
    "result": "/results/7301-2568/",
}
SECONDS, READERS = 4.0, 8


def main() -> int:
    """Prints a table; 1 where a goal is missed."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        environment = {**os.environ, "SAMRIT_HOME": str(home), "DJANGO_SETTINGS_MODULE": "samrit.settings.demo"}
        os.environ.update(environment)
        _build(home)
        good = _made_anew()
        _grow()
        print("with 100,000 stories and 1,000 districts:")
        good &= _made_anew()
        good &= _served(environment)
    return 0 if good else 1


def _build(home: Path) -> None:
    import django

    django.setup()
    from samrit.cli.serve import gather_static
    from samrit.demo.building import build

    build(home)
    gather_static()


def _made_anew() -> bool:
    """Processor time of a page that nobody keeps, by the test client in this process; the least of several."""
    from django.conf import settings
    from django.test import Client

    settings.SAMRIT_PAGE_CACHE = False
    settings.ALLOWED_HOSTS = ["testserver"]
    client, good = Client(), True
    for name, path in PATHS.items():
        client.get(path)
        took = []
        for _ in range(7):
            began = time.process_time()
            answer = client.get(path)
            took.append(time.process_time() - began)
        weight = len(gzip.compress(answer.content, 6))
        fits = min(took) <= 0.015 and weight <= 120_000 and answer.status_code == 200
        good &= fits
        print(f"  {name:9} made anew {min(took) * 1000:6.1f} ms (goal 15)   {weight / 1000:5.1f} kB (goal 120)")
    return good


def _grow() -> None:
    """Many rows, written past the actions: a bench asks how pages read, not how they were written."""
    from django.utils import timezone

    from samrit.districts.models import CreativeDistrict
    from samrit.publicity.models import Work
    from samrit.site.models import Page, PageVersion

    model = Page.objects.filter(kind="story").select_related("work", "published").latest("pk")
    places = CreativeDistrict.objects.bulk_create(
        CreativeDistrict(slug=f"b{number}", name_th=f"ย่านทดสอบ {number}") for number in range(1_000)
    )
    now, left = timezone.now(), 100_000
    while left:
        some = min(left, 5_000)
        works = [_copy(model.work, title=f"เรื่องที่ {left - number}") for number in range(some)]
        works = Work.objects.bulk_create(works)
        pages = [
            Page(kind="story", slug=f"b-{work.pk}", work=work, published_at=now, search_tokens=" เรื่อง ")
            for work in works
        ]
        pages = Page.objects.bulk_create(pages)
        by = model.published.created_by
        versions = [PageVersion(page=page, number=1, content=model.published.content, created_by=by) for page in pages]
        for page, version in zip(pages, PageVersion.objects.bulk_create(versions), strict=True):
            page.published = version
        Page.objects.bulk_update(pages, ["published"], batch_size=500)
        through = Work.districts.through
        links = [
            through(work_id=work.pk, creativedistrict_id=places[place % 1_000].pk) for place, work in enumerate(works)
        ]
        through.objects.bulk_create(links)
        left -= some


def _copy(work: object, **fields: object) -> object:
    import uuid

    values = {field.attname: getattr(work, field.attname) for field in work._meta.concrete_fields}
    return type(work)(**{**values, **fields, "id": None, "uid": uuid.uuid4(), "plan_line_id": None})


def _served(environment: dict[str, str]) -> bool:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    gunicorn = Path(sys.executable).with_name("gunicorn")
    arguments = ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--log-level", "error"]
    server = subprocess.Popen(
        [str(gunicorn), *arguments, "--bind", f"127.0.0.1:{port}", "samrit.web.wsgi:application"], env=environment
    )
    try:
        _wait(port)
        from django.contrib.staticfiles.storage import staticfiles_storage

        bare = _rate(port, staticfiles_storage.url("css/tokens.css"))
        print(f"  static    {bare:7.0f} answers a second, {READERS} readers, 2 workers")
        good = True
        for name, path in PATHS.items():
            rate = _rate(port, path)
            good &= rate / bare >= 0.5
            print(f"  {name:9} {rate:7.0f} a second kept: {rate / bare:.2f} of a static file (goal 0.50)")
        return good
    finally:
        server.terminate()
        server.wait(10)


def _wait(port: int) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return


def _rate(port: int, path: str) -> float:
    counts = [0] * READERS
    until = time.monotonic() + SECONDS

    def read(reader: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        while time.monotonic() < until:
            connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
            answer = connection.getresponse()
            answer.read()
            counts[reader] += answer.status == 200
        connection.close()

    readers = [threading.Thread(target=read, args=(number,)) for number in range(READERS)]
    began = time.monotonic()
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    return sum(counts) / (time.monotonic() - began)


if __name__ == "__main__":
    sys.exit(main())
