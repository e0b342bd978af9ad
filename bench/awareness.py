"""Survey estimates at scale, against R's survey and svy on the same data, printed as ratios.

    python bench/awareness.py [--rows 1000000] [--runs 5] [--peers r,svy] [--tasks t1,t2,b,rk,br]
    python bench/awareness.py --full [--keep FILE]     every goal: 10 and 1 million rows, R for about 12 minutes

T1: eleven shares (ten items and "all ten") with Taylor errors and limits. T2: "all ten" by 50 khets. B: "all ten" with
200 Rao-Wu replicates, which ours also draws and R is given. RK: raking to four margins (the factor of every cell; R:
the weight of every row). BR: all 200 replicates raked, and "all ten" (what belongs to a PSU or a cell by design is made
beforehand, as R's columns are). File: T1 from a Parquet file of 13 columns, as `samrit awareness estimate` reads it,
and its ratio to Arrow's reading alone; its goal, 300 ms at 10 million rows, is NOT reached on two processors: more than
half of its processor time (0.9 to 1.1 s on a busy machine, where Arrow's reading alone takes 0.5 to 0.65) is Arrow's
decoding. Polars decodes in half of that, and takes all memory that is allowed; that is not worth another library. Live:
one more response in its slot, and eleven shares with their limits by 200 raked replicates anew. Kept: T1 from the cube
that is there. The floor is the time to read the three columns once.

Every goal is printed with its figure, and whether it holds; those of a size are at that size only.
Floor, ours and peers take turns, peers in fresh processes; medians are compared, and no ratio is printed before the
peer's answers agree with ours to 1e-9. `--keep` writes down what R was measured at, and takes it from there afterwards.
Peers are installed by `make peers`.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # as `samrit` does, before NumPy reads it

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from samrit.core.awareness import estimate_file
from samrit.core.awareness.calibration import build_adjuster
from samrit.core.awareness.cube import Cube
from samrit.core.awareness.design import Calibration, Design, Estimate, Items, Margin, Replicates
from samrit.core.awareness.estimates import build_engine
from samrit.core.awareness.figures import Figure
from samrit.core.awareness.kernels import cube_of_answers, sum_answers, sum_weights
from samrit.core.awareness.live import Live

Column = np.ndarray[Any, Any]
STRATA, PSUS, ITEMS, REPLICATES = 50, 40, 10, 200
UNITS, EVERY = STRATA * PSUS, (1 << ITEMS) - 1
NAMES = tuple(f"a{item + 1:02d}" for item in range(ITEMS))
SIZES = (2, 2, 3, 4)
"""Categories of the four margins: 48 cells."""
CELLS = 48
PEERS = Path(__file__).parent / "peers"
GOALS = {
    ("r", "t1", "Numba", 10_000_000): 400,
    ("r", "t1", "NumPy", 10_000_000): 150,
    ("svy", "t1", "Numba", 10_000_000): 30,
    ("svy", "t1", "NumPy", 10_000_000): 10,
    ("r", "t2", "Numba", 10_000_000): 1700,
    ("r", "rk", "Numba", 10_000_000): 900,
    ("r", "br", "Numba", 1_000_000): 10_000,
}
"""How many times ours a peer's time has to be, by peer, task, way and rows."""
TEN_MILLION = 10_000_000
FLOORS = {("t1", "Numba", TEN_MILLION): 8.0}
"""How many times the floor ours may take, by task, way and rows; 3 is the moonshot."""
MOONSHOT = 3.0
MOST_MS = {("b", "Numba", TEN_MILLION): 35.0, ("live", "", TEN_MILLION): 10.0, ("live", "", 1_000_000): 10.0}
"""Milliseconds that ours may take, by task, way and rows."""
FILE_MS, FILE_MB, BEYOND_MB, PEAK_MB = 300.0, 500.0, 100.0, 500.0
"""At ten million rows: from Parquet to the result, its peak; what B needs beyond the columns, the peak of all tasks."""


@dataclass(frozen=True)
class City:
    """A synthetic city by row, and what a prepared design knows of it: the rows of each PSU."""

    psu: Column
    answers: Column
    weight: Column
    cell: Column
    rows_of_unit: Column

    @property
    def rows(self) -> int:
        return len(self.weight)


def make(rows: int, seed: int = 7301) -> City:
    """A synthetic city: PSU in its khet, weight, ten correlated answers as bits, a cell of four margins."""
    rng = np.random.default_rng(seed)
    psu = rng.integers(0, UNITS, rows).astype(np.uint16)
    effect = 0.3 * rng.standard_normal(UNITS).astype(np.float32)
    know = rng.standard_normal(rows, dtype=np.float32) + effect[psu]
    answers = np.zeros(rows, dtype=np.uint16)
    for item in range(ITEMS):
        answers |= (know + rng.standard_normal(rows, dtype=np.float32) > -1.4 - 0.03 * item).astype(np.uint16) << item
    weight = rng.gamma(4.0, 20.0, rows)
    cell = rng.integers(0, CELLS, rows).astype(np.uint8)
    return City(psu, answers, weight, cell, np.bincount(psu, minlength=UNITS))


STRATUM = np.repeat(np.arange(STRATA), PSUS)
"""The khet of each PSU."""
CODES = {"psu": np.arange(UNITS), "stratum": STRATUM}
TAYLOR = Design(
    weight="w",
    strata=("stratum",),
    clusters=("psu",),
    estimates=tuple(Estimate(name, name, "proportion", interval="beta") for name in (*NAMES, "all")),
)
DRAWN = replace(TAYLOR, replicates=Replicates("rao_wu", create=REPLICATES, seed=1))
ALL_TEN = Estimate("all", "all", "proportion", interval="beta")
BY_KHET = replace(ALL_TEN, by=("stratum",))


def cube(city: City, *, compiled: bool) -> Cube:
    """The cube of PSUs: the one pass over the rows."""
    sums = sum_answers(city.psu, city.answers, city.weight, UNITS, ITEMS, compiled=compiled)
    return cube_of_answers(sums, city.rows_of_unit, CODES, (*NAMES, "all"))


def shares(table: Cube) -> list[Figure]:
    """The eleven shares of a cube."""
    engine = build_engine(table, TAYLOR)
    return [engine.figures(estimate)[0] for estimate in TAYLOR.estimates]


def t1(city: City, *, compiled: bool) -> list[Figure]:
    return shares(cube(city, compiled=compiled))


def t2(city: City, *, compiled: bool) -> list[Figure]:
    return list(build_engine(cube(city, compiled=compiled), TAYLOR).figures(BY_KHET))


def b(city: City, *, compiled: bool) -> list[Figure]:
    return list(build_engine(cube(city, compiled=compiled), DRAWN).figures(ALL_TEN))


def totals_of(weight: float) -> tuple[Margin, ...]:
    """The margins that are asked for: every category some more than the one before it."""
    wanted = [1 + 0.15 * np.arange(size) for size in SIZES]
    return tuple(
        Margin((f"m{place}",), tuple((str(n), round(weight) * part / one.sum()) for n, part in enumerate(one)), "")
        for place, one in enumerate(wanted)
    )


def raking(weight: float) -> tuple[Calibration, ...]:
    return (Calibration("rake", totals_of(weight), None, "calibrate[0]"),)


def margins_of(cell: Column) -> dict[str, Column]:
    """The categories of cells."""
    return {f"m{place}": np.ascontiguousarray(part) for place, part in enumerate(np.unravel_index(cell, SIZES))}


CODES_OF_CELLS = {
    **{name: np.repeat(codes, CELLS) for name, codes in CODES.items()},
    **margins_of(np.tile(np.arange(CELLS), UNITS)),
}
"""PSU, khet and margins of the units that are PSU x cell; known before any response, as CODES are."""


def rk(city: City) -> Column:
    sums = sum_weights(city.cell, city.weight, CELLS)
    texts = {f"m{place}": [str(value) for value in range(size)] for place, size in enumerate(SIZES)}
    table = Cube(CELLS, margins_of(np.arange(CELLS)), texts, *[sums] * 6, (), lambda _: None)
    adjuster = build_adjuster(table, raking(sums.sum()))
    return adjuster.factors(sums[None, adjuster.cell])[0][0]


def cube_of_cells(city: City, *, compiled: bool = True) -> Cube:
    """The cube of PSUs and cells, for "all ten"."""
    unit = city.psu.astype(np.uint32)
    unit *= CELLS
    unit += city.cell
    rows = np.zeros(UNITS * CELLS, dtype=np.int64)
    every = city.answers == EVERY
    sums = sum_answers(unit, every, city.weight, UNITS * CELLS, 1, rows=rows, compiled=compiled)
    return cube_of_answers(sums, rows, CODES_OF_CELLS, ("all",))


def raked(city: City) -> list[Figure]:
    """What RK leads to: "all ten" after raking, with the error of the residuals."""
    table = cube_of_cells(city)
    return list(build_engine(table, replace(TAYLOR, calibrate=raking(table.weight.sum()))).figures(ALL_TEN))


def br(city: City) -> list[Figure]:
    table = cube_of_cells(city)
    return list(build_engine(table, replace(DRAWN, calibrate=raking(table.weight.sum()))).figures(ALL_TEN))


IN_A_FILE = replace(TAYLOR, items=Items(NAMES, "all"))


def written(city: City, path: Path) -> None:
    """The city as a survey's program exports it: a column for khet, PSU, weight, and each answer."""
    answers = {name: (city.answers >> place & 1).astype(np.int8) for place, name in enumerate(NAMES)}
    columns = {"stratum": STRATUM.astype(np.uint8)[city.psu], "psu": city.psu, "w": city.weight, **answers}
    parquet.write_table(pa.table(columns), path)


def one_more(city: City) -> Callable[[], object]:
    """Live: one more response in its slot, and eleven shares with their limits anew, by 200 raked replicates."""
    unit = city.psu.astype(np.uint32) * CELLS + city.cell
    rows = np.zeros(UNITS * CELLS, dtype=np.int64)
    sums = sum_answers(unit, city.answers, city.weight, UNITS * CELLS, ITEMS, rows=rows, compiled=False)
    table = cube_of_answers(sums, rows, CODES_OF_CELLS, (*NAMES, "all"))
    design = replace(DRAWN, calibrate=raking(sums[:, 0].sum()), items=Items(NAMES, "all"))
    live = Live(table, design)
    said = dict.fromkeys(NAMES, 1)
    where = {name: table.values[name][0] for name in table.values}

    def fresh() -> dict[str, Figure]:
        live.add(where, 80.0, said)
        return live.figures()

    return fresh


def floor(city: City) -> None:
    """Every byte of the three columns is read once."""
    for column in (city.psu, city.answers, city.weight):
        column[: len(column) // 8 * 8].view(np.uint64).max()


Times = dict[tuple[str, str], list[float]]
"""Milliseconds of each run, by task and way."""


def ours(city: City) -> dict[tuple[str, str], Callable[[], object]]:
    """What is measured in this process."""
    work: dict[tuple[str, str], Callable[[], object]] = {("floor", ""): partial(floor, city)}
    for way, compiled in (("Numba", True), ("NumPy", False)):
        if compiled and importlib.util.find_spec("numba") is None:
            print("Numba is not installed")
            continue
        work |= {(task.__name__, way): partial(task, city, compiled=compiled) for task in (t1, t2, b)}
    kept, fresh = cube(city, compiled=False), one_more(city)
    work["kept", ""] = lambda: shares(kept)
    work |= {("rk", ""): partial(rk, city), ("br", ""): partial(br, city), ("live", ""): fresh}
    return work


def measure(work: dict[tuple[str, str], Callable[[], object]], runs: int, times: Times) -> None:
    """All of them in turn, as often as `runs` says; each once before, to warm up."""
    for run in range(runs + (not times)):
        for name, task in work.items():
            start = time.perf_counter()
            task()
            if run or times.get(name) is not None:
                times.setdefault(name, []).append(1000 * (time.perf_counter() - start))
            else:
                times[name] = []


def said(name: str, times: list[float]) -> str:
    return f"{name} {statistics.median(times):.1f} ms (least {min(times):.1f})"


def held(value: float, most: float | None, unit: str) -> str:
    """Whether a figure keeps to its goal, where it has one."""
    return "" if most is None else f" [goal: at most {most:g} {unit}: {'holds' if value <= most else 'MISSED'}]"


def report(times: Times, rows: int) -> None:
    """Ours, as times the floor, each beside its goal."""
    base = statistics.median(times["floor", ""])
    print(said("reading the three columns once:", times["floor", ""]))
    for (task, way), one in times.items():
        if task == "floor":
            continue
        middle, share = statistics.median(one), ""
        if task in {"t1", "t2", "b"}:
            share = f" = {middle / base:.1f} x floor"
        if (task, way, rows) in FLOORS:
            share += held(middle / base, FLOORS[task, way, rows], "x floor")
            share += f" [moonshot: at most {MOONSHOT:g}: {'holds' if middle / base <= MOONSHOT else 'missed'}]"
        share += held(middle, MOST_MS.get((task, way, rows)), "ms")
        print(f"  {said(f'{task.upper()} {way}'.strip(), one)}{share}")


def peer(name: str, folder: Path, rows: int, runs: int, tasks: list[str]) -> dict[str, Any]:
    """A peer's times and answers in a fresh process; nothing where it is not installed or fails."""
    program = ["Rscript", str(PEERS / "survey.R")] if name == "r" else [sys.executable, str(PEERS / "svy_shares.py")]
    tasks = tasks if name == "r" else [task for task in tasks if task == "t1"]
    if shutil.which(program[0]) is None or (name == "svy" and importlib.util.find_spec("svy") is None):
        print(f"{name}: not installed (make peers)")
        return {}
    theirs = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    done = subprocess.run(
        [*program, str(folder), str(rows), str(runs), ",".join(tasks)],
        capture_output=True,
        text=True,
        check=False,
        env=theirs,
    )
    if done.returncode:
        print(f"{name}: failed: {' '.join(done.stderr.split())[-300:]}")
        return {}
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))


def kept_or_measured(
    name: str, folder: Path, city: City, options: argparse.Namespace, runs: int, tasks: list[str]
) -> dict[str, Any]:
    """What R was measured at before, where that is kept; else what the peer is measured at now."""
    file = Path(options.keep) if options.keep and name == "r" else None
    known = json.loads(file.read_text()) if file and file.exists() else {}
    key = f"{city.rows} rows: {','.join(tasks)}"
    if key in known:
        print(f"{name}: times of {known[key]['day']} from {file}")
        return dict(known[key]["found"])
    found = peer(name, folder, city.rows, runs, tasks)
    if file and found:
        file.write_text(json.dumps(known | {key: {"day": time.strftime("%Y-%m-%d"), "found": found}}))
    return found


def compare(name: str, theirs: dict[str, Any], times: Times, answers: dict[str, list[Figure]], rows: int) -> None:
    """The ratios, after the answers agree."""
    for task, found in theirs.items():
        mine = [one.estimate for one in answers[task]] + [one.se for one in answers[task]][: len(found["se"])]
        pairs = zip(mine, found["estimate"] + found["se"], strict=True)
        gap = max(abs(one / other - 1) for one, other in pairs)
        if gap > 1e-9:
            print(f"{name}: {task.upper()} differs by {gap:.0e}: no ratio")
            continue
        their = statistics.median(found["ms"])
        for way in ("Numba", "NumPy", ""):
            if (task, way) not in times:
                continue
            ratio = their / statistics.median(times[task, way])
            goal = GOALS.get((name, task, way or "Numba", rows))
            word = "" if goal is None else f", goal {goal:,} x: {'holds' if ratio >= goal else 'MISSED'}"
            print(f"{name}: {task.upper()} {their:,.0f} ms = {ratio:,.0f} x ours{f' ({way})' if way else ''}{word}")
        print(f"  largest relative difference {gap:.0e}")


def against(city: City, options: argparse.Namespace, tasks: list[str], runs: int) -> None:
    """Ours, then each peer, and ours again after each."""
    print(f"{city.rows:,} rows")
    work, times = ours(city), Times()
    measure(work, options.runs, times)
    answers = {"t1": t1(city, compiled=False), "t2": t2(city, compiled=False), "b": b(city, compiled=False)}
    answers |= {"rk": raked(city), "br": br(city)}
    with tempfile.TemporaryDirectory() as place:
        folder, found = Path(place), {}
        for name in ("psu", "answers", "weight", "cell"):
            getattr(city, name).tofile(folder / name)
        drawn = build_engine(cube(city, compiled=False), DRAWN).replicates
        drawn.made.factors(0, REPLICATES).tofile(folder / "factors")
        for name in options.peers.split(",") if options.peers else []:
            found[name] = kept_or_measured(name, folder, city, options, runs, tasks)
            measure(work, options.runs, times)
        report(times, city.rows)
        for name, theirs in found.items():
            compare(name, theirs, times, answers, city.rows)
        print(f"  {child('file', folder, city, options.runs)}")
        print(f"  {child('memory', folder, city, options.runs)}")


def child(kind: str, folder: Path, city: City, runs: int) -> str:
    """What a process of its own says: the file's time and peak memory, or the memory that B needs."""
    if kind == "file":
        written(city, folder / "city.parquet")
    command = [sys.executable, __file__, "--child", kind, str(folder), "--runs", str(runs)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def megabytes(what: str) -> float:
    """Memory of this process: VmRSS now, VmHWM at most (ru_maxrss would also tell of the process before it)."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(what)) / 1024


def file_in_a_child(folder: Path, runs: int) -> None:
    path, times = folder / "city.parquet", []
    rows = parquet.read_metadata(path).num_rows
    for run in range(runs + 1):
        start = time.perf_counter()
        estimate_file(path, IN_A_FILE)
        if run:
            times.append(1000 * (time.perf_counter() - start))
    size, peak, at_size = path.stat().st_size / 1e6, megabytes("VmHWM"), rows == TEN_MILLION
    print(f"{said('FILE', times)}, {size:.0f} MB of Parquet, 13 columns, to T1 as the command does it", end="")
    print(f"{held(statistics.median(times), FILE_MS if at_size else None, 'ms')};", end=" ")
    print(f"peak of the process {peak:.0f} MB{held(peak, FILE_MB if at_size else None, 'MB')}")
    alone = []
    for _run in range(runs):  # after the peak was read: whole columns are what the engine never holds
        start = time.perf_counter()
        parquet.read_table(path)
        alone.append(1000 * (time.perf_counter() - start))
    ratio = statistics.median(times) / statistics.median(alone)
    print(f"  {said('FILE, only reading it', alone)}: FILE takes {ratio:.1f} x that")


def memory_in_a_child(folder: Path) -> None:
    """Peak memory with the columns in memory; of B beyond the columns and the compiled program."""
    t1(make(5000), compiled=True)
    kinds = {"psu": np.uint16, "answers": np.uint16, "weight": np.float64, "cell": np.uint8}
    columns = {name: np.fromfile(folder / name, kind) for name, kind in kinds.items()}
    city = City(**columns, rows_of_unit=sum_rows(columns["psu"]))
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak begins anew
    before = megabytes("VmRSS")
    b(city, compiled=True)
    beyond = megabytes("VmHWM") - before
    t1(city, compiled=True), t2(city, compiled=True), rk(city), br(city)
    data = sum(column.nbytes for column in columns.values()) / 1e6
    peak, at_size = megabytes("VmHWM"), city.rows == TEN_MILLION
    print(f"memory: B {beyond:.0f} MB beyond the columns{held(beyond, BEYOND_MB if at_size else None, 'MB')};", end=" ")
    print(f"peak of all tasks {peak:.0f} MB, data {data:.0f} MB{held(peak, PEAK_MB if at_size else None, 'MB')}")


def sum_rows(psu: Column) -> Column:
    """Rows of each PSU, a part at a time (NumPy would widen the whole column)."""
    return sum(np.bincount(psu[first : first + 65536], minlength=UNITS) for first in range(0, len(psu), 65536))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--peers", default="r,svy")
    parser.add_argument("--tasks", default="t1", help="what R is asked for: t1,t2,b,rk,br")
    parser.add_argument("--full", action="store_true", help="every goal at its size (about 15 minutes)")
    parser.add_argument("--keep", help="a file that keeps what R was measured at")
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not options.child and os.getloadavg()[0] > 1:
        print(
            f"other work is going on here (load {os.getloadavg()[0]:.1f}): milliseconds, and their goals, mean little"
        )
    if options.child:
        kind, folder = options.child[0], Path(options.child[1])
        file_in_a_child(folder, options.runs) if kind == "file" else memory_in_a_child(folder)
    elif options.full:
        against(make(10_000_000), options, ["t1", "t2", "rk"], 1)
        against(make(1_000_000), options, ["t1", "b", "br"], 1)
    else:
        against(make(options.rows), options, options.tasks.split(","), min(options.runs, 3))


if __name__ == "__main__":
    main()
