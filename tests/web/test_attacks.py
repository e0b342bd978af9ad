"""The office under attack: other people's rows by their addresses, and garbage in every query, form and address."""

from __future__ import annotations

import datetime as dt
import importlib
import pkgutil
from urllib.parse import quote, urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import BaseForm
from django.test import Client
from django.urls import URLPattern, reverse
from tests.factories import people, surveys
from tests.web import year as made
from tests.web.office import read_whole

from samrit.evidence.consents import Given, record_consent
from samrit.evidence.models import EvidenceItem
from samrit.people.enums import Role
from samrit.people.models import RoleAssignment
from samrit.platform.models import AuditEntry
from samrit.publicity.actions import comments, storytellers, tasks
from samrit.publicity.models import Plan
from samrit.verification.models import Finding
from samrit.web.office import urls, views

pytestmark = pytest.mark.django_db

SECRET = "ความลับของหน่วยงาน"  # noqa: S105 -- opens nothing: what others must never read
FORM = "application/x-www-form-urlencoded"
GARBAGE = {
    "NUL": "a\x00b",
    "markup": "<script>alert(1)</script>'\"><img src=x onerror=alert(1)>",
    "endless number": "9" * 400,
    "exponent": "1e999999999",
    "not a number": "NaN",
    "negative": "-1",
    "past the end": "99999999999999999999",
    "Thai digits": "๙๙๙๙๙๙๙๙๙๙",
    "other digits": "²٣५",
    "bidi and nothing": "\u202e\u200b\ufeff",
    "only spaces": " \t\r\n ",
    "header": "a\r\nBcc: x@example.org",
    "path": "../../../../etc/passwd",
    "formula": "=HYPERLINK(1)",
    "day": "31/2/2568",
    "year": "1/1/0001",
    "far year": "31/12/9999",
    "template": "{{ request.user.password }}{% debug %}%s%(a)s",
    "JSON": '{"type": "Polygon", "coordinates": [[["a"]]]}',
    "half an emoji": "\ud83d",
}


class Place:
    """A year of work with one row of every kind, and what stands in its addresses."""

    def __init__(self):
        year = made.year()
        self.year, self.people = year, year.people
        owner, key_result = self.people["owner"], year.key_result
        type(year.works[0]).objects.update(title=SECRET, text=SECRET)
        given = Given(
            person=SECRET, age=40, purpose="storyteller", channels=["website"], valid_from=dt.date(2024, 10, 1)
        )
        self.consent = record_consent(given, key_result=key_result, acting_user=owner)
        self.storyteller = storytellers.add_storyteller(
            key_result,
            self.consent,
            districts=list(key_result.districts.all()[:1]),
            review_on=dt.date.today() + dt.timedelta(days=30),  # noqa: DTZ011 -- any day of the year to come
            acting_user=owner,
        )
        work = year.works[2]
        self.comment = comments.add_comment(work.subject, SECRET, key_result=key_result, acting_user=owner)
        task = tasks.open_task(work.subject, key_result=key_result, note=SECRET, acting_user=owner)
        survey = surveys.designed(key_result, [people.khet()], owner=owner, approver=self.people["approver"])
        field = surveys.in_field(made=survey)
        self.known = {
            "key": key_result.key,
            "uid": work.uid,
            "agency": key_result.host.code,
            "subject": work.subject,
            "kind": "pdf",
            "duty": key_result.duties.first().pk,
            "code": key_result.periods.first().code,
            "number": 1,
            "other": 1,
            "item": EvidenceItem.objects.first().pk,
            "publication": work.publications.first().uid,
            "slug": key_result.districts.first().slug,
            "role": RoleAssignment.objects.first().pk,
        }
        self.by_page = {
            "report": {"uid": year.report.uid},
            "storyteller": {"uid": self.storyteller.uid},
            "consent": {"uid": self.consent.uid},
            "finding": {"uid": Finding.objects.get().uid},
            "person": {"number": owner.pk},
            "role": {"number": owner.pk},
            "deputy": {"number": owner.pk},
            "talk": {"number": self.comment.pk},
            "task": {"number": task.pk},
            "survey": {"uid": field.survey.uid},
            "wave": {"uid": field.wave.uid},
            "link_new": {"uid": field.wave.uid},
            "codes_new": {"uid": field.wave.uid},
            "allocation_new": {"uid": field.wave.uid},
            "plan": {"number": Plan.objects.get().number},
            "agency": {"code": key_result.host.code},
            "subject": {"name": work.subject},
        }

    def address(self, pattern):
        """The address of a page, with the rows of this year in it."""
        near = {
            name: row
            for start, rows in self.by_page.items()
            if pattern.name.startswith(start)
            for name, row in rows.items()
        }
        plain = {"IntConverter": 1, "UUIDConverter": self.year.works[2].uid}
        said = {
            name: near.get(name, self.known.get(name, plain.get(type(kind).__name__, "x")))
            for name, kind in pattern.pattern.converters.items()
        }
        return reverse(f"office:{pattern.name}", kwargs=said)

    def addresses(self):
        """Every page; those with a word for what is done there once for each word."""
        for pattern in urls.urlpatterns:
            assert isinstance(pattern, URLPattern)
            yield pattern, self.address(pattern)


def signed_in(user):
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


OPEN = {"field_worker", "field_manifest", "field_intake", "odk_list", "odk_form", "odk_media", "odk_submission"}
"""What a phone without a sign-in asks for: scripts of ours, and addresses that ask for a token of their own instead."""


@pytest.fixture(scope="module")
def place(one_database):  # noqa: ARG001 -- asked for what it sets up
    return Place()


def field_names():
    """The names of the fields of all forms of the office, and those that views read by themselves."""
    for module in pkgutil.walk_packages(views.__path__, f"{views.__name__}."):
        importlib.import_module(module.name)
    names, waiting = set(), [BaseForm]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.__module__.startswith("samrit."):
            names |= set(getattr(kind, "base_fields", ()))
    alone = (
        "q page as_of view path district actor subject state duty kind agency period month week text work more count"
    )
    return sorted({*names, *alone.split(), "act", "form", "version", "next"})


# --- garbage ---


@pytest.mark.parametrize(("who", "shift"), [("owner", 0), ("admin", 7)])
def test_garbage_is_answered_with_a_sentence(place, who, shift):
    """Every page, asked and sent nonsense in every field that any form knows: never a fault of ours.

    Each field gets another kind of nonsense on each page, and on each page another when asked, sent, and by the other.
    """
    names, client, came = field_names(), signed_in(place.people[who]), {}
    kinds = [value.encode("utf-8", "surrogatepass") for value in GARBAGE.values()]
    for turn, (pattern, address) in enumerate(place.addresses(), start=shift):
        asked, sent = (
            urlencode([(name, kinds[(first + number) % len(kinds)]) for number, name in enumerate(names)])
            for first in (turn, turn + len(kinds) // 2)
        )
        answers = (client.get(f"{address}?{asked}"), client.post(address, sent, content_type=FORM))
        came[pattern.name] = [answer.status_code for answer in answers]
        for answer in answers:
            read_whole(answer)
    assert {row: codes for row, codes in came.items() if max(codes) >= 500} == {}


def test_garbage_in_the_words_of_a_work(place):
    """What is not refused is kept as text, and never runs: pages show it escaped, without NULs."""
    work, client = place.year.works[0], signed_in(place.people["officer"])
    for kind, value in GARBAGE.items():
        work.refresh_from_db()
        sent = {"title": f"ก{value}ข", "text": value, "form": "video", "version": work.version}
        typed = urlencode({name: str(said).encode("utf-8", "surrogatepass") for name, said in sent.items()})
        answer = client.post(reverse("office:work_edit", args=[work.uid]), typed, content_type=FORM)
        shown = client.get(reverse("office:work", args=[work.uid])).content.decode()
        came = (kind, answer.status_code in {302, 422}, "<script>alert" in shown, "\x00" in shown)
        assert came == (kind, True, False, False)


def test_a_megabyte_is_refused_or_kept_and_never_a_fault(place):
    """In one field, in a file that is no file, and in an address."""
    work, client = place.year.works[0], signed_in(place.people["officer"])
    long = "ก" * 350_000
    edit = client.post(reverse("office:work_edit", args=[work.uid]), {"title": long, "text": long, "version": 1})
    remark = client.post(reverse("office:talk", args=[work.subject]), {"text": long})
    search = client.get(reverse("office:search"), {"q": long})
    name = SimpleUploadedFile("../../" + "ก" * 300 + "\r\n.txt", b"\x00\xff" * 500_000)
    upload = signed_in(place.people["owner"]).post(reverse("office:upload"), {"file": name})
    assert [edit.status_code, remark.status_code, search.status_code, upload.status_code] == [422, 422, 200, 422]


# --- other people's rows ---

SHARED = {"district", "district_edit", "district_verify", "spreadsheet_file", "subject"}
"""Pages with something in their address that belongs to everybody."""


def test_another_agency_sees_and_changes_nothing(place):
    """Every page with a row in its address, asked and sent to by those of another agency in all roles but one.

    (Administrators look after the accounts of all, and see no work.)
    """
    other = people.agency()
    stranger = people.user(role=Role.OWNER, agency=other)
    for role in set(Role) - {Role.OWNER, Role.ADMINISTRATOR}:
        people.give(stranger, role, agency=other)
    client, chain = signed_in(stranger), AuditEntry.objects.last().pk
    open_to_all, leaks = [], []
    for pattern, address in place.addresses():
        theirs = pattern.pattern.converters and pattern.name not in SHARED
        for answer in (client.get(address), client.post(address, {"version": 1, "reason": "x", "text": "x"})):
            if theirs and answer.status_code not in {403, 404, 405}:
                open_to_all.append((pattern.name, answer.status_code))
            if SECRET.encode() in read_whole(answer):
                leaks.append(pattern.name)
    assert (open_to_all, leaks) == ([], [])
    done = AuditEntry.objects.filter(pk__gt=chain).values_list("action", flat=True)
    own = {"people.user.own_settings", "exchange.calendar.made", "exchange.calendar.ended", "exchange.urgent.chosen"}
    assert set(done) <= own


def test_those_whose_it_is_see_it(place):
    """The addresses above are right: the owner finds on them what nobody else does."""
    client = signed_in(place.people["owner"])
    found = set()
    for pattern, address in place.addresses():
        if SECRET.encode() in read_whole(client.get(address)):
            found.add(pattern.name)
    assert found >= {"work", "works", "storytellers", "people_shown", "consent_withdraw", "work_edit"}


def test_nobody_passes_without_signing_in(place):
    """Every page but the front leads to the sign-in, and back to where one was going, never elsewhere."""
    client = Client()
    passed = [
        pattern.name
        for pattern, address in place.addresses()
        if pattern.name not in OPEN
        for answer in (client.get(address), client.post(address))
        if answer.status_code not in {302, 404, 405}
        or not answer.get("Location", "/accounts/login/").startswith("/accounts/")
    ]
    assert passed == []


def test_every_form_asks_where_it_comes_from(place):
    """Without the token of this site nothing is done."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(place.people["owner"])
    codes = {client.post(address).status_code for pattern, address in place.addresses() if pattern.name not in OPEN}
    assert codes <= {403, 405}
    assert client.post(reverse("office:field_intake")).status_code == 401
    assert client.post(reverse("office:odk_submission", args=["made-up"])).status_code == 404


# --- ways out ---


@pytest.mark.parametrize(
    "where", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_no_way_leads_to_another_site(where):
    """Neither after signing in, nor after choosing a language."""
    person = people.user("somebody", password="ลับมาก-ปลอดภัย-๒๕๖๘", role=Role.READER, everywhere=True)  # noqa: S106 -- of this test
    client = Client()
    sent = {"login": person.username, "password": "ลับมาก-ปลอดภัย-๒๕๖๘", "next": where}
    signed = client.post(f"{reverse('account_login')}?next={quote(where)}", sent)
    language = client.post(reverse("set_language"), {"language": "en", "next": where})
    assert [answer["Location"].startswith("/") for answer in (signed, language)] == [True, True]
    assert "evil.example" not in signed["Location"] + language["Location"]


def test_a_foreign_host_is_refused():
    """No link of ours is ever built on a name that somebody sent."""
    assert Client().get(reverse("account_login"), headers={"host": "evil.example"}).status_code == 400
