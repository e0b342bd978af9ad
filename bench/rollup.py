"""What accepting a year's reports costs, and rolling them up beside one bare GROUP BY over the same rows.

    python bench/rollup.py [OFFICES]

Ten key results, four quarters and (by default) fifty district offices: 2,000 checked reports are verified one by one
through the action that people use, on a database file of its own (or PostgreSQL where SAMRIT_TEST_POSTGRES names one).
The bare GROUP BY adds up the same figures and knows no missing part, edition, ratio or declared measure.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

ROUNDS = 7
KEY_RESULTS = 10
BARE = """
SELECT r.key_result_id, r.period_id, SUM(v.value)
FROM results_reportedvalue v JOIN results_report r ON r.id = v.report_id
WHERE r.state = 'verified' GROUP BY r.key_result_id, r.period_id
"""


def prepare() -> Any:
    """An empty database of its own; gives what must be kept alive."""
    folder = tempfile.TemporaryDirectory()
    if os.environ.get("SAMRIT_TEST_POSTGRES"):
        os.environ["DJANGO_SETTINGS_MODULE"] = "samrit.settings.test"
    else:
        os.environ.update(DJANGO_SETTINGS_MODULE="samrit.settings.local", SAMRIT_HOME=folder.name)
    import django  # noqa: PLC0415 -- settings come first

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 -- as above
    from django.db import connection  # noqa: PLC0415 -- as above

    if connection.vendor == "postgresql":
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
    else:
        call_command("migrate", verbosity=0)
    return folder


def make_reports(offices: int) -> tuple[list[Any], list[Any], Any]:
    """Key results, their checked reports, and the inspector who will verify them."""
    from samrit.people.enums import AgencyKind, Role  # noqa: PLC0415 -- settings come first
    from samrit.people.models import Agency, RoleAssignment, User  # noqa: PLC0415 -- as above
    from samrit.results.actions.periods import make_periods  # noqa: PLC0415 -- as above
    from samrit.results.models import (  # noqa: PLC0415 -- as above
        AgencyTarget,
        KeyResult,
        Measure,
        Report,
        ReportedValue,
        ReportStep,
    )

    writer, reviewer, inspector = (
        User.objects.create(username=name, name_th=name) for name in ("writer", "reviewer", "inspector")
    )
    RoleAssignment.objects.create(user=inspector, role=Role.INSPECTOR)
    host = Agency.objects.create(code="H", kind=AgencyKind.OFFICE, name_th="host")
    khets = [
        Agency.objects.create(code=f"K{number}", kind=AgencyKind.DISTRICT_OFFICE, name_th=f"khet {number}")
        for number in range(offices)
    ]
    key_results = []
    for number in range(KEY_RESULTS):
        key_result = KeyResult.objects.create(code=f"B{number}", fiscal_year=2568, name="bench", host=host)
        make_periods(key_result)
        Measure.objects.create(key_result=key_result, name="result", label="result")
        AgencyTarget.objects.bulk_create(
            AgencyTarget(key_result=key_result, agency=khet, role="supporting", value=1) for khet in khets
        )
        key_results.append(key_result)
    reports = Report.objects.bulk_create(
        Report(key_result=key_result, agency=khet, period=period, state="checked", entered_by=writer)
        for key_result in key_results
        for period in key_result.periods.all()
        for khet in khets
    )
    ReportedValue.objects.bulk_create(
        ReportedValue(report=report, name="result", value=place % 7) for place, report in enumerate(reports)
    )
    way = (
        ("open", "", "draft", writer),
        ("submit", "draft", "submitted", writer),
        ("check", "submitted", "checked", reviewer),
    )
    ReportStep.objects.bulk_create(
        ReportStep(report=report, act=act, from_state=before, to_state=after, by=by, role="x")
        for report in reports
        for act, before, after, by in way
    )
    return key_results, reports, inspector


def best_of(run: Callable[[], object]) -> float:
    """The quickest of some rounds: what the machine can do undisturbed."""
    rounds = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        run()
        rounds.append(time.perf_counter() - begin)
    return min(rounds)


def main() -> None:
    offices = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    folder = prepare()
    from django.db import connection  # noqa: PLC0415 -- settings come first
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 -- as above

    from samrit.results.rollup import rollup  # noqa: PLC0415 -- as above
    from samrit.verification.report_actions import verify_report  # noqa: PLC0415 -- as above

    key_results, (first, *reports), inspector = make_reports(offices)
    with CaptureQueriesContext(connection) as queries:
        verify_report(acting_user=inspector, report=first)
    begin = time.perf_counter()
    for report in reports:
        verify_report(acting_user=inspector, report=report)
    seconds = time.perf_counter() - begin

    def bare() -> object:
        with connection.cursor() as cursor:
            cursor.execute(BARE)
            return cursor.fetchall()

    with CaptureQueriesContext(connection) as asked:
        rows = rollup(key_results)
    rolled, grouped = best_of(lambda: rollup(key_results)), best_of(bare)
    total = sum(row.reported for row in rows)
    print(f"{connection.vendor}: {len(reports) + 1:,} reports of {len(key_results)} key results and {offices} offices")
    print(f"accept: {seconds:.2f} s, {1000 * seconds / len(reports):.2f} ms and {len(queries)} queries a report")
    print(f"roll up: {1000 * rolled:.2f} ms, {len(asked)} query, {len(rows)} rows, {total:,} parts")
    print(f"bare GROUP BY: {1000 * grouped:.2f} ms; ratio {rolled / grouped:.2f}")
    if connection.vendor == "postgresql":
        connection.creation.destroy_test_db("samrit", verbosity=0)
    folder.cleanup()


if __name__ == "__main__":
    main()
