"""What the commands of the office share: Django with the settings of this installation, chosen as for serving."""

from __future__ import annotations

import os

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
