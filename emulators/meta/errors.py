"""Graph's error envelope."""

from __future__ import annotations

from typing import Any

from emulators.wire import Answer, Refusal, fingerprint, json_answer


def graph_answer(
    message: str,
    code: int,
    subcode: int | None = None,
    *,
    status: int = 400,
    kind: str = "OAuthException",
    transient: bool = False,
    title: str = "",
    explanation: str = "",
) -> Answer:
    error = {"message": message, "type": kind, "code": code}
    if subcode is not None:
        error["error_subcode"] = subcode
    error["is_transient"] = transient
    if title:
        error |= {"error_user_title": title, "error_user_msg": explanation or message}
    error["fbtrace_id"] = "A" + fingerprint(f"{message}{code}{subcode}".encode())[:22]
    return json_answer(
        {"error": error}, status, {"WWW-Authenticate": f'OAuth "Facebook Platform" "{message}"'} if code == 190 else {}
    )


def refuse(message: str, code: int, subcode: int | None = None, **rest: Any) -> Refusal:
    """As `graph_answer`, to be raised."""
    return Refusal(graph_answer(message, code, subcode, **rest))


def bad_parameter(message: str, subcode: int | None = None) -> Refusal:
    return refuse(f"(#100) {message}", 100, subcode)


def no_such(thing: str) -> Refusal:
    """The 100/33 that stands for everything from gone to forbidden."""
    return refuse(
        f"Unsupported get request. Object with ID '{thing}' does not exist, cannot be loaded due to missing"
        " permissions, or does not support this operation. Please read the Graph API documentation at"
        " https://developers.facebook.com/docs/graph-api",
        100,
        33,
        kind="GraphMethodException",
    )


def upload_refusal(kind: str, message: str, status: int = 400, *, retriable: bool = False) -> Refusal:
    """The other envelope: rupload's."""
    return Refusal(json_answer({"debug_info": {"retriable": retriable, "type": kind, "message": message}}, status))
