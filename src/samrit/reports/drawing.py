"""Files of papers: drawn at once where that is quick, else by a job; kept under the hash of their contents."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib.metadata import version

from samrit.core.contract import Message
from samrit.platform.jobs import progress
from samrit.platform.papers import Items, Paper, Table, draw
from samrit.platform.papers.sealing import certificate_name, has_certificate, seal
from samrit.publicity.models import Plan
from samrit.reports.models import DrawnPaper
from samrit.reports.plan import plan_paper
from samrit.reports.result import report_paper
from samrit.results.enums import ACCEPTED
from samrit.results.models import Report

LONG = 400
"""Rows of tables and points of lists from which on a job draws: about thirty pages, five seconds."""


@dataclass(frozen=True, slots=True)
class Filed:
    """A paper that belongs to a row of the office. `reason`: for what it is sealed, "" as long as it is a draft.

    `name` is that of its file, without the ending.
    """

    subject: str
    paper: Paper
    reason: str = ""
    name: str = "paper"

    @property
    def is_long(self) -> bool:
        """Whether a request is too short for drawing it."""
        blocks = self.paper.blocks
        rows = sum(len(block.rows) for block in blocks if isinstance(block, Table))
        return rows + sum(len(block.texts) for block in blocks if isinstance(block, Items)) > LONG

    def is_sealed(self, kind: str) -> bool:
        """Whether its file bears the office's seal: a PDF of what was approved, where there is a certificate."""
        return kind == "pdf" and bool(self.reason) and has_certificate()

    def inputs(self, kind: str) -> str:
        """The hash of all that decides on the file."""
        sealed_with = certificate_name() if self.is_sealed(kind) else ""
        parts = (kind, version("samrit"), sealed_with, self.reason, repr(self.paper))
        return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()


def filed_plan(plan: Plan) -> Filed:
    """The paper of a plan; sealed once it is approved."""
    name = f"publicity-plan-{plan.key_result.key}-{plan.number}"
    return Filed(plan.subject, plan_paper(plan), "ให้ความเห็นชอบแผน" if plan.approved_on else "", name)


def filed_report(report: Report) -> Filed:
    """The paper of a report; sealed once it is accepted."""
    name = f"report-{report.key_result.key}-{report.period.code}-{report.agency.code}"
    return Filed(report.subject, report_paper(report), "รับรองรายงาน" if report.state in ACCEPTED else "", name)


def filed(subject: str) -> Filed:
    """The paper of a row, by its name in the audit chain."""
    kind, _, uid = subject.partition(":")
    if kind == "plan":
        return filed_plan(Plan.objects.select_related("key_result__host").get(uid=uid))
    return filed_report(Report.objects.select_related("key_result__host", "agency", "period").get(uid=uid))


def ready(paper: Filed, kind: str) -> bytes | None:
    """The file, where it was kept or is quick to draw; None where a job must draw it."""
    row = DrawnPaper.objects.filter(inputs=paper.inputs(kind)).first()
    if row is not None:
        return bytes(row.data)
    if paper.is_long:
        return None
    return make(paper, kind)


def make(paper: Filed, kind: str) -> bytes:
    """Draws the file, seals it where it is to be sealed, and keeps what is sealed or was long."""
    progress(20, Message("laying out the pages", "กำลังจัดหน้า"))
    data = draw(paper.paper, kind)
    sealed = paper.is_sealed(kind)
    if sealed:
        progress(80, Message("sealing", "กำลังลงลายมือชื่ออิเล็กทรอนิกส์"))
        data = seal(data, reason=f"{paper.reason}: {paper.paper.title}")
    if sealed or paper.is_long:
        kept, _ = DrawnPaper.objects.get_or_create(
            inputs=paper.inputs(kind),
            defaults={"subject": paper.subject, "kind": kind, "data": data, "sealed": sealed},
        )
        return bytes(kept.data)
    return data
