"""Who has a part in a key result: its host, the agencies with a target, and so who may see it."""

from __future__ import annotations

from samrit.people.enums import Act
from samrit.people.models import User
from samrit.people.rights import EVERYWHERE, Rights, Scope
from samrit.results.models import KeyResult


def agencies_of(key_result: KeyResult) -> list[int]:
    """The agencies that have a part in a key result, the host first. Reads `agency_targets`: prefetch it for lists."""
    found = [key_result.host_id, *sorted(row.agency_id for row in key_result.agency_targets.all())]
    return [agency for agency in dict.fromkeys(found) if agency is not None]


def scopes_of(key_result: KeyResult) -> list[Scope]:
    """Where acts on a key result take place: in each of its agencies; where it has none, on itself. Reads as above."""
    return [Scope(agency, key_result.key) for agency in agencies_of(key_result)] or [key_result.scope]


def may_see(rights: Rights, key_result: KeyResult) -> bool:
    """Whether a person may see a key result: by a role for it, for one of its agencies, or without limit.

    One that has no agency yet also by those who made it and by administrators, who alone can give it to somebody.
    """
    if rights.first_standing([Act.VIEW], *scopes_of(key_result)) is not None:
        return True
    if agencies_of(key_result):
        return False
    return rights.may(Act.ADMINISTER, EVERYWHERE) or _made(rights.user, key_result)


def _made(user: User, key_result: KeyResult) -> bool:
    made = key_result.revisions.values_list("created_by_id", "on_behalf_of_id")
    return user.is_active and any(user.pk in people for people in made)
