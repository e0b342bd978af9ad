"""Keeping the public site: its pages, written in two languages side by side, published, withdrawn, restored."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from samrit.core.contract import Refused
from samrit.districts.models import CreativeDistrict
from samrit.people.enums import Act
from samrit.people.rights import ANYWHERE
from samrit.publicity.enums import WorkKind, WorkState
from samrit.publicity.models import Work
from samrit.results.models import KeyResult
from samrit.site.actions import pages, results
from samrit.site.addresses import TEXTS, address_of, name_of, path_of
from samrit.site.content import FIELDS, LANGUAGES
from samrit.site.enums import PageKind
from samrit.site.health import broken_links
from samrit.site.models import Contribution, Page
from samrit.site.queries import films_of
from samrit.site.visits import visits_by_day, visits_by_page
from samrit.web.office.views.common import Crumb, visible_key_results
from samrit.web.office.views.deciding import Decision, NoForm, ReasonForm, decide
from samrit.web.office.views.filling import form_page
from samrit.web.shared.forms import MomentField, OfficeForm
from samrit.web.shared.pages import rights_of, staff_page
from samrit.web.shared.templatetags.samrit import digits

_A_LIST = 60
_MOST = 200


class PageForm(OfficeForm):
    """The parts of a page, in Thai and English side by side."""

    note = forms.CharField(label=gettext_lazy("บอกสั้น ๆ ว่าแก้อะไร"), required=False, max_length=300)

    def __init__(self, page: Page, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page = page
        for part in FIELDS[PageKind(page.kind)]:
            for lang in LANGUAGES:
                widget = forms.Textarea(attrs={"data-rich": "1", "lang": lang}) if part.rich else forms.TextInput()
                widget.attrs["lang"] = lang
                self.fields[f"{lang}_{part.name}"] = forms.CharField(
                    label=part.label, help_text=part.hint, widget=widget, required=False
                )
        self.order_fields([*(name for name in self.fields if name != "note"), "note"])

    @property
    def rows(self) -> list[tuple[Any, Any]]:
        """Each part in both languages."""
        names = [part.name for part in FIELDS[PageKind(self.page.kind)]]
        return [(self[f"th_{name}"], self[f"en_{name}"]) for name in names]

    def content(self) -> dict[str, dict[str, str]]:
        """What was typed, by language and part."""
        names = [part.name for part in FIELDS[PageKind(self.page.kind)]]
        return {lang: {name: self.cleaned_data[f"{lang}_{name}"] for name in names} for lang in LANGUAGES}

    def refuse(self, refused: Refused) -> None:
        """A refusal of `th.title` stands at that field."""
        super().refuse(Refused(refused.path.replace(".", "_"), refused.what, refused.mend))


class PublishForm(OfficeForm):
    """Now, or at a moment to come."""

    at = MomentField(label=gettext_lazy("เผยแพร่เมื่อ"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["at"].help_text = _("เว้นว่างไว้เพื่อเผยแพร่ทันที หรือระบุวันเวลา เช่น 15/2/2568 14.30")


class SlugForm(OfficeForm):
    """Another address."""

    slug = forms.CharField(
        label=gettext_lazy("ที่อยู่ใหม่"),
        help_text=gettext_lazy("ตัวอักษรอังกฤษ ตัวเลข และขีดกลาง ที่อยู่เดิมจะนำมาที่หน้านี้เสมอ"),
        max_length=80,
    )


class CorrectionForm(OfficeForm):
    """What was wrong and is set right."""

    text_th = forms.CharField(label=gettext_lazy("ข้อความแก้ไข"), widget=forms.Textarea, max_length=2000)
    text_en = forms.CharField(
        label=gettext_lazy("ข้อความแก้ไข (ภาษาอังกฤษ)"), widget=forms.Textarea, required=False, max_length=2000
    )


def _crumbs(*further: Crumb) -> list[Crumb]:
    return [(_("เว็บไซต์สาธารณะ"), reverse("office:site")), *further]


def page_of(request: HttpRequest, uid: uuid.UUID) -> Page:
    """A page for those who may write it."""
    rows = Page.objects.select_related("district", "work__key_result", "work__agency", "published", "waiting")
    row = get_object_or_404(rows, uid=uid)
    pages.require_edit(row, request.user) if row.work is not None else rights_of(request).require_one(
        (Act.EDIT_SITE, Act.PUBLISH_SITE), ANYWHERE
    )
    return row


@staff_page
def index(request: HttpRequest) -> HttpResponse:
    """All pages with their state, what could be told next, key results to open, what residents sent, broken links."""
    rights_of(request).require_one((Act.EDIT_SITE, Act.PUBLISH_SITE, Act.MODERATE), ANYWHERE)
    seen = visible_key_results(request)
    pages_seen = Page.objects.filter(Q(work=None) | Q(work__key_result__in=seen))
    rows = pages_seen.select_related("district", "work", "published", "waiting").order_by("kind", "-id")
    begun = set(Page.objects.filter(kind=PageKind.TEXT).values_list("slug", flat=True))
    untold = Work.objects.filter(page=None, approved_at__isnull=False, kind__in=(WorkKind.PIECE, WorkKind.STORY))
    untold = untold.filter(key_result__in=seen)
    context = {
        "rows": [(row, name_of(row)) for row in rows[:_MOST]],
        "more": max(0, pages_seen.count() - _MOST),
        "now": timezone.now(),
        "bare": CreativeDistrict.objects.filter(page=None).defer("shape", "search_tokens")[:_A_LIST],
        "untold": untold.exclude(state=WorkState.WITHDRAWN).order_by("-approved_at")[:_A_LIST],
        "texts": [row for row in TEXTS.items() if row[0] not in begun],
        "key_results": seen,
        "waiting": Contribution.objects.filter(state="waiting").count(),
        "broken": [(row, name_of(row.page)) for row in broken_links()],
        "may_publish": rights_of(request).may(Act.PUBLISH_SITE),
        "may_edit": rights_of(request).may(Act.EDIT_SITE),
        "may_open": rights_of(request).may_somewhere(Act.OPEN_RESULT),
        "section": "site",
    }
    return render(request, "office/site/index.html", context)


@staff_page
def visits(request: HttpRequest) -> HttpResponse:
    """How often the site was read in the last month: by day, and by page. Counts only; nobody is known."""
    rights_of(request).require_one((Act.EDIT_SITE, Act.PUBLISH_SITE, Act.MODERATE), ANYWHERE)
    days, found = visits_by_day(), visits_by_page()
    context = {"days": days, "pages": found, "crumbs": _crumbs(), "section": "site"}
    return render(request, "office/site/visits.html", context)


@staff_page
def begin(request: HttpRequest) -> HttpResponse:
    """Opens the page of a district, a work or a text, and leads to its editor."""
    if request.method != "POST":
        return redirect("office:site")
    about, _colon, name = request.POST.get("about", "").partition(":")
    if about == "district":
        page = pages.open_district_page(get_object_or_404(CreativeDistrict, slug=name), acting_user=request.user)
    elif about == "work":
        found = Work.objects.select_related("key_result", "agency")
        page = pages.open_story_page(get_object_or_404(found, uid=_uid(name)), acting_user=request.user)
    elif about == "text":
        page = pages.open_text_page(name, acting_user=request.user)
    else:
        raise Http404
    return redirect("office:site_page", page.uid)


def _uid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise Http404 from None


@staff_page
def page(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One page: its editor, its state, its pictures and its versions."""
    row = page_of(request, uid)
    latest = row.versions.first()
    content = latest.content if latest else {}
    initial = {f"{lang}_{name}": text for lang, texts in content.items() for name, text in texts.items()}
    form = PageForm(row, request.POST or None, initial=initial)

    def save(version: int) -> None:
        pages.save_page(
            row,
            form.content(),
            note=form.cleaned_data["note"],
            read_version=version,
            acting_user=request.user,
        )

    return form_page(
        request,
        form,
        save,
        title=name_of(row),
        back=reverse("office:site_page", args=[uid]),
        crumbs=_crumbs(),
        version=row.version,
        template="office/site/page.html",
        page=row,
        latest=latest,
        versions=row.versions.select_related("created_by")[:30],
        pictures=row.pictures.prefetch_related("formats"),
        films=films_of(row),
        address=address_of(row),
        here=path_of(row.kind, row.slug),
        may_publish=row.work is not None or rights_of(request).may(Act.PUBLISH_SITE),
        section="site",
    )


def _decision(request: HttpRequest, row: Page, **more: Any) -> HttpResponse:
    back = reverse("office:site_page", args=[row.uid])
    decision = Decision(
        back=back, version=row.version, subject=name_of(row), crumbs=_crumbs((name_of(row), back)), mend=back, **more
    )
    return decide(request, decision)


@staff_page
def publish(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Shows the latest version to everybody, now or later."""
    row = page_of(request, uid)
    act = lambda data, version: pages.publish_page(row, at=data["at"], read_version=version, acting_user=request.user)  # noqa: E731 -- one call
    title, label = _("เผยแพร่หน้านี้ต่อสาธารณะ"), pgettext("command", "เผยแพร่")
    return _decision(request, row, title=title, label=label, act=act, form=PublishForm, done=_("เผยแพร่แล้ว"))


@staff_page
def withdraw(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Takes a page off the site."""
    row = page_of(request, uid)
    act = lambda data, version: pages.withdraw_page(row, **data, read_version=version, acting_user=request.user)  # noqa: E731 -- one call
    title, label = _("นำหน้านี้ลงจากเว็บไซต์"), _("นำลง")
    return _decision(request, row, title=title, label=label, act=act, form=ReasonForm, refuse=True)


@staff_page
def rename(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Another address."""
    row = page_of(request, uid)
    act = lambda data, version: pages.rename_page(row, **data, read_version=version, acting_user=request.user)  # noqa: E731 -- one call
    return _decision(
        request, row, title=_("เปลี่ยนที่อยู่ของหน้า"), label=_("บันทึก"), act=act, form=SlugForm, initial={"slug": row.slug}
    )


@staff_page
def correct(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """A public note on what is set right."""
    row = page_of(request, uid)
    act = lambda data, _version: pages.correct_page(row, **data, acting_user=request.user)  # noqa: E731 -- one call
    return _decision(request, row, title=_("บันทึกการแก้ไขต่อสาธารณะ"), label=_("บันทึก"), act=act, form=CorrectionForm)


@staff_page
def restore(request: HttpRequest, uid: uuid.UUID, number: int) -> HttpResponse:
    """An earlier version becomes the latest one."""
    row = page_of(request, uid)
    act = lambda _data, version: pages.restore_version(row, number, read_version=version, acting_user=request.user)  # noqa: E731 -- one call
    title = _("กู้คืนฉบับที่ %(n)s") % {"n": digits(number)}
    return _decision(request, row, title=title, label=_("กู้คืน"), act=act, form=NoForm)


@staff_page
def open_result(request: HttpRequest, key: str) -> HttpResponse:
    """Opens a key result to the public, or closes it."""
    row = next((one for one in visible_key_results(request) if one.key == key), None)
    if row is None:
        raise Http404
    return _closing(request, row) if row.public else _opening(request, row)


def _opening(request: HttpRequest, row: KeyResult) -> HttpResponse:
    decision = Decision(
        title=_("เผยแพร่ผลของตัวชี้วัดนี้"),
        label=pgettext("command", "เผยแพร่"),
        text=_("ทุกคนจะเห็นคะแนน เหตุผล รายงานที่รับรองแล้ว ปัญหาและข้อเสนอแนะ และหลักฐานสาธารณะ ไม่แสดงร่างและข้อมูลส่วนบุคคล"),
        act=lambda _data, version: results.open_result(row, read_version=version, acting_user=request.user),
        back=reverse("office:site"),
        version=row.version,
        subject=f"{digits(row.code)} {row.name}",
        crumbs=_crumbs(),
    )
    return decide(request, decision)


def _closing(request: HttpRequest, row: KeyResult) -> HttpResponse:
    decision = Decision(
        title=_("หยุดเผยแพร่ผลของตัวชี้วัดนี้"),
        label=_("หยุดเผยแพร่"),
        act=lambda data, version: results.close_result(row, **data, read_version=version, acting_user=request.user),
        back=reverse("office:site"),
        version=row.version,
        form=ReasonForm,
        subject=f"{digits(row.code)} {row.name}",
        refuse=True,
        crumbs=_crumbs(),
    )
    return decide(request, decision)
