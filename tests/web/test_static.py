"""Static files are gathered as an installation does it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command

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
