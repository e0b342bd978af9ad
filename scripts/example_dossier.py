# ruff: noqa: INP001 -- a script, not a package
"""Makes examples/kr-7301-2568.dossier.zip anew: lives the demo's year and takes the dossier of its last moment.

The key is one for examples, known to everybody: it proves nothing but that signatures are checked.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from pathlib import Path

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "kr-7301-2568.dossier.zip"


def main() -> None:
    """Writes the file, whole or not at all."""
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"SAMRIT_HOME": home, "DJANGO_SETTINGS_MODULE": "samrit.settings.demo"}
        import django  # noqa: PLC0415 -- settings are chosen first

        django.setup()
        from django.core.management import call_command  # noqa: PLC0415 -- needs settings

        call_command("migrate", verbosity=0)
        _live()


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
        tell(look, Path(folder) / "platforms.sqlite3")
    sys.stdout.write(f"wrote {EXAMPLE}\n")


if __name__ == "__main__":
    main()
