"""The storyteller network, and the consents on which it stands."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samrit.districts.models import CreativeDistrict
from samrit.evidence.consents import is_in_force, shown_name
from samrit.people.enums import Act
from samrit.publicity.actions import storytellers as actions
from samrit.publicity.models import Storyteller, Work
from samrit.publicity.queries import network
from samrit.publicity.queries.network import consents_of
from samrit.results.models import KeyResult
from samrit.results.parts import scopes_of
from samrit.web.office.views.common import crumbs, key_result_of
from samrit.web.office.views.consents import consent_of
from samrit.web.office.views.deciding import Decision, ReasonForm, decide
from samrit.web.office.views.filling import form_page
from samrit.web.shared.forms import DateField, OfficeForm, RowsField
from samrit.web.shared.pages import rights_of, staff_page

_CHOICES = forms.CheckboxSelectMultiple


@staff_page
def storytellers(request: HttpRequest, key: str) -> HttpResponse:
    """The network, and the consents on which it stands; for who neither keeps nor checks it only how many there are."""
    key_result = key_result_of(request, key)
    may_read = network.may_read_network(rights_of(request), key_result)
    rows = network.storytellers(key_result, left=True) if may_read else ()
    may_edit = rights_of(request).first_standing([Act.EDIT_STORYTELLERS], *scopes_of(key_result)) is not None
    given = consents_of(key_result).prefetch_related("storytellers").order_by("-entered_at")
    today = timezone.localdate()
    context = {
        "key_result": key_result,
        "section": "storytellers",
        "crumbs": crumbs(key_result),
        "rows": rows,
        "may_read": may_read,
        "members": network.storytellers(key_result).count(),
        "consents": [(row, shown_name(row), is_in_force(row, today)) for row in given] if may_edit else (),
        "may_edit": may_edit,
    }
    return render(request, "office/storytellers.html", context)


class StorytellerForm(OfficeForm):
    """A member of the network."""

    districts = RowsField(CreativeDistrict.objects.none(), label=gettext_lazy("ย่าน"), widget=_CHOICES)
    skills = forms.CharField(label=gettext_lazy("ความถนัด"), widget=forms.Textarea, required=False)
    trained_on = DateField(label=gettext_lazy("วันที่อบรม"), required=False)
    review_on = DateField(
        label=gettext_lazy("วันที่ทบทวน"), help_text=gettext_lazy("ภายในหนึ่งปีจากวันนี้ และไม่เกินอายุความยินยอม")
    )


def _member(key_result: KeyResult, uid: uuid.UUID) -> Storyteller:
    rows = Storyteller.objects.select_related("consent", "key_result__host")
    return get_object_or_404(rows, uid=uid, key_result=key_result)


def _page(
    request: HttpRequest,
    key_result: KeyResult,
    form: OfficeForm,
    save: Callable[[int], None],
    title: str,
    version: int = 0,
) -> HttpResponse:
    back = reverse("office:storytellers", args=[key_result.key])
    shown = {"crumbs": crumbs(key_result), "key_result": key_result, "version": version}
    return form_page(request, form, save, title=title, back=back, **shown)


@staff_page
def storyteller_new(request: HttpRequest, key: str, uid: uuid.UUID) -> HttpResponse:
    """A new member, under a consent."""
    key_result = key_result_of(request, key)
    consent = consent_of(request, key_result, uid)
    form = StorytellerForm(request.POST or None)
    form.fields["districts"].queryset = key_result.districts.all()

    def save(_version: int) -> None:
        data = {**form.cleaned_data, "districts": list(form.cleaned_data["districts"])}
        actions.add_storyteller(key_result, consent, **data, acting_user=request.user)

    title = f"{_('เพิ่มนักเล่าเรื่อง')}: {shown_name(consent)}"
    return _page(request, key_result, form, save, title)


@staff_page
def storyteller_edit(request: HttpRequest, key: str, uid: uuid.UUID) -> HttpResponse:
    """Districts, skills, training and review of a member."""
    key_result = key_result_of(request, key)
    row = _member(key_result, uid)
    initial = {
        "districts": list(row.districts.values_list("pk", flat=True)),
        "skills": row.skills,
        "trained_on": row.trained_on,
        "review_on": row.review_on,
    }
    form = StorytellerForm(request.POST or None, initial=initial)
    form.fields["districts"].queryset = key_result.districts.all()

    def save(version: int) -> None:
        data = {**form.cleaned_data, "districts": list(form.cleaned_data["districts"])}
        actions.save_storyteller(row, **data, read_version=version, acting_user=request.user)

    title = shown_name(row.consent)
    return _page(request, key_result, form, save, title, row.version)


class ContributionsForm(OfficeForm):
    """To which works a member contributed."""

    works = RowsField(Work.objects.none(), label=gettext_lazy("งานที่มีส่วนร่วม"), widget=_CHOICES, required=False)


@staff_page
def storyteller_works(request: HttpRequest, key: str, uid: uuid.UUID) -> HttpResponse:
    """The works to which a member contributed."""
    key_result = key_result_of(request, key)
    row = _member(key_result, uid)
    form = ContributionsForm(
        request.POST or None, initial={"works": list(row.contributions.values_list("pk", flat=True))}
    )
    form.is_bound = request.method == "POST"
    form.fields["works"].queryset = Work.objects.filter(key_result=key_result).exclude(state="withdrawn")

    def save(version: int) -> None:
        actions.record_contributions(
            row, list(form.cleaned_data["works"]), read_version=version, acting_user=request.user
        )

    title = f"{_('ผลงานของ')} {shown_name(row.consent)}"
    return _page(request, key_result, form, save, title, row.version)


@staff_page
def storyteller_leave(request: HttpRequest, key: str, uid: uuid.UUID) -> HttpResponse:
    """A member leaves."""
    key_result = key_result_of(request, key)
    row = _member(key_result, uid)
    decision = Decision(
        title=_("ออกจากเครือข่าย"),
        label=_("บันทึก"),
        act=lambda data, version: actions.leave_network(row, **data, read_version=version, acting_user=request.user),
        back=reverse("office:storytellers", args=[key]),
        version=row.version,
        form=ReasonForm,
        subject=shown_name(row.consent),
        refuse=True,
        crumbs=crumbs(key_result),
        asks=(Act.EDIT_STORYTELLERS,),
        where=(key_result.scope,),
    )
    return decide(request, decision)
