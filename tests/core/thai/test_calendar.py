"""Dates, fiscal years and periods."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrit.core.thai import (
    MONTHS,
    PERIODS,
    SHORT_MONTHS,
    FoundDate,
    dates_in,
    fiscal_year,
    fiscal_year_bounds,
    format_date,
    parse_date,
    period_bounds,
    period_contains,
    quarter,
    why_no_date,
)

DATES = st.dates(dt.date(1858, 1, 1), dt.date(2456, 12, 31))


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("31/1/2563", dt.date(2020, 1, 31)),
        ("28/02/2566", dt.date(2023, 2, 28)),
        ("31 / 1 / 2563", dt.date(2020, 1, 31)),
        ("1-10-67", dt.date(2024, 10, 1)),
        ("1.10.2567", dt.date(2024, 10, 1)),
        ("๑/๑๐/๒๕๖๗", dt.date(2024, 10, 1)),
        ("1/10/2024", dt.date(2024, 10, 1)),
        ("19 พ.ย. 62", dt.date(2019, 11, 19)),
        ("22 พฤศจิกายน พ.ศ. 2565", dt.date(2022, 11, 22)),
        ("22พฤศจิกายน2565", dt.date(2022, 11, 22)),
        ("๒๒ พ.ย. ๒๕๖๕", dt.date(2022, 11, 22)),
        ("๒2 พ.ย. 2๕๖๕", dt.date(2022, 11, 22)),
        ("วันที่ ๑ ตุลาคม พ.ศ. ๒๕๖๗", dt.date(2024, 10, 1)),
        ("ณ วันอังคารที่ ๑ เดือน ตุลาคม พุทธศักราช ๒๕๖๗", dt.date(2024, 10, 1)),
        ("30 ก.ย.68", dt.date(2025, 9, 30)),
        ("30 กย. 68", dt.date(2025, 9, 30)),
        ("30 ก.ย 68", dt.date(2025, 9, 30)),
        ("30 ก. ย. 68", dt.date(2025, 9, 30)),
        ("30 กย 2568", dt.date(2025, 9, 30)),
        ("1 มค. ’67", dt.date(2024, 1, 1)),
        ("1 ม.ค พศ 2567", dt.date(2024, 1, 1)),
        ("1 กรกฏาคม 2567", dt.date(2024, 7, 1)),
        ("1 พฤษจิกายน 2567", dt.date(2024, 11, 1)),
        ("1 ตุลาคม\n๒๕๖๗", dt.date(2024, 10, 1)),
        ("2024-10-01", dt.date(2024, 10, 1)),
        ("2567-10-01", dt.date(2024, 10, 1)),
        ("1 มกราคม ค.ศ. 2024", dt.date(2024, 1, 1)),
        ("1 มกราคม 1999", dt.date(1999, 1, 1)),
        ("6 เมษายน พ.ศ. 2325", dt.date(1782, 4, 6)),
        ("29 ก.พ. 2567", dt.date(2024, 2, 29)),
        ("29/2/67", dt.date(2024, 2, 29)),
    ],
)
def test_shapes(text, date):
    """Every shape of official papers is read."""
    assert parse_date(text) == date


@pytest.mark.parametrize(
    "text",
    [
        *("", "ตุลาคม 2567", "ต.ค. 67", "2567", "10/2567", "3.2.10", "1 2 3", "1/10-2567"),
        *("29 ก.พ. 2568", "29/2/2568", "29/2/68", "31/4/2567", "0/1/2567", "32/1/2567", "1/13/2567"),
        *("1 ตุลาคม ค.ศ. 2567", "1 ตุลาคม ค.ศ. 24", "1 ตุลาคม 256", "1 ตุลาคม 25670", "1 ตุลาคม 2567 ถึง", "1/1/0000"),
    ],
)
def test_no_date(text):
    """What writes no date, or a day that does not exist, gives None."""
    assert parse_date(text) is None


@pytest.mark.parametrize(("month", "name", "short"), [*zip(range(1, 13), MONTHS, SHORT_MONTHS, strict=True)])
def test_every_month(month, name, short):
    """Every month is read by its long name, its short name, and that without dots."""
    expected = dt.date(2024, month, 5)
    assert {parse_date(f"5 {word} 2567") for word in (name, short, short.replace(".", ""), short[:-1])} == {expected}


def test_dates_in():
    """Dates are found where they stand; of a range with one month the last day."""
    text = "ระหว่าง 1/10/2567-30/9/2568 และ 1-31 ตุลาคม 2567 ลงวันที่ ๑ ต.ค. ๖๗ เวลา 10.30 น."
    assert [(text[found.start : found.end], found.date) for found in dates_in(text)] == [
        ("1/10/2567", dt.date(2024, 10, 1)),
        ("30/9/2568", dt.date(2025, 9, 30)),
        ("31 ตุลาคม 2567", dt.date(2024, 10, 31)),
        ("๑ ต.ค. ๖๗", dt.date(2024, 10, 1)),
    ]
    assert dates_in("x 2024-10-01") == [FoundDate(2, 12, dt.date(2024, 10, 1))]


@pytest.mark.parametrize(
    "text",
    ["20 ต.ค. 10:30 น.", "20 ต.ค. 10.30 น.", "20 ต.ค. 10,000 คน", "โทร. 1-2-10-67", "02-10-67-5", "ข้อ 3.2.10", "75-79"],
)
def test_no_dates_in(text):
    """Times, sums, telephone numbers and headings are no dates."""
    assert dates_in(text) == []


def test_format_date():
    """The three styles, with either digits and with the era."""
    date = dt.date(2024, 10, 1)
    assert format_date(date) == "๑ ตุลาคม ๒๕๖๗"
    assert format_date(date, era=True) == "๑ ตุลาคม พ.ศ. ๒๕๖๗"
    assert format_date(date, style="short") == "๑ ต.ค. ๖๗"
    assert format_date(date, style="short", era=True, thai_digits=False) == "1 ต.ค. พ.ศ. 67"
    assert format_date(date, style="numeric") == "๑/๑๐/๒๕๖๗"
    assert format_date(date, style="numeric", thai_digits=False) == "1/10/2567"


@given(DATES, st.sampled_from(["long", "numeric"]), st.booleans(), st.booleans())
def test_format_and_parse_are_inverse(date, style, thai_digits, era):
    """Every style that keeps the century is read again."""
    text = format_date(date, style=style, thai_digits=thai_digits, era=era)
    assert parse_date(text) == date
    assert [found.date for found in dates_in(f"ภายใน {text} นี้")] == [date]


@given(st.dates(dt.date(1957, 1, 1), dt.date(2056, 12, 31)), st.booleans())
def test_short_dates_of_this_century(date, era):
    """A short date is read as B.E. 25xx."""
    assert parse_date(format_date(date, style="short", era=era)) == date


@given(st.dates())
def test_era_makes_any_year_plain(date):
    """With its era, a year of four digits is read whatever it is; formatting never raises."""
    text = format_date(date, era=True)
    if 1000 <= date.year + 543 <= 9999:
        assert parse_date(text) == date


@given(st.one_of(st.text(), st.text(alphabet="0123456789/-. ต.ค.พศ๑๒๕๖")))
def test_reading_never_raises(text):
    """Any text can be searched."""
    parse_date(text)
    dates_in(text)


def test_fiscal_year():
    """FY2566 is 1 October 2022 to 30 September 2023."""
    assert fiscal_year_bounds(2566) == (dt.date(2022, 10, 1), dt.date(2023, 9, 30))
    assert [fiscal_year(date) for date in (dt.date(2022, 9, 30), dt.date(2022, 10, 1), dt.date(2023, 9, 30))] == [
        2565,
        2566,
        2566,
    ]


def test_quarters():
    """Q1 is October to December."""
    assert [quarter(dt.date(2025, month, 1)) for month in range(1, 13)] == [2, 2, 2, 3, 3, 3, 4, 4, 4, 1, 1, 1]


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("Q1", (2024, 10, 1), (2024, 12, 31)),
        ("Q2", (2025, 1, 1), (2025, 3, 31)),
        ("Q3", (2025, 4, 1), (2025, 6, 30)),
        ("Q4", (2025, 7, 1), (2025, 9, 30)),
        ("H1", (2024, 10, 1), (2025, 3, 31)),
        ("H2", (2025, 4, 1), (2025, 9, 30)),
        ("FY", (2024, 10, 1), (2025, 9, 30)),
        ("M01", (2025, 1, 1), (2025, 1, 31)),
        ("M09", (2025, 9, 1), (2025, 9, 30)),
        ("M10", (2024, 10, 1), (2024, 10, 31)),
        ("M12", (2024, 12, 1), (2024, 12, 31)),
    ],
)
def test_period_bounds(period, first, last):
    """Months are those of the calendar within the fiscal year: M10 is its first month."""
    assert period_bounds(period, 2568) == (dt.date(*first), dt.date(*last))


def test_february_of_a_leap_year():
    """M02 of FY2567 has 29 days, of FY2568 28."""
    assert period_bounds("M02", 2567)[1] == dt.date(2024, 2, 29)
    assert period_bounds("M02", 2568)[1] == dt.date(2025, 2, 28)


@pytest.mark.parametrize("period", ["", "Q0", "Q5", "q1", "H3", "M00", "M13", "M1", "FY2568", "Q๑"])
def test_unknown_periods(period):
    """Any other period is a mistake of the caller."""
    with pytest.raises(ValueError, match="is not a period"):
        period_bounds(period, 2568)
    with pytest.raises(ValueError, match="is not a period"):
        period_contains(period, dt.date(2025, 1, 1))


@given(DATES)
def test_every_day_lies_in_five_periods(date):
    """A day lies in its month, quarter, half and year, and in no other period."""
    held = [period for period in PERIODS if period_contains(period, date)]
    assert held == [f"Q{quarter(date)}", f"H{(quarter(date) + 1) // 2}", f"M{date.month:02d}", "FY"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("31/2/2568", "“31/2/2568”: เดือนกุมภาพันธ์ พ.ศ. 2568 ไม่มีวันที่ 31"),
        ("29/2/2568", "“29/2/2568”: เดือนกุมภาพันธ์ พ.ศ. 2568 ไม่มีวันที่ 29"),
        ("31/2", "“31/2”: เดือนกุมภาพันธ์ ไม่มีวันที่ 31"),
        ("๓๑ เม.ย. ๖๘", "“๓๑ เม.ย. ๖๘”: เดือนเมษายน พ.ศ. 2568 ไม่มีวันที่ 31"),
        ("1/13/2568", "“1/13/2568”: ไม่มีเดือนที่ 13"),
        ("5 มีนาคม", "“5 มีนาคม” ยังไม่มีปี พ.ศ."),
        ("1/1/0000", "“1/1/0000”: ไม่มีปีนี้ในปฏิทิน"),
        ("พรุ่งนี้", "อ่านวันที่ “พรุ่งนี้” ไม่ได้"),
    ],
)
def test_why_a_text_is_no_date(typed, said):
    """A day that does not exist is said to be one, not to be unreadable."""
    assert (parse_date(typed), why_no_date(typed).th) == (None, said)
