"""svy on the columns of bench/awareness.py: python svy_shares.py FOLDER ROWS RUNS TASKS.

Prints one line of JSON as survey.R does, for the task t1 (eleven shares); making the design is not counted.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import numpy as np
import polars as pl
import svy

NAMES = [f"a{item + 1:02d}" for item in range(10)]


def main() -> None:
    folder, runs = Path(sys.argv[1]), int(sys.argv[3])
    psu, answers = (np.fromfile(folder / name, np.uint16) for name in ("psu", "answers"))
    columns = {"psu": psu.astype(np.int32), "st": (psu // 40).astype(np.int32), "w": np.fromfile(folder / "weight")}
    columns |= {name: ((answers >> item) & 1).astype(np.float64) for item, name in enumerate(NAMES)}
    columns["all"] = (answers == 1023).astype(np.float64)
    sample = svy.Sample(pl.DataFrame(columns), svy.Design(stratum="st", psu="psu", wgt="w"))
    times, found = [], []
    for _ in range(runs):
        start = time.perf_counter()
        found = [sample.estimation.mean(name).estimates[0] for name in (*NAMES, "all")]
        times.append(1000 * (time.perf_counter() - start))
    done = {"ms": times, "estimate": [one.est for one in found], "se": [one.se for one in found]}
    print(json.dumps({"t1": done}))


if __name__ == "__main__":
    main()
