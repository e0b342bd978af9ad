"""Tasks: what people must do, opened by the system or by a colleague, and done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from samrit.evidence.subjects import subject_of
from samrit.people.enums import Act
from samrit.people.models import User
from samrit.people.rights import EVERYWHERE, Rights, Scope, Standing, people_who_may
from samrit.publicity import notices
from samrit.publicity.actions.shared import because, record, refuse, refuse_other_key_result, scope_of, text
from samrit.publicity.enums import NoticeCode, TaskCode
from samrit.publicity.models import Publication, Task, Work
from samrit.results.models import KeyResult
from samrit.results.parts import scopes_of

TAKE_DOWN_DAYS = 3
"""Within how many days a work is taken down after a consent was withdrawn."""

_DONE_BY = {TaskCode.TODO: Act.EDIT_WORK, TaskCode.TAKE_DOWN: Act.EDIT_WORK, TaskCode.DISPUTE: Act.DECIDE_DUPLICATES}


def act_of(task: Task) -> Act:
    """The right that doing the task asks for."""
    return _DONE_BY[TaskCode(task.code)]


def task_scope(task: Task) -> Scope:
    """Where that right is asked. Needs `key_result`."""
    if task.agency_id is None and task.key_result is None:
        return EVERYWHERE
    return Scope(agency_id=task.agency_id, key_result=task.key_result.key if task.key_result else "")


@transaction.atomic(durable=True)
def open_task(
    subject: str,
    *,
    key_result: KeyResult,
    note: str,
    assignee: User | None = None,
    due_on: dt.date | None = None,
    acting_user: User,
) -> Task:
    """Gives a colleague (or the host agency) something to do about a subject."""
    about = subject_of(subject)
    refuse_other_key_result(about.key_result, key_result)
    standing = Rights(acting_user).require_one((Act.COMMENT,), about.scope, *scopes_of(key_result))
    words = text(note, "note", longest=2_000, needed=True)
    _refuse_assignment(assignee, due_on, about.scope)
    task = Task.objects.create(
        key_result=key_result,
        agency_id=about.agency_id or key_result.host_id,
        subject=subject,
        code=TaskCode.TODO,
        note=words,
        assignee=assignee,
        due_on=due_on,
        opened_by=acting_user,
    )
    _record("task.opened", task, acting_user, standing)
    to = [assignee] if assignee else people_who_may(Act.EDIT_WORK, task_scope(task))
    notices.tell(to, NoticeCode.TASK, subject=subject, key_result=key_result, title=words, note=words, by=acting_user)
    return task


def _refuse_assignment(assignee: User | None, due_on: dt.date | None, where: Scope) -> None:
    if assignee is not None and not Rights(assignee).may(Act.COMMENT, where):
        raise refuse(
            "assignee",
            ("this person does not work on it", "บุคคลนี้ไม่มีสิทธิทำงานในเรื่องนี้"),
            ("choose somebody of the agency", "โปรดเลือกผู้ปฏิบัติงานของหน่วยงาน"),
        )
    if due_on is not None and due_on < timezone.localdate():
        raise refuse("due_on", ("this day has passed", "วันครบกำหนดผ่านไปแล้ว"), ("choose a later day", "โปรดเลือกวันใหม่"))


@transaction.atomic(durable=True)
def dispute_count(work: Work, *, reason: str, acting_user: User) -> Task:
    """Says that what a work counts for is wrong, and why. A person who decides on duplicates looks at it."""
    standing = Rights(acting_user).require_one((Act.COMMENT,), *scopes_of(work.key_result))
    why = because(reason)
    task = Task.objects.create(
        key_result=work.key_result,
        agency=work.agency,
        subject=work.subject,
        code=TaskCode.DISPUTE,
        note=why,
        opened_by=acting_user,
    )
    _record("task.dispute", task, acting_user, standing)
    notices.tell(
        people_who_may(Act.DECIDE_DUPLICATES, scope_of(work)),
        NoticeCode.DISPUTE,
        subject=work.subject,
        key_result=work.key_result,
        title=work.title,
        note=why,
        by=acting_user,
    )
    return task


@transaction.atomic(durable=True)
def complete_task(task: Task, *, acting_user: User, note: str = "") -> Task:
    """Says that a task is done. A take-down is done only when nothing of the work is public any more."""
    rights, where = Rights(acting_user), task_scope(task)
    mine = task.assignee_id == acting_user.pk
    standing = rights.require(Act.COMMENT if mine else act_of(task), where)
    if task.code == TaskCode.TAKE_DOWN and _still_up(task.subject):
        raise refuse(
            "",
            ("something of this work is still public", "งานนี้ยังมีส่วนที่เผยแพร่อยู่"),
            ("record the taking down on every channel first", "โปรดบันทึกการนำลงให้ครบทุกช่องทางก่อน"),
        )
    if not _close(task, acting_user):
        raise refuse(
            "", ("this task is done already", "งานนี้ทำเสร็จแล้ว"), ("nothing more is to be done", "ไม่ต้องดำเนินการเพิ่ม")
        )
    _record("task.done", task, acting_user, standing, note=text(note, "note", longest=2_000))
    return task


def open_take_downs(works: Iterable[Work], *, reason: str, opened_by: User) -> list[Task]:
    """A take-down task for each work that does not have one open yet, with notices to its people."""
    opened = []
    for work in works:
        if Task.objects.filter(subject=work.subject, code=TaskCode.TAKE_DOWN, done_at=None).exists():
            continue
        opened.append(
            Task.objects.create(
                key_result=work.key_result,
                agency=work.agency,
                subject=work.subject,
                code=TaskCode.TAKE_DOWN,
                note=reason,
                due_on=timezone.localdate() + dt.timedelta(days=TAKE_DOWN_DAYS),
                opened_by=opened_by,
            )
        )
        notices.tell(
            {work.producer, work.entered_by, *people_who_may(Act.EDIT_WORK, scope_of(work))},
            NoticeCode.TAKE_DOWN,
            subject=work.subject,
            key_result=work.key_result,
            title=work.title,
        )
    return opened


def close_take_downs(work: Work, *, acting_user: User) -> None:
    """The take-down tasks of a work are done once nothing of it is public."""
    if not _still_up(work.subject):
        for task in Task.objects.filter(subject=work.subject, code=TaskCode.TAKE_DOWN, done_at=None):
            _close(task, acting_user)


def _still_up(subject: str) -> bool:
    uid = subject.removeprefix("work:")
    return Publication.objects.filter(work__uid=uid, withdrawn_at=None).exists()


def _close(task: Task, by: User) -> bool:
    task.done_at, task.done_by = timezone.now(), by
    return bool(Task.objects.filter(pk=task.pk, done_at=None).update(done_at=task.done_at, done_by=by))


def _record(action: str, task: Task, acting_user: User, standing: Standing, note: str = "") -> None:
    record(
        action,
        task.subject,
        acting_user=acting_user,
        standing=standing,
        data={"task": task.pk, "code": str(task.code), "due_on": task.due_on.isoformat() if task.due_on else None},
        personal={name: value for name, value in (("task_note", task.note), ("note", note)) if value},
    )
