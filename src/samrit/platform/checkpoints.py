"""Checkpoints of the audit chain: made every day, published, co-signed by other installations, stamped with the time.

They are kept in the chain itself, as entries of the subject `ledger`: nobody can take one away unseen. What this
installation saw of another one's chain stands in its own chain, under the subject `witness`.
"""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from samrit.core.contract import Message, Refused
from samrit.core.dossier.misfit import Misfit
from samrit.core.dossier.publishing import Published, PublishedCheckpoint, may_sign
from samrit.core.ledger import (
    consistency_proof,
    goes_on_from,
    make_checkpoint,
    make_handover,
    signers_of,
    successors,
    witnessed,
)
from samrit.core.ledger.timestamp import read_stamp, stamp_request, stamped_hash
from samrit.platform.audit import record
from samrit.platform.models import AuditEntry
from samrit.platform.signing import former_key, installation_key

SUBJECT, WITNESS = "ledger", "witness"
MADE, SIGNED, STAMPED, HANDED_OVER, SEEN = (
    "ledger.checkpoint.made",
    "ledger.checkpoint.witnessed",
    "ledger.checkpoint.stamped",
    "ledger.key.handed_over",
    "ledger.chain.witnessed",
)
MOST = 400
"""So many of the newest checkpoints are published: more than a year of days."""
_Statement = Mapping[str, Any]


def take_checkpoint() -> _Statement | None:
    """Signs the chain as it stands and keeps that; None where nothing but checkpoints was added since the last one."""
    last = AuditEntry.objects.filter(subject=SUBJECT, action=MADE).order_by("-sequence").first()
    since = AuditEntry.objects.filter(sequence__gt=last.sequence if last else 0)
    if not since.exclude(subject=SUBJECT).exists():
        return None
    at = timezone.localtime().isoformat(timespec="seconds")
    statement = make_checkpoint(_hashes(), installation_key(), origin=settings.SAMRIT_NAME, at=at)
    _keep(MADE, {"statement": statement})
    return statement


def _hashes() -> list[str]:
    return list(AuditEntry.objects.order_by("sequence").values_list("hash", flat=True))


def _keep(action: str, data: Mapping[str, Any], subject: str = SUBJECT) -> None:
    with transaction.atomic():
        record(action, actor="", subject=subject, data=data)


def _kept(*actions: str, subject: str = SUBJECT) -> Iterator[dict[str, Any]]:
    rows = AuditEntry.objects.filter(subject=subject, action__in=actions).order_by("sequence")
    for text in rows.values_list("body", flat=True):
        body = json.loads(text)
        yield {"action": body["action"], **body["data"]}


def published(most: int = MOST) -> Published:
    """The newest checkpoints with their witnesses and stamps, and every change of the key; 1 query."""
    rows: dict[str, tuple[dict[str, Any], list[bytes]]] = {}
    handovers = []
    for row in _kept(MADE, SIGNED, STAMPED, HANDED_OVER):
        if row["action"] == HANDED_OVER:
            handovers.append(row["statement"])
        elif row["action"] == STAMPED:
            rows[row["sha256"]][1].append(base64.b64decode(row["reply"]))
        else:
            statement = row["statement"]
            held = rows.setdefault(stamped_hash(statement["body"]), (statement, []))[0]
            held["signatures"] += [part for part in statement["signatures"] if part not in held["signatures"]]
    newest = list(rows.values())[-most:]
    return Published(tuple(handovers), tuple(PublishedCheckpoint(row, tuple(stamps)) for row, stamps in newest))


def hand_over_key() -> _Statement:
    """Tells that this installation signs with its new key from now on; both keys sign. Raises Refused where it cannot.

    The settings hold the new secret and the former one.
    """
    old, new = former_key(), installation_key()
    if old is None or old.public == new.public:
        raise Refused(
            "SAMRIT_FORMER_SIGNING_KEY",
            Message("the settings hold no former key", "การตั้งค่าไม่มีกุญแจเดิม"),
            Message(
                "put the former secret there and the new one into SAMRIT_SIGNING_KEY",
                "ใส่ค่าลับเดิมไว้ที่นี่ และใส่ค่าลับใหม่ใน SAMRIT_SIGNING_KEY",
            ),
        )
    if new.public in successors(old.public, published().handovers):
        raise Refused(
            "SAMRIT_SIGNING_KEY",
            Message("this key was handed over to before", "เคยประกาศเปลี่ยนมาใช้กุญแจนี้แล้ว"),
            Message("nothing is left to do", "ไม่ต้องดำเนินการใด"),
        )
    at = timezone.localtime().isoformat(timespec="seconds")
    statement = make_handover(old, new, origin=settings.SAMRIT_NAME, at=at)
    _keep(HANDED_OVER, {"statement": statement})
    return statement


def proof_between(first: int, second: int) -> list[str]:
    """The hashes that show that the chain of `second` entries goes on from that of `first`. Raises IndexError."""
    hashes = _hashes()
    if not 0 < first <= second <= len(hashes):
        raise IndexError(first)
    return consistency_proof(hashes[:second], first)


# --- two installations ---


def accept_witness(statement: Any) -> bool:
    """Keeps the signature of a witness under one of our checkpoints; False where it was kept before.

    Raises Refused for what is no checkpoint of ours, or not signed by a witness whom the settings name.
    """
    signers = signers_of(statement)
    if signers is None or len(signers) != 2:
        raise _not_accepted(
            Message("it does not bear two signatures that hold", "ลายมือชื่ออิเล็กทรอนิกส์ไม่ครบสองรายการหรือไม่ถูกต้อง"),
            Message(
                "send it as `samrit checkpoint witness` makes it", "โปรดส่งตามที่คำสั่ง `samrit checkpoint witness` จัดทำ"
            ),
        )
    held = next((row for row in published().checkpoints if row.body == statement["body"]), None)
    if held is None or held.keys[0] != signers[0]:
        raise _not_accepted(
            Message("this is no checkpoint of ours", "ไม่ใช่คำรับรองของระบบนี้"),
            Message("sign one that is published here", "โปรดลงนามคำรับรองที่ระบบนี้ประกาศไว้"),
        )
    if signers[1] not in settings.SAMRIT_WITNESSES:
        raise _not_accepted(
            Message(f"{signers[1]} is not a witness of ours", f"{signers[1]} ไม่ใช่พยานของระบบนี้"),
            Message("have its key added to SAMRIT_WITNESSES here", "โปรดขอให้ผู้ดูแลระบบนี้เพิ่มกุญแจใน SAMRIT_WITNESSES"),
        )
    if signers[1] in held.keys:
        return False
    _keep(SIGNED, {"statement": statement})
    return True


def _not_accepted(what: Message, mend: Message) -> Refused:
    return Refused("statement", what, mend)


def last_seen(known: Published) -> tuple[int, str] | None:
    """Up to how many entries, and with which root, this installation saw that chain before; None where it did not."""
    makers = {row.keys[0] for row in known.checkpoints}
    for row in reversed(list(_kept(SEEN, subject=WITNESS))):
        key = row["statement"]["signatures"][0]["key"]
        if any(may_sign(key, maker, known) for maker in makers):
            return row["statement"]["body"]["entries"], row["statement"]["body"]["root"]
    return None


def witness(known: Published, proof: Sequence[str], *, key: str | None = None) -> _Statement:
    """Co-signs the newest checkpoint of another installation, and keeps that here.

    `known`: what it publishes, its signatures checked (`read_published`); `proof`: that its chain goes on from what was
    seen before. `key`: the public key that it must have, or had. Raises Misfit where it does not fit.
    """
    if not known.checkpoints:
        raise Misfit("checkpoints", "nothing is published yet", "ยังไม่มีคำรับรองที่ประกาศไว้")
    newest = max(known.checkpoints, key=lambda row: int(row.body["entries"]))
    if key is not None and newest.keys[0] not in successors(key.lower(), known.handovers):
        raise Misfit(
            "checkpoints", f"signed with another key: {newest.keys[0]}", f"ลงลายมือชื่อด้วยกุญแจอื่น: {newest.keys[0]}"
        )
    seen = last_seen(known)
    now = newest.body["entries"], newest.body["root"]
    if seen is not None and not goes_on_from(seen, now, proof):
        what = f"the chain does not go on from the {seen[0]} entries that were seen before"
        raise Misfit("checkpoints", what, f"สายบันทึกไม่ต่อเนื่องจาก {seen[0]} รายการที่เคยเห็น")
    bare = {**newest.statement, "signatures": newest.statement["signatures"][:1]}
    statement = witnessed(bare, installation_key())
    if seen is None or seen[0] != now[0]:
        _keep(SEEN, {"statement": statement}, WITNESS)
    return statement


# --- time stamps ---


def stamp_query(statement: _Statement) -> tuple[bytes, int]:
    """The request for a stamp of a checkpoint, and the number that it bears."""
    nonce = secrets.randbits(63)
    return stamp_request(stamped_hash(statement["body"]), nonce), nonce


def keep_stamp(statement: _Statement, nonce: int, reply: bytes) -> None:
    """Keeps what a time authority replied. Raises Misfit where it is not a stamp of this checkpoint and request."""
    stamp, sha256 = read_stamp(reply), stamped_hash(statement["body"])
    if stamp is None or (stamp.sha256, stamp.nonce) != (sha256, nonce):
        raise Misfit(
            "SAMRIT_TIME_AUTHORITY", "the answer is no stamp of this checkpoint", "คำตอบไม่ใช่ตราประทับเวลาของคำรับรองนี้"
        )
    _keep(STAMPED, {"sha256": sha256, "reply": base64.b64encode(reply).decode("ascii")})
