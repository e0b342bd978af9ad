"""What leads where in the sending of a publication: one table that an official could read."""

from __future__ import annotations

from samrit.channels.enums import DeliveryState as State
from samrit.core.contract import Message
from samrit.platform.states import Transitions

TRANSITIONS: Transitions = {
    (State.DRAFT, "approve"): State.APPROVED,
    (State.DRAFT, "by_hand"): State.LIVE,
    (State.APPROVED, "schedule"): State.SCHEDULED,
    (State.APPROVED, "by_hand"): State.LIVE,
    (State.APPROVED, "recall"): State.DRAFT,
    (State.SCHEDULED, "schedule"): State.SCHEDULED,
    (State.SCHEDULED, "unschedule"): State.APPROVED,
    (State.SCHEDULED, "recall"): State.DRAFT,
    (State.SCHEDULED, "by_hand"): State.LIVE,
    (State.SCHEDULED, "prepare"): State.PREPARING,
    (State.SCHEDULED, "appear"): State.LIVE,
    (State.SCHEDULED, "ask"): State.NEEDS_PERSON,
    (State.PREPARING, "send"): State.SENDING,
    (State.PREPARING, "reject"): State.REJECTED,
    (State.PREPARING, "ask"): State.NEEDS_PERSON,
    (State.PREPARING, "recall"): State.DRAFT,
    (State.SENDING, "accept"): State.ACCEPTED,
    (State.SENDING, "appear"): State.LIVE,
    (State.SENDING, "reject"): State.REJECTED,
    (State.SENDING, "lose"): State.UNKNOWN,
    (State.SENDING, "ask"): State.NEEDS_PERSON,
    (State.SENDING, "recall"): State.DRAFT,
    (State.ACCEPTED, "appear"): State.LIVE,
    (State.ACCEPTED, "reject"): State.REJECTED,
    (State.ACCEPTED, "prepare"): State.PREPARING,
    (State.ACCEPTED, "ask"): State.NEEDS_PERSON,
    (State.ACCEPTED, "take_down"): State.GONE,
    (State.UNKNOWN, "accept"): State.ACCEPTED,
    (State.UNKNOWN, "appear"): State.LIVE,
    (State.UNKNOWN, "reject"): State.REJECTED,
    (State.UNKNOWN, "prepare"): State.PREPARING,
    (State.UNKNOWN, "ask"): State.NEEDS_PERSON,
    (State.NEEDS_PERSON, "by_hand"): State.LIVE,
    (State.NEEDS_PERSON, "appear"): State.LIVE,
    (State.NEEDS_PERSON, "schedule"): State.SCHEDULED,
    (State.NEEDS_PERSON, "look"): State.UNKNOWN,
    (State.NEEDS_PERSON, "recall"): State.DRAFT,
    (State.REJECTED, "recall"): State.DRAFT,
    (State.REJECTED, "schedule"): State.SCHEDULED,
    (State.REJECTED, "by_hand"): State.LIVE,
    (State.LIVE, "vanish"): State.GONE,
    (State.LIVE, "take_down"): State.GONE,
    (State.GONE, "appear"): State.LIVE,
}
"""The sending of one publication.

`recall` gives it back to be written; it is refused while an attempt is open, for then nobody knows what is out.
`prepare` from *unknown* and *accepted* repeats only what the platform itself calls repeatable: same key, same handle.
"""

AT_REST = frozenset({State.DRAFT, State.APPROVED, State.LIVE, State.REJECTED, State.NEEDS_PERSON, State.GONE})
"""Here the machine does nothing by itself."""

WORDS: dict[str, Message] = {
    State.DRAFT: Message("draft", "ร่าง"),
    State.APPROVED: Message("approved, without an hour", "อนุมัติแล้ว รอกำหนดเวลา"),
    State.SCHEDULED: Message("scheduled", "ตั้งเวลาแล้ว"),
    State.PREPARING: Message("being prepared", "กำลังเตรียมไฟล์"),
    State.SENDING: Message("being sent", "กำลังส่ง"),
    State.ACCEPTED: Message("accepted, being processed", "แพลตฟอร์มรับแล้ว กำลังประมวลผล"),
    State.LIVE: Message("live", "เผยแพร่แล้ว"),
    State.REJECTED: Message("rejected", "แพลตฟอร์มไม่รับ"),
    State.UNKNOWN: Message("unknown, being looked for", "ยังไม่ทราบผล กำลังตรวจสอบ"),
    State.NEEDS_PERSON: Message("waiting for a decision", "รอเจ้าหน้าที่ตัดสินใจ"),
    State.GONE: Message("gone", "ไม่อยู่แล้ว"),
    "approve": Message("approve", "อนุมัติ"),
    "by_hand": Message("record what was published by hand", "บันทึกการเผยแพร่ด้วยมือ"),
    "schedule": Message("set the hour", "ตั้งเวลา"),
    "unschedule": Message("take the hour away", "ยกเลิกเวลา"),
    "recall": Message("take back to write", "เรียกคืนมาแก้ไข"),
    "prepare": Message("prepare", "เตรียม"),
    "send": Message("send", "ส่ง"),
    "accept": Message("accept", "รับ"),
    "appear": Message("find it live", "พบว่าเผยแพร่แล้ว"),
    "reject": Message("reject", "ไม่รับ"),
    "lose": Message("lose the answer", "ไม่ได้รับคำตอบ"),
    "ask": Message("ask a person", "ขอให้เจ้าหน้าที่ตัดสินใจ"),
    "look": Message("look again", "ตรวจสอบอีกครั้ง"),
    "vanish": Message("find it gone", "พบว่าไม่อยู่แล้ว"),
    "take_down": Message("take down", "นำลง"),
}
"""How states and acts are called in a sentence."""
