"""What every platform has: hosts, routes, its own errors, its tokens, and what the public sees of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from typing import TYPE_CHECKING, Any

from emulators.routing import Router
from emulators.wire import Answer, Call, json_answer

if TYPE_CHECKING:
    from emulators.world import World


@dataclass(frozen=True)
class Seen:
    """One post as the world has it. `public` is what a logged-out citizen gets; `why` says why not."""

    platform: str
    account: str
    id: str
    kind: str
    text: str
    created_at: datetime
    public: bool
    why: str
    permalink: str
    media: tuple[str, ...] = ()
    details: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "created_at": self.created_at.isoformat(), "media": list(self.media)}


class Platform:
    """One platform with the state of all its accounts. Every method is called with the world's lock held."""

    name = ""
    hosts: tuple[str, ...] = ()

    def __init__(self, world: World) -> None:
        self.world = world

    def answer(self, call: Call) -> Answer:
        raise NotImplementedError

    def routed(self, call: Call, routers: Iterable[Router], path: str | None = None) -> Answer | None:
        """The answer of the first router that knows this call; None where none does."""
        for router in routers:
            if (found := router.find(call, path)) is not None:
                handler, names = found
                return handler(self, call, **names)
        return None

    def keeps_part(self, call: Call) -> bool:
        """Whether what arrived of a broken-off body is kept, as resumable uploads do. Otherwise nothing happens."""
        return False

    def server_error(self, call: Call, status: int) -> Answer:
        return json_answer({"message": "Internal server error"}, status)

    def malformed(self, call: Call, name: str) -> Answer:
        """The refusal of a parameter that is not of its kind."""
        return json_answer({"message": f"Invalid value for {name}"}, 400)

    def throttled(self, call: Call) -> Answer:
        raise NotImplementedError

    def kill_token(self, call: Call, how: str) -> None:
        """Revoke or expire (`how`) the token that this call carries."""
        raise NotImplementedError

    def posts(self) -> Iterable[Seen]:
        """Everything ever posted, gone or not, oldest first."""
        return ()

    def accounts(self) -> Any:
        """Accounts with their credentials, as JSON."""
        return {}

    def change(self, account: str, changes: dict[str, Any]) -> Any:
        """Set properties of an account (or of an app). Raises KeyError, ValueError on unknown ones."""
        raise KeyError(account)

    def touch(self, post: str, state: str) -> None:
        """Put a post into a state of `STATES`. Raises KeyError, ValueError on unknown ones."""
        raise KeyError(post)

    def token(self, account: str, wanted: dict[str, Any]) -> Any:
        """Make a token by hand. Raises KeyError on an unknown account."""
        raise KeyError(account)

    def event(self, account: str, wanted: dict[str, Any]) -> Any:
        """Let somebody do something that the platform tells by webhook. Raises KeyError on an unknown account."""
        raise KeyError(account)

    def measure(self, post: str, values: dict[str, Any]) -> None:
        """Fix metrics of a post. Raises KeyError on an unknown one."""
        raise KeyError(post)

    def tick(self) -> None:
        """Let everything happen that is due by now."""


def set_properties(thing: Any, changes: dict[str, Any], *fixed: str) -> dict[str, Any]:
    """Set properties of an account or app, and give all of them. Raises ValueError on one that is unknown or fixed."""
    for name, value in changes.items():
        if name not in {each.name for each in fields(thing)} - set(fixed):
            raise ValueError(f"{name} is no property that can be changed here")
        setattr(thing, name, tuple(value) if isinstance(value, list) else value)
    return asdict(thing)


def known_state(state: str) -> str:
    """One of `STATES`. Raises ValueError."""
    if state not in STATES:
        raise ValueError(f"a post is one of {', '.join(STATES)}")
    return state


# What can be done to a post behind the publisher's back.
STATES = ("live", "deleted", "private", "hidden", "login_wall", "soft404")
