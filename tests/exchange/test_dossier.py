"""The dossier of a year that was made through the office's own actions."""

from __future__ import annotations

import json

import pytest
from tests.web.year import staff, uploaded, year

from samrit.core.contract import Refused
from samrit.core.dossier import verify_dossier
from samrit.core.dossier.container import read_container
from samrit.evidence.enums import Outcome
from samrit.evidence.ledger import append_mark
from samrit.evidence.models import EvidenceItem
from samrit.exchange.dossier import dossier_of
from samrit.people.enums import Role
from samrit.people.rights import Standing
from samrit.platform.models import AuditEntry
from samrit.platform.signing import installation_key
from samrit.scoring.result import score_key_result
from samrit.verification.work_actions import verify_work

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_stranger_gets_the_score_of_the_office() -> None:
    key_result = year().key_result
    data = dossier_of(key_result, signer=installation_key())
    checked = verify_dossier(data, key=installation_key().public)
    assert checked.score == str(score_key_result(key_result).score.score)
    assert (checked.entries, checked.evidence, checked.evidence_withheld) == (AuditEntry.objects.count(), 1, 0)
    assert 0 < checked.withheld < checked.entries


def test_the_check_of_a_work_and_its_evidence_is_traced() -> None:
    made = year()
    work = made.works[2]
    work.refresh_from_db()
    verify_work(work, read_version=work.version, acting_user=made.people["inspector"])
    files = read_container(dossier_of(made.key_result, signer=installation_key()))
    traces, chain = json.loads(files["traces.json"]), files["chain.jsonl"].splitlines()
    [evidence] = traces["evidence"]
    found = next(row for row in traces["works"] if row["subject"] == work.subject)
    told = [json.loads(chain[trace["entry"] - 1])["body"] for trace in (found["checked"], evidence["judged"])]
    inspector = made.people["inspector"].audit_name
    assert [(body["action"], body["actor"], body["role"]) for body in told] == [
        ("verification.work.verified", inspector, "inspector"),
        ("evidence.item.verified", inspector, "inspector"),
    ]


def test_evidence_of_a_withdrawn_consent_counts_and_is_not_shown() -> None:
    made = year()
    item = EvidenceItem.objects.get()
    standing = Standing(Role.OWNER)
    append_mark(item, Outcome.HIDDEN, standing=standing, reason="", acting_user=made.people["owner"])
    data = dossier_of(made.key_result, signer=installation_key())
    files = read_container(data)
    assert verify_dossier(data).evidence_withheld == 1
    assert [row["title"] for row in json.loads(files["traces.json"])["evidence"]] == [None]
    assert str(item.uid).encode() not in files["chain.jsonl"]


def test_names_and_sign_ins_stay_in_the_office() -> None:
    made = year()
    text = dossier_of(made.key_result, signer=installation_key()).decode("utf-8", "replace")
    for person in made.people.values():
        assert person.name_th not in text
        assert person.username not in text


def test_only_acts_that_made_the_score_are_shown() -> None:
    chain = read_container(dossier_of(year().key_result, signer=installation_key()))["chain.jsonl"]
    shown = {row["body"]["action"] for row in map(json.loads, chain.splitlines()) if "body" in row}
    assert shown == {
        "evidence.item.added",
        "publicity.plan.approve",
        "publicity.work.approve",
        "results.key_result.districts_chosen",
        "results.revision.signed",
    }


def test_without_a_signed_definition_there_is_no_dossier() -> None:
    with pytest.raises(Refused, match="no definition has been signed yet"):
        dossier_of(uploaded(staff()), signer=installation_key())
