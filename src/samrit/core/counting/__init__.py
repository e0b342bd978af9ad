"""When a piece, story, activity and creative district counts: a versioned rule as data and a pure function.

`count(items, rule, as_of=…)` gives figures under a strict (official), a middle and a loose definition, and for every
item and condition a verdict with its reason in words.
"""

from samrit.core.counting.count import count
from samrit.core.counting.counts import Claim, Counts, DistrictRow, Figures, ItemRow, MinimumRow
from samrit.core.counting.counts_document import counts_data
from samrit.core.counting.facts import facts_from_counts
from samrit.core.counting.findings import Finding, Verdict
from samrit.core.counting.items import Activity, Evidence, Piece, Story, WorkItems
from samrit.core.counting.items_document import items_data, read_items
from samrit.core.counting.rule import CountingRule
from samrit.core.counting.rule_document import packaged_rule, read_rule, rule_data
from samrit.core.counting.words import explain_counts, explain_rule

__all__ = [
    "Activity",
    "Claim",
    "CountingRule",
    "Counts",
    "DistrictRow",
    "Evidence",
    "Figures",
    "Finding",
    "ItemRow",
    "MinimumRow",
    "Piece",
    "Story",
    "Verdict",
    "WorkItems",
    "count",
    "counts_data",
    "explain_counts",
    "explain_rule",
    "facts_from_counts",
    "items_data",
    "packaged_rule",
    "read_items",
    "read_rule",
    "rule_data",
]
