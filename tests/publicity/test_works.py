"""Pieces, stories and activities through their states: rights, four eyes, what is asked at each, what stays fixed."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json

import pytest
from django.utils import timezone
from tests.factories import people, publicity

from samrit.core.contract import Refused
from samrit.people.enums import Role
from samrit.people.four_eyes import OwnWork
from samrit.people.rights import Forbidden
from samrit.platform.locking import Stale
from samrit.platform.models import AuditEntry
from samrit.publicity.actions import bulk, parts, publications, works
from samrit.publicity.drafts import ActivityDraft, PieceDraft, StoryDraft, WorkDraft
from samrit.publicity.enums import WorkState
from samrit.publicity.makers import makers
from samrit.publicity.models import Notification, Publication, Step, Work
from samrit.publicity.states import WORK_TRANSITIONS

pytestmark = pytest.mark.django_db


def test_a_piece_from_draft_to_done():
    """Every step is recorded, everybody concerned is told, the approval is by another."""
    place = publicity.office()
    work = publicity.work(place, state="done")
    work.refresh_from_db()
    assert (work.state, work.producer, work.entered_by, work.approved_by) == (
        "done",
        place.maker,
        place.maker,
        place.approver,
    )
    assert (work.duties, list(work.districts.all()), work.piece.form) == (["media"], place.districts[:1], "article")
    steps = Step.objects.filter(subject=work.subject).values_list("act", "from_state", "to_state")
    assert list(steps) == [
        ("create", "", "draft"),
        ("submit", "draft", "submitted"),
        ("approve", "submitted", "approved"),
        ("publish", "approved", "approved"),
        ("finish", "approved", "done"),
    ]
    told = Notification.objects.filter(subject=work.subject).order_by("pk").values_list("user", "code")
    assert sorted(told) == sorted(
        [
            (place.approver.pk, "work.submitted"),
            (place.reviewer.pk, "work.submitted"),
            (place.maker.pk, "work.approved"),
            (place.reviewer.pk, "work.done"),
            (place.inspector.pk, "work.done"),
        ]
    )
    assert AuditEntry.objects.filter(subject=work.subject).count() == 5


def act(verb, work, person):
    more = {"reason": "เหตุผล"} if verb in {"return", "reopen", "withdraw"} else {}
    return getattr(works, f"{verb}_work")(work, read_version=work.version, acting_user=person, **more)


@pytest.mark.parametrize("verb", ["submit", "recall", "return", "approve", "finish", "reopen", "withdraw"])
@pytest.mark.parametrize("state", WorkState.values)
def test_every_transition_of_the_table_and_no_other(state, verb):
    """What the table holds is done; everything else is refused and changes nothing.

    A work that its approver returned is submitted, never finished; a done one is returned by its verifier only.
    """
    place = publicity.office()
    work = publicity.work(place, state=state)
    person = place.approver if verb in {"return", "approve"} else place.maker
    wanted = WORK_TRANSITIONS.get((state, verb))
    elsewhere = {("returned", "finish"), ("done", "return"), ("verified", "return")}
    if wanted is None or (state, verb) in elsewhere:
        wanted = None
        with pytest.raises(Refused):
            act(verb, work, person)
    else:
        if (state, verb) == ("approved", "finish"):
            publicity.published(place, work)
        act(verb, work, person)
    work.refresh_from_db()
    assert work.state == (wanted or state)


@pytest.mark.parametrize(
    ("verb", "state", "allowed"),
    [
        ("submit", "draft", {Role.OWNER, Role.CONTRIBUTOR}),
        ("recall", "submitted", {Role.OWNER, Role.CONTRIBUTOR}),
        ("approve", "submitted", {Role.HOST_REVIEWER, Role.APPROVER}),
        ("return", "submitted", {Role.HOST_REVIEWER, Role.APPROVER}),
        ("finish", "approved", {Role.OWNER, Role.CONTRIBUTOR}),
        ("reopen", "verified", {Role.OWNER, Role.CONTRIBUTOR}),
        ("withdraw", "done", {Role.OWNER, Role.CONTRIBUTOR, Role.HOST_REVIEWER, Role.APPROVER}),
    ],
)
def test_who_may_and_who_may_not(verb, state, allowed):
    """Each right for each role."""
    place = publicity.office()
    may = set()
    for role, person in place.everybody.items():
        work = publicity.work(place, state=state)
        if verb == "finish":
            publicity.published(place, work)
        try:
            act(verb, work, person)
        except Forbidden:
            pass
        else:
            may.add(role)
    assert may == allowed


def test_who_may_enter_a_work():
    """Workers of the agency; nobody of another agency."""
    place, other = publicity.office(), publicity.office()
    may = set()
    for role, person in {**place.everybody, "other": other.owner}.items():
        try:
            works.create_work(
                publicity.draft(place), key_result=place.key_result, agency=place.agency, acting_user=person
            )
        except Forbidden:
            pass
        else:
            may.add(role)
    assert may == {Role.OWNER, Role.CONTRIBUTOR}


def test_leave_that_was_given_on_paper_keeps_the_day_of_the_paper():
    """So work that was released before the office began with the system counts; the chain tells of both days."""
    place = publicity.office()
    work = publicity.work(place, state="submitted")
    day = timezone.localdate() - dt.timedelta(days=30)
    works.approve_work(
        work, read_version=work.version, acting_user=place.approver, approved_on=day, reason="ที่ กท 0411/77"
    )
    work.refresh_from_db()
    assert timezone.localtime(work.approved_at) == timezone.make_aware(dt.datetime.combine(day, dt.time.min))
    entry = AuditEntry.objects.get(action="publicity.work.approve")
    assert json.loads(entry.body)["data"] == {
        "from": "submitted",
        "to": "approved",
        "reason": "ที่ กท 0411/77",
        "approved_on": day.isoformat(),
    }
    assert entry.at.date() == timezone.now().date()


@pytest.mark.parametrize(
    ("day", "reason", "path"),
    [
        (timezone.localdate() - dt.timedelta(days=30), " ", "reason"),
        (dt.date(2020, 1, 1), "ที่ กท 1", "approved_on"),
        (dt.date(2999, 1, 1), "ที่ กท 1", "approved_on"),
    ],
)
def test_a_paper_needs_its_number_and_a_day_of_the_year(day, reason, path):
    place = publicity.office()
    work = publicity.work(place, state="submitted")
    with pytest.raises(Refused) as refusal:
        works.approve_work(work, read_version=work.version, acting_user=place.approver, approved_on=day, reason=reason)
    assert refusal.value.path == path


def test_nobody_approves_a_work_of_his_or_her_own():
    """Neither producer, nor who entered or edited it, nor whoever stands in for one of them."""
    place = publicity.office()
    producer = people.user("producer", role=Role.APPROVER, agency=place.agency)
    work = publicity.work(place, publicity.draft(place, producer=producer))
    works.save_work(
        work,
        publicity.draft(place, producer=producer),
        read_version=work.version,
        acting_user=place.owner,
    )
    works.submit_work(work, read_version=work.version, acting_user=place.maker)
    for person in (place.owner, place.maker):
        people.give(person, Role.APPROVER, agency=place.agency)
    people.deputy(producer, place.approver)
    assert makers(work) == {producer.pk, place.maker.pk, place.owner.pk}
    for person in (producer, place.owner, place.maker, place.approver):
        with pytest.raises(OwnWork):
            works.approve_work(work, read_version=work.version, acting_user=person)


def test_entering_on_behalf_of_another_records_both_and_neither_may_approve():
    """A deputy enters for the absent: both are makers."""
    place = publicity.office()
    stand_in = people.user("stand-in", role=Role.APPROVER, agency=place.agency)
    people.deputy(place.maker, stand_in, valid_to=timezone.localdate())
    work = works.create_work(
        publicity.draft(place), key_result=place.key_result, agency=place.agency, acting_user=stand_in
    )
    assert (work.producer, work.entered_by, work.on_behalf_of) == (place.maker, stand_in, place.maker)
    assert makers(work) == {place.maker.pk, stand_in.pk}
    entry = AuditEntry.objects.get(subject=work.subject)
    assert f'"on_behalf_of":"{place.maker.audit_name}"' in entry.body


def test_a_stale_version_is_refused():
    """Whoever read an older version is shown the newer one."""
    place = publicity.office()
    work = publicity.work(place)
    read = work.version
    works.save_work(work, publicity.draft(place, title="ใหม่"), read_version=read, acting_user=place.maker)
    with pytest.raises(Stale) as stale:
        works.submit_work(Work.objects.get(pk=work.pk), read_version=read, acting_user=place.maker)
    assert stale.value.current.title == "ใหม่"


def test_title_and_text_stay_as_they_were_approved_while_facts_may_be_set_right():
    """After approval districts and duties may change, the master may not; a draft's may."""
    place = publicity.office()
    ready = publicity.draft(place)
    work = publicity.work(place, ready, state="approved")
    changed = dataclasses.replace(ready, districts=place.districts[:2], duties=["media", "story"])
    works.save_work(work, changed, read_version=work.version, acting_user=place.maker)
    assert (sorted(work.districts.values_list("pk", flat=True)), work.duties) == (
        sorted(row.pk for row in place.districts[:2]),
        ["media", "story"],
    )
    for other in ({"text": "อื่น"}, {"producer": place.owner}):
        with pytest.raises(Refused) as refusal:
            works.save_work(
                work, dataclasses.replace(ready, **other), read_version=work.version, acting_user=place.maker
            )
        assert refusal.value.path == "state"


@pytest.mark.parametrize("state", ["submitted", "verified", "withdrawn"])
def test_a_work_that_waits_or_is_verified_is_not_edited(state):
    """It is taken back or opened again first."""
    place = publicity.office()
    ready = publicity.draft(place)
    work = publicity.work(place, ready, state=state)
    with pytest.raises(Refused) as refusal:
        works.save_work(work, ready, read_version=work.version, acting_user=place.maker)
    assert refusal.value.path == "state"


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("title", {"title": " \u200b "}),
        ("title", {"title": "ก" * 301}),
        ("duties", {"duties": ["activity"]}),
        ("derived_from", {"derivation": "teaser"}),
        ("form", {"detail": PieceDraft(form="poster")}),
        ("channels", {"detail": ActivityDraft(channels=["radio"])}),
        (
            "ends_at",
            {"detail": ActivityDraft(starts_at=publicity.ago(hours=1), ends_at=publicity.ago(hours=2))},
        ),
        ("announced_at", {"detail": ActivityDraft(announced_at=publicity.ago(days=-1))}),
        ("starts_at", {"detail": ActivityDraft(starts_at=publicity.ago(days=-1), held=True)}),
        ("starts_at", {"detail": ActivityDraft(starts_at=dt.datetime(2025, 1, 1))}),  # noqa: DTZ001 -- without a zone
    ],
)
def test_what_cannot_be_is_refused_by_its_field(path, fields):
    """The refusal names the field."""
    place = publicity.office()
    with pytest.raises(Refused) as refusal:
        publicity.work(place, publicity.draft(place, **fields))
    assert refusal.value.path == path
    assert Work.objects.count() == 0


def test_a_district_that_is_not_chosen_and_a_line_of_another_plan_are_refused():
    """Work stays within its key result."""
    place, other = publicity.office(), publicity.office()
    line = publicity.plan(other).lines.first()
    for path, fields in (("districts", {"districts": other.districts}), ("plan_line", {"plan_line": line})):
        with pytest.raises(Refused) as refusal:
            publicity.work(place, publicity.draft(place, **fields))
        assert refusal.value.path == path


def test_an_incomplete_work_is_not_submitted():
    """Districts, text or media, alt text and credit, captions."""
    place = publicity.office()
    for path, fields in (("districts", {"districts": []}), ("text", {"text": ""})):
        work = publicity.work(place, publicity.draft(place, **fields))
        with pytest.raises(Refused) as refusal:
            works.submit_work(work, read_version=work.version, acting_user=place.maker)
        assert refusal.value.path == path
    work = publicity.work(place)
    image, video = publicity.stored_file(), publicity.stored_file("video/mp4")
    picture = parts.add_media(work, image, file_name="a.png", read_version=work.version, acting_user=place.maker)
    film = parts.add_media(work, video, file_name="b.mp4", read_version=work.version, acting_user=place.maker)
    captions = publicity.stored_file("text/plain")
    lacking = []
    for media, words in (
        (picture, {"alt": "ตลาดเช้า", "credit": ""}),
        (picture, {"alt": "ตลาดเช้า", "credit": "สปส."}),
        (film, {"alt": "", "credit": "สปส."}),
        (film, {"alt": "", "credit": "สปส.", "captions": captions}),
    ):
        try:
            works.submit_work(work, read_version=work.version, acting_user=place.maker)
        except Refused as refusal:
            lacking.append((refusal.path, refusal.what.en))
        parts.describe_media(media, **words, read_version=work.version, acting_user=place.maker)
        work.refresh_from_db()
    assert lacking == [
        ("media", "“a.png” has no alternative text"),
        ("media", "“a.png” has no credit"),
        ("media", "“b.mp4” has no captions"),
        ("media", "“b.mp4” has no captions"),
    ]
    works.submit_work(work, read_version=work.version, acting_user=place.maker)
    assert work.state == "submitted"


def test_done_means_published_told_with_the_community_or_held():
    """A piece needs a publication, a story the community as well, an activity to have been held."""
    place = publicity.office()
    piece = publicity.work(place, state="approved")
    story = publicity.work(place, publicity.story_draft(place), state="approved")
    planned = publicity.work(place, publicity.activity_draft(place, held=None), state="approved")
    publicity.published(place, story)
    lacking = []
    for work in (piece, story, planned):
        with pytest.raises(Refused) as refusal:
            works.finish_work(work, read_version=work.version, acting_user=place.maker)
        lacking.append(refusal.value.path)
    assert lacking == ["publications", "participations", "held"]
    held = publicity.work(place, publicity.activity_draft(place), state="done")
    assert held.state == "done"


def test_a_story_is_done_through_the_piece_that_carries_it():
    """What the piece released, released the story; one piece carries one story."""
    place = publicity.office()
    piece = publicity.work(place, state="approved")
    story = publicity.work(place, publicity.story_draft(place, pieces=[piece]), state="approved")
    publicity.published(place, piece)
    publicity.took_part(place, story)
    works.finish_work(story, read_version=story.version, acting_user=place.maker)
    assert story.state == "done"
    with pytest.raises(Refused) as refusal:
        publicity.work(place, publicity.story_draft(place, pieces=[piece]))
    assert refusal.value.path == "pieces"


def test_only_pieces_of_the_key_result_carry_a_story():
    """No story carries a story, and no piece of another key result."""
    place, other = publicity.office(), publicity.office()
    for carrier in (publicity.work(other), publicity.work(place, publicity.story_draft(place))):
        with pytest.raises(Refused) as refusal:
            publicity.work(place, publicity.story_draft(place, pieces=[carrier]))
        assert refusal.value.path == "pieces"


def test_a_work_keeps_its_kind():
    """A piece does not become a story by editing."""
    place = publicity.office()
    work = publicity.work(place)
    with pytest.raises(Refused) as refusal:
        works.save_work(
            work, WorkDraft(title="ก", detail=StoryDraft()), read_version=work.version, acting_user=place.maker
        )
    assert refusal.value.path == "kind"


def test_recalling_ends_the_approval_and_is_over_once_something_is_public():
    """Then the master is fixed."""
    place = publicity.office()
    work = publicity.work(place, state="approved")
    works.recall_work(work, read_version=work.version, acting_user=place.maker)
    assert (work.state, work.approved_by, work.approved_at) == ("draft", None, None)
    public = publicity.work(place, state="approved")
    publicity.published(place, public)
    with pytest.raises(Refused):
        works.recall_work(public, read_version=public.version, acting_user=place.maker)


def test_a_work_returned_by_its_verifier_keeps_its_approval_and_is_finished_again():
    """It is not submitted a second time: what was approved stays as it was."""
    place = publicity.office()
    work = publicity.work(place, state="done")
    Work.objects.filter(pk=work.pk).update(state="returned")
    work.refresh_from_db()
    with pytest.raises(Refused) as refusal:
        works.submit_work(work, read_version=work.version, acting_user=place.maker)
    assert refusal.value.path == "state"
    works.finish_work(work, read_version=work.version, acting_user=place.maker)
    assert work.state == "done"


def test_withdrawing_takes_everything_down_with_the_reason():
    """Publications and take-down tasks end with it."""
    place = publicity.office()
    work = publicity.work(place, state="done")
    works.withdraw_work(work, reason="เนื้อหาผิด", read_version=work.version, acting_user=place.approver)
    publication = Publication.objects.get(work=work)
    assert (work.state, publication.withdrawal_reason, publication.withdrawn_at is not None) == (
        "withdrawn",
        "เนื้อหาผิด",
        True,
    )


@pytest.mark.parametrize("verb", ["return", "reopen", "withdraw"])
def test_these_ask_for_a_reason(verb):
    """Without a word nothing is sent back, opened again or withdrawn."""
    place = publicity.office()
    work = publicity.work(place, state={"return": "submitted", "reopen": "verified", "withdraw": "done"}[verb])
    person = place.approver if verb == "return" else place.maker
    with pytest.raises(Refused) as refusal:
        getattr(works, f"{verb}_work")(work, reason="", read_version=work.version, acting_user=person)
    assert refusal.value.path == "reason"


def test_many_at_once_do_what_one_does_and_tell_what_was_refused():
    """The same rights and rules for each; one that is refused stops no other."""
    place = publicity.office()
    ready = publicity.work(place, state="submitted")
    draft = publicity.work(place)
    own = publicity.work(place, publicity.draft(place, producer=place.approver), state="draft")
    works.submit_work(own, read_version=own.version, acting_user=place.maker)
    came = bulk.approve_works([(row, row.version) for row in (draft, own, ready)], acting_user=place.approver)
    assert came.done == (ready,)
    assert [(row, type(refusal)) for row, refusal in came.refused] == [(draft, Refused), (own, OwnWork)]
    nobody = bulk.withdraw_works([(ready, ready.version)], reason="x", acting_user=place.reader)
    assert (nobody.done, [type(refusal) for _, refusal in nobody.refused]) == ((), [Forbidden])


def test_many_in_an_old_version_are_refused_as_stale():
    """A list that was read before somebody else's change does not overwrite it."""
    place = publicity.office()
    work = publicity.work(place)
    came = bulk.submit_works([(work, work.version - 1)], acting_user=place.maker)
    assert [type(refusal) for _, refusal in came.refused] == [Stale]


def test_a_publication_of_a_work_that_is_not_approved_is_refused():
    """Approval comes before release."""
    place = publicity.office()
    work = publicity.work(place)
    with pytest.raises(Refused) as refusal:
        publicity.published(place, work)
    assert refusal.value.path == "state"
    assert publications.Publication.objects.count() == 0


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_approve_at_once_and_one_wins(at_once):
    """The other gets a sentence."""
    place = publicity.office()
    work = publicity.work(place, state="submitted")

    def approve(person):
        return lambda: works.approve_work(Work.objects.get(pk=work.pk), read_version=work.version, acting_user=person)

    came = at_once(approve(place.approver), approve(place.reviewer))
    assert sorted(type(one).__name__ for one in came) == ["Stale", "Work"]
