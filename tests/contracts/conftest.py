"""Meeting the program from outside, as a process."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

PROGRAM = str(Path(sys.executable).with_name("samrit"))
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Done:
    """What a run left behind; `out` and `err` are bytes, as a shell sees them."""

    code: int
    out: bytes
    err: bytes

    def refusal(self) -> str:
        """The one line of a refusal; asserts everything that the contract says of one."""
        assert self.code == 2
        assert self.out == b""
        line = self.err.decode("utf-8")
        assert line.endswith("\n")
        assert line.count("\n") == 1
        assert len(line.split(": ")) >= 4
        assert "Traceback" not in line
        assert ": internal: " not in line
        return line.removesuffix("\n")


class Samrit:
    """Runs the program in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, *words: str, stdin: bytes = b"", locale: str = "en_US.UTF-8", **environment: str) -> Done:
        own = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LC_ALL": locale, **environment}
        done = subprocess.run(
            [PROGRAM, *words],
            input=stdin,
            capture_output=True,
            cwd=self.folder,
            env=own,
            timeout=60,
            check=False,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    def write(self, name: str, content: bytes | str) -> str:
        """A file in the folder; returns its name."""
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return name


@pytest.fixture
def samrit(tmp_path: Path) -> Samrit:
    """The program, standing in an empty folder."""
    return Samrit(tmp_path)


@pytest.fixture(scope="session")
def examples() -> Path:
    """The examples of the checkout."""
    return ROOT / "examples"
