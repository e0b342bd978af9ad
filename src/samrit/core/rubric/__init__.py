"""Rubrics: their forms, and the score that facts get by them, with its reasons."""

from samrit.core.rubric.ahead import Next
from samrit.core.rubric.context import FLAGS, Assumed, Bound, Context
from samrit.core.rubric.explaining import explain
from samrit.core.rubric.facts import PERIODS, Facts, Judgement, facts_data, read_facts
from samrit.core.rubric.faults import faults_in
from samrit.core.rubric.forms import Anchors, Composite, Judged, Levels, Rubric, Steps
from samrit.core.rubric.reading import read_rubric
from samrit.core.rubric.reasons import Reason
from samrit.core.rubric.scoring import STATES, Score, score, score_data
from samrit.core.rubric.words import condition_words, describe_rubric
from samrit.core.rubric.writing import rubric_data

__all__ = [
    "FLAGS",
    "PERIODS",
    "STATES",
    "Anchors",
    "Assumed",
    "Bound",
    "Composite",
    "Context",
    "Facts",
    "Judged",
    "Judgement",
    "Levels",
    "Next",
    "Reason",
    "Rubric",
    "Score",
    "Steps",
    "condition_words",
    "describe_rubric",
    "explain",
    "facts_data",
    "faults_in",
    "read_facts",
    "read_rubric",
    "rubric_data",
    "score",
    "score_data",
]
