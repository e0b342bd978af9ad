"""Google's error envelope: match on `reason`."""

from __future__ import annotations

from emulators.wire import Answer, Refusal, json_answer


def error(reason: str, message: str, status: int = 400, domain: str = "youtube.common", location: str = "") -> Answer:
    row = {"message": message, "domain": domain, "reason": reason}
    if location:
        row |= {"location": location, "locationType": "parameter"}
    body: dict[str, object] = {"code": status, "message": message, "errors": [row]}
    if status == 401:
        body["status"] = "UNAUTHENTICATED"
    return json_answer({"error": body}, status)


def refuse(reason: str, message: str, status: int = 400, domain: str = "youtube.common", location: str = "") -> Refusal:
    return Refusal(error(reason, message, status, domain, location))


def oauth_refuse(name: str, description: str, status: int = 400) -> Refusal:
    return Refusal(json_answer({"error": name, "error_description": description}, status))
