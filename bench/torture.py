"""Over 500 publications through faults at every step, kills, two workers at once and jumping clocks: about 20 minutes.

    python bench/torture.py [--publications N] [--seed N] [--days N]

The same run as in the tests, at its full size (`tests/torture`). It prints its seed, what struck, and what came of it;
it ends with 1 where anything was published twice, was lost, has no proof, or stands still without a reason and a way
out. Every ten seconds it says on the error output how far it is.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.torture.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
