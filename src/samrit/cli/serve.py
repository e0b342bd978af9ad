"""Serving on one machine: the office with its database, agencies and first administrator, or the demo."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import secrets
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connections

from samrit.core.contract import Message, Refused
from samrit.demo.building import State
from samrit.people.actions.accounts import make_first_administrator
from samrit.people.offices import load_offices

HOST = "127.0.0.1"
WORKERS = 2
THREADS = 4


def prepare_office() -> str:
    """Brings the database to its present shape, loads the register of agencies, gathers static files.

    Gives the password of the first administrator (`admin`) the first time, else "".
    """
    with one_at_a_time(Path(settings.STATIC_ROOT).with_name("preparing")):
        call_command("migrate", verbosity=0, interactive=False)
        gather_static()
        load_offices()
        password = secrets.token_urlsafe(12)
        try:
            make_first_administrator(username="admin", name_th="ผู้ดูแลระบบ", password=password)
        except Refused:
            return ""
        return password


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Who starts beside another first start waits for it and finds its work done; a killed one holds nobody up."""
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def gather_static() -> None:
    """Puts style sheets, scripts and fonts where they are served from, compressed; again only where they changed."""
    there = Path(settings.STATIC_ROOT)
    kept, told = there.with_name(f"{there.name}.gathered"), _static_sources()
    if kept.is_file() and there.is_dir() and kept.read_text(encoding="ascii") == told:
        return
    kept.unlink(missing_ok=True)
    call_command("collectstatic", verbosity=0, interactive=False, clear=False)
    kept.write_text(told, encoding="ascii")


def _static_sources() -> str:
    """Names the static files as they lie in the program: another one where any of them is another."""
    told = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            found = Path(storage.path(path)).stat()
            told.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    return told.hexdigest()


@contextmanager
def gathering() -> Iterator[None]:
    """While inside, they are gathered beside what else is to be made ready: most of it is compressing."""
    with ThreadPoolExecutor(1) as beside:
        gathered = beside.submit(gather_static)
        yield
        gathered.result()


def require_free(port: int) -> None:
    """Raises Refused where another program listens on the port, or this person may not."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            what = (
                Message(f"port {port} is in use by another program", f"มีโปรแกรมอื่นใช้พอร์ต {port} อยู่")
                if error.errno == errno.EADDRINUSE
                else Message(f"port {port} cannot be used ({error.strerror})", f"ใช้พอร์ต {port} ไม่ได้ ({error.strerror})")
            )
            mend = Message("choose another: --port 8001", "โปรดเลือกพอร์ตอื่น เช่น --port 8001")
            raise Refused("--port", what, mend) from None


def serve_office(port: int) -> None:
    """Serves the office until it is stopped, with a worker beside it."""
    from samrit.platform.jobs.embedded import embedded_worker

    with embedded_worker():
        _run(port, _django)


def serve_demo(port: int, state: State) -> None:
    """Serves the four moments until it is stopped, with a worker and the emulated platforms beside them."""
    from samrit.demo.emulating import emulators
    from samrit.demo.serving import Demo, worlds
    from samrit.platform.jobs.embedded import embedded_worker

    home = Path(settings.HOME)
    with emulators(worlds(home, state, port)) as platforms:
        os.environ["SAMRIT_PLATFORMS_AT"] = platforms  # the worker reads it
        with embedded_worker():
            _run(port, lambda: Demo(_django(), home, state, platforms))


def _django() -> Any:
    """The pages as WSGI. Made in the worker, after the fork."""
    from django.utils.module_loading import import_string

    return import_string(settings.WSGI_APPLICATION)


def _run(port: int, application: Callable[[], Any]) -> None:
    """gunicorn with threads: SQLite takes one writer at a time, and readers do not wait for it."""
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):  # type: ignore[misc]  # it brings no types
        """The WSGI application under gunicorn, without its command line."""

        def load_config(self) -> None:
            chosen: dict[str, Any] = {
                "bind": f"{HOST}:{port}",
                "workers": WORKERS,
                "threads": THREADS,
                "worker_class": "gthread",
                "worker_tmp_dir": str(Path("/dev/shm")) if Path("/dev/shm").is_dir() else None,  # noqa: S108 -- gunicorn's heartbeat, no data
                "timeout": 120,
                "graceful_timeout": 5,
                "loglevel": "warning",
                "control_socket_disable": True,
            }
            for name, value in chosen.items():
                if value is not None:
                    self.cfg.set(name, value)

        def load(self) -> Any:
            return application()

    connections.close_all()  # a connection does not survive the fork into workers
    Server().run()
