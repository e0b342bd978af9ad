"""What each channel takes, checked while people write: every reason says what is too much and how to mend it.

The numbers are the platforms' own (November 2026), the stricter one where their pages disagree. What only a platform
can know (its quota, what a creator may do) is asked of it when it is sent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from samrit.channels.enums import PostForm
from samrit.channels.measures import BUBBLES, HASHTAGS, NAMED, Measure, measures_of
from samrit.channels.models import Delivery
from samrit.channels.parcels import parcel_of
from samrit.channels.platforms.parcel import Medium, Parcel
from samrit.core.contract import Message
from samrit.platform.sniffing import IMAGES, MP4
from samrit.publicity.enums import Channel

FORMS: dict[str, tuple[PostForm, ...]] = {
    Channel.WEBSITE: (PostForm.ARTICLE,),
    Channel.FACEBOOK: (
        PostForm.LINK,
        PostForm.TEXT,
        PostForm.PHOTO,
        PostForm.ALBUM,
        PostForm.REEL,
        PostForm.VIDEO,
        PostForm.STORY,
    ),
    Channel.INSTAGRAM: (PostForm.PHOTO, PostForm.ALBUM, PostForm.REEL, PostForm.STORY),
    Channel.TIKTOK: (PostForm.VIDEO, PostForm.PHOTO, PostForm.ALBUM),
    Channel.YOUTUBE: (PostForm.VIDEO,),
    Channel.LINE: (PostForm.TEXT, PostForm.PHOTO, PostForm.ALBUM, PostForm.VIDEO),
}
"""Which forms a channel has, the likeliest first."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why this cannot go out as it is, beside the field it is about."""

    path: str
    what: Message
    mend: Message


def problems(delivery: Delivery) -> list[Problem]:
    """Everything that the channel would refuse; empty where nothing is known against it."""
    return list(problems_of(parcel_of(delivery), delivery.account.channel))


def problems_of(parcel: Parcel, channel: str) -> Iterator[Problem]:
    """The same of a parcel."""
    if parcel.form not in FORMS[channel]:
        yield _problem(
            "form",
            ("this channel has no such form", "ช่องทางนี้ไม่มีรูปแบบโพสต์นี้"),
            ("choose another form", "โปรดเลือกรูปแบบอื่น"),
        )
        return
    yield from _media_by_form(parcel)
    yield from _CHECKS[channel](parcel)
    yield from _lengths(parcel, channel)


def _problem(path: str, what: tuple[str, str], mend: tuple[str, str]) -> Problem:
    return Problem(path, Message(*what), Message(*mend))


# --- how many files of which kind ---

_PICTURES = {PostForm.PHOTO: (1, 1), PostForm.ALBUM: (2, 10)}
_VIDEOS = {PostForm.VIDEO, PostForm.REEL}


def _media_by_form(parcel: Parcel) -> Iterator[Problem]:
    number = len(parcel.media)
    if parcel.form in _PICTURES:
        least, most = _PICTURES[PostForm(parcel.form)]
        if not least <= number <= most:
            yield _problem(
                "media",
                (
                    f"{number} files are chosen; this form takes {least} to {most}",
                    f"เลือกไว้ {number} ไฟล์ รูปแบบนี้ใช้ {least}–{most} ไฟล์",
                ),
                ("choose other files or another form", "โปรดเลือกไฟล์ใหม่หรือเปลี่ยนรูปแบบ"),
            )
    elif parcel.form in _VIDEOS and (number != 1 or not parcel.first.is_video):
        yield _problem(
            "media",
            ("this form is one video", "รูปแบบนี้ใช้วิดีโอ ๑ ไฟล์"),
            ("choose the video of the work", "โปรดเลือกวิดีโอของงาน"),
        )
    elif parcel.form == PostForm.STORY and number != 1:
        yield _problem(
            "media",
            ("a story is one picture or one video", "สตอรีใช้ภาพหรือวิดีโอ ๑ ไฟล์"),
            ("choose one", "โปรดเลือก ๑ ไฟล์"),
        )


# --- what many have ---


def _lengths(parcel: Parcel, channel: str) -> Iterator[Problem]:
    """What is more than the channel allows, in its own way of counting."""
    for row in measures_of(parcel, channel):
        if row.over:
            yield _too_much(row)


def _too_much(row: Measure) -> Problem:
    used, most, over = f"{row.used:,}", f"{row.most:,}", f"{row.over:,}"
    if row.unit is HASHTAGS:
        what = (f"{used} hashtags; Instagram shows {most}", f"มีแฮชแท็ก {used} คำ Instagram ใช้ได้ {most} คำ")
        return _problem(row.path, what, (f"take {over} out", f"โปรดตัดออก {over} คำ"))
    if row.unit is NAMED:
        what = (f"{used} accounts are named; {most} are allowed", f"กล่าวถึง {used} บัญชี กำหนดไม่เกิน {most}")
        return _problem(row.path, what, ("name fewer", "โปรดลดลง"))
    if row.unit is BUBBLES:
        what = (
            f"{used} bubbles with the text; a broadcast has {most}",
            f"รวมข้อความเป็น {used} บอลลูน หนึ่งครั้งส่งได้ {most} บอลลูน",
        )
        return _problem(row.path, what, (f"take {over} files out", f"โปรดนำออก {over} ไฟล์"))
    return _problem(
        row.path,
        (
            f"{used} {row.unit.en}, {over} more than the {most} allowed",
            f"ยาว {used} {row.unit.th} เกินที่กำหนด {most} อยู่ {over}",
        ),
        (f"shorten it by {over}", f"โปรดย่อลงอย่างน้อย {over}"),
    )


def _needed(path: str, text: str) -> Iterator[Problem]:
    if not text.strip():
        yield _problem(path, ("nothing is written here", "ยังไม่ได้กรอกข้อมูลช่องนี้"), ("fill it in", "โปรดกรอกข้อมูล"))


def _size(medium: Medium, most: int) -> Iterator[Problem]:
    if medium.size > most:
        has, may = f"{medium.size / 1_000_000:.1f}", f"{most / 1_000_000:.0f}"
        yield _problem(
            "media",
            (
                f"{medium.file_name} has {has} MB; {may} MB are allowed",
                f"ไฟล์ {medium.file_name} ขนาด {has} MB เกิน {may} MB",
            ),
            ("make it smaller", "โปรดย่อขนาดไฟล์"),
        )


def _seconds(medium: Medium, least: float, most: float) -> Iterator[Problem]:
    if medium.seconds is not None and not least <= medium.seconds <= most:
        yield _problem(
            "media",
            (
                f"{medium.file_name} lasts {medium.seconds:.1f} s; {least:g} to {most:g} s are allowed",
                f"วิดีโอ {medium.file_name} ยาว {medium.seconds:.1f} วินาที กำหนด {least:g}–{most:g} วินาที",
            ),
            ("cut it, or choose another form", "โปรดตัดต่อหรือเลือกรูปแบบอื่น"),
        )


def _ratio(medium: Medium, least: float, most: float, said: str) -> Iterator[Problem]:
    if not medium.width or not medium.height:
        return
    if not least - 0.005 <= medium.width / medium.height <= most + 0.005:
        shape = f"{medium.width}×{medium.height}"
        yield _problem(
            "media",
            (
                f"{medium.file_name} is {shape}; its sides must be {said}",
                f"ไฟล์ {medium.file_name} ขนาด {shape} สัดส่วนต้องอยู่ระหว่าง {said}",
            ),
            ("crop it", "โปรดตัดกรอบภาพ"),
        )


def _types(parcel: Parcel, *, video: bool = True) -> Iterator[Problem]:
    for medium in parcel.media:
        if medium.media_type in IMAGES or (video and medium.media_type == MP4):
            continue
        yield _problem(
            "media",
            (f"{medium.file_name} is of a kind that this channel does not take", f"ช่องทางนี้ไม่รับไฟล์ {medium.file_name}"),
            ("choose a picture or an MP4 video", "โปรดเลือกภาพหรือวิดีโอ MP4"),
        )


# --- channel by channel ---


def _website(parcel: Parcel) -> Iterator[Problem]:
    if not parcel.facts["page"]:
        yield _problem(
            "page",
            ("the public sees no page of this work yet", "งานนี้ยังไม่มีหน้าบนเว็บไซต์ที่ประชาชนเห็น"),
            ("publish its page under “website” first", "โปรดเผยแพร่หน้าของงานนี้ที่เมนูเว็บไซต์ก่อน"),
        )
    yield from _needed("title", parcel.content.title)


def _facebook(parcel: Parcel) -> Iterator[Problem]:
    yield from _types(parcel)
    if parcel.form in {PostForm.TEXT, PostForm.LINK}:
        yield from _needed("text", parcel.content.text)
        if parcel.media:
            yield _problem(
                "media",
                ("a text has no files", "โพสต์ข้อความไม่มีไฟล์แนบ"),
                ("choose the form photo, album or video", "โปรดเลือกรูปแบบภาพ อัลบั้ม หรือวิดีโอ"),
            )
    for medium in parcel.media:
        if parcel.form == PostForm.REEL:
            yield from _seconds(medium, 3, 90)
            yield from _ratio(medium, 9 / 16, 9 / 16, "9:16")
        elif parcel.form == PostForm.STORY and medium.is_video:
            yield from _seconds(medium, 1, 60)
        if not medium.is_video:
            yield from _size(medium, 4_000_000)


def _instagram(parcel: Parcel) -> Iterator[Problem]:
    yield from _types(parcel)
    for medium in parcel.media:
        yield from _instagram_medium(parcel, medium)


def _instagram_medium(parcel: Parcel, medium: Medium) -> Iterator[Problem]:
    if medium.is_video:
        story = parcel.form == PostForm.STORY
        yield from _size(medium, 100_000_000 if story else 300_000_000)
        yield from _seconds(medium, 3, 60 if story else 900)
        return
    yield from _size(medium, 8_000_000)
    if medium.width is not None and medium.width < 320:
        yield _problem(
            "media",
            (
                f"{medium.file_name} is {medium.width} pixels wide; 320 are the least",
                f"ภาพ {medium.file_name} กว้าง {medium.width} พิกเซล ต้องไม่น้อยกว่า 320",
            ),
            ("use a larger picture", "โปรดใช้ภาพที่ใหญ่กว่า"),
        )
    if parcel.form != PostForm.STORY:
        yield from _ratio(medium, 4 / 5, 1.91, "4:5–1.91:1")


def _tiktok(parcel: Parcel) -> Iterator[Problem]:
    yield from _types(parcel)
    if parcel.form == PostForm.VIDEO:
        for medium in parcel.media:
            yield from _size(medium, 4_000_000_000)
            yield from _seconds(medium, 1, 600)


def _youtube(parcel: Parcel) -> Iterator[Problem]:
    yield from _needed("title", parcel.content.title)
    for path, text in (("title", parcel.content.title), ("text", parcel.text)):
        if "<" in text or ">" in text:
            yield _problem(
                path,
                ("YouTube takes no < and >", "YouTube ไม่รับเครื่องหมาย < และ >"),
                ("take them out", "โปรดตัดออก"),
            )
    if parcel.thumbnail is not None:
        yield from _size(parcel.thumbnail, 2_000_000)


def _line(parcel: Parcel) -> Iterator[Problem]:
    yield from _types(parcel)
    if parcel.form == PostForm.TEXT:
        yield from _needed("text", parcel.content.text)
    for medium in parcel.media:
        yield from _size(medium, 200_000_000 if medium.is_video else 10_000_000)
        if medium.is_video and parcel.thumbnail is None:
            yield _problem(
                "thumbnail",
                ("a video on LINE needs a picture that stands for it", "วิดีโอบน LINE ต้องมีภาพปก"),
                ("choose one of the work's pictures", "โปรดเลือกภาพของงาน ๑ ภาพ"),
            )


_CHECKS: dict[str, Callable[[Parcel], Iterator[Problem]]] = {
    Channel.WEBSITE: _website,
    Channel.FACEBOOK: _facebook,
    Channel.INSTAGRAM: _instagram,
    Channel.TIKTOK: _tiktok,
    Channel.YOUTUBE: _youtube,
    Channel.LINE: _line,
}
