"""How long a sheet takes to be read, against the machine's own bare reading of the same bytes.

    .venv/bin/python bench/reading.py

The real text sheet should take at most 5 ms after import, a text PDF of four pages at most 150 ms.
"""

from __future__ import annotations

import dataclasses
import re
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import pypdfium2

from samrit.core.sheet import Definition, read_sheet, write_sheet

SHEET = Path(__file__).resolve().parents[1] / "examples" / "kr-7301.txt"
WORDS = re.compile(r"[^\s]+")


def milliseconds(work: Callable[[], object], runs: int) -> float:
    """The median time of `work`, after one run that warms up."""
    work()
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return statistics.median(times) * 1000


def bare_text(data: bytes) -> int:
    """The least that reading a text can mean: decode, part into lines, part lines into words."""
    return sum(len(WORDS.findall(line)) for line in data.decode().splitlines())


def bare_pdf(data: bytes) -> int:
    """The least that reading a PDF can mean: the text of every page."""
    document = pypdfium2.PdfDocument(data)
    try:
        return sum(len(page.get_textpage().get_text_range()) for page in document)
    finally:
        document.close()


def pages(data: bytes) -> int:
    document = pypdfium2.PdfDocument(data)
    try:
        return len(document)
    finally:
        document.close()


def pdf_of_four_pages(definition: Definition) -> bytes:
    """The form of the sheet, with its duties repeated until it fills four pages."""
    host = definition.agencies[0]
    for times in range(1, 40):
        longer = dataclasses.replace(host, duties=host.duties * times)
        data = write_sheet(dataclasses.replace(definition, agencies=(longer,)), "pdf")
        if pages(data) >= 4:
            return data
    raise SystemExit("the form never filled four pages")


def show(name: str, took: float, limit: float, bare: float) -> None:
    print(f"{name:<22} {took:8.2f} ms  (wanted: at most {limit:g})   {took / bare:7.1f} times the bare reading")


def main() -> None:
    """Prints the figures and their ratios."""
    text = SHEET.read_bytes()
    definition = read_sheet(text, SHEET.name)
    pdf = pdf_of_four_pages(definition)
    show(
        "text sheet",
        milliseconds(lambda: read_sheet(text, SHEET.name), 200),
        5,
        milliseconds(lambda: bare_text(text), 200),
    )
    show(
        f"PDF of {pages(pdf)} pages",
        milliseconds(lambda: read_sheet(pdf, "kr-7301.pdf"), 15),
        150,
        milliseconds(lambda: bare_pdf(pdf), 15),
    )


if __name__ == "__main__":
    main()
