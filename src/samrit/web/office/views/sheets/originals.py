"""The original beside its reading: the file, pictures of its pages, the places that questions point at."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from samrit.platform.sending import send
from samrit.results.originals import page_picture, question_picture
from samrit.web.office.views.common import key_result_of
from samrit.web.office.views.sheets.shared import revision_of
from samrit.web.shared.pages import staff_page


@staff_page
def source(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """The file as it was uploaded: shown only if it is a picture, else to be saved; never run."""
    row = revision_of(key_result_of(request, key), number)
    return send(row.source, row.source_name or "sheet", shown=True)


@staff_page
def page(request: HttpRequest, key: str, number: int, page: int) -> HttpResponse:
    """A page of the original as a picture; `?question=` frames the place that a question points at."""
    row = revision_of(key_result_of(request, key), number)
    asked = request.GET.get("question", "")
    question = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else None
    return _picture(page_picture(row, page, question))


@staff_page
def crop(request: HttpRequest, key: str, number: int, question: int) -> HttpResponse:
    """The place on the scan that a question points at."""
    return _picture(question_picture(revision_of(key_result_of(request, key), number), question))


def _picture(drawn: bytes | None) -> HttpResponse:
    """A file never changes, so the browser may keep the picture."""
    if drawn is None:
        raise Http404
    answer = HttpResponse(drawn, content_type="image/png")
    answer["Cache-Control"] = "private, max-age=86400, immutable"
    return answer
