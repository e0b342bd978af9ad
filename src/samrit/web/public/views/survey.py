"""Answering a survey: one question a page, without sign-in, cookies or scripts.

What was answered so far travels in the page itself, signed; nothing is stored before the last page is sent.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from allauth.account.adapter import get_adapter
from django.core import signing
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page

from samrit.core.contract import Message, Refused
from samrit.platform.files import open_file
from samrit.platform.models import StoredFile
from samrit.surveys.actions.fieldwork import code_hash
from samrit.surveys.actions.intake import (
    Closed,
    Conflict,
    Door,
    Submission,
    TooMany,
    door_of_code,
    door_of_link,
    receive,
)
from samrit.surveys.actions.shared import asked, latest
from samrit.surveys.answers import check_answer
from samrit.surveys.enums import Flag, Recognition, SurveyState
from samrit.surveys.flow import steps, stopped
from samrit.surveys.models import HouseholdCode, Link, QuestionnaireVersion
from samrit.surveys.questionnaire import Question, Questionnaire
from samrit.surveys.slowing import worked

_SALT = "samrit.survey.state"
_LONGEST = dt.timedelta(hours=12)
_HONEYPOT = "homepage"
_OTHER = {"th": ("en", "English"), "en": ("th", Message("ภาษาไทย", "ภาษาไทย").th)}
"""By language the other one, under its own name."""
_CODES = (
    (Recognition.KNOW, Message("I know it", "รู้จัก")),
    (Recognition.NAME_ONLY, Message("I have heard the name only", "เคยได้ยินแต่ชื่อ")),
    (Recognition.NO, Message("I do not know it", "ไม่รู้จัก")),
    (Recognition.NOT_SURE, Message("Not sure", "ไม่แน่ใจ")),
)


@dataclass
class State:
    """What travels in the page: who answers (a number only), through which door, and what was said so far."""

    uid: str
    door: tuple[str, int]
    version: int
    began: int
    lang: str
    at: int = -1
    answers: dict[str, Any] = field(default_factory=dict)
    spent: dict[str, int] = field(default_factory=dict)
    shown: int = 0

    def sealed(self) -> str:
        """The state as the page carries it."""
        return signing.dumps(
            [
                self.uid,
                self.door,
                self.version,
                self.began,
                self.lang,
                self.at,
                self.answers,
                self.spent,
                _now(),
            ],
            salt=_SALT,
            compress=True,
        )

    @classmethod
    def opened(cls, text: str) -> State | None:
        """The state that a page carried; None where it was tampered with or is too old."""
        try:
            uid, door, *rest = signing.loads(text, salt=_SALT, max_age=_LONGEST)
        except (signing.BadSignature, ValueError):
            return None
        return cls(uid, tuple(door), *rest)


def _now() -> int:
    return int(timezone.now().timestamp())


def _public(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For everybody: no cookie is asked for or set, so the token against forged forms is the signed state itself."""
    return csrf_exempt(never_cache(gzip_page(view)))


@_public
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Through an open link or its QR code."""
    link = Link.objects.select_related("wave__survey__key_result").filter(token=token).first()
    if link is None:
        raise Http404
    return _answer(request, door_of_link(link), ("l", link.pk))


@_public
def by_code(request: HttpRequest, code: str) -> HttpResponse:
    """With the code of a drawn household."""
    row = _household(code)
    if row is None:
        return _code_page(request, Message("this code is not known", "ไม่พบรหัสนี้"), code)
    if hasattr(row, "response") and request.method == "GET":
        used = Message("this code has been used for an answer; thank you", "รหัสนี้ใช้ตอบไปแล้ว ขอบคุณค่ะ/ครับ")
        return _code_page(request, used, "")
    return _answer(request, door_of_code(row), ("c", row.pk))


@_public
def code(request: HttpRequest) -> HttpResponse:
    """Asks for the code of a drawn household."""
    typed = request.POST.get("code", "").strip()
    if request.method == "POST" and typed:
        row = _household(typed)
        if row is not None:
            plain = "".join(sign for sign in typed.upper() if sign.isascii() and sign.isalnum())
            return redirect("public:survey_by_code", code=plain)
        wrong = Message("this code is not known: check it against your letter", "ไม่พบรหัสนี้ โปรดตรวจกับหนังสือที่ได้รับ")
        return _code_page(request, wrong, typed)
    return _code_page(request, None, "")


def _household(typed: str) -> HouseholdCode | None:
    """The code's row. Nobody guesses one: there are 30 to the 10th."""
    rows = HouseholdCode.objects.select_related("wave__survey__key_result", "psu__stratum", "response")
    return rows.filter(hash=code_hash(typed)).first() if len(typed) <= 40 else None


def _code_page(request: HttpRequest, wrong: Message | None, typed: str) -> HttpResponse:
    lang = _language(request)
    with translation.override(lang):
        context = {
            "lang": lang,
            "wrong": wrong,
            "typed": typed,
            "home": reverse("public:survey_code"),
            "other": _OTHER[lang],
        }
        return render(request, "public/survey/code.html", context, status=422 if wrong else 200)


def _language(request: HttpRequest) -> str:
    asked_for = request.GET.get("lang") or request.POST.get("lang", "")
    return "en" if asked_for == "en" else "th"


def _address(request: HttpRequest) -> str:
    return get_adapter().get_client_ip(request) or ""


# --- the pages ---


def _answer(request: HttpRequest, door: Door, name: tuple[str, int]) -> HttpResponse:
    state = State.opened(request.POST.get("state", "")) if request.method == "POST" else None
    lost = request.method == "POST" and (state is None or tuple(state.door) != name)
    if state is None or lost:
        version = latest(door.wave.survey)
        state = State(str(uuid.uuid4()), name, version.pk, _now(), _language(request))
    version = QuestionnaireVersion.objects.get(pk=state.version, survey=door.wave.survey_id)
    page = _Page(request, door, state, version)
    with translation.override(state.lang):
        try:
            return page.first(lost=lost) if request.method != "POST" or lost else page.next()
        except (Closed, Conflict) as refused:
            return page.end(refused.what, refused.mend, status=410 if isinstance(refused, Closed) else 409)


def picture(request: HttpRequest, uid: uuid.UUID, number: int, item: str) -> HttpResponse:
    """The picture beside a name, as a version of the questions has it; of a draft to those only who are signed in."""
    version = get_object_or_404(QuestionnaireVersion.objects.select_related("survey"), survey__uid=uid, number=number)
    found = asked(version).item(item)
    draft = version.survey.state == SurveyState.DRAFT
    if found is None or found.picture is None or (draft and not request.user.is_authenticated):
        raise Http404
    try:
        content = open_file(StoredFile.objects.get(pk=found.picture.file))
    except (FileNotFoundError, StoredFile.DoesNotExist):
        raise Http404 from None
    kept = "private, no-store" if draft else "public, max-age=31536000, immutable"
    return FileResponse(content, content_type="image/jpeg", headers={"Cache-Control": kept})


class _Page:
    """One request of one person."""

    def __init__(self, request: HttpRequest, door: Door, state: State, version: QuestionnaireVersion) -> None:
        self.request, self.door, self.state, self.version = request, door, state, version
        self.questionnaire: Questionnaire = asked(version)

    @property
    def steps(self) -> list[Question]:
        return steps(self.questionnaire, self.state.answers, drawn=self.door.drawn)

    def render(self, name: str, *, status: int = 200, **more: Any) -> HttpResponse:
        context = {
            "lang": self.state.lang,
            "questionnaire": self.questionnaire,
            "version": self.version,
            "survey": self.door.wave.survey,
            "state": self.state.sealed(),
            "home": self.request.path,
            "other": _OTHER[self.state.lang],
            **more,
        }
        answer = render(self.request, f"public/survey/{name}.html", context, status=status)
        answer.headers["Content-Language"] = self.state.lang
        return answer

    def first(self, *, lost: bool = False, wrong: Message | None = None) -> HttpResponse:
        """The page that says what this is and asks for consent."""
        wave, today = self.door.wave, timezone.localdate()
        ended = self.door.link is not None and self.door.link.ended_at is not None
        if wave.closed_at or ended or not wave.opens_on <= today <= wave.closes_on:
            thanks = Message("This survey is not open now", "ขณะนี้ไม่อยู่ในช่วงเก็บคำตอบของแบบสำรวจนี้")
            return self.end(thanks, Message("Thank you for coming.", "ขอบคุณที่สนใจ"), status=410)
        return self.render("start", status=422 if wrong or lost else 200, wrong=wrong, lost=lost)

    def next(self) -> HttpResponse:
        """Takes the answer of the page that was sent, and shows the next one."""
        post, state = self.request.POST, self.state
        if state.at < 0:
            if post.get("consent") != "yes":
                ask = Message("please agree before you begin, or leave this page", "โปรดกดยินยอมก่อนเริ่ม หรือปิดหน้านี้")
                return self.first(wrong=ask)
            state.at = 0
            return self.question()
        question = self.steps[min(state.at, len(self.steps) - 1)]
        state.spent[question.id] = state.spent.get(question.id, 0) + max(0, _now() - state.shown)
        if "back" in post:
            state.at -= 1
            return self.first() if state.at < 0 else self.question()
        try:
            answer = check_answer(question, _posted(question, post))
        except Refused as refused:
            return self.question(refused, typed=_posted(question, post))
        state.answers.pop(question.id, None)
        if answer is not None:
            state.answers[question.id] = answer
        if stopped(self.questionnaire, state.answers):
            return self.too_young()
        if state.at + 1 < len(self.steps):
            state.at += 1
            return self.question()
        return self.send(question)

    def question(self, refused: Refused | None = None, *, typed: Any = None, status: int = 200) -> HttpResponse:
        """One question, with what was answered before or typed just now."""
        rows = self.steps
        question = rows[self.state.at]
        value = self.state.answers.get(question.id) if refused is None else typed
        items = []
        if question.kind == "recognise":
            order = self.questionnaire.order_for(self.state.uid)
            by_id = {item.id: item for item in question.items}
            given = value if isinstance(value, dict) else {}
            items = [(by_id[name], given.get(name, "")) for name in order]
        return self.render(
            "question",
            status=422 if refused else status,
            question=question,
            value=value,
            items=items,
            codes=_CODES,
            wrong=refused,
            number=self.state.at + 1,
            of=len(rows),
            last=self.state.at + 1 == len(rows),
            challenge=self.state.uid,
            honeypot=_HONEYPOT,
        )

    def send(self, question: Question) -> HttpResponse:
        """Keeps the answers and thanks."""
        state, post = self.state, self.request.POST
        flags = [Flag.HONEYPOT] if post.get(_HONEYPOT) else []
        if not worked(state.uid, post.get("work", "")):
            flags.append(Flag.NO_WORK)
        sent = Submission(
            uid=uuid.UUID(state.uid),
            questionnaire=self.version,
            answers=state.answers,
            order=self.questionnaire.order_for(state.uid),
            language=state.lang,
            seconds=max(0, _now() - state.began),
            timings=state.spent,
            answered_at=timezone.now(),
            flags=tuple(flags),
            address=_address(self.request),
            agent=self.request.headers.get("user-agent", "")[:400],
        )
        try:
            receipt = receive(self.door, sent)
        except TooMany as refused:
            return self.question(refused, typed=state.answers.get(question.id))
        return self.render("thanks", receipt=str(receipt.uid)[:8])

    def too_young(self) -> HttpResponse:
        """Thanks, and keeps nothing."""
        what = Message("Thank you. This survey is for people of 18 and over", "ขอบคุณ แบบสำรวจนี้สำหรับผู้มีอายุ ๑๘ ปีขึ้นไป")
        if self.state.answers.get(self.questionnaire.screen.question) in self.questionnaire.screen.guardian:
            what = Message("Thank you. We stop here", "ขอบคุณ ขอยุติการตอบเพียงเท่านี้")
        return self.end(what, Message("Nothing that you answered is kept.", "ระบบไม่ได้เก็บคำตอบใดของท่าน"))

    def end(self, what: Message, mend: Message, *, status: int = 200) -> HttpResponse:
        """A page with nothing more to do."""
        return self.render("end", status=status, what=what, mend=mend)


def _posted(question: Question, post: Any) -> Any:
    """The answer to a question out of what a form sent."""
    if question.kind == "recognise":
        return {item.id: post.get(f"{question.id}.{item.id}", "") for item in question.items}
    if question.kind == "select_multiple":
        return post.getlist(question.id)
    return post.get(question.id, "")
