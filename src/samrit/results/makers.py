"""Whose a revision or report is: these people neither sign nor check, verify or acknowledge it (`people.four_eyes`)."""

from __future__ import annotations

from samrit.results.models import Report, ReportStep, Revision

MAKING = frozenset({"open", "edit", "correct", "submit", "withdraw"})
"""Steps of those whose report it is."""


def makers_of_revision(revision: Revision) -> frozenset[int]:
    """Everybody who made, changed or confirmed a part of a revision, and on whose behalf."""
    named = {revision.created_by_id, revision.on_behalf_of_id}
    for entry in revision.confirmed.values():
        named |= {entry.get("by"), entry.get("on_behalf_of")}
    return frozenset(person for person in named if person is not None)


def makers_of_report(report: Report) -> frozenset[int]:
    """Everybody who wrote at a report or an edition of it, and on whose behalf. Reads the database once.

    Who wrote one edition wrote them all: the text comes over.
    """
    steps = ReportStep.objects.filter(
        report__key_result=report.key_result_id,
        report__agency=report.agency_id,
        report__period=report.period_id,
        act__in=MAKING,
    )
    people = {user for pair in steps.values_list("by_id", "on_behalf_of_id") for user in pair}
    return frozenset(person for person in people if person is not None)
