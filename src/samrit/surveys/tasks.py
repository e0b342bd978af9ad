"""What a page does not wait for: the sums of a wave are kept up while its responses come in, and again at its end."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from samrit.platform.jobs import start
from samrit.surveys import keeping
from samrit.surveys.models import Wave


@task()
def keep_sums(wave: int) -> int:
    """Writes down the sums of a wave; gives how many responses were added to them."""
    return keeping.keep(Wave.objects.select_related("survey").get(pk=wave))


def ask_to_keep(wave: Wave) -> None:
    """Has the sums of a wave kept once what came just now has settled. Call it in the transaction of what came."""
    later = keep_sums.using(run_after=timezone.now() + keeping.SETTLED)
    start(later, wave.pk, key=f"surveys.sums:{wave.pk}")
