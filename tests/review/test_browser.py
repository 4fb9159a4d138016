"""A real Chromium: every action by mouse and by keyboard alone; no complaint in the console; axe finds nothing."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete

from framing.review.accounts import Accounts, Rank
from framing.review.books import keep_built_in
from framing.review.database import open_database
from framing.review.decisions import Decisions, Draft
from framing.review.queue import Queue
from framing.review.tables import sessions
from framing.review.web import create_app
from tests.review.conftest import A, build

pytestmark = pytest.mark.browser
PASSWORD = "correct horse battery"
HOSTILE = "\u202e<script>alert(1)</script> <img src=x onerror=alert(2)> {{ 7*7 }} \U0001f6a2 "


FAILED = re.compile(r"status of 401|ERR_FAILED|htmx:(sendError|afterRequest)")
"""What a browser writes in its console where a test has a request fail."""


class Site:
    """A running application over an invented event."""

    def __init__(self, folder: Path) -> None:
        import uvicorn

        self.engine = open_database(f"sqlite:///{folder / 'review.db'}")
        self.decisions, self.queue = Decisions(self.engine), Queue(self.engine)
        self.decisions.sync(build(HOSTILE + A))
        keep_built_in(self.engine, "generic")
        accounts = Accounts(self.engine)
        for name, rank in (("ada", Rank.CODER), ("ben", Rank.CODER), ("jo", Rank.ADJUDICATOR), ("root", Rank.ADMIN)):
            accounts.add(name, PASSWORD, rank)
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            port = found.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        config = uvicorn.Config(create_app(self.engine), host="127.0.0.1", port=port, log_level="error")
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, daemon=True)
        self.thread.start()
        for _ in range(200):
            if self.server.started:
                break
            time.sleep(0.05)

    def item(self, kind: str) -> str:
        return next(item.id for item in self.queue.waiting(99, kind=kind))

    def labels(self, item: str) -> list[str]:
        return [decision.label for decision in self.decisions.history(item)]

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join(10)
        self.engine.dispose()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    running = Site(tmp_path)
    yield running
    running.stop()


Enter = Callable[..., Any]


@pytest.fixture
def enter(chromium: Any, site: Site) -> Iterator[Enter]:
    """Log in and open a path; afterwards the console must be empty and nothing foreign asked for."""
    opened: list[tuple[Any, list[str]]] = []

    def open_page(name: str, path: str = "/", width: int = 1440, height: int = 900, **context: Any) -> Any:
        made = chromium.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce", **context)
        page = made.new_page()
        page.set_default_timeout(30_000)
        complaints: list[str] = []
        page.on("console", lambda message: None if FAILED.search(message.text) else complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (complaints.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on(
            "request",
            lambda r: complaints.append(f"request: {r.url}") if not r.url.startswith((site.url, "data:")) else None,
        )
        opened.append((made, complaints))
        page.goto(f"{site.url}/login")
        page.fill("#name", name)
        page.fill("#password", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(f"{site.url}/")
        if path != "/":
            page.goto(site.url + path)
        return page

    yield open_page
    for made, complaints in opened:
        made.close()
        assert complaints == []


def wait(condition: Callable[[], bool]) -> None:
    """Until the server has stored what the page sent."""
    for _ in range(200):
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError("nothing was stored")


def test_decisions_by_keyboard_alone_and_undo(site: Site, enter: Enter) -> None:
    page = enter("ada", "/?kind=link")
    page.keyboard.press("n")
    page.wait_for_selector("form.decide")
    item = re.findall(r"/items/([0-9a-f]{64})", page.url)[0]
    page.keyboard.press("c")
    page.keyboard.type("1 is no key here")
    page.keyboard.press("Escape")
    page.keyboard.press("f")
    page.keyboard.press("2")
    wait(lambda: site.labels(item) == ["partial"])
    (kept,) = site.decisions.history(item)
    assert (kept.comment, kept.flagged) == ("1 is no key here", True)
    assert kept.seconds > 0
    page.wait_for_selector("form.saved")
    page.keyboard.press("u")
    wait(lambda: site.labels(item) == ["partial", "skip"])


def test_decisions_by_mouse(site: Site, enter: Enter) -> None:
    page = enter("ada", "/?kind=fact")
    page.click("text=Start coding")
    page.fill("#comment", "not there")
    page.click("button:has-text('not found')")
    item = site.item("fact")
    wait(lambda: site.labels(item) == ["not_found"])


@pytest.mark.parametrize("key", ["s", "3"])
def test_skip_and_no_link_by_key(site: Site, enter: Enter, key: str) -> None:
    item = site.item("link")
    page = enter("ada", f"/items/{item}")
    page.keyboard.press(key)
    wait(lambda: site.labels(item) == [{"s": "skip", "3": "none"}[key]])


def test_another_lens_and_a_frame_are_chosen(site: Site, enter: Enter) -> None:
    item = site.item("difference")
    page = enter("ada", f"/items/{item}")
    page.select_option(".decide select[name=lens]", "labels")
    page.select_option(".decide select[name=frame]", "generic/responsibility")
    page.click(".decide button:has-text('accept')")
    wait(lambda: site.labels(item) == ["accept"])
    (kept,) = site.decisions.history(item)
    assert (kept.lens, kept.frame) == ("labels", "generic/responsibility")


def test_words_marked_by_keyboard_alone_become_a_difference(site: Site, enter: Enter) -> None:
    page = enter("ada", f"/items/{site.item('link')}")
    page.keyboard.press("m")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.name === 'lens'")
    page.keyboard.type("labels")
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("p.saved")
    item, decision = site.queue.decided(1)[0]
    assert (item.kind, decision.label, decision.lens) == ("difference", "accept", "labels")
    text = build(HOSTILE + A).articles[0].text
    a = item.payload["a"]
    assert text[a["start"] : a["end"]] == a["quote"]
    assert len(a["quote"].split()) == 2


def test_words_marked_with_the_mouse_become_a_link_of_whole_passages(site: Site, enter: Enter) -> None:
    page = enter("ada", f"/items/{site.item('fact')}")
    for words in ("work", "Monday saw"):
        drag(page, words)
    page.click("button:has-text('link, partly')")
    page.wait_for_selector("p.saved")
    item, decision = site.queue.decided(1)[0]
    assert (item.kind, decision.label) == ("link", "partial")
    quotes = {item.payload[side]["quote"] for side in ("a", "b")}
    assert quotes == {"Forty people lost their work.", "Monday saw the end of the quarry."}


def drag(page: Any, words: str) -> None:
    """Select words with the mouse, from their first to their last pixel."""
    box = page.evaluate(
        """(words) => {
          for (const run of document.querySelectorAll('.text [data-start]')) {
            const at = run.textContent.indexOf(words);
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(run.firstChild, at);
            range.setEnd(run.firstChild, at + words.length);
            run.scrollIntoView({block: 'center'});
            const rect = range.getClientRects()[0];
            return [rect.left, rect.right, rect.top + rect.height / 2];
          }
        }""",
        words,
    )
    page.mouse.move(box[0] + 1, box[2])
    page.mouse.down()
    page.mouse.move(box[1] - 1, box[2], steps=5)
    page.mouse.up()
    page.wait_for_timeout(100)


def test_a_marking_is_dropped_with_escape(site: Site, enter: Enter) -> None:
    page = enter("ada", f"/items/{site.item('link')}")
    page.keyboard.press("m")
    page.wait_for_selector("form.tray:not([hidden])")
    page.keyboard.press("Escape")
    page.wait_for_selector("form.tray", state="hidden")


def test_the_marked_words_are_in_view(site: Site, enter: Enter) -> None:
    page = enter("ada", f"/items/{site.item('difference')}", width=1024, height=600)
    seen = page.evaluate(
        """[...document.querySelectorAll('mark.item')].map((mark) => {
          const box = mark.closest('.text').getBoundingClientRect(), rect = mark.getBoundingClientRect();
          return rect.top >= box.top && rect.bottom <= box.bottom;
        })"""
    )
    assert seen == [True, True]


def test_the_codebook_stays_open_beside_the_next_item(site: Site, enter: Enter) -> None:
    page = enter("ada", f"/items/{site.item('link')}")
    page.keyboard.press("k")
    page.keyboard.press("1")
    page.wait_for_selector("form.saved")
    assert page.locator("details.book[open]").count() == 1


def test_a_typed_comment_outlives_leaving_the_page(site: Site, enter: Enter) -> None:
    path = f"/items/{site.item('link')}"
    page = enter("ada", path)
    page.fill("#comment", "half a thought")
    page.goto(f"{site.url}/help")
    page.goto(site.url + path)
    assert page.input_value("#comment") == "half a thought"


def test_a_typed_comment_outlives_a_session_that_is_over(site: Site, enter: Enter) -> None:
    path = f"/items/{site.item('link')}"
    page = enter("ada", path)
    page.fill("#comment", "a whole thought")
    with site.engine.begin() as connection:
        connection.execute(delete(sessions))
    page.click("button:has-text('same fact')")
    page.fill("#name", "ada")
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.wait_for_selector("h1:has-text('Waiting for you')")
    page.goto(site.url + path)
    assert page.input_value("#comment") == "a whole thought"
    assert site.decisions.history(site.item("link")) == []


def test_a_server_that_does_not_answer_is_told_and_the_second_try_counts_once(site: Site, enter: Enter) -> None:
    item = site.item("link")
    page = enter("ada", f"/items/{item}")
    page.fill("#comment", "kept")
    page.keyboard.press("Escape")
    page.route("**/items/*", lambda route: route.abort())
    page.keyboard.press("1")
    page.wait_for_selector("#silent", state="visible")
    page.unroute("**/items/*")
    page.keyboard.press("1")
    page.wait_for_selector("form.saved")
    assert [(kept.label, kept.comment) for kept in site.decisions.history(item)] == [("same", "kept")]


def test_an_adjudicator_sees_the_choices_without_scrolling(site: Site, enter: Enter) -> None:
    item = site.item("link")
    for coder, label in ((1, "same"), (2, "none")):
        site.decisions.decide(coder, Draft(item, label, f"r{coder}"))
    page = enter("jo", f"/adjudicate/{item}", width=1024, height=768)
    bottoms = page.evaluate(
        """[...document.querySelectorAll('.choice')].map((c) => c.getBoundingClientRect().bottom)"""
    )
    dock = page.evaluate("document.querySelector('.dock').getBoundingClientRect().top")
    assert len(bottoms) == 2
    assert max(bottoms) < dock


def test_help_opens_on_a_question_mark(site: Site, enter: Enter) -> None:
    page = enter("ada", f"/items/{site.item('link')}")
    page.keyboard.press("?")
    page.wait_for_selector("h1:has-text('Help')")


def test_a_dispute_is_ruled_on_by_keyboard(site: Site, enter: Enter) -> None:
    item = site.item("link")
    for coder, label in ((1, "same"), (2, "none")):
        site.decisions.decide(coder, Draft(item, label, f"r{coder}", comment=f"{label}, said {coder}"))
    page = enter("jo", "/adjudicate")
    page.keyboard.press("n")
    page.wait_for_selector(".choice >> nth=1")
    assert [text.split("\n\n") for text in page.locator(".choice").all_inner_texts()] == [
        ["ada", "same fact", "same, said 1"],
        ["ben", "no link", "none, said 2"],
    ]
    page.keyboard.press("2")
    wait(lambda: site.labels(item) == ["same", "none", "partial"])
    page.wait_for_selector("text=No open disagreement")


def test_basic_decisions_work_without_script(site: Site, enter: Enter) -> None:
    item = site.item("link")
    page = enter("ada", f"/items/{item}", java_script_enabled=False)
    page.fill("#comment", "no script")
    page.keyboard.press("Enter")
    assert site.labels(item) == []
    page.click("button:has-text('same fact')")
    wait(lambda: site.labels(item) == ["same"])
    page.click("text=Undo and look again")
    wait(lambda: site.labels(item) == ["same", "skip"])
    page.click("button:has-text('Log out')")
    page.wait_for_url(f"{site.url}/login")


def test_an_administrator_assigns_a_sample_with_the_mouse(site: Site, enter: Enter) -> None:
    page = enter("root", "/coders")
    page.fill("#size", "1")
    page.check("fieldset label:has-text('ada') input")
    page.click("button:has-text('Assign')")
    wait(lambda: site.queue.progress(1).total == 1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [820, 1024, 1440])
def test_axe_finds_nothing_on_any_page(site: Site, enter: Enter, scheme: str, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    for coder, label in ((1, "same"), (2, "none")):
        site.decisions.decide(coder, Draft(site.item("link"), label, f"r{coder}", comment="why", flagged=True))
    page = enter("root", width=width, color_scheme=scheme, bypass_csp=True)
    found = []
    kinds = [f"/items/{site.item(kind)}" for kind in ("link", "difference", "fact")]
    pages = [
        "/",
        "/done",
        "/codebook",
        "/help",
        "/agreement",
        "/coders",
        "/adjudicate",
        f"/adjudicate/{site.item('link')}",
    ]
    for path in (*kinds, *pages):
        page.goto(site.url + path)
        page.evaluate("document.querySelectorAll('details').forEach((box) => { box.open = true; })")
        if path in kinds:
            page.keyboard.press("m")
        for v in axe.Axe().run(page).response["violations"]:
            found += [f"{path} {v['id']}: {node['html'][:160]}" for node in v["nodes"][:3]]
    assert found == []


@pytest.mark.parametrize("width", [768, 1024])
def test_no_page_is_wider_than_the_screen(site: Site, enter: Enter, width: int) -> None:
    page = enter("root", width=width)
    for path in (f"/items/{site.item('difference')}", "/coders", "/codebook", "/agreement", "/"):
        page.goto(site.url + path)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
