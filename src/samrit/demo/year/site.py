"""The demo's public site: district pages written by one and published by another, stories shown once they are out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from samrit.demo.diary import Diary
from samrit.demo.texts.districts import DISTRICTS, District
from samrit.demo.texts.places import PLACES
from samrit.demo.texts.tellings import TELLINGS
from samrit.demo.year.office import Office
from samrit.people.models import User
from samrit.platform.files import store_file
from samrit.site.actions import captions, pages, pictures, results
from samrit.site.enums import Licence
from samrit.site.models import Page
from samrit.site.queries import films_of

DRAWINGS = Path(__file__).resolve().parents[1] / "illustrations"
"""Drawn by `scripts/illustrations.py`; nobody's photograph is used."""
CREDIT = "ภาพวาดประกอบโดยโครงการสัมฤทธิ์"


def write(diary: Diary, office: Office) -> None:
    """A district's page comes on line on the day on which its entry of duty 5 stands in the plan."""
    for text in DISTRICTS:
        year, month = text.online
        day = dt.date(year, month, 27)
        diary.on(day - dt.timedelta(days=6), partial(_write, office, text), 14)
        diary.on(day, partial(_publish, office, text), 16)
    diary.on(dt.date(2025, 6, 10), partial(_correct, office), 11)
    diary.on(dt.date(2024, 11, 25), partial(_open, office), 15)


def _write(office: Office, text: District) -> None:
    officer, more = office.who("officer"), PLACES[text.key]
    page = pages.open_district_page(office.place(text.key), acting_user=officer)
    thai = {
        "lead": more.lead,
        "story": text.story,
        "identity": text.identity,
        "people": text.people,
        "places": more.places,
        "getting_there": more.way,
        "voices": f"<blockquote>{more.voice}</blockquote>",
    }
    english = {**more.en, "voices": f"<blockquote>{more.en['voices']}</blockquote>"}
    pages.save_page(page, {"th": thai, "en": english}, read_version=page.version, acting_user=officer)
    page.refresh_from_db()
    said = pictures.Words(
        alt_th=f"ภาพวาดบรรยากาศย่าน{text.name_th}",
        alt_en=f"A drawing of {page.district.name_en or text.key}",
        credit=CREDIT,
        licence=Licence.CC0,
        focus_y=75,
    )
    drawing = [(DRAWINGS / f"{text.key}.webp").read_bytes()]
    pictures.add_picture(page, drawing, said, read_version=page.version, acting_user=officer)


def _publish(office: Office, text: District) -> None:
    page = Page.objects.get(district=office.place(text.key))
    pages.publish_page(page, read_version=page.version, acting_user=office.who("reviewer"))


def _open(office: Office) -> None:
    key_result = office.key_result
    results.open_result(key_result, read_version=key_result.version, acting_user=office.who("approver"))


def _correct(office: Office) -> None:
    page = Page.objects.get(district=office.place("talatphlu"))
    pages.correct_page(
        page,
        text_th="เดิมเขียนว่ารถไฟสายแม่กลอง ที่ถูกต้องคือรถไฟสายมหาชัย แก้ไขแล้ว",
        text_en="We wrote Mae Klong railway; the line is the Maha Chai railway. Set right.",
        acting_user=office.who("reviewer"),
    )


def told(office: Office, name: str, *, slug: str) -> None:
    """The page of a work: as its master says it, or written out in both languages; published by its maker's hand."""
    work = office.work(name)
    page = pages.open_story_page(work, slug=slug, acting_user=work.producer)
    for picture in page.pictures.all():
        said = pictures.Words(
            alt_th=picture.alt_th, alt_en="A drawing of the district", credit=picture.credit, licence=Licence.CC0
        )
        pictures.describe_picture(picture, said, read_version=picture.page.version, acting_user=work.producer)
    page.refresh_from_db()
    if name in TELLINGS:
        told = TELLINGS[name]
        texts = {
            "th": {"title": work.title, "lead": work.text, "body": told.body, "transcript": told.transcript},
            "en": {
                "title": told.title_en,
                "lead": told.lead_en,
                "body": told.body_en,
                "transcript": told.transcript_en,
            },
        }
        pages.save_page(page, texts, read_version=page.version, acting_user=work.producer)
        page.refresh_from_db()
        _caption(page, name, acting_user=work.producer)
    pages.publish_page(page, read_version=page.version, acting_user=work.producer)


def _caption(page: Page, name: str, *, acting_user: User) -> None:
    """The film with what is said in it in English, too."""
    said = [english for _thai, english in TELLINGS[name].said]
    for film in films_of(page) if said else []:
        words = store_file([track(said)])
        captions.caption_in_english(film, file=words, read_version=page.version, acting_user=acting_user)
        page.refresh_from_db()


def track(said: Sequence[str]) -> bytes:
    """Captions of a film of 20 seconds, sentence by sentence."""
    starts = [20 * number // len(said) for number in range(len(said) + 1)]
    cues = [
        f"00:{begins:02}.000 --> 00:{ends:02}.000\n{words}\n"
        for begins, ends, words in zip(starts, starts[1:], said, strict=False)
    ]
    return "\n".join(["WEBVTT\n", *cues]).encode()


def said_in(name: str) -> list[str]:
    """What is said in the film of a piece, sentence by sentence; [] where nothing is written out."""
    return [thai for thai, _english in TELLINGS[name].said] if name in TELLINGS else []
