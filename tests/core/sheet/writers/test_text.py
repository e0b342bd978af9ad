"""The text file: the layout of the city's own text copies."""

from __future__ import annotations

from dataclasses import replace

from samrit.core.sheet.writers import write_sheet

FORM = """\
รายละเอียด KRs ตามเป้าหมายการพัฒนาของสำนักงานเขต
และแผนปฏิบัติราชการกรุงเทพมหานคร ประจำปี พ.ศ. ๒๕๖๘

รหัส ๗๓๐๑ ชื่อ KRs จำนวนย่านสร้างสรรค์ที่ได้รับการประชาสัมพันธ์

หน่วยงานผู้รับผิดชอบหลัก (Host : H) สำนักงานประชาสัมพันธ์

ด้าน บริหารจัดการดี ประเด็นการพัฒนา ส่งเสริมการมีส่วนร่วม

ลักษณะหน่วยงานที่รับผิดชอบ

<input type="checkbox"/> ดำเนินการหน่วยงานเดียว

<input checked="" type="checkbox"/> มีหน่วยงานสนับสนุน (R) ร่วมดำเนินการ

หน่วยงาน (R) ระดับสำนัก/สำนักงาน

หน่วยงาน (R) ระดับสำนักงานเขต

ประเด็น\tรายละเอียด\t\t
ค่าเป้าหมายรวม ปีงบประมาณ พ.ศ. ๒๕๖๘\tค่าเป้าหมาย : ๑๐ หน่วยนับ : ย่าน\t\t
นิยาม\t<p>พื้นที่ที่ส่งเสริมความคิดสร้างสรรค์ จำนวน ๑๐ ย่าน</p> <p>น้ำใจ กำ ทำ ปั้น ฟื้นฟู ญี่ปุ่น</p>\t\t
วิธีคำนวณ/ วัดผลการดำเนินงาน/ สูตรคำนวณ\tนับจำนวนย่าน\t\t
ค่าเป้าหมาย ของหน่วยงาน รับผิดชอบหลัก (H) หน่วยงานสนับสนุน (R) และบทบาท ภารกิจที่เกี่ยวข้อง\tหน่วยนับ : ย่าน\t\t
\tชื่อหน่วยงาน/ ส่วนราชการ\tค่าเป้าหมาย\tบทบาทภารกิจ
\tหน่วยงาน สำนักงานประชาสัมพันธ์\t๑๐ ย่าน\t<p>๑. จัดทำแผน</p> <p>๑.๑ ผลิตสื่อ ไม่น้อยกว่า ๒๐ ชิ้นงาน</p>
\tหน่วยงานสนับสนุน (R) สำนักงานเขต ๕๐ เขต\tร้อยละ ไม่เกิน ๘๐\t-
เอกสารอ้างอิงเพิ่มเติม\t*กรณีเป็นสำนักงานเขตให้ระบุรายสำนักงานเขต\t\t\
<p><input checked="" type="checkbox"/> มาตรฐานการดำเนินงาน</p> \
<p><input type="checkbox"/> ตัวอย่างการปฏิบัติงานที่ดี</p> \
<p>(กรณีเป้าหมายการพัฒนาของสำนักงานเขต พ.ศ. ๒๕๖๘ จำเป็นต้องมีครบทั้ง ๓ รายการ)</p>
ช่องทางการรายงานผลการดำเนินงาน\t\t\t<input checked="" type="checkbox"/> ผ่านระบบอื่นๆ โปรดระบุ รายงานผู้บริหาร
การติดตามประเมินผลความสำเร็จ (ตอบได้มากกว่า ๑ ข้อ)\t\t\t<p><input type="checkbox"/> รายงานผลโดยหน่วยงาน R หรือสำนักงานเขต</p> \
<p><input type="checkbox"/> หน่วยงานรับผิดชอบหลัก (H) กำกับติดตาม</p> \
<p><input type="checkbox"/> ผู้ตรวจราชการกรุงเทพมหานครกำกับเชิงคุณภาพ</p> \
<p><input type="checkbox"/> ใช้ระบบข้อมูลยืนยันผลการดำเนินงาน เช่น Traffy Fondue โปรดระบุ</p>
ผู้ประสานงานหลัก/ ส่วนราชการประมวลผล และจัดทำข้อมูล (ระดับส่วนกลาง)\tชื่อ ชื่อ สกุล ตำแหน่ง นักประชาสัมพันธ์ \
หมายเลขโทรศัพท์ ๑๓๗๖ ส่วนราชการ กลุ่มงานแผน หน่วยงาน สปส.\t\t

ลงชื่อ

(.....)

ผู้แจ้งข้อมูล

เกณฑ์การให้คะแนน “จำนวนย่านสร้างสรรค์ที่ได้รับการประชาสัมพันธ์”

ระดับความสำเร็จ\tเกณฑ์ร้อยละความสำเร็จ\tการดำเนินงาน\tคะแนนที่ได้รับ
๕\t๑๐๐\t<p>- ผลการดำเนินงาน ไม่น้อยกว่า ๑๐</p> <p>- รายงานผล</p>\t
๔\t๘๐\tจำนวน ๘ ย่าน\t

"""


def _print(definition):
    return write_sheet(definition, "txt").decode().partition("-----BEGIN SAMRIT DATA-----\n")[0]


def test_the_form_in_text(definition):
    """Labels, order, tabs, paragraphs and boxes are those of the city's text copies; digits are Thai."""
    assert _print(definition) == FORM


def test_nothing_is_guessed(definition):
    """A blank field is "-"; without a rubric no table of levels is printed."""
    text = _print(replace(definition, code=None, host=None, fiscal_year=None, definition=None, rubric=None))

    assert "รหัส - ชื่อ KRs" in text
    assert "(Host : H) -\n" in text
    assert "ประจำปี พ.ศ. -\n" in text
    assert "\nนิยาม\t-\t\t\n" in text
    assert "เกณฑ์การให้คะแนน" not in text


def test_text_is_only_text(definition):
    """Markup inside a text is printed as text."""
    assert "\t&lt;p&gt;ก &amp;amp; ข\t\t\n" in _print(replace(definition, definition="<p>ก &amp; ข"))


def test_the_data_is_the_last_block_on_one_line(definition):
    """The block is three lines of ASCII at the end of the file."""
    lines = write_sheet(definition, "txt").decode().split("\n")

    assert lines[-4] == "-----BEGIN SAMRIT DATA-----"
    assert lines[-3].startswith('{"schema":"samrit/key-result/1","code":"7301"')
    assert lines[-3].isascii()
    assert lines[-2:] == ["-----END SAMRIT DATA-----", ""]
