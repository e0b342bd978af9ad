"""Numbers as people type them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrit.core.thai import FoundNumber, find_number, format_number, numbers_in, parse_number, ungrouped

NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**18), max_value=10**18, places=6)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("๑,๑๕๐.๔๐", "1150.40"),
        ("1,150.40", "1150.40"),
        ("12,345,678", "12345678"),
        ("ร้อยละ ๘๐", "80"),
        ("ร้อยละ๘๐.๕", "80.5"),
        ("80%", "80"),
        ("80 %", "80"),
        ("๘๐ เปอร์เซ็นต์", "80"),
        ("๘๐เปอร์เซนต์", "80"),
        ("ร้อยละแปดสิบ", "80"),
        ("สิบ", "10"),
        ("หนึ่งร้อย", "100"),
        ("ยี่สิบเอ็ด", "21"),
        ("สิบสองจุดห้า", "12.5"),
        ("๒5", "25"),
        ("๒.๑", "2.1"),
        ("-5", "-5"),
        ("−๕", "-5"),
        (".5", "0.5"),
        ("007", "7"),
        (" ๑๐\u200b\n", "10"),
        ("9" * 30, "9" * 30),
    ],
)
def test_parse_number(text, value):
    """The whole text is one number."""
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "๑.",
        "1,15",
        "1,1500",
        "0,150",
        "1.2.3",
        "๑๐ ย่าน",
        "75-79",
        "%",
        "ร้อยละ",
        "1e5",
        "NaN",
        "Infinity",
        "٣",
        "²",
        "9" * 31,
    ],
)
def test_parse_number_refuses(text):
    """What is no number, or more than one, or longer than 30 digits gives None."""
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("๑. จัดทำแผน ๒.๑ ผลิต", ["๑", "๒.๑"]),
        ("จำนวน ๒๐.", ["๒๐"]),
        ("๑,๑๕๐.๔๐ บาท", ["๑,๑๕๐.๔๐"]),
        ("1,15", ["1", "15"]),
        ("1,150,40", ["1", "150", "40"]),
        ("40,1,150", ["40", "1", "150"]),
        ("2024,150", ["2024", "150"]),
        ("0,150", ["0", "150"]),
        ("1.5,2.5", ["1.5", "2.5"]),
        ("31.1.2563", ["31", "1", "2563"]),
        ("31/1/2563", ["31", "1", "2563"]),
        ("75-79, 80 -84, 85 - 89", ["75", "79", "80", "84", "85", "89"]),
        ("(-5) ลดลง -๒.๕", ["-5", "-๒.๕"]),
        ("+/- 5 ต่อ ๑ คะแนน", ["5", "๑"]),
        ("COVID-19 KR7301", ["19", "7301"]),
        (".......๕", ["๕"]),
        ("ร้อยละ .50", [".50"]),
        ("๒5 ๘0%", ["๒5", "๘0"]),
        ("ย่าน", []),
        (f"{'9' * 31} 5", ["5"]),
    ],
)
def test_numbers_in(text, found):
    """Every number of a text is found where it stands."""
    assert [text[number.start : number.end] for number in numbers_in(text)] == found


def test_numbers_in_values():
    """A find has its place and its exact value."""
    assert numbers_in("ทั้ง ๑๐ ย่าน ไม่น้อยกว่าร้อยละ ๘๐.๕๐") == [
        FoundNumber(5, 7, Decimal(10)),
        FoundNumber(31, 36, Decimal("80.50")),
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("จำนวนไม่น้อยกว่า ๒๐ ชิ้นงาน", "20"),
        ("สิบ (๑๐) ย่าน", "10"),
        ("จำนวนไม่น้อยกว่าสิบชิ้นงาน", "10"),
        ("ไม่เกินยี่สิบเอ็ดครั้ง", "21"),
        ("ติดตั้งสิบจุด", "10"),
        ("สามารถดำเนินการ", None),
        ("เก้าอี้", None),
        ("ห้ามจอด", None),
        ("พันธ์ไม้", None),
        ("แสนสบาย", None),
        ("ร้อยละ", None),
        ("", None),
    ],
)
def test_find_number(text, value):
    """Digits win; words count only where they are no part of another word."""
    assert find_number(text) == (None if value is None else Decimal(value))


def test_format_number():
    """Decimals stay as given; digits and grouping are chosen; never an exponent or -0."""
    assert format_number(Decimal("1150.40")) == "1150.40"
    assert format_number(Decimal("1150.40"), thai=True, grouped=True) == "๑,๑๕๐.๔๐"
    assert format_number(Decimal("-0.0")) == "0.0"
    assert format_number(Decimal("1E+3"), grouped=True) == "1,000"
    assert format_number(7) == "7"


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1E+30", "1E+999999999", "1E-31", "1E-999999999"])
def test_format_number_refuses(number):
    """Numbers that a document may not hold are refused, not written out."""
    with pytest.raises(ValueError, match="at most 30 digits"):
        format_number(Decimal(number))


@given(NUMBERS, st.booleans(), st.booleans())
def test_format_and_parse_are_inverse(number, thai, grouped):
    """What is formatted is read again, whole and inside a sentence."""
    text = format_number(number, thai=thai, grouped=grouped)
    assert parse_number(text) == number
    assert [found.value for found in numbers_in(f"ค่า {text} หน่วย")] == [number]


@given(st.one_of(st.text(), st.text(alphabet="0123456789๐๑๒.,-−% ร้อยละสิบ")))
def test_reading_never_raises(text):
    """Any text can be searched; finds stand in order and do not overlap."""
    ends = [0]
    for found in numbers_in(text):
        assert ends[-1] <= found.start < found.end
        ends.append(found.end)
    parse_number(text)
    find_number(text)


@pytest.mark.parametrize(
    ("text", "bare"),
    [("1,150.40", "1150.40"), ("-12,345,678", "-12345678"), ("1,5", "1,5"), ("1,1500", "1,1500"), ("0,150", "0,150")],
)
def test_only_commas_that_group_thousands_go(text, bare):
    """1,5 is not fifteen."""
    assert ungrouped(text) == bare
