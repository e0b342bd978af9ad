"""What the rest of the sheet says that the rubric needs, and the words of its notes that make part of a rule."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from samrit.core.sheet.definition import Method, Target
from samrit.core.sheet.understand.conditions import Milestones
from samrit.core.sheet.understand.findings import Findings

LINEAR = re.compile(r"บัญญัติไตรยางศ์|บัญญัติไตรยางค์|บัญญัติไตรยาง|เทียบสัดส่วน|เทียบตามสัดส่วน|ตามสัดส่วน|interpolat", re.IGNORECASE)
STEP_PER_POINT = re.compile(r"ช่วง(?:การ)?ปรับ(?:เกณฑ์)?(?:การให้คะแนน|คะแนน)?[^\n]{0,60}?ต่อ\s*[0-9๐-๙]+\s*(?:คะแนน|ระดับ)")
"""A step per point says that scores run evenly between the levels of the table beside it."""
ZERO_BELOW = re.compile(r"(?:ต่ำกว่า|ไม่ถึง|น้อยกว่า|ไม่ผ่าน)[^.\n]{0,40}?(?:ได้|ให้|เท่ากับ|=)?\s*(?:0|๐|ศูนย์)\s*คะแนน")
CUMULATIVE = re.compile(r"(?:ต้อง(?:ผ่าน|ดำเนินการ)|ครบ)[^\n]{0,30}(?:ระดับ|ขั้น)(?:ก่อนหน้า|ที่ต่ำกว่า|ก่อน)")


@dataclass(slots=True)
class Setting:
    """What the rest of the sheet says that the rubric needs."""

    target: Target
    method: Method
    findings: Findings
    fiscal_year: int | None = None
    agency_operators: frozenset[str] = frozenset()
    notes: str = ""
    milestones: Milestones = field(default_factory=Milestones)
    names: dict[str, str] = field(default_factory=dict)

    @property
    def units(self) -> tuple[str, ...]:
        return (self.target.unit,) if self.target.unit else ()

    @property
    def is_linear(self) -> bool:
        """Whether scores run evenly between the levels ("เทียบบัญญัติไตรยางศ์", or a step per point)."""
        return LINEAR.search(self.notes) is not None or self.has_step_per_point

    @property
    def has_step_per_point(self) -> bool:
        """Whether "ช่วงปรับเกณฑ์ +/- x ต่อ ๑ คะแนน" is printed."""
        return STEP_PER_POINT.search(self.notes) is not None

    @property
    def is_zero_below(self) -> bool:
        """Whether less than the first level gives 0."""
        return ZERO_BELOW.search(self.notes) is not None

    @property
    def is_cumulative(self) -> bool:
        """Whether a level needs all lower ones."""
        return CUMULATIVE.search(self.notes) is not None
