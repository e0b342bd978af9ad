"""Webhooks: out of the chain, signed, tried again, never to a private address; and due dates for calendars."""

from __future__ import annotations

import datetime as dt
import http.server
import json
import threading
import time

import pytest
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import override
from tests.factories import people
from tests.web.office import post, said, signed_in, url
from tests.web.year import year

from samrit.core.contract import Refused
from samrit.exchange import webhooks
from samrit.exchange.actions.webhooks import change_secret, end_webhook, make_webhook, send_again
from samrit.exchange.calendars import as_calendar, due_dates, make_calendar_link, owner_of
from samrit.exchange.models import Delivery
from samrit.exchange.tasks import tell_webhooks, webhooks_due
from samrit.exchange.transport import is_signed
from samrit.people.actions.accounts import change_own_settings
from samrit.people.enums import Role
from samrit.publicity.actions.tasks import open_task
from samrit.web.shared.templatetags.samrit import moment

pytestmark = pytest.mark.django_db


class Listener(http.server.BaseHTTPRequestHandler):
    """A system that is told of changes; the first `deaf` messages it refuses."""

    heard: list[tuple[dict[str, str], bytes]]
    deaf = 0

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        type(self).heard.append((dict(self.headers), body))
        self.send_response(503 if len(type(self).heard) <= type(self).deaf else 204)
        self.end_headers()

    def log_message(self, *_said):
        pass


@pytest.fixture
def listener(settings):
    Listener.heard, Listener.deaf = [], 0
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.SAMRIT_WEBHOOK_PRIVATE = ("localhost",)
    yield f"http://localhost:{server.server_port}/hook"
    server.shutdown()
    server.server_close()


@pytest.fixture
def admin():
    return people.user(role=Role.ADMINISTRATOR, everywhere=True)


def _due_now():
    Delivery.objects.filter(state="waiting").update(next_at=timezone.now() - dt.timedelta(seconds=1))


def test_a_change_is_told_once_and_signed(listener, admin):
    row, secret = make_webhook(url=listener, events=["people.user.*"], acting_user=admin)
    change_own_settings(language="en", acting_user=admin)
    for _ in range(2):
        tell_webhooks.call(0)
    [(headers, body)] = Listener.heard
    message = json.loads(body)
    assert (message["event"], message["subject"]) == ("people.user.own_settings", admin.audit_name)
    assert (headers["X-Samrit-Event"], headers["X-Samrit-Delivery"]) == (message["event"], message["id"])
    assert is_signed(secret, body, headers["X-Samrit-Signature"], now=int(time.time()))
    assert [(one.state, one.webhook) for one in Delivery.objects.all()] == [("delivered", row)]


def test_what_was_not_wanted_or_came_before_is_not_told(listener, admin):
    change_own_settings(language="en", acting_user=admin)
    make_webhook(url=listener, events=["results.report.*"], acting_user=admin)
    change_own_settings(language="th", acting_user=admin)
    tell_webhooks.call(0)
    assert (Listener.heard, Delivery.objects.count()) == ([], 0)


def test_a_message_that_fails_waits_longer_each_time_and_then_rests_until_a_person_sends_it_again(listener, admin):
    Listener.deaf = len(webhooks.WAITS) + 1
    row, _secret = make_webhook(url=listener, events=["people.*"], acting_user=admin)
    change_own_settings(language="en", acting_user=admin)
    webhooks.gather()
    one = Delivery.objects.get()
    waits = []
    for _ in range(Listener.deaf):
        _due_now()
        assert [webhooks.deliver(each) for each in webhooks.waiting()] == [False]
        one.refresh_from_db()
        waits.append(one.next_at and round((one.next_at - timezone.now()).total_seconds(), -1))
    assert waits == [*[float(wait) for wait in webhooks.WAITS], None]
    assert (one.state, {each["status"] for each in one.tries}) == ("failed", {503})
    Listener.deaf += 1
    assert send_again(row, acting_user=admin) == 1
    assert [webhooks.deliver(each) for each in webhooks.waiting()] == [False]
    one.refresh_from_db()
    again = round((one.next_at - timezone.now()).total_seconds(), -1)
    assert (one.state, again, len(one.tries)) == ("waiting", webhooks.WAITS[0], len(webhooks.WAITS) + 2)
    page = signed_in(admin).get(url("webhook", row.uid)).content.decode()
    told = " ".join(strip_tags(page.partition("<tbody>")[2]).split())
    with override("en"):  # as the account has chosen
        assert f"Next try {moment(one.next_at)}" in told
        assert [each for each in one.tries if f"503 {moment(each['at'])}" in told] == one.tries
    _due_now()
    assert [webhooks.deliver(each) for each in webhooks.waiting()] == [True]
    ids = {json.loads(body)["id"] for _headers, body in Listener.heard}
    assert ids == {str(one.uid)}


def test_another_secret_signs_from_then_on_and_an_ended_webhook_is_told_nothing(listener, admin):
    row, old = make_webhook(url=listener, events=["*"], acting_user=admin)
    new = change_secret(row, acting_user=admin)
    tell_webhooks.call(0)
    headers, body = Listener.heard[-1]
    now = int(time.time())
    assert [is_signed(one, body, headers["X-Samrit-Signature"], now=now) for one in (old, new)] == [False, True]
    heard = len(Listener.heard)
    end_webhook(row, acting_user=admin)
    tell_webhooks.call(0)
    assert len(Listener.heard) == heard


def test_the_worker_asks_for_a_look_only_while_there_is_something_to_tell(listener, admin):
    Listener.deaf = 1
    row, _secret = make_webhook(url=listener, events=["people.*"], acting_user=admin)
    job = [("exchange.webhooks", 0)]
    asked = [webhooks_due()]  # the chain has grown by this very webhook
    tell_webhooks.call(0)
    change_own_settings(language="en", acting_user=admin)
    asked.append(webhooks_due())
    tell_webhooks.call(0)  # refused: waits a minute
    asked.append(webhooks_due())
    _due_now()
    asked.append(webhooks_due())
    end_webhook(row, acting_user=admin)
    asked.append(webhooks_due())
    assert asked == [job, job, [], job, []]


def test_a_message_that_waits_for_its_next_try_is_sent_at_once_from_the_log(listener, admin):
    Listener.deaf = 1
    row, _secret = make_webhook(url=listener, events=["people.user.*"], acting_user=admin)
    change_own_settings(language="en", acting_user=admin)
    tell_webhooks.call(0)
    page = signed_in(admin).get(url("webhook", row.uid)).content.decode()
    one = Delivery.objects.get()
    assert (one.state, f'name="delivery" value="{one.pk}"' in page) == ("waiting", True)
    assert post(admin, url("webhook_again", row.uid), delivery=one.pk).status_code == 302
    tell_webhooks.call(0)
    assert list(Delivery.objects.values_list("state", flat=True)) == ["delivered"]


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://10.0.0.8/x",
        "https://169.254.169.254/latest/meta-data/",
        "https://localhost/",
        "https://user:pass@example.org/",
        "https://0x7f000001/",
        "file:///etc/passwd",
        "https://",
        "https://[::ffff:10.0.0.1]/",
        "https://[64:ff9b::10.0.0.1]/",
        "https://[::10.0.0.1]/",
        "https://[fec0::1]/",
        "https://[2002:a00:1::1]/",
        "https://224.0.0.1/",
    ],
)
def test_no_private_or_odd_address_is_ever_told(admin, address):
    with pytest.raises(Refused):
        make_webhook(url=address, events=["*"], acting_user=admin)


def test_an_address_that_turns_private_later_is_not_told(listener, admin, settings):
    make_webhook(url=listener, events=["people.*"], acting_user=admin)
    change_own_settings(language="en", acting_user=admin)
    settings.SAMRIT_WEBHOOK_PRIVATE = ()
    tell_webhooks.call(0)
    assert Listener.heard == []
    assert Delivery.objects.get().tries[0]["status"] is None


def test_the_pages_make_show_and_end_a_webhook(listener, admin):
    made = post(admin, url("webhook_new"), url=listener, events="people.user.*\n")
    assert 'value="whsec_' in made.content.decode()
    change_own_settings(language="th", acting_user=admin)
    tell_webhooks.call(0)
    row = Delivery.objects.get().webhook
    page = said(signed_in(admin).get(url("webhook", row.uid)))
    assert "people.user.own_settings" in page
    assert "204" in page
    assert post(admin, url("webhook_end", row.uid)).status_code == 302
    stranger = people.user(role=Role.OWNER, agency=people.agency())
    assert signed_in(stranger).get(url("webhooks")).status_code == 403


# --- due dates ---


def test_due_dates_are_those_of_the_person_under_a_private_address(client):
    made = year()
    owner, officer = made.people["owner"], made.people["officer"]
    day = timezone.localdate() + dt.timedelta(days=5)
    note = "ตรวจ; แก้, แล้วส่ง"
    open_task(
        made.key_result.subject, key_result=made.key_result, note=note, assignee=officer, due_on=day, acting_user=owner
    )
    secret = make_calendar_link(acting_user=officer)
    assert [(row.day, row.words) for row in due_dates(officer) if row.uid.startswith("task")] == [(day, note)]
    feed = client.get(url("calendar_feed", secret))
    text = feed.content.decode().replace("\r\n ", "")
    assert (feed.status_code, feed["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert f"DTSTART;VALUE=DATE:{day:%Y%m%d}\r\n" in text
    assert "SUMMARY:ตรวจ\\; แก้\\, แล้วส่ง\r\n" in text
    assert max(len(line) for line in feed.content.split(b"\r\n")) <= 75
    make_calendar_link(acting_user=officer)
    assert (owner_of(secret), client.get(url("calendar_feed", secret)).status_code) == (None, 404)


def test_a_calendar_without_due_dates_is_a_calendar():
    assert as_calendar([], base="https://a.example/").startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
