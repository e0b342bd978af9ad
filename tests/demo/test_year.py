"""The demo's year, lived through the actions that people use: 1, 1, 3, 5 with their reasons."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from emulators.meta import state as meta
from emulators.tiktok import state as tiktok
from emulators.youtube import state as youtube
from samrit.channels.models import Account, Delivery, LivenessLook, MetricSnapshot
from samrit.core.dossier import verify_dossier
from samrit.core.dossier.container import read_container
from samrit.demo.databases import database, file_of
from samrit.demo.moments import MOMENTS
from samrit.demo.year import tell
from samrit.districts.models import CreativeDistrict
from samrit.evidence.models import EvidenceItem
from samrit.exchange import traffy
from samrit.exchange.dossier import dossier_of
from samrit.platform import clock
from samrit.platform.doctor import checks
from samrit.platform.files import open_file
from samrit.platform.models import AuditEntry
from samrit.platform.signing import installation_key
from samrit.publicity.models import DuplicateFlag, Media, Notification, Task, Work
from samrit.results.models import KeyResult, Report
from samrit.results.queries import overdue
from samrit.scoring.ladder import ladder
from samrit.scoring.result import score_key_result
from samrit.site.queries import activities, media_of, page
from samrit.site.rich import plain
from samrit.surveys.models import Wave
from samrit.surveys.results import results_of
from samrit.verification.models import Finding

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "kr-7301-2568.dossier.zip"
pytestmark = pytest.mark.django_db


def _seen(key_result: KeyResult) -> dict[str, object]:
    result, found = score_key_result(key_result), ladder(key_result)
    return {
        "score": result.score.score,
        "districts": result.facts.values["result"],
        "held": [rung.score for rung in found.rungs if rung.held],
        "next": [gap.en for gap in found.next_missing],
        "flags": result.score.flags,
        "duties": {row.kind: (None if row.strict is None else str(row.strict), row.met) for row in result.compliance},
        "works": dict.fromkeys(Work.objects.values_list("state", flat=True).distinct()),
        "late": len(overdue()),
        "to come": len(activities(since=timezone.now())),
        "around": [traffy.kept(row) for row in CreativeDistrict.objects.filter(khets__isnull=False).distinct()],
    }


@pytest.fixture
def looks(request, settings, tmp_path) -> Iterator[dict[str, dict[str, object]]]:
    """What there is to see at each of the four moments; the database is that of the last one.

    They are those that `samrit demo` kept; on PostgreSQL, which it does not use, the year is told.
    """
    found: dict[str, dict[str, object]] = {}
    settings.SAMRIT_SITE = "https://creative-districts.example"
    settings.SAMRIT_PUBLIC_ADDRESS = ""
    if connection.vendor == "postgresql":
        settings.SAMRIT_PLATFORM_APPS = {
            "facebook": {"id": meta.APP, "secret": meta.SECRET},
            "tiktok": {"id": tiktok.KEY, "secret": tiktok.SECRET},
            "youtube": {"id": youtube.CLIENT, "secret": youtube.SECRET},
        }
        tell(lambda moment: found.update({moment.name: _seen(KeyResult.objects.get())}), tmp_path / "platforms.sqlite3")
        yield found
        return
    folder = request.getfixturevalue("made").folder / "demo"
    settings.MEDIA_ROOT = folder / "files"
    with _a_connection_of_its_own():
        for moment in MOMENTS:
            with database(file_of(folder, moment.name)), clock.at(clock.passing(moment.start, clock.real_now())):
                found[moment.name] = _seen(KeyResult.objects.get())
        with database(file_of(folder, MOMENTS[-1].name)):
            yield found


@contextmanager
def _a_connection_of_its_own() -> Iterator[None]:
    """That of the tests lies in memory and cannot be turned to a file."""
    of_tests = connections["default"]
    connections["default"] = connections.create_connection("default")
    try:
        yield
    finally:
        connections["default"] = of_tests


def test_the_year(looks):
    """Each moment has its score with the right reasons; the chain is whole; the same comes out from the end."""
    _scores(looks)
    _duties(looks)
    _rich_enough(looks)
    _surrounded(looks)
    _from_the_end(looks)
    _on_schedule()
    _in_order()
    _to_a_stranger()
    _by_a_film()
    with transaction.atomic():
        ill = {check.name.en for check in checks() if not check.ok}
    # No worker is beside it, so its jobs wait; tests have settings and secrets of their own.
    assert ill <= {"background jobs", "configuration", "free space", "daily work", "mail", "tokens of the channels"}


def _scores(looks) -> None:
    assert [(row["score"], row["districts"], row["held"]) for row in looks.values()] == [
        (1, 0, [1]),
        (1, 3, [1]),
        (3, 7, [3, 2, 1]),
        (5, 10, [5, 4, 3, 2, 1]),
    ]
    assert [row["next"] for row in looks.values()] == [
        ["result: 0 of 4 ย่าน, 4 short"],
        ["result: 3 of 4 ย่าน, 1 short"],
        ["result: 7 of 8 ย่าน, 1 short"],
        [],
    ]


def _surrounded(looks) -> None:
    """Every district has reports of citizens around it, asked in the night before the moment."""
    for moment in MOMENTS:
        around = looks[moment.name]["around"]
        asked = {(timezone.localtime(one.asked_at).date(), one.absent_since) for one in around}
        assert asked == {(moment.day, None)}
        assert min(one.context.total for one in around if one.context.inside == "khets") > 0
        assert sum(one.context.finished for one in around) > 0


def _duties(looks) -> None:
    assert looks["june"]["flags"] == ("minimum_unmet",)
    assert looks["june"]["duties"] == {
        "plan": ("1", True),
        "media": ("16", False),
        "story": ("7", False),
        "activity": ("5", False),
        "website": ("7", None),
        "network": ("7", None),
        "awareness": ("62.7100", False),
        "report": ("0", False),
    }
    waves = {wave.number: results_of(wave) for wave in Wave.objects.all()}
    assert {number: (one.drawn, one.web, one.decision) for number, one in waves.items()} == {
        1: (500, 0, "not_met"),
        2: (1101, 150, "met"),
    }
    assert looks["september"]["flags"] == ()
    assert {name: met for name, (_, met) in looks["september"]["duties"].items()} == {
        "plan": True,
        "media": True,
        "story": True,
        "activity": True,
        "website": None,
        "network": None,
        "awareness": True,
        "report": True,
    }


def _rich_enough(looks) -> None:
    """Things are late, returned, disputed, answered: as in a real year."""
    assert [row["late"] > 0 for row in looks.values()] == [False, False, True, True]
    assert {"returned", "submitted", "done"} <= looks["june"]["works"].keys()
    assert "submitted" in looks["february"]["works"]
    assert [row["to come"] for row in looks.values()] == [1, 1, 1, 1]
    assert DuplicateFlag.objects.filter(same=True).count() == 1
    assert Finding.objects.exclude(reply="").count() == 2
    assert Task.objects.filter(code="take_down").exclude(done_at=None).count() == 1
    assert Notification.objects.filter(code="comment.mention").count() >= 4
    assert Media.objects.filter(alt="").count() == 0
    assert EvidenceItem.objects.count() > 80
    assert Report.objects.filter(agency__code="0411", state="acknowledged").count() == 12


def _on_schedule() -> None:
    """The year's pieces went out by themselves, on every platform, at their hour, each once; and everybody saw them."""
    rows = list(Delivery.objects.select_related("account", "publication", "work"))
    out = [row for row in rows if row.publication is not None]
    assert {row.account.channel for row in out} == {"facebook", "instagram", "tiktok", "youtube", "line"}
    assert len({row.work_id for row in out if row.work.kind == "piece"}) >= 20
    assert {row.state for row in rows} == {"live", "gone"}
    assert all(0 <= (row.publication.first_public_at - row.scheduled_at).total_seconds() < 900 for row in out)
    assert {row.why for row in rows if row.state == "gone"} == {"withdrawn"}
    assert set(LivenessLook.objects.values_list("found", flat=True)) == {"live"}
    assert MetricSnapshot.objects.filter(value__gt=0).count() > 200
    assert set(Account.objects.values_list("state", flat=True)) == {"connected"}


def _from_the_end(looks) -> None:
    """Looked at from September, each day still gives the score that it had."""
    key_result = KeyResult.objects.get()
    again = [score_key_result(key_result, moment.day).score.score for moment in MOMENTS]
    assert again == [row["score"] for row in looks.values()]


def _in_order() -> None:
    """Audit entries tell their own time, one after the other, within the year, by people who had a role for it."""
    entries = list(AuditEntry.objects.order_by("sequence"))
    times = [entry.at for entry in entries]
    assert times == sorted(times)
    assert (times[0].date().isoformat(), times[-1].date().isoformat()) == ("2024-10-01", "2025-09-29")
    actors = [json.loads(entry.body) for entry in entries]
    unnamed = {body["action"] for body in actors if not body["actor"].startswith("user:")}
    unnamed = {action for action in unnamed if not action.startswith("channels.delivery.")}  # what the machine did
    by_nobody = {"people.offices.loaded", "people.administrator.made", "scoring.snapshot.taken"}
    assert unnamed == by_nobody | {"site.contribution.sent"}  # a resident has no account


def _to_a_stranger() -> None:
    """The dossier of the year gives 5 to whoever works it out again; the example that ships is this very year."""
    key_result = KeyResult.objects.get()
    made = dossier_of(key_result, signer=installation_key(), as_of=MOMENTS[-1].day)
    checked = verify_dossier(made)
    assert (checked.score, checked.evidence_withheld) == ("5", 10)
    shipped = EXAMPLE.read_bytes()
    assert verify_dossier(shipped).score == "5"
    for name in ("definition.json", "rule.json", "facts.json", "score.json"):
        assert read_container(shipped)[name] == read_container(made)[name]
    assert _acts(shipped) == _acts(made)


def _acts(dossier: bytes) -> list[str | None]:
    """What was done, entry by entry; None where that is not shown."""
    lines = read_container(dossier)["chain.jsonl"].splitlines()
    return [json.loads(line).get("body", {}).get("action") for line in lines]


def _by_a_film() -> None:
    """One story is a film with captions, sentence by sentence, and what is said in it to be read in both languages."""
    shown = page("story", "songwat-story")
    [film] = media_of(shown)
    with open_file(film.captions) as stream:
        captions = stream.read().decode()
    sentences = [cue.partition("\n")[2].strip() for cue in captions.split("\n\n")[1:]]
    assert captions.startswith("WEBVTT\n")
    assert len(sentences) == 5
    assert plain(shown.content["th"]["transcript"]).split("\n") == sentences
    assert len(plain(shown.content["en"]["transcript"]).split("\n")) == 5
    with open_file(film.english_captions.file) as stream:
        english = stream.read().decode()
    said = [cue.partition("\n")[2].strip() for cue in english.split("\n\n")[1:]]
    assert plain(shown.content["en"]["transcript"]).split("\n") == said
