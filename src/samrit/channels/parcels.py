"""From a delivery to the parcel that an adapter sends."""

from __future__ import annotations

from collections.abc import Callable

from samrit.channels import addresses, vault
from samrit.channels.facts_of_media import facts_of
from samrit.channels.fitting import FRAMES, PREVIEW, fitted
from samrit.channels.models import Delivery
from samrit.channels.platforms.parcel import Content, Medium, Parcel, digest
from samrit.channels.registry import adapter_of
from samrit.platform.files import open_file, public_copy
from samrit.platform.models import StoredFile
from samrit.platform.sniffing import COPIED, IMAGES, JPEG, MP4, PNG
from samrit.publicity.enums import Channel
from samrit.publicity.models import Media

_ENDINGS = {JPEG: "jpg", PNG: "png", MP4: "mp4"}
_PLAIN_LINK = {Channel.INSTAGRAM, Channel.TIKTOK}
"""Here an address is not a link; it is written as people type it."""
_NO_LINK = {Channel.WEBSITE}


def parcel_of(delivery: Delivery, token: Callable[[], str] | None = None) -> Parcel:
    """Everything an adapter needs. Reads the media of the work; files are opened only when they are sent."""
    channel = Channel(delivery.account.channel)
    content = Content.of(delivery.content)
    rows = {
        row.pk: row
        for row in Media.objects.filter(work=delivery.work_id).select_related("file", "public_copy", "captions")
    }
    chosen = [rows[key] for key in content.media if key in rows]
    captions = next((row.captions for row in chosen if row.captions_id), None)
    cover = rows.get(content.thumbnail) if content.thumbnail else None
    first = delivery.attempts.filter(operation="publish").order_by("pk").first()
    return Parcel(
        delivery=str(delivery.uid),
        form=delivery.form,
        account=delivery.account.external_id,
        content=content,
        text=final_text(content.text, delivery.link.code, channel),
        marker=addresses.marker(delivery.link.code),
        link=addresses.short_address(delivery.link.code),
        token=token or (lambda: ""),
        media=tuple(_medium(row, channel) for row in chosen),
        thumbnail=None if cover is None else _medium(cover, channel),
        captions=None if captions is None else _plain(captions, "captions"),
        facts={**delivery.account.facts, **_page(delivery, channel)},
        handles=delivery.handles,
        secrets=vault.unseal_all(delivery.sealed),
        key=str(delivery.uid),
        at=delivery.scheduled_at,
        since=None if first is None else first.at,
    )


def _page(delivery: Delivery, channel: str) -> dict[str, str]:
    """The page of the work: only the city's own site publishes by it."""
    return {"page": addresses.own_page_of(delivery.work)} if channel == Channel.WEBSITE else {}


def content_sha256(delivery: Delivery) -> str:
    """The hash of what this delivery would publish: what an approval approves."""
    return digest(adapter_of(delivery.account.channel).payload(parcel_of(delivery)))


def final_text(text: str, code: str, channel: str) -> str:
    """The text as it goes out: with its short link, at `{link}` or at the end."""
    if channel in _NO_LINK:
        return text
    link = addresses.short_address(code)
    shown = link.partition("://")[2] if channel in _PLAIN_LINK else link
    if "{link}" in text:
        return text.replace("{link}", shown)
    return f"{text.rstrip()}\n\n{shown}".strip()


def _medium(row: Media, channel: Channel) -> Medium:
    stored = row.public_copy or (public_copy(row.file) if row.file.media_type in COPIED else row.file)
    if stored.media_type in IMAGES and channel in FRAMES:
        stored = fitted(stored, FRAMES[channel])
    return _plain(stored, row.file_name, alt=row.alt)


def _plain(stored: StoredFile, name: str, *, alt: str = "") -> Medium:
    facts = facts_of(stored)
    return Medium(
        sha256=stored.pk,
        media_type=stored.media_type,
        size=stored.size,
        file_name=name,
        open=lambda: open_file(stored),
        url=addresses.file_address(stored.pk, _ENDINGS.get(stored.media_type, "bin")),
        preview_url=addresses.file_address(stored.pk, "jpg", preview=True),
        alt=alt,
        width=facts.width,
        height=facts.height,
        seconds=facts.seconds,
    )


def preview_of(stored: StoredFile) -> StoredFile:
    """The small picture that LINE shows first."""
    return fitted(stored, PREVIEW)
