"""What a definition says, in short: what a person must have before their eyes when confirming or signing it."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from samrit.core.rubric import describe_rubric
from samrit.core.sheet import Definition, check_sheet
from samrit.core.sheet.definition import Target
from samrit.platform.language import lang
from samrit.results.documents import definition_of
from samrit.results.models import Revision
from samrit.web.office.assumed import assumptions_in
from samrit.web.office.views.deciding import Part
from samrit.web.shared.forms import spoken
from samrit.web.shared.templatetags.samrit import bound, digits, fiscal_year, quantity


def said_by(row: Revision) -> list[Part]:
    """Target, shares of the agencies, rubric, what is assumed, and the faults that the checks of the sheet found."""
    definition = definition_of(row)
    faults = tuple(spoken(fault.message) for fault in check_sheet(definition))
    assumed = tuple(f"{name}: {choice}" for _rule, name, choice, _open in assumptions_in(row))
    rubric = tuple(describe_rubric(definition.rubric, lang())) if definition.rubric else ()
    parts = [
        Part(_("ข้อที่แบบเขียนไว้ไม่สอดคล้องกัน"), faults, doubt=True),
        Part(_("ค่าเป้าหมาย"), (_target(definition),)),
        Part(_("หน่วยงานและบทบาทภารกิจ"), tuple(_agencies(definition))),
        Part(_("เกณฑ์การให้คะแนน"), rubric or (_("ยังไม่มีเกณฑ์"),)),
        Part(_("สิ่งที่แบบไม่ได้ระบุ และระบบใช้แทน"), assumed),
    ]
    return [part for part in parts if part.lines]


def _target(definition: Definition) -> str:
    return f"{fiscal_year(definition.fiscal_year)}: {_of(definition.target)}"


def _of(target: Target | None) -> str:
    if target is None or target.value is None:
        return _("ไม่ได้ระบุ")
    if not target.operator:
        return quantity(target.value, target.unit or "")
    return bound(target.operator, target.value, target.unit or "")


def _agencies(definition: Definition) -> Iterator[str]:
    for agency in definition.agencies:
        number = digits(len(agency.duties))
        yield f"{agency.name}: {_of(agency.target)} · {_('บทบาทภารกิจ %(number)s ข้อ') % {'number': number}}"
        for place, duty in enumerate(agency.duties, start=1):
            for minimum in duty.minimums:
                bound = _of(Target(minimum.value, minimum.unit, minimum.operator))
                yield _("บทบาทภารกิจข้อ %(number)s: %(bound)s") % {"number": digits(duty.number or place), "bound": bound}
