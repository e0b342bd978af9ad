"""Slides for meetings and storytellers' certificates, as files to download."""

from __future__ import annotations

import datetime as dt
import io

import pypdfium2
import pytest
from django.utils import timezone
from docx import Document
from pptx import Presentation
from tests.factories import people as people_rows
from tests.factories import publicity
from tests.web.office import said, signed_in, url
from tests.web.year import year

from samrit.evidence.enums import ConsentPurpose
from samrit.people.enums import Role
from samrit.platform.papers.drawing import said as drawn
from samrit.publicity.actions import consents, storytellers
from samrit.reports.slides import report_deck

pytestmark = pytest.mark.django_db(transaction=True)
LATER = timezone.localdate() + dt.timedelta(days=200)


def test_a_report_is_a_hand_out_in_both_kinds(client) -> None:
    made = year()
    client.force_login(made.people["reader"])
    address = f"/reports/{made.report.uid}/slides"
    assert address in client.get(f"/reports/{made.report.uid}/").content.decode()
    deck = report_deck(made.report)
    titles = [deck.title, *(slide.title for slide in deck.slides)]
    assert titles[1:3] == ["เรื่องที่ต้องทราบก่อน", "คะแนน"]
    slides = Presentation(io.BytesIO(client.get(f"{address}.pptx").content)).slides
    assert [slide.shapes.title.text_frame.text for slide in slides] == [drawn(title) for title in titles]
    pdf = pypdfium2.PdfDocument(client.get(f"{address}.pdf").content)
    assert len(pdf) == len(titles)
    assert {round(page.get_width() / page.get_height(), 2) for page in pdf} == {1.78}
    assert client.get(f"{address}.exe").status_code == 404


def test_every_letter_of_the_slides_is_thai_type_of_powerpoint(client) -> None:
    """Without the twin of complex scripts PowerPoint would take another font for Thai."""
    made = year()
    client.force_login(made.people["reader"])
    file = Presentation(io.BytesIO(client.get(f"/reports/{made.report.uid}/slides.pptx").content))
    name = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
    runs = [run for slide in file.slides for run in slide._element.iter(f"{name}r")]
    fonts = {(run.find(f"{name}rPr/{name}cs").get("typeface"), run.find(f"{name}rPr").get("lang")) for run in runs}
    assert fonts == {("Sarabun", "th-TH")}
    assert any(shape.has_table for slide in file.slides for shape in slide.shapes)


def test_a_stranger_to_the_key_result_gets_no_slides(client) -> None:
    made = year()
    client.force_login(people_rows.user("other", role=Role.OWNER, agency=people_rows.agency("0999")))
    assert client.get(f"/reports/{made.report.uid}/slides.pdf").status_code == 403


# --- certificates ---


@pytest.fixture
def place():
    return publicity.office()


@pytest.fixture
def member(place):
    consent = publicity.consent(place, ConsentPurpose.STORYTELLER, person="นางบุญมี เล่าเก่ง")
    return storytellers.add_storyteller(
        place.key_result,
        consent,
        districts=place.districts[:1],
        review_on=LATER,
        trained_on=dt.date(2024, 12, 2),
        acting_user=place.maker,
    )


def test_a_storyteller_is_named_on_a_certificate(place, member) -> None:
    key = place.key_result.key
    browser = signed_in(place.maker)
    pdf, word = (url("certificate", key, member.uid, kind) for kind in ("pdf", "docx"))
    assert pdf in browser.get(url("storytellers", key)).content.decode()
    page = pypdfium2.PdfDocument(browser.get(pdf).content)[0]
    assert page.get_width() > page.get_height()
    text = page.get_textpage().get_text_range()
    for words in ("เกียรติบัตร", "นางบุญมี เล่าเก่ง", drawn(place.districts[0].name_th), "๒ ธันวาคม ๒๕๖๗", "ตำแหน่ง"):
        assert words in text
    lines = [line.text for line in Document(io.BytesIO(browser.get(word).content)).paragraphs]
    assert "นางบุญมี เล่าเก่ง" in lines
    assert signed_in(place.reader).get(pdf).status_code == 403


def test_whose_consent_is_withdrawn_is_on_no_certificate(place, member) -> None:
    consents.withdraw_consent(
        member.consent, key_result=place.key_result, reason="ไม่ประสงค์แล้ว", acting_user=place.maker
    )
    answer = signed_in(place.maker).get(url("certificate", place.key_result.key, member.uid, "pdf"), follow=True)
    assert "ความยินยอมของบุคคลนี้ไม่มีผลแล้ว" in said(answer)
