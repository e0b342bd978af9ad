"""The English catalogue: complete, exact, compiled, and collected without any gettext tools."""

from __future__ import annotations

import ast
import gettext
import importlib.util
import io
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "src" / "samrit"
THAI = re.compile(r"[\u0e00-\u0e7f]")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    """scripts/messages.py as a module."""
    spec = importlib.util.spec_from_file_location("samrit_messages_tool", ROOT / "scripts" / "messages.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_every_text_has_its_english(tool):
    """No text of a page waits for its English, and nothing is kept that no page says any more."""
    catalogue, texts = tool.read(), tool.texts()
    todo = tool.waiting(tool.brought_up_to_date(catalogue, texts))
    assert todo == [], (
        "These texts have no English yet. Run `make messages`, write the English of each into"
        " src/samrit/locale/en/LC_MESSAGES/django.po (msgstr), run `make messages` again and commit both files."
    )
    assert set(catalogue) - texts == set(), "No page says these any more: run `make messages` and commit both files."


def test_both_files_are_as_the_tool_writes_them(tool):
    """Sorted, and compiled from what the catalogue says today (`make messages` mends it)."""
    catalogue = tool.read()
    assert tool.CATALOGUE.read_text(encoding="utf-8") == tool.written(catalogue)
    assert tool.CATALOGUE.with_suffix(".mo").read_bytes() == tool.compiled(catalogue)


def test_english_keeps_the_placeholders(tool):
    """Each form of the English has the placeholders of its Thai, no more and no less."""
    wrong = {
        text.said: form
        for text, said in tool.read().items()
        for form in said
        if sorted(PLACEHOLDER.findall(form)) != sorted(PLACEHOLDER.findall(text.said))
    }
    assert wrong == {}


def test_english_is_english(tool):
    """No Thai letters but in quotation marks, where an example of the sheet's own words stands."""
    rows = {text.said: re.sub(r'"[^"]*"', "", " ".join(said)) for text, said in tool.read().items()}
    assert {thai: said for thai, said in rows.items() if THAI.search(said)} == {}


def test_the_compiled_catalogue_is_read_by_the_standard_library(tool):
    """Contexts, plurals and line breaks come back as they were written; what has no English stays out."""
    catalogue = {
        tool.Text("ส่งกลับ"): ("Returned",),
        tool.Text("ส่งกลับ", "command"): ("Return",),
        tool.Text("%(n)s วัน", "", "%(n)s วัน"): ("%(n)s day", "%(n)s days"),
        tool.Text("เรียน\n“ท่าน”"): ("Dear\n“you”",),
        tool.Text("ยังไม่แปล"): ("",),
    }
    read = gettext.GNUTranslations(io.BytesIO(tool.compiled(catalogue)))
    said = [
        read.gettext("ส่งกลับ"),
        read.pgettext("command", "ส่งกลับ"),
        read.gettext("เรียน\n“ท่าน”"),
        read.gettext("ยังไม่แปล"),
    ]
    assert said == ["Returned", "Return", "Dear\n“you”", "ยังไม่แปล"]
    assert [read.ngettext("%(n)s วัน", "%(n)s วัน", n) for n in (0, 1, 2)] == ["%(n)s days", "%(n)s day", "%(n)s days"]


def test_a_written_catalogue_is_read_again(tool, tmp_path):
    """Whatever a text holds; one that is marked fuzzy waits again."""
    catalogue = {
        tool.Text('a "b"\n\\c', "x"): ('"1"\n\\',),
        tool.Text("n", "", "n s"): ("one", "several"),
    }
    path = tmp_path / "django.po"
    path.write_text(tool.written(catalogue), encoding="utf-8")
    assert tool.read(path) == catalogue
    path.write_text('#, fuzzy\nmsgid "a"\nmsgstr "b"\n', encoding="utf-8")
    assert tool.read(path) == {tool.Text("a"): ("",)}


def test_a_conflict_in_the_catalogue_keeps_both_sides(tool, tmp_path):
    """Two people's new texts that meet in one place need no hand."""
    path = tmp_path / "django.po"
    both = ['msgid "a"\nmsgstr "1"', 'msgid "b"\nmsgstr "2"']
    path.write_text("\n".join(["<<<<<<< HEAD", both[0], "=======", both[1], ">>>>>>> mine"]) + "\n", encoding="utf-8")
    assert tool.read(path) == {tool.Text("a"): ("1",), tool.Text("b"): ("2",)}


def test_texts_of_a_template_are_found(tool):
    """Wherever they stand: in tags, in arguments, in filters, in blocks with names and counts."""
    source = (
        '{% load i18n %}{% translate "ก" %}{% translate "ข" context "command" %}'
        "{% empty _(\"ค\") _('ง') %}{{ a|default:_('จ') }}"
        "{% blocktranslate with n=a|b %}ฉ {{ n }} 5%{% endblocktranslate %}"
        "{% blocktranslate count n=a %}ช {{ n }}{% plural %}ซ {{ n }}{% endblocktranslate %}"
    )
    text = tool.Text
    assert set(tool.of_template(source)) == {
        *map(text, "กคงจ"),
        text("ข", "command"),
        text("ฉ %(n)s 5%%"),
        text("ช %(n)s", "", "ซ %(n)s"),
    }


def test_texts_of_code_are_found(tool):
    """Also inside f-strings, which GNU xgettext does not look into."""
    source = """
a = _("ก" "ข")
b = f"{_('ค')}: {d}"
c = translation.pgettext_lazy("command", "ง")
e = ngettext("จ", "ฉ", n)
f = gettext_lazy("ช") % {"x": _("ซ")}
g = other("ฌ") + _(h)
"""
    text = tool.Text
    found = {text("กข"), text("ค"), text("ง", "command"), text("จ", "", "ฉ"), text("ช"), text("ซ")}
    assert set(tool.of_code(source)) == found


# --- nothing is said past the catalogue ---

SAID_IN_BOTH = {"Message", "_", *(f"{n}gettext{lazy}" for n in ("", "n", "p", "np") for lazy in ("", "_lazy"))}
NO_WORDS = {
    "web/public/datasets.py": "the values that the national metadata standard prescribes, which are Thai",
    "web/shared/forms.py": "reads a time as people write it",
    "web/shared/templatetags/samrit.py": "eras, clock times and weekdays, each beside its English",
    "web/office/views/openrosa.py": "answers a telephone's program, which tells no language, in both at once",
    "web/public/whole.py": "words that it looks for in what others say",
    "web/serve.py": "the terminal of whoever installs, in both languages",
}


IN_CATALOGUE = re.compile(
    r"""\{% blocktranslate.*?endblocktranslate %\}|\{#.*?#\}|\{% comment.*?endcomment %\}"""
    r"""|(?:\b_\(|\{% translate )(?:"[^"]*"|'[^']*')|<(\w+) lang="th"[^>]*>[^<]*</\1>"""
    r"""|<button[^>]*lang="th">.*?</button>""",
    re.DOTALL,
)
IN_BOTH = {"500.html", "403_csrf.html"}  # say it in both at once: they come when nothing more can be asked


def loose(node: ast.AST) -> list[str]:
    """Thai texts of a module that stand in no call that has them in both languages; docstrings are not said."""
    if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in SAID_IN_BOTH:
        return []
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return []
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and THAI.search(node.value):
        return [node.value]
    return [text for part in ast.iter_child_nodes(node) for text in loose(part)]


def test_pages_say_nothing_past_the_catalogue():
    """No Thai text of `web` stands outside gettext's functions and `Message`."""
    found = {}
    for path in (SOURCES / "web").rglob("*.py"):
        name = str(path.relative_to(SOURCES))
        texts = [] if name in NO_WORDS else loose(ast.parse(path.read_text(encoding="utf-8")))
        if texts:
            found[name] = texts
    assert found == {}


def test_templates_say_nothing_past_the_catalogue():
    """No Thai letter stands in a template outside `translate`, `blocktranslate` and `_()`."""
    found = {}
    for path in SOURCES.rglob("*.html"):
        said = IN_CATALOGUE.sub("", path.read_text(encoding="utf-8"))
        if THAI.search(said) and path.name not in IN_BOTH:
            found[str(path.relative_to(SOURCES))] = said
    assert found == {}


def test_sign_in_pages_speak_as_an_official_does(tool):
    """No text of allauth that somebody may see calls the reader คุณ, speaks as ฉัน or เรา, or stays English."""
    package = Path(importlib.util.find_spec("allauth").origin).parent
    theirs = gettext.translation("django", package / "locale", ["th"])
    ours = gettext.translation("django", SOURCES / "locale", ["th"])
    ours.add_fallback(theirs)
    found = set()
    for part in ("account", "mfa", "socialaccount", "usersessions"):
        for path in (package / "templates" / part).rglob("*.*"):
            found |= set(tool.of_template(path.read_text(encoding="utf-8")))
        for path in (package / part).glob("*.py"):
            if path.stem in {"adapter", "forms", "fields", "views"}:
                found |= set(tool.of_code(path.read_text(encoding="utf-8")))
    said = {text.said: ours.ngettext(text.said, text.plural, 2) if text.plural else _said(ours, text) for text in found}
    assert {en: th for en, th in said.items() if re.search("คุณ|ฉัน|เรา|เซสช|หรอ|มั้ย", th) or not THAI.search(th)} == {}


def _said(catalogue, text):
    return catalogue.pgettext(text.context, text.said) if text.context else catalogue.gettext(text.said)


def test_thai_of_our_own_is_compiled_and_keeps_the_placeholders(tool):
    """Every form has the placeholders of its English."""
    catalogue = tool.read(tool.THAI)
    assert tool.THAI.with_suffix(".mo").read_bytes() == tool.compiled(catalogue)
    pairs = [(text.said, form) for text, said in catalogue.items() for form in said]
    assert [pair for pair in pairs if len({tuple(sorted(PLACEHOLDER.findall(one))) for one in pair}) > 1] == []
