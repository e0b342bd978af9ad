"""The processes that are killed. A parent that has imported everything forks them: a start costs nothing.

`python -m tests.torture.workers WATCH` reads lines: `work N` forks a worker, `act N WHAT DELIVERY …` a page's request;
each kills itself at its N-th write (0: never). It answers with the process id.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import time
import traceback
from pathlib import Path
from typing import Any

from tests.torture.watch import Watch, wear

from samrit.core.contract import Refused

WRITES = ("INSERT", "UPDATE", "DELETE")


class KillsItself:
    """Ends this process by -9 before the n-th write: nothing in it goes on, and nothing cleans up."""

    def __init__(self, at: int) -> None:
        self.left = at

    def __call__(self, execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        if sql.lstrip().upper().startswith(WRITES):
            self.left -= 1
            if self.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)


def work() -> None:
    """Goes on with whatever is due, by the queue of jobs and past it: two workers meet on the same row."""
    from samrit.channels.delivering import due
    from samrit.platform.jobs.worker import Worker

    while os.getppid() != 1:
        done = Worker(poll=0.01).run(until_idle=True)
        done += sum(due.run_lane(lane) for lane in due.lanes())
        if not done:
            time.sleep(0.02)


def act(what: str, *told: str) -> None:
    """What a person's page does with one delivery."""
    from tests.torture import people

    getattr(people, what)(*told)


def _child(at: int, words: list[str]) -> None:
    from django.db import connection

    if at:
        connection.execute_wrappers.append(KillsItself(at))
    work() if words[0] == "work" else act(*words[2:])


def _reap() -> None:
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


def main() -> None:
    wear(Watch(Path(sys.argv[1])))
    import django

    django.setup()
    from tests.torture import people  # noqa: F401 -- what the children need, imported once

    gc.freeze()
    print("ready", flush=True)  # noqa: T201 -- for the parent
    for line in sys.stdin:
        _reap()
        words = line.split()
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                sys.stdin = open(os.devnull)  # noqa: PTH123, SIM115 -- for the life of the process
                _child(int(words[1]), words)
                code = 0
            except Refused as refused:  # the page would say so
                print(words, refused.what.en, file=sys.stderr)  # noqa: T201 -- for whoever looks at the run
            except BaseException:  # noqa: BLE001 -- the child ends here, and says why
                traceback.print_exc()
            finally:
                sys.stderr.flush()
                os._exit(code)
        print(pid, flush=True)  # noqa: T201 -- for the parent


if __name__ == "__main__":
    main()
