"""The identity provider as allauth sees it. Of everything it tells, only the keyed hash of the `pid` goes further."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext as _
from requests import RequestException

from samrit.core.thai import to_arabic
from samrit.people.models import User
from samrit.people.pid import is_pid, pid_hash
from samrit.people.sign_in import StaffAdapter


class StaffProvider(OpenIDConnectProvider):
    """Asks for the national identity number and keeps no name, address, token or number."""

    package = "allauth.socialaccount.providers.openid_connect"

    def extract_uid(self, data: Any) -> str:
        """The keyed hash of the `pid`. Raises OAuth2Error where the answers name none, or contradict each other."""
        answers = [answer for answer in (data.get("userinfo"), data.get("id_token")) if isinstance(answer, dict)]
        if len({str(answer["sub"]) for answer in answers if "sub" in answer}) > 1:
            raise OAuth2Error("the answers are about different persons")
        claim = self.app.settings["claim"]
        named = {to_arabic(str(answer[claim])) for answer in answers if answer.get(claim)}
        if len(named) != 1 or not is_pid(next(iter(named))):
            raise OAuth2Error("the answer names no person")
        return pid_hash(named.pop())

    def extract_extra_data(self, data: Any) -> dict[str, Any]:  # noqa: ARG002 -- allauth's signature
        return {}

    def extract_common_fields(self, data: Any) -> dict[str, Any]:  # noqa: ARG002 -- allauth's signature
        return {}

    def extract_email_addresses(self, data: Any) -> list[Any]:  # noqa: ARG002 -- allauth's signature
        return []

    def redirect(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Sends the browser to the provider; a provider that cannot be reached is a page that says so."""
        try:
            return super().redirect(request, *args, **kwargs)
        except (RequestException, KeyError) as error:
            return render_authentication_error(request, self, exception=error)


class OfficeIdentityAdapter(DefaultSocialAccountAdapter):
    """Who comes from the identity provider is matched to an existing person, or goes no further."""

    def is_open_for_signup(self, request: Any, sociallogin: Any) -> bool:  # noqa: ARG002 -- allauth's signature
        return False

    def pre_social_login(self, request: Any, sociallogin: Any) -> None:
        """Signs in the person with this keyed hash; nothing of what the provider told is kept.

        The second factor and the refusal of persons who left are asked for as after a password.
        """
        if sociallogin.state.get("process") != AuthProcess.LOGIN:
            raise ImmediateHttpResponse(redirect(settings.LOGIN_REDIRECT_URL))
        user = User.objects.filter(pid_hash=sociallogin.account.uid).first()
        if user is None:
            messages.error(request, _("ไม่พบบัญชีของท่านในระบบ โปรดติดต่อผู้ดูแลระบบของหน่วยงาน"))
            raise ImmediateHttpResponse(redirect("account_login"))
        if request.user.is_authenticated and request.user != user:
            StaffAdapter(request).logout(request)
        record_authentication(request, user, "socialaccount", provider=sociallogin.account.provider)
        onward = sociallogin.get_redirect_url(request) or resolve_url(settings.LOGIN_REDIRECT_URL)
        login = Login(user=user, redirect_url=onward)
        raise ImmediateHttpResponse(perform_login(request, login))
