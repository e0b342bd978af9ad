"""Key results without a sheet: typed by hand, or many at once by a spreadsheet that is tried before it is taken."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samrit.core.contract import Message, Refused
from samrit.people.enums import Act
from samrit.people.models import Agency
from samrit.people.rights import Forbidden
from samrit.platform.sending import send_made
from samrit.results.actions.definitions import create_by_hand, with_rubric
from samrit.results.models import Revision
from samrit.results.spreadsheets import KINDS, Imported, export_key_results, import_key_results
from samrit.results.spreadsheets.workbook import MAX_FILE
from samrit.results.typed import TypedDuty, TypedTarget, typed_document
from samrit.web.office.typed_forms import DutyForm, HeadForm, SupportForm
from samrit.web.office.views.common import crumbs, visible_key_results
from samrit.web.shared.forms import OfficeForm
from samrit.web.shared.pages import attempt, rights_of, staff_page, status_of
from samrit.web.shared.templatetags.samrit import digits

MAX_LINES = 200
_MORE = 5
_KEPT = 3600


def _require(request: HttpRequest) -> None:
    if not rights_of(request).may_somewhere(Act.CREATE_KEY_RESULT):
        raise Forbidden(Act.CREATE_KEY_RESULT)


# --- by hand ---


@staff_page
def by_hand(request: HttpRequest) -> HttpResponse:
    """A key result that is typed. “More lines” keeps everything typed; what is left open is asked on its own page."""
    _require(request)
    agencies = {agency.code: agency for agency in Agency.objects.all()}
    head = HeadForm(request.POST or None, agencies=agencies)
    supporting = _lines(request, SupportForm, "support", agencies)
    duties = _lines(request, DutyForm, "duty", agencies)
    adding = "more" in request.POST
    if adding:
        head = HeadForm(initial=_typed(request), agencies=agencies)
    elif request.method == "POST" and all([form.is_valid() for form in (head, *supporting, *duties)]):  # noqa: C419 -- each says what is wrong
        made: list[Revision] = []
        if attempt(request, head, lambda: made.append(_create(request, head, supporting, duties)), _("บันทึกแบบแล้ว")):
            return redirect("office:revision", made[0].key_result.key, made[0].number)
    context = {"form": head, "supporting": supporting, "duties": duties, "crumbs": crumbs()}
    status = 200 if adding else status_of(head, *supporting, *duties)
    return render(request, "office/by_hand.html", context, status=status)


def _typed(request: HttpRequest) -> dict[str, Any]:
    several = {"references", "channels", "evaluation"}
    return {
        name: request.POST.getlist(name) if name in several else request.POST.get(name, "")
        for name in HeadForm.base_fields
    }


def _lines(request: HttpRequest, made: type[Any], prefix: str, agencies: dict[str, Agency]) -> list[Any]:
    """The lines that were sent, bound; with “more lines” some empty ones after them."""
    if request.method != "POST":
        return [made(prefix=f"{prefix}{place}", agencies=agencies) for place in range(3)]
    text = request.POST.get(f"{prefix}_count", "0")
    count = min(int(text), MAX_LINES) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    more = _MORE if request.POST.get("more") == prefix else 0
    bound = [made(request.POST, prefix=f"{prefix}{place}", agencies=agencies) for place in range(count)]
    return [*bound, *(made(prefix=f"{prefix}{place}", agencies=agencies) for place in range(count, count + more))]


def _create(request: HttpRequest, head: HeadForm, supporting: list[SupportForm], duties: list[DutyForm]) -> Revision:
    agencies = [row for form in supporting if (row := form.row()) is not None]
    work = [row for form in duties if (row := form.row()) is not None]
    _require_known(head.host_agency, agencies, work)
    document = typed_document(head.sheet(agencies, work))
    if head.cleaned_data["rubric"]:
        document = with_rubric(document, head.cleaned_data["rubric"])
    return create_by_hand(
        acting_user=request.user, document=document, agency=head.host_agency, reason=head.cleaned_data["reason"]
    )


def _require_known(host: Agency, supporting: list[tuple[Agency, TypedTarget]], duties: list[TypedDuty]) -> None:
    """Each agency once, and duties only of agencies that take part."""
    names = [agency for agency, _target in supporting]
    twice = next((agency for place, agency in enumerate(names) if agency in (host, *names[:place])), None)
    if twice is not None:
        raise Refused(
            "",
            Message(f"{twice} stands here twice", f"{twice} ปรากฏซ้ำ"),
            Message("name each agency once", "โปรดระบุหน่วยงานละหนึ่งครั้ง"),
        )
    stranger = next((row.agency for row in duties if row.agency not in (None, host, *names)), None)
    if stranger is not None:
        raise Refused(
            "",
            Message(f"{stranger} has a duty but takes no part", f"{stranger} มีบทบาทภารกิจ แต่ไม่อยู่ในรายชื่อหน่วยงาน"),
            Message("add it to the supporting agencies", "โปรดเพิ่มในหน่วยงานสนับสนุน (R)"),
        )


# --- by spreadsheet ---


_FILES = {"blank": "key-results-blank", "present": "key-results"}


class WorkbookForm(OfficeForm):
    """The file, and why what stands already changes."""

    file = forms.FileField(
        label=gettext_lazy("ไฟล์ตารางคำนวณ (XLSX หรือ CSV) หรือ JSON"),
        help_text=gettext_lazy("เริ่มจากแบบว่างหรือไฟล์ที่ส่งออกจากหน้านี้ ไม่เกิน ๕ เมกะไบต์"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.json"}),
        required=False,
        error_messages={"empty": gettext_lazy("ไฟล์ว่างเปล่า โปรดเลือกไฟล์อื่น")},
    )
    kept = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    reason = forms.CharField(
        label=gettext_lazy("เหตุผลที่เปลี่ยนแปลง"),
        help_text=gettext_lazy("ระบุเมื่อมีตัวชี้วัดที่อยู่ในระบบแล้ว"),
        widget=forms.Textarea,
        required=False,
        max_length=2000,
    )


@staff_page
def spreadsheet(request: HttpRequest) -> HttpResponse:
    """Tries a workbook first: what would be created or revised, and every fault by its cell; then takes it."""
    _require(request)
    form = WorkbookForm(request.POST or None, request.FILES or None)
    tried: Imported | None = None
    kept = ""
    if request.method == "POST":
        form.is_bound = True
        if form.is_valid():
            data = _workbook(request, form)
            if data is not None:
                kept = _keep(request, data)
                tried = _import(request, form, data, take="take" in request.POST)
    if tried is not None and tried.done:
        messages.success(
            request,
            _("นำเข้าแล้ว: สร้างใหม่ %(created)s ปรับปรุง %(revised)s")
            % {"created": digits(len(tried.created)), "revised": digits(len(tried.revised))},
        )
        return redirect("office:key_results")
    context = {"form": form, "tried": tried, "kept": kept, "crumbs": crumbs()}
    return render(
        request, "office/spreadsheet.html", context, status=422 if tried and tried.errors else status_of(form)
    )


def _import(request: HttpRequest, form: WorkbookForm, data: bytes, *, take: bool) -> Imported | None:
    try:
        return import_key_results(
            acting_user=request.user, data=data, reason=form.cleaned_data["reason"], dry_run=not take
        )
    except Forbidden:
        raise
    except Refused as refused:
        form.refuse(refused)
        return None


def _workbook(request: HttpRequest, form: WorkbookForm) -> bytes | None:
    """The file that was chosen, or the one that was tried before."""
    file = form.cleaned_data["file"]
    if file is not None:
        return bytes(file.read(MAX_FILE + 1))
    kept = form.cleaned_data["kept"]
    data = cache.get(_name(request, kept)) if kept else None
    if data is None:
        sentence = _("ไฟล์ที่ลองไว้หมดอายุแล้ว โปรดเลือกไฟล์อีกครั้ง") if kept else _("โปรดเลือกไฟล์")
        form.add_error("file", sentence)
    return data


def _keep(request: HttpRequest, data: bytes) -> str:
    """Keeps a tried file for an hour, for the person who sent it, so that it need not be chosen again."""
    name = hashlib.sha256(data).hexdigest()
    if len(data) <= MAX_FILE:
        cache.set(_name(request, name), data, _KEPT)
    return name


def _name(request: HttpRequest, digest: str) -> str:
    return f"samrit-workbook-{request.user.pk}-{hashlib.sha256(digest.encode()).hexdigest()}"


@staff_page
def spreadsheet_file(request: HttpRequest, what: str, kind: str) -> HttpResponse:
    """The file to fill in: empty, or with the key results that this person may see."""
    _require(request)
    if what not in _FILES or kind not in KINDS:
        raise Http404
    data = export_key_results(visible_key_results(request) if what == "present" else [], kind)
    return send_made(data, f"{_FILES[what]}.{kind}", KINDS[kind])
