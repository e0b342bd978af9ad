"""What Samrit runs on may be used in any work: no package whose licence would bind the city's own code."""

from __future__ import annotations

import importlib.metadata
import re
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
BINDING = re.compile(r"affero|agpl|(?<!lesser )general public license|(?<!l)gpl", re.IGNORECASE)
CHOSEN = {"pyphen": "Mozilla Public License 1.1 (MPL 1.1)"}
"""Of several licences among which the user may choose."""


def _installed() -> dict[str, importlib.metadata.Distribution]:
    """The packages of requirements.txt that this machine needs."""
    lines = re.findall(r"^[a-z0-9][^\\#\n]*", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE)
    wanted = [Requirement(line) for line in lines]
    return {
        row.name: importlib.metadata.distribution(row.name)
        for row in wanted
        if row.marker is None or row.marker.evaluate()
    }


def _licences(name: str, package: importlib.metadata.Distribution) -> list[str]:
    """Each as the package says it: by expression or classifier, else in its field, else by the text beside it."""
    about = package.metadata
    if name in CHOSEN:
        assert any(CHOSEN[name] in row for row in about.get_all("Classifier", [])), name
        return [CHOSEN[name]]
    named = [row for row in about.get_all("Classifier", []) if row.startswith("License ::")]
    for said in ([about.get("License-Expression", "")], named, about.get("License", "").splitlines()[:1]):
        if any(said):
            return said
    texts = [row for row in package.files or () if re.search(r"licen[cs]e|copying", row.name, re.IGNORECASE)]
    return [row.read_text()[:400] for row in texts]


def test_no_package_binds_the_work_that_uses_it():
    """Neither GPL nor AGPL, and each says what it is. LGPL and MPL bind their own files only."""
    packages = _installed()
    assert len(packages) > 60
    licences = {name: _licences(name, package) for name, package in packages.items()}
    assert {name: said for name, said in licences.items() if not said or BINDING.search(" ".join(said))} == {}
