"""What the host decides for a year: districts, targets, due dates, measures, periods."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from tests.factories import districts, people, results

from samrit.core.contract import Refused
from samrit.people.enums import Role
from samrit.people.four_eyes import OwnWork
from samrit.people.rights import Forbidden
from samrit.platform.locking import Stale
from samrit.results.actions import periods, targets
from samrit.results.models import KeyResult

pytestmark = pytest.mark.django_db


def chosen(key_result):
    return list(key_result.chosen_districts.values_list("district_id", "place"))


def test_ten_districts_are_chosen_in_their_order():
    """Exactly the ten of KR 7301."""
    at, ten = results.key_result(), districts.districts(10)
    targets.choose_districts(acting_user=at.owner, key_result=at.key_result, districts=ten)
    assert chosen(at.key_result) == [(row.pk, place) for place, row in enumerate(ten, start=1)]
    targets.choose_districts(acting_user=at.owner, key_result=at.key_result, districts=ten[::-1])
    assert chosen(at.key_result) == [(row.pk, place) for place, row in enumerate(ten[::-1], start=1)]


def test_more_than_the_target_needs_a_reason():
    """The sheet says ten."""
    at, many = results.key_result(), districts.districts(11)
    with pytest.raises(Refused, match="more than the target of 10"):
        targets.choose_districts(acting_user=at.owner, key_result=at.key_result, districts=many)
    targets.choose_districts(acting_user=at.owner, key_result=at.key_result, districts=many, reason="ย่านสำรองหนึ่งแห่ง")
    assert len(chosen(at.key_result)) == 11


def test_taking_a_district_away_needs_a_reason_and_none_is_chosen_twice():
    """The population of a key result is not changed in passing."""
    at, ten = results.key_result(), districts.districts(10)
    targets.choose_districts(acting_user=at.owner, key_result=at.key_result, districts=ten)
    with pytest.raises(Refused) as refused:
        targets.choose_districts(acting_user=at.owner, key_result=at.key_result, districts=ten[:9])
    assert refused.value.path == "reason"
    with pytest.raises(Refused, match="twice"):
        targets.choose_districts(acting_user=at.owner, key_result=at.key_result, districts=[ten[0], ten[0]])


def test_two_people_choosing_at_once():
    """The second is shown the version that stands."""
    at, ten = results.key_result(), districts.districts(10)
    seen = KeyResult.objects.get(pk=at.key_result.pk)
    targets.choose_districts(acting_user=at.owner, key_result=at.key_result, districts=ten)
    with pytest.raises(Stale):
        targets.choose_districts(acting_user=at.owner, key_result=seen, districts=ten[::-1])


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.HOST_REVIEWER, Role.APPROVER, Role.INSPECTOR, Role.READER])
def test_who_may_not_set_targets(role):
    """Targets are for owners and the strategy office."""
    at = results.key_result()
    person = people.user(role=role, agency=at.host)
    with pytest.raises(Forbidden):
        targets.choose_districts(acting_user=person, key_result=at.key_result, districts=[])


# --- agencies' targets ---


def supported():
    """A typed key result with one supporting agency and its owner."""
    at = results.team()
    khet = people.khet(name_th="สำนักงานเขตบางรัก")
    lines = [results.line(at.host, "host", "10"), results.line(khet, "supporting", "5")]
    results.typed_key_result(results.typed_document(agencies=lines), at)
    return at, khet, people.user(role=Role.OWNER, agency=khet)


def test_the_supporting_agency_accepts_what_the_host_sets():
    """And must do so again when the target changes."""
    at, khet, owner = supported()
    target = at.key_result.agency_targets.get(agency=khet)
    targets.accept_target(acting_user=owner, target=target)
    assert target.accepted_by == owner
    with pytest.raises(Refused) as refused:
        targets.set_agency_target(acting_user=at.owner, key_result=at.key_result, agency=khet, value="6", unit="แห่ง")
    assert refused.value.path == "reason"
    changed = targets.set_agency_target(
        acting_user=at.owner, key_result=at.key_result, agency=khet, value="๖", unit="แห่ง", reason="ปรับตามงบประมาณ"
    )
    assert (changed.value, changed.accepted_at, changed.set_by) == (Decimal(6), None, at.owner)
    with pytest.raises(Refused, match="has changed"):
        targets.accept_target(acting_user=owner, target=target)


def test_who_does_not_accept_for_a_supporting_agency():
    """Neither the host's owner, nor who set it, nor somebody without ownership there."""
    at, khet, owner = supported()
    target = at.key_result.agency_targets.get(agency=khet)
    for person in (at.owner, at.strategy, people.user(role=Role.CONTRIBUTOR, agency=khet)):
        with pytest.raises(Forbidden):
            targets.accept_target(acting_user=person, target=target)
    people.give(owner, Role.OWNER, agency=at.host)
    targets.set_agency_target(
        acting_user=owner, key_result=at.key_result, agency=khet, value="7", unit="แห่ง", reason="ลอง"
    )
    with pytest.raises(OwnWork):
        targets.accept_target(acting_user=owner, target=at.key_result.agency_targets.get(agency=khet))


@pytest.mark.parametrize("value", ["หลาย", "1234567890123456", "0.00000000001", "NaN"])
def test_a_target_that_is_no_number_is_refused(value):
    """What the database could not hold exactly is refused with a sentence."""
    at, _khet, _owner = supported()
    with pytest.raises(Refused) as refused:
        targets.set_agency_target(
            acting_user=at.owner, key_result=at.key_result, agency=people.khet(), value=value, unit="แห่ง"
        )
    assert refused.value.path == "value"


# --- periods ---


def test_months_of_the_fiscal_year():
    """They bear the calendar's numbers and begin with October."""
    at = results.key_result()
    periods.set_reporting(acting_user=at.owner, key_result=at.key_result, kind="month", due_days=5)
    rows = list(at.key_result.periods.values_list("code", "ends_on", "due_on"))
    assert [code for code, _, _ in rows] == [
        *("M10", "M11", "M12"),
        *(f"M{month:02}" for month in range(1, 10)),
    ]
    assert rows[0][1:] == (dt.date(2024, 10, 31), dt.date(2024, 11, 5))


@pytest.mark.parametrize(("kind", "days"), [("week", 10), ("month", -1), ("month", 999)])
def test_nonsense_settings_of_reporting_are_refused(kind, days):
    """Months or quarters, and a sane number of days."""
    at = results.key_result()
    with pytest.raises(Refused):
        periods.set_reporting(acting_user=at.owner, key_result=at.key_result, kind=kind, due_days=days)


def test_periods_with_reports_do_not_change_their_kind():
    """But their due days may."""
    at = results.typed_key_result()
    results.draft(at)
    with pytest.raises(Refused, match="reports already"):
        periods.set_reporting(acting_user=at.owner, key_result=at.key_result, kind="month")
    periods.set_reporting(acting_user=at.owner, key_result=at.key_result, kind="quarter", due_days=15)
    assert at.first_period.due_on == dt.date(2025, 1, 15)


def test_closing_and_opening_a_period():
    """Closing twice says so; opening needs a reason."""
    at = results.key_result()
    period = at.first_period
    periods.close_period(acting_user=at.owner, period=period)
    with pytest.raises(Refused, match="closed already"):
        periods.close_period(acting_user=at.owner, period=period)
    with pytest.raises(Refused, match="reason"):
        periods.reopen_period(acting_user=at.owner, period=period, reason=" ")
    periods.reopen_period(acting_user=at.owner, period=period, reason="ผู้ว่าฯ ขอข้อมูลเพิ่ม")
    period.refresh_from_db()
    assert period.closed is False


def test_each_period_has_a_due_day_of_its_own():
    """Set with a reason, and kept when the others move along; one that is closed stands."""
    at = results.key_result()
    period, other = at.first_period, at.key_result.periods.get(code="Q2")
    by = {"acting_user": at.owner, "period": period}
    periods.set_period_due(**by, due_on=dt.date(2025, 1, 20), reason="วันหยุดปีใหม่")
    periods.set_reporting(acting_user=at.owner, key_result=at.key_result, kind="quarter", due_days=5)
    period.refresh_from_db()
    other.refresh_from_db()
    assert (period.due_on, other.due_on) == (dt.date(2025, 1, 20), dt.date(2025, 4, 5))
    for day, reason in ((dt.date(2025, 1, 9), " "), (dt.date(2024, 9, 30), "x"), (dt.date(2025, 5, 1), "x")):
        with pytest.raises(Refused):
            periods.set_period_due(**by, due_on=day, reason=reason)
    with pytest.raises(Stale):
        periods.set_period_due(**by, due_on=dt.date(2025, 1, 9), reason="x", read_version=1)
    periods.close_period(acting_user=at.owner, period=period)
    with pytest.raises(Refused, match="closed"):
        periods.set_period_due(**by, due_on=dt.date(2025, 1, 9), reason="x")
    period.refresh_from_db()
    assert period.due_on == dt.date(2025, 1, 20)


# --- measures and duties ---


def test_how_a_figure_is_measured_can_be_set_with_a_reason():
    """A ratio is rolled up as a ratio, and nothing else is."""
    at = results.typed_key_result()
    measure = at.key_result.measures.get()
    with pytest.raises(Refused, match="ratio"):
        targets.set_measure(acting_user=at.owner, measure=measure, reason="x", kind="ratio")
    measure.refresh_from_db()
    targets.set_measure(
        acting_user=at.owner, measure=measure, reason="วัดเป็นสัดส่วน", kind="ratio", across="ratio", high="100"
    )
    measure.refresh_from_db()
    assert (measure.kind, measure.across, measure.high) == ("ratio", "ratio", Decimal(100))
    for setting in ({"across": "median"}, {"place": 5}, {"whole": "yes"}, {"low": "200"}):
        with pytest.raises(Refused):
            targets.set_measure(acting_user=at.owner, measure=measure, reason="x", **setting)


def test_a_duty_gets_its_due_date():
    """Duties are the work plan."""
    at = results.key_result()
    duty = at.key_result.duties.first()
    targets.set_duty_due(acting_user=at.owner, duty=duty, due_on=dt.date(2024, 11, 30))
    duty.refresh_from_db()
    assert duty.due_on == dt.date(2024, 11, 30)


@pytest.mark.parametrize(
    ("kind", "operator", "expected"),
    [
        ("count", ">=", ("value", "sum", "higher", True)),
        ("ratio", ">=", ("ratio", "ratio", "higher", False)),
        ("mean", ">=", ("value", "average", "higher", False)),
        ("time", "<=", ("value", "average", "lower", False)),
        ("milestone", "==", ("value", "none", "target", False)),
    ],
)
def test_a_measure_follows_the_method_of_the_sheet(kind, operator, expected):
    """How parts become a whole is declared, not guessed at each sum."""
    at = results.typed_key_result(results.typed_document(kind=kind, operator=operator))
    measure = at.key_result.measures.get()
    assert (measure.kind, measure.across, measure.direction, measure.whole) == expected


def test_variables_of_a_formula_are_what_is_typed():
    """The result is worked out of A and B."""
    rubric = {
        "form": "anchors",
        "of": "result",
        "points": [["60", "1"], ["80", "5"]],
        "values": {"result": {"formula": "A / B * 100"}},
    }
    document = {**results.typed_document(kind="formula"), "rubric": {"schema": "samrit/rubric/1", **rubric}}
    at = results.typed_key_result(document)
    assert list(at.key_result.measures.values_list("name", "counted")) == [("result", True), ("A", False), ("B", False)]
