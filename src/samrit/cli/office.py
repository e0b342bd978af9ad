"""What the commands of the office share: Django with the settings of this installation, chosen as for serving."""

from __future__ import annotations

import os
import sys

from samrit.cli.shell import Problem, about
from samrit.core.contract import Message, Refused

LOCAL = "samrit.settings.local"
_MEND = Message(
    "docs/en/run says which settings an installation has",
    "ดูการตั้งค่าทั้งหมดใน docs/th/run",
)


def ready() -> None:
    """Loads Django with the settings that DJANGO_SETTINGS_MODULE names, by default those of one machine.

    Raises Problem, in one line, for a setting that is missing or does not fit.
    """
    name = os.environ.setdefault("DJANGO_SETTINGS_MODULE", LOCAL)
    try:
        import django
        from django.core.exceptions import ImproperlyConfigured
    except ModuleNotFoundError as missing:
        raise _incomplete(missing.name or "django") from missing
    try:
        with about(os.environ.get("SAMRIT_HOME", "var")):
            django.setup()
    except KeyError as missing:  # what `settings.server` asks the environment for
        if not str(missing.args[0]).startswith("SAMRIT_"):
            raise
        path = str(missing.args[0])
        raise Problem(name, Refused(path, Message("is not set", "ยังไม่ได้กำหนดค่า"), _MEND)) from missing
    except ModuleNotFoundError as missing:
        if missing.name is None or missing.name == name or name.startswith(f"{missing.name}."):
            raise _unusable(name, missing) from missing
        raise _incomplete(missing.name) from missing
    except (ImproperlyConfigured, ValueError) as error:
        raise _unusable(name, error) from error


def require_prepared() -> None:
    """Raises Problem where the database lacks what this version keeps in it; one that is away is left to wait for."""
    from django.db import Error, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        lacking = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except Error:
        return
    if lacking:
        what = Message(
            "the office here was never prepared, or not since the program was upgraded",
            "ยังไม่ได้เตรียมฐานข้อมูลของสำนักงานนี้ หรือยังไม่ได้เตรียมหลังปรับรุ่นโปรแกรม",
        )
        mend = Message(
            "run `samrit manage migrate`; SAMRIT_HOME names the folder of one machine's office",
            "โปรดใช้คำสั่ง `samrit manage migrate` โดย SAMRIT_HOME คือโฟลเดอร์ของสำนักงานแบบเครื่องเดียว",
        )
        raise Problem(str(connection.settings_dict["NAME"]), Refused("database", what, mend))


def about_database(error: Exception) -> None:
    """Raises Problem where a fault comes from a database that was not prepared, instead of the name of a table."""
    if "django.db" in sys.modules:
        import sqlite3

        from django.db import OperationalError, ProgrammingError

        if isinstance(
            error, OperationalError | ProgrammingError | sqlite3.OperationalError
        ):  # a backup reads it itself
            require_prepared()


def _unusable(name: str, error: Exception) -> Problem:
    said = f"the settings cannot be used ({error})"
    return Problem(name, Refused("", Message(said, f"ใช้การตั้งค่านี้ไม่ได้ ({error})"), _MEND))


def _incomplete(package: str) -> Problem:
    """A package that the program itself needs is not there: nothing the settings could mend."""
    what = Message(
        f"the installation is incomplete (the Python package {package} is missing)",
        f"ติดตั้งระบบไม่ครบ (ขาดแพ็กเกจ Python ชื่อ {package})",
    )
    mend = Message(
        "run `make up` in the checkout, which installs all of it", "ใช้คำสั่ง `make up` ในโฟลเดอร์โครงการ ซึ่งติดตั้งให้ครบ"
    )
    return Problem("samrit", Refused("Python", what, mend))
