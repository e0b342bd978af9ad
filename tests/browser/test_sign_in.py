"""Signing in with more than a password, in a real browser: an app's codes, recovery codes, and a passkey."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.urls import reverse
from tests.factories import people

from samrit.people.enums import Role
from samrit.people.models import User

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def person() -> User:
    return people.user("somying", role=Role.READER, everywhere=True, password=people.PASSWORD)


@pytest.fixture
def said(tab: Any) -> list[str]:
    """What the browser complains of."""
    found: list[str] = []
    tab.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    return found


def by_password(tab: Any, live_server: Any) -> None:
    tab.goto(live_server.url + reverse("account_login"))
    tab.fill("[name=login]", "somying")
    tab.fill("[name=password]", people.PASSWORD)
    tab.click("main form:has([name=password]) button[type=submit]")


def go(tab: Any, live_server: Any, name: str) -> None:
    """To a page of one's own security, with the password once more where it is asked for."""
    tab.goto(live_server.url + reverse(name))
    if "reauthenticate" in tab.url:
        tab.fill("[name=password]", people.PASSWORD)
        tab.click("main form:has([name=password]) button[type=submit]")
        tab.wait_for_url(f"**{reverse(name)}")


def code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_codes_of_an_app_and_recovery_codes(tab, live_server, person, said):
    """Turned on with the secret that the page shows; then a code is asked for, and a recovery code serves once."""
    by_password(tab, live_server)
    tab.wait_for_url("**/week/")
    go(tab, live_server, "mfa_activate_totp")
    assert tab.locator("main img").evaluate("image => image.naturalWidth") > 0
    secret = tab.input_value("#authenticator_secret")
    tab.fill("[name=code]", code(secret))
    tab.click("main form:has([name=code]) button[type=submit]")
    tab.wait_for_url(lambda url: "totp/activate" not in url)
    go(tab, live_server, "mfa_view_recovery_codes")
    recovery = re.findall(r"\b\w{8}\b", tab.input_value("main textarea"))
    assert len(recovery) == 10
    for given, welcome in ((recovery[0], True), (recovery[0], False), ("000000", False), (None, True)):
        cache.clear()  # a code of the app is taken once in its half minute
        tab.context.clear_cookies()
        by_password(tab, live_server)
        tab.wait_for_url(f"**{reverse('mfa_authenticate')}*")
        tab.fill("[name=code]", given or code(secret))
        tab.click("main form:has([name=code]) button[type=submit]")
        tab.wait_for_load_state()
        assert ("/week/" in tab.url) is welcome, given
    assert set(Authenticator.objects.filter(user=person).values_list("type", flat=True)) == {"totp", "recovery_codes"}
    assert said == []


def test_passkey(tab, live_server, person, said, settings):
    """A passkey is added with the device's own ceremony, and signs in without a password."""
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # the test's server has no HTTPS
    device = tab.context.new_cdp_session(tab)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    by_password(tab, live_server)
    tab.wait_for_url("**/week/")
    go(tab, live_server, "mfa_add_webauthn")
    tab.fill("[name=name]", "เครื่องของสมหญิง")
    tab.check("[name=passwordless]")
    tab.click("#mfa_webauthn_add")
    tab.wait_for_url(lambda url: "webauthn/add" not in url)
    key = Authenticator.objects.get(user=person, type="webauthn")
    assert key.wrap().name == "เครื่องของสมหญิง"

    tab.context.clear_cookies()
    tab.goto(live_server.url + reverse("account_login"))
    tab.click("#passkey_login")
    tab.wait_for_url("**/week/")
    assert "somying" in tab.content() or person.name_th in tab.content()

    tab.context.clear_cookies()
    key.delete()
    tab.goto(live_server.url + reverse("account_login"))
    tab.click("#passkey_login")
    tab.wait_for_load_state("networkidle")
    assert "/week/" not in tab.url
    assert [line for line in said if "400" not in line] == []
