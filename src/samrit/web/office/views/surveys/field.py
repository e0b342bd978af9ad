"""Enumerators at work: what is theirs to collect, the page that works without a network, and its intake.

The page is opened once by a person who is signed in. It carries a token for this allocation, so that answers gathered
during days without a network are taken in whether or not the sign-in still holds; ending the allocation ends the token.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from samrit.core.contract import Message, Refused
from samrit.people.rights import Forbidden
from samrit.surveys import flow, queries
from samrit.surveys.actions.intake import Closed, Conflict, Submission, door_of_allocation, receive
from samrit.surveys.actions.shared import asked, latest
from samrit.surveys.enums import Recognition
from samrit.surveys.models import Allocation, QuestionnaireVersion
from samrit.surveys.questionnaire import question_data
from samrit.web.shared.pages import staff_page

_SALT = "samrit.field.allocation"
_MOST = 200_000
"""Bytes of one interview."""


def token_of(allocation: Allocation) -> str:
    """What lets a phone send the interviews of this allocation."""
    return signing.dumps(str(allocation.uid), salt=_SALT)


def allocation_of(token: str) -> Allocation | None:
    """The allocation of a token; None for a token that we did not make."""
    try:
        uid = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    rows = Allocation.objects.select_related("wave__survey__key_result", "psu__stratum", "enumerator")
    return rows.filter(uid=uid).first()


@staff_page
def allocations(request: HttpRequest) -> HttpResponse:
    """What this person has to collect."""
    rows = queries.my_allocations(request.user)
    lists = [(row, reverse("office:odk_list", args=[token_of(row)])) for row in rows]
    # ODK Collect is given the address above the list, and adds the name of the list itself.
    odk = [(row, request.build_absolute_uri(address.removesuffix("/formList"))) for row, address in lists]
    return render(request, "office/field/list.html", {"rows": rows, "odk": odk})


@staff_page
def app(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The page for the phone; an allocation is its enumerator's alone."""
    rows = Allocation.objects.select_related("wave__survey__key_result", "psu__stratum", "enumerator")
    allocation = get_object_or_404(rows, uid=uid, enumerator=request.user)
    door_of_allocation(allocation)
    return render(request, "office/field/app.html", {"allocation": allocation, "field": _field(allocation)})


def _field(allocation: Allocation) -> dict[str, Any]:
    version = latest(allocation.wave.survey)
    lang = "en" if (get_language() or "th").startswith("en") else "th"
    return {
        "lang": lang,
        "allocation": str(allocation.uid),
        "title": asked(version).title.en if lang == "en" else asked(version).title.th,
        "place": str(allocation.psu),
        "version": version.number,
        "questionnaire": version.content,
        "guardian": question_data(flow.GUARDIAN_QUESTION),
        "adults": question_data(flow.ADULTS_QUESTION),
        "pictures": pictures_of(version),
        "codes": [{"value": code.value, "label": {"th": str(code.label)}} for code in Recognition],
        "token": token_of(allocation),
        "send": reverse("office:field_intake"),
        "worker": reverse("office:field_worker"),
        "scope": reverse("office:field"),
        "words": _words(),
    }


def pictures_of(version: QuestionnaireVersion) -> dict[str, str]:
    """By name that is asked about the address of its picture."""
    battery = asked(version).battery
    return {
        item.id: reverse("public:survey_picture", args=[version.survey.uid, version.number, item.id])
        for item in (battery.items if battery else ())
        if item.picture
    }


def _words() -> dict[str, str]:
    """What the page says; {n}, {of} and {age} are filled in there."""
    return {
        "begin": _("เริ่มสัมภาษณ์ใหม่"),
        "resume": _("ทำรายการที่ค้างต่อ (เริ่มเมื่อ {age})"),
        "consent": _("ความยินยอม"),
        "agrees": _("อ่านให้ผู้ตอบฟังแล้ว และผู้ตอบยินยอม"),
        "must": _("ต้องได้รับความยินยอมก่อนเริ่ม"),
        "where": _("ผู้ตอบยินยอมให้บันทึกตำแหน่งโดยประมาณ (ราวหนึ่งกิโลเมตร ไม่บังคับ)"),
        "next": _("ต่อไป"),
        "back": _("ย้อนกลับ"),
        "later": _("พักไว้ก่อน"),
        "cancel": _("ยกเลิก"),
        "finish": _("จบและเก็บคำตอบ"),
        "place": _("ข้อ {n} จาก {of}"),
        "choose": _("โปรดเลือก"),
        "answer": _("โปรดตอบคำถามข้อนี้"),
        "every": _("โปรดเลือกคำตอบให้ครบทุกย่าน"),
        "number": _("โปรดพิมพ์จำนวนเต็มในช่วงที่กำหนด"),
        "young": _("ขอบคุณผู้ตอบ ไม่เก็บคำตอบของผู้เยาว์รายนี้"),
        "kept": _("เก็บคำตอบในโทรศัพท์แล้ว เลข {n} โปรดจดลงบัญชีครัวเรือน เผื่อมีการสัมภาษณ์ซ้ำ"),
        "queue": _("รอส่ง"),
        "waiting": _("รอส่ง {n} ราย รายเก่าที่สุดเก็บเมื่อ {age}"),
        "nothing": _("ไม่มีรายการค้าง"),
        "sent": _("ส่งจากเครื่องนี้แล้ว {n} ราย"),
        "now": _("ส่งตอนนี้"),
        "export": _("ส่งออกรายการที่ค้าง"),
        "persisted": _("เบราว์เซอร์รับรองว่าจะไม่ลบข้อมูลที่ค้าง"),
        "not_persisted": _("เบราว์เซอร์อาจลบข้อมูลที่ค้างหากไม่เปิดใช้หลายวัน โปรดเพิ่มลงหน้าจอหลักและส่งทุกวัน"),
        "minutes": _("{n} นาทีก่อน"),
        "hours": _("{n} ชั่วโมงก่อน"),
        "days": _("{n} วันก่อน"),
        "elsewhere": _("รายการนี้เปิดอยู่ในอีกหน้าต่างหนึ่ง"),
        "no_store": _("เบราว์เซอร์นี้เก็บข้อมูลในเครื่องไม่ได้ โปรดปิดโหมดไม่ระบุตัวตน"),
    }


@never_cache
def worker(_request: HttpRequest) -> HttpResponse:
    """The service worker, from an address above the pages that it serves."""
    return HttpResponse(
        Path(finders.find("js/field-sw.js")).read_bytes(), content_type="text/javascript; charset=utf-8"
    )


def manifest(_request: HttpRequest) -> JsonResponse:
    """What makes the page an app on the phone's home screen."""
    icon = {"src": static("img/favicon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
    data = {
        "name": _("สัมฤทธิ์ เก็บแบบสำรวจ"),
        "short_name": _("เก็บแบบสำรวจ"),
        "start_url": reverse("office:field"),
        "scope": reverse("office:field"),
        "display": "standalone",
        "background_color": "#FBFAF6",
        "theme_color": "#0B6B4F",
        "icons": [icon],
    }
    return JsonResponse(data, content_type="application/manifest+json")


@csrf_exempt  # no cookie is asked: the token in the header is the leave
@require_POST
def intake(request: HttpRequest) -> JsonResponse:
    """Takes one interview: 201 new, 200 there already, else a sentence that the phone shows beside the record."""
    kind, _blank, token = request.headers.get("authorization", "").partition(" ")
    allocation = allocation_of(token) if kind == "Bearer" else None
    if allocation is None:
        return _told(401, Message("the phone is not known", "ไม่รู้จักโทรศัพท์นี้ โปรดเปิดหน้านี้ใหม่หลังเข้าระบบ"))
    try:
        sent = read_submission(request, allocation)
        receipt = receive(door_of_allocation(allocation), sent)
    except Refused as refused:
        code = {Conflict: 409, Closed: 410, Forbidden: 403}.get(type(refused), 422)
        sentence = Message(
            f"{refused.path}: {refused.what.en} — {refused.mend.en}",
            f"{refused.path}: {refused.what.th} — {refused.mend.th}",
        )
        return _told(code, sentence)
    return JsonResponse({"uid": str(receipt.uid), "replay": receipt.replay}, status=200 if receipt.replay else 201)


def _told(status: int, sentence: Message) -> JsonResponse:
    return JsonResponse({"th": sentence.th, "en": sentence.en}, status=status)


def read_submission(request: HttpRequest, allocation: Allocation) -> Submission:
    """An interview out of a request's JSON. Raises Refused for what is none."""
    length = request.headers.get("content-length", "")
    if length.isdigit() and int(length) > _MOST:
        raise _no_interview("")
    try:
        data = json.loads(request.body)
        uid = uuid.UUID(data["uid"])
        number = int(data["questionnaire"])
        answers, order = dict(data["answers"]), [str(name) for name in data.get("order", ())]
        seconds = max(0, min(int(data.get("seconds") or 0), 10**6))
        timings = {
            str(key)[:40]: max(0, min(int(value), 10**6)) for key, value in dict(data.get("timings", {})).items()
        }
        moment = dt.datetime.fromisoformat(data["answered_at"]) if data.get("answered_at") else None
        place = None if data.get("place") is None else coarse(data["place"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _no_interview(str(error)[:80]) from None
    version = QuestionnaireVersion.objects.filter(survey=allocation.wave.survey_id, number=number).first()
    if version is None:
        raise _no_interview("questionnaire")
    return Submission(
        uid=uid,
        questionnaire=version,
        answers=answers,
        order=order[:300],
        language=str(data.get("language", "th")),
        seconds=seconds,
        timings=timings,
        answered_at=moment if moment and moment.tzinfo else None,
        place=place,
    )


def coarse(sent: Mapping[str, Any]) -> dict[str, float]:
    """A place to about a kilometre, whatever precision was sent, and its accuracy in metres. Raises ValueError for what
    is no place.
    """
    latitude, longitude, accuracy = (float(sent[name]) for name in ("lat", "lon", "accuracy"))
    if not (abs(latitude) <= 90 and abs(longitude) <= 180 and 0 <= accuracy < 10**7):
        raise ValueError("place")
    return {"lat": round(latitude, 2), "lon": round(longitude, 2), "accuracy": round(accuracy)}


def _no_interview(why: str) -> Refused:
    return Refused(
        "",
        Message(f"this is no interview {why}".strip(), "ข้อมูลที่ส่งไม่ใช่แบบสัมภาษณ์ของระบบ"),
        Message("export the record and tell the office", "โปรดส่งออกรายการที่ค้างแล้วแจ้งหน่วยงาน"),
    )
