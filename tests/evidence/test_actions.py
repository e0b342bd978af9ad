"""Adding evidence: what is kept, its grade, who may, and what is refused."""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest
from django.utils import timezone
from tests.factories import districts, people
from tests.factories import evidence as make

from samrit.core.contract import Refused
from samrit.evidence import actions
from samrit.evidence.models import EvidenceItem
from samrit.people.enums import Role
from samrit.people.rights import Forbidden
from samrit.platform.models import AuditEntry, PersonalValue

pytestmark = pytest.mark.django_db


def _row(item: EvidenceItem) -> tuple[object, ...]:
    item.refresh_from_db()
    return item.key_result, item.subject, item.kind, item.grade, item.title, item.url, item.statement, item.proves


def test_a_file():
    """A file is kept under its hash, with the grade of a file, and who entered it."""
    at = make.scene()
    item = actions.add_file(
        at.work.subject, [b"hello ", "ตลาดน้อย".encode()], file_name="../note.txt", acting_user=at.contributor
    )
    content = b"hello " + "ตลาดน้อย".encode()
    assert _row(item) == ("7301-2568", at.work.subject, "file", "file", "note.txt", "", "", "")
    assert (item.file_id, item.file.size, item.file.media_type, item.public_copy, item.entered_by) == (
        hashlib.sha256(content).hexdigest(),
        len(content),
        "text/plain",
        None,
        at.contributor,
    )


def test_an_image_has_a_public_copy_without_its_place():
    """Of an image a copy is made anew; the original keeps its EXIF data as evidence, the copy has none."""
    import io

    from PIL import Image

    from samrit.platform.files import open_file

    at = make.scene()
    made, exif = io.BytesIO(), Image.Exif()
    exif[0x8825] = {1: "N", 2: (13.0, 43.0, 0.0)}
    exif[0x010F] = "camera"
    Image.new("RGB", (8, 8), "green").save(made, "JPEG", exif=exif)
    item = actions.add_file(at.work.subject, [made.getvalue()], file_name="ภาพ.jpg", acting_user=at.contributor)
    with open_file(item.public_copy) as file, Image.open(file) as copy:
        assert (copy.size, dict(copy.getexif())) == ((8, 8), {})
    with open_file(item.file) as file:
        assert file.read() == made.getvalue()


def test_a_link():
    """A link without a title goes by its host; its time is now."""
    at = make.scene()
    item = actions.add_link(at.work.subject, " https://example.org/p/1 ", proves="public", acting_user=at.contributor)
    url = "https://example.org/p/1"
    assert _row(item) == ("7301-2568", at.work.subject, "link", "link", "example.org", url, "", "public")
    assert abs(timezone.now() - item.captured_at) < dt.timedelta(minutes=1)


def test_a_platform_answer():
    """An answer is kept as canonical JSON with its permalink, and has the best grade."""
    at = make.scene()
    item = actions.add_platform_answer(
        at.work.subject, {"b": 1, "a": "ก"}, reference="https://example.org/p/1", acting_user=at.contributor
    )
    assert (item.kind, item.grade, item.url) == ("platform_answer", "platform_answer", "https://example.org/p/1")
    assert item.file_id == hashlib.sha256('{"a":"ก","b":1}'.encode()).hexdigest()


def test_the_request_id_of_a_message():
    """A message that was sent has no page; its request id is the reference."""
    at = make.scene()
    item = actions.add_platform_answer(at.work.subject, {}, reference="req-123", acting_user=at.contributor)
    assert (item.url, item.statement, item.title) == ("", "req-123", "req-123")


def test_a_statement():
    """A statement has the weakest grade."""
    at = make.scene()
    item = actions.add_statement(at.work.subject, " เห็นด้วยตนเอง ", acting_user=at.contributor)
    assert (item.kind, item.grade, item.statement) == ("statement", "statement", "เห็นด้วยตนเอง")


def test_what_it_proves_of_a_district():
    """Community participation is proved for one district."""
    at, place = make.scene(), districts.district()
    item = actions.add_link(
        at.work.subject,
        "https://example.org/1",
        proves="community_took_part",
        district=place,
        acting_user=at.contributor,
    )
    assert (item.proves, item.district) == ("community_took_part", place)


def test_one_file_for_several_districts():
    """An item for each, of the same file, so that each is judged by itself."""
    at, places = make.scene(), [districts.district("ทรงวาด"), districts.district("บางโพ")]
    first = actions.add_file(
        at.work.subject,
        [b"hello"],
        file_name="a.txt",
        proves="community_took_part",
        districts=places,
        acting_user=at.contributor,
    )
    items = list(EvidenceItem.objects.order_by("pk"))
    assert [(row.district, row.file_id) for row in items] == [(place, first.file_id) for place in places]
    assert (items[0], AuditEntry.objects.count()) == (first, 2)


def test_the_audit_entry_names_no_file_name():
    """The chain holds what was added and its hash; the file's name, which may be a person's, only as a commitment."""
    at = make.scene()
    item = actions.add_file(
        at.work.subject, [b"hello"], file_name="somsri.txt", title="ใบลงชื่อ", acting_user=at.contributor
    )
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor, entry.subject) == (
        "evidence.item.added",
        at.contributor.audit_name,
        at.work.subject,
    )
    assert item.file_id in entry.body
    assert "somsri" not in entry.body
    assert [row.value for row in PersonalValue.objects.all()] == ["somsri.txt"]


REFUSED = {
    "title": {"title": "ก" * 301},
    "proves": {"proves": "miracles"},
    "district": {"proves": "community_took_part"},
    "captured_at": {"captured_at": timezone.now() + dt.timedelta(days=1)},
    "url": {"url": "https://localhost/"},
}


@pytest.mark.parametrize("path", REFUSED)
def test_refused_fields(path):
    """What says too little or cannot be is refused beside its field, and nothing is kept."""
    at = make.scene()
    given = {"url": "https://example.org/", **REFUSED[path]}
    with pytest.raises(Refused) as refused:
        actions.add_link(at.work.subject, given.pop("url"), acting_user=at.contributor, **given)
    assert (refused.value.path, EvidenceItem.objects.count(), AuditEntry.objects.count()) == (path, 0, 0)


@pytest.mark.parametrize(
    ("call", "path"),
    [
        (lambda at, user: actions.add_file(at, [], file_name="x", acting_user=user), "file"),
        (lambda at, user: actions.add_file(at, [b"MZ\0\0"], file_name="x.exe", acting_user=user), "file"),
        (lambda at, user: actions.add_statement(at, " ", acting_user=user), "statement"),
        (lambda at, user: actions.add_platform_answer(at, {}, reference="", acting_user=user), "reference"),
        (lambda at, user: actions.add_platform_answer(at, {}, reference="ftp://x.org/", acting_user=user), "reference"),
        (lambda at, user: actions.add_platform_answer(at, {"n": 1.5}, reference="r", acting_user=user), "answer"),
    ],
)
def test_refused_contents(call, path):
    """Empty, foreign and inexact contents are refused."""
    at = make.scene()
    with pytest.raises(Refused) as refused:
        call(at.work.subject, at.contributor)
    assert refused.value.path == path


@pytest.mark.parametrize(
    "name",
    ["work:", "work:nonsense", "work:00000000-0000-0000-0000-000000000000", "cat:1", "", "website:9", "key_result:7"],
)
def test_subjects_that_are_not_there(name):
    """Evidence of nothing is refused."""
    at = make.scene()
    with pytest.raises(Refused) as refused:
        actions.add_link(name, "https://example.org/", acting_user=at.contributor)
    assert refused.value.path == "subject"


MAY = {Role.OWNER, Role.CONTRIBUTOR, Role.HOST_REVIEWER, Role.INSPECTOR}


@pytest.mark.parametrize("role", Role)
def test_who_may_add(role):
    """Those who work, review or inspect may add evidence; nobody else."""
    at = make.scene()
    user = people.user(role=role, agency=at.agency)
    if role in MAY:
        assert actions.add_link(at.work.subject, "https://example.org/", acting_user=user).entered_by == user
    else:
        with pytest.raises(Forbidden):
            actions.add_link(at.work.subject, "https://example.org/", acting_user=user)


def test_not_outside_ones_agency():
    """A contributor of another agency adds nothing to this one's work."""
    at = make.scene()
    stranger = people.user(role=Role.CONTRIBUTOR, agency=people.agency())
    with pytest.raises(Forbidden):
        actions.add_statement(at.work.subject, "x", acting_user=stranger)


def test_on_behalf_of():
    """A deputy's entry records both."""
    at = make.scene()
    stand_in = people.user()
    people.deputy(at.contributor, stand_in)
    item = actions.add_link(at.work.subject, "https://example.org/", acting_user=stand_in)
    assert (item.entered_by, item.on_behalf_of) == (stand_in, at.contributor)
