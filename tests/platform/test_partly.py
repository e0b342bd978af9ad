"""Files that are asked for in part, as browsers do that play films, or only where they changed."""

from __future__ import annotations

import io

import pytest
from django.test import RequestFactory

from samrit.platform.partly import names, send_partly

pytestmark = pytest.mark.django_db  # an answer that is closed ends its connection
TAG = '"a1"'
WHOLE = bytes(range(200)) * 1000


def ask(method="get", **headers):
    """Status, Content-Range and bytes, once length and closing are right."""
    content = io.BytesIO(WHOLE)
    request = getattr(RequestFactory(), method)("/", headers=headers)
    answer = send_partly(request, content, len(WHOLE), {"ETag": TAG, "Content-Type": "video/mp4"})
    body = b"".join(answer)
    answer.close()
    assert content.closed
    assert (answer["Accept-Ranges"], answer["ETag"]) == ("bytes", TAG)
    assert int(answer.headers.get("Content-Length", 0)) == len(body)
    return answer.status_code, answer.headers.get("Content-Range"), body


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-1", 0, 1),
        ("bytes=70000-150000", 70_000, 150_000),
        ("bytes=199990-", 199_990, 199_999),
        ("bytes=199990-999999", 199_990, 199_999),
        ("bytes=-5", 199_995, 199_999),
        ("bytes=-999999", 0, 199_999),
        ("Bytes= 3-3 ", 3, 3),
    ],
)
def test_a_part_is_sent_as_it_was_asked_for(asked, first, last):
    """From a byte, up to one, or the last of them: never more than there is."""
    assert ask(Range=asked) == (206, f"bytes {first}-{last}/200000", WHOLE[first : last + 1])


@pytest.mark.parametrize("asked", ["bytes=200000-", "bytes=999999-1000000", "bytes=-0"])
def test_a_part_behind_the_end_is_refused_with_the_length(asked):
    """So that a player may ask again."""
    assert ask(Range=asked) == (416, "bytes */200000", b"")


@pytest.mark.parametrize(
    "asked",
    ["bytes=0-1,5-6", "bytes=5-2", "bytes=-", "bytes=a-b", "lines=0-1", "bytes=๑-๒", "bytes=" + "9" * 30 + "-", ""],
)
def test_what_is_no_single_part_gets_the_whole(asked):
    """As does whoever asks by another method."""
    assert ask(Range=asked) == (200, None, WHOLE)
    assert ask("head", Range="bytes=0-1") == (200, None, WHOLE)


@pytest.mark.parametrize(("known", "status"), [(TAG, 206), ('"b2"', 200), (f"W/{TAG}", 200), ("Mon, 1 Jan 2024", 200)])
def test_a_download_goes_on_only_where_the_file_is_still_the_same(known, status):
    """A weak tag and a date do not say so."""
    assert ask(**{"Range": "bytes=0-9", "If-Range": known})[0] == status


@pytest.mark.parametrize(
    ("header", "named"),
    [("*", True), (TAG, True), (f"W/{TAG}", True), (f'"x", {TAG}', True), ('"x"', False), ("", False), ("a1", False)],
)
def test_a_reader_that_has_it_already_is_told_so(header, named):
    """By its tag, weakly, or by whatever there is."""
    assert names(header, TAG) is named
