"""What keeps a work from being submitted, and from being reported as done."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from django.db.models import Q
from django.utils import timezone

from samrit.core.contract import Refused
from samrit.publicity.actions import details
from samrit.publicity.actions.consents import refuse_without_consent
from samrit.publicity.actions.shared import refuse, refuse_closed
from samrit.publicity.enums import WorkKind
from samrit.publicity.models import Publication, Work


def lacking(work: Work) -> Iterator[Refused]:
    """Whatever keeps a work from being submitted, each with how to mend it; nothing where it is complete."""
    if not work.districts.exists():
        yield refuse(
            "districts", ("no district is chosen", "ยังไม่ได้เลือกย่าน"), ("choose one or more", "โปรดเลือกอย่างน้อย ๑ ย่าน")
        )
    media = list(work.media.select_related("file"))
    if work.kind != WorkKind.ACTIVITY and not work.text and not media:
        yield refuse(
            "text", ("there is no text and no media", "ยังไม่มีข้อความหรือสื่อ"), ("add one of them", "โปรดเพิ่มอย่างใดอย่างหนึ่ง")
        )
    checks = [partial(details.refuse_unfinished_media, row) for row in media]
    checks += [
        partial(refuse_without_consent, shown.consent, on=timezone.localdate(), path="people_shown")
        for shown in work.people_shown.select_related("consent")
    ]
    for check in checks:
        try:
            check()
        except Refused as lack:
            yield lack


def refuse_not_done(work: Work) -> None:
    """Refused where an activity was not held, nothing is public, or no part of the community is recorded."""
    if work.kind == WorkKind.ACTIVITY:
        activity = work.activity
        if activity.held is not True or activity.starts_at is None:
            raise refuse(
                "held", ("it is not recorded as held", "ยังไม่ได้บันทึกว่าจัดแล้ว"), ("record that first", "โปรดบันทึกก่อน")
            )
        refuse_closed(work.key_result, timezone.localdate(activity.starts_at), "starts_at")
        return
    own = Q(work=work)
    if not Publication.objects.filter(own | Q(work__stories__work=work)).exists():
        raise refuse(
            "publications",
            ("it has no publication", "ยังไม่มีการเผยแพร่"),
            ("record where it is public", "โปรดบันทึกช่องทางที่เผยแพร่"),
        )
    if work.kind == WorkKind.STORY and not work.participations.exists():
        raise refuse(
            "participations",
            ("how the community took part is not recorded", "ยังไม่ได้บันทึกการมีส่วนร่วมของชุมชน"),
            ("record who took part, and how", "โปรดบันทึกว่าใครในชุมชนมีส่วนร่วมอย่างไร"),
        )
