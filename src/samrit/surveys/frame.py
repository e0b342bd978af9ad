"""What a wave's answers are looked at through: its items, the engine's documents on them, and rows as the engine reads
them.

A drawn person's weight is the number of adults in the household, brought up to the adults of each khet; the ultimate
clusters are the PSUs. Of volunteers on the web only cells of equal persons are kept: they have no error to speak of.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from samrit.core.awareness import Builder, read_design, shape_of
from samrit.core.awareness.cube import Shape
from samrit.core.awareness.kept import Kept, keep
from samrit.core.contract import Node
from samrit.surveys.actions.shared import asked, latest
from samrit.surveys.enums import Recognition
from samrit.surveys.models import Survey
from samrit.surveys.quality import is_flagged
from samrit.surveys.questionnaire import Questionnaire
from samrit.surveys.rows import Row

ALL = "all_districts"
RAKED = ("age", "sex", "education", "registered", "visited")
"""Margins of the web sample that are fitted to the probability sample; “visited” calibrates interest."""
OTHER = "·"
FLAGGED, YES, NO = "flagged", "1", "0"
ENUMERATOR, NOBODY = "enumerator", "-"
CELL = "cell"


@dataclass(frozen=True)
class Frame:
    """The questionnaire of a survey, and what the engine is told of it."""

    questionnaire: Questionnaire
    sha256: str

    @property
    def battery(self) -> str:
        """The name of the question with the districts."""
        found = self.questionnaire.battery
        return found.id if found else ""

    @cached_property
    def items(self) -> tuple[str, ...]:
        """The real districts."""
        return tuple(item.id for item in self.questionnaire.districts)

    @cached_property
    def decoys(self) -> tuple[str, ...]:
        """Names that do not exist."""
        return tuple(item.id for item in self.questionnaire.decoys)

    @property
    def document(self) -> dict[str, Any]:
        """The design of the drawn sample, but for totals, verdict and single units."""
        asked_about = (*self.items, *self.decoys, ALL, *map(heard, self.items))
        return {
            "schema": "samrit/survey-design/1",
            "items": {"columns": list(self.items), "joint": ALL, "decoys": list(self.decoys)},
            "estimates": [_proportion(name) for name in asked_about],
            "weight": "weight",
            "strata": ["stratum"],
            "clusters": ["psu"],
            "nested": True,
            "verdict": {"source": "probability", "exclude": {FLAGGED: [YES], ENUMERATOR: [NOBODY]}},
        }

    @property
    def web_document(self) -> dict[str, Any]:
        """The design of the volunteers, but for the margins."""
        return {
            "schema": "samrit/survey-design/1",
            "items": {"columns": list(self.items), "joint": ALL},
            "estimates": [_proportion(name) for name in (*self.items, *self.decoys, ALL)],
            "clusters": [CELL],
            "single_psu": "adjust",
        }

    @cached_property
    def shape(self) -> Shape:
        """What is summed of the drawn sample."""
        return shape_of(read_design(Node(self.document, "")))

    @cached_property
    def web_shape(self) -> Shape:
        """What is summed of the volunteers."""
        margins = [{"by": [name], "totals": {OTHER: "1"}} for name in RAKED]
        return shape_of(
            read_design(Node({**self.web_document, "calibrate": [{"method": "rake", "margins": margins}]}, ""))
        )


def frame_of(survey: Survey) -> Frame:
    """The frame of a survey that is in the field: its questionnaire does not change any more. 1 query."""
    version = latest(survey)
    return _frame(version.sha256, asked(version))


@lru_cache(maxsize=64)
def _frame(sha256: str, questionnaire: Questionnaire) -> Frame:
    return Frame(questionnaire, sha256)


def heard(item: str) -> str:
    """The column that tells who has heard only the name."""
    return f"heard:{item}"


def _proportion(name: str) -> dict[str, Any]:
    return {"id": name, "of": name, "statistic": "proportion"}


def margin(row: Row, name: str) -> str:
    """A person's category in a margin."""
    value = row.answers.get(name)
    return value if isinstance(value, str) and value else OTHER


def summed(rows: Sequence[Row], shape: Shape, frame: Frame) -> Kept | None:
    """The sums of some rows; None without any."""
    if not rows:
        return None
    import pyarrow as pa

    reading = _columns(frame)
    arrays = [pa.array([reading[name](row) for row in rows], getattr(pa, _kind(name))()) for name in shape.wanted]
    builder = Builder(shape)
    builder.add(pa.record_batch(arrays, names=list(shape.wanted)))
    return keep(builder.cube(), shape)


_TEXTS = frozenset({"stratum", "psu", FLAGGED, ENUMERATOR, CELL, *RAKED})


def _kind(name: str) -> str:
    return "string" if name in _TEXTS else "float64"


@lru_cache(maxsize=64)
def _columns(frame: Frame) -> Mapping[str, Callable[[Row], Any]]:
    """By column how it is read from a row."""

    def known(item: str) -> Callable[[Row], Any]:
        return lambda row: None if row.known[item] is None else int(row.known[item])

    def named(item: str) -> Callable[[Row], Any]:
        return lambda row: None if row.known[item] is None else int(row.codes[item] == Recognition.NAME_ONLY)

    def of_margin(name: str) -> Callable[[Row], Any]:
        return lambda row: margin(row, name)

    return {
        "weight": lambda row: row.adults,
        "stratum": lambda row: row.stratum,
        "psu": lambda row: row.psu,
        FLAGGED: lambda row: YES if is_flagged(row) else NO,
        ENUMERATOR: lambda row: "" if row.enumerator is None else str(row.enumerator),
        CELL: lambda row: "|".join(margin(row, name) for name in RAKED),
        **{name: of_margin(name) for name in RAKED},
        **{item: known(item) for item in (*frame.items, *frame.decoys)},
        **{heard(item): named(item) for item in frame.items},
    }
