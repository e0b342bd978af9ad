"""Illustrations drawn for the demo: a scene of each district, and a picture of a post as evidence of it.

Drawn by this program from a name, so that the same name always gives the same picture; nobody's photograph is used.
"""

from __future__ import annotations

import hashlib
import io
import random
from functools import lru_cache
from typing import Any

from samrit.demo import clips

SIZE = (720, 450)
_SKIES = (("#F4E3C1", "#E9B872"), ("#DCEBF2", "#8FBFD6"), ("#F3D9D0", "#D98F7A"), ("#E4EEDC", "#9CBF8A"))
_WALLS = ("#C9694B", "#E0A458", "#5B8E7D", "#D9C5A0", "#8A5A44", "#B85C5C", "#6F8FAF", "#F0E2C8")
_WATER = {"songwat", "talingchan", "huatakhe", "bangkhae", "phadung"}
_RAIL = {"talatphlu"}


def scene(name: str, place: str) -> bytes:
    """A street or canal of a district as a PNG."""
    return _png(_scene(name, place))


def clip(name: str, place: str) -> bytes:
    """The same scene as a film of 20 seconds."""
    return clips.clip(_scene(name, place))


def post(name: str, place: str, title: str, line: str) -> bytes:
    """A post as it stood on a channel: the scene, the title and where it stood."""
    from PIL import Image, ImageDraw

    picture = _scene(name, place).resize((480, 300))
    image = Image.new("RGB", (480, 400), "#FFFFFF")
    image.paste(picture, (0, 54))
    draw = ImageDraw.Draw(image)
    draw.ellipse((12, 9, 46, 43), fill="#0B6B4F")
    draw.text((56, 6), "ข้อมูลตัวอย่าง (demo)", font=_font(17), fill="#1D2B2A")
    draw.text((56, 28), line, font=_font(13), fill="#5A6867")
    draw.text((12, 364), title[:60], font=_font(16), fill="#1D2B2A")
    return _jpeg(image)


def together(name: str, place: str) -> bytes:
    """People of a community at work on a piece, as evidence of it."""
    return _jpeg(_scene(name, place).resize((480, 300)))


def form(name: str) -> bytes:
    """A signed form of consent, as a picture of it."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (480, 640), "#FFFDF7")
    draw = ImageDraw.Draw(image)
    draw.text((40, 40), "หนังสือให้ความยินยอม (ตัวอย่าง)", font=_font(22), fill="#1D2B2A")
    draw.text((40, 90), f"ผู้ให้ความยินยอม: {name}", font=_font(17), fill="#1D2B2A")
    for row in range(9):
        draw.line((40, 150 + row * 40, 440, 150 + row * 40), fill="#C9CFCB", width=2)
    draw.line((250, 560, 290, 540, 330, 570, 400, 545), fill="#1C4C8C", width=3)
    return _jpeg(image)


@lru_cache(maxsize=4)
def _scene(name: str, place: str) -> Any:
    from PIL import Image, ImageDraw

    chance = random.Random(hashlib.sha256(name.encode()).digest())  # noqa: S311 -- a drawing, not a secret
    image = Image.new("RGB", SIZE)
    draw = ImageDraw.Draw(image)
    _sky(draw, chance.choice(_SKIES))
    sun = chance.randrange(80, SIZE[0] - 120)
    draw.ellipse((sun, 40, sun + 70, 110), fill="#FFF6DD")
    ground = 320
    _houses(draw, chance, ground)
    if place in _WATER:
        _canal(draw, chance, ground)
    elif place in _RAIL:
        _railway(draw, chance, ground)
    else:
        _street(draw, chance, ground)
    for _ in range(chance.randrange(4, 8)):
        _person(draw, chance, ground)
    return image


def _sky(draw: Any, colours: tuple[str, str]) -> None:
    top, bottom = (tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5)) for colour in colours)
    for band in range(16):  # bands keep the file small
        part = band / 15
        shade = tuple(round(a + (b - a) * part) for a, b in zip(top, bottom, strict=True))
        draw.rectangle((0, band * 24, SIZE[0], band * 24 + 24), fill=shade)


def _houses(draw: Any, chance: random.Random, ground: int) -> None:
    left = -20
    while left < SIZE[0]:
        width, height = chance.randrange(70, 120), chance.randrange(130, 220)
        top, wall = ground - height, chance.choice(_WALLS)
        draw.rectangle((left, top, left + width, ground), fill=wall)
        if chance.random() < 0.5:
            draw.polygon([(left - 6, top), (left + width / 2, top - 38), (left + width + 6, top)], fill="#6B3F2E")
        else:
            draw.rectangle((left - 4, top - 10, left + width + 4, top), fill="#F7F0DF")
        for row in range(top + 22, ground - 80, 48):
            for column in range(left + 12, left + width - 20, 30):
                draw.rectangle(
                    (column, row, column + 16, row + 26), fill="#F9E9B8" if chance.random() < 0.6 else "#3B4A49"
                )
        draw.rectangle((left + 8, ground - 56, left + width - 8, ground), fill="#3A2B24")
        awning = chance.choice(("#0B6B4F", "#C98A12", "#B23A2E", "#1C7C8C"))
        draw.polygon(
            [
                (left, ground - 60),
                (left + width, ground - 60),
                (left + width + 10, ground - 40),
                (left - 10, ground - 40),
            ],
            fill=awning,
        )
        left += width + chance.randrange(0, 8)


def _street(draw: Any, chance: random.Random, ground: int) -> None:
    draw.rectangle((0, ground, *SIZE), fill="#B9AF9E")
    for left in range(chance.randrange(0, 60), SIZE[0], 130):
        draw.rectangle((left, ground + 70, left + 64, ground + 76), fill="#F4EFE2")


def _railway(draw: Any, chance: random.Random, ground: int) -> None:
    draw.rectangle((0, ground, *SIZE), fill="#A89B86")
    for left in range(-20 + chance.randrange(0, 20), SIZE[0], 36):
        draw.polygon(
            [(left, ground + 100), (left + 16, ground + 100), (left + 26, ground + 50), (left + 14, ground + 50)],
            fill="#5B4636",
        )
    for row in (ground + 56, ground + 92):
        draw.rectangle((0, row, SIZE[0], row + 5), fill="#54605F")


def _canal(draw: Any, chance: random.Random, ground: int) -> None:
    draw.rectangle((0, ground, SIZE[0], ground + 26), fill="#8C7B62")
    draw.rectangle((0, ground + 26, *SIZE), fill="#2F7F8C")
    for row in range(ground + 42, SIZE[1], 20):
        left = chance.randrange(0, 80)
        draw.line((left, row, left + chance.randrange(60, 200), row), fill="#7FB9C0", width=3)
    for _ in range(2):
        left, row = chance.randrange(60, SIZE[0] - 200), chance.randrange(ground + 60, ground + 90)
        draw.polygon([(left, row), (left + 130, row), (left + 105, row + 24), (left + 22, row + 24)], fill="#6B3F2E")
        draw.polygon([(left + 40, row - 34), (left + 65, row - 60), (left + 90, row - 34)], fill="#E0A458")
        draw.rectangle((left + 62, row - 34, left + 67, row), fill="#3A2B24")


def _person(draw: Any, chance: random.Random, ground: int) -> None:
    left, foot = chance.randrange(30, SIZE[0] - 30), ground + chance.randrange(6, 24)
    draw.rounded_rectangle((left - 9, foot - 44, left + 9, foot), 7, fill=chance.choice(_WALLS))
    draw.ellipse((left - 8, foot - 62, left + 8, foot - 46), fill=chance.choice(("#D9A77E", "#B98459", "#8A5A3C")))


@lru_cache
def _font(size: int) -> Any:
    import fontpkg_sarabun  # type: ignore[import-untyped]  # noqa: PLC0415 -- no types; slow import
    from PIL import ImageFont

    return ImageFont.truetype(fontpkg_sarabun.ROOT / "files" / "Sarabun-Regular.ttf", size)


def _png(image: Any) -> bytes:
    made = io.BytesIO()
    image.quantize(48, method=2).save(made, "PNG")  # few colours, found quickly
    return made.getvalue()


def _jpeg(image: Any) -> bytes:
    made = io.BytesIO()
    image.save(made, "JPEG", quality=72)
    return made.getvalue()
