"""No page, file, report or address tells of fewer than ten persons, nor lets their number be worked out."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections import Counter
from decimal import Decimal

import pytest
from django.conf import settings
from django.urls import reverse
from tests.api.caller import caller
from tests.factories import people
from tests.factories import surveys as made
from tests.web.office import signed_in

from samrit.core.contract import Message, Refused
from samrit.core.thai import to_arabic
from samrit.publicity.actions.awareness import enter_awareness
from samrit.surveys.actions import fieldwork
from samrit.surveys.actions.handing_on import hand_on
from samrit.surveys.actions.intake import door_of_allocation, receive
from samrit.surveys.actions.looks import take_look
from samrit.surveys.actions.recontacts import enter_recontact
from samrit.surveys.disclosure import THRESHOLD
from samrit.surveys.enums import Found
from samrit.surveys.results import results_of
from samrit.surveys.telling import file_for

FEW = {"age": "60_up", "sex": "o", "education": "higher"}
"""What three of the drawn persons say of themselves, and nobody else."""


@pytest.fixture
def field():
    """60 drawn and 20 volunteers: three rare persons, three who answer too fast, one large household, four volunteers
    who do not know a district, an enumerator with four interviews.
    """
    field = made.in_field()
    made.interviews(
        field,
        56,
        age=lambda n: "60_up" if n < 3 else "50_59" if n < 15 else "30_39",
        sex=lambda n: "o" if n < 3 else "f" if n % 2 else "m",
        education=lambda n: "higher" if n < 3 else "bachelor",
        seconds=lambda n: 5 if n in {20, 21, 22} else 240,
        adults=lambda n: 17 if n == 30 else 1 + n % 3,
        registered="yes",
    )
    psu = field.survey.strata.first().psus.first()
    field.phone = people.user("phone", role="reader", agency=field.key_result.host)
    row = fieldwork.allocate(field.wave, psu, enumerator=field.phone, target=8, acting_user=field.owner)
    for _ in range(4):
        receive(door_of_allocation(row), made.submission(field, sex="f", education="bachelor", adults=2))
    made.volunteers(
        field,
        20,
        sex="f",
        education="bachelor",
        visited=lambda n: "no" if n < 2 else "yes",
        knows=lambda n: {"a01": "no"} if n < 4 else {"a02": "no"} if n % 2 else {},
    )
    return field


pytestmark = pytest.mark.django_db


def test_every_table_on_persons_hides_what_is_few_and_what_would_give_it_away(field):
    """The total less what is shown is at least ten, and of more than one cell."""
    results = results_of(field.wave)
    for table in results.breakdowns:
        shown = [group.n for group in table.groups if group.n is not None]
        closed = len(table.groups) - len(shown)
        assert all(number >= THRESHOLD for number in shown)
        assert closed == 0 or (closed >= 2 and table.total - sum(shown) >= THRESHOLD)
    assert {table.question.en: sum(group.n is None for group in table.groups) for table in results.breakdowns} == {
        "How old are you?": 2,
        "Sex": 2,
        "Highest education": 2,
        "Is your house registration in Bangkok?": 0,
        "Have you been in any of these places in the last 12 months?": 2,
    }


def test_figures_of_few_persons_are_no_figures(field):
    """Bare shares with few on a side, shares less a few flagged ones, an enumerator's few interviews, few of a flag."""
    results = results_of(field.wave)
    first, second, third = results.districts
    assert (first.web, first.raked, first.web_hidden) == (None, None, True)
    assert (second.web, second.web_hidden) == (None, True)
    assert (third.web, third.web_hidden) == (1.0, False)
    assert (first.clean, first.clean_hidden) == (None, True)
    assert dict(results.flags) == {"fast": None}
    assert results.flagged is None
    assert [(one.interviews, one.mean, one.others) for one in results.enumerators] == [(4, None, None)]
    assert not any("57 of 60" in said.en or "57 จาก 60" in said.th for said in results.because)


def test_a_wave_of_nine_says_nothing_and_hands_nothing_on(field):
    """Neither shares nor readings nor sentences with them; a typed share of nine persons is refused too."""
    other = made.in_field(
        made=made.designed(
            field.key_result, [people.khet(name_th="สำนักงานเขตที่ 9")], owner=field.owner, approver=field.approver
        )
    )
    made.interviews(other, 9)
    results = results_of(other.wave)
    assert [row.share.estimate for row in results.districts] == [None] * 3
    assert (results.decision, results.readings) == ("not_yet_known", ())
    assert not re.search(r"\d\.\d", " ".join(said.en for said in results.because))
    made.close(other)
    with pytest.raises(Refused, match="fewer than 10 persons"):
        hand_on(other.wave, acting_user=other.owner)
    with pytest.raises(Refused, match="fewer than 10 persons"):
        enter_awareness(
            field.key_result, reading="each", share=Decimal("0.5"), respondents=9, method="ถามทางโทรศัพท์",
            measured_on=other.wave.opens_on, acting_user=field.owner,
        )  # fmt: skip


def test_the_file_of_answers_keeps_everybody_among_ten(field):
    """By every set of columns on the person; what is blank is blank of ten at least; no household stands out."""
    text = file_for(field.wave, "data", reader=field.owner).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    about = ("mode", "age", "sex", "education", "registered")
    for size in range(1, len(about) + 1):
        for names in itertools.combinations(about, size):
            counted = Counter(tuple(row[name] for name in names) for row in rows)
            assert all(number >= THRESHOLD for key, number in counted.items() if all(key)), names
    blanks = {name: sum(not row[name] for row in rows) for name in about}
    assert all(number == 0 or number >= THRESHOLD for number in blanks.values()), blanks
    assert max(int(row["adults"]) for row in rows) == 3
    assert {name for row in rows for name in row["flags"].split()} == set()


def test_page_and_file_together_give_no_hidden_cell_away(field):
    """Who counts the file and takes that from the page's totals comes no nearer to a number that the page hides."""
    results = results_of(field.wave)
    text = file_for(field.wave, "data", reader=field.owner).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    questions = {one.label: one for one in results.questionnaire.questions}
    for table in results.breakdowns:
        question = questions[table.question]
        values = {option.label: option.value for option in question.options} | {NO_ANSWER: ""}
        counted = Counter(row[question.id] for row in rows)
        shut = [values[group.label] for group in table.groups if group.n is None]
        # Nobody stands in the file with an answer that the page hides; so nothing is left to take away.
        assert [value for value in shut if value and counted[value]] == []
        assert all(counted[values[group.label]] in {0, group.n} or not values[group.label] for group in table.groups
                   if group.n is not None and question.id == "visited")  # fmt: skip
    web = [row for row in rows if row["source"] == "web"]
    for district in results.districts:
        told = Counter(row[district.item] for row in web)
        assert (set(told) == {""}) == district.web_hidden
    for name in ("stratum", "psu"):
        sizes = Counter(row[name] for row in rows if row[name])
        assert min(sizes.values()) >= THRESHOLD
    assert len({(row["stratum"], row["psu"]) for row in rows}) == len({row["psu"] for row in rows})


NO_ANSWER = Message("no answer", "ไม่ตอบ")


def test_no_address_tells_of_the_few(field):
    """Every page and API address of the wave, to a reader, in both languages: no number, no answer, no colleague."""
    reader = people.user("reader", role="reader", agency=field.key_result.host)
    client = signed_in(reader)
    wave, survey = field.wave.uid, field.survey.uid
    pages = [
        reverse("office:wave_results", args=[wave]),
        reverse("office:wave", args=[wave]),
        reverse("office:survey", args=[survey]),
        reverse("office:awareness", args=[field.key_result.key]),
        reverse("office:wave_download", args=[wave, "data"]),
        reverse("office:wave_download", args=[wave, "codebook"]),
    ]
    uids = [str(uid) for uid in field.wave.responses.values_list("uid", flat=True)]
    for address, language in itertools.product(pages, ("th", "en")):
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        answer = client.get(address)
        assert answer.status_code == 200, address
        text = to_arabic(answer.content.decode())
        assert not any(uid in text for uid in uids), address
        assert not re.search(r"57 (of|จาก) 60|80\.0", text), address  # without the flagged; of the volunteers on a01
    program = caller(reader, "read")
    for address in (f"/waves/{wave}", "/waves", "/looks", "/recontacts"):
        answer = program.get(address)
        assert answer.status_code == 200, address
        assert not any(uid in answer.content.decode() for uid in uids), address
    told = program.get(f"/waves/{wave}/results").json()
    numbers = [row["number"] for table in told["breakdowns"] for row in table["groups"]]
    numbers += [row["number"] for row in told["flags"]] + [told["flagged"]]
    assert [number for number in numbers if number is not None and number < THRESHOLD] == []
    assert [(row["web"], row["clean"]) for row in told["districts"][:2]] == [(None, None)] * 2
    listed = client.get(reverse("office:recontacts", args=[wave]))
    assert listed.status_code == 403
    assert field.phone.name_th not in client.get(pages[0]).content.decode()


def test_who_collects_does_not_read_the_results_while_it_lasts(field):
    """Page, files and list are shut until the wave is closed, or the allocation has ended."""
    client = signed_in(field.phone)
    results = reverse("office:wave_results", args=[field.wave.uid])
    data = reverse("office:wave_download", args=[field.wave.uid, "data"])
    assert [client.get(address).status_code for address in (results, data)] == [403, 403]
    assert caller(field.phone, "read").get(f"/waves/{field.wave.uid}/results").status_code == 403
    page = client.get(reverse("office:wave", args=[field.wave.uid])).content.decode()
    assert f'href="{results}"' not in page
    assert signed_in(field.owner).get(results).status_code == 200
    made.close(field)
    assert client.get(results).status_code == 200


def test_a_program_reads_looks_and_second_visits_no_further_than_its_person_may():
    """Who collects in an open wave reads no look at it; second visits are read by those who run the survey."""
    field = made.in_field(made=made.draft(looks=3))
    made.interviews(field, 60)
    field.wave.refresh_from_db()
    take_look(field.wave, read_version=field.wave.version, acting_user=field.owner)
    host = field.key_result.host
    psu = field.survey.strata.first().psus.first()
    phone, reader = (people.user(name, role="reader", agency=host) for name in ("phone", "reader"))
    row = fieldwork.allocate(field.wave, psu, enumerator=phone, target=8, acting_user=field.owner)
    sent = receive(door_of_allocation(row), made.submission(field))
    visited = field.wave.responses.get(uid=sent.uid)
    enter_recontact(visited, outcome=Found.values[0], note="โทร. 081-234-5678", acting_user=field.owner)

    def read(user, address):
        answer = caller(user, "read").get(address)
        assert answer.status_code == 200
        return len(answer.json()["items"])

    for_each = {name: [read(user, name) for user in (field.owner, reader, phone)] for name in ("/looks", "/recontacts")}
    assert for_each == {"/looks": [1, 1, 0], "/recontacts": [1, 0, 0]}
    made.close(field)
    assert read(phone, "/looks") >= 1


def test_how_many_a_shut_flag_is_of_cannot_be_found_elsewhere():
    """Three of the drawn claim to know a decoy: neither the decoys' shares, nor those less them, nor the columns of the
    file, nor the reasons, nor the total of the flagged tell so; what the volunteers claim is shut too.
    """
    field = made.in_field()
    made.interviews(field, 60, decoys=lambda n: "know" if n < 3 else "no", seconds=lambda n: 5 if n < 14 else 240)
    made.volunteers(field, 40, decoys=lambda n: "name_only" if n < 12 else "no")
    results = results_of(field.wave)
    assert dict(results.flags) == {"fast": 14, "decoy": None}
    assert results.flagged is None
    assert {(share.estimate, web.share) for _, share, web in results.decoys} == {(None, None)}
    assert [(row.adjusted, row.adjusted_hidden) for row in results.districts] == [(None, True)] * 3
    assert [(row.clean, row.clean_hidden) for row in results.districts] == [(None, True)] * 3
    said = " ".join(one.en for one in results.because)
    assert "few say yes to a name that does not exist; less those it is" in said
    assert "without the flagged rows (some answers less)" in said
    text = file_for(field.wave, "data", reader=field.owner).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    decoys = [item.id for item in results.questionnaire.decoys]
    assert {row[name] for row in rows for name in decoys} == {""}
    assert Counter(row["flags"] for row in rows) == {"": 86, "fast": 14}


def test_flags_of_enough_on_both_ways_are_told_with_their_estimates():
    """Nothing is shut where nobody is among few; what is shut with another keeps the total."""
    field = made.in_field()
    made.interviews(
        field, 60, decoys=lambda n: "know" if n < 12 else "no", seconds=lambda n: 5 if 12 <= n < 30 else 240
    )
    results = results_of(field.wave)
    assert (dict(results.flags), results.flagged) == ({"fast": 18, "decoy": 12}, 30)
    assert all(share.estimate is not None for _, share, _ in results.decoys)
    assert all(row.adjusted is not None and row.clean is not None for row in results.districts)
