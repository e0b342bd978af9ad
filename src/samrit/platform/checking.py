"""Rows checked before they are saved: the model's own rules, said as refusals in both languages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.translation import override

from samrit.core.contract import Message, Refused

_MEND = Message("correct it and save again", "โปรดแก้ไขแล้วบันทึกอีกครั้ง")
Row = TypeVar("Row", bound=models.Model)


def checked(row: Row) -> Row:
    """`row` itself, if each field holds what it may and nothing that must be single exists twice.

    Raises Refused for the first field that does not, with the field's name as path.
    """
    try:
        row.full_clean()
    except ValidationError as error:
        field, faults = next(iter(error.error_dict.items()))
        path = "" if field == NON_FIELD_ERRORS else field
        raise refusal(path, lambda: faults[0].messages[0]) from None
    return row


def refusal(path: str, sentence: Callable[[], Any]) -> Refused:
    """A refusal whose sentence Django words, asked for it once in each language."""
    spoken = {}
    for language in ("en", "th"):
        with override(language):
            spoken[language] = " ".join(str(sentence()).split()).rstrip(".")
    return Refused(path, Message(spoken["en"], spoken["th"]), _MEND)
