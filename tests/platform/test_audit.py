"""The stored audit chain: one entry a change, every tampering found, personal values erasable."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError

from samrit.core.ledger import GENESIS, Break, commitment, entry_hash
from samrit.platform import audit
from samrit.platform.models import AuditEntry, PersonalValue

DOES_NOT_FIT = "the content does not fit its hash"


def _record(number=1, **more):
    return audit.record(f"test.thing.done{number}", actor="user:1", subject="thing:1", **more)


def _sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.django_db
def test_entry():
    """An entry holds who did what in which role for whom, and the hash before; anyone can repeat its own."""
    first = _record()
    second = audit.record(
        "publicity.piece.approved",
        actor="user:2",
        role="approver",
        on_behalf_of="user:3",
        subject="work:7",
        data={"districts": ["ทรงวาด"], "value": "80.50"},
    )
    body = json.loads(second.body)
    assert body == {
        "sequence": 2,
        "at": second.at.isoformat(timespec="microseconds"),
        "action": "publicity.piece.approved",
        "actor": "user:2",
        "role": "approver",
        "on_behalf_of": "user:3",
        "subject": "work:7",
        "data": {"districts": ["ทรงวาด"], "value": "80.50"},
        "commitments": {},
    }
    assert second.at.utcoffset() == dt.timedelta(0)
    assert (first.previous, second.previous) == (GENESIS, first.hash)
    assert second.hash == entry_hash(first.hash, body)
    assert audit.check_chain() is None


@pytest.mark.django_db(transaction=True)
def test_only_within_a_transaction():
    """An entry belongs to the transaction of its change: outside of one it is a fault of the program."""
    with pytest.raises(TransactionManagementError):
        _record()


@pytest.mark.django_db(transaction=True)
def test_with_its_change():
    """A change that is rolled back leaves no entry and no gap."""

    with transaction.atomic():
        _record(1)
    with transaction.atomic():
        _record(2)
        transaction.set_rollback(True)
    with transaction.atomic():
        _record(3)
    assert list(AuditEntry.objects.values_list("sequence", "action")) == [
        (1, "test.thing.done1"),
        (2, "test.thing.done3"),
    ]
    assert audit.check_chain() is None


@pytest.mark.django_db
def test_no_binary_fractions():
    """Measured numbers are decimal text; a binary fraction is refused before anything is stored."""
    with pytest.raises(ValueError, match="float has no canonical form"):
        _record(data={"value": 0.1})
    assert AuditEntry.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("action", "test.thing.undone"),
        ("actor", "user:2"),
        ("subject", "thing:2"),
        ("body", "{}"),
        ("body", "not JSON"),
        ("body", '"text"'),
        ("body", '{"value": 0.1}'),
        ("hash", "f" * 64),
    ],
)
def test_changed_column(no_triggers, column, value):
    """Whoever gets past the triggers and changes one column of one entry is found at that entry."""
    for number in range(3):
        _record(number)
    with no_triggers():
        AuditEntry.objects.filter(sequence=2).update(**{column: value})
    assert audit.check_chain() == Break(2, DOES_NOT_FIT)


@pytest.mark.django_db
def test_changed_time(no_triggers):
    """An entry that was given another time is found."""
    entry = _record()
    with no_triggers():
        AuditEntry.objects.update(at=entry.at + dt.timedelta(microseconds=1))
    assert audit.check_chain() == Break(1, DOES_NOT_FIT)


@pytest.mark.django_db
def test_changed_blank(no_triggers):
    """Even a blank that changes no meaning is found."""
    entry = _record()
    with no_triggers():
        AuditEntry.objects.update(body=entry.body.replace(":", ": ", 1))
    assert audit.check_chain() == Break(1, DOES_NOT_FIT)


@pytest.mark.django_db
def test_changed_previous(no_triggers):
    """A link that was bent is found."""
    for number in range(3):
        _record(number)
    with no_triggers():
        _sql("UPDATE platform_auditentry SET previous = %s WHERE sequence = 3", GENESIS)
    assert audit.check_chain() == Break(3, "the hash of the entry before does not fit")


@pytest.mark.django_db
@pytest.mark.parametrize("gone", [1, 2])
def test_removed_entry(no_triggers, gone):
    """An entry that was removed is found at its number."""
    for number in range(3):
        _record(number)
    with no_triggers():
        _sql("DELETE FROM platform_auditentry WHERE sequence = %s", gone)
    assert audit.check_chain() == Break(gone, "an entry is missing or out of order")


@pytest.mark.django_db
def test_entry_made_anew(no_triggers):
    """Whoever changes an entry and computes its hash anew is found at the next."""
    first = _record(1)
    _record(2)
    body = json.loads(first.body) | {"actor": "user:9"}
    with no_triggers():
        AuditEntry.objects.filter(sequence=1).update(
            actor="user:9",
            body=json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
            hash=entry_hash(GENESIS, body),
        )
    assert audit.check_chain() == Break(2, "the hash of the entry before does not fit")


# --- personal values ---


@pytest.mark.django_db
def test_personal_value():
    """A personal value stands beside the chain; the entry holds its salted hash only."""
    entry = _record(personal={"name": "สมหญิง ใจดี"})
    value = PersonalValue.objects.get()
    assert "สมหญิง" not in entry.body
    assert (value.name, value.value, value.entry) == ("name", "สมหญิง ใจดี", entry)
    assert json.loads(entry.body)["commitments"] == {"name": commitment(value.salt, "สมหญิง ใจดี")}
    assert audit.wrong_personal_value() is None


@pytest.mark.django_db
def test_same_value_twice():
    """The same value under two salts cannot be recognised as the same."""
    one, other = _record(1, personal={"name": "ก"}), _record(2, personal={"name": "ก"})
    assert json.loads(one.body)["commitments"] != json.loads(other.body)["commitments"]


@pytest.mark.django_db
def test_erasing():
    """Erased values leave the chain whole, and no trace of themselves."""
    _record(1, personal={"name": "สมหญิง", "mail": "a@example.go.th"})
    audit.record("test.other", actor="user:1", subject="thing:2", personal={"name": "สมชาย"})
    assert audit.erase_personal("thing:1") == 2
    assert list(PersonalValue.objects.values_list("value", flat=True)) == ["สมชาย"]
    assert (audit.check_chain(), audit.wrong_personal_value()) == (None, None)


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"value": "สมชาย"}, {"salt": "0"}, {"name": "other"}])
def test_changed_personal_value(change):
    """A personal value that was exchanged is found."""
    _record(personal={"name": "สมหญิง"})
    PersonalValue.objects.update(**change)
    assert audit.wrong_personal_value() == PersonalValue.objects.get()


# --- at the same moment ---


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_numbering(at_once):
    """Entries that several people cause at the same moment get numbers without gap and one whole chain."""

    def some():
        for number in range(10):
            with transaction.atomic():
                _record(number, personal={"name": "ก"})

    assert at_once(some, some, some, some) == [None] * 4
    assert list(AuditEntry.objects.values_list("sequence", flat=True)) == list(range(1, 41))
    assert audit.check_chain() is None
