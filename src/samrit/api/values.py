"""How values are written in the API: decimal strings, moments with their zone, rows by their own keys."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any

from django.db import models
from django.utils import timezone
from pydantic import (
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
)

from samrit.core.contract import canonical, parse_decimal
from samrit.districts.models import CreativeDistrict
from samrit.people.models import Agency
from samrit.results.models import KeyResult

_DECIMAL = r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?$"
LARGEST = 2_147_483_647
LONGEST = 20_000


def _decimal(value: Any) -> Any:
    """Only what the contract calls a number: a bare JSON number is refused, for it may have been rounded on its way."""
    if isinstance(value, Decimal):
        return value
    found = parse_decimal(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError('a number is written as a string in ASCII digits, such as "12.5"')
    return found


def shown_moment(value: dt.datetime) -> str:
    """A moment as it is answered: in Bangkok's zone."""
    return timezone.localtime(value).isoformat(timespec="seconds")


Number = Annotated[
    Decimal,
    BeforeValidator(_decimal),
    PlainSerializer(canonical, return_type=str),
    WithJsonSchema({"type": "string", "pattern": _DECIMAL, "maxLength": 32}),
]
"""An exact number, as a decimal string."""
Whole = Annotated[int, Field(ge=-LARGEST, le=LARGEST, strict=True)]
Text = Annotated[str, StringConstraints(max_length=LONGEST)]
Flag = Annotated[bool, Field(strict=True)]
Moment = Annotated[
    AwareDatetime,
    PlainSerializer(shown_moment, return_type=str),
]
"""A moment with its zone; answers are in Bangkok's."""
Day = Annotated[dt.date, WithJsonSchema({"type": "string", "format": "date"})]

_KEYS: dict[type[models.Model], str] = {KeyResult: "key", Agency: "code", CreativeDistrict: "slug"}


def key_field(model: type[models.Model]) -> str:
    """By what a row goes in addresses and references: its own key, else its uid, else its number."""
    if model in _KEYS:
        return _KEYS[model]
    return "uid" if any(field.name == "uid" for field in model._meta.fields) else "pk"  # noqa: SLF001 -- Django's documented name


def ref_of(row: Any) -> Any:
    """The reference of a row; None of none. What is no row is its own."""
    if not isinstance(row, models.Model):
        return row if row is None or isinstance(row, int) else str(row)
    found = getattr(row, key_field(type(row)))
    return found if isinstance(found, int) else str(found)


def _all(rows: Any) -> Any:
    return list(rows.all()) if hasattr(rows, "all") else rows


Ref = Annotated[str, BeforeValidator(ref_of)]
Id = Annotated[int, BeforeValidator(ref_of)]
Refs = Annotated[list[str], BeforeValidator(lambda rows: [ref_of(row) for row in _all(rows)])]
All = BeforeValidator(_all)
"""All rows of a relation."""


class Shape(BaseModel):
    """What a row looks like in an answer."""

    model_config = ConfigDict(from_attributes=True)


class PersonRef(Shape):
    """A person by number and name."""

    id: int
    name_th: str


Person = PersonRef
