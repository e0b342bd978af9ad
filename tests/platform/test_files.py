"""Files by content: what is kept, what is refused, and what a public copy tells."""

from __future__ import annotations

import contextlib
import hashlib
import io
import random
import warnings

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageFile
from tests.factories.files import (
    DOCX,
    MP4,
    PDF,
    XLSX,
    archive,
    image,
    office,
    photo_with_odd_notes,
    photo_with_place,
    video_in_an_icon,
)

from samrit.core.contract import Message, Refused
from samrit.platform import files, sniffing
from samrit.platform.files import clean_name, open_file, public_copy, store_file, store_picture
from samrit.platform.models import StoredFile

pytestmark = pytest.mark.django_db
THAI = "ย่านสร้างสรรค์"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def _stored():
    return [str(path.relative_to(default_storage.location)) for path in _files()]


def _files():
    from pathlib import Path

    return sorted(path for path in Path(default_storage.location).rglob("*") if path.is_file())


# --- what is kept ---


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PDF, "application/pdf"),
        (DOCX, sniffing.DOCX),
        (XLSX, sniffing.XLSX),
        (MP4, "video/mp4"),
        (image("PNG"), "image/png"),
        (image("JPEG"), "image/jpeg"),
        (image("WEBP"), "image/webp"),
        (THAI.encode(), "text/plain"),
        (b"\xef\xbb\xbf" + THAI.encode(), "text/plain"),
        (THAI.encode("cp874"), "text/plain"),
        ("กบ".encode() * 200_000, "text/plain"),
        ("ตัวชี้วัด <p>ย่าน</p>".encode(), "text/plain"),
        (b"PK is how this text begins", "text/plain"),
    ],
)
def test_kept(data, kind):
    """Each kept type is known by its content, whatever it is called; what comes back is what was given."""
    row = store_file([data])
    name = hashlib.sha256(data).hexdigest()
    assert (row.pk, row.size, row.media_type, row.path) == (name, len(data), kind, f"{name[:2]}/{name[2:4]}/{name}")
    with open_file(row) as file:
        assert file.read() == data


def test_chunks():
    """It does not matter in which chunks a file comes, not even within a letter."""
    data = (THAI * 40_000).encode()
    whole = store_file([data])
    pieces = store_file(data[at : at + 7_001] for at in range(0, len(data), 7_001))
    assert whole == pieces


def test_same_content():
    """The same content is kept once."""
    assert store_file([PDF]) == store_file([PDF])
    assert (StoredFile.objects.count(), len(_files())) == (1, 1)


def test_lost_content():
    """Content that the storage lost is put back when it comes again; half of it, left by a crash, is replaced."""
    row = store_file([PDF])
    for remains in (None, PDF[:10]):
        default_storage.delete(row.path)
        if remains:
            default_storage.save(row.path, ContentFile(remains))
        assert store_file([PDF]) == row
        with open_file(row) as file:
            assert file.read() == PDF
    assert len(_files()) == 1


# --- what is refused ---


@pytest.mark.parametrize(
    "data",
    [
        b"<!DOCTYPE html><script>alert(1)</script>",
        b"\xef\xbb\xbf  \n<html>",
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b'<?xml version="1.0"?><svg/>',
        b"#!/bin/sh\nrm -rf /\n",
        b"%!PS-Adobe-3.0\n",
        b"MZ\x90\x00\x03\x00\x00\x00",
        b"\x7fELF\x02\x01\x01\x00",
        b"GIF89a\x01\x00\x01\x00",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00",
        b"\x1f\x8b\x08\x00",
        b"Rar!\x1a\x07\x00",
        b"\x80\x81\x82 no text",
        "ยาวพอให้หัวไฟล์ดูเป็นข้อความ".encode() * 40 + b"\0",
        "ก่อน".encode() * 30_000 + b"\xff\xfe",
        b"   \n ",
    ],
)
def test_refused(data):
    """Programs, pages that run programs, old and unknown types, and what only begins like text are refused."""
    with pytest.raises(Refused) as refused:
        store_file([data])
    assert refused.value.path == "file"
    assert refused.value.what == Message("this kind of file is not kept, or it is damaged", "ไม่รับไฟล์ชนิดนี้ หรือไฟล์ชำรุด")
    assert (StoredFile.objects.count(), _stored()) == (0, [])


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n<script>alert(1)</script>",
        b"\xff\xd8\xff<?php system('id'); ?>",
        b"RIFF\x00\x00\x00\x00WEBP<script>",
        image("PNG")[:60],
        b"RIFF\x00\x00\x00\x00WAVEfmt ",
        archive(a_dot_txt="plain"),
        archive(word__document_dot_xml="<document/>"),
        archive(META_INF="", classes_dot_dex=""),
        office("word/document.xml", macros=True),
        office("ppt/presentation.xml"),
        b"PK\x03\x04 broken",
        DOCX[:-30],
    ],
)
def test_disguised(data):
    """What wears the first bytes of a kept type and is another, plain archives, macros and broken files are refused."""
    with pytest.raises(Refused):
        store_file([data])


def test_image_with_an_archive_behind():
    """A picture that is an archive too is kept as the picture; its public copy is the picture alone."""
    both = image("PNG") + archive(evil_dot_html="<script>")
    row = store_file([both])
    assert row.media_type == "image/png"
    with open_file(public_copy(row)) as copy:
        assert b"evil" not in copy.read()


def test_too_many_pixels(monkeypatch):
    """A picture that would fill the memory is refused before it is unpacked."""
    monkeypatch.setattr(sniffing, "MAX_PIXELS", 799)
    with pytest.raises(Refused):
        store_file([image("PNG", (40, 20))])


def test_bomb():
    """So is one that claims more pixels than any camera has."""
    import struct
    import zlib

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + b"IHDR" + head + struct.pack(">I", zlib.crc32(b"IHDR" + head))
    with pytest.raises(Refused):
        store_file([b"\x89PNG\r\n\x1a\n" + chunk])


@pytest.mark.parametrize("chunks", [[], [b""]])
def test_empty(chunks):
    """An empty file is refused as such."""
    with pytest.raises(Refused) as refused:
        store_file(chunks)
    assert refused.value.what == Message("the file is empty", "ไฟล์ว่างเปล่า")


def test_limit():
    """A file of the limit is kept, one byte more refused, and no more than needed is read."""
    read = []

    def endless():
        while True:
            read.append(1)
            yield b"a" * 1_000_000

    assert store_file([b"a" * 1_000_000], limit=1_000_000).size == 1_000_000
    with pytest.raises(Refused) as refused:
        store_file(endless(), limit=3_000_000)
    assert refused.value.what == Message("the file is larger than 3 MB", "ไฟล์ใหญ่เกิน 3 เมกะไบต์")
    assert len(read) == 4


# --- names ---


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("แผนประชาสัมพันธ์ ๒๕๖๘.pdf", "แผนประชาสัมพันธ์ ๒๕๖๘.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\somying\\รายงาน.docx", "รายงาน.docx"),
        ("a\x00b\r\nSet-Cookie: x.pdf", "abSet-Cookie: x.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        (".htaccess", "htaccess"),
        ("", "file"),
        ("///", "file"),
        ("\u200b", "file"),
        ("ก" * 300 + ".pdf", "ก" * 196 + ".pdf"),
        ("ก" * 300, "ก" * 200),
        ("x." + "y" * 300, ("x." + "y" * 300)[:200]),
    ],
)
def test_names(given, shown):
    """Names keep their last part, without signs that nobody sees; they never name a folder, and are not too long."""
    assert clean_name(given) == shown


# --- public copies ---


def test_public_copy():
    """A public copy tells neither place nor camera nor comment, and stands upright; the original stays as it was."""
    data = photo_with_place()
    row = store_file([data])
    copy = public_copy(row)
    with open_file(copy) as file:
        made = file.read()
    for hidden in (b"Camera", b"secret", b"Exif", b"xmpmeta"):
        assert hidden in data
        assert hidden not in made
    picture = Image.open(io.BytesIO(made))
    assert (picture.format, picture.size, dict(picture.getexif())) == ("JPEG", (20, 40), {})
    assert picture.getpixel((10, 5))[0] > 200
    assert picture.getpixel((10, 35))[2] > 200
    with open_file(row) as file:
        assert file.read() == data


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("PNG", "1"), ("WEBP", "RGBA"), ("JPEG", "L"), ("JPEG", "CMYK")]
)
def test_kinds_of_images(kind, mode):
    """Every kind and colour mode has a public copy of the same kind."""
    row = store_file([image(kind, mode=mode)])
    assert public_copy(row).media_type == row.media_type


def test_large_image():
    """A large picture becomes one of 2,560 pixels at the longer side; a small one keeps its size."""
    with open_file(public_copy(store_file([image(size=(4_000, 1_000))]))) as file:
        assert Image.open(file).size == (2_560, 640)
    with open_file(public_copy(store_file([image(size=(40, 20))]))) as file:
        assert Image.open(file).size == (40, 20)


@pytest.mark.parametrize("data", [PDF, DOCX, b"text"])
def test_no_image(data):
    """What is no image has no public copy."""
    with pytest.raises(Refused):
        public_copy(store_file([data]))


def test_damaged_image():
    """A picture whose pixels break off is refused, not half shown; nor after a paper was drawn in the same process."""
    ImageFile.LOAD_TRUNCATED_IMAGES = True  # as WeasyPrint does when it is loaded
    whole = image("JPEG", (400, 400))
    row = store_file([whole[: len(whole) - 300]])
    with pytest.raises(Refused) as refused:
        public_copy(row)
    assert refused.value.what == Message("the image is damaged", "ไฟล์ภาพชำรุด")


def test_odd_notes_of_a_camera():
    """Notes that Pillow reads but cannot write again: the copy is made from the pixels, upright."""
    with open_file(public_copy(store_file([photo_with_odd_notes()]))) as file:
        assert Image.open(file).size == (20, 40)


@pytest.mark.parametrize("data", [video_in_an_icon(), MP4, PDF])
def test_what_must_be_a_picture_is_refused_before_anything_is_kept(data):
    """By its content, whatever a form took it for."""
    with pytest.raises(Refused) as refused:
        store_picture([data], limit=1_000_000, path="photo")
    assert (refused.value.path, refused.value.mend.en) == ("photo", "give a JPEG, PNG or WebP image")
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_any_damage_to_a_picture_gets_a_sentence(kind):
    """Bytes turned at random: a copy or a refusal, and nothing else."""
    whole = (
        photo_with_place() if kind == "JPEG" else image(kind, exif=Image.open(io.BytesIO(photo_with_place())).getexif())
    )
    rng = random.Random(7301)  # noqa: S311 -- the same damage every time
    outcomes = set()
    for _ in range(60):
        damaged = bytearray(whole)
        for _ in range(rng.randint(1, 4)):
            damaged[rng.randrange(12, len(damaged))] = rng.randrange(256)
        with contextlib.suppress(Refused), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's own word on damaged notes
            outcomes.add(store_picture([bytes(damaged)], limit=1_000_000, path="photo").media_type)
    assert outcomes == (set() if kind == "PNG" else {f"image/{kind.lower()}"})  # checksums of a PNG find any


def test_storage_works():
    """The probe of the doctor leaves nothing behind."""
    assert files.storage_works()
    assert _stored() == []
