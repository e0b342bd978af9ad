"""Evidence of what is no work: plans, reports, districts on the website, storytellers, results of a survey."""

from __future__ import annotations

from typing import Any

from csp.decorators import csp_update
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from samrit.evidence.enums import Proves
from samrit.evidence.models import EvidenceItem
from samrit.evidence.queries import evidence_of, is_hidden, public_file_of
from samrit.evidence.subjects import Subject
from samrit.people.enums import Act
from samrit.people.rights import Forbidden
from samrit.platform.sending import send
from samrit.publicity.queries.network import may_read_network
from samrit.results.models import KeyResult
from samrit.web.office.subjects import PROVED, address_of, name_of
from samrit.web.office.views import proving, replaying
from samrit.web.office.views.comments import subject_or_404
from samrit.web.office.views.common import Crumb, crumbs
from samrit.web.office.views.deciding import decide
from samrit.web.office.views.filling import form_page
from samrit.web.office.views.proving import KINDS, FilePart, LinkPart, ProofForm, StatementPart
from samrit.web.office.views.replaying import Places
from samrit.web.shared.forms import OfficeForm
from samrit.web.shared.pages import rights_of, staff_page

_PROVES = {
    "plan": Proves.PLAN,
    "report": Proves.REPORT,
    "website": Proves.WEBSITE,
    "storyteller": Proves.NETWORK,
    "awareness": Proves.AWARENESS,
}


class FileForm(FilePart, ProofForm):
    """A file as evidence."""

    field_order = ("file", "title", "captured_at")


class LinkForm(LinkPart, ProofForm):
    """A public address as evidence."""

    field_order = ("url", "title", "captured_at")


class StatementForm(StatementPart, ProofForm):
    """What a person states."""

    field_order = ("statement", "title", "captured_at")


_FORMS: dict[str, type[OfficeForm]] = {"file": FileForm, "link": LinkForm, "statement": StatementForm}


@staff_page
def proofs(request: HttpRequest, subject: str) -> HttpResponse:
    """The evidence of one unit; that of works stands on their own pages."""
    if _kind(subject) not in PROVED:
        subject_or_404(request, subject)
        return redirect(_page_of(subject))
    about, key_result = _proved(request, subject)
    items = evidence_of([subject])[subject]
    rights = rights_of(request)
    context = {
        "key_result": key_result,
        "crumbs": _trail(subject, key_result)[:-1],
        "subject": subject,
        "about": name_of(subject),
        "unit": address_of(subject),
        "proofs": proving.shown(
            items,
            lambda number: reverse("office:proof_file", args=[subject, number]),
            lambda number, outcome: reverse("office:proof_mark", args=[subject, number, outcome]),
            lambda number: reverse("office:proof_replay", args=[subject, number]),
        ),
        "kinds": _addresses(subject),
        "may_prove": rights.may(Act.ADD_EVIDENCE, about.scope),
        "may_judge": rights.may(Act.VERIFY_WORK, about.scope),
    }
    return render(request, "office/proofs.html", context)


@staff_page
def proof_new(request: HttpRequest, subject: str, kind: str) -> HttpResponse:
    """Adds evidence to a unit: what it proves is what the unit is."""
    about, key_result = _proved(request, subject)
    if kind not in _FORMS:
        raise Http404
    rights_of(request).require(Act.ADD_EVIDENCE, about.scope)
    form = _FORMS[kind](request.POST or None, request.FILES or None)
    form.is_bound = request.method == "POST"

    def save(_version: int) -> Any:
        said = {**form.cleaned_data, "proves": _PROVES[_kind(subject)]}
        return proving.add(kind, subject, said, request.user)

    return form_page(
        request,
        form,
        save,
        title=str(KINDS[kind]),
        back=reverse("office:evidence_of", args=[subject]),
        crumbs=_trail(subject, key_result),
        template="office/work_part.html",
        kinds=_addresses(subject),
        kind=KINDS[kind],
        about=name_of(subject),
    )


@staff_page
def proof_file(request: HttpRequest, subject: str, item: int) -> HttpResponse:
    """The file of an item, or (`?copy=public`) its copy for the public; closed where a consent ended."""
    _proved(request, subject)
    found = _item(subject, item)
    name = found.file_name or "evidence"
    if request.GET.get("copy") == "public":
        return send(public_file_of(found), name, shown="save" not in request.GET)
    return send(None if is_hidden(found) else found.file, name)


@staff_page
@csp_update({"frame-src": ["'self'"]})
def proof_replay(request: HttpRequest, subject: str, item: int) -> HttpResponse:
    """The page around a capture of a unit's page."""
    _about, key_result = _proved(request, subject)
    names = ("proof_replay", "proof_replayed", "proof_picture", "proof_file")
    places = [reverse(f"office:{name}", args=[subject, item]) for name in names]
    back = reverse("office:evidence_of", args=[subject])
    return replaying.around(
        request, _item(subject, item), name_of(subject), Places(*places, back), _trail(subject, key_result)
    )


@staff_page
def proof_replayed(request: HttpRequest, subject: str, item: int) -> HttpResponse:
    """The page of a capture itself."""
    _proved(request, subject)
    return replaying.framed(_item(subject, item))


@staff_page
def proof_picture(request: HttpRequest, subject: str, item: int) -> HttpResponse:
    """Its picture."""
    _proved(request, subject)
    return replaying.drawn(_item(subject, item))


@staff_page
def proof_mark(request: HttpRequest, subject: str, item: int, outcome: str) -> HttpResponse:
    """Judges one item of evidence of a unit."""
    about, key_result = _proved(request, subject)
    if outcome not in proving.MARKS:
        raise Http404
    decision = proving.judging(
        _item(subject, item),
        outcome,
        request.user,
        back=reverse("office:evidence_of", args=[subject]),
        crumbs=_trail(subject, key_result),
        scope=about.scope,
    )
    return decide(request, decision)


def _kind(subject: str) -> str:
    return subject.partition(":")[0]


def _proved(request: HttpRequest, subject: str) -> tuple[Subject, KeyResult]:
    """The unit; a storyteller only for who may read the network, since the page bears the name."""
    about, key_result = subject_or_404(request, subject)
    if _kind(subject) not in PROVED:
        raise Http404
    if _kind(subject) == "storyteller" and not may_read_network(rights_of(request), key_result):
        raise Forbidden(Act.EDIT_STORYTELLERS)
    return about, key_result


def _page_of(subject: str) -> str:
    address = address_of(subject)
    if address is None:
        raise Http404
    return address


def _item(subject: str, number: int) -> EvidenceItem:
    found = next((row for row in evidence_of([subject])[subject] if row.pk == number), None)
    if found is None:
        raise Http404
    return found


def _addresses(subject: str) -> list[tuple[Any, str]]:
    """The ways to add evidence, each with its address."""
    return [(label, reverse("office:proof_new", args=[subject, kind])) for kind, label in KINDS.items()]


def _trail(subject: str, key_result: KeyResult) -> list[Crumb]:
    """The way to the evidence of a unit."""
    unit = (name_of(subject), _page_of(subject))
    return crumbs(key_result, unit, (_("หลักฐาน"), reverse("office:evidence_of", args=[subject])))
