"""The first thing in a dossier that does not fit: where it is, and what is wrong with it."""

from __future__ import annotations

from samrit.core.contract import Message


class Misfit(Exception):  # noqa: N818 -- what a check finds, not a fault of the program
    """`place` names the file in the dossier and the place in it (`facts.json: values.result`)."""

    def __init__(self, place: str, en: str, th: str) -> None:
        self.place = one_line(place)
        self.what = Message(one_line(en), one_line(th))
        super().__init__(f"{self.place}: {self.what.en}")


def one_line(text: str) -> str:
    """A text of the dossier as it may be shown: what would break the line or move the cursor could pretend another."""
    plain = "".join(sign if sign.isprintable() else " " for sign in text[: 2 * _LONGEST])
    shown = " ".join(plain.split())
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"


_LONGEST = 300
