"""Files kept by content: hashed while they stream in, their type sniffed, each content once."""

from __future__ import annotations

import hashlib
import io
import unicodedata
from collections.abc import Iterable
from tempfile import SpooledTemporaryFile
from typing import IO

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from samrit.core.contract import Message, Refused
from samrit.core.upright import refuse_halves, upright
from samrit.platform.models import StoredFile
from samrit.platform.sniffing import IMAGES, JPEG, KEPT, MP4, PNG, WEBP, sniff
from samrit.platform.videos import DamagedVideoError, without_place

MAX_FILE = 50_000_000
LONGEST_SIDE = 2_560
"""Pixels of the longer side of a public copy."""
_KINDS = Message(
    "give a PDF, DOCX, XLSX, JPEG, PNG, WebP, MP4 or text file", "ใช้ไฟล์ PDF, DOCX, XLSX, JPEG, PNG, WebP, MP4 หรือข้อความ"
)
_PICTURES = Message("give a JPEG, PNG or WebP image", "ใช้ไฟล์ภาพ JPEG, PNG หรือ WebP")
_SMALLER = Message("make it smaller or give a link", "ย่อขนาดไฟล์หรือใช้ลิงก์แทน")
_AGAIN = Message("choose the file again", "โปรดเลือกไฟล์ใหม่")
_LONGEST_NAME = 200


def store_file(
    chunks: Iterable[bytes], *, limit: int = MAX_FILE, path: str = "file", kinds: frozenset[str] = KEPT
) -> StoredFile:
    """Keeps a file and gives its row; the same content is kept once.

    Raises Refused at `path` for an empty file, one over `limit` bytes, and a type that is none of `kinds`.
    """
    digest, size = hashlib.sha256(), 0
    with SpooledTemporaryFile(max_size=2_500_000) as spool:
        for chunk in chunks:
            size += len(chunk)
            if size > limit:
                raise _too_large(limit, path)
            digest.update(chunk)
            spool.write(chunk)
        if size == 0:
            raise Refused(path, Message("the file is empty", "ไฟล์ว่างเปล่า"), _AGAIN)
        kind = sniff(spool)
        if kind is None or kind not in kinds:
            raise Refused(
                path,
                Message("this kind of file is not kept, or it is damaged", "ไม่รับไฟล์ชนิดนี้ หรือไฟล์ชำรุด"),
                _PICTURES if kinds == IMAGES else _KINDS,
            )
        return _kept(spool, digest.hexdigest(), size, kind)


def store_picture(chunks: Iterable[bytes], *, limit: int, path: str) -> StoredFile:
    """Keeps the public copy of what must be a picture. Whatever else it is by its content is refused unopened."""
    return public_copy(store_file(chunks, limit=limit, path=path, kinds=IMAGES), path=path)


def store_own(content: bytes, media_type: str) -> StoredFile:
    """Keeps what this program made itself, in a type that it takes from nobody else."""
    with SpooledTemporaryFile(max_size=2_500_000) as spool:
        spool.write(content)
        return _kept(spool, hashlib.sha256(content).hexdigest(), len(content), media_type)


def open_file(row: StoredFile) -> IO[bytes]:
    """The stored bytes, for reading. Raises FileNotFoundError where the storage has lost them."""
    return default_storage.open(row.path)


def clean_name(name: str) -> str:
    """A file name as it may be shown and sent back: no folders, no control or direction signs, 200 letters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(sign for sign in last if unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
    shown = " ".join(unicodedata.normalize("NFC", shown).split()).lstrip(".")
    stem, dot, ending = shown.rpartition(".")
    if not dot or len(ending) > 10:
        return shown[:_LONGEST_NAME] or "file"
    return f"{stem[: _LONGEST_NAME - len(ending) - 1]}.{ending}"


def public_copy(row: StoredFile, *, path: str = "file") -> StoredFile:
    """A copy for public use without place, camera or other hidden data.

    Raises Refused at `path` for a damaged file, and for what is neither image nor video.

    An image is made anew from its pixels, turned upright, its longer side of LONGEST_SIDE pixels at most. Of a video
    only picture, sound and captions are left, as they were.
    """
    from PIL import Image

    if row.media_type == MP4:
        return _bare_video(row, path)
    if row.media_type not in IMAGES:
        raise Refused(
            path,
            Message("only images and videos have a public copy", "ทำสำเนาสำหรับเผยแพร่ได้เฉพาะไฟล์ภาพและวิดีโอ"),
            Message("give a JPEG, PNG or WebP image, or an MP4 video", "ใช้ไฟล์ภาพ JPEG, PNG, WebP หรือวิดีโอ MP4"),
        )
    name, mode, options = _SAVED[row.media_type]
    refuse_halves()
    try:
        with open_file(row) as file, Image.open(file, formats=("PNG", "JPEG", "WEBP")) as image:
            image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            turned = upright(image).convert(mode)
    except Exception as error:  # Pillow lets out whatever a damaged picture leads to
        raise Refused(path, Message("the image is damaged", "ไฟล์ภาพชำรุด"), _AGAIN) from error
    # What is hidden in a file hangs on the image that was opened; the pixels are put into one that carries nothing.
    bare = Image.new(mode, turned.size)
    bare.paste(turned)
    made = io.BytesIO()
    bare.save(made, name, **options)
    return store_file([made.getvalue()])


def _bare_video(row: StoredFile, path: str) -> StoredFile:
    try:
        with open_file(row) as file:
            return store_file([without_place(file)], path=path)
    except DamagedVideoError as error:
        raise Refused(path, Message("the video is damaged", "ไฟล์วิดีโอชำรุด"), _AGAIN) from error


_SAVED: dict[str, tuple[str, str, dict[str, object]]] = {
    JPEG: ("JPEG", "RGB", {"quality": 88, "optimize": True}),
    PNG: ("PNG", "RGBA", {"optimize": True}),
    WEBP: ("WEBP", "RGBA", {"quality": 88}),
}


def _too_large(limit: int, path: str) -> Refused:
    megabytes = limit // 1_000_000
    return Refused(
        path,
        Message(f"the file is larger than {megabytes} MB", f"ไฟล์ใหญ่เกิน {megabytes} เมกะไบต์"),
        _SMALLER,
    )


def _kept(spool: IO[bytes], name: str, size: int, kind: str) -> StoredFile:
    row = StoredFile.objects.filter(pk=name).first()
    path = row.path if row else f"{name[:2]}/{name[2:4]}/{name}"
    _write(spool, path, size)
    if row is None:
        row, _ = StoredFile.objects.get_or_create(
            sha256=name, defaults={"size": size, "media_type": kind, "path": path}
        )
    return row


def _write(spool: IO[bytes], path: str, size: int) -> None:
    """Puts the content where it belongs, unless it is there; half a file that a crash left is replaced."""
    if default_storage.exists(path):
        if default_storage.size(path) == size:
            return
        default_storage.delete(path)
    spool.seek(0)
    saved = default_storage.save(path, File(spool))
    if saved != path:  # somebody saved the same content in the meantime
        default_storage.delete(saved)


def storage_works() -> bool:
    """Whether a file can be written, read back and removed. Raises OSError where the storage says why not."""
    path = default_storage.save("doctor/probe", ContentFile(b"samrit"))
    try:
        with default_storage.open(path) as file:
            return file.read() == b"samrit"
    finally:
        default_storage.delete(path)
