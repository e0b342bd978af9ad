"""The datasets that everybody may use: rows that stand on public pages anyway, described as Thai CKAN asks for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone

from samrit.core.contract import Message
from samrit.core.rubric.words import STATES
from samrit.exchange import opendata
from samrit.results.models import KeyResult
from samrit.scoring.result import score_key_results
from samrit.site import queries
from samrit.site.addresses import origin, path_of
from samrit.site.enums import PageKind
from samrit.site.rich import plain
from samrit.web.public import opened
from samrit.web.public.page import absolute, link

Row = dict[str, Any]
OWNER = "กรุงเทพมหานคร"
LICENCE = "Creative Commons Attributions"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
ENCODINGS = {"csv": "text/csv", "json": "application/json", "geojson": "application/geo+json"}


@dataclass(frozen=True, slots=True)
class Dataset:
    """One dataset. `columns` are English names without blanks, in the order of the CSV."""

    name: str
    title: Message
    notes: Message
    columns: tuple[str, ...]
    rows: Callable[[], list[Row]]
    tags: tuple[str, ...]
    geo: bool = False
    unit: str = "ไม่มีหน่วย"
    document: Callable[[], Row] | None = None
    """What its JSON is, where that is more than its rows."""
    more: Callable[[], Row] = dict
    """Further fields of the metadata."""

    @property
    def formats(self) -> tuple[str, ...]:
        """In which forms it is given."""
        return ("csv", "json", "geojson") if self.geo else ("csv", "json")


def _districts() -> list[Row]:
    rows = []
    for shown in queries.district_pages():
        row = shown.districts[0]
        khets = list(row.khets.all())
        rows.append(
            {
                "id": str(row.uid),
                "slug": shown.slug,
                "name_th": row.name_th,
                "name_en": row.name_en,
                "khets_th": ", ".join(khet.name_th for khet in khets),
                "khet_codes": ", ".join(khet.dopa_code or khet.code for khet in khets),
                "latitude": None if row.latitude is None else str(row.latitude),
                "longitude": None if row.longitude is None else str(row.longitude),
                "lead_th": shown.content["th"].get("lead", ""),
                "sample": row.sample,
                "published_on": timezone.localdate(shown.published_at).isoformat(),
                "url": origin() + path_of(shown.kind, shown.slug),
            }
        )
    return rows


def _stories() -> list[Row]:
    return [
        {
            "id": shown.uid,
            "slug": shown.slug,
            "title_th": shown.content["th"].get("title", ""),
            "title_en": shown.content.get("en", {}).get("title", ""),
            "lead_th": shown.content["th"].get("lead", ""),
            "letters": len(plain(shown.content["th"].get("body", ""))),
            "districts": ", ".join(row.slug for row in shown.districts),
            "published_on": timezone.localdate(shown.published_at).isoformat(),
            "url": origin() + path_of(shown.kind, shown.slug),
        }
        for shown in queries.pages(PageKind.STORY)
    ]


def _activities() -> list[Row]:
    return [
        {
            "id": str(row.work.uid),
            "title_th": row.work.title,
            "starts_at": timezone.localtime(row.starts_at).isoformat() if row.starts_at else None,
            "ends_at": timezone.localtime(row.ends_at).isoformat() if row.ends_at else None,
            "districts": ", ".join(place.slug for place in row.work.places),
            "host_th": row.host,
            "url": absolute(link("activity", row.work.uid, language="th")),
        }
        for row in queries.activities()
    ]


def _results() -> list[Row]:
    rows = opened.key_results()
    found = score_key_results(rows) if rows else {}
    return [
        {
            "id": str(row.uid),
            "code": row.code,
            "fiscal_year_be": row.fiscal_year,
            "name_th": row.name,
            "host_th": "" if row.host is None else row.host.name_th,
            "as_of": found[row.pk].as_of.isoformat(),
            "score": None if found[row.pk].score.score is None else str(found[row.pk].score.score),
            "state": STATES[found[row.pk].score.state].en,
            "url": absolute(link("result", row.key, language="th")),
        }
        for row in rows
    ]


def _indicators() -> Row:
    return opendata.results(opendata.public_key_results())


def _of_statistics() -> Row:
    years = sorted({row.fiscal_year for row in opened.key_results()})
    return {
        "data_type": "ข้อมูลสถิติ",
        "update_frequency_unit": "ไตรมาส",
        "first_year_of_data": str(years[0]) if years else "",
        "last_year_of_data": str(years[-1]) if years else "",
        "disaggregate": "ตัวชี้วัด, งวด",
        "calculation_method": "ตามแบบรายละเอียดตัวชี้วัดที่ลงนาม",
    }


ALL = (
    Dataset(
        "creative-districts",
        Message("Creative districts of Bangkok", "ย่านสร้างสรรค์ของกรุงเทพมหานคร"),
        Message("Districts that the city’s site shows, with khets and position.", "ย่านที่เผยแพร่บนเว็บไซต์ พร้อมเขตและพิกัด"),
        (
            *("id", "slug", "name_th", "name_en", "khets_th", "khet_codes"),
            *("latitude", "longitude", "lead_th", "sample", "published_on", "url"),
        ),
        _districts,
        ("ย่านสร้างสรรค์", "ท่องเที่ยว", "วัฒนธรรม"),
        geo=True,
    ),
    Dataset(
        "stories",
        Message("Stories of the creative districts", "เรื่องเล่าของย่านสร้างสรรค์"),
        Message("Stories published on the city’s site.", "เรื่องที่เผยแพร่บนเว็บไซต์ของเมือง"),
        ("id", "slug", "title_th", "title_en", "lead_th", "letters", "districts", "published_on", "url"),
        _stories,
        ("เรื่องเล่า", "ประชาสัมพันธ์"),
    ),
    Dataset(
        "activities",
        Message("Activities of the creative districts", "กิจกรรมของย่านสร้างสรรค์"),
        Message("Activities that were announced to the public.", "กิจกรรมที่ประกาศต่อสาธารณะ"),
        ("id", "title_th", "starts_at", "ends_at", "districts", "host_th", "url"),
        _activities,
        ("กิจกรรม", "ปฏิทิน"),
    ),
    Dataset(
        "results",
        Message("Results of key results", "ผลตัวชี้วัด"),
        Message("Scores of the key results that are open to the public.", "คะแนนของตัวชี้วัดที่เปิดเผยต่อสาธารณะ"),
        ("id", "code", "fiscal_year_be", "name_th", "host_th", "as_of", "score", "state", "url"),
        _results,
        ("ตัวชี้วัด", "ผลการดำเนินงาน", "ความโปร่งใส"),
        unit="คะแนน",
    ),
    Dataset(
        "indicators",
        Message("Figures of key results by period", "ค่าผลตัวชี้วัดรายงวด"),
        Message(
            "Accepted figures with target, numerator and denominator; whether they may be added up is said of each.",
            "ค่าที่รับรองแล้วตามงวดรายงาน พร้อมค่าเป้าหมาย ตัวตั้งและตัวหาร และระบุว่าบวกรวมกันได้หรือไม่",
        ),
        opendata.COLUMNS,
        lambda: opendata.flat(_indicators()),
        ("ตัวชี้วัด", "ผลการปฏิบัติราชการ", "กรุงเทพมหานคร"),
        unit="ตามแต่ละตัวชี้วัด",
        document=_indicators,
        more=_of_statistics,
    ),
)


def geojson(row: Dataset) -> Row:
    """The rows that have a position, as points."""
    features = [
        {
            "type": "Feature",
            "id": line["id"],
            "geometry": {"type": "Point", "coordinates": [float(line["longitude"]), float(line["latitude"])]},
            "properties": {name: value for name, value in line.items() if name not in {"latitude", "longitude"}},
        }
        for line in row.rows()
        if line["latitude"] is not None
    ]
    return {"type": "FeatureCollection", "features": features}


def maintainer() -> str:
    """Who keeps the data: the agency that answers for the newest open key result, else the city. 1 query."""
    rows = KeyResult.objects.filter(public=True, host__isnull=False).order_by("-fiscal_year", "-pk")
    return rows.values_list("host__name_th", flat=True).first() or OWNER


def ckan(row: Dataset) -> Row:
    """The metadata of a dataset by the fields of Thai CKAN (data.go.th, data.bangkok.go.th)."""
    return {
        "data_type": "ข้อมูลภูมิสารสนเทศเชิงพื้นที่" if row.geo else "ข้อมูลระเบียน",
        "title": row.title.th,
        "name": row.name,
        "owner_org": OWNER,
        "maintainer": maintainer(),
        "maintainer_email": settings.SAMRIT_DATA_EMAIL,
        "tag_string": ",".join(row.tags),
        "notes": row.notes.th,
        "objective": "พันธกิจหน่วยงาน",
        "update_frequency_unit": "วัน",
        "update_frequency_interval": 1,
        "geo_coverage": "พิกัด" if row.geo else "จังหวัด",
        "data_source": "ระบบสัมฤทธิ์",
        "data_format": ",".join(form.upper() for form in row.formats),
        "data_category": "ข้อมูลสาธารณะ",
        "license_id": LICENCE,
        "unit_of_measure": row.unit,
        "data_language": "ไทย, อังกฤษ",
        "allow_harvest": True,
        "url": absolute(link("dataset", row.name, language="th")),
        "resources": [
            {"url": _file(row, form), "name": f"{row.name}.{form}", "format": form.upper()} for form in row.formats
        ],
        **row.more(),
    }


def dcat() -> Row:
    """The catalogue as DCAT."""
    publisher = {"@type": "foaf:Organization", "foaf:name": {"@value": OWNER, "@language": "th"}}
    contact = {"@type": "vcard:Organization", "vcard:fn": maintainer(), **_mail()}
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "vcard": "http://www.w3.org/2006/vcard/ns#",
        },
        "@id": absolute(link("open_data", language="th")),
        "@type": "dcat:Catalog",
        "dct:title": [{"@value": "ข้อมูลเปิด ย่านสร้างสรรค์ กรุงเทพมหานคร", "@language": "th"}],
        "dct:license": {"@id": LICENCE_URL},
        "dct:publisher": publisher,
        "dcat:dataset": [
            {
                "@id": absolute(link("dataset", row.name, language="th")),
                "@type": "dcat:Dataset",
                "dct:title": [{"@value": row.title.th, "@language": "th"}, {"@value": row.title.en, "@language": "en"}],
                "dct:description": [{"@value": row.notes.th, "@language": "th"}],
                "dct:license": {"@id": LICENCE_URL},
                "dct:publisher": publisher,
                "dcat:contactPoint": contact,
                "dcat:keyword": list(row.tags),
                "dcat:distribution": [
                    {"@type": "dcat:Distribution", "dcat:downloadURL": {"@id": _file(row, form)}, "dct:format": form}
                    for form in row.formats
                ],
            }
            for row in ALL
        ],
    }


def _mail() -> Row:
    address = settings.SAMRIT_DATA_EMAIL
    return {"vcard:hasEmail": {"@id": f"mailto:{address}"}} if address else {}


def _file(row: Dataset, form: str) -> str:
    return absolute(link("download", row.name, form, language="th"))
