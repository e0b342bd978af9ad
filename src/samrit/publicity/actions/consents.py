"""Consents where the work needs them: may this person be shown, and what happens when the leave is taken back.

Recording a consent is `evidence.consents.record_consent`: for the work of one key result, and only there it is seen and
used. Taking one back is here, for only the work knows where the person is shown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from samrit.evidence import consents
from samrit.evidence.enums import ConsentPurpose
from samrit.evidence.models import Consent, EvidenceMark
from samrit.people.models import User
from samrit.publicity.actions.shared import because, record, refuse
from samrit.publicity.actions.tasks import open_take_downs
from samrit.publicity.enums import Channel, WorkState
from samrit.publicity.models import Storyteller, Task, Work
from samrit.results.models import KeyResult


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What the withdrawal of a consent set going."""

    tasks: tuple[Task, ...]
    hidden: tuple[EvidenceMark, ...]
    left: tuple[Storyteller, ...]


def works_showing(consent: Consent) -> list[Work]:
    """Every work that shows the person under this consent, or to which it let a storyteller contribute.

    Withdrawn works are among them, for their evidence shows the person too.
    """
    return list(
        Work.objects.filter(Q(people_shown__consent=consent) | Q(storytellers__consent=consent))
        .select_related("key_result", "agency", "producer", "entered_by")
        .distinct()
        .order_by("pk")
    )


def lock_consents(rows: Iterable[Consent]) -> None:
    """Reads consents anew under a lock: who takes one back and who uses it at the same moment wait for one another."""
    for row in sorted(rows, key=lambda row: row.pk):
        row.refresh_from_db(from_queryset=Consent.objects.select_for_update())


@transaction.atomic(durable=True)
def withdraw_consent(consent: Consent, *, key_result: KeyResult, reason: str, acting_user: User) -> Withdrawal:
    """The person takes the leave back: it holds no more, every work that shows the person is to be taken down.

    Opens a take-down task for each such work, hides its evidence (the chain stays whole), and ends the person's
    membership in the storyteller network. Past use stays lawful: counts do not change.
    """
    standing = consents.may_record(key_result, acting_user)
    refuse_of_another(consent, key_result, path="")
    why = because(reason)
    lock_consents([consent])
    works = works_showing(consent)
    members = list(Storyteller.objects.filter(consent=consent, left_on=None))
    hidden = consents.withdraw(
        consent,
        key_result=key_result,
        reason=why,
        subjects=[*_subjects(works), *(row.subject for row in members)],
        acting_user=acting_user,
    )
    Storyteller.objects.filter(pk__in=[row.pk for row in members]).update(left_on=timezone.localdate())
    standing_works = [work for work in works if work.state != WorkState.WITHDRAWN]
    tasks = open_take_downs(standing_works, reason="", opened_by=acting_user)
    record(
        "consent.withdrawn",
        consents.subject_of_consent(consent),
        acting_user=acting_user,
        standing=standing,
        data={"take_down": [work.subject for work in standing_works], "left": [str(row.uid) for row in members]},
    )
    return Withdrawal(tuple(tasks), tuple(hidden), tuple(members))


def _subjects(works: Sequence[Work]) -> list[str]:
    return [name for work in works for name in (work.subject, *(row.subject for row in work.publications.all()))]


def refuse_of_another(consent: Consent, key_result: KeyResult, *, path: str) -> None:
    """Refuses a consent that was given for another key result: its person need not be known here."""
    if consent.key_result != key_result.key:
        raise refuse(
            path,
            ("this consent was given for another key result", "ความยินยอมนี้ให้ไว้สำหรับตัวชี้วัดอื่น"),
            ("ask the person for a consent for this one", "โปรดขอความยินยอมสำหรับตัวชี้วัดนี้"),
        )


def refuse_without_consent(
    consent: Consent,
    *,
    on: dt.date,
    path: str,
    channel: str = "",
    purpose: str = ConsentPurpose.PUBLICITY,
) -> None:
    """Refuses to show a person whose consent does not hold on that day, for that purpose and channel."""
    if consents.is_in_force(consent, on, purpose=purpose, channel=channel):
        return
    where = (f" on {channel}", f" ในช่องทาง {Channel(channel).label}") if channel else ("", "")
    raise refuse(
        path,
        (
            f"the consent of {consents.shown_name(consent) or 'a person'} does not hold{where[0]}",
            f"ความยินยอมของ {consents.shown_name(consent) or 'บุคคลในงาน'} ใช้ไม่ได้{where[1]}",
        ),
        ("ask for a new consent, or take the person out of the work", "โปรดขอความยินยอมใหม่ หรือนำบุคคลนั้นออกจากงาน"),
    )
