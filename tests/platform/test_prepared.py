"""Queries that are spelled once: they give what Django's own give, each time for what is given then."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db.models import BooleanField, CharField, DateTimeField, Exists, OuterRef, Prefetch, Q
from django.utils import timezone
from tests.factories import publicity, site

from samrit.people.models import User
from samrit.platform.prepared import Given, Prepared
from samrit.publicity.models import Work
from samrit.site.models import Page, PageVersion

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages():
    office = publicity.office(number=2)
    districts = [site.district_page(office, row) for row in office.districts]
    return [*districts, site.story_page(office, slug="told")]


def due(kind, now):
    """With a join, a subquery, an order and what is read along."""
    approved = Exists(Work.objects.filter(page=OuterRef("pk"), approved_at__lte=now))
    rows = Page.objects.filter(Q(work=None) | approved, kind=kind, published_at__lte=now)
    return rows.select_related("published", "district").only("slug", "published__number", "district__name_th")


def read(rows):
    return [
        (row.slug, row.published.number, row.district and row.district.name_th, [one.pk for one in row.versions.all()])
        for row in rows
    ]


def test_it_answers_as_the_query_itself_for_whatever_is_given(pages, django_assert_num_queries):
    """Kinds and times differ; what is prefetched comes with it, and nothing is asked twice."""
    given = due(Given("kind", CharField()), Given("now", DateTimeField()))
    prepared = Prepared(lambda: given.order_by("slug").prefetch_related("versions"))
    now = timezone.now()
    for kind, at in (("district", now), ("story", now), ("district", now - dt.timedelta(days=1)), ("text", now)):
        expected = read(due(kind, at).order_by("slug").prefetch_related("versions"))
        assert len(expected) == (0 if at != now else sum(page.kind == kind for page in pages))
        with django_assert_num_queries(2 if expected else 1):
            assert read(prepared(kind=kind, now=at)) == expected


def test_what_is_prefetched_is_spelled_for_any_number_of_owners(pages, django_assert_num_queries):
    """Nested, in an order, of one page and of several: each gets its own, and what is read along comes with it."""
    for page in pages:
        page.versions.create(number=9, content=page.published.content, created_by=page.published.created_by)
    authors = User.objects.only("username").prefetch_related(Prefetch("roles", to_attr="held"))
    versions = PageVersion.objects.order_by("-number").prefetch_related(Prefetch("created_by", authors))

    def asked(slugs):
        return Page.objects.filter(slug__gte=slugs).order_by("slug").prefetch_related(Prefetch("versions", versions))

    prepared = Prepared(lambda: asked(Given("slug", CharField())))
    for slug in (*sorted(page.slug for page in pages), ""):
        expected = [[(one.number, one.created_by.username) for one in row.versions.all()] for row in asked(slug)]
        with django_assert_num_queries(4):
            found = prepared(slug=slug)
            assert [[(one.number, one.created_by.username) for one in row.versions.all()] for row in found] == expected


def test_each_asking_reads_anew(pages):
    """Nothing of an answer is kept, not even the values that were given."""
    prepared = Prepared(lambda: Page.objects.filter(slug=Given("slug", CharField())))
    [page] = prepared(slug=pages[0].slug)
    Page.objects.filter(pk=page.pk).update(slug="renamed")
    assert prepared(slug=pages[0].slug) == []
    assert prepared(slug="renamed") == [page]
    with pytest.raises(KeyError, match="slug"):
        prepared(kind="district")


def test_values_are_written_as_their_field_is(pages):
    """A boolean is a number in SQLite and none in PostgreSQL."""
    prepared = Prepared(lambda: Page.objects.filter(district__sample=Given("sample", BooleanField())))
    for sample in (True, False):
        expected = Page.objects.filter(district__sample=sample)
        assert sorted(row.pk for row in prepared(sample=sample)) == sorted(row.pk for row in expected)
    assert len(prepared(sample=True)) + len(prepared(sample=False)) == len(pages) - 1
