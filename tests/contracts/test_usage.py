"""Bad usage, help, language and streams."""

from __future__ import annotations

import array
import fcntl
import json
import os
import signal
import subprocess
import sys
import termios
import time

import pytest

COMMANDS = (
    (),
    ("sheet",),
    ("sheet", "read"),
    ("sheet", "check"),
    ("sheet", "write"),
    ("score",),
    ("count",),
    ("count", "items"),
    ("count", "rule"),
    ("up",),
    ("worker",),
    ("doctor",),
    ("backup",),
    ("restore",),
    ("manage",),
)

BAD_USAGE = (
    (),
    ("sheet",),
    ("sheet", "read"),
    ("sheet", "check"),
    ("sheet", "write"),
    ("sheet", "write", "a.json"),
    ("sheet", "write", "a.json", "--to"),
    ("sheet", "write", "a.json", "--to", "a.odt"),
    ("sheet", "write", "a.json", "--to", ""),
    ("sheet", "burn", "a.txt"),
    ("sheet", "read", "a.txt", "b.txt"),
    ("sheet", "read", "--jso", "a.txt"),
    ("sheet", "read", "--json=1", "a.txt"),
    ("sheet", "read", "--nonsense\nsecond line", "a.txt"),
    ("score",),
    ("score", "a.json"),
    ("score", "a", "b", "c"),
    ("score", "-", "-"),
    ("count",),
    ("count", "items", "a.json"),
    ("count", "items", "-", "--as-of", "yesterday"),
    ("count", "items", "-", "--as-of", "2568-99-99T00:00:00+07:00"),
    ("count", "items", "-", "--rule", "-", "--as-of", "2025-06-30"),
    ("backup",),
    ("restore", "a.tar", "--replace", "b.tar"),
    ("doctor", "it"),
    ("burn",),
    ("--lang", "fr"),
    ("--lang",),
    ("--burn",),
    ("\x1b[31m",),
    ("sheet", "read", ""),
)


@pytest.mark.parametrize("words", BAD_USAGE)
@pytest.mark.parametrize("locale", ["th_TH.UTF-8", "en_US.UTF-8", "C"])
def test_bad_usage_is_one_line(samrit, words, locale):
    """Exit code 2, nothing on stdout, one line on stderr, whatever is wrong and whatever the locale."""
    line = samrit(*words, locale=locale).refusal()
    assert "\x1b" not in line


@pytest.mark.parametrize("words", COMMANDS)
@pytest.mark.parametrize("lang", ["th", "en"])
def test_every_command_has_its_help(samrit, words, lang):
    """`--help` prints on stdout in the language asked for and exits with 0."""
    done = samrit(*words, "--help", "--lang", lang)
    assert (done.code, done.err) == (0, b"")
    usage = "วิธีใช้: samrit" if lang == "th" else "usage: samrit"
    assert done.out.decode().startswith(" ".join((usage, *words)))


def test_the_version_is_printed(samrit):
    """One line, whatever the language."""
    done = samrit("--version")
    assert (done.code, done.err) == (0, b"")
    assert done.out.startswith(b"samrit ")


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("th_TH.UTF-8", "ไม่พบไฟล์นี้"),
        ("C", "ไม่พบไฟล์นี้"),
        ("en_US.UTF-8", "there is no such file"),
        ("en_GB.ISO-8859-1", "there is no such file"),
    ],
)
def test_the_locale_chooses_the_language_and_never_the_encoding(samrit, locale, said):
    """Thai unless the locale is English; UTF-8 in every one, also for a Thai file name."""
    line = samrit("score", "ไม่มี.json", "ไม่มี.json", locale=locale).refusal()
    assert line.startswith("ไม่มี.json: ")
    assert said in line


def test_an_encoding_from_outside_does_not_matter(samrit):
    """PYTHONIOENCODING and a switched-off UTF-8 mode leave the output UTF-8."""
    line = samrit("score", "x", "y", locale="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0").refusal()
    assert "ไม่พบไฟล์นี้" in line


def test_a_file_name_that_is_not_utf_8_does_no_harm(samrit, examples):
    """What is printed stays UTF-8, and the document can be read again."""
    name = os.fsdecode(b"\xff.txt")
    samrit.write(name, (examples / "kr-7301.txt").read_bytes())
    done = samrit("sheet", "read", name, "--json")
    assert done.code == 0
    assert json.loads(done.out.decode())["source"]["file"] == "?.txt"
    samrit("sheet", "read", os.fsdecode(b"\xfe")).refusal()


def test_a_thai_name_survives_an_ascii_locale(samrit):
    """Even where Python cannot read its own arguments."""
    line = samrit("score", "ไทย.json", "x", locale="C", PYTHONUTF8="0", SAMRIT_LANG="en").refusal()
    assert line.startswith("ไทย.json: ")


def test_python_m_is_the_same_program():
    """`python -m samrit` answers as `samrit` does, with its name."""
    done = subprocess.run([sys.executable, "-m", "samrit", "--lang", "en"], capture_output=True, check=False, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "samrit: arguments: no command is given: `samrit --help` shows how it is used\n"


def test_a_reader_who_leaves_is_not_complained_about(examples):
    """A closed pipe ends the program quietly."""
    sheet = examples / "kr-7301.txt"
    command = f"'{sys.executable}' -m samrit sheet read '{sheet}' | head -c 1 >/dev/null; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False, text=True)
    assert (done.stdout, done.stderr) == ("0\n", "")


def waiting(pipe: int) -> int:
    """How many bytes in the pipe nobody has read."""
    count = array.array("i", [0])
    fcntl.ioctl(pipe, termios.FIONREAD, count)
    return count[0]


def test_ctrl_c_is_quiet():
    """An interrupt while it waits for stdin prints nothing."""
    process = subprocess.Popen(
        ["env", "--default-signal=INT", sys.executable, "-m", "samrit", "sheet", "read", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        os.write(process.stdin.fileno(), b"7301")
        for _ in range(600):  # until it has taken what was typed, and waits for more
            if waiting(process.stdin.fileno()) == 0:
                break
            time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    finally:
        process.kill()
        process.wait()
    assert (out, err) == (b"", b"")
    assert process.returncode in {130, -signal.SIGINT}


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="the system has no /dev/full")  # noqa: PTH110 -- a device
def test_a_full_disk_is_told():
    """What cannot be printed is a refusal, not a traceback."""
    with open("/dev/full", "wb") as full:  # noqa: PTH123 -- a device
        done = subprocess.run(
            [sys.executable, "-m", "samrit", "--version", "--lang", "en"],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.decode().startswith("stdout: document: the system says: ")
    assert done.stderr.count(b"\n") == 1


@pytest.mark.parametrize("words", [("backup", "kept.zip"), ("worker", "--once")], ids=" ".join)
def test_a_folder_that_was_never_prepared_is_told_how_to_be(samrit, words):
    """One sentence with the way to mend it, not the name of a table; nothing waits for what will not come."""
    line = samrit(*words, "--lang", "en", SAMRIT_HOME=str(samrit.folder / "office")).refusal()
    assert line == (
        f"{samrit.folder / 'office' / 'samrit.sqlite3'}: database: the office here was never prepared, or not since the"
        " program was upgraded: run `samrit manage migrate`; SAMRIT_HOME names the folder of one machine's office"
    )
