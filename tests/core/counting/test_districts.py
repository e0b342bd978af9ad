"""When a creative district is publicised."""

from __future__ import annotations

from dataclasses import replace

import pytest

from samrit.core.counting.items import Participation, Telling


def states(counts):
    return {row.id: row.publicised for row in counts.districts}


def test_told_by_a_counted_piece_with_its_community(make, counted):
    """One piece may do both: tell the story, and have the community in it."""
    counts = counted(make.telling())
    assert (states(counts), counts.publicised) == ({"north": True, "south": False}, 1)


def test_the_two_halves_may_come_from_different_work(make, counted):
    """A piece tells; a story, an activity or another piece has the community in it."""
    piece = make.piece(tells=(Telling("north", "identity"),))
    joined = Participation("north", "hosted", ("photo",))
    for other in (
        make.story(participation=(joined,)),
        make.activity(participation=(joined,)),
        make.piece("p2", participation=(joined,)),
    ):
        assert states(counted(piece, other))["north"] is True


@pytest.mark.parametrize(
    "piece",
    [
        {"tells": ()},
        {"tells": (Telling("north", "culture"),)},
        {"tells": (Telling("south", "story"),)},
        {"participation": ()},
        {"participation": (Participation("north"),)},
        {"participation": (Participation("south", None, ("photo",)),)},
        {"approval": None},
        {"verification": None},
        {"duties": ("website",)},
        {"districts": ("south",)},
    ],
)
def test_without_one_half_a_district_is_not_publicised(make, counted, piece):
    """Not counted, not telling, without its community or without evidence of that: not publicised."""
    counts = counted(replace(make.telling(), **piece))
    assert (states(counts)["north"], counts.publicised) == (False, 0)


def test_a_story_alone_does_not_tell(make, counted):
    """The sheet's definition asks for a counted piece that tells; a story alone proves the community only."""
    counts = counted(make.story(tells=(Telling("north", "story"),)))
    row = counts.districts[0]
    assert (row.told.held, row.took_part.held) == (False, True)


@pytest.mark.parametrize("name", ["answer", "photo"])
def test_evidence_must_be_verified_by_another_person(make, counted, name):
    """Evidence that only its producer has looked at is not verified: neither of the telling nor of the taking part."""
    own = replace(make.verified, by="maker")
    evidence = tuple(replace(row, verification=own) if row.id == name else row for row in make.items().evidence)
    assert states(counted(make.telling(), evidence=evidence))["north"] is False
    unseen = tuple(replace(row, verification=None) if row.id == name else row for row in make.items().evidence)
    assert states(counted(make.telling(), evidence=unseen))["north"] is False


def test_what_cannot_be_said_of_a_piece_cannot_be_said_of_its_district(make, counted):
    """Six days after release the district waits; it is not refused."""
    counts = counted(make.telling(), as_of=make.at("2025-03-25"), evidence=make.items().evidence)
    assert states(counts)["north"] is True
    fresh = make.telling(publications=(make.publication(first_public_at=make.at("2025-03-20")),))
    counts = counted(fresh, as_of=make.at("2025-03-25"))
    assert (states(counts)["north"], counts.publicised, counts.districts_not_yet) == (None, 0, 1)


def test_one_piece_may_serve_several_districts(make, counted):
    """It publicises both, and is one piece of the minimum."""
    both = replace(
        make.telling(),
        districts=("north", "south"),
        tells=(Telling("north", "story"), Telling("south", "identity")),
        participation=(Participation("north", None, ("photo",)), Participation("south", None, ("photo",))),
    )
    counts = counted(both)
    assert (counts.publicised, counts.minimums[0].figures.strict) == (2, 1)


def test_a_district_says_what_it_lacks(make, counted):
    """The nearest work is named, with what is open."""
    counts = counted(replace(make.telling(), approval=None))
    assert [lack.en for lack in counts.districts[0].lacks] == [
        "no counted piece tells its story or identity; the nearest is p1: no approval is recorded",
        "its community took part in no counted work; the nearest is p1: no approval is recorded",
    ]
    assert [lack.en for lack in counts.districts[1].lacks] == [
        "no counted piece tells its story or identity",
        "its community took part in no counted work",
    ]
    assert counted(make.telling()).districts[0].lacks == ()


def test_a_verdict_calls_districts_and_channels_as_people_do(make, counted):
    """Not by the short codes of the document: a reader knows a district's name and “Facebook”."""
    counts = counted(make.telling(publications=(make.publication(channel="facebook"),)))
    whys = {verdict.code: verdict.why for verdict in counts.items[0].claims[0].verdicts}
    names = {row.id: row.name for row in counts.districts}
    assert whys["on_owned_channel"].th == "อยู่บนช่องทางของหน่วยงาน Facebook"
    assert counts.districts[0].took_part.held is True
    story = counted(make.story(participation=(Participation("north", "hosted", ("photo",)),)))
    found = {verdict.code: verdict.why for verdict in story.items[0].claims[0].verdicts}
    assert found["community_took_part"].th == f"ชุมชนมีส่วนร่วม: {names['north']}"
