"""Entering what a second visit to an interview found."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from samrit.people.enums import Act
from samrit.people.four_eyes import require_another
from samrit.people.models import User
from samrit.people.rights import Rights
from samrit.publicity.actions.shared import choice, refuse, text
from samrit.surveys.actions.shared import record, scope_of
from samrit.surveys.enums import Found
from samrit.surveys.models import Recontact, Response


@transaction.atomic(durable=True)
def enter_recontact(response: Response, *, outcome: str, note: str, acting_user: User) -> Recontact:
    """What was found; the latest entry counts. Never by the person who held the interview."""
    wave = response.wave
    standing = Rights(acting_user).require(Act.EDIT_SURVEY, scope_of(wave.survey))
    if response.allocation is None:
        raise refuse(
            "response",
            ("this answer was not taken by an enumerator", "คำตอบนี้ไม่ได้มาจากพนักงานสัมภาษณ์"),
            ("choose an interview of the list", "โปรดเลือกจากรายการที่ต้องไปซ้ำ"),
        )
    require_another(acting_user, [response.allocation.enumerator_id])
    row = Recontact.objects.create(
        response=response,
        outcome=choice(outcome, "outcome", Found),
        note=text(note, "note", longest=2_000, needed=False),
        entered_by=acting_user,
        entered_at=timezone.now(),
    )
    data = {"response": str(response.uid), "outcome": row.outcome}
    record("recontact.entered", wave.subject, acting_user=acting_user, standing=standing, data=data)
    return row
