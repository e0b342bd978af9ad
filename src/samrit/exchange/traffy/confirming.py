"""Where a sheet ticks a data system that confirms the result, Traffy's figures are a declared confirmation.

They stand before who verifies; the score comes from the sheet's own rubric all the same. Elsewhere they are context.
"""

from __future__ import annotations

from samrit.districts.models import CreativeDistrict
from samrit.results.documents import definition_of
from samrit.results.enums import RevisionState
from samrit.results.models import KeyResult, Revision
from samrit.verification.required import CheckKind, required_checks

_NAMES = ("traffy", "ทราฟฟี่")


def confirmed_by(district: CreativeDistrict) -> list[KeyResult]:
    """The key results on this district whose signed sheet ticks Traffy as the system that confirms the result."""
    rows = Revision.objects.filter(state=RevisionState.SIGNED, key_result__districts=district)
    return [row.key_result for row in rows.select_related("key_result").order_by("pk") if _names_traffy(row)]


def _names_traffy(revision: Revision) -> bool:
    """Ticked, and the system that is named is Traffy; where none is named, it is the form's own example: Traffy."""
    checks = required_checks(definition_of(revision))
    ticked = [one for one in checks if one.kind is CheckKind.DATA_SYSTEM and one.required]
    return any(not one.detail or any(name in one.detail.lower() for name in _NAMES) for one in ticked)
