"""A survey design as data: how the sample was drawn, how it is weighted, and what is asked of it.

The document is `samrit/survey-design/1` (docs/en/reference). What is left out, null, [] and {} mean the same.
"""

from __future__ import annotations

from dataclasses import dataclass

SCHEMA = "samrit/survey-design/1"
STATISTICS = ("mean", "total", "proportion", "ratio")
INTERVALS = ("beta", "wilson", "logit", "xlogit", "asin", "mean")
SINGLE_PSU = ("fail", "remove", "adjust", "average")
REPLICATION = ("jk1", "jkn", "brr", "fay", "bootstrap", "rao_wu")
COUNTED = ("bootstrap", "rao_wu")
"""Replicate methods whose number of replicates is chosen, not given by the design."""
CALIBRATION = ("poststratify", "rake", "linear", "logit")
READINGS = ("each", "joint", "mean", "any")
SOURCES = ("probability", "web")


@dataclass(frozen=True, slots=True)
class Replicates:
    """Replicate weights: `weights` names their columns, or `create` asks for them (True or their number)."""

    method: str
    weights: tuple[str, ...] = ()
    create: int | bool | None = None
    rho: float = 0.0
    seed: int = 0
    centre: str = "mean"
    path: str = "replicates"


@dataclass(frozen=True, slots=True)
class Margin:
    """Known totals: of the categories of `by` (joined by `|`), or of numeric columns where `by` is empty."""

    by: tuple[str, ...]
    totals: tuple[tuple[str, float], ...]
    path: str


@dataclass(frozen=True, slots=True)
class Calibration:
    """One adjustment of the weights to known totals; `bounds` are those of weight after / before."""

    method: str
    margins: tuple[Margin, ...]
    bounds: tuple[float, float] | None
    path: str

    @property
    def numeric(self) -> bool:
        """Whether a margin is the total of a numeric column, so that rows of one cell may differ in weight."""
        return any(not margin.by for margin in self.margins)


@dataclass(frozen=True, slots=True)
class Trim:
    """Limits of a weight; what is cut off is shared equally by the weights inside the limits."""

    lower: float | None
    upper: float | None


@dataclass(frozen=True, slots=True)
class Items:
    """The 0/1 columns asked of every respondent, the name of the column "all of them", and the names asked that do not
    exist."""

    columns: tuple[str, ...]
    joint: str | None
    decoys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Estimate:
    """One figure to be estimated, in each group of `by` among the rows that `where` keeps."""

    id: str
    of: str
    statistic: str
    per: str | None = None
    by: tuple[str, ...] = ()
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    interval: str = "mean"
    level: float = 0.95
    df: int | None = None
    with_replacement_deff: bool = False
    path: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """A multiple of one group of an estimate."""

    factor: float
    estimate: str
    group: tuple[tuple[str, str], ...]
    path: str


@dataclass(frozen=True, slots=True)
class Contrast:
    """A sum of multiples of estimates."""

    id: str
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Looks:
    """Looks during the year: the planned n_eff, that of the looks before this one, the error to spend and how."""

    planned: float
    before: tuple[float, ...]
    alpha: float
    spending: str


@dataclass(frozen=True, slots=True)
class Question:
    """What the verdict is about: a reading of "aware of all", its threshold, its lock, where the rows come from, which
    rows are flagged (`exclude`: column and values), and the looks during the year.

    `untold`: "decoys", "flagged", where the sentences must not tell how many those are.
    """

    reading: str | None
    threshold: float | None
    locked: str | None
    source: str | None
    exclude: tuple[tuple[str, tuple[str, ...]], ...] = ()
    looks: Looks | None = None
    untold: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Design:
    """A whole survey design; see the fields' own classes."""

    weight: str | None = None
    strata: tuple[str, ...] = ()
    clusters: tuple[str, ...] = ()
    population: tuple[str, ...] = ()
    nested: bool = False
    single_psu: str = "fail"
    replicates: Replicates | None = None
    calibrate: tuple[Calibration, ...] = ()
    trim: Trim | None = None
    items: Items | None = None
    estimates: tuple[Estimate, ...] = ()
    contrasts: tuple[Contrast, ...] = ()
    verdict: Question | None = None
    assumed: tuple[tuple[str, str, str], ...] = ()

    def sources(self) -> list[tuple[str, str]]:
        """Every column the file must have, with the place in the document that names it."""
        named: list[tuple[str, str]] = []
        if self.weight is not None:
            named.append((self.weight, "weight"))
        for key, columns in (("strata", self.strata), ("clusters", self.clusters), ("population", self.population)):
            named += [(column, f"{key}[{index}]") for index, column in enumerate(columns)]
        if self.replicates is not None:
            named += [(column, f"replicates.weights[{i}]") for i, column in enumerate(self.replicates.weights)]
        for entry in self.calibrate:
            for margin in entry.margins:
                named += [(column, f"{margin.path}.by[{index}]") for index, column in enumerate(margin.by)]
                if not margin.by:
                    named += [(key, f"{margin.path}.totals.{key}") for key, _ in margin.totals]
        if self.items is not None:
            named += [(column, f"items.columns[{index}]") for index, column in enumerate(self.items.columns)]
            named += [(column, f"items.decoys[{index}]") for index, column in enumerate(self.items.decoys)]
        if self.verdict is not None:
            named += [(column, f"verdict.exclude.{column}") for column, _ in self.verdict.exclude]
        for estimate in self.estimates:
            asked = [(estimate.of, "of")] + ([(estimate.per, "per")] if estimate.per is not None else [])
            asked += [(column, f"by[{index}]") for index, column in enumerate(estimate.by)]
            asked += [(column, f"where.{column}") for column, _ in estimate.where]
            named += [(column, f"{estimate.path}.{key}") for column, key in asked]
        made = None if self.items is None else self.items.joint
        return [(column, path) for column, path in named if column != made]
