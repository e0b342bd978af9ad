"""Whether the city's website shows each creative district."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samrit.districts.models import CreativeDistrict
from samrit.people.enums import Act
from samrit.publicity.actions import website as website_actions
from samrit.publicity.models import WebsiteEntry
from samrit.publicity.queries import network
from samrit.web.office.views.common import crumbs, key_result_of, may
from samrit.web.office.views.deciding import Decision, ReasonForm, decide
from samrit.web.office.views.filling import form_page
from samrit.web.shared.forms import MomentField, OfficeForm
from samrit.web.shared.pages import staff_page


class WebsiteForm(OfficeForm):
    """Where the city's site shows a district."""

    permalink = forms.CharField(label=gettext_lazy("ลิงก์หน้าเว็บของย่าน"), max_length=1000)
    published_at = MomentField(label=gettext_lazy("เผยแพร่เมื่อ"))


@staff_page
def website(request: HttpRequest, key: str) -> HttpResponse:
    """The publication state of each district on the city's site."""
    key_result = key_result_of(request, key)
    rows = network.website_state(key_result)
    context = {
        "key_result": key_result,
        "section": "website",
        "crumbs": crumbs(key_result),
        "rows": rows,
        "may_edit": may(request, Act.EDIT_WORK, key_result),
    }
    return render(request, "office/website.html", context)


@staff_page
def website_publish(request: HttpRequest, key: str, slug: str) -> HttpResponse:
    """Records that the site shows a district."""
    key_result = key_result_of(request, key)
    district = get_object_or_404(CreativeDistrict, slug=slug)
    entry = WebsiteEntry.objects.filter(key_result=key_result, district=district).first()
    initial = {"permalink": entry.permalink, "published_at": entry.published_at} if entry else {}
    form = WebsiteForm(request.POST or None, initial=initial)

    def save(version: int) -> None:
        website_actions.publish_district(
            key_result, district, **form.cleaned_data, read_version=version or None, acting_user=request.user
        )

    back = reverse("office:website", args=[key])
    title = f"{_('บันทึกการเผยแพร่บนเว็บไซต์')}: {district}"
    return form_page(
        request,
        form,
        save,
        title=title,
        back=back,
        crumbs=crumbs(key_result),
        key_result=key_result,
        version=entry.version if entry else 0,
    )


@staff_page
def website_withdraw(request: HttpRequest, key: str, slug: str) -> HttpResponse:
    """Records that the site shows a district no more."""
    key_result = key_result_of(request, key)
    entry = get_object_or_404(
        WebsiteEntry.objects.select_related("district", "key_result__host"), key_result=key_result, district__slug=slug
    )
    decision = Decision(
        title=_("บันทึกว่านำลงจากเว็บไซต์แล้ว"),
        label=_("บันทึก"),
        act=lambda data, version: website_actions.withdraw_district(
            entry, **data, read_version=version, acting_user=request.user
        ),
        back=reverse("office:website", args=[key]),
        version=entry.version,
        form=ReasonForm,
        subject=str(entry.district),
        refuse=True,
        crumbs=crumbs(key_result),
        asks=(Act.EDIT_WORK,),
        where=(key_result.scope,),
    )
    return decide(request, decision)
