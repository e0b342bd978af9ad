"""Files as answers: kept ones and those made at once, to be saved, or an image to be shown; never run."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpResponse
from django.utils.http import content_disposition_header

from samrit.platform import files
from samrit.platform.models import StoredFile
from samrit.platform.sniffing import IMAGES


def send(file: StoredFile | None, name: str, *, shown: bool = False) -> FileResponse:
    """The file under a name; an image may be `shown` in a page. 404 where there is none, or the storage has lost it."""
    if file is None:
        raise Http404
    try:
        content = files.open_file(file)
    except FileNotFoundError:
        raise Http404 from None
    inline = shown and file.media_type in IMAGES
    answer = FileResponse(content, as_attachment=not inline, filename=name or "file", content_type=file.media_type)
    answer["Cache-Control"] = "private, no-store"
    return answer


def send_made(data: bytes, name: str, media_type: str) -> HttpResponse:
    """What was made for this person just now, to be saved under a name."""
    answer = HttpResponse(data, content_type=media_type)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    answer["Cache-Control"] = "private, no-store"
    return answer
