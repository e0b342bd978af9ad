"""Evidence of what is no work: every unit that is counted can be opened down to its proof by those who may."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests.factories import people
from tests.factories.files import PDF
from tests.web.busy import busy
from tests.web.office import post, read_whole, said, signed_in, upload, url

from samrit.evidence.models import EvidenceItem
from samrit.publicity.models import AwarenessResult, Plan

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def at(one_database):  # noqa: ARG001 -- what is made stays for the module
    return busy()


def units(at):
    """One unit of each kind, with the page that leads to its evidence."""
    key = at.year.key_result.key
    plan = Plan.objects.get(key_result=at.year.key_result, number=1)
    return {
        plan.subject: url("plan", key, 1),
        at.entry.subject: url("website", key),
        at.member.subject: url("storytellers", key),
        AwarenessResult.objects.get().subject: url("awareness", key),
    }


def test_every_unit_opens_down_to_its_evidence(at):
    """From the unit's page: attach a file, see it listed, save it; the thread leads to it."""
    officer = at.year.people["officer"]
    client = signed_in(officer)
    for subject, page in units(at).items():
        proofs = url("evidence_of", subject)
        assert proofs in client.get(page).content.decode()
        answer = post(officer, url("proof_new", subject, "file"), file=upload("หนังสือ.pdf", PDF), title="หนังสือยืนยัน")
        assert answer["Location"] == proofs
        item = EvidenceItem.objects.get(subject=subject)
        shown = client.get(proofs)
        assert "หนังสือยืนยัน" in said(shown)
        assert f'id="{item.anchor}"' in shown.content.decode()
        assert read_whole(client.get(url("proof_file", subject, item.pk))) == PDF
        assert client.get(url("subject", f"evidence:{item.uid}"))["Location"] == f"{proofs}#{item.anchor}"
    thread = client.get(url("thread", at.year.key_result.key)).content.decode()
    for subject in units(at):
        item = EvidenceItem.objects.get(subject=subject)
        assert url("subject", f"evidence:{item.uid}") in thread, subject


def test_another_judges_it_never_who_entered_it(at):
    """The inspector verifies; who entered the unit is told that another must."""
    subject, officer = at.entry.subject, at.year.people["officer"]
    post(officer, url("proof_new", subject, "statement"), statement="เห็นบนเว็บไซต์แล้ว")
    item = EvidenceItem.objects.filter(subject=subject).latest("pk")
    mark = url("proof_mark", subject, item.pk, "verified")
    assert post(officer, mark).status_code == 403
    assert post(at.year.people["inspector"], mark).status_code == 302
    assert item.marks.get().outcome == "verified"
    assert post(officer, url("proof_mark", subject, item.pk, "mistaken"), reason="").status_code == 422
    assert post(officer, url("proof_mark", subject, item.pk, "mistaken"), reason="ภาพผิดวัน").status_code == 302


def test_strangers_see_nothing_and_nonsense_is_not_found(at):
    """A person of another agency is refused; what is no unit has no such page; a work's evidence is on its page."""
    subject, stranger = at.entry.subject, people.user(role="owner", agency=people.agency())
    mark = url("proof_mark", subject, 1, "verified")
    for page in (url("evidence_of", subject), url("proof_new", subject, "file"), mark):
        assert signed_in(stranger).get(page).status_code == 403
    client = signed_in(at.year.people["officer"])
    for name, args in {
        "evidence_of": ["website:999999"],
        "proof_new": [subject, "nothing"],
        "proof_file": [subject, 999999],
        "proof_mark": [subject, 999999, "verified"],
    }.items():
        assert client.get(reverse(f"office:{name}", args=args)).status_code == 404
    assert client.get(url("evidence_of", at.piece.subject))["Location"] == url("work", at.piece.uid)
    assert client.get(url("proof_new", at.piece.subject, "file")).status_code == 404
    assert client.get(url("evidence_of", f"report:{at.year.key_result.pk}")).status_code == 404


def test_what_was_typed_stays(at):
    """A link that is no address: 422, with what was typed."""
    answer = post(at.year.people["officer"], url("proof_new", at.member.subject, "link"), url="ไม่ใช่ลิงก์", title="x")
    assert (answer.status_code, "ไม่ใช่ลิงก์" in answer.content.decode()) == (422, True)
