"""Named reads of the publicity work. Each says its shape and how many queries it asks; none asks more for more rows.

The week of a person is `queries.week.week`: the name of the module would hide the function here.
"""

from samrit.publicity.queries.boards import Card, Column, MatrixRow, board, list_works, matrix, near_duplicates
from samrit.publicity.queries.narrative import report_text
from samrit.publicity.queries.network import awareness_results, consents_of, storytellers, website_state
from samrit.publicity.queries.pages import Event, ThreadRow, WorkPage, comments_of, thread, work_page
from samrit.publicity.queries.plans import (
    FieldPair,
    LinePair,
    Money,
    PlanComparison,
    approved_plan,
    compare_plans,
    plan_approved_on,
    plan_budget,
    plan_editions,
)
from samrit.publicity.queries.week import Week, unread_notices

__all__ = [
    "Card",
    "Column",
    "Event",
    "FieldPair",
    "LinePair",
    "MatrixRow",
    "Money",
    "PlanComparison",
    "ThreadRow",
    "Week",
    "WorkPage",
    "approved_plan",
    "awareness_results",
    "board",
    "comments_of",
    "compare_plans",
    "consents_of",
    "list_works",
    "matrix",
    "near_duplicates",
    "plan_approved_on",
    "plan_budget",
    "plan_editions",
    "report_text",
    "storytellers",
    "thread",
    "unread_notices",
    "website_state",
    "work_page",
]
