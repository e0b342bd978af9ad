"""What can be done: every verb of the office, with its method, address and the scope that a token needs.

`{names}` in an address are parameters of the verb. A verb that stands in neither table fails a test.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, Literal

from samrit.people.models import Agency

VERBS: dict[str, str] = {
    # creative districts
    "districts.actions.create_district": "POST districts write",
    "districts.actions.edit_district": "PATCH districts/{district} write",
    "districts.actions.set_khets": "PUT districts/{district}/khets write",
    "districts.actions.set_place": "PUT districts/{district}/place write",
    "districts.actions.verify_district": "POST districts/{district}/verify decide",
    "districts.actions.unverify_district": "POST districts/{district}/unverify decide",
    # evidence and consents
    "evidence.actions.add_file": "POST evidence/file write",
    "evidence.actions.add_link": "POST evidence/link write",
    "evidence.actions.add_platform_answer": "POST evidence/platform-answer write",
    "evidence.actions.add_statement": "POST evidence/statement write",
    "evidence.actions.mark": "POST evidence/{item}/mark decide",
    "evidence.actions.admit_wrong": "POST evidence/{item}/admit-wrong write",
    "evidence.consents.record_consent": "POST consents write",
    "publicity.actions.consents.withdraw_consent": "POST consents/{consent}/withdraw write",
    # key results and their sheets
    "results.actions.creating.create_by_hand": "POST revisions/by-hand write",
    "results.actions.creating.create_from_sheet": "POST revisions/from-sheet write",
    "results.spreadsheets.reading.import_key_results": "POST key-results/import write",
    "results.actions.definitions.confirm_field": "POST revisions/{revision}/confirm-field write",
    "results.actions.definitions.change_rubric": "PUT revisions/{revision}/rubric write",
    "results.actions.definitions.set_assumption": "POST revisions/{revision}/assumption write",
    "results.actions.definitions.confirm_revision": "POST revisions/{revision}/confirm decide",
    "results.actions.definitions.reopen_revision": "POST revisions/{revision}/reopen decide",
    "results.actions.signing.sign_revision": "POST revisions/{revision}/sign decide",
    # the year: districts, targets, duties, periods
    "results.actions.targets.choose_districts": "PUT key-results/{key_result}/districts write",
    "results.actions.targets.set_agency_target": "PUT key-results/{key_result}/target write",
    "results.actions.targets.accept_target": "POST targets/{target}/accept decide",
    "results.actions.targets.set_duty_due": "PUT duties/{duty}/due write",
    "results.actions.targets.set_measure": "PATCH measures/{measure} write",
    "results.actions.periods.set_reporting": "PUT key-results/{key_result}/reporting write",
    "results.actions.periods.close_period": "POST periods/{period}/close decide",
    "results.actions.periods.reopen_period": "POST periods/{period}/reopen decide",
    "exchange.actions.handing_in.hand_in": "POST periods/{period}/hand-in write",
    "exchange.actions.handing_in.send_in": "POST periods/{period}/send-in write",
    # plans
    "publicity.actions.plans.start_plan": "POST plans write",
    "publicity.actions.plans.save_plan": "PUT plans/{plan} write",
    "publicity.actions.plans.submit_plan": "POST plans/{plan}/submit write",
    "publicity.actions.plans.recall_plan": "POST plans/{plan}/recall write",
    "publicity.actions.plans.return_plan": "POST plans/{plan}/return decide",
    "publicity.actions.plans.approve_plan": "POST plans/{plan}/approve decide",
    # works
    "publicity.actions.works.create_work": "POST works write",
    "publicity.actions.works.save_work": "PUT works/{work} write",
    "publicity.actions.works.submit_work": "POST works/{work}/submit write",
    "publicity.actions.works.recall_work": "POST works/{work}/recall write",
    "publicity.actions.works.approve_work": "POST works/{work}/approve decide",
    "publicity.actions.works.return_work": "POST works/{work}/return decide",
    "publicity.actions.works.finish_work": "POST works/{work}/finish write",
    "publicity.actions.works.reopen_work": "POST works/{work}/reopen write",
    "publicity.actions.works.withdraw_work": "POST works/{work}/withdraw write",
    "publicity.actions.bulk.submit_works": "POST works/submit write",
    "publicity.actions.bulk.approve_works": "POST works/approve decide",
    "publicity.actions.bulk.return_works": "POST works/return decide",
    "publicity.actions.bulk.recall_works": "POST works/recall write",
    "publicity.actions.bulk.finish_works": "POST works/finish write",
    "publicity.actions.bulk.withdraw_works": "POST works/withdraw write",
    "publicity.actions.parts.add_media": "POST works/{work}/media write",
    "publicity.actions.parts.describe_media": "PUT media/{media} write",
    "publicity.actions.parts.remove_media": "DELETE media/{media} write",
    "publicity.actions.parts.add_rendition": "POST works/{work}/renditions write",
    "publicity.actions.parts.show_people": "PUT works/{work}/people-shown write",
    "publicity.actions.parts.record_tellings": "PUT works/{work}/tellings write",
    "publicity.actions.parts.record_participation": "PUT works/{work}/participation write",
    "publicity.actions.parts.record_proofs": "PUT works/{work}/proofs write",
    "publicity.actions.publications.add_publication": "POST works/{work}/publications write",
    "publicity.actions.publications.save_publication": "PUT publications/{publication} write",
    "publicity.actions.publications.remove_publication": "POST publications/{publication}/remove write",
    "publicity.actions.publications.withdraw_publication": "POST publications/{publication}/withdraw write",
    "publicity.actions.duplicates.flag_duplicates": "POST works/{work}/flag-duplicates write",
    "publicity.actions.duplicates.decide_duplicate": "POST duplicates/{flagged}/decide decide",
    "publicity.actions.website.publish_district": "POST website-entries write",
    "publicity.actions.website.withdraw_district": "POST website-entries/{entry}/withdraw write",
    # channels
    "channels.actions.composing.create_delivery": "POST deliveries write",
    "channels.actions.composing.save_delivery": "PUT deliveries/{delivery} write",
    "channels.actions.composing.approve_delivery": "POST deliveries/{delivery}/approve decide",
    "channels.actions.composing.recall_delivery": "POST deliveries/{delivery}/recall write",
    "channels.actions.scheduling.schedule_delivery": "POST deliveries/{delivery}/schedule write",
    "channels.actions.scheduling.unschedule_delivery": "POST deliveries/{delivery}/unschedule write",
    "channels.actions.deciding.look_again": "POST deliveries/{delivery}/look-again write",
    "channels.actions.deciding.publish_by_hand": "POST deliveries/{delivery}/publish-by-hand write",
    "channels.actions.deciding.say_it_is_out": "POST deliveries/{delivery}/is-out write",
    "channels.actions.deciding.say_it_is_not_out": "POST deliveries/{delivery}/is-not-out write",
    # network, awareness, talk, tasks
    "publicity.actions.storytellers.add_storyteller": "POST storytellers write",
    "publicity.actions.storytellers.save_storyteller": "PUT storytellers/{row} write",
    "publicity.actions.storytellers.leave_network": "POST storytellers/{row}/leave write",
    "publicity.actions.storytellers.record_contributions": "PUT storytellers/{row}/contributions write",
    "publicity.actions.awareness.enter_awareness": "POST awareness-results write",
    "publicity.actions.comments.add_comment": "POST comments write",
    "publicity.actions.comments.take_back_comment": "POST comments/{comment}/take-back write",
    "publicity.actions.tasks.open_task": "POST tasks write",
    "publicity.actions.tasks.complete_task": "POST tasks/{task}/complete write",
    "publicity.actions.tasks.dispute_count": "POST works/{work}/dispute write",
    "publicity.actions.filters.save_filter": "POST filters write",
    "publicity.actions.filters.delete_filter": "DELETE filters/{row} write",
    "publicity.actions.filters.read_notices": "POST notices/read write",
    # reports, verification, scores
    "results.actions.reports.open_report": "POST reports write",
    "results.actions.reports.edit_report": "PATCH reports/{report} write",
    "results.actions.reports.submit_report": "POST reports/{report}/submit write",
    "results.actions.reports.withdraw_report": "POST reports/{report}/withdraw write",
    "results.actions.reports.correct_report": "POST reports/{report}/correct write",
    "verification.report_actions.check_report": "POST reports/{report}/check decide",
    "verification.report_actions.verify_report": "POST reports/{report}/verify decide",
    "verification.report_actions.verify_reports": "POST reports/verify decide",
    "verification.report_actions.acknowledge_report": "POST reports/{report}/acknowledge decide",
    "verification.report_actions.return_report": "POST reports/{report}/return decide",
    "verification.work_actions.verify_work": "POST works/{work}/verify decide",
    "verification.work_actions.verify_works": "POST works/verify decide",
    "verification.work_actions.return_work": "POST works/{work}/return-checked decide",
    "verification.work_actions.return_works": "POST works/return-checked decide",
    "verification.findings.write_finding": "POST findings decide",
    "verification.findings.reply_finding": "POST findings/{finding}/reply write",
    "verification.findings.close_finding": "POST findings/{finding}/close decide",
    "scoring.actions.take_snapshot": "POST key-results/{key_result}/snapshot write",
    # the public site
    "site.actions.pages.open_district_page": "POST pages/district write",
    "site.actions.pages.open_story_page": "POST pages/story write",
    "site.actions.pages.open_text_page": "POST pages/text write",
    "site.actions.pages.save_page": "PUT pages/{page} write",
    "site.actions.pages.rename_page": "POST pages/{page}/rename write",
    "site.actions.pages.restore_version": "POST pages/{page}/restore write",
    "site.actions.pages.publish_page": "POST pages/{page}/publish decide",
    "site.actions.pages.withdraw_page": "POST pages/{page}/withdraw decide",
    "site.actions.pages.correct_page": "POST pages/{page}/correct decide",
    "site.actions.results.open_result": "POST key-results/{key_result}/open-to-public decide",
    "site.actions.results.close_result": "POST key-results/{key_result}/close-to-public decide",
    "site.actions.pictures.add_picture": "POST pages/{page}/pictures write",
    "site.actions.pictures.describe_picture": "PUT pictures/{picture} write",
    "site.actions.pictures.remove_picture": "DELETE pictures/{picture} write",
    # surveys
    "surveys.actions.design.start_survey": "POST surveys write",
    "surveys.actions.design.save_questionnaire": "PUT surveys/{survey}/questionnaire write",
    "surveys.actions.design.set_reading": "PUT surveys/{survey}/reading write",
    "surveys.actions.design.save_plan": "PUT surveys/{survey}/plan write",
    "surveys.actions.design.lock_survey": "POST surveys/{survey}/lock decide",
    "surveys.actions.fieldwork.open_wave": "POST waves write",
    "surveys.actions.fieldwork.close_wave": "POST waves/{wave}/close write",
    "surveys.actions.fieldwork.add_link": "POST links write",
    "surveys.actions.fieldwork.end_link": "POST links/{link}/end write",
    "surveys.actions.fieldwork.issue_codes": "POST waves/{wave}/codes write",
    "surveys.actions.fieldwork.allocate": "POST allocations write",
    "surveys.actions.fieldwork.end_allocation": "POST allocations/{allocation}/end write",
    "surveys.actions.handing_on.hand_on": "POST waves/{wave}/hand-on write",
    "surveys.actions.looks.take_look": "POST waves/{wave}/looks write",
    "surveys.actions.recontacts.enter_recontact": "POST responses/{response}/recontacts write",
    # people and agencies
    "people.actions.accounts.change_own_settings": "PATCH me write",
    "people.actions.accounts.make_user": "POST people administer",
    "people.actions.accounts.change_user": "PATCH people/{user} administer",
    "people.actions.accounts.erase_personal_values": "POST audit-entries/erase-personal-values administer",
    "people.actions.agencies.make_agency": "POST agencies administer",
    "people.actions.agencies.change_agency": "PATCH agencies/{agency} administer",
    "people.actions.agencies.rename_agency": "POST agencies/{agency}/rename administer",
    "people.actions.appointments.give_role": "POST roles administer",
    "people.actions.appointments.end_role": "POST roles/{assignment}/end administer",
    "people.actions.appointments.appoint_deputy": "POST deputies administer",
    "people.actions.appointments.end_deputy": "POST deputies/{row}/end administer",
}

NOT_FOR_PROGRAMS: dict[str, str] = {
    "districts.samples.load_samples": "sample data for a demonstration; an office enters its own districts",
    "evidence.consents.record": "composed by record_consent, which has an address",
    "evidence.consents.withdraw": "composed by withdraw_consent, which also has the works taken down",
    "exchange.actions.tokens.make_token": "a token that makes tokens would outlive its own end",
    "exchange.actions.tokens.revoke_token": "a stolen token must not close its owner out; done on the account's page",
    "people.actions.accounts.set_password": "a password is typed by a person, never kept by a program",
    "people.actions.accounts.set_pid": "a national identity number is typed from the card, never kept by a program",
    "publicity.actions.works.begin_edit": "the first step of the verbs that change a work, no verb by itself",
    "publicity.actions.publications.put_publication": "composed by add_publication, which has an address",
    "results.actions.creating.create_from_scan": "the job behind create_from_sheet reads scans",
    "results.actions.creating.keep_scan": "the step before that job",
    "surveys.imports.take_in": "takes what try_import has read: POST waves/{wave}/responses does both",
}
"""Verbs without an address, each with its reason."""

OMITTED: dict[str, frozenset[str]] = {
    "districts.actions.create_district": frozenset({"sample"}),
    "people.actions.accounts.make_user": frozenset({"password"}),
}
"""Parameters that no program sends: marks of sample data, passwords."""

_TEXTS: dict[str, Any] = dict.fromkeys(
    ("name_en", "story_th", "story_en", "identity_th", "identity_en", "people_th", "people_en", "source", "source_url"),
    str,
)
_PERSON: dict[str, Any] = {"name_en": str, "position": str, "email": str}
_AGENCY: dict[str, Any] = {
    "code_confirmed": bool,
    "dopa_code": str | None,
    "district_group": str,
    "valid_from": dt.date | None,
    "valid_to": dt.date | None,
}
KEYWORDS: dict[str, dict[str, Any]] = {
    "districts.actions.create_district": _TEXTS,
    "districts.actions.edit_district": {"name_th": str, **_TEXTS},
    "people.actions.accounts.make_user": {**_PERSON, "language": Literal["th", "en"], "wants_digest": bool},
    "people.actions.accounts.change_user": {"name_th": str, **_PERSON, "agency": Agency | None, "is_active": bool},
    "people.actions.agencies.make_agency": _AGENCY,
    "people.actions.agencies.change_agency": {"code": str, "kind": str, "parent": Agency | None, **_AGENCY},
    "results.actions.targets.set_measure": {
        **dict.fromkeys(("kind", "across", "over_time", "direction"), str),
        **dict.fromkeys(("low", "high"), Decimal | None),
        **dict.fromkeys(("whole", "counted", "host_is_part"), bool),
    },
}
"""Fields that a verb takes as `**values`: name → type."""
