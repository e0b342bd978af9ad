"""What a sheet leaves open about its rubric, in words."""

from __future__ import annotations

from samrit.core.contract import Message
from samrit.core.rubric.words import CHOICES, RULES
from samrit.results.documents import definition_of
from samrit.results.models import Revision
from samrit.results.settings import CHOICES_OF, open_settings
from samrit.web.shared.forms import spoken


def assumptions_in(row: Revision) -> list[tuple[str, str, str, bool]]:
    """Each open rule of a revision: its name, what it is called, what is chosen, whether another may be."""
    return [
        (
            setting.rule,
            spoken(rule_words(setting.rule)),
            spoken(choice_words(setting.choice)),
            setting.rule in CHOICES_OF,
        )
        for setting in open_settings(definition_of(row))
    ]


def rule_words(name: str) -> Message:
    """A rule in words."""
    return RULES.get(name.rpartition(".")[2], Message.same(name))


def choice_words(name: str) -> Message:
    """A choice in words."""
    return CHOICES.get(name, Message.same(name))
