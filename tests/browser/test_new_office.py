"""An office begun from nothing, by pages alone: from the first administrator to score 5 and down to its evidence.

Seven people, each in a browser of their own, who look for buttons and labels as a new user does. What was done on paper
before the office began carries its own day.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from samrit.people.actions.accounts import make_first_administrator
from samrit.people.offices import load_offices

pytestmark = pytest.mark.django_db(transaction=True)
SHEET = Path(__file__).resolve().parents[2] / "examples/kr-7301.txt"
PASSWORD = "ย่านเราเล่าเอง-๒๕๖๘"  # noqa: S105 -- of nobody
HOST = "สำนักงานประชาสัมพันธ์"
GIVEN = "บัตรคิวสีเขียว-๗๓๐๑"
KEY = "7301-2568"
PIECE, STORY, ACTIVITY = "วิดีโอสิบย่าน", "คนทรงวาดเล่าเอง", "ไลฟ์ตอบคำถามย่าน"
PLACES = ("ทรงวาด", "ตลาดน้อย", "ตลาดพลู", "เจริญกรุง", "ตลิ่งชัน", "หัวตะเข้", "บางโพ", "ดิลกจันทร์", "บางแค", "ผดุง")
PEOPLE = {
    "owner": "เจ้าของตัวชี้วัด",
    "officer": "ผู้ร่วมดำเนินการ",
    "reviewer": "ผู้ตรวจสอบของหน่วยงานหลัก",
    "approver": "ผู้บริหาร/ผู้อนุมัติ",
    "inspector": "ผู้ตรวจราชการ",
}


def _spaced(label: str) -> str:
    """A label as a pattern: a gap in the page may be a line of its own."""
    return r"\s+".join(re.escape(word) for word in label.split())


class Person:
    """Somebody at a browser, who knows only what stands on the page."""

    def __init__(self, tab: Any, root: str, name: str) -> None:
        self.tab, self.root, self.name = tab, root, name

    def sign_in(self) -> Person:
        """With the password that was given; a password of one's own is asked for at once."""
        self.home()
        self.type("ชื่อผู้ใช้", self.name)
        self.type("รหัสผ่าน", GIVEN)
        self.press("ลงชื่อเข้าใช้")
        self.sees("ตั้งรหัสผ่านที่ท่านทราบแต่ผู้เดียว")
        self.type("รหัสผ่านปัจจุบัน", GIVEN)
        self.type("รหัสผ่านใหม่", PASSWORD)
        self.type("รหัสผ่านใหม่ (อีกครั้ง)", PASSWORD)
        self.press("ตั้งรหัสผ่านใหม่")
        self.sees("สิ่งที่ท่านต้องทำ")
        return self

    def at(self, page: str, *args: Any) -> Person:
        self.tab.goto(self.root + reverse(f"office:{page}", args=args))
        return self

    def _fields(self, label: str) -> Any:
        return self.tab.get_by_label(re.compile(rf"^\s*{_spaced(label)}(?=\s|$)"))

    def type(self, label: str, text: str, place: int = 0) -> None:
        self._fields(label).nth(place).fill(text)

    def choose(self, label: str, option: str) -> None:
        self._fields(label).first.select_option(label=option)

    def tick(self, *labels: str, within: str = "") -> None:
        here = self.tab.get_by_role("group", name=within, exact=False).first if within else self.tab
        for label in labels:
            here.get_by_label(re.compile(rf"^\s*{_spaced(label)}")).first.check()

    def press(self, text: str) -> None:
        self.tab.get_by_role("button", name=text, exact=False).first.click()
        self.fine()

    def follow(self, text: str) -> None:
        self.tab.locator("main").get_by_role("link", name=text, exact=False).first.click()
        self.fine()

    def fine(self) -> None:
        """The page is no refusal."""
        wrong = self.tab.locator(".summary-wrong")
        assert not wrong.count(), (self.name, self.tab.url, wrong.first.inner_text())

    def sees(self, *texts: str) -> None:
        said = self.tab.inner_text("main")
        assert [text for text in texts if text not in said] == [], (self.name, self.tab.url, said)

    def home(self) -> None:
        """The page that everybody begins with: what is to be done next."""
        self.tab.goto(self.root + reverse("office:front"))

    def attach(self, file: Any) -> None:
        self.tab.locator("main [type=file]").first.set_input_files(file)

    def confirm_each_section(self) -> None:
        """Presses once, and then only Enter: the page leads from section to section."""
        self.press("ถูกต้องตามต้นฉบับทั้ง")
        while self.tab.locator("[autofocus]").count():
            with self.tab.expect_navigation():
                self.tab.keyboard.press("Enter")
            self.fine()

    def open(self, text: str) -> None:
        """Unfolds the first knot of the thread that can be seen and says this."""
        self.tab.locator("summary:visible", has_text=text).first.click()


def picture(name: str) -> dict[str, Any]:
    """A small picture as a browser hands it over."""
    made = io.BytesIO()
    Image.new("RGB", (64, 36), "teal").save(made, "PNG")
    return {"name": name, "mimeType": "image/png", "buffer": made.getvalue()}


@pytest.fixture
def browser_of(chromium: Any, live_server: Any) -> Iterator[Callable[[str], Person]]:
    """A browser of somebody's own."""
    opened: list[Any] = []

    def made(name: str) -> Person:
        opened.append(
            chromium.new_context(locale="th-TH", viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
        )
        opened[-1].set_default_timeout(60_000)
        return Person(opened[-1].new_page(), live_server.url, name)

    yield made
    for context in opened:
        context.close()


def test_from_nothing_to_five(browser_of: Callable[[str], Person]) -> None:
    """What `samrit up --empty` makes, and then only pages."""
    load_offices()
    make_first_administrator(username="admin", name_th="ผู้ดูแลระบบ", password=GIVEN)
    add_people(browser_of("admin").sign_in())
    owner, officer, reviewer, approver, inspector = (browser_of(name).sign_in() for name in PEOPLE)
    sign_the_sheet(owner, approver)
    choose_districts(owner)
    approve_a_plan(owner, approver)
    publish_a_piece(officer, reviewer)
    tell_a_story(officer)
    hold_an_activity(officer)
    keep_the_other_duties(officer)
    check_and_verify(officer, reviewer, inspector)
    report_the_year(owner, reviewer, inspector, approver)
    see_five_with_every_reason(owner)


def add_people(admin: Person) -> None:
    """The administrator adds five people, each with a role."""
    for name, role in PEOPLE.items():
        admin.home()
        admin.follow("เพิ่มผู้ใช้")
        admin.type("ชื่อผู้ใช้", name)
        admin.type("ชื่อ-สกุล", f"คุณ{name}")
        admin.choose("หน่วยงาน", HOST)
        admin.type("รหัสผ่านแรก", GIVEN)
        admin.press("บันทึก")
        admin.follow("ให้บทบาท")
        admin.tick(f"{role} — ")
        admin.press("บันทึก")


def sign_the_sheet(owner: Person, approver: Person) -> None:
    """The owner uploads the real sheet, answers what is asked and confirms; the approver signs."""
    owner.home()
    owner.follow("นำแบบตัวชี้วัดเข้าระบบ")
    owner.attach(SHEET)
    owner.press("อ่านแบบ")
    owner.follow("ลักษณะหน่วยงานที่รับผิดชอบ")
    owner.tick("เลือก", within="ดำเนินการหน่วยงานเดียว")
    for other in ("มีหน่วยงานสนับสนุน", "หน่วยงาน (R) ระดับสำนัก/สำนักงาน", "หน่วยงาน (R) ระดับสำนักงานเขต"):
        owner.tick("ไม่เลือก", within=other)
    owner.press("บันทึกค่านี้")
    owner.confirm_each_section()
    owner.sees("ตอบและยืนยันครบทุกช่องแล้ว")
    owner.follow("ยืนยันทั้งฉบับ")
    owner.press("ยืนยัน")
    approver.home()
    approver.follow("ลงนามรับรองแบบตัวชี้วัด")
    approver.follow("ลงนามรับรอง")
    approver.type("ใช้ตั้งแต่วันที่", "1/10/2567")
    approver.press("ลงนาม")
    approver.sees("ลงนามแล้ว ใช้อยู่")


def choose_districts(owner: Person) -> None:
    """All ten at once."""
    owner.home()
    owner.follow("เลือกย่านสร้างสรรค์ของปีนี้")
    owner.type("เพิ่มย่านที่ยังไม่มีในรายการ", "\n".join(PLACES))
    owner.press("บันทึกย่าน")


def approve_a_plan(owner: Person, approver: Person) -> None:
    """Written, submitted and approved; the paper was signed in November."""
    owner.home()
    owner.follow("เริ่มจัดทำแผนประชาสัมพันธ์")
    owner.press("เริ่มจัดทำแผน")
    owner.type("วัตถุประสงค์", "ให้ประชาชนรู้จักย่านทั้งสิบ")
    owner.type("กลุ่มเป้าหมาย", "ประชาชนทั่วไป")
    owner.type("สารหลัก", "ย่านของเรา เราเล่าเอง")
    owner.type("รายการ", PIECE)
    owner.type("กำหนดวัน", "15/2/2568")
    owner.press("บันทึกแผน")
    owner.follow("เสนอผู้บริหาร")
    owner.press("เสนอแผน")
    approver.home()
    approver.follow("พิจารณาให้ความเห็นชอบแผน")
    approver.follow("ให้ความเห็นชอบ")
    approver.type("วันที่ให้ความเห็นชอบ", "20/11/2567")
    approver.press("ให้ความเห็นชอบ")
    approver.sees("ให้ความเห็นชอบเมื่อ ๒๐ พฤศจิกายน ๒๕๖๗")


def publish_a_piece(officer: Person, reviewer: Person) -> None:
    """One piece for all ten districts, begun from the plan, approved, published and proved."""
    officer.home()
    officer.follow(PIECE)
    officer.tick(*PLACES, within="ย่านที่งานนี้ใช้")
    officer.type("ข้อความหลัก", "สิบย่าน สิบเรื่อง เล่าโดยคนในย่าน")
    officer.press("บันทึก")
    officer.follow("บันทึก เล่าอะไรของย่าน")
    for place in PLACES:
        officer.tick("เรื่องราว", within=place)
    officer.press("บันทึก")
    officer.follow("บันทึก การมีส่วนร่วมของชุมชน")
    for number in range(len(PLACES)):
        officer.type("ใครในชุมชน", "ชมรมคนรักย่าน", number)
        officer.type("มีส่วนร่วมอย่างไร", "ร่วมเล่าเรื่องหน้ากล้อง", number)
    officer.press("บันทึก")
    officer.follow("เสนอขออนุมัติ")
    officer.press("เสนอขออนุมัติ")
    reviewer.home()
    reviewer.follow(PIECE)
    reviewer.follow("อนุมัติให้เผยแพร่")
    reviewer.type("วันที่อนุมัติตามหนังสือ", "25/11/2567")
    reviewer.type("ความเห็นประกอบ", "หนังสือที่ กท ๐๔๑๑/๑๒๓")
    reviewer.press("อนุมัติให้เผยแพร่")
    officer.home()
    officer.follow(PIECE)
    officer.follow("บันทึกการเผยแพร่")
    officer.choose("ช่องทาง", "Facebook")
    officer.type("ลิงก์ถาวร", "https://www.facebook.com/prbangkok/posts/1")
    officer.type("เผยแพร่ครั้งแรกเมื่อ", "15/2/2568 10.00")
    officer.tick("ใช่", within="เปิดดูได้โดยไม่ต้องลงชื่อเข้าใช้")
    officer.press("บันทึก")
    officer.follow("แนบหลักฐาน Facebook")
    officer.attach(picture("โพสต์.png"))
    officer.press("บันทึก")
    officer.follow("แนบไฟล์")
    officer.attach(picture("ชุมชน.png"))
    officer.choose("พิสูจน์ว่า", "ชุมชนในย่านมีส่วนร่วม")
    officer.tick(*PLACES, within="ย่าน")
    officer.press("บันทึก")
    officer.follow("แจ้งว่าเผยแพร่/จัดแล้ว")
    officer.press("แจ้งว่าเผยแพร่/จัดแล้ว")


def tell_a_story(officer: Person) -> None:
    """A story that the piece carries, with the community's part in it."""
    officer.at("works", KEY)
    officer.follow("เรื่องเล่า")
    officer.type("ชื่อ", STORY)
    officer.type("ผู้เล่า influencer หรือสื่อ", "คนเล่าเรื่องกรุง")
    officer.type("ข้อความหลัก", "เรื่องเล่าของชุมชนทรงวาด")
    officer.tick("ทรงวาด", within="ย่านที่งานนี้ใช้")
    officer.tick(PIECE, within="ชิ้นงานที่ใช้เล่าเรื่องนี้")
    officer.press("บันทึก")
    officer.follow("บันทึก การมีส่วนร่วมของชุมชน")
    officer.type("ใครในชุมชน", "ป้าแต๋ว")
    officer.type("มีส่วนร่วมอย่างไร", "เล่าเรื่องหน้ากล้อง")
    officer.press("บันทึก")
    officer.follow("แนบไฟล์")
    officer.attach(picture("ป้าแต๋ว.png"))
    officer.choose("พิสูจน์ว่า", "ชุมชนในย่านมีส่วนร่วม")
    officer.tick("ทรงวาด", within="ย่าน")
    officer.press("บันทึก")


def hold_an_activity(officer: Person) -> None:
    """Announced, open, two-way, with a number and its proof."""
    officer.at("works", KEY)
    officer.follow("กิจกรรม")
    officer.type("ชื่อ", ACTIVITY)
    officer.tick("ทรงวาด", within="ย่านที่งานนี้ใช้")
    officer.type("ประกาศเมื่อ", "1/4/2568 9.00")
    officer.type("เริ่ม", "5/4/2568 18.00")
    officer.type("สิ้นสุด", "5/4/2568 19.00")
    officer.type("ผู้ดำเนินรายการหรือผู้จัด", "ทีมประชาสัมพันธ์")
    officer.tick("Facebook", within="ช่องทาง")
    for asked in ("เปิดให้ประชาชนร่วม", "มีการตอบโต้สองทาง", "จัดแล้ว"):
        officer.tick("ใช่", within=asked)
    officer.press("บันทึก")
    officer.follow("บันทึก ผู้เข้าร่วม")
    officer.type("ผู้ชมสูงสุด", "๑๒๐")
    officer.press("บันทึก")
    officer.follow("แนบหลักฐาน")
    officer.attach(picture("ไลฟ์.png"))
    officer.choose("พิสูจน์ว่า", "จำนวนผู้มีส่วนร่วมในกิจกรรม")
    officer.press("บันทึก")


def keep_the_other_duties(officer: Person) -> None:
    """A district on the city's site, a storyteller with her consent, and what a survey found."""
    officer.at("website", KEY)
    officer.follow("บันทึกการเผยแพร่")
    officer.type("ลิงก์หน้าเว็บของย่าน", "https://www.bangkok.go.th/songwat")
    officer.type("เผยแพร่เมื่อ", "1/3/2568 9.00")
    officer.press("บันทึก")
    officer.sees("เผยแพร่แล้ว", "แก้ไข")
    officer.at("storytellers", KEY)
    officer.follow("บันทึกความยินยอม")
    officer.type("ชื่อบุคคล", "ป้าแต๋ว ทรงวาด")
    officer.type("อายุในวันที่ลงนาม", "๕๖")
    officer.tick("เป็นนักเล่าเรื่องของย่าน", within="วัตถุประสงค์")
    officer.tick("Facebook", within="ช่องทางที่ยินยอม")
    officer.type("ยินยอมตั้งแต่", "1/1/2568")
    officer.attach(picture("แบบยินยอม.png"))
    officer.press("บันทึก")
    officer.follow("เพิ่มเป็นนักเล่าเรื่อง")
    officer.tick("ทรงวาด", within="ย่าน")
    review = timezone.localdate() + dt.timedelta(days=90)
    officer.type("วันที่ทบทวน", f"{review.day}/{review.month}/{review.year + 543}")
    officer.press("บันทึก")
    officer.sees("ป้าแต๋ว ทรงวาด")
    officer.at("awareness", KEY)
    officer.follow("บันทึกผลสำรวจ")
    officer.tick("B · ทุกย่านต้องมีผู้รับรู้ไม่น้อยกว่าเกณฑ์")
    for label, text in (("ผู้รับรู้", "84.2"), ("ช่วงความเชื่อมั่น ต่ำ", "81"), ("ช่วงความเชื่อมั่น สูง", "87"), ("จำนวนผู้ตอบ", "1200")):
        officer.type(label, text)
    officer.type("วิธีสำรวจ", "สุ่มครัวเรือนหลายขั้น")
    officer.type("วันที่สำรวจ", "1/8/2568")
    officer.press("บันทึก")
    officer.sees("ร้อยละ ๘๔.๒")


def check_and_verify(officer: Person, reviewer: Person, inspector: Person) -> None:
    """Many at once: submitted, approved by one paper, reported as done, verified by the inspector."""
    for person, act, titles in (
        (officer, "เสนอขออนุมัติ", (STORY, ACTIVITY)),
        (reviewer, "อนุมัติตามหนังสือ", (STORY, ACTIVITY)),
        (officer, "แจ้งว่าเผยแพร่/จัดแล้ว", (STORY, ACTIVITY)),
        (inspector, "รับรอง", (PIECE, STORY, ACTIVITY)),
    ):
        person.at("works", KEY)
        person.tick(*(f"เลือก {title}" for title in titles))
        person.press(act)
        if act == "อนุมัติตามหนังสือ":
            person.type("วันที่อนุมัติตามหนังสือ", "25/11/2567")
            person.type("เลขที่หนังสือหรือเรื่องที่อนุมัติ", "กท ๐๔๑๑/๑๒๔")
            person.press(act)
        person.sees(*titles, f"ทำแล้ว {'๒' if len(titles) == 2 else '๓'} รายการ")


def report_the_year(owner: Person, *judges: Person) -> None:
    """The last period's report: written, sent, checked, verified, acknowledged."""
    owner.at("reports", KEY)
    owner.tab.get_by_role("button", name="เริ่มรายงาน").last.click()
    owner.type("ผลการดำเนินงาน", "ประชาสัมพันธ์ครบสิบย่าน")
    owner.type("ปัญหาอุปสรรค", "ฝนตกในวันงาน")
    owner.type("ข้อเสนอแนะ", "เตรียมสถานที่ในร่ม")
    owner.press("บันทึกรายงาน")
    owner.follow("ส่งรายงานผล")
    owner.press("ส่งรายงานผล")
    for person, act in zip(judges, ("ตรวจแล้วถูกต้อง", "รับรองรายงาน", "รับทราบรายงาน"), strict=True):
        person.home()
        person.follow("รายงานผล ไตรมาสที่ ๔")
        person.follow(act)
        person.press(act)


def see_five_with_every_reason(owner: Person) -> None:
    """The ladder stands at five; its thread leads from the rule to a district, its piece, and the piece's evidence."""
    owner.at("key_result", KEY)
    owner.sees("คะแนน ๕ จาก ๕", "ทำได้ (นับอย่างเข้ม)")
    owner.follow("สืบถึงหลักฐาน")
    for knot in ("ผลการดำเนินงาน: ๑๐", "ทรงวาด", "มีชิ้นงานที่นับได้", PIECE, "SHA-256"):
        owner.open(knot)
    owner.sees("คุณinspector")
    owner.follow("เปิดดู E")
    owner.sees(PIECE, "ตรวจสอบแล้ว", "โพสต์.png", "ชุมชน.png", "คุณinspector")
    assert "#evidence-" in owner.tab.url
