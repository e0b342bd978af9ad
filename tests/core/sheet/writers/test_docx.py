"""The Word file: opened by other programs, Thai as complex script, one font, real boxes."""

from __future__ import annotations

import io
import re
import zipfile

import docx
import pytest
from lxml import etree

from samrit.core.sheet.writers import write_sheet

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"

# The order in which the schema of Office Open XML wants the children of an element (those that are used here).
ORDER = {
    "pPr": ["pStyle", "keepNext", "spacing", "ind", "jc", "outlineLvl"],
    "rPr": ["rFonts", "b", "bCs", "sz", "szCs", "lang"],
    "tblPr": ["tblW", "tblBorders", "tblLayout", "tblCellMar", "tblLook"],
    "trPr": ["cantSplit", "tblHeader"],
    "tcPr": ["tcW", "gridSpan", "vMerge", "shd"],
    "tbl": ["tblPr", "tblGrid", "tr"],
    "sdtPr": ["rPr", "alias", "tag", "id", "checkbox"],
    "sdt": ["sdtPr", "sdtContent"],
    "style": ["name", "basedOn", "qFormat", "pPr", "rPr"],
    "settings": ["compat", "themeFontLang"],
    "sectPr": ["footerReference", "pgSz", "pgMar", "pgNumType"],
}


@pytest.fixture(scope="module")
def package(definition):
    """The members of a written file."""
    with zipfile.ZipFile(io.BytesIO(write_sheet(definition, "docx"))) as file:
        return {name: file.read(name) for name in file.namelist()}


@pytest.fixture(scope="module")
def body(package):
    """The tree of the document part."""
    return etree.fromstring(package["word/document.xml"])


def test_another_program_reads_the_form(definition):
    """python-docx finds the two tables, with each merged cell once, in the order of the form."""
    document = docx.Document(io.BytesIO(write_sheet(definition, "docx")))
    form, levels = document.tables

    assert [paragraph.text for paragraph in document.paragraphs[:3]] == [
        "รายละเอียด KRs ตามเป้าหมายการพัฒนาของสำนักงานเขต",
        "และแผนปฏิบัติราชการกรุงเทพมหานคร ประจำปี พ.ศ. ๒๕๖๘",
        "รหัส ๗๓๐๑ ชื่อ KRs จำนวนย่านสร้างสรรค์ที่ได้รับการประชาสัมพันธ์",
    ]
    assert [cell.text for cell in levels.columns[2].cells] == [
        "การดำเนินงาน",
        "- ผลการดำเนินงาน ไม่น้อยกว่า ๑๐\n- รายงานผล",
        "จำนวน ๘ ย่าน",
    ]
    assert [cell.text for cell in form.rows[6].cells[1:]] == [
        "หน่วยงาน สำนักงานประชาสัมพันธ์",
        "๑๐ ย่าน",
        "๑. จัดทำแผน\n๑.๑ ผลิตสื่อ ไม่น้อยกว่า ๒๐ ชิ้นงาน",
    ]
    assert form.rows[4].cells[0]._tc is form.rows[7].cells[0]._tc


def test_children_stand_in_the_order_of_the_schema(package):
    """Word repairs a file whose elements stand in another order; ours needs no repair."""
    for name in ("word/document.xml", "word/styles.xml", "word/settings.xml", "word/footer1.xml"):
        for element in etree.fromstring(package[name]).iter():
            order = ORDER.get(etree.QName(element).localname)
            if order is not None:
                places = [order.index(etree.QName(child).localname) for child in element]
                assert places == sorted(places), etree.tostring(element)[:200]


def test_one_font_for_every_script(package):
    """Every part names Sarabun only, for Latin, Thai (complex script) and East Asian letters alike."""
    named = re.findall(rb'w:(?:ascii|hAnsi|eastAsia|cs)="([^"]+)"', b"".join(package.values()))
    languages = {b"th-TH"}

    assert set(named) - languages == {b"Sarabun"}
    assert b"asciiTheme" not in b"".join(package.values())


def test_every_run_is_thai_in_size_weight_and_language(body):
    """Complex script takes its own size, weight and language: without them Word shows Thai in another face."""
    for run in body.iter(f"{W}r"):
        properties = run.find(f"{W}rPr")
        assert properties.find(f"{W}rFonts").get(f"{W}cs") == "Sarabun"
        assert properties.find(f"{W}szCs").get(f"{W}val") == properties.find(f"{W}sz").get(f"{W}val")
        assert properties.find(f"{W}lang").get(f"{W}bidi") == "th-TH"
        assert (properties.find(f"{W}b") is None) == (properties.find(f"{W}bCs") is None)


def test_boxes_are_content_controls(body):
    """Each box can be ticked in Word and shows the state that it has; an option without a mark has no box."""
    boxes = [
        (
            box.find(f"{W}sdtPr/{W14}checkbox/{W14}checked").get(f"{W14}val"),
            "".join(box.find(f"{W}sdtContent").itertext()),
            box.getparent().findall(f"{W}r")[-1].findtext(f"{W}t"),
        )
        for box in body.iter(f"{W}sdt")
    ]

    assert boxes[:5] == [
        ("0", "☐", " ดำเนินการหน่วยงานเดียว"),
        ("1", "☑", " มีหน่วยงานสนับสนุน (R) ร่วมดำเนินการ"),
        ("1", "☑", " มาตรฐานการดำเนินงาน"),
        ("0", "☐", " ตัวอย่างการปฏิบัติงานที่ดี"),
        ("1", "☑", " ผ่านระบบอื่นๆ โปรดระบุ รายงานผู้บริหาร"),
    ]
    ids = [box.find(f"{W}sdtPr/{W}id").get(f"{W}val") for box in body.iter(f"{W}sdt")]
    assert len(ids) == len(set(ids)) == 9


def test_page_and_tables(body):
    """A4 with 3 cm on the left and 2 cm on the right; column heads are repeated; widths fill the page."""
    size, margins = next(body.iter(f"{W}pgSz")), next(body.iter(f"{W}pgMar"))
    repeated = [head.getparent().getparent().findtext(f".//{W}t") for head in body.iter(f"{W}tblHeader")]
    widths = [sum(int(column.get(f"{W}w")) for column in grid) for grid in body.iter(f"{W}tblGrid")]

    assert (size.get(f"{W}w"), size.get(f"{W}h")) == ("11906", "16838")
    assert (margins.get(f"{W}left"), margins.get(f"{W}right")) == ("1701", "1134")
    assert repeated == ["ประเด็น", "ระดับความสำเร็จ"]
    assert widths == [11906 - 1701 - 1134] * 2


def test_the_data_is_a_custom_xml_part(package):
    """Word keeps parts that the document refers to and whose properties name a schema."""
    assert b"../customXml/item1.xml" in package["word/_rels/document.xml.rels"]
    assert b"itemProps1.xml" in package["customXml/_rels/item1.xml.rels"]
    assert b"urn:samrit:key-result:1" in package["customXml/itemProps1.xml"]
    root = etree.fromstring(package["customXml/item1.xml"])
    assert (root.tag, root.text[:40]) == (
        "{urn:samrit:key-result:1}definition",
        '{"schema":"samrit/key-result/1","code":"',
    )


def test_every_part_has_a_type_and_is_referred_to(package):
    """No part of the package is unknown to [Content_Types].xml, and no relationship leads nowhere."""
    types = etree.fromstring(package["[Content_Types].xml"])
    overrides = {row.get("PartName") for row in types if row.get("PartName")}

    assert {name.removeprefix("/") for name in overrides} <= set(package)
    assert {name.rpartition(".")[2] for name in package} == {"xml", "rels"}
