"""The daily digest by LINE, against the emulated platform: asked for, proved in the person's own chat, ended."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.factories import city as cities

from emulators.line import state as emulated
from samrit.exchange import line_notices, tasks
from samrit.exchange.models import LineLink, LineSent
from samrit.people.rights import Forbidden
from samrit.platform.models import AuditEntry
from samrit.publicity.enums import NoticeCode
from samrit.publicity.notices import tell

pytestmark = pytest.mark.django_db(transaction=True)
PERSON = "U00000000000000000000000000007301"


@pytest.fixture
def city(settings):
    with cities.city(settings) as made:
        yield made


@pytest.fixture
def person(city):
    return city.office.maker


def event(kind="message", text="", user=PERSON):
    said = {"type": kind, "source": {"type": "user", "userId": user}}
    if kind == "message":
        said |= {"replyToken": "emulated-reply-000001", "message": {"type": "text", "id": "1", "text": text}}
    return said


def heard(city, *events, key=emulated.SECRET):
    """What the webhook answers to events that LINE signs with the channel's secret."""
    body = json.dumps({"destination": "U0", "events": list(events)}, ensure_ascii=False).encode()
    signature = base64.b64encode(hmac.new(key.encode(), body, hashlib.sha256).digest()).decode()
    address = reverse("public:line_events", args=[city.accounts["line"].uid])
    sent = Client(enforce_csrf_checks=True).post(
        address, body, "application/json", headers={"X-Line-Signature": signature}
    )
    return sent.status_code


def link(city, person):
    assert heard(city, event(text=line_notices.begin_line_link(acting_user=person))) == 200


def told(person):
    tell([person], NoticeCode.TASK, subject="work:x", key_result=None, title="ตรวจภาพ ๓ ภาพ")


def pushed(city):
    """What LINE sent to single people: (to whom, the text)."""
    sent = city.at.world.platform("line").store.sent.values()
    return [(row.to, row.messages[0]["text"]) for row in sent if row.kind == "push"]


def test_who_sends_the_code_in_the_own_chat_gets_the_digest_once_a_day(city, person):
    link(city, person)
    assert PERSON not in json.dumps(list(LineLink.objects.values("sealed", "hash")))  # no id lies open
    told(person)
    day = timezone.localdate()
    assert tasks.send_line_digests.func(day.isoformat()) == {"sent": 1, "nothing": 0, "failed": 0}
    assert tasks.send_line_digests.func(day.isoformat()) == {"sent": 0, "nothing": 0, "failed": 0}
    [(to, text)] = pushed(city)
    assert PERSON in to
    assert "ตรวจภาพ ๓ ภาพ" in text
    actions = AuditEntry.objects.filter(subject=person.audit_name).values_list("action", flat=True)
    assert [name for name in actions if "line" in name] == ["exchange.line.asked", "exchange.line.linked"]


def test_what_others_write_and_what_line_did_not_sign_changes_nothing(city, person):
    code = line_notices.begin_line_link(acting_user=person)
    assert heard(city, event(text="สวัสดี"), event(text="12345"), event("follow"), {"type": "message"}) == 200
    assert heard(city, event(text=code), key="another") == 403
    assert LineLink.objects.get().linked_at is None
    city.at.advance(31 * 60)
    assert heard(city, event(text=code)) == 200
    assert LineLink.objects.get().linked_at is None


@pytest.mark.parametrize("last", [event(text=" Stop "), event(text="หยุด"), event("unfollow")])
def test_it_ends_by_a_word_in_the_chat_or_when_the_person_leaves(city, person, last):
    link(city, person)
    assert heard(city, {**last}) == 200
    assert LineLink.objects.count() == 0
    told(person)
    assert line_notices.send_line_digests(timezone.localdate()).sent == 0


def test_one_line_is_one_persons(city, person):
    link(city, person)
    link(city, city.office.approver)
    assert [row.user for row in LineLink.objects.all()] == [city.office.approver]


def test_what_fails_is_sent_later_and_comes_once(city, person):
    link(city, person)
    told(person)
    day = timezone.localdate()
    city.at.arm("error_after", host="api.line.me", path="/message/push$", method="POST", times=1)
    assert line_notices.send_line_digests(day).failed == 1
    assert LineSent.objects.count() == 0
    assert line_notices.send_line_digests(day).sent == 1
    assert len(pushed(city)) == 1  # under one key: LINE sent it the first time, whose answer was lost


def test_nobody_without_an_open_account_asks(person):
    person.is_active = False
    with pytest.raises(Forbidden):
        line_notices.begin_line_link(acting_user=person)


def test_the_page_leads_through_it(city, person, client):
    client.force_login(person)
    address = reverse("office:notifications")
    assert "รับทาง LINE" in client.get(address).content.decode()
    client.post(reverse("office:notifications_line"), {"wants": "yes"})
    page = client.get(address).content.decode()
    [code] = [part[:8] for part in page.split("<code>")[1:]]
    assert code not in client.get(address).content.decode()  # shown once
    assert heard(city, event(text=f" {code[:4]} {code[4:]} ")) == 200
    assert "ไม่รับทาง LINE" in client.get(address).content.decode()
    client.post(reverse("office:notifications_line"), {"wants": "no"})
    assert LineLink.objects.count() == 0
