"""What a person needs to publish a variant by hand: text, files as the channel takes them, link, and the steps.

The normal way on TikTok until the application is audited, and on any channel that cannot be connected.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import qrcode
from qrcode.image.svg import SvgPathImage

from samrit.channels.addresses import short_address
from samrit.channels.models import Delivery
from samrit.channels.parcels import parcel_of
from samrit.channels.platforms.parcel import CHUNK, Medium, Parcel
from samrit.channels.reasons import reason_of_code
from samrit.channels.releasable import why_not
from samrit.core.contract import Refused
from samrit.platform.sniffing import JPEG, MP4, PNG
from samrit.publicity.enums import Channel

_ENDINGS = {JPEG: "jpg", PNG: "png", MP4: "mp4"}
_WHEN = (1980, 1, 1, 0, 0, 0)
_FIRST = (
    "ตรวจว่าเข้าระบบด้วยบัญชีของหน่วยงาน: {account}",
    "คัดลอกข้อความจากแฟ้ม text.txt ทั้งหมด ห้ามตัดลิงก์สั้นออก เพราะใช้ตรวจว่าโพสต์ใดเป็นของงานนี้",
)
_LAST = (
    "ตั้งให้ทุกคนเห็น (สาธารณะ) แล้วกดเผยแพร่",
    "เปิดโพสต์ในหน้าต่างที่ไม่ได้เข้าระบบ ตรวจว่าเห็นได้ แล้วคัดลอกที่อยู่ของโพสต์",
    "กลับมาที่รายการนี้ในระบบ เลือก “บันทึกการเผยแพร่ด้วยมือ” แล้ววางที่อยู่ พร้อมเวลาที่เผยแพร่จริง",
    "เพิ่มภาพหน้าจอจากหน้าต่างที่ไม่ได้เข้าระบบเป็นหลักฐานของงาน",
)
_MIDDLE: dict[str, tuple[str, ...]] = {
    Channel.WEBSITE: ("เผยแพร่หน้าของงานที่เมนูเว็บไซต์สาธารณะ",),
    Channel.FACEBOOK: (
        "ที่เพจของหน่วยงาน เลือกสร้างโพสต์ (หรือสร้างรีลสำหรับคลิปแนวตั้ง) วางข้อความ แล้วแนบไฟล์ตามลำดับเลข",
        "ใส่ข้อความแทนภาพ (alt text) จากแฟ้ม alt.txt ให้ทุกภาพ",
    ),
    Channel.INSTAGRAM: (
        "ในแอป Instagram เลือกสร้างโพสต์หรือรีล แนบไฟล์ตามลำดับเลข แล้ววางข้อความ",
        "ที่การตั้งค่าขั้นสูง ใส่ข้อความแทนภาพจากแฟ้ม alt.txt",
    ),
    Channel.TIKTOK: (
        "ในแอป TikTok เลือกอัปโหลดวิดีโอหรือภาพ แล้ววางข้อความ",
        "เลือก “ทุกคน” ที่ใครดูวิดีโอนี้ได้ และเปิดเผยว่าเป็นเนื้อหาโปรโมต หากเข้าข่าย",
        "ห้ามใส่ลายน้ำหรือโลโก้เพิ่มในวิดีโอ",
    ),
    Channel.YOUTUBE: (
        "ที่ YouTube Studio เลือกอัปโหลดวิดีโอ ใส่ชื่อจากแฟ้ม title.txt และคำอธิบายจากแฟ้ม text.txt",
        "เลือก “ไม่ใช่ วิดีโอนี้ไม่ได้สร้างมาเพื่อเด็ก” เว้นแต่เป็นเนื้อหาสำหรับเด็ก แล้วแนบภาพปกและไฟล์คำบรรยาย",
    ),
    Channel.LINE: (
        "ที่ LINE Official Account Manager เลือกส่งบรอดแคสต์ วางข้อความ แนบไฟล์ แล้วส่งทดสอบถึงเจ้าหน้าที่ก่อน",
        "ส่งแล้วเรียกคืนไม่ได้ ต้องมีผู้อนุมัติสองคนตามที่บันทึกในระบบ และไม่มีหน้าสาธารณะให้คัดลอก ให้บันทึกเลขคำขอแทน",
    ),
}


def refuse_unready(delivery: Delivery) -> None:
    """Raises Refused where nobody may publish it yet: the work, the variant or a person's consent lacks leave."""
    why = why_not(delivery, by_hand=True)
    if why:
        raise Refused("state", *reason_of_code(why))


def bundle_of(delivery: Delivery) -> bytes:
    """The ZIP file; the same variant always gives the same."""
    parcel, out = parcel_of(delivery), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _texts(delivery, parcel):
            archive.writestr(_entry(name), content)
        for name, medium in _files(parcel):
            with archive.open(_entry(name, stored=True), "w") as target, medium.open() as source:
                while part := source.read(CHUNK):
                    target.write(part)
    return out.getvalue()


def _entry(name: str, *, stored: bool = False) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, date_time=_WHEN)
    entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    return entry


def _texts(delivery: Delivery, parcel: Parcel) -> Iterator[tuple[str, bytes]]:
    yield "steps.txt", _lines(steps_of(delivery))
    yield "text.txt", parcel.text.encode()
    content = parcel.content
    for name, text in (("title", content.title), ("tags", ", ".join(content.tags)), ("comment", content.first_comment)):
        if text:
            yield f"{name}.txt", text.encode()
    if parcel.media:
        said = [f"{_name(number, row)}: {row.alt or row.file_name}" for number, row in enumerate(parcel.media, 1)]
        yield "alt.txt", _lines(said)
    link = short_address(delivery.link.code)
    yield "link.txt", _lines([link])
    yield "link-qr.svg", _qr(link)


def _lines(rows: list[str]) -> bytes:
    return ("\r\n".join(rows) + "\r\n").encode()


def steps_of(delivery: Delivery) -> list[str]:
    """What to do, one step a line, in the language of the platform's Thai pages."""
    account = f"{delivery.account.get_channel_display()} · {delivery.account.name}"
    steps = [*(one.format(account=account) for one in _FIRST), *_MIDDLE[delivery.account.channel], *_LAST]
    head = [f"งาน: {delivery.work.title}", f"ช่องทาง: {account} ({delivery.get_form_display()})", ""]
    return head + [f"{number}. {step}" for number, step in enumerate(steps, 1)]


def _name(number: int, medium: Medium) -> str:
    return f"{number:02}.{_ENDINGS.get(medium.media_type, 'bin')}"


def _files(parcel: Parcel) -> Iterator[tuple[str, Medium]]:
    for number, row in enumerate(parcel.media, 1):
        yield _name(number, row), row
    if parcel.thumbnail is not None:
        yield f"cover.{_ENDINGS.get(parcel.thumbnail.media_type, 'bin')}", parcel.thumbnail
    if parcel.captions is not None:
        yield "captions.vtt", parcel.captions


def _qr(link: str) -> bytes:
    out = io.BytesIO()
    drawn = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_Q, border=4, box_size=16)
    drawn.add_data(link)
    drawn.make_image(image_factory=SvgPathImage).save(out)
    return out.getvalue()
