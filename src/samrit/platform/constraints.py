"""Checks that the database itself makes, so that no path (bulk update, admin, shell) can store what makes no sense.

Each is named after what it holds; the sentences for people stand in the actions, which ask first.
"""

from __future__ import annotations

from django.db.models import CheckConstraint, F, Q, TextChoices


def one_of(field: str, choices: type[TextChoices], *, name: str, or_blank: bool = False) -> CheckConstraint:
    """`field` is one of the choices, or empty where that may be."""
    values = [*choices.values, *([""] if or_blank else [])]
    return CheckConstraint(condition=Q(**{f"{field}__in": values}), name=name)


def between(field: str, low: int, high: int, *, name: str) -> CheckConstraint:
    """`field` lies within both limits, or is not known."""
    return CheckConstraint(
        condition=Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gte": low, f"{field}__lte": high}), name=name
    )


def in_order(first: str, then: str, *, name: str) -> CheckConstraint:
    """`then` is not before (or below) `first`, where both are known."""
    unknown = Q(**{f"{first}__isnull": True}) | Q(**{f"{then}__isnull": True})
    return CheckConstraint(condition=unknown | Q(**{f"{then}__gte": F(first)}), name=name)


def both_or_neither(first: str, second: str, *, name: str) -> CheckConstraint:
    """Either both are known or neither is."""
    known = [{f"{field}__isnull": missing for field in (first, second)} for missing in (True, False)]
    return CheckConstraint(condition=Q(**known[0]) | Q(**known[1]), name=name)
