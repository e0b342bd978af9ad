"""How some pieces of the year are told on the site: written out in Thai, and in English. Our own words, sample data."""

from __future__ import annotations

from typing import NamedTuple


class Telling(NamedTuple):
    """The body of a page in Thai; title, lead and body in English; of a film what is said in it, in both languages."""

    body: str
    title_en: str
    lead_en: str
    body_en: str
    said: tuple[tuple[str, str], ...] = ()

    @property
    def transcript(self) -> str:
        """What is said, to be read."""
        return _p(*(thai for thai, _english in self.said))

    @property
    def transcript_en(self) -> str:
        """The same in English."""
        return _p(*(english for _thai, english in self.said))


def _p(*paragraphs: str) -> str:
    return "".join(f"<p>{text}</p>" for text in paragraphs)


TELLINGS = {
    "songwat-story": Telling(
        _p(
            "ก่อนร้านแรกจะเปิด ถนนทั้งเส้นยังเป็นของคนกวาดหน้าบ้าน แมวสามตัว และกลิ่นเครื่องเทศจากโกดังริมน้ำ",
            "เราขอเดินตามกุญแจดอกเก่าไปเปิดประตูบานแรกด้วยกัน เจ้าของบ้านอ่านบทก่อน และขอตัดออกหนึ่งประโยค เราตัดให้",
        )
        + "<h2>ถ้าอยากมาเอง</h2><ul><li>ท่าน้ำเปิดหกโมงเช้า</li><li>โกดังเปิดให้เดินชมวันเสาร์ ไม่ต้องนัด</li></ul>",
        "Song Wat: by the river, mornings still smell of spice",
        "Follow an old key to the first door of the street, to cargo boats remembered and a house now open to all.",
        _p(
            "Before the first shop opens the street belongs to those who sweep their doorsteps, to three cats, and to"
            " the smell of spice from the warehouses by the river.",
            "We asked to follow an old key to the first door. The owner read the script beforehand and asked for one"
            " sentence to go; it went.",
        )
        + "<h2>If you want to come</h2><ul><li>The pier opens at six in the morning</li>"
        "<li>The warehouse is open on Saturdays, without an appointment</li></ul>",
        (
            (
                "หกโมงเช้า ประตูโกดังบานแรกของทรงวาดเปิดด้วยกุญแจดอกเดิมที่ใช้มาสามรุ่น",
                "At six in the morning the first warehouse of Song Wat opens with a key of three generations.",
            ),
            (
                "กลิ่นพริกไทย ลูกกระวาน และอบเชยออกมาก่อนเจ้าของบ้าน",
                "Pepper, cardamom and cinnamon come out before the owner does.",
            ),
            (
                "เมื่อก่อนเรือสินค้าเทียบท่าหลังบ้าน คนแบกกระสอบร้องเพลงให้จังหวะกัน",
                "Cargo boats once lay at the pier behind the house, and porters sang to keep in step.",
            ),
            (
                "วันนี้หลานสาวเปิดบ้านให้คนทั้งเมือง ชงชา แล้วชี้ให้ดูรอยกระสอบบนพื้นไม้",
                "Today the granddaughter opens the house to all, pours tea, and shows the marks of the sacks.",
            ),
            (
                "ถ้ามาเช้า โปรดพูดเบา ๆ ชั้นบนยังมีคนหลับ",
                "If you come early, please speak softly: upstairs somebody is asleep.",
            ),
        ),
    ),
    "songwat-identity": Telling(
        _p(
            "เริ่มที่ท่าน้ำตอนเช้า แล้วเดินใต้ร่มเงาของตึกแถวไปทางทิศตะวันออก ทุกจุดในแผนที่ห่างกันไม่เกินห้านาที",
            "เจ้าของร้านสิบสองแห่งเลือกเองว่าจะเล่าเรื่องใด บางร้านเล่าเรื่องเรือสินค้า บางร้านเล่าเรื่องพ่อที่หัดชงกาแฟเมื่ออายุหกสิบ",
        )
        + "<h2>ก่อนออกเดิน</h2><ul><li>มีที่นั่งพักและห้องน้ำสามจุด</li><li>วันอาทิตย์ร้านเก่าปิดครึ่งหนึ่ง</li></ul>",
        "Song Wat on foot: twelve stops in an hour and a half",
        "A newly drawn map of benches, shade and old shops whose owners like to tell their story.",
        _p(
            "Begin at the pier in the morning and walk east in the shade of the shophouses. No two stops are more than"
            " five minutes apart.",
            "The owners of twelve shops chose what to tell: of cargo boats, or of a father who learned to make coffee"
            " at sixty.",
        )
        + "<h2>Before you set out</h2><ul><li>Three places to sit, with toilets</li>"
        "<li>On Sundays half of the old shops are closed</li></ul>",
    ),
    "charoenkrung-identity": Telling(
        _p(
            "เช้าวันเดียวกัน ประตูสี่แห่งเปิดห่างกันไม่ถึงชั่วโมง เสียงสวด เสียงอาซาน เสียงระฆัง และกลิ่นธูปอยู่ในถนนสายเดียว",
            "ผู้ดูแลแต่ละแห่งเขียนมารยาทการเยี่ยมชมด้วยตนเอง สั้นพอจะอ่านจบก่อนถอดรองเท้า",
        ),
        "Four faiths within a kilometre",
        "Gates of a temple, a mosque, a shrine and a church at dawn, with manners written by those who keep them.",
        _p(
            "On the same morning four gates open within an hour. Chanting, the call to prayer, a bell and the smell of"
            " incense share one street.",
            "Each keeper wrote the manners for visitors: short enough to read before taking off one’s shoes.",
        ),
    ),
    "songkran-guide": Telling(
        _p(
            "สามย่านจัดสงกรานต์คนละแบบ ทรงวาดรดน้ำผู้ใหญ่หน้าร้าน ตลาดน้อยสรงน้ำพระในตรอก ตลาดพลูแจกขนมหลังตักบาตร",
            "ชุมชนขอให้งดเครื่องเสียงหลังสองทุ่ม ใช้น้ำเท่าที่จำเป็น และถามก่อนถ่ายภาพผู้สูงอายุ",
        )
        + "<h2>การเดินทาง</h2>"
        + _p("โปรดใช้รถไฟฟ้าหรือเรือโดยสาร ถนนในตรอกปิดตั้งแต่เก้าโมงเช้าถึงหกโมงเย็น"),
        "Songkran in the old districts, as the neighbours invite you",
        "Customs that three districts keep themselves, with times, parking, and what they ask of you.",
        _p(
            "Each district keeps Songkran in its own way: in Song Wat water is poured over elders’ hands before the"
            " shops, in Talat Noi over the Buddha in the alley, in Talat Phlu sweets are shared after the alms round.",
            "The communities ask for no loudspeakers after eight, for little water, and to ask elders before taking"
            " their picture.",
        )
        + "<h2>Getting there</h2>"
        + _p("Please come by train or boat: the alleys are closed to cars from nine in the morning to six."),
    ),
    "rain-walk": Telling(
        _p(
            "กันสาดเก่าต่อกันเกือบตลอดถนน ช่วงที่ขาดมีสองแห่ง ร้านหัวมุมให้ยืมร่มและรับคืนที่ปลายทาง",
            "จุดที่น้ำขังบ่อยมีป้ายสีเหลือง หากน้ำสูงเกินข้อเท้าโปรดเดินกลับทางเดิม",
        ),
        "Walking in the rain: under the old awnings",
        "A way under awnings that hardly ever end, with places that flood and shops that lend umbrellas.",
        _p(
            "The old awnings meet along nearly the whole street. There are two gaps; the corner shop lends umbrellas,"
            " to be given back at the other end.",
            "Places that often flood carry a yellow sign. Where the water stands above the ankle, please turn back.",
        ),
    ),
    "bangkhae-story": Telling(
        _p(
            "ทุกวันเสาร์ตอนสี่โมงเย็น หกคนยกเก้าอี้มาตั้งใต้ต้นมะม่วง เพลงแรกเป็นเพลงที่เพื่อนบ้านขอไว้ตั้งแต่สัปดาห์ก่อน",
            "ไม่มีใครบอกให้เบาลง เพราะทุกบ้านมีเพลงของตนอยู่ในรายการ",
        ),
        "Bang Khae Phirom: the band that rehearses in the garden",
        "Six fathers play old Bangkok songs by the canal each Saturday, and no neighbour has ever asked for less.",
        _p(
            "Every Saturday at four, six men carry their chairs under the mango tree. The first song is one that a"
            " neighbour asked for the week before.",
            "Nobody asks them to play more softly: each house has a song of its own on the list.",
        ),
    ),
    "ten-districts": Telling(
        _p(
            "สิบย่านอยู่ห่างกันคนละฟากเมือง แต่ไปถึงได้ด้วยรถไฟฟ้า เรือ หรือรถเมล์ทั้งหมด แผ่นนี้บอกเที่ยวแรกและเที่ยวสุดท้าย",
            "ประโยคแนะนำย่านทุกประโยคชุมชนเขียนเอง และขอแก้ได้ทุกเมื่อ",
        ),
        "Ten creative districts on one sheet",
        "A map of all ten with the trains and boats that reach them, and a sentence from each community.",
        _p(
            "The ten lie on all sides of the city, and each can be reached by train, boat or bus. The sheet names the"
            " first and the last of the day.",
            "Every sentence about a district was written by its community, who may change it at any time.",
        ),
    ),
}
