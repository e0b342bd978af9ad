"""Agencies, users, roles, deputies, and the audit log."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samrit.people import queries
from samrit.people.actions import accounts, agencies, appointments
from samrit.people.enums import Act, AgencyKind, Role
from samrit.people.models import Agency, Deputy, RoleAssignment, User
from samrit.people.rights import EVERYWHERE
from samrit.platform.locking import stand_of
from samrit.platform.models import AuditEntry
from samrit.results.models import KeyResult
from samrit.web.office.views.common import page_of
from samrit.web.office.views.deciding import Decision, NoForm, decide
from samrit.web.office.views.filling import form_page
from samrit.web.shared.forms import DateField, OfficeForm
from samrit.web.shared.pages import attempt, rights_of, staff_page, status_of
from samrit.web.shared.templatetags.samrit import digits


def _rules_of_passwords() -> str:
    return " · ".join([*password_validators_help_texts(), _("ผู้ใช้ต้องตั้งรหัสผ่านของตนเองเมื่อเข้าใช้ครั้งต่อไป")])


def _rules_of_first_password() -> str:
    return f"{_rules_of_passwords()} · {_('เว้นว่างหากใช้ผู้ให้บริการยืนยันตัวตน')}"


class UserForm(OfficeForm):
    """A new account."""

    username = forms.CharField(label=gettext_lazy("ชื่อผู้ใช้"), max_length=150)
    name_th = forms.CharField(label=gettext_lazy("ชื่อ-สกุล"), max_length=200)
    position = forms.CharField(label=gettext_lazy("ตำแหน่ง"), required=False, max_length=200)
    email = forms.EmailField(label=gettext_lazy("อีเมล"), required=False)
    agency = forms.ModelChoiceField(
        Agency.objects.all(), label=gettext_lazy("หน่วยงาน"), required=False, empty_label=gettext_lazy("ไม่สังกัด")
    )
    password = forms.CharField(
        label=gettext_lazy("รหัสผ่านแรก"),
        help_text=lazy(_rules_of_first_password, str)(),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        required=False,
        strip=False,
    )

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        known = {name: self.cleaned_data.get(name, "") for name in ("username", "name_th", "email")}
        if password:
            try:
                validate_password(password, User(**known))
            except ValidationError as error:
                raise forms.ValidationError(error.messages) from None
        return password


class UserEditForm(OfficeForm):
    """What may be corrected of an account."""

    name_th = forms.CharField(label=gettext_lazy("ชื่อ-สกุล"), max_length=200)
    position = forms.CharField(label=gettext_lazy("ตำแหน่ง"), required=False, max_length=200)
    email = forms.EmailField(label=gettext_lazy("อีเมล"), required=False)
    agency = forms.ModelChoiceField(
        Agency.objects.all(), label=gettext_lazy("หน่วยงาน"), required=False, empty_label=gettext_lazy("ไม่สังกัด")
    )
    is_active = forms.BooleanField(label=gettext_lazy("บัญชีเปิดใช้งาน"), required=False)


def _key_results() -> list[tuple[str, str]]:
    return [(row.key, f"{digits(row.key)} {row.name}") for row in KeyResult.objects.all()]


class PasswordForm(OfficeForm):
    """A password for somebody who lost theirs."""

    password = forms.CharField(
        label=gettext_lazy("รหัสผ่านชั่วคราว"),
        help_text=lazy(_rules_of_passwords, str)(),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )


class PidForm(OfficeForm):
    """Under which number a person comes from the identity provider."""

    pid = forms.CharField(
        label=gettext_lazy("เลขประจำตัวประชาชน"),
        help_text=gettext_lazy("เลข ๑๓ หลักตามบัตร ระบบเก็บเฉพาะรหัสที่ย้อนกลับเป็นเลขไม่ได้ เว้นว่างเพื่อยกเลิก"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        required=False,
        max_length=20,
    )


class RoleForm(OfficeForm):
    """A role."""

    role = forms.ChoiceField(
        label=gettext_lazy("บทบาท"),
        choices=lambda: [(role.value, f"{role.label} — {role.does}") for role in Role],
        widget=forms.RadioSelect,
    )
    agency = forms.ModelChoiceField(
        Agency.objects.all(), label=gettext_lazy("เฉพาะหน่วยงาน"), required=False, empty_label=gettext_lazy("ทุกหน่วยงาน")
    )
    key_result = forms.ChoiceField(
        label=gettext_lazy("เฉพาะตัวชี้วัด"),
        choices=lambda: [
            ("", _("ทุกตัวชี้วัด")),
            *_key_results(),
        ],
        required=False,
    )
    valid_from = DateField(label=gettext_lazy("ตั้งแต่"), required=False)
    valid_to = DateField(label=gettext_lazy("ถึง"), required=False)


class DeputyForm(OfficeForm):
    """Who stands in, and when."""

    deputy = forms.ModelChoiceField(
        User.objects.filter(is_active=True), label=gettext_lazy("ผู้ปฏิบัติหน้าที่แทน"), empty_label=gettext_lazy("เลือกบุคคล")
    )
    valid_from = DateField(label=gettext_lazy("ตั้งแต่"))
    valid_to = DateField(label=gettext_lazy("ถึง"))
    reason = forms.CharField(label=gettext_lazy("เหตุผล"), required=False, max_length=300)


class AgencyForm(OfficeForm):
    """A new agency."""

    code = forms.CharField(label=gettext_lazy("รหัสหน่วยงาน"), max_length=12)
    kind = forms.ChoiceField(label=gettext_lazy("ประเภท"), choices=AgencyKind.choices)
    name_th = forms.CharField(label=gettext_lazy("ชื่อหน่วยงาน"), max_length=200)
    name_en = forms.CharField(label=gettext_lazy("ชื่อภาษาอังกฤษ"), required=False, max_length=200)
    parent = forms.ModelChoiceField(
        Agency.objects.all(), label=gettext_lazy("อยู่ภายใต้"), required=False, empty_label=gettext_lazy("ไม่มี")
    )


class RenameForm(OfficeForm):
    """Another name from a day on."""

    name_th = forms.CharField(label=gettext_lazy("ชื่อใหม่"), max_length=200)
    name_en = forms.CharField(label=gettext_lazy("ชื่อภาษาอังกฤษ"), required=False, max_length=200)
    from_day = DateField(label=gettext_lazy("ใช้ตั้งแต่วันที่"))


def _trail(*further: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("ผู้ใช้และหน่วยงาน"), reverse("office:people")), *further]


def _save(
    request: HttpRequest, title: str, form: OfficeForm, act: Any, back: str, done: Callable[[], str] | None = None
) -> HttpResponse:
    """One form on a page of its own; afterwards where `done` says, else back."""
    if request.method == "POST" and form.is_valid() and attempt(request, form, act):
        return redirect(done() if done else back)
    way = _trail() if rights_of(request).may(Act.ADMINISTER) else [(_("บัญชีของฉัน"), reverse("office:account"))]
    context = {"title": title, "form": form, "crumbs": way, "back": back}
    return render(request, "office/form.html", context, status=status_of(form))


@staff_page
def people(request: HttpRequest) -> HttpResponse:
    """Everybody with an account."""
    rights_of(request).require(Act.ADMINISTER)
    return render(request, "office/people.html", {"page": page_of(request, queries.people(), 50)})


@staff_page
def person(request: HttpRequest, number: int) -> HttpResponse:
    """One person with roles and deputies."""
    rights_of(request).require(Act.ADMINISTER)
    row = get_object_or_404(User.objects.select_related("agency"), pk=number)
    context = {"person": row, "roles": queries.roles_of(row), "deputies": queries.deputies_of(row), "crumbs": _trail()}
    context["by_provider"] = bool(settings.SAMRIT_OIDC)
    return render(request, "office/person.html", context)


@staff_page
def person_new(request: HttpRequest) -> HttpResponse:
    """A new account; then its page, where the role is given."""
    rights_of(request).require(Act.ADMINISTER)
    form = UserForm(request.POST or None)
    made: list[User] = []

    def act() -> None:
        data = dict(form.cleaned_data)
        made.append(accounts.make_user(**{**data, "password": data["password"] or None}, acting_user=request.user))

    def to_person() -> str:
        return reverse("office:person", args=[made[0].pk])

    return _save(request, _("เพิ่มผู้ใช้"), form, act, reverse("office:people"), to_person)


@staff_page
def person_edit(request: HttpRequest, number: int) -> HttpResponse:
    """Corrects an account, closes or opens it."""
    rights_of(request).require(Act.ADMINISTER)
    row = get_object_or_404(User, pk=number)
    form = UserEditForm(request.POST or None, initial={name: getattr(row, name) for name in accounts.CORRECTED})
    return form_page(
        request,
        form,
        lambda read: accounts.change_user(row, **form.cleaned_data, read_version=read, acting_user=request.user),
        title=f"{_('แก้ไข')} {row}",
        back=reverse("office:person", args=[number]),
        crumbs=_trail(),
        version=stand_of(row, accounts.CORRECTED),
    )


@staff_page
def person_password(request: HttpRequest, number: int) -> HttpResponse:
    """A password for somebody who lost theirs; one's own is changed on the account's page."""
    rights_of(request).require(Act.ADMINISTER)
    row = get_object_or_404(User, pk=number)
    if row.pk == request.user.pk:
        return redirect("account_change_password")
    form = PasswordForm(request.POST or None)
    return _save(
        request,
        f"{_('ตั้งรหัสผ่านใหม่ให้')} {row}",
        form,
        lambda: accounts.set_password(row, form.cleaned_data["password"], acting_user=request.user),
        reverse("office:person", args=[number]),
    )


@staff_page
def person_pid(request: HttpRequest, number: int) -> HttpResponse:
    """The number under which a person signs in by the identity provider."""
    rights_of(request).require(Act.ADMINISTER)
    if not settings.SAMRIT_OIDC:
        raise Http404
    row = get_object_or_404(User, pk=number)
    form = PidForm(request.POST or None)
    return _save(
        request,
        f"{_('เลขประจำตัวประชาชนของ')} {row}",
        form,
        lambda: accounts.set_pid(row, form.cleaned_data["pid"] or None, acting_user=request.user),
        reverse("office:person", args=[number]),
    )


@staff_page
def role_new(request: HttpRequest, number: int) -> HttpResponse:
    """Gives a role."""
    rights_of(request).require(Act.ADMINISTER)
    row = get_object_or_404(User, pk=number)
    form = RoleForm(request.POST or None, initial={"agency": row.agency_id})
    back = reverse("office:person", args=[number])
    return _save(
        request,
        f"{_('ให้บทบาทแก่')} {row}",
        form,
        lambda: appointments.give_role(row, **form.cleaned_data, acting_user=request.user),
        back,
    )


@staff_page
def role_end(request: HttpRequest, number: int, role: int) -> HttpResponse:
    """Ends a role."""
    rights_of(request).require(Act.ADMINISTER)
    row = get_object_or_404(RoleAssignment.objects.select_related("user", "agency"), pk=role, user_id=number)
    decision = Decision(
        title=_("สิ้นสุดบทบาท"),
        label=_("สิ้นสุดบทบาท"),
        act=lambda _data, _version: appointments.end_role(row, acting_user=request.user),
        back=reverse("office:person", args=[number]),
        subject=f"{row.user} · {row.get_role_display()}",
        refuse=True,
        crumbs=_trail(),
    )
    return decide(request, decision)


@staff_page
def deputy_new(request: HttpRequest, number: int) -> HttpResponse:
    """Appoints a deputy: for oneself, or by an administrator for somebody else."""
    if request.user.pk != number:
        rights_of(request).require(Act.ADMINISTER)
    row = get_object_or_404(User, pk=number)
    form = DeputyForm(request.POST or None)
    form.fields["deputy"].queryset = User.objects.filter(is_active=True).exclude(pk=row.pk)
    back = reverse("office:account") if request.user.pk == number else reverse("office:person", args=[number])

    def act() -> None:
        data = dict(form.cleaned_data)
        appointments.appoint_deputy(row, data.pop("deputy"), **data, acting_user=request.user)

    return _save(request, f"{_('ตั้งผู้ปฏิบัติหน้าที่แทน')} {row}", form, act, back)


def _home_of(request: HttpRequest, row: Deputy) -> str:
    own = request.user.pk in {row.absent_id, row.deputy_id}
    return reverse("office:account") if own else reverse("office:person", args=[row.absent_id])


@staff_page
def deputy_end(request: HttpRequest, number: int, deputy: int) -> HttpResponse:
    """Ends a deputy's days."""
    row = get_object_or_404(Deputy.objects.select_related("absent", "deputy"), pk=deputy, absent_id=number)
    if request.user.pk not in {row.absent_id, row.deputy_id}:
        rights_of(request).require(Act.ADMINISTER)
    decision = Decision(
        title=_("สิ้นสุดการปฏิบัติหน้าที่แทน"),
        label=_("สิ้นสุด"),
        act=lambda _data, _version: appointments.end_deputy(row, acting_user=request.user),
        back=_home_of(request, row),
        form=NoForm,
        subject=f"{row.deputy} → {row.absent}",
        refuse=True,
    )
    return decide(request, decision)


@staff_page
def agency_list(request: HttpRequest) -> HttpResponse:
    """All agencies."""
    rights_of(request).require(Act.ADMINISTER)
    rows = queries.agencies().prefetch_related("former_names")
    return render(request, "office/agencies.html", {"page": page_of(request, rows, 30), "crumbs": _trail()})


@staff_page
def agency_new(request: HttpRequest) -> HttpResponse:
    """A new agency."""
    rights_of(request).require(Act.ADMINISTER)
    form = AgencyForm(request.POST or None)
    return _save(
        request,
        _("เพิ่มหน่วยงาน"),
        form,
        lambda: agencies.make_agency(**form.cleaned_data, acting_user=request.user),
        reverse("office:agencies"),
    )


@staff_page
def agency_rename(request: HttpRequest, code: str) -> HttpResponse:
    """Another name from a day on; the old one stays."""
    rights_of(request).require(Act.ADMINISTER)
    row = get_object_or_404(Agency, code=code)
    form = RenameForm(request.POST or None, initial={"name_th": row.name_th, "name_en": row.name_en})
    return _save(
        request,
        f"{_('เปลี่ยนชื่อ')} {row}",
        form,
        lambda: agencies.rename_agency(row, **form.cleaned_data, acting_user=request.user),
        reverse("office:agencies"),
    )


def _with_role(row: AuditEntry) -> tuple[str, dict[str, Any]]:
    """In which role an entry was made, in words, and the entry."""
    body = json.loads(row.body)
    role = body.get("role") or ""
    return str(Role(role).label) if role in Role else role, body


@staff_page
def audit(request: HttpRequest) -> HttpResponse:
    """The audit chain, the newest first; by subject or by person."""
    rights_of(request).require(Act.READ_AUDIT, EVERYWHERE)  # the chain tells of all agencies
    rows = AuditEntry.objects.order_by("-sequence")
    subject, actor = request.GET.get("subject", "")[:120], request.GET.get("actor", "")[:80]
    if subject:
        rows = rows.filter(subject=subject)
    if actor:
        rows = rows.filter(actor=actor)
    page = page_of(request, rows, 25)
    numbers = {row.actor.removeprefix("user:") for row in page if row.actor.startswith("user:")}
    names = {
        f"user:{user.pk}": str(user) for user in User.objects.filter(pk__in=[int(n) for n in numbers if n.isdigit()])
    }
    shown = [(row, names.get(row.actor, row.actor), *_with_role(row)) for row in page]
    return render(request, "office/audit.html", {"page": page, "rows": shown, "subject": subject, "actor": actor})
