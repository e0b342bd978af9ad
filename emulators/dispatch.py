"""From a call to its answer: faults of the line around what the platform does."""

from __future__ import annotations

import json
import traceback
from dataclasses import dataclass
from typing import Any

from emulators.control import own_page
from emulators.journal import changes
from emulators.wire import Answer, Call, Malformed, Refusal, html_answer, json_answer, redirect
from emulators.world import Line, World

ERROR_PAGE = """<!DOCTYPE html>
<html><head><title>Sorry, something went wrong</title></head>
<body><h1>Sorry, something went wrong.</h1><p>We're working on getting this fixed as soon as we can.</p></body></html>
"""


@dataclass
class Delivery:
    """How the answer goes out: waiting first, in pieces, cut off, or not at all."""

    wait: float = 0.0
    silent: bool = False
    reset: bool = False
    cut: float | None = None
    pieces: int = 1
    between: float = 0.0


def dispatch(world: World, call: Call) -> tuple[Answer, Delivery]:
    platform = world.by_host.get(call.host)
    if platform is None:
        if world.journal is not None and changes(call):
            with world.lock:
                world.journal.note(call, world.clock.now().isoformat())
        return own_page(world, call), Delivery()
    with world.lock:
        line = world.note(call.method, call.host, call.path, call.query_string, len(call.body))
        line.faults = sorted(call.fates)
        call.number = line.number
        world.tick()
        early = _before(world, call)
        if early is None:
            if world.journal is not None:
                world.journal.note(call, line.at)
            answer, delivery = _after(world, call, _play(world, call))
        else:
            answer, delivery = early
        _finish(world, call, line, answer, silent=delivery.silent)
    return answer, delivery


def replay(world: World) -> None:
    """Do again what the journal holds, each call at its moment; the clock then goes on from there at the earliest."""
    if world.journal is None or not (kept := world.journal.calls()):
        return
    now, running = world.clock.now(), world.clock.running
    world.replaying = True
    for at, call in kept:
        world.clock.set(at)
        if call.host:
            with world.lock:
                world.calls = call.number
                world.tick()
                _play(world, call)
        else:
            own_page(world, call)
    world.replaying = False
    world.clock.set(max(now, world.clock.now()).isoformat(), running=running)


def _play(world: World, call: Call) -> Answer:
    platform = world.by_host[call.host]
    for fault, how in (("token_revoked", "revoked"), ("token_expired", "expired")):
        if fault in call.fates:
            platform.kill_token(call, how)
    if "throttled" in call.fates:
        return platform.throttled(call)
    try:
        return platform.answer(call)
    except Refusal as refusal:
        return refusal.answer
    except Malformed as malformed:
        return platform.malformed(call, str(malformed))
    except Exception:  # noqa: BLE001 -- whatever it is, the caller gets an answer and we see where it was
        traceback.print_exc()
        return platform.server_error(call, 500)


def _finish(world: World, call: Call, line: Line, answer: Answer, *, silent: bool) -> None:
    line.status = None if silent else answer.status
    skew = call.fate("date_skew")
    if skew is not None:
        world_skew = world.clock.skew.get(call.host, 0.0)
        world.clock.skew[call.host] = world_skew + float(skew.get("seconds", 3600))
        answer.headers["Date"] = world.clock.http_date(call.host)
        world.clock.skew[call.host] = world_skew


def _before(world: World, call: Call) -> tuple[Answer, Delivery] | None:
    """The answer of a fault that lets nothing happen."""
    faults = call.fates
    if "drop_before" in faults or (call.cut and not world.by_host[call.host].keeps_part(call)):
        return Answer(), Delivery(silent=True)
    if (fault := faults.get("timeout_before")) is not None:
        return Answer(), Delivery(wait=float(fault.get("seconds", 30)), silent=True)
    answer = _instead(world, call)
    return (answer, Delivery()) if answer is not None else None


def _instead(world: World, call: Call) -> Answer | None:
    faults = call.fates
    if (fault := faults.get("html_before")) is not None:
        return html_answer(ERROR_PAGE, int(fault.get("status", 502)))
    if "html_200" in faults:
        return html_answer(ERROR_PAGE)
    if (fault := faults.get("error_before")) is not None:
        return world.by_host[call.host].server_error(call, int(fault.get("status", 500)))
    if (fault := faults.get("answer_before")) is not None:
        return _given(fault)
    if "redirect_loop" in faults:
        return redirect(world.at(call.host, call.path) + (f"?{call.query_string}" if call.query_string else ""))
    if (fault := faults.get("redirect_away")) is not None:
        return redirect(str(fault.get("to", world.base + "/")))
    return None


def _after(world: World, call: Call, answer: Answer) -> tuple[Answer, Delivery]:
    """What a fault makes of an answer whose call has taken effect."""
    faults = call.fates
    if "drop_after" in faults:
        return answer, Delivery(silent=True)
    if (fault := faults.get("timeout_after")) is not None:
        return answer, Delivery(wait=float(fault.get("seconds", 30)), silent=True)
    if (fault := faults.get("html_after")) is not None:
        return html_answer(ERROR_PAGE, int(fault.get("status", 502))), Delivery()
    if (fault := faults.get("error_after")) is not None:
        return world.by_host[call.host].server_error(call, int(fault.get("status", 500))), Delivery()
    if (fault := faults.get("answer_after")) is not None:
        return _given(fault), Delivery()
    if "truncated_json" in faults:
        answer.body = answer.body[: max(1, len(answer.body) // 2)]
    if "empty_body" in faults:
        answer.body = b""
    if (fault := faults.get("wrong_content_type")) is not None:
        answer.content_type = str(fault.get("content_type", "text/html; charset=utf-8"))
    return answer, _delivery(faults)


def _delivery(faults: dict[str, dict[str, Any]]) -> Delivery:
    delivery = Delivery()
    if (fault := faults.get("slow")) is not None:
        delivery.wait = float(fault.get("seconds", 3))
    if (fault := faults.get("slow_body")) is not None:
        delivery.pieces, delivery.between = int(fault.get("pieces", 8)), float(fault.get("seconds", 0.25))
    if "half_body" in faults or "reset_midbody" in faults:
        delivery.cut, delivery.reset = 0.5, "reset_midbody" in faults
    return delivery


def _given(fault: dict[str, Any]) -> Answer:
    body = fault.get("body", "")
    status, headers = (
        int(fault.get("status", 200)),
        {str(key): str(value) for key, value in fault.get("headers", {}).items()},
    )
    if isinstance(body, str):
        return Answer(status, body.encode(), headers, str(fault.get("content_type", "application/json; charset=UTF-8")))
    return json_answer(json.loads(json.dumps(body)), status, headers)
