"""Evidence of a work: adding, reading, judging."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samrit.districts.models import CreativeDistrict
from samrit.evidence.enums import Proves
from samrit.evidence.models import EvidenceItem
from samrit.evidence.queries import is_hidden, is_usable, public_file_of
from samrit.platform.sending import send
from samrit.publicity.actions.shared import scope_of
from samrit.publicity.enums import WorkKind
from samrit.publicity.queries.pages import WorkPage
from samrit.web.office.views import proving
from samrit.web.office.views.deciding import decide
from samrit.web.office.views.proving import KINDS, FilePart, LinkPart, ProofForm, Shown, StatementPart
from samrit.web.office.views.works.shared import at, page_of_work, part_page, trail
from samrit.web.shared.forms import RowsField
from samrit.web.shared.pages import staff_page

_PROVES = {
    WorkKind.PIECE: (Proves.MEDIA, Proves.PUBLIC, Proves.COMMUNITY_TOOK_PART),
    WorkKind.STORY: (Proves.STORY, Proves.PUBLIC, Proves.COMMUNITY_TOOK_PART),
    WorkKind.ACTIVITY: (
        Proves.ACTIVITY,
        Proves.PARTICIPATION_PROVED,
        Proves.ANNOUNCED_BEFOREHAND,
        Proves.COMMUNITY_TOOK_PART,
    ),
}
_OF_THE_WORK = frozenset({Proves.COMMUNITY_TOOK_PART, Proves.PARTICIPATION_PROVED, Proves.ANNOUNCED_BEFOREHAND})
"""What is proved of a work as a whole, never of one of its publications."""
_ORDER = ("title", "subject", "proves", "districts", "captured_at")


class EvidenceForm(ProofForm):
    """What is said of evidence of a work: also whose it is and what it proves."""

    needed_when: ClassVar = {"districts": gettext_lazy("ต้องเลือกเมื่อพิสูจน์การมีส่วนร่วมของชุมชน")}
    subject = forms.ChoiceField(label=gettext_lazy("หลักฐานของ"))
    proves = forms.ChoiceField(label=gettext_lazy("พิสูจน์ว่า"), required=False)
    districts = RowsField(
        CreativeDistrict.objects.none(),
        label=gettext_lazy("ย่าน"),
        help_text=gettext_lazy("เลือกได้หลายย่าน ระบบบันทึกและตรวจแยกทีละย่าน ไม่เลือกคือเป็นของงานทั้งชิ้น"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, page: WorkPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own: Any = self.fields
        work = page.work
        own["subject"].choices = [
            (work.subject, _("งานทั้งชิ้น")),
            *((row.subject, f"{row.get_channel_display()} {row.permalink}") for row in page.publications),
        ]
        fitting = [(name.value, name.label) for name in _PROVES[WorkKind(work.kind)]]
        own["proves"].choices = [("", _("เป็นหลักฐานประกอบทั่วไป")), *fitting]
        own["districts"].queryset = work.districts.all()
        self.work = work.subject

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("proves") in _OF_THE_WORK and data.get("subject") != self.work:
            self.add_error("subject", _("เรื่องที่เลือกพิสูจน์เป็นของงานทั้งชิ้น โปรดเลือก “งานทั้งชิ้น”"))
        if data.get("proves") == Proves.COMMUNITY_TOOK_PART and not data.get("districts"):
            self.add_error("districts", _("โปรดเลือกย่านที่ชุมชนมีส่วนร่วม"))
        return data


class FileForm(FilePart, EvidenceForm):
    """A file as evidence."""

    field_order = ("file", *_ORDER)


class LinkForm(LinkPart, EvidenceForm):
    """A public address as evidence."""

    field_order = ("url", *_ORDER)


class StatementForm(StatementPart, EvidenceForm):
    """What a person states."""

    field_order = ("statement", *_ORDER)


_FORMS: dict[str, type[EvidenceForm]] = {"file": FileForm, "link": LinkForm, "statement": StatementForm}


@staff_page
def evidence_new(request: HttpRequest, uid: uuid.UUID, kind: str) -> HttpResponse:
    """Adds evidence to a work or to one of its publications."""
    page = page_of_work(request, uid)
    if kind not in _FORMS:
        raise Http404
    asked = {
        "subject": request.GET.get("subject", page.work.subject),
        "proves": request.GET.get("proves", ""),
        "districts": request.GET.getlist("district"),
    }
    form = _FORMS[kind](request.POST or None, request.FILES or None, page=page, initial=asked)
    form.is_bound = request.method == "POST"

    def save(_version: int) -> None:
        said = dict(form.cleaned_data)
        proving.add(kind, said.pop("subject"), said, request.user)

    return part_page(
        request, page.work, KINDS[kind], form, save, kinds=_addresses(page, asked["subject"]), kind=KINDS[kind]
    )


def unproved_of(page: WorkPage) -> tuple[list[CreativeDistrict], str]:
    """The districts whose community took part by word alone, and where it is proved: they do not count until then."""
    rows = page.evidence[page.work.subject]
    proved = {row.district_id for row in rows if row.proves == Proves.COMMUNITY_TOOK_PART and is_usable(row)}
    lacking = list({row.pk: row for row, _, _ in page.participations if row.pk not in proved}.values())
    asked = urlencode(
        {"proves": Proves.COMMUNITY_TOOK_PART, "district": [row.pk for row in lacking]},
        doseq=True,
    )
    return lacking, f"{reverse('office:evidence_new', args=[page.work.uid, 'file'])}?{asked}"


def _addresses(page: WorkPage, subject: str) -> list[tuple[Any, str]]:
    """The other ways to add evidence, each with its address."""
    uid, asked = page.work.uid, urlencode({"subject": subject})
    return [(label, f"{reverse('office:evidence_new', args=[uid, name])}?{asked}") for name, label in KINDS.items()]


def proofs_of(page: WorkPage) -> list[Shown]:
    """All evidence of a work and of its publications, as its page lists it."""
    uid = page.work.uid
    return proving.shown(
        (item for items in page.evidence.values() for item in items),
        lambda number: reverse("office:evidence_file", args=[uid, number]),
        lambda number, outcome: reverse("office:evidence_mark", args=[uid, number, outcome]),
        lambda number: reverse("office:evidence_replay", args=[uid, number]),
    )


def item_of(page: WorkPage, number: int) -> EvidenceItem:
    """One item of evidence of a work; 404 where the work has none of that number."""
    found = next((row for rows in page.evidence.values() for row in rows if row.pk == number), None)
    if found is None:
        raise Http404
    return found


@staff_page
def evidence_file(request: HttpRequest, uid: uuid.UUID, item: int) -> HttpResponse:
    """The file of an item of evidence, or (`?copy=public`) its copy for the public; closed where a consent ended."""
    found = item_of(page_of_work(request, uid), item)
    name = found.file_name or "evidence"
    if request.GET.get("copy") == "public":
        return send(public_file_of(found), name, shown="save" not in request.GET)
    return send(None if is_hidden(found) else found.file, name)


@staff_page
def evidence_mark(request: HttpRequest, uid: uuid.UUID, item: int, outcome: str) -> HttpResponse:
    """Verifies, returns or calls wrong one item of evidence; or admits (`mistaken`) that one's own is wrong."""
    page = page_of_work(request, uid)
    row, found = page.work, item_of(page, item)
    if outcome not in proving.MARKS:
        raise Http404
    decision = proving.judging(
        found, outcome, request.user, back=at(row), crumbs=trail(row), scope=scope_of(row), version=row.version
    )
    return decide(request, decision)
