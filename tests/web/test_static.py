"""Static files are gathered as an installation does it."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import os
import re
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.utils.functional import empty

from samrit.cli.serve import gather_static, gathering
from samrit.web.shared.storage import Packer

ROOT = Path(__file__).resolve().parents[2]
VENDOR = ROOT / "src/samrit/static/vendor"


@pytest.fixture
def installed(settings, tmp_path):
    """The storage of an installation, with a folder of its own."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "samrit.web.shared.storage.StaticStorage"},
    }
    return tmp_path


def test_every_file_that_a_page_or_style_sheet_names_is_there(installed):
    """Vendored scripts name maps that are not shipped: that is no fault. Names carry the hash of their content."""
    call_command("collectstatic", verbosity=0, interactive=False)
    named = staticfiles_storage.url("js/samrit.js")
    assert named != "/static/js/samrit.js"
    assert (installed / named.removeprefix("/static/")).is_file()


def test_what_comes_from_other_projects_is_as_they_gave_it_and_named():
    """Each vendored file has the hash of the manifest, none is there beside, and NOTICE names version and licence."""
    rows = json.loads((VENDOR / "manifest.json").read_text(encoding="utf-8"))
    named = {one["file"]: one["sha256"] for row in rows for one in row["files"]}
    there = {str(path.relative_to(VENDOR)): path for path in VENDOR.rglob("*.*") if path.name != "manifest.json"}
    there |= {str(path.relative_to(VENDOR)): path for path in VENDOR.rglob("LICENSE")}
    assert {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in there.items()} == named
    notice = " ".join((ROOT / "NOTICE").read_text(encoding="utf-8").split())
    assert [row["name"] for row in rows if f"{row['name']} {row['version']} (npm) {row['licence']}" not in notice] == []


def test_files_that_did_not_change_are_not_gathered_again(settings, tmp_path):
    """A second start is quick; a file that changed, or a folder that was emptied, is gathered anew."""
    source, there = tmp_path / "source", tmp_path / "static"
    source.mkdir()
    (source / "a.css").write_text("h1 { color: green }", encoding="utf-8")
    settings.STATICFILES_DIRS, settings.STATIC_ROOT = [source], there
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    staticfiles_storage._wrapped = empty
    gather_static()
    (there / "a.css").write_text("as it was gathered", encoding="utf-8")
    gather_static()
    assert (there / "a.css").read_text(encoding="utf-8") == "as it was gathered"
    (source / "a.css").write_text("h1 { color: teal }", encoding="utf-8")
    os.utime(there / "a.css", (0, 0))  # Django compares whole seconds
    with gathering():
        pass
    assert (there / "a.css").read_text(encoding="utf-8") == "h1 { color: teal }"
    (there / "a.css").unlink()
    there.rmdir()
    gather_static()
    assert (there / "a.css").is_file()
    staticfiles_storage._wrapped = empty


def test_what_is_packed_is_the_file(tmp_path):
    """Small and large, under whatever name: unpacked it is what it was, and much smaller."""
    for name, size in (("small.css", 2_000), ("large.wasm", 900_000), ("large.b24f56306255.wasm", 900_000)):
        content = b"".join(b"%d body { color: red }\n" % number for number in range(size // 20))
        (tmp_path / name).write_bytes(content)
        made = Packer(quiet=True).compress(str(tmp_path / name))
        assert [Path(path).name for path in made] == [f"{name}.br", f"{name}.gz"]
        packed = [Path(path).read_bytes() for path in made]
        assert [brotli.decompress(packed[0]), gzip.decompress(packed[1])] == [content, content]
        assert max(map(len, packed)) < len(content) / 3


def test_the_thai_letters_inside_the_sheets_are_the_vendored_ones():
    """`scripts/fonts.py` was run after the type was vendored: the sheets hold it, byte for byte."""
    for name, weight in (("thai.css", 400), ("thai-bold.css", 700)):
        said = (ROOT / "src/samrit/static/css" / name).read_text(encoding="utf-8")
        [held] = re.findall(r"data:font/woff2;base64,([^\"]+)", said)
        assert base64.b64decode(held) == (VENDOR / f"sarabun/sarabun-thai-{weight}-normal.woff2").read_bytes()
        assert f"font-weight: {weight};" in said
