"""Jobs: asked for once, done by a worker, tried again, and seen by a page."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.factories import jobs as make

from samrit.core.contract import Message
from samrit.platform.jobs import JobState, JobStatus, job_status, latest_job, leases, progress, start
from samrit.platform.jobs.worker import Worker
from samrit.platform.models import Job
from samrit.platform.tasks import forget_old_jobs

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


def work() -> int:
    """What one worker does until nothing is due."""
    return Worker().run(until_idle=True)


def seen(uid) -> tuple[JobState, int | None, Message]:
    job = job_status(uid)
    return job.state, job.percent, job.words


def due_now(uid) -> None:
    DBTaskResult.objects.filter(pk=uid).update(run_after=timezone.now())


def test_done(django_assert_num_queries):
    """A job waits, is done by a worker, and tells what came out; a page asks with one query."""
    uid = start(make.add, 2, 3, key="test.add:1", started_by="user:1")
    waiting = job_status(uid)
    assert waiting == JobStatus(
        uid, JobState.WAITING, None, Message("waiting for its turn", "รอคิวทำงาน"), "user:1", waiting.asked_at
    )
    assert not waiting.finished
    assert work() == 1
    with django_assert_num_queries(1):
        done = job_status(uid)
    assert done == JobStatus(
        uid, JobState.DONE, 100, Message("done", "เสร็จแล้ว"), "user:1", waiting.asked_at, returned=5
    )
    assert done.finished
    with django_assert_num_queries(1):
        assert latest_job("test.add:1") == done


def test_unknown():
    """Of a job that never was nothing is known."""
    assert job_status(uuid.uuid4()) is None
    assert latest_job("test.add:1") is None


def test_asked_for_twice():
    """While a job is unfinished its key gives the same job; afterwards a new one. Without a key each stands alone."""
    first = start(make.add, 1, 1, key="test.add:1")
    assert start(make.add, 1, 1, key="test.add:1") == first
    assert work() == 1
    again = start(make.add, 1, 1, key="test.add:1")
    assert again != first
    assert latest_job("test.add:1").uid == again
    assert start(make.add, 1, 1) != start(make.add, 1, 1)


def test_rolled_back():
    """A job that was asked for in a transaction which came to nothing was never asked for."""
    with transaction.atomic():
        start(make.add, 1, 1, key="test.add:1")
        transaction.set_rollback(True)
    assert work() == 0
    assert latest_job("test.add:1") is None


def test_queued_directly():
    """A task that was queued with Django's own call is done as well, and can be asked about."""
    uid = uuid.UUID(make.add.enqueue(2, 2).id)
    assert work() == 1
    assert job_status(uid).returned == 4


def test_fault_then_well(tmp_path):
    """What fails is tried again after a pause, and its last word of progress is not taken for the present one."""
    faults = tmp_path / "faults"
    faults.write_text("1", encoding="ascii")
    uid = start(make.halfway, str(faults), key="test.halfway")
    assert work() == 1
    again = Message("did not succeed at first; it will be tried again shortly", "ครั้งแรกไม่สำเร็จ ระบบจะลองใหม่ในไม่ช้า")
    assert seen(uid) == (JobState.WAITING, 50, again)
    assert work() == 0
    due_now(uid)
    assert work() == 1
    assert seen(uid) == (JobState.DONE, 100, Message("done", "เสร็จแล้ว"))


def test_fault_three_times(tmp_path):
    """After the third fault the job has failed, in words for a page and with its trace for the administrator."""
    faults = tmp_path / "faults"
    faults.write_text("9", encoding="ascii")
    uid = start(make.halfway, str(faults), key="test.halfway")
    for _ in range(5):
        due_now(uid)
        work()
    assert seen(uid) == (
        JobState.FAILED,
        50,
        Message("the system could not finish this; please tell the administrator", "ระบบทำงานนี้ไม่สำเร็จ โปรดแจ้งผู้ดูแลระบบ"),
    )
    assert faults.read_text(encoding="ascii") == "6"
    row = DBTaskResult.objects.get(pk=uid)
    assert row.exception_class_path == "builtins.RuntimeError"
    assert "the printer is on fire" in row.traceback
    assert start(make.add, 1, 1, key="test.halfway") != uid


def test_refused():
    """A refusal is final: its sentence stands on the page, and nothing is tried again."""
    uid = start(make.refuse)
    assert work() == 1
    due_now(uid)
    assert work() == 0
    assert seen(uid) == (
        JobState.FAILED,
        None,
        Message("the page is blank: scan it again", "หน้าว่าง: โปรดสแกนใหม่"),
    )


def test_unknown_task():
    """A job that this version of the program does not know fails; the worker goes on with the next."""
    lost = start(make.add, 1, 1)
    DBTaskResult.objects.filter(pk=lost).update(task_path="samrit.nowhere.gone")
    fine = start(make.add, 1, 1)
    assert work() == 2
    assert (job_status(lost).state, job_status(fine).state) == (JobState.FAILED, JobState.DONE)


def test_nobody_works():
    """A job that no worker takes for a minute says so."""
    uid = start(make.add, 1, 1)
    DBTaskResult.objects.filter(pk=uid).update(enqueued_at=timezone.now() - dt.timedelta(minutes=2))
    assert job_status(uid).words.en.startswith("no worker has taken this up yet")


def test_left_behind(tmp_path):
    """A job whose worker was killed runs again when the lease is over; who comes back late changes nothing."""
    uid = start(make.slow, str(tmp_path / "notes"), 0.0)
    dead = leases.claim("dead worker", MINUTE)
    assert dead.pk == uid
    assert (leases.sweep(), work()) == (0, 0)
    Job.objects.filter(pk=uid).update(lease_until=dt.datetime.now(dt.UTC) - dt.timedelta(seconds=1))
    assert work() == 1
    assert job_status(uid).returned == "done"
    assert leases.finish(dead, "late") is False
    assert leases.give_back(dead) is False
    assert job_status(uid).returned == "done"
    assert DBTaskResult.objects.get(pk=uid).worker_ids[0] == "dead worker"


def test_killed_three_times():
    """A job that kills its worker each time is given up after the third."""
    uid = start(make.add, 1, 1)
    for _ in range(3):
        assert leases.claim("worker", dt.timedelta(seconds=-1)).pk == uid
        assert leases.sweep() == 1
    assert leases.claim("worker", MINUTE) is None
    assert seen(uid)[0] == JobState.FAILED
    assert seen(uid)[2].en.startswith("the program stopped three times")


def test_prolonged():
    """A lease that is prolonged does not run out."""
    uid = start(make.add, 1, 1)
    row = leases.claim("worker", dt.timedelta(seconds=-1))
    leases.prolong(row, MINUTE)
    assert leases.sweep() == 0
    assert Job.objects.get(pk=uid).lease_until > dt.datetime.now(dt.UTC)


def test_taken_once():
    """A job that one worker holds is not given to another."""
    uid = start(make.add, 1, 1)
    assert leases.claim("one", MINUTE).pk == uid
    assert leases.claim("other", MINUTE) is None


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_taken_once_at_the_same_moment(at_once):
    """Of several workers that reach for the same jobs each gets another one, and each job is taken once."""
    uids = {start(make.add, number, 0) for number in range(4)}
    rows = at_once(*(lambda name=f"w{name}": leases.claim(name, MINUTE) for name in range(4)))
    assert {row.pk for row in rows} == uids


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_asked_for_at_the_same_moment(at_once):
    """Two people who ask for the same job at once get the same one."""
    first, second = at_once(*[lambda: start(make.add, 1, 1, key="test.add:1")] * 2)
    assert first == second
    assert Job.objects.count() == 1


def test_progress_outside_a_job():
    """A function that says how far it is may also be called without a job."""
    progress(10, Message("page 1", "หน้า ๑"))
    assert Job.objects.count() == 0


def test_stopped():
    """A worker that was told to stop takes no further job."""
    start(make.add, 1, 1)
    worker = Worker()
    worker.stop()
    assert worker.run() == 0


def test_old_jobs_are_forgotten():
    """Jobs that finished a month ago are deleted with their notes; unfinished ones never are."""
    old, young, waiting = start(make.add, 1, 1), start(make.add, 1, 1), start(make.add, 1, 1)
    long_ago = timezone.now() - dt.timedelta(days=31)
    DBTaskResult.objects.filter(pk=waiting).update(run_after=timezone.now() + dt.timedelta(days=1))
    assert work() == 2
    DBTaskResult.objects.filter(pk=old).update(finished_at=long_ago)
    DBTaskResult.objects.filter(pk=waiting).update(enqueued_at=long_ago)
    assert forget_old_jobs.call("2026-11-22") == 1
    assert set(Job.objects.values_list("pk", flat=True)) == {young, waiting}
