"""What the verbs of the channels share: the right, the version that was read, and that no worker is at it."""

from __future__ import annotations

from samrit.channels.delivering.holding import in_hand
from samrit.channels.models import Delivery
from samrit.people.enums import Act
from samrit.people.models import User
from samrit.people.rights import Rights, Standing
from samrit.publicity.actions.shared import lock, refuse, scope_of


def begin(delivery: Delivery, *acts: Act, read_version: int, acting_user: User) -> Standing:
    """Asks for the right, locks the delivery in the version that was read; refused while a worker has it in hand."""
    standing = Rights(acting_user).require_one(acts, scope_of(delivery.work))
    lock(delivery, read_version)
    if in_hand(delivery):
        raise refuse(
            "state",
            ("it is being sent at this moment", "ระบบกำลังส่งรายการนี้อยู่"),
            ("look again in a minute", "โปรดเปิดหน้านี้ใหม่ในอีกหนึ่งนาที"),
        )
    return standing
