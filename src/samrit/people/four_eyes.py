"""Four eyes: nobody judges what is his or her own, neither in person nor through a deputy.

Each part knows whose something is (`makers`); here it is asked whether a person may judge it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from samrit.core.contract import Message, Refused
from samrit.people.models import User
from samrit.people.queries import stands_in_for

Eyes = frozenset[int]
"""The people (ids) who look when one person does: that person, and everybody whom he or she stands in for."""


class OwnWork(Refused):
    """Somebody wants to approve, check or verify what is his or her own."""

    def __init__(self) -> None:
        super().__init__(
            "",
            Message(
                "you, or somebody whom you stand in for, had a part in this, so another person must do it",
                "ท่านหรือผู้ที่ท่านปฏิบัติราชการแทนมีส่วนจัดทำเรื่องนี้ จึงต้องให้ผู้อื่นดำเนินการ",
            ),
            Message("ask a colleague who had no part in it", "โปรดให้ผู้ที่ไม่ได้มีส่วนจัดทำเป็นผู้ดำเนินการ"),
        )


def eyes_of(user: User, on: dt.date | None = None) -> Eyes:
    """With whose eyes a person looks on a day (None: today). Reads the database once."""
    return frozenset({user.pk, *stands_in_for(user, on).values_list("absent_id", flat=True)})


def may_judge(eyes: Eyes, own_people: Iterable[int | None]) -> bool:
    """Whether these are other eyes than those of the people whose own it is. None among them is nobody.

    What was entered on behalf of another is both people's own: name both.
    """
    return eyes.isdisjoint(own_people)


def require_another(acting_user: User, own_people: Iterable[int | None]) -> None:
    """Raises OwnWork where `acting_user` may not judge what these people made. Reads the database once."""
    if not may_judge(eyes_of(acting_user), own_people):
        raise OwnWork
