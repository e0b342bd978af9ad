"""The worker: takes one job after the other, until it is told to stop. As many as one likes may run at once."""

from __future__ import annotations

import datetime as dt
import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager
from traceback import format_exception
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django_tasks.utils import normalize_json
from django_tasks_db.models import DBTaskResult

from samrit.core.contract import Message, Refused
from samrit.platform.jobs import leases, schedules, wakes
from samrit.platform.jobs.progressing import running
from samrit.platform.jobs.status import FAILED

if TYPE_CHECKING:
    from collections.abc import Iterator

logger = logging.getLogger(__name__)

_POLL, _WAKE = 1.0, 5.0


class Abandoned(BaseException):
    """The worker must leave at once, in the middle of a job."""


class Worker:
    """Runs jobs in the thread that calls `run`. `poll`: seconds between looks into an empty queue."""

    def __init__(self, *, poll: float = _POLL) -> None:
        self.name = f"{socket.gethostname()[:32]}:{os.getpid()}:{secrets.token_hex(4)}"
        self._poll = poll
        self._lease = dt.timedelta(seconds=settings.SAMRIT_LEASE_SECONDS)
        self._stopping = threading.Event()
        self._kept_house = self._woke = float("-inf")

    @property
    def stopping(self) -> bool:
        """Whether it was told to stop."""
        return self._stopping.is_set()

    def stop(self) -> None:
        """No further job is taken; the one at hand is finished first."""
        self._stopping.set()

    def run(self, *, until_idle: bool = False, alive: Callable[[], bool] = lambda: True) -> int:
        """Works until `stop`, or until `alive` says no; with `until_idle` until nothing is due. Gives how many ran.

        A database that is away for a while is waited for.
        """
        done = 0
        while not self.stopping and alive():
            try:
                worked = self._step()
            except (OperationalError, InterfaceError):
                logger.exception("platform.worker.database")
                connection.close()
                worked = False
            done += worked
            if not worked:
                if until_idle:
                    break
                self._stopping.wait(self._poll)
        return done

    def _step(self) -> bool:
        if not connection.in_atomic_block:  # whoever works inside a transaction keeps its connection
            close_old_connections()
        if time.monotonic() - self._kept_house > self._lease.total_seconds() / 4:
            self._kept_house = time.monotonic()
            leases.sweep()
            schedules.ask_for_due()
        if time.monotonic() - self._woke > _WAKE:
            self._woke = time.monotonic()
            wakes.ask_for_due()
        row = leases.claim(self.name, self._lease)
        if row is None:
            return False
        with self._holding(row):
            self._perform(row)
        return True

    def _perform(self, row: DBTaskResult) -> None:
        about = {"job": str(row.pk), "task": row.task_path, "attempt": len(row.worker_ids)}
        begun = time.monotonic()
        try:
            with running(row.pk):
                returned = normalize_json(row.task.call(*row.args_kwargs["args"], **row.args_kwargs["kwargs"]))
        except Refused as refused:
            why = Message(f"{refused.what.en}: {refused.mend.en}", f"{refused.what.th}: {refused.mend.th}")
            leases.fail(row, why=why, error=_name_of(refused), traceback="")
            logger.info("platform.job.refused", extra=about)
        except (Abandoned, KeyboardInterrupt):
            leases.give_back(row)
            raise
        except (ImportError, SuspiciousOperation) as error:  # a task that this version of the program does not have
            leases.fail(row, why=FAILED, error=_name_of(error), traceback=_trace(error))
            logger.exception("platform.job.unknown", extra=about)
        except Exception as error:
            logger.exception("platform.job.failed", extra=about)
            self._after_fault(row, error)
        else:
            kept = leases.finish(row, returned)
            spent = round(time.monotonic() - begun, 3)
            logger.info("platform.job.done" if kept else "platform.job.lost", extra=about | {"seconds": spent})

    def _after_fault(self, row: DBTaskResult, error: Exception) -> None:
        if len(row.worker_ids) < leases.ATTEMPTS:
            leases.give_back(row, error=_name_of(error), traceback=_trace(error))
        else:
            leases.fail(row, why=FAILED, error=_name_of(error), traceback=_trace(error))

    @contextmanager
    def _holding(self, row: DBTaskResult) -> Iterator[None]:
        """Prolongs the lease from a thread of its own, which dies with the process."""
        over = threading.Event()
        keeper = threading.Thread(target=self._prolong, args=(row, over, connection.settings_dict), daemon=True)
        keeper.start()
        try:
            yield
        finally:
            over.set()
            keeper.join()

    def _prolong(self, row: DBTaskResult, over: threading.Event, database: dict[str, Any]) -> None:
        connection.settings_dict = database  # a thread has its own connection; a demo turns that of the job elsewhere
        while not over.wait(self._lease.total_seconds() / 3):
            try:
                leases.prolong(row, self._lease)
            except (OperationalError, InterfaceError):
                logger.exception("platform.worker.lease_not_prolonged")
            finally:
                connection.close()


def _name_of(error: Exception) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"


def _trace(error: Exception) -> str:
    return "".join(format_exception(error))
