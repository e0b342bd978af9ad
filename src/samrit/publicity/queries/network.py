"""The website state of each district, the storyteller network, and awareness results."""

from __future__ import annotations

from django.db.models import QuerySet

from samrit.districts.models import CreativeDistrict
from samrit.evidence.models import Consent
from samrit.people.enums import Act
from samrit.people.rights import Rights
from samrit.publicity.models import AwarenessResult, Storyteller, WebsiteEntry
from samrit.results.models import ChosenDistrict, KeyResult
from samrit.results.parts import scopes_of

READ_NETWORK = (Act.EDIT_STORYTELLERS, Act.VERIFY_WORK)
"""Who reads the names of the network: those who keep it, and those who check that it is there."""


def may_read_network(rights: Rights, key_result: KeyResult) -> bool:
    """Whether a person may read the names of the storytellers of a key result. Reads its `agency_targets`."""
    return rights.first_standing(READ_NETWORK, *scopes_of(key_result)) is not None


def website_state(key_result: KeyResult) -> list[tuple[CreativeDistrict, WebsiteEntry | None]]:
    """Each chosen district, in their order, with its entry (None: never published): 2 queries."""
    rows = WebsiteEntry.objects.filter(key_result=key_result).select_related("entered_by", "on_behalf_of")
    entries = {row.district_id: row for row in rows}
    chosen = ChosenDistrict.objects.filter(key_result=key_result).select_related("district")
    return [(row.district, entries.get(row.district_id)) for row in chosen]


def storytellers(key_result: KeyResult, *, left: bool = False) -> QuerySet[Storyteller]:
    """The members of the network (`left`: those who left too), with consent, districts, contributions: 3 queries.

    Show names through `evidence.consents.shown_name`: a withdrawn consent hides them.
    """
    rows = Storyteller.objects.filter(key_result=key_result)
    rows = rows if left else rows.filter(left_on=None)
    return rows.select_related("consent").prefetch_related("districts", "contributions").order_by("review_on", "pk")


def consents_of(key_result: KeyResult) -> QuerySet[Consent]:
    """The consents given for the work of a key result, the latest first: 1 query.

    Names of persons: only for those who keep consents (`evidence.consents.may_record`) and the works that show them.
    """
    return Consent.objects.filter(key_result=key_result.key).order_by("-entered_at", "-pk")


def awareness_results(key_result: KeyResult) -> QuerySet[AwarenessResult]:
    """The results entered, latest measured first, of one day the last entered first: 1 query."""
    rows = AwarenessResult.objects.filter(key_result=key_result)
    return rows.select_related("period", "entered_by", "on_behalf_of").order_by("-measured_on", "-pk")
