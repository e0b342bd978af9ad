# ruff: noqa: E501 -- the peers' programs are in their own languages
"""Survey estimates at scale, against R's survey and svy on the same data, printed as ratios.

    python bench/awareness.py [--rows 1000000] [--runs 5] [--peers r,svy]

T1: eleven shares (ten items and "all ten") with Taylor errors, the design prepared. T2: "all ten" by 50 khets. B: "all
ten" with 200 Rao-Wu replicates. RK: raking to four margins; BR: raking all 200 replicates. File: T1 from a Parquet file,
in a process of its own whose peak memory is printed. Live: one more response, and all of T1 anew. Peers run in fresh processes, interleaved with ours; each
peer's answer is compared with ours before a ratio is printed. The floor is the time to read the three columns once.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from samrit.core.awareness.builder import Builder
from samrit.core.awareness.calibration import Adjuster, build_adjuster
from samrit.core.awareness.cube import Cube, shape_of
from samrit.core.awareness.design import Calibration, Design, Estimate, Items, Margin, Replicates
from samrit.core.awareness.estimates import build_engine
from samrit.core.awareness.figures import Figure
from samrit.core.awareness.kernels import cube_of_answers, sum_answers, sum_file

Column = np.ndarray[Any, Any]
Data = tuple[Column, Column, Column, Column]
STRATA, PSUS, ITEMS, REPLICATES = 50, 40, 10, 200
NAMES = tuple(f"a{item + 1:02d}" for item in range(ITEMS))


def make(rows: int, seed: int = 7301) -> Data:
    """A synthetic city: khet, PSU, weight, ten correlated answers as bits, a cell of four margins."""
    rng = np.random.default_rng(seed)
    psu = rng.integers(0, STRATA * PSUS, rows).astype(np.uint16)
    effect = 0.3 * rng.standard_normal(STRATA * PSUS).astype(np.float32)
    know = rng.standard_normal(rows, dtype=np.float32) + effect[psu]
    answers = np.zeros(rows, dtype=np.uint16)
    for item in range(ITEMS):
        answers |= (know + rng.standard_normal(rows, dtype=np.float32) > -1.4 - 0.03 * item).astype(np.uint16) << item
    weight = rng.gamma(4.0, 20.0, rows)
    cell = rng.integers(0, 48, rows).astype(np.uint8)
    return psu, answers, weight, cell


def strata_of_psu() -> Column:
    """The khet of each PSU."""
    return np.repeat(np.arange(STRATA), PSUS)


DESIGN = Design(
    weight="w",
    strata=("stratum",),
    clusters=("psu",),
    estimates=tuple(Estimate(name, name, "proportion", interval="beta") for name in (*NAMES, "all")),
)


def cube(data: Data, rows_of_unit: Column, *, compiled: bool) -> Cube:
    """The cube of PSUs: the one pass over the rows."""
    psu, answers, weight, _ = data
    sums = sum_answers(psu, answers, weight, STRATA * PSUS, ITEMS, compiled=compiled)
    return cube_of_answers(
        sums, rows_of_unit, {"psu": np.arange(STRATA * PSUS), "stratum": strata_of_psu()}, NAMES, "all"
    )


def eleven_shares(data: Data, rows_of_unit: Column, *, compiled: bool) -> list[Figure]:
    """T1."""
    engine = build_engine(cube(data, rows_of_unit, compiled=compiled), DESIGN)
    return [engine.figures(estimate)[0] for estimate in DESIGN.estimates]


def by_khet(data: Data, rows_of_unit: Column, *, compiled: bool) -> tuple[Figure, ...]:
    """T2."""
    engine = build_engine(cube(data, rows_of_unit, compiled=compiled), DESIGN)
    return engine.figures(Estimate("t2", "all", "proportion", by=("stratum",), interval="beta"))


def replicated(data: Data, rows_of_unit: Column, *, compiled: bool) -> tuple[Figure, ...]:
    """B, the weights made from a seed."""
    design = Design("w", ("stratum",), ("psu",), replicates=Replicates("rao_wu", create=REPLICATES, seed=1))
    engine = build_engine(cube(data, rows_of_unit, compiled=compiled), design)
    return engine.figures(Estimate("b", "all", "proportion", interval="beta"))


def raking(cell: Column, weight: Column) -> Column:
    """RK: the factor of every row's cell; four margins out of 48 cells (2 x 2 x 3 x 4)."""
    sums = np.bincount(cell, weights=weight, minlength=48)
    parts = np.unravel_index(np.arange(48), (2, 2, 3, 4))
    texts = {f"m{place}": [str(value) for value in range(int(part.max()) + 1)] for place, part in enumerate(parts)}
    codes = {f"m{place}": part.astype(np.int64) for place, part in enumerate(parts)}
    total = float(round(sums.sum()))
    margins = tuple(
        Margin(
            (name,),
            tuple((text, total * share) for text, share in zip(texts[name], _shares(len(texts[name])), strict=True)),
            name,
        )
        for name in texts
    )
    table = Cube(48, codes, texts, sums, sums, sums, sums, sums, sums, (), lambda _: None)
    adjuster: Adjuster = build_adjuster(table, (Calibration("rake", margins, None, "calibrate[0]"),))
    return adjuster.factors(sums[None, adjuster.cell])[0][0]


def raked_replicates(data: Data) -> tuple[Figure, ...]:
    """BR: the sums by PSU and cell, then 200 replicates each raked to two margins."""
    psu, answers, weight, cell = data
    unit = psu.astype(np.int64) * 48 + cell
    sums = sum_answers(unit, answers, weight, STRATA * PSUS * 48, ITEMS)
    rows = np.bincount(unit, minlength=STRATA * PSUS * 48)
    kept = np.flatnonzero(rows)
    parts = np.unravel_index(kept % 48, (4, 12))
    codes = {"psu": kept // 48, "stratum": kept // 48 // PSUS, "m0": parts[0], "m1": parts[1]}
    table = cube_of_answers(sums[kept], rows[kept], codes, NAMES, "all")
    total = float(round(sums[:, 0].sum()))
    margins = tuple(
        Margin(
            ("m" + str(place),), tuple((str(n), total * share) for n, share in enumerate(_shares(size))), f"m{place}"
        )
        for place, size in enumerate((4, 12))
    )
    design = Design(
        "w", ("stratum",), ("psu",), replicates=Replicates("rao_wu", create=REPLICATES, seed=1),
        calibrate=(Calibration("rake", margins, None, "calibrate[0]"),),
    )  # fmt: skip
    return build_engine(table, design).figures(Estimate("b", "all", "proportion", interval="beta"))


def from_file(path: Path) -> list[Figure]:
    """File: T1 from Parquet."""
    sums, rows = sum_file(path, STRATA * PSUS, ITEMS)
    table = cube_of_answers(sums, rows, {"psu": np.arange(STRATA * PSUS), "stratum": strata_of_psu()}, NAMES, "all")
    engine = build_engine(table, DESIGN)
    return [engine.figures(estimate)[0] for estimate in DESIGN.estimates]


def file_in_a_child(path: str, runs: int) -> None:
    """What a process of its own measures: milliseconds, processor time, peak memory."""
    from_file(Path(path))
    walls, works = [], []
    for _ in range(runs):
        start, worked = time.perf_counter(), time.process_time()
        from_file(Path(path))
        walls.append(time.perf_counter() - start)
        works.append(time.process_time() - worked)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{1000 * statistics.median(walls):.0f} ms, {1000 * statistics.median(works):.0f} ms of processors, peak {peak:.0f} MB"
    )


def after_one_more(data: Data, runs: int) -> float:
    """Live: one more response in its slot, and eleven shares with their limits anew."""
    design = replace(DESIGN, items=Items(NAMES, "all"))
    shape = shape_of(design)
    rows = 200_000

    def batch(first: int, last: int) -> pa.RecordBatch:
        psu, answers, weight = (column[first:last] for column in data[:3])
        columns = {"w": weight, "psu": psu, "stratum": (psu // PSUS).astype(np.int16)}
        columns |= {name: ((answers >> item) & 1).astype(np.int8) for item, name in enumerate(NAMES)}
        return pa.record_batch([pa.array(columns[name]) for name in shape.wanted], names=shape.wanted)

    builder = Builder(shape)
    builder.add(batch(0, rows))
    one = batch(rows, rows + 1)

    def fresh() -> list[Figure]:
        builder.add(one)
        engine = build_engine(builder.cube(), design)
        return [engine.figures(estimate)[0] for estimate in design.estimates]

    return clock(fresh, runs)


def _shares(parts: int) -> Column:
    wanted = 1 + 0.15 * np.arange(parts)
    return wanted / wanted.sum()


def clock(work: Callable[[], object], runs: int) -> float:
    """The median time in milliseconds, after one run to warm up."""
    work()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return 1000 * statistics.median(times)


R = """
suppressMessages(library(survey)); a <- commandArgs(TRUE); n <- as.integer(a[2]); runs <- as.integer(a[3])
get <- function(f, what, size, signed = TRUE) { h <- file(file.path(a[1], f), "rb"); on.exit(close(h)); readBin(h, what, n, size, signed = signed) }
psu <- get("psu", "integer", 2, FALSE); m <- get("answers", "integer", 2, FALSE); w <- get("weight", "double", 8)
d <- data.frame(psu = psu, st = psu %/% PSUS, w = w)
for (i in 1:10) d[[sprintf("a%02d", i)]] <- as.numeric(bitwAnd(bitwShiftR(m, i - 1L), 1L)); d$all <- as.numeric(m == 1023L); rm(m)
des <- svydesign(id = ~psu, strata = ~st, weights = ~w, data = d)
f <- as.formula(paste("~", paste(c(sprintf("a%02d", 1:10), "all"), collapse = "+")))
t1 <- sapply(seq_len(runs), function(i) system.time(r <<- svymean(f, des))[["elapsed"]])
out <- c(t1 = median(t1) * 1000)
if (a[4] == "all") { t2 <- system.time(s <- svyby(~all, ~st, des, svymean))[["elapsed"]]; out <- c(out, t2 = t2 * 1000) }
cat(sprintf('{"t1": %.3f, "t2": %s, "mean": [%s], "se": [%s]}', out["t1"], if (a[4] == "all") sprintf("%.3f", out["t2"]) else "null",
  paste(sprintf("%.17g", coef(r)), collapse = ","), paste(sprintf("%.17g", SE(r)), collapse = ",")))
""".replace("PSUS", f"{PSUS}L")

SVY = """
import json, statistics, sys, time
import numpy as np, polars as pl, svy
folder, n, runs = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
psu = np.fromfile(folder + "/psu", np.uint16); m = np.fromfile(folder + "/answers", np.uint16); w = np.fromfile(folder + "/weight")
columns = {"psu": psu.astype(np.int32), "st": (psu // PSUS).astype(np.int32), "w": w}
names = [f"a{i + 1:02d}" for i in range(10)]
for i, name in enumerate(names): columns[name] = ((m >> i) & 1).astype(np.float64)
columns["all"] = (m == 1023).astype(np.float64)
sample = svy.Sample(pl.DataFrame(columns), svy.Design(stratum="st", psu="psu", wgt="w"))
def work(): return [sample.estimation.mean(name) for name in [*names, "all"]]
result = work(); times = []
for _ in range(runs):
    start = time.perf_counter(); result = work(); times.append(time.perf_counter() - start)
print(json.dumps({"t1": 1000 * statistics.median(times), "mean": [r.estimates[0].est for r in result], "se": [r.estimates[0].se for r in result]}))
""".replace("PSUS", str(PSUS))


def peer(name: str, folder: Path, rows: int, runs: int, *, everything: bool) -> dict[str, Any] | None:
    """A peer's answer in a fresh process; None where it is not installed or fails."""
    command = (
        ["Rscript", "-e", R, str(folder), str(rows), str(runs), "all" if everything else "t1"]
        if name == "r"
        else [sys.executable, "-c", SVY, str(folder), str(rows), str(runs)]
    )
    if shutil.which(command[0]) is None:
        print(f"{name}: not installed")
        return None
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"{name}: failed: {done.stderr.strip().splitlines()[-1:]}")
        return None
    return json.loads(done.stdout.strip().splitlines()[-1])


def child_on_file(data: Data, runs: int) -> str:
    """The three columns as a Parquet file, read by a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "city.parquet"
        parquet.write_table(pa.table(dict(zip(("psu", "answers", "weight"), data, strict=False))), path)
        done = subprocess.run(
            [sys.executable, __file__, "--child", str(path), "--runs", str(runs)],
            capture_output=True,
            text=True,
            check=True,
        )
        return f"{path.stat().st_size / 1e6:.0f} MB of Parquet, {done.stdout.strip()}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--peers", default="r,svy")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    parser.add_argument("--all", action="store_true", help="R also by 50 khets (minutes)")
    options = parser.parse_args()
    if options.child:
        file_in_a_child(options.child, options.runs)
        return
    data = make(options.rows)
    rows_of_unit = np.bincount(data[0], minlength=STRATA * PSUS)
    floor = clock(lambda: (data[0].view(np.uint64).max(), data[1].view(np.uint64).max(), data[2].max()), options.runs)
    print(f"{options.rows:,} rows; reading the three columns once: {floor:.1f} ms")
    ours = {}
    for compiled in (False, True):
        name = "Numba" if compiled else "NumPy"
        t1 = clock(partial(eleven_shares, data, rows_of_unit, compiled=compiled), options.runs)
        t2 = clock(partial(by_khet, data, rows_of_unit, compiled=compiled), options.runs)
        boot = clock(partial(replicated, data, rows_of_unit, compiled=compiled), options.runs)
        ours[name] = (t1, t2)
        print(f"{name}: T1 {t1:.1f} ms ({t1 / floor:.1f} x floor), T2 {t2:.1f} ms, B {boot:.1f} ms")
    kept = cube(data, rows_of_unit, compiled=True)
    engine = build_engine(kept, DESIGN)
    live = clock(lambda: [engine.figures(one) for one in DESIGN.estimates], options.runs)
    print(f"from the kept cube: T1 {live:.2f} ms")
    print(f"RK, four margins: {clock(lambda: raking(data[3], data[2]), options.runs):.1f} ms")
    print(f"BR, 200 replicates raked: {clock(lambda: raked_replicates(data), options.runs):.1f} ms")
    print(f"live: {after_one_more(data, 5 * options.runs):.2f} ms after each response")
    print(f"file: {child_on_file(data, options.runs)}")
    print(
        f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB,"
        f" of which data {sum(part.nbytes for part in data) / 1e6:.0f} MB"
    )
    figures = eleven_shares(data, rows_of_unit, compiled=True)
    with tempfile.TemporaryDirectory() as folder:
        for name, column in zip(("psu", "answers", "weight"), data, strict=False):
            column.tofile(Path(folder) / name)
        for name in options.peers.split(",") if options.peers else []:
            theirs = peer(name, Path(folder), options.rows, min(options.runs, 3), everything=options.all)
            if theirs is None:
                continue
            gap = max(
                max(abs(one.estimate / mean - 1), abs(one.se / error - 1))
                for one, mean, error in zip(figures, theirs["mean"], theirs["se"], strict=True)
            )
            ratios = ", ".join(f"{kind} {theirs['t1'] / times[0]:.0f} x" for kind, times in ours.items())
            print(f"{name}: T1 {theirs['t1']:.0f} ms = {ratios} (largest relative difference {gap:.0e})")
            if theirs.get("t2"):
                ratios = ", ".join(f"{kind} {theirs['t2'] / times[1]:.0f} x" for kind, times in ours.items())
                print(f"{name}: T2 {theirs['t2']:.0f} ms = {ratios}")


if __name__ == "__main__":
    main()
