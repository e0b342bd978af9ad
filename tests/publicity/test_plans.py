"""The plan (duty 1): editions, lines, states, four eyes, comparison."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone
from tests.factories import people, publicity

from samrit.core.contract import Refused
from samrit.people.enums import Role
from samrit.people.four_eyes import OwnWork
from samrit.people.rights import Forbidden
from samrit.platform.locking import Stale
from samrit.platform.models import AuditEntry
from samrit.publicity import queries
from samrit.publicity.actions import plans
from samrit.publicity.drafts import LineDraft
from samrit.publicity.enums import PlanState
from samrit.publicity.models import Notification, Plan, Step
from samrit.publicity.states import PLAN_TRANSITIONS

pytestmark = pytest.mark.django_db

FIELDS = {"goals": "ก", "audiences": "ข", "messages": "ค"}


def keep(plan, place, lines, **fields):
    return plans.save_plan(
        plan, **{**FIELDS, **fields}, lines=lines, read_version=plan.version, acting_user=place.maker
    )


def drafts_of(plan) -> list[LineDraft]:
    names = ("uid", "kind", "title", "district", "channel", "planned_on", "budget")
    return [LineDraft(**{name: getattr(row, name) for name in names}) for row in plan.lines.all()]


def test_an_edition_is_drafted_submitted_and_approved():
    """The approved edition is the milestone, with the day on the signed paper; everybody concerned is told."""
    place = publicity.office()
    plan = publicity.plan(place, "submitted")
    signed = timezone.localdate() - dt.timedelta(days=2)

    plans.approve_plan(plan, approved_on=signed, read_version=plan.version, acting_user=place.approver)

    plan.refresh_from_db()
    assert (plan.state, plan.approved_on, plan.decided_by, plan.number) == ("approved", signed, place.approver, 1)
    assert queries.plan_approved_on(place.key_result, timezone.localdate()) == signed
    assert queries.plan_approved_on(place.key_result, signed - dt.timedelta(days=1)) is None
    steps = Step.objects.filter(subject=plan.subject).values_list("act", "from_state", "to_state", "by")
    assert list(steps) == [
        ("create", "", "draft", place.maker.pk),
        ("edit", "draft", "draft", place.maker.pk),
        ("submit", "draft", "submitted", place.maker.pk),
        ("approve", "submitted", "approved", place.approver.pk),
    ]
    told = Notification.objects.order_by("pk").values_list("user", "code")
    assert list(told) == [(place.approver.pk, "plan.submitted"), (place.maker.pk, "plan.approved")]
    actions = AuditEntry.objects.filter(subject=plan.subject).values_list("action", flat=True)
    assert list(actions) == [
        "publicity.plan.started",
        "publicity.plan.saved",
        "publicity.plan.submit",
        "publicity.plan.approve",
    ]


def test_a_returned_edition_tells_why_and_is_submitted_again():
    """The reason stands on the edition and in the notice."""
    place = publicity.office()
    plan = publicity.plan(place, "returned")
    assert (plan.state, plan.decision_reason) == ("returned", "ขอรายละเอียดงบประมาณ")
    assert Notification.objects.get(user=place.maker).note == "ขอรายละเอียดงบประมาณ"

    keep(plan, place, drafts_of(plan))
    plans.submit_plan(plan, read_version=plan.version, acting_user=place.maker)
    assert plan.state == "submitted"


def test_returning_asks_for_a_reason():
    """No reason, no return."""
    place = publicity.office()
    plan = publicity.plan(place, "submitted")
    with pytest.raises(Refused) as refusal:
        plans.return_plan(plan, reason="  ", read_version=plan.version, acting_user=place.approver)
    assert (refusal.value.path, refusal.value.what.en) == ("reason", "a reason is wanted")


VERBS = {
    "submit": lambda plan, place: plans.submit_plan(plan, read_version=plan.version, acting_user=place.maker),
    "recall": lambda plan, place: plans.recall_plan(plan, read_version=plan.version, acting_user=place.maker),
    "approve": lambda plan, place: plans.approve_plan(plan, read_version=plan.version, acting_user=place.approver),
    "return": lambda plan, place: plans.return_plan(
        plan, reason="เหตุผล", read_version=plan.version, acting_user=place.approver
    ),
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", PlanState.values)
def test_every_transition_of_the_table_and_no_other(state, verb):
    """What the table holds is done; everything else is refused with what is possible, and changes nothing."""
    place = publicity.office()
    plan = publicity.plan(place)
    Plan.objects.filter(pk=plan.pk).update(state=state)
    plan.refresh_from_db()
    wanted = PLAN_TRANSITIONS.get((state, verb))
    if wanted is None:
        with pytest.raises(Refused) as refusal:
            VERBS[verb](plan, place)
        assert refusal.value.path == "state"
    else:
        VERBS[verb](plan, place)
    plan.refresh_from_db()
    assert plan.state == (wanted or state)


@pytest.mark.parametrize(
    ("verb", "allowed"),
    [
        ("start", {Role.OWNER, Role.CONTRIBUTOR}),
        ("save", {Role.OWNER, Role.CONTRIBUTOR}),
        ("submit", {Role.OWNER, Role.CONTRIBUTOR}),
        ("recall", {Role.OWNER, Role.CONTRIBUTOR}),
        ("return", {Role.APPROVER}),
        ("approve", {Role.APPROVER}),
    ],
)
def test_who_may_and_who_may_not(verb, allowed):
    """Each right for each role: workers draft, executives decide, all others are told who may."""
    place = publicity.office()
    may = set()
    for role, person in place.everybody.items():
        plan = (
            None if verb == "start" else publicity.plan(place, "draft" if verb in {"save", "submit"} else "submitted")
        )
        try:
            if verb == "start":
                plan = plans.start_plan(place.key_result, acting_user=person)
            elif verb == "save":
                plans.save_plan(plan, **FIELDS, lines=[], read_version=plan.version, acting_user=person)
            elif verb == "return":
                plans.return_plan(plan, reason="เหตุผล", read_version=plan.version, acting_user=person)
            else:
                getattr(plans, f"{verb}_plan")(plan, read_version=plan.version, acting_user=person)
        except Forbidden:
            pass
        else:
            may.add(role)
        Plan.objects.update(state=PlanState.REPLACED)
    assert may == allowed


def test_another_agency_has_no_say():
    """A role at another agency gives no right here."""
    place, other = publicity.office(), publicity.office()
    plan = publicity.plan(place, "submitted")
    with pytest.raises(Forbidden):
        plans.approve_plan(plan, read_version=plan.version, acting_user=other.approver)


def test_nobody_approves_what_he_or_she_made():
    """Neither who entered it, nor who edited it, nor who stands in for one of them."""
    place = publicity.office()
    plan = publicity.plan(place)
    people.give(place.owner, Role.APPROVER, agency=place.agency)
    people.give(place.maker, Role.APPROVER, agency=place.agency)
    plans.submit_plan(plan, read_version=plan.version, acting_user=place.owner)
    people.deputy(place.maker, place.approver)
    for person in (place.maker, place.owner, place.approver):
        with pytest.raises(OwnWork):
            plans.approve_plan(plan, read_version=plan.version, acting_user=person)


def test_a_deputy_approves_on_behalf_of_the_absent():
    """Both names are recorded."""
    place = publicity.office()
    stand_in = people.user("stand-in")
    people.deputy(place.approver, stand_in)
    plan = publicity.plan(place, "submitted")
    plans.approve_plan(plan, read_version=plan.version, acting_user=stand_in)
    assert (plan.decided_by, plan.decided_on_behalf_of) == (stand_in, place.approver)


def test_a_stale_version_is_refused_and_shows_what_stands():
    """Two edit at once: the second is told, and nothing is lost."""
    place = publicity.office()
    plan = publicity.plan(place)
    read = plan.version
    keep(plan, place, [], goals="ของคนแรก")
    with pytest.raises(Stale) as stale:
        plans.save_plan(plan, **FIELDS, lines=[], read_version=read, acting_user=place.owner)
    assert stale.value.current.goals == "ของคนแรก"


def test_an_incomplete_plan_is_not_submitted():
    """Goals, audiences, messages, lines, and a day on every line."""
    place = publicity.office()
    plan = publicity.plan(place)
    for path, fields, lines in (
        ("goals", {"goals": ""}, publicity.lines(place)),
        ("audiences", {"audiences": " "}, publicity.lines(place)),
        ("messages", {"messages": ""}, publicity.lines(place)),
        ("lines", {}, []),
        ("lines", {}, publicity.lines(place, planned_on=None)),
    ):
        keep(plan, place, lines, **fields)
        with pytest.raises(Refused) as refusal:
            plans.submit_plan(plan, read_version=plan.version, acting_user=place.maker)
        assert refusal.value.path == path


def test_the_refusal_of_an_incomplete_plan_names_every_field_that_is_empty():
    """The page of submitting has none of these fields: only their names lead to them."""
    place = publicity.office()
    plan = publicity.plan(place)
    keep(plan, place, publicity.lines(place), audiences="", messages=" ")
    with pytest.raises(Refused) as refusal:
        plans.submit_plan(plan, read_version=plan.version, acting_user=place.maker)
    assert refusal.value.what.th == "แผนยังไม่ได้ระบุกลุ่มเป้าหมาย สารหลัก"


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("lines[0].title", {"title": " "}),
        ("lines[0].kind", {"kind": "poster"}),
        ("lines[0].channel", {"channel": "radio"}),
        ("lines[0].planned_on", {"planned_on": dt.date(2001, 1, 1)}),
        ("lines[0].budget", {"budget": Decimal(-1)}),
        ("lines[0].budget", {"budget": Decimal("1.005")}),
        ("lines[0].budget", {"budget": Decimal("NaN")}),
    ],
)
def test_lines_that_cannot_be_are_refused_by_their_field(path, fields):
    """The refusal names line and field, so that the form shows it there."""
    place = publicity.office()
    plan = publicity.plan(place)
    with pytest.raises(Refused) as refusal:
        keep(plan, place, publicity.lines(place, 1, **fields))
    assert refusal.value.path == path


def test_a_line_of_a_district_that_is_not_chosen_is_refused():
    """Districts come from the key result."""
    place, other = publicity.office(), publicity.office()
    plan = publicity.plan(place)
    with pytest.raises(Refused) as refusal:
        keep(plan, place, publicity.lines(place, 1, district=other.districts[0]))
    assert refusal.value.path == "lines[0].district"


def test_a_budget_of_0_is_data_and_one_not_known_is_told():
    """0 baht is known; an empty budget is counted as not known."""
    place = publicity.office()
    plan = publicity.plan(place, lines=[*publicity.lines(place, 1, budget=Decimal(0)), *publicity.lines(place, 1)])
    assert queries.plan_budget(plan.lines.all()) == queries.Money(Decimal(0), 1)


def test_the_day_of_approval_is_no_future_day_and_lies_near_the_year():
    """A wrong year is caught."""
    place = publicity.office()
    plan = publicity.plan(place, "submitted")
    for day in (timezone.localdate() + dt.timedelta(days=1), dt.date(1999, 1, 1)):
        with pytest.raises(Refused) as refusal:
            plans.approve_plan(plan, approved_on=day, read_version=plan.version, acting_user=place.approver)
        assert refusal.value.path == "approved_on"


def test_a_new_edition_copies_the_last_and_replaces_it_when_approved():
    """The old stays in force until then; the milestone stays the first approval."""
    place = publicity.office()
    first = publicity.plan(place, "approved")
    second = plans.start_plan(place.key_result, acting_user=place.maker)
    assert (second.number, second.goals, [row.uid for row in second.lines.all()]) == (
        2,
        first.goals,
        [row.uid for row in first.lines.all()],
    )
    with pytest.raises(Refused):
        plans.start_plan(place.key_result, acting_user=place.maker)
    assert queries.approved_plan(place.key_result) == first

    plans.submit_plan(second, read_version=second.version, acting_user=place.maker)
    plans.approve_plan(second, read_version=second.version, acting_user=place.approver)

    first.refresh_from_db()
    assert (first.state, queries.approved_plan(place.key_result)) == ("replaced", second)
    assert queries.plan_approved_on(place.key_result, timezone.localdate()) == first.approved_on


def test_two_editions_side_by_side(django_assert_max_num_queries):
    """Field by field, line by line: changed, taken out, added, same; with both budgets."""
    place = publicity.office()
    first = publicity.plan(place, "approved", lines=publicity.lines(place, 3, budget=Decimal(100)))
    second = plans.start_plan(place.key_result, acting_user=place.maker)
    kept, changed, gone = drafts_of(second)
    changed = LineDraft(**{**{name: getattr(changed, name) for name in LineDraft.__slots__}, "budget": None})
    keep(second, place, [kept, changed, *publicity.lines(place, 1, title="รายการใหม่")], goals=first.goals)

    with django_assert_max_num_queries(2):
        seen = queries.compare_plans(first, second)

    assert [(row.name, row.changed) for row in seen.fields] == [
        ("goals", False),
        ("audiences", True),
        ("messages", True),
    ]
    assert [(row.state, row.changed) for row in seen.lines] == [
        ("same", ()),
        ("changed", ("budget",)),
        ("removed", ()),
        ("added", ()),
    ]
    assert seen.lines[2].before.uid == gone.uid
    assert (seen.budget_before, seen.budget_after) == (
        queries.Money(Decimal(300), 0),
        queries.Money(Decimal(100), 2),
    )


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_approve_at_once_and_one_wins(at_once):
    """The other gets a sentence."""
    place = publicity.office()
    second = people.user("second-approver", role=Role.APPROVER, agency=place.agency)
    plan = publicity.plan(place, "submitted")

    def approve(person):
        return lambda: plans.approve_plan(Plan.objects.get(pk=plan.pk), read_version=plan.version, acting_user=person)

    came = at_once(approve(place.approver), approve(second))
    assert sorted(type(one).__name__ for one in came) == ["Plan", "Stale"]
