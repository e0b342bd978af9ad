"""Where one machine keeps everything: database, files, keys, mail that has nowhere to go."""

from __future__ import annotations

import os
from pathlib import Path


def home() -> Path:
    """The folder that SAMRIT_HOME names, else `var` here."""
    return Path(os.environ.get("SAMRIT_HOME", "var")).resolve()
