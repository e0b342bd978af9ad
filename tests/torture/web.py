"""The office as its web process serves it, which a request can kill: `python -m tests.torture.web WATCH PORT`.

`X-Kill-At: 3` ends the process that answers by -9 before the request's third write (a request that writes less is
answered); `X-Kill-At: answer` when everything is written and no byte of the answer is sent.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

from tests.torture.watch import Watch, wear
from tests.torture.workers import KillsItself

ANSWER = "answer"


class Killable:
    """The pages, and the end of their process."""

    def __init__(self, pages: Any) -> None:
        self.pages = pages

    def __call__(self, environ: dict[str, Any], start: Any) -> Any:
        from django.db import connection

        at = environ.pop("HTTP_X_KILL_AT", "")
        if not at:
            return self.pages(environ, start)
        killer = KillsItself(0 if at == ANSWER else int(at))
        with connection.execute_wrapper(killer):
            answer = self.pages(environ, start)
        if at == ANSWER:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer


def main() -> None:
    wear(Watch(Path(sys.argv[1])))
    import django

    django.setup()
    from django.urls import get_resolver

    from samrit.cli import serve

    get_resolver().url_patterns  # noqa: B018 -- imported before the fork: a worker that was killed is back at once
    serve._run(int(sys.argv[2]), lambda: Killable(serve._django()))


if __name__ == "__main__":
    main()
