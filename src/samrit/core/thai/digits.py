"""The two kinds of digits. Data keep Arabic digits; Thai digits are put on at the edge, where people read."""

from __future__ import annotations

_TO_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_TO_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


def to_arabic(text: str) -> str:
    """`text` with 0-9 for ๐-๙, all else as it was; every character keeps its place."""
    return text.translate(_TO_ARABIC)


def to_thai(text: str) -> str:
    """`text` with ๐-๙ for 0-9, all else as it was; every character keeps its place."""
    return text.translate(_TO_THAI)
