"""Remarks on anything that has a subject, with mentions; never edited, taken back by their author."""

from __future__ import annotations

import re

from django.db import transaction
from django.db.models.functions import Lower
from django.utils import timezone

from samrit.people.enums import Act
from samrit.people.models import User
from samrit.people.rights import Rights
from samrit.publicity import notices
from samrit.publicity.actions.shared import record, refuse, scope_of, text
from samrit.publicity.enums import NoticeCode
from samrit.publicity.models import Comment
from samrit.results.models import KeyResult

_MENTION = re.compile(r"(?<![\w@.])@([\w.+-]+)")
_SUBJECT = re.compile(r"[a-z_]+:[\w:.-]+")
MOST_MENTIONS = 20


@transaction.atomic(durable=True)
def add_comment(subject: str, words: str, *, key_result: KeyResult, acting_user: User) -> Comment:
    """A remark. Those named by `@username`, where they may see the key result, are told of it."""
    standing = Rights(acting_user).require(Act.COMMENT, scope_of(key_result))
    if not _SUBJECT.fullmatch(subject) or len(subject) > 120:
        raise refuse(
            "subject", ("nothing is called so", "ไม่พบรายการที่แสดงความเห็น"), ("open it again", "โปรดเปิดหน้านั้นใหม่")
        )
    said = text(words, "text", longest=5_000, needed=True)
    comment = Comment.objects.create(key_result=key_result, subject=subject, text=said, by=acting_user)
    mentioned = [user for user in _named(said) if Rights(user).may(Act.VIEW, scope_of(key_result))]
    comment.mentions.set(mentioned)
    notices.tell(mentioned, NoticeCode.MENTION, subject=subject, key_result=key_result, note=said, by=acting_user)
    record(
        "comment.added",
        subject,
        acting_user=acting_user,
        standing=standing,
        data={"comment": comment.pk, "mentions": [user.audit_name for user in mentioned]},
        personal={"text": said},
    )
    return comment


def _named(said: str) -> list[User]:
    names = list(dict.fromkeys(name.rstrip(".+-").lower() for name in _MENTION.findall(said)))[:MOST_MENTIONS]
    people = User.objects.annotate(lower=Lower("username")).filter(lower__in=names, is_active=True)
    return sorted(people, key=lambda user: names.index(user.username.lower()))


@transaction.atomic(durable=True)
def take_back_comment(comment: Comment, *, acting_user: User) -> Comment:
    """Its author takes a remark back: it is shown no more, the place where it stood stays."""
    standing = Rights(acting_user).require(Act.COMMENT, scope_of(comment.key_result))
    if comment.by_id != acting_user.pk:
        raise refuse(
            "",
            ("only its author takes a remark back", "เฉพาะผู้เขียนเท่านั้นที่เรียกคืนความเห็นได้"),
            ("ask the author", "โปรดแจ้งผู้เขียน"),
        )
    changed = Comment.objects.filter(pk=comment.pk, taken_back_at=None).update(taken_back_at=timezone.now())
    if changed:
        comment.refresh_from_db()
        record(
            "comment.taken_back",
            comment.subject,
            acting_user=acting_user,
            standing=standing,
            data={"comment": comment.pk},
        )
    return comment
