"""The ledger only grows: whoever asks, no item and no mark is changed or removed."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from tests.factories import evidence as make

from samrit.evidence.models import EvidenceItem, EvidenceMark

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("table", ["evidence_evidenceitem", "evidence_evidencemark"])
@pytest.mark.parametrize("statement", ["UPDATE {table} SET id = id", "DELETE FROM {table}"])
def test_raw_sql(table, statement):
    """Raw SQL is refused."""
    at = make.scene()
    make.mark(make.item(at.work.subject, at.contributor), at.inspector)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table=table))


def test_the_orm():
    """Saving again, updating and deleting through the ORM are refused, and the rows stay as they were."""
    at = make.scene()
    item = make.item(at.work.subject, at.contributor, title="เดิม")
    mark = make.mark(item, at.inspector)
    item.title, mark.outcome = "ใหม่", "returned"
    attempts = [
        item.save,
        mark.save,
        mark.delete,
        EvidenceMark.objects.all().delete,
        lambda: EvidenceItem.objects.update(title="ใหม่"),
        lambda: EvidenceMark.objects.update(outcome="returned"),
        lambda: EvidenceItem.objects.filter(pk=item.pk)._raw_delete("default"),
    ]
    for attempt in attempts:
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            attempt()
    assert (EvidenceItem.objects.get().title, EvidenceMark.objects.get().outcome) == ("เดิม", "verified")
