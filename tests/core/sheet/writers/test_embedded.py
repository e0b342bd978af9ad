"""The data of a written sheet, in and out of its three kinds of file."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace

import pytest

from samrit.core.contract import Refused
from samrit.core.sheet.definition import Question, Source, Unread
from samrit.core.sheet.embedded import (
    data_block,
    data_from_docx,
    data_from_text,
    definition_bytes,
    docx_parts,
)


def test_what_travels(definition):
    """The whole document travels, in ASCII on one line, but for what belongs to one reading of one file."""
    read = replace(
        definition,
        source=Source("a.txt", "0" * 64, "text/plain"),
        questions=(Question("rubric", "?"),),
        unread=(Unread(1, "ก"),),
    )
    data = definition_bytes(read)

    assert data == definition_bytes(definition)
    assert (data.isascii(), data.count(b"\n")) == (True, 0)
    assert {"source", "questions", "unread"} & set(json.loads(data)) == set()


def test_half_a_character_is_refused(definition):
    """What no reader would take back is not written."""
    with pytest.raises(Refused, match="lone surrogate"):
        definition_bytes(replace(definition, name="\ud800"))


def test_a_definition_without_end_is_refused(definition):
    """A definition too long for any reader is refused before anything is written."""
    with pytest.raises(Refused, match="too long"):
        definition_bytes(replace(definition, definition="ก" * 300_000))


def test_the_last_block_of_a_text():
    """The block is found at the end of the text only, and is no part of what is printed."""
    text = f"แบบ\n{data_block(b'one')}\nต่อ\n{data_block(b'two')}"

    assert data_from_text(text) == (f"แบบ\n{data_block(b'one')}\nต่อ\n", b"two")
    assert data_from_text("แบบ\n") == ("แบบ\n", None)
    assert data_from_text("แบบ -----BEGIN SAMRIT DATA-----") == ("แบบ -----BEGIN SAMRIT DATA-----", None)


def test_a_block_that_was_cut_off_is_data():
    """Half a block is not read as a line of the sheet, and agrees with nothing."""
    assert data_from_text('แบบ\n-----BEGIN SAMRIT DATA-----\n{"sch') == ("แบบ\n", b'{"sch')


def test_the_marks_of_the_block_inside_the_data_do_not_end_it():
    """A text that looks like the block's own lines stays inside the data."""
    data = json.dumps({"a": "-----END SAMRIT DATA-----\n------BEGIN SAMRIT DATA------"}).encode()
    block = data_block(data)

    assert (block.count("-----BEGIN SAMRIT DATA-----"), block.count("-----END SAMRIT DATA-----")) == (1, 1)
    assert json.loads(data_from_text(block)[1]) == json.loads(data)


def _package(parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return zipfile.ZipFile(stream)


def test_the_custom_part_of_a_docx():
    """The part is known by its namespace; other custom parts, and parts that are no XML, are passed over."""
    ours = docx_parts(b'{"a":"<&>"}')["customXml/item1.xml"]
    others = {"customXml/item1.xml": "<b:Sources xmlns:b='x'/>", "customXml/item2.xml": "no xml"}

    assert data_from_docx(_package({**others, "customXml/item7.xml": ours})) == b'{"a":"<&>"}'
    assert data_from_docx(_package(others)) is None


def test_entities_of_a_custom_part_are_not_resolved(tmp_path):
    """A part that names a file of the machine does not get its content."""
    secret = tmp_path / "secret"
    secret.write_text("secret")
    part = (
        f'<!DOCTYPE d [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
        '<definition xmlns="urn:samrit:key-result:1">&e;</definition>'
    )

    assert b"secret" not in (data_from_docx(_package({"customXml/item1.xml": part})) or b"")
