"""The inspector's qualitative findings, and the owner's answers."""

from __future__ import annotations

import uuid

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samrit.evidence.subjects import subject_of
from samrit.people.enums import Act
from samrit.publicity.models import Work
from samrit.results.queries import reports_of
from samrit.verification import findings as actions
from samrit.verification.models import Finding
from samrit.verification.queries import checks_required_for, findings_of
from samrit.web.office.views.common import crumbs, key_result_of, may, page_of
from samrit.web.office.views.deciding import Decision, NoForm, decide
from samrit.web.office.week import period_name
from samrit.web.shared.forms import OfficeForm
from samrit.web.shared.pages import attempt, staff_page, status_of


class FindingForm(OfficeForm):
    """A finding."""

    subject = forms.ChoiceField(label=gettext_lazy("เรื่องที่ตรวจ"))
    grade = forms.ChoiceField(
        label=gettext_lazy("ระดับ"),
        choices=[("good", gettext_lazy("ดี")), ("note", gettext_lazy("ข้อสังเกต")), ("fault", gettext_lazy("ต้องแก้ไข"))],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(label=gettext_lazy("ข้อค้นพบ"), widget=forms.Textarea)


@staff_page
def findings(request: HttpRequest, key: str) -> HttpResponse:
    """All findings on a key result."""
    key_result = key_result_of(request, key)
    context = {
        "key_result": key_result,
        "section": "findings",
        "crumbs": crumbs(key_result),
        "page": page_of(request, findings_of([key_result])),
        "checks": checks_required_for(key_result),
        "may_write": may(request, Act.WRITE_FINDING, key_result),
        "may_reply": may(request, Act.REPLY_FINDING, key_result),
    }
    return render(request, "office/findings.html", context)


@staff_page
def finding_new(request: HttpRequest, key: str) -> HttpResponse:
    """Writes a finding on the key result or one of its works."""
    key_result = key_result_of(request, key)
    form = FindingForm(request.POST or None, initial={"subject": request.GET.get("subject", key_result.subject)})
    works = Work.objects.filter(key_result=key_result).exclude(state="draft")[:500]
    form.fields["subject"].choices = [
        (key_result.subject, _("ทั้งตัวชี้วัด")),
        *((work.subject, work.title) for work in works),
        *(
            (report.subject, f"{_('รายงานผล')} {period_name(report.period.code)} {report.agency}")
            for report in reports_of(key_result)
        ),
    ]
    if request.method == "POST" and form.is_valid():
        act = lambda: actions.write_finding(key_result, **form.cleaned_data, acting_user=request.user)  # noqa: E731 -- one call
        if attempt(request, form, act, _("บันทึกข้อค้นพบแล้ว")):
            return redirect("office:findings", key)
    context = {
        "key_result": key_result,
        "crumbs": crumbs(key_result),
        "form": form,
        "title": _("บันทึกข้อค้นพบ"),
        "back": reverse("office:findings", args=[key]),
    }
    return render(request, "office/form.html", context, status=status_of(form))


class ReplyForm(OfficeForm):
    """The owner's answer."""

    text = forms.CharField(label=gettext_lazy("คำตอบ"), widget=forms.Textarea)


@staff_page
def finding_act(request: HttpRequest, key: str, uid: uuid.UUID, act: str) -> HttpResponse:
    """Answering and closing."""
    key_result = key_result_of(request, key)
    found = get_object_or_404(Finding.objects.select_related("key_result", "by"), uid=uid, key_result=key_result)
    if act not in {"reply", "close"}:
        raise Http404
    replying = act == "reply"
    decision = Decision(
        title=_("ตอบข้อค้นพบ") if replying else _("ปิดข้อค้นพบ"),
        label=_("ส่งคำตอบ") if replying else _("ปิดข้อค้นพบ"),
        act=(lambda data, _v: actions.reply_finding(found, **data, acting_user=request.user))
        if replying
        else (lambda _data, _v: actions.close_finding(found, acting_user=request.user)),
        back=reverse("office:findings", args=[key]),
        form=ReplyForm if replying else NoForm,
        text=found.text,
        facts=[(_("โดย"), str(found.by))],
        crumbs=crumbs(key_result),
        asks=(Act.REPLY_FINDING if replying else Act.WRITE_FINDING,),
        where=(subject_of(found.subject).scope,),
    )
    return decide(request, decision)
