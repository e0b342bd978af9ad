"""How tests of the office's pages sign in, post forms and read what a page says."""

from __future__ import annotations

import html
import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from samrit.people.models import User


def signed_in(user: User) -> Client:
    """A browser in which this person has signed in."""
    client = Client()
    client.force_login(user)
    return client


def url(name: str, *args: Any) -> str:
    """The address of a page of the office."""
    return reverse(f"office:{name}", args=args)


def post(user: User, address: str, **data: Any) -> Any:
    """The answer to a form that this person sends."""
    return signed_in(user).post(address, {name: value for name, value in data.items() if value is not None})


def read_whole(answer: Any) -> bytes:
    """The content of an answer; reading a streamed one to its end closes its file, and leaves the connection open."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def said(answer: Any) -> str:
    """The words of a page, without its marks."""
    page = re.sub(r'<span class="whole">(.*?)</span>', r"\1", answer.content.decode())
    text = re.sub(r"<(script|style|svg)\b.*?</\1>|<[^>]+>", " ", page, flags=re.DOTALL)
    return " ".join(html.unescape(text).split())


def errors(answer: Any) -> dict[str, list[str]]:
    """What the page's form says is wrong, by field."""
    return {name: list(found) for name, found in answer.context["form"].errors.items()}


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    """A file as a browser sends it; what it calls itself proves nothing."""
    return SimpleUploadedFile(name, content, content_type="application/octet-stream")
