"""Pictures as they are to be seen: turned by what the camera noted of how it was held."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

_ORIENTATION = 0x0112


def refuse_halves() -> None:
    """From now on Pillow refuses a picture that breaks off.

    WeasyPrint, once it is loaded, has Pillow pass such pictures as whole ones in all of the process.
    """
    from PIL import ImageFile

    ImageFile.LOAD_TRUNCATED_IMAGES = False


def upright(image: Image.Image) -> Image.Image:
    """The picture turned upright. Its notes are read for that alone and never written again: they may be odd.

    Notes that cannot be read say nothing. Raises what Pillow raises for damaged pixels, which may be anything.
    """
    from PIL.Image import Transpose

    refuse_halves()
    image.load()  # notes may stand behind the pixels
    try:
        noted = image.getexif().get(_ORIENTATION)
    except Exception:  # noqa: BLE001 -- Pillow lets out whatever damaged notes lead to: struct.error, TypeError, KeyError
        noted = None
    turns = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    turn = turns.get(noted) if isinstance(noted, int) else None
    return image if turn is None else image.transpose(turn)
