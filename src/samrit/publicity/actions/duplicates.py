"""Works that look alike: the machine flags, a person decides, and the decision can be taken anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from samrit.core.thai import fold
from samrit.people.enums import Act
from samrit.people.four_eyes import require_another
from samrit.people.models import User
from samrit.people.rights import Rights, Standing, people_who_may
from samrit.platform.sniffing import IMAGES
from samrit.publicity import notices
from samrit.publicity.actions.shared import because, record, refuse, scope_of
from samrit.publicity.enums import NoticeCode, WorkState
from samrit.publicity.looks import alike as looks_alike
from samrit.publicity.looks import looks_of
from samrit.publicity.makers import makers
from samrit.publicity.models import DuplicateFlag, Media, StoryDetail, Work

ALIKE = 0.8
"""From which share of common words on two texts look alike."""
FEWEST_WORDS = 12
"""Texts of fewer words are compared by their title only."""


@transaction.atomic(durable=True)
def flag_duplicates(work: Work, *, acting_user: User) -> list[DuplicateFlag]:
    """Flags the works that look like this one. Flags alone leave nothing out of a count."""
    Rights(acting_user).require(Act.COMMENT, scope_of(work))
    return flag(work)


def flag(work: Work) -> list[DuplicateFlag]:
    """The new flags of a work, inside the transaction of whoever asks: alike in a file, picture, title or the words.

    Files are compared with the works of all key results, pictures with those of the same key result, titles and words
    with those of the same key result and kind. A work that says what it was made from, and a story with its pieces,
    are no duplicates. Four queries, five where it has pictures, and one more for each pair found.
    """
    declared = _declared(work)
    found: dict[int, set[str]] = {}
    for other, why in (*_same_files(work), *_same_looks(work), *_same_words(work)):
        if other not in declared:
            found.setdefault(other, set()).add(why)
    made = [flagged for other, why in sorted(found.items()) if (flagged := _flagged(work, other, why))]
    if made:
        notices.tell(
            people_who_may(Act.DECIDE_DUPLICATES, scope_of(work)),
            NoticeCode.DUPLICATE,
            subject=work.subject,
            key_result=work.key_result,
            title=work.title,
        )
    return made


def _declared(work: Work) -> set[int]:
    linked = StoryDetail.objects.filter(Q(work=work) | Q(pieces=work)).values_list("work_id", "pieces__pk")
    family = Work.objects.filter(derived_from=work).values_list("pk", flat=True)
    return {work.pk, *family, *({work.derived_from_id} if work.derived_from_id else ()), *_flat(linked)}


def _flat(pairs: Iterable[tuple[int | None, ...]]) -> Iterator[int]:
    for pair in pairs:
        yield from (number for number in pair if number is not None)


def _same_files(work: Work) -> Iterator[tuple[int, str]]:
    others = Work.objects.filter(media__file__in=work.media.values("file")).exclude(state=WorkState.WITHDRAWN)
    return ((number, "media") for number in others.exclude(pk=work.pk).values_list("pk", flat=True).distinct())


def _same_looks(work: Work) -> Iterator[tuple[int, str]]:
    """Works with a picture that looks like one of this: another cut, size or saving. The very same file is no news."""
    own = [row.file for row in work.media.filter(file__media_type__in=IMAGES).select_related("file")]
    mine = [look for look in looks_of(own).values() if look is not None]
    if not mine:
        return
    others = Media.objects.filter(work__key_result_id=work.key_result_id, file__media_type__in=IMAGES)
    rows = others.exclude(work=work).exclude(work__state=WorkState.WITHDRAWN).exclude(file__in=own)
    media = list(rows.select_related("file"))
    looks = looks_of([row.file for row in media])
    for row in media:
        if any(looks_alike(look, looks[row.file_id]) for look in mine):
            yield row.work_id, "look"


def _same_words(work: Work) -> Iterator[tuple[int, str]]:
    title, words = fold(work.title), frozenset(work.search_tokens.split())
    others = Work.objects.filter(key_result_id=work.key_result_id, kind=work.kind).exclude(pk=work.pk)
    rows = others.exclude(state=WorkState.WITHDRAWN).values_list("pk", "title", "search_tokens")
    for number, other_title, tokens in rows.iterator(chunk_size=1_000):
        if fold(other_title) == title:
            yield number, "title"
        elif alike(words, frozenset(tokens.split())) >= ALIKE:
            yield number, "words"


def alike(first: frozenset[str], second: frozenset[str]) -> float:
    """The share of words that two texts have in common, of all words of both; 0 where one is too short to say."""
    if min(len(first), len(second)) < FEWEST_WORDS:
        return 0.0
    return len(first & second) / len(first | second)


def _flagged(work: Work, other: int, why: set[str]) -> DuplicateFlag | None:
    first, second = sorted((work.pk, other))
    row, new = DuplicateFlag.objects.get_or_create(
        first_id=first, second_id=second, defaults={"found_by": "+".join(sorted(why))}
    )
    return row if new else None


@transaction.atomic(durable=True)
def decide_duplicate(
    flagged: DuplicateFlag,
    *,
    same: bool,
    reason: str,
    keep: Work | None = None,
    read_decided_at: dt.datetime | None = None,
    acting_user: User,
) -> DuplicateFlag:
    """A person who made neither says whether two works are the same, and which one stays.

    To decide anew, hand in the time of the decision that was read; the audit chain keeps them all.
    """
    standing = _standing(flagged, acting_user)
    why = because(reason)
    if same and (keep is None or keep.pk not in {flagged.first_id, flagged.second_id}):
        raise refuse(
            "keep",
            ("which of the two stays is not said", "ยังไม่ได้ระบุว่าจะเก็บงานใดไว้"),
            ("choose one of them", "โปรดเลือกหนึ่งงาน"),
        )
    changed = DuplicateFlag.objects.filter(pk=flagged.pk, decided_at=read_decided_at).update(
        same=same,
        keep=keep if same else None,
        decided_by=acting_user,
        decided_on_behalf_of=standing.on_behalf_of,
        decided_at=timezone.now(),
        reason=why,
    )
    if not changed:
        raise refuse(
            "",
            ("somebody else has decided this in the meantime", "มีผู้ชี้ขาดเรื่องนี้แล้วระหว่างที่ท่านพิจารณา"),
            ("read that decision first", "โปรดอ่านคำชี้ขาดนั้นก่อน"),
        )
    flagged.refresh_from_db()
    record(
        "duplicate.decided",
        flagged.first.subject,
        acting_user=acting_user,
        standing=standing,
        data={
            "other": flagged.second.subject,
            "same": same,
            "keep": flagged.keep.subject if flagged.keep else None,
            "reason": why,
        },
    )
    return flagged


def _standing(flagged: DuplicateFlag, acting_user: User) -> Standing:
    rights = Rights(acting_user)
    standings = [rights.require(Act.DECIDE_DUPLICATES, scope_of(work)) for work in (flagged.first, flagged.second)]
    require_another(acting_user, makers(flagged.first) | makers(flagged.second))
    return standings[0]
