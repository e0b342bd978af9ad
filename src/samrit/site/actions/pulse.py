"""The one question of a district's page: counts by day and answer, and nothing about who answered."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from samrit.core.contract import Message, Refused
from samrit.districts.models import CreativeDistrict
from samrit.site.enums import Pulse
from samrit.site.models import PulseAnswer


@transaction.atomic
def answer_pulse(district: CreativeDistrict, answer: str) -> None:
    """Counts one answer of today. Anybody may answer; the page slows networks down. Raises Refused for other words."""
    if answer not in Pulse.values:
        raise Refused(
            "answer",
            Message("no answer was chosen", "ยังไม่ได้เลือกคำตอบ"),
            Message("choose one of the three answers", "โปรดเลือกหนึ่งในสามคำตอบ"),
        )
    row, _made = PulseAnswer.objects.get_or_create(district=district, day=timezone.localdate(), answer=answer)
    PulseAnswer.objects.filter(pk=row.pk).update(count=F("count") + 1)
