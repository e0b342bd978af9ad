#!/usr/bin/env python3
"""Writes `static/css/thai.css` and `thai-bold.css`: the Thai letters of Sarabun inside the sheets themselves.

A type that comes after the text moves all of it; and a type that may be left out for the sake of that leaves boxes on
a machine that has no Thai of its own. The Thai letters of a weight are 10 kB, which a page would load at once anyway:
inside a sheet that a browser waits for, they are there when the first line is drawn. The survey, which must stay
small, does without the bold ones.

    scripts/fonts.py            after `scripts/vendor` has brought another version
"""

from __future__ import annotations

import base64
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "src/samrit/static"
SHEETS = {"thai.css": 400, "thai-bold.css": 700}
HEAD = "/* Made by scripts/fonts.py, which says why. */\n"
FACE = """@font-face {{
  font-family: Sarabun;
  font-weight: {weight};
  src: url("data:font/woff2;base64,{letters}") format("woff2");
  unicode-range: U+0E01-0E5B, U+200C-200D, U+25CC;
}}
"""


def sheet(weight: int) -> str:
    """The style sheet of a weight, from the file that is vendored."""
    file = STATIC / f"vendor/sarabun/sarabun-thai-{weight}-normal.woff2"
    return HEAD + FACE.format(weight=weight, letters=base64.b64encode(file.read_bytes()).decode())


if __name__ == "__main__":
    for name, weight in SHEETS.items():
        (STATIC / "css" / name).write_text(sheet(weight), encoding="utf-8")
