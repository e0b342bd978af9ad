"""What the pages of a delivery share: the row, who may see it, and the way back."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samrit.channels import queries
from samrit.channels.models import Delivery
from samrit.people.enums import Act
from samrit.people.rights import Forbidden
from samrit.web.office.views.common import Crumb, crumbs, may_see
from samrit.web.shared.pages import rights_of


def delivery_of(request: HttpRequest, uid: uuid.UUID) -> Delivery:
    """The delivery with everything; 404 where there is none, Forbidden where it may not be seen."""
    try:
        row = queries.with_everything(uid)
    except Delivery.DoesNotExist:
        raise Http404 from None
    if not may_see(rights_of(request), row.work.key_result):
        raise Forbidden(Act.VIEW)
    return row


def at(row: Delivery) -> str:
    """The address of a delivery."""
    return reverse("office:delivery", args=[row.uid])


def trail(row: Delivery, *, itself: bool = True) -> list[Crumb]:
    """The way to a delivery."""
    key_result = row.work.key_result
    work = (row.work.title[:60], reverse("office:work", args=[row.work.uid]))
    own = (row.account.get_channel_display(), at(row))
    further = (work, own) if itself else (work,)
    return crumbs(key_result, (_("การเผยแพร่"), reverse("office:deliveries", args=[key_result.key])), *further)
