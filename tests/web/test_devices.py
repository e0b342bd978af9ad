"""The page of one's own devices, as the office lays it out."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories.people import user

PASSWORD = "สัมฤทธิ์ ทุกคะแนน"  # noqa: S105 -- of nobody


@pytest.mark.django_db
def test_each_device_says_where_it_is_and_since_when():
    """A name in the layout once hid the list: every row was empty."""
    person = user()
    person.set_password(PASSWORD)
    person.save()
    here, elsewhere = Client(), Client(REMOTE_ADDR="10.0.0.9", headers={"user-agent": "Firefox"})
    for one in (here, elsewhere):
        one.post(reverse("account_login"), {"login": person.username, "password": PASSWORD})
    shown = here.get(reverse("usersessions_list")).content.decode()
    for text in (">127.0.0.1<", ">10.0.0.9<", ">Firefox<", "เครื่องนี้</span>", "เครื่องอื่น</span>", 'data-th="เริ่มเมื่อ">–'):
        assert shown.count(text) == (not text.endswith("–")), text
