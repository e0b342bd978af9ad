"""Signing: a confirmed revision comes into use, by other hands than those that made it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from samrit.core.contract import Message, Refused
from samrit.people.enums import Act
from samrit.people.four_eyes import require_another
from samrit.people.models import User
from samrit.people.recording import record
from samrit.platform.locking import change
from samrit.platform.states import next_state
from samrit.results.actions.applying import apply_definition
from samrit.results.actions.revising import change_state, standing_for
from samrit.results.documents import (
    definition_of,
)
from samrit.results.enums import REVISION_NAMES, REVISION_TRANSITIONS, RevisionState
from samrit.results.makers import makers_of_revision
from samrit.results.models import KeyResult, Revision
from samrit.results.reading import require_each_confirmed


@dataclass(frozen=True, slots=True)
class Signed:
    """A signed revision, and the names on it that no agency of the register bears: they got no target and no duty."""

    revision: Revision
    unmatched: tuple[str, ...]


@transaction.atomic(durable=True)
def sign_revision(
    revision: Revision,
    *,
    acting_user: User,
    effective_from: dt.date | None = None,
    read_version: int | None = None,
) -> Signed:
    """Puts a confirmed revision into use, by somebody who neither made nor confirmed any of it.

    The signed one before it is replaced and stays readable. Targets, duties with their minimums, measures and periods
    follow the new definition. `effective_from` is by default the year's first day for the first revision, else today.
    """
    standing = standing_for(acting_user, revision, Act.SIGN_DEFINITION)
    key_result = KeyResult.objects.select_for_update(of=("self",)).select_related("host").get(pk=revision.key_result_id)
    state = next_state(REVISION_TRANSITIONS, revision.state, "sign", names=REVISION_NAMES)
    require_each_confirmed(revision)
    require_another(acting_user, makers_of_revision(revision))
    former = key_result.revisions.filter(state=RevisionState.SIGNED).first()
    starts = _effective(key_result, former, effective_from)
    if former is not None:
        change_state(former, "replace")
    document = {**revision.definition, "questions": []}
    change(
        revision,
        read_version=revision.version if read_version is None else read_version,
        state=state,
        definition=document,
        signed_by=acting_user,
        signed_on_behalf_of=standing.on_behalf_of,
        signed_at=timezone.now(),
        effective_from=starts,
    )
    unmatched = apply_definition(
        key_result, definition_of(revision), set_by=acting_user, on_behalf_of=standing.on_behalf_of
    )
    revision.key_result = key_result
    record(
        "results.revision.signed",
        acting_user=acting_user,
        standing=standing,
        subject=revision.subject,
        data={
            "replaces": former.number if former else None,
            "reason": revision.reason,
            "effective_from": starts,
            "unmatched": list(unmatched),
        },
    )
    return Signed(revision, unmatched)


def _effective(key_result: KeyResult, former: Revision | None, given: dt.date | None) -> dt.date:
    october = dt.date(key_result.fiscal_year - 544, 10, 1)
    starts = given or (october if former is None else timezone.localdate())
    earliest = october if former is None or former.effective_from is None else former.effective_from
    if starts < earliest:
        raise Refused(
            "effective_from",
            Message(
                f"a revision cannot be in effect before {earliest.isoformat()}",
                f"ฉบับแก้ไขมีผลก่อนวันที่ {earliest.isoformat()} ไม่ได้",
            ),
            Message("choose a later day", "โปรดเลือกวันที่หลังจากนั้น"),
        )
    return starts
