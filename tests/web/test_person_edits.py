"""Two administrators at the same account."""

from __future__ import annotations

import pytest
from tests.factories import people
from tests.web.office import said, signed_in, url

pytestmark = pytest.mark.django_db


def test_the_second_of_two_editors_is_shown_both_and_loses_nothing():
    """What stands now, what was typed; sent again knowingly, it is saved."""
    person = people.user(name_th="สมใจ ใจดี")
    clients = [signed_in(people.user(role="administrator", everywhere=True)) for _ in range(2)]
    address = url("person_edit", person.pk)
    read = [client.get(address).context["version"] for client in clients]
    form = {"name_th": person.name_th, "email": person.email, "agency": person.agency_id or "", "is_active": "on"}
    first = clients[0].post(address, {**form, "position": "หัวหน้าฝ่าย", "version": read[0]})
    typed = {**form, "position": "ผู้อำนวยการ", "version": read[1]}
    second = clients[1].post(address, typed)
    person.refresh_from_db()
    assert (first.status_code, second.status_code, person.position) == (302, 409, "หัวหน้าฝ่าย")
    assert "หัวหน้าฝ่าย" in said(second)
    assert "ผู้อำนวยการ" in said(second)
    again = clients[1].post(address, typed | {"version": second.context["version"]})
    person.refresh_from_db()
    assert (again.status_code, person.position) == (302, "ผู้อำนวยการ")


def test_the_former_names_of_an_agency_stay_readable():
    """A rename keeps the old name with the days on which it was borne."""
    agency, admin = (
        people.agency("0001", name_th="สำนักผังเมือง"),
        signed_in(people.user(role="administrator", everywhere=True)),
    )
    typed = {"name_th": "สำนักการวางผังและพัฒนาเมือง", "name_en": "", "from_day": "1/10/2563"}
    assert admin.post(url("agency_rename", agency.code), typed).status_code == 302
    assert "ชื่อเดิม สำนักผังเมือง ถึง ๓๐ ก.ย. ๖๓" in said(admin.get(url("agencies")))
