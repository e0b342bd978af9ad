"""What the site does by itself: publishing at the hour that was set, and captures of what was published."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django_tasks import task

from samrit.people.enums import Role
from samrit.people.models import User
from samrit.people.rights import Standing
from samrit.platform.jobs import start
from samrit.site import capturing
from samrit.site.actions.pages import publish_waiting
from samrit.site.models import Page


def _who(by: int, role: str, on_behalf_of: int | None) -> tuple[User, Standing]:
    behalf = None if on_behalf_of is None else User.objects.get(pk=on_behalf_of)
    return User.objects.get(pk=by), Standing(Role(role), behalf)


@task()
def publish_scheduled(page: int, version: int, at: str, by: int, role: str, on_behalf_of: int | None) -> bool:
    """Publishes the version that was to become public at this moment; False where something else came of it."""
    return publish_waiting(page, version, dt.datetime.fromisoformat(at), *_who(by, role, on_behalf_of)) is not None


@task()
def capture_page(page: int, since: str, by: int, role: str, on_behalf_of: int | None) -> int:
    """Captures a page that was published at that moment, once; gives how many items of evidence it became."""
    row = Page.objects.select_related("work__key_result", "district").get(pk=page)
    return len(capturing.capture_published(row, dt.datetime.fromisoformat(since), *_who(by, role, on_behalf_of)))


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
