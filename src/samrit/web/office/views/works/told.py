"""What a work tells of its districts, who took part, and who is shown."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from samrit.people.enums import Act
from samrit.publicity.actions import parts
from samrit.publicity.actions.shared import scope_of
from samrit.publicity.queries.network import consents_of
from samrit.web.office.views.works.shared import page_of_work, part_page
from samrit.web.office.work_forms import (
    ParticipationForm,
    PeopleForm,
    ProofsForm,
    TellingsForm,
)
from samrit.web.shared.forms import OfficeForm
from samrit.web.shared.pages import rights_of, staff_page


@staff_page
def tellings(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """What the work tells of which district."""
    page = page_of_work(request, uid)
    row = page.work
    form = TellingsForm(request.POST or None, districts=page.districts, told=page.tellings)
    form.is_bound = request.method == "POST"
    return part_page(
        request,
        row,
        _("งานนี้เล่าอะไรของแต่ละย่าน"),
        form,
        lambda version: parts.record_tellings(row, form.tellings(), read_version=version, acting_user=request.user),
    )


@staff_page
def participation(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """How the communities took part: one row for each district, more on demand."""
    page = page_of_work(request, uid)
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

    return part_page(request, row, _("การมีส่วนร่วมของชุมชน"), form, save, groups=rows)


@staff_page
def proofs(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The counts that prove taking part in an activity."""
    page = page_of_work(request, uid)
    row = page.work
    form = ProofsForm(request.POST or None, initial={proof.kind: proof.number for proof in page.proofs})
    form.is_bound = request.method == "POST"

    def save(version: int) -> None:
        numbers = {name: number for name, number in form.cleaned_data.items() if number is not None}
        parts.record_proofs(row, numbers, read_version=version, acting_user=request.user)

    return part_page(request, row, _("จำนวนผู้เข้าร่วม"), form, save)


@staff_page
def people_shown(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Who is shown, each under a consent."""
    page = page_of_work(request, uid)
    row = page.work
    rights_of(request).require(Act.EDIT_WORK, scope_of(row))  # the form names people
    form = PeopleForm(request.POST or None, initial={"consents": [shown.consent_id for shown in page.people]})
    form.fields["consents"].queryset = consents_of(row.key_result).filter(withdrawn_at=None)
    form.is_bound = request.method == "POST"
    return part_page(
        request,
        row,
        _("บุคคลที่ปรากฏในงาน"),
        form,
        lambda version: parts.show_people(
            row, form.cleaned_data["consents"], read_version=version, acting_user=request.user
        ),
    )
