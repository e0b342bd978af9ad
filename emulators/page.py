"""Pages for people: the feeds of all channels, one post as a citizen sees it, walls. Each says that it is emulated."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from emulators.base import Seen
from emulators.clock import BANGKOK
from emulators.wire import Answer, Call, html_answer

if TYPE_CHECKING:
    from emulators.world import World

STYLE = Path(__file__).with_name("style.css")
CHANNELS = {
    "facebook": "Facebook",
    "instagram": "Instagram",
    "tiktok": "TikTok",
    "youtube": "YouTube",
    "line": "LINE",
}
KINDS = {
    "text": "ข้อความ",
    "link": "ลิงก์",
    "photo": "ภาพ",
    "album": "อัลบั้มภาพ",
    "carousel": "ชุดภาพ",
    "video": "วิดีโอ",
    "reel": "รีล",
    "story": "สตอรี",
    "broadcast": "ส่งถึงเพื่อนทุกคน",
    "narrowcast": "ส่งถึงกลุ่มเป้าหมาย",
    "push": "ส่งทดสอบ",
    "multicast": "ส่งถึงหลายคน",
}
REASONS = {
    "private": "ตั้งเป็นส่วนตัว",
    "SELF_ONLY": "เห็นเฉพาะเจ้าของบัญชี",
    "unlisted": "เห็นเฉพาะผู้มีลิงก์",
    "locked private": "แพลตฟอร์มล็อกเป็นส่วนตัว",
    "deleted": "ถูกลบแล้ว",
    "hidden": "ถูกซ่อน",
    "soft404": "หน้าไม่แสดง",
    "scheduled": "ตั้งเวลาไว้",
    "draft": "ฉบับร่าง",
    "unpublished": "ยังไม่เผยแพร่",
    "processing": "กำลังประมวลผล",
    "failed": "ประมวลผลไม่สำเร็จ",
    "in moderation": "รอการตรวจของแพลตฟอร์ม",
    "private account": "บัญชีปิด",
    "story over": "สตอรีหมดเวลาแล้ว",
    "app in development mode": "แอปยังอยู่ในโหมดพัฒนา",
    "sent to named people": "ส่งถึงผู้รับที่ระบุ",
}
MONTHS = ("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.")
THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


def frame(world: World, title: str, body: str) -> str:
    return f"""<!DOCTYPE html>
<html lang="th"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title><link rel="stylesheet" href="{world.root}/_style.css"></head>
<body><p class="notice" role="note"><strong>ช่องทางจำลอง</strong> ไม่ใช่แพลตฟอร์มจริง ไม่มีสิ่งใดออกสู่อินเทอร์เน็ต
<span lang="en">Emulated channels: not the real platforms; nothing here reaches the internet.</span></p>
<main>{body}</main></body></html>
"""


def _when(post: Seen) -> str:
    at = post.created_at.astimezone(BANGKOK)
    words = f"{at.day} {MONTHS[at.month - 1]} {at.year + 543} {at:%H.%M} น.".translate(THAI_DIGITS)
    return f'<time datetime="{at.isoformat(timespec="seconds")}">{words}</time>'


def feeds(world: World, call: Call) -> Answer:
    """Every channel with what was published on it, newest first; `?channel=` shows one."""
    only = call.query.get("channel", "")
    with world.lock:
        world.tick()
        posts = world.posts()[::-1]
    links = "".join(
        f'<li><a href="{world.root}/?channel={key}"{_current(key == only)}>{name} '
        f'<span class="count">{_digits(sum(post.platform == key for post in posts))}</span></a></li>'
        for key, name in CHANNELS.items()
    )
    sections = "".join(
        _section(world, name, [post for post in posts if post.platform == key][:50])
        for key, name in CHANNELS.items()
        if only in {"", key}
    )
    body = f"""<h1>ช่องทางจำลอง <span lang="en">Emulated channels</span></h1>
<p>สิ่งที่เผยแพร่จากระบบปรากฏที่นี่ตามที่ประชาชนจะเห็น
<span lang="en">What the system published appears here as citizens would see it.</span></p>
<nav aria-label="ช่องทาง"><ul class="channels"><li>
<a href="{world.root}/"{_current(not only)}>ทุกช่องทาง</a></li>{links}</ul></nav>
{sections}"""
    return html_answer(frame(world, "ช่องทางจำลอง", body))


def _current(here: bool) -> str:  # noqa: FBT001 -- a yes or no
    return ' aria-current="page"' if here else ""


def _digits(number: int) -> str:
    return str(number).translate(THAI_DIGITS)


def _section(world: World, name: str, posts: list[Seen]) -> str:
    rows = "".join(_card(world, post) for post in posts)
    empty = "<p class='empty'>ยังไม่มีสิ่งที่เผยแพร่ในช่องทางนี้ <span lang='en'>Nothing published here yet.</span></p>"
    return f'<section aria-label="{name}"><h2>{name}</h2>{f"<ol class=feed>{rows}</ol>" if rows else empty}</section>'


def _card(world: World, post: Seen) -> str:
    why = REASONS.get(post.why, post.why)
    mark, state = ("seen", "● เห็นได้ทั่วไป") if post.public else ("unseen", f"○ ประชาชนไม่เห็น ({escape(why)})")
    link = f'<a href="{escape(post.permalink, quote=True)}">ดูอย่างที่ประชาชนเห็น</a>' if post.permalink else ""
    kind, people = escape(KINDS.get(post.kind, post.kind)), post.details.get("recipients")
    reached = f" · ถึง {_digits(people)} คน" if people is not None else ""
    return f"""<li class="post"><p class="meta">{_when(post)} · {kind}{reached} ·
<span class="{mark}">{state}</span></p>
{_media(world, post)}<p class="text">{_linked(world, post.text)}</p>{_comments(world, post)}{link}</li>"""


def _comments(world: World, post: Seen) -> str:
    return "".join(f'<p class="comment">↳ {_linked(world, str(text))}</p>' for text in post.details.get("comments", ()))


def _linked(world: World, text: str) -> str:
    """Words with links; one to a public name of the office opens where the office is served here."""
    return "<br>".join(" ".join(_word(world, word) for word in row.split(" ")) for row in text.split("\n"))


def _word(world: World, word: str) -> str:
    if not word.startswith(("https://", "http://")):
        return escape(word)
    return f'<a href="{escape(world.reachable(word), quote=True)}" rel="nofollow">{escape(word)}</a>'


def _media(world: World, post: Seen) -> str:
    broken = post.details.get("broken", ())
    pieces = [f'<p class="unseen">○ เปิดไม่ได้ {escape(str(address))}</p>' for address in broken]
    alts = [*post.details.get("alts", ()), *[""] * len(post.media)]
    for sha256, alt in zip(post.media, alts, strict=False):
        media, content = world.media.get(sha256, (None, b""))
        if media is None:
            continue
        if media.is_image and content:
            pieces.append(f'<img src="{world.root}/_media/{sha256}" alt="{escape(alt, quote=True)}" loading="lazy">')
        elif media.is_video and content:
            pieces.append(f'<video src="{world.root}/_media/{sha256}" controls preload="metadata"></video>')
    return f'<div class="media n{min(len(pieces), 2)}">{"".join(pieces)}</div>' if pieces else ""


# --- one post in public ---


def post_page(world: World, platform: str, account: str, post: Seen) -> str:
    """What a logged-out citizen sees."""
    return frame(
        world,
        f"{account} – {platform}",
        f'<article class="post"><h1>{escape(account)}</h1><p class="meta">{escape(platform)} · {_when(post)}</p>'
        f'{_media(world, post)}<p class="text">{_linked(world, post.text)}</p>{_comments(world, post)}</article>',
    )


def not_available(world: World, platform: str) -> str:
    return frame(
        world,
        platform,
        "<h1>ไม่สามารถดูเนื้อหานี้ได้ในขณะนี้</h1><p lang='en'>This content isn't available right now. When this happens, "
        "it's usually because the owner only shared it with a small group of people, changed who can see it "
        "or it's been deleted.</p>",
    )


def login_wall(world: World, platform: str) -> str:
    return frame(
        world,
        f"{platform} – เข้าสู่ระบบ",
        f"<h1>{escape(platform)}</h1><p>คุณต้องเข้าสู่ระบบเพื่อดำเนินการต่อ</p><p lang='en'>You must log in to continue.</p>"
        "<form><p><label>อีเมล <input name='email'></label></p>"
        "<p><label>รหัสผ่าน <input name='pass' type='password'></label></p></form>",
    )
