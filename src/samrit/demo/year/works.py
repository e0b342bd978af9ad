"""Pieces, stories and activities: entered, submitted, approved, published or held, proved, verified by another.

The usual course of a work around the day on which it becomes public; `turn` names those that went otherwise.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from django.utils import timezone

from samrit.demo import pictures
from samrit.demo.diary import Diary, moment, working_day
from samrit.demo.texts.pieces import PIECES, Piece
from samrit.demo.texts.stories import ACTIVITIES, AFTER_THE_YEAR, STORIES, Activity, Story
from samrit.demo.year import channels, site
from samrit.demo.year.office import Office
from samrit.evidence import actions as evidence
from samrit.evidence.models import Consent
from samrit.people.models import User
from samrit.platform.files import store_file
from samrit.publicity.actions import parts, works
from samrit.publicity.actions.parts import TookPart
from samrit.publicity.drafts import ActivityDraft, PieceDraft, StoryDraft, WorkDraft
from samrit.publicity.models import PlanLine, Work
from samrit.verification import work_actions

CREDIT = "ภาพวาดประกอบโดยระบบสาธิตสัมฤทธิ์ (CC0)"
_BEGUN = {"begun early": 48, "asked early": 27, "a draft": 16}
"""So many days before it becomes public a piece is entered; 9 is usual."""


def write(diary: Diary, office: Office) -> None:
    """The entries of every work."""
    for number, piece in enumerate(PIECES):
        _Piece(office, piece, number).write(diary)
    for number, story in enumerate(STORIES):
        _Story(office, story, number).write(diary)
    for number, activity in enumerate((*ACTIVITIES, *AFTER_THE_YEAR)):
        _Activity(office, activity, number).write(diary)


def _later(day: dt.date, days: int) -> dt.date:
    return day + dt.timedelta(days=days)


class _Course:
    """What all works go through."""

    def __init__(self, office: Office, name: str, maker: str, number: int, scenery: str) -> None:
        self.office, self.name, self.by, self.number, self.scenery = office, name, maker, number, scenery

    @property
    def maker(self) -> User:
        return self.office.who(self.by)

    @property
    def work(self) -> Work:
        return self.office.work(self.name)

    @property
    def verifier(self) -> User:
        """The inspector looks at every third work, the host's second reviewer at the others."""
        return self.office.who("inspector" if self.number % 3 == 0 else "checker")

    def do(self, verb: Callable[..., object], *given: object, by: User | None = None, **more: object) -> object:
        """A verb on the work as it stands, by its maker where nobody else is named."""
        work = self.work
        return verb(work, *given, read_version=work.version, acting_user=by or self.maker, **more)

    def enter(self, draft: WorkDraft) -> None:
        line = PlanLine.objects.filter(plan__key_result=self.office.key_result, title__endswith=draft.title).last()
        agency = self.office.agency_of(self.maker)
        draft = replace(draft, plan_line=line)
        made = works.create_work(draft, key_result=self.office.key_result, agency=agency, acting_user=self.maker)
        self.office.keep(self.name, made)

    def illustrate(self, alt: str) -> None:
        file = store_file([pictures.scene(self.name, self.scenery)])
        self.do(parts.add_media, file, file_name=f"{self.name}.png", alt=alt, credit=CREDIT)

    def film(self, alt: str, said: Sequence[str]) -> None:
        """A film of 20 seconds with what is said in it, sentence by sentence."""
        file = store_file([pictures.clip(self.name, self.scenery)])
        words = store_file([site.track(said)])
        self.do(parts.add_media, file, file_name=f"{self.name}.mp4", alt=alt, credit=CREDIT, captions=words)

    def write_channels(self, diary: Diary, approved: dt.date, hours: Iterable[tuple[str, dt.datetime]]) -> None:
        """On the day of the approval each variant is written, approved and given its hour; the site has its own way."""
        day, at = working_day(approved), 2 * self.number % 50
        for channel, first in hours:
            if channel == "website":
                diary.at(first + dt.timedelta(minutes=30 + at), self.publish_page)
                continue
            diary.at(moment(day, 15, at), lambda name=channel: channels.compose(self.work, name))
            diary.at(moment(day, 16, at), lambda name=channel: channels.approve(self.office, self.work, name))
            diary.at(moment(day, 17, at), lambda name=channel, hour=first: channels.schedule(self.work, name, hour))

    def publish_page(self) -> None:
        """The page on the city's site, with a picture of it as evidence."""
        site.told(self.office, self.name, slug=self.name)
        shown = self.work.publications.get(channel="website")
        picture = pictures.post(
            self.name, self.scenery, self.work.title, f"website · {timezone.localtime():%Y-%m-%d %H:%M}"
        )
        evidence.add_file(
            shown.subject,
            [picture],
            file_name=f"{self.name}-website.jpg",
            title="ภาพหน้าจอบนเว็บไซต์ขณะไม่ได้ลงชื่อเข้าใช้",
            proves="public",
            acting_user=self.maker,
        )

    def took_part(self, rows: list[tuple[str, str, str]]) -> None:
        """How communities took part, with a picture of it as evidence for each."""
        told = [TookPart(self.office.place(place), who, how) for place, who, how in rows]
        self.do(parts.record_participation, told)
        for place, who, _ in rows:
            evidence.add_file(
                self.work.subject,
                [pictures.together(f"{self.name} {place}", place)],
                file_name=f"{self.name}-community.jpg",
                title=f"ภาพการมีส่วนร่วมของชุมชน: {who}"[:300],
                proves="community_took_part",
                district=self.office.place(place),
                acting_user=self.maker,
            )

    def write_approval(self, diary: Diary, public: dt.date, *, early: bool = False) -> None:
        """Submitted six days before, approved four days before (early: twenty and twelve)."""
        at = 2 * self.number % 50
        submitted, approved = (20, 12) if early else (6, 4)
        diary.on(_later(public, -submitted), lambda: self.do(works.submit_work), 11, at)
        diary.on(_later(public, -approved), lambda: self.do(works.approve_work, by=self.office.who("reviewer")), 14, at)

    def write_end(self, diary: Diary, public: dt.date, *, late: bool = False) -> None:
        """Reported as done the day after, verified nine days after (late: forty)."""
        at = 2 * self.number % 50
        diary.on(_later(public, 1), lambda: self.do(works.finish_work), 15, at)
        verified = _later(public, 40 if late else 9)
        diary.on(verified, lambda: self.do(work_actions.verify_work, by=self.verifier), 10, at)


class _Piece(_Course):
    def __init__(self, office: Office, piece: Piece, number: int) -> None:
        super().__init__(office, piece.key, piece.maker, number, piece.places[0])
        self.piece = piece

    def write(self, diary: Diary) -> None:
        public, at = self.piece.public, 2 * self.number % 50
        diary.on(_later(public, -_BEGUN.get(self.piece.turn, 9)), self._begin, 9, at)
        if self.piece.turn == "a draft":
            return
        if self.piece.turn == "shows a minor":
            diary.on(_later(public, -7), self._show, 10, at)
        early = self.piece.turn == "asked early"
        self.write_approval(diary, public, early=early)
        if self.piece.turn.startswith("looks like"):
            return
        names = self.piece.channels if "website" in self.piece.channels else (*self.piece.channels, "website")
        hours = [(name, moment(public, 9 + place, 5)) for place, name in enumerate(names)]
        self.write_channels(diary, _later(public, -12 if early else -4), hours)
        if self.piece.turn.startswith("returned"):
            self._write_return(diary, public)
        else:
            self.write_end(diary, public, late=self.piece.turn == "verified late")

    def _begin(self) -> None:
        piece = self.piece
        places = self.office.places(piece.places)
        self.enter(
            WorkDraft(
                title=piece.title,
                text=piece.text,
                districts=places,
                planned_on=piece.public,
                detail=PieceDraft(form=piece.form),
            )
        )
        names = " ".join(str(place) for place in places[:3])
        self.illustrate(f"ภาพวาด{names} บ้านเรือน ผู้คน และบรรยากาศของย่าน")
        if piece.form == "video":
            self.film(f"คลิปวิดีโอ{names}", site.said_in(piece.key) or [piece.title])
        self.do(parts.record_tellings, [(place, piece.tells) for place in places])
        if piece.who:
            self.took_part([(piece.places[0], piece.who, piece.how)])

    def _show(self) -> None:
        consent = Consent.objects.filter(minor=True, purpose="publicity").get()
        self.do(parts.show_people, [consent])

    def _write_return(self, diary: Diary, public: dt.date) -> None:
        """Returned by its verifier in June, mended and verified in July."""
        reason = "ภาพหลักฐานไม่เห็นวันเวลาที่เผยแพร่ โปรดแนบภาพหน้าจอที่เห็นวันที่ แล้วแจ้งอีกครั้ง"
        diary.on(_later(public, 1), lambda: self.do(works.finish_work), 15)
        diary.on(
            _later(public, 9),
            lambda: self.do(work_actions.return_work, by=self.office.who("checker"), reason=reason),
            10,
        )
        diary.on(dt.date(2025, 7, 3), self._mend, 10)
        diary.on(dt.date(2025, 7, 8), lambda: self.do(work_actions.verify_work, by=self.office.who("inspector")), 10)

    def _mend(self) -> None:
        evidence.add_file(
            self.work.subject,
            [pictures.post(self.name, self.scenery, self.work.title, f"facebook · {self.piece.public} 09:05")],
            file_name=f"{self.name}-dated.jpg",
            title="ภาพหน้าจอโพสต์ที่เห็นวันเวลา",
            acting_user=self.maker,
        )
        self.do(works.finish_work)


class _Story(_Course):
    def __init__(self, office: Office, story: Story, number: int) -> None:
        super().__init__(office, f"story-{number}", story.maker, number, story.place)
        self.story = story

    def write(self, diary: Diary) -> None:
        public, at = self.story.public, 2 * self.number % 50
        diary.on(_later(public, -8), self._begin, 13, at)
        self.write_approval(diary, public)
        first = moment(public, 18)
        self.write_channels(diary, _later(public, -4), [(self.story.channel, first), ("website", first)])
        self.write_end(diary, public)

    def _begin(self) -> None:
        story = self.story
        self.enter(
            WorkDraft(
                title=story.title,
                text=story.text,
                districts=[self.office.place(story.place)],
                planned_on=story.public,
                detail=StoryDraft(told_by=story.told_by),
            )
        )
        self.illustrate(f"ภาพวาดประกอบเรื่อง {story.title}")
        if story.channel in {"youtube", "tiktok"}:
            self.film(f"คลิปวิดีโอประกอบเรื่อง {story.title}", [story.title])
        self.do(parts.record_tellings, [(self.office.place(story.place), "story")])
        self.took_part([(story.place, story.who, story.how)])


class _Activity(_Course):
    def __init__(self, office: Office, activity: Activity, number: int) -> None:
        super().__init__(office, f"activity-{number}", activity.maker, number, activity.places[0])
        self.activity = activity

    def write(self, diary: Diary) -> None:
        held, at = self.activity.held, 2 * self.number % 50
        ends = held + dt.timedelta(hours=self.activity.hours)
        told = self._announced
        diary.on(_later(told.date(), -7), lambda: self.enter(self._draft()), 9, at)
        diary.on(_later(told.date(), -5), lambda: self.do(works.submit_work), 11, at)
        diary.on(_later(told.date(), -3), lambda: self.do(works.approve_work, by=self.office.who("reviewer")), 14, at)
        diary.at(told, lambda: self.do(works.save_work, self._draft(announced=told)))
        diary.at(ends + dt.timedelta(minutes=40), self._prove)
        diary.on(_later(held.date(), 2), lambda: self.do(works.finish_work), 15, at)
        diary.on(_later(held.date(), 6), lambda: self.do(work_actions.verify_work, by=self.verifier), 11, at)

    @property
    def _announced(self) -> dt.datetime:
        return self.activity.held - dt.timedelta(days=self.activity.ahead)

    def _draft(self, announced: dt.datetime | None = None, *, held: bool | None = None) -> WorkDraft:
        activity = self.activity
        return WorkDraft(
            title=activity.title,
            text=activity.text,
            districts=self.office.places(activity.places),
            planned_on=activity.held.date(),
            plan_line=self.work.plan_line if self.name in self.office.numbers else None,
            detail=ActivityDraft(
                announced_at=announced,
                open_to_public=True,
                starts_at=activity.held,
                ends_at=activity.held + dt.timedelta(hours=activity.hours),
                held=held,
                host=activity.host,
                channels=activity.channels,
                two_way=True,
            ),
        )

    def _prove(self) -> None:
        self.do(works.save_work, self._draft(self._announced, held=True))
        self.do(parts.record_proofs, self.activity.proofs)
        evidence.add_file(
            self.work.subject,
            [pictures.post(self.name, self.scenery, self.activity.title, "ภาพหน้าจอช่วงถ่ายทอดสด")],
            file_name=f"{self.name}.jpg",
            title="ภาพหน้าจอจำนวนผู้ชมและคำถามระหว่างกิจกรรม",
            proves="participation_proved",
            acting_user=self.maker,
        )
