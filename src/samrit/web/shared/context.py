"""What the frame of every page needs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samrit.demo.serving import choices
from samrit.people.enums import Act, Role
from samrit.people.rights import EVERYWHERE, Rights
from samrit.platform.emulated import emulated
from samrit.platform.language import lang
from samrit.web.shared.first_password import first_password_pending
from samrit.web.shared.pages import rights_of


class Entry(NamedTuple):
    """One entry of the main menu."""

    name: str
    label: str
    url: str
    here: bool


def _of(*roles: Role) -> Callable[[Rights], bool]:
    return lambda rights: bool(rights.roles & set(roles))


_ENTRIES: tuple[tuple[str, str, Callable[[Rights], bool]], ...] = (
    ("week", _("สัปดาห์นี้"), lambda _rights: True),
    ("key_results", pgettext_lazy("list", "ตัวชี้วัด"), lambda rights: rights.may_somewhere(Act.VIEW)),
    ("districts", _("ย่านสร้างสรรค์"), lambda rights: rights.may(Act.VIEW)),
    ("site", _("เว็บไซต์สาธารณะ"), lambda rights: rights.may(Act.EDIT_SITE) or rights.may(Act.PUBLISH_SITE)),
    ("executive", _("ภาพรวมผู้บริหาร"), _of(Role.APPROVER, Role.STRATEGY_OFFICE, Role.INSPECTOR)),
    ("strategy", _("ตัวชี้วัดทั้งหมด"), _of(Role.STRATEGY_OFFICE)),
    ("audit", _("บันทึกการเปลี่ยนแปลง"), lambda rights: rights.may(Act.READ_AUDIT, EVERYWHERE)),
    ("channel_accounts", _("บัญชีช่องทาง"), lambda rights: rights.may_somewhere(Act.CONNECT_CHANNEL)),
    ("people", _("ผู้ใช้และหน่วยงาน"), lambda rights: rights.may(Act.ADMINISTER)),
)


_BELOW = {"key_results": ("/works/", "/reports/", "/duplicates/", "/surveys/", "/waves/")}
"""Pages that belong to an entry of the menu without standing under its address."""


def shell(request: HttpRequest) -> dict[str, Any]:
    """The demo's flag, moments and feeds, the language, the menu for this person's roles, how many notices wait.

    `bare`: every link of the frame would lead back to the first password, so the frame shows none.
    """
    moments = choices()
    return {
        "demo": settings.SAMRIT_DEMO,
        "moments": moments,
        "feeds": f"{emulated()}/" if moments and emulated() else "",
        "demo_day": timezone.localdate(),
        "lang": lang(),
        "bare": SimpleLazyObject(lambda: first_password_pending(request)),
        "menu": SimpleLazyObject(lambda: _menu(request)),
        "unread": SimpleLazyObject(lambda: _unread(request)),
    }


def _menu(request: HttpRequest) -> list[Entry]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or first_password_pending(request):
        return []
    rights = rights_of(request)
    rows = []
    for name, label, needs in _ENTRIES:
        if needs(rights):
            url = reverse(f"office:{name}")
            here = request.path.startswith((url, *_BELOW.get(name, ())))
            rows.append(Entry(name, label, url, here))
    return rows


def _unread(request: HttpRequest) -> int:
    """`OfficeBackend` has counted them; a person who has just signed in is counted here."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return 0
    counted = getattr(user, "unread", None)
    return user.notifications.filter(read_at=None).count() if counted is None else counted
