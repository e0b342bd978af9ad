"""Forms of the publicity work, and what they hand to its actions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samrit.districts.models import CreativeDistrict
from samrit.evidence.models import Consent
from samrit.people.models import User
from samrit.publicity.drafts import ActivityDraft, PieceDraft, PublicationDraft, StoryDraft, WorkDraft
from samrit.publicity.enums import (
    Channel,
    DerivationKind,
    Form,
    Minimum,
    Proof,
    RenditionKind,
    Told,
    Visibility,
    WorkKind,
)
from samrit.publicity.models import PlanLine, Rendition, Work
from samrit.results.models import KeyResult
from samrit.web.shared.forms import DateField, MomentField, NumberField, OfficeForm, YesNoField


class WorkForm(OfficeForm):
    """What all kinds of work have."""

    title = forms.CharField(label=_("ชื่อ"), max_length=300)
    text = forms.CharField(
        label=_("ข้อความหลัก"),
        help_text=_("เรื่องที่ตกลงใช้เผยแพร่ แก้ไม่ได้หลังได้รับอนุมัติ"),
        widget=forms.Textarea(attrs={"class": "tall"}),
        required=False,
    )
    districts = forms.ModelMultipleChoiceField(
        CreativeDistrict.objects.none(), label=_("ย่านที่งานนี้ใช้"), widget=forms.CheckboxSelectMultiple, required=False
    )
    duties = forms.MultipleChoiceField(
        label=_("นับเป็นผลงานของ"), choices=Minimum.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    producer = forms.ModelChoiceField(User.objects.none(), label=_("ผู้ผลิต"), required=False, empty_label=_("ข้าพเจ้าเอง"))
    planned_on = DateField(label=_("กำหนดวัน"), required=False)
    plan_line = forms.ModelChoiceField(
        PlanLine.objects.none(), label=_("รายการในแผน"), required=False, empty_label=_("ไม่ได้อยู่ในแผน")
    )
    derived_from = forms.ModelChoiceField(
        Work.objects.none(), label=_("ดัดแปลงจากงาน"), required=False, empty_label=_("ไม่ได้ดัดแปลงจากงานอื่น")
    )
    derivation = forms.ChoiceField(
        label=_("ลักษณะการดัดแปลง"), choices=[("", _("ไม่ใช่งานดัดแปลง")), *DerivationKind.choices], required=False
    )

    kind: WorkKind

    def __init__(self, *args: Any, key_result: KeyResult, work: Work | None = None, **kwargs: Any) -> None:
        if work is not None:
            kwargs["initial"] = self.initial_of(work)
        super().__init__(*args, **kwargs)
        own: Any = self.fields
        own["districts"].queryset = key_result.districts.all()
        own["producer"].queryset = User.objects.filter(is_active=True, agency_id=key_result.host_id)
        own["plan_line"].queryset = PlanLine.objects.filter(
            plan__key_result=key_result, plan__state="approved", kind=self.kind
        )
        others = Work.objects.filter(key_result=key_result).exclude(state="withdrawn")
        own["derived_from"].queryset = others.exclude(pk=work.pk) if work else others
        fits = {WorkKind.PIECE: (Minimum.MEDIA, Minimum.STORY)}.get(self.kind)
        if fits is None:
            del self.fields["duties"]
        else:
            own["duties"].choices = [(name.value, name.label) for name in fits]
        if work is not None and work.approved_at is not None:
            for name in ("title", "text"):
                own[name].widget.attrs["readonly"] = True
        if "pieces" in own:
            own["pieces"].queryset = others.filter(kind=WorkKind.PIECE)

    @classmethod
    def initial_of(cls, work: Work) -> dict[str, Any]:
        """What a form of a stored work begins with."""
        return {
            "title": work.title,
            "text": work.text,
            "districts": list(work.districts.values_list("pk", flat=True)),
            "duties": work.duties,
            "producer": work.producer_id,
            "planned_on": work.planned_on,
            "plan_line": work.plan_line_id,
            "derived_from": work.derived_from_id,
            "derivation": work.derivation,
        }

    def draft(self) -> WorkDraft:
        """The work as typed."""
        data = self.cleaned_data
        return WorkDraft(
            title=data["title"],
            detail=self.detail(),
            text=data["text"],
            districts=list(data["districts"]),
            duties=(data["duties"] or None) if "duties" in data else None,
            producer=data["producer"],
            planned_on=data["planned_on"],
            plan_line=data["plan_line"],
            derived_from=data["derived_from"],
            derivation=data["derivation"],
        )

    def detail(self) -> PieceDraft | StoryDraft | ActivityDraft:
        """What only this kind of work has."""
        raise NotImplementedError


class PieceForm(WorkForm):
    """A piece."""

    kind = WorkKind.PIECE
    form = forms.ChoiceField(label=_("รูปแบบ"), choices=Form.choices)
    field_order = ("title", "form", "text", "districts", "duties", "planned_on", "plan_line")

    @classmethod
    def initial_of(cls, work: Work) -> dict[str, Any]:
        return {**super().initial_of(work), "form": work.piece.form}

    def detail(self) -> PieceDraft:
        return PieceDraft(form=self.cleaned_data["form"])


class StoryForm(WorkForm):
    """A story told with the community."""

    kind = WorkKind.STORY
    told_by = forms.CharField(label=_("ผู้เล่า influencer หรือสื่อ"), required=False, max_length=300)
    pieces = forms.ModelMultipleChoiceField(
        Work.objects.none(), label=_("ชิ้นงานที่ใช้เล่าเรื่องนี้"), widget=forms.CheckboxSelectMultiple, required=False
    )
    field_order = ("title", "told_by", "text", "districts", "pieces", "planned_on", "plan_line")

    @classmethod
    def initial_of(cls, work: Work) -> dict[str, Any]:
        pieces = list(work.story.pieces.values_list("pk", flat=True))
        return {**super().initial_of(work), "told_by": work.story.told_by, "pieces": pieces}

    def detail(self) -> StoryDraft:
        return StoryDraft(told_by=self.cleaned_data["told_by"], pieces=list(self.cleaned_data["pieces"]))


class ActivityForm(WorkForm):
    """An activity with people taking part."""

    kind = WorkKind.ACTIVITY
    announced_at = MomentField(label=_("ประกาศเมื่อ"), required=False)
    starts_at = MomentField(label=_("เริ่ม"), required=False)
    ends_at = MomentField(label=_("สิ้นสุด"), required=False)
    host = forms.CharField(label=_("ผู้ดำเนินรายการหรือผู้จัด"), required=False, max_length=200)
    channels = forms.MultipleChoiceField(
        label=_("ช่องทาง"), choices=Channel.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    open_to_public = YesNoField(label=_("เปิดให้ประชาชนร่วม"))
    two_way = YesNoField(label=_("มีการตอบโต้สองทาง"))
    held = YesNoField(label=_("จัดแล้ว"))
    series = forms.CharField(
        label=_("ชื่อชุดกิจกรรม"), help_text=_("หากจัดหลายครั้งในชุดเดียวกัน"), required=False, max_length=200
    )
    announced_separately = YesNoField(label=_("ประกาศแยกเป็นครั้ง ๆ"))
    field_order = ("title", "text", "districts", "announced_at", "starts_at", "ends_at", "host", "channels")
    _names = (
        "announced_at",
        "starts_at",
        "ends_at",
        "host",
        "channels",
        "open_to_public",
        "two_way",
        "held",
        "series",
        "announced_separately",
    )

    @classmethod
    def initial_of(cls, work: Work) -> dict[str, Any]:
        return {**super().initial_of(work), **{name: getattr(work.activity, name) for name in cls._names}}

    def detail(self) -> ActivityDraft:
        return ActivityDraft(**{name: self.cleaned_data[name] for name in self._names})


WORK_FORMS: dict[str, type[WorkForm]] = {form.kind: form for form in (PieceForm, StoryForm, ActivityForm)}


class PublicationForm(OfficeForm):
    """Where a work is public."""

    channel = forms.ChoiceField(label=_("ช่องทาง"), choices=Channel.choices)
    permalink = forms.CharField(
        label=_("ลิงก์ถาวร"), help_text=_("ที่อยู่ของโพสต์หรือหน้าเว็บที่ใครก็เปิดได้"), required=False, max_length=1000
    )
    first_public_at = MomentField(label=_("เผยแพร่ครั้งแรกเมื่อ"), required=False)
    visibility = forms.ChoiceField(label=_("ใครเห็นได้"), choices=Visibility.choices)
    rendition = forms.ModelChoiceField(Rendition.objects.none(), label=_("ฉบับ"), required=False, empty_label=_("ต้นฉบับ"))
    seen_logged_out = YesNoField(label=_("เปิดดูได้โดยไม่ต้องลงชื่อเข้าใช้"))
    accepted = YesNoField(label=_("แพลตฟอร์มรับแล้ว (LINE)"))
    delivered = NumberField(label=_("ส่งถึงกี่คน (LINE)"), whole=True, required=False)

    def draft(self) -> PublicationDraft:
        return PublicationDraft(**self.cleaned_data)


class EvidenceFileForm(OfficeForm):
    """A file as evidence."""

    file = forms.FileField(
        label=_("ไฟล์หลักฐาน"), help_text=_("PDF, DOCX, JPEG, PNG, WebP, MP4 หรือข้อความ ไม่เกิน ๕๐ เมกะไบต์")
    )
    title = forms.CharField(label=_("ชื่อหลักฐาน"), required=False, max_length=300)


class EvidenceLinkForm(OfficeForm):
    """A public address as evidence."""

    url = forms.CharField(label=_("ลิงก์"), max_length=1000)
    title = forms.CharField(label=_("ชื่อหลักฐาน"), required=False, max_length=300)


class EvidenceStatementForm(OfficeForm):
    """What a person states."""

    statement = forms.CharField(
        label=_("คำรับรอง"), help_text=_("น้ำหนักน้อยที่สุด ใช้เมื่อไม่มีหลักฐานอื่น"), widget=forms.Textarea, max_length=5000
    )
    title = forms.CharField(label=_("ชื่อหลักฐาน"), required=False, max_length=300)


EVIDENCE_FORMS: dict[str, tuple[Any, type[OfficeForm]]] = {
    "file": (_("แนบไฟล์"), EvidenceFileForm),
    "link": (_("แนบลิงก์"), EvidenceLinkForm),
    "statement": (_("เขียนคำรับรอง"), EvidenceStatementForm),
}


class TellingsForm(OfficeForm):
    """What the work tells of each district."""

    def __init__(self, *args: Any, districts: Any, told: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.districts = list(districts)
        for row in self.districts:
            self.fields[f"d{row.pk}"] = forms.MultipleChoiceField(
                label=row.name_th,
                choices=Told.choices,
                widget=forms.CheckboxSelectMultiple,
                required=False,
                initial=[what for district, what in told if district.pk == row.pk],
            )

    def tellings(self) -> list[tuple[CreativeDistrict, str]]:
        return [(row, what) for row in self.districts for what in self.cleaned_data[f"d{row.pk}"]]


class ParticipationForm(OfficeForm):
    """How the community of one district took part."""

    who = forms.CharField(label=_("ใครในชุมชน"), required=False, max_length=300)
    how = forms.CharField(label=_("มีส่วนร่วมอย่างไร"), widget=forms.Textarea, required=False, max_length=2000)


class ProofsForm(OfficeForm):
    """The counts that prove taking part. Empty is not known, 0 is nobody."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in Proof.choices:
            self.fields[name] = NumberField(label=label, whole=True, required=False)


class MediaForm(OfficeForm):
    """A file of the work."""

    file = forms.FileField(label=_("ไฟล์ภาพ วิดีโอ หรือเอกสาร"))
    alt = forms.CharField(label=_("คำบรรยายภาพ"), help_text=_("สำหรับผู้ที่มองไม่เห็นภาพ"), required=False, max_length=500)
    credit = forms.CharField(label=_("เครดิต"), required=False, max_length=200)
    captions = forms.FileField(label=_("ไฟล์คำบรรยายเสียง (วิดีโอ)"), required=False)


class MediaWordsForm(OfficeForm):
    """The words beside a file."""

    alt = forms.CharField(label=_("คำบรรยายภาพ"), required=False, max_length=500)
    credit = forms.CharField(label=_("เครดิต"), required=False, max_length=200)


class RenditionForm(OfficeForm):
    """One cut or language."""

    kind = forms.ChoiceField(label=_("ฉบับ"), choices=RenditionKind.choices)
    own_work = YesNoField(label=_("ผลิตขึ้นใหม่จริง"))
    note = forms.CharField(label=_("หมายเหตุ"), required=False, max_length=200)


class PeopleForm(OfficeForm):
    """Who is shown."""

    consents = forms.ModelMultipleChoiceField(
        Consent.objects.none(),
        label=_("บุคคลที่ปรากฏในงาน"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
