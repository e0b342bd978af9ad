"""TikTok's envelope: data and error together, `ok` included."""

from __future__ import annotations

from typing import Any

from emulators.wire import Answer, Refusal, fingerprint, json_answer


def envelope(data: dict[str, Any], code: str = "ok", message: str = "", status: int = 200) -> Answer:
    log_id = "2026" + fingerprint(f"{code}{message}{data}".encode())[:28].upper()
    return json_answer({"data": data, "error": {"code": code, "message": message, "log_id": log_id}}, status)


def refuse(code: str, message: str, status: int = 400) -> Refusal:
    return Refusal(envelope({}, code, message, status))


def oauth_refuse(error: str, description: str, status: int = 200) -> Refusal:
    """OAuth errors come in another form, and often with status 200."""
    return Refusal(
        json_answer(
            {
                "error": error,
                "error_description": description,
                "log_id": "2026" + fingerprint(error.encode())[:28].upper(),
            },
            status,
        )
    )
