"""A file appears whole under its name, or not at all: with a disk that takes no more, too."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import resource, sys
from pathlib import Path
from samrit.core.contract import Refused, put_file
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, 1_000))
try:
    put_file(Path(sys.argv[1]), b"x" * 5_000)
except Refused as refused:
    print("refused")
"""


@pytest.mark.parametrize("before", [None, b"an older one"])
def test_a_half_made_file_never_stands_under_its_name(tmp_path: Path, before: bytes | None) -> None:
    """No file of this process may grow beyond 1,000 bytes: what was there stays, and nothing is left beside it."""
    place = tmp_path / "d.zip"
    if before is not None:
        place.write_bytes(before)
    command = [sys.executable, "-c", PROGRAM, str(place)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (done.stdout, done.stderr) == ("refused\n", "")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == ([] if before is None else [before])
