"""Who may read what of a wave. While fieldwork goes on, those who collect in it do not see its figures.

Whoever knows the figures so far may, without wanting to, ask so that they come out; and from two readings with one
answer between them one learns what that person said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db.models import QuerySet

from samrit.core.contract import Message, Refused
from samrit.people.enums import Act
from samrit.people.models import User
from samrit.people.rights import Forbidden, Rights
from samrit.results.models import KeyResult
from samrit.surveys import downloads, queries
from samrit.surveys.actions.shared import scope_of
from samrit.surveys.models import Look, Recontact, Wave
from samrit.surveys.results import Results, results_of

FILES: dict[str, Callable[[Wave], bytes]] = {"data": downloads.data_file, "codebook": downloads.codebook_file}


class Collects(Forbidden):
    """Who asks collects answers in this wave, which is not closed yet."""

    def __init__(self) -> None:
        Refused.__init__(
            self,
            "",
            Message("who collects in this wave does not see its figures", "ผู้เก็บข้อมูลในรอบนี้ยังดูผลไม่ได้"),
            Message(
                "they are open to you when the wave is closed, or when your allocation has ended",
                "ท่านดูผลได้เมื่อปิดรอบแล้ว หรือเมื่อสิ้นสุดการมอบหมายของท่าน",
            ),
        )
        self.act = Act.VIEW


def waves_shut_to(reader: User) -> QuerySet[Wave]:
    """The waves that are not closed, and in which somebody collects."""
    return Wave.objects.filter(closed_at=None, allocations__enumerator=reader, allocations__ended_at=None)


def collects(wave: Wave, reader: User) -> bool:
    """Whether somebody collects in a wave that is not closed. 1 query while fieldwork goes on."""
    return wave.closed_at is None and waves_shut_to(reader).filter(pk=wave.pk).exists()


def refuse_collectors(wave: Wave, reader: User) -> None:
    """Raises Forbidden for who collects in a wave that is not closed."""
    if collects(wave, reader):
        raise Collects


def results_for(wave: Wave, *, reader: User) -> Results:
    """Everything that is said of a wave, to who may hear it."""
    refuse_collectors(wave, reader)
    return results_of(wave)


def file_for(wave: Wave, name: str, *, reader: User) -> bytes:
    """One of FILES. Raises KeyError for another."""
    make = FILES[name]
    refuse_collectors(wave, reader)
    return make(wave)


def visits_for(wave: Wave, *, reader: User) -> list[queries.Visit]:
    """The interviews to be visited again, to those who run the survey: single persons' answers stand behind them."""
    Rights(reader).require(Act.EDIT_SURVEY, scope_of(wave.survey))
    refuse_collectors(wave, reader)
    return queries.visits_of(wave)


def looks_for(reader: User) -> QuerySet[Look]:
    """The looks taken, less those at waves that are shut to the reader."""
    return Look.objects.exclude(wave__in=waves_shut_to(reader))


def recontacts_for(reader: User, key_results: Iterable[KeyResult]) -> QuerySet[Recontact]:
    """What second visits found, of those key results whose surveys the reader runs."""
    rights = Rights(reader)
    run = [row.pk for row in key_results if rights.may(Act.EDIT_SURVEY, scope_of(row))]
    return Recontact.objects.filter(response__wave__survey__key_result__in=run).exclude(
        response__wave__in=waves_shut_to(reader)
    )
