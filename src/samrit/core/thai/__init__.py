"""Thai as officials write it: digits, numbers, dates, spelling, sorting and words. Pure functions over text."""

from samrit.core.thai.calendar import (
    BUDDHIST_ERA,
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
from samrit.core.thai.digits import to_arabic, to_thai
from samrit.core.thai.normalise import clean, clean_line, fold
from samrit.core.thai.numbers import FoundNumber, find_number, format_number, numbers_in, parse_number, ungrouped
from samrit.core.thai.numerals import baht_text, from_words, in_words
from samrit.core.thai.sorting import SortKey, sort_key, sort_text
from samrit.core.thai.words import dictionary, is_broken_word, mend_spaces, search_tokens, segment

__all__ = [
    "BUDDHIST_ERA",
    "MONTHS",
    "PERIODS",
    "SHORT_MONTHS",
    "FoundDate",
    "FoundNumber",
    "SortKey",
    "baht_text",
    "clean",
    "clean_line",
    "dates_in",
    "dictionary",
    "find_number",
    "fiscal_year",
    "fiscal_year_bounds",
    "fold",
    "format_date",
    "format_number",
    "from_words",
    "in_words",
    "is_broken_word",
    "mend_spaces",
    "numbers_in",
    "parse_date",
    "parse_number",
    "period_bounds",
    "period_contains",
    "quarter",
    "search_tokens",
    "segment",
    "sort_key",
    "sort_text",
    "to_arabic",
    "to_thai",
    "ungrouped",
    "why_no_date",
]
