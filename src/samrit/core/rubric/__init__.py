"""Rubrics: their forms, and the score that facts get by them, with its reasons."""

from samrit.core.rubric.ahead import Next
from samrit.core.rubric.conditions import Compare
from samrit.core.rubric.context import FLAGS, Assumed, Bound, Context
from samrit.core.rubric.explaining import explain
from samrit.core.rubric.facts import Facts, Judgement, facts_data, read_facts
from samrit.core.rubric.faults import band_of, faults_in, leaves_of
from samrit.core.rubric.forms import RESULT, Anchors, Composite, Judged, Level, Levels, Rubric, Steps
from samrit.core.rubric.layout import width
from samrit.core.rubric.reading import read_rubric
from samrit.core.rubric.reasons import Reason
from samrit.core.rubric.scoring import STATES, Score, score, score_data
from samrit.core.rubric.words import condition_words, describe_rubric
from samrit.core.rubric.writing import rubric_data
from samrit.core.thai import PERIODS

__all__ = [
    "FLAGS",
    "PERIODS",
    "RESULT",
    "STATES",
    "Anchors",
    "Assumed",
    "Bound",
    "Compare",
    "Composite",
    "Context",
    "Facts",
    "Judged",
    "Judgement",
    "Level",
    "Levels",
    "Next",
    "Reason",
    "Rubric",
    "Score",
    "Steps",
    "band_of",
    "condition_words",
    "describe_rubric",
    "explain",
    "facts_data",
    "faults_in",
    "leaves_of",
    "read_facts",
    "read_rubric",
    "rubric_data",
    "score",
    "score_data",
    "width",
]
