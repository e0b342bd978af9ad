"""What a look of the doctor finds."""

from __future__ import annotations

from typing import NamedTuple

from samrit.core.contract import Message


class Check(NamedTuple):
    """One thing looked at: what, whether it is well, and the finding."""

    name: Message
    ok: bool
    found: Message


def well(name: Message, en: str, th: str) -> Check:
    """It is as it should be."""
    return Check(name, ok=True, found=Message(en, th))


def ill(name: Message, en: str, th: str) -> Check:
    """It must be mended."""
    return Check(name, ok=False, found=Message(en, th))
