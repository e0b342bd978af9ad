"""Where, when and how long a piece was public."""

from __future__ import annotations

import pytest

from samrit.core.counting.items import Withdrawal


@pytest.mark.parametrize(
    ("first", "held"),
    [
        ("2025-09-30T23:30+07:00", True),
        ("2025-10-01T00:05+07:00", False),
        ("2025-09-30T16:30+00:00", True),
        ("2025-09-30T17:05+00:00", False),
        ("2025-09-30T23:59:59.999999+07:00", True),
        ("2025-10-01T00:00+07:00", False),
        ("2024-10-01T00:00+07:00", True),
        ("2024-09-30T16:59:59+00:00", False),
        ("2024-09-30T17:00:00+00:00", True),
        ("2025-09-30T22:00-05:00", False),
    ],
)
def test_a_fiscal_year_begins_and_ends_at_midnight_in_bangkok(make, judged, first, held):
    """Whatever zone a moment is written in, its day is the day in Bangkok."""
    piece = make.piece(
        publications=(make.publication(first_public_at=make.at(first)),), approval=None, verification=None
    )
    assert judged(piece, "in_period", as_of=make.at("2026-01-01"))[0] is held


@pytest.mark.parametrize(
    ("period", "held"),
    [("FY", True), ("H1", True), ("Q2", True), ("M03", True), ("Q1", False), ("M02", False), ("H2", False)],
)
def test_a_shorter_period_counts_its_own_days_only(make, judged, period, held):
    """1 March 2025 lies in the second quarter, the first half and the third month."""
    assert judged(make.piece(), "in_period", period=period) == (held, held)


def test_a_work_that_was_public_before_the_period_is_not_new(make, judged):
    """A re-publication in the period does not move the first public time."""
    old = make.publication("old", channel="website", first_public_at=make.at("2024-09-01"))
    approval = None
    piece = make.piece(publications=(old, make.publication()), approval=approval)
    assert judged(piece, "in_period")[0] is False


@pytest.mark.parametrize(
    ("changes", "held"),
    [({"visibility": "private"}, True), ({"visibility": None}, None), ({"visibility": "public"}, False)],
)
def test_only_a_public_earlier_publication_spoils_the_period(make, judged, changes, held):
    """A private draft of last year does no harm; of one whose visibility is unknown nothing can be said."""
    old = make.publication("old", first_public_at=make.at("2024-09-01"), **changes)
    assert judged(make.piece(publications=(old, make.publication())), "in_period")[0] is held


def test_a_public_time_that_is_not_recorded_is_unknown(make, judged):
    """A missing time is neither in the period nor outside it."""
    piece = make.piece(publications=(make.publication(first_public_at=None),))
    assert judged(piece, "in_period") == (None, None)


@pytest.mark.parametrize(
    ("channel", "changes", "held"),
    [
        ("tiktok", {"visibility": "self_only"}, False),
        ("youtube", {"visibility": "private"}, False),
        ("youtube", {"visibility": "unlisted"}, False),
        ("facebook", {"visibility": "development_mode"}, False),
        ("facebook", {"visibility": "draft"}, False),
        ("facebook", {"visibility": "public", "seen_logged_out": False}, False),
        ("facebook", {"visibility": None}, None),
        ("facebook", {"visibility": None, "seen_logged_out": True}, True),
        ("youtube", {"visibility": "private", "seen_logged_out": True}, False),
        ("website", {"visibility": "public"}, True),
        ("line", {"accepted": True, "delivered": 1}, True),
        ("line", {"accepted": True, "delivered": 320}, True),
        ("line", {"accepted": True, "delivered": 0}, False),
        ("line", {"accepted": True, "delivered": None}, None),
        ("line", {"accepted": False, "delivered": None}, False),
        ("line", {"accepted": None, "delivered": 5}, None),
    ],
)
def test_public_means_seen_by_a_person_who_is_not_logged_in(make, judged, channel, changes, held):
    """SELF_ONLY, private and development-mode posts are not public; a hidden LINE figure is not 0."""
    piece = make.piece(publications=(make.publication(channel=channel, **changes),))
    assert judged(piece, "public") == (held, held)


def test_a_channel_of_somebody_else_is_not_ours(make, judged):
    """Rule A asks for a channel of the agency."""
    piece = make.piece(publications=(make.publication(channel="influencer"),))
    assert judged(piece, "on_owned_channel") == (False, False)


@pytest.mark.parametrize(
    ("withdrawal", "as_of", "held"),
    [
        (None, "2025-03-08T09:59", None),
        (None, "2025-03-08T10:00", True),
        (("2025-03-08T10:00", None), "2025-06-30", True),
        (("2025-03-08T09:59", None), "2025-06-30", False),
        (("2025-03-04T10:00", "   "), "2025-06-30", False),
        (("2025-03-04T10:00", "consent was withdrawn"), "2025-06-30", True),
        (("2025-03-04T10:00", None), "2025-03-04T09:00", None),
        (("2025-03-04T10:00", None), "2025-03-05T09:00", False),
    ],
)
def test_seven_days_in_public_or_a_reason(make, judged, withdrawal, as_of, held):
    """Before the days have passed nothing is refused: it is not yet known. A blank reason is none."""
    taken = None if withdrawal is None else Withdrawal(make.at(withdrawal[0]), withdrawal[1])
    piece = make.piece(publications=(make.publication(withdrawal=taken),))
    assert judged(piece, "stayed_public", as_of=make.at(as_of))[0] is held


def test_a_planned_publication_is_not_yet_public(make, counted, figures):
    """What is scheduled for later can still count: unknown, not refused."""
    piece = make.piece(publications=(make.publication(first_public_at=make.at("2025-08-01")),))
    assert figures(counted(piece)) == (0, 0, 0, 1)


def test_one_publication_must_meet_every_condition_by_itself(make, counted):
    """A public post without evidence and a private one with evidence do not make a piece between them."""
    piece = make.piece(
        publications=(
            make.publication("a", evidence=()),
            make.publication("b", visibility="private"),
        )
    )
    claim = counted(piece).items[0].claims[0]
    assert (claim.held, claim.publication, [row.held for row in claim.publications]) == (False, "a", [False, False])


@pytest.mark.parametrize(
    ("changes", "publication", "held"),
    [
        ({"grade": "file"}, {}, True),
        ({"grade": "link"}, {}, False),
        ({"grade": "statement"}, {}, False),
        ({"sha256": None}, {}, False),
        ({"sha256": " "}, {}, False),
        ({"captured_at": None}, {}, False),
        ({"reference": None}, {}, True),
        ({"reference": None}, {"reference": None}, False),
        ({}, {"evidence": ()}, False),
    ],
)
def test_the_evidence_pack_has_four_parts(make, judged, changes, publication, held):
    """An answer or its equal, a permalink or request id, a hash, and a time; each missing part is named."""
    piece = make.piece(publications=(make.publication(**publication),))
    assert judged(piece, "evidence_complete", evidence=(make.evidence(**changes),))[0] is held


def test_evidence_that_was_returned_proves_nothing(make, judged):
    """Somebody looked at it and sent it back."""
    returned = make.evidence(verification=make.verified.__class__("checker", make.at("2025-03-05"), "returned"))
    assert judged(make.piece(), "evidence_complete", evidence=(returned,))[0] is False


def test_evidence_of_work_and_publication_is_one_pack(make, judged):
    """The media hash may hang on the work and the answer on the publication."""
    answer = make.evidence(sha256=None)
    file = make.evidence("photo", grade="file", reference=None, captured_at=None)
    assert judged(make.piece(evidence=("photo",)), "evidence_complete", evidence=(answer, file))[0] is True
