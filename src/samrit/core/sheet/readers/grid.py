"""Ruling lines become tables: which rectangle of a page is which cell.

Lengths are points, y grows upward. Lines that are drawn in pieces, twice or a little apart are one; lines that meet no
other line (underlines, dotted lines to write on) make no table.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_SNAP = 3.0
_OPEN = 10.0  # what sticks out by less is no column of its own
_MAX_PAIRS = 250_000
_BOX_SIDES = (5.0, 18.0)


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal or vertical line: `at` is its y (or x), from `low` to `high` in the other direction."""

    at: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Frame:
    """Lines that touch each other, still without cells."""

    across: tuple[Rule, ...]
    upright: tuple[Rule, ...]

    @property
    def left(self) -> float:
        return min([rule.low for rule in self.across] + [rule.at for rule in self.upright])

    @property
    def right(self) -> float:
        return max([rule.high for rule in self.across] + [rule.at for rule in self.upright])

    @property
    def bottom(self) -> float:
        return min([rule.low for rule in self.upright] + [rule.at for rule in self.across])

    @property
    def top(self) -> float:
        return max([rule.high for rule in self.upright] + [rule.at for rule in self.across])

    @property
    def columns(self) -> list[float]:
        """The x of all column edges, from the left."""
        return _with_ends([rule.at for rule in self.upright], self.left, self.right)

    @property
    def is_box(self) -> bool:
        """Whether this is a drawn tick box and no table."""
        width, height = self.right - self.left, self.top - self.bottom
        low, high = _BOX_SIDES
        return low <= width <= high and low <= height <= high and 0.7 < width / height < 1.4

    @property
    def is_table(self) -> bool:
        return len(self.across) >= 2 and len(self.upright) >= 1 and not self.is_box

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.bottom <= y <= self.top


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: edges of columns (from the left) and rows (from the top), and for each place the cell it belongs to.

    A cell is named by the row and column where it begins; merged cells are several places with one name.
    """

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    cells: dict[tuple[int, int], tuple[int, int]]

    def cell_at(self, x: float, y: float) -> tuple[int, int]:
        """The cell that a point of the table lies in; points on its outer edge belong to the nearest cell."""
        column = min(max(bisect(self.columns, x) - 1, 0), len(self.columns) - 2)
        row = min(max(bisect([-edge for edge in self.rows], -y) - 1, 0), len(self.rows) - 2)
        return self.cells[row, column]

    def sides(self, cell: tuple[int, int]) -> tuple[float, float]:
        """The x of a cell's left and right edge."""
        inside = [column for (_, column), name in self.cells.items() if name == cell]
        return self.columns[min(inside)], self.columns[max(inside) + 1]


def snapped(values: Iterable[float]) -> list[float]:
    """The values in order, those within reach of each other as one."""
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > _SNAP:
            kept.append(value)
    return kept


def _with_ends(edges: list[float], low: float, high: float) -> list[float]:
    """The edges of columns or rows, with the ends of lines that stick out where an outer line was not drawn."""
    return snapped(edges + [end for end in (low, high) if min(abs(end - edge) for edge in edges) > _OPEN])


def merged(rules: Iterable[Rule]) -> list[Rule]:
    """Rules on one straight line that touch or nearly touch, as one rule each."""
    lanes: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if lanes and rule.at - lanes[-1][0].at <= _SNAP:
            lanes[-1].append(rule)
        else:
            lanes.append([rule])
    return [rule for lane in lanes for rule in _merged_lane(lane)]


def _merged_lane(lane: Sequence[Rule]) -> list[Rule]:
    whole: list[Rule] = []
    for rule in sorted(lane, key=lambda rule: rule.low):
        if whole and rule.low - whole[-1].high <= _SNAP:
            whole[-1] = Rule(whole[-1].at, whole[-1].low, max(whole[-1].high, rule.high))
        else:
            whole.append(Rule(lane[0].at, rule.low, rule.high))
    return whole


def frames(across: Iterable[Rule], upright: Iterable[Rule]) -> list[Frame]:
    """The groups of lines that touch each other, from the top of the page down."""
    flat, tall = merged(across), merged(upright)
    if len(flat) * len(tall) > _MAX_PAIRS:  # a drawing or a map, no form
        return []
    group = list(range(len(flat) + len(tall)))

    def root(at: int) -> int:
        while group[at] != at:
            group[at] = group[group[at]]
            at = group[at]
        return at

    for i, one in enumerate(flat):
        for j, other in enumerate(tall, len(flat)):
            if _touch(one, other):
                group[root(j)] = root(i)
    found: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, one in enumerate(flat):
        found.setdefault(root(i), ([], []))[0].append(one)
    for j, other in enumerate(tall, len(flat)):
        found.setdefault(root(j), ([], []))[1].append(other)
    whole = [Frame(tuple(lines), tuple(posts)) for lines, posts in found.values()]
    return sorted(whole, key=lambda frame: (-frame.top, frame.left))


def _touch(flat: Rule, tall: Rule) -> bool:
    return flat.low - _SNAP <= tall.at <= flat.high + _SNAP and tall.low - _SNAP <= flat.at <= tall.high + _SNAP


def grid(frame: Frame, columns: Sequence[float] | None = None) -> Grid:
    """The cells of a frame. `columns` are the edges of the whole table where the frame is only its part on a page."""
    xs = list(frame.columns if columns is None else columns)
    ys = _with_ends([rule.at for rule in frame.across], frame.bottom, frame.top)[::-1]
    places = [(row, column) for row in range(len(ys) - 1) for column in range(len(xs) - 1)]
    cells = {place: place for place in places}

    def first(place: tuple[int, int]) -> tuple[int, int]:
        while cells[place] != place:
            place = cells[place]
        return place

    def join(one: tuple[int, int], other: tuple[int, int]) -> None:
        low, high = sorted((first(one), first(other)))
        cells[high] = low

    for row, column in places:
        y, x = (ys[row] + ys[row + 1]) / 2, (xs[column] + xs[column + 1]) / 2
        if (row, column + 1) in cells and not _crosses(frame.upright, xs[column + 1], y):
            join((row, column), (row, column + 1))
        if (row + 1, column) in cells and not _crosses(frame.across, ys[row + 1], x):
            join((row, column), (row + 1, column))
    return Grid(tuple(xs), tuple(ys), {place: first(place) for place in places})


def _crosses(rules: Iterable[Rule], at: float, through: float) -> bool:
    return any(abs(rule.at - at) <= _SNAP and rule.low - 1 <= through <= rule.high + 1 for rule in rules)
