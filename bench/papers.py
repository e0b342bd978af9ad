"""How quick long papers are: a report of 200 pages as PDF within 30 s and 400 MB, and as Word file.

.venv/bin/python bench/papers.py
"""

from __future__ import annotations

import multiprocessing
import resource
import time

ROWS = 3_600
SECONDS, MEGABYTES = 30, 400


def measured(kind: str, answer: multiprocessing.Queue) -> None:
    """Draws the paper in a process of its own and tells seconds, megabytes at most, and pages."""
    from samrit.platform.papers import (  # noqa: PLC0415 -- in the process that is measured
        Column,
        Heading,
        Memo,
        Paper,
        Paragraph,
        Table,
        draw,
    )

    paper = Paper(
        "รายงานผลการดำเนินงาน",
        (
            Memo("สำนักงานประชาสัมพันธ์", "รายงานผลการดำเนินงานตัวชี้วัด 7301", "ผู้บริหารกรุงเทพมหานคร"),
            Heading("1. ผลการดำเนินงาน"),
            Paragraph("ประชาสัมพันธ์เรื่องราวเกี่ยวกับย่านสร้างสรรค์ การรักษาอัตลักษณ์และวัฒนธรรมดั้งเดิม " * 8),
            Table(
                "หลักฐาน",
                (
                    Column("รหัส", 1, plain=True),
                    Column("หลักฐาน", 5),
                    Column("SHA-256", 5, plain=True),
                    Column("ผลตรวจ", 2),
                ),
                tuple(
                    (f"E{row}", f"ภาพการมีส่วนร่วมของชุมชนในกิจกรรมครั้งที่ {row}", f"{row:064x}", "รับรอง")
                    for row in range(ROWS)
                ),
            ),
        ),
    )
    begun, begun_work = time.perf_counter(), time.process_time()
    data = draw(paper, kind)
    spent, work = time.perf_counter() - begun, time.process_time() - begun_work
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    answer.put((spent, work, most, _pages(data) if kind == "pdf" else 0))


def _pages(data: bytes) -> int:
    import pypdfium2  # noqa: PLC0415 -- after what is measured

    return len(pypdfium2.PdfDocument(data))


def main() -> None:
    context = multiprocessing.get_context("spawn")
    for kind in ("pdf", "docx"):
        answer: multiprocessing.Queue = context.Queue()
        process = context.Process(target=measured, args=(kind, answer))
        process.start()
        spent, work, most, pages = answer.get()
        process.join()
        of = f"{pages} pages" if pages else "the same"
        held = "holds" if work <= SECONDS and most <= MEGABYTES else "does NOT hold"
        waited = f"{work:.1f} s of {SECONDS} (waited {spent:.1f} s, which is more where the machine does other work)"
        print(f"{kind}: {of} in {waited}, {most:.0f} MB of {MEGABYTES}: {held}")


if __name__ == "__main__":
    main()
