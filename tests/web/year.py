"""A small year of KR 7301 through the actions that people use: what the pages of the office are walked with."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from tests.factories import districts as district_rows
from tests.factories import people as people_rows

from samrit.evidence import actions as evidence
from samrit.people.enums import Role
from samrit.people.models import User
from samrit.publicity.actions import parts, plans, publications, works
from samrit.publicity.drafts import LineDraft, PieceDraft, PublicationDraft, WorkDraft
from samrit.publicity.models import Work
from samrit.results.actions import definitions, reports, targets
from samrit.results.models import KeyResult, Report
from samrit.results.reading import confirmable
from samrit.verification import findings

SHEET = Path(__file__).resolve().parents[2] / "examples/kr-7301.txt"
PEOPLE = {
    "owner": Role.OWNER,
    "officer": Role.CONTRIBUTOR,
    "reviewer": Role.HOST_REVIEWER,
    "approver": Role.APPROVER,
    "inspector": Role.INSPECTOR,
    "strategy": Role.STRATEGY_OFFICE,
    "reader": Role.READER,
    "admin": Role.ADMINISTRATOR,
}


@dataclass
class Year:
    """What was made."""

    people: dict[str, User]
    key_result: KeyResult
    works: list[Work]
    report: Report


def staff() -> dict[str, User]:
    """One demo person for each role, all of the host agency or everywhere."""
    host = people_rows.agency("0411", name_th="สำนักงานประชาสัมพันธ์")
    return {
        name: people_rows.user(
            f"demo-{name}", role=role, agency=host, everywhere=name in {"inspector", "strategy", "admin"}
        )
        for name, role in PEOPLE.items()
    }


def uploaded(people: dict[str, User]) -> KeyResult:
    """The sheet, read and not yet confirmed."""
    owner = people["owner"]
    return definitions.create_from_sheet(acting_user=owner, data=SHEET.read_bytes(), name="kr-7301.txt").key_result


def signed(people: dict[str, User]) -> KeyResult:
    """The sheet, confirmed and signed, with two districts chosen."""
    owner = people["owner"]
    key_result = uploaded(people)
    revision = key_result.revisions.get()
    alone = {
        "single_agency": True,
        "supporting_agencies": False,
        "supporting_bureaus": False,
        "supporting_district_offices": False,
    }
    revision = definitions.confirm_field(acting_user=owner, revision=revision, path="involvement", value=alone)
    revision = definitions.confirm_fields(acting_user=owner, revision=revision, paths=confirmable(revision))
    revision = definitions.confirm_revision(acting_user=owner, revision=revision)
    definitions.sign_revision(acting_user=people["approver"], revision=revision, effective_from=dt.date(2024, 10, 1))
    key_result.refresh_from_db()
    chosen = [district_rows.district("บางลำพู", slug="banglamphu"), district_rows.district("นางเลิ้ง", slug="nang-loeng")]
    targets.choose_districts(acting_user=owner, key_result=key_result, districts=chosen)
    return key_result


def year() -> Year:
    """A signed sheet, an approved plan, a draft, a submitted and a finished piece, a report and a finding."""
    people = staff()
    owner, officer = people["owner"], people["officer"]
    key_result = signed(people)
    places = list(key_result.districts.all())
    plan = plans.start_plan(key_result, acting_user=owner)
    line = LineDraft(
        kind="piece",
        title="วิดีโอย่าน",
        district=places[0],
        channel="facebook",
        planned_on=dt.date(2025, 1, 15),
        budget=Decimal(25000),
    )
    plan = plans.save_plan(
        plan,
        goals="ให้รู้จักย่าน",
        audiences="ประชาชน",
        messages="ทุกย่านมีเรื่อง",
        lines=[line],
        read_version=plan.version,
        acting_user=owner,
    )
    plan = plans.submit_plan(plan, read_version=plan.version, acting_user=owner)
    plans.approve_plan(
        plan, read_version=plan.version, acting_user=people["approver"], approved_on=dt.date(2024, 11, 20)
    )
    made = []
    for place in range(3):
        draft = WorkDraft(
            title=f"วิดีโอที่ {place + 1}", text="เรื่องเล่าของคนในย่าน", detail=PieceDraft(form="video"), districts=[places[0]]
        )
        made.append(works.create_work(draft, key_result=key_result, agency=key_result.host, acting_user=officer))
    for work in made[1:]:
        parts.record_tellings(work, [(places[0], "story")], read_version=work.version, acting_user=officer)
        work.refresh_from_db()
        works.submit_work(work, read_version=work.version, acting_user=officer)
        work.refresh_from_db()
    done = made[2]
    works.approve_work(done, read_version=done.version, acting_user=people["reviewer"])
    done.refresh_from_db()
    at = dt.datetime(2025, 2, 1, 3, tzinfo=dt.UTC)
    draft = PublicationDraft(
        channel="facebook",
        permalink="https://www.facebook.com/prbangkok/posts/1",
        first_public_at=at,
        seen_logged_out=True,
    )
    publication = publications.add_publication(done, draft, read_version=done.version, acting_user=officer)
    evidence.add_link(publication.subject, publication.permalink, title="โพสต์", acting_user=officer)
    done.refresh_from_db()
    works.finish_work(done, read_version=done.version, acting_user=officer)
    done.refresh_from_db()
    report = reports.open_report(
        acting_user=owner, key_result=key_result, agency=key_result.host, period=key_result.periods.first()
    )
    findings.write_finding(
        key_result, subject=key_result.subject, grade="note", text="ควรเก็บหลักฐานให้ครบ", acting_user=people["inspector"]
    )
    return Year(people, key_result, made, report)
