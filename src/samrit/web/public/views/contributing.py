"""A resident sends a story, a photograph, a place or an event; a page without an account says what became of it.

Against machines, without third parties: a field that people do not see, a little work for the browser, and a limit by
network whose hash lives for a day.
"""

from __future__ import annotations

import uuid

from allauth.account.adapter import get_adapter
from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.csrf import csrf_exempt

from samrit.core.contract import Refused
from samrit.platform.language import lang
from samrit.site import queries
from samrit.site.actions.contributions import MAX_PHOTO, Sent, hashed, send_in, take_back, without_consent
from samrit.site.enums import AgeGroup, ContributionKind, Licence
from samrit.site.models import Contribution
from samrit.surveys.slowing import hashed as slowed
from samrit.surveys.slowing import network_of, salt_of, take, worked
from samrit.web.public.page import link, public_form, show
from samrit.web.public.views.faults import too_much
from samrit.web.shared.forms import DateField, OfficeForm
from samrit.web.shared.pages import refusal_text

TOKENS = 4
"""What one contribution takes out of the network's bucket of 60, which fills by 20 a minute."""
HONEYPOT = "homepage"


class ContributionForm(OfficeForm):
    """What is asked of a resident: as little as consent needs."""

    kind = forms.ChoiceField(
        label=gettext_lazy("ท่านจะส่งอะไร"), choices=ContributionKind.choices, widget=forms.RadioSelect
    )
    district = forms.ChoiceField(label=gettext_lazy("ย่าน"))
    title = forms.CharField(label=gettext_lazy("ชื่อเรื่อง"), max_length=200)
    text = forms.CharField(label=gettext_lazy("เล่าให้ฟัง"), widget=forms.Textarea, required=False, max_length=10_000)
    photo = forms.FileField(
        label=gettext_lazy("ภาพถ่าย"),
        help_text=gettext_lazy("ระบบลบตำแหน่งและข้อมูลกล้องออกจากภาพให้ หากมีคนในภาพ โปรดขออนุญาตเขาก่อน"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )
    happens_on = DateField(label=gettext_lazy("วันที่จัด (ถ้าเป็นกิจกรรม)"), required=False)
    name = forms.CharField(label=gettext_lazy("ชื่อที่ให้แสดง"), max_length=200)
    contact = forms.CharField(
        label=gettext_lazy("ช่องทางติดต่อ"),
        help_text=gettext_lazy("ไม่เผยแพร่ ใช้ติดต่อกลับเท่านั้น"),
        required=False,
        max_length=200,
    )
    age_group = forms.ChoiceField(
        label=pgettext_lazy("form", "อายุ"), choices=AgeGroup.choices, widget=forms.RadioSelect
    )
    guardian = forms.CharField(label=gettext_lazy("ชื่อผู้ปกครอง (ถ้าอายุต่ำกว่า ๒๐ ปี)"), required=False, max_length=200)
    licence = forms.ChoiceField(
        label=gettext_lazy("ให้ผู้อื่นใช้ต่อได้อย่างไร"),
        choices=Licence.choices,
        widget=forms.RadioSelect,
    )
    consent = forms.BooleanField(
        label=gettext_lazy("ข้าพเจ้าเป็นเจ้าของสิ่งที่ส่ง และยินยอมให้กรุงเทพมหานครเก็บและเผยแพร่พร้อมชื่อที่ให้แสดง ถอนความยินยอมได้ทุกเมื่อ"),
        required=False,
    )

    def clean_consent(self) -> bool:
        """Told with all other faults, in the words of the act itself."""
        if not self.cleaned_data["consent"]:
            raise forms.ValidationError(refusal_text(without_consent()))
        return True


@csrf_exempt
@public_form
def contribute(request: HttpRequest) -> HttpResponse:
    """The form, and what was sent with it. There is no session to forge: the form needs no token against that."""
    form = ContributionForm(
        request.POST or None, request.FILES or None, initial={"district": request.GET.get("district")}
    )
    places = {row.districts[0].slug: row.districts[0] for row in queries.district_pages()}
    form.fields["district"].choices = [
        ("", _("โปรดเลือกย่าน")),
        *((slug, str(row)) for slug, row in places.items()),
    ]
    challenge = _challenge(request)
    if request.method == "POST" and form.is_valid():
        if not _let_in(request):
            return too_much(request)
        data = {name: value for name, value in form.cleaned_data.items() if name not in {"district", "photo"}}
        flags = [*(["honeypot"] if request.POST.get(HONEYPOT) else [])]
        flags += [] if worked(challenge, request.POST.get("work", "")) else ["no_work"]
        sent = Sent(district=places[form.cleaned_data["district"]], language=lang(), flags=tuple(flags), **data)
        photo = form.cleaned_data["photo"]
        try:
            if photo is not None:
                photo.seek(0)
            _row, key = send_in(sent, None if photo is None else photo.chunks())
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(link("contribution", key))
    if form.files.get("photo") and form.errors and "photo" not in form.errors:
        form.add_error("photo", _("โปรดเลือกภาพอีกครั้ง เบราว์เซอร์ไม่เก็บภาพไว้ให้เมื่อมีข้อที่ต้องแก้ไข"))
    context = {"form": form, "challenge": challenge, "honeypot": HONEYPOT, "places": places}
    return show(request, "contribute", context, status=_status(form))


def _status(form: ContributionForm) -> int:
    """413 for a photograph that is too large, 422 for anything else that is not taken; what was typed stays."""
    photo = form.files.get("photo")
    if photo is not None and photo.size > MAX_PHOTO:
        return 413
    return 422 if form.is_bound and form.errors else 200


def _challenge(request: HttpRequest) -> str:
    """The text that the browser works on: of the form that was filled in, or a new one."""
    given = request.POST.get("challenge", "")
    try:
        return str(uuid.UUID(given))
    except ValueError:
        return str(uuid.uuid4())


def _let_in(request: HttpRequest) -> bool:
    """Whether this network may send one more now."""
    network = network_of(get_adapter().get_client_ip(request) or "")
    with transaction.atomic():
        return take(slowed(salt_of(timezone.localdate()), "contribution", network), TOKENS)


@csrf_exempt
@public_form
def contribution(request: HttpRequest, key: str) -> HttpResponse:
    """What became of it: for whoever has the link. The sender may take it back here."""
    row = Contribution.objects.filter(key_hash=hashed(key)).select_related("district").first()
    if row is None:
        raise Http404
    said = ""
    if request.method == "POST":
        try:
            take_back(row)
        except Refused as refused:
            said = refused.what.en if lang() == "en" else refused.what.th
    context = {"row": row, "said": said, "title": _("สิ่งที่ท่านส่ง")}
    return show(request, "contribution", context, status=409 if said else 200)
