"""Are these messages that LINE would take? Refusals name the property, as LINE's do."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from emulators.line.errors import refuse

TYPES = {"text", "textV2", "image", "video", "audio", "location", "sticker", "imagemap", "template", "flex", "coupon"}
Faults = list[tuple[str, str]]


def units(text: str) -> int:
    """Length in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def text_of(message: dict[str, Any]) -> str:
    """A message in words, for lists and pages."""
    return str(message.get("text") or message.get("altText") or message.get("title") or "")


def ask(messages: Any) -> list[dict[str, Any]]:
    """The messages, judged. Raises 400 with every fault found."""
    if not isinstance(messages, list) or not messages:
        raise refuse("The request body has 1 error(s)", 400, [("Size must be between 1 and 5", "messages")])
    faults: Faults = [] if len(messages) <= 5 else [("Size must be between 1 and 5", "messages")]
    for number, message in enumerate(messages):
        _judge(message, f"messages[{number}]", faults)
    if faults:
        raise refuse(f"The request body has {len(faults)} error(s)", 400, faults)
    return messages


def _judge(message: Any, where: str, faults: Faults) -> None:
    if not isinstance(message, dict) or message.get("type") not in TYPES:
        faults.append((f"Must be one of the following values: [{', '.join(sorted(TYPES))}]", f"{where}.type"))
        return
    kind = message["type"]
    if kind in {"text", "textV2"}:
        _text(message, "text", 5000, where, faults)
    elif kind in {"image", "video"}:
        _address(message, "originalContentUrl", where, faults)
        _address(message, "previewImageUrl", where, faults)
    elif kind in {"flex", "imagemap", "template"}:
        _text(message, "altText", 1500, where, faults)
        _inside(message, where, faults)
    else:
        _needed(message, where, faults)


def _inside(message: dict[str, Any], where: str, faults: Faults) -> None:
    kind, contents = message["type"], message.get("contents")
    if kind == "imagemap":
        _address(message, "baseUrl", where, faults)
    elif kind == "template" and not isinstance(message.get("template"), dict):
        faults.append(("May not be empty", f"{where}.template"))
    elif kind == "flex" and not (isinstance(contents, dict) and contents.get("type") in {"bubble", "carousel"}):
        faults.append(("invalid property", f"{where}.contents"))


NEEDED: dict[str, dict[str, type | tuple[type, ...]]] = {
    "audio": {"originalContentUrl": str, "duration": int},
    "sticker": {"packageId": str, "stickerId": str},
    "location": {"title": str, "address": str, "latitude": (int, float), "longitude": (int, float)},
    "coupon": {"couponId": str},
}


def _needed(message: dict[str, Any], where: str, faults: Faults) -> None:
    for name, kind in NEEDED[message["type"]].items():
        if not isinstance(message.get(name), kind) or message[name] == "":
            faults.append(("May not be empty", f"{where}.{name}"))


def _text(message: dict[str, Any], name: str, longest: int, where: str, faults: Faults) -> None:
    text = message.get(name)
    if not isinstance(text, str) or not text.strip():
        faults.append(("May not be empty", f"{where}.{name}"))
    elif units(text) > longest:
        faults.append((f"Length must be between 0 and {longest}", f"{where}.{name}"))


def _address(message: dict[str, Any], name: str, where: str, faults: Faults) -> None:
    given = message.get(name)
    if not isinstance(given, str) or not given:
        faults.append(("May not be empty", f"{where}.{name}"))
    elif len(given) > 2000:
        faults.append(("Length must be between 0 and 2000", f"{where}.{name}"))
    elif urlsplit(given).scheme != "https":
        faults.append(("Must be a valid HTTPS URL", f"{where}.{name}"))
