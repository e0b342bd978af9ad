"""LINE's error answers: a message, sometimes details, no codes."""

from __future__ import annotations

from emulators.wire import Refusal, json_answer


def refuse(
    message: str, status: int = 400, details: list[tuple[str, str]] | None = None, headers: dict[str, str] | None = None
) -> Refusal:
    body: dict[str, object] = {"message": message}
    if details:
        body["details"] = [{"message": words, "property": where} for words, where in details]
    return Refusal(json_answer(body, status, headers))


def oauth_refuse(error: str, description: str, status: int = 400) -> Refusal:
    return Refusal(json_answer({"error": error, "error_description": description}, status))


RATE = "The API rate limit has been exceeded. Try again later."
MONTH = "You have reached your monthly limit."
