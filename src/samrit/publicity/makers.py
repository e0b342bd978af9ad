"""Whose a plan or work is: these people never approve, check or verify it (`people.four_eyes`)."""

from __future__ import annotations

from collections.abc import Iterable

from samrit.publicity.models import Plan, Step, Work
from samrit.publicity.states import MAKING


def makers(row: Plan | Work) -> frozenset[int]:
    """The users whose plan or work it is. Reads the database once."""
    return frozenset(makers_by(row, Step.objects.filter(subject=row.subject, act__in=MAKING)))


def makers_by(row: Plan | Work, steps: Iterable[Step]) -> tuple[int, ...]:
    """The same from steps of it that were read already: producer, who entered it, and all who took part in making.

    Of what was done on behalf of another both are makers.
    """
    named = [row.producer_id, row.on_behalf_of_id] if isinstance(row, Work) else []
    taken = (user for step in steps if step.act in MAKING for user in (step.by_id, step.on_behalf_of_id))
    found = dict.fromkeys([*named, row.entered_by_id, *taken])
    return tuple(user for user in found if user is not None)
