"""The person of a request, read once with what the frame of every page shows of them."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Count, Q

from samrit.people.models import User


class OfficeBackend(AuthenticationBackend):
    """Signs in as allauth does; the person comes with agency and number of unread notices in one query."""

    def get_user(self, user_id: Any) -> User | None:
        """The person of a session; None where there is none, or where they have left."""
        unread = Count("notifications", filter=Q(notifications__read_at=None))
        person = User.objects.select_related("agency").annotate(unread=unread).filter(pk=user_id).first()
        return person if person is not None and self.user_can_authenticate(person) else None
