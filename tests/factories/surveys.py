"""Surveys made through the actions that people use, ready for fieldwork."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tests.factories import districts, people, results

from samrit.people.models import Agency, User
from samrit.results.actions import targets
from samrit.results.models import KeyResult
from samrit.surveys.actions import design, fieldwork
from samrit.surveys.actions.intake import Door, Submission, receive
from samrit.surveys.actions.shared import asked, latest
from samrit.surveys.enums import Mode, Source
from samrit.surveys.models import Psu, QuestionnaireVersion, Survey, Wave
from samrit.surveys.planning import Part


@dataclass
class Field:
    """A locked survey with a wave, and who works on it."""

    owner: User
    approver: User
    key_result: KeyResult
    survey: Survey
    wave: Wave | None = None


def draft(count: int = 3, looks: int = 1, strata: int = 2) -> Field:
    """A survey on `count` districts in so many khets, with reading and plan, not locked."""
    team = results.key_result()
    key_result = team.key_result
    khets = [people.khet(name_th=f"สำนักงานเขตที่ {number}") for number in range(1, strata + 1)]
    chosen = [districts.district(f"ย่านที่ {number}", khets[0], slug=f"place-{number}") for number in range(1, count + 1)]
    targets.choose_districts(acting_user=team.owner, key_result=key_result, districts=chosen)
    return designed(key_result, khets, owner=team.owner, approver=team.approver, looks=looks)


def designed(key_result: KeyResult, khets: list[Agency], *, owner: User, approver: User, looks: int = 1) -> Field:
    """A survey of this key result's districts with reading and plan, not locked."""
    survey = design.start_survey(key_result, title="การรับรู้ย่าน", acting_user=owner)
    design.set_reading(survey, reading="each", threshold=Decimal("0.8"), read_version=survey.version, acting_user=owner)
    parts = [Part(khet.name_th, khet, 60_000 + place * 40_000, psus=6) for place, khet in enumerate(khets)]
    design.save_plan(
        survey,
        alternative=Decimal("0.86"),
        power=Decimal("0.8"),
        deff=Decimal("1.7"),
        response=Decimal("0.6"),
        parts=parts,
        looks=looks,
        read_version=survey.version,
        acting_user=owner,
    )
    return Field(owner, approver, key_result, survey)


def locked(count: int = 3, made: Field | None = None) -> Field:
    """The same, locked by the executive."""
    made = made or draft(count)
    design.lock_survey(made.survey, read_version=made.survey.version, acting_user=made.approver)
    return made


def in_field(
    count: int = 3, opens_on: dt.date | None = None, closes_on: dt.date | None = None, made: Field | None = None
) -> Field:
    """The same, with a wave that is open today."""
    made = locked(count, made)
    today = dt.datetime.now(dt.UTC).date()
    made.wave = fieldwork.open_wave(
        made.survey,
        opens_on=opens_on or today - dt.timedelta(days=30),
        closes_on=closes_on or today + dt.timedelta(days=30),
        acting_user=made.owner,
    )
    return made


def submission(  # noqa: PLR0913 -- a person with all that may differ, by name
    field: Field,
    *,
    uid: uuid.UUID | None = None,
    know: str = "know",
    decoys: str = "no",
    age: str = "30_39",
    adults: int | None = None,
    seconds: int = 240,
    address: str = "198.51.100.1",
    agent: str = "",
    questionnaire: QuestionnaireVersion | None = None,
    knows: dict[str, str] | None = None,
    **answers: Any,
) -> Submission:
    """Complete answers of one person: `know` to every district, `decoys` to the decoys, unless `knows` says it."""
    uid = uid or uuid.uuid4()
    version = questionnaire or latest(field.survey)
    asked_about = asked(version)
    said = {item.id: decoys if item.decoy else know for item in asked_about.battery.items}
    more = {} if adults is None else {"adults_in_household": adults}
    return Submission(
        uid=uid,
        questionnaire=version,
        answers={"age": age, "know": {**said, **(knows or {})}, **more, **answers},
        order=asked_about.order_for(str(uid)),
        seconds=seconds,
        address=address,
        agent=agent or str(uid),
    )


def interviews(field: Field, count: int, **said: Any) -> None:
    """So many drawn persons with the same answers, spread over all PSUs in turn; `said` goes to `submission`.

    A value that is called gets the person's number (`knows=lambda n: …`).
    """
    psus = list(Psu.objects.filter(stratum__survey=field.survey).select_related("stratum"))
    for number in range(count):
        mine = {name: value(number) if callable(value) else value for name, value in said.items()}
        door = Door(field.wave, Source.PROBABILITY, Mode.ENUMERATOR, psu=psus[number % len(psus)])
        receive(door, submission(field, **mine))


def volunteers(field: Field, count: int, **said: Any) -> None:
    """So many who came through an open link, each from a network of their own."""
    for number in range(count):
        mine = {name: value(number) if callable(value) else value for name, value in said.items()}
        door = Door(field.wave, Source.WEB, Mode.LINK)
        receive(door, submission(field, address=f"198.51.100.{number % 250}", **mine))


def close(field: Field) -> Wave:
    """Ends the wave."""
    field.wave.refresh_from_db()
    return fieldwork.close_wave(field.wave, read_version=field.wave.version, acting_user=field.owner)
