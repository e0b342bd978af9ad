"""Evidence of a work: adding, reading, judging."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samrit.districts.models import CreativeDistrict
from samrit.evidence import actions
from samrit.evidence.enums import Proves
from samrit.evidence.models import EvidenceItem
from samrit.evidence.queries import is_hidden, public_file_of
from samrit.people.enums import Act
from samrit.publicity.actions.shared import scope_of
from samrit.publicity.enums import WorkKind
from samrit.publicity.queries.pages import WorkPage
from samrit.web.office.views.deciding import Decision, ReasonForm, decide
from samrit.web.office.views.sending import send
from samrit.web.office.views.works.shared import at, page_of_work, part_page, trail
from samrit.web.shared.forms import MomentField, OfficeForm, RowsField
from samrit.web.shared.pages import staff_page

_PROVES = {
    WorkKind.PIECE: (Proves.MEDIA, Proves.PUBLIC, Proves.COMMUNITY_TOOK_PART),
    WorkKind.STORY: (Proves.STORY, Proves.PUBLIC, Proves.COMMUNITY_TOOK_PART),
    WorkKind.ACTIVITY: (
        Proves.ACTIVITY,
        Proves.PARTICIPATION_PROVED,
        Proves.ANNOUNCED_BEFOREHAND,
        Proves.COMMUNITY_TOOK_PART,
    ),
}
_OF_THE_WORK = frozenset({Proves.COMMUNITY_TOOK_PART, Proves.PARTICIPATION_PROVED, Proves.ANNOUNCED_BEFOREHAND})
"""What is proved of a work as a whole, never of one of its publications."""


class EvidenceForm(OfficeForm):
    """What is said of any evidence: whose it is, what it proves, since when it is."""

    needed_when: ClassVar = {"districts": gettext_lazy("ต้องเลือกเมื่อพิสูจน์การมีส่วนร่วมของชุมชน")}
    title = forms.CharField(label=gettext_lazy("ชื่อหลักฐาน"), required=False, max_length=300)
    subject = forms.ChoiceField(label=gettext_lazy("หลักฐานของ"))
    proves = forms.ChoiceField(label=gettext_lazy("พิสูจน์ว่า"), required=False)
    districts = RowsField(
        CreativeDistrict.objects.none(),
        label=gettext_lazy("ย่าน"),
        help_text=gettext_lazy("เลือกได้หลายย่าน ระบบบันทึกและตรวจแยกทีละย่าน ไม่เลือกคือเป็นของงานทั้งชิ้น"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    captured_at = MomentField(
        label=gettext_lazy("วันเวลาของหลักฐาน"),
        help_text=gettext_lazy("เวลาที่ถ่ายหรือเก็บหลักฐาน เช่น 15/2/2568 14.30 เว้นว่างไว้คือขณะนี้"),
        required=False,
    )

    def __init__(self, *args: Any, page: WorkPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own: Any = self.fields
        work = page.work
        own["subject"].choices = [
            (work.subject, _("งานทั้งชิ้น")),
            *((row.subject, f"{row.get_channel_display()} {row.permalink}") for row in page.publications),
        ]
        fitting = [(name.value, name.label) for name in _PROVES[WorkKind(work.kind)]]
        own["proves"].choices = [("", _("เป็นหลักฐานประกอบทั่วไป")), *fitting]
        own["districts"].queryset = work.districts.all()
        self.work = work.subject

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("proves") in _OF_THE_WORK and data.get("subject") != self.work:
            self.add_error("subject", _("เรื่องที่เลือกพิสูจน์เป็นของงานทั้งชิ้น โปรดเลือก “งานทั้งชิ้น”"))
        if data.get("proves") == Proves.COMMUNITY_TOOK_PART and not data.get("districts"):
            self.add_error("districts", _("โปรดเลือกย่านที่ชุมชนมีส่วนร่วม"))
        return data


class FileForm(EvidenceForm):
    """A file as evidence."""

    file = forms.FileField(
        label=gettext_lazy("ไฟล์หลักฐาน"),
        help_text=gettext_lazy("PDF, DOCX, JPEG, PNG, WebP, MP4 หรือข้อความ ไม่เกิน ๕๐ เมกะไบต์"),
    )
    field_order = ("file",)


class LinkForm(EvidenceForm):
    """A public address as evidence."""

    url = forms.CharField(label=gettext_lazy("ลิงก์"), max_length=1000)
    field_order = ("url",)


class StatementForm(EvidenceForm):
    """What a person states."""

    statement = forms.CharField(
        label=gettext_lazy("คำรับรอง"),
        help_text=gettext_lazy("น้ำหนักน้อยที่สุด ใช้เมื่อไม่มีหลักฐานอื่น"),
        widget=forms.Textarea,
        max_length=5000,
    )
    field_order = ("statement",)


_FORMS: dict[str, tuple[Any, type[EvidenceForm]]] = {
    "file": (gettext_lazy("แนบไฟล์"), FileForm),
    "link": (gettext_lazy("แนบลิงก์"), LinkForm),
    "statement": (gettext_lazy("เขียนคำรับรอง"), StatementForm),
}


@staff_page
def evidence_new(request: HttpRequest, uid: uuid.UUID, kind: str) -> HttpResponse:
    """Adds evidence to a work or to one of its publications."""
    page = page_of_work(request, uid)
    if kind not in _FORMS:
        raise Http404
    title, made = _FORMS[kind]
    asked = {"subject": request.GET.get("subject", page.work.subject), "proves": request.GET.get("proves", "")}
    form = made(request.POST or None, request.FILES or None, page=page, initial=asked)
    form.is_bound = request.method == "POST"

    def save(_version: int) -> None:
        said = dict(form.cleaned_data)
        subject = said.pop("subject")
        if kind == "file":
            file = said.pop("file")
            actions.add_file(subject, file.chunks(), file_name=file.name, acting_user=request.user, **said)
        elif kind == "link":
            actions.add_link(subject, said.pop("url"), acting_user=request.user, **said)
        else:
            actions.add_statement(subject, said.pop("statement"), acting_user=request.user, **said)

    return part_page(request, page.work, title, form, save, kinds=_FORMS, kind=kind, subject=asked["subject"])


def _item(page: WorkPage, number: int) -> EvidenceItem:
    found = next((row for rows in page.evidence.values() for row in rows if row.pk == number), None)
    if found is None:
        raise Http404
    return found


@staff_page
def evidence_file(request: HttpRequest, uid: uuid.UUID, item: int) -> HttpResponse:
    """The file of an item of evidence, or (`?copy=public`) its copy for the public; closed where a consent ended."""
    found = _item(page_of_work(request, uid), item)
    name = found.file_name or "evidence"
    if request.GET.get("copy") == "public":
        return send(public_file_of(found), name, shown="save" not in request.GET)
    return send(None if is_hidden(found) else found.file, name)


class MarkForm(ReasonForm):
    """A reason, needed unless the evidence is verified."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False


_MARKS = {
    "verified": gettext_lazy("รับรองหลักฐาน"),
    "returned": gettext_lazy("ส่งหลักฐานกลับ"),
    "wrong": gettext_lazy("แจ้งว่าหลักฐานผิด"),
    "mistaken": gettext_lazy("แจ้งว่าหลักฐานที่เพิ่มไว้ผิด"),
}


@staff_page
def evidence_mark(request: HttpRequest, uid: uuid.UUID, item: int, outcome: str) -> HttpResponse:
    """Verifies, returns or calls wrong one item of evidence; or admits (`mistaken`) that one's own is wrong."""
    page = page_of_work(request, uid)
    row, found = page.work, _item(page, item)
    if outcome not in _MARKS:
        raise Http404
    label = str(_MARKS[outcome])

    def act(data: dict[str, Any], _version: int) -> None:
        if outcome == "mistaken":
            actions.admit_wrong(found, reason=data["reason"], acting_user=request.user)
        else:
            actions.mark(found, outcome, reason=data["reason"], acting_user=request.user)

    decision = Decision(
        title=label,
        label=label,
        act=act,
        back=at(row),
        version=row.version,
        form=MarkForm if outcome == "verified" else ReasonForm,
        subject=found.title,
        facts=[(_("ชนิด"), str(found.get_grade_display())), (_("เพิ่มโดย"), str(found.entered_by))],
        refuse=outcome != "verified",
        crumbs=trail(row),
        asks=(Act.ADD_EVIDENCE if outcome == "mistaken" else Act.VERIFY_WORK,),
        where=(scope_of(row),),
    )
    return decide(request, decision)
