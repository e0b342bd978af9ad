"""What a dossier says of itself to whoever opens it."""

from __future__ import annotations

from samrit.core.contract import canonical
from samrit.core.rubric import Score
from samrit.core.sheet.definition import Definition

_TEXT = """\
แฟ้มหลักฐานคะแนน · Score dossier
================================

ตัวชี้วัด {code} ปีงบประมาณ พ.ศ. {year}
{name}
คะแนน · score: {score}
จัดทำโดย · made by: {origin}
เมื่อ · at: {at}

ตรวจเอง
-------
    python3 verify.py แฟ้มนี้.zip
ใช้ Python 3.11 ขึ้นไปอย่างเดียว ไม่ต้องติดตั้งสิ่งใด ไม่ต้องต่ออินเทอร์เน็ต
โปรแกรมนับงานและให้คะแนนใหม่จากข้อเท็จจริงในแฟ้ม ตรวจสายบันทึกทุกรายการ และบอกจุดแรกที่ไม่ตรงกัน
ถ้าทราบกุญแจสาธารณะของหน่วยงานอยู่แล้ว ให้ใส่ --key ด้วย: กุญแจในแฟ้มยืนยันตัวเองไม่ได้

Check it yourself
-----------------
    python3 verify.py THIS.zip
Python 3.11 or newer, nothing to install, no network. It counts the work and scores the facts again, checks every
entry of the audit chain, and names the first thing that does not fit. Give the office's public key with --key where
you know it from elsewhere: a key cannot vouch for itself.

ตรวจลายมือชื่อด้วย OpenSSL แทนโปรแกรมนี้ · The signature by OpenSSL instead (with jq and xxd)
-------------------------------------------------------------------------------
    jq -cjS .body manifest.json > body
    jq -r '.signatures[0].signature' manifest.json | xxd -r -p > signature
    {{ printf 302a300506032b6570032100; jq -r '.signatures[0].key' manifest.json; }} | xxd -r -p > key
    openssl pkeyutl -verify -pubin -keyform DER -inkey key -rawin -in body -sigfile signature

ในแฟ้มนี้ · What is inside
-------------------------
    definition.json   รายละเอียดตัวชี้วัดและเกณฑ์ · the definition sheet and its rubric
    rule.json         หลักเกณฑ์การนับ · the counting rule
    items.json        งานที่ทำและหลักฐาน (บุคคลเป็นเลข ไม่มีชื่อ) · the work and its evidence (people as numbers)
    counts.json       ผลการนับพร้อมเหตุผล · what counts, and why
    facts.json        ข้อเท็จจริงที่ใช้ให้คะแนน · the facts that are scored
    score.json        คะแนนพร้อมเหตุผล · the score and its reasons
    traces.json       หลักฐานและการตรวจอยู่ที่รายการใดของสายบันทึก · where the chain tells of evidence and checks
    chain.jsonl       สายบันทึกการเปลี่ยนแปลงตั้งแต่ต้น · the audit chain from its beginning
    checkpoint.json   คำรับรองสายบันทึก ลงลายมือชื่ออิเล็กทรอนิกส์ · the signed checkpoint of the chain
    checkpoints.json  คำรับรองที่ประกาศไว้ก่อนหน้า พร้อมพยาน · checkpoints published before, with their witnesses
    manifest.json     รายชื่อไฟล์พร้อมค่าแฮช ลงลายมือชื่ออิเล็กทรอนิกส์ · all files with their hashes, signed
    verify.py         โปรแกรมตรวจ · the program that checks

รายการของสายบันทึกที่เป็นเรื่องอื่นหรือมีข้อมูลส่วนบุคคล แสดงเฉพาะค่าแฮช
Entries of the chain that concern other matters or personal data show their hash only.
"""


def readme(definition: Definition, scored: Score, origin: str, at: str) -> str:
    """The file README.txt, in Thai and English."""
    return _TEXT.format(
        code=definition.code or "-",
        year=definition.fiscal_year or "-",
        name=definition.name or "",
        score="-" if scored.score is None else canonical(scored.score),
        origin=origin,
        at=at,
    )
