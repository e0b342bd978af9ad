"""What the actions on a revision share: rights, states, and saving a document with who answered for what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from samrit.core.contract import Message, Refused
from samrit.people.enums import Act
from samrit.people.models import User
from samrit.people.rights import Rights, Standing
from samrit.platform.fitting import cut_text, fitting_text
from samrit.platform.locking import change
from samrit.platform.states import next_state
from samrit.results.documents import (
    Document,
    same_content,
)
from samrit.results.enums import REVISION_NAMES, REVISION_TRANSITIONS
from samrit.results.models import KeyResult, Report, Revision


def standing_for(acting_user: User, revision: Revision, *acts: Act) -> Standing:
    """The standing for the first of the acts that is allowed to this person."""
    return Rights(acting_user).require_one(acts, revision.key_result.scope)


def require_open(revision: Revision) -> None:
    """Raises Refused where nobody may edit the revision in its state."""
    next_state(REVISION_TRANSITIONS, revision.state, "edit", names=REVISION_NAMES)


def change_state(revision: Revision, act: str, *, read_version: int | None = None, **values: Any) -> None:
    """One step by the table of transitions. Raises Refused where it has none, Stale where somebody was quicker."""
    state = next_state(REVISION_TRANSITIONS, revision.state, act, names=REVISION_NAMES)
    change(revision, read_version=revision.version if read_version is None else read_version, state=state, **values)


def confirmation(acting_user: User, standing: Standing, reason: str) -> dict[str, Any]:
    """Who answers for a field, since when and why: what `Revision.confirmed` holds of each."""
    return {
        "by": acting_user.pk,
        "on_behalf_of": standing.on_behalf_of.pk if standing.on_behalf_of else None,
        "at": timezone.now().isoformat(timespec="seconds"),
        "reason": fitting_text("reason", reason),
    }


def save_document(
    revision: Revision,
    document: Document,
    confirmed: Mapping[str, Any],
    read_version: int | None,
    *,
    forget: frozenset[str] = frozenset(),
) -> None:
    """Saves the document with who answered for what; the key result follows while it has no other revision."""
    kept = {path: entry for path, entry in revision.confirmed.items() if path not in forget}
    if not same_content(document, revision.definition):
        _follow(revision, document)
    change(
        revision,
        read_version=revision.version if read_version is None else read_version,
        definition=document,
        confirmed={**kept, **confirmed},
    )


def _follow(revision: Revision, document: Document) -> None:
    """Code, year and name of a key result follow its first revision until that is signed; afterwards they are fixed."""
    key_result = revision.key_result
    code, year = identity_of(document)
    name = cut_text(" ".join((document["name"] or code).split()), 500)
    if (code, year) != (key_result.code, key_result.fiscal_year):
        if revision.number > 1 or Report.objects.filter(key_result=key_result).exists():
            raise Refused(
                "code",
                Message("code and year of a key result in use do not change", "รหัสและปีของตัวชี้วัดที่ใช้อยู่เปลี่ยนไม่ได้"),
                Message("create another key result", "โปรดสร้างตัวชี้วัดใหม่"),
            )
        if KeyResult.objects.filter(code=code, fiscal_year=year).exclude(pk=key_result.pk).exists():
            raise Refused(
                "code",
                Message(f"{code}-{year} exists already", f"มีตัวชี้วัด {code}-{year} อยู่แล้ว"),
                Message("add a revision to it instead", "โปรดเพิ่มฉบับแก้ไขในตัวชี้วัดนั้น"),
            )
    elif revision.number > 1 or name == key_result.name:
        return
    change(key_result, read_version=key_result.version, code=code, fiscal_year=year, name=name)


def identity_of(document: Document) -> tuple[str, int]:
    """Code and fiscal year (Buddhist era) of a definition document. Raises Refused where one is missing."""
    for key, en, th in (("code", "code", "รหัส"), ("fiscal_year", "fiscal year", "ปีงบประมาณ")):
        if document[key] is None:
            raise Refused(
                key,
                Message(f"the sheet gives no {en}", f"แบบไม่ได้ระบุ{th}"),
                Message(f"type the {en}", f"โปรดระบุ{th}"),
            )
    return fitting_text("code", document["code"], 40), document["fiscal_year"]
