"""The clock and the June of the scores' tests."""

from tests.scoring.conftest import clock, in_june

__all__ = ["clock", "in_june"]
