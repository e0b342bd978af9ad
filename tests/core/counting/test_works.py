"""Approval, four eyes, copies, deliverables and communities."""

from __future__ import annotations

from dataclasses import replace

import pytest

from samrit.core.counting.items import (
    Approval,
    CountedFor,
    Decision,
    Deliverable,
    Derivation,
    Duplicates,
    Participation,
    Verification,
)


def test_a_good_piece_counts_and_every_condition_says_so(make, counted):
    """Nothing is left without a verdict and a sentence in both languages."""
    claim = counted(make.piece()).items[0].claims[0]
    assert [(verdict.code, verdict.held) for verdict in claim.verdicts] == [
        ("fits_the_duty", True),
        ("approved_before_release", True),
        ("on_owned_channel", True),
        ("public", True),
        ("in_period", True),
        ("stayed_public", True),
        ("evidence_complete", True),
        ("verified_by_another", True),
        ("not_counted_elsewhere", True),
        ("not_a_copy", True),
        ("declared_beforehand", True),
    ]
    assert all(verdict.why.en and verdict.why.th for verdict in claim.verdicts)


@pytest.mark.parametrize(
    ("by", "when", "held"),
    [
        ("boss", "2025-03-01T09:59", True),
        ("boss", "2025-03-01T10:00", False),
        ("boss", "2025-03-02T10:00", False),
        ("maker", "2025-02-01T10:00", False),
    ],
)
def test_approval_comes_before_release_and_from_another_person(make, judged, by, when, held):
    """Approval after the release, or by the producer, is none."""
    assert judged(make.piece(approval=Approval(by, make.at(when))), "approved_before_release")[0] is held


def test_no_approval_no_count(make, judged):
    """A piece without a recorded approval does not count."""
    assert judged(make.piece(approval=None), "approved_before_release") == (False, False)


@pytest.mark.parametrize(
    ("first", "visibility", "held"),
    [
        (None, "public", None),
        ("2025-01-01", None, None),
        ("2025-01-01", "private", True),
        ("2025-01-01", "public", False),
    ],
)
def test_the_earliest_release_decides_about_approval(make, judged, first, visibility, held):
    """Any release before the approval spoils it, if it was one; a private upload is none."""
    first_public = None if first is None else make.at(first)
    other = make.publication("other", channel="website", first_public_at=first_public, visibility=visibility)
    piece = make.piece(publications=(make.publication(), other))
    assert judged(piece, "approved_before_release")[0] is held


def test_an_approval_after_the_day_of_counting_has_not_happened(make, judged):
    """A count for an earlier day sees what was known on that day."""
    assert judged(make.piece(), "approved_before_release", as_of=make.at("2025-01-15"))[0] is False


@pytest.mark.parametrize(
    ("check", "item", "held"),
    [
        (Verification("checker", None), {}, True),
        (None, {}, False),
        (Verification("maker", None), {}, False),
        (Verification("checker", None), {"entered_by": "checker"}, False),
        (Verification("checker", None, on_behalf_of="maker"), {}, False),
        (Verification("checker", None, outcome="returned", reason="blurred"), {}, False),
        (Verification("checker", None), {"producers": ()}, None),
        (Verification("checker", None), {"producers": (), "entered_by": "checker"}, False),
    ],
)
def test_four_eyes(make, judged, check, item, held):
    """Who made or entered a piece never verifies it, nor does anybody on that person's behalf."""
    check = None if check is None else replace(check, at=make.at("2025-03-20"))
    assert judged(make.piece(verification=check, **item), "verified_by_another") == (held, held)


@pytest.mark.parametrize(
    ("record", "held"),
    [
        (CountedFor("7301", 2568, "media"), True),
        (CountedFor("7301", 2568, "story"), True),
        (CountedFor("7301", 2567, "media"), False),
        (CountedFor("7302", 2568), False),
    ],
)
def test_what_another_key_result_or_year_has_counted_is_not_counted_again(make, judged, record, held):
    """A recount of the same key result and year is no second count."""
    assert judged(make.piece(counted=(record,)), "not_counted_elsewhere")[0] is held


@pytest.mark.parametrize("kind", ["crop", "subtitle", "translation", "repost", "boost"])
def test_a_copy_entered_as_a_piece_of_its_own_is_the_same_piece(make, counted, figures, kind):
    """Crops, subtitles, translations, re-posts and boosts count only among the publications."""
    copy = make.piece("p2", derivation=Derivation(kind, "p1"))
    assert figures(counted(make.piece(), copy)) == (1, 1, 2, 0)


@pytest.mark.parametrize("kind", ["teaser", "cut_down"])
@pytest.mark.parametrize(
    ("declared", "held"), [(None, False), ("2025-02-28", True), ("2025-03-01T10:00", False), ("2025-03-02", False)]
)
def test_a_teaser_counts_only_if_listed_beforehand(make, judged, kind, declared, held):
    """Listed after its release is not beforehand."""
    listed = None if declared is None else Deliverable(make.at(declared), "plan 2568")
    assert judged(make.piece(derivation=Derivation(kind), deliverable=listed), "declared_beforehand")[0] is held


@pytest.mark.parametrize(
    ("listed", "edited", "held"), [(True, True, True), (True, False, False), (True, None, None), (False, True, False)]
)
def test_a_recording_is_a_piece_only_if_listed_and_edited(make, judged, listed, edited, held):
    """The recording of an activity is not also a piece."""
    deliverable = Deliverable(make.at("2025-02-01")) if listed else None
    piece = make.piece(derivation=Derivation("recording", "a1"), deliverable=deliverable, edited_as_work=edited)
    assert judged(piece, "declared_beforehand")[0] is held


def test_near_duplicates_are_only_flagged(make, counted, figures):
    """The machine's suspicion changes no count; it asks a person."""
    flagged = (Duplicates(("p1", "p2"), "phash"),)
    counts = counted(make.piece(), make.piece("p2"), duplicates=flagged)
    assert (figures(counts), [row.item for row in counts.reviews]) == ((2, 2, 2, 0), ["p1", "p2"])


@pytest.mark.parametrize(
    ("decision", "expected"),
    [
        ({"same": True, "keep": "p1"}, (1, 1, 2, 0)),
        ({"same": True, "keep": "p2"}, (1, 1, 2, 0)),
        ({"same": False}, (2, 2, 2, 0)),
    ],
)
def test_a_persons_decision_leaves_out(make, counted, figures, decision, expected):
    """Decided to be the same work, one stays; decided to be different, both do. The flag is gone either way."""
    decided = (Duplicates(("p1", "p2"), "phash", Decision(by="boss", at=make.at("2025-04-01"), **decision)),)
    counts = counted(make.piece(), make.piece("p2"), duplicates=decided)
    assert (figures(counts), counts.reviews) == (expected, ())


def test_the_later_of_two_decisions_stands_in_any_order(make, counted, figures):
    """A decision is stored, and may be revised by another."""
    first = Duplicates(("p1", "p2"), None, Decision(same=True, by="boss", at=make.at("2025-04-01"), keep="p1"))
    second = Duplicates(("p2", "p1"), None, Decision(same=False, by="boss", at=make.at("2025-05-01")))
    pieces = (make.piece(), make.piece("p2"))
    assert figures(counted(*pieces, duplicates=(second, first))) == (2, 2, 2, 0)
    assert figures(counted(*pieces, duplicates=(first, second), as_of=make.at("2025-04-15"))) == (1, 1, 2, 0)


@pytest.mark.parametrize(
    ("participation", "held"),
    [
        ((), False),
        ((Participation("north", "sang", ()),), False),
        ((Participation("south", "sang", ("photo",)),), False),
        ((Participation("south"), Participation("north", None, ("photo",))), True),
    ],
)
def test_a_story_needs_the_community_of_a_district_it_serves(make, judged, participation, held):
    """Taking part without evidence, or in a district that the story does not serve, is none."""
    assert judged(make.story(participation=participation), "community_took_part") == (held, held)


def test_a_story_may_be_told_on_a_channel_that_is_not_ours(make, counted, strict):
    """The duty says: through influencers or other media."""
    assert strict(counted(make.story())) == {"media": 0, "story": 1, "activity": 0}
