"""What leads where for plans and works: two tables that an official could read, and what states and acts are called."""

from __future__ import annotations

from samrit.core.contract import Message
from samrit.platform.states import Transitions
from samrit.publicity.enums import PlanState, WorkState

PLAN_TRANSITIONS: Transitions = {
    (PlanState.DRAFT, "submit"): PlanState.SUBMITTED,
    (PlanState.RETURNED, "submit"): PlanState.SUBMITTED,
    (PlanState.SUBMITTED, "recall"): PlanState.DRAFT,
    (PlanState.SUBMITTED, "return"): PlanState.RETURNED,
    (PlanState.SUBMITTED, "approve"): PlanState.APPROVED,
    (PlanState.APPROVED, "replace"): PlanState.REPLACED,
}
"""Editions of the plan. An approved edition stays until the next one is approved."""

WORK_TRANSITIONS: Transitions = {
    (WorkState.DRAFT, "submit"): WorkState.SUBMITTED,
    (WorkState.RETURNED, "submit"): WorkState.SUBMITTED,
    (WorkState.SUBMITTED, "recall"): WorkState.DRAFT,
    (WorkState.SUBMITTED, "return"): WorkState.RETURNED,
    (WorkState.SUBMITTED, "approve"): WorkState.APPROVED,
    (WorkState.APPROVED, "recall"): WorkState.DRAFT,
    (WorkState.APPROVED, "finish"): WorkState.DONE,
    (WorkState.RETURNED, "finish"): WorkState.DONE,
    (WorkState.DONE, "verify"): WorkState.VERIFIED,
    (WorkState.DONE, "return"): WorkState.RETURNED,
    (WorkState.VERIFIED, "verify"): WorkState.VERIFIED,
    (WorkState.VERIFIED, "return"): WorkState.RETURNED,
    (WorkState.VERIFIED, "reopen"): WorkState.DONE,
    **{(state, "redate"): state for state in (WorkState.APPROVED, WorkState.DONE, WorkState.RETURNED)},
    (WorkState.VERIFIED, "redate"): WorkState.DONE,
    **{(state, "withdraw"): WorkState.WITHDRAWN for state in WorkState if state != WorkState.WITHDRAWN},
}
"""Pieces, stories and activities.

A work returned by its approver is submitted again; one returned by its verifier (it keeps its approval) is finished
again, with its master text as it was approved. Checks of the verifier end when the work is opened again, or the
day of its approval is set right.
"""

MAKING = frozenset(
    {"create", "edit", "submit", "publish", "unpublish", "record", "finish", "reopen"},
)
"""Acts of those whose work it is: whoever took one of these steps never approves, checks or verifies the work."""

WORDS: dict[str, Message] = {
    PlanState.DRAFT: Message("draft", "ร่าง"),
    PlanState.SUBMITTED: Message("submitted", "เสนอแล้ว"),
    PlanState.RETURNED: Message("returned", "ส่งกลับแก้ไข"),
    PlanState.APPROVED: Message("approved", "อนุมัติแล้ว"),
    PlanState.REPLACED: Message("replaced by a newer edition", "มีฉบับใหม่แทนแล้ว"),
    WorkState.DONE: Message("done", "เผยแพร่/จัดแล้ว"),
    WorkState.VERIFIED: Message("verified", "ตรวจสอบแล้ว"),
    WorkState.WITHDRAWN: Message("withdrawn", "ถอนแล้ว"),
    "submit": Message("submit", "เสนอ"),
    "recall": Message("take back", "เรียกคืน"),
    "return": Message("return", "ส่งกลับแก้ไข"),
    "approve": Message("approve", "อนุมัติ"),
    "replace": Message("replace", "แทนด้วยฉบับใหม่"),
    "finish": Message("report as done", "แจ้งว่าเผยแพร่/จัดแล้ว"),
    "verify": Message("verify", "รับรอง"),
    "reopen": Message("open again", "เปิดแก้ไขใหม่"),
    "redate": Message("correct the approval date", "แก้วันที่อนุมัติ"),
    "withdraw": Message("withdraw", "ถอน"),
}
"""How states and acts are called in a sentence."""
