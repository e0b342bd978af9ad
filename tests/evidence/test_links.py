"""Only public web addresses stand as evidence."""

from __future__ import annotations

import pytest

from samrit.core.contract import Refused
from samrit.evidence.links import checked_url

PUBLIC = [
    "https://www.facebook.com/example/posts/1?x=1#top",
    "http://example.org",
    "HTTPS://Example.org/ย่าน/ตลาดน้อย",
    "https://ตัวอย่าง.ไทย/ย่าน",
    "https://example.org:8443/a",
    "https://8.8.8.8/",
]
REFUSED = [
    "",
    "   ",
    "example.org/page",
    "ftp://example.org/",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "data:text/html,x",
    "https://",
    "https://user@example.org/",
    "https://user:pass@example.org/",
    "https://localhost/",
    "https://intranet/",
    "https://db.internal/",
    "https://printer.local/",
    "https://127.0.0.1/",
    "https://127.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0x7f.0.0.1/",
    "https://0177.0.0.1/",
    "https://10.0.0.8/",
    "https://192.168.1.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://100.64.0.1/",
    "https://0.0.0.0/",
    "https://224.0.0.1/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[fe80::1]/",
    "https://[fc00::1]/",
    "https://[2002:7f00:1::]/",
    "https://[64:ff9b::10.0.0.1]/",
    "https://[::10.0.0.1]/",
    "https://[fec0::1]/",
    "https://１２７.0.0.1/",
    "https://exa mple.org/",
    "https://example.org/\n",
    "https://example.org\\@evil.example/",
    "https://example.org:99999/",
    "https://[::1/",
    "https://-bad-.org/",
    f"https://example.org/{'x' * 1000}",
]


@pytest.mark.parametrize("url", PUBLIC)
def test_public_addresses(url):
    """A public page is taken as it was written."""
    assert checked_url(f" {url} ") == url


@pytest.mark.parametrize("url", [row for row in REFUSED if row != "https://example.org/\n"])
def test_refused_addresses(url):
    """Anything else is refused beside the field."""
    with pytest.raises(Refused) as refused:
        checked_url(url)
    assert refused.value.path == "url"
