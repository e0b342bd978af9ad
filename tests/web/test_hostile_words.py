"""Words and fields that mean harm: markup in every name, fields that no form has, steps that a state does not allow."""

from __future__ import annotations

import html

import pytest
from django.urls import reverse
from tests.web.office import read_whole
from tests.web.test_attacks import Place, signed_in

from samrit.districts.models import CreativeDistrict
from samrit.evidence import actions as evidence
from samrit.people.models import RoleAssignment, User
from samrit.publicity.actions import comments
from samrit.publicity.models import Plan, Work
from samrit.results.models import KeyResult, Report, Revision
from samrit.web.office.views.works.acts import ACTS

pytestmark = pytest.mark.django_db

MARKUP = "<img src=x onerror=alert(1)>'\"</script><script>alert(2)</script>"


@pytest.fixture(scope="module")
def place(one_database):  # noqa: ARG001 -- asked for what it sets up
    """A year whose every name and word is markup."""
    made = Place()
    owner, work = made.people["owner"], made.year.works[2]
    User.objects.update(name_th=MARKUP, name_en=MARKUP, position=MARKUP)
    words = ("name_th", "name_en", "story_th", "identity_th", "people_th", "source")
    CreativeDistrict.objects.update(**dict.fromkeys(words, MARKUP))
    Work.objects.update(title=MARKUP, text=MARKUP)
    Plan.objects.update(goals=MARKUP, audiences=MARKUP, messages=MARKUP)
    by = {"key_result": made.year.key_result, "acting_user": owner}
    evidence.add_link(work.subject, "https://example.org/?q=<script>", title=MARKUP, acting_user=owner)
    files = [comments.Attached(f"{MARKUP}.txt", [b"x"])]
    comments.add_comment(work.subject, MARKUP, files=files, **by)
    return made


def test_markup_never_runs(place):
    """Names of people, districts, files and links, titles and remarks are shown as they were typed, and do nothing."""
    runs, shown = [], set()
    for who in ("owner", "admin"):
        client = signed_in(place.people[who])
        for pattern, address in place.addresses():
            answer = client.get(address)
            page = read_whole(answer)
            if not answer["Content-Type"].startswith("text/html"):
                continue
            if b"<img src=x" in page or b"<script>alert" in page:
                runs.append(pattern.name)
            if html.escape(MARKUP).encode() in page:
                shown.add(pattern.name)
    assert runs == []
    assert shown >= {"work", "works", "talk", "district", "districts", "plan", "people", "person"}


def test_a_file_with_markup_in_its_name_is_saved_and_not_shown(place):
    """What comes back is a download in one header, of a kind that no browser runs."""
    work = place.year.works[2]
    found = comments.Comment.objects.filter(subject=work.subject, files__isnull=False).get().files.get()
    answer = signed_in(place.people["owner"]).get(reverse("office:talk_file", args=[work.subject, found.pk]))
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"].split(";")[0] != "text/html"
    assert read_whole(answer) == b"x"


def standing():
    """What only verbs may change: who may what, who answers for what, and where it stands."""
    return [
        list(User.objects.order_by("pk").values_list("pk", "username", "is_staff", "is_superuser", "agency")),
        list(RoleAssignment.objects.order_by("pk").values_list("pk", "role", "agency", "user")),
        list(Work.objects.order_by("pk").values_list("pk", "state", "entered_by", "agency", "key_result")),
        list(Report.objects.order_by("pk").values_list("pk", "state", "agency", "key_result")),
        list(Plan.objects.order_by("pk").values_list("pk", "state", "key_result")),
        list(Revision.objects.order_by("pk").values_list("pk", "state", "key_result")),
        list(KeyResult.objects.order_by("pk").values_list("pk", "code", "host")),
        list(CreativeDistrict.objects.order_by("pk").values_list("pk", "slug", "verified")),
    ]


def test_fields_that_no_form_has_change_nothing(place):
    """Beside what a form asks, nobody sets state, owner, rights or agency: every page, as a contributor."""
    extra = dict.fromkeys(("state", "status"), "verified")
    extra |= dict.fromkeys(("is_staff", "is_superuser", "is_active", "verified", "is_sample"), "on")
    extra |= dict.fromkeys(("entered_by", "approved_by", "verified_by", "user", "acting_user", "owner"), "1")
    extra |= {"agency": "1", "host": "1", "key_result": "1", "role": "administrator", "username": "root", "id": "1"}
    before, client = standing(), signed_in(place.people["officer"])
    for _pattern, address in place.addresses():
        read_whole(client.post(address, {**extra, "version": "1"}))
    after = standing()
    assert [row for was, now in zip(before, after, strict=True) for row in was if row not in now] == []
    begun = [row for was, now in zip(before, after, strict=True) for row in now if row not in was]
    assert [row for row in begun if "draft" not in row] == []  # a contributor may begin a plan, and no more
    work = place.year.works[0]
    form = {"title": "ใหม่", "text": "ใหม่", "form": "video", "version": work.version, **extra}
    assert client.post(reverse("office:work_edit", args=[work.uid]), form).status_code == 302
    assert standing() == after
    work.refresh_from_db()
    assert work.title == "ใหม่"


@pytest.mark.parametrize("who", ["owner", "officer", "reviewer", "approver", "inspector"])
def test_no_step_is_skipped_by_a_crafted_post(place, who):
    """Each act on a draft that does not follow a draft is refused, also to those who may do it later."""
    work, client = place.year.works[0], signed_in(place.people[who])
    assert work.state == "draft"
    later = [act for act, (_needs, states, *_rest) in ACTS.items() if "draft" not in states]
    sent = {"version": work.version, "reason": "x", "note": "x", "approved_on": "1/2/2568"}
    codes = {act: client.post(reverse("office:work_act", args=[work.uid, act]), sent).status_code for act in later}
    assert {act: code for act, code in codes.items() if code not in {403, 404, 409, 422}} == {}
    work.refresh_from_db()
    assert work.state == "draft"
    assert len(later) >= 4
