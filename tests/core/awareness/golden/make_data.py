"""Makes the small samples that the golden figures stand on; run it again only to change them.

The columns are named after a well-known school survey, so that the same R script also runs on that survey where R is
installed; the numbers are our own.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
ITEMS = ["a01", "a02", "a03", "a04"]


def answers(rng, rows, effect):
    """Answers of each row: type, two yes/no columns, scores, four correlated items with some blanks."""
    stype = rng.choice(["E", "H", "M"], rows, p=[0.6, 0.2, 0.2])
    api99 = np.round(600 + 60 * effect + 70 * rng.standard_normal(rows))
    api00 = np.round(api99 + 30 + 20 * rng.standard_normal(rows))
    wide = np.where(rng.random(rows) < 1 / (1 + np.exp(-1.3 - 0.5 * effect)), "Yes", "No")
    comp = np.where((wide == "Yes") & (rng.random(rows) < 0.8), "Yes", "No")
    enroll = np.round(np.exp(6 + 0.5 * rng.standard_normal(rows))).astype(object)
    enroll[rng.random(rows) < 0.06] = None
    know = rng.standard_normal(rows) + effect
    table = {
        "stype": stype,
        "sch.wide": wide,
        "comp.imp": comp,
        "api99": api99.astype(int),
        "api00": api00.astype(int),
        "enroll": enroll,
    }
    table["y01"] = (wide == "Yes").astype(int)
    for number, item in enumerate(ITEMS):
        column = (know + rng.standard_normal(rows) > -1.6 + 0.15 * number).astype(int).astype(object)
        column[rng.random(rows) < 0.04] = None
        table[item] = column
    return table


def write(name, table):
    rows = len(next(iter(table.values())))
    with (HERE / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(table)
        for row in range(rows):
            writer.writerow(["" if column[row] is None else column[row] for column in table.values()])


def main() -> None:
    rng = np.random.default_rng(7301)
    rows = 140
    table = answers(rng, rows, 0.3 * rng.standard_normal(rows))
    size = {kind: int((table["stype"] == kind).sum()) for kind in "EHM"}
    whole = {"E": 900, "H": 160, "M": 210}
    table["fpc"] = np.array([whole[kind] for kind in table["stype"]])
    table["pw"] = np.array(
        [repr(round(whole[kind] / size[kind] * (0.8 + 0.4 * rng.random()), 6)) for kind in table["stype"]]
    )
    write("apistrat", table)

    sizes = rng.integers(4, 14, 15)
    dnum = np.repeat(np.arange(101, 116), sizes)
    table = answers(rng, len(dnum), np.repeat(rng.standard_normal(15), sizes))
    table |= {"dnum": dnum, "fpc": np.full(len(dnum), 90), "pw": np.full(len(dnum), 6.0)}
    write("apiclus1", table)

    drawn = rng.integers(1, 6, 40)
    whole2 = np.where(drawn < 5, drawn, rng.integers(6, 30, 40))
    dnum = np.repeat(np.arange(201, 241), drawn)
    table = answers(rng, len(dnum), np.repeat(0.7 * rng.standard_normal(40), drawn))
    table |= {
        "dnum": dnum,
        "snum": np.arange(1, len(dnum) + 1),
        "fpc1": np.full(len(dnum), 300),
        "fpc2": np.repeat(whole2, drawn),
    }
    table["pw"] = np.array([repr(float(value)) for value in 300 / 40 * np.repeat(whole2 / drawn, drawn)])
    write("apiclus2", table)

    plan = [
        (area, psu, ssu, row)
        for area in range(5)
        for psu in range(3 + area % 2)
        for ssu in range(2 + psu % 2)
        for row in range(2 + (ssu + area) % 3)
    ]
    area, psu, ssu, row = (np.array(part) for part in zip(*plan, strict=True))
    effect = rng.standard_normal(5)[area] + 0.6 * rng.standard_normal((5, 9))[area, psu]
    table = answers(rng, len(area), effect)
    table |= {
        "area": np.array([f"k{value}" for value in area]), "psu": psu + 1, "ssu": ssu + 1, "person": row + 1,
        "N1": 12 + 3 * area, "N2": 5 + psu + area, "N3": 40 + ssu + 2 * psu,
        "pw": np.array([repr(round(float(value), 5)) for value in np.exp(3 + 0.4 * rng.standard_normal(len(area)))]),
    }  # fmt: skip
    write("multi", table)

    stratum = np.repeat(np.arange(1, 12), 12)
    unit = np.tile(np.repeat([1, 2], 6), 11)
    table = answers(
        rng,
        len(stratum),
        0.4 * rng.standard_normal(11)[stratum - 1] + 0.4 * rng.standard_normal((12, 3))[stratum, unit],
    )
    table |= {
        "str": stratum,
        "psu": unit,
        "pw": np.array([repr(round(float(value), 4)) for value in np.exp(4 + 0.3 * rng.standard_normal(len(stratum)))]),
    }
    write("halves", table)


if __name__ == "__main__":
    main()
