"""What is counted comes from the work: facts and their absence, people, moments, and a fixed number of queries."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from django.utils import timezone
from tests.factories import evidence, people, publicity

from samrit.core.counting import count, packaged_rule
from samrit.core.counting import items as of
from samrit.core.counting.items_document import check_items
from samrit.evidence.enums import Proves
from samrit.publicity.actions import duplicates, parts, publications, works
from samrit.publicity.items import district_id, person_id, publication_id, work_id, work_items
from samrit.publicity.models import DuplicateFlag, Step, Work

pytestmark = pytest.mark.django_db

MOST_QUERIES = 12


def now() -> dt.datetime:
    return timezone.now()


def verified(place, *made, at=None):
    """Checks by the inspector, as scoring hands them in."""
    return {work.pk: of.Verification(person_id(place.inspector.pk), at or now()) for work in made}


def proof(place, subject, **fields):
    item = evidence.item(subject, place.maker, key_result=place.key_result.key, **fields)
    evidence.mark(item, place.inspector)
    return item


def test_a_piece_with_everything():
    """Each fact stands where counting looks for it; of the district's community only the evidence that proves it."""
    place = publicity.office("7301")
    district = place.districts[0]
    work = publicity.work(place, state="approved")
    parts.record_tellings(work, [(district, "story")], read_version=work.version, acting_user=place.maker)
    publicity.took_part(place, work)
    cut = parts.add_rendition(work, kind="cut", own_work=True, read_version=work.version, acting_user=place.maker)
    publication = publicity.published(place, work, rendition=cut, delivered=0)
    pack, shown, community = (
        proof(place, work.subject),
        proof(place, publication.subject),
        proof(place, work.subject, proves=Proves.COMMUNITY_TOOK_PART, district=district),
    )

    items = work_items(place.key_result, now(), checks=verified(place, work))

    check_items(items)
    (piece,) = items.pieces
    assert piece == of.Piece(
        id=work_id(work),
        title=work.title,
        producers=(person_id(place.maker.pk),),
        entered_by=person_id(place.maker.pk),
        districts=(district_id(district.pk),),
        duties=("media",),
        approval=of.Approval(person_id(place.approver.pk), work.approved_at),
        verification=piece.verification,
        evidence=(f"E{pack.pk}",),
        tells=(of.Telling(district_id(district.pk), "story"),),
        participation=(of.Participation(district_id(district.pk), "เล่าเรื่องและร่วมถ่ายทำ", (f"E{community.pk}",)),),
        renditions=(of.Rendition(f"R{cut.pk}", "cut", own_work=True),),
        publications=(
            of.Publication(
                id=publication_id(publication),
                channel="facebook",
                rendition=f"R{cut.pk}",
                first_public_at=publication.first_public_at,
                visibility="public",
                delivered=0,
                reference=publication.permalink,
                evidence=(f"E{shown.pk}",),
            ),
        ),
        form="article",
    )
    assert piece.verification.by == person_id(place.inspector.pk)
    assert items.districts == tuple(of.District(district_id(row.pk), row.name_th) for row in place.districts)
    assert {row.id: row.name for row in items.people} == {
        person_id(person.pk): person.name_th for person in (place.maker, place.approver, place.inspector)
    }


def test_a_district_is_publicised_by_the_work_itself():
    """A verified piece that tells its story, and a verified activity in which its community took part: 1 district."""
    place = publicity.office("7301")
    district = place.districts[0]
    piece = publicity.work(place, state="approved")
    parts.record_tellings(piece, [(district, "identity")], read_version=piece.version, acting_user=place.maker)
    publication = publicity.published(place, piece, seen_logged_out=True)
    activity = publicity.work(place, publicity.activity_draft(place), state="approved")
    publicity.took_part(place, activity)
    parts.record_proofs(activity, {"attendance": 40}, read_version=activity.version, acting_user=place.maker)
    proof(place, publication.subject)
    proof(place, activity.subject)
    proof(place, activity.subject, proves=Proves.PARTICIPATION_PROVED)
    proof(place, activity.subject, proves=Proves.COMMUNITY_TOOK_PART, district=district)
    rule = dataclasses.replace(packaged_rule(), fiscal_year=publicity.YEAR)

    later = now() + dt.timedelta(days=8)
    items = work_items(place.key_result, later, checks=verified(place, piece, activity))
    counts = count(items, rule, as_of=later)

    assert {row.minimum.id: row.figures.strict for row in counts.minimums} == {"media": 1, "story": 0, "activity": 1}
    assert (counts.publicised, [row.publicised for row in counts.districts]) == (1, [True, False, False])


def test_a_story_is_published_through_the_piece_that_carries_it():
    """Its own publications and the piece's, once each; a cut of the piece is not the story's."""
    place = publicity.office()
    piece = publicity.work(place, state="approved")
    story = publicity.work(place, publicity.story_draft(place, pieces=[piece]), state="approved")
    cut = parts.add_rendition(piece, kind="cut", read_version=piece.version, acting_user=place.maker)
    carried = publicity.published(place, piece, rendition=cut)
    own = publicity.published(place, story, channel="website", permalink="https://news.example.org/1")
    items = work_items(place.key_result, now())
    check_items(items)
    (told,) = items.stories
    assert [(row.id, row.rendition) for row in told.publications] == [
        (publication_id(own), None),
        (publication_id(carried), None),
    ]


def test_an_activity_keeps_not_known_and_0_apart():
    """None stays None, 0 stays 0, and what was not recorded is not invented."""
    place = publicity.office()
    work = publicity.work(place, publicity.activity_draft(place, two_way=None, open_to_public=False, series="ชุดหนึ่ง"))
    parts.record_proofs(work, {"attendance": 0, "entries": None}, read_version=work.version, acting_user=place.maker)
    (activity,) = work_items(place.key_result, now()).activities
    assert (activity.two_way, activity.open_to_public, activity.series, activity.channels) == (
        None,
        False,
        of.Series("ชุดหนึ่ง", None),
        ("facebook",),
    )
    assert activity.proofs == (of.ParticipationProof("attendance", 0), of.ParticipationProof("entries", None))


def test_what_happened_later_has_not_happened_yet():
    """Works, publications, evidence, marks and withdrawals after the moment are not there."""
    place = publicity.office()
    before = now()
    work = publicity.work(place, state="approved")
    assert work_items(place.key_result, before).pieces == ()
    entered = now()
    publication = publicity.published(place, work)
    item = evidence.item(work.subject, place.maker, key_result=place.key_result.key)
    assert [(row.publications, row.evidence) for row in work_items(place.key_result, entered).pieces] == [((), ())]
    published = now()
    evidence.mark(item, place.inspector)
    publications.withdraw_publication(publication, reason="ลบ", read_version=work.version, acting_user=place.maker)
    then, today = (work_items(place.key_result, at) for at in (published, now()))
    assert [row.publications[0].withdrawal for row in then.pieces] == [None]
    assert [row.verification for row in then.evidence] == [None]
    assert today.pieces[0].publications[0].withdrawal.reason == "ลบ"
    assert today.evidence[0].verification.outcome == "verified"


def test_a_day_means_its_end():
    """What was entered today is there as of today."""
    place = publicity.office()
    publicity.work(place)
    today = timezone.localdate()
    numbers = [len(work_items(place.key_result, day).pieces) for day in (today - dt.timedelta(days=1), today)]
    assert numbers == [0, 1]


def test_opening_a_work_again_ends_its_check():
    """A check before it is void, one after it counts; as of the day before, the old one still stands."""
    place = publicity.office()
    work = publicity.work(place, state="verified")
    checks = verified(place, work)
    before = now()
    works.reopen_work(work, reason="แก้วันเวลา", read_version=work.version, acting_user=place.maker)

    def held(at, found):
        return work_items(place.key_result, at, checks=found).pieces[0].verification is not None

    assert (held(before, checks), held(now(), checks), held(now(), verified(place, work))) == (True, False, True)


def test_everybody_who_made_it_is_named_so_that_none_of_them_verifies_it():
    """Also who only recorded the publication or edited a fact."""
    place = publicity.office()
    work = publicity.work(place, state="approved")
    works.recall_work(work, read_version=work.version, acting_user=place.maker)
    works.save_work(work, publicity.draft(place), read_version=work.version, acting_user=place.owner)
    (piece,) = work_items(place.key_result, now()).pieces
    assert set(piece.own_people) == {person_id(place.maker.pk), person_id(place.owner.pk)}


def test_a_work_withdrawn_before_release_never_was_and_one_withdrawn_later_still_counts():
    """Rule A: withdrawn with a recorded reason counts."""
    place = publicity.office()
    publicity.work(place, state="withdrawn")
    released = publicity.work(place, state="done")
    works.withdraw_work(released, reason="ครบกำหนด", read_version=released.version, acting_user=place.maker)
    (piece,) = work_items(place.key_result, now()).pieces
    assert (piece.id, piece.publications[0].withdrawal.reason) == (work_id(released), "ครบกำหนด")


def test_districts_that_are_chosen_no_more_drop_out():
    """Counting knows only the districts of the key result."""
    place = publicity.office()
    work = publicity.work(place, publicity.draft(place, districts=place.districts[:2]))
    parts.record_tellings(
        work, [(row, "story") for row in place.districts[:2]], read_version=work.version, acting_user=place.maker
    )
    place.key_result.chosen_districts.filter(district=place.districts[0]).delete()
    items = work_items(place.key_result, now())
    check_items(items)
    left = district_id(place.districts[1].pk)
    assert (items.pieces[0].districts, items.pieces[0].tells) == ((left,), (of.Telling(left, "story"),))


def test_decisions_on_works_that_look_alike():
    """Within the key result they are handed on; across key results the one that does not stay is counted there."""
    place, other = publicity.office("7301"), publicity.office("7302")
    first, second = publicity.work(place), publicity.work(place)
    theirs = publicity.work(other)
    judge = people.user("judge", role="inspector", everywhere=True)
    here = DuplicateFlag.objects.create(first=first, second=second, found_by="title")
    across = DuplicateFlag.objects.create(first=first, second=theirs, found_by="media")
    for flag, keep in ((here, first), (across, theirs)):
        duplicates.decide_duplicate(flag, same=True, keep=keep, reason="ภาพเดียวกัน", acting_user=judge)

    items = work_items(place.key_result, now())

    check_items(items)
    (row,) = items.duplicates
    assert (row.items, row.found_by, row.decision.keep, row.decision.by) == (
        (work_id(first), work_id(second)),
        "title",
        work_id(first),
        person_id(judge.pk),
    )
    assert [piece.counted for piece in items.pieces] == [(of.CountedFor("7302", publicity.YEAR),), ()]


def test_a_teaser_names_its_source_and_its_line():
    """A work made from another, listed in the plan as a deliverable."""
    place = publicity.office()
    source = publicity.work(place)
    line = publicity.plan(place, "approved").lines.first()
    publicity.work(place, publicity.draft(place, derived_from=source, derivation="teaser", plan_line=line))
    teaser = work_items(place.key_result, now()).pieces[1]
    assert (teaser.derivation, teaser.deliverable.listed_in) == (of.Derivation("teaser", work_id(source)), line.title)


def test_the_number_of_queries_does_not_grow(django_assert_max_num_queries):
    """Twelve at most, for three works as for thirty."""
    place = publicity.office()
    for number in range(10):
        piece = publicity.work(place, state="done")
        publicity.work(place, publicity.story_draft(place, pieces=[piece]))
        activity = publicity.work(place, publicity.activity_draft(place))
        proof(place, piece.subject)
        parts.record_proofs(activity, {"attendance": number}, read_version=activity.version, acting_user=place.maker)
    checks = verified(place, *Work.objects.all())
    with django_assert_max_num_queries(MOST_QUERIES):
        items = work_items(place.key_result, now(), checks=checks)
    assert (len(items.pieces), len(items.stories), len(items.activities)) == (10, 10, 10)
    assert Step.objects.count() > 30
