# ruff: noqa: INP001 -- a script, not a package
"""Makes examples/kr-7301-2568.dossier.zip anew: lives the demo's year and takes the dossier of its last moment.

The key is one for examples, known to everybody: it proves nothing but that signatures are checked. Chance is a dice
with a seed and time goes by a count of looks at the clock, so that the same sources give the same bytes: what differs
in the file is what was changed in the program.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
import os
import random
import sys
import tempfile
from pathlib import Path

_PORT = 47301
"""The platforms' addresses stand in their answers, so that they are the same in every run."""
EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "kr-7301-2568.dossier.zip"


def main() -> None:
    """Writes the file, whole or not at all."""
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"SAMRIT_HOME": home, "DJANGO_SETTINGS_MODULE": "samrit.settings.demo"}
        import django  # noqa: PLC0415 -- settings are chosen first

        django.setup()
        from django.core.management import call_command  # noqa: PLC0415 -- needs settings

        call_command("migrate", verbosity=0)
        _repeat_itself()
        _live()


def _repeat_itself() -> None:
    """From now on chance and time are the same in every run of this process."""
    from samrit.platform import clock  # noqa: PLC0415 -- needs settings

    dice, looks, begun = random.Random(7301), itertools.count(), dt.datetime(2024, 10, 1, tzinfo=dt.UTC)  # noqa: S311 -- repeatable on purpose
    os.urandom = random._urandom = dice.randbytes  # noqa: SLF001 -- where uuid4 and secrets take theirs from
    clock._real = lambda: begun + dt.timedelta(microseconds=next(looks))  # noqa: SLF001 -- the one clock


def _live() -> None:
    from samrit.core.contract import put_file  # noqa: PLC0415 -- needs settings, as all below
    from samrit.core.ledger import KeyPair  # noqa: PLC0415 -- as above
    from samrit.demo.moments import MOMENTS, Moment  # noqa: PLC0415 -- as above
    from samrit.demo.year import tell  # noqa: PLC0415 -- as above
    from samrit.exchange.dossier import dossier_of  # noqa: PLC0415 -- as above
    from samrit.results.models import KeyResult  # noqa: PLC0415 -- as above

    key = KeyPair(hashlib.sha256(b"samrit example").digest())

    def look(moment: Moment) -> None:
        if moment == MOMENTS[-1]:
            put_file(EXAMPLE, dossier_of(KeyResult.objects.get(), signer=key))

    with tempfile.TemporaryDirectory() as folder:
        tell(look, Path(folder) / "platforms.sqlite3", _PORT)
    sys.stdout.write(f"wrote {EXAMPLE}\n")


if __name__ == "__main__":
    main()
