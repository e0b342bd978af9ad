"""How a picture looks, as a number: two cuts, sizes or savings of one picture have nearly the same one."""

from __future__ import annotations

from django.core.cache import cache

from samrit.platform.files import open_file
from samrit.platform.models import StoredFile
from samrit.platform.sniffing import IMAGES

BITS = 128
NEAR = 10
"""So many of the 128 bits may differ between two pictures that look alike."""
_SIDE = 8
_PLAIN = 24
"""A picture with fewer changes of brightness than this (or nothing else) is too plain to be told from others."""
_KEPT = None  # for ever: a file never changes
_NONE = "-"


def looks_of(files: list[StoredFile]) -> dict[str, int | None]:
    """The looks of files by their hashes; None for what is no picture, too plain, or damaged.

    Each file's is worked out once; those that are known are read by one query.
    """
    names = {f"look:{file.pk}": file for file in files}
    known = cache.get_many(names)
    found: dict[str, int | None] = {}
    for name, file in names.items():
        if name not in known:
            look = _look(file)
            known[name] = _NONE if look is None else f"{look:x}"
            cache.set(name, known[name], _KEPT)
        found[file.pk] = None if known[name] == _NONE else int(known[name], 16)
    return found


def alike(first: int | None, second: int | None) -> bool:
    """Whether two pictures look alike."""
    return first is not None and second is not None and (first ^ second).bit_count() <= NEAR


def _look(file: StoredFile) -> int | None:
    from PIL import Image, ImageOps

    if file.media_type not in IMAGES:
        return None
    try:
        with open_file(file) as content, Image.open(content, formats=("PNG", "JPEG", "WEBP")) as image:
            image.draft("L", (256, 256))
            small = ImageOps.exif_transpose(image).convert("L").resize((_SIDE + 1, _SIDE + 1), Image.Resampling.BOX)
    except (OSError, SyntaxError, ValueError):
        return None
    dots, wide = small.tobytes(), _SIDE + 1
    places = [row * wide + column for row in range(_SIDE) for column in range(_SIDE)]
    across = [dots[place] > dots[place + 1] for place in places]
    down = [dots[place] > dots[place + wide] for place in places]
    bits = [*across, *down]
    if not _PLAIN <= sum(bits) <= BITS - _PLAIN:
        return None
    return sum(1 << place for place, bit in enumerate(bits) if bit)
