"""The addresses of verbs, and the scopes that they ask for."""

from __future__ import annotations

from tests.people.test_every_action import ASKS

from samrit.api.operations import read_verb
from samrit.api.verbs import VERBS
from samrit.people.enums import Act


def test_no_two_verbs_share_an_address():
    addresses = [" ".join(said.split()[:2]) for said in VERBS.values()]
    assert len(set(addresses)) == len(addresses)


def test_what_only_second_eyes_or_administrators_may_do_asks_for_that_scope():
    """A token that only writes never approves, verifies or administers."""
    judging = {
        *(Act.APPROVE_PLAN, Act.APPROVE_WORK, Act.VERIFY_WORK, Act.CHECK_REPORT, Act.VERIFY_REPORT, Act.LOCK_SURVEY),
        *(Act.ACKNOWLEDGE_REPORT, Act.SIGN_DEFINITION, Act.VERIFY_DISTRICT, Act.WRITE_FINDING, Act.DECIDE_DUPLICATES),
    }
    scopes = {name: read_verb(name, said).scope for name, said in VERBS.items()}
    wrong = [
        name for name, scope in scopes.items() if set(ASKS[name]) and set(ASKS[name]) <= judging and scope != "decide"
    ]
    wrong += [name for name, scope in scopes.items() if ASKS[name] == (Act.ADMINISTER,) and scope != "administer"]
    assert wrong == []
