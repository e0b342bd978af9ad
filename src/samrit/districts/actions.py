"""What is done to creative districts."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from samrit.core.contract import Message, Refused
from samrit.core.thai import clean, clean_line, sort_text
from samrit.districts.models import CreativeDistrict
from samrit.districts.shapes import checked_point, checked_shape
from samrit.people.enums import Act, AgencyKind
from samrit.people.four_eyes import require_another
from samrit.people.models import Agency, User
from samrit.people.recording import record
from samrit.people.rights import Rights, Standing
from samrit.platform.checking import checked
from samrit.platform.fitting import required_reason
from samrit.platform.locking import change
from samrit.platform.models import AuditEntry
from samrit.platform.search import stored_tokens

NAMES = ("name_th", "name_en")
TEXTS = ("story_th", "story_en", "identity_th", "identity_en", "people_th", "people_en")
SOURCES = ("source", "source_url")
_PERSONAL = ("people_th", "people_en")
_VERIFIED_PARTS = {*NAMES, *SOURCES, "khets", "latitude", "longitude", "shape"}
"""What a verification vouches for: a change of any of it ends the verification."""


@transaction.atomic(durable=True)
def create_district(
    *,
    name_th: str,
    khets: Iterable[Agency] = (),
    latitude: Decimal | None = None,
    longitude: Decimal | None = None,
    shape: Any = None,
    sample: bool = False,
    acting_user: User,
    **texts: str,
) -> CreativeDistrict:
    """A creative district, not yet verified. `texts`: name_en, story, identity and people in both languages, source."""
    standing = Rights(acting_user).require(Act.EDIT_DISTRICT)
    district = CreativeDistrict(sample=sample, **_cleaned({"name_th": name_th, **texts}))
    district.latitude, district.longitude = checked_point(latitude, longitude)
    district.shape = checked_shape(shape)
    return _create(district, khets, acting_user, standing)


@transaction.atomic(durable=True)
def districts_by_name(names: Mapping[str, Iterable[Agency]], *, acting_user: User) -> list[CreativeDistrict]:
    """The districts of these names, in their order; one that is not known yet is created in its khets, not verified.

    What is known already is not changed.
    """
    standing = Rights(acting_user).require(Act.EDIT_DISTRICT)
    wanted = {clean_line(name): khets for name, khets in names.items()}
    there = {row.name_th: row for row in CreativeDistrict.objects.filter(name_th__in=wanted)}
    return [
        there.get(name) or _create(CreativeDistrict(**_cleaned({"name_th": name})), khets, acting_user, standing)
        for name, khets in wanted.items()
    ]


def _create(
    district: CreativeDistrict, khets: Iterable[Agency], acting_user: User, standing: Standing
) -> CreativeDistrict:
    district.slug = _slug(district.name_en)
    _refuse_twin(district)
    offices = _checked_khets(khets)
    district.search_tokens, district.sort_name = _tokens(district, offices), sort_text(district.name_th)
    checked(district).save()
    district.khets.set(offices)
    told = {name: getattr(district, name) for name in (*NAMES, *TEXTS, *SOURCES) if getattr(district, name)}
    told |= {"khets": offices, "sample": district.sample} | _place(district)
    _record("created", district, acting_user, standing, told)
    return district


@transaction.atomic(durable=True)
def edit_district(
    district: CreativeDistrict, *, read_version: int, acting_user: User, **texts: str
) -> CreativeDistrict:
    """Changes names, texts and source, if the district still has the version that was read. Raises Stale otherwise."""
    standing = Rights(acting_user).require(Act.EDIT_DISTRICT)
    return _change(district, read_version, acting_user, standing, _cleaned(texts))


@transaction.atomic(durable=True)
def set_khets(
    district: CreativeDistrict, khets: Iterable[Agency], *, read_version: int, acting_user: User
) -> CreativeDistrict:
    """In which khets the district lies: one or several."""
    standing = Rights(acting_user).require(Act.EDIT_DISTRICT)
    return _change(district, read_version, acting_user, standing, {}, _checked_khets(khets))


@transaction.atomic(durable=True)
def set_place(
    district: CreativeDistrict,
    *,
    latitude: Decimal | None,
    longitude: Decimal | None,
    shape: Any,
    read_version: int,
    acting_user: User,
) -> CreativeDistrict:
    """The point on the map and the outline (see `checked_shape`); None takes either away."""
    standing = Rights(acting_user).require(Act.EDIT_DISTRICT)
    latitude, longitude = checked_point(latitude, longitude)
    place = {"latitude": latitude, "longitude": longitude, "shape": checked_shape(shape)}
    return _change(district, read_version, acting_user, standing, place)


@transaction.atomic(durable=True)
def verify_district(district: CreativeDistrict, *, read_version: int, acting_user: User) -> CreativeDistrict:
    """Vouches for name, place and source: somebody who had no part in them."""
    standing = Rights(acting_user).require(Act.VERIFY_DISTRICT)
    require_another(acting_user, _authors(district))
    if district.verified:
        raise Refused(
            "verified",
            Message("the district is verified already", "ย่านนี้รับรองแล้ว"),
            Message("nothing is left to do", "ไม่ต้องดำเนินการเพิ่มเติม"),
        )
    if not district.source:
        raise Refused(
            "source",
            Message("the district names no source", "ย่านนี้ยังไม่ระบุแหล่งที่มา"),
            Message("add the document or page that names it", "โปรดเพิ่มเอกสารหรือหน้าเว็บที่ระบุชื่อย่าน"),
        )
    change(district, read_version=read_version, verified=True)
    _record("verified", district, acting_user, standing, {})
    return district


@transaction.atomic(durable=True)
def unverify_district(
    district: CreativeDistrict, *, reason: str, read_version: int, acting_user: User
) -> CreativeDistrict:
    """Takes the verification back, and says why."""
    standing = Rights(acting_user).require(Act.VERIFY_DISTRICT)
    reason = required_reason(reason)
    change(district, read_version=read_version, verified=False)
    _record("unverified", district, acting_user, standing, {"reason": reason})
    return district


# --- shared ---


def _change(
    district: CreativeDistrict,
    read_version: int,
    acting_user: User,
    standing: Standing,
    values: dict[str, Any],
    khets: list[Agency] | None = None,
) -> CreativeDistrict:
    """Changes what differs, in one version; where nothing does, nothing happens."""
    differing = {name: value for name, value in values.items() if getattr(district, name) != value}
    before = list(district.khets.all())
    moved = khets is not None and {office.pk for office in khets} != {office.pk for office in before}
    if not differing and not moved:
        return district
    for name, value in differing.items():
        setattr(district, name, value)
    _refuse_twin(district)
    checked(district)
    offices = khets if khets is not None and moved else before
    told = differing | ({"khets": offices} if moved else {})
    ends = {"verified": False} if district.verified and _VERIFIED_PARTS & told.keys() else {}
    found_by = {"search_tokens": _tokens(district, offices), "sort_name": sort_text(district.name_th)}
    change(district, read_version=read_version, **differing, **ends, **found_by)
    if moved:
        district.khets.set(offices)
    _record("edited", district, acting_user, standing, told | ends)
    return district


def _cleaned(texts: dict[str, str]) -> dict[str, str]:
    unknown = texts.keys() - {*NAMES, *TEXTS, *SOURCES}
    if unknown:
        raise TypeError(f"not to be set here: {', '.join(sorted(unknown))}")
    return {name: clean(text).strip() if name in TEXTS else clean_line(text) for name, text in texts.items()}


def _checked_khets(khets: Iterable[Agency]) -> list[Agency]:
    offices = sorted({office.pk: office for office in khets}.values(), key=lambda office: office.code)
    if any(office.kind != AgencyKind.DISTRICT_OFFICE for office in offices):
        raise Refused(
            "khets",
            Message("a district lies in khets, not in other agencies", "ย่านต้องอยู่ในเขต ไม่ใช่หน่วยงานอื่น"),
            Message("choose district offices", "โปรดเลือกสำนักงานเขต"),
        )
    return offices


def _refuse_twin(district: CreativeDistrict) -> None:
    if CreativeDistrict.objects.filter(name_th=district.name_th).exclude(pk=district.pk).exists():
        raise Refused(
            "name_th",
            Message("a district of this name exists", "มีย่านชื่อนี้อยู่แล้ว"),
            Message("open that one, or add what tells them apart", "โปรดเปิดย่านนั้น หรือเพิ่มคำที่ทำให้ชื่อต่างกัน"),
        )


def _slug(name_en: str) -> str:
    stem = slugify(name_en)[:60] or "district"
    taken = set(CreativeDistrict.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return stem if stem not in taken and name_en else f"{stem}-{uuid.uuid4().hex[:8]}"


def _tokens(district: CreativeDistrict, khets: Iterable[Agency]) -> str:
    texts = [getattr(district, name) for name in (*NAMES, *TEXTS)]
    offices = [name for office in khets for name in (office.name_th, office.name_en)]
    return stored_tokens(*texts, *offices)


def _authors(district: CreativeDistrict) -> set[int]:
    """Everybody who ever wrote at the district, in person or through a deputy, as the audit chain knows."""
    entries = AuditEntry.objects.filter(
        subject=district.subject, action__in=("districts.district.created", "districts.district.edited")
    )
    bodies = [json.loads(body) for body in entries.values_list("body", flat=True)]
    names = {name for body in bodies for name in (body["actor"], body["on_behalf_of"]) if name}
    return {int(name.removeprefix("user:")) for name in names}


def _place(district: CreativeDistrict) -> dict[str, Any]:
    place = {name: getattr(district, name) for name in ("latitude", "longitude", "shape")}
    return {name: value for name, value in place.items() if value is not None}


def _record(verb: str, district: CreativeDistrict, acting_user: User, standing: Standing, told: dict[str, Any]) -> None:
    record(
        f"districts.district.{verb}",
        acting_user=acting_user,
        standing=standing,
        subject=district.subject,
        data={name: _told(name, value) for name, value in told.items() if name not in _PERSONAL},
        personal={name: told[name] for name in _PERSONAL if told.get(name)},
    )


def _told(name: str, value: Any) -> Any:
    """A value as the audit chain keeps it: decimals as text, khets by code, shapes by the hash of their GeoJSON."""
    if name == "khets":
        return [office.code for office in value]
    if name == "shape" and value is not None:
        return {"type": value["type"], "sha256": hashlib.sha256(json.dumps(value).encode()).hexdigest()}
    return str(value) if isinstance(value, Decimal) else value
