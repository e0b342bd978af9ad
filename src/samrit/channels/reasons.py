"""Why a delivery stands where it stands, and what a person can do about it: one sentence each for every code."""

from __future__ import annotations

from samrit.channels.enums import DeliveryState
from samrit.channels.models import Delivery
from samrit.core.contract import Message

_LOOKED = Message("open the account and look for the post", "โปรดเปิดบัญชีบนแพลตฟอร์มและค้นหาโพสต์นี้")
_NOTHING = Message("nothing is to be done", "ไม่ต้องดำเนินการ")
_WAIT = Message("nothing is to be done; it goes on by itself", "ไม่ต้องดำเนินการ ระบบจะทำต่อเอง")
_RECONNECT = Message("have the account connected anew", "โปรดแจ้งผู้ดูแลให้เชื่อมต่อบัญชีใหม่")
_CHANGE = Message("take it back, change it and have it approved anew", "โปรดเรียกคืน แก้ไข แล้วขออนุมัติใหม่")
_HOUR = Message("set a new hour, or take it back", "โปรดตั้งเวลาใหม่ หรือเรียกคืน")

_REASONS: dict[str, tuple[Message, Message]] = {
    "missed_hour": (
        Message("it could not go out within 12 hours of its hour", "เลยเวลาที่ตั้งไว้เกิน ๑๒ ชั่วโมง ระบบจึงไม่ส่งเอง"),
        _HOUR,
    ),
    "not_found": (
        Message(
            "the answer was lost and the post was not found in the account, which proves little",
            "ไม่ได้รับคำตอบ และค้นไม่พบโพสต์ในบัญชี ซึ่งยังยืนยันไม่ได้ว่าไม่ได้เผยแพร่",
        ),
        _LOOKED,
    ),
    "not_found_yet": (
        Message("the answer was lost; the post was not found yet", "ไม่ได้รับคำตอบ และยังค้นไม่พบโพสต์ ระบบกำลังค้นต่อ"),
        _WAIT,
    ),
    "cannot_look": (
        Message("the answer was lost and the platform cannot be asked", "ไม่ได้รับคำตอบ และสอบถามแพลตฟอร์มไม่ได้"),
        _LOOKED,
    ),
    "no_answer": (Message("the platform has not answered", "แพลตฟอร์มไม่ตอบ"), _WAIT),
    "no_connection": (Message("the platform cannot be reached", "ติดต่อแพลตฟอร์มไม่ได้"), _WAIT),
    "platform_down": (Message("the platform has a fault of its own", "แพลตฟอร์มขัดข้อง"), _WAIT),
    "killed": (Message("the system stopped while it was being sent", "ระบบหยุดทำงานระหว่างส่ง กำลังตรวจสอบผล"), _WAIT),
    "throttled": (Message("the platform asks us to wait", "แพลตฟอร์มให้รอก่อน เพราะเรียกใช้ถี่เกินไป"), _WAIT),
    "daily_limit": (Message("the platform's limit of the day is used up", "ใช้โควตาของวันนี้ครบแล้ว"), _WAIT),
    "token_renewed": (Message("the connection was renewed", "ต่ออายุการเชื่อมต่อแล้ว"), _WAIT),
    "refreshing": (Message("the connection is being renewed", "กำลังต่ออายุการเชื่อมต่อ"), _WAIT),
    "processing": (Message("the platform is still processing it", "แพลตฟอร์มกำลังประมวลผล"), _WAIT),
    "moderation": (
        Message(
            "the platform has it, and examines it before everybody sees it",
            "แพลตฟอร์มรับแล้ว และกำลังตรวจก่อนเปิดให้ทุกคนเห็น",
        ),
        _WAIT,
    ),
    "native_hour": (Message("the platform publishes it at its hour", "แพลตฟอร์มจะเผยแพร่เองเมื่อถึงเวลา"), _WAIT),
    "published_not_found": (
        Message("the platform says that it is out; its address is looked for", "แพลตฟอร์มแจ้งว่าเผยแพร่แล้ว กำลังหาลิงก์"),
        _WAIT,
    ),
    "maybe_there": (
        Message("the platform says that it may have it already", "แพลตฟอร์มแจ้งว่าอาจมีโพสต์นี้อยู่แล้ว กำลังตรวจสอบ"),
        _WAIT,
    ),
    "unclear": (
        Message("the platform gave an answer that tells nothing", "แพลตฟอร์มตอบกลับไม่ชัดเจน กำลังตรวจสอบผล"),
        _WAIT,
    ),
    "not_ready": (Message("the platform is not ready with it yet", "แพลตฟอร์มยังเตรียมไม่เสร็จ"), _WAIT),
    "upload_again": (Message("the file is handed over once more", "กำลังส่งไฟล์ให้แพลตฟอร์มอีกครั้ง"), _WAIT),
    "half_sent": (
        Message("not the whole file arrived, so nothing is out; it goes on", "ส่งไฟล์ไปได้บางส่วนและยังไม่เผยแพร่ กำลังส่งต่อ"),
        _WAIT,
    ),
    "session_gone": (
        Message("the platform dropped the upload; it is begun anew", "แพลตฟอร์มยกเลิกการรับไฟล์ จะเริ่มส่งใหม่"),
        _WAIT,
    ),
    "container_expired": (
        Message("what was prepared has run out; it is prepared anew", "สิ่งที่เตรียมไว้หมดอายุ จะเตรียมใหม่"),
        _WAIT,
    ),
    "failed": (
        Message("the platform could not process it; it is tried again", "แพลตฟอร์มประมวลผลไม่สำเร็จ จะลองใหม่"),
        _WAIT,
    ),
    "not_seen_yet": (
        Message("it was not seen; it is looked for again", "เปิดไม่พบ ระบบจะตรวจอีกครั้งภายหลัง"),
        _WAIT,
    ),
    "never_appeared": (
        Message(
            "the platform took it two days ago, and it is still not to be seen",
            "แพลตฟอร์มรับไว้แล้วเกินสองวัน แต่ยังไม่ปรากฏให้เห็น",
        ),
        _LOOKED,
    ),
    "same_key": (Message("it is repeated under the same key", "กำลังถามซ้ำด้วยรหัสเดิม ไม่เกิดโพสต์ซ้ำ"), _WAIT),
    "absent": (Message("the platform says that it is not published", "แพลตฟอร์มยืนยันว่ายังไม่เผยแพร่ จึงส่งอีกครั้ง"), _WAIT),
    "said_not_out": (Message("a person said that it is not out", "เจ้าหน้าที่ยืนยันว่ายังไม่เผยแพร่"), _WAIT),
    "found": (Message("it was found", "ค้นพบแล้ว"), _NOTHING),
    "token": (Message("the connection of the account holds no more", "การเชื่อมต่อบัญชีใช้ไม่ได้แล้ว"), _RECONNECT),
    "permission": (Message("the account lacks a right", "บัญชีที่เชื่อมต่อขาดสิทธิที่จำเป็น"), _RECONNECT),
    "token_over": (Message("the connection has ended", "การเชื่อมต่อหมดอายุแล้ว"), _RECONNECT),
    "refresh_lost": (
        Message("the renewal of the connection got no answer", "ต่ออายุการเชื่อมต่อแล้วไม่ได้รับคำตอบ จึงใช้ต่อไม่ได้"),
        _RECONNECT,
    ),
    "key_lost": (Message("the key that opens its token is missing", "ไม่มีกุญแจสำหรับเปิดโทเค็นของบัญชี"), _RECONNECT),
    "setup": (
        Message("the application is not set up or audited for this", "แอปยังตั้งค่าไม่ครบหรือยังไม่ผ่านการตรวจ"),
        Message("see what the platform demands", "โปรดดูสิ่งที่แพลตฟอร์มกำหนดในหน้าบัญชี"),
    ),
    "no_app": (
        Message("the city's application on this platform is not set", "ยังไม่ได้ตั้งค่าแอปของหน่วยงานบนแพลตฟอร์มนี้"),
        Message("have the administrator of the server set it (docs/th/run)", "โปรดให้ผู้ดูแลเครื่องตั้งค่า (docs/th/run)"),
    ),
    "left_up": (
        Message("it is still out: the system cannot take it down", "ยังเผยแพร่อยู่ ระบบนำลงเองไม่ได้"),
        Message(
            "take it down in the platform's own app, then record it here",
            "โปรดนำลงในแอปของแพลตฟอร์ม แล้วบันทึกว่านำลงแล้ว (ข้อความ LINE เรียกคืนไม่ได้)",
        ),
    ),
    "withdrawn": (Message("it was taken down", "นำลงแล้ว"), _NOTHING),
    "not_connected": (Message("the account is not connected", "ยังไม่ได้เชื่อมต่อบัญชี"), _RECONNECT),
    "content": (Message("the platform refuses the content", "แพลตฟอร์มไม่รับเนื้อหานี้"), _CHANGE),
    "policy": (Message("it is against a rule of the platform", "เนื้อหาขัดกับข้อกำหนดของแพลตฟอร์ม"), _CHANGE),
    "not_processed": (
        Message("the platform could not process the file", "แพลตฟอร์มประมวลผลไฟล์ไม่สำเร็จ"),
        Message(
            "set a new hour to try it once more, or take it back and use another file",
            "โปรดตั้งเวลาใหม่เพื่อลองอีกครั้ง หรือเรียกคืนมาเปลี่ยนไฟล์",
        ),
    ),
    "upload": (Message("the platform did not take the file", "แพลตฟอร์มไม่รับไฟล์นี้"), _CHANGE),
    "too_long": (
        Message("the video is longer than this account may publish", "วิดีโอยาวเกินที่บัญชีนี้เผยแพร่ได้"),
        _CHANGE,
    ),
    "privacy": (
        Message(
            "this account may not publish for those who were chosen to see it",
            "บัญชีนี้เผยแพร่ให้ผู้ชมกลุ่มที่เลือกไม่ได้ (แอปที่ยังไม่ผ่านการตรวจเผยแพร่ต่อสาธารณะไม่ได้)",
        ),
        Message(
            "publish it by hand, or have the application audited; after that set a new hour",
            "โปรดเผยแพร่ด้วยมือ หรือขอให้แพลตฟอร์มตรวจแอปก่อน แล้วตั้งเวลาใหม่",
        ),
    ),
    "foreign_address": (
        Message("the answer names an address that is not the platform's", "คำตอบอ้างที่อยู่ซึ่งไม่ใช่ของแพลตฟอร์ม"),
        Message("tell your administrator", "โปรดแจ้งผู้ดูแลระบบ"),
    ),
    "site_page": (
        Message("a page of our own site is taken down where it is written", "หน้าเว็บไซต์ของหน่วยงานนำลงที่เมนูเว็บไซต์"),
        Message("take it down there", "โปรดนำลงที่เมนูเว็บไซต์"),
    ),
    "no_delete": (
        Message("this platform lets no program take a post down", "แพลตฟอร์มนี้ไม่ให้ระบบลบโพสต์"),
        Message("take it down in the platform's own app", "โปรดนำลงในแอปของแพลตฟอร์ม"),
    ),
    "cannot_be_recalled": (
        Message("a message that was sent cannot be called back", "ข้อความ LINE ที่ส่งแล้วเรียกคืนไม่ได้"),
        _NOTHING,
    ),
    "media_unreachable": (
        Message("the platform could not fetch the file from us", "แพลตฟอร์มดึงไฟล์จากระบบไม่ได้"),
        Message(
            "have the public address of the system checked, then set a new hour",
            "โปรดแจ้งผู้ดูแลตรวจที่อยู่สาธารณะของระบบ แล้วตั้งเวลาใหม่",
        ),
    ),
    "monthly_limit": (
        Message("the messages of this month are used up", "ใช้โควตาข้อความของเดือนนี้ครบแล้ว"),
        Message("buy more, or wait for the next month", "โปรดเพิ่มแพ็กเกจ หรือรอเดือนถัดไป"),
    ),
    "not_known": (
        Message(
            "it was being sent, it is too late to try again, and nobody knows whether it is out",
            "ระบบเริ่มส่งแล้วแต่ไม่ทราบผล และเลยเวลาที่จะลองเองต่อ จึงยังไม่ทราบว่าเผยแพร่แล้วหรือไม่",
        ),
        _LOOKED,
    ),
    "key_expired": (
        Message("too late to repeat it under the same key", "เลยเวลาที่ถามซ้ำด้วยรหัสเดิมได้"),
        _LOOKED,
    ),
    "too_many_tries": (Message("it was tried many times in vain", "ลองหลายครั้งแล้วไม่สำเร็จ"), _HOUR),
    "not_prepared": (Message("its files could not be prepared in time", "เตรียมไฟล์ไม่เสร็จทันเวลา"), _HOUR),
    "own_fault": (
        Message("a fault of our own system", "ระบบของเราขัดข้อง"),
        Message("tell your administrator", "โปรดแจ้งผู้ดูแลระบบ"),
    ),
    "no_page": (
        Message("the public sees no page of this work yet", "งานนี้ยังไม่มีหน้าบนเว็บไซต์ที่ประชาชนเห็น"),
        Message("publish its page, then set a new hour", "โปรดเผยแพร่หน้าของงานนี้ แล้วตั้งเวลาใหม่"),
    ),
    "work_not_approved": (
        Message("the work itself is not approved any more", "ตัวงานไม่ได้รับอนุมัติหรือถูกถอน"),
        Message("have the work approved first", "โปรดขออนุมัติตัวงานก่อน"),
    ),
    "not_approved": (
        Message("it was changed after its approval", "เนื้อหาเปลี่ยนไปหลังอนุมัติ"),
        Message("have it approved anew", "โปรดขออนุมัติใหม่"),
    ),
    "no_consent": (
        Message("a person shown has not consented, or not to this channel", "มีบุคคลในภาพที่ไม่มีความยินยอมสำหรับช่องทางนี้"),
        Message("record the consent, or take the picture out", "โปรดบันทึกความยินยอม หรือนำภาพออก"),
    ),
    "account_closed": (
        Message("the account is not used for sending", "บัญชีนี้ไม่ใช้ส่งจากระบบ"),
        Message("publish by hand, or choose another account", "โปรดเผยแพร่ด้วยมือ หรือเลือกบัญชีอื่น"),
    ),
    "recalled": (Message("it was taken back", "เรียกคืนแล้ว"), Message("change it", "แก้ไขได้")),
    "not_seen": (
        Message("it was not seen three times over three days", "เปิดไม่พบสามครั้งในสามวัน"),
        Message(
            "look whether it is still there; a count is not lowered by itself", "โปรดตรวจสอบ ระบบไม่ลดผลที่รับรองแล้วเอง"
        ),
    ),
    "not_there": (
        Message("the platform told nothing of it at this look", "ในการตรวจครั้งนี้แพลตฟอร์มไม่แจ้งข้อมูลของโพสต์"),
        _NOTHING,
    ),
    "not_public": (Message("whoever is not signed in does not see it", "ผู้ที่ไม่ได้ลงชื่อเข้าใช้เปิดไม่เห็น"), _LOOKED),
    "no_public_page": (Message("the platform has no public page of it", "แพลตฟอร์มนี้ไม่มีหน้าให้คนทั่วไปเปิดดู"), _NOTHING),
    "no_permalink": (Message("its address is not known", "ยังไม่มีลิงก์ของโพสต์"), _NOTHING),
    "ended": (Message("the platform ended it by itself, as it does with stories", "สตอรีครบกำหนดและสิ้นสุดเอง"), _NOTHING),
    "over": (Message("it is not out any more", "ไม่ได้เผยแพร่อยู่แล้ว"), _NOTHING),
    "by_hand": (Message("a person published it", "เจ้าหน้าที่เผยแพร่ด้วยมือ"), _NOTHING),
    "person": (Message("a person said so", "เจ้าหน้าที่เป็นผู้ยืนยัน"), _NOTHING),
    "comment_not_found": (
        Message(
            "the answer to the first comment was lost, and it is not found",
            "ไม่ได้รับคำตอบเรื่องความเห็นแรก และยังค้นไม่พบ ระบบไม่เขียนซ้ำ",
        ),
        Message("write it on the platform if it is not there", "โปรดเปิดโพสต์ หากไม่มีให้เขียนความเห็นบนแพลตฟอร์ม"),
    ),
    "given_up": (Message("it was given up after many tries", "ลองหลายครั้งแล้วไม่สำเร็จ จึงหยุดลอง"), _NOTHING),
    "visibility_private": (
        Message("the platform shows it to the account alone", "แพลตฟอร์มให้เห็นเฉพาะเจ้าของบัญชี"),
        Message("make it public on the platform", "โปรดเปิดเป็นสาธารณะบนแพลตฟอร์ม"),
    ),
}
_ELSE = {
    DeliveryState.UNKNOWN: (
        Message("nobody knows yet whether it is out", "ยังไม่ทราบว่าเผยแพร่แล้วหรือไม่"),
        _WAIT,
    ),
    DeliveryState.NEEDS_PERSON: (Message("the system cannot decide this", "ระบบตัดสินเองไม่ได้"), _LOOKED),
    DeliveryState.REJECTED: (Message("the platform refuses it", "แพลตฟอร์มไม่รับ"), _CHANGE),
}


def reason_of(delivery: Delivery) -> tuple[Message, Message] | None:
    """(why it stands where it stands, what can be done); None where there is nothing to say."""
    return _REASONS.get(delivery.why) or _ELSE.get(DeliveryState(delivery.state))


def reason_of_code(why: str) -> tuple[Message, Message]:
    """(what is wrong with an account, what can be done)."""
    return _REASONS.get(why) or (Message("the platform refuses the connection", "แพลตฟอร์มปฏิเสธการเชื่อมต่อ"), _RECONNECT)


def words_of(why: str) -> Message | None:
    """The sentence of a code alone, for a step in a history."""
    found = _REASONS.get(why)
    return None if found is None else found[0]
