"""Designing a survey and locking it: after the lock neither reading, threshold, questions nor plan change."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from samrit.core.contract import Message, Node, Refused, canonical
from samrit.core.ledger import canonical_json
from samrit.core.thai import sort_key
from samrit.people.enums import Act, AgencyKind
from samrit.people.four_eyes import require_another
from samrit.people.models import Agency, User
from samrit.people.rights import Rights, Standing
from samrit.platform.locking import change
from samrit.publicity.actions.shared import choice, line, lock, refuse
from samrit.publicity.enums import Reading
from samrit.results.models import KeyResult
from samrit.surveys.actions.shared import asked, latest, record, scope_of
from samrit.surveys.edits import with_picture
from samrit.surveys.enums import SurveyState
from samrit.surveys.models import Psu, QuestionnaireVersion, Stratum, Survey
from samrit.surveys.pictures import make_picture
from samrit.surveys.planning import Part, Wanted, make_plan
from samrit.surveys.questionnaire import Picture, Questionnaire, questionnaire_data, read_questionnaire
from samrit.surveys.templates import DECOYS, awareness_template


@transaction.atomic(durable=True)
def start_survey(key_result: KeyResult, *, title: str, decoys: Sequence[Message] = DECOYS, acting_user: User) -> Survey:
    """A survey with the awareness questions on the key result's districts, among decoys that somebody has checked."""
    standing = Rights(acting_user).require(Act.EDIT_SURVEY, scope_of(key_result))
    chosen = key_result.chosen_districts.select_related("district").prefetch_related("district__khets")
    districts = [row.district for row in chosen]
    if not districts:
        raise refuse(
            "title",
            ("the key result has no districts yet", "ตัวชี้วัดนี้ยังไม่ได้เลือกย่าน"),
            ("choose the districts first", "โปรดเลือกย่านของตัวชี้วัดก่อน"),
        )
    khets = sorted(Agency.objects.filter(kind=AgencyKind.DISTRICT_OFFICE), key=lambda row: sort_key(row.name_th))
    names = [(row.code, Message(row.name_en, row.name_th.removeprefix("สำนักงาน"))) for row in khets]
    survey = Survey.objects.create(
        key_result=key_result, title=line(title, "title", longest=200), created_by=acting_user
    )
    made = awareness_template(districts, decoys=decoys, khets=names)
    version = _add_version(survey, made, acting_user)
    data = {"key_result": key_result.key, "title": survey.title, "questionnaire": version.sha256}
    record("started", survey.subject, acting_user=acting_user, standing=standing, data=data)
    return survey


def _add_version(survey: Survey, made: Questionnaire, acting_user: User) -> QuestionnaireVersion:
    content = questionnaire_data(made)
    read_questionnaire(Node(content, ""))
    last = latest(survey)
    return QuestionnaireVersion.objects.create(
        survey=survey,
        number=last.number + 1 if last else 1,
        content=content,
        sha256=hashlib.sha256(canonical_json(content)).hexdigest(),
        made_by=acting_user,
    )


def _begin(survey: Survey, act: Act, read_version: int, acting_user: User) -> Standing:
    """The right, the version that was read, and a survey that is not locked yet."""
    standing = Rights(acting_user).require(act, scope_of(survey))
    lock(survey, read_version)
    if survey.state != SurveyState.DRAFT:
        raise refuse(
            "state",
            ("the survey is locked", "การสำรวจนี้ล็อกแล้ว จึงแก้ไขแบบไม่ได้"),
            ("start a new survey", "หากต้องเปลี่ยนวิธี โปรดเริ่มการสำรวจใหม่"),
        )
    return standing


@transaction.atomic(durable=True)
def save_questionnaire(
    survey: Survey, questionnaire: Questionnaire, *, read_version: int, acting_user: User
) -> QuestionnaireVersion:
    """A new version of the questions; the same questions again make none. Every district must stay among them.

    Pictures are those that the survey has: others come in by `put_picture`.
    """
    standing = _begin(survey, Act.EDIT_SURVEY, read_version, acting_user)
    there = {one.file for version in survey.questionnaires.all() for one in asked(version).pictures}
    if any(picture.file not in there for picture in questionnaire.pictures):
        raise refuse(
            "questionnaire",
            ("a picture is not one of this survey's", "มีภาพที่ไม่ได้ใส่ไว้ในการสำรวจนี้"),
            ("put it beside its name on the page of the questions", "โปรดใส่ภาพที่หน้าแบบสอบถาม"),
        )
    return _saved(survey, questionnaire, standing, acting_user)


@transaction.atomic(durable=True)
def put_picture(
    survey: Survey, item: str, *, data: bytes | None, alt_th: str, alt_en: str, read_version: int, acting_user: User
) -> QuestionnaireVersion:
    """A photo or map beside a name that is asked about, with words for who does not see it; another in place of one.

    Without `data` the words of the picture that is there change; without words too it is taken away.
    """
    standing = _begin(survey, Act.EDIT_SURVEY, read_version, acting_user)
    now = asked(latest(survey))
    found = now.item(item)
    if found is None:
        raise refuse("item", ("this name is not asked about", "ไม่มีชื่อนี้ในแบบสอบถาม"), ("choose another", "โปรดเลือกใหม่"))
    picture = None
    if data is not None or alt_th.strip():
        file = found.picture.file if data is None and found.picture else make_picture(data or b"").sha256
        picture = Picture(
            file, Message(line(alt_en, "alt_en", longest=300, needed=False), line(alt_th, "alt_th", longest=300))
        )
    return _saved(survey, with_picture(now, item, picture), standing, acting_user)


def _saved(survey: Survey, questionnaire: Questionnaire, standing: Standing, acting_user: User) -> QuestionnaireVersion:
    content = questionnaire_data(questionnaire)
    if content == latest(survey).content:
        return latest(survey)
    version = _add_version(survey, questionnaire, acting_user)
    change(survey, read_version=survey.version)
    data = {"number": version.number, "sha256": version.sha256}
    record("questionnaire.saved", survey.subject, acting_user=acting_user, standing=standing, data=data)
    return version


@transaction.atomic(durable=True)
def set_reading(survey: Survey, *, reading: str, threshold: Decimal, read_version: int, acting_user: User) -> Survey:
    """How “aware of all” is read, and from which share on (0 to 1) it is met."""
    standing = _begin(survey, Act.EDIT_SURVEY, read_version, acting_user)
    choice(reading, "reading", Reading)
    if not threshold.is_finite() or not 0 < threshold < 1 or threshold != round(threshold, 4):
        raise refuse(
            "threshold",
            (
                "a threshold lies between 0 and 1, with four decimals at most",
                "เกณฑ์ต้องอยู่ระหว่าง 0 ถึง 1 มีทศนิยมไม่เกิน ๔ ตำแหน่ง",
            ),
            ("80 percent is 0.80", "ร้อยละ ๘๐ คือ 0.80"),
        )
    change(survey, read_version=survey.version, reading=reading, threshold=threshold)
    data = {"reading": reading, "threshold": canonical(threshold)}
    record("reading.set", survey.subject, acting_user=acting_user, standing=standing, data=data)
    return survey


@transaction.atomic(durable=True)
def save_plan(  # noqa: PLR0913 -- a plan with all that it is made from, by name
    survey: Survey,
    *,
    alternative: Decimal,
    power: Decimal,
    deff: Decimal,
    response: Decimal,
    parts: Sequence[Part],
    looks: int = 1,
    read_version: int,
    acting_user: User,
) -> Survey:
    """The fieldwork plan: target and issued numbers by stratum, and PSUs numbered from 01. Replaces an earlier plan."""
    standing = _begin(survey, Act.EDIT_SURVEY, read_version, acting_user)
    plan, made = make_plan(Wanted(survey.threshold, alternative, power, deff, response, looks), parts)
    survey.strata.all().delete()
    for place, part in enumerate(made, 1):
        stratum = Stratum.objects.create(
            survey=survey,
            khet=part.khet,
            name=part.name,
            population=part.population,
            target=part.target,
            issued=part.issued,
        )
        prefix = part.khet.code if part.khet else f"S{place:02}"
        Psu.objects.bulk_create(
            Psu(stratum=stratum, code=f"{prefix}-{number:02}") for number in range(1, part.psus + 1)
        )
    change(survey, read_version=survey.version, plan=plan)
    data = {"completes": plan["completes"], "issued": plan["issued"], "strata": _strata_data(survey)}
    record("plan.saved", survey.subject, acting_user=acting_user, standing=standing, data=data)
    return survey


def _strata_data(survey: Survey) -> list[dict[str, Any]]:
    rows = survey.strata.prefetch_related("psus")
    return [
        {"name": row.name, "population": row.population, "target": row.target, "psus": len(row.psus.all())}
        for row in rows
    ]


@transaction.atomic(durable=True)
def lock_survey(survey: Survey, *, read_version: int, acting_user: User) -> Survey:
    """Fixes reading, threshold, questions and plan before the first interview: hash and time go into the audit chain.

    By somebody who had no part in the design. Raises Refused where something is still missing.
    """
    standing = _begin(survey, Act.LOCK_SURVEY, read_version, acting_user)
    require_another(acting_user, [survey.created_by_id, *survey.questionnaires.values_list("made_by_id", flat=True)])
    version = latest(survey)
    for fault in missing(survey):
        raise fault
    frozen = {
        "reading": survey.reading,
        "threshold": canonical(survey.threshold),
        "questionnaire": version.sha256,
        "plan": survey.plan,
        "strata": _strata_data(survey),
    }
    sha256 = hashlib.sha256(canonical_json(frozen)).hexdigest()
    change(
        survey,
        read_version=survey.version,
        state=SurveyState.LOCKED,
        locked_by=acting_user,
        locked_on_behalf_of=standing.on_behalf_of,
        locked_at=timezone.now(),
        locked_sha256=sha256,
    )
    record("locked", survey.subject, acting_user=acting_user, standing=standing, data={**frozen, "sha256": sha256})
    return survey


def missing(survey: Survey) -> list[Refused]:
    """What keeps a survey from being locked."""
    questionnaire = asked(latest(survey))
    found = []
    if not survey.reading:
        found.append(
            refuse("reading", ("no reading is chosen", "ยังไม่ได้เลือกวิธีอ่านเกณฑ์"), ("choose one", "โปรดเลือกวิธีอ่านเกณฑ์"))
        )
    wanted = set(survey.key_result.districts.values_list("slug", flat=True))
    asked_about = {item.district for item in questionnaire.districts}
    if wanted != asked_about:
        found.append(
            refuse(
                "questionnaire",
                ("the questions are not about the key result's districts", "ชุดย่านในแบบสอบถามไม่ตรงกับย่านของตัวชี้วัด"),
                ("ask about each district once", "โปรดปรับแบบสอบถามให้ถามครบทุกย่าน"),
            )
        )
    if len(questionnaire.decoys) < 2:
        found.append(
            refuse(
                "questionnaire",
                ("fewer than two decoys are among the names", "ย่านลวงมีไม่ถึงสองชื่อ"),
                ("add two names that do not exist", "โปรดเพิ่มชื่อที่ไม่มีอยู่จริงสองชื่อ"),
            )
        )
    shown = {item.picture is not None for item in (questionnaire.battery.items if questionnaire.battery else ())}
    if len(shown) > 1:
        found.append(
            refuse(
                "questionnaire",
                ("some names have a picture and others have none", "บางชื่อมีภาพ บางชื่อไม่มี ทำให้แยกย่านลวงออกได้"),
                ("give each of them one, decoys too, or none", "โปรดใส่ภาพให้ครบทุกชื่อรวมย่านลวง หรือไม่ใส่เลย"),
            )
        )
    if not survey.plan:
        found.append(
            refuse("plan", ("there is no fieldwork plan", "ยังไม่มีแผนภาคสนาม"), ("make the plan", "โปรดจัดทำแผนภาคสนาม"))
        )
    return found
