"""The sheets and columns of the workbook, the same out and in."""

from __future__ import annotations

TICK_BLOCKS = ("references", "reporting_channels", "evaluation_methods")
INVOLVED = ("single_agency", "supporting_agencies", "supporting_bureaus", "supporting_district_offices")
COORDINATOR = ("name", "position", "phone", "unit", "agency")
KEY = ("code", "fiscal_year")
TARGET = ("target_value", "target_unit", "target_operator")

COLUMNS: dict[str, tuple[str, ...]] = {
    "key_results": (
        *KEY,
        "name",
        "plan",
        "dimension",
        "development_issue",
        "host",
        *INVOLVED,
        *TARGET,
        "definition",
        "method_text",
        "method_kind",
        *(f"coordinator_{name}" for name in COORDINATOR),
        "rubric",
    ),
    "agencies": (*KEY, "agency_place", "name", "role", "count", *TARGET),
    "duties": (*KEY, "agency_place", "duty_place", "number", "text", "kind"),
    "minimums": (*KEY, "agency_place", "duty_place", "operator", "value", "unit", "per"),
    "ticks": (*KEY, "block", "label", "ticked", "detail"),
}
"""The sheets and their columns, out and in."""

LONG = frozenset({"name", "definition", "method_text", "text", "label", "detail"})
"""Columns of free text, which is kept blank for blank."""
