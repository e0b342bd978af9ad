"""The person of a request, read once with what the frame of every page shows of them."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import BigIntegerField, Count, Q, QuerySet

from samrit.people.models import User
from samrit.platform.prepared import Given, Prepared


def _with_unread() -> QuerySet[User]:
    unread = Count("notifications", filter=Q(notifications__read_at=None))
    return User.objects.select_related("agency").annotate(unread=unread).filter(pk=Given("pk", BigIntegerField()))


_PERSON = Prepared(_with_unread)
"""Asked at every click."""


class OfficeBackend(AuthenticationBackend):
    """Signs in as allauth does; the person comes with agency and number of unread notices in one query."""

    def get_user(self, user_id: Any) -> User | None:
        """The person of a session; None where there is none, or where they have left."""
        person = next(iter(_PERSON(pk=user_id)), None)
        return person if person is not None and self.user_can_authenticate(person) else None
