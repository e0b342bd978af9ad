"""The daily digest by LINE, against the emulated platform: asked for, proved in the person's own chat, ended."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.factories import city as cities

from emulators.line import state as emulated
from samrit.core.contract import Refused
from samrit.exchange import line_notices, tasks, urgent
from samrit.exchange.models import LineLink, LineSent
from samrit.people.rights import Forbidden
from samrit.platform.models import AuditEntry
from samrit.publicity.enums import ChannelCode, NoticeCode
from samrit.publicity.models import Notification
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


# --- urgent notices ---


def urgent_to(person, code=NoticeCode.WORK_RETURNED, title="วิดีโอย่าน", note="ภาพไม่ชัด"):
    return tell([person], code, subject="work:x", key_result=None, title=title, note=note)


def send():
    """As the worker does: only while something is due."""
    return sum(tasks.send_urgent.func(argument) for _key, argument in tasks.urgent_due())


def test_urgent_notices_go_out_at_once_and_once_in_one_message(city, person):
    link(city, person)
    urgent_to(person)
    urgent_to(person, NoticeCode.WORK_APPROVED, "เรื่องเล่า")
    told(person)  # a task is no urgent matter
    assert send() == 2
    [(to, text)] = pushed(city)
    assert PERSON in to
    assert [part in text for part in ("ส่งกลับ “วิดีโอย่าน”: ภาพไม่ชัด", "อนุมัติ “เรื่องเล่า” แล้ว", "/notifications/")] == [
        True
    ] * 3
    assert "ตรวจภาพ" not in text
    assert (tasks.urgent_due(), send()) == ([], 0)
    assert len(mail.outbox) == 0  # by mail only what concerns channels, unless the person chooses more


def test_each_kind_goes_the_ways_that_the_person_chose(city, person):
    link(city, person)
    person.email = "maker@example.go.th"
    person.save()
    urgent.choose_urgent(mail=["returned"], line=["approved"], acting_user=person)
    urgent_to(person)
    urgent_to(person, NoticeCode.WORK_APPROVED, "เรื่องเล่า")
    urgent_to(person, ChannelCode.DEAD, "Facebook · กทม.", "dead\nใช้ไม่ได้แล้ว")
    assert send() == 2
    assert [("วิดีโอย่าน" in row.body, "เรื่องเล่า" in row.body) for row in mail.outbox] == [(True, False)]
    assert ["เรื่องเล่า" in text for _to, text in pushed(city)] == [True]
    assert send() == 0
    assert AuditEntry.objects.filter(action="exchange.urgent.chosen").count() == 1


def test_what_does_not_come_through_is_tried_again_under_the_same_key(city, person):
    link(city, person)
    urgent_to(person)
    city.at.arm("error_after", host="api.line.me", path="/message/push$", method="POST", times=1)
    assert (send(), tasks.urgent_due()) == (0, [])
    city.at.advance(urgent.WAITS[0] + 1)
    urgent_to(person, title="อีกเรื่อง")
    assert send() == 2
    texts = [text for _to, text in pushed(city)]
    assert (len(texts), sum("วิดีโอย่าน" in text for text in texts)) == (2, 1)  # the first came through after all


def test_after_some_hours_it_is_left_to_the_digest_and_what_was_read_is_not_sent(city, person):
    link(city, person)
    urgent_to(person)
    for wait in (*urgent.WAITS, 0):
        city.at.arm("error_before", host="api.line.me", path="/message/push$", method="POST", times=1)
        assert send() == 0
        city.at.advance(wait + 1)
    assert tasks.urgent_due() == []
    [row] = urgent_to(person)
    Notification.objects.filter(pk=row.pk).update(read_at=timezone.now())
    assert (send(), len(pushed(city))) == (0, 0)
    urgent_to(person)
    city.at.advance(2 * 3600)
    assert tasks.urgent_due() == []


def test_the_page_shows_and_keeps_the_choice(person, client):
    client.force_login(person)
    address = reverse("office:notifications")
    assert client.get(address).content.decode().count("checked") == 5  # all by LINE, channels by mail
    client.post(reverse("office:notifications_urgent"), {"mail": ["returned", "overdue", "nonsense"]})
    choice = urgent.choice_of(person)
    assert (choice.mail, choice.line) == (["returned", "overdue"], [])
    assert client.get(address).content.decode().count("checked") == 2
    with pytest.raises(Refused):
        urgent.choose_urgent(mail=["nonsense"], line=[], acting_user=person)
