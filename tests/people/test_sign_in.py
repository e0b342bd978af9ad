"""Signing in: passwords, lock-out with its notices, codes, passkeys, sessions; nobody signs up."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.factories.people import user

from samrit.core.thai import to_thai
from samrit.people.models import User
from samrit.platform.models import AuditEntry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_pages")]
PASSWORD = "สัมฤทธิ์ ทุกคะแนน"  # noqa: S105 -- of nobody
NEW = "แม่น้ำเจ้าพระยา ๒๕๖๘"
LOCKED = "เข้าสู่ระบบไม่สำเร็จหลายครั้ง จึงระงับไว้ชั่วคราว"


@pytest.fixture
def person():
    return user("somying", name_th="สมหญิง ใจดี", password=PASSWORD)


def _sign_in(client, password=PASSWORD, login="somying", **extra):
    return client.post(reverse("account_login"), {"login": login, "password": password}, **extra)


def _confirm(client):
    """Changes to the ways of signing in ask for the password once more."""
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def _signed_in(client):
    return client.session.get("_auth_user_id")


def _lock(client, login="somying"):
    for _ in range(5):
        assert _sign_in(client, "ผิด", login).status_code == 200


# --- passwords ---


@pytest.mark.parametrize("login", ["somying", "SomYing", " somying "])
def test_password(client, person, login):
    """User name and password sign in; the name's case does not matter."""
    answer = _sign_in(client, login=login)
    assert (answer.status_code, answer["Location"]) == (302, reverse("account_change_password"))
    assert _signed_in(client) == str(person.pk)


@pytest.mark.parametrize("login", ["somying", "nobody"])
@pytest.mark.usefixtures("person")
def test_wrong_password(client, login):
    """A wrong password and an unknown name get the same sentence."""
    answer = _sign_in(client, "ผิด", login)
    assert "ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง" in answer.content.decode()
    assert _signed_in(client) is None


def test_closed_account(client):
    """A closed account does not open, even with the right password."""
    user("left", password=PASSWORD, is_active=False)
    assert _sign_in(client, login="left")["Location"] == reverse("account_inactive")
    assert _signed_in(client) is None


def test_account_without_password(client):
    """An account that was made without a password cannot be opened with one."""
    user("oidc-only")
    for password in ("", "None", "!"):
        _sign_in(client, password, "oidc-only")
    assert _signed_in(client) is None


@pytest.mark.usefixtures("person")
def test_account_closed_meanwhile(client):
    """Closing an account ends its open sessions."""
    _sign_in(client)
    User.objects.update(is_active=False)
    assert client.get(reverse("usersessions_list")).status_code == 302


def test_nobody_signs_up(client):
    """There is no self-registration: neither page nor form makes an account."""
    fields = {"username": "me", "password1": PASSWORD, "password2": PASSWORD, "email": "me@example.go.th"}
    for answer in (client.get(reverse("account_signup")), client.post(reverse("account_signup"), fields)):
        assert answer.templates[0].name == "account/signup_closed.html"
    assert User.objects.count() == 0


@pytest.mark.parametrize("password", ["สั้น", "password1234", "1234567890123", "somying-12345"])
def test_new_password_refused(client, person, password):
    """A new password obeys the same rules on the page as in the action."""
    _sign_in(client)
    fields = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    assert client.post(reverse("account_change_password"), fields).context["form"].errors
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_new_password(client, person):
    """A person changes the own password; a mail says so, to the address that the administrator recorded."""
    _sign_in(client)
    fields = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert client.post(reverse("account_change_password"), fields).status_code == 302
    person.refresh_from_db()
    assert person.check_password(NEW)
    assert [message.to for message in mail.outbox] == [["somying@example.go.th"]]


# --- lock-out ---


def test_lock(client, person):
    """Five wrong passwords lock: then the right one is refused too, and the page says why and what to do."""
    _lock(client)
    answer = _sign_in(client)
    assert LOCKED in answer.content.decode()
    assert _signed_in(client) is None
    assert list(AuditEntry.objects.values_list("action", "subject")) == [("people.sign_in.locked", person.audit_name)]


@pytest.mark.usefixtures("person")
def test_mail_of_a_lock(client):
    """The owner is told by mail, once a lock, in his or her own language."""
    _lock(client)
    for _ in range(3):
        _sign_in(client, "ผิด")
    assert [(message.subject, message.to) for message in mail.outbox] == [
        ("ระงับการเข้าสู่ระบบชั่วคราว", ["somying@example.go.th"])
    ]
    assert mail.outbox[0].body.startswith("เรียน สมหญิง ใจดี")


def test_lock_of_an_unknown_name(client):
    """A name without an account is locked in the same words, so that the page does not tell who exists."""
    _lock(client, "nobody")
    assert LOCKED in _sign_in(client, login="nobody").content.decode()
    assert mail.outbox == []
    assert AuditEntry.objects.count() == 0


@pytest.mark.usefixtures("person")
def test_others_are_not_locked(client):
    """A lock holds for one account, from every computer, and for no other account."""
    other = user("somchai", password=PASSWORD)
    _lock(client)
    elsewhere = Client(REMOTE_ADDR="10.0.0.9")
    _sign_in(elsewhere)
    assert _signed_in(elsewhere) is None
    _sign_in(client, login="somchai")
    assert _signed_in(client) == str(other.pk)


@pytest.mark.usefixtures("person")
def test_notice_after_a_lock(client):
    """When the lock is over, the first sign-in says on the page that there was one; the next no longer."""
    _sign_in(client)
    client.logout()
    _lock(client)
    cache.clear()  # as time does
    notice = "มีการเข้าสู่ระบบด้วยบัญชีของท่านไม่สำเร็จหลายครั้ง"
    said = _sign_in(client, follow=True).content.decode()
    assert notice in said
    assert to_thai(str(timezone.localdate().year + 543)) in said.split(notice)[1][:80]
    client.logout()
    assert notice not in _sign_in(client, follow=True).content.decode()


@pytest.mark.usefixtures("person")
def test_right_password_between(client):
    """Signing in does not wipe the wrong attempts: whoever guesses cannot reset the count with an own account."""
    for _ in range(4):
        _sign_in(client, "ผิด")
    _sign_in(client)
    client.logout()
    _sign_in(client, "ผิด")
    assert LOCKED in _sign_in(client).content.decode()


@pytest.mark.usefixtures("person")
def test_mail_server_down(client, settings):
    """A mail server that does not answer changes nothing on the page."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    _lock(client)
    assert LOCKED in _sign_in(client).content.decode()


def test_rate_limit(client):
    """More than 30 attempts a minute from one computer are turned away, whatever the names."""
    codes = [_sign_in(client, "ผิด", f"name-{number}").status_code for number in range(31)]
    assert codes == [200] * 30 + [429]


# --- codes and passkeys ---


def _code(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_codes_of_an_app(client, person):
    """A person turns on codes of an app; from then on the password alone does not sign in."""
    _sign_in(client)
    assert client.get(reverse("mfa_activate_totp"))["Location"].startswith(reverse("account_reauthenticate"))
    _confirm(client)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    assert client.post(reverse("mfa_activate_totp"), {"code": _code(secret)}).status_code == 302
    kinds = set(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    assert kinds == {"totp", "recovery_codes"}
    client.logout()
    assert _sign_in(client)["Location"] == reverse("mfa_authenticate")
    assert _signed_in(client) is None
    assert client.post(reverse("mfa_authenticate"), {"code": "000000"}).context["form"].errors
    assert _signed_in(client) is None
    cache.clear()  # a code is taken once only; the half minute is over
    client.post(reverse("mfa_authenticate"), {"code": _code(secret)})
    assert _signed_in(client) == str(person.pk)


@pytest.mark.usefixtures("person")
def test_passkey_pages(client):
    """A passkey can be asked for at sign-in, and added by who is signed in and gave the password once more."""
    asked = client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"}).json()
    assert asked["request_options"]["publicKey"]["challenge"]
    assert client.get(reverse("mfa_add_webauthn")).status_code == 302
    _sign_in(client)
    _confirm(client)
    options = client.get(reverse("mfa_add_webauthn")).context["js_data"]["creation_options"]["publicKey"]
    assert (options["rp"]["id"], options["user"]["name"]) == ("testserver", "somying@example.go.th")


# --- sessions ---


@pytest.mark.usefixtures("person")
def test_sessions(client):
    """A person sees the own sessions with address and browser, and ends all but the present one."""
    elsewhere = Client(REMOTE_ADDR="10.0.0.9", headers={"user-agent": "Firefox"})
    _sign_in(client)
    _sign_in(elsewhere)
    page = client.get(reverse("usersessions_list"))
    assert [(one.ip, one.user_agent) for one in page.context["sessions"]] == [
        ("127.0.0.1", ""),
        ("10.0.0.9", "Firefox"),
    ]
    client.post(reverse("usersessions_list"))
    assert elsewhere.get(reverse("usersessions_list")).status_code == 302
    assert len(client.get(reverse("usersessions_list")).context["sessions"]) == 1


def test_sessions_end_with_the_password(client, person):
    """A password that an administrator sets ends every open session."""
    _sign_in(client)
    person.set_password(NEW)
    person.save()
    assert client.get(reverse("usersessions_list")).status_code == 302
