"""What `samrit doctor` says of the channels: interfaces that end soon, and secrets under an old key."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from samrit.channels import vault
from samrit.channels.models import Delivery, Grant
from samrit.channels.registry import ADAPTERS
from samrit.core.contract import Message
from samrit.core.thai import format_date
from samrit.platform.doctor.findings import Check, ill, well

WARNED_BEFORE = dt.timedelta(days=60)
"""So long before a platform ends a version of its interface the doctor says so."""


def api_versions(name: Message) -> Check:
    """Whether every platform still takes the version that we speak for the next 60 days."""
    today = timezone.localdate()
    ending = {
        (row.version.name, row.version.ends_on): channel
        for channel, row in ADAPTERS.items()
        if row.version.ends_on is not None and row.version.ends_on - today <= WARNED_BEFORE
    }
    if not ending:
        return well(name, "no version that we speak ends within 60 days", "ไม่มีรุ่นที่ใช้อยู่จะสิ้นสุดภายใน ๖๐ วัน")
    en = ", ".join(f"{channel} {version} ends on {ends}" for (version, ends), channel in ending.items())
    th = ", ".join(f"{channel} {version} สิ้นสุด {format_date(ends)}" for (version, ends), channel in ending.items())
    return ill(name, f"{en}; bring in a newer release of Samrit", f"{th} โปรดปรับรุ่นสัมฤทธิ์")


def token_keys(name: Message) -> Check:
    """Whether every secret of the channels lies under the newest key."""
    sealed = [text for row in Grant.objects.values_list("access", "refresh") for text in row]
    sealed += Delivery.objects.exclude(sealed="").values_list("sealed", flat=True)
    if not any(sealed):
        return well(name, "no account is connected", "ยังไม่ได้เชื่อมต่อบัญชีใด")
    old = sum(not vault.is_current(text) for text in sealed)
    if old:
        return ill(
            name,
            f"{old} under an old key; run `samrit manage rotate_token_keys`",
            f"{old} รายการยังใช้กุญแจเก่า โปรดสั่ง `samrit manage rotate_token_keys`",
        )
    return well(name, "all under the newest key", "ใช้กุญแจล่าสุดทั้งหมด")


API_VERSIONS = (Message("interfaces of the channels", "รุ่น API ของช่องทาง"), api_versions)
TOKEN_KEYS = (Message("tokens of the channels", "โทเค็นของช่องทาง"), token_keys)
