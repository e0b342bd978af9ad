from __future__ import annotations

import copy
from pathlib import Path

import allauth
import pytest


@pytest.fixture
def plain_pages(settings):
    """Sign-in as allauth ships it: its behaviour is tested here; the pages that people see are those of `web`."""
    settings.ROOT_URLCONF = "tests.people.urls"
    settings.LOGIN_REDIRECT_URL = "account_change_password"
    pages = copy.deepcopy(settings.TEMPLATES)
    pages[0] |= {"APP_DIRS": False, "DIRS": [Path(allauth.__file__).parent / "templates"]}
    settings.TEMPLATES = pages
