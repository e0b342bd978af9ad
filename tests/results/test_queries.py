"""Named reads: what they give, and that their cost does not grow."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.factories import districts, results

from samrit.results import queries
from samrit.results.actions import definitions, periods, targets

pytestmark = pytest.mark.django_db


def test_the_list_shows_where_each_key_result_stands():
    """Signed and waiting revision, districts, targets, reports, overdue."""
    at = results.key_result()
    targets.choose_districts(acting_user=at.owner, key_result=at.key_result, districts=districts.districts(3))
    definitions.create_by_hand(acting_user=at.owner, document=results.document(), agency=at.host, reason="แก้คำ")
    results.submitted(at)
    results.accepted(at, period=at.key_result.periods.get(code="Q2"))
    (row,) = queries.key_result_list(fiscal_year=2568, on=dt.date(2025, 8, 1))
    assert (row.signed, row.waiting, row.waiting_state, row.districts, row.targets, row.accepted_targets) == (
        1,
        2,
        "read",
        3,
        1,
        1,
    )
    assert (row.reports, row.accepted_reports, row.overdue) == (2, 1, 1)
    assert queries.key_result_list(fiscal_year=2500) == ()


@pytest.mark.parametrize("number", [1, 6])
def test_the_list_costs_two_queries(number, django_assert_num_queries):
    """Whatever the number of key results."""
    for _ in range(number):
        results.typed_key_result()
    with django_assert_num_queries(2):
        rows = queries.key_result_list()
        assert [row.key_result.host.name_th for row in rows]


def test_a_report_page_costs_three_queries(django_assert_num_queries):
    """And names who did what."""
    at = results.typed_key_result()
    report = results.submitted(at, values={"result": "3"})
    with django_assert_num_queries(3):
        page = queries.report_page(str(report.uid))
        assert [step.by.name_th for step in page.steps.all()] == [at.maker.name_th] * 2
        assert (page.key_result.host, page.period.code, page.values.all()[0].value) == (at.host, "Q1", 3)


def test_the_revision_in_effect_on_a_day():
    """Before the change the old one, after it the new one."""
    at = results.key_result()
    revision = definitions.create_by_hand(
        acting_user=at.owner, document=results.document(), agency=at.host, reason="แก้คำ"
    )
    definitions.confirm_revision(acting_user=at.owner, revision=revision)
    definitions.sign_revision(acting_user=at.approver, revision=revision, effective_from=dt.date(2025, 4, 1))
    on = {
        day: queries.signed_revision(at.key_result, day).number for day in (dt.date(2025, 3, 31), dt.date(2025, 4, 1))
    }
    assert on == {dt.date(2025, 3, 31): 1, dt.date(2025, 4, 1): 2}
    assert queries.signed_revision(at.key_result).number == 2
    assert queries.signed_revision(at.key_result, dt.date(2024, 9, 30)) is None


# --- overdue and silent ---


def test_overdue_and_silent_owners_are_computed(django_assert_num_queries):
    """Due, days late, state; nothing begun is silence; sent and closed are not asked for."""
    at, (khet,) = results.supported(1)
    q1, q2, q3, _ = at.key_result.periods.order_by("ends_on")
    results.accepted(at, period=q1)
    results.accepted(at, khet, period=q1, state="returned")
    periods.close_period(acting_user=at.owner, period=q3)
    with django_assert_num_queries(1):
        rows = queries.overdue([at.key_result], on=dt.date(2025, 7, 20))
    assert [(row.agency_id, row.period, row.due_on, row.days, row.state, row.silent) for row in rows] == [
        (khet.pk, "Q1", dt.date(2025, 1, 10), 191, "returned", False),
        *sorted(
            ((agency.pk, "Q2", q2.due_on, 101, None, True) for agency in (at.host, khet)),
            key=lambda row: {at.host.pk: at.host.code, khet.pk: khet.code}[row[0]],
        ),
    ]
    assert queries.overdue([at.key_result], on=dt.date(2025, 1, 10)) == ()
    assert [row.agency_id for row in queries.overdue(on=dt.date(2025, 7, 20), agency=khet)] == [khet.pk] * 2


def test_a_correction_that_waits_is_not_overdue():
    """The first edition was sent."""
    at = results.typed_key_result()
    results.accepted(at)
    results.accepted(at, edition=2, state="draft")
    assert queries.overdue(on=dt.date(2025, 1, 20)) == ()


def test_what_is_due_soon():
    """Only periods that have ended."""
    at = results.typed_key_result()
    assert queries.due_soon([at.key_result], on=dt.date(2024, 12, 31)) == ()
    (row,) = queries.due_soon([at.key_result], on=dt.date(2025, 1, 3))
    assert (row.period, row.days) == ("Q1", -7)
