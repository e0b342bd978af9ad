"""A piece that was out before its approval: warned of at each step, and set right by whoever approves."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from tests.web import year as years

from samrit.people.rights import Forbidden
from samrit.publicity.actions import works
from samrit.publicity.models import Work

pytestmark = pytest.mark.django_db(transaction=True)

_WARNED = "งานนี้จะไม่นับเป็นผลงาน เพราะยังไม่เข้าเงื่อนไข “ได้รับความเห็นชอบก่อนเผยแพร่”"


def _page(client, person, *name):
    client.force_login(person)
    return client.get(reverse(*name[:1], args=name[1:])).content.decode()


def test_who_verifies_is_told_beforehand_and_in_the_list_what_will_not_count(client):
    year = years.year()
    done = year.works[2]
    assert _WARNED in _page(client, year.people["inspector"], "office:work_act", done.uid, "verify")
    url = reverse("office:works_bulk", args=[year.key_result.key])
    shown = client.post(url, {"act": "verify", "work": f"{done.uid}:{done.version}"}).content.decode()
    assert "ยังไม่นับ" in shown
    assert "“ได้รับความเห็นชอบก่อนเผยแพร่”" in shown


def test_an_approver_sets_the_day_right_and_the_warning_goes(client):
    year = years.year()
    done = year.works[2]
    assert "แก้วันที่อนุมัติ" in _page(client, year.people["reviewer"], "office:work", done.uid)
    answer = client.post(
        reverse("office:work_act", args=[done.uid, "redate"]),
        {"version": done.version, "approved_on": "15/1/2568", "reason": "ที่ กท 0411/77"},
    )
    assert answer.status_code == 302, answer.content.decode()
    assert _WARNED not in client.get(answer["Location"]).content.decode()
    now = Work.objects.get(pk=done.pk)
    assert (now.approved_at, now.state) == (dt.datetime(2025, 1, 14, 17, tzinfo=dt.UTC), "done")
    with pytest.raises(Forbidden):
        works.redate_approval(
            now,
            read_version=now.version,
            approved_on=dt.date(2025, 1, 2),
            reason="ที่ กท 1",
            acting_user=year.people["officer"],
        )


def test_a_report_and_each_of_its_decisions_show_what_the_system_counts(client):
    """So nobody takes note of a text that says otherwise."""
    year = years.year()
    row = year.report
    for name, *args in (
        ("office:report", row.uid),
        ("office:report_edit", row.uid),
        ("office:report_act", row.uid, "submit"),
    ):
        shown = _page(client, year.people["owner"], name, *args)
        assert "ระบบนับได้ (ณ " in shown
        assert "๐ ย่าน · คะแนน ๑" in shown, name
    thread = _page(client, year.people["owner"], "office:thread", year.key_result.key)
    assert "๐ จาก ๑๐" in thread
