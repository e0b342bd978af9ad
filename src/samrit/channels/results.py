"""What came of what went out: the platforms' own figures by piece, district, channel and month.

Figures of two channels, or of two definitions of one channel, are never added. Reach is of people: it is not added at
all, not even over the posts of one channel. What a platform did not tell is missing, and missing is not 0.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone

from samrit.channels.enums import DeliveryState
from samrit.channels.models import Delivery, MetricSnapshot
from samrit.core.contract import Message
from samrit.publicity.enums import Channel
from samrit.results.models import KeyResult


@dataclass(frozen=True, slots=True)
class Meaning:
    """Which of a platform's figures is nearest to views, to people, and which ones are reactions of people."""

    views: str
    people: str
    engagement: tuple[str, ...]


MEANINGS: dict[str, Meaning] = {
    Channel.FACEBOOK: Meaning("post_media_view", "post_total_media_view_unique", ("reactions", "comments", "shares")),
    Channel.INSTAGRAM: Meaning("views", "reach", ("likes", "comments", "shares", "saved")),
    Channel.TIKTOK: Meaning("view_count", "", ("like_count", "comment_count", "share_count")),
    Channel.YOUTUBE: Meaning("viewCount", "", ("likeCount", "commentCount")),
    Channel.LINE: Meaning("impression", "uniqueImpression", ("uniqueClick",)),
}
"""The website counts its own pages and has none here."""


@dataclass(frozen=True, slots=True)
class Break:
    """A day on which a platform began to count otherwise: figures before and after are not compared."""

    channel: str
    day: dt.date
    said: Message


BREAKS: tuple[Break, ...] = (
    Break(
        Channel.YOUTUBE,
        dt.date(2025, 3, 31),
        Message("a view of a Short is any start of it", "ยอดดู Shorts นับทุกครั้งที่เริ่มเล่น"),
    ),
    Break(
        Channel.INSTAGRAM,
        dt.date(2025, 4, 21),
        Message("impressions and plays gave way to views", "เลิกใช้ impressions และ plays เปลี่ยนเป็น views"),
    ),
    Break(
        Channel.FACEBOOK,
        dt.date(2025, 11, 15),
        Message("impressions and fans were removed", "เลิกใช้ impressions และ fans"),
    ),
    Break(
        Channel.FACEBOOK,
        dt.date(2026, 6, 15),
        Message(
            "unique impressions were removed; viewers took their place",
            "เลิกใช้ impressions_unique เปลี่ยนเป็นจำนวนผู้ชม",
        ),
    ),
    Break(
        Channel.YOUTUBE,
        dt.date(2026, 8, 24),
        Message("a view is the first frame played, of all formats", "ยอดดูนับตั้งแต่เฟรมแรกของวิดีโอทุกรูปแบบ"),
    ),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """The latest value that a platform told of a metric, when, and since when it counts it so."""

    value: int
    at: dt.datetime
    defined_on: dt.date | None


@dataclass(frozen=True, slots=True)
class Row:
    """One delivery that is or was out, with the latest reading of each of its metrics."""

    delivery: Delivery
    at: dt.datetime
    readings: Mapping[str, Reading]

    @property
    def channel(self) -> str:
        return self.delivery.account.channel

    def reading(self, kind: str) -> Reading | None:
        """The reading nearest to *views* or *people*; None where the platform told none."""
        meaning = MEANINGS.get(self.channel)
        return None if meaning is None else self.readings.get(getattr(meaning, kind))

    @property
    def shown(self) -> tuple[Reading | None, Reading | None]:
        """Views and people, side by side."""
        return self.reading("views"), self.reading("people")

    @property
    def engagement(self) -> int | None:
        """Reactions, comments, shares and saves together; None where none of them was told."""
        meaning = MEANINGS.get(self.channel)
        told = [self.readings[name].value for name in (meaning.engagement if meaning else ()) if name in self.readings]
        return sum(told) if told else None


@dataclass(frozen=True, slots=True)
class Group:
    """Posts of one channel under one definition of views: how many, and their figures. Reach is not among them.

    `told`: of how many posts the platform told views at all.
    """

    name: str
    channel: str
    defined_on: dt.date | None
    posts: int
    told: int
    views: int | None
    engagement: int | None


def rows_of(key_result: KeyResult) -> list[Row]:
    """Everything of a key result that is or was out, the newest first. Three queries, whatever the number."""
    out = Delivery.objects.filter(
        work__key_result=key_result, state__in=[DeliveryState.LIVE, DeliveryState.GONE], publication__isnull=False
    )
    found = list(
        out.select_related("work", "account", "publication")
        .prefetch_related("work__districts")
        .defer("work__text", "work__search_tokens")
    )
    readings = _readings(found)
    rows = [Row(one, _since(one), readings[one.pk]) for one in found]
    return sorted(rows, key=lambda row: (row.at, row.delivery.pk), reverse=True)


def _since(delivery: Delivery) -> dt.datetime:
    publication = delivery.publication
    told = publication.first_public_at if publication is not None else None
    return told or delivery.created_at


def _readings(found: Iterable[Delivery]) -> defaultdict[int, dict[str, Reading]]:
    """The latest reading that has a value, by delivery and metric."""
    latest: defaultdict[int, dict[str, Reading]] = defaultdict(dict)
    shots = MetricSnapshot.objects.filter(delivery__in=found, value__isnull=False).order_by("pk")
    for number, metric, value, at, since in shots.values_list(
        "delivery_id", "metric", "value", "captured_at", "defined_on"
    ):
        latest[number][metric] = Reading(value, at, since)
    return latest


Names = Callable[[Row], list[str]]
BY: dict[str, Names] = {
    "piece": lambda row: [row.delivery.work.title],
    "district": lambda row: [str(one) for one in row.delivery.work.districts.all()],
    "channel": lambda row: [str(row.delivery.account.get_channel_display())],
    "month": lambda row: [f"{timezone.localtime(row.at):%Y-%m}"],
}
"""By what the posts are put together. A work of several districts stands under each of them."""


def grouped(rows: Iterable[Row], by: str) -> list[Group]:
    """The posts by a name, a channel and a definition."""
    parts: defaultdict[tuple[str, str, dt.date | None], list[Row]] = defaultdict(list)
    for row in rows:
        views = row.reading("views")
        for name in BY[by](row):
            parts[name, row.channel, views.defined_on if views else None].append(row)
    groups = [_group(name, channel, since, members) for (name, channel, since), members in parts.items()]
    return sorted(groups, key=lambda one: (one.name, one.channel, one.defined_on or dt.date.min), reverse=by == "month")


def _group(name: str, channel: str, since: dt.date | None, members: list[Row]) -> Group:
    views = [reading.value for row in members if (reading := row.reading("views"))]
    engaged = [value for row in members if (value := row.engagement) is not None]
    return Group(
        name,
        channel,
        since,
        len(members),
        len(views),
        sum(views) if views else None,
        sum(engaged) if engaged else None,
    )


@dataclass(frozen=True, slots=True)
class Moment:
    """Views known by the end of a day under one definition; `posts`: of how many. `value` None: none was told."""

    day: dt.date
    value: int | None
    posts: int


@dataclass(frozen=True, slots=True)
class Course:
    """The views of one channel over time: a run for each definition, with the breaks between. Runs are not joined."""

    channel: str
    runs: tuple[tuple[dt.date | None, tuple[Moment, ...]], ...]
    breaks: tuple[Break, ...]


def courses(rows: Iterable[Row], first: dt.date, last: dt.date) -> list[Course]:
    """The course of each channel by month ends (and the last day), from what was told by then. One query."""
    by_channel: defaultdict[str, list[int]] = defaultdict(list)
    for row in rows:
        by_channel[row.channel].append(row.delivery.pk)
    days = _month_ends(first, last)
    return [
        Course(channel, _runs(channel, numbers, days), tuple(_breaks(channel, first, last)))
        for channel, numbers in sorted(by_channel.items())
        if channel in MEANINGS
    ]


def _breaks(channel: str, first: dt.date, last: dt.date) -> list[Break]:
    return [one for one in BREAKS if one.channel == channel and first <= one.day <= last]


def _runs(
    channel: str, numbers: list[int], days: list[dt.date]
) -> tuple[tuple[dt.date | None, tuple[Moment, ...]], ...]:
    shots = MetricSnapshot.objects.filter(
        delivery__in=numbers, metric=MEANINGS[channel].views, value__isnull=False
    ).order_by("pk")
    known: defaultdict[dt.date | None, list[tuple[dt.date, int, int]]] = defaultdict(list)
    for number, value, at, since in shots.values_list("delivery_id", "value", "captured_at", "defined_on"):
        known[since].append((timezone.localdate(at), number, value))
    return tuple(
        (since, tuple(_moment(day, known[since]) for day in days))
        for since in sorted(known, key=lambda one: one or dt.date.min)
    )


def _moment(day: dt.date, told: list[tuple[dt.date, int, int]]) -> Moment:
    latest = {number: value for at, number, value in told if at <= day}
    return Moment(day, sum(latest.values()) if latest else None, len(latest))


def _month_ends(first: dt.date, last: dt.date) -> list[dt.date]:
    days, day = [], first
    while True:
        after = (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
        end = min(after - dt.timedelta(days=1), last)
        days.append(end)
        if end >= last:
            return days
        day = after
