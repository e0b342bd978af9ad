"""Which agency of the register a line of a sheet means."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from samrit.core.sheet.definition import AgencyLine, Definition
from samrit.core.thai import clean_line, to_arabic
from samrit.people.enums import AgencyKind
from samrit.people.models import Agency, FormerName

_OFFICE_OF = re.compile(r"^(?:สำนักงานเขต|สนข\.?|เขต)")
_EVERY_OFFICE = re.compile(r"(?:ทั้ง|ทุก|\d+|สำนักงานเขต|เขต|แห่ง|\(r\))+")


def plain_name(name: str) -> str:
    """A name without blanks and the word หน่วยงาน before it, so that line breaks inside names do not matter."""
    return "".join(to_arabic(clean_line(name)).split()).removeprefix("หน่วยงาน").casefold()


@dataclass(frozen=True, slots=True)
class Register:
    """The agencies by each of their names; district offices also by the name of their khet alone."""

    named: dict[str, Agency]
    district_offices: tuple[Agency, ...]

    def find(self, name: str) -> Agency | None:
        """The agency of that name."""
        plain = plain_name(name)
        return self.named.get(plain) or self.named.get(_OFFICE_OF.sub("khet:", plain))

    def meant_by(self, line: AgencyLine) -> tuple[Agency, ...]:
        """The agencies that a line stands for: one, or all the district offices where it stands for that many."""
        one = self.find(line.name)
        if one is not None:
            return (one,)
        everyone = len(self.district_offices)
        stands_for_all = everyone > 1 and _EVERY_OFFICE.fullmatch(plain_name(line.name)) is not None
        return self.district_offices if stands_for_all and line.count in {everyone, None} else ()


def register() -> Register:
    """All agencies, read with two queries."""
    agencies = {row.pk: row for row in Agency.objects.all()}
    named: dict[str, Agency] = {}
    for former in FormerName.objects.all():
        _add(named, agencies[former.agency_id], (former.name_th, former.name_en))
    for agency in agencies.values():
        _add(named, agency, (agency.name_th, agency.name_en))
    offices = tuple(row for row in agencies.values() if row.kind == AgencyKind.DISTRICT_OFFICE)
    return Register(named, offices)


def _add(named: dict[str, Agency], agency: Agency, names: Iterable[str]) -> None:
    for plain in filter(None, map(plain_name, names)):
        named[plain] = agency
        if agency.kind == AgencyKind.DISTRICT_OFFICE:
            named[f"khet:{_OFFICE_OF.sub('', plain)}"] = agency


def match_lines(
    definition: Definition, agencies: Register, host: Agency | None
) -> tuple[list[tuple[AgencyLine, Agency]], tuple[str, ...]]:
    """The lines of a definition with their agencies, and the names that no agency bears.

    The host's own line is that of `host`, the agency a person chose, where the register does not know its name.
    """
    lines: list[tuple[AgencyLine, Agency]] = []
    unmatched: list[str] = []
    for line in definition.agencies:
        meant = agencies.meant_by(line) or ((host,) if line.role == "host" and host is not None else ())
        lines += [(line, agency) for agency in meant]
        if not meant:
            unmatched.append(line.name)
    return lines, tuple(unmatched)
