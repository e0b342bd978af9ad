"""A definition as the official form again: text, Word document or PDF, each with the data that it does not print."""

from __future__ import annotations

from pathlib import Path

from samrit.core.contract import Message, Refused, put_file, require_place
from samrit.core.sheet.definition import Definition
from samrit.core.sheet.embedded import definition_bytes
from samrit.core.sheet.form import form_rows, form_title

KINDS = ("txt", "docx", "pdf")

__all__ = ["KINDS", "sheet_kind", "write_file", "write_sheet"]


def write_sheet(definition: Definition, kind: str) -> bytes:
    """The form of `definition` as the bytes of a file of `kind` (KINDS). The same definition gives the same bytes.

    Raises Refused for a definition too long to be read back, Lacking for a PDF where the machine has no Pango.
    """
    blocks, data = form_rows(definition), definition_bytes(definition)
    if kind == "txt":
        from samrit.core.sheet.writers.text import write_text  # noqa: PLC0415 -- one writer is needed at a time

        return write_text(blocks, data)
    if kind == "docx":
        from samrit.core.sheet.writers.docx import write_docx  # noqa: PLC0415 -- one writer is needed at a time

        return write_docx(blocks, form_title(definition), data)
    from samrit.core.sheet.writers.pdf import write_pdf  # noqa: PLC0415 -- slow import

    return write_pdf(blocks, form_title(definition), data)


def sheet_kind(path: Path) -> str:
    """The kind of file that `path` names. Raises Refused, before any work, where no file can be written there."""
    kind = path.suffix.lower().removeprefix(".")
    if kind not in KINDS:
        raise Refused(
            "",
            Message("the name does not say which kind of file to write", "ชื่อไฟล์ไม่บอกชนิดของไฟล์"),
            Message("end it in .docx, .pdf or .txt", "ลงท้ายชื่อด้วย .docx, .pdf หรือ .txt"),
        )
    require_place(path)
    return kind


def write_file(path: Path, data: bytes) -> None:
    """Puts `data` under `path`, whole or not at all; what stood there before is replaced in one step.

    Raises Refused where no file can be written there.
    """
    sheet_kind(path)
    put_file(path, data)
