"""Pictures of pages: brought upright and straight, and their ruling lines found.

Only Pillow is used. A ruling line is a run of ink much longer than any stroke of a letter.
"""

from __future__ import annotations

import io
import itertools
import struct
import warnings
from dataclasses import dataclass
from typing import Any

from samrit.core.contract import Message, Refused
from samrit.core.sheet.readers.grid import Frame, Rule, frames
from samrit.core.sheet.readers.limits import MAX_PIXELS, SEND_AGAIN, refuse
from samrit.core.upright import upright

DPI = 200

_DAMAGED = (
    *(OSError, ValueError, SyntaxError, MemoryError, EOFError, TypeError),
    *(LookupError, ArithmeticError, AttributeError, AssertionError, RuntimeError, struct.error),
)
"""What Pillow lets out of a damaged picture."""
_WORK_PIXELS = 16_000_000
_PAGE_WIDTH = 595.0  # points of A4, what a picture without a known size is taken for
_INK = 150
_RUN = 9.0  # points: longer than any stroke of a letter
_THICK = 5.0
_ANGLES = [step / 4 for step in range(-8, 9)]


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as a grey picture, upright and straight; `scale` is pixels for each point."""

    image: Any
    scale: float


def render(page: Any) -> Picture:
    """The picture of a PDF page that PDFium has opened."""
    width, height = page.get_size()
    scale = min(DPI / 72, (_WORK_PIXELS / (width * height)) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=False)
    image = bitmap.to_pil().convert("L")
    bitmap.close()
    return Picture(_straight(image), scale)


def open_picture(data: bytes) -> Picture:
    """The picture in a PNG or JPEG file. Refused: damaged, or of more than MAX_PIXELS."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the size is judged here
            opened = Image.open(io.BytesIO(data), formats=("PNG", "JPEG"))
            if opened.width * opened.height > MAX_PIXELS:
                raise _too_many_pixels()
            opened.draft("L", opened.size)
            image = upright(_flat(opened))
    except Refused:
        raise
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except _DAMAGED as error:
        raise refuse("the picture is damaged", "ไฟล์ภาพชำรุด", SEND_AGAIN) from error
    if image.width * image.height > _WORK_PIXELS:
        share = (_WORK_PIXELS / (image.width * image.height)) ** 0.5
        image = image.resize((int(image.width * share) or 1, int(image.height * share) or 1))
    return Picture(_straight(image), max(image.width / _PAGE_WIDTH, 0.1))


def _flat(image: Any) -> Any:
    """A picture in grey; what is transparent is paper."""
    from PIL import Image

    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        seen = image.convert("LA")
        paper = Image.new("L", image.size, 255)
        paper.paste(seen.getchannel("L"), mask=seen.getchannel("A"))
        paper.info.update(image.info)
        return paper
    return image.convert("L")


def _too_many_pixels() -> Refused:
    return refuse(
        f"the picture has more than {MAX_PIXELS // 1_000_000} million pixels",
        f"ภาพมีมากกว่า {MAX_PIXELS // 1_000_000} ล้านจุด",
        Message("scan the page again at 300 dots per inch", "สแกนใหม่ที่ความละเอียด ๓๐๐ จุดต่อนิ้ว"),
    )


def _straight(image: Any) -> Any:
    """The picture turned so that its lines of text lie level, up to two degrees."""
    from PIL import Image

    small = ink(image).resize((max(image.width // 4, 1), max(image.height // 4, 1)), Image.Resampling.BOX)
    angle = max(_ANGLES, key=lambda angle: (_levelness(small.rotate(angle)), -abs(angle)))
    if angle == 0:
        return image
    return image.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=255)


def _levelness(image: Any) -> int:
    """How sharply rows of ink and rows of paper differ: highest where lines of text are level."""
    from PIL import Image

    rows = image.resize((1, image.height), Image.Resampling.BOX).tobytes()
    return sum((one - other) ** 2 for one, other in itertools.pairwise(rows))


def ink(image: Any) -> Any:
    """A grey picture with 255 where there is ink and 0 where there is paper."""
    return image.point([255 if level < _INK else 0 for level in range(256)])


# --- ruling lines ---


def tables(picture: Picture) -> tuple[Frame, ...]:
    """The tables that are drawn on a picture, in points with y upward (so the page reaches from 0 down)."""
    from PIL import Image

    dark, scale = ink(picture.image), picture.scale
    across = [Rule(-at / scale, low / scale, high / scale) for at, low, high in _runs(dark, scale)]
    turned = dark.transpose(Image.Transpose.TRANSPOSE)
    upright = [Rule(at / scale, -high / scale, -low / scale) for at, low, high in _runs(turned, scale)]
    return tuple(frame for frame in frames(across, upright) if frame.is_table)


def _runs(dark: Any, scale: float) -> list[tuple[int, int, int]]:
    """Long runs of ink along rows of pixels, as (row, from, to)."""
    window = max(round(_RUN * scale), 4)
    if dark.width < 2 * window:
        return []
    reduced = _thin_only(
        dark.reduce((window, 1)).point([255 if level > 215 else 0 for level in range(256)]), round(_THICK * scale)
    )
    lines, pixels, runs = reduced.tobytes(), dark.tobytes(), []
    for row in range(reduced.height):
        start, stop = row * reduced.width, (row + 1) * reduced.width
        at = lines.find(b"\xff\xff", start, stop)
        while at >= 0:
            end = lines.find(b"\0", at, stop)
            end = stop if end < 0 else end
            left, right = _ends(pixels, row * dark.width, dark.width, ((at - start) * window, (end - start) * window))
            runs.append((row, left, right))
            at = lines.find(b"\xff\xff", end, stop)
    return runs


def _ends(pixels: bytes, row: int, width: int, run: tuple[int, int]) -> tuple[int, int]:
    """Where the ink of a run really begins and ends; its windows tell it only roughly."""
    left = pixels.rfind(b"\0", row, row + run[0] + 1) + 1 - row
    right = pixels.find(b"\0", row + min(run[1], width) - 1, row + width) - row
    return max(left, 0), width if right < 0 else right


def _thin_only(lines: Any, thickness: int) -> Any:
    """Rows of ink that are no dark ground: paper is near, above or below."""
    from PIL import ImageChops

    above, below = ImageChops.offset(lines, 0, thickness), ImageChops.offset(lines, 0, -thickness)
    return ImageChops.subtract(lines, ImageChops.darker(above, below))
