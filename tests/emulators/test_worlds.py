"""Several worlds on one address, each with its own posts, its own day and its own pages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import httpx

from emulators.clock import Clock
from emulators.meta.state import PAGE, PAGE_TOKEN
from emulators.server import serving_all
from emulators.world import World

ROOT = Path(__file__).resolve().parents[2]


def test_each_world_has_its_own_posts_and_its_own_page():
    worlds = {name: World(at=at) for name, at in (("june", "2025-06-30T08:30"), ("september", "2025-09-30T08:30"))}
    with serving_all(worlds) as root:
        feed = f"{root}/june/graph.facebook.com/v26.0/{PAGE}/feed"
        made = httpx.post(feed, params={"access_token": PAGE_TOKEN, "message": "เดินเล่นย่านเก่า"})
        assert made.status_code == 200
        june, september = (httpx.get(f"{root}/{name}/").text for name in worlds)
        assert ("เดินเล่นย่านเก่า" in june, "เดินเล่นย่านเก่า" in september) == (True, False)
        assert ('href="/june/_style.css"' in june, "๓๐ มิ.ย. ๒๕๖๘" in june) == (True, True)
        assert httpx.get(f"{root}/september/_style.css").status_code == 200
        (post,) = worlds["june"].posts()
        assert post.permalink.startswith(f"{root}/june/www.facebook.com/")


def test_a_past_year_is_told_by_the_rules_of_a_later_day():
    world = World(at="2025-06-30T08:30", rules="2026-11-01")
    assert (world.clock.now().year, world.rules().year) == (2025, 2026)
    later = World(at="2026-12-01", rules="2026-11-01")
    assert later.rules() == later.clock.now()


def test_a_slow_clock_goes_slower(monkeypatch):
    real = [0.0]
    monkeypatch.setattr("emulators.clock.time.monotonic", lambda: real[0])
    clock = Clock("2025-06-30T08:30", running=True, pace=100)
    begun = clock.now()
    real[0] = 100.0
    assert (clock.now() - begun).total_seconds() == 1


def test_a_file_of_worlds_is_served_until_its_parent_ends(tmp_path):
    """As the demo does: the process that was started ends with the one that started it, also where that is killed."""
    told = tmp_path / "worlds.json"
    told.write_text(json.dumps({"june": {"clock": "2025-06-30T08:30", "pace": 100}}), encoding="utf-8")
    starter = (
        "import subprocess, sys, time\n"
        "words = [sys.executable, '-m', 'emulators', '--port', '0', '--parent', '--worlds', sys.argv[1]]\n"
        "child = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)\n"
        "print(child.pid, child.stdout.readline().strip(), flush=True)\n"
        "time.sleep(60)\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", starter, str(told)], cwd=ROOT, stdout=subprocess.PIPE, text=True, env={**os.environ}
    )
    child, root = parent.stdout.readline().split()
    assert httpx.get(f"{root}/june/_control/clock").json()["now"].startswith("2025-06-30T01:30")
    parent.kill()
    parent.communicate()
    for _ in range(100):
        if not _lives(int(child)):
            break
        time.sleep(0.1)
    assert not _lives(int(child))


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in {"Z", "X"}
    except FileNotFoundError:
        return False
