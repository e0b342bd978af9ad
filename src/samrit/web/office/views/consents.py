"""Consents: recorded, looked up, withdrawn. Only those who keep the network see whose they are."""

from __future__ import annotations

import uuid

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samrit.evidence import consents
from samrit.evidence.enums import ConsentPurpose
from samrit.evidence.models import Consent
from samrit.platform.sending import send
from samrit.publicity.actions import consents as consent_actions
from samrit.publicity.enums import Channel
from samrit.publicity.queries.network import consents_of
from samrit.results.models import KeyResult
from samrit.web.office.views.common import Crumb, crumbs, key_result_of
from samrit.web.office.views.deciding import Decision, ReasonForm, decide
from samrit.web.office.views.filling import form_page
from samrit.web.shared.forms import DateField, NumberField, OfficeForm
from samrit.web.shared.pages import staff_page

_CHOICES = forms.CheckboxSelectMultiple


class ConsentForm(OfficeForm):
    """What a person consents to, and (for storytellers) where and how."""

    person = forms.CharField(label=gettext_lazy("ชื่อบุคคล"), max_length=200)
    age = NumberField(
        label=gettext_lazy("อายุในวันที่ลงนาม (ปี)"),
        help_text=gettext_lazy("ใช้ตรวจว่าผู้ปกครองต้องยินยอมด้วยหรือไม่ ระบบเก็บเฉพาะช่วงอายุ"),
        whole=True,
    )
    purpose = forms.ChoiceField(
        label=gettext_lazy("วัตถุประสงค์"), choices=ConsentPurpose.choices, widget=forms.RadioSelect
    )
    channels = forms.MultipleChoiceField(label=gettext_lazy("ช่องทางที่ยินยอม"), choices=Channel.choices, widget=_CHOICES)
    valid_from = DateField(label=gettext_lazy("ยินยอมตั้งแต่"))
    valid_to = DateField(label=gettext_lazy("ยินยอมถึง"), required=False)
    contact = forms.CharField(label=gettext_lazy("ช่องทางติดต่อ"), required=False, max_length=200)
    guardian = forms.CharField(label=gettext_lazy("ผู้ปกครอง"), required=False, max_length=200)
    guardian_is = forms.ChoiceField(
        label=gettext_lazy("ผู้ปกครองเป็น"),
        choices=[("", "–"), ("parent", gettext_lazy("บิดาหรือมารดา")), ("guardian", gettext_lazy("ผู้ปกครองตามกฎหมาย"))],
        required=False,
    )
    form = forms.FileField(label=gettext_lazy("ภาพหรือ PDF ของแบบยินยอมที่ลงนาม"), required=False)


def consent_of(request: HttpRequest, key_result: KeyResult, uid: uuid.UUID) -> Consent:
    """One consent of this key result, for those who keep them: it names a person."""
    consents.may_record(key_result, request.user)
    return get_object_or_404(consents_of(key_result).select_related("form", "entered_by", "on_behalf_of"), uid=uid)


@staff_page
def consent_new(request: HttpRequest, key: str) -> HttpResponse:
    """Records a consent."""
    key_result = key_result_of(request, key)
    form = ConsentForm(request.POST or None, request.FILES or None)
    form.is_bound = request.method == "POST"

    def save(_version: int) -> None:
        data = dict(form.cleaned_data)
        file = data.pop("form")
        consents.record_consent(
            consents.Given(**data),
            key_result=key_result,
            form=file.chunks() if file else None,
            acting_user=request.user,
        )

    return form_page(
        request,
        form,
        save,
        title=_("บันทึกความยินยอม"),
        back=reverse("office:storytellers", args=[key]),
        crumbs=crumbs(key_result),
        key_result=key_result,
    )


@staff_page
def consent_withdraw(request: HttpRequest, key: str, uid: uuid.UUID) -> HttpResponse:
    """The person takes the consent back."""
    key_result = key_result_of(request, key)
    found = consent_of(request, key_result, uid)
    decision = Decision(
        title=_("ถอนความยินยอม"),
        label=_("ถอนความยินยอม"),
        act=lambda data, _version: consent_actions.withdraw_consent(
            found, key_result=key_result, **data, acting_user=request.user
        ),
        back=reverse("office:storytellers", args=[key]),
        form=ReasonForm,
        subject=consents.shown_name(found),
        text=_("หลักฐานส่วนบุคคลจะถูกปิด งานที่ปรากฏบุคคลนี้จะมีงานมอบหมายให้นำลง ผลที่นับแล้วไม่เปลี่ยน"),
        refuse=True,
        crumbs=crumbs(key_result),
    )
    return decide(request, decision)


@staff_page
def consent(request: HttpRequest, key: str, uid: uuid.UUID) -> HttpResponse:
    """One consent: what it allows, until when, and where the person is shown under it."""
    key_result = key_result_of(request, key)
    found = consent_of(request, key_result, uid)
    context = {
        "key_result": key_result,
        "crumbs": _trail(key_result),
        "consent": found,
        "name": consents.shown_name(found),
        "in_force": consents.is_in_force(found, timezone.localdate()),
        "channels": [Channel(name).label for name in found.channels if name in Channel.values],
        "works": consent_actions.works_showing(found),
        "members": found.storytellers.filter(left_on=None),
    }
    return render(request, "office/consent.html", context)


@staff_page
def consent_form(request: HttpRequest, key: str, uid: uuid.UUID) -> HttpResponse:
    """The signed form, to be saved; closed once the consent is withdrawn."""
    key_result = key_result_of(request, key)
    found = consent_of(request, key_result, uid)
    return send(None if found.withdrawn_at else found.form, f"consent-{found.pk}")


def _trail(key_result: KeyResult) -> list[Crumb]:
    back = reverse("office:storytellers", args=[key_result.key])
    return crumbs(key_result, (_("เครือข่ายนักเล่าเรื่อง"), back))
