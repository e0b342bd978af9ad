"""The endpoints that ODK Collect asks: the list of forms, a form, and submissions with their attachments.

The address carries the allocation's token, as a phone keeps it; the instance's number makes submissions idempotent.
"""

from __future__ import annotations

import hashlib
import uuid
from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import ParseError, fromstring
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import escape
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from samrit.core.contract import Message, Refused
from samrit.people.rights import Forbidden
from samrit.platform.files import clean_name, open_file, store_file
from samrit.platform.models import StoredFile
from samrit.surveys.actions.intake import Closed, Conflict, Submission, door_of_allocation, receive
from samrit.surveys.actions.shared import asked, latest
from samrit.surveys.enums import Mode
from samrit.surveys.flow import ADULTS_QUESTION, BESIDE, GUARDIAN_QUESTION
from samrit.surveys.models import Allocation, Attachment, QuestionnaireVersion, Response
from samrit.surveys.questionnaire import Question, Questionnaire
from samrit.surveys.xlsform import DRAWN, ORDERS, orders, xform
from samrit.web.office.views.surveys.field import allocation_of, pictures_of

_LARGEST = 10_000_000
"""Bytes of one submission with its attachments."""


def _allocation(token: str) -> Allocation:
    allocation = allocation_of(token)
    if allocation is None:
        raise Http404
    return allocation


def _xml(text: str, status: int = 200) -> HttpResponse:
    answer = HttpResponse(text, content_type="text/xml; charset=utf-8", status=status)
    answer["X-OpenRosa-Version"] = "1.0"
    answer["X-OpenRosa-Accept-Content-Length"] = str(_LARGEST)
    return answer


def _told(sentence: str, status: int) -> HttpResponse:
    return _xml(
        '<OpenRosaResponse xmlns="http://openrosa.org/http/response">'
        f'<message nature="submit_{"success" if status < 300 else "error"}">{escape(sentence)}</message>'
        "</OpenRosaResponse>",
        status,
    )


def _both(said: Message) -> str:
    """Collect tells us no language: both."""
    return f"{said.th} · {said.en}"


def form_id(version: QuestionnaireVersion) -> str:
    """The form's name in ODK; its version is the questionnaire's."""
    return f"samrit_{version.survey.uid.hex[:12]}"


@never_cache
def form_list(request: HttpRequest, token: str) -> HttpResponse:
    """The one form of the allocation."""
    allocation = _allocation(token)
    version = latest(allocation.wave.survey)
    address = request.build_absolute_uri(reverse("office:odk_form", args=[token]))
    manifest = ""
    if asked(version).pictures:
        listed = request.build_absolute_uri(reverse("office:odk_media", args=[token]))
        manifest = f"<manifestUrl>{escape(listed)}</manifestUrl>"
    return _xml(
        '<xforms xmlns="http://openrosa.org/xforms/xformsList"><xform>'
        f"<formID>{form_id(version)}</formID><name>{escape(_title(allocation))}</name>"
        f"<version>{version.number}</version><hash>md5:{version.sha256[:32]}</hash>"
        f"<downloadUrl>{escape(address)}</downloadUrl>{manifest}</xform></xforms>"
    )


@never_cache
def media(request: HttpRequest, token: str) -> HttpResponse:
    """The pictures that belong to the form."""
    version = latest(_allocation(token).wave.survey)
    addresses, battery = pictures_of(version), asked(version).battery
    rows = [
        f"<mediaFile><filename>{item.picture_name}</filename><hash>md5:{_md5(item.picture.file)}</hash>"
        f"<downloadUrl>{escape(request.build_absolute_uri(addresses[item.id]))}</downloadUrl></mediaFile>"
        for item in (battery.items if battery else ())
        if item.picture
    ]
    return _xml(f'<manifest xmlns="http://openrosa.org/xforms/xformsManifest">{"".join(rows)}</manifest>')


@lru_cache(maxsize=1_000)
def _md5(sha256: str) -> str:
    """The sum by which Collect knows whether it has a picture already."""
    with open_file(StoredFile.objects.get(pk=sha256)) as file:
        return hashlib.md5(file.read(), usedforsecurity=False).hexdigest()


def _title(allocation: Allocation) -> str:
    return f"{allocation.wave.survey.title} {allocation.psu.code}"


@never_cache
def form(_request: HttpRequest, token: str) -> HttpResponse:
    """The form as an XForm."""
    allocation = _allocation(token)
    version = latest(allocation.wave.survey)
    made = xform(asked(version), form_id=form_id(version), version=str(version.number), title=_title(allocation))
    return _xml(made)


@csrf_exempt  # the token in the address is the leave; Collect has no cookies
@never_cache
def submission(request: HttpRequest, token: str) -> HttpResponse:
    """Takes one instance: 201 once it is kept, also when it was kept before."""
    allocation = _allocation(token)
    if request.method == "HEAD":
        return _xml("", 204)
    if request.method != "POST":
        return _told("POST", 405)
    length = request.headers.get("content-length", "")
    if not length.isdigit() or int(length) > _LARGEST:
        return _told(_both(Message("the submission is too large", "ข้อมูลใหญ่เกินไป")), 413)
    file = request.FILES.get("xml_submission_file")
    try:
        sent = read_instance(b"" if file is None else file.read(), allocation)
        files = [
            (clean_name(name), store_file(part.chunks(), limit=_LARGEST))
            for name, part in request.FILES.items()
            if name != "xml_submission_file"
        ]
        receipt = receive(door_of_allocation(allocation, Mode.OPENROSA), sent)
    except Refused as refused:
        code = {Conflict: 409, Closed: 403, Forbidden: 403}.get(type(refused), 400)
        return _told(f"{refused.what.th} — {refused.mend.th} · {refused.what.en}", code)
    response = Response.objects.get(uid=receipt.uid)
    for name, stored in files:
        Attachment.objects.get_or_create(response=response, name=name, defaults={"file": stored})
    return _told(_both(Message("received", "ได้รับแล้ว")), 201)


def read_instance(data: bytes, allocation: Allocation) -> Submission:
    """The answers of an instance. Raises Refused for what is none of ours."""
    try:
        root = fromstring(data, forbid_dtd=True)
        number = next(text for text in (_text(part) for part in root.iter() if _name(part) == "instanceID") if text)
        uid = uuid.UUID(number.removeprefix("uuid:"))
        version = QuestionnaireVersion.objects.get(
            survey=allocation.wave.survey_id, number=int(root.get("version", ""))
        )
    except (ParseError, ValueError, StopIteration, QuestionnaireVersion.DoesNotExist):
        raise Refused(
            "",
            Message("this is no instance of this survey's form", "ข้อมูลไม่ใช่แบบของการสำรวจนี้"),
            Message("get the form again and fill it in", "โปรดโหลดแบบใหม่แล้วกรอกอีกครั้ง"),
        ) from None
    questionnaire = asked(version)
    # The names stand in the form once for each order; those of the orders that were not drawn are empty.
    texts = {_name(part): text for part in root.iter() if len(part) == 0 and (text := _text(part))}
    return Submission(
        uid=uid,
        questionnaire=version,
        answers=_answers(texts, questionnaire),
        order=_order(texts.get(DRAWN, ""), questionnaire),
    )


def _order(drawn: str, questionnaire: Questionnaire) -> list[str]:
    """The order in which the names were shown; that of the questionnaire in forms from before there was a draw."""
    if drawn.isascii() and drawn.isdigit() and int(drawn) < ORDERS:
        return orders(questionnaire)[int(drawn)]
    return [item.id for item in questionnaire.battery.items] if questionnaire.battery else []


def _answers(texts: dict[str, str], questionnaire: Questionnaire) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for question in (*questionnaire.questions, ADULTS_QUESTION, GUARDIAN_QUESTION):
        answer = _answer(question, texts)
        if answer or (question.id not in BESIDE and answer == 0):
            found[question.id] = answer
    return found


def _answer(question: Question, texts: dict[str, str]) -> Any:
    if question.kind == "recognise":
        return {item.id: texts[item.id] for item in question.items if texts.get(item.id)}
    text = texts.get(question.id, "")
    if question.kind == "select_multiple":
        return text.split()
    return "" if question.kind == "note" else text


def _name(part: Element) -> str:
    return part.tag.rpartition("}")[2] if isinstance(part.tag, str) else ""


def _text(part: Element) -> str:
    return (part.text or "").strip()
