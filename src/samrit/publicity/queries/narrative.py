"""The text of a report, pre-filled from the work of its period. Its author reads and changes it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone, translation

from samrit.core.thai import format_date, to_thai
from samrit.people.models import Agency
from samrit.publicity.enums import Channel, WorkKind, WorkState
from samrit.publicity.models import AwarenessResult, Plan, Storyteller, WebsiteEntry, Work
from samrit.results.models import KeyResult, Period

_MADE = (WorkState.APPROVED, WorkState.DONE, WorkState.VERIFIED, WorkState.RETURNED)
_READINGS = {"each": "ค่าต่ำสุดรายย่าน", "joint": "รับรู้ครบทุกย่าน", "mean": "ค่าเฉลี่ย", "any": "รับรู้อย่างน้อยหนึ่งย่าน"}


def report_text(key_result: KeyResult, period: Period, agency: Agency | None = None) -> str:
    """What was done in the period, in Thai, duty by duty; "" where nothing was: 14 queries at most.

    These are the works that were released or held, not the official count, which the score shows. `agency`: only its
    works; plan, website, network and awareness are the host's and left out for any other agency.
    """
    with translation.override("th"):  # what is kept does not hang on who happens to read
        return "\n".join(_parts(key_result, period, agency))


def _parts(key_result: KeyResult, period: Period, agency: Agency | None) -> Iterable[str]:
    first, last = period.starts_on, period.ends_on
    works = Work.objects.filter(key_result=key_result, state__in=_MADE).prefetch_related("districts").order_by("pk")
    if agency is not None:
        works = works.filter(agency=agency)
    host = agency is None or agency.pk == key_result.host_id
    if host:
        yield from _plan(key_result, first, last)
    yield from _released(works, first, last)
    yield from _held(works, first, last)
    if host:
        yield from _host(key_result, first, last)


def _plan(key_result: KeyResult, first: dt.date, last: dt.date) -> Iterable[str]:
    for plan in Plan.objects.filter(key_result=key_result, approved_on__range=(first, last)).order_by("number"):
        yield f"แผนประชาสัมพันธ์ฉบับที่ {_number(plan.number)} ได้รับความเห็นชอบเมื่อวันที่ {format_date(plan.approved_on)}"


def _released(works: Any, first: dt.date, last: dt.date) -> Iterable[str]:
    shown = works.filter(kind__in=(WorkKind.PIECE, WorkKind.STORY)).prefetch_related(
        "publications", "participations", "story__pieces__publications"
    )
    rows = [(work, row) for work in shown if (row := _publications(work, first, last))]
    for kind, what, unit in (
        (WorkKind.PIECE, "ผลิตและเผยแพร่สื่อประชาสัมพันธ์", "ชิ้นงาน"),
        (WorkKind.STORY, "เผยแพร่เรื่องเล่าของชุมชน", "เรื่อง"),
    ):
        found = [(work, row) for work, row in rows if work.kind == kind]
        if found:
            yield f"{what} จำนวน {_number(len(found))} {unit} ได้แก่"
            yield from (
                f"- {work.title}{_where(work)} เผยแพร่ทาง {_channels(row)}{_community(work)}" for work, row in found
            )


def _publications(work: Work, first: dt.date, last: dt.date) -> list[Any]:
    carried = work.story.pieces.all() if work.kind == WorkKind.STORY else ()
    rows = [row for source in (work, *carried) for row in source.publications.all()]
    return [row for row in rows if row.first_public_at and first <= timezone.localdate(row.first_public_at) <= last]


def _held(works: Any, first: dt.date, last: dt.date) -> Iterable[str]:
    shown = works.filter(kind=WorkKind.ACTIVITY, activity__held=True).select_related("activity")
    rows = [work for work in shown.prefetch_related("activity__proofs") if _began(work, first, last)]
    if rows:
        yield f"จัดกิจกรรมผ่านช่องทางออนไลน์ จำนวน {_number(len(rows))} ครั้ง ได้แก่"
        for work in rows:
            day = format_date(timezone.localdate(work.activity.starts_at))
            yield f"- {work.title}{_where(work)} เมื่อวันที่ {day}{_proofs(work)}"


def _began(work: Work, first: dt.date, last: dt.date) -> bool:
    starts = work.activity.starts_at
    return starts is not None and first <= timezone.localdate(starts) <= last


def _proofs(work: Work) -> str:
    """Counts that are known; one that is not known is not written as 0."""
    known = [
        f"{row.get_kind_display()} {_number(row.number)}"
        for row in work.activity.proofs.all()
        if row.number is not None
    ]
    return f" ({', '.join(known)})" if known else ""


def _host(key_result: KeyResult, first: dt.date, last: dt.date) -> Iterable[str]:
    entries = WebsiteEntry.objects.filter(key_result=key_result, withdrawn_at=None).select_related("district")
    shown = [row.district for row in entries if row.published_at and _in(row.published_at, first, last)]
    if shown:
        yield f"เผยแพร่ข้อมูลย่านสร้างสรรค์บนเว็บไซต์ จำนวน {_number(len(shown))} ย่าน ได้แก่ {_names(shown)}"
    members = Storyteller.objects.filter(key_result=key_result)
    trained = members.filter(trained_on__range=(first, last)).count()
    if trained:
        yield f"อบรมนักเล่าเรื่องในเครือข่าย จำนวน {_number(trained)} คน"
    for row in AwarenessResult.objects.filter(key_result=key_result, measured_on__range=(first, last)).order_by("pk"):
        percent = to_thai(f"{row.share * 100:.2f}".rstrip("0").rstrip("."))
        yield (
            f"ผลสำรวจการรับรู้ ({_READINGS[row.reading]}) ร้อยละ {percent} "
            f"จากผู้ตอบ {_number(row.respondents)} คน สำรวจเมื่อวันที่ {format_date(row.measured_on)}"
        )


def _in(at: dt.datetime, first: dt.date, last: dt.date) -> bool:
    return first <= timezone.localdate(at) <= last


def _where(work: Work) -> str:
    districts = list(work.districts.all())
    return f" ({_names(districts)})" if districts else ""


def _community(work: Work) -> str:
    who = [row.who for row in work.participations.all()]
    return f" โดยชุมชนมีส่วนร่วม: {', '.join(dict.fromkeys(who))}" if who else ""


def _channels(publications: Sequence[Any]) -> str:
    return ", ".join(str(Channel(name).label) for name in dict.fromkeys(row.channel for row in publications))


def _names(districts: Iterable[Any]) -> str:
    return ", ".join(district.name_th for district in districts)


def _number(number: int) -> str:
    return to_thai(f"{number:,}")
