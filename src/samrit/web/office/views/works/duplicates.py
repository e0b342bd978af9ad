"""Works that look alike: the pairs of a key result, and deciding on one of them."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samrit.people.enums import Act
from samrit.people.rights import Forbidden
from samrit.publicity.actions import duplicates
from samrit.publicity.models import DuplicateFlag, Media, Publication, Work
from samrit.publicity.queries.boards import near_duplicates
from samrit.web.office.views.common import crumbs, key_result_of, may_see, page_of
from samrit.web.office.views.filling import form_page
from samrit.web.shared.forms import OfficeForm
from samrit.web.shared.pages import rights_of, staff_page
from samrit.web.shared.templatetags.samrit import digits

_WHY = {
    "media": gettext_lazy("ใช้ไฟล์เดียวกัน"),
    "look": gettext_lazy("ภาพคล้ายกันมาก"),
    "title": gettext_lazy("ชื่อเดียวกัน"),
    "words": gettext_lazy("ข้อความคล้ายกันมาก"),
}


def why_alike(flag: DuplicateFlag) -> list[str]:
    """Why the machine flagged a pair, in words."""
    return [str(_WHY.get(word, word)) for word in flag.found_by.split("+")]


@staff_page
def duplicate_list(request: HttpRequest, key: str) -> HttpResponse:
    """The pairs of a key result that look alike; first those that nobody has decided."""
    key_result = key_result_of(request, key)
    rows = near_duplicates(key_result, undecided=False).order_by("-same", "-pk")
    page = page_of(request, sorted(rows, key=lambda row: row.same is not None))
    context = {
        "key_result": key_result,
        "section": "works",
        "crumbs": crumbs(key_result, (_("งาน"), reverse("office:works", args=[key]))),
        "page": page,
        "pairs": [(row, why_alike(row)) for row in page],
    }
    return render(request, "office/duplicates.html", context)


@dataclass(frozen=True, slots=True)
class Side:
    """One work of a pair with what tells whether it is the same."""

    work: Work
    media: tuple[Media, ...]
    publications: tuple[Publication, ...]
    shared: frozenset[str]


class DuplicateForm(OfficeForm):
    """Whether two works are the same, and which one stays."""

    same = forms.TypedChoiceField(
        label=gettext_lazy("เป็นงานเดียวกัน"),
        choices=[("yes", gettext_lazy("ใช่")), ("no", gettext_lazy("ไม่ใช่"))],
        coerce={"yes": True, "no": False}.get,
        widget=forms.RadioSelect,
    )
    keep = forms.ModelChoiceField(
        Work.objects.none(),
        label=gettext_lazy("ถ้าใช่ ให้นับงานใด"),
        widget=forms.RadioSelect,
        required=False,
        empty_label=None,
    )
    reason = forms.CharField(label=gettext_lazy("เหตุผล"), widget=forms.Textarea, max_length=2000)


@staff_page
def duplicate(request: HttpRequest, number: int) -> HttpResponse:
    """A person who made neither decides whether two works are the same: both side by side."""
    names = [f"{one}__{other}" for one in ("first", "second") for other in ("key_result__host", "agency", "producer")]
    flag = get_object_or_404(DuplicateFlag.objects.select_related(*names, "decided_by"), pk=number)
    if not all(may_see(rights_of(request), row.key_result) for row in (flag.first, flag.second)):
        raise Forbidden(Act.VIEW)
    row = flag.first
    form = DuplicateForm(request.POST or None)
    pair = {flag.first_id: 1, flag.second_id: 2}
    form.fields["keep"].queryset = Work.objects.filter(pk__in=pair)
    form.fields["keep"].label_from_instance = lambda work: f"{_('งานที่')} {digits(pair[work.pk])}: {work.title}"

    def save(_version: int) -> None:
        read = parse_datetime(request.POST.get("decided", ""))
        duplicates.decide_duplicate(flag, **form.cleaned_data, read_decided_at=read, acting_user=request.user)

    return form_page(
        request,
        form,
        save,
        title=_("ชี้ขาดงานที่คล้ายกัน"),
        back=reverse("office:duplicates", args=[row.key_result.key]),
        crumbs=crumbs(row.key_result, (_("งานที่คล้ายกัน"), reverse("office:duplicates", args=[row.key_result.key]))),
        template="office/duplicate.html",
        key_result=row.key_result,
        flag=flag,
        why=why_alike(flag),
        sides=_sides(flag),
        decided=flag.decided_at.isoformat() if flag.decided_at else "",
    )


def _sides(flag: DuplicateFlag) -> tuple[Side, Side]:
    media = [tuple(work.media.select_related("file", "public_copy")) for work in (flag.first, flag.second)]
    shared = frozenset.intersection(*(frozenset(row.file_id for row in rows) for rows in media))
    first, second = (
        Side(work, rows, tuple(work.publications.all()), shared)
        for work, rows in zip((flag.first, flag.second), media, strict=True)
    )
    return first, second
