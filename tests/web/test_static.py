"""Static files are gathered as an installation does it."""

from __future__ import annotations

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command


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
