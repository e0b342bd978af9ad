"""The kinds of file that a sheet comes in, and how long a PDF may be: what readers and writers agree on."""

from __future__ import annotations

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
PNG = "image/png"
JPEG = "image/jpeg"
TEXT = "text/plain"

MAX_PAGES = 60
"""Pages of a PDF; a longer one is neither read nor written."""
