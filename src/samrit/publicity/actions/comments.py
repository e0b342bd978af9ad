"""Remarks on anything that has a subject, with mentions and files; never edited, taken back by their author."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models.functions import Lower
from django.utils import timezone

from samrit.evidence.subjects import subject_of
from samrit.people.enums import Act
from samrit.people.models import User
from samrit.people.rights import Rights
from samrit.platform import files as store
from samrit.platform.search import stored_tokens
from samrit.publicity import notices
from samrit.publicity.actions.shared import record, refuse, refuse_other_key_result, text
from samrit.publicity.enums import NoticeCode
from samrit.publicity.models import Comment, CommentFile
from samrit.results.models import KeyResult
from samrit.results.parts import may_see, scopes_of

_MENTION = re.compile(r"(?<![\w@.])@([\w.+-]+)")
MOST_MENTIONS = 20
MOST_FILES = 5


@dataclass(frozen=True, slots=True)
class Attached:
    """A file as it is handed over: its name, and its content as it streams in."""

    name: str
    chunks: Iterable[bytes]


@transaction.atomic(durable=True)
def add_comment(
    subject: str, words: str, *, key_result: KeyResult, files: Sequence[Attached] = (), acting_user: User
) -> Comment:
    """A remark on a work, plan, report …; those named by `@username`, where they may see it, are told of it."""
    about = subject_of(subject)
    refuse_other_key_result(about.key_result, key_result)
    standing = Rights(acting_user).require_one((Act.COMMENT,), about.scope, *scopes_of(key_result))
    said = text(words, "text", longest=5_000, needed=True)
    if len(files) > MOST_FILES:
        raise refuse(
            "files",
            (f"a remark takes {MOST_FILES} files at most", f"แนบไฟล์ได้ไม่เกิน {MOST_FILES} ไฟล์ต่อความเห็น"),
            ("attach fewer", "โปรดลดจำนวนไฟล์"),
        )
    comment = Comment.objects.create(
        key_result=key_result, subject=about.name, text=said, by=acting_user, search_tokens=stored_tokens(said)
    )
    kept = [(store.store_file(file.chunks, path="files"), store.clean_name(file.name)) for file in files]
    CommentFile.objects.bulk_create(CommentFile(comment=comment, file=file, file_name=name) for file, name in kept)
    mentioned = [user for user in _named(said) if may_see(Rights(user), key_result)]
    comment.mentions.set(mentioned)
    notices.tell(mentioned, NoticeCode.MENTION, subject=about.name, key_result=key_result, note=said, by=acting_user)
    record(
        "comment.added",
        about.name,
        acting_user=acting_user,
        standing=standing,
        data={
            "comment": comment.pk,
            "mentions": [user.audit_name for user in mentioned],
            "files": [file.pk for file, _name in kept],
        },
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
    about = subject_of(comment.subject)
    standing = Rights(acting_user).require_one((Act.COMMENT,), about.scope, *scopes_of(comment.key_result))
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
