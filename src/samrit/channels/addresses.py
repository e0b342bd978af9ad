"""Our own public addresses: short links, the page of a work, and files that platforms fetch from us."""

from __future__ import annotations

from django.conf import settings
from django.core.signing import BadSignature, Signer

from samrit.publicity.links import website_hosts
from samrit.publicity.models import Work

_signer = Signer(salt="samrit.channels.file", sep="~")


def base() -> str:
    """Where the public sees us, without a slash at the end."""
    told: str = settings.SAMRIT_PUBLIC_ADDRESS.rstrip("/")
    return told or f"https://{website_hosts()[0]}"


def short_address(code: str) -> str:
    """A short link as people see and type it."""
    return f"{base()}/s/{code}"


def marker(code: str) -> str:
    """By what a post is known again in a list: it stands in every text, with the scheme or without."""
    return f"/s/{code}"


def page_of(work: Work) -> str:
    """The page of a work on the city's site."""
    return f"{base()}/works/{work.uid}"


def file_address(sha256: str, ending: str, *, preview: bool = False) -> str:
    """Where platforms fetch a file: signed, so that nobody can ask for any other file by its hash."""
    name = _signer.sign(f"{sha256}{'-p' if preview else ''}")
    return f"{base()}/f/{name}.{ending}"


def file_asked_for(signed: str) -> tuple[str, bool] | None:
    """(hash, whether only a small preview) of such an address; None for one that is none of ours."""
    try:
        value = _signer.unsign(signed.rpartition(".")[0])
    except BadSignature:
        return None
    return value.removesuffix("-p"), value.endswith("-p")
