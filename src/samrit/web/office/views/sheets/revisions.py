"""The revisions of a definition: the list, one beside its original, the acts on it, and what changed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from samrit.core.contract import Node, Refused
from samrit.core.rubric import describe_rubric
from samrit.core.sheet import check_sheet, read_definition
from samrit.people.enums import Act
from samrit.people.models import User
from samrit.people.rights import Forbidden
from samrit.platform.language import lang
from samrit.results.actions import definitions as actions
from samrit.results.documents import open_questions
from samrit.results.enums import RevisionState
from samrit.results.models import Revision
from samrit.results.originals import original_of
from samrit.results.reading import blocks_of, confirmable, confirmation_of, unconfirmed
from samrit.web.office.assumed import assumptions_in
from samrit.web.office.comparing import compared
from samrit.web.office.sheet_fields import Field, Group, Sheet
from samrit.web.office.views.common import crumbs, key_result_of, may, version_of
from samrit.web.office.views.deciding import NoForm, ReasonForm, Verb, decide, decision_by
from samrit.web.office.views.sheets.rubric import rubric_words
from samrit.web.office.views.sheets.said import said_by
from samrit.web.office.views.sheets.shared import revision_of, trail
from samrit.web.shared.forms import DateField, spoken
from samrit.web.shared.pages import refusal_text, staff_page
from samrit.web.shared.templatetags.samrit import digits


@staff_page
def revisions(request: HttpRequest, key: str) -> HttpResponse:
    """All revisions of a key result's definition, the old ones readable."""
    key_result = key_result_of(request, key)
    rows = key_result.revisions.select_related("created_by", "signed_by").defer("definition")
    context = {
        "key_result": key_result,
        "section": "sheet",
        "crumbs": crumbs(key_result),
        "rows": rows,
        "may_upload": may(request, Act.CREATE_KEY_RESULT, key_result),
    }
    return render(request, "office/revisions.html", context)


@staff_page
def revision(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """The reading beside the original, with what a person must still answer."""
    key_result = key_result_of(request, key)
    row = revision_of(key_result, number)
    sheet = Sheet(row.definition, row.confirmed)
    definition = read_definition(Node(row.definition, ""))
    original = original_of(row)
    fields = sum(map(len, blocks_of(row.definition).values()))
    waiting, free = unconfirmed(row), set(confirmable(row))
    may_edit = row.state == RevisionState.READ and may(request, Act.CONFIRM_DEFINITION, key_result)
    groups = [Checked.of(group, waiting, free) for group in sheet.groups()]
    rubric = [path for path in blocks_of(row.definition)["rubric"] if path in waiting]
    first = next((group.name for group in groups if group.waiting), "rubric" if rubric else "")
    before = key_result.revisions.filter(number__lt=number).order_by("-number").first()
    context = {
        "key_result": key_result,
        "section": "sheet",
        "crumbs": trail(key_result),
        "revision": row,
        "questions": sheet.questions(),
        "groups": groups,
        "people": people_of(row),
        "rubric_by": confirmation_of(row.confirmed, "rubric"),
        "rubric_waits": rubric and free.issuperset(rubric),
        "first": first,
        "go_on": may_edit and "next" in request.GET,
        "waiting": len(waiting),
        "fields": fields,
        "confirmed": fields - len(waiting),
        "unread": row.definition.get("unread") or [],
        "faults": check_sheet(definition),
        "rubric": describe_rubric(definition.rubric, lang()) if definition.rubric else [],
        "original": original.rows,
        "pages": range(1, original.pages + 1),
        "assumptions": assumptions_in(row),
        "before": before,
        "may_confirm": may(request, Act.CONFIRM_DEFINITION, key_result),
        "may_sign": row.state == RevisionState.CONFIRMED and may(request, Act.SIGN_DEFINITION, key_result),
        "open": may_edit,
    }
    return render(request, "office/revision.html", context)


@dataclass(frozen=True, slots=True)
class Checked:
    """A block of the form: its fields with those that wait for a person, and those that a press may confirm."""

    name: str
    title: str
    fields: tuple[tuple[Field, bool], ...]
    """Each with whether one press may confirm it."""
    waiting: int
    free: int
    asked: bool

    @classmethod
    def of(cls, group: Group, waiting: Collection[str], free: Collection[str]) -> Checked:
        """The block as it stands now."""
        paths = [field.path for field in group.fields]
        return cls(
            group.name,
            group.title,
            tuple((field, field.path in free) for field in group.fields),
            sum(path in waiting for path in paths),
            sum(path in free for path in paths),
            group.asked,
        )


def people_of(row: Revision) -> dict[int, str]:
    """The names of those who confirmed a field of a revision, by their keys."""
    keys = {entry.get("by") for entry in row.confirmed.values()}
    return {person.pk: str(person) for person in User.objects.filter(pk__in=keys - {None})}


@staff_page
@require_POST
def confirm(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """One field, or the rest of its block, is right as it was read; then on to the next that waits."""
    key_result = key_result_of(request, key)
    row = revision_of(key_result, number)
    paths = request.POST.getlist("path")
    if block := request.POST.get("block", ""):
        free = set(confirmable(row))
        paths = [path for path in blocks_of(row.definition).get(block, ()) if path in free]
    try:
        actions.confirm_fields(acting_user=request.user, revision=row, paths=paths, read_version=version_of(request))
    except Forbidden:
        raise
    except Refused as refused:
        messages.error(request, refusal_text(refused))
    return redirect(f"{reverse('office:revision', args=[key, number])}?next=1")


class SignForm(NoForm):
    """From which day the definition holds."""

    effective_from = DateField(label=gettext_lazy("ใช้ตั้งแต่วันที่"), help_text=gettext_lazy("เว้นว่างไว้คือวันนี้"), required=False)


_ACTS = {
    "confirm": Verb(
        gettext_lazy("ยืนยันว่าแบบถูกต้องทั้งฉบับ"), gettext_lazy("ยืนยันทั้งฉบับ"), actions.confirm_revision, Act.CONFIRM_DEFINITION
    ),
    "reopen": Verb(
        gettext_lazy("เปิดแก้ไขก่อนลงนาม"),
        gettext_lazy("เปิดแก้ไข"),
        actions.reopen_revision,
        Act.CONFIRM_DEFINITION,
        ReasonForm,
    ),
    "sign": Verb(
        gettext_lazy("ลงนามรับรองแบบตัวชี้วัด"), gettext_lazy("ลงนาม"), actions.sign_revision, Act.SIGN_DEFINITION, SignForm
    ),
}


@staff_page
def act(request: HttpRequest, key: str, number: int, act: str) -> HttpResponse:
    """Confirming the whole, opening it again, signing."""
    key_result = key_result_of(request, key)
    row = revision_of(key_result, number)
    back = reverse("office:revision", args=[key, number])
    decision = decision_by(
        request,
        _ACTS,
        act,
        row,
        then=lambda done: _warn(request, getattr(done, "unmatched", ())),
        back=back,
        subject=f"{key_result.name} · {_('ฉบับที่')} {digits(number)}",
        crumbs=trail(key_result),
        facts=_facts(row),
        parts=said_by(row) if act in {"confirm", "sign"} else (),
        where=(key_result.scope,),
    )
    return decide(request, decision)


def _facts(row: Revision) -> list[tuple[str, str]]:
    """How far people have looked at the reading: what is open, and what somebody answered for."""
    confirmed = sum(1 for path in row.confirmed if path not in {"", "#"})
    return [
        (_("คำถามที่ยังไม่ได้ตอบ"), digits(len(open_questions(row)))),
        (_("ช่องที่มีผู้ตอบหรือแก้ไข"), digits(confirmed)),
        (_("นำเข้าโดย"), str(row.created_by)),
    ]


def _warn(request: HttpRequest, unmatched: Sequence[str]) -> None:
    """Says which names of a signed sheet no agency bears."""
    if unmatched:
        names = ", ".join(unmatched)
        messages.warning(request, _("ไม่พบหน่วยงานเหล่านี้ในทะเบียน จึงยังไม่ได้กำหนดค่าเป้าหมาย: %(names)s") % {"names": names})


@staff_page
def compare(request: HttpRequest, key: str, number: int, other: int) -> HttpResponse:
    """What differs between two revisions, field by field."""
    key_result = key_result_of(request, key)
    new, old = revision_of(key_result, number), revision_of(key_result, other)
    fields = [
        {part.path: part for group in Sheet(row.definition, {}).groups() for part in group.fields} for row in (old, new)
    ]
    rows = []
    for path in dict.fromkeys([*fields[0], *fields[1]]):
        before, after = (spoken(side[path].shown) if path in side else "" for side in fields)
        if before != after:
            rows.append((spoken((fields[1].get(path) or fields[0][path]).label), compared(before, after)))
    words = [rubric_words(row.definition) for row in (old, new)]
    if words[0] != words[1]:
        rows.append((_("เกณฑ์การให้คะแนน"), compared(*words)))
    context = {
        "key_result": key_result,
        "section": "sheet",
        "crumbs": trail(key_result),
        "old": old,
        "new": new,
        "rows": rows,
    }
    return render(request, "office/revision_compare.html", context)
