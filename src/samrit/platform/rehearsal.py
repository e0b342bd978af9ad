"""Doing what verbs do, all of it or none: for an import that is tried first, and taken in whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


class Tried:
    """What became of a rehearsal: `keep` is set where all that was done is to stay."""

    keep = False


@contextmanager
def rehearsal() -> Iterator[Tried]:
    """A block in which durable verbs are steps of one transaction, undone at its end unless `keep` is set.

    Verbs are durable so that none is called inside another and lost with it by oversight. Here that is the purpose, so
    the block is marked as Django marks the one around a test: it is the only mark that durable blocks ask for.
    """
    tried = Tried()
    with step():
        yield tried
        if not tried.keep:
            transaction.set_rollback(True)


def step() -> transaction.Atomic:
    """One part of a rehearsal: what it did is undone alone where it raises."""
    block = transaction.atomic()
    block._from_testcase = True  # noqa: SLF001 -- see `rehearsal`; Django has no public name for it
    return block
