"""Counts as JSON (`samrit/counts/1`): sentences in English, as in every document; numbers as decimal strings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from samrit.core.counting.counts import Claim, Counts, DistrictRow, Figures, ItemRow, MinimumRow
from samrit.core.counting.findings import Finding, Verdict

SCHEMA = "samrit/counts/1"


def counts_data(counts: Counts) -> dict[str, Any]:
    """The counts as a `samrit/counts/1` document: rule and version, figures, districts, matrix, items with reasons."""
    rule = counts.rule
    return {
        "schema": SCHEMA,
        "rule": {
            "id": rule.id,
            "version": rule.version,
            "frozen": rule.frozen.isoformat(),
            "sha256": counts.digest,
        },
        "key_result": rule.key_result,
        "fiscal_year": rule.fiscal_year,
        "period": counts.period,
        "start": counts.start.isoformat(),
        "end": counts.end.isoformat(),
        "as_of": counts.as_of.astimezone(rule.zone).isoformat(),
        "publicised": {
            "result": str(counts.publicised),
            "of": str(len(counts.districts)),
            "not_yet": str(counts.districts_not_yet),
        },
        "minimums": [_minimum_data(row) for row in counts.minimums],
        "districts": [_district_data(row) for row in counts.districts],
        "matrix": [
            {
                "district": cell.district,
                "minimum": cell.minimum,
                "figures": _figures_data(cell.figures),
                "items": list(cell.items),
            }
            for cell in counts.matrix
        ],
        "items": [_item_data(row) for row in counts.items],
        "reviews": [{"item": row.item, "publication": row.publication, "why": row.why.en} for row in counts.reviews],
        "notes": [note.en for note in counts.notes],
    }


def _figures_data(figures: Figures) -> dict[str, str]:
    return {
        "strict": str(figures.strict),
        "middle": str(figures.middle),
        "loose": str(figures.loose),
        "not_yet": str(figures.not_yet),
    }


def _minimum_data(row: MinimumRow) -> dict[str, Any]:
    minimum = row.minimum
    return {
        "id": minimum.id,
        "duty": minimum.duty,
        "unit": minimum.unit,
        "at_least": str(minimum.at_least),
        "figures": _figures_data(row.figures),
        "short": str(row.short),
        "channels": [{"channel": name, "figures": _figures_data(figures)} for name, figures in row.channels],
    }


def _finding_data(finding: Finding) -> dict[str, Any]:
    return {"held": finding.held, "why": finding.why.en}


def _district_data(row: DistrictRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "publicised": row.publicised,
        "told": _finding_data(row.told),
        "took_part": _finding_data(row.took_part),
        "lacks": [lack.en for lack in row.lacks],
    }


def _verdicts_data(verdicts: Iterable[Verdict]) -> list[dict[str, Any]]:
    return [{"code": verdict.code, "held": verdict.held, "why": verdict.why.en} for verdict in verdicts]


def _claim_data(claim: Claim) -> dict[str, Any]:
    return {
        "minimum": claim.minimum,
        "held": claim.held,
        "unit": claim.unit,
        "shared": None if claim.shared is None else claim.shared.en,
        "publication": claim.publication,
        "verdicts": _verdicts_data(claim.verdicts),
        "publications": [
            {
                "id": row.publication.id,
                "channel": row.publication.channel,
                "held": row.held,
                "verdicts": _verdicts_data(row.verdicts),
            }
            for row in claim.publications
        ],
    }


def _item_data(row: ItemRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": row.kind,
        "title": row.title,
        "districts": list(row.districts),
        "claims": [_claim_data(claim) for claim in row.claims],
    }
