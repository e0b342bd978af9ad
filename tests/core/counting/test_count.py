"""Figures: units, the three definitions, districts, channels, versions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from samrit.core.contract import Refused
from samrit.core.counting import Figures, count
from samrit.core.counting.items import Rendition, Telling


def test_one_clip_on_four_channels_is_one_piece(make, counted, figures):
    """Four publications, one piece; both numbers stand side by side."""
    shown = tuple(
        make.publication(channel, channel=channel) for channel in ("facebook", "instagram", "youtube", "website")
    )
    counts = counted(make.piece(publications=shown))
    assert figures(counts) == (1, 1, 4, 0)
    assert dict(counts.minimums[0].channels) == {
        "website": Figures(1, 1, 1),
        "facebook": Figures(1, 1, 1),
        "instagram": Figures(1, 1, 1),
        "tiktok": Figures(),
        "youtube": Figures(1, 1, 1),
        "line": Figures(),
    }


def test_only_publications_that_hold_stand_in_the_loose_count(make, counted, figures):
    """A private copy and one of next year are no publications of this year."""
    shown = (
        make.publication("a"),
        make.publication("b", channel="tiktok", visibility="self_only"),
        make.publication("c", channel="youtube", first_public_at=make.at("2025-10-02")),
    )
    assert figures(counted(make.piece(publications=shown), as_of=make.at("2025-12-01"))) == (1, 1, 1, 0)


def test_renditions_with_own_production_work_stand_in_the_middle_count(make, counted, figures):
    """The original and a film made anew for another length; a crop adds nothing."""
    renditions = (Rendition("long"), Rendition("short", "cut", own_work=True), Rendition("square", "crop"))
    shown = tuple(make.publication(row.id, rendition=row.id) for row in renditions)
    assert figures(counted(make.piece(publications=shown, renditions=renditions))) == (1, 2, 3, 0)
    assert figures(counted(make.piece(publications=shown[2:], renditions=renditions))) == (1, 1, 1, 0)


def test_a_carousel_is_one_and_an_article_with_a_film_are_two(make, counted, figures):
    """One work is one piece, whatever it holds; two works about the same story are two."""
    assert figures(counted(make.piece(form="carousel"))) == (1, 1, 1, 0)
    article = make.piece("p1", form="article", tells=(Telling("north", "story"),))
    film = make.piece("p2", form="video", tells=(Telling("north", "story"),))
    assert figures(counted(article, film)) == (2, 2, 2, 0)


def test_one_item_may_serve_several_duties_once_each(make, counted, strict):
    """A film that is a community's story counts among the media and among the stories."""
    both = make.telling(duties=("media", "story", "media"))
    assert strict(counted(both)) == {"media": 1, "story": 1, "activity": 0}


def test_the_matrix_shows_what_each_item_counted_for(make, counted):
    """An item in two districts stands in both, and once in the total."""
    counts = counted(make.piece(districts=("north", "south", "north")), make.story())
    cells = {(cell.district, cell.minimum): (cell.figures.strict, cell.items) for cell in counts.matrix}
    assert cells == {
        ("north", "media"): (1, ("p1",)),
        ("north", "story"): (1, ("s1",)),
        ("north", "activity"): (0, ()),
        ("south", "media"): (1, ("p1",)),
        ("south", "story"): (0, ()),
        ("south", "activity"): (0, ()),
    }
    assert counts.minimums[0].figures.strict == 1


def test_an_item_without_a_duty_that_is_counted_has_no_claim(make, counted):
    """It is shown, and counts for nothing."""
    counts = counted(make.piece(duties=("website",)), make.piece("p2", duties=()))
    assert [(row.id, row.claims) for row in counts.items] == [("p1", ()), ("p2", ())]


def test_what_is_short_of_a_minimum(make, counted):
    """Strictly counted, never below 0."""
    counts = counted(*(make.activity(f"a{number}") for number in range(8)))
    assert [(row.minimum.id, row.figures.strict, row.short) for row in counts.minimums] == [
        ("media", 0, 20),
        ("story", 0, 10),
        ("activity", 8, 0),
    ]


def test_nothing_is_zero(counted):
    """An empty list is counted: 0 of everything."""
    counts = counted()
    assert (counts.publicised, [row.figures for row in counts.minimums]) == (0, [Figures()] * 3)


def test_a_publication_that_is_gone_opens_a_review_and_lowers_nothing(make, counted, figures):
    """Link rot alone takes no verified piece away."""
    counts = counted(make.piece(publications=(make.publication(liveness="gone"),)))
    assert (figures(counts), [(row.item, row.publication) for row in counts.reviews]) == ((1, 1, 1, 0), [("p1", "fb")])


def test_a_recount_under_another_version_is_another_result(make, counted, figures, rule):
    """Thirty days in public instead of seven: another version, another digest, another figure."""
    conditions = tuple(
        replace(row, settings=(("days", 30),)) if row.code == "stayed_public" else row
        for row in rule.minimums[0].conditions
    )
    stricter = replace(rule, version="2", minimums=(replace(rule.minimums[0], conditions=conditions),))
    stricter = replace(stricter, publicised=replace(rule.publicised, took_part_in=("media",)))
    day = make.at("2025-03-25")
    old, new = counted(make.piece(), as_of=day), counted(make.piece(), as_of=day, under=stricter)
    assert (old.rule.version, new.rule.version, old.digest == new.digest) == ("1", "2", False)
    assert (figures(old), figures(new)) == ((1, 1, 1, 0), (0, 0, 0, 1))


def test_a_condition_that_is_switched_off_is_not_asked(make, counted, strict, rule):
    """Switches are data."""
    conditions = tuple(replace(row, on=row.code != "approved_before_release") for row in rule.minimums[0].conditions)
    lenient = replace(
        rule, version="2", minimums=(replace(rule.minimums[0], conditions=conditions), *rule.minimums[1:])
    )
    piece = make.piece(approval=None)
    assert (strict(counted(piece))["media"], strict(counted(piece, under=lenient))["media"]) == (0, 1)


def test_a_rule_frozen_late_is_said(counted, rule):
    """A rule must be frozen before the fiscal year begins."""
    assert counted().notes == ()
    late = replace(rule, frozen=date(2024, 10, 1))
    assert [note.en for note in counted(under=late).notes] == [
        "the rule was frozen on 2024-10-01, not before the fiscal year began on 2024-10-01"
    ]


def test_a_day_of_counting_is_its_end_in_bangkok(make, counted, figures):
    """On the seventh day in the evening, a piece released in the morning has stayed."""
    piece = make.piece(verification=replace(make.verified, at=make.at("2025-03-08T18:00")))
    assert figures(counted(piece, as_of=date(2025, 3, 7))) == (0, 0, 0, 0)
    assert figures(counted(piece, as_of=date(2025, 3, 8))) == (1, 1, 1, 0)


@pytest.mark.parametrize(
    ("as_of", "period", "path"),
    [
        (datetime(2025, 6, 30, 12), "FY", "as_of"),  # noqa: DTZ001 -- a moment without a zone is what is refused
        (date(1, 1, 1), "FY", "as_of"),
        (date(2025, 6, 30), "Q5", "period"),
        (date(2025, 6, 30), "fy", "period"),
    ],
)
def test_questions_without_an_answer_are_refused(make, rule, as_of, period, path):
    """A moment without a zone and an unknown period are refused, by name."""
    with pytest.raises(Refused) as refused:
        count(make.items(), rule, as_of=as_of, period=period)
    assert refused.value.path == path


def test_items_of_another_key_result_are_refused(counted):
    """A rule is for one key result."""
    with pytest.raises(Refused, match="the items are of 7302, the rule is for 7301"):
        counted(key_result="7302")


def test_moments_without_a_zone_are_refused_wherever_they_stand(make, counted):
    """A naive datetime could be any day."""
    naive = datetime(2025, 3, 1, 10)  # noqa: DTZ001 -- as above
    with pytest.raises(Refused) as refused:
        counted(make.piece(), make.piece("p2", publications=(make.publication(first_public_at=naive),)))
    assert refused.value.path == "pieces[1].publications[0].first_public_at"
