"""The pages on which the city's accounts are connected and watched: administrators connect, workers see."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from tests.factories import channels, people
from tests.factories import city as cities
from tests.web.office import said, signed_in, url

from emulators.line import state as line
from samrit.channels.models import Account, Connecting
from samrit.people.enums import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(settings):
    with cities.city(settings) as made:
        Account.objects.all().delete()
        yield made


@pytest.fixture
def keeper(city):  # noqa: ARG001 -- on its platforms
    return people.user("keeper", role=Role.ADMINISTRATOR, everywhere=True)


def test_the_whole_way_to_facebook_and_back_and_a_look_at_the_result(city, keeper):
    browser = signed_in(keeper)
    first = browser.get(url("channel_accounts"))
    assert "ยังไม่มีบัญชี" in said(first)
    demands = said(browser.get(url("channel_connect", "facebook")))
    assert ("โหมดใช้งานจริง (Live)" in demands, "System User" in demands, "pages_manage_posts" in demands) == (
        True,
        True,
        True,
    )
    begun = browser.post(url("channel_begin", "facebook"))
    way = browser.get(begun["location"])
    answer = httpx.get(way.context["there"] + "&decision=allow", follow_redirects=False)
    back = urlsplit(answer.headers["location"])
    come = browser.get(back.path, dict(parse_qs(back.query, keep_blank_values=True)))
    assert come["location"] == begun["location"]
    form = browser.get(come["location"])
    name = form.context["form"].fields["account"].choices[0][0]
    done = browser.post(come["location"], {"account": name, "agency": city.office.agency.pk})
    account = Account.objects.get()
    page = said(browser.get(done["location"]))
    assert done["location"] == url("channel_account", account.uid)
    assert (account.name in page, "ยังไม่มีโพสต์ให้ตรวจ" in page, "ไม่พบสิทธิ์ที่ขาด" in page) == (True, True, True)
    assert "EAA" not in page
    tested = browser.post(url("channel_test", account.uid))
    assert tested["location"] == url("channel_account", account.uid)


def test_who_says_no_on_the_platform_is_led_back_kindly(keeper):
    answer = signed_in(keeper).get(url("channel_back", "tiktok"), {"error": "access_denied", "state": "x"})
    assert (answer.status_code, "access_denied" in said(answer), Connecting.objects.count()) == (422, True, 0)
    lost = signed_in(keeper).get(url("channel_back", "tiktok"), {"code": "1", "state": "x"})
    assert (lost.status_code, "โปรดเริ่มเชื่อมต่อใหม่" in said(lost)) == (422, True)


def test_a_wrong_secret_of_line_stays_on_the_page_and_the_id_is_not_lost(keeper, city):
    browser, address = signed_in(keeper), url("channel_connect", "line")
    wrong = browser.post(address, {"channel_id": line.CHANNEL, "secret": "wrong-secret"})
    assert (wrong.status_code, line.CHANNEL in wrong.content.decode()) == (422, True)
    assert "wrong-secret" not in wrong.content.decode()
    right = browser.post(address, {"channel_id": line.CHANNEL, "secret": line.SECRET})
    browser.post(right["location"], {"account": line.CHANNEL, "agency": city.office.agency.pk})
    account = Account.objects.get()
    page = said(browser.get(url("channel_account", account.uid)))
    assert ("ข้อความเดือนนี้ (นับตามผู้รับ)" in page, "ข้อความ LINE ไม่มีหน้าสาธารณะ" in page) == (True, True)


def test_an_account_is_kept_by_hand_and_closed(keeper, city):
    browser = signed_in(keeper)
    given = {"name": "กทม. TikTok", "address": "https://www.tiktok.com/@bkk", "agency": city.office.agency.pk}
    done = browser.post(url("channel_by_hand", "tiktok"), given)
    account = Account.objects.get()
    assert (done["location"], account.state) == (url("channel_account", account.uid), "by_hand")
    assert browser.post(url("channel_by_hand", "tiktok"), given).status_code == 422
    assert browser.get(url("channel_by_hand", "website")).status_code == 404
    closed = url("channel_account_act", account.uid, "close")
    assert browser.post(closed, {"version": account.version, "reason": ""}).status_code == 422
    assert browser.post(closed, {"version": account.version, "reason": "เปลี่ยนบัญชี"}).status_code == 302
    assert "เลิกใช้" in said(browser.get(url("channel_accounts")))
    assert browser.get(url("channel_account_act", account.uid, "nonsense")).status_code == 404


def test_the_citys_website_is_an_account_too(keeper, city):
    done = signed_in(keeper).post(url("channel_site"), {"agency": city.office.agency.pk})
    assert done["location"] == url("channel_account", Account.objects.get(channel="website").uid)


def test_workers_see_how_an_account_stands_and_cannot_touch_it(city):
    place = city.office
    account = channels.account(place, "facebook", external_id="1")
    for person, sees in ((place.maker, 200), (place.approver, 200), (place.reader, 403)):
        browser = signed_in(person)
        assert browser.get(url("channel_account", account.uid)).status_code == sees
        assert browser.get(url("channel_connect", "facebook")).status_code == 403
        assert browser.post(url("channel_test", account.uid)).status_code == 403
        assert browser.post(url("channel_begin", "facebook")).status_code == 403
        assert browser.get(url("channel_account_act", account.uid, "close")).status_code == 403


def test_what_one_began_is_not_another_s(keeper):
    begun = signed_in(keeper).post(url("channel_begin", "youtube"))
    other = people.user("keeper-2", role=Role.ADMINISTRATOR, everywhere=True)
    assert signed_in(other).get(begun["location"]).status_code == 404


def test_the_list_asks_as_much_for_much_as_for_little(keeper, city, django_assert_max_num_queries):
    for _ in range(3):
        channels.account(city.office, "facebook")
    browser = signed_in(keeper)
    with django_assert_max_num_queries(12):
        browser.get(url("channel_accounts"))
