"""Whose hands were on a thing, and that others must judge it (four eyes)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from samrit.core.contract import Message, Refused
from samrit.people.models import Deputy, User
from samrit.people.rights import EVERYWHERE, Scope, Standing
from samrit.results.models import KeyResult


class OwnHands(Refused):
    """Somebody wants to judge what is his or her own, in person or through a deputy."""

    def __init__(self) -> None:
        super().__init__(
            "",
            Message(
                "you, or somebody whom you stand in for, had a hand in this, so another person must do it",
                "ท่านหรือผู้ที่ท่านปฏิบัติราชการแทนมีส่วนจัดทำเรื่องนี้ จึงต้องให้ผู้อื่นดำเนินการ",
            ),
            Message("ask a colleague who had no part in it", "โปรดให้ผู้ที่ไม่ได้มีส่วนจัดทำเป็นผู้ดำเนินการ"),
        )


def host_scope(key_result: KeyResult) -> Scope:
    """Where the host acts on a key result. Without a host only those who act everywhere do."""
    return EVERYWHERE if key_result.host_id is None else Scope(key_result.host_id, key_result.key)


def acting_hands(acting_user: User, standing: Standing) -> set[int]:
    """Who acts: the person, and the one on whose behalf."""
    return {acting_user.pk} | ({standing.on_behalf_of.pk} if standing.on_behalf_of else set())


def deputised_by(acting_user: User) -> Q:
    """The deputyships under which a person stands in for others today."""
    today = timezone.localdate()
    return Q(deputy=acting_user, valid_from__lte=today, valid_to__gte=today)


def stands_in_for(acting_user: User, *columns: str) -> Exists:
    """Whether a person stands in today for whom one of the columns of the row names."""
    named = Q()
    for column in columns:
        named |= Q(absent=OuterRef(column))
    return Exists(Deputy.objects.filter(deputised_by(acting_user), named))


def require_other_hands(acting_user: User, standing: Standing, own: Iterable[int | None]) -> None:
    """Raises OwnHands where who acts, or somebody whom that person stands in for today, is among `own`."""
    people = {person for person in own if person is not None}
    if people & acting_hands(acting_user, standing):
        raise OwnHands
    if people and Deputy.objects.filter(deputised_by(acting_user), absent__in=people).exists():
        raise OwnHands
