"""What the pages of one revision share: the row, and the way back."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from samrit.results.models import KeyResult, Revision
from samrit.web.office.views.common import Crumb, crumbs


def revision_of(key_result: KeyResult, number: int) -> Revision:
    """One revision with who made and signed it; 404 where there is none."""
    rows = Revision.objects.select_related(
        "source", "created_by", "signed_by", "signed_on_behalf_of", "key_result__host"
    )
    return get_object_or_404(rows, key_result=key_result, number=number)


def trail(key_result: KeyResult) -> list[Crumb]:
    """The way to a revision."""
    return crumbs(key_result, (_("แบบและฉบับ"), reverse("office:revisions", args=[key_result.key])))
