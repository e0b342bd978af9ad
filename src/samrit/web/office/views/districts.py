"""Creative districts: the list, one district, writing and vouching for it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from samrit.core.thai import sort_key
from samrit.districts import actions, queries
from samrit.districts.models import CreativeDistrict
from samrit.districts.shapes import MAX_TEXT, shape_from_text, text_of_shape
from samrit.exchange import traffy
from samrit.people.enums import Act
from samrit.people.models import Agency
from samrit.people.queries import district_offices
from samrit.platform.locking import Stale
from samrit.site.khets import bare_name
from samrit.web.office.views.common import version_of
from samrit.web.office.views.deciding import Decision, NoForm, ReasonForm, decide
from samrit.web.shared.forms import NumberField, OfficeForm
from samrit.web.shared.pages import attempt, rights_of, staff_page, stale_page, status_of

_TEXTS = (
    "name_th",
    "name_en",
    "story_th",
    "story_en",
    "identity_th",
    "identity_en",
    "people_th",
    "people_en",
    "source",
    "source_url",
)
_LONG = forms.Textarea


class DistrictForm(OfficeForm):
    """Names, texts and source."""

    name_th = forms.CharField(label=gettext_lazy("ชื่อย่าน"), max_length=200)
    name_en = forms.CharField(label=gettext_lazy("ชื่อภาษาอังกฤษ"), required=False, max_length=200)
    story_th = forms.CharField(label=gettext_lazy("เรื่องราว"), widget=_LONG, required=False)
    story_en = forms.CharField(label=gettext_lazy("เรื่องราว (ภาษาอังกฤษ)"), widget=_LONG, required=False)
    identity_th = forms.CharField(label=gettext_lazy("อัตลักษณ์"), widget=_LONG, required=False)
    identity_en = forms.CharField(label=gettext_lazy("อัตลักษณ์ (ภาษาอังกฤษ)"), widget=_LONG, required=False)
    people_th = forms.CharField(label=gettext_lazy("ผู้คน"), widget=_LONG, required=False)
    people_en = forms.CharField(label=gettext_lazy("ผู้คน (ภาษาอังกฤษ)"), widget=_LONG, required=False)
    source = forms.CharField(label=gettext_lazy("แหล่งที่มา"), required=False, max_length=300)
    source_url = forms.CharField(label=gettext_lazy("ลิงก์ของแหล่งที่มา"), required=False, max_length=500)


class KhetsForm(OfficeForm):
    """In which khets it lies."""

    khets = forms.MultipleChoiceField(
        label=gettext_lazy("อยู่ในเขต"), widget=forms.CheckboxSelectMultiple, required=False
    )


class PlaceForm(OfficeForm):
    """Point and outline: drawn on the map, typed, or uploaded."""

    latitude = NumberField(label=gettext_lazy("ละติจูด"), help_text=gettext_lazy("เช่น 13.7563"), required=False)
    longitude = NumberField(label=gettext_lazy("ลองจิจูด"), help_text=gettext_lazy("เช่น 100.5018"), required=False)
    shape = forms.CharField(
        label=gettext_lazy("ขอบเขต"),
        help_text=gettext_lazy("มุมละหนึ่งบรรทัด เขียนละติจูด, ลองจิจูด เช่น 13.7563, 100.5018 หรือวางข้อความ GeoJSON"),
        widget=forms.Textarea(attrs={"class": "tall", "spellcheck": "false"}),
        required=False,
    )
    file = forms.FileField(
        label=gettext_lazy("หรืออัปโหลดไฟล์ GeoJSON"),
        widget=forms.FileInput(attrs={"accept": ".geojson,.json"}),
        required=False,
        error_messages={"empty": gettext_lazy("ไฟล์ว่างเปล่า โปรดเลือกไฟล์อื่น")},
    )

    @classmethod
    def of(cls, request: HttpRequest, row: CreativeDistrict) -> PlaceForm:
        """The form of a district. An uploaded file is read into the text, so that no refusal loses it."""
        initial = {"latitude": row.latitude, "longitude": row.longitude, "shape": text_of_shape(row.shape)}
        if request.method != "POST":
            return cls(initial=initial)
        data, files = request.POST.copy(), request.FILES.copy()
        file = files.get("file")
        if file is not None and file.size:
            data["shape"] = file.read(MAX_TEXT + 1).decode("utf-8-sig", errors="replace")
            files.pop("file")
        return cls(data, files, initial=initial)

    def geometry(self) -> Any:
        """The outline as the action takes it. Refused where a line is no corner."""
        return shape_from_text(self.cleaned_data["shape"])


def _district(slug: str) -> CreativeDistrict:
    try:
        return queries.district(slug)
    except CreativeDistrict.DoesNotExist:
        raise Http404 from None


@staff_page
def districts(request: HttpRequest) -> HttpResponse:
    """All creative districts."""
    rights_of(request).require(Act.VIEW)
    query = request.GET.get("q", "")[:200]
    context = {
        "rows": queries.districts(query=query),
        "asked": query,
        "may_edit": rights_of(request).may(Act.EDIT_DISTRICT),
    }
    return render(request, "office/districts.html", context)


@staff_page
def district(request: HttpRequest, slug: str) -> HttpResponse:
    """One district with its texts, khets, source and the key results about it."""
    rights_of(request).require(Act.VIEW)
    row = _district(slug)
    context = {
        "district": row,
        "crumbs": _trail(),
        "key_results": row.key_results.all(),
        "may_edit": rights_of(request).may(Act.EDIT_DISTRICT),
        "may_verify": rights_of(request).may(Act.VERIFY_DISTRICT),
        "traffy": traffy.kept(row) if settings.SAMRIT_TRAFFY else None,
        "traffy_confirms": traffy.confirmed_by(row) if settings.SAMRIT_TRAFFY else [],
        "credit": traffy.CREDIT,
        "map": map_around(row) if row.shape or row.latitude is not None else None,
    }
    return render(request, "office/district.html", context)


def _trail(*further: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("ย่านสร้างสรรค์"), reverse("office:districts")), *further]


def _khets() -> dict[str, Agency]:
    """The district offices by code, in the order of a Thai dictionary: people look for a khet by its name."""
    return {row.code: row for row in sorted(district_offices(), key=lambda row: sort_key(row.name_th))}


@staff_page
def district_new(request: HttpRequest) -> HttpResponse:
    """A new district, not yet vouched for."""
    rights_of(request).require(Act.EDIT_DISTRICT)
    form, khets = DistrictForm(request.POST or None), KhetsForm(request.POST or None)
    khets.is_bound = request.method == "POST"
    offices = _khets()
    khets.fields["khets"].choices = [(code, str(office)) for code, office in offices.items()]
    if request.method == "POST" and form.is_valid() and khets.is_valid():
        made: list[CreativeDistrict] = []
        chosen = [offices[code] for code in khets.cleaned_data["khets"]]
        act = lambda: made.append(actions.create_district(**form.cleaned_data, khets=chosen, acting_user=request.user))  # noqa: E731 -- one call
        if attempt(request, form, act, _("บันทึกย่านแล้ว")):
            return redirect("office:district", made[0].slug)
    context = {
        "title": _("เพิ่มย่านสร้างสรรค์"),
        "form": form,
        "more": khets,
        "crumbs": _trail(),
        "back": reverse("office:districts"),
    }
    return render(request, "office/form.html", context, status=status_of(form, khets))


@staff_page
def district_edit(request: HttpRequest, slug: str, part: str) -> HttpResponse:
    """Texts, khets or place of a district."""
    row = _district(slug)
    rights_of(request).require(Act.EDIT_DISTRICT)
    back = reverse("office:district", args=[slug])
    data, user = request.POST or None, request.user
    if part == "texts":
        form: OfficeForm = DistrictForm(data, initial={name: getattr(row, name) for name in _TEXTS})
        act = lambda version: actions.edit_district(row, **form.cleaned_data, read_version=version, acting_user=user)  # noqa: E731 -- one call each
    elif part == "khets":
        offices = _khets()
        form = KhetsForm(data, initial={"khets": [khet.code for khet in row.khets.all()]})
        form.fields["khets"].choices = [(code, str(office)) for code, office in offices.items()]

        def act(version: int) -> Any:
            return actions.set_khets(
                row, [offices[code] for code in form.cleaned_data["khets"]], read_version=version, acting_user=user
            )
    elif part == "place":
        form = PlaceForm.of(request, row)

        def act(version: int) -> Any:
            return actions.set_place(
                row,
                latitude=form.cleaned_data["latitude"],
                longitude=form.cleaned_data["longitude"],
                shape=form.geometry(),
                read_version=version,
                acting_user=user,
            )
    else:
        raise Http404
    form.is_bound = request.method == "POST"
    if request.method == "POST" and form.is_valid():
        try:
            if attempt(request, form, lambda: act(version_of(request)), _("บันทึกย่านแล้ว")):
                return redirect(back)
        except Stale as stale:
            return stale_page(request, form, stale)
    context = {
        "title": f"{_('แก้ไข')} {row}",
        "form": form,
        "crumbs": _trail((str(row), back)),
        "back": back,
        "version": version_of(request) or row.version,
        "map": map_around(row) if part == "place" else None,
    }
    template = "office/place.html" if part == "place" else "office/form.html"
    return render(request, template, context, status=status_of(form))


def map_around(row: CreativeDistrict) -> dict[str, Any]:
    """What the map shows without any tiles: the khets by name, and the other districts."""
    khets = [
        {"name": bare_name(office), "at": [float(office.centroid_lat), float(office.centroid_lon)]}
        for office in district_offices()
        if office.centroid_lat is not None and office.centroid_lon is not None
    ]
    others = [
        {"name": str(other), "at": _place(other), "shape": other.shape}
        for other in queries.districts()
        if other.pk != row.pk and (other.shape or other.latitude is not None)
    ]
    return {"khets": khets, "others": others, "at": _place(row), "shape": row.shape}


def _place(row: CreativeDistrict) -> list[float] | None:
    return None if row.latitude is None or row.longitude is None else [float(row.latitude), float(row.longitude)]


@staff_page
def district_verify(request: HttpRequest, slug: str) -> HttpResponse:
    """Vouches for a district, or takes that back."""
    row = _district(slug)
    verified = row.verified
    action = actions.unverify_district if verified else actions.verify_district
    decision = Decision(
        title=_("เพิกถอนการรับรองย่าน") if verified else _("รับรองข้อมูลย่าน"),
        label=_("เพิกถอน") if verified else pgettext("command", "รับรอง"),
        act=lambda data, version: action(row, **data, read_version=version, acting_user=request.user),
        back=reverse("office:district", args=[slug]),
        version=row.version,
        form=ReasonForm if verified else NoForm,
        subject=str(row),
        facts=[(_("แหล่งที่มา"), row.source or "–")],
        refuse=verified,
        crumbs=_trail(),
        asks=(Act.VERIFY_DISTRICT,),
    )
    return decide(request, decision)
