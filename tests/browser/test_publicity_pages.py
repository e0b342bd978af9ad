"""The pages of publicity with much in them, in a real browser: no fault of accessibility, no overflow, no error."""

from __future__ import annotations

from typing import Any

import pytest
from tests.browser.test_pages import faults, sign_in
from tests.web.busy import Busy, busy
from tests.web.office import url

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def full(settings: Any) -> Busy:
    settings.SAMRIT_DEMO = True
    return busy()


def pages(full: Busy) -> dict[str, list[str]]:
    """The addresses that each role walks."""
    key, works = full.year.key_result.key, url("works", full.year.key_result.key)
    piece, activity, place = full.piece.uid, full.activity.uid, full.entry.district.slug
    media = full.piece.media.first().pk
    return {
        "demo-officer": [
            url("week"),
            url("notifications"),
            url("work", piece),
            url("work", full.story.uid),
            url("work", activity),
            url("work_edit", activity),
            url("tellings", piece),
            url("participation", piece),
            url("proofs", activity),
            url("media_edit", piece, media),
            url("people_shown", full.story.uid),
            url("publication_edit", piece, full.publication.uid),
            url("publication_act", piece, full.publication.uid, "withdraw"),
            *(url("evidence_new", activity, kind) for kind in ("file", "link", "statement")),
            url("work_count", piece),
            url("work_dispute", piece),
            url("talk", full.year.key_result.subject),
            url("task_new", full.piece.subject),
            url("task", full.task.pk),
            works,
            f"{works}?district=banglamphu&text=ตลาด",
            f"{works}?view=board",
            *(f"{works}?view=calendar&span={span}" for span in ("month", "week", "list")),
            f"{works}?view=calendar&span=list&day=2020-01-01",
            f"{url('filter_new', key)}?district=banglamphu",
            url("filter_delete", key, full.saved.pk),
            url("plans", key),
            url("plan", key, 2),
            url("plan_edit", key, 2),
            url("plan_compare", key, 2, 1),
            url("website", key),
            url("website_publish", key, place),
            url("website_withdraw", key, place),
            url("storytellers", key),
            url("storyteller_edit", key, full.member.uid),
            url("storyteller_works", key, full.member.uid),
            url("storyteller_leave", key, full.member.uid),
            url("consent_new", key),
            url("consent", key, full.shown.uid),
            url("consent_withdraw", key, full.shown.uid),
            url("awareness", key),
            url("awareness_new", key),
            f"{url('search')}?q=ตลาด",
        ],
        "demo-reviewer": [url("duplicates", key), url("duplicate", full.flag.pk), url("work", piece)],
    }


def test_every_page_of_publicity(tab: Any, live_server: Any, full: Busy) -> None:
    """At 1280 and 360 px, as who works with them."""
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
