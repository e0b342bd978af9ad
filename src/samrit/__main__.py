"""`python -m samrit`: the same program as `samrit`."""

from __future__ import annotations

import sys

from samrit.cli import main

if __name__ == "__main__":
    sys.exit(main())
