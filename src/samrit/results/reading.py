"""The fields of a sheet that was read, block by block: each wants a person who says that it was read rightly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from samrit.core.contract import Message, Refused
from samrit.results.documents import Document, open_questions
from samrit.results.models import Revision

Blocks = dict[str, list[str]]
"""Name of a block → the paths of its fields, in the order of the form."""
_HEAD = ("code", "name", "fiscal_year", "host", "plan", "dimension", "development_issue")
INVOLVEMENT = ("single_agency", "supporting_agencies", "supporting_bureaus", "supporting_district_offices")
TICKED = ("references", "reporting_channels", "evaluation_methods")
_COORDINATOR = ("name", "position", "phone", "unit", "agency")


def blocks_of(document: Mapping[str, Any]) -> Blocks:
    """All fields of a document. `agencies[0]` names the block of an agency; the rubric is one field with its rules."""
    found: Blocks = {
        "head": list(_HEAD),
        "involvement": [f"involvement.{name}" for name in INVOLVEMENT],
        "target": [f"target.{name}" for name in ("operator", "value", "unit")],
        "method": ["definition", "method.text", "method.kind"],
        "rubric": ["rubric", *(row["field"] for row in document["assumed"])],
    }
    for place, agency in enumerate(document["agencies"]):
        found[f"agencies[{place}]"] = list(_agency(f"agencies[{place}]", agency))
    found |= {name: list(_ticks(name, document[name])) for name in TICKED}
    found["coordinator"] = [f"coordinator.{name}" for name in _COORDINATOR]
    return {name: paths for name, paths in found.items() if paths}


def _agency(path: str, agency: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"{path}.{name}" for name in ("name", "role", "target.operator", "target.value", "target.unit"))
    for place, duty in enumerate(agency["duties"]):
        at = f"{path}.duties[{place}]"
        yield from (f"{at}.text", f"{at}.kind")
        for other in range(len(duty["minimums"])):
            yield from (f"{at}.minimums[{other}].{name}" for name in ("operator", "value", "unit"))


def _ticks(name: str, rows: list[Document]) -> Iterator[str]:
    for place, row in enumerate(rows):
        yield f"{name}[{place}].ticked"
        if row["detail"] is not None:
            yield f"{name}[{place}].detail"


def confirmation_of(confirmed: Mapping[str, Any], path: str) -> Mapping[str, Any] | None:
    """Who answered for a field and when, by itself or with what it is a part of; None where nobody did."""
    while path:
        if path in confirmed:
            found: Mapping[str, Any] = confirmed[path]
            return found
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    return None


def unconfirmed(revision: Revision) -> list[str]:
    """The fields that were read from a file and that nobody has confirmed yet. What a person typed wants nobody."""
    if revision.source_id is None:
        return []
    paths = [path for fields in blocks_of(revision.definition).values() for path in fields]
    return [path for path in dict.fromkeys(paths) if confirmation_of(revision.confirmed, path) is None]


def require_each_confirmed(revision: Revision) -> None:
    """Raises Refused where a field that was read still waits for a person."""
    if waiting := unconfirmed(revision):
        raise Refused(
            waiting[0],
            Message(f"{len(waiting)} fields are not confirmed yet", f"ยังมีช่องที่ไม่ได้ยืนยัน {len(waiting)} ช่อง"),
            Message("compare each with the original and confirm it", "โปรดเทียบกับต้นฉบับแล้วยืนยันให้ครบทุกช่อง"),
        )


def confirmable(revision: Revision) -> list[str]:
    """Those of them that are right as they were read, as far as anybody knows: nothing is asked about them."""
    asked = [row["field"] for row in open_questions(revision)]
    return [path for path in unconfirmed(revision) if not any(_touches(path, other) for other in asked)]


def _touches(one: str, other: str) -> bool:
    """Whether one is the other, or a part of it."""
    short, long = sorted((one, other), key=len)
    return long == short or long.startswith((f"{short}.", f"{short}["))
