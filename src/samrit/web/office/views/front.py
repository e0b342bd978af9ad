"""The front page with the demo's sign-in cards, one's own account, and the pages for what goes wrong."""

from __future__ import annotations

from typing import NamedTuple

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import activate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samrit.people.enums import Role
from samrit.people.models import RoleAssignment, User
from samrit.web.shared.pages import staff_page

_ORDER = (
    Role.CONTRIBUTOR,
    Role.OWNER,
    Role.HOST_REVIEWER,
    Role.APPROVER,
    Role.INSPECTOR,
    Role.STRATEGY_OFFICE,
    Role.READER,
    Role.ADMINISTRATOR,
)


class Card(NamedTuple):
    """A person whom a visitor of the demo may sign in as."""

    user: User
    role: str
    does: str


def demo_cards() -> list[Card]:
    """One person for each role, of those whose names begin with `demo-`; none outside demo installations."""
    if not settings.SAMRIT_DEMO:
        return []
    rows = (
        RoleAssignment.objects.filter(user__username__startswith="demo-", user__is_active=True)
        .select_related("user__agency")
        .order_by("user_id", "id")
    )
    found: dict[Role, Card] = {}
    for row in rows:
        role = Role(row.role)
        if role not in found and all(card.user != row.user for card in found.values()):
            found[role] = Card(row.user, str(role.label), role.does)
    return [found[role] for role in sorted(found, key=_ORDER.index)]


def front(request: HttpRequest) -> HttpResponse:
    """Straight to work for who is signed in; the demo's cards, or the sign-in form, for everybody else."""
    if request.user.is_authenticated:
        return redirect("office:week")
    if not settings.SAMRIT_DEMO:
        return redirect("account_login")
    return render(request, "office/front.html", {"cards": demo_cards()})


@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Signs in as a person of the demo. There is no such page outside demo installations."""
    wanted = request.POST.get("username", "")
    user = next((card.user for card in demo_cards() if card.user.username == wanted), None)
    if user is None:
        raise Http404
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    UserSession.objects.create_from_request(request)  # the page of devices lists it as any other
    messages.info(request, _("ท่านกำลังใช้ระบบในชื่อ %(name)s") % {"name": user})
    return redirect("office:week")


@staff_page
def account(request: HttpRequest) -> HttpResponse:
    """One's own roles, deputies and language."""
    user = request.user
    context = {
        "roles": user.roles.select_related("agency").order_by("role"),
        "deputies": user.deputies.select_related("deputy").order_by("-valid_from"),
        "deputises": user.deputises_for.select_related("absent").order_by("-valid_from"),
    }
    return render(request, "office/account.html", context)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """The page for an address that leads nowhere."""
    return render(request, "404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """The page for a fault of ours; it asks the database for nothing."""
    activate("th")
    return render(request, "500.html", status=500, using="django")
