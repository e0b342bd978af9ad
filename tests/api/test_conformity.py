"""The description says what is answered: calls of all kinds made up from it, none breaks the server.

Schemathesis makes the calls; addresses name rows that exist, so that they get beyond “there is no such thing”.
"""

from __future__ import annotations

import pytest
import schemathesis
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as pace
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.api.caller import caller
from tests.web.year import year

from samrit.api.application import description
from samrit.api.reads import BY_MODEL
from samrit.api.values import ref_of

pytestmark = pytest.mark.django_db
quickly = pace(
    max_examples=2,
    database=None,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
"""No 5xx, no status and no content that is not described."""


def _described():
    return description()


def test_made_up_calls_get_the_answers_that_are_described(monkeypatch):
    monkeypatch.setattr(settings, "SAMRIT_API_CALLS", 1_000_000)
    made = year()
    roles = [made.people[name] for name in ("owner", "admin", "inspector")]
    secrets = [caller(user, "read", "write", "decide", "administer").secret for user in roles]
    rows = {resource.path: ref_of(model.objects.first()) for model, resource in BY_MODEL.items() if resource.path}
    schema = schemathesis.openapi.from_dict(_described())
    schema.app = _closing(get_wsgi_application())
    operations = [found.ok() for found in schema.get_all_operations()]
    faults = [_fault(one, secrets[place % len(secrets)], rows) for place, one in enumerate(operations)]
    assert "\n\n".join(fault for fault in faults if fault) == ""


def _closing(app):
    """The application with every answer read and closed, as servers do; the client of the test leaves files open."""

    def called(environ, start_response):
        answer = app(environ, start_response)
        try:
            return [b"".join(answer)]
        finally:
            answer.close()

    return called


def _fault(operation, secret, rows):
    """What is wrong with the answers of one operation; "" where nothing is."""

    @quickly
    @given(case=operation.as_strategy())
    def tried(case):
        place = case.path.removeprefix("/api/v1/").split("/")[0]
        if "key" in (case.path_parameters or {}) and rows.get(place) is not None:
            case.path_parameters["key"] = rows[place]
        kept = {name: value for name, value in (case.headers or {}).items() if name != "Idempotency-Key"}
        case.headers = {**kept, "Authorization": f"Bearer {secret}"}
        case.call_and_validate(checks=CHECKS)

    try:
        tried()
    except (Exception, BaseExceptionGroup) as error:  # noqa: BLE001 -- all of them are told at once
        return f"{operation.label}: {error!r}"[:1500]
    return ""
