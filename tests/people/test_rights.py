"""Who may do what: the whole policy, typed out again as the city's officials would write it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone
from django.utils.translation import override
from tests.factories.people import agency, deputy, give, user

from samrit.core.contract import Message
from samrit.people.enums import Act, Role
from samrit.people.rights import EVERYWHERE, Forbidden, Rights, Scope, Standing, people_who_may

pytestmark = pytest.mark.django_db

DUTIES = {
    # The owner runs the key result: the sheet, the targets, the work and the reports.
    "owner": """
        view comment create_key_result confirm_definition set_targets edit_district edit_plan edit_work add_evidence
        edit_storytellers edit_report reply_finding edit_survey edit_site publish_site open_result moderate collect
    """,
    # A contributor does the work and writes the reports, but neither sets up the key result nor its targets.
    "contributor": """
        view comment edit_district edit_plan edit_work add_evidence edit_storytellers edit_report reply_finding
        edit_survey edit_site moderate collect
    """,
    # The host's reviewer looks at what others made, and makes nothing but evidence of what was seen.
    "host_reviewer": """
        view comment verify_district approve_work add_evidence verify_work decide_duplicates check_report
        publish_site moderate collect
    """,
    # An executive approves before and acknowledges after.
    "approver": """
        view comment sign_definition approve_plan approve_work acknowledge_report lock_survey publish_site open_result
        collect
    """,
    # The inspector looks for himself or herself, verifies, and writes findings.
    "inspector": """
        view comment read_audit add_evidence verify_work decide_duplicates verify_report write_finding
        collect
    """,
    # The strategy office keeps the definitions of all key results and verifies reports.
    "strategy_office": """
        view comment read_audit verify_district create_key_result confirm_definition sign_definition set_targets
        verify_report collect
    """,
    # A reader may be an enumerator of a survey: where an allocation names this person.
    "reader": "view collect",
    # An administrator looks after accounts of people and of channels, and sees no work.
    "administrator": "administer read_audit connect_channel",
}
TABLE = {(role, act) for role, acts in DUTIES.items() for act in acts.split()}


def test_table_is_complete():
    """The table names every role and only acts that exist; every act is somebody's."""
    assert set(DUTIES) == set(Role)
    assert {act for _, act in TABLE} == set(Act)


@pytest.mark.parametrize("role", Role)
def test_each_role(role):
    """A person with one role may do exactly what the table says."""
    rights = Rights(user(role=role, agency=agency()))
    assert {act for act in Act if rights.may(act)} == {act for act in Act if (role, act) in TABLE}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("act", Act)
def test_each_right(role, act):
    """Each act for each role: allowed with its standing, or refused in both languages, saying who may."""
    rights = Rights(user(role=role, everywhere=True))
    if (role, act) in TABLE:
        assert rights.require(act) == Standing(role)
        return
    with pytest.raises(Forbidden) as refused:
        rights.require(act)
    assert refused.value.act == act
    assert str(act.label) in refused.value.what.th
    who = [str(one.label) for one in Role if (one, act) in TABLE]
    assert refused.value.mend.th == f"ผู้มีสิทธิ ได้แก่ {', '.join(who)}"


def test_nobody_has_a_right_by_default():
    """Without a role there is no right, and Django's own flags and permissions give none."""
    boss = user(is_staff=True, is_superuser=True)
    boss.user_permissions.set(Permission.objects.all())
    for person in (user(), boss):
        rights = Rights(person)
        assert [act for act in Act if rights.may(act) or rights.may_somewhere(act)] == []
        assert rights.roles == frozenset()


# --- where a role counts ---


def test_agency_and_its_parts():
    """A role for an agency counts there and in all its parts at any depth, and nowhere else."""
    bureau = agency()
    office = agency(parent=bureau)
    section = agency(parent=office)
    other = agency()
    rights = Rights(user(role=Role.CONTRIBUTOR, agency=office))
    where = {
        name: rights.may(Act.EDIT_WORK, Scope(agency_id=place.pk))
        for name, place in {"bureau": bureau, "office": office, "section": section, "other": other}.items()
    }
    assert where == {"bureau": False, "office": True, "section": True, "other": False}
    assert Rights(user(role=Role.CONTRIBUTOR, agency=bureau)).may(Act.EDIT_WORK, Scope(agency_id=section.pk))


def test_agencies_in_a_ring():
    """Agencies that somebody put in a ring do not hang the question."""
    one = agency()
    two = agency(parent=one)
    one.parent = two
    one.save()
    assert Rights(user(role=Role.CONTRIBUTOR, agency=one)).may(Act.EDIT_WORK, Scope(agency_id=two.pk))


def test_key_result():
    """A role for a key result counts for that key result only, in every agency."""
    rights = Rights(user(role=Role.INSPECTOR, key_result="7301-2568"))
    assert rights.may(Act.VERIFY_WORK, Scope(key_result="7301-2568"))
    assert rights.may(Act.VERIFY_WORK, Scope(agency().pk, "7301-2568"))
    assert not rights.may(Act.VERIFY_WORK, Scope(key_result="7301-2569"))
    assert not rights.may(Act.VERIFY_WORK)
    assert rights.may_somewhere(Act.VERIFY_WORK)
    assert not rights.may_somewhere(Act.EDIT_WORK)


NOT_YET_HOSTED = {
    "without limit": ({"everywhere": True}, True),
    "for it": ({"key_result": "7301-2568"}, True),
    "for another": ({"key_result": "7302-2568"}, False),
    "for an agency": ({"agency": True}, False),
    "for it in an agency": ({"agency": True, "key_result": "7301-2568"}, True),
    "for another in an agency": ({"agency": True, "key_result": "7302-2568"}, False),
}


@pytest.mark.parametrize("case", NOT_YET_HOSTED)
@pytest.mark.parametrize("role", Role)
def test_a_key_result_without_agencies_is_not_everybodys(role, case):
    """Until an agency is known, a role for some agency is a role for nothing of it."""
    where, counts = NOT_YET_HOSTED[case]
    person = user()
    give(person, role, agency=agency() if "agency" in where else None, key_result=where.get("key_result", ""))
    rights = Rights(person)
    allowed = {act for act in Act if rights.may(act, Scope(None, "7301-2568"))}
    assert allowed == ({act for act in Act if (role, act) in TABLE} if counts else set())


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("act", Act)
def test_each_right_stays_in_its_agency(role, act):
    """Whoever may there may not in another agency's, nor everywhere."""
    home, other = agency(), agency()
    rights = Rights(user(role=role, agency=home))
    asked = [
        rights.may(act, scope) for scope in (Scope(home.pk, "7301-2568"), Scope(other.pk, "7301-2568"), EVERYWHERE)
    ]
    assert asked == [(role, act) in TABLE, False, False]


def test_one_of_several_acts_and_places():
    """The first act that is allowed in one of the places; the refusal is about the first act."""
    here, there = agency(), agency()
    rights = Rights(user(role=Role.HOST_REVIEWER, agency=there))
    acts, places = (Act.VERIFY_REPORT, Act.CHECK_REPORT), (Scope(here.pk), Scope(there.pk))
    assert rights.require_one(acts, *places) == Standing(Role.HOST_REVIEWER)
    with pytest.raises(Forbidden) as refused:
        rights.require_one(acts, Scope(here.pk))
    assert refused.value.act == Act.VERIFY_REPORT


def test_agency_and_key_result():
    """A role for an agency on a key result needs both to fit."""
    home, other = agency(), agency()
    person = user()
    give(person, Role.CONTRIBUTOR, agency=home, key_result="7301-2568")
    rights = Rights(person)
    assert rights.may(Act.EDIT_WORK, Scope(home.pk, "7301-2568"))
    assert not rights.may(Act.EDIT_WORK, Scope(other.pk, "7301-2568"))
    assert not rights.may(Act.EDIT_WORK, Scope(home.pk, "7302-2568"))


def test_everywhere():
    """What concerns all agencies asks for a role without limits; such a role counts wherever one asks."""
    home = agency()
    local = Rights(user(role=Role.ADMINISTRATOR, agency=home))
    for_one = Rights(user(role=Role.ADMINISTRATOR, key_result="7301-2568"))
    general = Rights(user(role=Role.ADMINISTRATOR, everywhere=True))
    assert [rights.may(Act.ADMINISTER, EVERYWHERE) for rights in (local, for_one, general)] == [False, False, True]
    assert general.may(Act.ADMINISTER, Scope(home.pk, "7301-2568"))
    assert local.may(Act.ADMINISTER)


def test_roles_add_up():
    """Several roles add up, each where it was given; the standing names the first that fits, in the order of Role."""
    here, there = agency(), agency()
    person = user(role=Role.INSPECTOR, agency=here)
    give(person, Role.HOST_REVIEWER, agency=here)
    give(person, Role.CONTRIBUTOR, agency=there)
    rights = Rights(person)
    assert rights.roles == {Role.INSPECTOR, Role.HOST_REVIEWER, Role.CONTRIBUTOR}
    assert rights.require(Act.VERIFY_WORK, Scope(here.pk)) == Standing(Role.HOST_REVIEWER)
    assert rights.require(Act.WRITE_FINDING, Scope(here.pk)) == Standing(Role.INSPECTOR)
    assert not rights.may(Act.EDIT_WORK, Scope(here.pk))
    assert not rights.may(Act.VERIFY_WORK, Scope(there.pk))


# --- when a role counts ---

FIRST, LAST = dt.date(2024, 10, 1), dt.date(2025, 9, 30)


@pytest.mark.parametrize(
    ("day", "allowed"),
    [
        (dt.date(2024, 9, 30), False),
        (FIRST, True),
        (dt.date(2025, 2, 1), True),
        (LAST, True),
        (dt.date(2025, 10, 1), False),
    ],
)
def test_days(day, allowed):
    """A role holds from its first day to its last, both included."""
    person = user()
    give(person, Role.OWNER, valid_from=FIRST, valid_to=LAST)
    assert Rights(person, on=day).may(Act.EDIT_WORK) is allowed


def test_open_ends():
    """A role without a first or last day has no end on that side."""
    early, late = user(), user()
    give(early, Role.OWNER, valid_to=FIRST)
    give(late, Role.OWNER, valid_from=LAST)
    held = [
        [Rights(person, on=day).may(Act.EDIT_WORK) for day in (dt.date.min, dt.date.max)] for person in (early, late)
    ]
    assert held == [[True, False], [False, True]]


def test_today_in_bangkok():
    """Without a day, the day of Bangkok counts."""
    person = user()
    give(person, Role.OWNER, valid_from=timezone.localdate(), valid_to=timezone.localdate())
    assert Rights(person).may(Act.EDIT_WORK)


def test_closed_account():
    """A person whose account is closed has no right, whatever the roles."""
    person = user(role=Role.OWNER, agency=agency(), is_active=False)
    assert not Rights(person).may(Act.VIEW)
    assert Rights(person).roles == frozenset()


# --- deputies ---


def test_deputy():
    """A deputy has the rights of the absent, on that person's behalf, where and for what that person has them."""
    here, there = agency(), agency()
    absent = user(role=Role.APPROVER, agency=here)
    stand_in = user(role=Role.CONTRIBUTOR, agency=here)
    deputy(absent, stand_in)
    rights = Rights(stand_in)
    assert rights.require(Act.APPROVE_PLAN, Scope(here.pk)) == Standing(Role.APPROVER, on_behalf_of=absent)
    assert not rights.may(Act.APPROVE_PLAN, Scope(there.pk))
    assert rights.require(Act.EDIT_WORK, Scope(here.pk)) == Standing(Role.CONTRIBUTOR)
    assert rights.roles == {Role.APPROVER, Role.CONTRIBUTOR}


def test_own_right_first():
    """Who has the right in person acts in person, though he or she is also somebody's deputy."""
    absent = user(role=Role.OWNER, everywhere=True)
    stand_in = user(role=Role.CONTRIBUTOR, everywhere=True)
    deputy(absent, stand_in)
    assert Rights(stand_in).require(Act.EDIT_WORK) == Standing(Role.CONTRIBUTOR)
    assert Rights(stand_in).require(Act.SET_TARGETS) == Standing(Role.OWNER, on_behalf_of=absent)


def test_days_of_a_deputy():
    """A deputy acts on the days of the appointment only; the absent keeps all rights meanwhile."""
    absent, stand_in = user(role=Role.APPROVER, everywhere=True), user()
    deputy(absent, stand_in, valid_from=FIRST, valid_to=LAST)
    days = (FIRST - dt.timedelta(1), FIRST, LAST, LAST + dt.timedelta(1))
    assert [Rights(stand_in, on=day).may(Act.APPROVE_PLAN) for day in days] == [False, True, True, False]
    assert all(Rights(absent, on=day).may(Act.APPROVE_PLAN) for day in days)


def test_role_of_the_absent_ended():
    """A deputy has nothing of a role that the absent no longer holds."""
    absent, stand_in = user(), user()
    give(absent, Role.APPROVER, valid_to=FIRST)
    deputy(absent, stand_in, valid_from=FIRST, valid_to=LAST)
    assert not Rights(stand_in, on=LAST).may(Act.APPROVE_PLAN)


def test_absent_left():
    """Nobody acts on behalf of a person whose account is closed."""
    absent, stand_in = user(role=Role.APPROVER, everywhere=True, is_active=False), user()
    deputy(absent, stand_in)
    assert not Rights(stand_in).may(Act.APPROVE_PLAN)


def test_closed_deputy():
    """A closed account gets no rights by being a deputy."""
    absent, stand_in = user(role=Role.APPROVER, everywhere=True), user(is_active=False)
    deputy(absent, stand_in)
    assert not Rights(stand_in).may(Act.APPROVE_PLAN)


def test_deputy_of_a_deputy():
    """Deputyship does not pass on."""
    absent, first, second = user(role=Role.APPROVER, everywhere=True), user(), user()
    deputy(absent, first)
    deputy(first, second)
    assert Rights(first).may(Act.APPROVE_PLAN)
    assert not Rights(second).may(Act.APPROVE_PLAN)


# --- the other way round, and the cost ---


def test_people_who_may():
    """Who may do something here today: the holders and their deputies, by name, without those who left."""
    here, there = agency(), agency()
    holder = user(name_th="ก", role=Role.APPROVER, agency=here)
    general = user(name_th="ข", role=Role.APPROVER, everywhere=True)
    stand_in = user(name_th="ค")
    deputy(holder, stand_in)
    left = user(name_th="ง", role=Role.APPROVER, agency=here, is_active=False)
    user(name_th="จ", role=Role.APPROVER, agency=there)
    user(name_th="ฉ", role=Role.OWNER, agency=here)
    deputy(general, left)
    assert people_who_may(Act.APPROVE_PLAN, Scope(here.pk)) == [holder, general, stand_in]
    assert people_who_may(Act.APPROVE_PLAN, EVERYWHERE) == [general]
    assert people_who_may(Act.ADMINISTER) == []


def test_queries(django_assert_num_queries):
    """The database is asked twice, however many agencies, roles, absent persons and questions there are."""
    bureau = agency()
    parts = [agency(parent=bureau) for _ in range(5)]
    person = user(role=Role.CONTRIBUTOR, agency=bureau)
    for part in parts:
        give(person, Role.HOST_REVIEWER, agency=part)
        deputy(user(role=Role.APPROVER, agency=part), person)
    with django_assert_num_queries(2):
        rights = Rights(person)
        found = [rights.standing(act, Scope(part.pk)) for act in Act for part in parts]
        assert [str(standing.on_behalf_of) for standing in found if standing and standing.on_behalf_of]
    general = user(role=Role.OWNER, everywhere=True)
    with django_assert_num_queries(1):
        Rights(general).may(Act.VIEW, Scope(bureau.pk))
    with django_assert_num_queries(4):
        people_who_may(Act.APPROVE_PLAN, Scope(parts[0].pk))


def test_refusal():
    """The refusal says in both languages what is lacking and who has it."""
    with pytest.raises(Forbidden) as refused:
        Rights(user()).require(Act.APPROVE_PLAN)
    assert refused.value.path == ""
    assert refused.value.what == Message(
        f"you have no right to do this here: {_english(Act.APPROVE_PLAN.label)}", "ท่านไม่มีสิทธิ “ให้ความเห็นชอบแผน” ในส่วนนี้"
    )
    assert refused.value.mend.th == "ผู้มีสิทธิ ได้แก่ ผู้บริหาร/ผู้อนุมัติ"


def _english(label):
    with override("en"):
        return str(label)
