"""Works that look alike are flagged by the machine and decided by a person who made neither."""

from __future__ import annotations

import io
import random

import pytest
from PIL import Image
from tests.factories import files, people, publicity

from samrit.core.contract import Refused
from samrit.people.enums import Role
from samrit.people.four_eyes import OwnWork
from samrit.people.rights import Forbidden
from samrit.platform.files import store_file
from samrit.publicity.actions import duplicates, parts, works
from samrit.publicity.models import DuplicateFlag, Notification

pytestmark = pytest.mark.django_db

TEXT = (
    "ย่านทรงวาดเป็นย่านเก่าริมแม่น้ำเจ้าพระยา มีตึกแถวเก่า ร้านเครื่องเทศ ร้านกาแฟ และงานศิลปะของคนรุ่นใหม่ "
    "ชาวชุมชนเล่าถึงการค้าทางเรือและเทศกาลของย่าน"
)


def flags():
    return list(DuplicateFlag.objects.order_by("pk").values_list("first", "second", "found_by"))


def test_the_same_file_is_found_in_all_key_results():
    """By the hash of its content."""
    place, other = publicity.office(), publicity.office()
    file = publicity.stored_file()
    first, second = publicity.work(other), publicity.work(place)
    for office, work in ((other, first), (place, second)):
        parts.add_media(work, file, file_name="a.png", read_version=work.version, acting_user=office.maker)
    duplicates.flag_duplicates(second, acting_user=place.maker)
    assert flags() == [(first.pk, second.pk, "media")]


def scene(seed, size=(600, 400), **options):
    """A picture full of things; `seed` says which."""
    dice = random.Random(seed)  # noqa: S311 -- repeatable on purpose
    small = Image.new("L", (12, 8))
    small.putdata([dice.randrange(256) for _ in range(96)])
    made = io.BytesIO()
    small.resize(size, Image.Resampling.BICUBIC).convert("RGB").save(made, options.pop("kind", "JPEG"), **options)
    return store_file([made.getvalue()])


def test_a_picture_in_another_size_or_saving_is_found_and_another_picture_is_not():
    """In the same key result; plain pictures are told from nothing, so they flag nothing."""
    place, other = publicity.office(), publicity.office()
    pictures = [
        (place, scene(1)),
        (place, scene(2)),
        (place, store_file([files.image(size=(300, 200))])),
        (other, scene(1, quality=60)),
        (place, store_file([files.image(size=(400, 300))])),
        (place, scene(1, size=(900, 640), quality=40)),
    ]
    made = []
    for office, file in pictures:
        work = publicity.work(office)
        parts.add_media(work, file, file_name="a.jpg", read_version=work.version, acting_user=office.maker)
        duplicates.flag_duplicates(work, acting_user=office.maker)
        made.append(work)
    assert flags() == [(made[0].pk, made[-1].pk, "look")]


def test_the_same_title_and_nearly_the_same_words_are_found():
    """In the same key result and kind; however the title was typed; other words are left alone."""
    place, other = publicity.office(), publicity.office()
    publicity.work(other, publicity.draft(other, title="ทรงวาด ๑", text=TEXT))
    publicity.work(place, publicity.story_draft(place, title="ทรงวาด ๑", text=TEXT))
    titled = publicity.work(place, publicity.draft(place, title="ทรงวาด ๑", text="อื่น"))
    worded = publicity.work(place, publicity.draft(place, title="เที่ยวทรงวาด", text=f"{TEXT} แล้วพบกัน"))
    publicity.work(place, publicity.draft(place, title="ตลาดน้อย", text="ศาลเจ้าและช่างตีเหล็กของตลาดน้อยเล่าเรื่องเมืองเก่า"))
    work = publicity.work(place, publicity.draft(place, title="ทรงวาด 1", text=TEXT))
    duplicates.flag_duplicates(work, acting_user=place.maker)
    assert flags() == [(titled.pk, work.pk, "title"), (worded.pk, work.pk, "words")]


def test_submitting_flags_tells_those_who_decide_and_flags_a_pair_once():
    """Nothing is left out by it."""
    place = publicity.office()
    first = publicity.work(place, publicity.draft(place, title="เหมือนกัน"))
    second = publicity.work(place, publicity.draft(place, title="เหมือนกัน"), state="submitted")
    works.recall_work(second, read_version=second.version, acting_user=place.maker)
    works.submit_work(second, read_version=second.version, acting_user=place.maker)
    assert flags() == [(first.pk, second.pk, "title")]
    told = Notification.objects.filter(code="duplicate.flagged").values_list("user", flat=True)
    assert sorted(told) == sorted([place.reviewer.pk, place.inspector.pk])


def test_a_declared_copy_a_story_with_its_piece_and_a_withdrawn_work_are_no_duplicates():
    """What is said openly needs no flag."""
    place = publicity.office()
    source = publicity.work(place, publicity.draft(place, title="เหมือนกัน"))
    gone = publicity.work(place, publicity.draft(place, title="เหมือนกัน"))
    works.withdraw_work(gone, reason="ซ้ำ", read_version=gone.version, acting_user=place.maker)
    copy = publicity.work(place, publicity.draft(place, title="เหมือนกัน", derived_from=source, derivation="crop"))
    for work in (copy, source):
        assert duplicates.flag_duplicates(work, acting_user=place.maker) == []


def decide(place, flag, person=None, **said):
    return duplicates.decide_duplicate(
        flag, **{"same": False, "reason": "คนละเหตุการณ์", **said}, acting_user=person or place.inspector
    )


def flagged(place):
    first, second = publicity.work(place), publicity.work(place)
    return DuplicateFlag.objects.create(first=first, second=second, found_by="title")


def test_who_decides_and_who_does_not():
    """Host reviewers and inspectors."""
    place = publicity.office()
    may = set()
    for role, person in place.everybody.items():
        try:
            decide(place, flagged(place), person)
        except Forbidden:
            pass
        else:
            may.add(role)
    assert may == {Role.HOST_REVIEWER, Role.INSPECTOR}


def test_nobody_decides_on_a_work_of_his_or_her_own():
    """Nor whoever stands in for its maker."""
    place = publicity.office()
    people.give(place.maker, Role.INSPECTOR, agency=place.agency)
    people.deputy(place.maker, place.reviewer)
    flag = flagged(place)
    for person in (place.maker, place.reviewer):
        with pytest.raises(OwnWork):
            decide(place, flag, person)


def test_of_the_same_works_one_stays():
    """Which one must be said, and be one of the two; and why."""
    place = publicity.office()
    flag = flagged(place)
    for path, said in (
        ("keep", {"same": True}),
        ("keep", {"same": True, "keep": publicity.work(place)}),
        ("reason", {"reason": ""}),
    ):
        with pytest.raises(Refused) as refusal:
            decide(place, flag, **said)
        assert refusal.value.path == path
    decide(place, flag, same=True, keep=flag.second)
    assert (flag.same, flag.keep, flag.decided_by) == (True, flag.second, place.inspector)


def test_a_decision_is_taken_anew_only_by_whoever_has_read_it():
    """The second of two who decide at once is told."""
    place = publicity.office()
    flag = flagged(place)
    decide(place, flag, same=True, keep=flag.first)
    with pytest.raises(Refused) as refusal:
        decide(place, flag, place.reviewer)
    assert refusal.value.what.en == "somebody else has decided this in the meantime"
    decide(place, flag, place.reviewer, read_decided_at=flag.decided_at)
    assert (flag.same, flag.keep, flag.decided_by) == (False, None, place.reviewer)
