"""Files of papers: long ones by a job, approved ones sealed with a certificate that any reader of PDF checks."""

from __future__ import annotations

import datetime as dt
import io
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.utils import timezone
from tests.web.year import year

from samrit.platform.jobs import latest_job
from samrit.platform.jobs.worker import Worker
from samrit.platform.papers import Column, Paper, Paragraph, Table
from samrit.platform.papers.sealing import seal
from samrit.publicity.models import Plan, PlanLine
from samrit.reports.drawing import Filed, filed, filed_plan, ready
from samrit.reports.models import DrawnPaper
from samrit.reports.tasks import forget_drawn_papers

pytestmark = pytest.mark.django_db(transaction=True)
PASSPHRASE = "only of tests"  # noqa: S105 -- protects nothing
LONG = Filed("plan:x", Paper("ยาว", (Table("ก", (Column("ข"),), tuple((str(row),) for row in range(401))),)))


def name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> tuple[x509.Certificate, Path]:
    """A certificate authority of our own, and the office's certificate with its key, as PKCS #12."""
    root_key, own_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    now = dt.datetime.now(dt.UTC)

    def certificate(subject: str, key: ec.EllipticCurvePrivateKey, *, ca: bool) -> x509.Certificate:
        usage = x509.KeyUsage(not ca, not ca, *[False] * 3, ca, ca, False, False)
        return (
            x509.CertificateBuilder()
            .subject_name(name(subject))
            .issuer_name(name("Test authority"))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - dt.timedelta(days=1))
            .not_valid_after(now + dt.timedelta(days=2))
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .add_extension(usage, critical=True)
            .sign(root_key, hashes.SHA256())
        )

    root = certificate("Test authority", root_key, ca=True)
    own = certificate("สำนักงานประชาสัมพันธ์", own_key, ca=False)
    path = tmp_path_factory.mktemp("authority") / "office.p12"
    locked = serialization.BestAvailableEncryption(PASSPHRASE.encode())
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"office", own_key, own, [root], locked))
    return root, path


@pytest.fixture
def certificate(authority, settings) -> x509.Certificate:
    root, settings.SAMRIT_PDF_CERTIFICATE = authority
    settings.SAMRIT_PDF_PASSPHRASE = PASSPHRASE
    return root


def checked(data: bytes, root: x509.Certificate):
    """What a reader of PDF that trusts the authority says of the one signature."""
    from asn1crypto.x509 import Certificate
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    [signature] = PdfFileReader(io.BytesIO(data)).embedded_signatures
    trusted = Certificate.load(root.public_bytes(serialization.Encoding.DER))
    trust = ValidationContext(trust_roots=[trusted], allow_fetching=False)
    with ThreadPoolExecutor(1) as aside:  # the library starts a loop; a browser tested before us has one
        return aside.submit(validate_pdf_signature, signature, trust).result(), signature


def test_an_approved_plan_bears_the_offices_seal(certificate: x509.Certificate) -> None:
    year()
    paper = filed_plan(Plan.objects.select_related("key_result__host").get())
    data = ready(paper, "pdf")
    status, signature = checked(data, certificate)
    assert (status.intact, status.valid, status.trusted, status.coverage.name) == (True, True, True, "ENTIRE_FILE")
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert signature.sig_object["/Reason"] == f"ให้ความเห็นชอบแผน: {paper.paper.title}"
    assert ready(paper, "pdf") == data  # the seal is set once
    assert b"/ByteRange" not in ready(paper, "docx")


def test_a_changed_byte_breaks_the_seal(certificate: x509.Certificate) -> None:
    year()
    data = ready(filed_plan(Plan.objects.select_related("key_result__host").get()), "pdf")
    place = data.index(b"/Producer")
    status, _ = checked(data[:place] + b"/PRODUCER" + data[place + 9 :], certificate)
    assert not status.intact


def test_a_draft_and_an_office_without_certificate_have_no_seal(settings, authority) -> None:
    year()
    plan = Plan.objects.select_related("key_result__host").get()
    assert b"/ByteRange" not in ready(filed_plan(plan), "pdf")
    settings.SAMRIT_PDF_CERTIFICATE, settings.SAMRIT_PDF_PASSPHRASE = authority[1], PASSPHRASE
    plan.approved_on = None
    assert b"/ByteRange" not in ready(filed_plan(plan), "pdf")


@pytest.mark.usefixtures("certificate")
def test_a_certificate_that_does_not_open_is_a_fault_of_the_settings(settings) -> None:
    settings.SAMRIT_PDF_PASSPHRASE = PASSPHRASE.upper()
    with pytest.raises(ImproperlyConfigured, match="SAMRIT_PDF_CERTIFICATE"):
        seal(b"%PDF-1.7", reason="x")


# --- long papers ---


def test_a_long_paper_is_not_drawn_while_somebody_waits() -> None:
    assert ready(LONG, "pdf") is None
    assert ready(Filed("plan:x", Paper("สั้น", (Paragraph("ก"),))), "docx").startswith(b"PK")
    assert DrawnPaper.objects.count() == 0


def test_a_job_draws_a_long_plan_and_the_page_leads_to_it(client: Client) -> None:
    made = year()
    plan = Plan.objects.select_related("key_result__host").get()
    line = plan.lines.get()
    rows = ({name.attname: getattr(line, name.attname) for name in line._meta.fields} for _ in range(401))
    PlanLine.objects.bulk_create(PlanLine(**{**row, "id": None, "uid": uuid.uuid4()}) for row in rows)
    client.force_login(made.people["reader"])
    address = f"/key-results/7301-2568/plans/{plan.number}/paper.docx"
    waiting = client.get(address)
    assert waiting.status_code == 302
    page = client.get(waiting.url)
    assert page["Refresh"] == "2"
    assert "กำลังจัดทำเอกสาร" in page.content.decode()
    assert client.get(address).url == waiting.url  # one job, however often it is asked for
    assert Worker().run(until_idle=True) >= 1
    assert client.get(waiting.url).url == address
    done = client.get(address)
    assert (done.status_code, done.content[:2]) == (200, b"PK")
    key = f"reports.paper:{filed(plan.subject).inputs('docx')}"
    assert latest_job(key).percent == 100


def test_what_can_be_drawn_again_is_forgotten_after_a_week() -> None:
    old = timezone.now() - dt.timedelta(days=8)
    for sealed in (True, False):
        row = DrawnPaper.objects.create(inputs=str(sealed), subject="x", kind="pdf", data=b"x", sealed=sealed)
        DrawnPaper.objects.filter(pk=row.pk).update(drawn_at=old)
    assert forget_drawn_papers.func("2025-01-01") == 1
    assert DrawnPaper.objects.get().sealed


def test_another_content_is_another_file() -> None:
    one, other = (Filed("plan:x", Paper(title, ())) for title in ("ก", "ข"))
    assert len({one.inputs("pdf"), one.inputs("docx"), other.inputs("pdf")}) == 3
