"""Creative districts: made, changed, verified; by whom, and what is refused."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal

import pytest
from tests.districts.test_shapes import POLYGON
from tests.factories.districts import district
from tests.factories.people import agency, deputy, khet, user

from samrit.core.contract import Refused
from samrit.districts import actions, queries
from samrit.districts.models import CreativeDistrict
from samrit.districts.samples import SAMPLES, load_samples
from samrit.people.enums import Role
from samrit.people.four_eyes import OwnWork
from samrit.people.offices import load_offices
from samrit.people.rights import Forbidden
from samrit.platform import audit
from samrit.platform.locking import Stale
from samrit.platform.models import AuditEntry, PersonalValue
from samrit.platform.search import stored_tokens

pytestmark = pytest.mark.django_db
EDITORS = (Role.OWNER, Role.CONTRIBUTOR)
VERIFIERS = (Role.HOST_REVIEWER, Role.STRATEGY_OFFICE)
SOURCE = {"source": "thailand4", "source_url": "https://thailand4.com/th/MaJf"}


@pytest.fixture
def editor():
    return user("editor", role=Role.CONTRIBUTOR, agency=agency())


@pytest.fixture
def verifier():
    return user("verifier", role=Role.HOST_REVIEWER, agency=agency())


def _last():
    body = json.loads(AuditEntry.objects.last().body)
    return {name: body[name] for name in ("action", "actor", "role", "on_behalf_of", "subject", "data")}


# --- who may ---


def _edits(person, row):
    who = {"acting_user": person}
    return {
        "create_district": lambda: actions.create_district(name_th="ใหม่", **who),
        "edit_district": lambda: actions.edit_district(row, name_en="New", read_version=1, **who),
        "set_khets": lambda: actions.set_khets(row, [khet()], read_version=1, **who),
        "set_place": lambda: actions.set_place(
            row, latitude=None, longitude=None, shape=POLYGON, read_version=1, **who
        ),
    }


def _judgements(person, row):
    who = {"acting_user": person}
    return {
        "verify_district": lambda: actions.verify_district(row, read_version=1, **who),
        "unverify_district": lambda: actions.unverify_district(row, reason="ชื่อผิด", read_version=1, **who),
    }


@pytest.mark.parametrize("role", Role)
def test_who_edits(role):
    """Owners and contributors make and change districts; nobody else."""
    for name in _edits(None, None):
        act = _edits(user(role=role, everywhere=True), district())[name]
        if role in EDITORS:
            act()
        else:
            with pytest.raises(Forbidden):
                act()


@pytest.mark.parametrize("role", Role)
def test_who_verifies(role):
    """Host reviewers and the strategy office verify, and take back; nobody else."""
    for name in _judgements(None, None):
        act = _judgements(user(role=role, everywhere=True), district(source="x"))[name]
        if role in VERIFIERS:
            act()
        else:
            with pytest.raises(Forbidden):
                act()


# --- making ---


def test_creating(editor):
    """A district is made with all it needs, not verified, findable by name and khet, and recorded."""
    office = khet("5003", "สำนักงานเขตสัมพันธวงศ์")
    made = actions.create_district(
        name_th="  ทรงวาด ",
        name_en="Song Wat",
        story_th="ถนนเลียบแม่น้ำ",
        people_th="ครอบครัวสมหญิง",
        khets=[office, office],
        latitude=Decimal("13.7373"),
        longitude=Decimal("100.5087"),
        shape=POLYGON,
        **SOURCE,
        acting_user=editor,
    )
    made.refresh_from_db()
    assert (made.name_th, made.slug, made.verified, made.sample, made.version) == (
        "ทรงวาด",
        "song-wat",
        False,
        False,
        1,
    )
    assert (made.latitude, made.longitude, made.shape) == (Decimal("13.73730"), Decimal("100.50870"), POLYGON)
    assert list(made.khets.all()) == [office]
    assert _last() == {
        "action": "districts.district.created",
        "actor": editor.audit_name,
        "role": "contributor",
        "on_behalf_of": "",
        "subject": made.subject,
        "data": {
            "name_th": "ทรงวาด",
            "name_en": "Song Wat",
            "story_th": "ถนนเลียบแม่น้ำ",
            "khets": ["5003"],
            "latitude": "13.73730",
            "longitude": "100.50870",
            "shape": {"type": "Polygon", "sha256": hashlib.sha256(json.dumps(POLYGON).encode()).hexdigest()},
            "sample": False,
            **SOURCE,
        },
    }
    assert PersonalValue.objects.values_list("name", "value").get() == ("people_th", "ครอบครัวสมหญิง")
    assert [row.pk for row in queries.districts(query="แม่น้ำ")] == [made.pk]


@pytest.mark.parametrize(
    ("values", "path"),
    [
        ({"name_th": ""}, "name_th"),
        ({"name_th": "ทรงวาด"}, "name_th"),
        ({"name_th": "ก" * 201}, "name_th"),
        ({"source_url": "javascript:alert(1)"}, "source_url"),
        ({"latitude": Decimal(99)}, "longitude"),
        ({"shape": "{"}, "shape"),
    ],
)
def test_creating_refused(editor, values, path):
    """Empty, taken and overlong names, addresses that are none, half a point, a broken shape: refused at the field."""
    district("ทรงวาด")
    with pytest.raises(Refused) as refused:
        actions.create_district(**({"name_th": "ใหม่"} | values), acting_user=editor)
    assert refused.value.path == path
    assert (CreativeDistrict.objects.count(), AuditEntry.objects.count()) == (1, 0)


def test_only_khets(editor):
    """A district lies in khets: a bureau is refused."""
    with pytest.raises(Refused) as refused:
        actions.create_district(name_th="ใหม่", khets=[agency()], acting_user=editor)
    assert refused.value.path == "khets"


@pytest.mark.parametrize("name_en", ["Song Wat", "", "ทรงวาด"])
def test_addresses(editor, name_en):
    """Two districts never share an address, whatever their English names."""
    one = actions.create_district(name_th="ก", name_en=name_en, acting_user=editor)
    other = actions.create_district(name_th="ข", name_en=name_en, acting_user=editor)
    assert one.slug
    assert one.slug != other.slug
    assert queries.district(other.slug) == other


# --- changing ---


def test_editing(editor):
    """A change raises the version, says what changed and only that, and is found by the new words."""
    row = district("ทรงวาด", name_en="Song Wat", source="x")
    actions.edit_district(row, name_th="ทรงวาด", name_en="Song Wat Road", read_version=1, acting_user=editor)
    row.refresh_from_db()
    assert (row.name_en, row.version) == ("Song Wat Road", 2)
    assert _last()["data"] == {"name_en": "Song Wat Road"}
    assert queries.districts(query="road") == [row]


def test_nothing_changed(editor):
    """Saving what is there already changes nothing and records nothing."""
    row = district("ทรงวาด")
    office = khet()
    row.khets.add(office)
    actions.edit_district(row, name_th="ทรงวาด", read_version=1, acting_user=editor)
    actions.set_khets(row, [office], read_version=1, acting_user=editor)
    row.refresh_from_db()
    assert (row.version, AuditEntry.objects.count()) == (1, 0)


def test_two_at_once(editor):
    """The second of two is shown what the first wrote; nothing is lost."""
    mine, theirs = district("ทรงวาด"), CreativeDistrict.objects.get()
    actions.edit_district(theirs, story_th="ของเขา", read_version=1, acting_user=editor)
    with pytest.raises(Stale) as stale:
        actions.edit_district(mine, story_th="ของฉัน", read_version=1, acting_user=editor)
    assert stale.value.current.story_th == "ของเขา"
    assert CreativeDistrict.objects.get().story_th == "ของเขา"


def test_renaming_to_a_taken_name(editor):
    """A name that another district bears is refused."""
    district("ตลาดน้อย")
    row = district("ทรงวาด")
    with pytest.raises(Refused) as refused:
        actions.edit_district(row, name_th="ตลาดน้อย", read_version=1, acting_user=editor)
    assert refused.value.path == "name_th"


def test_moving(editor):
    """Khets, point and shape are set and taken away; a district may lie in several khets."""
    offices = [khet("5002"), khet("5003")]
    row = district("คลองผดุงกรุงเกษม")
    actions.set_khets(row, offices, read_version=1, acting_user=editor)
    place = {"latitude": Decimal("13.74"), "longitude": Decimal("100.51"), "shape": json.dumps(POLYGON)}
    actions.set_place(row, **place, read_version=2, acting_user=editor)
    row = queries.district(row.slug)
    assert list(row.khets.all()) == offices
    assert (row.latitude, row.shape, row.version) == (Decimal("13.74000"), POLYGON, 3)
    actions.set_place(row, latitude=None, longitude=None, shape=None, read_version=3, acting_user=editor)
    row.refresh_from_db()
    assert (row.latitude, row.longitude, row.shape) == (None, None, None)
    assert _last()["data"] == {"latitude": None, "longitude": None, "shape": None}


# --- verifying ---


def test_verifying(editor, verifier):
    """Somebody else vouches for the district."""
    row = actions.create_district(name_th="ทรงวาด", **SOURCE, acting_user=editor)
    actions.verify_district(row, read_version=1, acting_user=verifier)
    row.refresh_from_db()
    assert (row.verified, row.version) == (True, 2)
    assert (_last()["action"], _last()["role"]) == ("districts.district.verified", "host_reviewer")
    with pytest.raises(Refused) as refused:
        actions.verify_district(row, read_version=2, acting_user=verifier)
    assert refused.value.path == "verified"


def test_no_source(verifier):
    """Without a source there is nothing to vouch for."""
    with pytest.raises(Refused) as refused:
        actions.verify_district(district(), read_version=1, acting_user=verifier)
    assert refused.value.path == "source"


def test_four_eyes():
    """Whoever wrote at the district, in person or through a deputy, does not verify it; nor do their deputies."""
    home = agency()
    absent = user(role=Role.CONTRIBUTOR, agency=home)
    stand_in, writer, free = (
        user(),
        user(role=Role.CONTRIBUTOR, agency=home),
        user(role=Role.HOST_REVIEWER, agency=home),
    )
    deputy(absent, stand_in)
    row = actions.create_district(name_th="ทรงวาด", **SOURCE, acting_user=stand_in)
    actions.edit_district(row, story_th="เรื่อง", read_version=1, acting_user=writer)
    writers_deputy, for_writer = user(role=Role.HOST_REVIEWER, agency=home), user()
    deputy(writer, writers_deputy)
    for person in (absent, stand_in, writer, for_writer):
        person.roles.create(role=Role.HOST_REVIEWER, agency=home)
    deputy(absent, for_writer)
    for person in (absent, stand_in, writer, writers_deputy, for_writer):
        with pytest.raises(OwnWork):
            actions.verify_district(row, read_version=2, acting_user=person)
    actions.verify_district(row, read_version=2, acting_user=free)


def test_on_behalf_of_the_author():
    """Nobody verifies on behalf of the author."""
    author = user(role=Role.OWNER, everywhere=True)
    author.roles.create(role=Role.HOST_REVIEWER)
    row = actions.create_district(name_th="ทรงวาด", **SOURCE, acting_user=author)
    stand_in = user()
    deputy(author, stand_in)
    with pytest.raises(OwnWork):
        actions.verify_district(row, read_version=1, acting_user=stand_in)


@pytest.mark.parametrize(
    ("values", "stays"),
    [
        ({"story_th": "เรื่องใหม่"}, True),
        ({"people_en": "Somying"}, True),
        ({"name_th": "ทรงวาดใหม่"}, False),
        ({"source": "อื่น"}, False),
    ],
)
def test_editing_what_was_verified(editor, values, stays):
    """A change of name, place or source ends the verification; a better story does not."""
    row = district("ทรงวาด", verified=True, source="x")
    actions.edit_district(row, **values, read_version=1, acting_user=editor)
    row.refresh_from_db()
    assert row.verified is stays


def test_moving_what_was_verified(editor):
    """So does a change of khet or place."""
    one, other = district(verified=True), district(verified=True)
    actions.set_khets(one, [khet()], read_version=1, acting_user=editor)
    actions.set_place(other, latitude=None, longitude=None, shape=POLYGON, read_version=1, acting_user=editor)
    assert list(CreativeDistrict.objects.values_list("verified", flat=True)) == [False, False]
    assert _last()["data"]["verified"] is False


def test_taking_back(verifier):
    """A verification is taken back with a reason."""
    row = district(verified=True)
    with pytest.raises(Refused) as refused:
        actions.unverify_district(row, reason=" ", read_version=1, acting_user=verifier)
    assert refused.value.path == "reason"
    actions.unverify_district(row, reason="ชื่อไม่ตรงประกาศ", read_version=1, acting_user=verifier)
    row.refresh_from_db()
    assert row.verified is False
    assert _last()["data"] == {"reason": "ชื่อไม่ตรงประกาศ"}


# --- reading ---


def test_list(django_assert_num_queries):
    """The list in the order of a Thai dictionary, with khets, in two queries however long; three to search."""
    offices = [khet(), khet()]
    for name in ("เยาวราช", "ทรงวาด", "หัวตะเข้", "ตลาดน้อย"):
        district(name, *offices, search_tokens=stored_tokens(name))
    with django_assert_num_queries(2):
        found = [(row.name_th, len(row.khets.all())) for row in queries.districts()]
    assert found == [("ตลาดน้อย", 2), ("ทรงวาด", 2), ("เยาวราช", 2), ("หัวตะเข้", 2)]
    with django_assert_num_queries(3):
        assert [row.khets.all()[0] for row in queries.districts(query="ทรงวาด")] == offices[:1]
    slug = CreativeDistrict.objects.values_list("slug", flat=True).first()
    with django_assert_num_queries(2):
        assert len(queries.district(slug).khets.all()) == 2


def test_every_read_is_in_the_order_of_a_dictionary(editor):
    """Selects and lists that ask the table itself, too, and after a district was given another name."""
    for name in ("เยาวราช", "ทรงวาด", "หัวตะเข้"):
        actions.create_district(name_th=name, acting_user=editor)
    assert [row.name_th for row in CreativeDistrict.objects.all()] == ["ทรงวาด", "เยาวราช", "หัวตะเข้"]
    row = CreativeDistrict.objects.get(name_th="หัวตะเข้")
    actions.edit_district(row, name_th="แขวงหัวตะเข้", read_version=1, acting_user=editor)
    assert [row.name_th for row in CreativeDistrict.objects.all()] == ["แขวงหัวตะเข้", "ทรงวาด", "เยาวราช"]


def test_filters():
    """Filters by khet, verification and sample."""
    office = khet()
    here = district("ก", office, verified=True)
    sample = district("ข", khet(), sample=True)
    assert queries.districts(khet=office) == [here]
    assert queries.districts(verified=True) == [here]
    assert queries.districts(verified=False) == [sample]
    assert queries.districts(sample=True) == [sample]


# --- samples ---


def test_samples(editor):
    """The sample districts are loaded through the action, once, marked, sourced and not verified."""
    load_offices()
    made = load_samples(acting_user=editor)
    assert [(row.name_th, row.sample, row.verified) for row in made] == [(one.name_th, True, False) for one in SAMPLES]
    assert all(row.source and row.source_url.startswith("https://") for row in made)
    where = {row.name_th: (row.latitude, row.longitude, row.khets.count()) for row in CreativeDistrict.objects.all()}
    assert where["ทรงวาด"] == (Decimal("13.73730"), Decimal("100.50870"), 1)
    assert where["หัวตะเข้"] == (Decimal("13.74400"), Decimal("100.79330"), 1)
    assert where["คลองผดุงกรุงเกษม"] == (Decimal("13.74470"), Decimal("100.51000"), 2)
    assert load_samples(acting_user=editor) == made
    assert audit.check_chain() is None
