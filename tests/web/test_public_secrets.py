"""On every public address: nothing that is not public. Every private field of every table holds a marked word."""

from __future__ import annotations

import io
import uuid
import zipfile
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models
from django.urls import reverse
from tests.factories import evidence, publicity, results, site

from samrit.results.enums import RevisionState
from samrit.results.models import KeyResult, Report, ReportedValue, Revision
from samrit.site.actions import pages
from samrit.site.models import Page
from samrit.web.public import datasets, site_urls

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="opens tables that may only grow; one database suffices"),
]
SECRET = "ลับเฉพาะ"  # noqa: S105 -- a word to look for
PUBLIC = {
    "districts.CreativeDistrict": {
        *("slug", "name_th", "name_en"),
        *(f"{part}_{lang}" for part in ("story", "identity", "people") for lang in ("th", "en")),
    },
    "people.Agency": {"name_th", "name_en", "code", "dopa_code", "district_group"},
    "platform.StoredFile": {"sha256", "media_type", "path"},
    "publicity.Work": {"title", "text", "search_tokens"},  # of what was announced or approved: see the drafts below
    "publicity.StoryDetail": {"told_by"},
    "publicity.ActivityDetail": {"host", "series"},
    "publicity.Media": {"alt", "credit"},
    "publicity.Publication": {"permalink"},
    "results.KeyResult": {"code", "name"},
    "results.Revision": {"reason"},  # of those that were signed: see the later one below
    "results.Report": {"narrative", "problems", "suggestions"},  # of those that stand: see the draft below
    "results.ReportedValue": {"name"},
    "results.Measure": {"name", "label", "unit"},  # as the sheet of an open result names its figures
    "results.AgencyTarget": {"unit"},
    "site.Page": {"slug", "search_tokens"},
    "site.Picture": {"alt_th", "alt_en", "credit"},
    "site.OldAddress": {"slug"},
    "site.Contribution": {"key_hash", "answer"},
    "site.Correction": {"text_th", "text_en"},
    "evidence.Consent": {"person"},  # of a storyteller who wants to be named; of nobody else: see below
}
"""By table, the texts that a reader may see. Everything else is private, whatever is added later."""


@pytest.fixture
def written(settings: Any) -> dict[str, Any]:
    """A site with something on every page, and a marked word in every draft and in what people sent in confidence."""
    settings.SAMRIT_DEMO = False
    place = publicity.office(number=2)
    district = site.district_page(place)
    site.picture(district, place.maker)
    district.refresh_from_db()
    pages.publish_page(district, read_version=district.version, acting_user=place.reviewer)
    story = site.story_page(place, slug="public-story", series="ชุดหนึ่ง")
    site.story_page(place, slug="second-story", series="ชุดหนึ่ง")
    pages.correct_page(story, text_th="แก้ไขวันที่", acting_user=place.maker)
    activity = publicity.work(place, publicity.activity_draft(place), state="approved")
    _drafts(place, story)
    _people(place, story)
    key = _sent(place)
    opened = _opened(place)
    made = {"district": district, "story": story, "activity": activity, "place": place}
    return {**made, "key": key, "results": [place.key_result.key, opened]}


@pytest.fixture
def world(written: dict[str, Any]) -> dict[str, Any]:
    """The same with a marked word in every private field of every row."""
    _mark()
    return written


def _drafts(place: publicity.Office, story: Page) -> None:
    """What was written and is not public: later versions, unpublished, waiting and withdrawn pages, drafts of works."""
    said = dict.fromkeys(("title", "lead", "body", "transcript"), SECRET)
    pages.save_page(story, site.texts(**said), read_version=story.version, acting_user=place.maker)
    story.refresh_from_db()
    site.story_page(place, public=False, **said)
    site.publish(site.story_page(place, public=False, **said), place.maker, at=site.soon(days=1))
    gone = site.story_page(place, slug="gone-story", **said)
    pages.withdraw_page(gone, reason=SECRET, read_version=gone.version, acting_user=place.maker)
    site.district_page(place, place.districts[1], public=False, lead=SECRET, story=SECRET)
    for ready in (publicity.draft(place), publicity.story_draft(place)):
        publicity.work(place, _marked(ready))
    for told in ({"announced_at": None}, {"open_to_public": False}):
        publicity.work(place, _marked(publicity.activity_draft(place, held=None, **told)))


def _opened(place: publicity.Office) -> str:
    """Two key results that are open: one with a public piece and evidence, and one (its key) with a sheet and reports.

    Of the reports one stands, with words that all may read; one is a draft, and so is a second revision of the sheet.
    """
    piece = publicity.work(place, state="approved")
    told = publicity.published(place, piece)
    evidence.item(told.subject, place.maker, key_result=place.key_result.key)
    at = results.key_result()
    KeyResult.objects.filter(pk__in=(place.key_result.pk, at.key_result.pk)).update(public=True)
    said = {"narrative": "ผลที่ทุกคนอ่านได้", "problems": "ฝนตก", "suggestions": "จัดในร่ม"}
    standing = results.draft(at)
    Report.objects.filter(pk=standing.pk).update(state="verified", **said)
    draft = results.draft(at, period=at.key_result.periods.order_by("starts_on")[1])
    Report.objects.filter(pk=draft.pk).update(**dict.fromkeys(said, SECRET))
    ReportedValue.objects.create(report=draft, name=SECRET, value=9)
    later = Revision.objects.get(pk=at.revision.pk)
    later.pk, later.uid, later.number, later.state, later.reason = None, uuid.uuid4(), 2, RevisionState.READ, SECRET
    later.signed_at = later.signed_by = None
    later.save(force_insert=True)
    return str(at.key_result.key)


def _sent(place: publicity.Office) -> str:
    """What a resident sent; the key of its page."""
    from samrit.site.actions.contributions import Sent, send_in

    said = {"title": SECRET, "text": SECRET, "name": SECRET, "contact": SECRET}
    return send_in(Sent(kind="story", district=place.districts[0], consent=True, **said))[1]


def _marked(draft: Any) -> Any:
    from dataclasses import replace

    return replace(draft, title=SECRET, text=SECRET)


def _people(place: publicity.Office, story: Page) -> None:
    """Storytellers who want to be named, and those who do not, or no longer, or are children."""
    import datetime as dt

    from samrit.publicity.models import Storyteller

    for fields in (
        {"person": "นางเปิดเผย"},
        {"person": SECRET, "channels": ["facebook"]},
        {"person": SECRET, "minor": True},
        {"person": SECRET, "withdrawn_at": publicity.ago(days=1)},
        {"person": SECRET, "valid_to": dt.date(2021, 1, 1)},
    ):
        row = Storyteller.objects.create(
            key_result=place.key_result,
            consent=publicity.consent(place, "storyteller", **fields),
            review_on=dt.date(2030, 1, 1),
        )
        row.districts.add(place.districts[0])
        row.contributions.add(story.work)
    publicity.consent(place, person=SECRET)


def _mark() -> None:
    """A marked word in every private text of every row. Tables that may only grow are opened for it, in this test."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')
    for model in apps.get_models():
        if not model.__module__.startswith("samrit."):
            continue
        name = f"{model._meta.app_label}.{model.__name__}"
        for field in model._meta.concrete_fields:
            text = isinstance(field, (models.CharField, models.TextField)) and not field.choices
            if text and not field.primary_key and field.name not in PUBLIC.get(name, set()):
                _mark_field(model, field)


def _mark_field(model: Any, field: Any) -> None:
    for pk in model._base_manager.values_list("pk", flat=True):
        unique = f" {uuid.uuid4()}" if field.unique else f" {pk}"
        model._base_manager.filter(pk=pk).update(**{field.name: f"{SECRET} {model.__name__}.{field.name}{unique}"})


def addresses(world: dict[str, Any]) -> dict[str, list[str]]:
    """Every public address, by the name of its pattern."""
    district, story, activity = world["district"], world["story"], world["activity"]
    arguments: dict[str, list[tuple[Any, ...]]] = {
        "district": [(district.slug,), ("no-such-place",)],
        "story": [(story.slug,), ("second-story",), ("gone-story",)],
        "activity": [(activity.uid,)],
        "activity_file": [(activity.uid,)],
        "pulse": [(district.slug,), ("no-such-place",)],
        "card": [(district.slug,)],
        "code": [(district.slug, "svg"), (district.slug, "png"), ("no-such-place", "svg")],
        "sitemap": [(1,), (2,)],
        "dataset": [(row.name,) for row in datasets.ALL],
        "download": [(row.name, form) for row in datasets.ALL for form in (*row.formats, "ckan")],
        "contribution": [(world["key"],), ("no-such-key",)],
        "preview": [(story.uid,)],
        **{name: [*((key,) for key in world["results"]), ("9999-2568",)] for name in ("result", "reports", "evidence")},
        "result_data": [(key,) for key in world["results"]],
        "dossier": [("9999-2568",)],  # its seals break where rows are marked: see the test of its own
        "tile": [(0, 0, 0)],
        "media": [(row.file_id,) for row in district.pictures.get().formats.all()],
    }
    return {
        row.name: [
            reverse(f"{space}:{row.name}", args=args)
            for space in ("site", "site-en")
            for args in arguments.get(row.name, [()])
        ]
        for row in site_urls.urlpatterns
    }


def test_nothing_private_stands_on_any_public_address(client, world):
    """Every pattern of the public site in both languages, pages that are gone or never were among them."""
    queries = [f"?q={SECRET}", "?q=เรื่อง", f"?district={world['district'].slug}", "?page=1"]
    read = 0
    for name, paths in addresses(world).items():
        for path in paths:
            for query in ("", *queries):
                answer = client.get(path + query)
                assert answer.status_code in ({302} if name == "preview" else {200, 404, 410, 422}), (
                    name,
                    path,
                    answer.status_code,
                )
                body = b"".join(answer.streaming_content) if answer.streaming else answer.content
                body = body.replace(SECRET.encode(), b"", 99) if query.endswith(SECRET) and name == "find" else body
                assert SECRET.encode() not in body, (path + query, _around(body))
                assert "Set-Cookie" not in answer.headers
                read += answer.status_code == 200
    assert read > 100


def test_the_pages_do_show_what_is_public(client, world):
    """So that the test above does not hold because nothing is shown at all."""
    district, story, activity = world["district"], world["story"], world["activity"]
    said = client.get(reverse("site:district", args=[district.slug])).content.decode()
    for words in ("คำนำของ", "นางเปิดเผย", "ชุมชน", "public-story", activity.title[:4]):
        assert words in said, words
    for key, words in zip(world["results"], ("facebook.com", "ผลที่ทุกคนอ่านได้"), strict=True):
        assert words in client.get(reverse("site:result", args=[key])).content.decode()
    assert "แก้ไขวันที่" in client.get(reverse("site:story", args=[story.slug])).content.decode()


def test_nothing_private_is_in_the_dossier(client, written):
    """Whoever checks a result himself gets facts and fingerprints, and no draft or word said in confidence."""
    answer = client.get(reverse("site:dossier", args=[written["results"][1]]))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as whole:
        for name in whole.namelist():
            assert SECRET.encode() not in whole.read(name), (name, _around(whole.read(name)))
        assert len(whole.namelist()) > 3


def _around(body: bytes) -> str:
    at = body.find(SECRET.encode())
    return body[max(0, at - 200) : at + 200].decode(errors="replace")
