"""PostgreSQL's own programs: pg_dump and pg_restore, asked with the settings of this installation."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from django.db import connection

from samrit.core.contract import Lacking, Message, Refused


def dump(to: Path, snapshot: str) -> None:
    """Writes the database as of an exported snapshot. Raises Lacking without pg_dump, Refused with what it says."""
    _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={to}")


def load(dumped: Path) -> None:
    """Fills an empty database, wholly or not at all."""
    _run(
        "pg_restore", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", "--dbname", "", dumped
    )


def empty() -> None:
    """Removes every table and function of the database."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"DROP TABLE IF EXISTS {connection.ops.quote_name(table)} CASCADE")
        cursor.execute(
            "SELECT p.oid::regprocedure FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
            " WHERE n.nspname = current_schema() AND p.proname LIKE 'samrit\\_%%'"
        )
        for (function,) in cursor.fetchall():
            cursor.execute(f"DROP FUNCTION {function} CASCADE")


def _run(program: str, *words: str | Path) -> None:
    found = shutil.which(program)
    if found is None:
        raise Lacking(
            "",
            Message(f"the program {program} is missing", f"ไม่พบโปรแกรม {program}"),
            Message("install it: apt-get install postgresql-client", "ติดตั้งด้วย apt-get install postgresql-client"),
        )
    name = connection.settings_dict["NAME"]
    asked = [name if word == "" else str(word) for word in words]
    if program == "pg_dump":
        asked.append(name)
    done = subprocess.run(  # noqa: S603 -- our own words
        [found, *asked], env=_environment(), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = " ".join(done.stderr.split())[:300]
        raise Refused(
            "",
            Message(f"{program} says: {said}", f"{program} แจ้งว่า {said}"),
            Message("mend it and run this again", "โปรดแก้ไขแล้วสั่งใหม่"),
        )


def _environment() -> dict[str, str]:
    """The password goes through the environment: an argument could be read by anybody on the machine."""
    named = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD"}
    database = connection.settings_dict
    return {**os.environ, **{name: str(database[key]) for key, name in named.items() if database.get(key)}}
