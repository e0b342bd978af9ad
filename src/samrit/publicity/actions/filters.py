"""Saved filters and read notices: a person's own things, for which no right is asked but to be that person."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from samrit.people.models import User
from samrit.publicity.actions.shared import line, refuse
from samrit.publicity.filters import WorkFilter, filter_data
from samrit.publicity.models import Notification, SavedFilter

MOST_FILTERS = 50


@transaction.atomic(durable=True)
def save_filter(name: str, chosen: WorkFilter, *, acting_user: User) -> SavedFilter:
    """Keeps a filter under a name; the same name again replaces it."""
    called = line(name, "name", longest=100)
    known = SavedFilter.objects.filter(user=acting_user)
    if known.count() >= MOST_FILTERS and not known.filter(name=called).exists():
        raise refuse(
            "name",
            (f"you keep {MOST_FILTERS} filters already", f"ท่านบันทึกตัวกรองครบ {MOST_FILTERS} รายการแล้ว"),
            ("delete one", "โปรดลบบางรายการ"),
        )
    row, _ = SavedFilter.objects.update_or_create(
        user=acting_user, name=called, defaults={"query": filter_data(chosen)}
    )
    return row


@transaction.atomic(durable=True)
def delete_filter(row: SavedFilter, *, acting_user: User) -> None:
    """Forgets one of one's own filters."""
    if row.user_id != acting_user.pk:
        raise refuse("", ("this filter is somebody else's", "ตัวกรองนี้เป็นของผู้อื่น"), ("delete your own", "ลบได้เฉพาะของท่าน"))
    row.delete()


@transaction.atomic(durable=True)
def read_notices(notices: Iterable[int] | None = None, *, acting_user: User) -> int:
    """Marks one's own notices (by id; None for all) as read. Gives how many were not."""
    mine = Notification.objects.filter(user=acting_user, read_at=None)
    if notices is not None:
        mine = mine.filter(pk__in=list(notices))
    return mine.update(read_at=timezone.now())
