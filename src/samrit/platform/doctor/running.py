"""Looks at how an installation runs: settings, migrations, space, jobs, what comes back every day, mail."""

from __future__ import annotations

import datetime as dt
import shutil
from collections import Counter
from pathlib import Path

from django.conf import settings
from django.core import checks as django_checks
from django.core.mail import get_connection
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from samrit.core.contract import Message
from samrit.platform.clock import real_now
from samrit.platform.doctor.findings import Check, ill, well
from samrit.platform.jobs.schedules import Schedule, schedules
from samrit.platform.models import ScheduledRun

_LEAST_SPACE = 1_000_000_000
_LATE = dt.timedelta(minutes=10)
_LOOKED_BACK = dt.timedelta(days=7)
_GRACE = dt.timedelta(hours=1)


def configuration(name: Message) -> Check:
    """Django's own checks, for a server with those of a deployment."""
    deployed = bool(settings.SECURE_SSL_REDIRECT)
    found = django_checks.run_checks(include_deployment_checks=deployed)
    said = [f"{row.id}: {' '.join(row.msg.split())}" for row in found if row.level >= django_checks.WARNING]
    said = [row for row in said if not row.startswith("models.W")]  # differences of databases that the models know of
    if said:
        return ill(name, "; ".join(said), "; ".join(said))
    return well(name, "the settings fit together", "การตั้งค่าสอดคล้องกัน")


def migrations(name: Message) -> Check:
    """Whether the database has the shape that this version of the program expects."""
    executor = MigrationExecutor(connection)
    waiting = [str(row) for row, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    if waiting:
        number = len(waiting)
        return ill(
            name,
            f"{number} not applied, first {waiting[0]}: run `samrit manage migrate`",
            f"ยังไม่ได้ปรับ {number} รายการ เริ่มที่ {waiting[0]} โปรดใช้ `samrit manage migrate`",
        )
    return well(name, "all are applied", "ปรับครบแล้ว")


def free_space(name: Message) -> Check:
    """Whether there is room where files are kept."""
    place = Path(settings.MEDIA_ROOT)
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    shown = f"{free / 1_000_000_000:.1f} GB"
    if free < _LEAST_SPACE:
        return ill(name, f"only {shown} left at {place}", f"เหลือเพียง {shown} ที่ {place}")
    return well(name, f"{shown} at {place}", f"{shown} ที่ {place}")


def jobs(name: Message) -> Check:
    """Whether jobs fail, stand still, or wait for a worker that does not come."""
    now = real_now()
    running = DBTaskResult.objects.running().filter(job__lease_until__lt=now - _LATE)
    waiting = (
        DBTaskResult.objects.ready()
        .filter(enqueued_at__lt=now - _LATE)
        .exclude(run_after__gt=now - _LATE, run_after__lt=now)
    )
    failed = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED, finished_at__gt=now - _LOOKED_BACK)
    counted = Counter(path.rpartition(".")[2] for path in failed.values_list("task_path", flat=True))
    stuck, late = running.count(), waiting.count()
    if stuck or late:
        return ill(
            name,
            f"waiting for a worker: {late}, left by one: {stuck}; run `samrit worker`",
            f"รอโปรแกรมเบื้องหลัง {late} รายการ ค้างอยู่ {stuck} รายการ โปรดใช้ `samrit worker`",
        )
    if counted:
        shown = ", ".join(f"{task} ({number})" for task, number in sorted(counted.items()))
        return ill(name, f"failed in the last week: {shown}", f"ไม่สำเร็จในสัปดาห์ที่ผ่านมา: {shown}")
    return well(name, "none is stuck, none has failed", "ไม่มีงานค้างหรืองานที่ไม่สำเร็จ")


def daily_work(name: Message) -> Check:
    """Whether what comes back every day was asked for when it was last due, with an hour of grace."""
    now = timezone.now() - _GRACE
    missed = [row.name for row in schedules() if not _asked_for(row, now)]
    if missed:
        shown = ", ".join(missed)
        return ill(
            name,
            f"did not run: {shown}; run `samrit worker`, or serve with the worker that is beside the pages",
            f"ไม่ได้ทำงานตามกำหนด: {shown} โปรดใช้ `samrit worker` หรือเปิดระบบพร้อมโปรแกรมเบื้องหลัง",
        )
    return well(name, "has run as it should", "ทำงานตามกำหนด")


def _asked_for(schedule: Schedule, now: dt.datetime) -> bool:
    return ScheduledRun.objects.filter(schedule=schedule.name, day__gte=schedule.last_due(now)).exists()


def mail(name: Message) -> Check:
    """Whether the mail server answers; without one, where mails are put instead."""
    if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        place = settings.EMAIL_FILE_PATH
        return well(name, f"no server is set: mails are put into {place}", f"ไม่ได้ตั้งเซิร์ฟเวอร์ อีเมลถูกเก็บไว้ที่ {place}")
    server = get_connection(timeout=5)
    try:
        server.open()
        server.close()
    except OSError as error:
        return ill(name, f"the server does not answer: {error}", f"เซิร์ฟเวอร์ไม่ตอบ: {error}")
    return well(name, "the server answers", "เซิร์ฟเวอร์ตอบรับ")
