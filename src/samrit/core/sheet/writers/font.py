"""Sarabun with the two boxes of the form: the font itself has none, and a second font is not wanted."""

from __future__ import annotations

import io
from functools import lru_cache

from samrit.core.sheet.paper import TICKED, UNTICKED

REGULAR, BOLD = "Sarabun-Regular.ttf", "Sarabun-Bold.ttf"

# In units of 1/1000 em, y upwards: the frame of a box, its inside (drawn the other way round), and the tick.
_FRAME = ((70, -60), (70, 640), (770, 640), (770, -60))
_INSIDE = ((130, 0), (710, 0), (710, 580), (130, 580))
_TICK = ((215, 300), (285, 360), (380, 230), (575, 500), (645, 445), (385, 90))
_ADVANCE = 840


@lru_cache(maxsize=2)
def font_bytes(name: str) -> bytes:
    """The TrueType file `name` (REGULAR or BOLD) of the installed Sarabun, with ☐ and ☑ drawn in.

    Sarabun is licensed under the SIL Open Font License 1.1, without a reserved font name.
    """
    import fontpkg_sarabun  # type: ignore[import-untyped]  # noqa: PLC0415 -- no types; slow import
    from fontTools.pens.ttGlyphPen import TTGlyphPen  # type: ignore[import-untyped]  # no types
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # no types

    font = TTFont(fontpkg_sarabun.ROOT / "files" / name, recalcTimestamp=False)
    unit = font["head"].unitsPerEm / 1000
    for sign, shapes in ((UNTICKED, (_FRAME, _INSIDE)), (TICKED, (_FRAME, _INSIDE, _TICK))):
        pen = TTGlyphPen(None)
        for first, *rest in shapes:
            pen.moveTo((first[0] * unit, first[1] * unit))
            for x, y in rest:
                pen.lineTo((x * unit, y * unit))
            pen.closePath()
        glyph_name = f"uni{ord(sign):04X}"
        font["glyf"][glyph_name] = pen.glyph()
        font["hmtx"][glyph_name] = (round(_ADVANCE * unit), round(_FRAME[0][0] * unit))
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap[ord(sign)] = glyph_name
    stream = io.BytesIO()
    font.save(stream)
    return stream.getvalue()
