"""`verify.py`: the very modules that score and check, in one file that needs nothing but Python.

It is put together from the installed sources, so that a stranger runs what the office runs and can read it. Each module
stands in the file as comment lines, which the few lines at its head import.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

_START = "samrit.core.dossier.verifying"
_PACKAGE = "samrit"

_HEAD = '''\
#!/usr/bin/env python3
"""Checks a score dossier of Samrit: python3 verify.py DOSSIER.zip [--key KEY] [--checkpoints FILE] [--lang th|en]

Needs Python 3.11 or newer and nothing else; reads the files it is given and writes nothing. Exit code 0: everything
fits. 1: the first thing that does not fit is named. 2: the file cannot be read.

ตรวจแฟ้มหลักฐานคะแนนของสัมฤทธิ์ ใช้ Python 3.11 ขึ้นไปเพียงอย่างเดียว
รหัสออก 0 ทุกอย่างตรงกัน, 1 บอกจุดแรกที่ไม่ตรง, 2 อ่านไฟล์ไม่ได้

Below stand the modules of Samrit that count, score and check, as comments; these lines import them from there.
"""

import argparse
import importlib.abc
import importlib.machinery
import re
import sys


class Modules(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports the modules that stand in this file."""

    def __init__(self, path):
        self.sources = {}
        with open(path, encoding="utf-8") as file:
            lines = None
            for line in file:
                if line.startswith("#== "):
                    lines = self.sources[line[4:].rstrip("\\n")] = []
                elif lines is not None and line.startswith("#|"):
                    lines.append(line[2:])

    def find_spec(self, name, path=None, target=None):
        for kind in ("package", "module"):
            if f"{kind} {name}" in self.sources:
                return importlib.machinery.ModuleSpec(name, self, is_package=kind == "package")
        return None

    def exec_module(self, module):
        spec = module.__spec__
        kind = "module" if spec.submodule_search_locations is None else "package"
        source = "".join(self.sources[f"{kind} {spec.name}"])
        module.__file__ = f"verify.py/{spec.name}"
        exec(compile(source, module.__file__, "exec"), module.__dict__)


def read(name):
    if name is None:
        return None
    with open(name, "rb") as file:
        return file.read()


def main():
    parser = argparse.ArgumentParser(prog="verify.py", description=__doc__.splitlines()[0])
    parser.add_argument("dossier", metavar="DOSSIER")
    parser.add_argument("--key", help="the public key that it must be signed with (64 hexadecimal digits)")
    parser.add_argument("--checkpoints", metavar="FILE", help="checkpoints that the office published, kept from then")
    parser.add_argument("--lang", choices=("th", "en"), default="en")
    asked = parser.parse_args()
    if asked.key is not None and not re.fullmatch("[0-9a-fA-F]{64}", asked.key):
        parser.error("--key: write the 64 hexadecimal digits of the public key")
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")
    sys.dont_write_bytecode = True
    sys.meta_path.insert(0, Modules(__file__))
    from samrit.core.dossier.verifying import Misfit, misfit_line, told, verify_dossier

    try:
        data, published = (read(name) for name in (asked.dossier, asked.checkpoints))
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
        return 2
    try:
        print(told(verify_dossier(data, key=asked.key, published=published), asked.lang), end="")
    except Misfit as misfit:
        print(misfit_line(misfit, asked.lang))
        return 1
    return 0


if __name__ == "__main__":
    if sys.version_info < (3, 11):
        sys.exit("verify.py needs Python 3.11 or newer / ต้องใช้ Python 3.11 ขึ้นไป")
    sys.exit(main())
'''


@cache
def standalone_verifier() -> str:
    """The text of the file: the head, then every module that the check imports, each after the ones it needs."""
    sections = []
    for name, (kind, source) in sorted(_modules().items()):
        body = "".join(f"#|{line}\n" for line in source.splitlines())
        sections.append(f"\n#== {kind} {name}\n{body}")
    return _HEAD + "".join(sections)


def _modules() -> dict[str, tuple[str, str]]:
    """Name → ("package" or "module", source) of all modules that the check imports when it is imported."""
    found: dict[str, tuple[str, str]] = {}
    waiting = [_START]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        source = _source(name)
        if source is None:  # a name inside a module, such as `from package import function`
            continue
        found[name] = source
        waiting += _imported(source[1])
        waiting += [name.rpartition(".")[0]] if "." in name else []
    return found


def _imported(source: str) -> Iterator[str]:
    for node in ast.parse(source).body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(_PACKAGE):
            yield str(node.module)
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _source(name: str) -> tuple[str, str] | None:
    place: Traversable = files(_PACKAGE)
    *folders, last = name.split(".")[1:] or [""]
    for folder in folders:
        place = place / folder
    if last == "" or (place / last).is_dir():
        init = (place / last if last else place) / "__init__.py"
        return ("package", init.read_text(encoding="utf-8")) if init.is_file() else None
    module = place / f"{last}.py"
    return ("module", module.read_text(encoding="utf-8")) if module.is_file() else None
