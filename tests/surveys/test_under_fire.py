"""The server is killed while interviews come in: each is kept once. (The full size: bench/intake.py --kill 100000.)"""

from __future__ import annotations

import importlib.util
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.own_sqlite
BENCH = Path(__file__).resolve().parents[2] / "bench" / "intake.py"


def loaded():
    """The bench as a module."""
    spec = importlib.util.spec_from_file_location("samrit_bench_intake", BENCH)
    bench = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = bench
    spec.loader.exec_module(bench)
    return bench


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def test_nothing_is_lost_and_nothing_doubled_when_the_server_is_killed():
    """Two kills (-9) of all its processes in 240 interviews, a fifth of them sent twice."""
    fire = loaded().under_fire(240, kills=2, port=free_port())
    assert (fire.rows, fire.different) == (240, 240)
    assert fire.counted["tries"] > 240
    assert fire.bare > 0


_STARTS = """
import sys, threading, time
sys.path.insert(0, sys.argv[1])
import intake
from pathlib import Path
server = intake.Server(Path(sys.argv[2]), int(sys.argv[3]))
threading.Thread(target=server.start, daemon=True).start()
while server.process is None:
    time.sleep(0.01)
print(server.process.pid, flush=True)
time.sleep(600)
"""


def test_the_server_leaves_with_whoever_started_it(tmp_path):
    """Killed (-9) itself, a bench leaves no server behind."""
    command = [sys.executable, "-c", _STARTS, str(BENCH.parent), str(tmp_path), str(free_port())]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as starts:
        server = int(starts.stdout.readline())
        os.killpg(server, 0)
        starts.kill()
    end = time.monotonic() + 30
    while time.monotonic() < end and running(server):
        time.sleep(0.1)
    assert not running(server)


def running(group):
    """Whether a process of a group does anything still; one that is dead and waits to be noticed does not."""
    states = subprocess.run(["ps", "-o", "stat=", "-g", str(group)], capture_output=True, text=True, check=False).stdout
    return any(state[0] != "Z" for state in states.split())
