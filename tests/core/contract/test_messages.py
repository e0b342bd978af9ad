"""Which language a person is spoken to in."""

from __future__ import annotations

import pytest

from samrit.core.contract import Message, language, speak


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({}, "th"),
        ({"LANG": ""}, "th"),
        ({"LANG": "C"}, "th"),
        ({"LANG": "C.UTF-8"}, "th"),
        ({"LANG": "th_TH.UTF-8"}, "th"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_GB"}, "en"),
        ({"LANG": "EN_us"}, "en"),
        ({"LC_ALL": "th_TH.UTF-8", "LANG": "en_US.UTF-8"}, "th"),
        ({"LC_ALL": "en_US.UTF-8", "LANG": "th_TH.UTF-8"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "en_US", "LANG": "th_TH"}, "en"),
        ({"SAMRIT_LANG": "en", "LC_ALL": "th_TH.UTF-8"}, "en"),
        ({"SAMRIT_LANG": "th", "LC_ALL": "en_US.UTF-8"}, "th"),
        ({"LANG": "fr_FR.UTF-8"}, "th"),
    ],
)
def test_the_locale_chooses(environment, lang):
    """The first variable that says anything decides; Thai unless it names English."""
    assert language(environment) == lang


def test_speaks_one_of_the_two():
    """Any language but English is answered in Thai."""
    message = Message("yes", "ใช่")
    assert (speak(message, "en"), speak(message, "th"), speak(message, "fr")) == ("yes", "ใช่", "ใช่")


def test_a_quotation_is_the_same_in_both():
    """Names and texts of the sheet are not translated."""
    assert Message.same("ย่าน") == Message("ย่าน", "ย่าน")
