"""Which works are asked for: the filter in an address, and filters that a person keeps under a name."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samrit.core.thai import parse_date
from samrit.people.models import User
from samrit.publicity.actions import filters as actions
from samrit.publicity.enums import Channel, WorkKind, WorkState
from samrit.publicity.filters import WorkFilter, filter_data, read_filter
from samrit.publicity.models import SavedFilter
from samrit.results.models import KeyResult
from samrit.web.office.views.common import crumbs, key_result_of
from samrit.web.office.views.deciding import Decision, decide
from samrit.web.office.views.filling import form_page
from samrit.web.shared.forms import OfficeForm, no_date
from samrit.web.shared.pages import staff_page
from samrit.web.shared.templatetags.samrit import date

_MANY = {"kinds": "kind", "states": "state", "districts": "district", "channels": "channel", "agencies": "agency"}
_DAYS = {"planned_from": "from", "planned_to": "to"}


def chosen_of(asked: QueryDict, user: User) -> WorkFilter:
    """The filter in an address. What it does not know asks nothing."""
    days = {name: parse_date(asked.get(key, "")) for name, key in _DAYS.items()}
    return read_filter(
        {
            "text": asked.get("text", "")[:200].replace("\x00", ""),
            **{name: [word for word in asked.getlist(key) if word] for name, key in _MANY.items()},
            **{name: day.isoformat() if day else None for name, day in days.items()},
            "mine": user.pk if asked.get("mine") else None,
        }
    )


def unread_days(asked: QueryDict) -> list[str]:
    """Why a day that was typed into the filter is none: it then asks nothing, which must not go unseen."""
    typed = [asked.get(key, "")[:40].strip() for key in _DAYS.values()]
    return [no_date(text) for text in typed if text and parse_date(text) is None]


def query_of(chosen: WorkFilter) -> str:
    """The same filter as it stands in an address."""
    query = QueryDict(mutable=True)
    for name, value in filter_data(chosen).items():
        if name in _MANY:
            query.setlist(_MANY[name], value)
        else:
            query[_DAYS.get(name, name)] = "1" if name == "mine" else value
    return query.urlencode()


def words_of(chosen: WorkFilter, key_result: KeyResult) -> list[tuple[str, str]]:
    """What a filter asks, in words: (what, value)."""
    places = dict(key_result.districts.values_list("slug", "name_th"))
    agencies = {row.agency.code: str(row.agency) for row in key_result.agency_targets.all()}

    def named(known: dict[str, Any], words: tuple[str, ...]) -> str:
        return ", ".join(str(known.get(word, word)) for word in words)

    rows = [
        (_("ค้นหา"), chosen.text),
        (_("ประเภท"), named(dict(WorkKind.choices), chosen.kinds)),
        (_("สถานะ"), named(dict(WorkState.choices), chosen.states)),
        (_("ย่าน"), named(places, chosen.districts)),
        (_("ช่องทาง"), named(dict(Channel.choices), chosen.channels)),
        (_("หน่วยงาน"), named(agencies, chosen.agencies)),
        (_("กำหนดตั้งแต่วันที่"), date(chosen.planned_from) if chosen.planned_from else ""),
        (_("ถึงวันที่"), date(chosen.planned_to) if chosen.planned_to else ""),
        (_("เฉพาะของฉัน"), _("ใช่") if chosen.mine else ""),
    ]
    return [row for row in rows if row[1]]


def saved_filters(user: User) -> list[tuple[SavedFilter, str]]:
    """This person's filters, each with its address: one query."""
    return [(row, query_of(read_filter(row.query))) for row in SavedFilter.objects.filter(user=user)]


class FilterForm(OfficeForm):
    """Under which name a filter is kept."""

    name = forms.CharField(label=gettext_lazy("ชื่อตัวกรอง"), help_text=gettext_lazy("ใช้ชื่อเดิมเพื่อบันทึกทับ"), max_length=100)


@staff_page
def filter_new(request: HttpRequest, key: str) -> HttpResponse:
    """Keeps the filter that stands in the address."""
    key_result = key_result_of(request, key)
    chosen = chosen_of(request.GET, request.user)
    form = FilterForm(request.POST or None)
    back = reverse("office:works", args=[key])
    query = query_of(chosen)
    return form_page(
        request,
        form,
        lambda _version: actions.save_filter(form.cleaned_data["name"], chosen, acting_user=request.user),
        title=_("บันทึกตัวกรอง"),
        back=f"{back}?{query}",
        crumbs=crumbs(key_result, (_("งาน"), back)),
        key_result=key_result,
        facts=words_of(chosen, key_result) or [(_("ตัวกรอง"), _("งานทั้งหมด"))],
    )


@staff_page
def filter_delete(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Forgets one of one's own filters."""
    key_result = key_result_of(request, key)
    found = get_object_or_404(SavedFilter, pk=number, user=request.user)
    back = reverse("office:works", args=[key])
    decision = Decision(
        title=_("ลบตัวกรอง"),
        label=_("ลบตัวกรอง"),
        act=lambda _data, _version: actions.delete_filter(found, acting_user=request.user),
        back=back,
        subject=found.name,
        facts=words_of(read_filter(found.query), key_result),
        refuse=True,
        crumbs=crumbs(key_result, (_("งาน"), back)),
    )
    return decide(request, decision)
