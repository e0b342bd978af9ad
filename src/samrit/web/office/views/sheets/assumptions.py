"""What a sheet leaves open about its rubric: chosen by a person, with a reason, and printed under every score."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samrit.results.actions.definitions import set_assumption
from samrit.results.documents import definition_of
from samrit.results.settings import CHOICES_OF, open_settings
from samrit.web.office.assumed import choice_words, rule_words
from samrit.web.office.views.common import crumbs, key_result_of
from samrit.web.office.views.deciding import Decision, decide
from samrit.web.office.views.sheets.shared import revision_of
from samrit.web.shared.forms import OfficeForm, spoken
from samrit.web.shared.pages import staff_page
from samrit.web.shared.templatetags.samrit import digits


class AssumptionForm(OfficeForm):
    """Another choice, and why."""

    choice = forms.ChoiceField(label=gettext_lazy("ใช้แบบใด"), widget=forms.RadioSelect)
    reason = forms.CharField(label=gettext_lazy("เหตุผลหรือที่มา"), widget=forms.Textarea, max_length=2000)


@staff_page
def assumption(request: HttpRequest, key: str, number: int, rule: str) -> HttpResponse:
    """Chooses what holds where the sheet is silent."""
    key_result = key_result_of(request, key)
    row = revision_of(key_result, number)
    standing = {setting.rule: setting.choice for setting in open_settings(definition_of(row))}
    if rule not in CHOICES_OF or rule not in standing:
        raise Http404

    def form(*given: object, **named: object) -> AssumptionForm:
        made = AssumptionForm(*given, **named)
        made.fields["choice"].choices = [(name, spoken(choice_words(name))) for name in CHOICES_OF[rule]]
        return made

    back = reverse("office:revision", args=[key, number])
    decision = Decision(
        title=_("ข้อที่แบบไม่ได้ระบุ"),
        label=_("บันทึก"),
        act=lambda data, version: set_assumption(
            acting_user=request.user, revision=row, rule=rule, read_version=version, **data
        ),
        back=back,
        version=row.version,
        form=form,
        initial={"choice": standing[rule]},
        subject=f"{spoken(rule_words(rule))} · {_('ฉบับที่')} {digits(number)}",
        text=_("ข้อนี้จะพิมพ์ไว้ใต้คะแนนทุกครั้งว่าเป็นข้อที่แบบไม่ได้ระบุ และใครเป็นผู้เลือก"),
        crumbs=crumbs(key_result, (_("แบบและฉบับ"), back)),
    )
    return decide(request, decision)
