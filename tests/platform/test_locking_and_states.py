"""Optimistic locking, and state machines as one table."""

from __future__ import annotations

import pytest
from tests.factories.districts import district

from samrit.core.contract import Message, Refused
from samrit.districts.models import CreativeDistrict
from samrit.platform.locking import Stale, change
from samrit.platform.states import next_state

TRANSITIONS = {
    ("draft", "submit"): "submitted",
    ("submitted", "approve"): "approved",
    ("submitted", "return"): "draft",
}
NAMES = {
    "draft": Message("draft", "ร่าง"),
    "submitted": Message("submitted", "เสนอแล้ว"),
    "approved": Message("approved", "ให้ความเห็นชอบแล้ว"),
    "submit": Message("submit", "เสนอ"),
    "approve": Message("approve", "ให้ความเห็นชอบ"),
    "return": Message("return", "ส่งกลับ"),
}


@pytest.mark.parametrize(("pair", "following"), TRANSITIONS.items())
def test_allowed(pair, following):
    """An act that the table names leads where it says."""
    assert next_state(TRANSITIONS, *pair, names=NAMES) == following


def test_refused():
    """Another act is refused, in both languages, with what is possible instead."""
    with pytest.raises(Refused) as refused:
        next_state(TRANSITIONS, "submitted", "submit", names=NAMES)
    assert refused.value.what == Message(
        "“submit” is not possible while it is “submitted”", "ขณะที่สถานะเป็น “เสนอแล้ว” ไม่สามารถ “เสนอ” ได้"
    )
    assert refused.value.mend == Message("possible now: approve, return", "ขณะนี้ทำได้: ให้ความเห็นชอบ, ส่งกลับ")


def test_last_state():
    """In a state from which nothing leads, nothing is possible, and that is said."""
    with pytest.raises(Refused) as refused:
        next_state(TRANSITIONS, "approved", "return", names=NAMES)
    assert refused.value.mend == Message("possible now: nothing", "ขณะนี้ทำได้: ไม่มี")


@pytest.mark.django_db
def test_change():
    """A change raises the version, in the row and in the object."""
    row = district("ทรงวาด")
    change(row, read_version=1, name_en="Song Wat")
    assert (row.name_en, row.version) == ("Song Wat", 2)
    assert CreativeDistrict.objects.values_list("name_en", "version").get() == ("Song Wat", 2)


@pytest.mark.django_db
def test_stale():
    """The second of two who read the same version is shown what the first wrote; nothing is overwritten."""
    mine, theirs = district("ทรงวาด"), CreativeDistrict.objects.get()
    change(theirs, read_version=1, name_en="theirs")
    with pytest.raises(Stale) as stale:
        change(mine, read_version=1, name_en="mine")
    assert stale.value.current.name_en == "theirs"
    assert mine.version == 1
    assert CreativeDistrict.objects.get().name_en == "theirs"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_at_the_same_moment(at_once):
    """Of two who save at the same moment one wins, and the other is shown that version."""
    row = district("ทรงวาด")

    def save(name):
        change(CreativeDistrict.objects.get(pk=row.pk), read_version=1, name_en=name)

    came = at_once(lambda: save("one"), lambda: save("two"))
    assert sorted(type(one).__name__ for one in came) == ["NoneType", "Stale"]
    assert CreativeDistrict.objects.get().version == 2
