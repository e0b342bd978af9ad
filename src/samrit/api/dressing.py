"""What a row shows that no column of it holds, set before its shape is filled."""

from __future__ import annotations

from samrit.api.viewer import json_of
from samrit.evidence.consents import shown_name
from samrit.evidence.models import EvidenceItem
from samrit.evidence.queries import is_hidden
from samrit.exchange.models import Upload
from samrit.platform.models import AuditEntry
from samrit.publicity.models import Comment, Media, Storyteller, Work
from samrit.results.models import Report
from samrit.site.models import Page


def dress_work(row: Work) -> None:
    row.detail = getattr(row, row.kind, None)
    for media in row.media.all():
        dress_media(media)


def dress_media(row: Media) -> None:
    row.sha256 = row.file_id


def dress_report(row: Report) -> None:
    row.period_code = row.period.code


def dress_evidence(row: EvidenceItem) -> None:
    """What was hidden for a withdrawn consent stays hidden: that it is there is all that is told."""
    row.sha256 = row.file_id
    if is_hidden(row):
        row.title, row.file_name, row.url, row.statement, row.sha256 = "", "", "", "", None


def dress_comment(row: Comment) -> None:
    """Of a remark that was taken back only that it stood there."""
    row.text = "" if row.taken_back_at else row.text
    row.attached = [] if row.taken_back_at else [{"id": one.pk, "file_name": one.file_name} for one in row.files.all()]


def dress_storyteller(row: Storyteller) -> None:
    """Without the name once the consent was withdrawn, as on the page."""
    row.person = shown_name(row.consent)


def dress_upload(row: Upload) -> None:
    row.sha256, row.size, row.media_type = row.file.sha256, row.file.size, row.file.media_type


def dress_audit(row: AuditEntry) -> None:
    row.body = json_of(row.body) if isinstance(row.body, str) else row.body


def dress_page(row: Page) -> None:
    row.published_number = row.published.number if row.published else None
    row.waiting_number = row.waiting.number if row.waiting else None
