"""The server is killed while interviews come in: each is kept once. (The full size: bench/intake.py --kill 100000.)"""

from __future__ import annotations

import importlib.util
import socket
import sys
from pathlib import Path

BENCH = Path(__file__).resolve().parents[2] / "bench" / "intake.py"


def test_nothing_is_lost_and_nothing_doubled_when_the_server_is_killed():
    """Two kills (-9) of all its processes in 240 interviews, a fifth of them sent twice."""
    spec = importlib.util.spec_from_file_location("samrit_bench_intake", BENCH)
    bench = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = bench
    spec.loader.exec_module(bench)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    fire = bench.under_fire(240, kills=2, port=port)
    assert (fire.rows, fire.different) == (240, 240)
    assert fire.counted["tries"] > 240
    assert fire.bare > 0
