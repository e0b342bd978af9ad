"""Four eyes: nobody judges what is his or her own, neither in person nor through a deputy."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from samrit.core.contract import Message, Refused
from samrit.people.models import Deputy, User
from samrit.people.rights import Standing, valid_on


class OwnWork(Refused):
    """Somebody wants to check or verify what is his or her own."""

    def __init__(self) -> None:
        super().__init__(
            "",
            Message(
                "this is your own work, or that of somebody whom you stand in for, so another person must do it",
                "งานนี้เป็นของท่านเองหรือของผู้ที่ท่านปฏิบัติราชการแทน จึงต้องให้ผู้อื่นเป็นผู้ตรวจ",
            ),
            Message("ask a colleague who had no part in it", "โปรดให้ผู้ที่ไม่ได้มีส่วนจัดทำเป็นผู้ตรวจ"),
        )


def require_another(acting_user: User, standing: Standing, own_people: Iterable[int | None]) -> None:
    """Raises OwnWork where `acting_user`, or whom the act is for, is among `own_people`, or deputises for one of them.

    Reads the database once.
    """
    own = {person for person in own_people if person is not None}
    acting = {acting_user.pk} | ({standing.on_behalf_of.pk} if standing.on_behalf_of else set())
    if own & acting or own & _stands_in_for(acting_user):
        raise OwnWork


def _stands_in_for(user: User) -> set[int]:
    rows = Deputy.objects.filter(valid_on(timezone.localdate()), deputy=user)
    return set(rows.values_list("absent_id", flat=True))
