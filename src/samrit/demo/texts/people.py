"""The people of the demo. Every name is invented."""

from __future__ import annotations

from typing import NamedTuple

from samrit.people.enums import Role

KEY = "7301-2568"
"""The key result that the year is about."""


class Person(NamedTuple):
    """Who it is, at which agency (its code, or the khet's name), in which roles; `where`: for what the roles hold."""

    username: str
    name_th: str
    name_en: str
    position: str
    agency: str
    roles: tuple[Role, ...]
    where: str = "agency"


HOST = "0411"
ADMINISTRATOR = Person("demo-admin", "นายธนากร เจริญศิลป์", "Thanakorn Charoensin", "นักวิชาการคอมพิวเตอร์ชำนาญการ", HOST, ())
PEOPLE = (
    Person(
        "demo-officer",
        "นายปิยะพงษ์ วงศ์ทอง",
        "Piyapong Wongthong",
        "นักประชาสัมพันธ์ปฏิบัติการ",
        HOST,
        (Role.CONTRIBUTOR,),
    ),
    Person(
        "demo-owner",
        "นางสาวกานดา ศรีสุวรรณ",
        "Kanda Srisuwan",
        "หัวหน้าส่วนยุทธศาสตร์การประชาสัมพันธ์",
        HOST,
        (Role.OWNER,),
    ),
    Person(
        "demo-reviewer",
        "นางวราภรณ์ แก้วมณี",
        "Waraporn Kaewmanee",
        "หัวหน้ากลุ่มงานแผนและประเมินผล",
        HOST,
        (Role.HOST_REVIEWER,),
        "agency and key result",
    ),
    Person(
        "demo-approver",
        "นายสมชาย อารีรักษ์",
        "Somchai Areerak",
        "ผู้อำนวยการสำนักงานประชาสัมพันธ์",
        HOST,
        (Role.APPROVER,),
        "agency and key result",
    ),
    Person(
        "demo-inspector",
        "นายวิชัย ธรรมรักษ์",
        "Wichai Thammarak",
        "ผู้ตรวจราชการกรุงเทพมหานคร",
        "0400",
        (Role.INSPECTOR,),
        "everywhere",
    ),
    Person(
        "demo-strategy",
        "นางสาวพิมพ์ใจ ตั้งตรง",
        "Phimjai Tangtrong",
        "นักวิเคราะห์นโยบายและแผนชำนาญการ",
        "2100",
        (Role.STRATEGY_OFFICE,),
        "everywhere",
    ),
    Person(
        "demo-reader", "นายณัฐวุฒิ แสงอรุณ", "Nattawut Saengarun", "เลขานุการผู้บริหาร", "0400", (Role.READER,), "everywhere"
    ),
    Person(
        "demo-media",
        "นางสาวชลธิชา บุญมา",
        "Chonthicha Bunma",
        "นักวิชาการโสตทัศนศึกษาปฏิบัติการ",
        HOST,
        (Role.CONTRIBUTOR,),
    ),
    Person(
        "demo-checker",
        "นายอนุชา พูนสิน",
        "Anucha Poonsin",
        "นักประชาสัมพันธ์ชำนาญการพิเศษ",
        HOST,
        (Role.HOST_REVIEWER,),
        "agency and key result",
    ),
    Person(
        "demo-deputy",
        "นางสุภาพร รุ่งเรือง",
        "Supaporn Rungrueang",
        "รองผู้อำนวยการสำนักงานประชาสัมพันธ์",
        HOST,
        (Role.READER,),
    ),
    Person(
        "demo-samphanthawong",
        "นางสาวมาลี ชัยศรี",
        "Malee Chaisri",
        "นักพัฒนาสังคมชำนาญการ",
        "สัมพันธวงศ์",
        (Role.OWNER,),
        "agency, reads the key result",
    ),
    Person(
        "demo-latkrabang",
        "นายเกรียงไกร มั่นคง",
        "Kriangkrai Mankhong",
        "นักพัฒนาสังคมปฏิบัติการ",
        "ลาดกระบัง",
        (Role.OWNER,),
        "agency, reads the key result",
    ),
)
