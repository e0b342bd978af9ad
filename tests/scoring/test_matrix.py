"""The matrix: districts by what each still needs."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.factories import scoring as make

from samrit.core.thai import sort_text
from samrit.publicity.models import WebsiteEntry
from samrit.scoring.matrix import matrix

pytestmark = pytest.mark.django_db

JUNE = dt.date(2025, 6, 30)


def test_june(in_june):
    """Seven are publicised and need nothing more; three need both a piece and their community."""
    at = in_june
    WebsiteEntry.objects.create(
        key_result=at.key_result,
        district=at.districts[0],
        published_at=make.moment(2025, 3, 1),
        entered_by=at.maker,
    )
    found = matrix(at.key_result, JUNE)
    assert (found.publicised, [name for name, _ in found.columns]) == (7, ["media", "story", "activity"])
    rows = {row.name: row for row in found.rows}
    assert list(rows) == sorted((place.name_th for place in at.districts), key=sort_text)
    in_order = [rows[place.name_th] for place in at.districts]
    assert [(row.publicised, row.on_website, len(row.needs)) for row in in_order] == [
        (number < 7, number == 0, 0 if number < 7 else 2) for number in range(10)
    ]
    assert [[cell.figures.strict for cell in row.cells] for row in in_order] == [[1, 0, 0]] * 7 + [[0, 0, 0]] * 3
    assert in_order[9].needs[0].th == "ยังไม่มีชิ้นงานที่นับได้เล่าเรื่องราวหรืออัตลักษณ์ของย่าน"


def test_the_nearest_work_is_named_by_its_title(in_june):
    """Nobody in the office knows a work by the number under which it is counted."""
    work = make.piece(in_june, in_june.districts[8], make.moment(2025, 5, 5), verified=False)
    needs = {row.name: row.needs for row in matrix(in_june.key_result, JUNE).rows}[in_june.districts[8].name_th]
    assert [f"the nearest is “{work.title}”: " in need.en for need in needs] == [True, True]
    assert [f"ที่ใกล้ที่สุดคือ “{work.title}”: " in need.th for need in needs] == [True, True]


def test_one_item_may_serve_several_districts(in_june):
    """It stands in the cell of each, and counts once for the minimum."""
    from samrit.scoring.result import score_key_result

    at = in_june
    work = at.key_result.works.order_by("pk")[0]
    work.districts.add(at.districts[9])
    found = matrix(at.key_result, JUNE)
    name = f"P{work.pk}"
    served = {at.districts[0].name_th, at.districts[9].name_th}
    assert {row.name for row in found.rows if name in row.cells[0].items} == served
    assert score_key_result(at.key_result, JUNE).compliance[1].strict == 7


def test_where_nothing_is_counted():
    """Without a counting rule there is no matrix."""
    assert matrix(make.office(code="9999").key_result, JUNE) is None
