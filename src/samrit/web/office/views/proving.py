"""Adding and judging evidence: the forms, and how what they hold reaches the ledger, whatever it is evidence of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samrit.core.thai import sort_key
from samrit.evidence import actions
from samrit.evidence.models import EvidenceItem, EvidenceMark
from samrit.evidence.queries import is_hidden, judgement_of
from samrit.people.enums import Act
from samrit.people.models import User
from samrit.people.rights import Scope
from samrit.web.office.views.common import Crumb
from samrit.web.office.views.deciding import Decision, ReasonForm
from samrit.web.office.views.replaying import is_capture
from samrit.web.shared.forms import MomentField, OfficeForm

KINDS = {"file": gettext_lazy("แนบไฟล์"), "link": gettext_lazy("แนบลิงก์"), "statement": gettext_lazy("เขียนคำรับรอง")}


class ProofForm(OfficeForm):
    """What is said of any evidence: how it is called, since when it is."""

    title = forms.CharField(label=gettext_lazy("ชื่อหลักฐาน"), required=False, max_length=300)
    captured_at = MomentField(
        label=gettext_lazy("วันเวลาของหลักฐาน"),
        help_text=gettext_lazy("เวลาที่ถ่ายหรือเก็บหลักฐาน เช่น 15/2/2568 14.30 เว้นว่างไว้คือขณะนี้"),
        required=False,
    )


class FilePart(OfficeForm):
    """A file as evidence."""

    file = forms.FileField(
        label=gettext_lazy("ไฟล์หลักฐาน"),
        help_text=gettext_lazy("PDF, DOCX, JPEG, PNG, WebP, MP4 หรือข้อความ ไม่เกิน ๕๐ เมกะไบต์"),
    )
    field_order = ("file",)


class LinkPart(OfficeForm):
    """A public address as evidence."""

    url = forms.CharField(label=gettext_lazy("ลิงก์"), max_length=1000)
    field_order = ("url",)


class StatementPart(OfficeForm):
    """What a person states."""

    statement = forms.CharField(
        label=gettext_lazy("คำรับรอง"),
        help_text=gettext_lazy("น้ำหนักน้อยที่สุด ใช้เมื่อไม่มีหลักฐานอื่น"),
        widget=forms.Textarea,
        max_length=5000,
    )
    field_order = ("statement",)


PARTS: dict[str, type[OfficeForm]] = {"file": FilePart, "link": LinkPart, "statement": StatementPart}


def add(kind: str, subject: str, said: dict[str, Any], user: User) -> EvidenceItem:
    """Adds what a form of this kind holds to the ledger."""
    about = dict(said)
    what = about.pop({"link": "url"}.get(kind, kind))
    if kind == "file":
        return actions.add_file(subject, what.chunks(), file_name=what.name, acting_user=user, **about)
    if kind == "link":
        return actions.add_link(subject, what, acting_user=user, **about)
    return actions.add_statement(subject, what, acting_user=user, **about)


# --- what a list shows ---


@dataclass(frozen=True, slots=True)
class Shown:
    """An item of evidence in a list: the mark that stands, where its file lies and where it is judged.

    `replay`: where a capture is shown again; "" for everything else.
    """

    item: EvidenceItem
    mark: EvidenceMark | None
    hidden: bool
    file: str
    judge: dict[str, str]
    replay: str = ""
    others: list[Shown] = field(default_factory=list)
    """The same proof as it stands for further districts: one card names them all, each is judged by itself."""

    @property
    def parts(self) -> list[Shown]:
        """Itself and the others, in the order of a Thai dictionary, where there are others."""
        rows = [self, *self.others] if self.others else []
        return sorted(rows, key=lambda row: sort_key(str(row.item.district or "")))


def shown(
    items: Iterable[EvidenceItem],
    file: Callable[[int], str],
    judge: Callable[[int, str], str],
    replay: Callable[[int], str],
) -> list[Shown]:
    """Items as a list shows them; `file`, `judge` and `replay` give the addresses for an item's number.

    What was added once for several districts is one row.
    """
    cards: dict[tuple[Any, ...], Shown] = {}
    for row in items:
        judged = {outcome: judge(row.pk, outcome) for outcome in MARKS}
        again = replay(row.pk) if is_capture(row) else ""
        made = Shown(row, judgement_of(row), is_hidden(row), file(row.pk), judged, again)
        first = cards.setdefault(_card(row, hidden=made.hidden), made)
        if first is not made:
            first.others.append(made)
    return list(cards.values())


def _card(row: EvidenceItem, *, hidden: bool) -> tuple[Any, ...]:
    """What two items share that are one proof for two districts; an item without a district stands alone."""
    if row.district_id is None:
        return (row.pk,)
    content = (row.kind, row.file_id, row.url, row.statement)
    return (*content, row.subject, row.title, row.proves, row.entered_by_id, hidden)


# --- judging ---


class MarkForm(ReasonForm):
    """A reason, needed unless the evidence is verified."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False


MARKS = {
    "verified": gettext_lazy("รับรองหลักฐาน"),
    "returned": gettext_lazy("ส่งหลักฐานกลับ"),
    "wrong": gettext_lazy("แจ้งว่าหลักฐานผิด"),
    "mistaken": gettext_lazy("แจ้งว่าหลักฐานที่เพิ่มไว้ผิด"),
}


def judging(
    found: EvidenceItem, outcome: str, user: User, *, back: str, crumbs: list[Crumb], scope: Scope, version: int = 0
) -> Decision:
    """Verifies, returns or calls wrong one item of evidence; or admits (`mistaken`) that one's own is wrong."""
    label = str(MARKS[outcome])

    def act(data: dict[str, Any], _version: int) -> None:
        if outcome == "mistaken":
            actions.admit_wrong(found, reason=data["reason"], acting_user=user)
        else:
            actions.mark(found, outcome, reason=data["reason"], acting_user=user)

    return Decision(
        title=label,
        label=label,
        act=act,
        back=back,
        version=version,
        form=MarkForm if outcome == "verified" else ReasonForm,
        subject=found.title,
        facts=[(_("ชนิด"), str(found.get_grade_display())), (_("เพิ่มโดย"), str(found.entered_by))],
        refuse=outcome != "verified",
        crumbs=crumbs,
        asks=(Act.ADD_EVIDENCE if outcome == "mistaken" else Act.VERIFY_WORK,),
        where=(scope,),
    )
