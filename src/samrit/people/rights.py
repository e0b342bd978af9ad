"""The one object that answers questions about rights.

`GRANTS` is the whole policy: which roles may do what. A role counts where it was given: everywhere, for one agency (and
the agencies under it), or for one key result. A deputy has the rights of the absent person, on that person's behalf;
what the absent person does as somebody else's deputy does not pass on. Django's own permissions and `is_superuser` mean
nothing here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import BigIntegerField, DateField, Q, QuerySet
from django.utils import timezone
from django.utils.translation import override

from samrit.core.contract import Message, Refused
from samrit.people.enums import Act, Role
from samrit.people.models import Agency, Deputy, RoleAssignment, User
from samrit.platform.prepared import Given, Prepared

_EVERYBODY = frozenset(Role) - {Role.ADMINISTRATOR}
_WORKERS = frozenset({Role.OWNER, Role.CONTRIBUTOR})

GRANTS: dict[Act, frozenset[Role]] = {
    Act.VIEW: _EVERYBODY,
    Act.COMMENT: _EVERYBODY - {Role.READER},
    Act.ADMINISTER: frozenset({Role.ADMINISTRATOR}),
    Act.READ_AUDIT: frozenset({Role.ADMINISTRATOR, Role.INSPECTOR, Role.STRATEGY_OFFICE}),
    Act.EDIT_DISTRICT: _WORKERS,
    Act.VERIFY_DISTRICT: frozenset({Role.HOST_REVIEWER, Role.STRATEGY_OFFICE}),
    Act.CREATE_KEY_RESULT: frozenset({Role.OWNER, Role.STRATEGY_OFFICE}),
    Act.CONFIRM_DEFINITION: frozenset({Role.OWNER, Role.STRATEGY_OFFICE}),
    Act.SIGN_DEFINITION: frozenset({Role.APPROVER, Role.STRATEGY_OFFICE}),
    Act.SET_TARGETS: frozenset({Role.OWNER, Role.STRATEGY_OFFICE}),
    Act.EDIT_PLAN: _WORKERS,
    Act.APPROVE_PLAN: frozenset({Role.APPROVER}),
    Act.EDIT_WORK: _WORKERS,
    Act.APPROVE_WORK: frozenset({Role.HOST_REVIEWER, Role.APPROVER}),
    Act.ADD_EVIDENCE: _WORKERS | {Role.HOST_REVIEWER, Role.INSPECTOR},
    Act.VERIFY_WORK: frozenset({Role.HOST_REVIEWER, Role.INSPECTOR}),
    Act.DECIDE_DUPLICATES: frozenset({Role.HOST_REVIEWER, Role.INSPECTOR}),
    Act.EDIT_STORYTELLERS: _WORKERS,
    Act.EDIT_REPORT: _WORKERS,
    Act.CHECK_REPORT: frozenset({Role.HOST_REVIEWER}),
    Act.VERIFY_REPORT: frozenset({Role.INSPECTOR, Role.STRATEGY_OFFICE}),
    Act.ACKNOWLEDGE_REPORT: frozenset({Role.APPROVER}),
    Act.WRITE_FINDING: frozenset({Role.INSPECTOR}),
    Act.REPLY_FINDING: _WORKERS,
    Act.EDIT_SURVEY: _WORKERS,
    Act.LOCK_SURVEY: frozenset({Role.APPROVER}),
    Act.EDIT_SITE: _WORKERS,
    Act.PUBLISH_SITE: frozenset({Role.OWNER, Role.HOST_REVIEWER, Role.APPROVER}),
    Act.OPEN_RESULT: frozenset({Role.OWNER, Role.APPROVER}),
    Act.MODERATE: _WORKERS | {Role.HOST_REVIEWER},
    Act.CONNECT_CHANNEL: frozenset({Role.ADMINISTRATOR}),
    Act.COLLECT: _EVERYBODY,  # and only where an allocation names this person
}
"""Which roles may do what."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Where an act takes place: the agency whose work it is, and the key result (by key).

    A role for one key result counts for that key result only. On a key result that has no agency (None) only roles for
    it and roles given without limit count. Without either (ANYWHERE) the act belongs to no agency in particular, and a
    role of any agency counts. EVERYWHERE is for what concerns all agencies at once.
    """

    agency_id: int | None = None
    key_result: str = ""
    everywhere: bool = False


EVERYWHERE = Scope(everywhere=True)
"""Only a role that was given without limit counts."""
ANYWHERE = Scope()
"""A role of any agency counts: for what is shared by all, such as the creative districts."""


@dataclass(frozen=True, slots=True)
class Standing:
    """In which role, and on whose behalf (None: one's own), a person may do something."""

    role: Role
    on_behalf_of: User | None = None


@dataclass(frozen=True, slots=True)
class _Held:
    role: Role
    agencies: frozenset[int] | None
    key_result: str
    on_behalf_of: User | None

    def covers(self, scope: Scope) -> bool:
        if scope.everywhere:
            return self.agencies is None and not self.key_result
        if self.key_result and self.key_result != scope.key_result:
            return False
        if self.agencies is None or scope == ANYWHERE:
            return True
        return bool(self.key_result) if scope.agency_id is None else scope.agency_id in self.agencies


class Rights:
    """What one person may do on one day. Reads the database twice at most, whatever is asked of it afterwards."""

    def __init__(self, user: User, on: dt.date | None = None) -> None:
        self.user = user
        self._held = _held_by(user, on or timezone.localdate()) if user.is_active else ()

    def standing(self, act: Act, scope: Scope = ANYWHERE) -> Standing | None:
        """The role in which the act is allowed (one's own before a deputised one), or None."""
        allowed = GRANTS[act]
        for held in self._held:
            if held.role in allowed and held.covers(scope):
                return Standing(held.role, held.on_behalf_of)
        return None

    def first_standing(self, acts: Iterable[Act], *scopes: Scope) -> Standing | None:
        """The standing for the first of the acts that is allowed in one of the places, or None."""
        found = (self.standing(act, scope) for act in acts for scope in scopes)
        return next((standing for standing in found if standing is not None), None)

    def may(self, act: Act, scope: Scope = ANYWHERE) -> bool:
        """Whether there is a standing for the act."""
        return self.standing(act, scope) is not None

    def may_somewhere(self, act: Act) -> bool:
        """Whether there is any agency or key result where the act is allowed: what menus ask."""
        return any(held.role in GRANTS[act] for held in self._held)

    def require(self, act: Act, scope: Scope = ANYWHERE) -> Standing:
        """The standing for an act. Raises Forbidden, saying who may, where there is none."""
        return self.require_one((act,), scope)

    def require_one(self, acts: Sequence[Act], *scopes: Scope) -> Standing:
        """As `first_standing`. Raises Forbidden, saying who may do the first of the acts, where there is none."""
        standing = self.first_standing(acts, *scopes)
        if standing is None:
            raise Forbidden(acts[0])
        return standing

    @property
    def roles(self) -> frozenset[Role]:
        """All roles held anywhere, deputised ones among them."""
        return frozenset(held.role for held in self._held)


class Forbidden(Refused):
    """A right that is lacking."""

    def __init__(self, act: Act) -> None:
        what, who = {}, {}
        for language in ("en", "th"):
            with override(language):
                what[language] = str(act.label)
                who[language] = ", ".join(str(role.label) for role in Role if role in GRANTS[act])
        super().__init__(
            "",
            Message(f"you have no right to do this here: {what['en']}", f"ท่านไม่มีสิทธิ “{what['th']}” ในส่วนนี้"),
            Message(f"this is for: {who['en']}", f"ผู้มีสิทธิ ได้แก่ {who['th']}"),
        )
        self.act = act


def people_who_may(act: Act, scope: Scope = ANYWHERE, on: dt.date | None = None) -> list[User]:
    """Everybody who may do something: those who hold a role for it, and their deputies of the day, by name.

    For notices and for “who can do this?”. Reads the database four times at most.
    """
    on = on or timezone.localdate()
    rows = RoleAssignment.objects.filter(valid_on(on), role__in=GRANTS[act], user__is_active=True)
    parts = _parts()
    holders = {row.user_id for row in rows if _held(row, None, parts).covers(scope)}
    stand_in = Deputy.objects.filter(valid_on(on), absent_id__in=holders).values_list("deputy_id", flat=True)
    return list(User.objects.filter(pk__in={*holders, *stand_in}, is_active=True).order_by("name_th", "pk"))


def valid_on(on: dt.date | Given) -> Q:
    """Rows with `valid_from` and `valid_to` (None: without end) that hold on a day; both days count."""
    return (Q(valid_from=None) | Q(valid_from__lte=on)) & (Q(valid_to=None) | Q(valid_to__gte=on))


def _assigned() -> QuerySet[RoleAssignment]:
    user, on = Given("user", BigIntegerField()), Given("on", DateField())
    absent = Deputy.objects.filter(valid_on(on), deputy=user, absent__is_active=True).values("absent")
    return RoleAssignment.objects.filter(valid_on(on), Q(user=user) | Q(user__in=absent)).select_related("user")


_ASSIGNED = Prepared(_assigned)
"""Asked at every click and in every verb."""


def _held_by(user: User, on: dt.date) -> tuple[_Held, ...]:
    """Own roles first, in the order in which `Role` names them, then those of the absent."""
    rows = _ASSIGNED(user=user.pk, on=on)
    parts = _parts() if any(row.agency_id for row in rows) else {}
    places = {role: place for place, role in enumerate(Role)}
    rows.sort(key=lambda row: (row.user_id != user.pk, places[Role(row.role)], row.pk))
    return tuple(_held(row, None if row.user_id == user.pk else row.user, parts) for row in rows)


def _held(row: RoleAssignment, on_behalf_of: User | None, parts: Parts) -> _Held:
    agencies = None if row.agency_id is None else frozenset(_with_parts(row.agency_id, parts))
    return _Held(Role(row.role), agencies, row.key_result, on_behalf_of)


Parts = Mapping[int, list[int]]
"""Agency → the agencies directly under it."""


def _parts() -> Parts:
    found: dict[int, list[int]] = {}
    for part, parent in Agency.objects.exclude(parent=None).values_list("pk", "parent_id"):
        found.setdefault(parent, []).append(part)
    return found


def _with_parts(agency: int, parts: Parts) -> set[int]:
    """The agency and all under it, at any depth; a ring, which nobody should have made, ends too."""
    seen: set[int] = set()
    waiting = [agency]
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            waiting += parts.get(one, [])
    return seen
