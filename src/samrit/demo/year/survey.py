"""The awareness survey of the year: designed, locked by another hand, a wave in spring on paper and one in autumn by
telephone, each with its verdict handed on to the duty of the sheet.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from decimal import Decimal
from functools import partial
from typing import Any

from samrit.core.thai import sort_key
from samrit.demo.diary import Diary
from samrit.demo.texts.answers import Person, person, population
from samrit.demo.year.office import Office
from samrit.people.enums import AgencyKind
from samrit.people.models import Agency
from samrit.surveys import imports
from samrit.surveys.actions import design, fieldwork, handing_on
from samrit.surveys.actions.intake import Submission, door_of_allocation, door_of_link, receive, receive_all
from samrit.surveys.actions.shared import asked, latest
from samrit.surveys.models import Allocation, Psu, QuestionnaireVersion, Survey, Wave
from samrit.surveys.planning import Part

_PSUS, _EACH = 2, 12
"""Sampling units in each khet, and interviews wanted in each of the autumn wave."""
_ON_PAPER = 5
"""Interviews in each unit of the spring wave."""
_VOLUNTEERS = 150
_PHONES = ("officer", "media", "samphanthawong", "latkrabang")
_DAYS = 18


def write(diary: Diary, office: Office) -> None:
    """The entries of the survey."""
    diary.on(dt.date(2025, 2, 10), lambda: _design(office), 10)
    diary.on(dt.date(2025, 2, 17), lambda: _lock(office), 14)
    diary.on(dt.date(2025, 3, 3), lambda: _open(office, dt.date(2025, 3, 3), dt.date(2025, 3, 20)), 9)
    diary.on(dt.date(2025, 3, 19), lambda: _paper(office), 15)
    diary.on(dt.date(2025, 3, 20), lambda: _close(office), 16)
    diary.on(dt.date(2025, 3, 24), lambda: _hand_on(office), 10)
    diary.on(dt.date(2025, 8, 11), lambda: _open(office, dt.date(2025, 8, 11), dt.date(2025, 9, 8)), 8)
    diary.on(dt.date(2025, 8, 11), lambda: _phones(office), 10)
    for day in range(_DAYS):
        diary.on(dt.date(2025, 8, 12) + dt.timedelta(days=day + day // 5 * 2), partial(_interviews, day), 18)
    diary.on(dt.date(2025, 9, 3), lambda: _volunteers(office), 12)
    diary.on(dt.date(2025, 9, 8), lambda: _close(office), 16)
    diary.on(dt.date(2025, 9, 12), lambda: _hand_on(office), 10)


def _survey() -> Survey:
    return Survey.objects.select_related("key_result").get()


def _wave() -> Wave:
    """The wave of now."""
    return Wave.objects.select_related("survey__key_result").order_by("-number")[0]


# --- design ---


def _design(office: Office) -> None:
    owner = office.who("owner")
    survey = design.start_survey(office.key_result, title="การรับรู้ย่านสร้างสรรค์ ปีงบประมาณ ๒๕๖๘", acting_user=owner)
    design.set_reading(survey, reading="each", threshold=Decimal("0.8"), read_version=survey.version, acting_user=owner)
    khets = sorted(Agency.objects.filter(kind=AgencyKind.DISTRICT_OFFICE), key=lambda row: sort_key(row.name_th))
    parts = [Part(row.name_th, row, population(place), psus=_PSUS) for place, row in enumerate(khets)]
    design.save_plan(
        survey,
        alternative=Decimal("0.85"),
        power=Decimal("0.95"),
        deff=Decimal("1.6"),
        response=Decimal("0.6"),
        parts=parts,
        read_version=survey.version,
        acting_user=owner,
    )


def _lock(office: Office) -> None:
    survey = _survey()
    design.lock_survey(survey, read_version=survey.version, acting_user=office.who("approver"))


def _open(office: Office, first: dt.date, last: dt.date) -> None:
    fieldwork.open_wave(_survey(), opens_on=first, closes_on=last, acting_user=office.who("owner"))


def _close(office: Office) -> None:
    wave = _wave()
    fieldwork.close_wave(wave, read_version=wave.version, acting_user=office.who("owner"))


def _hand_on(office: Office) -> None:
    handing_on.hand_on(_wave(), acting_user=office.who("owner"))


# --- the spring wave: interviews on paper, brought in from a file ---


def _psus() -> list[Psu]:
    return list(Psu.objects.select_related("stratum").order_by("stratum_id", "id"))


def _items(version: QuestionnaireVersion) -> dict[str, bool]:
    battery = asked(version).battery
    return {item.id: item.decoy for item in battery.items} if battery else {}


def _paper(office: Office) -> None:
    wave = _wave()
    items = _items(latest(wave.survey))
    out = io.StringIO()
    columns = ["id", "psu", "adults_in_household", *items]
    columns += ["age", "heard", "visited", "sex", "education", "registered", "guardian_agrees"]
    table = csv.DictWriter(out, columns)
    table.writeheader()
    for place, psu in enumerate(_psus()):
        for number in range(_ON_PAPER):
            one = person("spring", place * _ON_PAPER + number, items)
            given = {name: " ".join(value) if isinstance(value, list) else value for name, value in one.answers.items()}
            known = given.pop("know")
            row = {"id": str(one.uid), "psu": psu.code, "adults_in_household": one.adults, **known, **given}
            table.writerow(row)
    tried = imports.try_import(wave, out.getvalue().encode(), "paper.csv")
    imports.take_in(wave, tried, acting_user=office.who("owner"))


# --- the autumn wave: enumerators' telephones, and volunteers ---


def _phones(office: Office) -> None:
    wave, owner = _wave(), office.who("owner")
    for place, psu in enumerate(_psus()):
        who = office.who(_PHONES[place % len(_PHONES)])
        fieldwork.allocate(wave, psu, enumerator=who, target=_EACH, acting_user=owner)


def _interviews(day: int) -> None:
    """What the telephones send in the evening of a day: each unit is worked in on one day."""
    wave = _wave()
    version = latest(wave.survey)
    items = _items(version)
    rows = Allocation.objects.filter(wave=wave).select_related("wave__survey__key_result", "psu__stratum", "enumerator")
    sent = []
    for place, row in enumerate(rows.order_by("id")):
        if place % _DAYS != day:
            continue
        door = door_of_allocation(row)
        came = _EACH - place % 3
        people = [person("autumn", place * _EACH + number, items) for number in range(came)]
        sent += [(door, _submission(version, one)) for one in people]
    receive_all(wave, sent)


def _submission(version: QuestionnaireVersion, one: Person, **more: Any) -> Submission:
    return Submission(
        uid=one.uid,
        questionnaire=version,
        answers=one.answers | ({} if more else {"adults_in_household": str(one.adults)}),
        order=asked(version).order_for(str(one.uid)),
        seconds=one.seconds,
        timings={"know": one.names},
        **more,
    )


def _volunteers(office: Office) -> None:
    wave = _wave()
    version = latest(wave.survey)
    items = _items(version)
    link = fieldwork.add_link(wave, label="โปสเตอร์ที่สถานีรถไฟฟ้าสามยอด", acting_user=office.who("media"))
    door = door_of_link(link)
    for number in range(_VOLUNTEERS):
        one = person("autumn", number, items, web=True)
        receive(door, _submission(version, one, address=f"198.51.100.{number}", agent=f"demo {number}"))
