# ruff: noqa: PLC0415, SLF001 -- Django is set up first; rows are copied by their columns
"""The public site: pages a second on two cores, kept and made anew, against a bare static file of the same server.

Serves a demo's September by gunicorn with two workers, as an office would; asks it over eight connections that stay
open. A kept page should reach half of what a static file of like size reaches; a page made anew should cost 15 ms of
processor time at most. Then the same with many more stories and districts with pages: the queries must not slow.
The stories belong to key results of earlier years, as no city tells 100,000 in one; how scores grow is measured by
`bench/rollup.py`. By default 5,000 stories and 100 districts, in two minutes; `--full` makes 100,000 and 1,000.
"""

from __future__ import annotations

import argparse
import gzip
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
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="with 100,000 stories and 1,000 districts (5 minutes)")
    full = parser.parse_args().full
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        environment = {**os.environ, "SAMRIT_HOME": str(home), "DJANGO_SETTINGS_MODULE": "samrit.settings.demo"}
        os.environ.update(environment)
        _build(home)
        good = _made_anew()
        stories, places = (100_000, 1_000) if full else (5_000, 100)
        _grow(stories, places)
        print(f"with {stories:,} stories and {places:,} districts:")
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
        for _ in range(15):
            began = time.process_time()
            answer = client.get(path)
            took.append(time.process_time() - began)
        weight = len(gzip.compress(answer.content, 6))
        fits = min(took) <= 0.015 and weight <= 120_000 and answer.status_code == 200
        good &= fits
        print(
            f"  {name:9} made anew {min(took) * 1000:6.1f} ms (goal 15)   {weight / 1000:5.1f} kB (goal 120)",
            flush=True,
        )
    return good


def _grow(stories: int, districts: int) -> None:
    """Many rows, written past the actions: a bench asks how pages read, not how they were written."""
    from django.utils import timezone

    from samrit.districts.models import CreativeDistrict
    from samrit.publicity.models import Work
    from samrit.results.models import KeyResult
    from samrit.site.models import Page

    now, key_result = timezone.now(), KeyResult.objects.latest("pk")
    years = [_copy(key_result, fiscal_year=year, public=False, version=1) for year in range(2543, 2568)]
    years = KeyResult.objects.bulk_create(years)
    places = CreativeDistrict.objects.bulk_create(
        CreativeDistrict(slug=f"b{n}", name_th=f"ย่านทดสอบ {n}", latitude=13.7, longitude=100.5)
        for n in range(districts)
    )
    about = Page.objects.filter(kind="district").select_related("published").latest("pk")
    _published([Page(kind="district", slug=row.slug, district=row, published_at=now) for row in places], about)
    model = Page.objects.filter(kind="story").select_related("work", "published").latest("pk")
    for done in range(0, stories, 5_000):
        numbers = range(done, min(done + 5_000, stories))
        works = [_copy(model.work, title=f"เรื่องที่ {n}", key_result_id=years[n % len(years)].pk) for n in numbers]
        works = Work.objects.bulk_create(works)
        _published([Page(kind="story", slug=f"b-{work.pk}", work=work, published_at=now) for work in works], model)
        through = Work.districts.through
        through.objects.bulk_create(
            through(work_id=work.pk, creativedistrict_id=places[n % districts].pk) for n, work in enumerate(works)
        )


def _published(pages: list[object], model: object) -> None:
    from samrit.site.models import Page, PageVersion

    pages = Page.objects.bulk_create(pages)
    by, content = model.published.created_by, model.published.content
    versions = [PageVersion(page=page, number=1, content=content, created_by=by) for page in pages]
    for page, version in zip(pages, PageVersion.objects.bulk_create(versions), strict=True):
        page.published = version
    Page.objects.bulk_update(pages, ["published"], batch_size=500)


def _copy(row: object, **fields: object) -> object:
    import uuid

    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    plan = {"plan_line_id": None} if "plan_line_id" in values else {}
    return type(row)(**{**values, **plan, "id": None, "uid": uuid.uuid4(), **fields})


def _served(environment: dict[str, str]) -> bool:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    gunicorn = Path(sys.executable).with_name("gunicorn")
    arguments = ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--log-level", "error"]
    arguments += ["--graceful-timeout", "2", "--timeout", "120"]
    server = subprocess.Popen(
        [str(gunicorn), *arguments, "--bind", f"127.0.0.1:{port}", "samrit.web.wsgi:application"], env=environment
    )
    try:
        _wait(port)
        from django.contrib.staticfiles.storage import staticfiles_storage

        for path in PATHS.values():
            _warm(port, path)
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
        server.wait(30)


def _wait(port: int) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return


def _warm(port: int, path: str) -> None:
    """Asks until both workers have made the page: what the first reader waits for is measured above."""
    asked = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n\r\n".encode()
    for _ in range(16):
        with socket.create_connection(("127.0.0.1", port), 60) as connection:
            connection.sendall(asked)
            _whole(connection)


def _rate(port: int, path: str) -> float:
    """Answers a second to readers who keep their connection and read no more of an answer than its length."""
    counts = [0] * READERS
    asked = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n\r\n".encode()
    until = time.monotonic() + SECONDS

    def read(reader: int) -> None:
        with socket.create_connection(("127.0.0.1", port), 60) as connection:
            while time.monotonic() < until:
                connection.sendall(asked)
                counts[reader] += _whole(connection)

    readers = [threading.Thread(target=read, args=(number,)) for number in range(READERS)]
    began = time.monotonic()
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    return sum(counts) / (time.monotonic() - began)


def _whole(connection: socket.socket) -> bool:
    """Reads one answer; whether it is a page."""
    got = b""
    while b"\r\n\r\n" not in got:
        more = connection.recv(65_536)
        if not more:
            raise ConnectionError("the server hung up")
        got += more
    head, _blank, body = got.partition(b"\r\n\r\n")
    length = next(int(row[15:]) for row in head.split(b"\r\n") if row.lower().startswith(b"content-length:"))
    left = length - len(body)
    while left > 0:
        left -= len(connection.recv(65_536))
    return head.startswith(b"HTTP/1.1 200")


if __name__ == "__main__":
    sys.exit(main())
