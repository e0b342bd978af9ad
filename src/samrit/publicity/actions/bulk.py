"""One verb for many rows: each in its own transaction, with the same rights and rules; what was refused is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from samrit.core.contract import Refused
from samrit.people.models import User
from samrit.publicity.actions import works
from samrit.publicity.models import Work


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a verb for many: the rows it was done for, and those it was refused for, with the refusal."""

    done: tuple[Any, ...]
    refused: tuple[tuple[Any, Refused], ...]


def for_each(verb: Callable[..., Any], rows: Iterable[tuple[Any, int]], *, acting_user: User, **more: Any) -> Done:
    """Does `verb` for each (row, version that was read). What one refuses does not stop the others."""
    done, refused = [], []
    for row, read_version in rows:
        try:
            verb(row, read_version=read_version, acting_user=acting_user, **more)
        except Refused as refusal:
            refused.append((row, refusal))
        else:
            done.append(row)
    return Done(tuple(done), tuple(refused))


def submit_works(rows: Iterable[tuple[Work, int]], *, acting_user: User) -> Done:
    """Submits each."""
    return for_each(works.submit_work, rows, acting_user=acting_user)


def approve_works(
    rows: Iterable[tuple[Work, int]], *, reason: str = "", approved_on: dt.date | None = None, acting_user: User
) -> Done:
    """Approves each; `approved_on` and `reason` are those of the one paper by which leave was given for all."""
    return for_each(works.approve_work, rows, reason=reason, approved_on=approved_on, acting_user=acting_user)


def return_works(rows: Iterable[tuple[Work, int]], *, reason: str, acting_user: User) -> Done:
    """Returns each, for the same reason."""
    return for_each(works.return_work, rows, reason=reason, acting_user=acting_user)


def recall_works(rows: Iterable[tuple[Work, int]], *, acting_user: User) -> Done:
    """Takes each back."""
    return for_each(works.recall_work, rows, acting_user=acting_user)


def finish_works(rows: Iterable[tuple[Work, int]], *, acting_user: User) -> Done:
    """Reports each as done."""
    return for_each(works.finish_work, rows, acting_user=acting_user)


def withdraw_works(rows: Iterable[tuple[Work, int]], *, reason: str, acting_user: User) -> Done:
    """Withdraws each, for the same reason."""
    return for_each(works.withdraw_work, rows, reason=reason, acting_user=acting_user)
