"""Agencies, accounts, roles and deputies: what may be done, by whom, and what the audit chain keeps of it."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.utils import timezone
from tests.factories.people import agency, deputy, give, user

from samrit.core.contract import Message, Refused
from samrit.people import actions, queries
from samrit.people.enums import Act, AgencyKind, Role
from samrit.people.models import Agency, Deputy, FormerName, RoleAssignment, User
from samrit.people.rights import Forbidden, Rights
from samrit.platform import audit
from samrit.platform.models import AuditEntry, PersonalValue

pytestmark = pytest.mark.django_db
PASSWORD = "สัมฤทธิ์ ทุกคะแนน"  # noqa: S105 -- of nobody
TODAY = timezone.localdate()
DAY = dt.timedelta(days=1)


@pytest.fixture
def administrator():
    return user("admin", role=Role.ADMINISTRATOR, everywhere=True)


def _last():
    entry = AuditEntry.objects.last()
    body = json.loads(entry.body)
    return {name: body[name] for name in ("action", "actor", "role", "on_behalf_of", "subject", "data")}


def _values():
    last = AuditEntry.objects.last()
    return dict(PersonalValue.objects.filter(entry=last).values_list("name", "value"))


# --- who may ---


def _acts(person):
    """Every action that only an administrator may do, ready to be tried by `person`."""
    home = agency()
    somebody = user(role=Role.READER, agency=home)
    row = somebody.roles.get()
    cover = deputy(somebody, user())
    days = {"valid_from": TODAY, "valid_to": TODAY}
    who = {"acting_user": person}
    return {
        "make_agency": lambda: actions.make_agency(code="9", kind=AgencyKind.GROUP, name_th="ก", parent=home, **who),
        "rename_agency": lambda: actions.rename_agency(home, name_th="ข", from_day=TODAY, **who),
        "change_agency": lambda: actions.change_agency(home, code="0499", **who),
        "make_user": lambda: actions.make_user(username="new", name_th="ค", agency=home, **who),
        "change_user": lambda: actions.change_user(somebody, position="นักประชาสัมพันธ์", **who),
        "set_password": lambda: actions.set_password(somebody, PASSWORD, **who),
        "set_pid": lambda: actions.set_pid(somebody, None, **who),
        "give_role": lambda: actions.give_role(somebody, Role.CONTRIBUTOR, agency=home, **who),
        "end_role": lambda: actions.end_role(row, **who),
        "appoint_deputy": lambda: actions.appoint_deputy(somebody, user(), **days, **who),
        "end_deputy": lambda: actions.end_deputy(cover, **who),
        "erase_personal_values": lambda: actions.erase_personal_values("user:1", reason="ขอลบ", **who),
    }


NAMES = [
    "make_agency",
    "rename_agency",
    "change_agency",
    "make_user",
    "change_user",
    "set_password",
    "set_pid",
    "give_role",
    "end_role",
    "appoint_deputy",
    "end_deputy",
    "erase_personal_values",
]


@pytest.mark.parametrize("name", NAMES)
def test_administrator_may(name, administrator):
    """An administrator may, in that role, and the audit chain says so."""
    _acts(administrator)[name]()
    entry = _last()
    assert (entry["actor"], entry["role"], entry["on_behalf_of"]) == (administrator.audit_name, "administrator", "")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("role", [None, *(role for role in Role if role != Role.ADMINISTRATOR)])
def test_nobody_else_may(name, role):
    """Nobody else may, and nothing is recorded."""
    person = user(role=role, everywhere=True)
    with pytest.raises(Forbidden):
        _acts(person)[name]()
    assert AuditEntry.objects.count() == 0


@pytest.mark.parametrize("name", NAMES)
def test_administrator_of_another_agency(name):
    """Who administers one agency may nothing in another."""
    person = user(role=Role.ADMINISTRATOR, agency=agency())
    with pytest.raises(Forbidden):
        _acts(person)[name]()


def test_deputy_of_the_administrator(administrator):
    """A deputy acts on the administrator's behalf; both are recorded."""
    stand_in = user()
    deputy(administrator, stand_in)
    made = actions.make_agency(code="0412", kind=AgencyKind.OFFICE, name_th="สำนักงานใหม่", acting_user=stand_in)
    assert _last() == {
        "action": "people.agency.made",
        "actor": stand_in.audit_name,
        "role": "administrator",
        "on_behalf_of": administrator.audit_name,
        "subject": made.subject,
        "data": {
            "code": "0412",
            "kind": "office",
            "name_th": "สำนักงานใหม่",
            "name_en": "",
            "parent": None,
            "valid_to": None,
        },
    }


# --- agencies ---


def test_taken_code(administrator):
    """A code belongs to one agency; the refusal stands beside the field, in both languages."""
    agency("0411")
    with pytest.raises(Refused) as refused:
        actions.make_agency(code="0411", kind=AgencyKind.OFFICE, name_th="ก", acting_user=administrator)
    assert (refused.value.path, refused.value.what.en) == ("code", "Agency with this Code already exists")
    assert refused.value.what.th != refused.value.what.en


def test_nameless_agency(administrator):
    """An agency has a name."""
    with pytest.raises(Refused) as refused:
        actions.make_agency(code="1", kind=AgencyKind.OFFICE, name_th="  ", acting_user=administrator)
    assert refused.value.path == "name_th"


def test_renaming(administrator):
    """Names change, the agency stays: each name keeps its days, and every day has its name."""
    bureau = agency("1800", name_th="สำนักผังเมือง", name_en="City Planning", valid_from=dt.date(2000, 1, 1))
    actions.rename_agency(bureau, name_th="สำนักการวางผัง", from_day=dt.date(2010, 10, 1), acting_user=administrator)
    actions.rename_agency(
        bureau,
        name_th="สำนักการวางผังและพัฒนาเมือง",
        name_en="City Planning and Urban Development",
        from_day=dt.date(2020, 10, 1),
        acting_user=administrator,
    )
    former = FormerName.objects.values_list("name_th", "name_en", "valid_from", "valid_to")
    assert list(former) == [
        ("สำนักการวางผัง", "", dt.date(2010, 10, 1), dt.date(2020, 9, 30)),
        ("สำนักผังเมือง", "City Planning", dt.date(2000, 1, 1), dt.date(2010, 9, 30)),
    ]
    assert _last()["data"] == {
        "old": "สำนักการวางผัง",
        "new": "สำนักการวางผังและพัฒนาเมือง",
        "new_en": "City Planning and Urban Development",
        "from": "2020-10-01",
    }


@pytest.mark.parametrize(
    ("name_th", "from_day", "path"),
    [("สำนักผังเมือง", dt.date(2020, 1, 1), "name_th"), ("อื่น", dt.date(2000, 1, 1), "from_day"), ("", TODAY, "name_th")],
)
def test_renaming_refused(administrator, name_th, from_day, path):
    """The same name, a day before the present name held, and no name are refused; no former name stays behind."""
    bureau = agency("1800", name_th="สำนักผังเมือง", valid_from=dt.date(2000, 1, 1))
    with pytest.raises(Refused) as refused:
        actions.rename_agency(bureau, name_th=name_th, from_day=from_day, acting_user=administrator)
    assert refused.value.path == path
    assert FormerName.objects.count() == 0


def test_ring_of_agencies(administrator):
    """An agency cannot be put under one of its own parts."""
    bureau = agency()
    part = agency(parent=agency(parent=bureau))
    with pytest.raises(Refused) as refused:
        actions.change_agency(bureau, parent=part, acting_user=administrator)
    assert refused.value.path == "parent"


def test_moving_to_another_agency():
    """Who administers an agency cannot move it under one that he or she does not administer."""
    home, other = agency(), agency()
    with pytest.raises(Forbidden):
        actions.change_agency(home, parent=other, acting_user=user(role=Role.ADMINISTRATOR, agency=home))


# --- accounts ---


def test_making_an_account(administrator):
    """An account is made with its password; personal values stand outside the chain, and can be erased."""
    home = agency("0411")
    made = actions.make_user(
        username="somying",
        name_th="  สมหญิง   ใจดี ",
        agency=home,
        password=PASSWORD,
        email="somying@example.go.th",
        acting_user=administrator,
    )
    assert (made.name_th, made.check_password(PASSWORD), made.is_active) == ("สมหญิง ใจดี", True, True)
    assert (made.is_staff, made.is_superuser) == (False, False)
    assert _last()["data"] == {"agency": "0411", "active": True}
    assert _values() == {"username": "somying", "name_th": "สมหญิง ใจดี", "email": "somying@example.go.th"}
    assert "สมหญิง" not in AuditEntry.objects.last().body
    assert actions.erase_personal_values(made.audit_name, reason="พ้นจากราชการ", acting_user=administrator) == 3
    assert PersonalValue.objects.count() == 0
    assert audit.check_chain() is None


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("สั้น", "a password has 12 letters or more"),
        ("password1234", "a password is none that many people use"),
        ("925471836521", "a password is more than digits"),
        ("somying-12345", "a password is not like the user name, the name or the mail address"),
    ],
)
def test_weak_password(administrator, password, reason):
    """A weak password is refused, in both languages, and no account is made."""
    with pytest.raises(Refused) as refused:
        actions.make_user(
            username="somying", name_th="สมหญิง", agency=agency(), password=password, acting_user=administrator
        )
    assert refused.value.path == "password"
    assert refused.value.what.en == reason
    assert refused.value.what.th != refused.value.what.en
    assert not User.objects.filter(username="somying").exists()


@pytest.mark.parametrize(
    ("values", "path"),
    [
        ({"username": "ADMIN"}, "username"),
        ({"username": "มี ช่องว่าง"}, "username"),
        ({"name_th": ""}, "name_th"),
        ({"email": "ไม่ใช่อีเมล"}, "email"),
        ({"language": "fr"}, "language"),
    ],
)
def test_account_refused(administrator, values, path):
    """Names in another case, signs that sign-in cannot take, empty names and broken addresses are refused."""
    given = {"username": "new", "name_th": "ใหม่"} | values
    with pytest.raises(Refused) as refused:
        actions.make_user(**given, agency=agency(), acting_user=administrator)
    assert refused.value.path == path


def test_first_administrator():
    """An installation starts with one administrator, made once, by the system."""
    made = actions.make_first_administrator(username="root", name_th="ผู้ดูแล", password=PASSWORD)
    assert Rights(made).may(Act.ADMINISTER)
    assert _last()["actor"] == "system"
    with pytest.raises(Refused):
        actions.make_first_administrator(username="root2", name_th="ผู้ดูแล", password=PASSWORD)


def test_closing_an_account(administrator):
    """A closed account loses every right; it can be opened again."""
    person = user(role=Role.READER, agency=agency())
    closed = actions.change_user(person, is_active=False, acting_user=administrator)
    assert not Rights(closed).may(Act.VIEW)
    opened = actions.change_user(person, is_active=True, acting_user=administrator)
    assert Rights(opened).may(Act.VIEW)


def test_last_administrator(administrator):
    """The last administrator neither closes the own account nor ends the own role."""
    with pytest.raises(Refused) as refused:
        actions.change_user(administrator, is_active=False, acting_user=administrator)
    assert refused.value.what.en == "this is the last administrator"
    with pytest.raises(Refused):
        actions.end_role(administrator.roles.get(), acting_user=administrator)
    administrator.refresh_from_db()
    assert Rights(administrator).may(Act.ADMINISTER)


def test_taking_over_an_account():
    """Who administers one agency has no power over a colleague there who holds a role elsewhere too."""
    home = agency()
    local = user(role=Role.ADMINISTRATOR, agency=home)
    inspector = user(agency=home)
    give(inspector, Role.INSPECTOR)
    for attempt in (
        lambda: actions.set_password(inspector, PASSWORD, acting_user=local),
        lambda: actions.set_pid(inspector, "1101700230708", acting_user=local),
        lambda: actions.change_user(inspector, email="me@example.go.th", acting_user=local),
        lambda: actions.give_role(inspector, Role.OWNER, acting_user=local),
        lambda: actions.appoint_deputy(inspector, user(), valid_from=TODAY, valid_to=TODAY, acting_user=local),
    ):
        with pytest.raises(Forbidden):
            attempt()


def test_national_number(administrator):
    """Of a national identity number only the keyed hash is kept; two accounts never share one."""
    person, other = user(), user()
    actions.set_pid(person, "๑๑๐๑๗๐๐๒๓๐๗๐๘", acting_user=administrator)
    person.refresh_from_db()
    assert len(person.pid_hash) == 64
    assert _last()["data"] == {"set": True}
    assert "1101700230708" not in "".join(AuditEntry.objects.values_list("body", flat=True))
    with pytest.raises(Refused) as refused:
        actions.set_pid(other, "1101700230708", acting_user=administrator)
    assert refused.value.what.en == "another account has this number"
    actions.set_pid(person, None, acting_user=administrator)
    person.refresh_from_db()
    assert person.pid_hash is None


@pytest.mark.parametrize("pid", ["", "1101700230709", "110170023070", "11017002307088", "เลขประจำตัว", "١١٠١٧٠٠٢٣٠٧٠٨"])
def test_wrong_national_number(administrator, pid):
    """A number whose last digit does not check the others, or that is none, is refused."""
    with pytest.raises(Refused) as refused:
        actions.set_pid(user(), pid, acting_user=administrator)
    assert refused.value.path == "pid"


def test_own_settings():
    """Everybody changes the own language and digest, without any role, and nobody else's."""
    person = user()
    changed = actions.change_own_settings(language="en", wants_digest=False, acting_user=person)
    assert (changed.language, changed.wants_digest) == ("en", False)
    assert actions.change_own_settings(wants_digest=True, acting_user=person).language == "en"
    assert _last() == {
        "action": "people.user.own_settings",
        "actor": person.audit_name,
        "role": "",
        "on_behalf_of": "",
        "subject": person.audit_name,
        "data": {"language": "en", "wants_digest": True},
    }
    with pytest.raises(Refused):
        actions.change_own_settings(language="de", acting_user=person)
    with pytest.raises(Forbidden):
        actions.change_own_settings(language="en", acting_user=user(is_active=False))


# --- roles ---


def test_giving_and_ending_a_role(administrator):
    """A role holds from its giving to its end; given again, it is opened again, and the chain keeps every step."""
    home = agency("0411")
    person = user()
    row = actions.give_role(person, Role.CONTRIBUTOR, agency=home, acting_user=administrator)
    assert Rights(person).may(Act.EDIT_WORK)
    with pytest.raises(Refused) as refused:
        actions.give_role(person, Role.CONTRIBUTOR, agency=home, acting_user=administrator)
    assert refused.value.path == "role"
    actions.end_role(row, acting_user=administrator)
    assert not Rights(person).may(Act.EDIT_WORK)
    again = actions.give_role(
        person, Role.CONTRIBUTOR, agency=home, valid_from=TODAY, valid_to=TODAY, acting_user=administrator
    )
    assert (again.pk, Rights(person).may(Act.EDIT_WORK)) == (row.pk, True)
    assert list(AuditEntry.objects.values_list("action", flat=True)) == [
        "people.role.given",
        "people.role.ended",
        "people.role.given",
    ]
    assert _last()["data"] == {
        "role": "contributor",
        "agency": "0411",
        "key_result": "",
        "from": TODAY.isoformat(),
        "to": TODAY.isoformat(),
    }


def test_ending_later(administrator):
    """A role can end after a day that is still to come."""
    person = user()
    row = actions.give_role(person, Role.READER, acting_user=administrator)
    actions.end_role(row, last_day=TODAY, acting_user=administrator)
    assert Rights(person).may(Act.VIEW)
    assert not Rights(person, on=TODAY + DAY).may(Act.VIEW)


def test_no_role_for_oneself(administrator):
    """Nobody gives a role to himself or herself, nor through a deputy."""
    stand_in = user()
    deputy(administrator, stand_in)
    for receiver, giver in ((administrator, administrator), (administrator, stand_in), (stand_in, stand_in)):
        with pytest.raises(Refused) as refused:
            actions.give_role(receiver, Role.APPROVER, acting_user=giver)
        assert refused.value.path == "user"
    assert RoleAssignment.objects.count() == 1


@pytest.mark.parametrize(
    ("person", "role", "days", "path"),
    [
        ({"is_active": False}, "reader", {}, "user"),
        ({}, "king", {}, "role"),
        ({}, "reader", {"valid_from": TODAY, "valid_to": TODAY - DAY}, "valid_to"),
    ],
)
def test_role_refused(administrator, person, role, days, path):
    """Closed accounts, roles that do not exist, and days in the wrong order are refused."""
    with pytest.raises(Refused) as refused:
        actions.give_role(user(**person), role, **days, acting_user=administrator)
    assert refused.value.path == path


def test_limited_administrator():
    """Who administers one agency gives roles there and in its parts, and never one without limit."""
    home = agency()
    part, person = agency(parent=home), user()
    local = user(role=Role.ADMINISTRATOR, agency=home)
    actions.give_role(person, Role.CONTRIBUTOR, agency=part, acting_user=local)
    with pytest.raises(Forbidden):
        actions.give_role(person, Role.CONTRIBUTOR, acting_user=local)
    with pytest.raises(Forbidden):
        actions.give_role(person, Role.CONTRIBUTOR, key_result="7301-2568", acting_user=local)


# --- deputies ---


def test_appointing_ones_own_deputy():
    """Everybody appoints the own deputy; the appointment is recorded under the absent."""
    absent, stand_in = user(role=Role.APPROVER, everywhere=True), user()
    row = actions.appoint_deputy(
        absent, stand_in, valid_from=TODAY, valid_to=TODAY + DAY, reason="ลาพักผ่อน", acting_user=absent
    )
    assert Rights(stand_in).may(Act.APPROVE_PLAN)
    assert _last() == {
        "action": "people.deputy.appointed",
        "actor": absent.audit_name,
        "role": "",
        "on_behalf_of": "",
        "subject": absent.audit_name,
        "data": {
            "absent": absent.pk,
            "deputy": stand_in.pk,
            "from": TODAY.isoformat(),
            "to": (TODAY + DAY).isoformat(),
            "reason": "ลาพักผ่อน",
        },
    }
    assert list(queries.stands_in_for(stand_in)) == list(queries.deputies_of(absent)) == [row]


def test_nobody_makes_himself_a_deputy():
    """Only the absent or an administrator appoints: not the deputy."""
    absent, stand_in = user(role=Role.APPROVER, everywhere=True), user()
    with pytest.raises(Forbidden):
        actions.appoint_deputy(absent, stand_in, valid_from=TODAY, valid_to=TODAY, acting_user=stand_in)
    assert Deputy.objects.count() == 0


def test_administrator_makes_himself_no_deputy(administrator):
    """An administrator appoints others as deputies: neither oneself, nor whom one stands in for."""
    absent, stand_in = user(role=Role.APPROVER, everywhere=True), user()
    deputy(administrator, stand_in)
    for chosen, chooser in ((administrator, administrator), (administrator, stand_in), (stand_in, stand_in)):
        with pytest.raises(Refused) as refused:
            actions.appoint_deputy(absent, chosen, valid_from=TODAY, valid_to=TODAY, acting_user=chooser)
        assert refused.value.path == "deputy"


@pytest.mark.parametrize(
    ("first", "last", "path"),
    [
        (TODAY, TODAY - DAY, "valid_to"),
        (TODAY - 2 * DAY, TODAY - DAY, "valid_to"),
        (TODAY + DAY, TODAY + DAY, "valid_from"),
    ],
)
def test_days_refused(first, last, path):
    """Days in the wrong order, past days, and days on which the same person is deputy already are refused."""
    absent, stand_in = user(), user()
    actions.appoint_deputy(absent, stand_in, valid_from=TODAY, valid_to=TODAY + DAY, acting_user=absent)
    with pytest.raises(Refused) as refused:
        actions.appoint_deputy(absent, stand_in, valid_from=first, valid_to=last, acting_user=absent)
    assert refused.value.path == path


def test_deputy_refused():
    """Oneself and a person whose account is closed are refused as deputies."""
    absent = user()
    for other in (absent, user(is_active=False)):
        with pytest.raises(Refused) as refused:
            actions.appoint_deputy(absent, other, valid_from=TODAY, valid_to=TODAY, acting_user=absent)
        assert refused.value.path == "deputy"


@pytest.mark.parametrize("who", ["absent", "deputy"])
@pytest.mark.parametrize("since", [TODAY, TODAY - 5 * DAY, TODAY + DAY])
def test_ending_a_deputy(who, since):
    """The absent who is back, or the deputy, ends the days at once, whether they have begun or not."""
    people = {"absent": user(role=Role.APPROVER, everywhere=True), "deputy": user()}
    row = deputy(people["absent"], people["deputy"], valid_from=since)
    actions.end_deputy(row, acting_user=people[who])
    days = (TODAY, TODAY + DAY, TODAY + 9 * DAY)
    assert not any(Rights(people["deputy"], on=day).may(Act.APPROVE_PLAN) for day in days)
    assert _last()["action"] == "people.deputy.ended"


def test_erasing_needs_a_reason(administrator):
    """Erasing asks for the reason."""
    with pytest.raises(Refused) as refused:
        actions.erase_personal_values("user:1", reason=" ", acting_user=administrator)
    assert (refused.value.path, refused.value.what) == ("reason", Message("a reason is wanted", "ต้องระบุเหตุผล"))


def test_unknown_agency_field(administrator):
    """A field that an action does not know is a fault of the program."""
    with pytest.raises(TypeError, match="name_th"):
        actions.change_agency(agency(), name_th="ลัด", acting_user=administrator)
    assert Agency.objects.filter(name_th="ลัด").count() == 0
