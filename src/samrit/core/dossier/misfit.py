"""The first thing in a dossier that does not fit: where it is, and what is wrong with it."""

from __future__ import annotations

from samrit.core.contract import Message


class Misfit(Exception):  # noqa: N818 -- what a check finds, not a fault of the program
    """`place` names the file in the dossier and the place in it (`facts.json: values.result`)."""

    def __init__(self, place: str, en: str, th: str) -> None:
        super().__init__(f"{place}: {en}")
        self.place = place
        self.what = Message(en, th)
