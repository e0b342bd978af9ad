"""What each platform demands before the city may publish through it, in the order in which it is done.

The wizard, the page of an account and the handbook say the same. State of the platforms in November 2026.
"""

from __future__ import annotations

from samrit.core.contract import Message
from samrit.publicity.enums import Channel

_META = (
    Message(
        "Who connects has full control of the Page in the city's business portfolio, with two-factor sign-in.",
        "ผู้เชื่อมต่อต้องมีสิทธิ์ควบคุมเต็มรูปแบบของเพจในพอร์ตโฟลิโอธุรกิจของหน่วยงาน และเปิดการยืนยันตัวตนสองขั้น",
    ),
    Message(
        "The application must be in live mode. What an application in development mode posts is seen by its own people "
        "only: it looks right to staff and no citizen sees it.",
        "แอปต้องอยู่ในโหมดใช้งานจริง (Live) หากยังเป็นโหมดพัฒนา โพสต์จะเห็นเฉพาะผู้มีบทบาทในแอป เจ้าหน้าที่เห็นว่าปกติ แต่ประชาชนไม่เห็น",
    ),
    Message(
        "For the city's own Page standard access is enough; for others App Review is needed for each permission.",
        "เพจของหน่วยงานเองใช้สิทธิ์มาตรฐาน (Standard Access) ได้ หากเป็นเพจของหน่วยงานอื่น แอปต้องผ่านการตรวจ (App Review) ทีละสิทธิ์",
    ),
)
_META_TOKENS = Message(
    "Either sign in here (the connection dies when that person changes the password or leaves), or paste the token of "
    "a system user of the portfolio, which hangs on no employee.",
    "เลือกเข้าระบบด้วยบัญชีบุคคล (การเชื่อมต่อจะสิ้นสุดเมื่อผู้นั้นเปลี่ยนรหัสผ่านหรือพ้นหน้าที่) "
    "หรือวางโทเค็นของผู้ใช้ระบบ (System User) ซึ่งไม่ผูกกับบุคคล",
)

DEMANDS: dict[str, tuple[Message, ...]] = {
    Channel.WEBSITE: (
        Message(
            "The public address of this system is set, and answers to anybody over https.",
            "ต้องตั้งที่อยู่สาธารณะของระบบ และเปิดได้จากภายนอกผ่าน https",
        ),
    ),
    Channel.FACEBOOK: (
        *_META,
        _META_TOKENS,
        Message(
            "Permissions: pages_show_list, pages_manage_posts, pages_read_engagement, pages_manage_engagement, "
            "read_insights. Page Publishing Authorization, where Facebook asks for it.",
            "สิทธิ์ที่ขอ: pages_show_list, pages_manage_posts, pages_read_engagement, pages_manage_engagement, "
            "read_insights และการยืนยันสิทธิ์เผยแพร่ของเพจ (Page Publishing Authorization) หาก Facebook ขอ",
        ),
    ),
    Channel.INSTAGRAM: (
        Message(
            "The account is a professional one (business), and is linked to the city's Facebook Page.",
            "บัญชีต้องเป็นบัญชีมืออาชีพ (ธุรกิจ) และผูกกับเพจ Facebook ของหน่วยงาน",
        ),
        *_META,
        _META_TOKENS,
        Message(
            "Permissions: instagram_basic, instagram_content_publish, instagram_manage_insights and those of the Page.",
            "สิทธิ์ที่ขอ: instagram_basic, instagram_content_publish, instagram_manage_insights พร้อมสิทธิ์ของเพจ",
        ),
        Message(
            "Pictures are fetched from the public address of this system: it must answer without sign-in.",
            "Instagram ดึงภาพจากที่อยู่สาธารณะของระบบ จึงต้องเปิดได้โดยไม่ต้องเข้าระบบ",
        ),
    ),
    Channel.TIKTOK: (
        Message(
            "Until TikTok has audited the application (weeks; tools for one's own account alone may be refused), only "
            "posts that nobody else sees are possible. Until then choose publishing by hand: that is the normal way.",
            "ก่อนแอปผ่านการตรวจ (audit) ของ TikTok ซึ่งใช้เวลาหลายสัปดาห์และอาจไม่ผ่าน จะโพสต์ได้เฉพาะแบบที่เจ้าของเห็นคนเดียว "
            "ระหว่างนี้โปรดเลือกเผยแพร่ด้วยมือ ซึ่งเป็นวิธีปกติของช่องทางนี้",
        ),
        Message(
            "Scopes: user.info.basic, user.info.stats, video.publish, video.list.",
            "สิทธิ์ที่ขอ: user.info.basic, user.info.stats, video.publish, video.list",
        ),
        Message(
            "The connection is renewed by itself for 180 days, then it must be connected anew.",
            "ระบบต่ออายุการเชื่อมต่อเองได้ ๑๘๐ วัน จากนั้นต้องเชื่อมต่อใหม่",
        ),
    ),
    Channel.YOUTUBE: (
        Message(
            "Until the Google project has passed the compliance audit every upload stays private and does not count.",
            "ก่อนโครงการ Google ผ่านการตรวจ (compliance audit) วิดีโอทุกรายการจะถูกล็อกเป็นส่วนตัว และไม่นับเป็นผลงาน",
        ),
        Message(
            "The consent screen is in production. While it is in “Testing” the connection dies after 7 days.",
            "หน้าขออนุญาตต้องเป็น “In production” หากยังเป็น “Testing” การเชื่อมต่อจะสิ้นสุดใน ๗ วัน",
        ),
        Message(
            "Sign in with the account that owns the channel, and choose the channel itself (brand account) there.",
            "เข้าระบบด้วยบัญชีเจ้าของช่อง และเลือกช่องของหน่วยงาน (Brand Account) ในหน้าของ Google",
        ),
        Message(
            "The channel is verified by phone: for own thumbnails and for videos over 15 minutes.",
            "ยืนยันช่องด้วยหมายเลขโทรศัพท์ เพื่อใช้ภาพปกเองและวิดีโอยาวกว่า ๑๕ นาที",
        ),
    ),
    Channel.LINE: (
        Message(
            "An official account with the Messaging API switched on, in a provider of the office.",
            "ใช้บัญชีทางการ (LINE Official Account) ที่เปิด Messaging API ภายใต้ผู้ให้บริการของหน่วยงาน",
        ),
        Message(
            "Copy the channel id and the channel secret from the LINE Developers console; nobody signs in here.",
            "คัดลอก Channel ID และ Channel secret จากหน้า LINE Developers ไม่ต้องเข้าระบบผ่านหน้านี้",
        ),
        Message(
            "The plan says how many messages a month are free: each recipient counts. A broadcast cannot be recalled.",
            "แพ็กเกจกำหนดจำนวนข้อความต่อเดือน โดยนับตามจำนวนผู้รับ และส่งแล้วเรียกคืนไม่ได้",
        ),
    ),
}
"""Without BY_HAND: publishing by hand demands nothing."""

QUOTAS: dict[str, Message] = {
    "facebook_usage": Message("calls of the hour (percent)", "การเรียกใช้ในรอบชั่วโมง (ร้อยละ)"),
    "instagram_posts": Message("posts in 24 hours", "โพสต์ใน ๒๔ ชั่วโมง"),
    "line_messages": Message("messages of this month (recipients)", "ข้อความเดือนนี้ (นับตามผู้รับ)"),
    "tiktok_posts": Message("our posts of today (TikTok tells no limit)", "โพสต์ของเราวันนี้ (TikTok ไม่แจ้งเพดาน)"),
    "youtube_uploads": Message("our uploads of today (Pacific time)", "วิดีโอที่เราอัปโหลดวันนี้ (เวลาแปซิฟิก)"),
    "facebook_reels": Message("our reels of today", "คลิปสั้นของเราวันนี้"),
}
NOTES: dict[str, Message] = {
    "page_unpublished": Message("the Page is not published", "เพจยังไม่เปิดเผยแพร่"),
    "tiktok_unaudited": Message(
        "TikTok offers no public posts: the application is not audited, or the account is private",
        "TikTok ยังไม่ให้โพสต์สาธารณะ เพราะแอปยังไม่ผ่านการตรวจ หรือบัญชีเป็นส่วนตัว",
    ),
    "youtube_locked": Message(
        "the latest video is private: the project may not have passed the audit",
        "วิดีโอล่าสุดเป็นส่วนตัว โครงการอาจยังไม่ผ่านการตรวจของ Google",
    ),
    "no_channel": Message("this Google account has no channel", "บัญชี Google นี้ไม่มีช่อง YouTube"),
}
SEEN: dict[str, Message] = {
    "live": Message("anybody sees the latest post", "ผู้ไม่เข้าระบบเห็นโพสต์ล่าสุด"),
    "hidden": Message(
        "nobody outside sees the latest post: check live mode, audit and visibility",
        "ผู้ไม่เข้าระบบไม่เห็นโพสต์ล่าสุด โปรดตรวจโหมด Live การตรวจแอป และการมองเห็น",
    ),
    "no_post": Message(
        "there is no post yet; look again after the first one", "ยังไม่มีโพสต์ให้ตรวจ โปรดทดสอบอีกครั้งหลังเผยแพร่ครั้งแรก"
    ),
    "no_page": Message("messages on LINE have no public page", "ข้อความ LINE ไม่มีหน้าสาธารณะให้ตรวจ"),
    "no_answer": Message("the open view gave no answer; try again", "ตรวจจากภายนอกไม่ได้ โปรดลองใหม่"),
}
