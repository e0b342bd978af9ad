"""How many facts a second one core scores under the rubric of KR 7301, beside a ladder of `if` written by hand.

    python bench/scoring.py [SCORES]

Both run in the same process over the same prebuilt facts; the ratio says what reasons, flags, missing data and exact
numbers cost over plain Python. The hand-written ladder knows one rubric and no missing value.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import time
from collections.abc import Callable
from decimal import Decimal

from samrit.core.contract import load_json
from samrit.core.rubric import Bound, Context, Facts, read_rubric, score

RUBRIC = {
    "schema": "samrit/rubric/1",
    "form": "levels",
    "levels": [
        {
            "score": "5",
            "percent": "100",
            "when": {"all": [{"value": "result", "op": ">=", "than": "10"}, {"milestone": "result_reported"}]},
        },
        {"score": "4", "percent": "80", "when": {"value": "result", "op": ">=", "than": "8"}},
        {"score": "3", "percent": "60", "when": {"value": "result", "op": ">=", "than": "6"}},
        {"score": "2", "percent": "40", "when": {"value": "result", "op": ">=", "than": "4"}},
        {"score": "1", "percent": "20", "when": {"milestone": "plan_approved"}},
    ],
}
CONTEXT = Context(key_result="7301", fiscal_year=2568, target=Bound(Decimal(10)), unit="ย่าน", kind="count")
DAY, PLAN, REPORT = dt.date(2025, 9, 30), dt.date(2024, 11, 20), dt.date(2025, 9, 15)
ROUNDS = 5


def some_facts(number: int) -> Facts:
    """Facts of one office: 0 to 11 districts, plan and report there or not."""
    milestones = {"plan_approved": PLAN if number % 5 else None, "result_reported": REPORT if number % 2 else None}
    return Facts(
        key_result="7301",
        as_of=DAY,
        period="Q4",
        values={"result": Decimal(number % 12)},
        milestones=milestones,
    )


def by_hand(facts: Facts) -> Decimal | None:
    """The same rubric as a ladder of `if`."""
    result = facts.values["result"] or Decimal(0)
    if result >= 10 and _reached(facts, "result_reported"):
        return Decimal(5)
    if result >= 8:
        return Decimal(4)
    if result >= 6:
        return Decimal(3)
    if result >= 4:
        return Decimal(2)
    if _reached(facts, "plan_approved"):
        return Decimal(1)
    return None


def _reached(facts: Facts, milestone: str) -> bool:
    date = facts.milestones.get(milestone)
    return date is not None and facts.as_of is not None and date <= facts.as_of


def per_second(run: Callable[[Facts], object], facts: list[Facts]) -> float:
    """The best of some rounds: what the machine can do undisturbed."""
    best = float("inf")
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        for one in facts:
            run(one)
        best = min(best, time.perf_counter() - begin)
    return len(facts) / best


def main() -> None:
    """Checks that both agree, then prints the figures."""
    rubric = read_rubric(load_json(json.dumps(RUBRIC).encode()))
    facts = [some_facts(number) for number in range(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)]
    for one in facts[:60]:
        if score(rubric, one, CONTEXT).score != by_hand(one):
            raise SystemExit(f"score and ladder disagree on {one}")
    ours = per_second(lambda one: score(rubric, one, CONTEXT), facts)
    plain = per_second(by_hand, facts)
    print(f"score():       {ours:>12,.0f} facts a second ({1e6 / ours:.1f} µs each)")
    print(f"ladder of if:  {plain:>12,.0f} facts a second ({1e6 / plain:.1f} µs each)")
    print(f"ratio:         {plain / ours:>12.1f} times the ladder")


if __name__ == "__main__":
    main()
