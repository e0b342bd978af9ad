"""The run: time, faults, kills and people, until everything is at rest; then what came of it."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from django.db.models import F, Max, Sum
from django.utils import timezone
from tests.factories import channels, files, publicity
from tests.factories.city import APPS, City
from tests.torture.deck import PARAMS, Card, Step, deck, steps_of
from tests.torture.watch import Watch

from emulators import samples
from emulators.base import Seen
from emulators.faults import Fault
from emulators.line import state as line
from samrit.channels.delivering import fence
from samrit.channels.enums import AccountState, DeliveryState
from samrit.channels.models import Account, AttemptVerdict, Delivery, DeliveryStep, Errand
from samrit.channels.packs import PartState, packs_of
from samrit.channels.parcels import parcel_of
from samrit.channels.platforms.http import public_form
from samrit.channels.reasons import words_of
from samrit.evidence import actions as evidence
from samrit.platform.files import store_file
from samrit.publicity.actions import parts, works
from samrit.publicity.models import Work

FORMS = (
    *(("facebook", form) for form in ("text", "link", "photo", "album", "reel", "video", "story")),
    *(("instagram", form) for form in ("photo", "album", "reel", "story")),
    *(("tiktok", form) for form in ("video", "photo")),
    *(("line", form) for form in ("text", "photo", "video")),
    ("youtube", "video"),
    ("website", "article"),
)
"""One work goes out in every form that there is."""
_TICK, _IDLE = 0.04, 0.4
_WORKERS = 2
_TOLD_EVERY = 10.0
_PATIENT = 25
"""So often somebody decides on one delivery; whoever must do it more often is led in a circle, and the run says so."""
GRADES = frozenset({"platform_answer", "own_capture", "file"})
"""What the counting rule accepts as proof of a publication."""


@dataclass
class Report:
    """What happened on the way, and what came of it."""

    seed: int
    publications: int
    kills: int = 0
    killed_at_a_write: int = 0
    killed_pages: int = 0
    jumps: int = 0
    struck: Counter[str] = field(default_factory=Counter)
    steps: int = 0
    decisions: Counter[str] = field(default_factory=Counter)
    double: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    mute: set[str] = field(default_factory=set)
    without_proof: list[str] = field(default_factory=list)
    simulated_days: float = 0
    seconds: float = 0

    @property
    def ok(self) -> bool:
        return not (self.double or self.lost or self.stuck or self.mute or self.without_proof)

    def as_json(self) -> str:
        told = {**self.__dict__, "mute": sorted(self.mute), "faults_struck": sum(self.struck.values()), "ok": self.ok}
        return json.dumps(told, ensure_ascii=False, indent=1, default=str)


class Parent:
    """The process that forks workers and pages."""

    def __init__(self, home: Path, watch: Path, address: str) -> None:
        told = {
            "DJANGO_SETTINGS_MODULE": "tests.torture.settings",
            "SAMRIT_HOME": str(home),
            "TORTURE_PLATFORMS": address,
            "TORTURE_APPS": json.dumps(APPS),
        }
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.torture.workers", str(watch)],
            cwd=Path(__file__).parents[2],
            env={**os.environ, **told},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._answer()

    def _answer(self) -> str:
        assert self._process.stdout is not None
        said = self._process.stdout.readline().strip()
        if not said:
            raise RuntimeError("the parent of the workers has ended")
        return said

    def fork(self, *words: object) -> int:
        """The process id of a new child."""
        assert self._process.stdin is not None
        self._process.stdin.write(" ".join(map(str, words)) + "\n")
        self._process.stdin.flush()
        return int(self._answer())

    def end(self) -> None:
        self._process.kill()
        self._process.wait()


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in {"Z", "X"}
    except FileNotFoundError:
        return False


@dataclass
class Torture:
    """One run. `days`: how long time goes on after the last is out, for looks, figures and proofs."""

    city: City
    watch: Watch
    parent: Parent
    seed: int
    days: float
    patience: float
    report: Report
    workers: list[int] = field(default_factory=list)
    pages: dict[int, str] = field(default_factory=dict)
    asked: Counter[int] = field(default_factory=Counter)
    armed: list[tuple[Fault, dt.datetime]] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)
    steps: set[Step] = field(default_factory=set)
    calm: bool = False

    def __post_init__(self) -> None:
        self.dice = Random(self.seed)  # noqa: S311 -- repeatable on purpose
        self._read = 0
        self._mark: tuple[Any, ...] = ()
        self._marked = self._peopled = self._begun = self._told = time.monotonic()

    # --- time ---

    def show(self) -> None:
        self.watch.set(self.city.at.world.clock.now())

    def pass_time(self, seconds: float) -> None:
        self.city.at.advance(seconds)
        self.show()

    def _moved(self) -> bool:
        """Whether anything was done since the last look."""
        mark = (
            DeliveryStep.objects.aggregate(last=Max("pk"))["last"],
            AttemptVerdict.objects.aggregate(last=Max("pk"))["last"],
            Delivery.objects.aggregate(all=Sum("version"))["all"],
            Errand.objects.filter(due_at=None).count(),
            self.city.at.world.calls,
        )
        if mark != self._mark:
            self._mark, self._marked = mark, time.monotonic()
        return time.monotonic() - self._marked < _IDLE

    def go_on(self) -> None:
        """Time stands nearly still while something is done, and leaps to what is due next while nothing is."""
        now = timezone.now()
        due = self._next()
        if due is not None and due <= now:
            self.pass_time(0.2 if self._moved() else 30)
        elif due is not None:
            self.pass_time((due - now).total_seconds() + 0.5)
        else:
            self.pass_time(60)
        if not self.calm and self.dice.random() < 0.01:
            self.report.jumps += 1
            self.pass_time(self.dice.choice((20, 400, 3_600, 10_000, 50_000)))

    def _next(self) -> dt.datetime | None:
        rows = (
            Delivery.objects.exclude(due_at=None).select_related("account").only("due_at", "account__throttled_until")
        )
        moments = [max(row.due_at, row.account.throttled_until or row.due_at) for row in rows.order_by("due_at")[:40]]
        if not moments and self.days:
            errands = Errand.objects.exclude(due_at=None).annotate(quiet=F("delivery__account__throttled_until"))
            moments = [max(row.due_at, row.quiet or row.due_at) for row in errands.order_by("due_at")[:50]]
        return min(moments, default=None)

    # --- what goes wrong ---

    @property
    def killed(self) -> int:
        """So many workers have died."""
        return self.report.kills + self.report.killed_at_a_write

    def arm(self) -> None:
        now, at = timezone.now(), self.city.at
        self._learn()
        for row in list(self.armed):
            fault, until = row
            if fault.struck or now > until:
                at.world.faults.disarm(fault.id)
                self.armed.remove(row)
                self.report.struck.update({fault.kind: fault.struck})
        while self.cards and len(self.armed) < 6:
            card = self.cards.pop()
            params = PARAMS.get(card.kind, {})
            step = card.step
            fault = at.arm(card.kind, host=step.host, path=step.path, method=step.method, times=1, params=params)
            self.armed.append((fault, now + dt.timedelta(hours=30)))

    def _learn(self) -> None:
        """A step that is taken for the first time is one at which things may go wrong from now on."""
        if self.calm:
            return
        log = [line for line in self.city.at.world.log[-400:] if line.number > self._read]
        self._read = log[-1].number if log else self._read
        fresh = steps_of(log) - self.steps
        if fresh:
            self.steps |= fresh
            self.cards = [*self.cards, *deck(fresh, self.dice)]
            self.dice.shuffle(self.cards)

    def kill(self) -> None:
        """Any worker at any instant; those that killed themselves are replaced.

        Until the first has died each is to kill itself: however quick the machine is, a run has its kills.
        """
        for pid in list(self.workers):
            if not _lives(pid):
                self.workers.remove(pid)
                self.report.killed_at_a_write += 1
            elif not self.calm and self.dice.random() < 0.012:
                os.kill(pid, signal.SIGKILL)
                self.workers.remove(pid)
                self.report.kills += 1
        while len(self.workers) < _WORKERS:
            armed = not self.calm and (not self.killed or self.dice.random() < 0.7)
            at = self.dice.randint(1, 60) if armed else 0
            self.workers.append(self.parent.fork("work", at))

    # --- people ---

    def decide(self) -> None:
        """Every second somebody looks at what waits for a person. Their page may be killed as well."""
        self.pages = {pk: subject for pk, subject in self.pages.items() if _lives(pk)}
        if time.monotonic() - self._peopled < 0.3:
            return
        self._peopled = time.monotonic()
        busy = set(self.pages.values())
        asked = (DeliveryState.NEEDS_PERSON, DeliveryState.REJECTED, DeliveryState.DRAFT, DeliveryState.APPROVED)
        for row in Delivery.objects.filter(state__in=asked).select_related("account", "work", "link"):
            if row.subject not in busy and self.asked[row.pk] < _PATIENT:
                self._decide(row)
        for account in Account.objects.filter(state=AccountState.RECONNECT):
            if account.subject not in busy:
                self._connect(account)

    def _decide(self, row: Delivery) -> None:
        self.asked[row.pk] += 1
        if words_of(row.why) is None and row.state != DeliveryState.APPROVED:
            self.report.mute.add(f"{row.state}: {row.why or 'no reason'}")
        out = self.posts(row)
        open_one = not fence.is_settled(fence.last_attempt(row))
        if row.state == DeliveryState.NEEDS_PERSON and out:
            post = out[-1]
            self._act("found", row, public_form(post.permalink) or post.id)
        elif row.state == DeliveryState.NEEDS_PERSON and open_one:
            self._act("missed", row)
        else:
            self._act("again", row)

    def _act(self, what: str, row: Delivery, *told: str) -> None:
        self.report.decisions[f"{row.state}:{row.why}:{what}"] += 1
        self._page(row.subject, "act", what, row.pk, self.city.office.maker.pk, *told)

    def _page(self, subject: str, *words: object) -> None:
        at = self.dice.randint(1, 12) if not self.calm and self.dice.random() < 0.4 else 0
        self.report.killed_pages += bool(at)
        self.pages[self.parent.fork(words[0], at, *words[1:])] = subject

    def _connect(self, account: Account) -> None:
        with self.city.at.world.lock:
            fresh = self.city.at.world.platform(account.channel).token(account.external_id, {})
        self.report.decisions[f"connect:{account.problem}"] += 1
        refresh = line.SECRET if account.channel == "line" else fresh.get("refresh_token", "-")
        self._page(account.subject, "act", "connect", account.pk, fresh["access_token"], refresh)

    # --- what is true ---

    def posts(self, row: Delivery) -> list[Seen]:
        """What stands of it on its platform, seen or hidden; a story has no text, and is known by its file."""
        if row.account.channel == "website":
            return []
        if row.form == "story":
            sent = parcel_of(row).first.sha256
            found = [post for post in self.city.at.posts(row.account.channel) if sent in post.media]
            return [post for post in found if post.kind == "story"]
        return self.city.at.posts(row.account.channel, f"/s/{row.link.code}")

    def judge(self) -> None:
        """Compares what we believe with what stands on the platforms, and asks each publication for its proof."""
        for packs in packs_of(Work.objects.order_by("pk"), GRADES).values():
            for pack in packs:
                if lacking := [part.name for part in pack.parts if part.needed and part.state != PartState.HAVE]:
                    self.report.without_proof.append(f"{pack.publication.subject}: {' '.join(lacking)}")
        for row in Delivery.objects.select_related("account", "work", "link", "publication"):
            name = f"{row.pk} {row.account.channel}/{row.form} {row.state} {row.why}"
            there = [post for post in self.posts(row) if post.why not in _NEVER_OUT]
            if len(there) > 1:
                self.report.double.append(f"{name} {[(post.id, post.why) for post in there]}")
            if row.state == DeliveryState.GONE and any(post.public for post in there):
                self.report.lost.append(f"{name}: everybody sees it")
            if row.state not in _AT_REST or (row.state == DeliveryState.GONE and words_of(row.why) is None):
                self.report.stuck.append(name)
            elif row.account.channel != "website" and not there:
                self.report.lost.append(name)
            if row.state == DeliveryState.LIVE and row.publication is None:
                self.report.lost.append(f"{name}: no publication")

    # --- the whole ---

    def run_until(self, done: Any) -> None:
        begun = time.monotonic()
        while not done() and time.monotonic() - begun < self.patience:
            self.kill()
            self.arm()
            self.decide()
            self.go_on()
            self.tell()
            time.sleep(_TICK)

    def tell(self) -> None:
        """A line of where it stands, every ten seconds, on the error output."""
        now = time.monotonic()
        if now - self._told < _TOLD_EVERY:
            return
        self._told = now
        states = Counter(Delivery.objects.values_list("state", flat=True))
        errands = Errand.objects.exclude(due_at=None).count()
        struck = sum(self.report.struck.values())
        print(  # noqa: T201 -- for whoever looks at the run
            f"{now - self._begun:6.0f} s  {timezone.localtime():%m-%d %H:%M}  "
            + " ".join(f"{name} {number}" for name, number in sorted(states.items()))
            + f"  errands {errands}  calls {self.city.at.world.calls}  faults {struck}"
            + f"  kills {self.killed}",
            file=sys.stderr,
            flush=True,
        )

    def at_rest(self) -> bool:
        """Everything is out, or was and is gone: that a person is told of, and it goes nowhere by itself.

        What people were asked about again and again is waited for no longer: the judgement calls it stuck.
        """
        circling = [pk for pk, times in self.asked.items() if times >= _PATIENT]
        return not Delivery.objects.exclude(state__in=_AT_REST).exclude(pk__in=circling).exists()

    def _all_done(self) -> bool:
        return not Errand.objects.exclude(due_at=None).exclude(name="liveness:weekly").exists()

    def last_round(self) -> None:
        """No fault any more; what waits is done, and so many days pass."""
        self.calm, self.cards = True, []
        self.asked.clear()
        self.report.steps = len(self.steps)
        self.city.at.disarm()
        self.armed = []
        self.run_until(self.at_rest)
        self._prove_what_people_said()
        if self.days:
            self.run_until(self._all_done)

    def _prove_what_people_said(self) -> None:
        """No platform was asked about a post that a person found: that person adds a picture of the screen."""
        for row in Delivery.objects.filter(handles__by_hand=True).select_related("publication"):
            evidence.add_file(
                row.publication.subject,
                [files.image(size=(640, 480))],
                file_name="screen.jpg",
                acting_user=self.city.office.maker,
            )


_AT_REST = frozenset({DeliveryState.LIVE, DeliveryState.GONE})
_NEVER_OUT = frozenset({"failed", "rejected"})


def make_work(city: City, number: int) -> Work:
    """An approved piece with three pictures and a film of its own."""
    made = publicity.work(city.office)
    content = [files.image(size=(640 + number % 60, 600 + place * 7 + number // 60)) for place in range(3)]
    content.append(samples.mp4(seconds=20, size=60_000 + number))
    words = store_file([f"WEBVTT\n\n00:00.000 --> 00:02.000\nคำ {number}\n".encode()])
    for place, data in enumerate(content):
        parts.add_media(
            made,
            store_file([data]),
            file_name=f"{place}.{'mp4' if place == 3 else 'jpg'}",
            captions=words if place == 3 else None,
            alt=f"ภาพที่ {place}",
            credit="กทม.",
            read_version=made.version,
            acting_user=city.office.maker,
        )
    works.submit_work(made, read_version=made.version, acting_user=city.office.maker)
    return works.approve_work(made, read_version=made.version, acting_user=city.office.approver)


def schedule(city: City, wanted: int, dice: Random, first: int = 0) -> None:
    """So many deliveries, in every form in turn, over as many hours."""
    work, pictures, film = None, [], []
    for number in range(first, first + wanted):
        channel, form = FORMS[number % len(FORMS)]
        if work is None or number % len(FORMS) == 0:
            work = make_work(city, number)
            rows = list(work.media.select_related("file").order_by("pk"))
            pictures = [row.pk for row in rows if row.file.media_type != "video/mp4"]
            film = [row.pk for row in rows if row.file.media_type == "video/mp4"]
        media = {"photo": pictures[:1], "story": pictures[1:2], "album": pictures}.get(form, [])
        if form in {"reel", "video"}:
            media = film
        told: dict[str, Any] = {"media": tuple(media)}
        if form == "video" and channel in {"line", "youtube"}:
            told["thumbnail"] = pictures[0]
        if (channel, form) == ("facebook", "text"):
            told["first_comment"] = "เชิญเที่ยวย่านของเรา"
        hour = timezone.now() + dt.timedelta(minutes=dice.randint(1, 45 * wanted))
        channels.delivery(city.office, city.accounts[channel], work=work, form=form, state="scheduled", at=hour, **told)


@contextmanager
def tormented(city: City, home: Path, seed: int, wanted: int, days: float, patience: float) -> Iterator[Torture]:
    """A run on a database in `home` that is migrated."""
    city.at.change("line", line.CHANNEL, quota=None)
    path = home / "watch"
    watch = Watch(path)
    watch.set(city.at.world.clock.now())
    parent = Parent(home, path, str(city.at))
    run = Torture(city, watch, parent, seed, days, patience, Report(seed, wanted))
    try:
        yield run
    finally:
        for pid in run.workers:
            if _lives(pid):
                os.kill(pid, signal.SIGKILL)
        parent.end()
