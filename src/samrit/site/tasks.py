"""What the site has done without a page waiting for it: captures of what was published."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django_tasks import task

from samrit.people.enums import Role
from samrit.people.models import User
from samrit.people.rights import Standing
from samrit.platform.jobs import start
from samrit.site import capturing
from samrit.site.models import Page


@task()
def capture_page(page: int, since: str, by: int, role: str, on_behalf_of: int | None) -> int:
    """Captures a page that was published at that moment, once; gives how many items of evidence it became."""
    row = Page.objects.select_related("work__key_result", "district").get(pk=page)
    behalf = None if on_behalf_of is None else User.objects.get(pk=on_behalf_of)
    standing = Standing(Role(role), behalf)
    moment = dt.datetime.fromisoformat(since)
    return len(capturing.capture_published(row, moment, User.objects.get(pk=by), standing))


@task()
def take_missing_captures(_day: str) -> int:
    """Asks again for captures that never came to be: the program was stopped, or the site did not answer."""
    asked = 0
    for page in capturing.without_capture() if settings.SAMRIT_CAPTURE else []:
        found = capturing.published_by(page)
        if found is not None:
            who, standing = found
            since = dt.datetime.min.replace(tzinfo=dt.UTC).isoformat()
            start(capture_page, page.pk, since, who.pk, standing.role, None, key=f"site.capture:{page.pk}")
            asked += 1
    return asked
