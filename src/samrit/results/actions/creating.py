"""A new revision: read from a sheet's file, or typed as a document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from samrit.core.contract import Message, Refused
from samrit.core.sheet import definition_data, read_sheet
from samrit.people.enums import Act
from samrit.people.models import Agency, User
from samrit.people.recording import record
from samrit.people.rights import Forbidden, Rights, Scope
from samrit.platform.files import open_file, store_file
from samrit.platform.fitting import cut_text, fitting_text
from samrit.platform.models import StoredFile
from samrit.results.actions.revising import change_state, identity_of
from samrit.results.documents import (
    Document,
    checked_document,
)
from samrit.results.enums import RevisionState
from samrit.results.matching import register
from samrit.results.models import KeyResult, Revision


def create_from_sheet(
    *,
    acting_user: User,
    data: bytes,
    name: str,
    agency: Agency | None = None,
    code: str = "",
    fiscal_year: int | None = None,
    reason: str = "",
) -> Revision:
    """Reads a sheet's file and makes a revision in state `read`, of a new key result or (with a reason) of an old one.

    `agency` is the host where the sheet's own name of it is not in the register; `code` and `fiscal_year` are for a
    sheet that gives none. The refusals of the reader pass through. The file is read before the transaction begins: OCR
    may take a minute, and nobody else waits for it.
    """
    may_create_somewhere(Rights(acting_user))  # before anything is read
    document = _named(definition_data(read_sheet(data, name)), code, fiscal_year)
    return _create_read(acting_user, document, agency, reason, data, name)


@transaction.atomic(durable=True)
def _create_read(
    acting_user: User, document: Document, agency: Agency | None, reason: str, data: bytes, name: str
) -> Revision:
    stored = store_file([data])
    return new_revision(_Made(acting_user, Rights(acting_user), document, agency, reason, stored, name))


@dataclass(frozen=True, slots=True)
class SlowUpload:
    """A scan that a job reads: the file as it is stored, and what its form said."""

    sha256: str
    name: str
    agency: str = ""
    code: str = ""
    fiscal_year: int | None = None
    reason: str = ""


@transaction.atomic(durable=True)
def keep_scan(*, acting_user: User, data: bytes) -> str:
    """Stores a scan whose reading a job will do; gives its hash. The rights are asked again when it is read."""
    may_create_somewhere(Rights(acting_user))
    return store_file([data]).sha256


def create_from_scan(*, acting_user: User, upload: SlowUpload) -> Revision:
    """Reads a stored scan as `create_from_sheet` does. Done twice (a worker was killed) it gives the same revision."""
    may_create_somewhere(Rights(acting_user))
    made = Revision.objects.filter(source_id=upload.sha256, created_by=acting_user, state=RevisionState.READ)
    if (standing := made.select_related("key_result").order_by("-pk").first()) is not None:
        return standing
    with open_file(StoredFile.objects.get(sha256=upload.sha256)) as file:
        data = file.read()
    agency = Agency.objects.filter(code=upload.agency).first() if upload.agency else None
    return create_from_sheet(
        acting_user=acting_user,
        data=data,
        name=upload.name,
        agency=agency,
        code=upload.code,
        fiscal_year=upload.fiscal_year,
        reason=upload.reason,
    )


@transaction.atomic(durable=True)
def create_by_hand(
    *, acting_user: User, document: Mapping[str, Any], agency: Agency | None = None, reason: str = ""
) -> Revision:
    """Makes a revision from a definition document that was typed, not read. Otherwise as `create_from_sheet`."""
    rights = Rights(acting_user)
    may_create_somewhere(rights)  # before anything is read
    return new_revision(_Made(acting_user, rights, checked_document(dict(document)), agency, reason))


def may_create_somewhere(rights: Rights) -> None:
    """Raises Forbidden for whoever creates no key result anywhere; for which host is asked when the host is known."""
    if not rights.may_somewhere(Act.CREATE_KEY_RESULT):
        raise Forbidden(Act.CREATE_KEY_RESULT)


@dataclass(frozen=True, slots=True)
class _Made:
    """What a new revision is made of."""

    acting_user: User
    rights: Rights
    document: Document
    agency: Agency | None = None
    reason: str = ""
    source: StoredFile | None = None
    source_name: str = ""


def made_by_hand(acting_user: User, rights: Rights, document: Document, agency: Agency | None, reason: str) -> _Made:
    """For callers that make many revisions in one transaction (a spreadsheet)."""
    return _Made(acting_user, rights, document, agency, reason)


def new_revision(made: _Made) -> Revision:
    """Makes the key result where there is none, and the revision. Call it inside a transaction."""
    document = made.document
    code, year = identity_of(document)
    key_result = KeyResult.objects.select_for_update().filter(code=code, fiscal_year=year).first()
    host = key_result.host if key_result else made.agency or _host_of(document)
    if host is None:
        raise Refused(
            "agency",
            Message("the register has no agency of the host's name", "ไม่พบหน่วยงานรับผิดชอบหลักในทะเบียนหน่วยงาน"),
            Message("choose the host agency", "โปรดเลือกหน่วยงานรับผิดชอบหลัก"),
        )
    standing = made.rights.require(Act.CREATE_KEY_RESULT, Scope(host.pk, f"{code}-{year}"))
    reason = fitting_text("reason", made.reason)
    if key_result is None:
        key_result = _new_key_result(code, year, document, host)
    else:
        reason = _reason_for_another(key_result, reason)
        _put_aside_open_ones(key_result)
    revision = Revision.objects.create(
        key_result=key_result,
        number=_next_number(key_result),
        definition=document,
        source=made.source,
        source_name=cut_text(made.source_name, 200),
        reason=reason,
        created_by=made.acting_user,
        on_behalf_of=standing.on_behalf_of,
    )
    record(
        "results.revision.created",
        acting_user=made.acting_user,
        standing=standing,
        subject=revision.subject,
        data={
            "from": "sheet" if made.source else "hand",
            "file": made.source.sha256 if made.source else None,
            "questions": len(document["questions"]),
            "reason": reason,
        },
    )
    return revision


def _named(document: Document, code: str, fiscal_year: int | None) -> Document:
    """The document with the code and year that a person gave, where the sheet has none."""
    given = {"code": code.strip() or None, "fiscal_year": fiscal_year}
    missing = {key: value for key, value in given.items() if document[key] is None and value is not None}
    return checked_document({**document, **missing}) if missing else document


def _host_of(document: Document) -> Agency | None:
    return register().find(document["host"]) if document["host"] else None


def _new_key_result(code: str, year: int, document: Document, host: Agency) -> KeyResult:
    name = cut_text(" ".join((document["name"] or code).split()), 500)
    try:
        with transaction.atomic():
            return KeyResult.objects.create(code=code, fiscal_year=year, name=name, host=host)
    except IntegrityError:
        raise Refused(
            "code",
            Message("somebody has just created this key result", "มีผู้สร้างตัวชี้วัดนี้ไปแล้วเมื่อครู่"),
            Message("open it and add a revision", "โปรดเปิดตัวชี้วัดนั้นและเพิ่มฉบับแก้ไข"),
        ) from None


def _reason_for_another(key_result: KeyResult, reason: str) -> str:
    if reason:
        return reason
    raise Refused(
        "reason",
        Message(
            f"{key_result.key} exists already; a new revision of it needs a reason",
            f"มีตัวชี้วัด {key_result.key} อยู่แล้ว การเพิ่มฉบับแก้ไขต้องระบุเหตุผล",
        ),
        Message("say why the definition changes", "โปรดระบุเหตุผลที่เปลี่ยนแปลง"),
    )


def _put_aside_open_ones(key_result: KeyResult) -> None:
    """At most one revision waits: a newer one takes the place of those that nobody has signed."""
    for waiting in key_result.revisions.filter(state__in=(RevisionState.READ, RevisionState.CONFIRMED)):
        change_state(waiting, "replace")


def _next_number(key_result: KeyResult) -> int:
    last = key_result.revisions.order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1
