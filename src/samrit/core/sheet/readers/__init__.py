"""Reading the file of a definition sheet: bytes become rows of cells, whatever program made them."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path, PurePath

from samrit.core.contract import Message, Refused, refused_by_system
from samrit.core.sheet.definition import Source
from samrit.core.sheet.files import DOCX, JPEG, PDF, PNG, TEXT
from samrit.core.sheet.paper import Paper
from samrit.core.sheet.readers import docx, pdf, scan, text
from samrit.core.sheet.readers.crops import crop_picture, needs_ocr, pages_of, picture_of_page
from samrit.core.sheet.readers.limits import MAX_FILE, SAVE_AS_DOCX, SEND_AGAIN, nothing_written, refuse, too_large

__all__ = ["crop_picture", "needs_ocr", "pages_of", "picture_of_page", "read_file", "read_paper"]

_READERS = {
    DOCX: docx.read_docx,
    PDF: pdf.read_pdf,
    PNG: scan.read_picture,
    JPEG: scan.read_picture,
    TEXT: text.read_text,
}
_STARTS = (
    (b"PK\x03\x04", DOCX),
    (b"PK\x05\x06", DOCX),
    (b"%PDF-", PDF),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
)
_NAMES = {".docx": DOCX, ".docm": DOCX, ".pdf": PDF, ".png": PNG, ".jpg": JPEG, ".jpeg": JPEG}
_OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER_PICTURES = (b"GIF8", b"II*\0", b"MM\0*", b"RIFF", b"\0\0\0\x0cjP")


def read_paper(data: bytes, name: str) -> Paper:
    """The rows of a file that is called `name` ("-" for what was piped in).

    The content decides what the file is, then its name. Raises Refused, with one sentence, for everything that cannot
    be read: empty, damaged, encrypted, too large, or not a kind of file that holds a definition sheet.
    """
    if len(data) > MAX_FILE:
        raise too_large(MAX_FILE)
    if not data.strip(b" \t\r\n\0"):
        raise nothing_written()
    media_type = _media_type(data, name)
    source = Source(PurePath(name).name or name, hashlib.sha256(data).hexdigest(), media_type)
    paper = _READERS[media_type](data, source)
    if not paper.rows:
        raise nothing_written()
    return paper


def _media_type(data: bytes, name: str) -> str:
    for start, media_type in _STARTS:
        if data.startswith(start):
            return media_type
    if data.startswith(_OLD_WORD):
        raise refuse(
            "the file is an old Word document (.doc), or a Word document with a password",
            "ไฟล์เป็นเอกสาร Word รุ่นเก่า (.doc) หรือเอกสารที่มีรหัสผ่าน",
            Message(
                "open it in a word processor and save it as .docx without a password",
                "เปิดในโปรแกรมประมวลผลคำแล้วบันทึกเป็น .docx โดยไม่ใส่รหัสผ่าน",
            ),
        )
    if data.startswith(b"{\\rtf"):
        raise refuse("the file is rich text (.rtf)", "ไฟล์เป็นเอกสารแบบ .rtf", SAVE_AS_DOCX)
    if data.startswith(_OTHER_PICTURES):
        raise refuse(
            "the file is a picture of a kind that is not read",
            "ไฟล์เป็นภาพชนิดที่ระบบไม่อ่าน",
            Message("save it as PNG, JPEG or PDF", "บันทึกเป็น PNG, JPEG หรือ PDF"),
        )
    # Some programs write a few bytes before the header of a PDF.
    if b"%PDF-" in data[:1024] and PurePath(name).suffix.lower() == ".pdf":
        return PDF
    named = _NAMES.get(PurePath(name).suffix.lower())
    if named is not None:
        kind = PurePath(name).suffix.lower()
        raise refuse(f"the content is not that of a {kind} file", f"เนื้อหาในไฟล์ไม่ใช่ไฟล์ชนิด {kind}", SEND_AGAIN)
    return TEXT


def read_file(path: str | os.PathLike[str]) -> Paper:
    """The rows of a file on disk, which is looked at before it is read and never read beyond the limit.

    Raises Refused where there is no such file, it is not a plain file, may not be read, or `read_paper` refuses it.
    """
    try:
        # Without blocking: opening a pipe must not wait for somebody to write into it.
        with open(path, "rb", opener=lambda name, flags: os.open(name, flags | getattr(os, "O_NONBLOCK", 0))) as stream:
            status = os.fstat(stream.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise _not_a_file()
            if status.st_size > MAX_FILE:
                raise too_large(MAX_FILE)
            data = stream.read(MAX_FILE + 1)
    except OSError as error:
        raise refused_by_system(error) from error
    except Refused:
        raise
    except ValueError as error:  # a name with a null byte
        raise _not_a_file() from error
    return read_paper(data, Path(path).name)


def _not_a_file() -> Refused:
    mend = Message("name the file of the definition sheet", "ระบุชื่อไฟล์แบบรายละเอียดตัวชี้วัด")
    return refuse("it is not a file that can be read", "ไม่ใช่ไฟล์ที่อ่านได้", mend)
