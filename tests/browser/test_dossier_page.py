"""The page that checks a dossier, in a real browser: the same answers as the program gives."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import random
import re
from pathlib import Path
from typing import Any

import pytest
from tests.factories.dossiers import KEY, ORIGIN, Case, case

from samrit.core.contract import dump_json
from samrit.core.dossier import Misfit, verify_dossier
from samrit.core.dossier.container import read_container, write_container
from samrit.core.dossier.publishing import Published, PublishedCheckpoint, published_text
from samrit.core.dossier.standalone import standalone_verifier
from samrit.core.dossier.writing import write_dossier
from samrit.core.ledger import KeyPair, checkpoint_body, make_handover, signed, witnessed
from samrit.core.thai import to_thai

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "kr-7301-2568.dossier.zip"
AXE = (Path(__file__).parent / "vendor/axe-core/axe.min.js").read_text(encoding="utf-8")
PICTURES = os.environ.get("SAMRIT_PICTURES")
WITNESS, OLDER = KeyPair(b"w" * 32), KeyPair(b"o" * 32)
LOADING = 120_000
"""Milliseconds that the browser may take to start Python on a busy machine."""
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page(tab: Any, live_server: Any) -> Any:
    tab.goto(f"{live_server.url}/verify/")
    return tab


def answer(page: Any, path: Path, *, first: str = "#said section") -> str:
    page.set_input_files("#dossier", path)
    page.wait_for_selector(first, timeout=LOADING)
    return page.inner_text("#said")


def test_who_chooses_the_example_sees_its_score_and_who_signed(page: Any) -> None:
    said = answer(page, EXAMPLE)
    assert "ทุกอย่างที่ตรวจตรงกัน" in said
    assert page.inner_text(".score") == "๕"
    checked = verify_dossier(EXAMPLE.read_bytes())
    numbers = [checked.entries, checked.withheld, checked.evidence, checked.evidence_withheld]
    counted = [to_thai(f"{number:,} รายการ") for number in numbers]
    for part in (*counted, checked.origin, "KR ๗๓๐๑ ปีงบประมาณ พ.ศ. ๒๕๖๘", "verify.py", *PLAIN):
        assert part in said
    assert checked.made_at.startswith("2025-09-30T08:30:")
    assert "๓๐ กันยายน ๒๕๖๘ ๐๘.๓๐ น." in said
    assert "๑๔ เมกะไบต์" in page.inner_text("main")
    assert not re.search(r"[0-9]", said.replace(EXAMPLE.name, ""))
    the_technical_part(page, checked.key)
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        page.evaluate(AXE)
        violations = "axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.map(v => v.id))"
        assert page.evaluate(violations) == []
        if PICTURES:
            page.screenshot(path=f"{PICTURES}/dossier-{width}.png", full_page=True)
    the_key_that_is_known(page, checked.key)


PLAIN = (
    "ไม่มีคำรับรองแนบมาในแฟ้ม ไม่ใช่ข้อผิดพลาด: แฟ้มที่จัดทำก่อนประกาศฉบับแรกเป็นเช่นนี้",
    "ไม่มีตราประทับเวลา ไม่ใช่ข้อผิดพลาด: หน่วยงานไม่ได้ขอไว้",
    "ไม่มีพยานร่วมลงลายมือชื่อ ไม่ใช่ข้อผิดพลาด: หน่วยงานไม่ได้ขอไว้",
)
"""What is not there is said in words, so that nobody takes 0 or a dash for a fault."""


def the_technical_part(page: Any, key: str) -> None:
    """The key is folded away until it is asked for, and stays as it is."""
    assert not page.is_visible("#said [data-said=key]")
    page.click("#said summary")
    assert page.inner_text("#said [data-said=key]") == key


def test_an_english_reader_sees_english_dates_and_digits(page: Any, live_server: Any) -> None:
    page.context.add_cookies([{"name": "django_language", "value": "en", "url": live_server.url}])
    page.reload()
    assert "14" in page.inner_text("main")
    said = answer(page, EXAMPLE)
    for part in (
        "30 September 2025, 08:30",
        f"All {verify_dossier(EXAMPLE.read_bytes()).entries:,} entries",
        "There is no time stamp. That is no fault",
    ):
        assert part in said
    assert not re.search(r"[๐-๙]", said)


def the_key_that_is_known(page: Any, key: str) -> None:
    """What is typed beside the dossier is held against it at once, without choosing it again."""
    page.click("main > details > summary")
    for typed, said in (
        ("0" * 63, "กุญแจสาธารณะต้องเป็นเลขฐานสิบหก ๖๔ หลัก"),
        ("0" * 64, f"ลงลายมือชื่อด้วยกุญแจอื่น: {key}"),
        (key.upper(), "ทุกอย่างที่ตรวจตรงกัน"),
    ):
        page.fill("#known-key", typed)
        page.press("#known-key", "Enter")
        page.wait_for_selector(f"#said :text('{said}')", timeout=LOADING)


def test_a_changed_file_is_named_with_its_place(page: Any, tmp_path: Path) -> None:
    data = bytearray(EXAMPLE.read_bytes())
    data[data.rindex(b'"result": "10"')] ^= 1
    (tmp_path / "x.zip").write_bytes(data)
    said = answer(page, tmp_path / "x.zip")
    assert "ไม่ตรงกัน" in said
    assert "facts.json" in said
    (tmp_path / "y.zip").write_bytes(b"%PDF-1.7")
    assert "ไฟล์นี้ไม่ใช่ไฟล์ zip ของแฟ้มหลักฐาน" in answer(page, tmp_path / "y.zip", first="#said :text('y.zip')")


def test_the_program_that_it_runs_is_the_one_in_the_dossiers(client: Any) -> None:
    given = client.get("/verify/verify.py").content
    assert given == standalone_verifier().encode()
    assert given == read_container(case().write())["verify.py"]


def resigned(files: dict[str, bytes], signer: KeyPair = KEY) -> bytes:
    body = json.loads(files["manifest.json"])["body"]
    body["files"] = {
        name: {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in files.items()
        if name != "manifest.json"
    }
    manifest = dump_json(signed(body, signer)).encode()
    return write_container({"manifest.json": manifest, **{name: files[name] for name in body["files"]}})


def told(data: bytes, key: str | None = None, published: bytes | None = None) -> list[str]:
    """What the program says of a dossier: its score and witnesses, or the place and why, as the browser must too."""
    try:
        found = verify_dossier(data, key=key, published=published)
    except Misfit as misfit:
        return [misfit.place, misfit.what.en]
    return ["fits", str(found.score), json.dumps(dict(found.witnesses)), str(found.checkpoints)]


def told_by_the_browser(page: Any, asked: list[tuple[bytes, str | None, bytes | None]]) -> list[list[str]]:
    """The same of many, by the page's own checker."""
    rows = [[base64.b64encode(part).decode() if isinstance(part, bytes) else part for part in row] for row in asked]
    return page.evaluate(
        """async (rows) => {
            const bytes = (text) => text === null ? undefined : Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
            const program = document.getElementById("drop").dataset.program;
            const worker = new Worker("/static/js/dossier/checker.js", {type: "module"});
            const answers = [];
            for (const [number, [zip, known, kept]] of rows.entries()) {
                const [dossier, key, published] = [bytes(zip), known ?? undefined, bytes(kept)];
                worker.postMessage({number, program, dossier, key, published});
                const {misfit, checked, fault} = await new Promise((done) => {
                    worker.onmessage = ({data}) => data.phase || done(data);
                });
                if (misfit) answers.push([misfit.place, misfit.en]);
                else if (!checked) answers.push([fault]);
                else answers.push(["fits", String(checked.score), checked.witnesses, String(checked.checkpoints)]);
            }
            worker.terminate();
            return answers.map((row) => row.map((part) => typeof part === "object" ? JSON.stringify(part) : part));
        }""",
        rows,
    )


def compared(page: Any, asked: list[tuple[bytes, str | None, bytes | None]]) -> list[list[str]]:
    """What the browser says of each, after it was held against what the program says."""
    wanted = [[part.replace('": ', '":') for part in told(*row)] for row in asked]
    assert told_by_the_browser(page, asked) == [[part.replace('": ', '":') for part in row] for row in wanted]
    return wanted


def changed_bits(whole: bytes, times: int) -> list[bytes]:
    """The dossier with one bit turned, at places in every file of it."""
    draw = random.Random(7301)  # noqa: S311 -- the same places in every run
    files = read_container(whole)
    starts = {name: whole.index(content) for name, content in files.items() if name != "verify.py"}
    places = [starts[name] + draw.randrange(len(files[name])) for name in starts for _ in range(times)]
    places += [draw.randrange(len(whole)) for _ in range(times)]
    return [whole[:at] + bytes([whole[at] ^ 1 << draw.randrange(8)]) + whole[at + 1 :] for at in places]


def rearranged(whole: bytes) -> list[bytes]:
    """What only who holds the key can do: entries dropped, repeated, swapped under a manifest that fits again."""
    files = read_container(whole)
    rows = files["chain.jsonl"].splitlines(keepends=True)
    chains = [rows[:at] + rows[at + 1 :] for at in range(len(rows))] + [rows[: at + 1] + rows[at:] for at in range(3)]
    chains.append([rows[0], rows[2], rows[1], *rows[3:]])
    return [resigned({**files, "chain.jsonl": b"".join(lines)}) for lines in chains]


def untrue(whole: bytes) -> list[bytes]:
    """Documents with another content, each signed again: the score, its reason, a count, an item, a fact, a trace."""
    files = read_container(whole)
    changes = [
        ("score.json", b'"score": "1"', b'"score": "2"'),
        ("score.json", b'"held": true', b'"held": false'),
        ("counts.json", b'"result": "1"', b'"result": "2"'),
        ("items.json", b'"grade": "', b'"grade": "x'),
        ("facts.json", b'"result": "', b'"result": "9'),
        ("traces.json", b'"role": "', b'"role": "x'),
        ("definition.json", b'"code": "7301"', b'"code": "7302"'),
        ("rule.json", b'"schema": "', b'"schema": "x'),
    ]
    made = [(name, files[name].replace(old, new, 1)) for name, old, new in changes]
    assert all(content != files[name] for name, content in made)
    return [resigned({**files, name: content}) for name, content in made]


def with_published(made: Case, published: Published) -> bytes:
    return write_dossier(
        made.material,
        entries=made.chain.entries,
        traces=made.traces,
        origin=ORIGIN,
        signer=KEY,
        published=published,
    )


def test_it_says_of_every_change_what_the_program_says(page: Any) -> None:
    whole = case().write()
    asked = [(data, None, None) for data in [whole, *changed_bits(whole, 2), *rearranged(whole)[::4], *untrue(whole)]]
    first, *others = compared(page, asked)
    assert first[:2] == ["fits", "1"]
    assert len(others) > 30
    assert all(row[0] != "fits" for row in others)


def test_it_follows_a_handed_over_key_and_holds_the_chain_against_what_was_published(page: Any) -> None:
    made = case()
    hashes = [row.hash for row in made.chain.entries]
    body = checkpoint_body(hashes[:5], origin=ORIGIN.name, at="2025-01-01T00:00:00+07:00")
    kept = witnessed(signed(body, OLDER), WITNESS)
    handover = make_handover(OLDER, KEY, origin=ORIGIN.name, at="2025-01-02T00:00:00+07:00")
    holding = Published((handover,), (PublishedCheckpoint(kept),))
    rewritten = signed(checkpoint_body([*hashes[:4], "0" * 64], origin=ORIGIN.name, at=body["at"]), OLDER)
    other = published_text(Published((handover,), (PublishedCheckpoint(rewritten),)))
    longer = checkpoint_body([*hashes, "0" * 64], origin=ORIGIN.name, at=body["at"])
    cut = published_text(Published((), (PublishedCheckpoint(signed(longer, KEY)),)))
    whole, bare = with_published(made, holding), made.write()
    answers = compared(
        page,
        [
            (whole, None, None),
            (whole, OLDER.public, None),
            (bare, OLDER.public, published_text(holding)),
            (bare, OLDER.public, None),
            (whole, WITNESS.public, None),
            (bare, None, other),
            (bare, None, cut),
            (bare, None, b"{"),
        ],
    )
    assert [row[0] for row in answers[:3]] == ["fits"] * 3
    assert answers[0][2:] == [f'{{"{WITNESS.public}":5}}', "1"]
    assert [row[0] for row in answers[3:5]] == ["manifest.json"] * 2
    assert [row[0].split(":")[0] for row in answers[5:]] == ["--checkpoints"] * 3


def test_published_checkpoints_are_chosen_beside_the_dossier(page: Any, tmp_path: Path) -> None:
    made = case()
    hashes = [row.hash for row in made.chain.entries[:5]]
    body = checkpoint_body(hashes, origin=ORIGIN.name, at="2025-01-01T00:00:00+07:00")
    published = Published((), (PublishedCheckpoint(witnessed(signed(body, KEY), WITNESS)),))
    (tmp_path / "d.zip").write_bytes(with_published(made, published))
    said = answer(page, tmp_path / "d.zip")
    for part in ("สายบันทึกต่อจากคำรับรองที่แนบมาในแฟ้มครบทั้ง ๑ ฉบับ", "มีพยานร่วมลงลายมือชื่อ ๑ ราย"):
        assert part in said
    page.click("#said summary")
    assert f"{WITNESS.public} (๕)" in page.inner_text("#said details")
    forged = Published((), (PublishedCheckpoint(signed({**body, "root": "0" * 64}, KEY)),))
    (tmp_path / "kept.json").write_bytes(published_text(forged))
    page.click("main > details > summary")
    page.set_input_files("#published", tmp_path / "kept.json")
    page.wait_for_selector("#said :text('ไม่ใช่คำรับรองของสายบันทึกนี้')", timeout=LOADING)
