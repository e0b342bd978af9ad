"""That nothing of a dossier can be changed unseen: every bit of 1,000 places, in the example of the demo's year.

.venv/bin/python bench/dossier.py [PLACES]
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

from samrit.core.dossier import Misfit, verify_dossier

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "kr-7301-2568.dossier.zip"
PLACES = 1_000


def found(data: bytearray, at: int, bit: int) -> bool:
    """Whether the check finds one turned bit."""
    data[at] ^= 1 << bit
    try:
        verify_dossier(bytes(data))
    except Misfit:
        return True
    finally:
        data[at] ^= 1 << bit
    return False


def main() -> int:
    """Turns each bit of so many sampled places, one at a time."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else PLACES
    data = bytearray(EXAMPLE.read_bytes())
    verify_dossier(bytes(data))
    places = random.Random(7301).sample(range(len(data)), number)  # noqa: S311 -- the same places in every run
    begun = time.perf_counter()
    missed = [(at, bit) for at in places for bit in range(8) if not found(data, at, bit)]
    took = time.perf_counter() - begun
    print(
        f"{number} places, {8 * number} turned bits, {len(missed)} not found, in {took:.0f} s: {missed[:5] or 'holds'}"
    )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
