"""Files as people send them: honest, damaged and hostile ones."""

from __future__ import annotations

import io
import shutil
import struct
import subprocess
import zipfile
from typing import Any

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
MP4 = b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41" + b"\0" * 64


def image(kind: str = "JPEG", size: tuple[int, int] = (40, 20), mode: str = "RGB", **options: Any) -> bytes:
    """An image with a red left half and a blue right half."""
    from PIL import Image

    picture = Image.new(mode, size, "blue" if mode in {"RGB", "RGBA"} else 0)
    picture.paste("red" if mode in {"RGB", "RGBA"} else 1, (0, 0, size[0] // 2, size[1]))
    made = io.BytesIO()
    picture.save(made, kind, **options)
    return made.getvalue()


def photo_with_place() -> bytes:
    """A photograph that tells where it was taken, by whom, with what, and that it lies on its side."""
    from PIL import Image

    exif = Image.Exif()
    exif[0x010F] = "Camera of สมหญิง"
    exif[0x0112] = 6  # turned to the right
    exif[0x8825] = {1: "N", 2: (13.0, 44.0, 14.0), 3: "E", 4: (100.0, 30.0, 31.0)}
    return image(exif=exif, comment=b"secret comment", xmp=b"<x:xmpmeta>secret xmp</x:xmpmeta>")


def photo_with_odd_notes() -> bytes:
    """A photograph on its side whose notes hold text where a number belongs: it can be read, not written again."""
    from PIL import Image

    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "x"
    return image(exif=exif).replace(b"\x01\x0f\x00\x02", b"\x01\x40\x00\x02")


def video_in_an_icon() -> bytes:
    """A video by its head, an icon by the table behind it, as a form that asks Pillow alone takes for a picture."""
    small = image("PNG", (16, 16))
    head = bytearray(struct.pack(">I4s4s", 256, b"ftyp", b"isom") + bytes(244))
    entries = int.from_bytes(b"ft", "little")
    space = max(0, 6 + 16 * entries - len(head))
    at = len(head) + 8 + space + 8
    head[54:70] = struct.pack("<BBBBHHII", 0, 0, 0, 0, 1, 1, len(small), at)
    free = struct.pack(">I4s", 8 + space, b"free") + bytes(space)
    return bytes(head) + free + struct.pack(">I4s", 8 + len(small), b"mdat") + small


def archive(**entries: str) -> bytes:
    """A ZIP of the given entries; `__` in a name stands for `/`."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as writer:
        for name, text in entries.items():
            writer.writestr(name.replace("__", "/").replace("_dot_", "."), text)
    return made.getvalue()


def office(part: str, *, macros: bool = False) -> bytes:
    """A DOCX (`word/document.xml`) or XLSX (`xl/workbook.xml`), as small as can be."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as writer:
        writer.writestr("[Content_Types].xml", "<Types/>")
        writer.writestr(part, "<document/>")
        if macros:
            writer.writestr(f"{part.split('/', maxsplit=1)[0]}/vbaProject.bin", "macro")
    return made.getvalue()


DOCX = office("word/document.xml")
XLSX = office("xl/workbook.xml")


def edited(data: bytes, **cells: str) -> bytes:
    """A workbook with other values in some cells: `agencies_C2="x"`."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data))
    for address, value in cells.items():
        sheet, _, cell = address.rpartition("_")
        book[sheet][cell] = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def has_thai_ocr() -> bool:
    """Whether this machine reads Thai scans."""
    program = shutil.which("tesseract")
    if program is None:
        return False
    listed = subprocess.run([program, "--list-langs"], capture_output=True, check=False).stdout
    return b"\ntha\n" in listed
