"""What the district pages of the demo say beyond the register: our own words, in both languages, all sample data."""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """The page of a district by its key: Thai parts, and the whole page in English."""

    lead: str
    places: str
    way: str
    voice: str
    en: dict[str, str]


_PARTS = ("lead", "story", "identity", "people", "places", "getting_there", "voices")


def _en(*texts: str) -> dict[str, str]:
    """The parts of a page, in their order."""
    return dict(zip(_PARTS, texts, strict=True))


PLACES = {
    "songwat": Place(
        "ถนนริมเจ้าพระยาที่โกดังเครื่องเทศเก่ากลายเป็นห้องทำงานและร้านกาแฟ โดยกลิ่นอบเชยยังไม่หายไปไหน",
        "เริ่มที่ท่าน้ำยามเช้า เดินตามเงาตึกไปตามถนนหนึ่งกิโลเมตร แล้วแวะร้านเครื่องเทศที่ยังตักขายด้วยทัพพีไม้",
        "รถไฟฟ้าใต้ดินสถานีวัดมังกร แล้วเดินประมาณ ๑๐ นาที หรือเรือโดยสารลงท่าราชวงศ์",
        "“เปิดประตูบ้านวันแรกกลัวไม่มีคนมา วันนี้กลัวกาแฟหมด” — เจ้าของโกดังรุ่นที่สาม",
        _en(
            "A riverside street where spice godowns have become studios and cafés, and the cinnamon never left.",
            "A short street on the Chao Phraya that once bustled with cargo boats. Many of its old warehouses are now"
            " cafés, galleries and workrooms of a younger generation.",
            "Old riverside shophouses, the scent of spices, and trades handed down within families.",
            "Merchants of the older generation, owners of new shops, and neighbours who still greet each other every"
            " morning.",
            "Begin at the pier in the morning, follow the shade of the buildings for a kilometre, and stop where spices"
            " are still sold by the wooden scoop.",
            "MRT Wat Mangkon, then about ten minutes on foot; or the express boat to Ratchawong pier.",
            "“The day we opened our doors I feared nobody would come. Today I fear we run out of coffee.” — owner of a"
            " warehouse, third generation",
        ),
    ),
    "talatnoi": Place(
        "ตรอกของช่างเหล็ก ศาลเจ้า และภาพบนผนังที่คนในย่านช่วยกันเลือก เดินครึ่งวันก็ยังไม่ครบทุกมุม",
        "เข้าทางตรอกศาลเจ้า ดูช่างถอดเครื่องยนต์ทีละชิ้น แล้วเดินออกริมน้ำตอนแดดร่ม",
        "รถไฟฟ้าใต้ดินสถานีหัวลำโพง แล้วเดินประมาณ ๑๕ นาที หรือเรือโดยสารลงท่าเรือมารีนเดปต์",
        "“ของทุกชิ้นซ่อมได้ ถ้าคนซ่อมยังอยู่” — ช่างอะไหล่ประจำตรอก",
        _en(
            "Alleys of ironworkers, shrines and walls painted with stories the neighbours chose themselves.",
            "A quarter of metalworkers and old engine parts, where small alleys lead to shrines, wooden houses and"
            " murals whose stories the residents picked together.",
            "Craft, old machine parts, and the buildings of several cultures side by side in one alley.",
            "Craftsmen, families of Chinese descent, and artists who work with the community.",
            "Enter by the shrine alley, watch an engine come apart piece by piece, and walk out to the river when the"
            " sun is low.",
            "MRT Hua Lamphong, then about fifteen minutes on foot; or the express boat to Marine Department pier.",
            "“Everything can be mended as long as the mender is here.” — a spare-parts craftsman of the alley",
        ),
    ),
    "talatphlu": Place(
        "ย่านริมทางรถไฟที่สูตรขนมไม่เคยถูกจด เพราะทุกบ้านใช้ลิ้นจำ",
        "กินทีละร้านตามแนวราง เริ่มจากของคาวก่อนเที่ยง จบที่ขนมไทยก่อนรถไฟขบวนเย็น",
        "รถไฟฟ้าบีทีเอสสถานีตลาดพลู หรือรถไฟสายมหาชัยลงสถานีตลาดพลู",
        "“ยายไม่ตวง ยายฟังเสียงกะทะ” — แม่ค้าขนมรุ่นที่สอง",
        _en(
            "A railside quarter whose recipes were never written down, because every house remembers by tongue.",
            "A quarter on the Thonburi railway where taste is both a living and a memory. Many stalls use recipes of"
            " their grandparents.",
            "Street food, the railway station, and betel gardens that live on in the name.",
            "Vendors, pedicab riders, and children who help at the stall after school.",
            "Eat along the tracks: savoury before noon, Thai sweets before the evening train.",
            "BTS Talat Phlu, or the Maha Chai train to Talat Phlu station.",
            "“Grandmother does not measure. She listens to the pan.” — a sweets vendor, second generation",
        ),
    ),
    "charoenkrung": Place(
        "ถนนเก่าที่วัด มัสยิด โบสถ์ และสตูดิโอออกแบบอยู่ห่างกันแค่ข้ามถนน",
        "เดินจากท่าเรือเข้าตรอก แวะร้านซ่อมนาฬิกา แล้วขึ้นชั้นสองดูงานของนักออกแบบ",
        "รถไฟฟ้าบีทีเอสสถานีสะพานตากสิน หรือเรือโดยสารลงท่าสี่พระยา",
        "“นาฬิกาเรือนนี้ช้าไปห้านาที แต่ถนนเส้นนี้ไม่เคยสาย” — ช่างซ่อมนาฬิกา",
        _en(
            "An old road on which temple, mosque, church and design studio are only a crossing apart.",
            "An old road that ties together piers, temples, a mosque and a church. Design studios now stand beside"
            " watch menders and curry shops.",
            "Difference living together, design, and old buildings alive again.",
            "Craftsmen, designers, and communities of several faiths who look after the alleys together.",
            "Walk from the pier into the alleys, stop at the watch mender, and climb to the first floor for the"
            " designers’ work.",
            "BTS Saphan Taksin, or the express boat to Si Phraya pier.",
            "“This clock is five minutes slow, but this road has never been late.” — a watch mender",
        ),
    ),
    "talingchan": Place(
        "ตลาดน้ำวันหยุดที่เรือพายยังเป็นหน้าร้าน และสวนผลไม้อยู่แค่หลังบ้าน",
        "ซื้อของจากเรือก่อนสิบโมง แล้วลงเรือชมสวนยกร่องสองคลองในช่วงบ่าย",
        "รถไฟฟ้าสายสีแดงสถานีตลิ่งชัน ต่อรถสองแถวหรือแท็กซี่ประมาณ ๕ นาที เปิดวันเสาร์ อาทิตย์ และวันหยุด",
        "“คลองแคบลง แต่เรื่องยังกว้างเท่าเดิม” — คนพายเรือสองคลอง",
        _en(
            "A weekend floating market where paddle boats are still the shop front, and orchards lie behind the house.",
            "A canal-side weekend market where boats are still shops. Growers bring fruit from their own orchards and"
            " take city people along the canals to hear about them.",
            "Canals, raised-bed orchards, and food cooked aboard.",
            "Growers, boatwomen, and young guides of the canal-side school.",
            "Buy from the boats before ten, then take a boat through the orchards of the two canals.",
            "SRT Red Line to Taling Chan, then five minutes by songthaew or taxi. Open at weekends and on holidays.",
            "“The canal is narrower; its stories are as wide as ever.” — a boatman of the two canals",
        ),
    ),
    "huatakhe": Place(
        "ตลาดไม้ริมคลองสุดเมืองฝั่งตะวันออก ที่ลูกหลานกลับมาเปิดไฟบ้านอีกครั้ง",
        "เดินข้ามสะพานไม้ไปกลับสองฝั่ง ดูเรือนไม้ที่เป็นห้องศิลปะ แล้วนั่งวาดน้ำด้วยสีของตนเอง",
        "แอร์พอร์ตเรลลิงก์สถานีลาดกระบัง ต่อรถสองแถวประมาณ ๑๐ นาที",
        "“บ้านไม่ได้เก่า แค่ไม่มีใครเปิดไฟ” — เจ้าของเรือนไม้",
        _en(
            "A wooden canal-side market on the eastern edge of the city, where the grandchildren lit the houses again.",
            "A wooden market by a canal in the east of the city, where the younger generation came back to open their"
            " houses as art rooms, sweet shops and small lodgings.",
            "Waterside timber houses, community art, and a bridge that is every event’s stage.",
            "Art teachers, owners of timber houses, and a youth group that looks after the canal.",
            "Cross the wooden bridge both ways, see the houses that became studios, and sit down to paint the water.",
            "Airport Rail Link to Lat Krabang, then about ten minutes by songthaew.",
            "“The house was never old. Nobody had put on the light.” — owner of a timber house",
        ),
    ),
    "bangpho": Place(
        "ถนนสายไม้ที่ได้ยินก่อนเห็น ทั้งสายคือห้องเรียนของคนทำมือ",
        "แวะโรงไม้ที่เปิดให้ลองลงสิ่ว เลือกเศษไม้กลับบ้าน แล้วนั่งเก้าอี้ที่ทั้งซอยช่วยกันทำ",
        "รถไฟฟ้าใต้ดินสถานีบางโพ ทางออก ๑ แล้วเดินประมาณ ๕ นาที",
        "“ไม้ไม่โกหก เคาะแล้วฟังก็รู้” — ช่างไม้รุ่นพ่อ",
        _en(
            "The timber street that you hear before you see: a classroom a mile long for people who make things.",
            "A street of timber where saw and scent announce it before any sign. Fathers teach sons here, and the"
            " workshops open for anyone to try.",
            "Woodwork, carving, and a street that is one long classroom.",
            "Carpenters, timber merchants, and young furniture designers.",
            "Stop at a workshop and try the chisel, choose an offcut to take home, and sit on the chair that the whole"
            " lane built.",
            "MRT Bang Pho, exit 1, then about five minutes on foot.",
            "“Wood does not lie. Knock and listen.” — a carpenter of the older generation",
        ),
    ),
    "dilokchan": Place(
        "ตรอกสามสิบก้าวฝั่งคลองสาน ที่ประตูทุกบานเปิดเล่าเรื่อง",
        "ดูช่างเย็บหนังหน้าบ้าน ชิมขนมบ้านที่สาม แล้วฟังป้าเล่าว่ากระถางไหนใครปลูก",
        "รถไฟฟ้าสายสีทองสถานีคลองสาน แล้วเดินประมาณ ๘ นาที หรือเรือข้ามฟากจากท่าสี่พระยา",
        "“เดินสามสิบก้าว แต่ป้าเล่าได้ทั้งบ่าย” — นักเล่าเรื่องประจำตรอก",
        _en(
            "Thirty paces of alley in Khlong San where every door opens on a story.",
            "A small alley in Khlong San where every house opens its door: leather stitching, home-made sweets, pots"
            " that make a garden of the doorsteps.",
            "A walkable alley, leather craft, and neighbourliness.",
            "Leather workers, makers of sweets, and elders who are the alley’s storytellers.",
            "Watch leather being sewn on a doorstep, taste at the third house, and hear who planted which pot.",
            "Gold Line to Khlong San, then about eight minutes on foot; or the ferry from Si Phraya pier.",
            "“Thirty paces, and I can talk all afternoon.” — the alley’s storyteller",
        ),
    ),
    "bangkhae": Place(
        "ตลาดและบ้านสวนริมคลองภาษีเจริญ ที่คนขายขอเพลงได้",
        "เดินตลาดทำมือริมคลอง ฟังวงของคนในย่านยามเย็น แล้วแวะบ้านสวนที่เปิดรั้วให้ชม",
        "รถไฟฟ้าใต้ดินสถานีหลักสอง ต่อรถสองแถวประมาณ ๕ นาที เปิดวันหยุด",
        "“คนซื้อมาเพราะเพลง คนขายอยู่เพราะคนซื้อ” — นักดนตรีริมคลอง",
        _en(
            "A market and garden houses on the Phasi Charoen canal, where vendors may request a song.",
            "Along the Phasi Charoen canal, a market and garden houses have opened their space for makers to sell, for"
            " walks among their work, and for music by the water at weekends.",
            "Canal-side market, handmade things, and the music of neighbours.",
            "A housewives’ group, amateur musicians, and owners of garden houses.",
            "Walk the makers’ market, hear the neighbourhood band in the evening, and step into a garden that opens its"
            " fence.",
            "MRT Lak Song, then about five minutes by songthaew. Open at weekends.",
            "“Buyers come for the song; sellers stay for the buyers.” — a canal-side musician",
        ),
    ),
    "phadung": Place(
        "ทางเดินริมคลองรอบเมืองที่ร้อยตลาด วัด และสะพานเก่าไว้ด้วยกัน",
        "เริ่มที่ตลาดสดริมคลอง เดินใต้ร่มไม้ผ่านสะพานทีละแห่ง แล้วถามคนขายว่าน้ำเคยสีอะไร",
        "รถไฟฟ้าใต้ดินสถานีหัวลำโพง แล้วเดินลงทางเดินริมคลอง",
        "“สะพานทุกแห่งมีเรื่อง ถามใครก็ได้คนละเรื่อง” — อาสาสมัครดูแลคลอง",
        _en(
            "A walk along the old city moat that threads together markets, temples and bridges.",
            "A canal around the old city whose waterside path again joins a market, temples and many communities, for"
            " people to walk, run, and stop to hear the stories of both banks.",
            "The canal path, an old fresh market, and bridges each with a tale.",
            "Market vendors, boat people, and volunteers who look after the canal.",
            "Begin at the fresh market, walk under the trees from bridge to bridge, and ask a vendor what colour the"
            " water used to be.",
            "MRT Hua Lamphong, then step down to the canal path.",
            "“Every bridge has a story. Ask anyone, and each tells another.” — a canal volunteer",
        ),
    ),
}
