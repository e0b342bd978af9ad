"""What the strategy office sees: every key result of the city with its score and what is missing of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from samrit.people.enums import Act, Role
from samrit.people.rights import Forbidden, Rights
from samrit.results.models import KeyResult
from samrit.results.queries import KeyResultRow, key_result_list
from samrit.scoring.result import Result, score_key_results
from samrit.scoring.rolled import Lacking, lacking


def require_strategy(rights: Rights) -> None:
    """Raises Forbidden for who is not of the strategy office."""
    if Role.STRATEGY_OFFICE not in rights.roles:
        raise Forbidden(Act.CREATE_KEY_RESULT)


@dataclass(frozen=True, slots=True)
class CityRow:
    """A key result: where its sheet, targets and reports stand, its score on a day, and the parts that figures lack."""

    row: KeyResultRow
    result: Result
    lacking: tuple[Lacking, ...]


def city(seen: Collection[KeyResult], day: dt.date) -> tuple[CityRow, ...]:
    """The key results among those seen, the newest year first. As many queries, however many they are."""
    keys = {row.pk for row in seen}
    rows = [row for row in key_result_list() if row.key_result.pk in keys]
    results = score_key_results([row.key_result for row in rows], day) if rows else {}
    short = lacking(list(results), day)
    return tuple(CityRow(row, results[row.key_result.pk], tuple(short.get(row.key_result.pk, ()))) for row in rows)
