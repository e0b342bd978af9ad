"""State machines as one table that an official could read: from which state, by which act, to which."""

from __future__ import annotations

from collections.abc import Mapping

from samrit.core.contract import Message, Refused

Transitions = Mapping[tuple[str, str], str]
"""(state, act) → next state."""


def next_state(transitions: Transitions, state: str, act: str, *, names: Mapping[str, Message]) -> str:
    """The state that an act leads to. Raises Refused, saying what is possible, for an act that the state forbids.

    `names`: how states and acts are called in a sentence.
    """
    following = transitions.get((state, act))
    if following is not None:
        return following
    possible = [names[name] for (at, name) in transitions if at == state]
    shown_en = ", ".join(name.en for name in possible) or "nothing"
    shown_th = ", ".join(name.th for name in possible) or "ไม่มี"
    raise Refused(
        "state",
        Message(
            f"“{names[act].en}” is not possible while it is “{names[state].en}”",
            f"ขณะที่สถานะเป็น “{names[state].th}” ไม่สามารถ “{names[act].th}” ได้",
        ),
        Message(f"possible now: {shown_en}", f"ขณะนี้ทำได้: {shown_th}"),
    )
