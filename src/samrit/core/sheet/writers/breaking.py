"""Where lines of Thai may be broken: libthai with a better list of words.

Pango breaks Thai with libthai, whose own words are few: with them a sixth of all breaks in official text fall inside a
word. `trietool` (Debian `libdatrie1-bin`) adds the words of pythainlp and of the form to a copy of the system's list,
with names that stand on one line (`unbroken.txt`), once, in the user's cache; libthai finds the copy through
LIBTHAI_DICTDIR. Without the tool the system's words are used.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
import shutil
import subprocess
import tempfile
from functools import lru_cache
from pathlib import Path

from samrit.core.thai import dictionary

_VARIABLE = "LIBTHAI_DICTDIR"
_TRIE = "thbrk.tri"
_LONGEST = len("กรุงเทพมหานคร")

_SARA_AM = re.compile("([\u0e48-\u0e4b]?)\u0e33")

_log = logging.getLogger(__name__)


def drawn(text: str) -> str:
    """Text as it is laid out: ำ as its two parts, because one glyph of a PDF can have one meaning only."""
    return _SARA_AM.sub("\u0e4d\\1\u0e32", text)


@lru_cache(maxsize=1)
def use_dictionary() -> None:
    """Makes this process break lines with the better list; to be called before the first text is laid out.

    A list that the user has chosen through LIBTHAI_DICTDIR stays. Where no list can be built, that is logged once.
    """
    if os.environ.get(_VARIABLE):
        return
    try:
        folder = _dictionary_folder()
    except (OSError, subprocess.SubprocessError) as error:
        _log.warning("thai_dictionary_not_built", extra={"reason": str(error)})
        return
    if folder is None:
        _log.warning("thai_dictionary_not_built", extra={"reason": "trietool or the list of libthai is missing"})
        return
    os.environ[_VARIABLE] = str(folder)


def _dictionary_folder() -> Path | None:
    """The folder of the better list, built if need be; None where its tools are missing."""
    tool, system = shutil.which("trietool"), _system_trie()
    if tool is None or system is None:
        return None
    unbroken = Path(__file__).with_name("unbroken.txt").read_text("utf-8").split()
    known = {word for word in dictionary() if _plain(word)} | set(unbroken)
    words = "\n".join(sorted({spelling for word in known for spelling in (word, drawn(word))}))
    made_of = words.encode() + system.read_bytes()
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "samrit"
    folder = cache / f"thai-words-{hashlib.sha256(made_of).hexdigest()[:16]}"
    if not (folder / _TRIE).is_file():
        cache.mkdir(parents=True, exist_ok=True)
        _build(tool, system, words, folder)
    return folder


def _system_trie() -> Path | None:
    roots = (os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share").split(":")
    tries = (Path(root) / "libthai" / _TRIE for root in roots if root)
    return next((trie for trie in tries if trie.is_file()), None)


def _build(tool: str, system: Path, words: str, folder: Path) -> None:
    """Builds aside and renames, so that another process never sees half a list."""
    with tempfile.TemporaryDirectory(dir=folder.parent) as aside:
        work = Path(aside) / "words"
        work.mkdir()
        shutil.copyfile(system, work / _TRIE)
        listed = Path(aside) / "list.txt"
        listed.write_text(words + "\n", "utf-8")
        command = [tool, "-p", str(work), _TRIE.removesuffix(".tri"), "add-list", "-e", "UTF-8", str(listed)]
        subprocess.run(  # noqa: S603 -- our own words, no shell
            command, check=True, capture_output=True, timeout=60, env={**os.environ, "LC_ALL": "C.UTF-8"}
        )
        try:
            work.rename(folder)
        except OSError:
            if not (folder / _TRIE).is_file():
                raise


def _plain(word: str) -> bool:
    """A single letter as a word would allow a break anywhere; a long compound finds no room in a narrow column."""
    return 2 <= len(word) <= _LONGEST and all("\u0e01" <= letter <= "\u0e4e" for letter in word)
