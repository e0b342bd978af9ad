"""Whose work it is: these people never approve, check or verify it (`people.four_eyes.require_another`)."""

from __future__ import annotations

from typing import Any

from samrit.publicity.models import Plan, Step, Work
from samrit.publicity.states import MAKING


def makers(row: Plan | Work) -> frozenset[int]:
    """The users whose work a plan or work is: producer, who entered it, and everybody who took a step of making it.

    Of a step taken on behalf of another both are makers. Reads the database once.
    """
    named: tuple[Any, ...] = (row.entered_by_id,)
    if isinstance(row, Work):
        named = (row.producer_id, row.entered_by_id, row.on_behalf_of_id)
    steps = Step.objects.filter(subject=row.subject, act__in=MAKING).values_list("by_id", "on_behalf_of_id")
    return frozenset({*named, *(user for step in steps for user in step)} - {None})
