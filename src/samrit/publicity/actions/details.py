"""What only a piece, a story or an activity has, checked and written. Composed by `actions.works`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from samrit.publicity.actions.shared import choice, line, moment, refuse
from samrit.publicity.drafts import ActivityDraft, PieceDraft, StoryDraft
from samrit.publicity.enums import Channel, Form, WorkKind, WorkState
from samrit.publicity.models import ActivityDetail, Media, PieceDetail, StoryDetail, Work

Detail = PieceDraft | StoryDraft | ActivityDraft


def write(work: Work, detail: Detail) -> None:
    """Writes the detail of a work. Raises Refused for what cannot be."""
    if isinstance(detail, PieceDraft):
        form = choice(detail.form, "form", Form)
        PieceDetail.objects.update_or_create(work=work, defaults={"form": form})
    elif isinstance(detail, StoryDraft):
        _refuse_pieces(work, detail.pieces)
        told_by = line(detail.told_by, "told_by", needed=False)
        story, _ = StoryDetail.objects.update_or_create(work=work, defaults={"told_by": told_by})
        story.pieces.set(detail.pieces)
    else:
        ActivityDetail.objects.update_or_create(work=work, defaults=_activity(detail))
    work.refresh_from_db(fields=["version"])  # forgets the detail as it was read before


def _refuse_pieces(work: Work, pieces: Sequence[Work]) -> None:
    """One release tells one story: a piece that carries another story cannot be counted as this one's telling too."""
    for piece in pieces:
        if piece.kind != WorkKind.PIECE or piece.key_result_id != work.key_result_id:
            raise refuse(
                "pieces",
                (f"“{piece.title}” is not a piece of this key result", f"“{piece.title}” ไม่ใช่ชิ้นงานของตัวชี้วัดนี้"),
                ("choose pieces that carry the story", "โปรดเลือกชิ้นงานที่ใช้เล่าเรื่องนี้"),
            )
    taken = (
        StoryDetail.objects.filter(pieces__in=pieces)
        .exclude(work=work)
        .exclude(work__state=WorkState.WITHDRAWN)
        .select_related("work")
        .first()
    )
    if taken is not None:
        raise refuse(
            "pieces",
            (f"a piece carries the story “{taken.work.title}” already", f"มีชิ้นงานที่ใช้เล่าเรื่อง “{taken.work.title}” อยู่แล้ว"),
            ("choose another piece", "โปรดเลือกชิ้นงานอื่น"),
        )


def _activity(draft: ActivityDraft) -> dict[str, Any]:
    starts, ends = moment(draft.starts_at, "starts_at", past=draft.held is True), moment(draft.ends_at, "ends_at")
    if starts is not None and ends is not None and ends <= starts:
        raise refuse(
            "ends_at",
            ("the end is not after the start", "เวลาสิ้นสุดไม่อยู่หลังเวลาเริ่ม"),
            ("correct one of them", "โปรดแก้ไขเวลา"),
        )
    return {
        "announced_at": moment(draft.announced_at, "announced_at", past=True),
        "open_to_public": draft.open_to_public,
        "starts_at": starts,
        "ends_at": ends,
        "held": draft.held,
        "host": line(draft.host, "host", longest=200, needed=False),
        "channels": [choice(name, "channels", Channel) for name in dict.fromkeys(draft.channels)],
        "two_way": draft.two_way,
        "series": line(draft.series, "series", longest=200, needed=False),
        "announced_separately": draft.announced_separately,
    }


def data(detail: Detail) -> dict[str, Any]:
    """The detail as the audit chain writes it."""
    if isinstance(detail, PieceDraft):
        return {"form": str(detail.form)}
    if isinstance(detail, StoryDraft):
        return {"told_by": detail.told_by, "pieces": [piece.subject for piece in detail.pieces]}
    names = ("announced_at", "open_to_public", "starts_at", "ends_at", "held", "host", "two_way", "series")
    return {
        **{name: getattr(detail, name) for name in names},
        "announced_separately": detail.announced_separately,
        "channels": [str(name) for name in detail.channels],
    }


def words(work: Work) -> tuple[str, ...]:
    """What of the detail a search finds."""
    if work.kind == WorkKind.STORY:
        return (work.story.told_by,)
    if work.kind == WorkKind.ACTIVITY:
        return work.activity.host, work.activity.series
    return ()


def refuse_unfinished_media(media: Media) -> None:
    """An image needs words for those who cannot see it, and a credit; a video its captions, and a credit."""
    name, kind = media.file_name, media.file.media_type
    if kind.startswith("image/") and not media.alt:
        raise refuse(
            "media",
            (f"“{name}” has no alternative text", f"ภาพ “{name}” ยังไม่มีคำบรรยายภาพ"),
            ("describe it", "โปรดเขียนคำบรรยาย"),
        )
    if kind.startswith("video/") and media.captions_id is None:
        raise refuse(
            "media",
            (f"“{name}” has no captions", f"วิดีโอ “{name}” ยังไม่มีคำบรรยายเสียง"),
            ("add a caption file", "โปรดเพิ่มไฟล์คำบรรยาย"),
        )
    if kind.startswith(("image/", "video/")) and not media.credit:
        raise refuse("media", (f"“{name}” has no credit", f"“{name}” ยังไม่มีเครดิต"), ("say who made it", "โปรดระบุผู้จัดทำ"))
