"""ODK Collect: the list, the form, and submissions that may come again."""

from __future__ import annotations

import re
import uuid

import pytest
from defusedxml.ElementTree import fromstring
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import clear_script_prefix, reverse, set_script_prefix
from tests.factories import files, people
from tests.factories import surveys as made

from samrit.surveys.actions import fieldwork
from samrit.surveys.models import Attachment, Response
from samrit.web.office.views.surveys.field import token_of

pytestmark = pytest.mark.django_db
PNG = files.image("PNG")


@pytest.fixture
def allocation():
    field = made.in_field()
    psu = field.survey.strata.first().psus.first()
    enumerator = people.user("phone", role="reader", agency=field.key_result.host)
    return fieldwork.allocate(field.wave, psu, enumerator=enumerator, target=8, acting_user=field.owner)


def instance(number, **answers):
    """A filled-in form as Collect sends it."""
    given = {"adults_in_household": "2", "age": "30_39", "heard": "line tiktok", **answers}
    known = "".join(f"<{name}>know</{name}>" for name in ("a01", "a02", "a03"))
    false = "".join(f"<{name}>no</{name}>" for name in ("x01", "x02"))
    fields = "".join(f"<{name}>{value}</{name}>" for name, value in given.items())
    return (
        f'<data xmlns:jr="http://openrosa.org/javarosa" id="samrit_x" version="1">{fields}<know>{known}{false}</know>'
        f"<meta><instanceID>uuid:{number}</instanceID></meta></data>"
    ).encode()


def submitted(allocation, xml, **attached):
    """The answer to a submission."""
    url = reverse("office:odk_submission", args=[token_of(allocation)])
    data = {"xml_submission_file": SimpleUploadedFile("submission.xml", xml, "text/xml"), **attached}
    return Client().post(url, data)


def test_collect_finds_its_form(allocation):
    """The list names the form, its version and where it is; the form is XML that Collect reads."""
    client, token = Client(), token_of(allocation)
    answer = client.get(reverse("office:odk_list", args=[token]))
    found = {part.tag.rpartition("}")[2]: part.text for part in fromstring(answer.content).iter()}
    assert (answer["X-OpenRosa-Version"], found["version"]) == ("1.0", "1")
    form = client.get(found["downloadUrl"])
    assert b"h:html" in form.content
    assert fromstring(form.content).tag.endswith("html")
    assert client.get(reverse("office:odk_list", args=["nonsense"])).status_code == 404


def test_the_enumerator_is_told_an_address_that_collect_finds_wherever_the_site_stands(allocation):
    """Also where it stands below a path of its server."""
    client, place = Client(), reverse("office:field")
    client.force_login(allocation.enumerator)
    set_script_prefix("/city/")
    try:
        page = client.get(place).content.decode()
    finally:
        clear_script_prefix()
    assert f"http://testserver/city/odk/{token_of(allocation)}<" in page
    assert f"{token_of(allocation)}/formList" not in page


def test_a_submission_is_kept_once_with_its_attachments(allocation):
    """Sent again, with one more picture, it is the same response with both pictures."""
    number = uuid.uuid4()
    first = submitted(allocation, instance(number), one=SimpleUploadedFile("a.png", PNG, "image/png"))
    more = SimpleUploadedFile("b.png", PNG, "image/png")
    again = submitted(allocation, instance(number), one=SimpleUploadedFile("a.png", PNG), two=more)
    assert "received" in first.content.decode()
    row = Response.objects.get()
    assert (first.status_code, again.status_code) == (201, 201)
    assert (row.uid, row.mode, row.adults, row.answers["heard"]) == (number, "openrosa", 2, ["line", "tiktok"])
    assert row.answers["know"] == {"a01": "know", "a02": "know", "a03": "know", "x01": "no", "x02": "no"}
    assert Attachment.objects.filter(response=row).count() == 2


def test_collect_shows_the_names_in_an_order_that_chance_draws(allocation):
    """Each order is a group of its own, of which the draw makes one relevant; the response says which it was."""
    form = fromstring(Client().get(reverse("office:odk_form", args=[token_of(allocation)])).content)
    names = {"a01", "a02", "a03", "x01", "x02"}
    binds = [part.attrib for part in form.iter() if part.tag.endswith("}bind")]
    draw = next(bind for bind in binds if bind["nodeset"].endswith("/names-order"))
    groups = [bind for bind in binds if re.search(r"/know-\d$", bind["nodeset"])]
    assert draw["calculate"] == "once(int(random() * 8))"
    assert [bind["relevant"].split()[-1] for bind in groups] == [str(number) for number in range(8)]
    shown = [
        [part.get("ref").rpartition("/")[2] for part in group if part.tag.endswith("}select1")]
        for group in form.iter()
        if re.search(r"/know-\d$", group.get("ref", "")) and group.tag.endswith("}group")
    ]
    assert [set(order) for order in shown] == [names] * 8
    assert len({tuple(order) for order in shown}) == 8
    assert {order[-1] for order in shown} - {"x01", "x02"}  # a decoy does not always come last
    number = uuid.uuid4()
    answered = "".join(f"<{name}>know</{name}>" for name in shown[3])
    empty = "".join(f"<{name}/>" for name in shown[5])
    sent = instance(number).replace(b"</meta>", b"</meta><names-order>3</names-order>")
    sent = re.sub(rb"<know>.*</know>", f"<know-3>{answered}</know-3><know-5>{empty}</know-5>".encode(), sent)
    assert submitted(allocation, sent).status_code == 201
    row = Response.objects.get(uid=number)
    assert (row.order, row.answers["know"]) == (shown[3], dict.fromkeys(names, "know"))


@pytest.mark.parametrize(
    "xml",
    [
        b"",
        b"<data",
        b'<data version="1"><meta><instanceID>uuid:no</instanceID></meta></data>',
        b'<!DOCTYPE x [<!ENTITY a "b">]><data version="1">&a;</data>',
        instance(uuid.uuid4()).replace(b'version="1"', b'version="9"'),
        instance(uuid.uuid4(), age="nonsense"),
    ],
)
def test_what_is_no_instance_is_refused_in_collects_words(allocation, xml):
    """400 with a message that Collect shows; nothing is kept."""
    answer = submitted(allocation, xml)
    assert answer.status_code == 400
    assert b"OpenRosaResponse" in answer.content
    assert not Response.objects.exists()


def test_collect_asks_before_it_sends(allocation):
    """HEAD is 204 with the size that is taken."""
    answer = Client().head(reverse("office:odk_submission", args=[token_of(allocation)]))
    assert (answer.status_code, answer["X-OpenRosa-Accept-Content-Length"]) == (204, "10000000")
