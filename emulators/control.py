"""`/_control`: what a test sets and reads. `/_files`: what platforms may fetch. `/`: the page for visitors."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from emulators import page
from emulators.faults import KINDS
from emulators.routing import Router
from emulators.wire import Answer, Call, json_answer
from emulators.world import World

own = Router()


def own_page(world: World, call: Call) -> Answer:
    """Everything that belongs to no platform."""
    found = own.find(call)
    if found is None:
        return json_answer({"error": f"there is no {call.method} {call.path}"}, 404)
    handler, names = found
    try:
        return handler(world, call, **names)
    except KeyError as error:
        return json_answer({"error": f"not known: {error}"}, 404)
    except (ValueError, TypeError) as error:
        return json_answer({"error": str(error)}, 400)


def _given(call: Call) -> dict[str, Any]:
    if not call.body:
        return {}
    if not isinstance(call.json, dict):
        raise TypeError("the body must be a JSON object")
    return call.json


@own.get("/_control")
def index(world: World, call: Call) -> Answer:
    """A list of what there is."""
    return json_answer({"faults": KINDS, "platforms": {name: each.hosts for name, each in world.platforms.items()}})


@own.post("/_control/reset")
def reset(world: World, call: Call) -> Answer:
    with world.lock:
        world.reset()
        if world.journal is not None:
            world.journal.clear()
    return json_answer({})


@own.get("/_control/clock")
def read_clock(world: World, call: Call) -> Answer:
    return json_answer({"now": world.clock.now().isoformat(), "running": world.clock.running, "skew": world.clock.skew})


@own.post("/_control/clock")
def set_clock(world: World, call: Call) -> Answer:
    """`{"set": iso, "running": bool}`, `{"advance": seconds}`, `{"skew": {host: seconds}}`, together or alone."""
    given = _given(call)
    with world.lock:
        if "set" in given:
            world.clock.set(str(given["set"]), running=bool(given.get("running", False)))
        elif "running" in given:
            world.clock.run(running=bool(given["running"]))
        if "advance" in given:
            world.clock.advance(float(given["advance"]))
        if "skew" in given:
            world.clock.skew = {str(host): float(seconds) for host, seconds in given["skew"].items()}
        world.tick()
    return read_clock(world, call)


@own.get("/_control/faults")
def list_faults(world: World, call: Call) -> Answer:
    return json_answer([fault.as_json() for fault in world.faults.all()])


@own.post("/_control/faults")
def arm(world: World, call: Call) -> Answer:
    given = dict(_given(call))
    return json_answer(world.faults.arm(str(given.pop("kind", "")), **given).as_json(), 201)


@own.delete("/_control/faults", "/_control/faults/{number}")
def disarm(world: World, call: Call, number: str | None = None) -> Answer:
    world.faults.disarm(int(number) if number else None)
    return json_answer({})


@own.get("/_control/posts")
def posts(world: World, call: Call) -> Answer:
    """Everything posted, seen or not. `?platform=`, `?text=` (contains), `?public=1`."""
    with world.lock:
        world.tick()
        found = world.posts(call.query.get("platform", ""))
    text = call.query.get("text", "")
    wanted = [post for post in found if text in post.text and (post.public or call.query.get("public") != "1")]
    return json_answer([post.as_json() for post in wanted])


@own.post("/_control/posts/{platform}/{post}")
def touch(world: World, call: Call, platform: str, post: str) -> Answer:
    """`{"state": "deleted"}` or another state; `{"metrics": {name: value}}` fixes its figures."""
    given = _given(call)
    with world.lock:
        if "state" in given:
            world.platform(platform).touch(post, str(given["state"]))
        if "metrics" in given:
            world.platform(platform).measure(post, dict(given["metrics"]))
    return json_answer({})


@own.get("/_control/calls")
def calls(world: World, call: Call) -> Answer:
    """The log. `?host=`, `?path=` (contains), `?after=` (number)."""
    after, host, path = int(call.query.get("after", 0)), call.query.get("host", ""), call.query.get("path", "")
    lines = [line for line in list(world.log) if line.number > after and host in {"", line.host} and path in line.path]
    return json_answer([asdict(line) for line in lines])


@own.get("/_control/accounts")
def accounts(world: World, call: Call) -> Answer:
    with world.lock:
        return json_answer({name: platform.accounts() for name, platform in world.platforms.items()})


@own.on("PATCH", "/_control/accounts/{platform}/{account}")
def change(world: World, call: Call, platform: str, account: str) -> Answer:
    with world.lock:
        return json_answer(world.platform(platform).change(account, _given(call)))


@own.post("/_control/accounts/{platform}/{account}/tokens")
def token(world: World, call: Call, platform: str, account: str) -> Answer:
    with world.lock:
        return json_answer(world.platform(platform).token(account, _given(call)), 201)


@own.post("/_control/accounts/{platform}/{account}/events")
def event(world: World, call: Call, platform: str, account: str) -> Answer:
    """What a friend does (LINE): `{"type": "follow"}`, `unfollow`, `message` with `text`."""
    with world.lock:
        return json_answer(world.platform(platform).event(account, _given(call)), 201)


@own.post("/_control/names")
def names(world: World, call: Call) -> Answer:
    """`{"city.example": "http://127.0.0.1:8000"}`: where platforms find a public name when they fetch from it."""
    world.names.update({str(name): str(address) for name, address in _given(call).items()})
    return json_answer(world.names)


@own.get("/_control/webhooks")
def webhooks(world: World, call: Call) -> Answer:
    return json_answer(world.webhooks)


@own.put("/_files/{name:.+}")
def put_file(world: World, call: Call, name: str) -> Answer:
    world.files[name] = (call.content_type or "application/octet-stream", call.body)
    return json_answer({"url": f"{world.base}/_files/{name}"}, 201)


@own.get("/_files/{name:.+}")
def get_file(world: World, call: Call, name: str) -> Answer:
    content_type, content = world.files[name]
    return Answer(200, content, content_type=content_type)


@own.get("/robots.txt")
def robots(world: World, call: Call) -> Answer:
    return Answer(200, world.robots.encode(), content_type="text/plain; charset=utf-8")


@own.put("/_control/robots")
def put_robots(world: World, call: Call) -> Answer:
    """The robots.txt beside `/_files`."""
    world.robots = call.body.decode()
    return json_answer({})


@own.get("/_media/{sha256}")
def get_media(world: World, call: Call, sha256: str) -> Answer:
    """A file that was published, by its hash."""
    media, content = world.media[sha256]
    return Answer(200, content, content_type=media.mime)


@own.get("/_style.css")
def style(world: World, call: Call) -> Answer:
    return Answer(200, page.STYLE.read_bytes(), content_type="text/css; charset=utf-8")


@own.get("/")
def visitors(world: World, call: Call) -> Answer:
    return page.feeds(world, call)
