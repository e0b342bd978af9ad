"""An office begun from nothing, by pages alone: from the first administrator to score 5 and down to its evidence.

Seven people, each in a browser of their own, who look for buttons and labels as a new user does. What was done on paper
before the office began carries its own day.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from PIL import Image

from samrit.people.actions.accounts import make_first_administrator
from samrit.people.offices import load_offices

pytestmark = pytest.mark.django_db(transaction=True)
SHEET = Path(__file__).resolve().parents[2] / "examples/kr-7301.txt"
PASSWORD = "ย่านเราเล่าเอง-๒๕๖๘"  # noqa: S105 -- of nobody
HOST = "สำนักงานประชาสัมพันธ์"
PLACES = ("ทรงวาด", "ตลาดน้อย", "ตลาดพลู", "เจริญกรุง", "ตลิ่งชัน", "หัวตะเข้", "บางโพ", "ดิลกจันทร์", "บางแค", "ผดุง")
PEOPLE = {
    "owner": "เจ้าของตัวชี้วัด",
    "officer": "ผู้ร่วมดำเนินการ",
    "reviewer": "ผู้ตรวจสอบของหน่วยงานหลัก",
    "approver": "ผู้บริหาร/ผู้อนุมัติ",
    "inspector": "ผู้ตรวจราชการ",
}


class Person:
    """Somebody at a browser, who knows only what stands on the page."""

    def __init__(self, tab: Any, root: str, name: str) -> None:
        self.tab, self.root, self.name = tab, root, name

    def sign_in(self, password: str = PASSWORD) -> Person:
        self.tab.goto(self.root)
        self.type("ชื่อผู้ใช้", self.name)
        self.type("รหัสผ่าน", password)
        self.press("ลงชื่อเข้าใช้")
        return self

    def at(self, page: str, *args: Any) -> Person:
        self.tab.goto(self.root + reverse(f"office:{page}", args=args))
        return self

    def _field(self, label: str) -> Any:
        return self.tab.get_by_label(re.compile(rf"^\s*{re.escape(label)}(?=\s|$)")).first

    def type(self, label: str, text: str) -> None:
        self._field(label).fill(text)

    def choose(self, label: str, option: str) -> None:
        self._field(label).select_option(label=option)

    def tick(self, *labels: str, within: str = "") -> None:
        here = self.tab.get_by_role("group", name=within, exact=False) if within else self.tab
        for label in labels:
            here.get_by_label(label, exact=False).first.check()

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

    def look(self, name: str) -> None:
        if folder := os.environ.get("PICTURES"):
            for width in (1280, 360):
                self.tab.set_viewport_size({"width": width, "height": 900})
                self.tab.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
            self.tab.set_viewport_size({"width": 1280, "height": 900})


@pytest.fixture
def browser_of(chromium: Any, live_server: Any) -> Iterator[Callable[[str], Person]]:
    """A browser of somebody's own."""
    opened: list[Any] = []

    def made(name: str) -> Person:
        opened.append(
            chromium.new_context(locale="th-TH", viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
        )
        opened[-1].set_default_timeout(15_000)
        return Person(opened[-1].new_page(), live_server.url, name)

    yield made
    for context in opened:
        context.close()


def test_from_nothing_to_five(browser_of: Callable[[str], Person]) -> None:
    """What `samrit up --empty` makes, and then only pages."""
    load_offices()
    make_first_administrator(username="admin", name_th="ผู้ดูแลระบบ", password=PASSWORD)
    people(browser_of("admin").sign_in())
    owner, officer, reviewer, approver, inspector = (browser_of(name).sign_in() for name in PEOPLE)
    sheet(owner, approver)
    plan(owner, approver)


def people(admin: Person) -> None:
    """The administrator adds five people, each with a role."""
    admin.look("01-admin-week")
    for name, role in PEOPLE.items():
        admin.tab.goto(admin.root)
        admin.follow("เพิ่มผู้ใช้")
        admin.type("ชื่อผู้ใช้", name)
        admin.type("ชื่อ-สกุล", f"คุณ{name}")
        admin.choose("หน่วยงาน", HOST)
        admin.type("รหัสผ่านแรก", PASSWORD)
        if name == "owner":
            admin.look("02-person-new")
        admin.press("บันทึก")
        admin.look("03-person")
        admin.follow("ให้บทบาท")
        admin.tick(f"{role} — ")
        admin.look("04-role")
        admin.press("บันทึก")


def sheet(owner: Person, approver: Person) -> None:
    """The owner uploads the sheet, answers what is asked and confirms; the approver signs."""
    owner.look("05-owner-week")
    owner.follow("นำแบบตัวชี้วัดเข้าระบบ")
    owner.look("06-upload")
    owner.tab.set_input_files("[type=file]", SHEET)
    owner.press("อ่านแบบ")
    owner.look("07-revision")
    print(owner.tab.inner_text("main"))


def plan(owner: Person, approver: Person) -> None: ...
