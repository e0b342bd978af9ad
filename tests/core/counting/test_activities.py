"""Rule B: what makes an activity."""

from __future__ import annotations

import pytest

from samrit.core.counting.items import ParticipationProof, Series


def test_a_good_activity_counts(make, counted, strict):
    """Announced, open, with start and end, a host, two-way, proved and verified."""
    assert strict(counted(make.activity())) == {"media": 0, "story": 0, "activity": 1}


@pytest.mark.parametrize(
    ("code", "changes", "held"),
    [
        ("announced_beforehand", {"announced_at": None}, False),
        ("announced_beforehand", {"announced_at": "2025-03-01T18:00"}, False),
        ("announced_beforehand", {"announced_at": "2025-03-01T17:59"}, True),
        ("announced_beforehand", {"starts_at": None}, None),
        ("open_to_public", {"open_to_public": False}, False),
        ("open_to_public", {"open_to_public": None}, None),
        ("start_and_end", {"ends_at": None}, False),
        ("start_and_end", {"starts_at": None}, False),
        ("start_and_end", {"ends_at": "2025-03-01T18:00"}, False),
        ("held_in_period", {"held": False}, False),
        ("held_in_period", {"held": None}, None),
        ("held_in_period", {"starts_at": None}, None),
        ("held_in_period", {"starts_at": "2024-09-30T23:59"}, False),
        ("held_in_period", {"starts_at": "2024-10-01T00:00"}, True),
        ("held_in_period", {"ends_at": "2025-07-01T00:00"}, None),
        ("has_host", {"host": " "}, False),
        ("on_owned_channel", {"channels": ()}, False),
        ("on_owned_channel", {"channels": ("influencer",)}, False),
        ("on_owned_channel", {"channels": ("influencer", "youtube")}, True),
        ("two_way", {"two_way": False}, False),
        ("two_way", {"two_way": None}, None),
        ("participation_proved", {"proofs": ()}, False),
        ("evidence_complete", {"evidence": (), "proofs": ()}, False),
        ("verified_by_another", {"verification": None}, False),
    ],
)
def test_each_condition_of_an_activity(make, judged, code, changes, held):
    """Spoilt in one point, an activity does not count; where a fact is missing it cannot be said."""
    moments = {name: make.at(value) for name, value in changes.items() if name.endswith("_at") and value}
    assert judged(make.activity(**(changes | moments)), code)[0] is held


@pytest.mark.parametrize(
    ("proofs", "held"),
    [
        ([("attendance", 40, ("photo",))], True),
        ([("attendance", 0, ("photo",))], False),
        ([("attendance", None, ("photo",))], None),
        ([("attendance", 40, ())], False),
        ([("attendance", 0, ("photo",)), ("questions", None, ("photo",))], None),
        ([("attendance", None, ("photo",)), ("entries", 3, ("photo",))], True),
    ],
)
def test_taking_part_is_proved_by_a_number_with_evidence(make, judged, proofs, held):
    """A number that is not known is not 0; one proof is enough."""
    rows = tuple(ParticipationProof(*row) for row in proofs)
    assert judged(make.activity(proofs=rows), "participation_proved")[0] is held


def test_a_plain_post_is_never_an_activity(make, counted, strict):
    """A piece entered as an activity does not count as one, under no definition but with a reason."""
    counts = counted(make.piece(duties=("activity",)))
    verdict = counts.items[0].claims[0].verdicts[0]
    assert (strict(counts)["activity"], verdict.code, verdict.held) == (0, "fits_the_duty", False)
    assert verdict.why.en == "it is a piece or post, which is not counted here"
    assert [row.figures.loose for row in counts.minimums] == [0, 0, 0]


def test_a_simulcast_on_three_channels_is_one_activity(make, counted, figures):
    """Three channels show only in the loose count."""
    counts = counted(make.activity(channels=("facebook", "youtube", "tiktok")))
    assert figures(counts, "activity") == (1, 1, 3, 0)


@pytest.mark.parametrize(
    ("separately", "expected"),
    [((True, True, True), (3, 3, 3, 0)), ((False, None, False), (1, 3, 3, 0)), ((True, False, False), (2, 3, 3, 0))],
)
def test_sessions_count_separately_only_if_separately_announced(make, counted, figures, separately, expected):
    """Sessions announced as one series are one activity."""
    sessions = [make.activity(f"a{n}", series=Series("talks", each)) for n, each in enumerate(separately)]
    assert figures(counted(*sessions), "activity") == expected


def test_sessions_of_one_series_count_once_in_each_district_they_serve(make, counted):
    """The series stands in the matrix of both districts, and once in the total."""
    series = Series("talks", announced_separately=False)
    counts = counted(
        make.activity("a1", series=series), make.activity("a2", series=series, districts=("south",), held=False)
    )
    cells = {(cell.district, cell.figures.strict) for cell in counts.matrix if cell.minimum == "activity"}
    assert cells == {("north", 1), ("south", 0)}


def test_activity_and_recording_are_not_both_counted(make, counted, strict):
    """The recording of a counted activity adds no piece."""
    from samrit.core.counting.items import Derivation

    recording = make.piece(derivation=Derivation("recording", "a1"))
    assert strict(counted(make.activity(), recording)) == {"media": 0, "story": 0, "activity": 1}
