"""Key results in: what differs gets a revision, what is new is created, what is the same is left alone."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from samrit.core.contract import Refused
from samrit.people.models import User
from samrit.people.rights import Rights
from samrit.results.actions.creating import made_by_hand, may_create_somewhere, new_revision
from samrit.results.documents import Document, same_content
from samrit.results.models import KeyResult, Revision
from samrit.results.spreadsheets.documents import Reader, whole_or_text
from samrit.results.spreadsheets.kinds import documents_in
from samrit.results.spreadsheets.workbook import CellError
from samrit.results.spreadsheets.writing import present_revisions


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import would do (dry run) or did: keys of key results, by what became of them."""

    created: tuple[str, ...] = ()
    revised: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    errors: tuple[CellError, ...] = ()
    done: bool = False


@transaction.atomic(durable=True)
def import_key_results(*, acting_user: User, data: bytes, reason: str = "", dry_run: bool = True) -> Imported:
    """Reads a file of `export_key_results`. A key result that differs gets a revision, a new one is created.

    With `dry_run`, or with any error, nothing is changed. Rights are those of the person, key result by key result.
    """
    rights = Rights(acting_user)
    may_create_somewhere(rights)
    reader = Reader()
    documents = documents_in(data, reader)
    present = _present_by_key()
    created, revised, unchanged = [], [], []
    with transaction.atomic():
        for document, cell in documents:
            key = f"{document['code']}-{document['fiscal_year']}"
            standing = present.get(key)
            if standing is not None and _says(standing.definition, document):
                unchanged.append(key)
                continue
            try:
                with transaction.atomic():
                    new_revision(made_by_hand(acting_user, rights, document, None, reason))
            except Refused as refused:
                reader.error(cell, refused.what, refused.mend)
            else:
                (revised if standing else created).append(key)
        if dry_run or reader.errors:
            transaction.set_rollback(True)
    done = not dry_run and not reader.errors
    return Imported(tuple(created), tuple(revised), tuple(unchanged), tuple(reader.errors), done)


def _present_by_key() -> dict[str, Revision]:
    keys = {row.pk: row.key for row in KeyResult.objects.all()}
    return {keys[number]: revision for number, revision in present_revisions(list(keys)).items()}


def _says(standing: Document, document: Document) -> bool:
    """Whether a document says what stands already, as the document itself or as cells can tell it."""
    return same_content(standing, document) or same_content(_told_by_sheet(standing), document)


def _told_by_sheet(document: Document) -> Document:
    """The document as cells can tell it: whole numbers of duties are numbers there, whatever they were."""
    agencies = [
        {**agency, "duties": [{**duty, "number": whole_or_text(duty["number"])} for duty in agency["duties"]]}
        for agency in document["agencies"]
    ]
    return {**document, "agencies": agencies}
