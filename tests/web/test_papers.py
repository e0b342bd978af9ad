"""Papers and the dossier as files to download."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.factories import people as people_rows
from tests.web.year import Year, year

from samrit.core.dossier import verify_dossier
from samrit.people.enums import Role

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def made() -> Year:
    return year()


def addresses(made: Year) -> list[str]:
    papers = (
        "key-results/7301-2568/plans/1/paper",
        "key-results/7301-2568/revisions/1/form",
        f"reports/{made.report.uid}/paper",
    )
    return [f"/{name}.{kind}" for name in papers for kind in ("pdf", "docx")]


def test_each_paper_is_a_file_with_its_name(client: Client, made: Year) -> None:
    client.force_login(made.people["reader"])
    for address in addresses(made):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert answer.content.startswith(b"%PDF" if address.endswith("pdf") else b"PK")
        assert answer["Content-Disposition"].startswith("attachment;")


def test_the_pages_lead_to_them(client: Client, made: Year) -> None:
    client.force_login(made.people["reader"])
    for address in addresses(made):
        page = address.rpartition("/")[0] + "/"
        assert address in client.get(page).content.decode()


def test_the_dossier_of_a_page_holds(client: Client, made: Year) -> None:
    client.force_login(made.people["reader"])
    assert "/key-results/7301-2568/dossier/" in client.get("/key-results/7301-2568/").content.decode()
    answer = client.get("/key-results/7301-2568/dossier/")
    assert answer["Content-Disposition"] == 'attachment; filename="kr-7301-2568.dossier.zip"'
    assert verify_dossier(answer.content).score == "1"


def test_a_stranger_to_the_key_result_gets_none_of_them(client: Client, made: Year) -> None:
    other = people_rows.user("other", role=Role.OWNER, agency=people_rows.agency("0999"))
    client.force_login(other)
    for address in [*addresses(made), "/key-results/7301-2568/dossier/"]:
        assert client.get(address).status_code == 403, address


def test_no_other_kind_of_file_is_made(client: Client, made: Year) -> None:
    client.force_login(made.people["reader"])
    for address in addresses(made):
        assert client.get(address.rpartition(".")[0] + ".exe").status_code == 404
