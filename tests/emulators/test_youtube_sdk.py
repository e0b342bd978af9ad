"""Google's own client, with its own discovery document, drives the emulator."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest

from emulators import Address, samples
from emulators.youtube.state import ACCESS, CHANNEL, CLIENT, REFRESH, SECRET

PART = "snippet,status"


def client(at: Address, name: str, version: str, host: str, **credentials: Any) -> Any:
    """The client built from the bundled discovery document, with nothing changed but where the host is."""
    from google.oauth2.credentials import Credentials
    from googleapiclient.discovery import build_from_document
    from googleapiclient.discovery_cache import get_static_doc

    document = json.loads(get_static_doc(name, version))
    document["rootUrl"] = at.host(host) + "/"
    document["mtlsRootUrl"] = document["rootUrl"]
    given = {"token": ACCESS, "refresh_token": REFRESH, "client_id": CLIENT, "client_secret": SECRET, **credentials}
    return build_from_document(
        document, credentials=Credentials(token_uri=at.host("oauth2.googleapis.com") + "/token", **given)
    )


@pytest.fixture
def youtube(at: Address) -> Iterator[Any]:
    with client(at, "youtube", "v3", "youtube.googleapis.com") as made:
        yield made


def upload(youtube: Any, content: bytes, **status: Any) -> Any:
    from googleapiclient.http import MediaIoBaseUpload

    body = {
        "snippet": {"title": "วิดีโอ", "description": "https://city.example/s/y", "categoryId": "22", "tags": ["ย่าน"]},
        "status": {"privacyStatus": "public", "selfDeclaredMadeForKids": False, **status},
    }
    media = MediaIoBaseUpload(io.BytesIO(content), "video/mp4", chunksize=256 * 1024, resumable=True)
    return youtube.videos().insert(part=PART, body=body, media_body=media, notifySubscribers=True)


def complete(request: Any) -> Any:
    answer = None
    while answer is None:
        _, answer = request.next_chunk(num_retries=0)
    return answer


def test_a_video_is_uploaded_in_chunks_processed_counted_and_deleted(at: Address, youtube: Any):
    made = complete(upload(youtube, samples.mp4(40, size=900_000)))
    assert made["snippet"]["channelId"] == CHANNEL
    at.advance(48 * 3600)
    part = "snippet,status,statistics,processingDetails,contentDetails"
    [read] = youtube.videos().list(part=part, id=made["id"]).execute()["items"]
    assert (read["status"]["uploadStatus"], read["processingDetails"]["processingStatus"]) == ("processed", "succeeded")
    assert read["contentDetails"]["duration"] == "PT40S"
    assert int(read["statistics"]["viewCount"]) > 100
    youtube.videos().delete(id=made["id"]).execute()
    assert youtube.videos().list(part="id", id=made["id"]).execute()["items"] == []


def test_a_broken_upload_is_taken_up_where_it_stopped(at: Address, youtube: Any):
    import socket

    content = samples.mp4(40, size=900_000)
    request = upload(youtube, content)
    where = {"host": "youtube.googleapis.com", "path": "^/upload", "method": "PUT"}
    at.arm("cut_upload", nth=2, params={"bytes": 200_000}, **where)
    request.next_chunk()
    with pytest.raises((ConnectionError, socket.error)):
        request.next_chunk()
    made = complete(request)
    assert [(post.id, at.world.media[post.media[0]][0].size) for post in at.posts("youtube")] == [
        (made["id"], len(content))
    ]


def test_the_last_answer_lost_is_found_again_by_asking_the_session(at: Address, youtube: Any):
    from googleapiclient.errors import HttpError

    request = upload(youtube, samples.mp4(40))
    at.arm("error_after", params={"status": 503}, host="youtube.googleapis.com", method="PUT")
    with pytest.raises(HttpError, match="503"):
        request.next_chunk()
    made = complete(request)
    assert [post.id for post in at.posts("youtube")] == [made["id"]]


def test_thumbnail_captions_and_playlist(youtube: Any):
    from googleapiclient.http import MediaIoBaseUpload

    number = complete(upload(youtube, samples.mp4(40)))["id"]
    image = MediaIoBaseUpload(io.BytesIO(samples.png(1280, 720)), "image/png")
    youtube.thumbnails().set(videoId=number, media_body=image).execute()
    text = MediaIoBaseUpload(
        io.BytesIO("1\n00:00:00,000 --> 00:00:02,000\nสวัสดี\n".encode()), "application/octet-stream"
    )
    body = {"snippet": {"videoId": number, "language": "th", "name": "ไทย", "isDraft": False}}
    caption = youtube.captions().insert(part="snippet", body=body, media_body=text).execute()
    assert [one["id"] for one in youtube.captions().list(part="snippet", videoId=number).execute()["items"]] == [
        caption["id"]
    ]
    assert "สวัสดี" in youtube.captions().download(id=caption["id"]).execute().decode()
    playlist = youtube.playlists().insert(part="snippet,status", body={"snippet": {"title": "ย่าน"}}).execute()["id"]
    item = {"snippet": {"playlistId": playlist, "resourceId": {"kind": "youtube#video", "videoId": number}}}
    youtube.playlistItems().insert(part="snippet", body=item).execute()
    uploads = youtube.channels().list(part="contentDetails", mine=True).execute()["items"][0]["contentDetails"]
    for where in (playlist, uploads["relatedPlaylists"]["uploads"]):
        listed = youtube.playlistItems().list(part="contentDetails", playlistId=where).execute()["items"]
        assert [one["contentDetails"]["videoId"] for one in listed] == [number]


def test_an_update_replaces_the_whole_part(youtube: Any):
    number = complete(upload(youtube, samples.mp4(40)))["id"]
    body = {"id": number, "snippet": {"title": "ชื่อใหม่", "categoryId": "22"}}
    youtube.videos().update(part="snippet", body=body).execute()
    [read] = youtube.videos().list(part="snippet", id=number).execute()["items"]
    assert (read["snippet"]["title"], read["snippet"]["description"], read["snippet"].get("tags")) == (
        "ชื่อใหม่",
        "",
        None,
    )


def test_projects_without_audit_are_locked_private(at: Address, youtube: Any):
    at.change("youtube", CLIENT, audited=False)
    number = complete(upload(youtube, samples.mp4(40)))["id"]
    at.advance(3600)
    assert youtube.videos().list(part="status", id=number).execute()["items"][0]["status"]["privacyStatus"] == "private"
    assert [post.why for post in at.posts("youtube")] == ["locked private"]


def test_an_expired_token_is_refreshed_and_a_revoked_one_is_not(at: Address, youtube: Any):
    from google.auth.exceptions import RefreshError

    at.advance(2 * 3600)
    assert youtube.channels().list(part="id", mine=True).execute()["items"][0]["id"] == CHANNEL
    at.arm("token_revoked", host="youtube.googleapis.com")
    with pytest.raises(RefreshError, match="expired or revoked"):
        youtube.channels().list(part="id", mine=True).execute()


def test_quota_ends_and_comes_back_at_midnight_in_california(at: Address, youtube: Any):
    from googleapiclient.errors import HttpError

    at.change("youtube", CLIENT, units_per_day=2)
    for _ in range(2):
        youtube.channels().list(part="id", mine=True).execute()
    with pytest.raises(HttpError) as caught:
        youtube.channels().list(part="id", mine=True).execute()
    assert (caught.value.resp.status, caught.value.error_details[0]["reason"]) == (403, "quotaExceeded")
    at.set_clock("2026-12-01T14:59:59+07:00")  # 23:59:59 of 30 November in California
    with pytest.raises(HttpError):
        youtube.channels().list(part="id", mine=True).execute()
    at.advance(2)
    assert youtube.channels().list(part="id", mine=True).execute()["items"]


def test_analytics_come_two_days_late_with_views_and_engaged_views(at: Address, youtube: Any):
    number = complete(upload(youtube, samples.mp4(40)))["id"]
    asked = {
        "ids": "channel==MINE",
        "startDate": "2026-12-01",
        "endDate": "2026-12-31",
        "metrics": "views,engagedViews",
    }
    with client(at, "youtubeAnalytics", "v2", "youtubeanalytics.googleapis.com") as analytics:
        query = analytics.reports().query(**asked, dimensions="video", filters=f"video=={number}")
        assert query.execute()["rows"] == []
        at.advance(7 * 86400)
        [[video, views, engaged]] = query.execute()["rows"]
    assert video == number
    assert views > engaged > 100
