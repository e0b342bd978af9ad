"""The page that checks a dossier, in a real browser: the same answers as the program gives."""

from __future__ import annotations

import base64
import json
import os
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from tests.factories.dossiers import KEY, case
from tests.strategies.rubrics import facts_data, facts_of, rubric_data, rubric_of

from samrit.core.contract import Refused, dump_json
from samrit.core.dossier import Misfit, verify_dossier
from samrit.core.dossier.container import read_container, write_container
from samrit.core.dossier.publishing import Published, PublishedCheckpoint
from samrit.core.dossier.writing import write_dossier
from samrit.core.ledger import KeyPair, checkpoint_body, signed, witnessed
from samrit.core.rubric import score

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "kr-7301-2568.dossier.zip"
AXE = (Path(__file__).parent / "vendor/axe-core/axe.min.js").read_text(encoding="utf-8")
PICTURES = os.environ.get("SAMRIT_PICTURES")
WITNESS = KeyPair(b"w" * 32)
MODULES = "/static/js/dossier/"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page(tab: Any, live_server: Any) -> Any:
    tab.goto(f"{live_server.url}/verify/")
    return tab


def answer(page: Any, path: Path) -> str:
    page.set_input_files("#dossier", path)
    page.wait_for_selector("#said section")
    return page.inner_text("#said")


def test_who_chooses_the_example_sees_its_score_and_who_signed(page: Any) -> None:
    said = answer(page, EXAMPLE)
    assert "ทุกอย่างที่ตรวจตรงกัน" in said
    assert page.inner_text(".score") == "5"
    checked = verify_dossier(EXAMPLE.read_bytes())
    for part in (checked.key, f"{checked.entries} ({checked.withheld})", checked.origin, "7301 / 2568", "verify.py"):
        assert part in said
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        page.evaluate(AXE)
        assert (
            page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.map(v => v.id))")
            == []
        )
        if PICTURES:
            page.screenshot(path=f"{PICTURES}/dossier-{width}.png", full_page=True)


def test_a_changed_file_is_named_with_its_place(page: Any, tmp_path: Path) -> None:
    data = bytearray(EXAMPLE.read_bytes())
    data[data.rindex(b'"result": "10"')] ^= 1
    (tmp_path / "x.zip").write_bytes(data)
    said = answer(page, tmp_path / "x.zip")
    assert "ไม่ตรงกัน" in said
    assert "facts.json" in said
    (tmp_path / "y.zip").write_bytes(b"%PDF-1.7")
    assert "ไฟล์นี้ไม่ใช่ไฟล์ zip ของแฟ้มหลักฐาน" in answer(page, tmp_path / "y.zip")


def test_another_key_than_the_one_that_is_known_is_told(page: Any) -> None:
    page.click("summary")
    page.fill("#known-key", "0" * 64)
    assert "ลงลายมือชื่อด้วยกุญแจอื่น" in answer(page, EXAMPLE)


def resigned(files: dict[str, bytes], signer: KeyPair = KEY) -> bytes:
    import hashlib

    body = json.loads(files["manifest.json"])["body"]
    body["files"] = {
        name: {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in files.items()
        if name != "manifest.json"
    }
    manifest = dump_json(signed(body, signer)).encode()
    return write_container({"manifest.json": manifest, **{name: files[name] for name in body["files"]}})


def places(page: Any, whole: bytes, changes: list[list[tuple[int, int]]]) -> list[str | None]:
    """Where the browser finds each change (places with the bits to turn) not to fit; None where it finds nothing."""
    return page.evaluate(
        """async ([module, whole, changes]) => {
            const {verify, Misfit} = await import(module);
            const data = Uint8Array.from(atob(whole), (sign) => sign.charCodeAt(0));
            const found = [];
            for (const change of changes) {
                const changed = data.slice();
                for (const [at, bits] of change) changed[at] ^= bits;
                try { await verify(changed); found.push(null); }
                catch (error) { found.push(error instanceof Misfit ? error.place : `fault: ${error}`); }
            }
            return found;
        }""",
        [f"{MODULES}verifying.js", base64.b64encode(whole).decode(), changes],
    )


def misfit(data: bytes) -> str | None:
    try:
        verify_dossier(data)
    except Misfit as found:
        return found.place
    return None


def test_every_changed_bit_is_found_where_the_program_finds_it(page: Any) -> None:
    whole = case().write()
    draw = random.Random(7301)  # noqa: S311 -- the same places in every run
    own_text = [place for place in range(len(whole)) if not 0 < place - whole.index(b"verify.pyPK"[:9]) < 400_000]
    chosen = [(draw.choice(own_text), 1 << draw.randrange(8)) for _ in range(100)]
    found = places(page, whole, [[change] for change in chosen])
    for (at, bits), place in zip(chosen, found, strict=True):
        changed = bytearray(whole)
        changed[at] ^= bits
        assert place == misfit(bytes(changed)), at


def test_what_a_holder_of_the_key_rearranges_is_found_too(page: Any) -> None:
    files = read_container(case().write())
    rows = files["chain.jsonl"].splitlines(keepends=True)
    swapped = [rows[0], rows[2], rows[1], *rows[3:]]
    forged = [rows[:at] + rows[at + 1 :] for at in range(len(rows))] + [rows[: at + 1] + rows[at:] for at in range(3)]
    for lines in [*forged, swapped]:
        data = resigned({**files, "chain.jsonl": b"".join(lines)})
        assert places(page, data, [[]]) == [misfit(data)]
    other = resigned({**files, "score.json": files["score.json"].replace(b'"score": "1"', b'"score": "2"', 1)})
    assert places(page, other, [[]]) == ["score.json"]


def test_witnesses_are_shown(page: Any, tmp_path: Path) -> None:
    made = case()
    hashes = [row.hash for row in made.chain.entries[:5]]
    statement = witnessed(signed(checkpoint_body(hashes, origin="x", at="2025-01-01T00:00:00+07:00"), KEY), WITNESS)
    from tests.factories.dossiers import ORIGIN

    data = write_dossier(
        made.material,
        entries=made.chain.entries,
        traces=made.traces,
        origin=ORIGIN,
        signer=KEY,
        published=Published((), (PublishedCheckpoint(statement),)),
    )
    (tmp_path / "d.zip").write_bytes(data)
    assert f"{WITNESS.public} (5)" in answer(page, tmp_path / "d.zip")


def cases() -> list[list[Any]]:
    """Rubrics of every form with facts, and what the program makes of them."""
    found: list[list[Any]] = []

    @settings(max_examples=400, database=None, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
    @given(rubric_data().flatmap(lambda rubric: facts_data(rubric).map(lambda facts: (rubric, facts))))
    def gather(drawn: tuple[Any, Any]) -> None:
        rubric, facts = drawn
        try:
            scored = score(rubric_of(rubric), facts_of(facts))
            data = [scored.state, None if scored.score is None else f"{scored.score}"]
        except Refused:
            data = ["refused", None]
        found.append([rubric, facts, data])

    gather()
    return found


def test_scores_are_those_of_the_program(page: Any) -> None:
    """Five forms, formulas, rounding, deductions, doubts: generated rubrics with facts."""
    from decimal import Decimal

    drawn = cases()
    assert len(drawn) > 250
    assert {row[2][0] for row in drawn} >= {"scored", "no_data", "below_first", "not_applicable"}
    again = page.evaluate(
        """async ([module, cases]) => {
            const {outcomeOf} = await import(module);
            return cases.map(([rubric, facts]) => {
                try { const {state, score} = outcomeOf(rubric, facts); return [state, score]; }
                catch (error) { return [error.constructor.name === "Refused" ? "refused" : `fault: ${error}`, null]; }
            });
        }""",
        [f"{MODULES}rubric.js", drawn],
    )
    for (rubric, facts, [state, value]), [state_again, value_again] in zip(drawn, again, strict=True):
        same = value == value_again or (value and value_again and Decimal(value) == Decimal(value_again))
        assert (state, bool(same)) == (state_again, True), (rubric, facts, value, value_again)


def test_signatures_are_checked_without_the_browsers_own_as_well(page: Any) -> None:
    message = b"samrit"
    good = KEY.sign(message)
    bad = [bytes([*good[:at], good[at] ^ 1, *good[at + 1 :]]) for at in (0, 20, 31, 32, 50, 63)]
    found = page.evaluate(
        """async ([module, key, message, signatures]) => {
            const {isSigned, isSignedByHand, unhex} = await import(module);
            const both = [];
            for (const one of signatures) both.push([
                await isSigned(unhex(key), unhex(message), unhex(one)),
                await isSignedByHand(unhex(key), unhex(message), unhex(one))]);
            return both;
        }""",
        [f"{MODULES}ledger.js", KEY.public, message.hex(), [good.hex(), *(one.hex() for one in bad)]],
    )
    assert found == [[True, True], *([[False, False]] * 6)]
