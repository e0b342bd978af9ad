"""The words of the documents as people say them."""

from __future__ import annotations

from samrit.core.contract import Message

KIND = {
    "piece": Message("a piece or post", "ชิ้นงานหรือโพสต์"),
    "story": Message("a story", "เรื่องเล่า"),
    "activity": Message("an activity", "กิจกรรม"),
}
DERIVED = {
    "crop": Message("a crop", "ฉบับตัดกรอบ"),
    "subtitle": Message("a subtitled copy", "ฉบับใส่คำบรรยาย"),
    "translation": Message("a translation", "ฉบับแปล"),
    "repost": Message("a re-post", "การโพสต์ซ้ำ"),
    "boost": Message("a boosted post", "โพสต์ที่ซื้อโฆษณา"),
    "teaser": Message("a teaser", "คลิปตัวอย่าง"),
    "cut_down": Message("a cut-down", "ฉบับตัดสั้น"),
    "recording": Message("the recording of an event", "บันทึกภาพกิจกรรม"),
}
CHANNEL = {
    "website": Message("website", "เว็บไซต์"),
    "facebook": Message.same("Facebook"),
    "instagram": Message.same("Instagram"),
    "tiktok": Message.same("TikTok"),
    "youtube": Message.same("YouTube"),
    "line": Message.same("LINE"),
}
VISIBILITY = {
    "public": Message("public", "สาธารณะ"),
    "unlisted": Message("unlisted", "ไม่แสดงในรายการ (unlisted)"),
    "followers": Message("for followers only", "เฉพาะผู้ติดตาม"),
    "friends": Message("for friends only", "เฉพาะเพื่อน"),
    "private": Message("private", "ส่วนตัว (private)"),
    "self_only": Message("SELF_ONLY", "เห็นเฉพาะเจ้าของบัญชี (SELF_ONLY)"),
    "development_mode": Message("from an app in development mode", "โพสต์จากแอปในโหมดพัฒนา"),
    "draft": Message("a draft", "ฉบับร่าง"),
}
GRADE = {
    "platform_answer": Message("an answer of the platform", "คำตอบจากแพลตฟอร์ม"),
    "own_capture": Message("a capture by ourselves", "ภาพบันทึกที่หน่วยงานเก็บเอง"),
    "file": Message("a file", "ไฟล์"),
    "link": Message("a link", "ลิงก์"),
    "statement": Message("a statement", "คำชี้แจง"),
}
PARTS = {
    "answer": Message("an answer of the platform or its equal", "คำตอบจากแพลตฟอร์มหรือหลักฐานที่เทียบเท่า"),
    "reference": Message("a permalink or request id", "ลิงก์ถาวรหรือรหัสคำขอ"),
    "hash": Message("a hash of the file", "ค่าแฮชของไฟล์"),
    "time": Message("a time-stamp", "เวลาที่เก็บหลักฐาน"),
}
PROOF = {
    "attendance": Message("attendance", "จำนวนผู้เข้าร่วม"),
    "peak_viewers": Message("peak viewers", "ผู้ชมสูงสุดพร้อมกัน"),
    "questions": Message("questions", "คำถาม"),
    "entries": Message("entries", "ผลงานที่ส่งเข้าร่วม"),
}
TOLD = {
    "story": Message("its story", "เรื่องราว"),
    "identity": Message("its identity", "อัตลักษณ์"),
    "culture": Message("its culture", "วัฒนธรรม"),
}
SETTING = {
    "kinds": Message("kinds", "ประเภท"),
    "by_another": Message("by another person", "โดยผู้อื่น"),
    "days": Message("days", "จำนวนวัน"),
    "grades": Message("accepted", "หลักฐานที่รับ"),
    "parts": Message("with", "ประกอบด้วย"),
    "same": Message("the same piece", "ถือเป็นชิ้นเดียวกัน"),
    "of": Message("asked of", "ใช้กับ"),
    "edited": Message("edited as a work", "ต้องตัดต่อเป็นผลงาน"),
    "verified": Message("evidence verified", "หลักฐานตรวจสอบแล้ว"),
    "hours": Message("hours before, at least", "ล่วงหน้าอย่างน้อย (ชั่วโมง)"),
    "proofs": Message("any of", "อย่างใดอย่างหนึ่ง"),
    "number": Message("at least", "อย่างน้อย"),
}
SETTING_WORDS: dict[str, dict[str, Message]] = {
    "kinds": KIND,
    "grades": GRADE,
    "parts": PARTS,
    "same": DERIVED,
    "of": DERIVED,
    "edited": DERIVED,
    "proofs": PROOF,
}


def named(words: dict[str, Message], names: tuple[str, ...]) -> Message:
    """The names in a row, as people say them."""
    said = [words.get(name, Message.same(name)) for name in names]
    return Message(", ".join(row.en for row in said), ", ".join(row.th for row in said))
