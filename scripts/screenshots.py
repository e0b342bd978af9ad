# ruff: noqa: INP001 -- a script, not a package
"""Makes the pictures of docs/th/use anew: serves a fresh demo and looks at it with headless Chromium.

    scripts/screenshots.py [NAME …]     all pictures, or those named

Each picture is a page as one person sees it at one moment of the demo's year, no larger than 100 KB.
"""

from __future__ import annotations

import io
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "th" / "use" / "pictures"
SHEET = ROOT / "examples" / "kr-7301.txt"
CHROMIUM = "/usr/bin/chromium"
KEY_RESULT = "key-results/7301-2568/"
WIDTH, HEIGHT = 1120, 820
LARGEST = 100_000


class Shot(NamedTuple):
    """One picture: its name, whose eyes, in which moment, the page, what is done there first, and where to look."""

    name: str
    person: str
    moment: str
    path: str
    act: Callable[[Any], object] | None = None
    at: str = ""
    height: int = HEIGHT


def _follow(*texts: str) -> Callable[[Any], None]:
    """Clicks links with these texts, one after the other."""

    def act(page: Any) -> None:
        for text in texts:
            page.get_by_role("link", name=text).first.click()
            page.wait_for_load_state()

    return act


def _found(title: str, *more: str) -> Callable[[Any], None]:
    """Opens a work by the search that people use, then follows links on its page."""

    def act(page: Any) -> None:
        page.fill("#site-search", title)
        page.press("#site-search", "Enter")
        page.wait_for_load_state()
        _follow(title, *more)(page)

    return act


def _upload(page: Any) -> None:
    page.set_input_files("input[type=file]", str(SHEET))
    page.locator("main details").evaluate_all("rows => rows.forEach(row => row.open = true)")
    page.fill("[name=reason]", "ทดลองนำแบบเข้าใหม่")
    page.locator("main form button:not([type=button])").last.click()
    page.wait_for_load_state()


_SURVEY = "การรับรู้ย่านสร้างสรรค์ ปีงบประมาณ ๒๕๖๘"

SHOTS = (
    Shot("front", "", "june", ""),
    Shot("week", "officer", "june", "week/"),
    Shot("upload", "owner", "november", "key-results/upload/"),
    Shot("revision", "owner", "november", "key-results/upload/", _upload),
    Shot("plan", "approver", "november", f"{KEY_RESULT}plans/1/"),
    Shot("plan-compare", "owner", "june", f"{KEY_RESULT}plans/2/compare/1/"),
    Shot("works", "officer", "june", f"{KEY_RESULT}works/"),
    Shot("piece-new", "officer", "june", f"{KEY_RESULT}works/new/piece/"),
    Shot("piece", "officer", "september", "week/", _found("ทรงวาด: เช้าที่ริมน้ำยังหอมเครื่องเทศ")),
    Shot("story", "officer", "september", "week/", _found("ป้าสมใจพาทัวร์หน้าบ้าน")),
    Shot("activity", "officer", "september", "week/", _found("ฟังคลองสองสาย")),
    Shot("approve", "reviewer", "june", "week/", _found("ตรอกดิลกจันทร์: ประตูที่ไม่เคยปิด")),
    Shot("verify", "inspector", "june", "week/", _found("เดินย่านในหน้าฝน: หลบฝนใต้กันสาดเก่า")),
    Shot("duplicate", "reviewer", "june", "week/", _follow("ชี้ขาดงานที่คล้ายกัน")),
    Shot("website", "officer", "june", f"{KEY_RESULT}website/"),
    Shot("storytellers", "officer", "june", f"{KEY_RESULT}storytellers/"),
    Shot("awareness", "owner", "september", f"{KEY_RESULT}awareness/"),
    Shot("survey", "owner", "september", f"{KEY_RESULT}awareness/", _follow(_SURVEY)),
    Shot(
        "survey-results",
        "owner",
        "september",
        f"{KEY_RESULT}awareness/",
        _follow(_SURVEY, "รอบที่ ๑", "ผลและคุณภาพ"),
        ".intervals",
    ),
    Shot("findings", "inspector", "june", f"{KEY_RESULT}findings/"),
    Shot("reports", "owner", "june", f"{KEY_RESULT}reports/"),
    Shot("ladder", "owner", "june", KEY_RESULT),
    Shot("matrix", "owner", "june", KEY_RESULT, None, "table:has-text('ทรงวาด')"),
    Shot("thread", "reader", "september", f"{KEY_RESULT}thread/"),
    Shot("executive", "approver", "june", "executive/"),
    Shot("audit", "strategy", "september", "audit/"),
)


@contextmanager
def demo() -> Iterator[str]:
    """The address of a fresh demo, as long as the block lasts."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="samrit-screenshots-") as home:
        environment = {**os.environ, "SAMRIT_HOME": home}
        command = [sys.executable, "-m", "samrit", "up", "--port", str(port)]
        with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as program:  # noqa: S603 -- our own
            try:
                _wait(program, port)
                yield f"http://127.0.0.1:{port}"
            finally:
                program.terminate()


def _wait(program: subprocess.Popen[bytes], port: int) -> None:
    while program.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise SystemExit("the demo did not start")


def take(browser: Any, address: str, shot: Shot) -> bytes:
    """The picture as a PNG."""
    context = browser.new_context(
        viewport={"width": WIDTH, "height": shot.height}, locale="th-TH", color_scheme="light", reduced_motion="reduce"
    )
    try:
        page = context.new_page()
        page.goto(f"{address}/{shot.moment}/office/")
        if shot.person:
            page.click(f"button[value=demo-{shot.person}]")
            page.wait_for_load_state()
            page.goto(f"{address}/{shot.moment}/{shot.path}")
        if shot.act is not None:
            shot.act(page)
        if shot.at:
            page.locator(shot.at).first.evaluate("row => row.scrollIntoView({block: 'start'})")
        return bytes(page.screenshot())
    finally:
        context.close()


def small(png: bytes) -> bytes:
    """The picture with as many colours as fit into LARGEST bytes."""
    from PIL import Image

    image = Image.open(io.BytesIO(png)).convert("RGB")
    for colours in (128, 64, 32, 16):
        made = io.BytesIO()
        image.quantize(colours, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
            made, "PNG", optimize=True
        )
        if made.tell() <= LARGEST:
            break
    return made.getvalue()


def main(names: list[str]) -> None:
    """Takes the pictures named, or all."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 -- slow import

    wanted = [shot for shot in SHOTS if not names or shot.name in names]
    PICTURES.mkdir(exist_ok=True)
    with demo() as address, sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for shot in wanted:
            picture = small(take(browser, address, shot))
            (PICTURES / f"{shot.name}.png").write_bytes(picture)
            sys.stdout.write(f"{shot.name}.png {len(picture) // 1000} KB\n")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
