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
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        with about(os.environ.get("SAMRIT_HOME", "var")):
            django.setup()
    except KeyError as missing:  # what `settings.server` asks the environment for
        if not str(missing.args[0]).startswith("SAMRIT_"):
            raise
        path = str(missing.args[0])
        raise Problem(name, Refused(path, Message("is not set", "ยังไม่ได้กำหนดค่า"), _MEND)) from missing
    except (ImproperlyConfigured, ModuleNotFoundError, ValueError) as error:
        said = f"the settings cannot be used ({error})"
        raise Problem(name, Refused("", Message(said, f"ใช้การตั้งค่านี้ไม่ได้ ({error})"), _MEND)) from error
