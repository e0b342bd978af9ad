"""From an uploaded sheet to a signed definition: reading beside the original, questions, rubric, signature."""

from __future__ import annotations

import uuid
from dataclasses import asdict, dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samrit.core.contract import Node, Refused
from samrit.core.rubric import describe_rubric
from samrit.core.sheet import Definition, read_definition
from samrit.core.sheet.readers import needs_ocr, pages_of, read_paper
from samrit.people.enums import Act, AgencyKind
from samrit.people.models import Agency
from samrit.people.rights import Forbidden
from samrit.platform.jobs import start
from samrit.platform.language import lang
from samrit.platform.locking import Stale
from samrit.results.actions import definitions as actions
from samrit.results.actions.creating import SlowUpload, keep_scan
from samrit.results.documents import open_questions
from samrit.results.enums import RevisionState
from samrit.results.models import KeyResult, Revision
from samrit.results.preview import preview_scores
from samrit.results.tasks import read_scan
from samrit.web.office.assumed import assumptions_in
from samrit.web.office.comparing import compared
from samrit.web.office.ladder import milestone_texts
from samrit.web.office.sheet_fields import CHOICES, Field, Sheet
from samrit.web.office.views.common import crumbs, key_result_of, may, version_of
from samrit.web.office.views.deciding import Decision, NoForm, ReasonForm, decide
from samrit.web.shared.forms import DateField, NumberField, OfficeForm, YesNoField, spoken
from samrit.web.shared.pages import attempt, refusal_text, rights_of, staff_page, status_of
from samrit.web.shared.templatetags.samrit import digits

MAX_SHEET = 20_000_000


class UploadForm(OfficeForm):
    """The file, and what a sheet may leave out."""

    file = forms.FileField(
        label=gettext_lazy("แบบรายละเอียดตัวชี้วัด"),
        help_text=gettext_lazy("ไฟล์ Word (DOCX), PDF, ข้อความ หรือภาพสแกน ไม่เกิน ๒๐ เมกะไบต์"),
        widget=forms.FileInput(attrs={"accept": ".docx,.pdf,.txt,.png,.jpg,.jpeg"}),
        error_messages={"empty": gettext_lazy("ไฟล์ว่างเปล่า โปรดเลือกไฟล์อื่น")},
    )
    agency = forms.ModelChoiceField(
        Agency.objects.exclude(kind=AgencyKind.DISTRICT_OFFICE),
        label=gettext_lazy("หน่วยงานรับผิดชอบหลัก"),
        help_text=gettext_lazy("ระบุเมื่อชื่อในแบบไม่ตรงกับทะเบียนหน่วยงาน"),
        required=False,
        empty_label=gettext_lazy("ใช้ตามที่แบบระบุ"),
    )
    code = forms.CharField(
        label=gettext_lazy("รหัส"),
        help_text=gettext_lazy("ระบุเมื่อแบบไม่มีรหัส"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"class": "w-number"}),
    )
    fiscal_year = NumberField(
        label=gettext_lazy("ปีงบประมาณ พ.ศ."), help_text=gettext_lazy("ระบุเมื่อแบบไม่มีปี"), required=False, whole=True
    )
    reason = forms.CharField(
        label=gettext_lazy("เหตุผลที่เปลี่ยนแปลง"),
        help_text=gettext_lazy("ระบุเมื่อเป็นฉบับแก้ไขของตัวชี้วัดเดิม"),
        widget=forms.Textarea,
        required=False,
    )


@staff_page
def upload(request: HttpRequest) -> HttpResponse:
    """Brings a sheet in: the file is read at once and its questions are asked; a scan is read by a job."""
    if not rights_of(request).may_somewhere(Act.CREATE_KEY_RESULT):
        raise Forbidden(Act.CREATE_KEY_RESULT)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form.is_bound = True
        if form.is_valid():
            try:
                made = _create(request, form.cleaned_data)
            except Forbidden:
                raise
            except Refused as refused:
                form.refuse(refused)
            else:
                if not isinstance(made, Revision):
                    return redirect("office:reading", made)
                messages.success(request, _("อ่านแบบแล้ว โปรดยืนยันทีละช่อง"))
                return redirect("office:revision", made.key_result.key, made.number)
    context = {"form": form, "crumbs": crumbs()}
    return render(request, "office/upload.html", context, status=status_of(form))


def _create(request: HttpRequest, data: dict[str, Any]) -> Revision | uuid.UUID:
    """The revision that was read, or the job that reads it."""
    file, agency = data["file"], data["agency"]
    content = file.read(MAX_SHEET + 1)
    told = {"code": data["code"], "fiscal_year": data["fiscal_year"], "reason": data["reason"]}
    if len(content) <= MAX_SHEET and needs_ocr(content, file.name):
        digest = keep_scan(acting_user=request.user, data=content)
        return start_reading(request, SlowUpload(digest, file.name, agency.code if agency else "", **told))
    return actions.create_from_sheet(acting_user=request.user, data=content, name=file.name, agency=agency, **told)


def start_reading(request: HttpRequest, slow: SlowUpload) -> uuid.UUID:
    """Has a job read a stored scan. What the form said is kept in the session, for whoever must correct it."""
    key = f"results.read:{request.user.pk}:{slow.sha256}"
    job = start(read_scan, request.user.pk, asdict(slow), key=key, started_by=request.user.audit_name)
    request.session[f"reading:{job}"] = asdict(slow)
    return job


def revision_of(key_result: KeyResult, number: int) -> Revision:
    """One revision with who made and signed it; 404 where there is none."""
    rows = Revision.objects.select_related(
        "source", "created_by", "signed_by", "signed_on_behalf_of", "key_result__host"
    )
    return get_object_or_404(rows, key_result=key_result, number=number)


def _crumbs(key_result: KeyResult, *further: tuple[str, str]) -> list[tuple[str, str]]:
    return crumbs(key_result, (_("แบบและฉบับ"), reverse("office:revisions", args=[key_result.key])), *further)


@staff_page
def revisions(request: HttpRequest, key: str) -> HttpResponse:
    """All revisions of a key result's definition, the old ones readable."""
    key_result = key_result_of(request, key)
    rows = key_result.revisions.select_related("created_by", "signed_by").defer("definition")
    context = {
        "key_result": key_result,
        "section": "sheet",
        "crumbs": crumbs(key_result),
        "rows": rows,
        "may_upload": may(request, Act.CREATE_KEY_RESULT, key_result),
    }
    return render(request, "office/revisions.html", context)


@staff_page
def revision(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """The reading beside the original, with what a person must still answer."""
    key_result = key_result_of(request, key)
    row = revision_of(key_result, number)
    sheet = Sheet(row.definition, row.confirmed)
    definition = read_definition(Node(row.definition, ""))
    original = _original(row)
    before = key_result.revisions.filter(number__lt=number).order_by("-number").first()
    context = {
        "key_result": key_result,
        "section": "sheet",
        "crumbs": _crumbs(key_result),
        "revision": row,
        "questions": sheet.questions(),
        "groups": sheet.groups(),
        "unread": row.definition.get("unread") or [],
        "rubric": describe_rubric(definition.rubric, lang()) if definition.rubric else [],
        "original": original.rows,
        "pages": range(1, original.pages + 1),
        "assumptions": assumptions_in(row),
        "before": before,
        "may_confirm": may(request, Act.CONFIRM_DEFINITION, key_result),
        "may_sign": row.state == RevisionState.CONFIRMED and may(request, Act.SIGN_DEFINITION, key_result),
        "open": row.state == RevisionState.READ and may(request, Act.CONFIRM_DEFINITION, key_result),
    }
    return render(request, "office/revision.html", context)


@dataclass(frozen=True, slots=True)
class _Original:
    """The original as it can be shown: its rows of cells as text, or (of scans) only pictures of its pages."""

    rows: list[list[str]]
    pages: int


def _original(row: Revision) -> _Original:
    """Read again only where that is quick: the pages of a scan are shown as they are."""
    if row.source is None:
        return _Original([], 0)
    name = f"samrit-original-{row.source_id}"
    found = cache.get(name)
    if found is None:
        with default_storage.open(row.source.path) as file:
            data = file.read()
        found = _read_again(data, row.source_name or "sheet")
        cache.set(name, found, 3600)
    return _Original(*found)


def _read_again(data: bytes, name: str) -> tuple[list[list[str]], int]:
    try:
        pages = pages_of(data, name)
        if needs_ocr(data, name):
            return [], pages
        paper = read_paper(data, name)
    except Refused:
        return [], 0
    return [[cell.text for cell in line.cells if cell.text and not cell.merged_up] for line in paper.rows], pages


@staff_page
def revision_source(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """The file as it was uploaded: shown only if it is a picture, else to be saved; never run."""
    row = revision_of(key_result_of(request, key), number)
    if row.source is None:
        raise Http404
    shown = row.source.media_type in {"image/png", "image/jpeg"}
    answer = FileResponse(
        default_storage.open(row.source.path),
        as_attachment=not shown,
        filename=row.source_name or "sheet",
        content_type=row.source.media_type,
    )
    answer["Cache-Control"] = "private, max-age=3600"
    return answer


class FieldForm(OfficeForm):
    """One field of the sheet; `keep` says that it is right as it was read."""

    reason = forms.CharField(label=gettext_lazy("เหตุผลหรือที่มา"), required=False, max_length=500)

    def __init__(self, *args: Any, field: Field, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label = spoken(field.label)
        made: forms.Field
        if field.kind == "tick":
            made = YesNoField(label=label)
            made.choices = [("yes", _("เลือก")), ("no", _("ไม่เลือก"))]
        elif field.kind in CHOICES:
            made = forms.ChoiceField(
                label=label,
                choices=[(name, spoken(words)) for name, words in CHOICES[field.kind].items()],
                required=False,
            )
        elif field.kind == "text":
            made = forms.CharField(
                label=label, widget=forms.Textarea(attrs={"class": "tall"}), required=False, max_length=20_000
            )
        else:
            css = {"class": "w-number"} if field.kind == "number" else {}
            made = forms.CharField(label=label, widget=forms.TextInput(attrs=css), required=False, max_length=1000)
        made.initial = field.value
        self.fields["value"] = made
        self.order_fields(["value", "reason"])


class InvolvementForm(OfficeForm):
    """The four ticks of the block whose marks are so often lost."""

    single_agency = YesNoField(label=gettext_lazy("ดำเนินการหน่วยงานเดียว"))
    supporting_agencies = YesNoField(label=gettext_lazy("มีหน่วยงานสนับสนุน (R) ร่วมดำเนินการ"))
    supporting_bureaus = YesNoField(label=gettext_lazy("หน่วยงาน (R) ระดับสำนัก/สำนักงาน"))
    supporting_district_offices = YesNoField(label=gettext_lazy("หน่วยงาน (R) ระดับสำนักงานเขต"))


@staff_page
def field(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Answers for one field: right as it was read, or another value."""
    key_result = key_result_of(request, key)
    row = revision_of(key_result, number)
    path = request.GET.get("path", "")
    sheet = Sheet(row.definition, row.confirmed)
    known = {part.path: part for group in sheet.groups() for part in group.fields}
    known |= {part.path: part for part in sheet.questions()}
    if path not in known:
        raise Http404
    asked = known[path]
    if asked.kind == "rubric":
        return redirect("office:rubric", key, number)
    back = reverse("office:revision", args=[key, number])
    data = request.POST or None
    if asked.kind == "involvement":
        form: OfficeForm = InvolvementForm(data, initial=row.definition["involvement"])
    else:
        form = FieldForm(data, field=asked)
    if request.method == "POST" and form.is_valid():
        value, reason = _typed(request, form)
        act = lambda: actions.confirm_field(  # noqa: E731 -- one call with what was typed
            acting_user=request.user,
            revision=row,
            path=path,
            value=value,
            reason=reason,
            read_version=version_of(request),
        )
        try:
            if attempt(request, form, act, _("ยืนยันแล้ว")):
                following = next((part for part in sheet.questions() if part.path != path), None)
                if following is not None and asked.question and following.kind != "rubric":
                    return redirect(
                        f"{reverse('office:revision_field', args=[key, number])}?{urlencode({'path': following.path})}"
                    )
                return redirect(back)
        except Stale as stale:
            form.refuse(stale)
    context = {
        "key_result": key_result,
        "crumbs": _crumbs(key_result),
        "revision": row,
        "field": asked,
        "form": form,
        "back": back,
        "version": row.version,
        "left": len(sheet.questions()),
    }
    return render(request, "office/field.html", context, status=status_of(form))


def _typed(request: HttpRequest, form: OfficeForm) -> tuple[Any, str]:
    if "keep" in request.POST:
        return actions.KEEP, ""
    if isinstance(form, InvolvementForm):
        return {name: value for name, value in form.cleaned_data.items() if value is not None}, ""
    return form.cleaned_data["value"], form.cleaned_data["reason"]


class RubricForm(OfficeForm):
    """A rubric in words, one level a line."""

    words = forms.CharField(
        label=gettext_lazy("เกณฑ์การให้คะแนน"),
        help_text=gettext_lazy("บรรทัดละหนึ่งระดับ เช่น “5 | 100 | ๑๐ ย่าน และรายงานผลต่อผู้บริหาร” หรือ “3: 6 ย่าน”"),
        widget=forms.Textarea(attrs={"class": "tall", "rows": 8}),
        max_length=20_000,
    )
    reason = forms.CharField(label=gettext_lazy("เหตุผลที่แก้ไข"), required=False, max_length=500)


@staff_page
def rubric(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """The rubric in words, with the scores that it would give; confirmed as it was read, or changed."""
    key_result = key_result_of(request, key)
    row = revision_of(key_result, number)
    definition = read_definition(Node(row.definition, ""))
    form = RubricForm(request.POST or None, initial={"words": _rubric_words(row.definition)})
    tried, stored = definition, ""
    back = reverse("office:revision", args=[key, number])
    if request.method == "POST":
        if "keep" in request.POST:
            try:
                _keep_rubric(request, row)
            except Stale as stale:
                form.refuse(stale)
                row = revision_of(key_result, number)
            else:
                messages.success(request, _("ยืนยันเกณฑ์แล้ว"))
                return redirect(back)
        if form.is_valid() and not form.errors:
            try:
                document = actions.with_rubric(row.definition, form.cleaned_data["words"])
                tried = read_definition(Node(document, ""))
                if "save" in request.POST and attempt(
                    request, form, lambda: _change(request, row, form), _("บันทึกเกณฑ์แล้ว")
                ):
                    return redirect(back)
            except Stale as stale:
                form.refuse(stale)
                stored = _rubric_words(revision_of(key_result, number).definition)
            except Forbidden:
                raise
            except Refused as refused:
                form.add_error("words", refusal_text(refused))
    context = {
        "key_result": key_result,
        "crumbs": _crumbs(key_result),
        "revision": row,
        "form": form,
        **_preview(tried),
        "stored": stored,
        "described": describe_rubric(tried.rubric, lang()) if tried.rubric else [],
        "asked": [part for part in Sheet(row.definition, row.confirmed).questions() if part.kind == "rubric"],
        "back": back,
        "version": row.version,
        "open": row.state == RevisionState.READ and may(request, Act.CONFIRM_DEFINITION, key_result),
    }
    return render(request, "office/rubric.html", context, status=status_of(form))


def _keep_rubric(request: HttpRequest, row: Revision) -> None:
    """Says of each thing that was asked about the rubric that it is right as it was read."""
    version = version_of(request)
    for part in Sheet(row.definition, row.confirmed).questions():
        if part.kind == "rubric":
            row = actions.confirm_field(acting_user=request.user, revision=row, path=part.path, read_version=version)
            version = row.version


def _preview(definition: Definition) -> dict[str, Any]:
    """Sample scores as a table of values against milestones; as a plain list where they do not fit one."""
    rows = preview_scores(definition)
    columns = list(dict.fromkeys(tuple(sorted(row.facts.milestones)) for row in rows))
    names = dict(zip(sorted({name for column in columns for name in column}), _("กขคงจฉ"), strict=False))
    values = {row.facts.values.get("result") for row in rows}
    if len(columns) < 2 or None in values or any(row.part for row in rows) or len(names) > 4:
        return {"rows": rows}
    texts = milestone_texts(definition.rubric)
    table = []
    for value in sorted(values):
        given = {
            tuple(sorted(row.facts.milestones)): row.score.score for row in rows if row.facts.values["result"] == value
        }
        table.append((value, [given.get(column) for column in columns]))
    heads = [" + ".join(names[name] for name in column) for column in columns]
    return {
        "table": table,
        "heads": heads,
        "legend": [(letter, texts.get(name, name)) for name, letter in names.items()],
    }


def _change(request: HttpRequest, row: Revision, form: RubricForm) -> Revision:
    data = form.cleaned_data
    return actions.change_rubric(
        acting_user=request.user,
        revision=row,
        rubric=data["words"],
        reason=data["reason"],
        read_version=version_of(request),
    )


def _rubric_words(document: dict[str, Any]) -> str:
    rubric_document = document.get("rubric") or {}
    lines = []
    for level in rubric_document.get("levels") or ():
        percent = f" | {level['percent']}" if level.get("percent") is not None else ""
        lines.append(f"{level['score']}{percent} | {' '.join((level.get('text') or '').split())}")
    return "\n".join(lines)


class SignForm(NoForm):
    """From which day the definition holds."""

    effective_from = DateField(label=gettext_lazy("ใช้ตั้งแต่วันที่"), help_text=gettext_lazy("เว้นว่างไว้คือวันนี้"), required=False)


_ACTS: dict[str, tuple[Any, Any, type[OfficeForm], Any]] = {
    "confirm": (gettext_lazy("ยืนยันว่าแบบถูกต้องทั้งฉบับ"), gettext_lazy("ยืนยันทั้งฉบับ"), NoForm, actions.confirm_revision),
    "reopen": (gettext_lazy("เปิดแก้ไขก่อนลงนาม"), gettext_lazy("เปิดแก้ไข"), ReasonForm, actions.reopen_revision),
    "sign": (gettext_lazy("ลงนามรับรองแบบตัวชี้วัด"), gettext_lazy("ลงนาม"), SignForm, actions.sign_revision),
}


@staff_page
def revision_act(request: HttpRequest, key: str, number: int, act: str) -> HttpResponse:
    """Confirming the whole, opening it again, signing."""
    key_result = key_result_of(request, key)
    row = revision_of(key_result, number)
    if act not in _ACTS:
        raise Http404
    title, label, form, action = _ACTS[act]
    back = reverse("office:revision", args=[key, number])

    def do(data: dict[str, Any], version: int) -> None:
        done = action(acting_user=request.user, revision=row, read_version=version, **data)
        unmatched = getattr(done, "unmatched", ())
        if unmatched:
            messages.warning(
                request,
                _("ไม่พบหน่วยงานเหล่านี้ในทะเบียน จึงยังไม่ได้กำหนดค่าเป้าหมาย: %(names)s") % {"names": ", ".join(unmatched)},
            )

    decision = Decision(
        title=str(title),
        label=str(label),
        act=do,
        back=back,
        version=row.version,
        form=form,
        subject=f"{key_result.name} · {_('ฉบับที่')} {digits(number)}",
        crumbs=_crumbs(key_result),
        facts=[(_("คำถามที่ยังไม่ได้ตอบ"), digits(len(open_questions(row)))), (_("นำเข้าโดย"), str(row.created_by))],
    )
    return decide(request, decision)


@staff_page
def revision_compare(request: HttpRequest, key: str, number: int, other: int) -> HttpResponse:
    """What differs between two revisions, field by field."""
    key_result = key_result_of(request, key)
    new, old = revision_of(key_result, number), revision_of(key_result, other)
    fields = [
        {part.path: part for group in Sheet(row.definition, {}).groups() for part in group.fields} for row in (old, new)
    ]
    rows = []
    for path in dict.fromkeys([*fields[0], *fields[1]]):
        before, after = (spoken(side[path].shown) if path in side else "" for side in fields)
        if before != after:
            rows.append((spoken((fields[1].get(path) or fields[0][path]).label), compared(before, after)))
    words = [_rubric_words(row.definition) for row in (old, new)]
    if words[0] != words[1]:
        rows.append((_("เกณฑ์การให้คะแนน"), compared(*words)))
    context = {
        "key_result": key_result,
        "section": "sheet",
        "crumbs": _crumbs(key_result),
        "old": old,
        "new": new,
        "rows": rows,
    }
    return render(request, "office/revision_compare.html", context)
