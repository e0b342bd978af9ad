"""October: people and roles, the districts, and the sheet, read, confirmed and signed by other hands."""

from __future__ import annotations

import datetime as dt
import secrets

from samrit.demo.diary import Diary
from samrit.demo.texts.districts import DISTRICTS
from samrit.demo.texts.people import ADMINISTRATOR, KEY, PEOPLE, Person
from samrit.demo.year.office import Office
from samrit.demo.year.sheet import SHEET
from samrit.districts.actions import edit_district, verify_district
from samrit.districts.models import CreativeDistrict
from samrit.districts.samples import load_samples
from samrit.people.actions.accounts import change_user, make_first_administrator, make_user
from samrit.people.actions.appointments import appoint_deputy, give_role
from samrit.people.enums import Role
from samrit.people.models import Agency, User
from samrit.people.offices import load_offices
from samrit.results.actions import definitions, periods, targets
from samrit.results.enums import PeriodKind
from samrit.results.models import AgencyTarget
from samrit.results.reading import confirmable

_FIRST = dt.date(2024, 10, 1)


def write(diary: Diary, office: Office) -> None:
    """The entries of October."""
    diary.on(_FIRST, lambda: _people(office), 8)
    diary.on(dt.date(2024, 10, 3), lambda: _upload(office))
    diary.on(dt.date(2024, 10, 4), lambda: _answer(office), 10)
    diary.on(dt.date(2024, 10, 7), lambda: _sign(office), 14)
    diary.on(dt.date(2024, 10, 8), lambda: _districts(office), 10)
    diary.on(dt.date(2024, 10, 10), lambda: _vouch(office), 13)
    diary.on(dt.date(2024, 10, 15), lambda: _year(office), 10)
    diary.on(dt.date(2024, 10, 17), lambda: _accept(office), 11)
    diary.on(dt.date(2025, 4, 1), lambda: _deputy(office), 9)


def _agency(name: str) -> Agency:
    if name.isdigit():
        return Agency.objects.get(code=name)
    return Agency.objects.get(name_th=f"สำนักงานเขต{name}")


def _people(office: Office) -> None:
    load_offices()
    admin = make_first_administrator(
        username=ADMINISTRATOR.username, name_th=ADMINISTRATOR.name_th, password=secrets.token_urlsafe(18)
    )
    change_user(
        admin,
        name_en=ADMINISTRATOR.name_en,
        position=ADMINISTRATOR.position,
        agency=_agency(ADMINISTRATOR.agency),
        acting_user=admin,
    )
    office.people[ADMINISTRATOR.username] = admin
    for person in PEOPLE:
        office.people[person.username] = _person(person, admin)


def _person(person: Person, admin: User) -> User:
    agency = _agency(person.agency)
    user = make_user(
        username=person.username,
        name_th=person.name_th,
        name_en=person.name_en,
        position=person.position,
        email=f"{person.username}@samrit.example",
        agency=agency,
        acting_user=admin,
    )
    for role in person.roles:
        give_role(user, role, agency=None if person.where == "everywhere" else agency, acting_user=admin)
        if person.where == "agency and key result":
            give_role(user, role, key_result=KEY, acting_user=admin)
    if person.where == "agency, reads the key result":
        give_role(user, Role.READER, key_result=KEY, acting_user=admin)
    return user


def _upload(office: Office) -> None:
    definitions.create_from_sheet(acting_user=office.who("owner"), data=SHEET.read_bytes(), name=SHEET.name)


def _answer(office: Office) -> None:
    owner = office.who("owner")
    revision = office.key_result.revisions.get()
    answers = {
        "single_agency": False,
        "supporting_agencies": True,
        "supporting_bureaus": False,
        "supporting_district_offices": True,
    }
    revision = definitions.confirm_field(
        acting_user=owner,
        revision=revision,
        path="involvement",
        value=answers,
        reason="สอบถามสำนักยุทธศาสตร์และประเมินผลแล้ว มีสำนักงานเขตร่วมดำเนินการ",
    )
    revision = definitions.confirm_fields(acting_user=owner, revision=revision, paths=confirmable(revision))
    definitions.confirm_revision(acting_user=owner, revision=revision)


def _sign(office: Office) -> None:
    revision = office.key_result.revisions.get()
    definitions.sign_revision(acting_user=office.who("approver"), revision=revision, effective_from=_FIRST)


def _districts(office: Office) -> None:
    owner = office.who("owner")
    by_name = {row.name_th: row for row in load_samples(acting_user=owner)}
    for text in DISTRICTS:
        row = by_name[text.name_th]
        office.keep(f"district {text.key}", row)
        words = {"story_th": text.story, "identity_th": text.identity, "people_th": text.people}
        edit_district(row, read_version=row.version, acting_user=owner, **words)


def _vouch(office: Office) -> None:
    for text in DISTRICTS:
        row = CreativeDistrict.objects.get(name_th=text.name_th)
        verify_district(row, read_version=row.version, acting_user=office.who("reviewer"))


def _year(office: Office) -> None:
    owner, key_result = office.who("owner"), office.key_result
    places = [office.place(text.key) for text in DISTRICTS]
    key_result = targets.choose_districts(acting_user=owner, key_result=key_result, districts=places)
    periods.set_reporting(acting_user=owner, key_result=key_result, kind=PeriodKind.MONTH, due_days=10)
    for name, number in (("samphanthawong", 2), ("latkrabang", 1)):
        agency = office.agency_of(office.who(name))
        targets.set_agency_target(acting_user=owner, key_result=key_result, agency=agency, value=number, unit="ย่าน")
    for kind, month, day in (("plan", 11, 30), ("website", 8, 31), ("awareness", 9, 15), ("report", 9, 30)):
        duty = key_result.duties.filter(kind=kind).first()
        if duty is not None:
            due = dt.date(2024 if month > 9 else 2025, month, day)
            targets.set_duty_due(acting_user=owner, duty=duty, due_on=due)


def _accept(office: Office) -> None:
    for name in ("samphanthawong", "latkrabang"):
        person = office.who(name)
        target = AgencyTarget.objects.get(agency=person.agency)
        targets.accept_target(acting_user=person, target=target)


def _deputy(office: Office) -> None:
    appoint_deputy(
        office.who("approver"),
        office.who("deputy"),
        valid_from=dt.date(2025, 4, 7),
        valid_to=dt.date(2025, 4, 18),
        reason="ลาพักผ่อนช่วงสงกรานต์",
        acting_user=office.who("approver"),
    )
