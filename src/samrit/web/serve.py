"""Serving the office on one machine: database, agencies, the first administrator, static files, then gunicorn."""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path
from typing import Any

WORKERS = 2
THREADS = 4


def serve(port: int = 8000, host: str = "127.0.0.1") -> None:
    """Makes everything ready and serves until it is stopped. Prints the address, and the first time who may sign in.

    Data live in the folder that `SAMRIT_HOME` names (`var/` where it names none).
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samrit.settings.local")
    lines = [f"สัมฤทธิ์ · Samrit  http://{host}:{port}/", *prepare()]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
    from samrit.platform.jobs.embedded import embedded_worker  # noqa: PLC0415 -- only when serving

    with embedded_worker():
        run(host, port)


def prepare() -> list[str]:
    """Brings the database to its present shape, loads the register of agencies, gathers static files.

    What the person at the keyboard must know is given back: the first time, the administrator's password.
    """
    import django  # noqa: PLC0415 -- settings are chosen first

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 -- needs settings

    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False, clear=False)
    from samrit.people.offices import load_offices  # noqa: PLC0415 -- needs settings

    load_offices()
    return first_administrator()


def first_administrator() -> list[str]:
    """Makes the account with which an installation starts and says its password; nothing where there is one already."""
    from samrit.core.contract import Refused  # noqa: PLC0415 -- only when serving
    from samrit.people.actions.accounts import make_first_administrator  # noqa: PLC0415 -- needs settings

    password = secrets.token_urlsafe(12)
    try:
        make_first_administrator(username="admin", name_th="ผู้ดูแลระบบ", password=password)
    except Refused:
        return []
    return [
        f"ผู้ดูแลระบบคนแรก: admin รหัสผ่าน {password} (แสดงครั้งเดียว โปรดจดไว้แล้วเปลี่ยนหลังเข้าระบบ)",
        f"first administrator: admin, password {password} (shown once: note it, and change it after signing in)",
    ]


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


if __name__ == "__main__":
    serve(port=int(os.environ.get("SAMRIT_PORT", "8000")))
