"""Which checks the sheet asks for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from samrit.core.sheet import Definition
from samrit.core.sheet.definition import Tick
from samrit.core.sheet.labels import EVALUATION_OPTIONS
from samrit.verification.required import CheckKind, is_required, required_checks


def _definition(marks: list[bool | None], detail: str | None = None) -> Definition:
    ticks = tuple(Tick(label, mark) for label, mark in zip(EVALUATION_OPTIONS, marks, strict=True))
    return Definition(evaluation_methods=(*ticks[:3], replace(ticks[3], detail=detail)))


def _required(definition: Definition | None) -> list[bool | None]:
    return [check.required for check in required_checks(definition)]


def test_each_option_is_known():
    """The four options of the form are the four checks, in its order."""
    assert [check.kind for check in required_checks(None)] == list(CheckKind)
    for place in range(4):
        marks = [number == place for number in range(4)]
        assert _required(_definition(marks)) == marks


def test_seed_sheet():
    """Four boxes without a tick ask for nothing."""
    assert _required(_definition([False] * 4)) == [False] * 4


def test_lost_marks():
    """A lost mark, a lost block and no sheet at all are unknown, and ask for nothing until a person has said so."""
    checks = required_checks(_definition([True, None, None, False]))
    assert [check.required for check in checks] == [True, None, None, False]
    assert _required(Definition()) == _required(None) == [None] * 4
    assert [is_required(checks, kind) for kind in CheckKind] == [True, False, False, False]


def test_the_named_system():
    """What was written after "please specify" is shown."""
    assert required_checks(_definition([False, False, False, True], "Traffy Fondue"))[3].detail == "Traffy Fondue"


@pytest.mark.parametrize(
    "label",
    ["ผู้ตรวจราชการกรุงเทพมหานคร กำกับเชิงคุณภาพ", "ผู้ตรวจราชการกำกับติดตาม"],
)
def test_the_inspector_is_not_taken_for_the_host(label):
    """The inspector's option also speaks of supervising; it is known by who supervises."""
    checks = required_checks(Definition(evaluation_methods=(Tick(label, ticked=True),)))
    assert [check.required for check in checks] == [False, False, True, False]
