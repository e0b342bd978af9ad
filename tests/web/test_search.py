"""Search over everything that people write, in Thai; and who did what for whom."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from tests.factories import people, results
from tests.factories.files import image
from tests.web.busy import busy
from tests.web.office import said, signed_in, url

from samrit.evidence import consents
from samrit.people.four_eyes import OwnWork
from samrit.publicity.actions import comments, plans, website
from samrit.publicity.drafts import LineDraft
from samrit.publicity.models import Comment, Plan
from samrit.results.actions import targets

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def at(one_database):  # noqa: ARG001 -- what is made stays for the module
    return busy()


def found(user, words: str) -> str:
    return said(signed_in(user).get(url("search"), {"q": words}))


def test_plans_are_found_by_what_they_say(at):
    """By goals, audiences, messages and the titles of their lines, as soon as they are saved."""
    owner = at.year.people["owner"]
    draft = Plan.objects.get(key_result=at.year.key_result, number=2)
    assert (draft.state, "แผนประชาสัมพันธ์ ฉบับที่ ๒" in found(owner, "นักท่องเที่ยว")) == ("draft", True)
    plans.save_plan(
        draft,
        goals="ส่งเสริมงานหัตถกรรม",
        audiences="",
        messages="",
        lines=[LineDraft(kind="piece", title="สารคดีบ้านบาตร")],
        read_version=draft.version,
        acting_user=owner,
    )
    assert "แผนประชาสัมพันธ์ ฉบับที่ ๒" in found(owner, "หัตถกรรม")
    assert "แผนประชาสัมพันธ์ ฉบับที่ ๒" in found(owner, "สารคดี บ้านบาตร")
    assert "ไม่พบสิ่งที่ค้นหา" in found(owner, "ซอฟต์แวร์")


def test_remarks_are_found_until_they_are_taken_back(at):
    """With who wrote them; a remark that its author took back is gone."""
    owner, reviewer = at.year.people["owner"], at.year.people["reviewer"]
    remark = Comment.objects.get(by=reviewer)
    page = found(owner, "ภาพที่สอง")
    assert f"{reviewer} ·" in page
    assert "ช่วยดูภาพที่สอง" in page
    comments.take_back_comment(remark, acting_user=reviewer)
    assert "ช่วยดูภาพที่สอง" not in found(owner, "ภาพที่สอง")


def test_strangers_find_neither(at):
    """A person of another agency finds nothing of this key result."""
    stranger = people.user(role="owner", agency=people.agency())
    comments.add_comment(
        at.piece.subject, "ขอภาพตลาดน้ำ", key_result=at.year.key_result, acting_user=at.year.people["owner"]
    )
    assert "ขอภาพตลาดน้ำ" in found(at.year.people["officer"], "ตลาดน้ำ")
    for words in ("ตลาดน้ำ", "เป้าหมาย", "นักท่องเที่ยว"):
        assert "ไม่พบสิ่งที่ค้นหา" in found(stranger, words)


def test_a_deputy_acts_for_another_and_both_names_stand(at):
    """On a district's website entry, a consent, and an agency's target."""
    officer, key_result = at.year.people["officer"], at.year.key_result
    deputy = people.user(agency=people.agency())
    people.deputy(officer, deputy)
    places = list(key_result.districts.all())
    entry = website.publish_district(
        key_result,
        places[-1],
        permalink="https://www.bangkok.go.th/last",
        published_at=timezone.now() - dt.timedelta(hours=2),
        acting_user=deputy,
    )
    given = consents.Given(
        person="นางสาวมะลิ", age=30, purpose="publicity", channels=["website"], valid_from=dt.date(2025, 1, 1)
    )
    consent = consents.record_consent(given, key_result=key_result, form=[image("PNG")], acting_user=deputy)
    for row in (entry, consent):
        assert (row.entered_by, row.on_behalf_of) == (deputy, officer)
    words = f"{deputy} (แทน {officer})"
    assert words in said(signed_in(officer).get(url("website", key_result.key)))
    assert words in said(signed_in(officer).get(url("consent", key_result.key, consent.uid)))


def test_a_target_set_by_a_deputy_is_not_accepted_by_the_one_it_was_set_for():
    """Both are kept, and neither takes on what was set for them."""
    team, (khet,) = results.supported(1)
    deputy = people.user(agency=people.agency())
    people.deputy(team.owner, deputy)
    target = targets.set_agency_target(
        acting_user=deputy, key_result=team.key_result, agency=khet, value="7", reason="ตกลงใหม่"
    )
    assert (target.set_by, target.set_on_behalf_of) == (deputy, team.owner)
    people.give(team.owner, "owner", agency=khet)
    with pytest.raises(OwnWork):
        targets.accept_target(acting_user=team.owner, target=target)
    page = said(signed_in(team.owner).get(url("key_result_settings", team.key_result.key)))
    assert f"กำหนดโดย {deputy} (แทน {team.owner})" in page
