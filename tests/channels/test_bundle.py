"""The bundle by which a person publishes: what is in it, for whom, and the same each time."""

from __future__ import annotations

import io
import zipfile

import pytest
from tests.factories import channels
from tests.factories.city import FORMS
from tests.web.office import said, signed_in, url

from samrit.channels.bundle import bundle_of, steps_of
from samrit.channels.models import Account
from samrit.channels.platforms.parcel import Content
from samrit.publicity.enums import Channel


@pytest.fixture
def hand(city):
    """TikTok by hand."""
    Account.objects.filter(channel="tiktok").update(state="by_hand")
    return city.accounts["tiktok"]


def test_it_holds_all_that_a_person_needs_and_the_proof_comes_back(city, hand):
    work = city.work(pictures=1, video=True)
    video = [row.pk for row in work.media.all() if row.file_name.endswith("mp4")]
    made = channels.delivery(city.office, hand, work=work, form="video", state="approved", media=tuple(video))
    address = url("delivery_bundle", made.uid)
    browser = signed_in(city.office.maker)
    page = browser.get(url("delivery", made.uid))
    assert (page.context["bundle"], "ดาวน์โหลดชุดเผยแพร่ด้วยมือ" in said(page)) == (True, True)
    got = browser.get(address)
    assert browser.get(address).content == got.content
    with zipfile.ZipFile(io.BytesIO(got.content)) as archive:
        names = archive.namelist()
        steps, text = archive.read("steps.txt").decode(), archive.read("text.txt").decode()
        assert len(archive.read("01.mp4")) == work.media.get(pk=video[0]).file.size
    assert sorted(names) == [
        "01.mp4",
        "alt.txt",
        "captions.vtt",
        "link-qr.svg",
        "link.txt",
        "steps.txt",
        "text.txt",
        "title.txt",
    ]
    assert (f"city.example/s/{made.link.code}" in text, "ในแอป TikTok" in steps) == (True, True)
    link = "https://www.tiktok.com/@bkk/video/7300000000000000001"
    typed = {"version": made.version, "address": link, "first_public_at": ""}
    done = browser.post(url("delivery_act", made.uid, "by-hand"), typed)
    made.refresh_from_db()
    assert (done.status_code, made.state, made.publication.channel) == (302, "live", Channel.TIKTOK)


def test_what_nobody_approved_is_not_given_out_and_readers_get_none(city, hand):
    made = channels.delivery(city.office, hand, work=city.work(), form="photo")
    address = url("delivery_bundle", made.uid)
    assert signed_in(city.office.reader).get(address).status_code == 403
    refused = signed_in(city.office.maker).get(address)
    assert (refused.status_code, "ขออนุมัติใหม่" in said(refused)) == (422, True)
    assert signed_in(city.office.maker).get(url("delivery", made.uid)).context["bundle"] is False


@pytest.mark.parametrize("channel", ["website", "facebook", "instagram", "youtube", "line"])
def test_every_channel_has_its_steps(city, channel):
    work = city.work(pictures=1)
    chosen = (work.media.get().pk,) if channel == "instagram" else ()
    form = FORMS[channel]
    made = channels.delivery(city.office, city.accounts[channel], work=work, form=form, media=chosen)
    assert Content.of(made.content).text in bundle_text(bundle_of(made))
    assert steps_of(made)[-1].endswith("หลักฐานของงาน")


def bundle_text(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("text.txt").decode()
