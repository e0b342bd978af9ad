"""Tables of agencies, targets, figures and works: downloaded, filled in, tried, taken in."""

from __future__ import annotations

import hashlib

from django import forms
from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samrit.core.contract import Refused
from samrit.exchange.tables import TABLES, Came, as_csv, as_workbook, import_table
from samrit.people.enums import Act
from samrit.people.rights import Forbidden
from samrit.platform.sending import send_made
from samrit.results.spreadsheets.workbook import MAX_FILE
from samrit.web.shared.forms import OfficeForm
from samrit.web.shared.pages import rights_of, staff_page, status_of
from samrit.web.shared.templatetags.samrit import digits

_NAMES = {
    "works": gettext_lazy("ชิ้นงาน เรื่องเล่า และกิจกรรม"),
    "facts": gettext_lazy("ตัวเลขของรายงาน"),
    "targets": gettext_lazy("ค่าเป้าหมายของหน่วยงาน"),
    "agencies": gettext_lazy("ทะเบียนหน่วยงาน"),
}
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_KEPT = 3600


class TableForm(OfficeForm):
    """Which table, and the file."""

    table = forms.ChoiceField(label=gettext_lazy("ตาราง"), choices=list(_NAMES.items()), widget=forms.RadioSelect)
    file = forms.FileField(label=gettext_lazy("ไฟล์ XLSX หรือ CSV ที่แก้ไขแล้ว"), required=False)
    kept = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


@staff_page
def tables(request: HttpRequest) -> HttpResponse:
    """The tables; POST tries a file, or takes in the one that was tried."""
    if not rights_of(request).roles:
        raise Forbidden(Act.VIEW)
    form = TableForm(request.POST or None, request.FILES or None, initial={"table": "works"})
    tried, kept = None, ""
    if request.method == "POST" and form.is_valid():
        data = _data(request, form)
        if data is not None:
            tried = _import(request, form, data, take="take" in request.POST)
            kept = _keep(request, data)
    if tried is not None and tried.done:
        told = {"created": digits(tried.created), "changed": digits(tried.changed)}
        messages.success(request, _("นำเข้าแล้ว: สร้างใหม่ %(created)s แก้ไข %(changed)s") % told)
        return redirect("office:tables")
    context = {"form": form, "tried": tried, "kept": kept, "names": _NAMES.items(), "table": form.data.get("table", "")}
    return render(request, "office/tables.html", context, status=422 if tried and tried.errors else status_of(form))


@staff_page
def table_file(request: HttpRequest, name: str, kind: str) -> HttpResponse:
    """A table with the rows that this person may see."""
    if name not in TABLES or kind not in {"xlsx", "csv"}:
        raise Http404
    if not rights_of(request).roles:
        raise Forbidden(Act.VIEW)
    if kind == "csv":
        return send_made(as_csv(TABLES[name], request.user), f"{name}.csv", "text/csv; charset=utf-8")
    return send_made(as_workbook(TABLES[name], request.user), f"{name}.xlsx", _XLSX)


def _import(request: HttpRequest, form: TableForm, data: bytes, *, take: bool) -> Came | None:
    try:
        return import_table(form.cleaned_data["table"], data, dry_run=not take, acting_user=request.user)
    except Forbidden:
        raise
    except Refused as refused:
        form.refuse(refused)
        return None


def _data(request: HttpRequest, form: TableForm) -> bytes | None:
    """The file that was chosen, or the one that was tried before."""
    file, kept = form.cleaned_data["file"], form.cleaned_data["kept"]
    if file is not None:
        return bytes(file.read(MAX_FILE + 1))
    data = cache.get(_name(request, kept)) if kept else None
    if data is None:
        form.add_error("file", _("ไฟล์ที่ลองไว้หมดอายุแล้ว โปรดเลือกไฟล์อีกครั้ง") if kept else _("โปรดเลือกไฟล์"))
    return data


def _keep(request: HttpRequest, data: bytes) -> str:
    name = hashlib.sha256(data).hexdigest()
    if len(data) <= MAX_FILE:
        cache.set(_name(request, name), data, _KEPT)
    return name


def _name(request: HttpRequest, digest: str) -> str:
    return f"samrit-table-{request.user.pk}-{hashlib.sha256(digest.encode()).hexdigest()}"
