"""One page for every decision: what is decided, on which version, why; then the action, and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from samrit.people.enums import Act
from samrit.people.rights import ANYWHERE, Scope
from samrit.platform.locking import Stale
from samrit.web.office.views.common import Crumb, version_of
from samrit.web.shared.forms import DateField, OfficeForm
from samrit.web.shared.pages import attempt, rights_of, status_of


class NoForm(OfficeForm):
    """Nothing to fill in."""


class ReasonForm(OfficeForm):
    """A reason that must be given."""

    reason = forms.CharField(
        label=_("เหตุผล"), help_text=_("ผู้รับจะเห็นข้อความนี้ โปรดบอกว่าต้องแก้ตรงไหน"), widget=forms.Textarea, max_length=2000
    )


class NoteForm(OfficeForm):
    """A remark that may be given."""

    reason = forms.CharField(label=_("ความเห็นประกอบ"), widget=forms.Textarea, required=False, max_length=2000)


class ApprovalForm(NoteForm):
    """A remark, and the day on the paper where leave was given outside the system."""

    reason = forms.CharField(
        label=_("ความเห็นประกอบ"),
        help_text=_("หากใส่วันที่อนุมัติตามหนังสือ ต้องระบุเลขที่หนังสือหรือเรื่องที่อนุมัติในช่องนี้"),
        widget=forms.Textarea,
        required=False,
        max_length=2000,
    )
    approved_on = DateField(
        label=_("วันที่อนุมัติตามหนังสือ"),
        help_text=_("เว้นว่างไว้หากอนุมัติในระบบวันนี้ หากอนุมัติไว้แล้วเป็นหนังสือ ให้ใส่วันที่ งานที่เผยแพร่ก่อนวันอนุมัติไม่นับเป็นผลงาน"),
        required=False,
    )


class PaperForm(ApprovalForm):
    """The day and the number of the paper by which leave was given for all of them."""

    approved_on = DateField(label=_("วันที่อนุมัติตามหนังสือ"))
    reason = forms.CharField(label=_("เลขที่หนังสือหรือเรื่องที่อนุมัติ"), max_length=2000)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of what is decided: its heading and its lines; `doubt` marks what speaks against it."""

    title: str
    lines: Sequence[str]
    doubt: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision on a page of its own. `act` gets what the form holds and the version that was read.

    `back` may be asked for, where the decision makes what it leads to. `mend`: the page where what is lacking is filled
    in, linked where the action refuses. `asks`: the acts of which one must be open in one of the places `where`:
    whoever has none of them is told so at once, not only after filling in the page. `parts`: what is decided, so
    that nobody signs what they have not seen; `warns`: what to know beforehand; `told`: is asked, after it is done, for
    what to know then.
    """

    title: str
    label: str
    act: Callable[[dict[str, Any], int], Any]
    back: str | Callable[[], str]
    version: int = 0
    done: str = ""
    form: Callable[..., OfficeForm] = NoForm
    initial: dict[str, Any] = field(default_factory=dict)
    subject: str = ""
    text: str = ""
    facts: Sequence[tuple[str, Any]] = ()
    parts: Sequence[Part] = ()
    warns: Sequence[str] = ()
    told: Callable[[], Sequence[str]] = tuple
    refuse: bool = False
    mend: str = ""
    crumbs: Sequence[Crumb] = ()
    asks: Sequence[Act] = ()
    where: Sequence[Scope] = (ANYWHERE,)

    @property
    def way_back(self) -> str:
        """Where it leads, as far as is known by now."""
        return self.back if isinstance(self.back, str) else self.back()


@dataclass(frozen=True, slots=True)
class Verb:
    """One of the acts on a row: its words, the action, what is filled in, and the right (or one of those) it needs."""

    title: Any
    label: Any
    action: Callable[..., Any]
    asks: Act | tuple[Act, ...]
    form: type[OfficeForm] = NoForm
    refuse: bool = False


def decision_by(
    request: HttpRequest,
    verbs: Mapping[str, Verb],
    act: str,
    row: Any,
    *,
    then: Callable[[Any], object] = lambda _: None,
    **about: Any,
) -> Decision:
    """The decision to do `act` with `row`; `about` are the fields of Decision that the verb does not tell.

    `then` gets what the action gives. Raises Http404 where the row knows no such act.
    """
    if act not in verbs:
        raise Http404
    verb = verbs[act]

    return Decision(
        title=str(verb.title),
        label=str(verb.label),
        act=lambda data, version: then(verb.action(row, **data, read_version=version, acting_user=request.user)),
        version=row.version,
        form=verb.form,
        refuse=verb.refuse,
        asks=verb.asks if isinstance(verb.asks, tuple) else (verb.asks,),
        **about,
    )


def decide(request: HttpRequest, decision: Decision) -> HttpResponse:
    """Asks once more, does it, and leads back. What was typed stays where it cannot be done."""
    if decision.asks:
        rights_of(request).require_one(decision.asks, *decision.where)
    version = version_of(request) if request.method == "POST" else decision.version
    changed = False
    form = decision.form(request.POST or None, request.FILES or None, initial=decision.initial)
    if request.method == "POST":
        form.is_bound = True
        if form.is_valid():
            try:
                if attempt(request, form, lambda: decision.act(form.cleaned_data, version), decision.done):
                    for line in decision.told():
                        messages.warning(request, line)
                    return redirect(decision.way_back)
            except Stale as stale:
                form.refuse(stale)
                version, changed = decision.version, True
    context = {
        "decision": decision,
        "form": form,
        "version": version,
        "changed": changed,
        "crumbs": decision.crumbs,
    }
    return render(request, "office/decide.html", context, status=status_of(form))
