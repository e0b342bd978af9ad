"""Whether a delivery may go out now: asked again at its hour, and once more before each irreversible call."""

from __future__ import annotations

from django.utils import timezone

from samrit.channels.enums import AccountState, CheckKind
from samrit.channels.models import Delivery
from samrit.channels.parcels import content_sha256
from samrit.evidence import consents
from samrit.evidence.enums import ConsentPurpose
from samrit.publicity.enums import Channel, WorkState

NEEDED_APPROVALS = {Channel.LINE: 2}
"""How many people give leave; a broadcast can never be recalled, so two do."""


def approvals_needed(channel: str) -> int:
    """How many people must approve what goes out on a channel."""
    return NEEDED_APPROVALS.get(Channel(channel), 1)


def approved_by(delivery: Delivery, sha256: str) -> set[int]:
    """Who has approved exactly this content."""
    return set(delivery.approvals.filter(content_sha256=sha256).values_list("by_id", flat=True))


def checked(delivery: Delivery, sha256: str) -> set[str]:
    """Which checks this content has passed."""
    rows = delivery.checks.filter(content_sha256=sha256, passed=True)
    return set(rows.values_list("kind", flat=True))


def checks_needed(channel: str) -> set[str]:
    """Which checks come before the approval."""
    return {CheckKind.VALIDATED, CheckKind.TEST_SENT} if channel == Channel.LINE else set()


def why_not(delivery: Delivery, *, by_hand: bool = False) -> str:
    """The code of why it must not go out (any more); empty where it may. `by_hand`: a person would send it."""
    work, channel = delivery.work, delivery.account.channel
    if work.approved_at is None or work.state in {WorkState.WITHDRAWN, WorkState.DRAFT, WorkState.SUBMITTED}:
        return "work_not_approved"
    if not by_hand and delivery.account.state in {AccountState.CLOSED, AccountState.BY_HAND}:
        return "account_closed"
    day = timezone.localdate()
    for shown in work.people_shown.select_related("consent"):
        if not consents.is_in_force(shown.consent, day, purpose=ConsentPurpose.PUBLICITY, channel=channel):
            return "no_consent"
    if len(approved_by(delivery, content_sha256(delivery))) < approvals_needed(channel):
        return "not_approved"
    return ""
