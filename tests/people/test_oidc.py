"""Signing in through an identity provider: matched to an existing person by a keyed hash, and nothing else kept."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from django.apps import apps
from django.contrib.messages import get_messages
from django.contrib.sessions.models import Session
from django.urls import reverse
from tests.factories.identity import identity_provider
from tests.factories.people import user

from samrit.people.models import User
from samrit.people.pid import pid_hash
from samrit.settings import oidc

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_pages", "thaid")]
PID = "1101700230708"


@pytest.fixture
def thaid(settings):
    """The provider, as an installation names it by its settings."""
    with identity_provider() as identity:
        settings.SAMRIT_OIDC = oidc.from_environment(
            {"SAMRIT_OIDC_SERVER": identity.url, "SAMRIT_OIDC_CLIENT": "samrit", "SAMRIT_OIDC_SECRET": "secret"}
        )
        settings.SOCIALACCOUNT_PROVIDERS = oidc.providers(settings.SAMRIT_OIDC)
        yield identity


@pytest.fixture
def person():
    return user("somying", name_th="สมหญิง ใจดี", pid_hash=pid_hash(PID))


def _go(client, **query):
    return client.post(reverse("openid_connect_login", args=["staff"], query=query))


def _come_back(client, gone, **values):
    state = parse_qs(urlsplit(gone["Location"]).query)["state"][0]
    return client.get(reverse("openid_connect_callback", args=["staff"]), {"code": "code", "state": state} | values)


def _signed_in(client):
    return client.session.get("_auth_user_id")


def _everything_stored():
    """All that the database holds, as one text, sessions read."""
    rows = [str(list(model.objects.values_list())) for model in apps.get_models()]
    return "".join(rows) + json.dumps([session.get_decoded() for session in Session.objects.all()])


def test_what_is_asked(client, thaid):
    """The provider is asked for the number alone, with a state and a proof key; by a form, never by a link."""
    link = client.get(reverse("openid_connect_login", args=["staff"]))
    assert (link.status_code, thaid.asked) == (200, [])
    gone = urlsplit(_go(client)["Location"])
    asked = parse_qs(gone.query)
    assert gone.path == "/api/v2/oauth2/auth/"
    assert set(asked["scope"][0].split()) == {"openid", "pid"}
    assert (asked["client_id"], asked["response_type"], asked["code_challenge_method"]) == (
        ["samrit"],
        ["code"],
        ["S256"],
    )


def test_signing_in(client, thaid, person):
    """A person whose number is known is signed in, with a session in the list like any other."""
    answer = _come_back(client, _go(client))
    assert (answer.status_code, answer["Location"]) == (302, reverse("account_change_password"))
    assert _signed_in(client) == str(person.pk)
    assert [path for path, _ in thaid.asked][-2:] == ["/api/v2/oauth2/token/", "/api/v2/oauth2/userinfo/"]
    token = next(fields for path, fields in thaid.asked if path.endswith("/token/"))
    assert token["code_verifier"]


def test_nothing_is_kept(client, person):
    """Neither the number nor the name nor a token is stored anywhere; no account is tied to the provider."""
    _come_back(client, _go(client))
    stored = _everything_stored()
    assert person.pid_hash in stored
    for told in (PID, "pairwise-1", "นางสมหญิง", '"access"', "id_token"):
        assert told not in stored
    assert apps.get_model("socialaccount", "SocialAccount").objects.count() == 0


@pytest.mark.parametrize("claim", ["userinfo", "id_token"])
def test_where_the_number_stands(client, thaid, person, claim):
    """The number may stand in either answer, in Thai digits too."""
    thaid.claims = {"sub": "pairwise-1"}
    (thaid.claims if claim == "userinfo" else thaid.token_claims)["pid"] = "๑๑๐๑๗๐๐๒๓๐๗๐๘"
    _come_back(client, _go(client))
    assert _signed_in(client) == str(person.pk)


def test_unknown_person(client):
    """Nobody is made an account silently: who is not known is told whom to ask."""
    user("other", pid_hash="0" * 64)
    answer = _come_back(client, _go(client))
    assert answer["Location"] == reverse("account_login")
    assert [str(message) for message in get_messages(answer.wsgi_request)] == [
        "ไม่พบบัญชีของท่านในระบบ โปรดติดต่อผู้ดูแลระบบของหน่วยงาน"
    ]
    assert _signed_in(client) is None
    assert User.objects.count() == 1


@pytest.mark.usefixtures("person")
def test_closed_account(client):
    """A closed account stays closed."""
    User.objects.update(is_active=False)
    assert _come_back(client, _go(client))["Location"] == reverse("account_inactive")
    assert _signed_in(client) is None


def test_second_factor(client, person):
    """Who turned on codes is asked for one after the provider too."""
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(person, generate_totp_secret())
    assert _come_back(client, _go(client))["Location"] == reverse("mfa_authenticate")
    assert _signed_in(client) is None


@pytest.mark.parametrize(
    ("claims", "token_claims"),
    [
        ({"sub": "pairwise-1"}, {"sub": "pairwise-1"}),
        ({"sub": "pairwise-1", "pid": "1101700230709"}, {"sub": "pairwise-1"}),
        ({"sub": "pairwise-1", "pid": {"is": "odd"}}, {"sub": "pairwise-1"}),
        ({"sub": "pairwise-2", "pid": PID}, {"sub": "pairwise-1"}),
        ({"sub": "pairwise-1", "pid": PID}, {"sub": "pairwise-1", "pid": "3101700230706"}),
        ([], {"sub": "pairwise-1"}),
        ("text", {"sub": "pairwise-1"}),
        ({"sub": "pairwise-1", "pid": PID}, {"sub": "pairwise-1", "aud": "another"}),
        ({"sub": "pairwise-1", "pid": PID}, {"sub": "pairwise-1", "iss": "https://elsewhere.example"}),
        ({"sub": "pairwise-1", "pid": PID}, {"sub": "pairwise-1", "exp": 1}),
    ],
)
@pytest.mark.usefixtures("person")
def test_odd_answers(client, thaid, claims, token_claims):
    """No number, a wrong one, two persons in one answer, tokens for others or too old: nobody is signed in."""
    thaid.claims, thaid.token_claims = claims, token_claims
    answer = _come_back(client, _go(client))
    assert answer.status_code in {200, 401}
    assert answer.templates[0].name == "socialaccount/authentication_error.html"
    assert _signed_in(client) is None


@pytest.mark.parametrize("path", ["/api/v2/oauth2/token/", "/api/v2/oauth2/userinfo/"])
@pytest.mark.usefixtures("person")
def test_provider_fails(client, thaid, path):
    """A provider that fails half way is a page that says so."""
    thaid.broken = {path}
    answer = _come_back(client, _go(client))
    assert answer.templates[0].name == "socialaccount/authentication_error.html"
    assert _signed_in(client) is None


def test_provider_down(client, thaid):
    """A provider that cannot be reached is a page that says so."""
    thaid.broken = {"/.well-known/openid-configuration"}
    assert _go(client).templates[0].name == "socialaccount/authentication_error.html"


@pytest.mark.usefixtures("person")
def test_forged_state(client):
    """An answer that nobody here asked for signs nobody in."""
    _go(client)
    client.get(reverse("openid_connect_callback", args=["staff"]), {"code": "code", "state": "forged"})
    assert _signed_in(client) is None


@pytest.mark.usefixtures("person")
def test_cancelled(client):
    """Who turns back at the provider is back at the start."""
    gone = _go(client)
    state = parse_qs(urlsplit(gone["Location"]).query)["state"][0]
    client.get(reverse("openid_connect_callback", args=["staff"]), {"error": "access_denied", "state": state})
    assert _signed_in(client) is None


@pytest.mark.usefixtures("person")
def test_tying_an_account(client):
    """Nobody ties the own account to somebody else's number: that is the administrator's affair."""
    me = user("me")
    client.force_login(me)
    _come_back(client, _go(client, process="connect"))
    assert _signed_in(client) == str(me.pk)
    me.refresh_from_db()
    assert me.pid_hash is None


def test_another_person_at_the_same_computer(client, person):
    """Who signs in through the provider replaces whoever was signed in before."""
    client.force_login(user("before"))
    _come_back(client, _go(client))
    assert _signed_in(client) == str(person.pk)


def test_no_provider(client, settings):
    """Without the setting there is no such sign-in."""
    settings.SOCIALACCOUNT_PROVIDERS = oidc.providers({})
    assert client.post(reverse("openid_connect_login", args=["staff"])).status_code == 404


def test_settings():
    """The settings name the provider, what is asked, and its origin for the content policy."""
    named = {
        "SAMRIT_OIDC_SERVER": "https://imauth.example.go.th/api",
        "SAMRIT_OIDC_CLIENT": "samrit",
        "SAMRIT_OIDC_SECRET": "secret",
    }
    made = oidc.from_environment(named)
    assert made == {
        "server": "https://imauth.example.go.th/api",
        "client": "samrit",
        "secret": "secret",
        "name": "ThaID",
        "scope": "openid pid",
        "claim": "pid",
    }
    assert oidc.origin(made) == ["https://imauth.example.go.th"]
    assert (oidc.from_environment({}), oidc.origin({})) == ({}, [])
