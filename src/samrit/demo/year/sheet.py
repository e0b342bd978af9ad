"""The real sheet of KR 7301, among the examples of the checkout (its officer's name and telephone masked)."""

from __future__ import annotations

from pathlib import Path

import samrit

SHEET = Path(samrit.__file__).resolve().parents[2] / "examples" / "kr-7301.txt"
