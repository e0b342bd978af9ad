"""How static files are kept: compressed, and under names that change with their content."""

from __future__ import annotations

import hashlib

import brotli
from django.contrib.staticfiles.storage import HashedFilesMixin
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

_LARGE = 400_000


class Packer(Compressor):
    """Packs in seconds what the highest level of Brotli packs in a minute, for a tenth more bytes of the largest files.

    A file under its own name and under that of its content is packed once.
    """

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self._packed: dict[tuple[str, bytes], bytes] = {}

    def compress_brotli(self, data: bytes) -> bytes:
        """Small files as small as can be: they are what every page waits for."""
        return self._once("br", data)

    def compress_gzip(self, data: bytes) -> bytes:
        """For programs that do not read Brotli."""
        return self._once("gzip", data)

    def _once(self, encoding: str, data: bytes) -> bytes:
        key = (encoding, hashlib.sha256(data).digest())
        if key not in self._packed:
            self._packed[key] = (
                brotli.compress(data, quality=5 if len(data) > _LARGE else 11)
                if encoding == "br"
                else Compressor.compress_gzip(data)
            )
        return self._packed[key]


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Style sheets name other files, which are looked for; scripts only name maps for their developers, not shipped."""

    patterns = tuple(row for row in HashedFilesMixin.patterns if row[0] == "*.css")

    def create_compressor(self, **kwargs: object) -> Compressor:
        """What packs the files of one gathering."""
        return Packer(**kwargs)
