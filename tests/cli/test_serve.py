"""Serving on one machine: what two starts at once may do to each other."""

from __future__ import annotations

from threading import Event, Thread

from samrit.cli.serve import one_at_a_time


def test_a_start_beside_another_waits_until_that_one_is_ready(tmp_path):
    """Both would make the same tables; the second finds them made."""
    came, inside, go = [], Event(), Event()

    def first():
        with one_at_a_time(tmp_path / "preparing"):
            inside.set()
            go.wait(10)
            came.append("first")

    def second():
        with one_at_a_time(tmp_path / "preparing"):
            came.append("second")

    ahead, behind = Thread(target=first), Thread(target=second)
    ahead.start()
    assert inside.wait(10)
    behind.start()
    behind.join(0.1)
    assert (behind.is_alive(), came) == (True, [])
    go.set()
    ahead.join(10)
    behind.join(10)
    assert came == ["first", "second"]
