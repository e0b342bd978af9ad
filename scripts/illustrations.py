# ruff: noqa: INP001, E501 -- a script, not a package; a shape reads best on one line
"""Draws the demo's illustrations of the ten districts: SVG made of plain shapes, and a WebP of each by Chromium.

    scripts/illustrations.py [NAME …]     all of them, or those named

The drawings are ours, given to everybody under CC0 1.0; nothing is copied from anywhere.
"""

from __future__ import annotations

import hashlib
import io
import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

WHERE = Path(__file__).resolve().parents[1] / "src/samrit/demo/illustrations"
WIDE, HIGH, GROUND = 1600, 900, 640
CHROMIUM = "/usr/bin/chromium"


class Scene(NamedTuple):
    """A district: its light (sky above and below, sun, far hills of houses), walls, and what stands in front."""

    sky: tuple[str, str]
    sun: str
    far: str
    walls: tuple[str, ...]
    front: Callable[[random.Random], Iterator[str]]


def _rect(x: float, y: float, w: float, h: float, fill: str, more: str = "") -> str:
    return f'<rect x="{x:.0f}" y="{y:.0f}" width="{w:.0f}" height="{h:.0f}" fill="{fill}"{more}/>'


def _shape(points: str, fill: str, more: str = "") -> str:
    return f'<path d="{points}" fill="{fill}"{more}/>'


def _circle(x: float, y: float, r: float, fill: str, more: str = "") -> str:
    return f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{r:.0f}" fill="{fill}"{more}/>'


# --- what all have ---


def _stupa(x: float, base: float, high: float, fill: str) -> str:
    w = high * 0.42
    return _shape(
        f"M{x - w:.0f} {base}L{x - w:.0f} {base - high * 0.1:.0f}Q{x - w * 0.7:.0f} {base - high * 0.42:.0f}"
        f" {x - w * 0.16:.0f} {base - high * 0.5:.0f}L{x:.0f} {base - high:.0f}L{x + w * 0.16:.0f} {base - high * 0.5:.0f}"
        f"Q{x + w * 0.7:.0f} {base - high * 0.42:.0f} {x + w:.0f} {base - high * 0.1:.0f}L{x + w:.0f} {base}Z",
        fill,
    )


def _far(chance: random.Random, fill: str) -> Iterator[str]:
    left = -30
    while left < WIDE:
        width = chance.randrange(50, 120)
        high = chance.randrange(80, 300)
        if chance.random() < 0.13:
            yield _stupa(left + width / 2, GROUND, high + 60, fill)
        else:
            yield _rect(left, GROUND - high, width, high, fill, ' opacity=".8"')
        left += width + chance.randrange(0, 40)


def _house(chance: random.Random, left: float, width: float, wall: str) -> Iterator[str]:
    floors = chance.choice((2, 2, 3))
    high = 90 + floors * 105
    top = GROUND - high
    yield _rect(left, top, width, high, wall)
    roof = chance.random()
    if roof < 0.4:
        yield _shape(
            f"M{left - 12:.0f} {top}L{left + width / 2:.0f} {top - 66}L{left + width + 12:.0f} {top}Z", "#7A4030"
        )
    elif roof < 0.75:
        yield _rect(left - 6, top - 18, width + 12, 18, "#F3E7CF")
        yield _shape(
            f"M{left + width * 0.3:.0f} {top - 18}Q{left + width / 2:.0f} {top - 80} {left + width * 0.7:.0f} {top - 18}Z",
            "#F3E7CF",
        )
    else:
        yield _rect(left - 6, top - 12, width + 12, 12, "#5A6B62")
    columns = max(2, int(width // 62))
    gap = width / columns
    for floor in range(floors):
        y = top + 28 + floor * 105
        for column in range(columns):
            x = left + gap * column + gap / 2
            lit = "#FFE6A3" if chance.random() < 0.45 else "#2F4A4A"
            yield _shape(f"M{x - 17:.0f} {y + 66}V{y + 16}Q{x:.0f} {y - 10} {x + 17:.0f} {y + 16}V{y + 66}Z", lit)
            for side in (-1, 1):
                yield _rect(x + side * 24 - 6, y + 12, 12, 54, "#3E7C6A" if chance.random() < 0.7 else "#C98A12")
        yield _rect(left, y + 78, width, 5, "#00000022")
    shop = GROUND - 84
    yield _rect(left + 10, shop, width - 20, 84, "#3B2A22")
    for bar in range(int(left + 18), int(left + width - 22), 16):
        yield _rect(bar, shop + 22, 4, 62, "#8A6B50")
    one, two = chance.choice(
        (("#0B6B4F", "#F3E7CF"), ("#B23A2E", "#F3E7CF"), ("#C98A12", "#FBFAF6"), ("#1C7C8C", "#F3E7CF"))
    )
    stripes = max(4, int(width // 26))
    for stripe in range(stripes):
        a, b = left - 6 + (width + 12) * stripe / stripes, left - 6 + (width + 12) * (stripe + 1) / stripes
        yield _shape(
            f"M{a:.0f} {shop - 16}H{b:.0f}V{shop + 14}Q{(a + b) / 2:.0f} {shop + 28} {a:.0f} {shop + 14}Z",
            one if stripe % 2 else two,
        )


def _person(x: float, y: float, shirt: str, *, small: bool = False) -> Iterator[str]:
    k = 0.7 if small else 1.0
    yield _shape(
        f"M{x - 20 * k:.0f} {y}V{y - 70 * k:.0f}Q{x:.0f} {y - 108 * k:.0f} {x + 20 * k:.0f} {y - 70 * k:.0f}V{y}Z",
        shirt,
    )
    yield _circle(x, y - 112 * k, 17 * k, "#8D5B3F")
    yield _shape(
        f"M{x - 18 * k:.0f} {y - 114 * k:.0f}A{18 * k:.0f} {18 * k:.0f} 0 0 1 {x + 18 * k:.0f} {y - 114 * k:.0f}Z",
        "#2A1D18",
    )


_SHIRTS = ("#B23A2E", "#1C7C8C", "#C98A12", "#F3E7CF", "#0B6B4F", "#5B4B8A")


def _people(chance: random.Random, number: int, low: int = 790, high: int = 850) -> Iterator[str]:
    for x in sorted(chance.sample(range(120, WIDE - 120, 60), number)):
        yield from _person(x, chance.randrange(low, high), chance.choice(_SHIRTS))


# --- grounds ---


def _street(chance: random.Random, fill: str = "#C9BCA4") -> Iterator[str]:
    yield _rect(0, GROUND, WIDE, HIGH - GROUND, fill)
    yield _rect(0, GROUND, WIDE, 26, "#00000018")
    for left in range(chance.randrange(0, 90), WIDE, 210):
        yield _rect(left, 770, 110, 9, "#FBF3DF")


def _water(chance: random.Random, fill: str = "#4C98A3") -> Iterator[str]:
    yield _rect(0, GROUND, WIDE, 22, "#8A6B50")
    for post in range(20, WIDE, 90):
        yield _rect(post, GROUND, 12, 70, "#5B4636")
    yield _rect(0, GROUND + 44, WIDE, HIGH, fill)
    for _ in range(46):
        x, y, w = chance.randrange(0, WIDE), chance.randrange(GROUND + 66, HIGH - 16), chance.randrange(50, 190)
        yield f'<path d="M{x} {y}q{w / 4:.0f} -9 {w / 2:.0f} 0t{w / 2:.0f} 0" fill="none" stroke="#BFE0DF" stroke-width="4" opacity=".55"/>'


def _boat(x: float, y: float, hull: str, load: str) -> Iterator[str]:
    yield _shape(
        f"M{x - 150:.0f} {y - 26}Q{x:.0f} {y + 64} {x + 170:.0f} {y - 40}L{x + 140:.0f} {y - 8}Q{x:.0f} {y + 30} {x - 130:.0f} {y}Z",
        hull,
    )
    yield _shape(
        f"M{x - 130:.0f} {y - 6}Q{x:.0f} {y + 34} {x + 140:.0f} {y - 12}Q{x:.0f} {y + 66} {x - 130:.0f} {y - 6}Z", hull
    )
    for place, colour in enumerate((load, "#E9B44C", "#7FA650", load, "#D96B4B")):
        yield _circle(x - 66 + place * 30, y - 6, 20, colour)
    yield from _person(x + 96, y + 6, "#1C4F5A", small=True)
    yield f'<path d="M{x + 96:.0f} {y - 30:.0f}L{x + 190:.0f} {y + 60:.0f}" stroke="#5B4636" stroke-width="7"/>'


# --- each district ---


def _songwat(chance: random.Random) -> Iterator[str]:
    yield from _water(chance, "#5C9AA5")
    yield from _boat(520, 800, "#7A4030", "#C98A12")
    for row, number in enumerate((4, 3, 2)):
        for place in range(number):
            yield _shape(
                f"M{1090 + place * 96 + row * 48:.0f} {GROUND - row * 62}q-12 -66 38 -70q50 4 38 70z", "#D8B978"
            )
            yield _rect(1104 + place * 96 + row * 48, GROUND - 44 - row * 62, 44, 8, "#8A6B50")


def _talatnoi(chance: random.Random) -> Iterator[str]:
    yield from _street(chance, "#BFB39D")
    for x, y, r in ((300, 760, 92), (450, 810, 58), (1270, 770, 80)):
        yield _circle(x, y, r, "#4E5A5C")
        for spoke in range(10):
            yield f'<rect x="{x - 11}" y="{y - r - 15}" width="22" height="{2 * r + 30}" fill="#4E5A5C" transform="rotate({spoke * 36} {x} {y})"/>'
        yield _circle(x, y, r * 0.5, "#C9BCA4")
        yield _circle(x, y, r * 0.2, "#C98A12")
    for lantern in range(120, WIDE, 190):
        yield f'<path d="M{lantern} 300v44" stroke="#7A4030" stroke-width="4"/><ellipse cx="{lantern}" cy="378" rx="34" ry="40" fill="#B23A2E"/><rect x="{lantern - 16}" y="334" width="32" height="10" fill="#E9B44C"/><rect x="{lantern - 16}" y="412" width="32" height="10" fill="#E9B44C"/>'
    yield from _people(chance, 4)


def _talatphlu(chance: random.Random) -> Iterator[str]:
    yield _rect(0, GROUND, WIDE, HIGH - GROUND, "#B7A88D")
    for left in range(-40, WIDE, 74):
        yield _shape(f"M{left} 850h34l24 -96h-26z", "#6B5140")
    for y in (764, 834):
        yield _rect(0, y, WIDE, 10, "#5A6566")
    yield (
        _rect(180, 520, 620, 220, "#E9B44C") + _rect(180, 640, 620, 26, "#B23A2E") + _rect(180, 500, 620, 26, "#7A4030")
    )
    for window in range(220, 760, 96):
        yield _rect(window, 556, 66, 62, "#24464A")
    for wheel in (270, 350, 640, 720):
        yield _circle(wheel, 744, 30, "#3A2B24") + _circle(wheel, 744, 12, "#C9BCA4")
    for x in (1010, 1240):
        yield _shape(f"M{x - 80} 700h190l-24 60h-142z", "#4E5A5C") + _rect(x - 50, 760, 130, 70, "#7A4030")
        for steam in (-20, 20, 60):
            yield f'<path d="M{x + steam} 686q-20 -34 0 -64t0 -64" fill="none" stroke="#FBFAF6" stroke-width="9" opacity=".8"/>'
    yield from _people(chance, 3, 840, 880)


def _charoenkrung(chance: random.Random) -> Iterator[str]:
    yield from _street(chance)
    yield _rect(770, 380, 26, 420, "#2F4A4A") + _circle(783, 330, 92, "#2F4A4A") + _circle(783, 330, 76, "#FBFAF6")
    yield '<path d="M783 330V270M783 330L830 352" stroke="#1D2B2A" stroke-width="10" stroke-linecap="round"/>'
    for hour in range(12):
        yield f'<rect x="780" y="262" width="6" height="14" fill="#1D2B2A" transform="rotate({hour * 30} 783 330)"/>'
    for wire in range(3):
        yield f'<path d="M0 {250 + wire * 22}Q400 {330 + wire * 22} 783 {262 + wire * 22}T{WIDE} {240 + wire * 22}" fill="none" stroke="#1D2B2A" stroke-width="3" opacity=".5"/>'
    x = 1130
    yield _shape(f"M{x} 790v-76h60l24 -52h120l40 76v52z", "#0B6B4F") + _rect(x - 6, 646, 250, 18, "#C98A12")
    for wheel in (x + 46, x + 200):
        yield _circle(wheel, 794, 30, "#2A1D18") + _circle(wheel, 794, 12, "#C9BCA4")
    yield from _people(chance, 4, 820, 870)


def _talingchan(chance: random.Random) -> Iterator[str]:
    yield from _water(chance, "#6AA58F")
    for x, y, hull, load in (
        (330, 750, "#7A4030", "#D96B4B"),
        (880, 800, "#5B4636", "#E9B44C"),
        (1300, 740, "#8A4B32", "#7FA650"),
    ):
        yield from _boat(x, y, hull, load)
    yield from _palms(chance)


def _palms(chance: random.Random) -> Iterator[str]:
    for x in (90, 1490, 1380):
        top = chance.randrange(250, 340)
        yield f'<path d="M{x} {GROUND}Q{x + 26} {(top + GROUND) // 2} {x + 10} {top}" fill="none" stroke="#6B5140" stroke-width="18"/>'
        for leaf in range(0, 360, 45):
            yield f'<path d="M{x + 10} {top}q70 -50 140 20q-80 -22 -140 -20z" fill="#3E7C4A" transform="rotate({leaf} {x + 10} {top})"/>'


def _huatakhe(chance: random.Random) -> Iterator[str]:
    yield from _water(chance, "#5B8F8B")
    yield f'<path d="M260 {GROUND + 40}Q800 {GROUND - 190} 1340 {GROUND + 40}" fill="none" stroke="#6B4A34" stroke-width="34"/>'
    for x in range(300, 1330, 86):
        y = GROUND + 40 - 230 * (1 - ((x - 800) / 540) ** 2) * 0.5
        yield _rect(x - 5, y - 78, 10, 84, "#8A6B50") + _rect(x - 5, y, 10, 900 - y - 150, "#5B4636")
    yield f'<path d="M260 {GROUND - 36}Q800 {GROUND - 266} 1340 {GROUND - 36}" fill="none" stroke="#8A6B50" stroke-width="12"/>'
    for x, shirt in ((640, "#C98A12"), (800, "#B23A2E"), (930, "#F3E7CF")):
        yield from _person(x, GROUND - 84 + abs(x - 800) * 0.08, shirt, small=True)
    yield from _boat(420, 830, "#7A4030", "#7FA650")


def _bangpho(chance: random.Random) -> Iterator[str]:
    yield from _street(chance, "#CDBB98")
    for row, number in enumerate((5, 4, 3)):
        for place in range(number):
            x, y = 1050 + place * 96 + row * 48, 800 - row * 82
            yield (
                _circle(x, y, 48, "#8A5A34")
                + _circle(x, y, 38, "#D9A866")
                + _circle(x, y, 24, "none", ' stroke="#8A5A34" stroke-width="4"')
                + _circle(x, y, 10, "none", ' stroke="#8A5A34" stroke-width="4"')
            )
    x, y = 360, 560
    yield (
        _rect(x, y, 18, 270, "#7A4030")
        + _rect(x + 182, y + 130, 18, 140, "#7A4030")
        + _rect(x - 6, y + 130, 210, 26, "#9A5B38")
    )
    for bar in range(3):
        yield _rect(x + 10, y + 12 + bar * 36, 14, 18, "#9A5B38")
    yield _shape(f"M{x} {y}q-26 -46 18 -44l0 44z", "#7A4030")
    yield _shape("M620 770l300 -64l14 40l-300 64z", "#C9CFCB") + _shape(
        "M934 700l86 -30q34 40 -10 70l-64 10z", "#8A5A34"
    )
    for tooth in range(14):
        yield _shape(f"M{640 + tooth * 20} {808 - tooth * 4.3:.0f}l10 18l10 -22z", "#9AA5A2")
    yield from _people(chance, 2, 850, 880)


def _dilokchan(chance: random.Random) -> Iterator[str]:
    yield _rect(0, GROUND, WIDE, HIGH - GROUND, "#D9CBAE")
    yield _shape(f"M640 {HIGH}L760 {GROUND}H860L1000 {HIGH}Z", "#EADFC6")
    for x in (*range(70, 620, 110), *range(1010, 1560, 110)):
        high = chance.randrange(60, 130)
        yield _shape(f"M{x - 36} 740h72l-12 76h-48z", chance.choice(("#B5593C", "#1C7C8C", "#C98A12")))
        for leaf in (-40, -18, 6, 30):
            yield f'<ellipse cx="{x + leaf}" cy="{740 - high / 2:.0f}" rx="15" ry="{high / 2:.0f}" fill="#3E7C4A" transform="rotate({leaf * 0.9:.0f} {x} 740)"/>'
    for x in range(60, WIDE, 120):
        yield _shape(f"M{x} 330h60l-30 54z", chance.choice(_SHIRTS))
    yield f'<path d="M0 330H{WIDE}" stroke="#7A4030" stroke-width="4"/>'
    for x, shirt in ((720, "#B23A2E"), (830, "#5B4B8A"), (910, "#1C7C8C")):
        yield from _person(x, 810, shirt)


def _bangkhae(chance: random.Random) -> Iterator[str]:
    yield from _water(chance, "#5AA0A0")
    yield _rect(470, 590, 640, 60, "#6B4A34")
    for x, shirt in ((580, "#B23A2E"), (790, "#C98A12"), (990, "#5B4B8A")):
        yield from _person(x, 592, shirt)
        yield f'<ellipse cx="{x + 26}" cy="540" rx="32" ry="24" fill="#9A5B38"/><path d="M{x + 26} 540l78 -54" stroke="#5B4636" stroke-width="9"/>'
    for note in range(7):
        x, y = 460 + note * 108, chance.randrange(260, 420)
        yield (
            _circle(x, y, 15, "#1D2B2A")
            + _rect(x + 10, y - 62, 6, 62, "#1D2B2A")
            + _shape(f"M{x + 16} {y - 62}q32 8 28 40q-6 -22 -28 -22z", "#1D2B2A")
        )
    yield from _boat(280, 800, "#7A4030", "#D96B4B")
    yield from _boat(1260, 820, "#5B4636", "#E9B44C")


def _phadung(chance: random.Random) -> Iterator[str]:
    yield from _water(chance, "#4F93A0")
    yield _shape(
        f"M120 {GROUND + 60}V{GROUND - 40}H1480V{GROUND + 60}H1200A400 190 0 0 0 400 {GROUND + 60}Z", "#EADFC6"
    )
    yield _rect(100, GROUND - 62, 1400, 24, "#F3E7CF")
    for x in range(130, 1490, 56):
        yield _rect(x, GROUND - 134, 16, 74, "#F3E7CF")
    yield _rect(100, GROUND - 148, 1400, 18, "#F3E7CF")
    for x in (130, 1450):
        yield _rect(x - 8, 330, 16, 180, "#2F4A4A") + _circle(x, 320, 28, "#FFE6A3")
    for x, shirt in ((420, "#B23A2E"), (700, "#0B6B4F"), (1080, "#C98A12")):
        yield from _person(x, GROUND - 50, shirt, small=True)
    yield from _boat(800, 830, "#7A4030", "#7FA650")


SCENES = {
    "songwat": Scene(
        ("#F6DFB4", "#EFA96A"), "#FFF4D0", "#D98F5E", ("#C9694B", "#E0A458", "#D9C5A0", "#B5593C"), _songwat
    ),
    "talatnoi": Scene(
        ("#F1E3CB", "#DDB48C"), "#FFF6DD", "#C39A78", ("#8A4B32", "#A86A4A", "#C98A5A", "#6F7F78"), _talatnoi
    ),
    "talatphlu": Scene(
        ("#E8EFD6", "#B9D19A"), "#FFF9D8", "#97B583", ("#D9C5A0", "#7FA68A", "#E0A458", "#C7785A"), _talatphlu
    ),
    "charoenkrung": Scene(
        ("#D9E7EE", "#9CBFD0"), "#FFF8E2", "#86A9BB", ("#6F8FAF", "#D9C5A0", "#5B8E7D", "#C9A98A"), _charoenkrung
    ),
    "talingchan": Scene(
        ("#E3F0DA", "#A9D0A8"), "#FFF7CF", "#86B58E", ("#8A6B50", "#B98A5E", "#7FA68A", "#A5744E"), _talingchan
    ),
    "huatakhe": Scene(
        ("#F3D9D0", "#DF9D86"), "#FFF0DC", "#C28478", ("#7A4F38", "#8F6246", "#A5744E", "#6B4A34"), _huatakhe
    ),
    "bangpho": Scene(
        ("#F5E6C8", "#E2BC7F"), "#FFF6D9", "#CFA66C", ("#B98A5E", "#D9A866", "#9A6B44", "#E0C08A"), _bangpho
    ),
    "dilokchan": Scene(
        ("#FBE6DA", "#F0BFA6"), "#FFF5E2", "#DDA58E", ("#E0A458", "#D98F7A", "#7FA6A0", "#F0DFC2"), _dilokchan
    ),
    "bangkhae": Scene(
        ("#D8EAF0", "#F2C9A0"), "#FFF3D6", "#A8BDBD", ("#D9C5A0", "#7FA68A", "#C98A5A", "#5B8E7D"), _bangkhae
    ),
    "phadung": Scene(
        ("#CFE6EC", "#86BECB"), "#FFFBE6", "#7FAFB9", ("#D9C5A0", "#E0A458", "#6F8FAF", "#C9694B"), _phadung
    ),
}


def drawing(name: str) -> str:
    """The SVG of a district; the same whenever it is asked for."""
    scene = SCENES[name]
    chance = random.Random(hashlib.sha256(name.encode()).digest())  # noqa: S311 -- a drawing, not a secret
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" width="{WIDE}" height="{HIGH}">',
        "<!-- CC0 1.0: made by scripts/illustrations.py of the Samrit project -->",
        f'<defs><linearGradient id="sky" x2="0" y2="1"><stop stop-color="{scene.sky[0]}"/><stop offset="1" stop-color="{scene.sky[1]}"/></linearGradient></defs>',
        f'<rect width="{WIDE}" height="{HIGH}" fill="url(#sky)"/>',
        _circle(chance.randrange(260, WIDE - 260), 190, 84, scene.sun),
        *_far(chance, scene.far),
    ]
    left = -40.0
    while left < WIDE:
        width = chance.randrange(150, 230)
        parts += _house(chance, left, width, chance.choice(scene.walls))
        left += width + chance.choice((0, 0, 0, 26))
    parts += scene.front(chance)
    return "\n".join([*parts, "</svg>\n"])


def main(names: list[str]) -> None:
    """Writes the drawings and their WebPs."""
    from PIL import Image
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 -- only where drawings are made

    WHERE.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDE, "height": HIGH})
        for name in names or SCENES:
            svg = drawing(name)
            (WHERE / f"{name}.svg").write_text(svg, encoding="utf-8")
            page.set_content(f'<body style="margin:0">{svg}</body>')
            Image.open(io.BytesIO(page.screenshot())).convert("RGB").save(WHERE / f"{name}.webp", quality=78, method=6)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
