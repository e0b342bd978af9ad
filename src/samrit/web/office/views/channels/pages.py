"""The queue of what goes out, one delivery with its proof of what happened, and the writing of a variant."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samrit.channels import queries
from samrit.channels.actions import composing
from samrit.channels.addresses import short_address
from samrit.channels.bundle import bundle_of, refuse_unready
from samrit.channels.enums import DeliveryState
from samrit.channels.models import Delivery
from samrit.channels.reasons import reason_of, words_of
from samrit.channels.releasable import why_not
from samrit.channels.states import WORDS
from samrit.people.enums import Act
from samrit.people.rights import ANYWHERE
from samrit.publicity.actions.shared import scope_of
from samrit.web.office.views.channels.accounts import SEES as SEES_ACCOUNTS
from samrit.web.office.views.channels.acts import acts_of
from samrit.web.office.views.channels.forms import ChannelForm, VariantForm
from samrit.web.office.views.channels.looking import looked
from samrit.web.office.views.channels.shared import at, delivery_of, trail
from samrit.web.office.views.common import crumbs, key_result_of, page_of
from samrit.web.office.views.deciding import Decision, decide
from samrit.web.office.views.filling import form_page
from samrit.web.office.views.works.shared import at as at_work
from samrit.web.office.views.works.shared import may_do, work_of
from samrit.web.office.views.works.shared import trail as trail_of_work
from samrit.web.shared.pages import rights_of, staff_page


@staff_page
def deliveries(request: HttpRequest, key: str) -> HttpResponse:
    """What goes out for a key result, each with its state in words."""
    key_result = key_result_of(request, key)
    group = request.GET.get("group", "")
    page = page_of(request, queries.queue(key_result, group))
    context = {
        "key_result": key_result,
        "section": "works",
        "crumbs": crumbs(key_result, (_("งาน"), reverse("office:works", args=[key]))),
        "page": page,
        "rows": [(row, reason_of(row)) for row in page],
        "sees_accounts": rights_of(request).first_standing(SEES_ACCOUNTS, ANYWHERE) is not None,
        "group": group if group in queries.GROUPS else "",
        "groups": {"": _("ทั้งหมด"), "decide": _("รอเจ้าหน้าที่"), "write": _("กำลังเขียน"), **_later()},
    }
    return render(request, "office/channels/deliveries.html", context)


def _later() -> dict[str, str]:
    return {"ahead": _("รอเผยแพร่"), "live": _("เผยแพร่แล้ว")}


def _for_hands(row: Delivery, acts: list[tuple[str, Any, str]]) -> bool:
    """Whether the bundle is offered: to whom may publish by hand, for what has leave to go out."""
    return any(name == "by-hand" for name, *_rest in acts) and not why_not(row, by_hand=True)


@staff_page
def delivery(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One delivery: how it will look, what stands against it, what may be done, and all that happened."""
    row = delivery_of(request, uid)
    draft = row.state == DeliveryState.DRAFT
    acts = acts_of(request, row)
    context = {
        "delivery": row,
        "work": row.work,
        "key_result": row.work.key_result,
        "crumbs": trail(row, itself=False),
        **looked(row),
        "reason": reason_of(row),
        "acts": acts,
        "bundle": _for_hands(row, acts),
        "draft": draft,
        "may_edit": draft and may_do(request, Act.EDIT_WORK, row.work),
        "steps": [(step, WORDS.get(step.act), words_of(step.why)) for step in row.steps.all()],
        "link": short_address(row.link.code),
    }
    return render(request, "office/channels/delivery.html", context)


@staff_page
def delivery_bundle(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Everything that a person needs to publish it by hand, as one ZIP file."""
    row = delivery_of(request, uid)
    rights_of(request).require_one((Act.EDIT_WORK, Act.APPROVE_WORK), scope_of(row.work))
    refuse_unready(row)
    name = f"{row.account.channel}-{row.link.code}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(bundle_of(row), content_type="application/zip", headers=headers)


@staff_page
def delivery_new(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Chooses the account; a first variant is made of the master, to be written further."""
    work = work_of(request, uid)
    made: list[Delivery] = []

    def begin(data: dict[str, Any], _version: int) -> None:
        account = data["account"]
        form, content = composing.default_content(work, account, list(work.media.select_related("file")))
        made.append(composing.create_delivery(work, account, content, form=form, acting_user=request.user))

    decision = Decision(
        title=_("เขียนสำหรับช่องทาง"),
        label=_("เริ่มเขียน"),
        act=begin,
        back=lambda: reverse("office:delivery_edit", args=[made[0].uid]) if made else at_work(work),
        form=ChannelForm,
        subject=work.title,
        text=_("ระบบเตรียมข้อความจากต้นฉบับให้ แก้ไขให้เหมาะกับช่องทางได้"),
        crumbs=trail_of_work(work),
    )
    return decide(request, decision)


@staff_page
def delivery_edit(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Writes the variant. What is too long may be kept; the page then says what stands against it."""
    row = delivery_of(request, uid)
    form = VariantForm(request.POST or None, delivery=row)

    def save(version: int) -> None:
        composing.save_delivery(
            row,
            form.variant(),
            form=form.cleaned_data["form"],
            read_version=version,
            acting_user=request.user,
        )

    return form_page(
        request,
        form,
        save,
        title=f"{_('เขียนสำหรับ')} {row.account.get_channel_display()}",
        back=at(row),
        crumbs=trail(row),
        version=row.version,
        template="office/channels/compose.html",
        facts=[(_("งาน"), row.work.title), (_("บัญชี"), row.account.name)],
        check=reverse("office:delivery_check", args=[row.uid]),
        **looked(row),
    )


@require_POST
@staff_page
def delivery_check(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """What is typed so far, as the channel would show it, with what stands against it. Nothing is kept."""
    row = delivery_of(request, uid)
    rights_of(request).require(Act.EDIT_WORK, scope_of(row.work))
    form = VariantForm(request.POST, delivery=row)
    if form.is_valid():
        row.form, row.content = form.cleaned_data["form"], form.variant().stored()
        return render(request, "office/channels/looked.html", looked(row))
    return render(request, "office/channels/looked.html", {"form": form})
