"""How public pages write what was measured."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import translation

from samrit.web.public.templatetags.site import share_to


@pytest.mark.parametrize(("reader", "words"), [("th", "ร้อยละ ๘๔.๐ ถึง ๘๙.๔"), ("en", "84.0–89.4%")])
def test_both_ends_of_an_interval_have_one_decimal(reader, words):
    """A round end looked like a coarser measure than the other."""
    with translation.override(reader):
        assert share_to(Decimal("0.8398"), Decimal("0.8939")) == words
