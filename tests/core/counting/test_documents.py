"""Items and rules as JSON: strict, by path, and back again."""

from __future__ import annotations

import json
from importlib import resources

import pytest

from samrit.core.contract import Refused, dump_json, load_json
from samrit.core.counting import count, items_data, packaged_rule, read_items, read_rule, rule_data

PIECE = {
    "id": "p1",
    "title": "ตลาดน้อยยามเย็น",
    "form": "video",
    "producers": ["maker"],
    "entered_by": "maker",
    "districts": ["talat-noi"],
    "duties": ["media"],
    "approval": {"by": "boss", "at": "2025-02-01T09:00:00+07:00"},
    "verification": {"by": "checker", "at": "2025-03-20T02:00:00Z", "outcome": "verified"},
    "tells": [{"district": "talat-noi", "what": "story"}],
    "participation": [{"district": "talat-noi", "how": "เล่าเรื่อง", "evidence": ["e1"]}],
    "counted": [{"key_result": "7301", "fiscal_year": 2568}],
    "renditions": [{"id": "r1", "kind": "original"}],
    "publications": [
        {
            "id": "fb",
            "channel": "facebook",
            "rendition": "r1",
            "first_public_at": "2025-03-01T10:00+07:00",
            "visibility": "public",
            "reference": "https://example.org/1",
            "evidence": ["e1"],
        }
    ],
}
DOCUMENT = {
    "schema": "samrit/work-items/1",
    "key_result": "7301",
    "districts": [{"id": "talat-noi", "name": "ตลาดน้อย"}],
    "people": [{"id": "maker"}, {"id": "checker", "name": "สมหญิง"}, {"id": "boss"}],
    "evidence": [
        {
            "id": "e1",
            "grade": "platform_answer",
            "reference": "https://example.org/1",
            "sha256": "ab",
            "captured_at": "2025-03-01T10:05:00+07:00",
            "verification": {"by": "checker", "at": "2025-03-02T09:00:00+07:00", "outcome": "verified"},
        }
    ],
    "pieces": [PIECE],
    "activities": [
        {
            "id": "a1",
            "producers": ["maker"],
            "duties": ["activity"],
            "starts_at": "2025-03-01T18:00:00+07:00",
            "proofs": [{"kind": "attendance", "number": "40", "evidence": ["e1"]}],
            "series": {"name": "talks", "announced_separately": None},
        }
    ],
    "duplicates": [{"items": ["p1", "a1"], "found_by": "phash", "decision": None}],
}


def read(document):
    return read_items(load_json(json.dumps(document).encode()))


def test_items_go_to_json_and_back():
    """What is read, written and read again is the same."""
    items = read(DOCUMENT)
    written = dump_json(items_data(items))
    assert read_items(load_json(written.encode())) == items


def test_a_document_counts(rule):
    """A person with a shell gets the same figures as a page."""
    counts = count(read(DOCUMENT), rule, as_of=read(DOCUMENT).pieces[0].verification.at)
    assert (counts.publicised, counts.minimums[0].figures.strict) == (1, 1)


def test_the_smallest_document_is_read():
    """Only the schema is compulsory; null is the same as leaving out."""
    assert read({"schema": "samrit/work-items/1"}) == read({"schema": "samrit/work-items/1", "pieces": None})


def change(path, value):
    document = json.loads(json.dumps(DOCUMENT))
    part = document
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = value
    return document


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        (("schema",), "samrit/work-items/2", "schema"),
        (("pices",), [], "pices"),
        (("pieces", 0, "titel"), "x", "pieces[0].titel"),
        (("pieces", 0, "id"), " ", "pieces[0].id"),
        (("pieces", 0, "id"), None, "pieces[0].id"),
        (("pieces", 0, "id"), "a1", "activities[0].id"),
        (("pieces", 0, "duties"), ["medium"], "pieces[0].duties[0]"),
        (("pieces", 0, "districts"), ["bang-rak"], "pieces[0].districts[0]"),
        (("pieces", 0, "producers"), ["Maker"], "pieces[0].producers[0]"),
        (("pieces", 0, "approval", "by"), "nobody", "pieces[0].approval.by"),
        (("pieces", 0, "approval", "at"), "2025-02-01T09:00:00", "pieces[0].approval.at"),
        (("pieces", 0, "approval", "at"), "2025-02-01", "pieces[0].approval.at"),
        (("pieces", 0, "approval", "at"), "2568-02-01T09:00:00+07:00", "pieces[0].approval.at"),
        (("pieces", 0, "approval", "at"), "2025-02-30T09:00:00+07:00", "pieces[0].approval.at"),
        (("pieces", 0, "approval", "at"), 1738375200, "pieces[0].approval.at"),
        (("pieces", 0, "counted", 0, "fiscal_year"), 2025, "pieces[0].counted[0].fiscal_year"),
        (("pieces", 0, "publications", 0, "rendition"), "r2", "pieces[0].publications[0].rendition"),
        (("pieces", 0, "publications", 0, "visibility"), "SELF_ONLY", "pieces[0].publications[0].visibility"),
        (("pieces", 0, "publications", 0, "delivered"), 320, "pieces[0].publications[0].delivered"),
        (("pieces", 0, "publications", 0, "delivered"), "0.5", "pieces[0].publications[0].delivered"),
        (("pieces", 0, "publications", 0, "delivered"), "-1", "pieces[0].publications[0].delivered"),
        (("pieces", 0, "publications", 0, "evidence"), ["e9"], "pieces[0].publications[0].evidence[0]"),
        (("pieces", 0, "participation", 0, "district"), "x", "pieces[0].participation[0].district"),
        (("pieces", 0, "publications"), [PIECE["publications"][0]] * 2, "pieces[0].publications[1].id"),
        (("activities", 0, "proofs", 0, "kind"), "likes", "activities[0].proofs[0].kind"),
        (("activities", 0, "publications"), [], "activities[0].publications"),
        (("evidence", 0, "verification", "by"), "ghost", "evidence[0].verification"),
        (("duplicates", 0, "items"), ["p1", "p9"], "duplicates[0].items[1]"),
        (
            ("duplicates", 0, "decision"),
            {"same": True, "by": "boss", "at": "2025-04-01T09:00:00+07:00"},
            "duplicates[0].decision.keep",
        ),
        (("reach",), "1000", "reach"),
    ],
)
def test_faults_are_refused_by_their_place(path, value, place):
    """One sentence that says what, where and how to mend it, in both languages."""
    with pytest.raises(Refused) as refused:
        read(change(path, value))
    fault = refused.value
    assert (fault.path, all((*fault.what, *fault.mend))) == (place, True)


def test_the_packaged_rule_goes_to_json_and_back(rule):
    """The file of the package says everything: nothing is filled in by the program."""
    file = resources.files("samrit.core.counting").joinpath("rules", "kr-7301-2568-v1.json")
    written = rule_data(rule)
    assert read_rule(load_json(dump_json(written).encode())) == rule == packaged_rule()
    bare = load_json(file.read_bytes()).value
    for minimum, full in zip(bare["minimums"], written["minimums"], strict=True):
        full["conditions"] = [
            {key: value for key, value in row.items() if key != "on" or value is False} for row in full["conditions"]
        ]
        assert minimum == full
    assert {key: value for key, value in bare.items() if key != "minimums"} == {
        key: value for key, value in written.items() if key != "minimums"
    }


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        (("version",), None, "version"),
        (("frozen",), "27 ก.ย. 2567", "frozen"),
        (("time_zone",), "Asia/Krungthep2", "time_zone"),
        (("time_zone",), "../etc/passwd", "time_zone"),
        (("time_zone",), "", "time_zone"),
        (("public",), ["everybody"], "public[0]"),
        (("minimums", 0, "at_least"), 20, "minimums[0].at_least"),
        (("minimums", 1, "id"), "media", "minimums[1].id"),
        (("minimums", 0, "conditions", 5), {"code": "stayed_public"}, "minimums[0].conditions[5].days"),
        (("minimums", 0, "conditions", 5, "days"), "9999", "minimums[0].conditions[5].days"),
        (("minimums", 0, "conditions", 5, "hours"), "1", "minimums[0].conditions[5].hours"),
        (("minimums", 0, "conditions", 5), {"code": "stays"}, "minimums[0].conditions[5].code"),
        (("minimums", 0, "conditions", 5), "stayed_public", "minimums[0].conditions[5]"),
        (("minimums", 0, "conditions", 3), {"code": "on_owned_channel"}, "minimums[0].conditions[3]"),
        (("minimums", 0, "conditions", 3), {"code": "open_to_public"}, "minimums[0].conditions[3]"),
        (("minimums", 2, "conditions", 3), {"code": "public"}, "minimums[2].conditions[3]"),
        (("middle_leaves_out",), ["public"], "middle_leaves_out[0]"),
        (("publicised", "told_by"), ["website"], "publicised.told_by[0]"),
        (("publicised", "verified"), None, "publicised.verified"),
    ],
)
def test_a_rule_is_read_strictly(rule, path, value, place):
    """Unknown codes, settings that are missing, and definitions that are not nested are refused by their place."""
    document = json.loads(dump_json(rule_data(rule)))
    part = document
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = value
    with pytest.raises(Refused) as refused:
        read_rule(load_json(json.dumps(document).encode()))
    assert refused.value.path == place


def test_another_zone_is_read(rule):
    """A rule may live elsewhere, and then days begin there."""
    document = rule_data(rule) | {"time_zone": "UTC"}
    assert read_rule(load_json(dump_json(document).encode())).time_zone == "UTC"
