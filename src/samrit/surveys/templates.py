"""The awareness questionnaire that a survey begins with: spontaneous first, then the districts among decoys."""

from __future__ import annotations

from collections.abc import Sequence

from samrit.core.contract import Message
from samrit.districts.models import CreativeDistrict
from samrit.surveys.questionnaire import Item, Option, Question, Questionnaire, Screen

DECOYS = (Message("Wat Phikun Canal", "คลองวัดพิกุล"), Message("Trok Saphan Hin", "ตรอกสะพานหิน"))
"""Names that the authors believe to be nobody's, formed like real ones. An official checks that before fieldwork."""

_CONSENT = Message(
    "We ask no name, telephone number or address, and do not keep your network address. Your answers are used only to"
    " estimate how well Bangkok's creative districts are known, and are published as totals. Answering is voluntary:"
    " you may stop at any time before sending. Because nothing tells who you are, answers cannot be taken back once"
    " sent.",
    "แบบสำรวจนี้ไม่ถามชื่อ หมายเลขโทรศัพท์ หรือที่อยู่ และไม่เก็บหมายเลขเครือข่ายของท่าน กรุงเทพมหานครใช้คำตอบเพื่อประมาณการรับรู้"
    "ย่านสร้างสรรค์เท่านั้น และเผยแพร่เป็นผลรวม การตอบเป็นไปโดยสมัครใจ ท่านหยุดได้ทุกเมื่อก่อนส่ง"
    " เมื่อส่งแล้วไม่สามารถถอนคำตอบได้ เพราะไม่มีข้อมูลที่บอกว่าเป็นคำตอบของใคร",
)
_INTRO = Message(
    "A few minutes about places in Bangkok. There is no right or wrong answer: “I do not know it” helps as much.",
    "ใช้เวลาเพียงไม่กี่นาที ไม่มีคำตอบถูกหรือผิด คำตอบว่า “ไม่รู้จัก” มีประโยชน์เท่ากัน",
)


def awareness_template(
    districts: Sequence[CreativeDistrict],
    *,
    decoys: Sequence[Message] = DECOYS,
    khets: Sequence[tuple[str, Message]] = (),
) -> Questionnaire:
    """The questions for these districts; `khets` are (code, name) of the district offices to choose from."""
    items = [_district(place, district) for place, district in enumerate(districts, 1)]
    items += decoy_items(decoys, items)
    return Questionnaire(
        title=Message("Getting to know Bangkok's creative districts", "การรู้จักย่านสร้างสรรค์ของกรุงเทพมหานคร"),
        intro=_INTRO,
        consent=_CONSENT,
        questions=(_age(), _spontaneous(), _recognise(items), *_beside(khets)),
        screen=Screen("age", stop=("u18",), guardian=("18_19",)),
    )


def decoy_items(names: Sequence[Message], real: Sequence[Item]) -> list[Item]:
    """Decoys that look like the others: where the districts have a khet beside their names, decoys have one too."""
    hints = [item.hint for item in real if item.hint is not None]
    return [
        Item(f"x{place:02}", name, hints[place * 3 % len(hints)] if hints else None, decoy=True)
        for place, name in enumerate(names, 1)
    ]


def _district(place: int, district: CreativeDistrict) -> Item:
    khets = list(district.khets.all())
    hint = None
    if khets:
        hint = Message(", ".join(one.name_en for one in khets), ", ".join(one.name_th for one in khets))
    return Item(
        f"a{place:02}", Message(district.name_en or district.name_th, district.name_th), hint, district=district.slug
    )


def _options(*rows: tuple[str, str, str]) -> tuple[Option, ...]:
    return tuple(Option(value, Message(en, th)) for value, en, th in rows)


def _age() -> Question:
    return Question(
        "age",
        "select_one",
        Message("How old are you?", "ท่านอายุเท่าใด"),
        required=True,
        options=_options(
            ("u18", "under 18", "ต่ำกว่า ๑๘ ปี"),
            ("18_19", "18 to 19", "๑๘–๑๙ ปี"),
            ("20_29", "20 to 29", "๒๐–๒๙ ปี"),
            ("30_39", "30 to 39", "๓๐–๓๙ ปี"),
            ("40_49", "40 to 49", "๔๐–๔๙ ปี"),
            ("50_59", "50 to 59", "๕๐–๕๙ ปี"),
            ("60_up", "60 or more", "๖๐ ปีขึ้นไป"),
        ),
    )


def _spontaneous() -> Question:
    return Question(
        "spontaneous",
        "text",
        Message(
            "When you think of Bangkok's creative districts, which come to your mind?",
            "เมื่อพูดถึง “ย่านสร้างสรรค์” ของกรุงเทพมหานคร ท่านนึกถึงย่านใดบ้าง",
        ),
        hint=Message(
            "Write whatever comes to mind. Leave it empty if none does.", "พิมพ์ชื่อเท่าที่นึกออก หากนึกไม่ออกให้เว้นว่างไว้"
        ),
    )


def _recognise(items: Sequence[Item]) -> Question:
    return Question(
        "know",
        "recognise",
        Message("Do you know these places?", "ท่านรู้จักย่านต่อไปนี้หรือไม่"),
        hint=Message("Choose one answer for each. Guessing does not help.", "เลือกย่านละหนึ่งคำตอบ ไม่จำเป็นต้องเดา"),
        required=True,
        items=tuple(items),
    )


def _beside(khets: Sequence[tuple[str, Message]]) -> tuple[Question, ...]:
    heard = Question(
        "heard",
        "select_multiple",
        Message("Where did you see or hear of these places?", "ท่านรู้จักหรือได้ยินเรื่องย่านเหล่านี้จากที่ใด"),
        hint=Message("Choose all that apply.", "เลือกได้มากกว่าหนึ่งข้อ"),
        options=_options(
            ("website", "the city's website", "เว็บไซต์ของกรุงเทพมหานคร"),
            ("facebook", "Facebook", "Facebook"),
            ("instagram", "Instagram", "Instagram"),
            ("tiktok", "TikTok", "TikTok"),
            ("youtube", "YouTube", "YouTube"),
            ("line", "LINE", "LINE"),
            ("tv_news", "television, radio or newspapers", "โทรทัศน์ วิทยุ หรือหนังสือพิมพ์"),
            ("poster", "posters or signs", "ป้ายหรือโปสเตอร์"),
            ("event", "an event in the district", "กิจกรรมในย่าน"),
            ("people", "people I know", "คนรู้จักบอกต่อ"),
            ("other", "elsewhere", "แหล่งอื่น"),
            ("none", "nowhere", "ไม่เคยพบเห็น"),
        ),
    )
    visited = Question(
        "visited",
        "select_one",
        Message(
            "Have you been in any of these places in the last 12 months?",
            "ใน ๑๒ เดือนที่ผ่านมา ท่านเคยไปย่านใดย่านหนึ่งข้างต้นหรือไม่",
        ),
        options=_options(("yes", "yes", "เคย"), ("no", "no", "ไม่เคย"), ("not_sure", "not sure", "ไม่แน่ใจ")),
    )
    sex = Question(
        "sex",
        "select_one",
        Message("Sex", "เพศ"),
        options=_options(
            ("f", "female", "หญิง"), ("m", "male", "ชาย"), ("o", "other, or rather not say", "อื่น ๆ หรือไม่ประสงค์ตอบ")
        ),
    )
    education = Question(
        "education",
        "select_one",
        Message("Highest education", "ระดับการศึกษาสูงสุด"),
        options=_options(
            ("primary", "primary or less", "ประถมศึกษาหรือต่ำกว่า"),
            ("secondary", "secondary or vocational", "มัธยมศึกษาหรืออาชีวศึกษา"),
            ("bachelor", "bachelor", "ปริญญาตรี"),
            ("higher", "above bachelor", "สูงกว่าปริญญาตรี"),
        ),
    )
    registered = Question(
        "registered",
        "select_one",
        Message("Is your house registration in Bangkok?", "ท่านมีชื่อในทะเบียนบ้านในกรุงเทพมหานครหรือไม่"),
        options=_options(("yes", "yes", "มี"), ("no", "no", "ไม่มี")),
    )
    where = Question(
        "khet",
        "select_one",
        Message("In which khet do you live?", "ท่านพักอาศัยในเขตใด"),
        options=(
            *(Option(code, name) for code, name in khets),
            Option("outside", Message("outside Bangkok", "นอกกรุงเทพมหานคร")),
        ),
    )
    return (heard, visited, sex, education, registered, where)
