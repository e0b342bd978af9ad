"""What is filled in about a delivery: its variant, its hour, what a person found."""

from __future__ import annotations

import dataclasses
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samrit.channels.enums import PostForm
from samrit.channels.limits import FORMS
from samrit.channels.models import Account, Delivery
from samrit.channels.platforms.parcel import Content
from samrit.channels.queries import accounts_open
from samrit.publicity.enums import Channel
from samrit.publicity.models import Media
from samrit.web.office.views.deciding import ReasonForm
from samrit.web.shared.forms import MomentField, OfficeForm, RowsField

_ONLY: dict[str, frozenset[str]] = {
    "title": frozenset({Channel.WEBSITE, Channel.FACEBOOK, Channel.TIKTOK, Channel.YOUTUBE}),
    "tags": frozenset({Channel.YOUTUBE}),
    "thumbnail": frozenset({Channel.YOUTUBE, Channel.LINE}),
    "first_comment": frozenset({Channel.FACEBOOK}),
    "privacy": frozenset({Channel.TIKTOK, Channel.YOUTUBE}),
    "quiet": frozenset({Channel.LINE}),
    "made_with_ai": frozenset({Channel.TIKTOK, Channel.YOUTUBE}),
    "comments": frozenset({Channel.TIKTOK}),
    "duet": frozenset({Channel.TIKTOK}),
    "stitch": frozenset({Channel.TIKTOK}),
    "advertising": frozenset({Channel.TIKTOK}),
    "for_children": frozenset({Channel.YOUTUBE}),
}
"""On which channels a field has a meaning; elsewhere it is not asked for."""


class ChannelForm(OfficeForm):
    """On which account."""

    account = forms.ModelChoiceField(Account.objects.none(), label=_("บัญชี"), empty_label=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = accounts_open()
        self.fields["account"].queryset = Account.objects.filter(pk__in=[row.pk for row in rows])
        self.fields["account"].label_from_instance = lambda row: f"{row.get_channel_display()} · {row.name}"


class VariantForm(OfficeForm):
    """The variant of a work for one channel."""

    form = forms.ChoiceField(label=_("รูปแบบโพสต์"))
    title = forms.CharField(label=_("ชื่อเรื่อง"), required=False, max_length=1_000)
    text = forms.CharField(
        label=_("ข้อความ"),
        help_text=_("ระบบต่อท้ายด้วยลิงก์สั้นของงาน หรือพิมพ์ {link} ตรงที่ต้องการ"),
        widget=forms.Textarea,
        required=False,
    )
    media = RowsField(Media.objects.none(), label=_("ไฟล์ที่ใช้"), required=False, widget=forms.CheckboxSelectMultiple)
    thumbnail = forms.ModelChoiceField(Media.objects.none(), label=_("ภาพปก"), required=False, empty_label=_("ไม่ใช้"))
    tags = forms.CharField(label=_("คำสำคัญ"), help_text=_("คั่นด้วยจุลภาค"), required=False)
    first_comment = forms.CharField(label=_("ความเห็นแรกใต้โพสต์"), widget=forms.Textarea, required=False)
    privacy = forms.ChoiceField(
        label=_("ใครเห็นได้"),
        choices=[("public", _("สาธารณะ")), ("unlisted", _("ผู้มีลิงก์")), ("private", _("เฉพาะเจ้าของบัญชี"))],
    )
    quiet = forms.BooleanField(label=_("ส่งโดยไม่แจ้งเตือน"), required=False)
    made_with_ai = forms.BooleanField(label=_("มีภาพหรือเสียงที่สร้างด้วย AI"), required=False)
    comments = forms.BooleanField(label=_("ให้ผู้ชมแสดงความเห็น"), required=False)
    duet = forms.BooleanField(label=_("ให้ผู้ชมทำ Duet"), required=False)
    stitch = forms.BooleanField(label=_("ให้ผู้ชมทำ Stitch"), required=False)
    advertising = forms.BooleanField(
        label=_("เป็นเนื้อหาโปรโมตของหน่วยงาน"),
        help_text=_("TikTok จะแสดงป้าย “เนื้อหาส่งเสริมการขาย” การเผยแพร่ถือว่ายอมรับข้อตกลงการใช้เพลงของ TikTok"),
        required=False,
    )
    for_children = forms.BooleanField(label=_("สร้างมาเพื่อเด็ก"), required=False)

    def __init__(self, *args: Any, delivery: Delivery, **kwargs: Any) -> None:
        self.delivery, self.content = delivery, Content.of(delivery.content)
        said = {**self.content.stored(), "form": delivery.form, "tags": ", ".join(self.content.tags)}
        channel = delivery.account.channel
        if channel == Channel.TIKTOK and delivery.version == 1:
            said |= dict.fromkeys(("privacy", "comments", "duet", "stitch"), "")
        kwargs["initial"] = said
        super().__init__(*args, **kwargs)
        for name, channels in _ONLY.items():
            if channel not in channels:
                del self.fields[name]
        if channel == Channel.TIKTOK:  # who sees it is chosen each time: TikTok wants no default there
            self.fields["privacy"].choices = [("", _("โปรดเลือก")), *self.fields["privacy"].choices]
        self.fields["form"].choices = [(str(form), PostForm(form).label) for form in FORMS[channel]]
        rows = delivery.work.media.all()
        if not rows:
            del self.fields["media"]
            self.fields.pop("thumbnail", None)
            return
        self.fields["media"].queryset = rows
        if "thumbnail" in self.fields:
            self.fields["thumbnail"].queryset = rows.filter(file__media_type__startswith="image/")
        for name in {"media", "thumbnail"} & set(self.fields):
            self.fields[name].label_from_instance = lambda row: row.alt or row.file_name

    def variant(self) -> Content:
        """The variant as typed; what this channel does not ask for stays as it is."""
        typed = {name: value for name, value in self.cleaned_data.items() if name != "form"}
        chosen = [row.pk for row in typed.get("media", ())]
        kept = [key for key in self.content.media if key in chosen]
        typed["media"] = (*kept, *(key for key in chosen if key not in kept))
        if "thumbnail" in typed:
            typed["thumbnail"] = typed["thumbnail"].pk if typed["thumbnail"] else None
        if "tags" in typed:
            typed["tags"] = tuple(tag.strip() for tag in typed["tags"].split(",") if tag.strip())
        return dataclasses.replace(self.content, **typed)


class HourForm(OfficeForm):
    """When it goes out."""

    scheduled_at = MomentField(label=_("เผยแพร่เมื่อ"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scheduled_at"].help_text = _("เช่น 15/2/2568 14.30 เว้นว่างไว้คือเผยแพร่ทันที")


class StaffForm(OfficeForm):
    """Who gets the test."""

    user_id = forms.CharField(
        label=_("รหัสผู้ใช้ LINE ของเจ้าหน้าที่"), help_text=_("ขึ้นต้นด้วย U ตามด้วยอักษร ๓๒ ตัว"), max_length=40
    )


_LINE_HELP = _("สำหรับ LINE ใส่ลิงก์ของข้อความใน LINE Official Account Manager หรือหมายเหตุ แล้วแนบภาพหน้าจอเป็นหลักฐานของงาน")


class ByHandForm(OfficeForm):
    """Where a person has published it."""

    address = forms.CharField(label=_("ลิงก์ของโพสต์"), help_text=_LINE_HELP, max_length=1_000)
    first_public_at = MomentField(label=_("เผยแพร่เมื่อ"), required=False)


class FoundForm(ReasonForm):
    """Where a person found it, and how."""

    address = forms.CharField(label=_("ลิงก์ของโพสต์"), help_text=_LINE_HELP, max_length=1_000)
    field_order = ("address", "reason")
