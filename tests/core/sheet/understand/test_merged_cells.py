"""Cells merged downwards in a document: one cell, said for each row it stands beside."""

from __future__ import annotations

from io import BytesIO

from docx import Document

from samrit.core.sheet import read_sheet


def test_a_duty_cell_merged_over_two_agencies_is_repeated():
    """The duties stand once on the paper and belong to both agencies; a shared target is asked about."""
    document = Document()
    document.add_paragraph("รหัส ๑๐๐๑ ชื่อ KRs ชื่อทดสอบ")
    document.add_paragraph("หน่วยงานผู้รับผิดชอบหลัก (Host : H) สำนักสิ่งแวดล้อม")
    table = document.add_table(rows=3, cols=4)
    rows = (
        ("ค่าเป้าหมายของหน่วยงาน", "ชื่อหน่วยงาน/ ส่วนราชการ", "ค่าเป้าหมาย", "บทบาทภารกิจ"),
        ("", "สำนักสิ่งแวดล้อม", "๑๐ แห่ง", "๑. จัดทำแผน"),
        ("", "สำนักอนามัย", "", ""),
    )
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    for column in (2, 3):
        table.cell(1, column).merge(table.cell(2, column))
    data = BytesIO()
    document.save(data)
    sheet = read_sheet(data.getvalue(), "merged.docx")
    assert [agency.name for agency in sheet.agencies] == ["สำนักสิ่งแวดล้อม", "สำนักอนามัย"]
    assert sheet.agencies[0].duties == sheet.agencies[1].duties
    assert sheet.agencies[0].target == sheet.agencies[1].target
    assert {"agencies[0].target.value", "agencies[1].target.value"} <= {question.field for question in sheet.questions}
