"""Serving the office on one machine: database, agencies, static files, demo data if asked, then gunicorn."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

WORKERS = 2
THREADS = 4


def serve(port: int = 8000, *, demo: bool = True, host: str = "127.0.0.1") -> None:
    """Makes everything ready and serves until it is stopped. Prints the address and, in a demo, the sign-ins.

    Data live in the folder that `SAMRIT_HOME` names (`var/` where it names none).
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samrit.settings.local")
    os.environ["SAMRIT_DEMO"] = "1" if demo else "0"
    prepare(demo=demo)
    say(f"http://{host}:{port}/", demo=demo)
    run(host, port)


def prepare(*, demo: bool) -> None:
    """Brings the database to its present shape, loads the register of agencies, gathers static files."""
    import django  # noqa: PLC0415 -- settings are chosen first

    django.setup()
    from django.core.management import call_command, get_commands  # noqa: PLC0415 -- needs settings

    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False, clear=False)
    from samrit.people.offices import load_offices  # noqa: PLC0415 -- needs settings

    load_offices()
    if demo and "demo" in get_commands():
        call_command("demo", verbosity=0)


def say(address: str, *, demo: bool) -> None:
    """Where the office is, and who may sign in to a demo."""
    lines = [f"สัมฤทธิ์  {address}"]
    if demo:
        from samrit.web.office.views.front import demo_cards  # noqa: PLC0415 -- needs settings

        lines += [f"  {card.role}: {card.user} ({card.user.username})" for card in demo_cards()]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def run(host: str, port: int) -> None:
    """gunicorn with threads: SQLite takes one writer at a time, and readers do not wait for it."""
    from gunicorn.app.base import BaseApplication  # noqa: PLC0415 -- only when serving

    class Server(BaseApplication):
        """The WSGI application under gunicorn, without its command line."""

        def load_config(self) -> None:
            settings: dict[str, Any] = {
                "bind": f"{host}:{port}",
                "workers": WORKERS,
                "threads": THREADS,
                "worker_class": "gthread",
                "worker_tmp_dir": str(Path("/dev/shm")) if Path("/dev/shm").is_dir() else None,  # noqa: S108 -- gunicorn's heartbeat, no data
                "timeout": 120,
                "control_socket_disable": True,
            }
            for name, value in settings.items():
                if value is not None:
                    self.cfg.set(name, value)

        def load(self) -> Any:
            from samrit.web.wsgi import application  # noqa: PLC0415 -- in the worker

            return application

    Server().run()
