"""What the page of a result tells is read again when an act may have changed it, and only then."""

from __future__ import annotations

import pytest
from tests.factories import publicity, results, site

from samrit.site import versions
from samrit.verification import report_actions
from samrit.web.public import opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def parts_kept(settings):
    """Parts of pages are kept, as in an installation."""
    settings.SAMRIT_KEEP_PARTS = True
    versions.forget()
    yield
    versions.forget()


def test_an_accepted_report_shows_at_once_and_a_page_changes_nothing(parts_kept):  # noqa: ARG001 -- parts are kept
    """The record of a key result stands while pages are written, and is another once its report is accepted."""
    at = results.key_result()
    report = results.submitted(at)
    place = publicity.office()
    report_actions.check_report(acting_user=at.reviewer, report=report)
    page = site.district_page(place)
    standing = opened.record(at.key_result)
    assert standing.reports == []
    site.publish(page, place.owner)
    assert opened.record(at.key_result) is standing
    report_actions.verify_report(acting_user=at.inspector, report=report)
    after = opened.record(at.key_result)
    assert [row.pk for row in after.reports] == [report.pk]
    assert opened.record(at.key_result) is after
