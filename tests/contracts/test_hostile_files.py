"""Files that nobody should have to open: each is refused in one line."""

from __future__ import annotations

import io
import os
import random
import zipfile

import pytest

COMMANDS = (("sheet", "read"), ("sheet", "check"))


def zipped(parts: dict[str, bytes]) -> bytes:
    """A ZIP archive of these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


NOISE = random.Random(7301).randbytes(100_000)  # noqa: S311 -- noise, not a secret
CONTENT_TYPES = (
    b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    b'<Override PartName="/word/document.xml" ContentType='
    b'"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
    b' Target="word/document.xml"/></Relationships>'
)


def docx(document: bytes) -> bytes:
    """A Word file with that main part."""
    return zipped({"[Content_Types].xml": CONTENT_TYPES, "_rels/.rels": RELATIONS, "word/document.xml": document})


LAUGHS = b"".join(
    b'<!ENTITY a%d "%s">' % (level, b"".join(b"&a%d;" % (level - 1) for _ in range(10))) for level in range(1, 10)
)
FILES: dict[str, bytes] = {
    "empty.txt": b"",
    "blank.txt": b"\n \t\r\n" * 50,
    "noise.txt": NOISE,
    "noise.docx": NOISE,
    "noise.pdf": NOISE,
    "noise.png": NOISE,
    "noise.jpg": NOISE,
    "noise": NOISE,
    "zeros.txt": b"\0" * 10_000,
    "letter.txt": "เรียน ผู้อำนวยการ ขอเชิญประชุม".encode(),
    "english.txt": b"Dear Sir or Madam,\n",
    "json.txt": b'{"schema": "samrit/key-result/1"}',
    "one-line.txt": b"a" * 4_000_000,
    "many-lines.txt": b"a\n" * 1_000_000,
    "empty.docx": b"",
    "not-word.docx": zipped({"a.txt": b"a"}),
    "bomb.docx": docx(b"<w>" + b" " * 300_000_000),
    "many-parts.docx": zipped({f"{number}.xml": b"" for number in range(3_000)}),
    "truncated.docx": docx(b"<w:document/>")[:-60],
    "broken-xml.docx": docx(b"<w:document"),
    "laughs.docx": docx(b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">' + LAUGHS + b"]><x>&a9;</x>"),
    "outside.docx": docx(b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><x>&a;</x>'),
    "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2_000,
    "encrypted.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0" * 20,
    "head.pdf": b"%PDF-1.7\n",
    "truncated.pdf": b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n",
    "head.png": b"\x89PNG\r\n\x1a\n",
    "head.jpg": b"\xff\xd8\xff\xe0",
    "huge.png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\1\0\0\0\1\0\0\x08\2\0\0\0" + b"\0" * 100,
    "page.html": b"<html><body>hello</body></html>",
    "rich.rtf": b"{\\rtf1 hello}",
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("command", COMMANDS, ids=lambda words: words[-1])
def test_a_file_that_is_no_sheet_is_refused_in_one_line(samrit, command, name):
    """Whatever it holds, and under its own name."""
    samrit.write(name, FILES[name])
    assert samrit(*command, name).refusal().startswith(f"{name}: ")


@pytest.mark.parametrize("name", ["empty.txt", "noise", "letter.txt", "many-lines.txt", "one-line.txt"])
def test_stdin_that_is_no_sheet_is_refused_in_one_line(samrit, name):
    """The same as a file, called `-`."""
    assert samrit("sheet", "read", "-", stdin=FILES[name]).refusal().startswith("-: ")


@pytest.mark.parametrize("command", [*COMMANDS, ("score",)], ids=lambda words: words[-1])
def test_places_that_are_no_file_are_refused_in_one_line(samrit, command):
    """A folder, nothing at all, a name that is too long, a file behind a file."""
    (samrit.folder / "folder.txt").mkdir()
    samrit.write("file.txt", b"a")
    for name in ("folder.txt", "missing.txt", "a" * 5_000, "file.txt/inside", ".", "/"):
        words = [*command, name, name] if command == ("score",) else [*command, name]
        samrit(*words).refusal()


@pytest.mark.parametrize("suffix", ["txt", "docx", "pdf", "png", "json"])
def test_a_file_of_200_megabytes_is_not_read(samrit, suffix):
    """It is refused by its size."""
    name = f"large.{suffix}"
    with (samrit.folder / name).open("wb") as file:
        file.truncate(200_000_000)
    samrit("sheet", "read", name).refusal()
    samrit("score", name, name).refusal()
    samrit("sheet", "write", name, "--to", "x.txt").refusal()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_refused_in_one_line(samrit):
    """The right is asked for."""
    samrit.write("secret.txt", b"a")
    (samrit.folder / "secret.txt").chmod(0)
    samrit("sheet", "read", "secret.txt").refusal()


def test_names_with_line_breaks_and_colours_stay_on_one_line(samrit):
    """The name is shown without steering the terminal."""
    name = "a\nb\x1b[31m.txt"
    samrit.write(name, b"nothing")
    line = samrit("sheet", "read", name).refusal()
    assert "\x1b" not in line


def test_a_mangled_example_is_read_or_refused(samrit, examples):
    """Copies of the real sheet with bytes cut, changed and doubled never crash the program."""
    text = (examples / "kr-7301.txt").read_bytes()
    chance = random.Random(2568)  # noqa: S311 -- repeatable, not secret
    for number in range(12):
        copy = bytearray(text)
        for _ in range(40):
            place = chance.randrange(len(copy))
            length = chance.randrange(1, 60)
            copy[place : place + length] = chance.choice(
                [b"", bytes(chance.randbytes(length)), copy[place : place + 9] * 3]
            )
        name = samrit.write(f"mangled-{number}.txt", bytes(copy))
        done = samrit("sheet", "read", name, "--json")
        if done.code != 0:
            done.refusal()
