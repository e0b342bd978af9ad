"""What citizens reported around the districts: asked of the emulated Traffy Fondue in the night before each moment."""

from __future__ import annotations

from samrit.demo.diary import Diary
from samrit.demo.emulating import set_clock
from samrit.demo.moments import MOMENTS
from samrit.demo.year.office import Office
from samrit.districts.models import CreativeDistrict
from samrit.exchange import traffy
from samrit.platform.emulated import emulated


def write(diary: Diary, _office: Office) -> None:
    """Once before each moment, at the hour of the nightly asking: nobody would read the others."""
    for moment in MOMENTS:
        diary.at(moment.start.replace(hour=4, minute=10), _ask)


def _ask() -> None:
    set_clock(emulated())
    for district in CreativeDistrict.objects.filter(khets__isnull=False).distinct().prefetch_related("khets"):
        traffy.refresh(district)
