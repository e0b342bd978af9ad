"""Website state, storytellers and consents, and awareness results (duties 5, 6, 7)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone
from tests.factories import evidence, publicity

from samrit.core.contract import Refused
from samrit.evidence.consents import Given, record_consent
from samrit.evidence.enums import ConsentPurpose
from samrit.people.enums import Role
from samrit.people.rights import Forbidden
from samrit.platform.locking import Stale
from samrit.publicity import queries
from samrit.publicity.actions import awareness, consents, parts, publications, storytellers, tasks, website, works
from samrit.publicity.models import AwarenessResult, Notification, Storyteller, Task

pytestmark = pytest.mark.django_db

IN_A_MONTH = timezone.localdate() + dt.timedelta(days=30)


def allowed(place, verb):
    """The roles for which `verb(person)` is no lack of right."""
    may = set()
    for role, person in place.everybody.items():
        try:
            verb(person)
        except Forbidden:
            pass
        else:
            may.add(role)
    return may


# --- website ---


def publish(place, person=None, **said):
    said = {"permalink": "https://bangkok.go.th/yan/1", "published_at": publicity.ago(days=1), **said}
    return website.publish_district(
        place.key_result, said.pop("district", place.districts[0]), acting_user=person or place.maker, **said
    )


def test_a_district_is_published_withdrawn_and_published_again(django_assert_num_queries):
    """One entry a district, with where and since when."""
    place = publicity.office()
    entry = publish(place)
    website.withdraw_district(entry, reason="ปรับปรุงหน้า", read_version=entry.version, acting_user=place.maker)
    assert (entry.withdrawn_at is None, entry.withdrawal_reason) == (False, "ปรับปรุงหน้า")
    with pytest.raises(Refused):
        website.withdraw_district(entry, reason="อีก", read_version=entry.version, acting_user=place.maker)
    with pytest.raises(Stale):
        publish(place, read_version=1)
    again = publish(place, read_version=entry.version, permalink="https://www.bangkok.go.th/yan/2/")
    assert (again.pk, again.permalink, again.withdrawn_at, again.version) == (
        entry.pk,
        "https://bangkok.go.th/yan/2",
        None,
        3,
    )
    with django_assert_num_queries(2):
        state = queries.website_state(place.key_result)
    assert state == [(place.districts[0], again), (place.districts[1], None), (place.districts[2], None)]


def test_the_website_is_the_citys_own_and_the_district_a_chosen_one():
    """Refused by field."""
    place, other = publicity.office(), publicity.office()
    for path, said in (
        ("permalink", {"permalink": "https://example.org/1"}),
        ("district", {"district": other.districts[0]}),
        ("published_at", {"published_at": timezone.now() + dt.timedelta(hours=1)}),
        ("published_at", {"published_at": None}),
    ):
        with pytest.raises(Refused) as refusal:
            publish(place, **said)
        assert refusal.value.path == path


def test_who_publishes_a_district():
    """Workers."""
    place = publicity.office(number=7)
    left = iter(place.districts)
    may = allowed(place, lambda person: publish(place, person, district=next(left)))
    assert may == {Role.OWNER, Role.CONTRIBUTOR}


# --- storytellers ---


def consent_of(place, **fields):
    return publicity.consent(place, ConsentPurpose.STORYTELLER, **fields)


def add(place, consent=None, person=None, **said):
    said = {"districts": place.districts[:1], "review_on": IN_A_MONTH, **said}
    return storytellers.add_storyteller(
        place.key_result, consent or consent_of(place), **said, acting_user=person or place.maker
    )


def test_a_member_is_trained_contributes_and_leaves(django_assert_num_queries):
    """Consent, districts, skills, training, contributions, review."""
    place = publicity.office()
    work = publicity.work(place)
    member = add(place, skills="เล่าเรื่องอาหาร")
    storytellers.save_storyteller(
        member,
        districts=place.districts,
        review_on=IN_A_MONTH,
        trained_on=timezone.localdate(),
        read_version=member.version,
        acting_user=place.owner,
    )
    storytellers.record_contributions(member, [work], read_version=member.version, acting_user=place.maker)
    with django_assert_num_queries(3):
        (row,) = queries.storytellers(place.key_result)
        assert (row.trained_on, list(row.contributions.all()), len(row.districts.all())) == (
            timezone.localdate(),
            [work],
            3,
        )
        assert row.consent.person
    storytellers.leave_network(member, reason="ย้ายบ้าน", read_version=member.version, acting_user=place.maker)
    assert list(queries.storytellers(place.key_result)) == []
    assert list(queries.storytellers(place.key_result, left=True)) == [member]
    with pytest.raises(Refused):
        storytellers.record_contributions(member, [], read_version=member.version, acting_user=place.maker)


def test_who_keeps_the_network():
    """Workers."""
    place = publicity.office()
    assert allowed(place, lambda person: add(place, person=person)) == {Role.OWNER, Role.CONTRIBUTOR}


@pytest.mark.parametrize(
    "fields",
    [
        {"valid_to": timezone.localdate() - dt.timedelta(days=1)},
        {"withdrawn_at": timezone.now()},
        {"minor": True},
        {"minor": True, "guardian": "มารดา"},
    ],
)
def test_a_member_needs_a_consent_that_holds_and_a_minor_a_guardian_with_the_form(fields):
    """Otherwise nobody is listed."""
    place = publicity.office()
    with pytest.raises(Refused) as refusal:
        add(place, consent_of(place, **fields))
    assert (refusal.value.path, Storyteller.objects.count()) == ("consent", 0)
    with_form = {"minor": True, "guardian": "มารดา", "form": publicity.stored_file()}
    assert add(place, consent_of(place, **with_form)).pk


def test_a_consent_to_be_shown_is_none_to_be_listed():
    """The purpose must be the network."""
    place = publicity.office()
    with pytest.raises(Refused):
        add(place, publicity.consent(place))


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("review_on", {"review_on": timezone.localdate()}),
        ("review_on", {"review_on": timezone.localdate() + dt.timedelta(days=400)}),
        ("trained_on", {"trained_on": timezone.localdate() + dt.timedelta(days=1)}),
    ],
)
def test_days_that_cannot_be_are_refused(path, said):
    """A list of people is reviewed within a year."""
    place = publicity.office()
    with pytest.raises(Refused) as refusal:
        add(place, **said)
    assert refusal.value.path == path


def test_the_review_lies_within_the_term_of_the_consent_and_nobody_is_listed_twice():
    """A consent that ends sooner ends the review sooner."""
    place = publicity.office()
    consent = consent_of(place, valid_to=IN_A_MONTH - dt.timedelta(days=1))
    with pytest.raises(Refused) as refusal:
        add(place, consent)
    assert refusal.value.path == "review_on"
    add(place, consent, review_on=IN_A_MONTH - dt.timedelta(days=1))
    with pytest.raises(Refused) as refusal:
        add(place, consent, review_on=IN_A_MONTH - dt.timedelta(days=1))
    assert refusal.value.path == "consent"


# --- a consent is taken back ---


def shown(place, consent, state="done"):
    work = publicity.work(place)
    parts.show_people(work, [consent], read_version=work.version, acting_user=place.maker)
    works.submit_work(work, read_version=work.version, acting_user=place.maker)
    works.approve_work(work, read_version=work.version, acting_user=place.approver)
    return publicity.finished(place, work, state)


def test_a_withdrawn_consent_opens_tasks_hides_evidence_and_ends_membership():
    """Every work that shows the person is to come down; the evidence stays, marked; a withdrawn work needs no task."""
    place = publicity.office()
    consent = publicity.consent(place)
    work, gone, other = shown(place, consent), shown(place, consent), publicity.work(place, state="done")
    works.withdraw_work(gone, reason="เลิก", read_version=gone.version, acting_user=place.maker)
    publication = work.publications.get()
    items = [
        evidence.item(subject, place.maker, key_result=place.key_result.key)
        for subject in (work.subject, publication.subject, gone.subject, other.subject)
    ]

    came = consents.withdraw_consent(consent, key_result=place.key_result, reason="ไม่สะดวก", acting_user=place.owner)

    assert consents.works_showing(consent) == [work, gone]
    assert [(task.subject, task.code, task.agency, task.done_at) for task in came.tasks] == [
        (work.subject, "take_down", place.agency, None)
    ]
    assert came.tasks[0].due_on == timezone.localdate() + dt.timedelta(days=3)
    assert {mark.item for mark in came.hidden} == set(items[:3])
    told = Notification.objects.filter(code="task.take_down").values_list("user", flat=True)
    assert sorted(told) == sorted([place.maker.pk, place.owner.pk])
    with pytest.raises(Refused):
        consents.withdraw_consent(consent, key_result=place.key_result, reason="อีก", acting_user=place.owner)


def test_a_take_down_is_done_when_nothing_is_public_any_more():
    """Saying so is refused before; recording the last taking down closes it by itself."""
    place = publicity.office()
    consent = publicity.consent(place)
    work = shown(place, consent, "verified")
    (task,) = consents.withdraw_consent(
        consent, key_result=place.key_result, reason="ไม่สะดวก", acting_user=place.owner
    ).tasks
    with pytest.raises(Refused) as refusal:
        tasks.complete_task(task, acting_user=place.maker)
    assert refusal.value.what.en == "something of this work is still public"
    publications.withdraw_publication(
        work.publications.get(), reason="ถอนความยินยอม", read_version=work.version, acting_user=place.maker
    )
    task.refresh_from_db()
    assert (task.done_by, task.done_at is not None) == (place.maker, True)


def test_the_works_of_a_member_whose_consent_ends_come_down_too():
    """Membership ends that day."""
    place = publicity.office()
    work = publicity.work(place, state="done")
    member = add(place)
    storytellers.record_contributions(member, [work], read_version=member.version, acting_user=place.maker)
    came = consents.withdraw_consent(member.consent, key_result=place.key_result, reason="เลิก", acting_user=place.maker)
    member.refresh_from_db()
    assert ([task.subject for task in came.tasks], came.left, member.left_on) == (
        [work.subject],
        (member,),
        timezone.localdate(),
    )


def test_who_withdraws_a_consent():
    """Those who keep the network, with a reason; a draft that shows the person is then not approved."""
    place = publicity.office()

    def withdraw(person):
        consents.withdraw_consent(
            publicity.consent(place), key_result=place.key_result, reason="เลิก", acting_user=person
        )

    assert allowed(place, withdraw) == {Role.OWNER, Role.CONTRIBUTOR}
    consent, work = publicity.consent(place), publicity.work(place)
    parts.show_people(work, [consent], read_version=work.version, acting_user=place.maker)
    works.submit_work(work, read_version=work.version, acting_user=place.maker)
    with pytest.raises(Refused) as refusal:
        consents.withdraw_consent(consent, key_result=place.key_result, reason="", acting_user=place.maker)
    assert refusal.value.path == "reason"
    consents.withdraw_consent(consent, key_result=place.key_result, reason="เลิก", acting_user=place.maker)
    with pytest.raises(Refused) as refusal:
        works.approve_work(work, read_version=work.version, acting_user=place.approver)
    assert (refusal.value.path, consent.person in refusal.value.what.en) == ("people_shown", False)
    assert Task.objects.filter(subject=work.subject).count() == 1


def test_a_consent_stays_with_the_key_result_for_which_it_was_given():
    """Another key result's people neither see it, nor show the person, nor take the consent back."""
    place, other = publicity.office(), publicity.office("7302")
    given = record_consent(
        Given(person="นางสมศรี", age=45, purpose="publicity", channels=["website"], valid_from=timezone.localdate()),
        key_result=place.key_result,
        acting_user=place.maker,
    )
    assert list(queries.consents_of(place.key_result)) == [given]
    assert list(queries.consents_of(other.key_result)) == []
    elsewhere = {"key_result": other.key_result, "acting_user": other.owner}
    work = publicity.work(other)
    refused = {
        "withdraw": lambda: consents.withdraw_consent(given, reason="เลิก", **elsewhere),
        "join": lambda: storytellers.add_storyteller(
            other.key_result, given, districts=[], review_on=timezone.localdate(), acting_user=other.owner
        ),
        "show": lambda: parts.show_people(work, [given], read_version=work.version, acting_user=other.maker),
    }
    for act in refused.values():
        with pytest.raises(Refused, match="another key result"):
            act()
    with pytest.raises(Forbidden):
        consents.withdraw_consent(given, key_result=place.key_result, reason="เลิก", acting_user=other.owner)


# --- awareness ---


def enter(place, person=None, **said):
    said = {
        "reading": "each",
        "share": Decimal("0.812"),
        "low": Decimal("0.78"),
        "high": Decimal("0.84"),
        "respondents": 400,
        "method": "สุ่มสองขั้นในสิบย่าน",
        "measured_on": timezone.localdate(),
        **said,
    }
    return awareness.enter_awareness(place.key_result, **said, acting_user=person or place.maker)


def test_a_result_is_entered_beside_the_older_ones():
    """Latest measured first; 0 is data."""
    place = publicity.office()
    older = enter(place, measured_on=timezone.localdate() - dt.timedelta(days=9))
    nobody = enter(place, share=Decimal(0), low=None, high=None)
    assert list(queries.awareness_results(place.key_result)) == [nobody, older]
    assert (AwarenessResult.objects.get(pk=nobody.pk).share, nobody.low) == (Decimal(0), None)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("share", {"share": Decimal(80)}),
        ("share", {"share": Decimal("-0.1")}),
        ("share", {"share": Decimal("NaN")}),
        ("share", {"share": Decimal("0.81234")}),
        ("share", {"share": Decimal("0.9")}),
        ("high", {"high": None}),
        ("low", {"low": None}),
        ("respondents", {"respondents": 0}),
        ("method", {"method": " "}),
        ("reading", {"reading": "guess"}),
        ("measured_on", {"measured_on": timezone.localdate() + dt.timedelta(days=1)}),
    ],
)
def test_a_result_that_cannot_be_is_refused_by_its_field(path, said):
    """80 percent is 0.80; an interval has two ends around the share."""
    place = publicity.office()
    with pytest.raises(Refused) as refusal:
        enter(place, **said)
    assert (refusal.value.path, AwarenessResult.objects.count()) == (path, 0)


def test_who_enters_a_result():
    """Workers."""
    place = publicity.office()
    assert allowed(place, lambda person: enter(place, person)) == {Role.OWNER, Role.CONTRIBUTOR}
