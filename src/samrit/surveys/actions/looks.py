"""Looking at the figures during fieldwork: only at the looks that were planned and locked, each at its own limit.

Whoever looks often enough sees every threshold passed once by chance. So the error is spent over the looks (O'Brien and
Fleming's limits by Lan and DeMets, on n_eff, with the score z), and between them there is no verdict.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from samrit.core.contract import Message, Refused
from samrit.people.enums import Act
from samrit.people.models import User
from samrit.people.rights import Rights
from samrit.publicity.actions.shared import lock, refuse
from samrit.surveys.actions.shared import record, scope_of
from samrit.surveys.decisions import judged_now
from samrit.surveys.models import Look, Wave
from samrit.surveys.telling import refuse_collectors


@transaction.atomic(durable=True)
def take_look(wave: Wave, *, read_version: int, acting_user: User) -> Look:
    """One of the planned looks: its verdict is written down and stays. The last look is the end of the wave.

    Raises Refused where no look is left, or not enough came since the last one.
    """
    standing = Rights(acting_user).require(Act.EDIT_SURVEY, scope_of(wave.survey))
    refuse_collectors(wave, acting_user)
    lock(wave, read_version)
    over = none_left(wave)
    if over is not None:
        raise over
    found = judged_now(wave)
    if found is None or found.hidden or found.verdict.look is None or found.n_eff is None:
        raise refuse(
            "looks", ("there are too few answers yet", "คำตอบยังน้อยเกินไป"), ("look later", "โปรดดูผลเมื่อมีคำตอบมากขึ้น")
        )
    look = found.verdict.look
    row = Look.objects.create(
        wave=wave,
        number=wave.looks.count() + 1,
        taken_at=timezone.now(),
        taken_by=acting_user,
        respondents=found.respondents,
        n_eff=found.n_eff,
        information=look.information,
        critical=look.critical,
        spent=look.spent,
        decision=found.decision,
        because=[_both(said) for said in found.because],
    )
    data = {"number": row.number, "decision": row.decision, "respondents": row.respondents}
    record("look.taken", wave.subject, acting_user=acting_user, standing=standing, data=data)
    return row


def none_left(wave: Wave) -> Refused | None:
    """Why no look can be taken any more: the wave has ended, or all looks before its end are taken."""
    if wave.closed_at is not None:
        return refuse("wave", ("this wave is closed", "รอบนี้ปิดแล้ว"), ("read its results", "โปรดอ่านผลของรอบ"))
    if wave.looks.count() >= wave.survey.plan.get("looks", 1) - 1:
        return refuse(
            "looks",
            ("no look before the end is left in the plan", "แผนไม่มีการดูผลก่อนปิดรอบเหลืออยู่"),
            ("close the wave when fieldwork is over", "เมื่อเก็บครบแล้ว โปรดปิดรอบ"),
        )
    return None


def _both(said: Message) -> dict[str, str]:
    return {"th": said.th, "en": said.en}
