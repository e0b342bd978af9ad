"""What two people do at the same moment: prepared calls, for PostgreSQL and for SQLite in a file of its own.

`python -m tests.web.races` runs all of them on the database of the settings and prints what came of each as JSON.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from typing import Any

RACES: dict[str, Callable[[], list[Callable[[], Any]]]] = {}
"""Name → what prepares two calls, each with the rows as its person had read them."""


def race(prepare: Callable[[], list[Callable[[], Any]]]) -> Callable[[], list[Callable[[], Any]]]:
    RACES[prepare.__name__] = prepare
    return prepare


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """What came of calls made at the same moment, each with its own connection; what was raised stands as it is."""
    from django.db import connection

    ready, came = threading.Barrier(len(calls)), [None] * len(calls)

    def one(place: int, call: Callable[[], Any]) -> None:
        try:
            ready.wait()
            came[place] = call()
        except Exception as error:  # noqa: BLE001 -- whatever it is, the test looks at it
            came[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came


def at_the_chain(*calls: Callable[[], Any]) -> list[Any]:
    """The same, with the audit chain held by another until each call waits for it, for another call, or is done: every
    one has then read what it goes by. On PostgreSQL, in a test marked so.
    """
    from django.db import transaction

    from samrit.platform.audit import record

    held, done = threading.Event(), []

    def hold() -> None:
        with transaction.atomic():
            record("test.held", actor="test", subject="test")
            held.set()
            until(lambda: waiting() + len(done) >= len(calls))

    def one(call: Callable[[], Any]) -> Any:
        held.wait()
        try:
            return call()
        finally:
            done.append(call)

    return at_once(hold, *(lambda call=call: one(call) for call in calls))[1:]


def waiting() -> int:
    """How many connections to this database wait for another."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # within a transaction it would stay as first seen
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        return cursor.fetchone()[0]


def until(condition: Callable[[], bool]) -> None:
    """Waits for it; a minute is forever."""
    end = time.monotonic() + 60
    while not condition() and time.monotonic() < end:
        time.sleep(0.01)


def outcome(came: list[Any]) -> list[str]:
    """`done` or `told` (refused with a sentence) for each, sorted; anything else by its name."""
    from samrit.core.contract import Refused

    kinds = [
        "told" if isinstance(one, Refused) else repr(one) if isinstance(one, Exception) else "done" for one in came
    ]
    return sorted(kinds)


def _reports(verb: str, state: str, *names: str) -> list[Callable[[], Any]]:
    from tests.factories import results

    from samrit.results.models import Report
    from samrit.verification import report_actions

    at = results.typed_key_result()
    report = results.submitted(at)
    if state != "submitted":
        report_actions.check_report(acting_user=at.reviewer, report=report)
    if state == "verified":
        report_actions.verify_report(acting_user=at.inspector, report=report)
    act = getattr(report_actions, verb)
    seen = [Report.objects.select_related("key_result", "period").get(pk=report.pk) for _ in names]
    return [
        lambda row=row, who=who: act(acting_user=getattr(at, who), report=row)
        for row, who in zip(seen, names, strict=True)
    ]


@race
def checking_a_report():
    return _reports("check_report", "submitted", "reviewer", "reviewer")


@race
def verifying_a_report():
    return _reports("verify_report", "checked", "inspector", "strategy")


@race
def acknowledging_a_report():
    return _reports("acknowledge_report", "verified", "approver", "approver")


@race
def opening_a_report():
    from tests.factories import results

    at = results.typed_key_result()
    return [lambda: results.draft(at)] * 2


@race
def creating_a_key_result():
    from tests.factories import results

    at = results.team()
    document = results.typed_document()
    from samrit.results.actions import definitions

    return [lambda: definitions.create_by_hand(acting_user=at.owner, document=document, agency=at.host)] * 2


@race
def signing_a_revision():
    from tests.factories import people, results

    from samrit.people.enums import Role
    from samrit.results.actions import definitions
    from samrit.results.models import Revision

    at = results.team()
    made = definitions.create_by_hand(acting_user=at.owner, document=results.typed_document(), agency=at.host)
    made = definitions.confirm_revision(acting_user=at.owner, revision=made)
    persons = [at.approver, people.user(role=Role.APPROVER, agency=at.host)]
    rows = [Revision.objects.select_related("key_result__host").get(pk=made.pk) for _ in persons]
    return [
        lambda row=row, by=by: definitions.sign_revision(acting_user=by, revision=row)
        for row, by in zip(rows, persons, strict=True)
    ]


def _publicity(kind: str, state: str, act: Callable[..., Any], *names: str) -> list[Callable[[], Any]]:
    from tests.factories import publicity

    place = publicity.office()
    row = publicity.plan(place, state) if kind == "plan" else publicity.work(place, state=state)
    seen = [type(row).objects.get(pk=row.pk) for _ in names]
    return [
        lambda row=row, who=who: act(row, read_version=row.version, acting_user=getattr(place, who))
        for row, who in zip(seen, names, strict=True)
    ]


@race
def approving_a_plan():
    from samrit.publicity.actions import plans

    return _publicity("plan", "submitted", plans.approve_plan, "approver", "approver")


@race
def submitting_a_plan():
    from samrit.publicity.actions import plans

    return _publicity("plan", "draft", plans.submit_plan, "owner", "maker")


@race
def approving_a_work():
    from samrit.publicity.actions import works

    return _publicity("work", "submitted", works.approve_work, "approver", "reviewer")


@race
def verifying_a_work():
    from tests.factories import evidence

    from samrit.evidence.models import EvidenceItem
    from samrit.verification import work_actions

    calls = _publicity("work", "done", work_actions.verify_work, "reviewer", "inspector")
    from samrit.publicity.models import Work

    work = Work.objects.order_by("-pk").first()
    if not EvidenceItem.objects.filter(subject=work.subject).exists():
        evidence.item(work.subject, work.entered_by, key_result=work.key_result.key)
    return calls


@race
def verifying_a_district():
    from tests.factories import districts, people

    from samrit.districts import actions
    from samrit.people.enums import Role

    row = districts.district(source="ประกาศ")
    persons = [people.user(role=Role.HOST_REVIEWER, agency=people.agency()) for _ in range(2)]
    seen = [type(row).objects.get(pk=row.pk) for _ in persons]
    return [
        lambda row=row, by=by: actions.verify_district(row, read_version=row.version, acting_user=by)
        for row, by in zip(seen, persons, strict=True)
    ]


@race
def doing_a_task():
    from tests.factories import publicity

    from samrit.publicity.actions import tasks
    from samrit.publicity.models import Task

    place = publicity.office()
    subject = publicity.work(place).subject
    task = tasks.open_task(subject, key_result=place.key_result, note="ช่วยดู", acting_user=place.owner)
    seen = [Task.objects.get(pk=task.pk) for _ in range(2)]
    return [lambda row=row: tasks.complete_task(row, acting_user=place.maker) for row in seen]


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    print(json.dumps({name: outcome(at_once(*prepare())) for name, prepare in RACES.items()}))  # noqa: T201 -- its answer


if __name__ == "__main__":
    main()
