"""How each platform's connection is made, renewed and lost."""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from tests.emulators.calling import error, graph

from emulators import Address
from emulators.meta.state import APP, PAGE, PAGE_TOKEN, SECRET, USER_TOKEN
from emulators.tiktok import state as tiktok
from emulators.youtube import state as youtube

BACK = "http://127.0.0.1:8000/connect/back"


def consent(address: str, decision: str = "allow", **asked: str) -> dict[str, str]:
    """Look at the page, press its button, and read what comes back to the office."""
    page = requests.get(address, asked, timeout=5)
    assert "อนุญาต" in page.text
    answer = requests.get(address, {**asked, "decision": decision}, timeout=5, allow_redirects=False)
    where = urlsplit(answer.headers["Location"])
    assert f"{where.scheme}://{where.netloc}{where.path}" == BACK
    return {name: values[0] for name, values in parse_qs(where.query).items()}


def test_facebook_from_consent_to_a_page_token_that_never_expires(at: Address):
    dialog = f"{at}/www.facebook.com/v26.0/dialog/oauth"
    asked = {"client_id": APP, "redirect_uri": BACK, "state": "s1", "scope": "pages_show_list,pages_manage_posts"}
    assert consent(dialog, "deny", **asked) == {
        "error": "access_denied",
        "error_code": "200",
        "error_reason": "user_denied",
        "error_description": "Permissions error",
        "state": "s1",
    }
    came = consent(dialog, **asked)
    assert came["state"] == "s1"
    secret = {"client_id": APP, "client_secret": SECRET}
    exchange = {**secret, "redirect_uri": BACK, "code": came["code"]}
    short = graph(at, "GET", "oauth/access_token", **exchange).json()
    assert error(graph(at, "GET", "oauth/access_token", **exchange)) == (400, 100, 36009)
    lengthen = {**secret, "grant_type": "fb_exchange_token", "fb_exchange_token": short["access_token"]}
    long = graph(at, "GET", "oauth/access_token", **lengthen).json()
    assert (long["token_type"], long["expires_in"]) == ("bearer", 5183944)
    [page] = graph(at, "GET", "me/accounts", token=long["access_token"], fields="id,access_token,tasks").json()["data"]
    assert (page["id"], "CREATE_CONTENT" in page["tasks"]) == (PAGE, True)

    def debug(token: str) -> Any:
        return graph(at, "GET", "debug_token", token=f"{APP}|{SECRET}", input_token=token).json()["data"]

    assert (debug(page["access_token"])["expires_at"], debug(page["access_token"])["type"]) == (0, "PAGE")
    assert debug(page["access_token"])["scopes"] == ["pages_manage_posts", "pages_show_list"]
    at.advance(61 * 86400)
    assert (debug(long["access_token"])["is_valid"], debug(page["access_token"])["is_valid"]) == (False, True)
    assert error(graph(at, "GET", "oauth/access_token", **lengthen)) == (401, 190, 463)
    assert error(graph(at, "GET", f"{PAGE}/insights", token=page["access_token"], metric="page_follows")) == (
        403,
        200,
        None,
    )


@pytest.mark.parametrize(("how", "subcode"), [("password", 460), ("checkpoint", 459), ("role", 492), ("revoked", 458)])
def test_a_page_token_dies_in_several_ways(at: Address, how: str, subcode: int):
    at.change("meta", PAGE_TOKEN, dead=how)
    assert error(graph(at, "GET", "me")) == (401, 190, subcode)
    assert graph(at, "GET", "me", token=USER_TOKEN).status_code == 200


def test_instagram_login_tokens_are_lengthened_and_refreshed_after_a_day(at: Address):
    came = consent(
        f"{at}/www.instagram.com/oauth/authorize",
        client_id=APP,
        redirect_uri=BACK,
        state="s",
        scope="instagram_business_basic",
    )
    form = {
        "client_id": APP,
        "client_secret": SECRET,
        "code": came["code"],
        "redirect_uri": BACK,
        "grant_type": "authorization_code",
    }
    short = requests.post(f"{at}/api.instagram.com/oauth/access_token", form, timeout=5).json()["access_token"]
    host = f"{at}/graph.instagram.com"
    asked = {"grant_type": "ig_exchange_token", "client_secret": SECRET, "access_token": short}
    long = requests.get(f"{host}/access_token", asked, timeout=5).json()
    assert long["expires_in"] == 5_184_000
    refresh = {"grant_type": "ig_refresh_token", "access_token": long["access_token"]}
    assert requests.get(f"{host}/refresh_access_token", refresh, timeout=5).status_code == 400
    at.advance(86401)
    assert (
        requests.get(f"{host}/refresh_access_token", refresh, timeout=5).json()["access_token"] != long["access_token"]
    )


def tiktok_token(at: Address, **form: str) -> requests.Response:
    given = {"client_key": tiktok.KEY, "client_secret": tiktok.SECRET, **form}
    return requests.post(f"{at}/open.tiktokapis.com/v2/oauth/token/", given, timeout=5)


def test_tiktok_has_a_challenge_in_hex_and_rotating_refresh_tokens(at: Address):
    verifier = "a" * 50
    came = consent(
        f"{at}/www.tiktok.com/v2/auth/authorize/",
        client_key=tiktok.KEY,
        response_type="code",
        redirect_uri=BACK,
        state="s",
        scope="user.info.basic,video.publish",
        code_challenge=hashlib.sha256(verifier.encode()).hexdigest(),
        code_challenge_method="S256",
    )
    form = {"grant_type": "authorization_code", "code": came["code"], "redirect_uri": BACK, "code_verifier": verifier}
    first = tiktok_token(at, **form).json()
    assert (first["expires_in"], first["refresh_expires_in"], first["scope"]) == (
        7200,
        15552000,
        "user.info.basic,video.publish",
    )
    second = tiktok_token(at, grant_type="refresh_token", refresh_token=first["refresh_token"]).json()
    lost = tiktok_token(at, grant_type="refresh_token", refresh_token=first["refresh_token"])
    assert (lost.status_code, lost.json()["error"]) == (200, "invalid_grant")

    def info(token: str) -> Any:
        headers = {"Authorization": f"Bearer {token}"}
        fields = {"fields": "display_name"}
        return requests.get(f"{at}/open.tiktokapis.com/v2/user/info/", fields, headers=headers, timeout=5).json()[
            "error"
        ]["code"]

    assert (info(first["access_token"]), info(second["access_token"])) == ("access_token_invalid", "ok")
    at.advance(7201)
    assert info(second["access_token"]) == "access_token_invalid"
    revoke = {"client_key": tiktok.KEY, "client_secret": tiktok.SECRET, "token": second["access_token"]}
    requests.post(f"{at}/open.tiktokapis.com/v2/oauth/revoke/", revoke, timeout=5)
    assert (
        tiktok_token(at, grant_type="refresh_token", refresh_token=second["refresh_token"]).json()["error"]
        == "invalid_grant"
    )


def google_token(at: Address, **form: str) -> requests.Response:
    given = {"client_id": youtube.CLIENT, "client_secret": youtube.SECRET, **form}
    return requests.post(f"{at}/oauth2.googleapis.com/token", given, timeout=5)


@pytest.mark.parametrize(("testing", "days", "alive"), [(True, 8, False), (False, 8, True), (False, 190, False)])
def test_google_refresh_tokens_live_a_week_in_testing_and_half_a_year_unused(
    at: Address, testing: bool, days: int, alive: bool
):
    at.change("youtube", youtube.CLIENT, testing=testing)
    asked = {
        "client_id": youtube.CLIENT,
        "redirect_uri": BACK,
        "response_type": "code",
        "state": "s",
        "access_type": "offline",
    }
    scope = "https://www.googleapis.com/auth/youtube.upload"
    came = consent(f"{at}/accounts.google.com/o/oauth2/v2/auth", **asked, scope=scope, prompt="consent")
    made = google_token(at, grant_type="authorization_code", code=came["code"], redirect_uri=BACK).json()
    assert (made["expires_in"], made["scope"]) == (3599, scope)
    at.advance(days * 86400)
    answer = google_token(at, grant_type="refresh_token", refresh_token=made["refresh_token"])
    assert (answer.status_code, answer.json().get("error")) == ((200, None) if alive else (400, "invalid_grant"))


def test_without_offline_access_there_is_no_refresh_token(at: Address):
    asked = {"client_id": youtube.CLIENT, "redirect_uri": BACK, "response_type": "code", "state": "s"}
    came = consent(
        f"{at}/accounts.google.com/o/oauth2/v2/auth", **asked, scope="https://www.googleapis.com/auth/youtube"
    )
    made = google_token(at, grant_type="authorization_code", code=came["code"], redirect_uri=BACK).json()
    assert "refresh_token" not in made


def test_a_missing_permission_is_named(at: Address):
    made = at.world.platform("meta").token(PAGE, {"scopes": ["pages_show_list"]})["access_token"]
    assert error(graph(at, "POST", f"{PAGE}/feed", token=made, message="ก")) == (403, 200, None)
