"""The moment at which a delivery is public: its publication, its proof and what follows, in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from samrit.channels.delivering import fence, moving
from samrit.channels.enums import PostForm
from samrit.channels.models import Delivery, Errand
from samrit.channels.platforms.http import public_form, redacted
from samrit.channels.platforms.outcome import Outcome
from samrit.channels.platforms.parcel import Content
from samrit.core.contract import Refused
from samrit.evidence import actions as evidence
from samrit.evidence import ledger
from samrit.evidence.enums import EvidenceKind, Proves
from samrit.evidence.ledger import Proof
from samrit.evidence.models import EvidenceItem
from samrit.evidence.subjects import Subject
from samrit.people.enums import Role
from samrit.people.rights import Standing
from samrit.publicity.actions.publications import record_release
from samrit.publicity.enums import Channel
from samrit.publicity.models import Publication

_MINUTES, _DAYS = dt.timedelta(minutes=1), dt.timedelta(days=1)
PLAN: tuple[tuple[str, dt.timedelta], ...] = (
    ("liveness:first", 10 * _MINUTES),
    ("metrics:1h", 60 * _MINUTES),
    ("metrics:1d", _DAYS),
    ("answer:1d", _DAYS),
    ("metrics:3d", 3 * _DAYS),
    ("metrics:7d", 7 * _DAYS),
    ("answer:7d", 7 * _DAYS),
    ("liveness:weekly", 7 * _DAYS),
    ("metrics:30d", 30 * _DAYS),
    ("answer:30d", 30 * _DAYS),
)
"""What is done about a publication, and how long after it went live."""
HORIZONS: dict[tuple[str, str], dt.timedelta] = {
    (Channel.INSTAGRAM, PostForm.STORY): dt.timedelta(hours=23),
    (Channel.FACEBOOK, PostForm.STORY): dt.timedelta(hours=23),
    (Channel.LINE, ""): 13 * _DAYS,
}
"""Where a platform forgets its figures: a last snapshot is taken shortly before."""
ENDS = frozenset({(Channel.INSTAGRAM, PostForm.STORY), (Channel.FACEBOOK, PostForm.STORY)})
"""What its platform takes down by itself after a day: its last answer is kept before, and nobody looks for it later."""


def go_live(delivery: Delivery, outcome: Outcome, *, act: str) -> None:
    """The platform says that it is public. Call it inside the transaction of the step."""
    post = outcome.post
    if post is None:
        raise ValueError("an outcome that is live names its post")
    at, address = _since(delivery, post.at), public_form(post.permalink)
    delivery.platform_id, delivery.permalink = post.id[:200], address[:1_000]
    publication = record_release(
        delivery.work,
        channel=delivery.account.channel,
        address=address,
        at=at,
        visibility=post.visibility,
        accepted=True if delivery.account.channel == Channel.LINE else None,
        acting_user=sender(delivery),
        standing=standing_of(delivery),
    )
    delivery.publication = publication
    why = "" if post.visibility == "public" else f"visibility_{post.visibility}"
    data = {"platform_id": post.id, "permalink": address, "visibility": post.visibility}
    moving.move(delivery, act, why=why, data=data)
    if delivery.handles.get("by_hand"):
        _add_statement(delivery, publication, outcome.answer)
    else:
        add_answer(delivery, publication, outcome.answer, occasion="publish", at=timezone.now())
    plan_errands(delivery, at)


def sender(delivery: Delivery) -> Any:
    """For whom the machine acts: who scheduled it, else who wrote it."""
    return delivery.scheduled_by or delivery.entered_by


def standing_of(delivery: Delivery) -> Standing:
    """In which role that was allowed."""
    return Standing(Role(delivery.scheduled_role or Role.CONTRIBUTOR), delivery.scheduled_for)


def _since(delivery: Delivery, told: dt.datetime | None) -> dt.datetime:
    """Since when it is public: as the platform says, but never before it was sent or approved, nor in the future."""
    attempt = fence.last_attempt(delivery)
    first = delivery.attempts.filter(operation=fence.PUBLISH).order_by("pk").first()
    earliest = [moment for moment in (delivery.work.approved_at, first.at if first else None) if moment]
    now = timezone.now()
    at = told or (attempt.at if attempt else now)
    return min(now, max([at, *(moment + dt.timedelta(microseconds=1) for moment in earliest)]))


def add_answer(
    delivery: Delivery, publication: Publication, answer: Mapping[str, Any], *, occasion: str, at: dt.datetime
) -> EvidenceItem:
    """Keeps what the platform answered as proof of the publication, with what was sent, by its hashes."""
    attempt = fence.last_attempt(delivery)
    told = {
        "channel": delivery.account.channel,
        "account": delivery.account.external_id,
        "occasion": occasion,
        "platform_id": delivery.platform_id,
        "permalink": delivery.permalink,
        "payload_sha256": attempt.payload_sha256 if attempt else None,
        "media_sha256": media_hashes(delivery),
        "answered_at": at.isoformat(),
        "answer": redacted(dict(answer)),
    }
    named, values = _referred(told, delivery)
    work = delivery.work
    subject = Subject(publication.subject, work.key_result.key, work.agency_id)
    proof = Proof(
        **{
            "kind": EvidenceKind.PLATFORM_ANSWER,
            "title": f"{Channel(delivery.account.channel).label}: {named}"[:300],
            "proves": Proves.PUBLIC if occasion == "publish" else "",
            "captured_at": at,
            **values,
        }
    )
    return ledger.append(subject, standing_of(delivery), proof, acting_user=sender(delivery))


def _referred(told: Mapping[str, Any], delivery: Delivery) -> tuple[str, dict[str, Any]]:
    """The proof under its address, or under the platform's id where the address is none that the public can open."""
    name = delivery.platform_id or str(delivery.uid)
    try:
        return evidence.answered(told, delivery.permalink or name)
    except Refused:
        return evidence.answered(told, name)


def _add_statement(delivery: Delivery, publication: Publication, said: Mapping[str, Any]) -> EvidenceItem:
    """What a person says of a post is a link or a statement, never a platform's answer.

    The page of a message in LINE's own manager is a link too, though not one for the public.
    """
    work, named = delivery.work, str(said.get("address") or "")
    link = delivery.permalink or (named if "://" in named else "")
    proof = Proof(
        kind=EvidenceKind.LINK if link else EvidenceKind.STATEMENT,
        title=f"{Channel(delivery.account.channel).label}: {link or named}"[:300],
        proves=Proves.PUBLIC if link else "",
        url=link,
        statement="" if link else str(said.get("reason") or named or delivery.uid),
    )
    subject = Subject(publication.subject, work.key_result.key, work.agency_id)
    return ledger.append(subject, standing_of(delivery), proof, acting_user=sender(delivery))


def media_hashes(delivery: Delivery) -> list[str]:
    """The files of the work that were sent, by the hash of the original."""
    chosen = Content.of(delivery.content).media
    found = dict(delivery.work.media.filter(pk__in=chosen).values_list("pk", "file_id"))
    return [found[key] for key in chosen if key in found]


def plan_errands(delivery: Delivery, at: dt.datetime) -> None:
    """What is to be done about it from now on."""
    channel, content = delivery.account.channel, Content.of(delivery.content)
    wanted = dict(PLAN)
    horizon = HORIZONS.get((channel, delivery.form)) or HORIZONS.get((channel, ""))
    if horizon is not None:
        wanted = {name: after for name, after in wanted.items() if after < horizon or not name.startswith("metrics")}
        wanted["metrics:last"] = horizon
    if (channel, delivery.form) in ENDS and horizon is not None:
        wanted = {name: after for name, after in wanted.items() if after < dt.timedelta(days=1)}
        wanted["answer:last"] = horizon
    if (channel, delivery.form) == (Channel.FACEBOOK, PostForm.STORY):
        wanted = {name: after for name, after in wanted.items() if not name.startswith("metrics")}
    if channel == Channel.FACEBOOK and content.first_comment:
        wanted["comment"] = dt.timedelta()
    if channel == Channel.YOUTUBE:
        wanted["thumbnail"] = wanted["captions"] = dt.timedelta()
    if channel == Channel.WEBSITE:
        wanted = {name: after for name, after in wanted.items() if not name.startswith("metrics")}
    Errand.objects.bulk_create(
        [Errand(delivery=delivery, name=name, due_at=at + after) for name, after in wanted.items()],
        ignore_conflicts=True,
    )
