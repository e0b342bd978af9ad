"""Papers as files under their names: what pages and programs are sent alike."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from samrit.core.sheet import write_sheet
from samrit.platform.jobs import start
from samrit.platform.papers import DECKS, KINDS, draw, draw_deck
from samrit.publicity.models import Storyteller
from samrit.reports.certificate import certificate_paper
from samrit.reports.drawing import Filed, ready
from samrit.reports.slides import report_deck
from samrit.reports.tasks import draw_paper
from samrit.results.documents import definition_of
from samrit.results.models import Report, Revision

FORMS: Mapping[str, str] = {**KINDS, "txt": "text/plain; charset=utf-8"}
"""The kinds of file of the official form, with their media types."""


@dataclass(frozen=True, slots=True)
class Made:
    """A file that was made: its bytes, its name, its media type."""

    data: bytes
    name: str
    media_type: str


def paper_file(paper: Filed, kind: str) -> Made | None:
    """The file of a paper in one of KINDS; None where a job must draw it (`start_drawing`)."""
    data = ready(paper, kind)
    return None if data is None else Made(data, f"{paper.name}.{kind}", KINDS[kind])


def drawing_key(paper: Filed, kind: str) -> str:
    """The natural key of the job that draws a paper."""
    return f"reports.paper:{paper.inputs(kind)}"


def start_drawing(paper: Filed, kind: str, *, started_by: str) -> uuid.UUID:
    """Has a job draw a long paper; the one that is drawing it already, where there is one."""
    return start(draw_paper, paper.subject, kind, key=drawing_key(paper, kind), started_by=started_by)


def slides_file(report: Report, kind: str) -> Made:
    """A report as slides for a meeting, in one of DECKS."""
    name = f"slides-{report.key_result.key}-{report.period.code}-{report.agency.code}.{kind}"
    return Made(draw_deck(report_deck(report), kind), name, DECKS[kind])


def certificate_file(storyteller: Storyteller, kind: str) -> Made:
    """The certificate of a storyteller, in one of KINDS. Raises Refused where the person's consent does not hold."""
    return Made(draw(certificate_paper(storyteller), kind), f"certificate-{storyteller.uid}.{kind}", KINDS[kind])


def form_file(revision: Revision, kind: str) -> Made:
    """A revision of the definition as the official form, which reads back, in one of FORMS."""
    name = f"definition-{revision.key_result.key}-{revision.number}.{kind}"
    return Made(write_sheet(definition_of(revision), kind), name, FORMS[kind])
