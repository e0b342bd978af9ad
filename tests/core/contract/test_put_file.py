"""A file appears whole under its name, or not at all: with a disk that takes no more, too."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from samrit.core.contract import Refused, put_file

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


def test_a_link_that_leads_to_itself_is_told(tmp_path: Path) -> None:
    place = tmp_path / "loop.txt"
    place.symlink_to(place)
    with pytest.raises(Refused, match="symbolic links"):
        put_file(place, b"x")
    assert [path.name for path in tmp_path.iterdir()] == ["loop.txt"]
