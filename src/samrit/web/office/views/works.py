"""Pieces, stories and activities: the list, the board, the calendar, one work, and everything done with it."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from samrit.evidence import actions as evidence_actions
from samrit.evidence.models import EvidenceItem
from samrit.evidence.queries import is_hidden, judgement_of
from samrit.people.enums import Act
from samrit.people.models import Agency
from samrit.people.rights import Forbidden, Rights, Scope
from samrit.platform import files
from samrit.platform.locking import Stale
from samrit.publicity import calendar
from samrit.publicity.actions import bulk, comments, duplicates, parts, publications
from samrit.publicity.actions import works as actions
from samrit.publicity.enums import Channel, WorkKind, WorkState
from samrit.publicity.filters import WorkFilter
from samrit.publicity.models import Comment, DuplicateFlag, Media, Publication, SavedFilter, Work
from samrit.publicity.queries.boards import board, list_works
from samrit.publicity.queries.pages import WorkPage, comments_of, work_page
from samrit.results.models import KeyResult
from samrit.verification import work_actions
from samrit.verification.queries import checks_of
from samrit.web.office.views.common import crumbs, key_result_of, may, may_see, page_of, version_of
from samrit.web.office.views.deciding import Decision, NoForm, NoteForm, ReasonForm, decide
from samrit.web.office.work_forms import (
    EVIDENCE_FORMS,
    WORK_FORMS,
    MediaForm,
    MediaWordsForm,
    ParticipationForm,
    PeopleForm,
    ProofsForm,
    PublicationForm,
    RenditionForm,
    TellingsForm,
)
from samrit.web.shared.forms import OfficeForm, YesNoField
from samrit.web.shared.pages import attempt, refusal_text, rights_of, staff_page, stale_page, status_of

VIEWS = {"list": gettext_lazy("รายการ"), "board": gettext_lazy("กระดาน"), "calendar": gettext_lazy("ปฏิทิน")}


def chosen_of(request: HttpRequest) -> WorkFilter:
    """The filter in an address. What it does not know asks nothing."""
    asked = request.GET

    def words(name: str, allowed: Any = None) -> tuple[str, ...]:
        return tuple(word for word in asked.getlist(name) if word and (allowed is None or word in allowed))

    return WorkFilter(
        text=asked.get("text", "")[:200],
        kinds=words("kind", WorkKind.values),
        states=words("state", WorkState.values),
        districts=words("district"),
        channels=words("channel", Channel.values),
        mine=request.user.pk if asked.get("mine") else None,
    )


@staff_page
def works(request: HttpRequest, key: str) -> HttpResponse:
    """The works of a key result as list, board or calendar."""
    key_result = key_result_of(request, key)
    chosen = chosen_of(request)
    shown = request.GET.get("view", "list")
    query = request.GET.copy()
    for name in ("view", "page", "month"):
        query.pop(name, None)
    context: dict[str, Any] = {
        "key_result": key_result,
        "section": "works",
        "crumbs": crumbs(key_result),
        "views": VIEWS,
        "view": shown if shown in VIEWS else "list",
        "chosen": chosen,
        "query": query.urlencode(),
        "kinds": WorkKind.choices,
        "states": WorkState.choices,
        "channels": Channel.choices,
        "districts": key_result.districts.all(),
        "saved": SavedFilter.objects.filter(user=request.user),
        "may_add": may(request, Act.EDIT_WORK, key_result),
        "may_approve": may(request, Act.APPROVE_WORK, key_result),
        "may_verify": may(request, Act.VERIFY_WORK, key_result),
    }
    if context["view"] == "board":
        context["columns"] = board(key_result, chosen)
    elif context["view"] == "calendar":
        context |= _calendar(request, key_result, chosen)
    else:
        context["page"] = page_of(request, list_works(key_result, chosen))
    return render(request, "office/works.html", context)


def _calendar(request: HttpRequest, key_result: KeyResult, chosen: WorkFilter) -> dict[str, Any]:
    today = timezone.localdate()
    try:
        first = dt.date.fromisoformat(f"{request.GET.get('month', '')[:7]}-01")
    except ValueError:
        first = today.replace(day=1)
    first = min(max(first, dt.date(2000, 1, 1)), dt.date(2100, 1, 1))
    before = (first - dt.timedelta(days=1)).replace(day=1)
    after = (first + dt.timedelta(days=32)).replace(day=1)
    weeks = calendar.month(key_result, first.year, first.month, chosen)
    return {"weeks": weeks, "first": first, "before": before, "after": after, "today": today}


_BULK = {
    "submit": (bulk.submit_works, gettext_lazy("เสนอขออนุมัติ")),
    "approve": (bulk.approve_works, gettext_lazy("อนุมัติ")),
    "finish": (bulk.finish_works, gettext_lazy("แจ้งว่าเผยแพร่/จัดแล้ว")),
    "verify": (None, gettext_lazy("รับรอง")),
}


@require_POST
@staff_page
def works_bulk(request: HttpRequest, key: str) -> HttpResponse:
    """One act for several works; what each refuses is said by name."""
    key_result = key_result_of(request, key)
    act = request.POST.get("act", "")
    if act not in _BULK:
        raise Http404
    chosen = dict(row.split(":", 1) for row in request.POST.getlist("work") if ":" in row)
    rows = list(
        Work.objects.filter(key_result=key_result, uid__in=_uids(chosen)).select_related("key_result", "agency")
    )
    if act == "verify":
        done = work_actions.verify_works(rows, acting_user=request.user)
    else:
        done = _BULK[act][0]([(row, _number(chosen[str(row.uid)])) for row in rows], acting_user=request.user)
    refused = [(row, refusal_text(why)) for row, why in done.refused]
    context = {
        "key_result": key_result,
        "section": "works",
        "crumbs": crumbs(key_result),
        "done": done.done,
        "refused": refused,
        "act": _BULK[act][1],
    }
    return render(request, "office/works_bulk.html", context)


def _uids(names: Any) -> list[uuid.UUID]:
    found = []
    for name in names:
        try:
            found.append(uuid.UUID(name))
        except ValueError:
            continue
    return found


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


# --- one work ---


def _page(request: HttpRequest, uid: uuid.UUID) -> WorkPage:
    try:
        page = work_page(uid)
    except Work.DoesNotExist:
        raise Http404 from None
    if not may_see(rights_of(request), page.work.key_result):
        raise Forbidden(Act.VIEW)
    return page


def _work(request: HttpRequest, uid: uuid.UUID) -> Work:
    work = get_object_or_404(
        Work.objects.select_related("key_result__host", "agency", "producer", "entered_by"), uid=uid
    )
    if not may_see(rights_of(request), work.key_result):
        raise Forbidden(Act.VIEW)
    return work


def _trail(work: Work) -> list[tuple[str, str]]:
    key = work.key_result.key
    return crumbs(work.key_result, (_("งาน"), reverse("office:works", args=[key])), (work.title[:60], _at(work)))


def _at(work: Work) -> str:
    return reverse("office:work", args=[work.uid])


_EDITABLE = (WorkState.DRAFT, WorkState.RETURNED, WorkState.APPROVED, WorkState.DONE)


@staff_page
def work(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One work with its parts, evidence, checks and remarks, and what may be done with it."""
    page = _page(request, uid)
    row = page.work
    context = {
        "page": page,
        "work": row,
        "key_result": row.key_result,
        "crumbs": _trail(row)[:-1],
        "proofs": [(item, judgement_of(item), is_hidden(item)) for items in page.evidence.values() for item in items],
        "checks": checks_of(row),
        "comments": comments_of(row.subject),
        "acts": _acts(request, row),
        "may_edit": row.state in _EDITABLE and _may(request, Act.EDIT_WORK, row),
        "may_prove": row.state != WorkState.WITHDRAWN and _may(request, Act.ADD_EVIDENCE, row),
        "may_judge": _may(request, Act.VERIFY_WORK, row),
        "may_comment": _may(request, Act.COMMENT, row),
    }
    return render(request, "office/work.html", context)


def _may(request: HttpRequest, act: Act, row: Work) -> bool:
    return rights_of(request).may(act, Scope(row.agency_id, row.key_result.key))


def _acts(request: HttpRequest, row: Work) -> list[tuple[str, Any, str]]:
    """(act, its button, icon) of everything that state and rights allow; the actions ask again."""
    rows = []
    for act, (needs, states, label, icon, *_rest) in ACTS.items():
        if row.state in states and any(_may(request, need, row) for need in needs):
            rows.append((act, label, icon))
    return rows


def _call(action: Any) -> Any:
    return lambda row, data, version, user: action(row, **data, read_version=version, acting_user=user)


_ALL = tuple(state for state in WorkState if state != WorkState.WITHDRAWN)
ACTS: dict[str, tuple[Any, ...]] = {
    "submit": (
        (Act.EDIT_WORK,),
        (WorkState.DRAFT, WorkState.RETURNED),
        gettext_lazy("เสนอขออนุมัติ"),
        "send",
        NoForm,
        _call(actions.submit_work),
    ),
    "approve": (
        (Act.APPROVE_WORK,),
        (WorkState.SUBMITTED,),
        gettext_lazy("อนุมัติให้เผยแพร่"),
        "check",
        NoteForm,
        _call(actions.approve_work),
    ),
    "return": (
        (Act.APPROVE_WORK,),
        (WorkState.SUBMITTED,),
        gettext_lazy("ส่งกลับแก้ไข"),
        "return",
        ReasonForm,
        _call(actions.return_work),
    ),
    "finish": (
        (Act.EDIT_WORK,),
        (WorkState.APPROVED, WorkState.RETURNED),
        gettext_lazy("แจ้งว่าเผยแพร่/จัดแล้ว"),
        "flag",
        NoForm,
        _call(actions.finish_work),
    ),
    "verify": (
        (Act.VERIFY_WORK,),
        (WorkState.DONE, WorkState.VERIFIED),
        gettext_lazy("รับรองงานนี้"),
        "check",
        NoteForm,
        _call(work_actions.verify_work),
    ),
    "send-back": (
        (Act.VERIFY_WORK,),
        (WorkState.DONE, WorkState.VERIFIED),
        gettext_lazy("ส่งกลับจากการตรวจสอบ"),
        "return",
        ReasonForm,
        _call(work_actions.return_work),
    ),
    "recall": (
        (Act.EDIT_WORK,),
        (WorkState.SUBMITTED, WorkState.APPROVED),
        gettext_lazy("เรียกคืนมาแก้ไข"),
        "return",
        NoForm,
        _call(actions.recall_work),
    ),
    "reopen": (
        (Act.EDIT_WORK,),
        (WorkState.VERIFIED,),
        gettext_lazy("เปิดแก้ไขใหม่"),
        "pen",
        ReasonForm,
        _call(actions.reopen_work),
    ),
    "withdraw": (
        (Act.EDIT_WORK, Act.APPROVE_WORK),
        _ALL,
        gettext_lazy("ถอนงานนี้"),
        "cross",
        ReasonForm,
        _call(actions.withdraw_work),
    ),
}


@staff_page
def work_act(request: HttpRequest, uid: uuid.UUID, act: str) -> HttpResponse:
    """Submitting, approving, returning, finishing, verifying, opening again, withdrawing."""
    row = _work(request, uid)
    if act not in ACTS:
        raise Http404
    _needs, _states, label, _icon, form, action = ACTS[act]
    decision = Decision(
        title=str(label),
        label=str(label),
        act=lambda data, version: action(row, data, version, request.user),
        back=_at(row),
        version=row.version,
        form=form,
        subject=row.title,
        refuse=act in {"return", "send-back", "withdraw"},
        facts=[
            (_("ประเภท"), str(row.get_kind_display())),
            (_("ผู้ผลิต"), str(row.producer)),
            (_("สถานะ"), str(row.get_state_display())),
        ],
        crumbs=_trail(row),
    )
    return decide(request, decision)


@staff_page
def work_new(request: HttpRequest, key: str, kind: str) -> HttpResponse:
    """Enters a piece, story or activity."""
    key_result = key_result_of(request, key)
    if kind not in WORK_FORMS:
        raise Http404
    agency = _own_agency(request, key_result)
    initial = {
        "planned_on": None,
        "districts": list(
            key_result.districts.filter(slug=request.GET.get("district", "")).values_list("pk", flat=True)
        ),
    }
    form = WORK_FORMS[kind](request.POST or None, key_result=key_result, initial=initial)
    if request.method == "POST" and form.is_valid():
        made: list[Work] = []

        def act() -> Any:
            return made.append(
                actions.create_work(form.draft(), key_result=key_result, agency=agency, acting_user=request.user)
            )

        if attempt(request, form, act, _("บันทึกงานแล้ว")):
            return redirect("office:work", made[0].uid)
    title = {"piece": _("บันทึกชิ้นงานสื่อ"), "story": _("บันทึกเรื่องเล่าชุมชน"), "activity": _("บันทึกกิจกรรม")}[kind]
    context = {
        "key_result": key_result,
        "crumbs": crumbs(key_result, (_("งาน"), reverse("office:works", args=[key]))),
        "form": form,
        "title": title,
        "back": reverse("office:works", args=[key]),
    }
    return render(request, "office/work_edit.html", context, status=status_of(form))


def _own_agency(request: HttpRequest, key_result: KeyResult) -> Agency:
    """Whose work it is: of the person's own agency where it has a part, else of the host."""
    own = request.user.agency
    if own is not None and key_result.agency_targets.filter(agency=own).exists():
        return own
    if key_result.host is None:
        raise Http404
    return key_result.host


@staff_page
def work_edit(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Writes a work; the master stays as it was approved."""
    page = _page(request, uid)
    row = page.work
    form = WORK_FORMS[row.kind](request.POST or None, key_result=row.key_result, work=row)
    if request.method == "POST" and form.is_valid():
        act = lambda: actions.save_work(row, form.draft(), read_version=version_of(request), acting_user=request.user)  # noqa: E731 -- one call
        try:
            if attempt(request, form, act, _("บันทึกงานแล้ว")):
                return redirect(_at(row))
        except Stale as stale:
            return stale_page(request, form, stale)
    context = {
        "key_result": row.key_result,
        "crumbs": _trail(row),
        "form": form,
        "title": _("แก้ไขงาน"),
        "work": row,
        "version": version_of(request) or row.version,
        "back": _at(row),
    }
    return render(request, "office/work_edit.html", context, status=status_of(form))


# --- parts of a work: each on a page of its own ---


def _part(request: HttpRequest, row: Work, title: Any, form: OfficeForm, save: Any, **context: Any) -> HttpResponse:
    """One form about a part of a work; back to the work when it is saved."""
    version = version_of(request) or row.version
    if request.method == "POST" and form.is_valid():
        try:
            if attempt(request, form, lambda: save(version)):
                return redirect(_at(row))
        except Stale as stale:
            form.refuse(stale)
            version = stale.current.version
    shown = {
        "work": row,
        "key_result": row.key_result,
        "crumbs": _trail(row),
        "title": title,
        "form": form,
        "version": version,
        "back": _at(row),
    }
    return render(request, "office/work_part.html", {**shown, **context}, status=status_of(form))


@staff_page
def publication_new(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Records where a work is public."""
    row = _work(request, uid)
    form = PublicationForm(request.POST or None)
    form.fields["rendition"].queryset = row.renditions.all()
    user = request.user
    return _part(
        request,
        row,
        _("บันทึกการเผยแพร่"),
        form,
        lambda version: publications.add_publication(row, form.draft(), read_version=version, acting_user=user),
    )


_PUBLICATION_ACTS = {
    "remove": (gettext_lazy("นำการเผยแพร่ที่บันทึกผิดออก"), publications.remove_publication),
    "withdraw": (gettext_lazy("บันทึกว่านำลงแล้ว"), publications.withdraw_publication),
}


@staff_page
def publication_act(request: HttpRequest, uid: uuid.UUID, publication: uuid.UUID, act: str) -> HttpResponse:
    """Takes out what was entered by mistake; records that something was taken down."""
    row = _work(request, uid)
    if act not in _PUBLICATION_ACTS:
        raise Http404
    found = get_object_or_404(
        Publication.objects.select_related("work__key_result", "work__agency"), uid=publication, work=row
    )
    label, action = _PUBLICATION_ACTS[act]
    decision = Decision(
        title=str(label),
        label=str(label),
        act=lambda data, version: action(found, **data, read_version=version, acting_user=request.user),
        back=_at(row),
        version=row.version,
        form=ReasonForm,
        subject=f"{found.get_channel_display()} {found.permalink}",
        refuse=True,
        crumbs=_trail(row),
    )
    return decide(request, decision)


@staff_page
def evidence_new(request: HttpRequest, uid: uuid.UUID, kind: str) -> HttpResponse:
    """Adds evidence to a work or to one of its publications."""
    page = _page(request, uid)
    row = page.work
    if kind not in EVIDENCE_FORMS:
        raise Http404
    title, made = EVIDENCE_FORMS[kind]
    subjects = {
        row.subject: _("งานทั้งชิ้น"),
        **{part.subject: f"{part.get_channel_display()} {part.permalink}" for part in page.publications},
    }
    subject = request.POST.get("subject") or request.GET.get("subject") or row.subject
    if subject not in subjects:
        raise Http404
    form = made(request.POST or None, request.FILES or None)
    form.is_bound = request.method == "POST"

    def save(_version: int) -> None:
        data = form.cleaned_data
        if kind == "file":
            evidence_actions.add_file(
                subject,
                data["file"].chunks(),
                file_name=data["file"].name,
                title=data["title"],
                acting_user=request.user,
            )
        elif kind == "link":
            evidence_actions.add_link(subject, data["url"], title=data["title"], acting_user=request.user)
        else:
            evidence_actions.add_statement(subject, data["statement"], title=data["title"], acting_user=request.user)

    return _part(request, row, title, form, save, subjects=subjects, subject=subject, kinds=EVIDENCE_FORMS, kind=kind)


@staff_page
def evidence_file(request: HttpRequest, uid: uuid.UUID, item: int) -> HttpResponse:
    """The file of an item of evidence, to be saved; never run, and closed once a consent was withdrawn."""
    page = _page(request, uid)
    found = next((row for rows in page.evidence.values() for row in rows if row.pk == item), None)
    if found is None or found.file is None or is_hidden(found):
        raise Http404
    file = default_storage.open(found.file.path)
    return FileResponse(
        file, as_attachment=True, filename=found.file_name or "evidence", content_type=found.file.media_type
    )


class MarkForm(ReasonForm):
    """A reason, needed unless the evidence is verified."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False


_MARKS = {
    "verified": gettext_lazy("รับรองหลักฐาน"),
    "returned": gettext_lazy("ส่งหลักฐานกลับ"),
    "wrong": gettext_lazy("แจ้งว่าหลักฐานผิด"),
}


@staff_page
def evidence_mark(request: HttpRequest, uid: uuid.UUID, item: int, outcome: str) -> HttpResponse:
    """Verifies, returns or calls wrong one item of evidence."""
    row = _work(request, uid)
    if outcome not in _MARKS:
        raise Http404
    found = get_object_or_404(EvidenceItem, pk=item, key_result=row.key_result.key)
    label = str(_MARKS[outcome])
    decision = Decision(
        title=label,
        label=label,
        act=lambda data, _version: evidence_actions.mark(
            found, outcome, reason=data["reason"], acting_user=request.user
        ),
        back=_at(row),
        version=row.version,
        form=MarkForm,
        subject=found.title,
        facts=[(_("ชนิด"), str(found.get_grade_display())), (_("เพิ่มโดย"), str(found.entered_by))],
        refuse=outcome != "verified",
        crumbs=_trail(row),
    )
    return decide(request, decision)


@staff_page
def tellings(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """What the work tells of which district."""
    page = _page(request, uid)
    row = page.work
    form = TellingsForm(request.POST or None, districts=page.districts, told=page.tellings)
    form.is_bound = request.method == "POST"
    return _part(
        request,
        row,
        _("งานนี้เล่าอะไรของแต่ละย่าน"),
        form,
        lambda version: parts.record_tellings(row, form.tellings(), read_version=version, acting_user=request.user),
    )


@staff_page
def participation(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """How the communities took part: one row for each district, more on demand."""
    page = _page(request, uid)
    row = page.work
    known = {district.pk: (who, how) for district, who, how in page.participations}
    rows = []
    for district in page.districts:
        who, how = known.get(district.pk, ("", ""))
        rows.append(
            (
                district,
                ParticipationForm(request.POST or None, prefix=f"d{district.pk}", initial={"who": who, "how": how}),
            )
        )
    form = OfficeForm(request.POST or None)
    form.is_bound = request.method == "POST"

    def save(version: int) -> None:
        given = [(district, part.cleaned_data) for district, part in rows if part.is_valid()]
        typed = [
            parts.TookPart(district, data["who"], data["how"]) for district, data in given if data["who"] or data["how"]
        ]
        parts.record_participation(row, typed, read_version=version, acting_user=request.user)

    return _part(request, row, _("การมีส่วนร่วมของชุมชน"), form, save, groups=rows)


@staff_page
def proofs(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The counts that prove taking part in an activity."""
    page = _page(request, uid)
    row = page.work
    form = ProofsForm(request.POST or None, initial={proof.kind: proof.number for proof in page.proofs})
    form.is_bound = request.method == "POST"

    def save(version: int) -> None:
        numbers = {name: number for name, number in form.cleaned_data.items() if number is not None}
        parts.record_proofs(row, numbers, read_version=version, acting_user=request.user)

    return _part(request, row, _("จำนวนผู้เข้าร่วม"), form, save)


@staff_page
def media_new(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Adds a file to a work."""
    row = _work(request, uid)
    form = MediaForm(request.POST or None, request.FILES or None)
    form.is_bound = request.method == "POST"

    def save(version: int) -> None:
        data = form.cleaned_data
        Rights(request.user).require(Act.EDIT_WORK, Scope(row.agency_id, row.key_result.key))
        stored = files.store_file(data["file"].chunks())
        captions = files.store_file(data["captions"].chunks()) if data["captions"] else None
        parts.add_media(
            row,
            stored,
            file_name=data["file"].name,
            alt=data["alt"],
            credit=data["credit"],
            captions=captions,
            read_version=version,
            acting_user=request.user,
        )

    return _part(request, row, _("เพิ่มไฟล์ในงาน"), form, save)


@staff_page
def media_edit(request: HttpRequest, uid: uuid.UUID, media: int) -> HttpResponse:
    """Alternative text and credit of a file; or takes it out."""
    row = _work(request, uid)
    found = get_object_or_404(Media.objects.select_related("work__key_result", "file", "captions"), pk=media, work=row)
    form = MediaWordsForm(request.POST or None, initial={"alt": found.alt, "credit": found.credit})
    form.is_bound = request.method == "POST"

    def save(version: int) -> None:
        if "remove" in request.POST:
            parts.remove_media(found, read_version=version, acting_user=request.user)
        else:
            parts.describe_media(found, **form.cleaned_data, read_version=version, acting_user=request.user)

    return _part(request, row, found.file_name, form, save, removable=row.approved_at is None)


@staff_page
def people_shown(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Who is shown, each under a consent."""
    page = _page(request, uid)
    row = page.work
    form = PeopleForm(request.POST or None, initial={"consents": [shown.consent_id for shown in page.people]})
    form.is_bound = request.method == "POST"
    return _part(
        request,
        row,
        _("บุคคลที่ปรากฏในงาน"),
        form,
        lambda version: parts.show_people(
            row, form.cleaned_data["consents"], read_version=version, acting_user=request.user
        ),
    )


@staff_page
def rendition_new(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One cut or language of a work."""
    row = _work(request, uid)
    form = RenditionForm(request.POST or None)
    return _part(
        request,
        row,
        _("เพิ่มฉบับย่อย"),
        form,
        lambda version: parts.add_rendition(row, **form.cleaned_data, read_version=version, acting_user=request.user),
    )


class DuplicateForm(OfficeForm):
    """Whether two works are the same, and which one stays."""

    same = YesNoField(label=gettext_lazy("เป็นงานเดียวกัน"))
    keep = forms.ModelChoiceField(
        Work.objects.none(), label=gettext_lazy("ถ้าใช่ ให้นับงานใด"), required=False, empty_label="–"
    )
    reason = forms.CharField(label=gettext_lazy("เหตุผล"), widget=forms.Textarea)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("same") is None:
            self.add_error("same", _("โปรดเลือกว่าใช่หรือไม่ใช่"))
        return data


@staff_page
def duplicate(request: HttpRequest, number: int) -> HttpResponse:
    """A person who made neither decides whether two works are the same."""
    flag = get_object_or_404(
        DuplicateFlag.objects.select_related(
            "first__key_result", "first__agency", "second__key_result", "second__agency"
        ),
        pk=number,
    )
    row = flag.first
    if not may_see(rights_of(request), row.key_result):
        raise Forbidden(Act.VIEW)
    form = DuplicateForm(request.POST or None)
    form.fields["keep"].queryset = Work.objects.filter(pk__in=[flag.first_id, flag.second_id])
    return _part(
        request,
        row,
        _("ชี้ขาดงานที่คล้ายกัน"),
        form,
        lambda _version: duplicates.decide_duplicate(
            flag, **form.cleaned_data, read_decided_at=flag.decided_at, acting_user=request.user
        ),
        pair=(flag.first, flag.second),
    )


# --- remarks ---


@require_POST
@staff_page
def comment(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """A remark on a work."""
    row = _work(request, uid)
    comments.add_comment(row.subject, request.POST.get("text", ""), key_result=row.key_result, acting_user=request.user)
    return redirect(f"{_at(row)}#comments")


@require_POST
@staff_page
def comment_back(request: HttpRequest, uid: uuid.UUID, number: int) -> HttpResponse:
    """Its author takes a remark back."""
    row = _work(request, uid)
    found = get_object_or_404(Comment, pk=number, subject=row.subject)
    comments.take_back_comment(found, acting_user=request.user)
    return redirect(f"{_at(row)}#comments")
