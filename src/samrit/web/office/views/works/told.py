"""What a work tells of its districts, who took part, and who is shown."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samrit.districts.models import CreativeDistrict
from samrit.evidence.enums import ConsentPurpose
from samrit.evidence.models import Consent
from samrit.people.enums import Act
from samrit.publicity.actions import parts
from samrit.publicity.actions.shared import scope_of
from samrit.publicity.enums import Proof, Told
from samrit.publicity.queries.network import consents_of
from samrit.web.office.views.works.shared import page_of_work, part_page
from samrit.web.shared.forms import NumberField, OfficeForm, RowsField
from samrit.web.shared.pages import rights_of, staff_page


class TellingsForm(OfficeForm):
    """What the work tells of each district."""

    def __init__(self, *args: Any, districts: Iterable[CreativeDistrict], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.districts = list(districts)
        for row in self.districts:
            self.fields[f"d{row.pk}"] = forms.MultipleChoiceField(
                label=row.name_th, choices=Told.choices, widget=forms.CheckboxSelectMultiple, required=False
            )

    def tellings(self) -> list[tuple[CreativeDistrict, str]]:
        """Each district with each thing that is told of it."""
        return [(row, what) for row in self.districts for what in self.cleaned_data[f"d{row.pk}"]]


@staff_page
def tellings(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """What the work tells of which district."""
    page = page_of_work(request, uid)
    row = page.work
    told: dict[str, list[str]] = {f"d{district.pk}": [] for district in page.districts}
    for district, what in page.tellings:
        told[f"d{district.pk}"].append(what)
    form = TellingsForm(request.POST or None, districts=page.districts, initial=told)
    return part_page(
        request,
        row,
        _("งานนี้เล่าอะไรของแต่ละย่าน"),
        form,
        lambda version: parts.record_tellings(row, form.tellings(), read_version=version, acting_user=request.user),
    )


class ParticipationForm(OfficeForm):
    """How one part of the community of a district took part. Empty, it is left out."""

    who = forms.CharField(label=gettext_lazy("ใครในชุมชน"), required=False, max_length=300)
    how = forms.CharField(label=gettext_lazy("มีส่วนร่วมอย่างไร"), widget=forms.Textarea, required=False, max_length=2000)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name, other in (("who", "how"), ("how", "who")):
            if data.get(other) and not data.get(name) and name not in self.errors:
                self.add_error(name, self.fields[name].error_messages["required"])
        return data


@staff_page
def participation(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """How the communities took part: for each district what is recorded, and room for one more."""
    page = page_of_work(request, uid)
    row = page.work
    groups = list(_groups(request, page.districts, page.participations))
    form = OfficeForm(request.POST or None)
    form.is_bound = request.method == "POST"

    def save(version: int) -> None:
        typed = [
            parts.TookPart(district, part.cleaned_data["who"], part.cleaned_data["how"])
            for district, part in groups
            if part.cleaned_data["who"] or part.cleaned_data["how"]
        ]
        parts.record_participation(row, typed, read_version=version, acting_user=request.user)

    return part_page(
        request, row, _("การมีส่วนร่วมของชุมชน"), form, save, groups=groups, parts=[part for _district, part in groups]
    )


def _groups(
    request: HttpRequest, districts: Iterable[CreativeDistrict], known: Iterable[tuple[CreativeDistrict, str, str]]
) -> Iterator[tuple[CreativeDistrict, ParticipationForm]]:
    for district in districts:
        stored = [{"who": who, "how": how} for of, who, how in known if of.pk == district.pk]
        sent = sum(name.startswith(f"d{district.pk}-") and name.endswith("-who") for name in request.POST)
        for place in range(max(len(stored) + 1, sent)):
            initial = stored[place] if place < len(stored) else {"who": "", "how": ""}
            part = ParticipationForm(request.POST or None, prefix=f"d{district.pk}-{place}", initial=initial)
            part.about = str(district)
            yield district, part


class ProofsForm(OfficeForm):
    """The counts that prove taking part. Empty is not known, 0 is nobody."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in Proof.choices:
            self.fields[name] = NumberField(label=label, whole=True, required=False)


@staff_page
def proofs(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The counts that prove taking part in an activity."""
    page = page_of_work(request, uid)
    row = page.work
    known: dict[str, int | None] = dict.fromkeys(Proof.values) | {proof.kind: proof.number for proof in page.proofs}
    form = ProofsForm(request.POST or None, initial=known)

    def save(version: int) -> None:
        numbers = {name: number for name, number in form.cleaned_data.items() if number is not None}
        parts.record_proofs(row, numbers, read_version=version, acting_user=request.user)

    return part_page(request, row, _("จำนวนผู้เข้าร่วม"), form, save)


class PeopleForm(OfficeForm):
    """Who is shown."""

    people_shown = RowsField(
        Consent.objects.none(),
        label=gettext_lazy("บุคคลที่ปรากฏในงาน"),
        help_text=gettext_lazy("เลือกได้เฉพาะผู้ที่บันทึกความยินยอมให้เผยแพร่ไว้แล้ว"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


@staff_page
def people_shown(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Who is shown, each under a consent of this key result."""
    page = page_of_work(request, uid)
    row = page.work
    rights_of(request).require(Act.EDIT_WORK, scope_of(row))  # the form names people
    shown = [part.consent_id for part in page.people]
    form = PeopleForm(request.POST or None, initial={"people_shown": shown})
    form.is_bound = request.method == "POST"
    given = consents_of(row.key_result).filter(purpose=ConsentPurpose.PUBLICITY, withdrawn_at=None)
    form.fields["people_shown"].queryset = given.order_by("person", "pk")
    return part_page(
        request,
        row,
        _("บุคคลที่ปรากฏในงาน"),
        form,
        lambda version: parts.show_people(
            row, form.cleaned_data["people_shown"], read_version=version, acting_user=request.user
        ),
    )
