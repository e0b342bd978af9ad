"""What was filled into the fields of a PDF form: it is no text of the page, but whoever sees the page reads it."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

from samrit.core.sheet.readers.lines import Glyph
from samrit.core.sheet.readers.marks import sign

_MAX_FIELDS = 2_000
_MAX_VALUE = 100_000  # bytes
_LINE = 14.0  # points: the height of a line in a field


def fields(form: Any, page: Any) -> Iterator[Glyph]:
    """The boxes and values of the fields on a page, each as one character at the place of its field."""
    import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # no types

    for at in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MAX_FIELDS)):
        note = pdfium.FPDFPage_GetAnnot(page, at)
        if note and pdfium.FPDFAnnot_GetSubtype(note) == pdfium.FPDF_ANNOT_WIDGET:
            text, box = _text(pdfium, form, note), pdfium.FS_RECTF()
            if text and pdfium.FPDFAnnot_GetRect(note, box):
                height = min(box.top - box.bottom, _LINE)
                yield Glyph(text, box.left, box.right, box.top - 0.8 * height, height)
        pdfium.FPDFPage_CloseAnnot(note)


def _text(pdfium: Any, form: Any, note: Any) -> str:
    kind = pdfium.FPDFAnnot_GetFormFieldType(form, note)
    if kind in (pdfium.FPDF_FORMFIELD_CHECKBOX, pdfium.FPDF_FORMFIELD_RADIOBUTTON):
        return sign(ticked=bool(pdfium.FPDFAnnot_IsChecked(form, note)))
    if kind not in (pdfium.FPDF_FORMFIELD_TEXTFIELD, pdfium.FPDF_FORMFIELD_COMBOBOX):
        return ""
    size = pdfium.FPDFAnnot_GetFormFieldValue(form, note, None, 0)
    if not 2 < size <= _MAX_VALUE:
        return ""
    buffer = (ctypes.c_ushort * (size // 2))()
    pdfium.FPDFAnnot_GetFormFieldValue(form, note, buffer, size)
    return bytes(buffer).decode("utf-16-le", "replace").rstrip("\0").strip()
