"""Tables that go through LibreOffice and come back: as ODS and again as XLSX, and a CSV saved as a workbook."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from tests.web.year import year

from samrit.exchange.tables import TABLES, as_csv, as_workbook, import_table
from samrit.publicity.models import Work
from samrit.results.models import KeyResult, Measure
from samrit.results.spreadsheets import export_key_results, import_key_results

OFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) is not installed"),
]


def through(folder: Path, kind: str, files: list[Path]) -> list[Path]:
    """The files as LibreOffice saves them in another kind."""
    folder.mkdir()
    profile = f"-env:UserInstallation={(folder.parent / 'profile').as_uri()}"
    comma_and_utf8 = ["--infilter=Text - txt - csv (StarCalc):44,34,76,1"] if files[0].suffix == ".csv" else []
    command = [
        OFFICE,
        "--headless",
        profile,
        *comma_and_utf8,
        "--convert-to",
        kind,
        "--outdir",
        str(folder),
        *map(str, files),
    ]
    done = subprocess.run(command, capture_output=True, timeout=240, check=True)
    if b"could not be loaded" in done.stdout + done.stderr:
        pytest.skip("LibreOffice is there without the program for tables")
    return [folder / f"{path.stem}.{kind}" for path in files]


def test_tables_come_back_from_libreoffice_without_loss(tmp_path: Path) -> None:
    made = year()
    owner = made.people["owner"]
    Work.objects.filter(pk=made.works[0].pk).update(
        title="=HYPERLINK(1)", text="'-สวัสดี\n\n+ครับ ★ 🎉; มี “เครื่องหมาย”", planned_on="2025-01-15"
    )
    Measure.objects.create(key_result=made.key_result, name="people", label="ผู้ร่วมงาน", unit="คน", place=9)
    files = []
    for name in TABLES:
        files += [tmp_path / f"{name}.xlsx", tmp_path / f"csv-{name}.csv"]
        files[-2].write_bytes(as_workbook(TABLES[name], owner))
        files[-1].write_bytes(as_csv(TABLES[name], owner))
    files.append(tmp_path / "key_results.xlsx")
    files[-1].write_bytes(export_key_results(KeyResult.objects.all()))
    books = [path for path in files if path.suffix == ".xlsx"]
    back = through(tmp_path / "again", "xlsx", through(tmp_path / "ods", "ods", books))
    back += through(tmp_path / "of-csv", "xlsx", [path for path in files if path.suffix == ".csv"])
    came = {}
    for path in back:
        name = path.stem.removeprefix("csv-")
        if name == "key_results":
            continue
        found = import_table(name, path.read_bytes(), dry_run=False, acting_user=owner)
        came[path.stem] = (found.created, found.changed, [(one.cell, one.message.en) for one in found.errors])
        assert found.unchanged > 0
    assert came == dict.fromkeys([*TABLES, *(f"csv-{name}" for name in TABLES)], (0, 0, []))
    [book] = [path for path in back if path.stem == "key_results"]
    found = import_key_results(acting_user=owner, data=book.read_bytes())
    assert (list(found.created), list(found.revised), list(found.errors)) == ([], [], [])
