"""What a verb gives back, as it is answered: rows in their shape, and the few results that are no row."""

from __future__ import annotations

import collections.abc
import hashlib
import json
import typing
from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from pydantic import BaseModel, create_model

from samrit.api.problems import Fault, language_of
from samrit.api.reads import BY_MODEL
from samrit.api.shapes.channels import DeliveryCheckShape
from samrit.api.shapes.people import FormerNameShape
from samrit.api.shapes.publicity import MarkShape, ParticipationShape, ProofShape
from samrit.api.shapes.results import ReportShape, RevisionShape
from samrit.api.shapes.site import CorrectionShape, PageVersionShape
from samrit.api.values import Shape, ref_of
from samrit.channels.models import DeliveryCheck
from samrit.core.contract import Message, Refused, speak
from samrit.evidence.models import EvidenceMark
from samrit.exchange.tables import Came
from samrit.people.actions.accounts import CORRECTED
from samrit.people.models import FormerName, User
from samrit.platform.locking import Versioned, stand_of
from samrit.publicity.actions.bulk import Done
from samrit.publicity.actions.consents import Withdrawal
from samrit.publicity.models import ActivityProof, Participation
from samrit.results.actions.reports import Edited
from samrit.results.actions.signing import Signed
from samrit.results.spreadsheets import Imported
from samrit.site.models import Correction, PageVersion
from samrit.surveys.imports import Taken
from samrit.surveys.models import Psu
from samrit.verification.report_actions import Outcome

Say = Callable[[Message], str]
_BARE: dict[type[Model], type[Shape]] = {
    EvidenceMark: MarkShape,
    FormerName: FormerNameShape,
    ActivityProof: ProofShape,
    Participation: ParticipationShape,
    PageVersion: PageVersionShape,
    Correction: CorrectionShape,
    DeliveryCheck: DeliveryCheckShape,
}
"""Rows that no list shows by themselves."""


class RefusedRow(BaseModel):
    """A row for which it was not done, and why."""

    row: str
    why: Fault


class ManyShape(BaseModel):
    """What came of a call for many: each row by itself."""

    done: list[str]
    refused: list[RefusedRow]


class NumberShape(BaseModel):
    """How many rows it concerned."""

    number: int


class WithdrawalShape(BaseModel):
    """What a withdrawn consent set going."""

    tasks: list[int]
    hidden: list[int]
    left: list[str]


class WarningShape(BaseModel):
    """Something doubtful about a figure: to be mended, or explained when the report is sent."""

    at: str
    code: str
    what: str
    mend: str


class EditedShape(BaseModel):
    """A report after an edit."""

    report: ReportShape
    warnings: list[WarningShape]


class SignedShape(BaseModel):
    """A signed revision, and the names on it that no agency of the register bears."""

    revision: RevisionShape
    unmatched: list[str]


class ImportedShape(BaseModel):
    """What an import would do (dry run) or did, and what is wrong, by cell."""

    created: list[str]
    revised: list[str]
    unchanged: list[str]
    errors: list[Fault]
    done: bool


class TableShape(BaseModel):
    """What the rows of a table would do (dry run) or did, and what is wrong, by cell."""

    created: int
    changed: int
    unchanged: int
    errors: list[Fault]
    done: bool


class ResponsesShape(BaseModel):
    """What a file of responses would bring (dry run) or brought, and what is wrong, by row and column."""

    new: int
    there: int
    errors: list[Fault]
    done: bool


class CodeShape(BaseModel):
    """A code for a drawn household. It is told once."""

    psu: int
    number: int
    code: str


class CodesShape(BaseModel):
    """New codes."""

    items: list[CodeShape]


def show(row: Any) -> dict[str, Any]:
    """A row as it is answered, read anew with what its shape needs."""
    bare = _BARE.get(type(row))
    if bare is not None:
        return bare.model_validate(row).model_dump(mode="json")
    resource = BY_MODEL[type(row)]
    fresh = type(row)._base_manager.select_related(*resource.related).prefetch_related(*resource.prefetch)  # noqa: SLF001 -- Django's documented name
    return resource.shown(fresh.get(pk=row.pk))


def etag_of(row: Any, shown: Any) -> str:
    """The version of a row; of rows without one a hash of what is shown."""
    if isinstance(row, Versioned):
        return f'"{row.version}"'
    if isinstance(row, User):
        return f'"{stand_of(row, CORRECTED)}"'
    text = json.dumps(shown, sort_keys=True, ensure_ascii=False)
    return f'"h{hashlib.sha256(text.encode()).hexdigest()[:20]}"'


def _fault(refused: Refused, say: Say) -> Fault:
    return Fault(at=refused.path, what=say(refused.what), mend=say(refused.mend))


def _many(came: Done, say: Say) -> ManyShape:
    refused = [RefusedRow(row=str(ref_of(row)), why=_fault(why, say)) for row, why in came.refused]
    return ManyShape(done=[str(ref_of(row)) for row in came.done], refused=refused)


def _outcomes(came: tuple[Outcome, ...], say: Say) -> ManyShape:
    refused = [RefusedRow(row=str(ref_of(one.report)), why=_fault(one.refused, say)) for one in came if one.refused]
    return ManyShape(done=[str(ref_of(one.report)) for one in came if one.refused is None], refused=refused)


def _withdrawal(came: Withdrawal, _say: Say) -> WithdrawalShape:
    return WithdrawalShape(
        tasks=[row.pk for row in came.tasks],
        hidden=[row.pk for row in came.hidden],
        left=[str(row.uid) for row in came.left],
    )


def _edited(came: Edited, say: Say) -> EditedShape:
    warnings = [
        WarningShape(at=one.path, code=one.code, what=say(one.message), mend=say(one.mend)) for one in came.warnings
    ]
    return EditedShape(report=show(came.report), warnings=warnings)


def _signed(came: Signed, _say: Say) -> SignedShape:
    return SignedShape(revision=show(came.revision), unmatched=list(came.unmatched))


def _imported(came: Imported, say: Say) -> ImportedShape:
    errors = [Fault(at=one.cell, what=say(one.message), mend=say(one.mend)) for one in came.errors]
    return ImportedShape(
        created=list(came.created),
        revised=list(came.revised),
        unchanged=list(came.unchanged),
        errors=errors,
        done=came.done,
    )


def _table(came: Came, say: Say) -> TableShape:
    errors = [Fault(at=one.cell, what=say(one.message), mend=say(one.mend)) for one in came.errors]
    return TableShape(
        created=came.created, changed=came.changed, unchanged=came.unchanged, errors=errors, done=came.done
    )


def _responses(came: Taken, say: Say) -> ResponsesShape:
    mend = say(Message("correct the cell and send the file again", "โปรดแก้ช่องนี้แล้วส่งไฟล์อีกครั้ง"))
    errors = [Fault(at=f"{one.row}:{one.column}", what=say(one.what), mend=mend) for one in came.faults]
    return ResponsesShape(new=came.new, there=came.there, errors=errors, done=came.done)


def _codes(came: list[tuple[Psu, int, str]], _say: Say) -> CodesShape:
    return CodesShape(items=[CodeShape(psu=psu.pk, number=number, code=code) for psu, number, code in came])


_SHOWN: dict[Any, tuple[type[BaseModel], Callable[[Any, Say], BaseModel]]] = {
    Done: (ManyShape, _many),
    tuple[Outcome, ...]: (ManyShape, _outcomes),
    Withdrawal: (WithdrawalShape, _withdrawal),
    Edited: (EditedShape, _edited),
    Signed: (SignedShape, _signed),
    Imported: (ImportedShape, _imported),
    Came: (TableShape, _table),
    Taken: (ResponsesShape, _responses),
    int: (NumberShape, lambda came, _say: NumberShape(number=came)),
    list[tuple[Psu, int, str]]: (CodesShape, _codes),
}


def shape_of(hint: Any) -> type[BaseModel] | None:
    """What is answered for a verb that gives this back; None for nothing. Raises KeyError for what none can answer."""
    if hint is type(None):
        return None
    if hint in _SHOWN:
        return _SHOWN[hint][0]
    if typing.get_origin(hint) in {list, collections.abc.Sequence}:
        inner = shape_of(typing.get_args(hint)[0])
        return create_model(f"{inner.__name__.removesuffix('Shape')}ItemsShape", items=(list[inner], ...))
    return _BARE[hint] if hint in _BARE else BY_MODEL[hint].shape


def answered(request: HttpRequest, hint: Any, came: Any, status: int) -> HttpResponse:
    """What came of a verb, as JSON; a row with its ETag."""
    if came is None:
        return HttpResponse(status=204)
    if hint in _SHOWN:
        lang = language_of(request)
        data = _SHOWN[hint][1](came, lambda message: speak(message, lang)).model_dump(mode="json")
        return as_json(data, status)
    if isinstance(came, list | tuple):
        return as_json({"items": [show(row) for row in came]}, status)
    if not isinstance(came, Model):
        raise TypeError(f"{type(came).__name__} has no shape")
    data = show(came)
    came.refresh_from_db()
    return as_json(data, status, ETag=etag_of(came, data))


def as_json(data: Any, status: int = 200, **headers: str) -> HttpResponse:
    """An answer in JSON."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    response = HttpResponse(text, status=status, content_type="application/json")
    response["Cache-Control"] = "private, no-cache"
    for name, value in headers.items():
        response[name] = value
    return response
