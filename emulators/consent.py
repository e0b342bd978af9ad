"""The page where a person allows or refuses: the same for every platform, plainly an emulation."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from emulators.page import frame
from emulators.wire import Answer, Call, html_answer

if TYPE_CHECKING:
    from emulators.world import World


def consent_page(world: World, call: Call, platform: str, person: str, scopes: Iterable[str]) -> Answer:
    """Two links that come back to the same address with `decision` allow or deny."""

    def link(decision: str) -> str:
        address = world.at(call.host, call.path) + "?" + urlencode({**call.params, "decision": decision})
        return escape(address, quote=True)

    rows = "".join(f"<li><code>{escape(scope)}</code></li>" for scope in scopes if scope)
    body = f"""
<h1>{escape(platform)}: อนุญาตให้ระบบเชื่อมต่อหรือไม่</h1>
<p lang="en">Allow the application to connect?</p>
<p>ผู้ใช้ <strong>{escape(person)}</strong></p>
<p>ขอสิทธิ์ <span lang="en">(permissions asked for)</span></p><ul>{rows}</ul>
<p class="choices"><a class="button" href="{link("allow")}">อนุญาต · Allow</a>
<a class="button quiet" href="{link("deny")}">ไม่อนุญาต · Deny</a></p>"""
    return html_answer(frame(world, f"{platform} – จำลอง", body))
