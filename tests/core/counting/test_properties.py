"""What holds for any items whatever."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given, settings
from hypothesis import strategies as st

from samrit.core.contract import dump_json, load_json
from samrit.core.counting import (
    Figures,
    count,
    counts_data,
    explain_counts,
    facts_from_counts,
    items_data,
    packaged_rule,
    read_items,
)
from samrit.core.counting import items as of

RULE = packaged_rule()
AS_OF = datetime(2025, 6, 30, 5, tzinfo=UTC)
RUNS = settings(max_examples=60, deadline=None)

GOOD = True
PEOPLE, PROOFS, DISTRICTS = ("ann", "bob", "cat"), ("e0", "e1", "e2", "e3"), ("north", "south")


def moments(first, last):
    zones = st.sampled_from([UTC, timezone(timedelta(hours=7)), timezone(timedelta(hours=-5))])
    return st.datetimes(datetime.fromisoformat(first), datetime.fromisoformat(last), timezones=zones)


any_time = moments("2024-09-25", "2025-07-20")
no_time = st.none() | any_time
early = moments("2024-09-01", "2024-11-20")
released = moments("2024-12-01", "2025-05-31")
person = st.sampled_from(PEOPLE)
maybe = st.sampled_from([None, True, False])
proofs = st.lists(st.sampled_from(PROOFS), max_size=3).map(tuple)
district = st.sampled_from(DISTRICTS)
check = st.builds(of.Verification, person, any_time, st.sampled_from(of.OUTCOMES), st.none() | person)

CHECKED = of.Verification("cat", datetime(2025, 6, 1, tzinfo=UTC))


@st.composite
def spoilt(draw, good, parts, most=2):
    """A good value, with at most so many of its parts drawn anew."""
    names = draw(st.lists(st.sampled_from(sorted(parts)), max_size=most, unique=True))
    return replace(draw(good), **{name: draw(parts[name]) for name in names})


evidence = spoilt(
    st.builds(
        of.Evidence,
        st.just("?"),
        st.just("platform_answer"),
        st.just("https://example.org"),
        st.just("ab"),
        released,
        st.just(CHECKED),
    ),
    {
        "grade": st.sampled_from(of.GRADES),
        "reference": st.none(),
        "sha256": st.none(),
        "captured_at": no_time,
        "verification": st.none() | check,
    },
)
publication = spoilt(
    st.builds(
        of.Publication,
        st.just("?"),
        channel=st.sampled_from(["facebook", "website", "line"]),
        rendition=st.sampled_from([None, "r1", "r2"]),
        first_public_at=released,
        visibility=st.just("public"),
        accepted=st.just(GOOD),
        delivered=st.just(5),
        evidence=st.just(PROOFS),
    ),
    {
        "channel": st.just("influencer"),
        "first_public_at": no_time,
        "visibility": st.none() | st.sampled_from(of.VISIBILITIES),
        "seen_logged_out": maybe,
        "accepted": maybe,
        "delivered": st.sampled_from([None, 0, 1]),
        "withdrawal": st.builds(of.Withdrawal, any_time, st.sampled_from([None, " ", "consent withdrawn"])),
        "liveness": st.sampled_from(of.LIVENESS),
        "evidence": proofs,
    },
    most=1,
)
good_item = {
    "id": st.just("?"),
    "title": st.none() | st.text(max_size=5),
    "producers": st.just(("ann",)),
    "districts": st.lists(district, min_size=1, max_size=2).map(tuple),
    "verification": st.just(CHECKED),
    "tells": st.lists(st.builds(of.Telling, district, st.sampled_from(of.TOLD)), max_size=2).map(tuple),
    "participation": st.lists(
        st.builds(of.Participation, district, st.none(), st.just(PROOFS)), min_size=1, max_size=2
    ).map(tuple),
}
spoilt_item = {
    "producers": st.lists(person, max_size=2).map(tuple),
    "entered_by": person,
    "districts": st.just(()),
    "duties": st.lists(st.sampled_from(of.DUTIES), max_size=3).map(tuple),
    "verification": st.none() | check,
    "evidence": proofs,
    "participation": st.lists(st.builds(of.Participation, district, st.none(), proofs), max_size=2).map(tuple),
    "counted": st.sampled_from([(of.CountedFor("7302", 2568),), (of.CountedFor("7301", 2568),)]),
}
rendition = st.builds(of.Rendition, st.just("?"), st.sampled_from(of.RENDITIONS), maybe)
good_work = good_item | {
    "approval": st.builds(of.Approval, st.just("bob"), early),
    "duties": st.sampled_from([("media",), ("story",), ("media", "story")]),
    "renditions": st.tuples(rendition, rendition).map(
        lambda pair: (replace(pair[0], id="r1"), replace(pair[1], id="r2"))
    ),
    "publications": st.lists(publication, min_size=1, max_size=3).map(
        lambda rows: tuple(replace(row, id=f"u{number}") for number, row in enumerate(rows))
    ),
}
spoilt_work = spoilt_item | {
    "approval": st.none() | st.builds(of.Approval, person, any_time),
    "publications": st.just(()),
    "derivation": st.builds(of.Derivation, st.sampled_from(of.DERIVATIONS)),
    "deliverable": st.builds(of.Deliverable, any_time),
    "edited_as_work": maybe,
}
pieces = spoilt(st.builds(of.Piece, **good_work), spoilt_work)
stories = spoilt(st.builds(of.Story, **good_work), spoilt_work)
activities = spoilt(
    st.builds(
        of.Activity,
        **good_item,
        duties=st.just(("activity",)),
        evidence=st.just(PROOFS),
        announced_at=early,
        open_to_public=st.just(GOOD),
        starts_at=released,
        ends_at=moments("2025-06-03", "2025-06-29"),
        held=st.just(GOOD),
        host=st.just("host"),
        channels=st.just(("facebook", "youtube", "influencer")),
        two_way=st.just(GOOD),
        proofs=st.just((of.ParticipationProof("questions", 3, PROOFS),)),
        series=st.sampled_from([None, of.Series("talks"), of.Series("talks", announced_separately=True)]),
    ),
    spoilt_item
    | {
        "announced_at": no_time,
        "open_to_public": maybe,
        "starts_at": no_time,
        "ends_at": no_time,
        "held": maybe,
        "host": st.sampled_from([None, " "]),
        "channels": st.sampled_from([(), ("influencer",)]),
        "two_way": maybe,
        "proofs": st.lists(
            st.builds(of.ParticipationProof, st.sampled_from(of.PROOFS), st.sampled_from([None, 0, 1]), proofs),
            max_size=2,
        ).map(tuple),
    },
)


def numbered(prefix, rows):
    return tuple(replace(row, id=f"{prefix}{number}") for number, row in enumerate(rows))


@st.composite
def work_items(draw):
    made = {
        "pieces": numbered("p", draw(st.lists(pieces, max_size=3))),
        "stories": numbered("s", draw(st.lists(stories, max_size=2))),
        "activities": numbered("a", draw(st.lists(activities, max_size=3))),
    }
    names = [row.id for rows in made.values() for row in rows]
    rows = []
    for _ in range(draw(st.integers(0, 2)) if len(names) > 1 else 0):
        pair = tuple(draw(st.permutations(names))[:2])
        decision = st.builds(of.Decision, st.booleans(), person, any_time, st.sampled_from(pair))
        rows.append(of.Duplicates(pair, None, draw(st.one_of(st.none(), decision))))
    return of.WorkItems(
        key_result="7301",
        districts=tuple(of.District(name, name) for name in DISTRICTS),
        people=tuple(of.Person(name) for name in PEOPLE),
        evidence=tuple(replace(draw(evidence), id=name) for name in PROOFS),
        duplicates=tuple(rows),
        **made,
    )


def all_figures(counts):
    """Every figure by its place: totals, cells, channels."""
    found = {("total", row.minimum.id): row.figures for row in counts.minimums}
    found |= {(cell.district, cell.minimum): cell.figures for cell in counts.matrix}
    for row in counts.minimums:
        found |= {("channel", row.minimum.id, name): figures for name, figures in row.channels}
    return found


def not_lower(more, fewer):
    """No figure of `fewer` is above that of `more`."""
    high = all_figures(more)
    for place, low in all_figures(fewer).items():
        top = high.get(place, Figures())
        assert low.strict <= top.strict
        assert low.middle <= top.middle
        assert low.loose <= top.loose
    assert {row.id for row in fewer.districts if row.publicised} <= {row.id for row in more.districts if row.publicised}


def without(value, name):
    """The same value with every reference to evidence `name` taken out."""
    if isinstance(value, tuple):
        return tuple(without(part, name) for part in value if part != name)
    if is_dataclass(value) and not isinstance(value, of.Evidence):
        return replace(value, **{field.name: without(getattr(value, field.name), name) for field in fields(value)})
    return value


@RUNS
@given(work_items())
def test_strict_is_at_most_middle_and_middle_at_most_loose(items):
    """In total, in every district and on every channel."""
    for figures in all_figures(count(items, RULE, as_of=AS_OF)).values():
        assert 0 <= figures.strict <= figures.middle <= figures.loose


@RUNS
@given(work_items(), st.randoms(use_true_random=False))
def test_the_order_of_entry_does_not_matter(items, random):
    """Shuffled items, evidence, publications and decisions give the very same counts."""

    def shuffled(rows):
        rows = list(rows)
        random.shuffle(rows)
        return tuple(rows)

    def mixed(works):
        return shuffled(replace(row, publications=shuffled(row.publications)) for row in works)

    other = replace(
        items,
        pieces=mixed(items.pieces),
        stories=mixed(items.stories),
        activities=shuffled(items.activities),
        evidence=shuffled(items.evidence),
        duplicates=shuffled(items.duplicates),
    )
    left, right = count(items, RULE, as_of=AS_OF), count(other, RULE, as_of=AS_OF)
    assert counts_data(left) == counts_data(right)
    assert left == right


@RUNS
@given(work_items(), st.one_of(pieces, stories, activities))
def test_another_item_never_lowers_a_count(items, extra):
    """More work is never less."""
    extra = replace(extra, id="x")
    kind = {"piece": "pieces", "story": "stories", "activity": "activities"}[extra.kind]
    more = replace(items, **{kind: (*getattr(items, kind), extra)})
    not_lower(count(more, RULE, as_of=AS_OF), count(items, RULE, as_of=AS_OF))


@RUNS
@given(work_items(), st.sampled_from(PROOFS))
def test_taking_evidence_away_never_raises_a_count(items, name):
    """Less proof is never more."""
    fewer = without(replace(items, evidence=tuple(row for row in items.evidence if row.id != name)), name)
    not_lower(count(items, RULE, as_of=AS_OF), count(fewer, RULE, as_of=AS_OF))


@RUNS
@given(work_items())
def test_every_item_has_a_verdict_for_each_condition_and_counts_follow_from_them(items):
    """The strict figures are the distinct units whose verdicts all hold; nothing else enters."""
    counts = count(items, RULE, as_of=AS_OF)
    asked = {row.id: [condition.code for condition in row.conditions if condition.on] for row in RULE.minimums}
    for item_row in counts.items:
        for claim in item_row.claims:
            assert [verdict.code for verdict in claim.verdicts] == asked[claim.minimum]
            assert all(verdict.why.en and verdict.why.th for verdict in claim.verdicts)

    def units(minimum, district=None):
        return {
            claim.unit
            for row in counts.items
            if district is None or district in row.districts
            for claim in row.claims
            if claim.minimum == minimum and all(verdict.held is True for verdict in claim.verdicts)
        }

    assert [row.figures.strict for row in counts.minimums] == [len(units(row.minimum.id)) for row in counts.minimums]
    assert [cell.figures.strict for cell in counts.matrix] == [
        len(units(cell.minimum, cell.district)) for cell in counts.matrix
    ]
    assert len(counts.items) == len(items.every)


@RUNS
@given(work_items(), st.sampled_from(["FY", "H1", "Q3", "M03"]), any_time)
def test_any_items_can_be_counted_said_and_written(items, period, as_of):
    """No input that can be read stops the count, the sentences or the documents."""
    counts = count(items, RULE, as_of=as_of, period=period)
    data = counts_data(counts)
    assert load_json(dump_json(data).encode()).value == data
    for lang in ("th", "en"):
        assert explain_counts(counts, lang).endswith("\n")
    if as_of.astimezone(RULE.zone).date() >= counts.start:
        strict = {row.minimum.id: str(row.figures.strict) for row in counts.minimums}
        assert facts_from_counts(counts)["values"] == {"result": str(counts.publicised)} | strict


@RUNS
@given(work_items())
def test_items_survive_their_document(items):
    """Written and read again they are the same, up to the normal form of their texts."""
    once = read_items(load_json(dump_json(items_data(items)).encode()))
    assert read_items(load_json(dump_json(items_data(once)).encode())) == once
    assert (
        counts_data(count(once, RULE, as_of=AS_OF))["minimums"]
        == counts_data(count(items, RULE, as_of=AS_OF))["minimums"]
    )
