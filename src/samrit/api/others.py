"""Operations that are no verb and no list: the account itself, and files."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import File, Router, UploadedFile
from pydantic import BaseModel

from samrit.api.outcomes import as_json, show
from samrit.api.shapes.exchange import UploadShape
from samrit.api.shapes.people import PersonShape
from samrit.api.tokens import Bearer
from samrit.api.values import Moment, ref_of
from samrit.api.viewer import viewer_of
from samrit.exchange.enums import TokenScope
from samrit.exchange.uploads import keep_upload


class RoleHeld(BaseModel):
    """A role of the account, with where it counts."""

    role: str
    agency: str | None
    key_result: str


class MeShape(BaseModel):
    """The account that the token belongs to, and what the token covers."""

    account: PersonShape
    scopes: list[str]
    expires_at: Moment
    roles: list[RoleHeld]
    key_results: list[str]


def add(router: Router) -> None:
    """Puts them into the router."""
    router.get(
        "/me",
        response=MeShape,
        operation_id="me_get",
        summary="The account, its roles, and what the token covers",
        tags=["me"],
    )(me)
    router.post(
        "/files",
        auth=Bearer(TokenScope.WRITE),
        response={201: UploadShape},
        operation_id="files_send",
        summary="Sends a file that a later call names by its uid",
        description="Kept for 24 hours, for this account only. Scope: `write`.",
        tags=["files"],
    )(send_file)


def me(request: HttpRequest) -> HttpResponse:
    """Who asks."""
    viewer = viewer_of(request)
    held = viewer.user.roles.select_related("agency").order_by("pk")
    data = {
        "account": show(viewer.user),
        "scopes": viewer.token.scopes,
        "expires_at": timezone.localtime(viewer.token.expires_at).isoformat(timespec="seconds"),
        "roles": [{"role": row.role, "agency": ref_of(row.agency), "key_result": row.key_result} for row in held],
        "key_results": sorted(viewer.keys),
    }
    return as_json(data)


def send_file(request: HttpRequest, file: UploadedFile = File(...)) -> HttpResponse:  # noqa: B008 -- how the framework is told
    """Keeps a file for this account."""
    viewer = viewer_of(request)
    row = keep_upload(viewer.user, file.chunks(), file_name=file.name or "file")
    return as_json(show(row), 201)
