"""What a file is by its content. Names and announced types are never asked."""

from __future__ import annotations

import codecs
import warnings
import zipfile
from typing import IO

from samrit.core.upright import refuse_halves

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF, PNG, JPEG, WEBP, MP4, TEXT = (
    "application/pdf",
    "image/png",
    "image/jpeg",
    "image/webp",
    "video/mp4",
    "text/plain",
)
IMAGES = frozenset({PNG, JPEG, WEBP})
COPIED = IMAGES | {MP4}
"""What is shown in public as a copy without hidden data."""
KEPT = frozenset({DOCX, XLSX, PDF, MP4, TEXT}) | IMAGES
"""The media types that are kept; everything else is refused."""
MAX_PIXELS = 50_000_000
"""The most pixels of an image; a 50-megapixel camera makes as many."""

_MP4_BRANDS = frozenset(
    (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"M4VP", b"MSNV", b"dash")
)
_OFFICE = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
_MACROS = "vbaproject.bin"
_ENTRIES = 5_000
_FORMATS = {"PNG": PNG, "JPEG": JPEG, "MPO": JPEG, "WEBP": WEBP}
_CHUNK = 65_536


def sniff(file: IO[bytes]) -> str | None:
    """The media type of a whole file, of those in KEPT; None for all else, damaged and disguised files among it."""
    file.seek(0)
    head = file.read(64)
    if head.startswith(b"%PDF-"):
        return PDF
    if head[4:8] == b"ftyp":
        return MP4 if head[8:12] in _MP4_BRANDS else None
    if head.startswith(b"PK\x03\x04"):
        return _office_type(file)
    if head.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return _image_type(file)
    return TEXT if _is_text(file) else None


def _office_type(file: IO[bytes]) -> str | None:
    """DOCX or XLSX without macros; any other archive is none of ours."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return None
    if len(names) > _ENTRIES or "[Content_Types].xml" not in names:
        return None
    if any(name.lower().endswith(_MACROS) for name in names):
        return None
    return next((kind for part, kind in _OFFICE.items() if part in names), None)


def _image_type(file: IO[bytes]) -> str | None:
    from PIL import Image

    refuse_halves()
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # MAX_PIXELS is stricter
            with Image.open(file, formats=("PNG", "JPEG", "WEBP")) as image:
                kind = _FORMATS.get(image.format or "")
                small = image.width * image.height <= MAX_PIXELS
                image.verify()
    except Exception:  # noqa: BLE001 -- Pillow lets out whatever a damaged picture leads to
        return None
    return kind if small else None


def _is_text(file: IO[bytes]) -> bool:
    """UTF-8, or else windows-874 with Thai in it, without control signs; nothing that browsers or shells would run."""
    try:
        return _is_harmless(file, "utf-8-sig", thai=True)
    except UnicodeDecodeError:
        pass
    try:
        return _is_harmless(file, "cp874", thai=False)
    except UnicodeDecodeError:
        return False


def _is_harmless(file: IO[bytes], encoding: str, *, thai: bool) -> bool:
    """`thai`: whether the text may be without Thai letters. Raises UnicodeDecodeError for bytes of another encoding."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    start, clean = "", True
    while chunk := file.read(_CHUNK):
        text = decoder.decode(chunk)
        clean = clean and not any(sign < " " and sign not in "\t\n\r\f\v" for sign in text)
        start = start or text.lstrip()[:9]
        thai = thai or any("ก" <= sign <= "๛" for sign in text)
    decoder.decode(b"", final=True)
    return clean and thai and bool(start) and not start.startswith(("<", "#!", "%!"))
