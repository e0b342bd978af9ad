"""The pages that other walks leave out: decisions, evidence of units, channels, tokens, tables, packages, the site.

Each at 1280 and 360 px, as who works with it: no fault of accessibility, no overflow, no error.
"""

from __future__ import annotations

from typing import Any

import pytest
from tests.browser.test_pages import faults, sign_in
from tests.web.busy import Busy, busy
from tests.web.office import url

from samrit.channels.actions.composing import create_delivery
from samrit.channels.models import Account
from samrit.channels.platforms.parcel import Content
from samrit.evidence.actions import add_statement

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def full(settings: Any) -> Busy:
    settings.SAMRIT_DEMO = True
    return busy()


def pages(full: Busy) -> dict[str, list[str]]:
    """The addresses that each role walks."""
    key_result, people = full.year.key_result, full.year.people
    key, unit, owner = key_result.key, full.entry.subject, people["owner"]
    draft, period = full.story.uid, key_result.periods.first()
    account = Account.objects.create(
        channel="facebook", agency=key_result.host, external_id="facebook-1", name="กรุงเทพมหานคร"
    )
    made = create_delivery(full.piece, account, Content(text="เดินเล่น"), form="text", acting_user=people["officer"])
    item = _statement(full)
    return {
        "demo-officer": [
            url("evidence_of", unit),
            *(url("proof_new", unit, kind) for kind in ("file", "link", "statement")),
            url("deliveries", key),
            url("delivery_new", full.piece.uid),
            url("delivery", made.uid),
            url("delivery_edit", made.uid),
            url("storyteller_new", key, full.shown.uid),
            url("tables"),
            url("packages", key),
            url("package", key, period.code),
            url("package_hand_in", key, period.code),
            url("tokens"),
            url("token_new"),
            url("site"),
            url("site_contributions"),
        ],
        "demo-owner": [
            url("duty_due", key, key_result.duties.first().pk),
            url("period_due", key, period.code),
            url("period_act", key, period.code),
            url("plan_act", key, 2, "submit"),
            url("work_act", draft, "withdraw"),
            url("snapshot_new", key),
        ],
        "demo-inspector": [
            url("proof_mark", unit, item, "verified"),
            url("proof_mark", unit, item, "returned"),
            url("revision_compare", key, 1, 1),
            url("finding_new", key),
        ],
        "demo-reviewer": [url("district_verify", "banglamphu")],
        "demo-admin": [
            url("webhooks"),
            url("webhook_new"),
            url("agency_rename", key_result.host.code),
            url("role_end", owner.pk, owner.roles.first().pk),
            url("person_tokens", owner.pk),
        ],
    }


def _statement(full: Busy) -> int:
    return add_statement(full.entry.subject, "เห็นบนเว็บไซต์แล้ว", acting_user=full.year.people["officer"]).pk


def test_the_pages_that_are_left(tab: Any, live_server: Any, full: Busy) -> None:
    """No fault at either width, and nothing said on the console."""
    said: list[str] = []
    tab.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    wrong: dict[str, list[str]] = {}
    for name, addresses in pages(full).items():
        sign_in(tab, live_server, name)
        for address in addresses:
            if found := faults(tab, live_server.url + address, 200):
                wrong[f"{name} {address}"] = found
        tab.context.clear_cookies()
    assert (wrong, said) == ({}, [])
