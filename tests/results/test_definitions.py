"""From a sheet to a signed revision: who may, what is asked, and what follows."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone
from tests.factories import people, results

from samrit.core.contract import Refused
from samrit.people.enums import Role
from samrit.people.four_eyes import OwnWork
from samrit.people.rights import Forbidden
from samrit.platform.audit import check_chain
from samrit.platform.locking import Stale
from samrit.platform.models import AuditEntry
from samrit.results.actions import definitions
from samrit.results.documents import open_questions
from samrit.results.enums import RevisionState
from samrit.results.makers import makers_of_revision
from samrit.results.models import KeyResult, Minimum, Revision
from samrit.results.reading import unconfirmed

pytestmark = pytest.mark.django_db


# --- reading ---


def test_a_sheet_becomes_a_key_result_with_a_revision_to_confirm():
    """The file is kept, the reading waits in state read with the one question that the real sheet leaves."""
    at = results.team(people.agency(name_th=results.HOST_NAME))
    revision = definitions.create_from_sheet(acting_user=at.owner, data=results.sheet_bytes(), name="kr-7301.txt")
    key_result = revision.key_result
    assert (key_result.key, key_result.host, revision.number, revision.state, revision.source_name) == (
        "7301-2568",
        at.host,
        1,
        RevisionState.READ,
        "kr-7301.txt",
    )
    assert [row["field"] for row in open_questions(revision)] == ["involvement"]
    assert revision.source.media_type == "text/plain"
    assert AuditEntry.objects.get().action == "results.revision.created"


@pytest.mark.parametrize("role", list(Role))
def test_only_owners_and_the_strategy_office_create_key_results(role):
    """Everybody else is refused before anything is kept."""
    host = people.agency(name_th=results.HOST_NAME)
    person = people.user(role=role, agency=host)
    if role in {Role.OWNER, Role.STRATEGY_OFFICE}:
        assert definitions.create_from_sheet(acting_user=person, data=results.sheet_bytes(), name="a.txt").number == 1
        return
    with pytest.raises(Forbidden):
        definitions.create_from_sheet(acting_user=person, data=results.sheet_bytes(), name="a.txt")
    assert KeyResult.objects.count() == 0


def test_an_owner_of_another_agency_cannot_create_it():
    """The host that the sheet names decides where one must be an owner."""
    people.agency(name_th=results.HOST_NAME)
    person = people.user(role=Role.OWNER, agency=people.agency())
    with pytest.raises(Forbidden):
        definitions.create_from_sheet(acting_user=person, data=results.sheet_bytes(), name="a.txt")


def test_refusals_of_the_reader_pass_through():
    """What is not a sheet is refused with the reader's own sentence."""
    at = results.team()
    with pytest.raises(Refused, match="nothing is written"):
        definitions.create_from_sheet(acting_user=at.owner, data=b"  ", name="a.txt")
    assert (KeyResult.objects.count(), Revision.objects.count()) == (0, 0)


def test_a_host_that_no_agency_bears_must_be_chosen():
    """The register does not know the name, so a person chooses."""
    at = results.team()
    with pytest.raises(Refused) as refused:
        definitions.create_from_sheet(acting_user=at.owner, data=results.sheet_bytes(), name="a.txt")
    assert refused.value.path == "agency"
    assert results.read_revision(at).key_result.host == at.host


def test_code_and_year_may_be_given_where_the_sheet_has_none():
    """A sheet without a code is refused until somebody types it."""
    at = results.team()
    data = results.document(code=None)
    with pytest.raises(Refused) as refused:
        definitions.create_by_hand(acting_user=at.owner, document=data, agency=at.host)
    assert refused.value.path == "code"


def test_another_upload_of_the_same_code_and_year_needs_a_reason_and_replaces_the_waiting_one():
    """At most one revision waits; the old one stays readable."""
    at = results.team()
    first = results.read_revision(at)
    with pytest.raises(Refused) as refused:
        results.read_revision(at)
    assert refused.value.path == "reason"
    second = definitions.create_from_sheet(
        acting_user=at.owner, data=results.sheet_bytes(), name="b.txt", agency=at.host, reason="แก้ค่าเป้าหมาย"
    )
    first.refresh_from_db()
    assert (first.state, second.number, second.state, second.reason) == (
        RevisionState.REPLACED,
        2,
        RevisionState.READ,
        "แก้ค่าเป้าหมาย",
    )
    assert first.definition["target"]["value"] == "10"


def test_a_document_with_a_nul_is_refused():
    """PostgreSQL could not keep it."""
    at = results.team()
    with pytest.raises(Refused, match="NUL"):
        definitions.create_by_hand(acting_user=at.owner, document=results.document(name="ก\0ข"), agency=at.host)


# --- confirming ---


def test_a_lost_mark_cannot_be_confirmed_as_it_is():
    """Somebody must say what was ticked."""
    at = results.team()
    revision = results.read_revision(at)
    with pytest.raises(Refused) as refused:
        definitions.confirm_field(acting_user=at.owner, revision=revision, path="involvement")
    assert refused.value.path == "involvement"
    definitions.confirm_field(acting_user=at.owner, revision=revision, path="involvement", value=results.INVOLVED)
    revision.refresh_from_db()
    assert revision.definition["involvement"] == results.INVOLVED
    assert open_questions(revision) == ()
    assert revision.confirmed["involvement"]["by"] == at.owner.pk


def test_contradicting_ticks_are_refused():
    """One agency alone has no supporting agencies."""
    at = results.team()
    revision = results.read_revision(at)
    both = {**results.INVOLVED, "supporting_agencies": True}
    with pytest.raises(Refused, match="supporting"):
        definitions.confirm_field(acting_user=at.owner, revision=revision, path="involvement", value=both)


def test_a_value_is_typed_as_the_document_holds_it():
    """Thai digits, thousands and ticks from a form become decimals, numbers and booleans."""
    at = results.team()
    revision = results.read_revision(at)
    confirm = lambda path, value: definitions.confirm_field(  # noqa: E731 -- said four times
        acting_user=at.owner, revision=revision, path=path, value=value
    )
    confirm("target.value", "๑,๒๐๐")
    confirm("fiscal_year", "๒๕๖๙")
    confirm("references[1].ticked", "true")
    confirm("agencies[0].duties[1].minimums[0].value", "25")
    document = revision.definition
    assert (
        document["target"]["value"],
        document["fiscal_year"],
        document["references"][1]["ticked"],
        document["agencies"][0]["duties"][1]["minimums"][0]["value"],
    ) == ("1200", 2569, True, "25")
    assert revision.key_result.key == "7301-2569"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("target.value", "สิบกว่า"),
        ("target.operator", "!="),
        ("agencies[7].name", "x"),
        ("nothing", "x"),
        ("questions", "[]"),
        ("schema", "x"),
        ("rubric.levels[0].score", "4"),
        ("..", "x"),
        ("", "x"),
        ("code", ""),
    ],
)
def test_a_value_that_would_break_the_document_is_refused(path, value):
    """The document stays as it was."""
    at = results.team()
    revision = results.read_revision(at)
    before = revision.definition
    with pytest.raises(Refused):
        definitions.confirm_field(acting_user=at.owner, revision=revision, path=path, value=value)
    revision.refresh_from_db()
    assert (revision.definition, revision.version) == (before, 1)


def test_a_field_that_nobody_asked_about_needs_a_value():
    """Confirming is an answer to a question or an assumption."""
    at = results.team()
    revision = results.read_revision(at)
    with pytest.raises(Refused, match="nothing was asked"):
        definitions.confirm_field(acting_user=at.owner, revision=revision, path="name")
    definitions.confirm_field(acting_user=at.owner, revision=revision, path="target.operator")
    assert set(revision.confirmed) == {"target.operator"}


def test_the_coordinator_is_kept_out_of_the_chain():
    """A person's phone is committed to by a salted hash only."""
    at = results.team()
    revision = results.read_revision(at)
    definitions.confirm_field(acting_user=at.owner, revision=revision, path="coordinator.phone", value="0 2111 1111")
    entry = AuditEntry.objects.last()
    assert "2111" not in entry.body
    assert sorted(entry.personal_values.values_list("value", flat=True)) == ["0 2000 0000", "0 2111 1111"]


def test_a_stale_version_is_told():
    """Two people confirm at once: the second is shown what it is now."""
    at = results.team()
    revision = results.read_revision(at)
    other = Revision.objects.get(pk=revision.pk)
    definitions.confirm_field(acting_user=at.owner, revision=revision, path="name", value="ชื่อใหม่")
    with pytest.raises(Stale) as stale:
        definitions.confirm_field(acting_user=at.owner, revision=other, path="name", value="ชื่ออื่น")
    assert stale.value.current.definition["name"] == "ชื่อใหม่"


def test_each_field_that_was_read_is_confirmed_before_the_whole():
    """One by one or many at once; each keeps who and when; what is asked wants an answer; nothing else is a field."""
    at = results.team()
    other = people.user(role=Role.OWNER, agency=at.host)
    revision = results.read_revision(at)
    paths = unconfirmed(revision)
    assert paths[:3] == ["code", "name", "fiscal_year"]
    assert {"rubric", "agencies[0].duties[7].text", "coordinator.phone"} <= set(paths)
    with pytest.raises(Refused, match="something is asked"):
        definitions.confirm_fields(acting_user=at.owner, revision=revision, paths=["involvement.single_agency"])
    with pytest.raises(Refused, match="no such field"):
        definitions.confirm_fields(acting_user=at.owner, revision=revision, paths=["assumed"])
    definitions.confirm_field(acting_user=at.owner, revision=revision, path="involvement", value=results.INVOLVED)
    definitions.confirm_fields(acting_user=other, revision=revision, paths=["name"])
    with pytest.raises(Refused, match=f"{len(paths) - 5} fields are not confirmed yet"):
        definitions.confirm_revision(acting_user=at.owner, revision=revision)
    definitions.confirm_fields(acting_user=at.owner, revision=revision, paths=paths)
    assert unconfirmed(revision) == []
    by = {path: entry["by"] for path, entry in revision.confirmed.items()}
    assert (by["name"], by["target.value"], by["involvement"]) == (other.pk, at.owner.pk, at.owner.pk)
    assert by.keys() == {"involvement", *(path for path in paths if not path.startswith("involvement"))}
    definitions.confirm_revision(acting_user=at.owner, revision=revision)
    assert other.pk in makers_of_revision(revision)


def test_a_sheet_with_a_field_that_nobody_confirmed_is_not_signed():
    """Also one that was confirmed as a whole before each field had to be."""
    at = results.team()
    revision = results.confirmed_revision(at)
    fewer = {path: entry for path, entry in revision.confirmed.items() if path != "target.value"}
    Revision.objects.filter(pk=revision.pk).update(confirmed=fewer)
    revision.refresh_from_db()
    with pytest.raises(Refused, match="1 fields are not confirmed yet"):
        definitions.sign_revision(acting_user=at.approver, revision=revision)


def test_the_whole_is_confirmed_only_when_no_question_is_open():
    """And then it cannot be edited until it is opened again."""
    at = results.team()
    revision = results.read_revision(at)
    with pytest.raises(Refused, match="still open"):
        definitions.confirm_revision(acting_user=at.owner, revision=revision)
    definitions.confirm_field(acting_user=at.owner, revision=revision, path="involvement", value=results.INVOLVED)
    results.each_confirmed(at, revision)
    definitions.confirm_revision(acting_user=at.owner, revision=revision)
    assert revision.state == RevisionState.CONFIRMED
    with pytest.raises(Refused, match="not possible"):
        definitions.confirm_field(acting_user=at.owner, revision=revision, path="name", value="x")
    definitions.reopen_revision(acting_user=at.approver, revision=revision, reason="พิมพ์ผิด")
    assert revision.state == RevisionState.READ
    assert at.owner.pk in makers_of_revision(revision)


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.HOST_REVIEWER, Role.INSPECTOR, Role.READER, Role.APPROVER])
def test_who_may_not_confirm(role):
    """Confirming is for owners and the strategy office."""
    at = results.team()
    revision = results.read_revision(at)
    person = people.user(role=role, agency=at.host)
    with pytest.raises(Forbidden):
        definitions.confirm_field(acting_user=person, revision=revision, path="name", value="x")


# --- rubric and assumptions ---


def test_the_rubric_is_changed_by_words():
    """One level a line; what the words leave open is asked anew."""
    at = results.team()
    revision = results.read_revision(at)
    words = "5 | 100 | ๑๒ ย่าน และรายงานผลเสนอผู้บริหาร\n3 | 60 | 6 ย่าน\n1: ทำให้ดี"
    definitions.change_rubric(acting_user=at.owner, revision=revision, rubric=words, reason="ปรับเกณฑ์")
    scores = [(level["score"], level.get("text")) for level in revision.definition["rubric"]["levels"]]
    assert scores == [("5", "๑๒ ย่าน และรายงานผลเสนอผู้บริหาร"), ("3", "6 ย่าน"), ("1", "ทำให้ดี")]
    assert [row["field"] for row in open_questions(revision)] == ["involvement", "rubric.levels[2].when"]


def test_the_rubric_is_changed_by_a_document_and_a_bad_one_is_refused():
    """The path of the refusal lies in the rubric."""
    at = results.team()
    revision = results.read_revision(at)
    good = {"form": "judged", "minimum": "0", "maximum": "100"}
    definitions.change_rubric(acting_user=at.owner, revision=revision, rubric=good)
    assert revision.definition["rubric"]["form"] == "judged"
    with pytest.raises(Refused) as refused:
        definitions.change_rubric(acting_user=at.owner, revision=revision, rubric={**good, "maximum": "-1"})
    assert refused.value.path == "rubric.maximum"


def test_what_the_sheet_leaves_open_is_an_editable_assumption():
    """below_first, cumulative and rounding change the rubric and stay assumptions under the score."""
    at = results.team()
    revision = results.read_revision(at)
    for rule, choice in (("below_first", "zero"), ("cumulative", "true"), ("round", "2 digits, half_even")):
        definitions.set_assumption(acting_user=at.owner, revision=revision, rule=rule, choice=choice, reason="มติที่ประชุม")
    rubric = revision.definition["rubric"]
    assert (rubric["below_first"], rubric["cumulative"], rubric["round"]) == (
        "zero",
        True,
        {"digits": 2, "mode": "half_even"},
    )
    assumed = {row["field"]: row["choice"] for row in revision.definition["assumed"]}
    assert assumed == {
        "rubric.between": "step",
        "target.operator": ">=",
        "agencies[0].target.operator": ">=",
        "rubric.below_first": "zero",
        "rubric.cumulative": "true",
        "rubric.round": "2 digits, half_even",
    }


@pytest.mark.parametrize(
    ("rule", "choice"), [("between", "linear"), ("below_first", "maybe"), ("colour", "red"), ("round", "many")]
)
def test_a_setting_that_this_rubric_does_not_take_is_refused(rule, choice):
    """Levels with conditions are never interpolated."""
    at = results.team()
    revision = results.read_revision(at)
    with pytest.raises(Refused):
        definitions.set_assumption(acting_user=at.owner, revision=revision, rule=rule, choice=choice, reason="ลอง")


# --- signing ---


def test_signing_makes_targets_duties_minimums_measures_and_periods():
    """Everything that follows from the real sheet."""
    at = results.key_result()
    key_result = at.key_result
    target = key_result.agency_targets.get()
    assert (at.revision.state, at.revision.signed_by, at.revision.effective_from) == (
        RevisionState.SIGNED,
        at.approver,
        dt.date(2024, 10, 1),
    )
    assert (target.agency, target.role, target.value, target.unit, target.operator) == (
        at.host,
        "host",
        Decimal(10),
        "ย่าน",
        ">=",
    )
    assert [duty.kind for duty in key_result.duties.all()] == [
        "plan",
        "media",
        "story",
        "activity",
        "website",
        "network",
        "awareness",
        "report",
    ]
    minimums = Minimum.objects.order_by("duty__place").values_list("duty__kind", "value", "unit")
    assert list(minimums) == [
        ("media", Decimal(20), "ชิ้นงาน"),
        ("story", Decimal(10), "ครั้ง"),
        ("activity", Decimal(6), "ครั้ง"),
        ("awareness", Decimal(80), "ร้อยละ"),
    ]
    measure = key_result.measures.get()
    assert (measure.name, measure.counted, measure.across, measure.whole) == ("result", True, "sum", True)
    assert [(row.code, row.starts_on, row.ends_on, row.due_on) for row in key_result.periods.all()] == [
        ("Q1", dt.date(2024, 10, 1), dt.date(2024, 12, 31), dt.date(2025, 1, 10)),
        ("Q2", dt.date(2025, 1, 1), dt.date(2025, 3, 31), dt.date(2025, 4, 10)),
        ("Q3", dt.date(2025, 4, 1), dt.date(2025, 6, 30), dt.date(2025, 7, 10)),
        ("Q4", dt.date(2025, 7, 1), dt.date(2025, 9, 30), dt.date(2025, 10, 10)),
    ]
    assert check_chain() is None


def test_who_made_or_confirmed_does_not_sign():
    """Four eyes, also where the same person holds both roles."""
    at = results.team()
    revision = results.confirmed_revision(at)
    people.give(at.owner, Role.APPROVER, agency=at.host)
    with pytest.raises(OwnWork):
        definitions.sign_revision(acting_user=at.owner, revision=revision)


def test_a_deputy_of_who_confirmed_does_not_sign_either():
    """Standing in for the owner today, even in a role of one's own."""
    at = results.team()
    revision = results.confirmed_revision(at)
    people.deputy(at.owner, at.approver)
    with pytest.raises(OwnWork):
        definitions.sign_revision(acting_user=at.approver, revision=revision)


def test_who_signs_on_behalf_of_the_confirmer_is_refused_and_both_names_are_kept():
    """A deputy of the approver may sign; both are recorded."""
    at = results.team()
    revision = results.confirmed_revision(at)
    deputy = people.user(agency=at.host)
    people.deputy(at.approver, deputy)
    signed = definitions.sign_revision(acting_user=deputy, revision=revision).revision
    assert (signed.signed_by, signed.signed_on_behalf_of) == (deputy, at.approver)
    assert f'"on_behalf_of":"{at.approver.audit_name}"' in AuditEntry.objects.last().body


def test_a_revision_that_is_not_confirmed_cannot_be_signed():
    """No state is skipped."""
    at = results.team()
    revision = results.read_revision(at)
    with pytest.raises(Refused, match="not possible"):
        definitions.sign_revision(acting_user=at.approver, revision=revision)


@pytest.mark.parametrize("role", [Role.OWNER, Role.CONTRIBUTOR, Role.HOST_REVIEWER, Role.INSPECTOR, Role.READER])
def test_who_may_not_sign(role):
    """Signing is for approvers and the strategy office."""
    at = results.team()
    revision = results.confirmed_revision(at)
    with pytest.raises(Forbidden):
        definitions.sign_revision(acting_user=people.user(role=role, agency=at.host), revision=revision)


def test_a_new_revision_replaces_the_signed_one_which_stays_readable():
    """Targets follow the new definition; the old text, reason and dates stay."""
    at = results.key_result()
    changed = results.document(target={"value": "12", "unit": "ย่าน", "operator": ">="})
    changed["agencies"][0]["target"]["value"] = "12"
    changed["agencies"][0]["duties"] = changed["agencies"][0]["duties"][:2]
    duty = at.key_result.duties.first()
    duty.due_on = dt.date(2024, 11, 30)
    duty.save()
    revision = definitions.create_by_hand(
        acting_user=at.owner, document=changed, agency=at.host, reason="เพิ่มเป็น ๑๒ ย่าน"
    )
    definitions.confirm_revision(acting_user=at.owner, revision=revision)
    signed = definitions.sign_revision(acting_user=at.approver, revision=revision).revision
    at.revision.refresh_from_db()
    assert (at.revision.state, at.revision.definition["target"]["value"]) == (RevisionState.REPLACED, "10")
    assert (signed.number, signed.reason, signed.effective_from) == (2, "เพิ่มเป็น ๑๒ ย่าน", timezone.localdate())
    assert at.key_result.agency_targets.get().value == Decimal(12)
    assert [(row.kind, row.due_on) for row in at.key_result.duties.all()] == [
        ("plan", dt.date(2024, 11, 30)),
        ("media", None),
    ]


def test_a_revision_is_not_in_effect_before_the_one_it_replaces():
    """The course of definitions runs forward."""
    at = results.key_result()
    revision = definitions.create_by_hand(
        acting_user=at.owner, document=results.document(), agency=at.host, reason="แก้คำ"
    )
    definitions.confirm_revision(acting_user=at.owner, revision=revision)
    with pytest.raises(Refused) as refused:
        definitions.sign_revision(acting_user=at.approver, revision=revision, effective_from=dt.date(2024, 9, 30))
    assert refused.value.path == "effective_from"


def test_agencies_are_matched_by_name_and_the_others_listed():
    """Line breaks and prefixes in names do not matter; an unknown name gets no target."""
    host = people.agency(name_th="สำนักงานประชาสัมพันธ์")
    khet = people.khet(name_th="สำนักงานเขตพระนคร")
    at = results.team(host)
    lines = [
        results.line(host, "host", "10"),
        {**results.line(khet, "supporting", "5"), "name": "เขต พระนคร"},
        {**results.line(khet, "supporting", "5"), "name": "กองที่ไม่มี"},
    ]
    revision = definitions.create_by_hand(
        acting_user=at.owner, document=results.typed_document("9100", agencies=lines), agency=host
    )
    definitions.confirm_revision(acting_user=at.owner, revision=revision)
    signed = definitions.sign_revision(acting_user=at.approver, revision=revision)
    assert signed.unmatched == ("กองที่ไม่มี",)
    targets = signed.revision.key_result.agency_targets.order_by("role")
    assert [(row.agency, row.role, row.accepted_at is None) for row in targets] == [
        (host, "host", False),
        (khet, "supporting", True),
    ]


def test_a_line_for_all_district_offices_gives_each_a_target():
    """One row of the sheet stands for all of them."""
    khets = [people.khet(name_th=f"สำนักงานเขตที่ {number}") for number in range(3)]
    at = results.team()
    every = {**results.line(khets[0], value="2"), "name": "สำนักงานเขต ๓ เขต", "count": 3}
    results.typed_key_result(results.typed_document(agencies=[every]), at)
    targets = at.key_result.agency_targets.filter(role="supporting").order_by("agency_id")
    assert [(row.agency, row.value) for row in targets] == [(khet, Decimal(2)) for khet in khets]


def test_the_hosts_own_line_belongs_to_the_host_that_was_chosen():
    """The register knows another name of it: its target and eight duties are not lost."""
    at = results.team(people.agency(name_th="กองประชาสัมพันธ์"))
    revision = results.confirmed_revision(at)
    signed = definitions.sign_revision(acting_user=at.approver, revision=revision)
    assert signed.unmatched == ()
    assert (at.host.targets.get().value, at.host.duties.count()) == (Decimal(10), 8)
