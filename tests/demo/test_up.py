"""`samrit up`: the demo on one address, walked as a visitor walks it, stopped, and started again."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

import pytest
from tests.demo.home import Home

LINK = re.compile(r'(?:href|action|src)="(/[^"]*)"')
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
ROLES = (
    "officer",
    "owner",
    "reviewer",
    "approver",
    "inspector",
    "strategy",
    "reader",
    "admin",
)
MOMENTS = ("november", "february", "june", "september")
KEY_RESULT = "key-results/7301-2568/"


class Visitor:
    """A browser without a screen."""

    def __init__(self, home: Home) -> None:
        self.root = f"http://127.0.0.1:{home.port}"
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def get(self, path: str) -> tuple[int, str, str]:
        """The code, where it led, and the page."""
        try:
            with self.browser.open(self.root + path, timeout=60) as answer:
                body = answer.read().decode(errors="replace")
                return answer.status, answer.url.removeprefix(self.root), body
        except urllib.error.HTTPError as error:
            return error.code, path, ""

    def sign_in(self, moment: str, name: str) -> str:
        return self.post(f"/{moment}/demo/sign-in/", f"/{moment}/office/", username=f"demo-{name}")

    def post(self, path: str, form: str, **data: str) -> str:
        token = TOKEN.search(self.get(form)[2])[1]
        body = urllib.parse.urlencode({"csrfmiddlewaretoken": token, **data}).encode()
        with self.browser.open(self.root + path, body, timeout=60) as answer:
            return answer.url.removeprefix(self.root)


def test_a_visit(home):
    """All pages answer each role, in each moment on its own day; what is done stays; another start keeps it."""
    with home.up() as printed:
        _the_front_page(home)
        for name in ROLES:
            _walk(home, "june", name)
        for moment in ("november", "february", "september"):
            _walk(home, moment, "owner")
        _do_something(home)
        _publish_something(home)
        _in_use(home)
    assert f"http://127.0.0.1:{home.port}/" in printed[0]
    assert "demo-inspector" in printed[0]
    assert printed[1] == "0"
    with home.up():
        assert "ขอบคุณทุกคน" in _comments(home, "june")
        assert "ขอบคุณทุกคน" not in _comments(home, "september")


def _the_front_page(home: Home) -> None:
    visitor = Visitor(home)
    code, where, page = visitor.get("/")
    assert (code, where) == (200, "/june/")
    assert "๓๐ มิถุนายน ๒๕๖๘" in page
    assert 'href="/june/office/"' in page
    page = visitor.get("/june/office/")[2]
    assert page.count('class="moment-card"') == 4
    assert page.count('name="username"') == 8
    assert visitor.get("/november/key-results/")[1] == "/november/accounts/login/?next=/november/key-results/"
    assert visitor.get("/october/")[0] == 404


def _walk(home: Home, moment: str, name: str) -> None:
    """The pages of the menu and of the key result, as far as this person may open them."""
    visitor = Visitor(home)
    assert visitor.sign_in(moment, name) == f"/{moment}/week/"
    seen: set[str] = set()
    waiting = [f"/{moment}/week/", *([] if name == "admin" else [f"/{moment}/{KEY_RESULT}"])]
    while waiting:
        path = waiting.pop()
        code, where, page = visitor.get(path)
        assert (code, where.partition("?")[0]) == (200, path), (moment, name, path)
        seen.add(path)
        links = {link.partition("?")[0] for link in LINK.findall(page)}
        assert not {link for link in links if not link.startswith(tuple(_ROOTS))}, path
        nav = page.partition('<main id="main"')[0] if KEY_RESULT not in path else page
        wanted = {link.partition("?")[0].partition("#")[0] for link in LINK.findall(nav)}
        waiting += [
            link
            for link in wanted - seen - set(waiting)
            if re.fullmatch(rf"/{moment}/([a-z-]+/|{KEY_RESULT}([a-z-]+/)?)", link)
            and "accounts" not in link
            and not link.endswith("/office/")  # leads on to the week
        ]
    assert len(seen) >= (5 if name == "admin" else 12), (name, sorted(seen))


_ROOTS = ("/static/", *(f"/{name}/" for name in MOMENTS))


def _do_something(home: Home) -> None:
    visitor = Visitor(home)
    visitor.sign_in("june", "reviewer")
    path = _work(visitor, "june")
    talk = re.search(r'action="(/june/talk/[^"]+)"', visitor.get(path)[2])[1]
    visitor.post(talk, path, text="ขอบคุณทุกคน")
    # The sign-in holds in the other moments, too.
    assert visitor.get("/february/week/")[:2] == (200, "/february/week/")


def _publish_something(home: Home) -> None:
    """Written by one, approved by another, scheduled for a quarter past nine: within seconds everybody sees it."""
    front = Visitor(home).get("/june/office/")[2]
    feeds = re.search(r'href="(http://127\.0\.0\.1:[0-9]+/june/)"', front)[1]
    told = _feed(feeds)
    assert told.count('class="post"') > 20
    officer, reviewer = Visitor(home), Visitor(home)
    officer.sign_in("june", "officer")
    reviewer.sign_in("june", "reviewer")
    new = _begun_by(officer)
    account = re.search(r'<option value="([0-9]+)"[^>]*>Facebook', officer.get(new)[2])[1]
    row = officer.post(new, new, account=account).removesuffix("edit/")
    for visitor, act, more in ((reviewer, "approve", {}), (officer, "schedule", {"scheduled_at": "30/6/2568 9.15"})):
        path = f"{row}{act}/"
        version = re.search(r'name="version" value="([0-9]+)"', visitor.get(path)[2])[1]
        assert visitor.post(path, path, version=version, **more) == row
    code = re.search(r"/s/([A-Za-z0-9]+)", officer.get(row)[2])[0]
    assert code not in told
    for _ in range(120):  # until the post is out, and what the platform answered is written down
        page = officer.get(row)[2]
        post = re.search(r'href="(http://127\.0\.0\.1:[0-9]+/june/www\.facebook\.com/[^"]+)"', page)
        if post and code in _feed(feeds):
            break
        time.sleep(0.5)
    else:
        raise AssertionError(page)
    assert _feed(post[1]).count(code)


def _begun_by(visitor: Visitor) -> str:
    """The address at which a visitor may write an approved work of theirs for one more channel."""
    page = visitor.get(f"/june/{KEY_RESULT}works/")[2]
    for path in dict.fromkeys(re.findall(r"/june/works/[0-9a-f-]{36}/", page)):
        work = visitor.get(path)[2]
        if f'href="{path}deliveries/new/"' in work and "www.facebook.com" in work:
            return f"{path}deliveries/new/"
    raise AssertionError("nobody may publish anything")


def _feed(address: str) -> str:
    with urllib.request.build_opener().open(address, timeout=60) as answer:
        return answer.read().decode()


def _work(visitor: Visitor, moment: str) -> str:
    page = visitor.get(f"/{moment}/{KEY_RESULT}works/")[2]
    return min(re.findall(rf"/{moment}/works/[0-9a-f-]{{36}}/", page))


def _comments(home: Home, moment: str) -> str:
    visitor = Visitor(home)
    visitor.sign_in("june", "reviewer")
    path = _work(visitor, "june").replace("/june/", f"/{moment}/")
    return visitor.get(path)[2]


def _in_use(home: Home) -> None:
    """A second program on the port, and making the demo anew while it is served: one clear line each."""
    taken = home.samrit("up", "--port", str(home.port))
    assert (taken.returncode, taken.stdout, taken.stderr) == (
        2,
        "",
        f"samrit up: --port: port {home.port} is in use by another program: choose another: --port 8001\n",
    )
    served = home.samrit("demo", "--reset")
    assert (served.returncode, served.stdout) == (2, "")
    assert "the demo is in use" in served.stderr


def test_the_demo_keeps_away_from_a_real_office(home, tmp_path):
    """`--empty` serves an office of its own, with its first administrator; the demo's settings refuse its folder."""
    real = Home(tmp_path)
    with real.up("--empty") as printed:
        code, where, _ = Visitor(real).get("/")
        assert (code, where) == (200, "/")
        code, where, _ = Visitor(real).get("/office/")
        assert (code, where) == (200, "/accounts/login/")
    assert "first administrator: admin, password" in printed[0]
    assert re.search(r"workspace +http://127.0.0.1:\d+/office/", printed[0])
    assert not (tmp_path / "demo").exists()
    settings = {**real.environment, "DJANGO_SETTINGS_MODULE": "samrit.settings.demo"}
    done = subprocess.run(
        [sys.executable, "-c", "import django; django.setup()"], env=settings, capture_output=True, check=False
    )
    assert done.returncode != 0
    assert b"holds a real office" in done.stderr
    assert json.loads((home.folder / "demo/demo.json").read_text(encoding="utf-8"))["opens"] == "june"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("up", "--port", "no"), "samrit up: --port: “no” is not a port: give 1 to 65535\n"),
        (
            ("demo", "--moment", "may"),
            f"samrit demo: --moment: “may” is not a moment of the demo: choose from {', '.join(MOMENTS)}\n",
        ),
    ],
)
def test_wrong_words_are_told_in_one_line(home, words, said):
    """Nothing is made or served."""
    done = home.samrit(*words)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", said)
