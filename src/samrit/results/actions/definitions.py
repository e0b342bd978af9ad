"""From a sheet to a revision that is in use: read, confirmed field by field and as a whole, signed.

Making one stands in `creating`, signing in `signing`; both are named here, too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from samrit.core.contract import Message, Refused
from samrit.core.rubric import rubric_data
from samrit.people.enums import Act
from samrit.people.models import User
from samrit.people.recording import record
from samrit.platform.fitting import required_reason
from samrit.results.actions.creating import create_by_hand, create_from_sheet
from samrit.results.actions.revising import (
    change_state,
    confirmation,
    require_open,
    save_document,
    standing_for,
)
from samrit.results.actions.signing import Signed, sign_revision
from samrit.results.documents import (
    Document,
    checked_document,
    definition_in,
    has_path,
    lost_marks,
    no_such_field,
    open_questions,
    questions_of,
    value_at,
    with_value,
)
from samrit.results.enums import RevisionState
from samrit.results.models import Revision
from samrit.results.reading import blocks_of, confirmable, require_each_confirmed, unconfirmed
from samrit.results.rubric_words import rubric_from_words
from samrit.results.settings import with_setting

__all__ = [
    "KEEP",
    "Signed",
    "change_rubric",
    "confirm_field",
    "confirm_fields",
    "confirm_revision",
    "create_by_hand",
    "create_from_sheet",
    "reopen_revision",
    "set_assumption",
    "sign_revision",
    "with_rubric",
]

KEEP: Any = object()
"""Says of a field that its value is right as it was read."""

_PERSONAL = "coordinator"


@transaction.atomic(durable=True)
def confirm_field(
    *,
    acting_user: User,
    revision: Revision,
    path: str,
    value: Any = KEEP,
    reason: str = "",
    read_version: int | None = None,
) -> Revision:
    """Answers for one field: it is right as it was read, or `value` takes its place.

    `path` is that of a question or an assumption, or any field of the definition where `value` is given. What has just
    been replaced stays in the audit chain. Raises Refused where the document would no longer be valid.
    """
    standing = standing_for(acting_user, revision, Act.CONFIRM_DEFINITION)
    require_open(revision)
    document = revision.definition
    asked = {row["field"] for row in questions_of(document)} | {row["field"] for row in document["assumed"]}
    if value is None:
        value = KEEP
    if value is KEEP:
        _require_answerable(document, path, asked)
    else:
        setting = next((row for row in document["assumed"] if row["field"] == path), None)
        document = (
            with_setting(document, path, value)
            if path.startswith("rubric.") and (setting or not has_path(document, path))
            else _replaced(document, path, value)
        )
    was = value_at(revision.definition, path) if has_path(revision.definition, path) else None
    entry = confirmation(acting_user, standing, reason)
    save_document(revision, document, {path: entry}, read_version)
    now = value_at(document, path) if has_path(document, path) else None
    personal = path.startswith(_PERSONAL)
    record(
        "results.revision.field_confirmed",
        acting_user=acting_user,
        standing=standing,
        subject=revision.subject,
        data={"path": path, "reason": reason} | ({} if personal else {"was": was, "now": now}),
        personal={"was": str(was or ""), "now": str(now or "")} if personal else None,
    )
    return revision


@transaction.atomic(durable=True)
def confirm_fields(
    *, acting_user: User, revision: Revision, paths: Sequence[str], read_version: int | None = None
) -> Revision:
    """Says of each of these fields that it was read rightly. What somebody confirmed before stays theirs.

    Raises Refused for a field about which something is asked: that wants an answer of its own.
    """
    standing = standing_for(acting_user, revision, Act.CONFIRM_DEFINITION)
    require_open(revision)
    waiting, free = unconfirmed(revision), set(confirmable(revision))
    chosen = [path for path in dict.fromkeys(paths) if path in waiting]
    known = {path for fields in blocks_of(revision.definition).values() for path in fields}
    for path in set(paths) - known:
        raise no_such_field(path)
    asked = next((path for path in chosen if path not in free), None)
    if asked is not None:
        raise Refused(
            asked,
            Message("something is asked about this field", "ช่องนี้มีคำถามที่ยังไม่ได้ตอบ"),
            Message("answer the question first", "โปรดตอบคำถามก่อน"),
        )
    if not chosen:
        return revision
    entry = confirmation(acting_user, standing, "")
    save_document(revision, revision.definition, dict.fromkeys(chosen, entry), read_version)
    record(
        "results.revision.fields_confirmed",
        acting_user=acting_user,
        standing=standing,
        subject=revision.subject,
        data={"paths": chosen},
    )
    return revision


def _require_answerable(document: Document, path: str, asked: set[str]) -> None:
    if path not in asked:
        raise Refused(
            path,
            Message("nothing was asked about this field", "ไม่มีคำถามเกี่ยวกับช่องนี้"),
            Message("give a value to change it", "หากต้องการแก้ไข โปรดระบุค่าใหม่"),
        )
    is_tick = path.startswith("involvement") or path.endswith(".ticked")
    if is_tick and has_path(document, path) and lost_marks(value_at(document, path)):
        raise Refused(
            path,
            Message("the mark was lost, so it cannot be confirmed as it is", "เครื่องหมายหายไป จึงยืนยันตามที่อ่านได้ไม่ได้"),
            Message("say whether it is ticked", "โปรดระบุว่าได้เลือกไว้หรือไม่"),
        )


def _replaced(document: Document, path: str, value: Any) -> Document:
    """The document with another value; what had been assumed about it no longer is."""
    if path == "involvement" and isinstance(value, Mapping):
        value = {**document["involvement"], **value}
        _refuse_unanswered(value)
    changed = with_value(document, path, value)
    if path.startswith("involvement"):
        _refuse_contradiction(changed)
    changed["assumed"] = [row for row in changed["assumed"] if row["field"] != path]
    return changed


def _refuse_unanswered(ticks: Mapping[str, Any]) -> None:
    """The block is answered by what is ticked, or by saying of all four that they are not."""
    if not any(ticks.values()) and None in ticks.values():
        raise Refused(
            "involvement",
            Message("none of the four is ticked", "ยังไม่ได้เลือกว่าหน่วยงานใดรับผิดชอบ"),
            Message(
                "say of at least one that it is ticked, or of all four that they are not",
                "โปรดตอบ “ใช่” อย่างน้อยหนึ่งข้อ หรือตอบ “ไม่ใช่” ให้ครบทั้งสี่ข้อ",
            ),
        )


def _refuse_contradiction(document: Document) -> None:
    ticks = document["involvement"]
    if ticks["single_agency"] and any(value for key, value in ticks.items() if key.startswith("supporting")):
        raise Refused(
            "involvement",
            Message("one agency alone cannot have supporting agencies", "ดำเนินการหน่วยงานเดียวแล้วจะมีหน่วยงานสนับสนุนไม่ได้"),
            Message("tick one of the two", "โปรดเลือกอย่างใดอย่างหนึ่ง"),
        )


@transaction.atomic(durable=True)
def change_rubric(
    *,
    acting_user: User,
    revision: Revision,
    rubric: Mapping[str, Any] | str | None,
    reason: str = "",
    read_version: int | None = None,
) -> Revision:
    """Replaces the rubric: by a rubric document, by words (one level a line), or (None) by none.

    What was asked and assumed about the old rubric falls away; what the words leave open is asked anew.
    """
    standing = standing_for(acting_user, revision, Act.CONFIRM_DEFINITION)
    require_open(revision)
    document = with_rubric(revision.definition, rubric)
    settled = {row["field"] for row in questions_of(revision.definition) if _of_rubric(row)}
    entry = confirmation(acting_user, standing, reason)
    still_asked = {row["field"] for row in document["questions"]}
    confirmed = dict.fromkeys(({*settled, "rubric"}) - still_asked, entry)
    save_document(revision, document, confirmed, read_version, forget=frozenset(still_asked))
    record(
        "results.revision.rubric_changed",
        acting_user=acting_user,
        standing=standing,
        subject=revision.subject,
        data={"rubric": document["rubric"], "reason": reason},
    )
    return revision


def with_rubric(document: Document, rubric: Mapping[str, Any] | str | None) -> Document:
    """The document with another rubric, for the preview as for the change itself. Raises Refused for no rubric."""
    assumed: list[dict[str, Any]] = []
    questions: list[dict[str, Any]] = []
    data: Any = rubric
    if isinstance(rubric, str):
        read = rubric_from_words(rubric, definition_in(document))
        data = rubric_data(read.rubric)
        assumed = [{"field": row.field, "choice": row.choice, "why": row.why} for row in read.assumed]
        questions = [{"field": row.field, "why": row.why} for row in read.questions]
    elif rubric is not None:
        data = {"schema": "samrit/rubric/1", **rubric}
    kept_assumed = [row for row in document["assumed"] if not _of_rubric(row)]
    kept_questions = [row for row in document["questions"] if not _of_rubric(row)]
    return checked_document(
        {**document, "rubric": data, "assumed": [*kept_assumed, *assumed], "questions": [*kept_questions, *questions]}
    )


def _of_rubric(row: Mapping[str, Any]) -> bool:
    return bool(row["field"] == "rubric" or row["field"].startswith("rubric."))


@transaction.atomic(durable=True)
def set_assumption(
    *, acting_user: User, revision: Revision, rule: str, choice: str, reason: str, read_version: int | None = None
) -> Revision:
    """Decides what the sheet leaves open about its rubric: `between`, `below_first`, `cumulative` or `round`.

    It stays an assumption, is printed under every score, and says who chose it.
    """
    standing = standing_for(acting_user, revision, Act.CONFIRM_DEFINITION)
    require_open(revision)
    reason = required_reason(reason)
    path = f"rubric.{rule.removeprefix('rubric.')}"
    document = with_setting(revision.definition, path, choice)
    save_document(revision, document, {path: confirmation(acting_user, standing, reason)}, read_version)
    record(
        "results.revision.assumption_set",
        acting_user=acting_user,
        standing=standing,
        subject=revision.subject,
        data={"rule": path, "choice": choice, "reason": reason},
    )
    return revision


@transaction.atomic(durable=True)
def confirm_revision(revision: Revision, *, acting_user: User, read_version: int | None = None) -> Revision:
    """Says that the whole definition is right. Only when no question is open and each field that was read confirmed."""
    standing = standing_for(acting_user, revision, Act.CONFIRM_DEFINITION)
    waiting = open_questions(revision)
    if revision.state == RevisionState.READ and waiting:
        raise Refused(
            waiting[0]["field"],
            Message(f"{len(waiting)} questions are still open", f"ยังมีคำถามที่ไม่ได้ตอบ {len(waiting)} ข้อ"),
            Message("answer them first", "โปรดตอบให้ครบก่อน"),
        )
    if revision.state == RevisionState.READ:
        require_each_confirmed(revision)
    confirmed = {**revision.confirmed, "": confirmation(acting_user, standing, "")}
    change_state(revision, "confirm", read_version=read_version, confirmed=confirmed)
    record("results.revision.confirmed", acting_user=acting_user, standing=standing, subject=revision.subject, data={})
    return revision


@transaction.atomic(durable=True)
def reopen_revision(revision: Revision, *, acting_user: User, reason: str, read_version: int | None = None) -> Revision:
    """Opens a confirmed revision for editing again, before it is signed."""
    standing = standing_for(acting_user, revision, Act.CONFIRM_DEFINITION, Act.SIGN_DEFINITION)
    reason = required_reason(reason)
    confirmed = {path: entry for path, entry in revision.confirmed.items() if path}
    # Whoever had confirmed the whole stays among those whose hands were on it.
    confirmed["#"] = revision.confirmed.get("", {})
    change_state(revision, "reopen", read_version=read_version, confirmed=confirmed)
    record(
        "results.revision.reopened",
        acting_user=acting_user,
        standing=standing,
        subject=revision.subject,
        data={"reason": reason},
    )
    return revision
