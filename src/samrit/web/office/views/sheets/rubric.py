"""The rubric in words, one level a line, with the scores that it would give."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samrit.core.contract import Node, Refused
from samrit.core.rubric import describe_rubric
from samrit.core.sheet import Definition, read_definition
from samrit.people.enums import Act
from samrit.people.rights import Forbidden
from samrit.platform.language import lang
from samrit.platform.locking import Stale
from samrit.results.actions import definitions as actions
from samrit.results.enums import RevisionState
from samrit.results.models import Revision
from samrit.results.preview import preview_scores
from samrit.web.office.sheet_fields import Sheet
from samrit.web.office.views.common import key_result_of, may, version_of
from samrit.web.office.views.sheets.shared import revision_of, trail
from samrit.web.shared.forms import OfficeForm
from samrit.web.shared.ladder import milestone_texts
from samrit.web.shared.pages import attempt, refusal_text, staff_page, status_of


class RubricForm(OfficeForm):
    """A rubric in words, one level a line."""

    words = forms.CharField(
        label=gettext_lazy("เกณฑ์การให้คะแนน"),
        help_text=gettext_lazy("บรรทัดละหนึ่งระดับ เช่น “5 | 100 | ๑๐ ย่าน และรายงานผลต่อผู้บริหาร” หรือ “3: 6 ย่าน”"),
        widget=forms.Textarea(attrs={"class": "tall", "rows": 8}),
        max_length=20_000,
    )
    reason = forms.CharField(label=gettext_lazy("เหตุผลที่แก้ไข"), required=False, max_length=500)


@staff_page
def rubric(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """The rubric in words, with the scores that it would give; confirmed as it was read, or changed."""
    key_result = key_result_of(request, key)
    row = revision_of(key_result, number)
    definition = read_definition(Node(row.definition, ""))
    form = RubricForm(request.POST or None, initial={"words": rubric_words(row.definition)})
    tried, stored = definition, ""
    back = reverse("office:revision", args=[key, number])
    if request.method == "POST":
        if "keep" in request.POST:
            try:
                _keep_rubric(request, row)
            except Stale as stale:
                form.refuse(stale)
                row = revision_of(key_result, number)
            else:
                messages.success(request, _("ยืนยันเกณฑ์แล้ว"))
                return redirect(back)
        if form.is_valid() and not form.errors:
            try:
                document = actions.with_rubric(row.definition, form.cleaned_data["words"])
                tried = read_definition(Node(document, ""))
                if "save" in request.POST and attempt(
                    request, form, lambda: _change(request, row, form), _("บันทึกเกณฑ์แล้ว")
                ):
                    return redirect(back)
            except Stale as stale:
                form.refuse(stale)
                stored = rubric_words(revision_of(key_result, number).definition)
            except Forbidden:
                raise
            except Refused as refused:
                form.add_error("words", refusal_text(refused))
    context = {
        "key_result": key_result,
        "crumbs": trail(key_result),
        "revision": row,
        "form": form,
        **_preview(tried),
        "stored": stored,
        "described": describe_rubric(tried.rubric, lang()) if tried.rubric else [],
        "asked": [part for part in Sheet(row.definition, row.confirmed).questions() if part.kind == "rubric"],
        "back": back,
        "version": row.version,
        "open": row.state == RevisionState.READ and may(request, Act.CONFIRM_DEFINITION, key_result),
    }
    return render(request, "office/rubric.html", context, status=status_of(form))


def _keep_rubric(request: HttpRequest, row: Revision) -> None:
    """Says of each thing that was asked about the rubric that it is right as it was read."""
    version = version_of(request)
    for part in Sheet(row.definition, row.confirmed).questions():
        if part.kind == "rubric":
            row = actions.confirm_field(acting_user=request.user, revision=row, path=part.path, read_version=version)
            version = row.version


def _preview(definition: Definition) -> dict[str, Any]:
    """Sample scores as a table of values against milestones; as a plain list where they do not fit one."""
    rows = preview_scores(definition)
    columns = list(dict.fromkeys(tuple(sorted(row.facts.milestones)) for row in rows))
    names = dict(zip(sorted({name for column in columns for name in column}), _("กขคงจฉ"), strict=False))
    values = {row.facts.values.get("result") for row in rows}
    if len(columns) < 2 or None in values or any(row.part for row in rows) or len(names) > 4:
        return {"rows": rows}
    texts = milestone_texts(definition.rubric)
    table = []
    for value in sorted(values):
        given = {
            tuple(sorted(row.facts.milestones)): row.score.score for row in rows if row.facts.values["result"] == value
        }
        table.append((value, [given.get(column) for column in columns]))
    heads = [" + ".join(names[name] for name in column) for column in columns]
    return {
        "table": table,
        "heads": heads,
        "legend": [(letter, texts.get(name, name)) for name, letter in names.items()],
    }


def _change(request: HttpRequest, row: Revision, form: RubricForm) -> Revision:
    data = form.cleaned_data
    return actions.change_rubric(
        acting_user=request.user,
        revision=row,
        rubric=data["words"],
        reason=data["reason"],
        read_version=version_of(request),
    )


def rubric_words(document: dict[str, Any]) -> str:
    """The rubric of a definition document as a person types it, one level a line."""
    rubric_document = document.get("rubric") or {}
    lines = []
    for level in rubric_document.get("levels") or ():
        percent = f" | {level['percent']}" if level.get("percent") is not None else ""
        lines.append(f"{level['score']}{percent} | {' '.join((level.get('text') or '').split())}")
    return "\n".join(lines)
