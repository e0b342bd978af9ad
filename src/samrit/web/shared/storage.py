"""How static files are kept: compressed, and under names that change with their content."""

from __future__ import annotations

from django.contrib.staticfiles.storage import HashedFilesMixin
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Style sheets name other files, which are looked for; scripts only name maps for their developers, not shipped."""

    patterns = tuple(row for row in HashedFilesMixin.patterns if row[0] == "*.css")
