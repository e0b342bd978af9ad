"""`python -m tests.torture`: prints the seed and what came of it; 1 where anything was doubled, lost or stuck."""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("--publications", type=int, default=510)
    parser.add_argument("--seed", type=int, default=None, help="repeats the choice of faults and kills")
    parser.add_argument("--days", type=float, default=31, help="how long time goes on afterwards")
    parser.add_argument("--minutes", type=float, default=30, help="after which the run is given up")
    parser.add_argument("--database", type=Path, help="an empty migrated database to begin with")
    given = parser.parse_args()
    seed = random.SystemRandom().randrange(10**6) if given.seed is None else given.seed
    print(f"seed {seed}", flush=True)  # noqa: T201 -- a run can be repeated
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        os.environ.update(DJANGO_SETTINGS_MODULE="tests.torture.settings", SAMRIT_HOME=folder)
        if given.database:
            shutil.copy(given.database, home / "samrit.sqlite3")
        return torture(home, given, seed)


def torture(home: Path, given: argparse.Namespace, seed: int) -> int:
    """One run in this folder."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from tests.factories.city import city
    from tests.torture import run

    if not given.database:
        call_command("migrate", verbosity=0)
    begun = time.monotonic()
    with (
        city(settings) as place,
        run.tormented(place, home, seed, given.publications, given.days, given.minutes * 60) as made,
    ):
        start = place.now
        run.schedule(place, given.publications, made.dice)
        made.run_until(made.at_rest)
        made.last_round()
        made.judge()
        made.report.simulated_days = round((place.now - start).total_seconds() / 86_400, 1)
    made.report.seconds = round(time.monotonic() - begun, 1)
    print(made.report.as_json())  # noqa: T201 -- what came of it
    return 0 if made.report.ok else 1


if __name__ == "__main__":
    sys.exit(main())
