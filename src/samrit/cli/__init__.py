"""The program `samrit`: what a person with a shell can do.

Its manners are a contract (`docs/en/reference/cli.md`): exit code 0 done, 1 a check says no, 2 bad usage or unreadable
input with one line on stderr and nothing on stdout. Every command therefore works out its whole answer before a byte of
it is printed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from samrit.cli.shell import Answer, Problem, one_line, prepare_streams, put
from samrit.core.contract import Message, Refused, language

INTERRUPTED = 130
"""The exit code after Ctrl-C, as shells know it."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command line and returns its exit code; never raises for what a user can do."""
    prepare_streams()
    # Matrices are small here: a second thread that waits for its turn costs more time than it saves.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    words = list(sys.argv[1:] if argv is None else argv)
    lang = chosen_language(words)
    try:
        answer = _answer(words, lang)
        put(answer.text)
    except Problem as problem:
        _complain(problem.line(lang))
        return 2
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has seen enough; Python must not complain when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return answer.code


def chosen_language(words: Sequence[str]) -> str:
    """`--lang` wherever it stands (its help must already be in that language), else the locale."""
    for index, word in enumerate(words):
        value = word.partition("=")[2] if word.startswith("--lang=") else ""
        if word == "--lang" and index + 1 < len(words):
            value = words[index + 1]
        if value in {"th", "en"}:
            return value
    return language()


def _answer(words: list[str], lang: str) -> Answer:
    try:
        from samrit.cli.arguments import read_arguments

        return read_arguments(words, lang)
    except (Problem, BrokenPipeError):
        raise
    except Exception as error:
        if os.environ.get("SAMRIT_DEBUG") == "1":
            raise
        from samrit.cli.office import about_database

        about_database(error)
        raise Problem("samrit", _unexpected(error)) from error


def _unexpected(error: Exception) -> Refused:
    name = f"{type(error).__name__}: {one_line(str(error))[:160]}".rstrip(": ")
    return Refused(
        "internal",
        Message(f"an unexpected fault ({name})", f"โปรแกรมขัดข้องโดยไม่คาดคิด ({name})"),
        Message(
            "please report it with the command and the file; SAMRIT_DEBUG=1 shows where it happened",
            "โปรดแจ้งผู้พัฒนาพร้อมคำสั่งและไฟล์ ตั้ง SAMRIT_DEBUG=1 เพื่อดูตำแหน่งที่ขัดข้อง",
        ),
    )


def _complain(line: str) -> None:
    if sys.stderr is not None:
        sys.stderr.write(line + "\n")
