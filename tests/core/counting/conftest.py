"""Work that counts, to be spoilt by each test in one point."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from samrit.core.counting import count, packaged_rule
from samrit.core.counting.items import (
    Activity,
    Approval,
    District,
    Evidence,
    Participation,
    ParticipationProof,
    Person,
    Piece,
    Publication,
    Story,
    Telling,
    Verification,
    WorkItems,
)

BANGKOK = timezone(timedelta(hours=7))


def at(text):
    """A moment in Bangkok, unless the text names another zone."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=BANGKOK)


APPROVED = Approval("boss", at("2025-02-01T09:00"))
VERIFIED = Verification("checker", at("2025-03-20T09:00"))
AS_OF = at("2025-06-30T12:00")


class Make:
    """Builders of work items that count in full."""

    at = staticmethod(at)
    as_of = AS_OF
    approved = APPROVED
    verified = VERIFIED

    def publication(self, name="fb", **changes):
        whole = Publication(
            id=name,
            channel="facebook",
            first_public_at=at("2025-03-01T10:00"),
            visibility="public",
            reference="https://example.org/1",
            evidence=("answer",),
        )
        return replace(whole, **changes)

    def piece(self, name="p1", publications=None, **changes):
        shown = (self.publication(),) if publications is None else publications
        whole = Piece(
            id=name,
            producers=("maker",),
            districts=("north",),
            duties=("media",),
            approval=APPROVED,
            verification=VERIFIED,
            publications=shown,
        )
        return replace(whole, **changes)

    def story(self, name="s1", **changes):
        whole = Story(
            id=name,
            producers=("maker",),
            districts=("north",),
            duties=("story",),
            approval=APPROVED,
            verification=VERIFIED,
            publications=(self.publication(channel="storyteller"),),
            participation=(Participation("north", "told it", ("photo",)),),
        )
        return replace(whole, **changes)

    def activity(self, name="a1", **changes):
        whole = Activity(
            id=name,
            producers=("maker",),
            districts=("north",),
            duties=("activity",),
            verification=VERIFIED,
            evidence=("answer",),
            announced_at=at("2025-02-20T09:00"),
            open_to_public=True,
            starts_at=at("2025-03-01T18:00"),
            ends_at=at("2025-03-01T20:00"),
            held=True,
            host="Talat Noi team",
            channels=("facebook",),
            two_way=True,
            proofs=(ParticipationProof("questions", 12, ("photo",)),),
        )
        return replace(whole, **changes)

    def telling(self, name="p1", district="north", **changes):
        """A piece that makes its district publicised."""
        return self.piece(
            name,
            districts=(district,),
            tells=(Telling(district, "story"),),
            participation=(Participation(district, "acted in it", ("photo",)),),
            **changes,
        )

    def evidence(self, name="answer", **changes):
        whole = Evidence(
            id=name,
            grade="platform_answer",
            reference="https://example.org/1",
            sha256="ab" * 32,
            captured_at=at("2025-03-01T10:05"),
            verification=Verification("checker", at("2025-03-02T09:00")),
        )
        return replace(whole, **changes)

    def items(self, *works, **changes):
        whole = WorkItems(
            key_result="7301",
            districts=(District("north", "ย่านเหนือ"), District("south", "ย่านใต้")),
            people=(Person("maker"), Person("checker", "สมหญิง"), Person("boss"), Person("other")),
            evidence=(self.evidence(), self.evidence("photo", grade="file")),
            pieces=tuple(work for work in works if isinstance(work, Piece)),
            stories=tuple(work for work in works if isinstance(work, Story)),
            activities=tuple(work for work in works if isinstance(work, Activity)),
        )
        return replace(whole, **changes)


@pytest.fixture(scope="session")
def rule():
    return packaged_rule()


@pytest.fixture(scope="session")
def make():
    return Make()


@pytest.fixture(scope="session")
def counted(make, rule):
    """Counts items (or single works) under the packaged rule."""

    def run(*works, as_of=AS_OF, period="FY", under=rule, **changes):
        return count(make.items(*works, **changes), under, as_of=as_of, period=period)

    return run


@pytest.fixture(scope="session")
def judged(counted):
    """The claim of a single work, and the answer to one condition of it."""

    def run(work, code, **more):
        claim = counted(work, **more).items[0].claims[0]
        return next(verdict.held for verdict in claim.verdicts if verdict.code == code), claim.held

    return run


@pytest.fixture(scope="session")
def strict():
    """The strict figure of each minimum."""

    def run(counts):
        return {row.minimum.id: row.figures.strict for row in counts.minimums}

    return run


@pytest.fixture(scope="session")
def figures():
    """(strict, middle, loose, not yet) of one minimum."""

    def run(counts, minimum="media"):
        row = next(row.figures for row in counts.minimums if row.minimum.id == minimum)
        return row.strict, row.middle, row.loose, row.not_yet

    return run
