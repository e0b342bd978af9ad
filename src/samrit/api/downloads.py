"""Files: the papers, sheets and tables of the office, its evidence and media, with the rights of its pages."""

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from django.db.models import Model
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from ninja import Path, Query, Router

from samrit.api.arguments import place_of, reference_type
from samrit.api.outcomes import as_json
from samrit.api.problems import language_of
from samrit.api.reading import reading, row_of
from samrit.api.reads import BY_MODEL
from samrit.api.shapes.exchange import DrawingShape
from samrit.api.values import Id
from samrit.api.viewer import viewer_of
from samrit.channels.bundle import bundle_of, refuse_unready
from samrit.channels.models import Delivery
from samrit.channels.queries import with_everything
from samrit.core.contract import Message, Refused, speak
from samrit.evidence.captures.reading import Damaged, read
from samrit.evidence.enums import EvidenceKind
from samrit.evidence.models import Consent, EvidenceItem
from samrit.evidence.queries import is_hidden, public_file_of
from samrit.exchange.packages import package, workbook
from samrit.exchange.tables import TABLES, Table, as_csv, as_workbook
from samrit.people.enums import Act
from samrit.people.rights import Forbidden
from samrit.platform.files import open_file
from samrit.platform.jobs import JobState, latest_job
from samrit.platform.papers import DECKS, KINDS
from samrit.platform.sending import send, send_made
from samrit.platform.sniffing import XLSX
from samrit.publicity.actions.shared import scope_of
from samrit.publicity.models import Comment, CommentFile, Media, Plan, Storyteller
from samrit.reports.drawing import Filed, filed_plan, filed_report
from samrit.reports.files import (
    FORMS,
    Made,
    certificate_file,
    drawing_key,
    form_file,
    paper_file,
    slides_file,
    start_drawing,
)
from samrit.results.models import Period, Report, Revision
from samrit.results.originals import page_picture
from samrit.results.parts import scopes_of
from samrit.results.spreadsheets import KINDS as BOOKS
from samrit.results.spreadsheets import export_key_results
from samrit.site.models import Picture
from samrit.site.pictures import WIDTHS
from samrit.surveys import telling, xlsform
from samrit.surveys.actions.shared import asked, latest
from samrit.surveys.answer_sheet import answer_sheet
from samrit.surveys.models import Survey, Wave

CSV = "text/csv; charset=utf-8"
JSON = "application/json"
_ANY = "*/*"
_ASK_AGAIN = "3"
_REST = dt.timedelta(minutes=5)
"""How long a drawing that failed is not tried anew."""
_TABLES: Mapping[str, str] = {"xlsx": XLSX, "csv": CSV}
_DOCUMENT = {"schema": {"type": "object"}}
_BINARY = {"schema": {"type": "string", "format": "binary"}}


@dataclass(frozen=True, slots=True)
class Download:
    """A file of a row. `choices`: what may be asked for, with the media types; the first where nothing is named."""

    model: type[Model]
    name: str
    give: Callable[[HttpRequest, Any, str], HttpResponseBase]
    summary: str
    choices: Mapping[str, str] = field(default_factory=dict)
    parameter: str = "format"
    related: tuple[str, ...] = ()
    drawn: bool = False
    """Whether a job may have to draw it first."""


def _sent(made: Made) -> HttpResponseBase:
    return send_made(made.data, made.name, made.media_type)


# --- papers ---


def _paper(request: HttpRequest, paper: Filed, kind: str) -> HttpResponseBase:
    """The file, or how far the job is that draws it. Raises Refused where that job has failed."""
    made = paper_file(paper, kind)
    if made is not None:
        return _sent(made)
    job = latest_job(drawing_key(paper, kind))
    if job is not None and job.state is JobState.FAILED and timezone.now() - job.asked_at < _REST:
        raise Refused("", job.words, Message("ask again in some minutes", "โปรดขอใหม่ในอีกไม่กี่นาที"))
    start_drawing(paper, kind, started_by=viewer_of(request).user.audit_name)
    job = latest_job(drawing_key(paper, kind))
    told = {"state": job.state, "percent": job.percent, "words": speak(job.words, language_of(request))}
    return as_json(told, 202, **{"Retry-After": _ASK_AGAIN})


def _certificate(request: HttpRequest, row: Storyteller, kind: str) -> HttpResponseBase:
    viewer_of(request).rights.require_one((Act.EDIT_STORYTELLERS,), *scopes_of(row.key_result))
    return _sent(certificate_file(row, kind))


# --- what was kept ---


def _source(_request: HttpRequest, row: Revision, _choice: str) -> HttpResponseBase:
    return send(row.source, row.source_name or "sheet")


def _evidence(_request: HttpRequest, row: EvidenceItem, part: str) -> HttpResponseBase:
    """Closed where a consent ended, as on the page."""
    name = row.file_name or "evidence"
    return send(public_file_of(row) if part == "public" else None if is_hidden(row) else row.file, name)


def _screenshot(_request: HttpRequest, row: EvidenceItem, _choice: str) -> HttpResponseBase:
    if row.kind != EvidenceKind.CAPTURE or row.file is None or is_hidden(row):
        raise Http404
    try:
        with open_file(row.file) as file:
            drawn = read(file).screenshot
    except (Damaged, FileNotFoundError):
        raise Http404 from None
    if not drawn:
        raise Http404
    return send_made(drawn, f"capture-{row.pk}.png", "image/png")


_MEDIA = {"public": "public_copy", "original": "file", "captions": "captions"}


def _media(_request: HttpRequest, row: Media, part: str) -> HttpResponseBase:
    name = f"{row.file_name}.vtt" if part == "captions" else row.file_name
    return send(getattr(row, _MEDIA[part]), name)


def _picture(_request: HttpRequest, row: Picture, name: str) -> HttpResponseBase:
    found = row.formats.filter(name=name).select_related("file").first()
    return send(None if found is None else found.file, f"{row.uid}-{name}.{'jpg' if name == 'card' else 'webp'}")


def _consent(_request: HttpRequest, row: Consent, _choice: str) -> HttpResponseBase:
    return send(None if row.withdrawn_at else row.form, f"consent-{row.pk}")


# --- made for the call ---


def _bundle(request: HttpRequest, row: Delivery, _choice: str) -> HttpResponseBase:
    row = with_everything(row.uid)
    viewer_of(request).rights.require_one((Act.EDIT_WORK, Act.APPROVE_WORK), scope_of(row.work))
    refuse_unready(row)
    return send_made(bundle_of(row), f"{row.account.channel}-{row.link.code}.zip", "application/zip")


def _record(_request: HttpRequest, row: Period, kind: str) -> HttpResponseBase:
    made = package(row)
    name = f"policy-tracking-{row.key_result.key}-{row.code}.{kind}"
    return send_made(workbook(made), name, XLSX) if kind == "xlsx" else send_made(made.data, name, JSON)


def _questionnaire(_request: HttpRequest, row: Survey, _choice: str) -> HttpResponseBase:
    version = latest(row)
    return send_made(xlsform.workbook(asked(version)), f"questionnaire-{version.number}.xlsx", XLSX)


def _answers(request: HttpRequest, row: Wave, part: str) -> HttpResponseBase:
    return send_made(
        telling.file_for(row, part, reader=viewer_of(request).user), f"survey-wave-{row.number}-{part}.csv", CSV
    )


_OF_REPORT = ("key_result__host", "agency", "period")
DOWNLOADS: tuple[Download, ...] = (
    Download(
        Plan,
        "paper",
        lambda request, row, kind: _paper(request, filed_plan(row), kind),
        "The plan as the paper that is laid before the executives",
        KINDS,
        related=("key_result__host",),
        drawn=True,
    ),
    Download(
        Report,
        "paper",
        lambda request, row, kind: _paper(request, filed_report(row), kind),
        "The report as the paper for the executives' information",
        KINDS,
        related=_OF_REPORT,
        drawn=True,
    ),
    Download(
        Report,
        "slides",
        lambda _request, row, kind: _sent(slides_file(row, kind)),
        "The report as slides for a meeting",
        DECKS,
        related=_OF_REPORT,
    ),
    Download(
        Storyteller,
        "certificate",
        _certificate,
        "The certificate of a storyteller whose consent holds",
        KINDS,
        related=("consent", "key_result__host"),
    ),
    Download(
        Revision,
        "form",
        lambda _request, row, kind: _sent(form_file(row, kind)),
        "The definition as the official form, which reads back",
        FORMS,
        related=("key_result",),
    ),
    Download(Revision, "source", _source, "The file that the definition was read from", related=("source",)),
    Download(
        Period,
        "record",
        _record,
        "The record of a period for BMA Policy Tracking, as the file that is handed in",
        {"xlsx": XLSX, "json": JSON},
        related=("key_result__host",),
    ),
    Download(
        EvidenceItem,
        "file",
        _evidence,
        "The file of an item of evidence, or its copy for the public; closed where a consent ended",
        {"original": _ANY, "public": _ANY},
        "part",
        ("file", "public_copy"),
    ),
    Download(
        EvidenceItem,
        "screenshot",
        _screenshot,
        "How a browser drew the page when it was captured",
        {"": "image/png"},
        related=("file",),
    ),
    Download(
        Media,
        "file",
        _media,
        "A file of a work: its copy for the public, the original, or the captions",
        dict.fromkeys(_MEDIA, _ANY),
        "part",
        ("file", "public_copy", "captions"),
    ),
    Download(
        Picture,
        "file",
        _picture,
        "A picture of the public site in one of its formats",
        {**{str(width): "image/webp" for width in WIDTHS}, "card": "image/jpeg"},
        "size",
    ),
    Download(Consent, "form", _consent, "The signed form; closed once the consent is withdrawn", related=("form",)),
    Download(
        Delivery,
        "bundle",
        _bundle,
        "Everything that a person needs to publish it by hand, as one ZIP file",
        {"": "application/zip"},
    ),
    Download(Survey, "questionnaire", _questionnaire, "The newest questions as an XLSForm workbook", {"": XLSX}),
    Download(
        Wave,
        "answers",
        _answers,
        "The anonymised answers of a wave, or what their columns mean",
        dict.fromkeys(telling.FILES, CSV),
        "part",
        ("survey__key_result",),
    ),
    Download(
        Wave,
        "answer-sheet",
        lambda _request, row, _choice: send_made(answer_sheet(row), f"answers-wave-{row.number}.xlsx", XLSX),
        "The sheet into which answers on paper are typed, to be imported",
        {"": XLSX},
        related=("survey__key_result",),
    ),
)


# --- tables ---


def _table_view(table: Table) -> Callable[..., HttpResponseBase]:
    def read_table(
        request: HttpRequest,
        format: Literal["xlsx", "csv"] = Query("xlsx"),  # noqa: A002 -- a word of the address; how the framework is told
    ) -> HttpResponseBase:
        """The rows that the account may see."""
        viewer = viewer_of(request)
        if not viewer.rights.roles:
            raise Forbidden(Act.VIEW)
        make = as_csv if format == "csv" else as_workbook
        return send_made(make(table, viewer.user), f"{table.name}.{format}", _TABLES[format])

    return read_table


def read_key_results(
    request: HttpRequest,
    format: Literal["xlsx", "csv", "json"] = Query("xlsx"),  # noqa: A002 -- as above
) -> HttpResponseBase:
    """The key results that the account may see."""
    viewer = viewer_of(request)
    if not viewer.rights.may_somewhere(Act.CREATE_KEY_RESULT):
        raise Forbidden(Act.CREATE_KEY_RESULT)
    data = export_key_results(viewer.all_key_results, format)
    return send_made(data, f"key-results.{format}", BOOKS[format])


def read_comment_file(
    request: HttpRequest,
    key: Id = Path(...),  # noqa: B008 -- as above
    number: int = Path(..., ge=1, le=2**53 - 1),
) -> HttpResponseBase:
    """A file of a remark that was not taken back."""
    row = row_of(viewer_of(request), Comment, key)
    found = CommentFile.objects.select_related("file").filter(comment=row, comment__taken_back_at=None, pk=number)
    file = found.first()
    return send(file and file.file, file.file_name if file else "")


def read_page(
    request: HttpRequest,
    key: Id = Path(...),  # noqa: B008 -- as above
    page: int = Path(..., ge=1, le=10_000),
    question: int | None = Query(None, ge=0, le=999),
) -> HttpResponseBase:
    """A page of the original; 404 after the last."""
    row = row_of(viewer_of(request), Revision, key, "source")
    drawn = page_picture(row, page, question)
    if drawn is None:
        raise Http404
    return send_made(drawn, f"sheet-{row.pk}-{page}.png", "image/png")


# --- into the router ---


def add(router: Router) -> None:
    """Puts them into the router; plain addresses first."""
    _add(router, "/key-results/export", read_key_results, "The key results, to go in again by import", BOOKS)
    for table in TABLES.values():
        summary = f"The table of {table.name}, which goes in again by import"
        _add(router, f"/tables/{table.name}", _table_view(table), summary, _TABLES)
    for one in DOWNLOADS:
        address = f"/{BY_MODEL[one.model].path}/{place_of(one.model)}/{one.name}"
        _add(router, address, _view(one), one.summary, one.choices or {"": _ANY}, "key", drawn=one.drawn)
    comment = "/comments/{int:key}/files/{int:number}"
    _add(router, comment, read_comment_file, "A file of a remark", {"": _ANY}, "key", "number")
    scanned = "A page of the file that the definition was read from, as a picture; the place of a question framed"
    _add(router, "/revisions/{int:key}/pages/{int:page}", read_page, scanned, {"": "image/png"}, "key", "page")


def _view(one: Download) -> Callable[..., HttpResponseBase]:
    """A download as a view: the row by its key, and what is asked for among its choices."""
    choices = [name for name in one.choices if name]

    def view(request: HttpRequest, key: Any, **came: str) -> HttpResponseBase:
        row = row_of(viewer_of(request), one.model, key, *one.related)
        return one.give(request, row, came.get(one.parameter, ""))

    kept = inspect.Parameter.KEYWORD_ONLY
    signed = [
        inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD),
        inspect.Parameter("key", kept, default=Path(...), annotation=reference_type(one.model)),
    ]
    if choices:
        allowed = Literal[tuple(choices)]
        signed.append(inspect.Parameter(one.parameter, kept, default=Query(choices[0]), annotation=allowed))
    view.__signature__ = inspect.Signature(signed)
    return view


def _add(
    router: Router,
    address: str,
    view: Callable[..., HttpResponseBase],
    summary: str,
    choices: Mapping[str, str],
    *in_address: str,
    drawn: bool = False,
) -> None:
    """One download, with the scope `read`; its operation is named after its address."""
    tag, *rest = [part for part in address.strip("/").split("/") if not part.startswith("{")]
    content = {"content": {kind: _DOCUMENT if kind == JSON else _BINARY for kind in choices.values()}}
    waiting = "\n\nA long paper is drawn by a job: 202 says how far it is; ask again after `Retry-After`."
    router.get(
        address,
        response={202: DrawingShape, 200: None} if drawn else None,
        operation_id="_".join([tag, "download", *rest]).replace("-", "_"),
        summary=summary,
        description=f"Scope: `read`.{waiting if drawn else ''}",
        tags=[tag],
        openapi_extra={"responses": {200: content}},
    )(reading(view, *in_address))
