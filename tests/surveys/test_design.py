"""Designing a survey: the template, reading, plan, and the lock that fixes them."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from tests.factories import people
from tests.factories import surveys as made

from samrit.core.contract import Node, Refused
from samrit.people.enums import Role
from samrit.people.four_eyes import OwnWork
from samrit.people.rights import Forbidden
from samrit.platform.models import AuditEntry
from samrit.surveys.actions import design
from samrit.surveys.actions.shared import asked, latest
from samrit.surveys.models import Survey
from samrit.surveys.planning import read_parts
from samrit.surveys.questionnaire import questionnaire_data, read_questionnaire

pytestmark = pytest.mark.django_db


def test_the_template_asks_spontaneously_before_it_names_the_districts():
    """No name is shown before the open question; the battery holds every district and two decoys."""
    field = made.draft()
    questionnaire = asked(latest(field.survey))
    names = [one.id for one in questionnaire.questions]
    assert names.index("spontaneous") < names.index("know")
    assert [item.district for item in questionnaire.districts] == ["place-1", "place-2", "place-3"]
    assert len(questionnaire.decoys) == 2
    assert questionnaire.screen.stop == ("u18",)


def test_a_questionnaire_is_read_as_it_was_written():
    """The document and the value are one another's image."""
    questionnaire = asked(latest(made.draft().survey))
    assert read_questionnaire(Node(questionnaire_data(questionnaire), "")) == questionnaire


def test_each_respondent_has_an_order_that_stays():
    """The order is a shuffle of all names, the same for the same person, and differs between persons."""
    questionnaire = asked(latest(made.draft(8).survey))
    orders = [questionnaire.order_for(f"person-{number}") for number in range(20)]
    assert all(sorted(order) == sorted(orders[0]) for order in orders)
    assert questionnaire.order_for("person-3") == orders[3]
    assert len({tuple(order) for order in orders}) > 15


def test_locking_fixes_everything_with_a_hash_in_the_audit_chain():
    """After the lock neither reading, questions nor plan change; the chain holds what was locked."""
    field = made.locked()
    survey = Survey.objects.get()
    entry = json.loads(AuditEntry.objects.get(action="surveys.locked").body)
    assert (survey.state, entry["data"]["sha256"]) == ("locked", survey.locked_sha256)
    assert (entry["data"]["reading"], entry["data"]["threshold"]) == ("each", "0.8")
    with pytest.raises(Refused) as refused:
        design.set_reading(
            survey, reading="any", threshold=Decimal("0.5"), read_version=survey.version, acting_user=field.owner
        )
    assert refused.value.path == "state"


def test_who_designs_does_not_lock():
    """The right to lock is an executive's, and an executive who made the questions needs another."""
    field = made.draft()
    survey = field.survey
    with pytest.raises(Forbidden):
        design.lock_survey(survey, read_version=survey.version, acting_user=field.owner)
    both = people.user(role=Role.OWNER, agency=field.key_result.host)
    people.give(both, Role.APPROVER, agency=field.key_result.host)
    own = design.start_survey(field.key_result, title="อีกชุด", acting_user=both)
    with pytest.raises(OwnWork):
        design.lock_survey(own, read_version=own.version, acting_user=both)


def test_an_unfinished_survey_is_not_locked():
    """Without reading and plan the lock says what is missing."""
    field = made.draft()
    survey = design.start_survey(field.key_result, title="ยังไม่ครบ", acting_user=field.owner)
    assert [fault.path for fault in design.missing(survey)] == ["reading", "plan"]
    with pytest.raises(Refused) as refused:
        design.lock_survey(survey, read_version=survey.version, acting_user=field.approver)
    assert refused.value.path == "reading"


def test_questionnaire_versions_are_only_added():
    """Not even SQL changes a version."""
    version = latest(made.draft().survey)
    with pytest.raises(DatabaseError), transaction.atomic():
        type(version).objects.filter(pk=version.pk).update(sha256="0" * 64)


def test_the_plan_shares_the_engines_number_among_the_khets():
    """Targets sum to the completes that the test needs, in proportion to the population."""
    survey = made.draft().survey
    targets = [(row.population, row.target, row.issued, row.psus.count()) for row in survey.strata.all()]
    assert sum(row[1] for row in targets) == survey.plan["completes"]
    assert [row[0] for row in targets] == [60_000, 100_000]
    assert targets[1][1] > targets[0][1]
    assert [row[3] for row in targets] == [6, 6]
    assert all(issued * 6 >= target * 10 for _, target, issued, _ in targets)


def test_strata_are_read_from_pasted_lines():
    """Names with or without the office's title, Thai digits, tabs; a wrong line is named."""
    khet = people.khet(name_th="สำนักงานเขตพระนคร")
    parts = read_parts("พระนคร, ๔๕๐๐๐\nนอกทะเบียน\t1200\t4\n")
    assert [(part.name, part.khet, part.population, part.psus) for part in parts] == [
        ("สำนักงานเขตพระนคร", khet, 45_000, 0),
        ("นอกทะเบียน", None, 1_200, 4),
    ]
    with pytest.raises(Refused) as refused:
        read_parts("พระนคร, 45000\nดุสิต มาก")
    assert "line 2" in refused.value.what.en


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"questions": []}, "questions"),
        ({"schema": "x"}, "schema"),
        ({"questions": [{"id": "1a", "kind": "text", "label": {"th": "ก"}}]}, "questions[0].id"),
        ({"questions": [{"id": "a", "kind": "select_one", "label": {"th": "ก"}}]}, "questions[0].options"),
        ({"questions": [{"id": "a", "kind": "text", "label": {"th": " "}}]}, "questions[0].label.th"),
        ({"screen": {"question": "age", "stop": ["no"]}}, "screen"),
    ],
)
def test_a_bad_questionnaire_is_refused_at_its_place(change, path):
    """Each fault is named by its path."""
    document = {**questionnaire_data(asked(latest(made.draft().survey))), **change}
    with pytest.raises(Refused) as refused:
        read_questionnaire(Node(document, ""))
    assert refused.value.path == path
