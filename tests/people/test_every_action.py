"""Every verb of the office asks for its right first: who may, who may not, and nobody of another agency.

Each verb is called with made-up arguments by a person of each role. Whoever may is refused at most for what the
arguments say; whoever may not is told so before anything is looked at.
"""

from __future__ import annotations

import collections.abc
import datetime as dt
import importlib
import inspect
import pkgutil
import traceback
import types
import typing
from decimal import Decimal

import pytest
from django.db import models, transaction
from tests.factories import people
from tests.web import year

import samrit
from samrit.api.verbs import NOT_FOR_PROGRAMS, VERBS
from samrit.core.contract import Refused
from samrit.people.enums import Act, Role
from samrit.people.models import User
from samrit.people.rights import GRANTS, Forbidden
from samrit.publicity.actions.plans import start_plan
from samrit.publicity.actions.tasks import open_task
from samrit.results.models import AgencyTarget

pytestmark = pytest.mark.django_db

OWN = ()
"""One's own affairs: settings, filters, notices. Asks for an account, not for a role."""
_JUDGE_REPORTS = (Act.CHECK_REPORT, Act.VERIFY_REPORT, Act.ACKNOWLEDGE_REPORT)
ASKS: dict[str, tuple[Act, ...]] = {
    "channels.actions.accounts.add_by_hand": (Act.CONNECT_CHANNEL,),
    "channels.actions.accounts.add_website": (Act.CONNECT_CHANNEL,),
    "channels.actions.accounts.begin_connecting": (Act.CONNECT_CHANNEL,),
    "channels.actions.accounts.bring_line": (Act.CONNECT_CHANNEL,),
    "channels.actions.accounts.bring_token": (Act.CONNECT_CHANNEL,),
    "channels.actions.accounts.choose_account": (Act.CONNECT_CHANNEL,),
    "channels.actions.accounts.close_account": (Act.CONNECT_CHANNEL,),
    "channels.actions.accounts.come_back": (Act.CONNECT_CHANNEL,),
    "channels.actions.accounts.keep_by_hand": (Act.CONNECT_CHANNEL,),
    "channels.actions.accounts.test_account": (Act.CONNECT_CHANNEL,),
    "channels.actions.checking.send_test": (Act.EDIT_WORK, Act.APPROVE_WORK),
    "channels.actions.checking.validate_delivery": (Act.EDIT_WORK, Act.APPROVE_WORK),
    "channels.actions.composing.approve_delivery": (Act.APPROVE_WORK,),
    "channels.actions.composing.create_delivery": (Act.EDIT_WORK,),
    "channels.actions.composing.recall_delivery": (Act.EDIT_WORK, Act.APPROVE_WORK),
    "channels.actions.composing.save_delivery": (Act.EDIT_WORK,),
    "channels.actions.deciding.look_again": (Act.EDIT_WORK, Act.APPROVE_WORK),
    "channels.actions.deciding.publish_by_hand": (Act.EDIT_WORK, Act.APPROVE_WORK),
    "channels.actions.deciding.say_it_is_not_out": (Act.EDIT_WORK, Act.APPROVE_WORK),
    "channels.actions.deciding.say_it_is_out": (Act.EDIT_WORK, Act.APPROVE_WORK),
    "channels.actions.removing.say_it_is_down": (Act.EDIT_WORK, Act.APPROVE_WORK),
    "channels.actions.removing.take_down_delivery": (Act.EDIT_WORK, Act.APPROVE_WORK),
    "channels.actions.scheduling.schedule_delivery": (Act.EDIT_WORK, Act.APPROVE_WORK),
    "channels.actions.scheduling.unschedule_delivery": (Act.EDIT_WORK, Act.APPROVE_WORK),
    "districts.actions.create_district": (Act.EDIT_DISTRICT,),
    "districts.actions.districts_by_name": (Act.EDIT_DISTRICT,),
    "districts.actions.edit_district": (Act.EDIT_DISTRICT,),
    "districts.actions.set_khets": (Act.EDIT_DISTRICT,),
    "districts.actions.set_place": (Act.EDIT_DISTRICT,),
    "districts.actions.unverify_district": (Act.VERIFY_DISTRICT,),
    "districts.actions.verify_district": (Act.VERIFY_DISTRICT,),
    "districts.samples.load_samples": (Act.EDIT_DISTRICT,),
    "evidence.actions.add_file": (Act.ADD_EVIDENCE,),
    "evidence.actions.add_link": (Act.ADD_EVIDENCE,),
    "evidence.actions.add_platform_answer": (Act.ADD_EVIDENCE,),
    "evidence.actions.add_statement": (Act.ADD_EVIDENCE,),
    "evidence.actions.admit_wrong": (Act.ADD_EVIDENCE,),
    "evidence.actions.mark": (Act.VERIFY_WORK,),
    "evidence.consents.record": (Act.EDIT_STORYTELLERS,),
    "evidence.consents.record_consent": (Act.EDIT_STORYTELLERS,),
    "evidence.consents.withdraw": (Act.EDIT_STORYTELLERS,),
    "exchange.actions.handing_in.hand_in": (Act.EDIT_REPORT,),
    "exchange.actions.handing_in.send_in": (Act.EDIT_REPORT,),
    "exchange.actions.tokens.make_token": (Act.ADMINISTER,),
    "exchange.actions.tokens.revoke_token": (Act.ADMINISTER,),
    "exchange.actions.tracking.enter_tracking": (Act.EDIT_REPORT,),
    "exchange.actions.webhooks.change_secret": (Act.ADMINISTER,),
    "exchange.actions.webhooks.end_webhook": (Act.ADMINISTER,),
    "exchange.actions.webhooks.make_webhook": (Act.ADMINISTER,),
    "exchange.actions.webhooks.send_again": (Act.ADMINISTER,),
    "exchange.calendars.end_calendar_link": OWN,
    "exchange.calendars.make_calendar_link": OWN,
    "exchange.line_notices.begin_line_link": OWN,
    "exchange.line_notices.end_line_link": OWN,
    "exchange.urgent.choose_urgent": OWN,
    "exchange.tables.importing.import_table": (Act.VIEW,),
    "people.actions.accounts.change_own_settings": OWN,
    "people.actions.accounts.change_user": (Act.ADMINISTER,),
    "people.actions.accounts.choose_password": OWN,
    "people.actions.accounts.erase_personal_values": (Act.ADMINISTER,),
    "people.actions.accounts.make_user": (Act.ADMINISTER,),
    "people.actions.accounts.set_password": (Act.ADMINISTER,),
    "people.actions.accounts.set_pid": (Act.ADMINISTER,),
    "people.actions.agencies.change_agency": (Act.ADMINISTER,),
    "people.actions.agencies.make_agency": (Act.ADMINISTER,),
    "people.actions.agencies.rename_agency": (Act.ADMINISTER,),
    "people.actions.appointments.appoint_deputy": (Act.ADMINISTER,),
    "people.actions.appointments.end_deputy": (Act.ADMINISTER,),
    "people.actions.appointments.end_role": (Act.ADMINISTER,),
    "people.actions.appointments.give_role": (Act.ADMINISTER,),
    "publicity.actions.awareness.enter_awareness": (Act.EDIT_WORK,),
    "publicity.actions.bulk.approve_works": (Act.APPROVE_WORK,),
    "publicity.actions.bulk.finish_works": (Act.EDIT_WORK,),
    "publicity.actions.bulk.recall_works": (Act.EDIT_WORK,),
    "publicity.actions.bulk.return_works": (Act.APPROVE_WORK,),
    "publicity.actions.bulk.submit_works": (Act.EDIT_WORK,),
    "publicity.actions.bulk.withdraw_works": (Act.EDIT_WORK, Act.APPROVE_WORK),
    "publicity.actions.comments.add_comment": (Act.COMMENT,),
    "publicity.actions.comments.take_back_comment": (Act.COMMENT,),
    "publicity.actions.consents.withdraw_consent": (Act.EDIT_STORYTELLERS,),
    "publicity.actions.duplicates.decide_duplicate": (Act.DECIDE_DUPLICATES,),
    "publicity.actions.duplicates.flag_duplicates": (Act.COMMENT,),
    "publicity.actions.filters.delete_filter": OWN,
    "publicity.actions.filters.read_notices": OWN,
    "publicity.actions.filters.save_filter": OWN,
    "publicity.actions.parts.add_media": (Act.EDIT_WORK,),
    "publicity.actions.parts.add_rendition": (Act.EDIT_WORK,),
    "publicity.actions.parts.describe_media": (Act.EDIT_WORK,),
    "publicity.actions.parts.record_participation": (Act.EDIT_WORK,),
    "publicity.actions.parts.record_proofs": (Act.EDIT_WORK,),
    "publicity.actions.parts.record_tellings": (Act.EDIT_WORK,),
    "publicity.actions.parts.remove_media": (Act.EDIT_WORK,),
    "publicity.actions.parts.show_people": (Act.EDIT_WORK,),
    "publicity.actions.plans.approve_plan": (Act.APPROVE_PLAN,),
    "publicity.actions.plans.recall_plan": (Act.EDIT_PLAN,),
    "publicity.actions.plans.return_plan": (Act.APPROVE_PLAN,),
    "publicity.actions.plans.save_plan": (Act.EDIT_PLAN,),
    "publicity.actions.plans.start_plan": (Act.EDIT_PLAN,),
    "publicity.actions.plans.submit_plan": (Act.EDIT_PLAN,),
    "publicity.actions.publications.add_publication": (Act.EDIT_WORK,),
    "publicity.actions.publications.put_publication": (Act.EDIT_WORK,),
    "publicity.actions.publications.remove_publication": (Act.EDIT_WORK,),
    "publicity.actions.publications.save_publication": (Act.EDIT_WORK,),
    "publicity.actions.publications.withdraw_publication": (Act.EDIT_WORK, Act.APPROVE_WORK),
    "publicity.actions.storytellers.add_storyteller": (Act.EDIT_STORYTELLERS,),
    "publicity.actions.storytellers.leave_network": (Act.EDIT_STORYTELLERS,),
    "publicity.actions.storytellers.record_contributions": (Act.EDIT_STORYTELLERS,),
    "publicity.actions.storytellers.save_storyteller": (Act.EDIT_STORYTELLERS,),
    "publicity.actions.tasks.complete_task": (Act.EDIT_WORK,),
    "publicity.actions.tasks.dispute_count": (Act.COMMENT,),
    "publicity.actions.tasks.open_task": (Act.COMMENT,),
    "publicity.actions.website.publish_district": (Act.EDIT_WORK,),
    "publicity.actions.website.withdraw_district": (Act.EDIT_WORK,),
    "publicity.actions.works.approve_work": (Act.APPROVE_WORK,),
    "publicity.actions.works.begin_edit": (Act.EDIT_WORK,),
    "publicity.actions.works.create_work": (Act.EDIT_WORK,),
    "publicity.actions.works.finish_work": (Act.EDIT_WORK,),
    "publicity.actions.works.recall_work": (Act.EDIT_WORK,),
    "publicity.actions.works.redate_approval": (Act.APPROVE_WORK,),
    "publicity.actions.works.reopen_work": (Act.EDIT_WORK,),
    "publicity.actions.works.return_work": (Act.APPROVE_WORK,),
    "publicity.actions.works.save_work": (Act.EDIT_WORK,),
    "publicity.actions.works.submit_work": (Act.EDIT_WORK,),
    "publicity.actions.works.withdraw_work": (Act.EDIT_WORK, Act.APPROVE_WORK),
    "results.actions.creating.create_by_hand": (Act.CREATE_KEY_RESULT,),
    "results.actions.creating.create_from_scan": (Act.CREATE_KEY_RESULT,),
    "results.actions.creating.create_from_sheet": (Act.CREATE_KEY_RESULT,),
    "results.actions.creating.keep_scan": (Act.CREATE_KEY_RESULT,),
    "results.actions.definitions.change_rubric": (Act.CONFIRM_DEFINITION,),
    "results.actions.definitions.confirm_field": (Act.CONFIRM_DEFINITION,),
    "results.actions.definitions.confirm_fields": (Act.CONFIRM_DEFINITION,),
    "results.actions.definitions.confirm_revision": (Act.CONFIRM_DEFINITION,),
    "results.actions.definitions.reopen_revision": (Act.CONFIRM_DEFINITION, Act.SIGN_DEFINITION),
    "results.actions.definitions.set_assumption": (Act.CONFIRM_DEFINITION,),
    "results.actions.periods.close_period": (Act.SET_TARGETS,),
    "results.actions.periods.reopen_period": (Act.SET_TARGETS,),
    "results.actions.periods.set_period_due": (Act.SET_TARGETS,),
    "results.actions.periods.set_reporting": (Act.SET_TARGETS,),
    "results.actions.reports.correct_report": (Act.EDIT_REPORT,),
    "results.actions.reports.edit_report": (Act.EDIT_REPORT,),
    "results.actions.reports.open_report": (Act.EDIT_REPORT,),
    "results.actions.reports.submit_report": (Act.EDIT_REPORT,),
    "results.actions.reports.withdraw_report": (Act.EDIT_REPORT,),
    "results.actions.signing.sign_revision": (Act.SIGN_DEFINITION,),
    "results.actions.targets.accept_target": (Act.SET_TARGETS,),
    "results.actions.targets.choose_districts": (Act.SET_TARGETS,),
    "results.actions.targets.set_agency_target": (Act.SET_TARGETS,),
    "results.actions.targets.set_duty_due": (Act.SET_TARGETS,),
    "results.actions.targets.set_measure": (Act.SET_TARGETS,),
    "results.spreadsheets.reading.import_key_results": (Act.CREATE_KEY_RESULT,),
    "scoring.actions.take_snapshot": (Act.EDIT_REPORT, *_JUDGE_REPORTS),
    "site.actions.contributions.accept_contribution": (Act.MODERATE,),
    "site.actions.contributions.decline_contribution": (Act.MODERATE,),
    "site.actions.pages.correct_page": (Act.PUBLISH_SITE,),
    "site.actions.pages.open_district_page": (Act.EDIT_SITE,),
    "site.actions.pages.open_story_page": (Act.EDIT_WORK,),
    "site.actions.pages.open_text_page": (Act.EDIT_SITE,),
    "site.actions.captions.caption_in_english": (Act.EDIT_WORK,),
    "site.actions.pages.publish_page": (Act.PUBLISH_SITE,),
    "site.actions.pages.rename_page": (Act.EDIT_SITE,),
    "site.actions.pages.restore_version": (Act.EDIT_SITE,),
    "site.actions.pages.save_page": (Act.EDIT_SITE,),
    "site.actions.pages.withdraw_page": (Act.PUBLISH_SITE,),
    "site.actions.pictures.add_picture": (Act.EDIT_SITE,),
    "site.actions.pictures.describe_picture": (Act.EDIT_SITE,),
    "site.actions.pictures.remove_picture": (Act.EDIT_SITE,),
    "site.actions.results.close_result": (Act.OPEN_RESULT,),
    "site.actions.results.open_result": (Act.OPEN_RESULT,),
    "surveys.actions.design.lock_survey": (Act.LOCK_SURVEY,),
    "surveys.actions.design.save_plan": (Act.EDIT_SURVEY,),
    "surveys.actions.design.put_picture": (Act.EDIT_SURVEY,),
    "surveys.actions.design.save_questionnaire": (Act.EDIT_SURVEY,),
    "surveys.actions.design.set_reading": (Act.EDIT_SURVEY,),
    "surveys.actions.design.start_survey": (Act.EDIT_SURVEY,),
    "surveys.actions.fieldwork.add_link": (Act.EDIT_SURVEY,),
    "surveys.actions.fieldwork.allocate": (Act.EDIT_SURVEY,),
    "surveys.actions.fieldwork.close_wave": (Act.EDIT_SURVEY,),
    "surveys.actions.fieldwork.end_allocation": (Act.EDIT_SURVEY,),
    "surveys.actions.fieldwork.end_link": (Act.EDIT_SURVEY,),
    "surveys.actions.fieldwork.issue_codes": (Act.EDIT_SURVEY,),
    "surveys.actions.fieldwork.open_wave": (Act.EDIT_SURVEY,),
    "surveys.actions.handing_on.hand_on": (Act.EDIT_SURVEY,),
    "surveys.actions.looks.take_look": (Act.EDIT_SURVEY,),
    "surveys.actions.recontacts.enter_recontact": (Act.EDIT_SURVEY,),
    "surveys.imports.import_responses": (Act.EDIT_SURVEY,),
    "surveys.imports.take_in": (Act.EDIT_SURVEY,),
    "verification.findings.close_finding": (Act.WRITE_FINDING,),
    "verification.findings.reply_finding": (Act.REPLY_FINDING,),
    "verification.findings.write_finding": (Act.WRITE_FINDING,),
    "verification.report_actions.acknowledge_report": (Act.ACKNOWLEDGE_REPORT,),
    "verification.report_actions.check_report": (Act.CHECK_REPORT,),
    "verification.report_actions.return_report": _JUDGE_REPORTS,
    "verification.report_actions.verify_report": (Act.VERIFY_REPORT,),
    "verification.report_actions.verify_reports": (Act.VERIFY_REPORT,),
    "verification.work_actions.return_work": (Act.VERIFY_WORK,),
    "verification.work_actions.return_works": (Act.VERIFY_WORK,),
    "verification.work_actions.verify_work": (Act.VERIFY_WORK,),
    "verification.work_actions.verify_works": (Act.VERIFY_WORK,),
}
"""The right that each verb asks for (one of several suffices). A new verb is entered here with its right."""
ANYWHERE = {
    Act.VIEW,
    *(Act.EDIT_DISTRICT, Act.VERIFY_DISTRICT, Act.CREATE_KEY_RESULT),
    *(Act.EDIT_SITE, Act.PUBLISH_SITE, Act.MODERATE),
}
"""A role in any agency counts: districts and the site belong to none, and a sheet names its host only when read."""
NARROWER = {
    "exchange.tables.importing.import_table": set(Role),  # any role: each row asks for its own right
    "results.actions.targets.accept_target": {Role.OWNER},  # the strategy office sets targets, it takes on none
}
HELPERS = {  # they do what a verb has asked for already
    "channels.actions.shared.begin",
    "publicity.actions.bulk.for_each",
    "publicity.actions.shared.begin",
    "publicity.actions.tasks.close_take_downs",
    "site.actions.pages.require_edit",
}


def verbs():
    """All public functions that take who acts by name, and no standing: that would show that the right was asked."""
    found = {}
    for module in pkgutil.walk_packages(samrit.__path__, "samrit."):
        if module.name.startswith(("samrit.core", "samrit.cli", "samrit.settings")) or ".migrations" in module.name:
            continue
        if module.name.endswith("__main__"):
            continue
        loaded = importlib.import_module(module.name)
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            said = inspect.signature(function).parameters
            acts = "acting_user" in said and said["acting_user"].kind is inspect.Parameter.KEYWORD_ONLY
            if acts and "standing" not in said and not name.startswith("_") and function.__module__ == module.name:
                found[f"{module.name}.{name}".removeprefix("samrit.")] = function
    return {name: function for name, function in found.items() if name not in HELPERS}


def test_the_table_names_every_verb():
    """A new verb is entered with the right that it asks for; one that is gone leaves the table."""
    assert sorted(verbs()) == sorted(ASKS)


def test_every_verb_has_an_address_of_the_api_or_a_reason():
    """A new verb gets a line in `samrit/api/verbs.py` (then `make docs`); what it gives back may need a shape."""
    assert sorted(verbs()) == sorted([*VERBS, *NOT_FOR_PROGRAMS])
    assert all(len(why) > 20 for why in NOT_FOR_PROGRAMS.values())


class World:
    """A year of work, and arguments of any type that belong to it."""

    def __init__(self):
        self.year = year.year()
        self.key_result = self.year.key_result
        self.host = self.key_result.host
        self.owner = self.year.people["owner"]
        start_plan(self.key_result, acting_user=self.owner)
        open_task(self.key_result.subject, key_result=self.key_result, note="ช่วยดู", acting_user=self.owner)
        AgencyTarget.objects.get_or_create(key_result=self.key_result, agency=self.host, defaults={"role": "host"})

    def arguments(self, verb):
        """By name and type: rows of this year, and nonsense where the right does not depend on it."""
        hints = typing.get_type_hints(verb)
        said = inspect.signature(verb).parameters.values()
        wanted = [one for one in said if one.default is one.empty and one.name != "acting_user"]
        kept = [one for one in wanted if one.kind is not one.VAR_KEYWORD]
        return {one.name: self.made(hints[one.name], one.name) for one in kept}

    def made(self, kind, name=""):
        origin, parts = typing.get_origin(kind), typing.get_args(kind)
        if origin in {typing.Union, types.UnionType}:
            return self.made(next(part for part in parts if part is not type(None)), name)
        if origin is tuple:
            return tuple(self.made(part) for part in parts if part is not ...)
        if origin in {collections.abc.Mapping, dict}:
            return {}
        if origin is not None and parts:
            return [self.made(parts[0])] if isinstance(parts[0], (type, types.GenericAlias)) else []
        if kind is typing.Any:
            return None
        if issubclass(kind, models.Model):
            return self.row(kind)
        plain = {
            str: self.key_result.subject if name == "subject" else "x",
            int: 1,
            bool: False,
            bytes: b"x",
            Decimal: Decimal(1),
            dt.date: dt.date(2025, 1, 1),
            dt.datetime: dt.datetime(2025, 1, 1, tzinfo=dt.UTC),
        }
        return plain[kind] if kind in plain else _empty(kind)

    def row(self, model):
        """One that is there, of this key result; else one made up, that hangs on it and was never saved."""
        if model is User:
            return self.owner
        found = model.objects.first()
        if found is not None:
            return found
        filled = {
            field.name: self.row(field.related_model)
            for field in model._meta.fields
            if isinstance(field, models.ForeignKey) and not field.null and field.related_model is not model
        }
        if "key_result" in {field.name for field in model._meta.fields} and "key_result" not in filled:
            is_key = isinstance(model._meta.get_field("key_result"), models.CharField)
            filled["key_result"] = self.key_result.key if is_key else self.key_result
        if "subject" in {field.name for field in model._meta.fields}:
            filled["subject"] = self.key_result.subject
        return model(**filled)


def _empty(kind):
    """A value of a class whose contents do not matter before the right was asked."""
    return object.__new__(kind)


def refused(verb, arguments, person):
    """Whether it is refused for want of a right; verbs for many say so of each. Nothing that was done stays."""
    before = transaction.savepoint()
    try:
        came = verb(**arguments, acting_user=person)
    except Forbidden:
        return True
    except Refused:
        return False
    except Exception as fault:
        # What is made up breaks after the right was asked: the stranger with the same arguments must be refused. But
        # nothing may break while it is asked.
        if any(frame.filename.endswith("people/rights.py") for frame in traceback.extract_tb(fault.__traceback__)):
            raise
        return False
    finally:
        transaction.savepoint_rollback(before)
    rows = [row[1] for row in getattr(came, "refused", ())]
    if isinstance(came, tuple):
        rows = [row.refused for row in came if hasattr(row, "refused")]
    return any(isinstance(row, Forbidden) for row in rows)


def test_each_verb_with_each_role():
    """Who may and who may not: everywhere, without any role, and in another agency those who might have."""
    world = World()
    other = people.agency()
    at = {
        "everywhere": {role: people.user(role=role, everywhere=True) for role in Role},
        "elsewhere": {role: people.user(role=role, agency=other) for role in Role},
    }
    stranger = people.user(agency=world.host, is_staff=True, is_superuser=True)
    came, expected = {}, {}
    for name, verb in verbs().items():
        acts = ASKS.get(name, ())
        if acts == OWN:
            continue
        granted = NARROWER.get(name) or {role for act in acts for role in GRANTS[act]}
        came[name, "none"] = refused(verb, world.arguments(verb), stranger)
        expected[name, "none"] = True
        for where, persons in at.items():
            counts = where == "everywhere" or set(acts) <= ANYWHERE
            for role, person in persons.items():
                if where == "elsewhere" and role not in granted:
                    continue  # refused even with the role everywhere
                came[name, where, role] = refused(verb, world.arguments(verb), person)
                expected[name, where, role] = not (counts and role in granted)
    differs = [(*map(str, row), came[row]) for row in expected if came[row] != expected[row]]
    assert differs == []
