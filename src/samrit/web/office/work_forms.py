"""Forms of the publicity work, and what they hand to its actions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samrit.districts.models import CreativeDistrict
from samrit.people.models import User
from samrit.publicity.drafts import ActivityDraft, PieceDraft, StoryDraft, WorkDraft
from samrit.publicity.enums import (
    Channel,
    DerivationKind,
    Form,
    Minimum,
    PlanState,
    WorkKind,
    WorkState,
)
from samrit.publicity.models import PlanLine, Work
from samrit.results.models import KeyResult
from samrit.web.office.views.common import agencies_of
from samrit.web.shared.forms import DateField, MomentField, OfficeForm, RowsField, YesNoField

_DISTRICTS = {"districts": _("ต้องเลือกก่อนเสนอ")}
_NEEDED = {**_DISTRICTS, "text": _("ต้องมีข้อความหรือไฟล์ก่อนเสนอ")}


class WorkForm(OfficeForm):
    """What all kinds of work have."""

    title = forms.CharField(label=pgettext_lazy("work", "ชื่อ"), max_length=300)
    text = forms.CharField(
        label=_("ข้อความหลัก"),
        help_text=_("เรื่องที่ตกลงใช้เผยแพร่ แก้ไม่ได้หลังได้รับอนุมัติ"),
        widget=forms.Textarea(attrs={"class": "tall"}),
        required=False,
    )
    districts = RowsField(
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

    edited_as_work = YesNoField(label=_("บันทึกภาพกิจกรรมนี้ตัดต่อเป็นงานใหม่"))

    kind: WorkKind

    def __init__(self, *args: Any, key_result: KeyResult, work: Work | None = None, **kwargs: Any) -> None:
        if work is not None:
            kwargs["initial"] = self.initial_of(work)
        super().__init__(*args, **kwargs)
        own: Any = self.fields
        # What the work has already stays to be chosen, also where nobody could choose it anew.
        has = {"works": work} if work else {"pk": None}
        own["districts"].queryset = (key_result.districts.all() | CreativeDistrict.objects.filter(**has)).distinct()
        staff = Q(is_active=True, agency__in=agencies_of(key_result))
        own["producer"].queryset = User.objects.filter(staff | Q(pk=work.producer_id if work else None))
        in_force = Q(plan__key_result=key_result, plan__state=PlanState.APPROVED, kind=self.kind)
        own["plan_line"].queryset = PlanLine.objects.filter(in_force | Q(pk=work.plan_line_id if work else None))
        standing = Q(key_result=key_result) & ~Q(state=WorkState.WITHDRAWN)
        others = Work.objects.filter(standing | Q(pk=work.derived_from_id if work else None))
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
            carried = work.story.pieces.values("pk") if work else []
            own["pieces"].queryset = Work.objects.filter(standing | Q(pk__in=carried), kind=WorkKind.PIECE)

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
            "edited_as_work": work.edited_as_work,
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
            edited_as_work=data["edited_as_work"],
        )

    def detail(self) -> PieceDraft | StoryDraft | ActivityDraft:
        """What only this kind of work has."""
        raise NotImplementedError


class PieceForm(WorkForm):
    """A piece."""

    needed_when = _NEEDED
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

    needed_when = _NEEDED
    kind = WorkKind.STORY
    told_by = forms.CharField(label=_("ผู้เล่า influencer หรือสื่อ"), required=False, max_length=300)
    pieces = RowsField(
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

    needed_when = _DISTRICTS | dict.fromkeys(
        ("announced_at", "starts_at", "ends_at", "host", "channels", "open_to_public", "two_way", "held"),
        _("ต้องกรอกจึงจะนับเป็นผลงาน"),
    )
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
