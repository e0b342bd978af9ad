"""PDF files: pages with a text layer are read as they are, pages that are pictures go through OCR."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from samrit.core.contract import Message, Refused
from samrit.core.sheet.definition import Source
from samrit.core.sheet.embedded import data_from_pdf
from samrit.core.sheet.files import MAX_PAGES
from samrit.core.sheet.paper import Paper
from samrit.core.sheet.readers.layout import rows_of
from samrit.core.sheet.readers.limits import READ_AGAIN, SEND_AGAIN, refuse
from samrit.core.sheet.readers.pdf_page import read_page
from samrit.core.sheet.readers.pdf_streams import protected, refuse_bombs
from samrit.core.sheet.readers.scan import ocr_pages
from samrit.core.sheet.readers.scan_picture import Picture, render

_LONGEST_SIDE = 3400.0  # points: size A0


def read_pdf(data: bytes, source: Source) -> Paper:
    """A PDF as rows. Refused: damaged, encrypted, too many or too large pages, or scans where OCR is not installed."""
    with open_pdf(data) as document:
        attached = data_from_pdf(document)
        form = document.formenv.raw if document.formenv else None
        pages = []
        pictures = {}
        for at in range(len(document)):
            page = document[at]
            pages.append(read_page(page, form))
            if pages[-1].scanned:
                pictures[at] = render(page)
            page.close()
    for at, scanned in ocr_pages(pictures).items():
        pages[at] = scanned
    return Paper(rows_of(pages), source, scanned=bool(pictures), data=attached)


def page_count(data: bytes) -> int:
    """How many pages a PDF has."""
    with open_pdf(data) as document:
        return len(document)


def has_scanned_pages(data: bytes) -> bool:
    """Whether any page is only a picture, so that reading it takes OCR and time."""
    with open_pdf(data) as document:
        form = document.formenv.raw if document.formenv else None
        return any(read_page(document[at], form).scanned for at in range(len(document)))


def page_picture(data: bytes, number: int) -> Picture:
    """The picture of a page, from 1, as OCR saw it. Refused: no such page."""
    with open_pdf(data) as document:
        if not 1 <= number <= len(document):
            raise refuse(f"there is no page {number}", f"ไม่มีหน้า {number}", READ_AGAIN)
        return render(document[number - 1])


@contextmanager
def open_pdf(data: bytes) -> Iterator[Any]:
    """The PDFium document of a file, closed afterwards. Refused: what it cannot open, and what is too large."""
    import pypdfium2  # type: ignore[import-untyped]  # no types

    refuse_bombs(data)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _not_opened(error) from error
    try:
        _refuse_size(document)
        if document.get_formtype():
            document.init_forms()
        yield document
    except pypdfium2.PdfiumError as error:
        raise _damaged() from error
    finally:
        document.close()


def _not_opened(error: Exception) -> Refused:
    if "password" in str(error).lower() or "security" in str(error).lower():
        return protected()
    return _damaged()


def _damaged() -> Refused:
    return refuse("the PDF is damaged", "ไฟล์ PDF ชำรุด", SEND_AGAIN)


def _refuse_size(document: Any) -> None:
    count = len(document)
    if count == 0:
        raise _damaged()
    if count > MAX_PAGES:
        raise refuse(
            f"the PDF has {count} pages, more than {MAX_PAGES}",
            f"ไฟล์ PDF มี {count} หน้า เกิน {MAX_PAGES} หน้า",
            Message("send only the pages of one definition sheet", "ส่งเฉพาะหน้าของแบบรายละเอียดตัวชี้วัดหนึ่งฉบับ"),
        )
    for at in range(count):
        if not all(0 < side <= _LONGEST_SIDE for side in document.get_page_size(at)):
            raise refuse(
                f"page {at + 1} of the PDF is larger than A0",
                f"หน้า {at + 1} ของไฟล์ PDF ใหญ่กว่ากระดาษ A0",
                Message("print it to A4 and send that", "พิมพ์เป็นขนาด A4 แล้วส่งใหม่"),
            )
