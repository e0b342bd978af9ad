"""A password that somebody else chose is changed before anything else, and what an administrator sets of a sign-in."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.factories.people import user
from tests.web.office import post, said, signed_in, url

from samrit.core.contract import Refused
from samrit.exchange.actions.tokens import make_token
from samrit.people import actions
from samrit.people.enums import Role
from samrit.people.models import User
from samrit.people.pid import pid_hash
from samrit.people.rights import Forbidden
from samrit.platform.models import AuditEntry

pytestmark = pytest.mark.django_db
PASSWORD = "สัมฤทธิ์ ทุกคะแนน"  # noqa: S105 -- of nobody
NEW = "แม่น้ำเจ้าพระยา ๒๕๖๘"


@pytest.fixture
def administrator():
    return user(role=Role.ADMINISTRATOR, everywhere=True)


def _sign_in(client, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": "somsri", "password": password})


@pytest.fixture
def given(administrator):
    """An account whose password an administrator typed."""
    return actions.make_user(
        username="somsri",
        name_th="สมศรี",
        agency=None,
        password=PASSWORD,
        acting_user=administrator,
    )


def _change(client, old=PASSWORD, new=NEW, **more):
    return client.post(
        reverse("account_change_password"), {"oldpassword": old, "password1": new, "password2": new, **more}
    )


def test_a_password_that_somebody_else_chose_is_changed_before_anything_else(client, given):
    """Every page of the office and of the account leads there; afterwards to the page that was wanted, once for all."""
    _sign_in(client)
    change = reverse("account_change_password")
    wanted = reverse("office:account")
    assert client.get(wanted)["Location"] == f"{change}?next=%2Faccount%2F"
    assert client.get(reverse("mfa_index"))["Location"].startswith(change)
    assert client.post(reverse("office:notifications_digest"), {"wants": "no"})["Location"] == change
    page = client.get(change, {"next": wanted})
    assert "ตั้งรหัสผ่านที่ท่านทราบแต่ผู้เดียว" in page.content.decode()
    same = _change(client, new=PASSWORD, next=wanted)
    assert same.context["form"].errors["password1"] == ["รหัสผ่านใหม่ซ้ำกับรหัสผ่านเดิม โปรดตั้งรหัสผ่านอื่น"]
    assert _change(client, next=wanted)["Location"] == wanted
    assert client.get(wanted).status_code == 200
    given.refresh_from_db()
    assert (given.must_change_password, given.check_password(NEW)) == (False, True)
    last = AuditEntry.objects.latest("sequence")
    assert (last.action, last.actor) == ("people.user.own_password", f"user:{given.pk}")
    assert NEW not in last.body
    client.logout()
    _sign_in(client, NEW)
    assert client.get(wanted).status_code == 200


@pytest.mark.usefixtures("given")
def test_the_frame_shows_no_link_that_leads_back_to_the_first_password(client):
    """Brand, language and signing out; whoever chose a password gets the whole frame again."""
    _sign_in(client)
    change = reverse("account_change_password")

    def frame():
        page = client.get(change).content.decode()
        return re.findall(r'<a [^>]*href="(/[^"]+)"', page), re.findall(r'<form [^>]*action="([^"]+)"', page)

    own = {reverse("set_language"), reverse("account_logout"), change}
    links, forms = frame()
    assert (links, set(forms)) == ([reverse("account_reset_password")], own)
    _change(client)
    links, forms = frame()
    assert {reverse("office:front"), reverse("office:week"), reverse("office:account")} < set(links)
    assert set(forms) == {*own, reverse("office:search")}


def test_a_password_set_anew_by_an_administrator_is_changed_again_and_ones_own_is_not(client, administrator):
    person, admin = user("somsri", password=PASSWORD), administrator
    actions.set_password(person, NEW, acting_user=admin)
    actions.set_password(admin, NEW, acting_user=admin)
    assert [User.objects.get(pk=one.pk).must_change_password for one in (person, admin)] == [True, False]
    _sign_in(client, NEW)
    assert client.get(reverse("office:week")).status_code == 302


@pytest.mark.usefixtures("given")
def test_the_public_pages_the_language_and_signing_out_stay_open(client):
    _sign_in(client)
    assert client.get("/").status_code == 200
    assert client.post(reverse("set_language"), {"language": "en", "next": "/"})["Location"] == "/"
    assert client.post(reverse("account_logout"))["Location"] != reverse("account_change_password")
    assert "_auth_user_id" not in client.session


def test_a_token_and_a_sign_in_without_the_password_are_not_asked(client, given):
    """A token is no password; a session that no password opened shows who the person is."""
    _token, secret = make_token(given, name="ตาราง", scopes=["read"], days=30, acting_user=given)
    answer = client.get("/api/v1/me", headers={"authorization": f"Bearer {secret}"})
    assert answer.status_code == 200
    client.force_login(given)
    assert client.get(reverse("office:account")).status_code == 200


def test_nobody_who_left_chooses_a_password():
    with pytest.raises(Forbidden):
        actions.choose_password(NEW, acting_user=user(is_active=False))
    with pytest.raises(Refused) as refused:
        actions.choose_password(PASSWORD, acting_user=user(password=PASSWORD))
    assert refused.value.path == "password"


def test_the_administrator_sets_a_password_for_who_lost_it(administrator):
    """Broken rules are told in the form; the administrator's own is changed where everybody changes their own."""
    person = user("somsri", password=PASSWORD)
    address = url("person_password", person.pk)
    assert address in signed_in(administrator).get(url("person", person.pk)).content.decode()
    assert "๑๒ ตัวอักษร" in said(post(administrator, address, password=NEW[:3]))
    assert post(administrator, address, password=NEW)["Location"] == url("person", person.pk)
    person.refresh_from_db()
    assert (person.check_password(NEW), person.must_change_password) == (True, True)
    assert post(person, address, password=NEW).status_code == 403
    own = post(administrator, url("person_password", administrator.pk), password=NEW)
    assert own["Location"] == reverse("account_change_password")


def test_the_administrator_names_who_comes_from_the_identity_provider(administrator, settings):
    """Only where there is one; the number itself is shown nowhere."""
    person = user("somsri")
    address = url("person_pid", person.pk)
    settings.SAMRIT_OIDC = {}
    assert signed_in(administrator).get(address).status_code == 404
    settings.SAMRIT_OIDC = {"name": "ThaID"}
    assert address in signed_in(administrator).get(url("person", person.pk)).content.decode()
    wrong = post(administrator, address, pid="1101700230700")
    assert "เลขประจำตัวประชาชนไม่ถูกต้อง" in said(wrong)
    assert post(administrator, address, pid="๑๑๐๑๗๐๐๒๓๐๗๐๘").status_code == 302
    person.refresh_from_db()
    assert person.pid_hash == pid_hash("1101700230708")
    post(administrator, address, pid="")
    person.refresh_from_db()
    assert person.pid_hash is None
    assert post(person, address, pid="").status_code == 403


def test_an_end_of_a_deputy_leads_the_administrator_back_to_the_person(administrator):
    absent, deputy = user(), user()
    day = timezone.localdate()
    row = actions.appoint_deputy(absent, deputy, valid_from=day, valid_to=day, acting_user=administrator)
    address = url("deputy_end", absent.pk, row.pk)
    assert post(administrator, address)["Location"] == url("person", absent.pk)


def test_the_audit_log_says_in_which_role_somebody_acted_in_words(administrator):
    person = user()
    actions.change_user(person, position="นักประชาสัมพันธ์", acting_user=administrator)
    page = signed_in(administrator).get(url("audit"))
    assert [role for _row, _name, role, _body in page.context["rows"]] == ["ผู้ดูแลระบบ"]
    assert "ผู้ดูแลระบบ" in said(page)
