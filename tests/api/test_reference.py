"""The pages of the reference say what the description says, and load nothing from elsewhere."""

from __future__ import annotations

import html
import json
import re

import pytest
from django.test import Client

from samrit.api.application import description
from samrit.api.reference import groups

pytestmark = pytest.mark.django_db


def described() -> set[tuple[str, str]]:
    paths = description()["paths"]
    return {(method.upper(), address) for address, methods in paths.items() for method in methods}


def test_every_operation_is_there_once() -> None:
    rows = [row for operations in groups().values() for row in operations]
    assert {(row.method, row.address) for row in rows} == described()
    assert len(rows) == len(described())


def test_the_contents_lead_to_every_resource(client: Client) -> None:
    page = client.get("/api/v1/docs/").content.decode()
    told = set(re.findall(r'<span class="method">(\w+)</span> <code>([^<]+)</code>', page))
    assert told == described()
    for tag in groups():
        assert client.get(f"/api/v1/docs/{tag}/").status_code == 200
    assert client.get("/api/v1/docs/no-such/").status_code == 404


def test_an_operation_tells_fields_scope_and_a_body_to_begin_with(client: Client) -> None:
    [made] = [row for row in groups()["works"] if row.id == "works_create_work"]
    assert (made.method, made.address, made.scope, made.status) == ("POST", "/api/v1/works", "write", "201")
    fields = {row.name: (row.kind, row.needed) for row in made.body}
    assert fields["title"] == ("string", True)
    assert fields["planned_on"] == ("date | null", False)
    assert set(json.loads(made.example)) == {name for name in fields if "." not in name and "[" not in name}
    page = html.unescape(client.get("/api/v1/docs/works/").content.decode())
    assert made.example in page


def test_nothing_comes_from_elsewhere(client: Client) -> None:
    for address in ("/api/v1/docs/", "/api/v1/docs/works/"):
        page = client.get(address)
        assert not re.findall(r'(?:src|href)="(?:https?:)?//', page.content.decode())
        assert "<script>" not in page.content.decode()
