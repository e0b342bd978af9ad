"""How long the program takes as a whole process, against Python's own start and the imports that it needs.

    .venv/bin/python bench/startup.py

`samrit --help` should answer in under 0.25 s; `samrit score` within 1.5 times Python plus the modules it imports.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FACTS = str(ROOT / "examples" / "facts-2025-06.json")
RUNS = 25
TRACE = "import sys, samrit.cli as c; c.main({words!r}); sys.stderr.write(' '.join(sys.modules))"


def seconds(commands: dict[str, list[str]]) -> dict[str, float]:
    """The median time of each command; they take turns, so that other load on the machine falls on all alike."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(RUNS):
        for name, command in commands.items():
            begun = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True)
            times[name].append(time.perf_counter() - begun)
    return {name: statistics.median(values) for name, values in times.items()}


def imports_of(words: list[str]) -> str:
    """A Python line that imports what the command imports, and does nothing else."""
    done = subprocess.run([sys.executable, "-c", TRACE.format(words=words)], check=True, capture_output=True, text=True)
    bare = subprocess.run(
        [sys.executable, "-c", "import sys; print(*sys.modules)"], check=True, capture_output=True, text=True
    )
    return "import " + ", ".join(sorted(set(done.stderr.split()) - set(bare.stdout.split())))


def main() -> None:
    """Prints the figures and their ratios."""
    python, samrit = [sys.executable], str(Path(sys.executable).with_name("samrit"))
    with tempfile.TemporaryDirectory() as folder:
        definition = str(Path(folder) / "kr-7301.json")
        sheet = str(ROOT / "examples" / "kr-7301.txt")
        read = subprocess.run([samrit, "sheet", "read", sheet, "--json"], check=True, capture_output=True)
        Path(definition).write_bytes(read.stdout)
        words = ["score", definition, FACTS, "--json"]
        took = seconds(
            {
                "python -c pass": [*python, "-c", "pass"],
                "samrit --help": [samrit, "--help"],
                "imports of samrit score": [*python, "-c", imports_of(words)],
                "samrit score": [samrit, *words],
            }
        )
    for name, value in took.items():
        print(f"{name:<26} {value * 1000:7.1f} ms")
    ratio = took["samrit score"] / took["imports of samrit score"]
    print(f"samrit --help / 250 ms                     {took['samrit --help'] / 0.25:5.2f}  (wanted: under 1)")
    print(f"samrit score / python with its imports     {ratio:5.2f}  (wanted: at most 1.5)")


if __name__ == "__main__":
    main()
