"""What is said in the film of a page, in English: a track beside the Thai one, which belongs to the work itself."""

from __future__ import annotations

from django.db import transaction

from samrit.people import recording
from samrit.people.models import User
from samrit.platform.files import StoredFile
from samrit.platform.locking import change
from samrit.publicity.actions.parts import tells_times
from samrit.publicity.actions.shared import lock, refuse
from samrit.publicity.models import Media
from samrit.site.actions.pages import require_edit
from samrit.site.models import EnglishCaptions, Page


@transaction.atomic(durable=True)
def caption_in_english(media: Media, *, file: StoredFile | None = None, read_version: int, acting_user: User) -> None:
    """Sets the English captions of a film that a page shows, or takes them off (None). `read_version`: the page's."""
    standing = require_edit(media.work, acting_user)
    page = Page.objects.filter(work=media.work).first()
    if page is None or not media.file.media_type.startswith("video/"):
        raise refuse(
            "media",
            ("no page shows this file as a film", "ไม่มีหน้าที่แสดงไฟล์นี้เป็นวิดีโอ"),
            ("begin the page of its work", "โปรดเริ่มหน้าของงานนี้"),
        )
    lock(page, read_version)
    if file is None:
        EnglishCaptions.objects.filter(media=media).delete()
    elif tells_times(file):
        EnglishCaptions.objects.update_or_create(media=media, defaults={"file": file})
    else:
        raise refuse(
            "file",
            ("captions are a text file with times (.vtt, .srt)", "คำบรรยายต้องเป็นไฟล์ข้อความที่มีเวลา (.vtt, .srt)"),
            ("choose one", "โปรดเลือกไฟล์คำบรรยาย"),
        )
    change(page, read_version=page.version)
    recording.record(
        "site.captions.set",
        acting_user=acting_user,
        standing=standing,
        subject=page.subject,
        data={"media": media.pk, "captions": file.pk if file else None},
    )
