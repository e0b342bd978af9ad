"""How many interviews a second are kept durably through the whole web stack, against bare durable commits.

Loopback only: a server of its own (gunicorn, two workers) on a database of its own in a folder that is removed again.

    python bench/intake.py               rate, and its ratio to bare single commits measured in the same run
    python bench/intake.py --kill 100000 the same number of interviews while the server is killed (-9) and started again
    python bench/intake.py --page 20000  milliseconds until all figures of the results hold one response more
    python bench/intake.py --postgres               the rate on PostgreSQL, against bare commits there
    python bench/intake.py --kill 100000 --postgres   on PostgreSQL, which is killed (-9) in turn with the server
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
THREADS = 8
KHETS = 50
"""Strata of the survey, with six units each, as a city's plan has."""
PATIENCE = 180
"""Seconds without a single receipt, or until a killed program answers again, after which a run is given up."""
PORT = int(os.environ.get("SAMRIT_BENCH_PORT", "8189"))


# --- a survey to answer ---


def prepare(home: Path) -> dict[str, object]:
    """Makes a survey in the field in a fresh database, in a process of its own: token, answers, order."""
    told = subprocess.run(
        [sys.executable, __file__, "--prepare"], env=environment(home), check=True, capture_output=True, text=True
    )
    return json.loads(told.stdout.splitlines()[-1])


def environment(home: Path, port: int = PORT) -> dict[str, str]:
    """Settings of one machine, with their data in `home`."""
    module = "bench.settings_postgres" if "SAMRIT_BENCH_POSTGRES" in os.environ else "samrit.settings.local"
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": module,
        "SAMRIT_HOME": str(home),
        "SAMRIT_PORT": str(port),
        "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}",
    }


def _prepare_here() -> None:
    import django  # noqa: PLC0415 -- settings come first

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 -- settings come first

    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    from tests.factories import people  # noqa: PLC0415 -- settings come first
    from tests.factories import surveys as made  # noqa: PLC0415 -- settings come first

    from samrit.surveys.actions import fieldwork  # noqa: PLC0415 -- settings come first
    from samrit.web.office.views.surveys.field import token_of  # noqa: PLC0415 -- settings come first

    field = made.in_field(10, made=made.draft(10, strata=KHETS))
    psu = field.survey.strata.first().psus.first()
    phone = people.user("phone", role="reader", agency=field.key_result.host)
    allocation = fieldwork.allocate(field.wave, psu, enumerator=phone, target=8, acting_user=field.owner)
    sent = made.submission(field, adults=2)
    print(json.dumps({"token": token_of(allocation), "answers": sent.answers, "order": list(sent.order)}))


# --- a server that can be killed ---


_SERVE = """
import os, signal, sys, threading
def leave(): sys.stdin.read(); os.killpg(0, signal.SIGKILL)
threading.Thread(target=leave, daemon=True).start()
import django
django.setup()
from samrit.cli.serve import serve_office
serve_office(int(sys.argv[1]))
"""
"""The input ends when whoever started the server does, however that came: then all its processes leave with it."""


class Server:
    """gunicorn as an office runs it, with all its processes in one group."""

    def __init__(self, home: Path, port: int = PORT) -> None:
        self.home, self.port = home, port
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts it and waits until it answers."""
        self.process = subprocess.Popen(
            [sys.executable, "-c", _SERVE, str(self.port)],
            env=environment(self.home, self.port),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)) as connection:
                try:
                    connection.request("GET", "/field/manifest.webmanifest")
                    if connection.getresponse().status == 200:
                        return
                except (OSError, http.client.HTTPException):
                    pass
            time.sleep(0.1)
        raise RuntimeError("the server does not answer")

    def kill(self) -> None:
        """Kills all of its processes at once: no farewell, no flush."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.communicate()
            self.process = None


# --- phones ---


class Sending:
    """Interviews on their way: each number until it has its receipt; some are sent again although they have it."""

    def __init__(self, numbers: list[uuid.UUID], replays: float = 0.0) -> None:
        self.waiting: SimpleQueue[uuid.UUID] = SimpleQueue()
        for number in numbers:
            self.waiting.put(number)
        self.replays = replays
        self.counted = {"new": 0, "replayed": 0, "tries": 0}
        self.receipts: set[uuid.UUID] = set()
        self.given_up = threading.Event()
        self._lock = threading.Lock()
        self._last = time.monotonic()

    def send(self, port: int, survey: dict[str, object]) -> dict[str, int]:
        """Sends all of them from several threads; gives the counts. Raises RuntimeError where nothing gets through."""
        threads = [threading.Thread(target=self._phone, args=(port, survey), daemon=True) for _ in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if self.given_up.is_set():
            raise RuntimeError(f"given up: no receipt for {PATIENCE} seconds after {len(self.receipts)}")
        return self.counted

    def _phone(self, port: int, survey: dict[str, object]) -> None:
        chance = random.Random(threading.get_ident())  # noqa: S311 -- no secret
        own = Phone(port, str(survey["token"]))
        while not self.given_up.is_set():
            try:
                number = self.waiting.get_nowait()
            except Empty:
                break
            status = own.post(_body(number, survey))
            self._note(number, status)
            if status not in {200, 201}:
                self.waiting.put(number)
                time.sleep(0.05)
            elif status == 201 and chance.random() < self.replays:
                self.waiting.put(number)
        own.connection.close()

    def _note(self, number: uuid.UUID, status: int) -> None:
        with self._lock:
            self.counted["tries"] += 1
            self.counted["new"] += status == 201
            self.counted["replayed"] += status == 200
            if status in {200, 201}:
                self.receipts.add(number)
                self._last = time.monotonic()
            elif time.monotonic() - self._last > PATIENCE:
                self.given_up.set()


def _body(number: uuid.UUID, survey: dict[str, object]) -> bytes:
    data = {
        "uid": str(number),
        "questionnaire": 1,
        "answers": survey["answers"],
        "order": survey["order"],
        "seconds": 180,
    }
    return json.dumps(data).encode()


class Phone:
    """Sends bodies over a connection that stays open."""

    def __init__(self, port: int, token: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        self.headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}

    def post(self, body: bytes) -> int:
        """The status of the answer; 0 where the server is gone."""
        try:
            self.connection.request("POST", "/field/intake/", body, self.headers)
            answer = self.connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            self.connection.close()
            return 0
        return answer.status


def kept(home: Path) -> tuple[int, int]:
    """Rows, and different numbers among them, as the database has them."""
    if folder := os.environ.get("SAMRIT_BENCH_POSTGRES"):
        import psycopg  # noqa: PLC0415 -- only where the database is PostgreSQL

        with psycopg.connect(host=folder, user="samrit", dbname="samrit") as database:
            return database.execute(_COUNT).fetchone()
    with closing(sqlite3.connect(home / "samrit.sqlite3")) as database:
        return database.execute(_COUNT).fetchone()


_COUNT = "SELECT COUNT(*), COUNT(DISTINCT uid) FROM surveys_response"


# --- a database that can be killed ---


@contextmanager
def postgres() -> Iterator[None]:
    """A PostgreSQL of our own that writes everything to be safe; while it is there, the office is on it."""
    script = str(ROOT / "scripts" / "postgres")
    safe = {**os.environ, "SAMRIT_POSTGRES_DURABLE": "1"}
    told = subprocess.run([script, "start"], env=safe, check=True, stdout=subprocess.PIPE, text=True).stdout
    folder = told.strip().split("=", 1)[1]
    # Its input ends when we do, however that comes: then it takes the database away.
    last = subprocess.Popen(
        ["sh", "-c", 'read _; exec "$0" stop "$1"', script, folder], stdin=subprocess.PIPE, start_new_session=True
    )
    try:
        with closing(_administrator(folder)) as database:
            database.execute("CREATE DATABASE samrit")
        os.environ["SAMRIT_BENCH_POSTGRES"] = folder
        yield
    finally:
        os.environ.pop("SAMRIT_BENCH_POSTGRES", None)
        last.communicate()


def _administrator(folder: str) -> Any:
    import psycopg  # noqa: PLC0415 -- only where the database is PostgreSQL

    return psycopg.connect(host=folder, user="samrit", dbname="postgres", autocommit=True)


def kill_database() -> None:
    """Kills PostgreSQL (-9) and starts it again."""
    folder = os.environ["SAMRIT_BENCH_POSTGRES"]
    subprocess.run([str(ROOT / "scripts" / "postgres"), "crash", folder], check=True, capture_output=True)


# --- what is measured ---


def _bare_in_postgres(number: int, body: bytes) -> float:
    import psycopg  # noqa: PLC0415 -- only where the database is PostgreSQL

    with psycopg.connect(host=os.environ["SAMRIT_BENCH_POSTGRES"], user="samrit", dbname="samrit") as database:
        database.execute("CREATE TABLE bare_response (uid uuid PRIMARY KEY, body text)")
        database.commit()
        began = time.perf_counter()
        for _ in range(number):
            database.execute("INSERT INTO bare_response VALUES (%s, %s)", (uuid.uuid4(), body.decode()))
            database.commit()
        return number / (time.perf_counter() - began)


def bare_commits(folder: Path, number: int, body: bytes) -> float:
    """Durable single commits a second: one row a transaction, nothing around it (in SQLite WAL, synchronous=FULL)."""
    if "SAMRIT_BENCH_POSTGRES" in os.environ:
        return _bare_in_postgres(number, body)
    database = sqlite3.connect(folder / "bare.sqlite3", isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.execute("CREATE TABLE response (uid TEXT PRIMARY KEY, body TEXT)")
    began = time.perf_counter()
    for _ in range(number):
        database.execute("BEGIN IMMEDIATE")
        database.execute("INSERT INTO response VALUES (?, ?)", (str(uuid.uuid4()), body.decode()))
        database.execute("COMMIT")
    rate = number / (time.perf_counter() - began)
    database.close()
    return rate


def rate(number: int) -> None:
    """Prints responses a second through the stack, the bare rate, and their ratio."""
    with tempfile.TemporaryDirectory(prefix="samrit-intake-") as folder:
        home = Path(folder)
        survey = prepare(home)
        server = Server(home)
        try:
            server.start()
            Sending([uuid.uuid4() for _ in range(50)]).send(PORT, survey)
            began = time.perf_counter()
            Sending([uuid.uuid4() for _ in range(number)]).send(PORT, survey)
            through = number / (time.perf_counter() - began)
            bare = bare_commits(home, number, _body(uuid.uuid4(), survey))
        finally:
            server.kill()
        rows, different = kept(home)
    print(f"through the whole web stack, durable   {through:8.0f} responses/s   ({number} over {THREADS} connections)")
    print(f"bare durable single commits            {bare:8.0f} commits/s")
    print(f"ratio                                  {through / bare:8.2f}")
    print(f"kept {rows}, different {different}, sent {number + 50}")


def page(number: int) -> None:
    """Prints how long the results take when one response more has come after so many, as the page computes them."""
    with tempfile.TemporaryDirectory(prefix="samrit-intake-") as folder:
        home = Path(folder)
        prepare(home)
        command = [sys.executable, __file__, "--page-here", str(number)]
        subprocess.run(command, env=environment(home), check=True)


def _page_here(number: int) -> None:
    import django  # noqa: PLC0415 -- settings come first

    django.setup()
    from tests.factories import surveys as made  # noqa: PLC0415 -- settings come first

    from samrit.surveys import keeping  # noqa: PLC0415 -- settings come first
    from samrit.surveys.actions.intake import Door, receive_all  # noqa: PLC0415 -- settings come first
    from samrit.surveys.enums import Mode, Source  # noqa: PLC0415 -- settings come first
    from samrit.surveys.models import KeptTally, Psu, Wave  # noqa: PLC0415 -- settings come first
    from samrit.surveys.results import results_of  # noqa: PLC0415 -- settings come first

    keeping.SETTLED *= 0
    wave = Wave.objects.select_related("survey__key_result").get()
    field = made.Field(None, None, wave.survey.key_result, wave.survey, wave)
    doors = [Door(wave, Source.PROBABILITY, Mode.ENUMERATOR, psu=psu) for psu in Psu.objects.select_related("stratum")]

    def come(first: int, last: int) -> None:
        sent = [
            (doors[n % len(doors)], made.submission(field, adults=1 + n % 4, knows={"a02": "no"} if n % 7 == 0 else {}))
            for n in range(first, last)
        ]
        receive_all(wave, sent)

    for first in range(0, number, 1_000):
        come(first, min(number, first + 1_000))
    results_of(wave)  # what Python loads at its first use is no part of it
    for what in ("first view, all responses read", "first view after a restart    "):
        keeping.forget()
        if what.endswith("read"):
            KeptTally.objects.all().delete()
        began = time.perf_counter()
        results_of(wave)
        print(f"{what} of {number}: {1000 * (time.perf_counter() - began):8.1f} ms")
    spent = []
    for turn in range(50):
        come(number + turn, number + turn + 1)
        began, worked = time.perf_counter(), time.process_time()
        results_of(wave)
        spent.append((1000 * (time.perf_counter() - began), 1000 * (time.process_time() - worked)))
    passed, busy = (sorted(row[place] for row in spent)[25] for place in (0, 1))
    print(
        f"one more response, every figure fresh: median {passed:8.1f} ms, of which the processor worked {busy:.1f} ms"
    )


@dataclass
class Fire:
    """What came of interviews that were sent while programs were killed: `seconds` for all of them, kills included;
    `bare`: durable single commits a second in the same database afterwards.
    """

    rows: int
    different: int
    counted: dict[str, int]
    seconds: float
    bare: float


def under_fire(number: int, kills: int, port: int = PORT, *, tell: bool = False) -> Fire:
    """Sends interviews while the server (on PostgreSQL in turn with the database) is killed and started again."""
    with tempfile.TemporaryDirectory(prefix="samrit-intake-") as folder:
        home = Path(folder)
        survey = prepare(home)
        server = Server(home, port)
        sending = Sending([uuid.uuid4() for _ in range(number)], replays=0.2)
        killer = Killer(server, sending, number, kills, tell=tell)
        try:
            server.start()
            began = time.perf_counter()
            killer.start()
            counted = sending.send(port, survey)
            seconds = time.perf_counter() - began
        finally:
            killer.end()
            server.kill()
        bare = bare_commits(home, min(number, BARE), _body(uuid.uuid4(), survey))
        return Fire(*kept(home), counted, seconds, bare)


BARE = 2_000
"""Commits by which the bare rate is measured."""


class Killer(threading.Thread):
    """Kills and starts again, each time a further part of the interviews has its receipt; tells how far it is."""

    def __init__(self, server: Server, sending: Sending, number: int, kills: int, *, tell: bool) -> None:
        super().__init__(daemon=True)
        self._server, self._sending, self._tell = server, sending, tell
        self._number, self._kills = number, kills
        self._done, self._fault = threading.Event(), ""

    def run(self) -> None:
        """Until all kills are done, or the interviews are."""
        try:
            for turn in range(self._kills):
                while not self._done.is_set() and len(self._sending.receipts) < self._at(turn):
                    time.sleep(0.02)
                if self._done.is_set():
                    return
                self._kill(turn)
        except (OSError, RuntimeError, subprocess.SubprocessError) as error:  # what does not come back ends the run
            self._fault = str(error)
            self._sending.given_up.set()

    def _at(self, turn: int) -> int:
        return self._number * (turn + 1) // (self._kills + 1)

    def _kill(self, turn: int) -> None:
        began, database = time.perf_counter(), bool(turn % 2 and "SAMRIT_BENCH_POSTGRES" in os.environ)
        if database:
            kill_database()
        else:
            self._server.kill()
            self._server.start()
        if self._tell:
            what = "database" if database else "server"
            print(
                f"{time.strftime('%H:%M:%S')} {len(self._sending.receipts)} of {self._number} kept; kill {turn + 1} of"
                f" {self._kills}: the {what} is back after {time.perf_counter() - began:.1f} s",
                file=sys.stderr,
                flush=True,
            )

    def end(self) -> None:
        """No more kills. Raises RuntimeError where something did not come back."""
        self._done.set()
        if self.is_alive():
            self.join()
        if self._fault:
            raise RuntimeError(self._fault)


def _end(*_: object) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # once is enough: taking things away is not to be broken off
    raise SystemExit(1)


def main() -> None:
    """Reads the command line."""
    signal.signal(signal.SIGTERM, _end)  # told to end, it takes its server and its database away first
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--number", type=int, default=1_500)
    parser.add_argument("--kill", type=int, metavar="N", help="send N interviews while the server is killed ten times")
    parser.add_argument("--postgres", action="store_true", help="on PostgreSQL, killed in turn with the server")
    parser.add_argument("--page", type=int, metavar="N", help="time the results with one response more after N")
    parser.add_argument("--page-here", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--prepare", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.prepare:
        _prepare_here()
    elif arguments.page_here:
        _page_here(arguments.page_here)
    elif arguments.page:
        page(arguments.page)
    elif arguments.postgres and "SAMRIT_BENCH_POSTGRES" not in os.environ:
        with postgres():
            main()
    elif arguments.kill:
        fire = under_fire(arguments.kill, kills=10, tell=True)
        through = fire.rows / fire.seconds
        print(f"through the whole web stack, durable   {through:8.0f} responses/s   (10 kills and replays included)")
        print(f"bare durable single commits            {fire.bare:8.0f} commits/s")
        print(f"ratio                                  {through / fire.bare:8.2f}")
        print(f"sent {arguments.kill}, kept {fire.rows}, different {fire.different} in {fire.seconds:.0f} s:", end=" ")
        print(f"{arguments.kill - fire.different} lost, {fire.rows - fire.different} double; {fire.counted}")
        sys.exit(fire.rows != arguments.kill or fire.different != fire.rows)
    else:
        rate(arguments.number)


if __name__ == "__main__":
    main()
