"""From the name of a thing in the audit chain, a notice or a task to its page."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext as _

from samrit.districts.models import CreativeDistrict
from samrit.evidence.consents import shown_name
from samrit.evidence.models import Consent, EvidenceItem
from samrit.publicity.models import AwarenessResult, Plan, Publication, Storyteller, WebsiteEntry
from samrit.results.models import Report
from samrit.verification.models import Finding
from samrit.web.office.week import period_name
from samrit.web.shared.templatetags.samrit import date, digits


def address_of(subject: str) -> str | None:
    """The address of a subject's page; None where it has none."""
    kind, _colon, name = subject.partition(":")
    find = _FINDERS.get(kind)
    try:
        return find(name) if find else None
    except ValueError:
        return None


def _work(name: str) -> str:
    return reverse("office:work", args=[uuid.UUID(name)])


def _publication(name: str) -> str | None:
    row = Publication.objects.select_related("work").filter(uid=uuid.UUID(name)).first()
    return reverse("office:work", args=[row.work.uid]) if row else None


def _report(name: str) -> str | None:
    row = Report.objects.filter(uid=uuid.UUID(name)).first()
    return reverse("office:report", args=[row.uid]) if row else None


def _plan(name: str) -> str | None:
    row = Plan.objects.select_related("key_result").filter(uid=uuid.UUID(name)).first()
    return reverse("office:plan", args=[row.key_result.key, row.number]) if row else None


def _evidence(name: str) -> str | None:
    row = EvidenceItem.objects.filter(uid=uuid.UUID(name)).first()
    if row is None:
        return None
    of_its_own = row.subject.partition(":")[0] in PROVED
    page = reverse("office:evidence_of", args=[row.subject]) if of_its_own else address_of(row.subject)
    return f"{page}#{row.anchor}" if page else None


def _district(name: str) -> str | None:
    row = CreativeDistrict.objects.filter(uid=uuid.UUID(name)).first()
    return reverse("office:district", args=[row.slug]) if row else None


def _revision(name: str) -> str | None:
    key, _colon, number = name.rpartition(":")
    return reverse("office:revision", args=[key, int(number)]) if key else None


def _finding(name: str) -> str | None:
    row = Finding.objects.select_related("key_result").filter(uid=uuid.UUID(name)).first()
    return reverse("office:findings", args=[row.key_result.key]) if row else None


def _storyteller(name: str) -> str | None:
    row = Storyteller.objects.select_related("key_result").filter(uid=uuid.UUID(name)).first()
    return reverse("office:storytellers", args=[row.key_result.key]) if row else None


def _consent(name: str) -> str | None:
    row = Consent.objects.filter(uid=uuid.UUID(name)).first()
    return reverse("office:consent", args=[row.key_result, row.uid]) if row and row.key_result else None


def _website(name: str) -> str | None:
    row = WebsiteEntry.objects.select_related("key_result").filter(pk=int(name)).first()
    return reverse("office:website", args=[row.key_result.key]) if row else None


def _awareness(name: str) -> str | None:
    row = AwarenessResult.objects.select_related("key_result").filter(pk=int(name)).first()
    return reverse("office:awareness", args=[row.key_result.key]) if row else None


def _key_result(name: str) -> str:
    return reverse("office:key_result", args=[name])


def _period(name: str) -> str:
    return reverse("office:reports", args=[name.split(":", maxsplit=1)[0]])


def _proofs(name: str) -> str:
    return reverse("office:evidence_of", args=[name])


def _survey(name: str) -> str:
    return reverse("office:survey", args=[uuid.UUID(name)])


def _wave(name: str) -> str:
    return reverse("office:wave", args=[uuid.UUID(name)])


def _account(name: str) -> str:
    return reverse("office:channel_account", args=[uuid.UUID(name)])


def _delivery(name: str) -> str:
    return reverse("office:delivery", args=[uuid.UUID(name)])


_FINDERS: dict[str, Callable[[str], str | None]] = {
    "work": _work,
    "publication": _publication,
    "evidence": _evidence,
    "proofs": _proofs,
    "report": _report,
    "plan": _plan,
    "district": _district,
    "revision": _revision,
    "finding": _finding,
    "storyteller": _storyteller,
    "consent": _consent,
    "website": _website,
    "awareness": _awareness,
    "key_result": _key_result,
    "period": _period,
    "survey": _survey,
    "survey_wave": _wave,
    "account": _account,
    "delivery": _delivery,
}


def name_of(subject: str) -> str:
    """What a unit is called, as its page of evidence says it; "" where it is not known."""
    kind, _colon, name = subject.partition(":")
    find = _NAMES.get(kind)
    return find(name) if find else ""


def _plan_name(name: str) -> str:
    row = Plan.objects.filter(uid=uuid.UUID(name)).first()
    return f"{_('แผนประชาสัมพันธ์ ฉบับที่')} {digits(row.number)}" if row else ""


def _report_name(name: str) -> str:
    row = Report.objects.select_related("agency", "period").filter(uid=uuid.UUID(name)).first()
    return f"{_('รายงานผล')} {period_name(row.period.code)} · {row.agency}" if row else ""


def _storyteller_name(name: str) -> str:
    row = Storyteller.objects.select_related("consent").filter(uid=uuid.UUID(name)).first()
    return f"{_('นักเล่าเรื่อง')} · {shown_name(row.consent) or _('ปิดชื่อแล้ว')}" if row else ""


def _website_name(name: str) -> str:
    row = WebsiteEntry.objects.select_related("district").filter(pk=int(name)).first()
    return f"{_('ข้อมูลย่านบนเว็บไซต์')} · {row.district}" if row else ""


def _awareness_name(name: str) -> str:
    row = AwarenessResult.objects.filter(pk=int(name)).first()
    return f"{_('ผลการรับรู้ที่ใช้รายงาน')} · {date(row.measured_on)}" if row else ""


_NAMES: dict[str, Callable[[str], str]] = {
    "plan": _plan_name,
    "report": _report_name,
    "storyteller": _storyteller_name,
    "website": _website_name,
    "awareness": _awareness_name,
}

PROVED = frozenset(_NAMES)
"""The kinds of units that have a page of their own for their evidence."""

KINDS_WITH_PAGES = frozenset(_FINDERS)
"""The kinds of subjects that lead to a page."""
