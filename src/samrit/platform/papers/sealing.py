"""Sealing a PDF with the office's certificate: a PAdES signature that any reader of PDF shows (ETSI EN 319 142).

The certificate with its key is a PKCS #12 file that the settings name (`SAMRIT_PDF_CERTIFICATE`). Without one, papers
are not sealed; who approved what stands in them with the entry of the audit chain in any case.
"""

from __future__ import annotations

import hashlib
import io
import logging
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

logger = logging.getLogger(__name__)


def has_certificate() -> bool:
    """Whether the settings name a certificate."""
    return bool(settings.SAMRIT_PDF_CERTIFICATE)


def certificate_name() -> str:
    """SHA-256 of the file of the certificate; "" without one."""
    return hashlib.sha256(Path(settings.SAMRIT_PDF_CERTIFICATE).read_bytes()).hexdigest() if has_certificate() else ""


def seal(data: bytes, *, reason: str) -> bytes:
    """The PDF with the seal after it; its own bytes stay as they are.

    With a time authority in the settings the seal bears its stamp; where the authority does not answer, the log tells.
    Raises ImproperlyConfigured for a certificate that cannot be opened.
    """
    stamper = _stamper()
    try:
        return _sealed(data, reason, stamper)
    except Exception:
        if stamper is None:
            raise
        logger.exception("papers.seal.not_stamped")
        return _sealed(data, reason, None)


def _sealed(data: bytes, reason: str, stamper: Any) -> bytes:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import PdfSignatureMetadata, PdfSigner
    from pyhanko.sign.fields import SigSeedSubFilter

    about = PdfSignatureMetadata(
        field_name="Samrit", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, reason=reason
    )
    signer = PdfSigner(about, _signer(), timestamper=stamper)
    with ThreadPoolExecutor(1) as aside:  # the library starts an event loop, and a thread that has one takes no other
        made = aside.submit(signer.sign_pdf, IncrementalPdfFileWriter(io.BytesIO(data))).result()
    sealed: bytes = made.getvalue()
    return sealed


def _signer() -> Any:
    from pyhanko.sign import SimpleSigner

    secret = settings.SAMRIT_PDF_PASSPHRASE.encode() or None
    signer = SimpleSigner.load_pkcs12(settings.SAMRIT_PDF_CERTIFICATE, passphrase=secret)
    if signer is None:
        raise ImproperlyConfigured("SAMRIT_PDF_CERTIFICATE cannot be opened with SAMRIT_PDF_PASSPHRASE")
    return signer


def _stamper() -> Any:
    if not settings.SAMRIT_TIME_AUTHORITY:
        return None
    from pyhanko.sign.timestamps import HTTPTimeStamper

    return HTTPTimeStamper(settings.SAMRIT_TIME_AUTHORITY, timeout=20)
