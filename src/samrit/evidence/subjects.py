"""What stands behind the name of a subject: where the work belongs, and whose it is.

The ledger lies below the work and must not know its tables. Those who know them say here how a subject is found
(`register`, called when the apps are ready), so that no form, script or API can name another agency or forget whose
work it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from samrit.core.contract import Message, Refused
from samrit.people.rights import Scope


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject with its place and its own people (user ids: who produced it, entered it, or on whose behalf)."""

    name: str
    key_result: str
    agency_id: int | None = None
    own_people: frozenset[int] = field(default_factory=frozenset)

    @property
    def scope(self) -> Scope:
        """Where rights are asked for it."""
        return Scope(agency_id=self.agency_id, key_result=self.key_result)


Finder = Callable[[str], Subject | None]
"""From what stands after the colon to the subject; None where there is none."""

_FINDERS: dict[str, Finder] = {}


def register(kind: str, find: Finder) -> None:
    """Says how subjects `kind:…` are found."""
    _FINDERS[kind] = find


def subject_of(name: str) -> Subject:
    """The subject of that name. Raises Refused where nothing is called so."""
    kind, _, rest = name.partition(":")
    find = _FINDERS.get(kind)
    found = find(rest) if find is not None and rest else None
    if found is None:
        raise Refused(
            "subject",
            Message("nothing is called so", "ไม่พบรายการนี้"),
            Message("open its page again", "โปรดเปิดหน้าของรายการนั้นใหม่"),
        )
    return found
