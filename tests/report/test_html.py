"""The page as a document; `tests/browser` drives it in a browser."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import time
from collections import Counter
from html.parser import HTMLParser

import pytest

from framing.model import State
from framing.report import Options, render
from framing.report.html.groups import groups
from framing.report.html.page import asset
from framing.report.lookup import Lookup, letters
from framing.report.strings import ENGLISH, say
from tests.report import fixtures

CASES = ["two", "three", "different", "unsure", "nothing", "hostile"]


class Page(HTMLParser):
    """Ids, links and attributes of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: Counter[str] = Counter()
        self.links: set[str] = set()
        self.attributes: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.attributes.append((tag, given))
        if given.get("id"):
            self.ids[str(given["id"])] += 1
        if tag == "a":
            self.links.add(str(given.get("href")))


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return {case: render(getattr(fixtures, case)(), "html") for case in CASES}


@pytest.mark.parametrize("case", CASES)
def test_ids_are_unique_and_every_inner_link_has_a_target(pages: dict[str, str], case: str) -> None:
    page = Page(pages[case])
    assert max(page.ids.values()) == 1
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)


@pytest.mark.parametrize("case", CASES)
def test_nothing_is_loaded(pages: dict[str, str], case: str) -> None:
    html = pages[case]
    assert not re.search(r"<(img|link|iframe|object|embed|video|audio)\b", html)
    assert all("src" not in attrs for _, attrs in Page(html).attributes)
    assert "url(" not in html
    assert "@import" not in html


@pytest.mark.parametrize("name", ["page.css", "page.js"])
def test_the_policy_allows_exactly_what_the_page_carries(pages: dict[str, str], name: str) -> None:
    digest = base64.b64encode(hashlib.sha256(asset(name).encode()).digest()).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', pages["two"])
    assert policy
    assert f"sha256-{digest}" in policy[1].replace("&#43;", "+")
    assert "unsafe" not in policy[1]
    assert policy[1].startswith("default-src &#39;none&#39;")


@pytest.mark.parametrize(
    "section", ["glance", "aligned", "missing", "conflicts", "matrix", "lenses", "texts", "aside", "method"]
)
def test_one_event_has_every_section(pages: dict[str, str], section: str) -> None:
    assert f'<section id="{section}"' in pages["two"]
    assert f'<section id="{section}"' in pages["three"]


def test_different_events_have_no_list_of_what_is_left_out(pages: dict[str, str]) -> None:
    assert 'id="missing"' not in pages["different"]
    assert "These are different events." in pages["different"]
    assert "nothing is called left out" in pages["different"]
    assert "built in 1911" in pages["different"]


def test_nothing_found_is_said_in_words(pages: dict[str, str]) -> None:
    for key in ("none.all", "none.conflicts", "none.differences"):
        assert say(key) in pages["nothing"]


@pytest.mark.parametrize("case", ["two", "three"])
def test_every_finding_has_its_own_address(pages: dict[str, str], case: str) -> None:
    comparison, ids = getattr(fixtures, case)(), Page(pages[case]).ids
    for kind, findings in (("d", comparison.differences), ("c", comparison.conflicts), ("o", comparison.omissions)):
        assert {f"{kind}-{n}" for n in range(1, len(findings) + 1)} <= set(ids)
    assert {f"f-{n}" for n in range(1, len(comparison.facts) + 1)} <= set(ids)
    assert sum(re.fullmatch(r"[A-Z]-\d+", i) is not None for i in ids) == len(comparison.passages)


def test_every_passage_states_language_and_direction(pages: dict[str, str]) -> None:
    bodies = [
        a
        for tag, a in Page(pages["two"]).attributes
        if tag == "div" and a.get("class") in ("body", "side h0", "side h1")
    ]
    assert bodies
    assert all(a.get("lang") == "en" and a.get("dir") == "ltr" for a in bodies)


def test_a_right_to_left_language_turns_its_passages() -> None:
    from dataclasses import replace

    two = fixtures.two()
    arabic = replace(two.articles[1], language="ar")
    html = render(replace(two, articles=(two.articles[0], arabic)), "html")
    assert 'lang="ar" dir="rtl"' in html


def test_a_language_code_that_is_none_is_not_believed() -> None:
    from dataclasses import replace

    two = fixtures.two()
    odd = replace(two.articles[1], language='x" onload="1')
    assert "onload" not in render(replace(two, articles=(two.articles[0], odd)), "html")


def test_every_state_of_the_matrix_has_sign_and_word(pages: dict[str, str]) -> None:
    for state in (
        State.STATED,
        State.PARTLY,
        State.NOT_FOUND,
        State.CONFLICTING,
        State.NOT_YET_REPORTED,
        State.NOT_COMPARED,
    ):
        assert f'class="st-{state}"' in pages["two"]
        assert say(f"state.{state}") in pages["two"]


def test_an_excerpt_page_quotes_at_most_twelve_words_of_a_passage() -> None:
    html = render(fixtures.two(), "html", Options(excerpts=True))
    visible = re.sub(r"<script.*?</script>", "", html, flags=re.S)
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", visible))
    for passage in fixtures.two().passages:
        words = passage.text.split()
        for start in range(len(words) - 13):
            assert " ".join(words[start : start + 14]) not in text
        if len(words) > 20:
            assert passage.text not in html


def test_an_excerpt_page_carries_offsets_and_hashes() -> None:
    html = render(fixtures.two(), "html", Options(excerpts=True))
    data = re.search(r'<script type="application/json" id="comparison">(.*?)</script>', html, re.S)
    assert data
    document = json.loads(data[1])
    assert all("text" not in article for article in document["articles"])
    assert document["articles"][0]["passages"][3]["start"] == fixtures.two().passages[3].span.start


def test_two_articles_stay_under_300_kb(pages: dict[str, str]) -> None:
    assert len(pages["two"].encode()) <= 300_000


def test_ten_articles_of_sixty_sentences_stay_under_2_mb() -> None:
    assert len(render(fixtures.many(), "html").encode()) <= 2 * 1024 * 1024


def test_a_page_is_built_within_half_a_second_of_processor_time(pages: dict[str, str]) -> None:
    # The first page of the module has compiled the templates; a fresh process finds them in the cache.
    start = time.process_time()
    render(fixtures.two(), "html")
    assert time.process_time() - start <= 0.5


def test_every_string_that_a_template_asks_for_is_in_the_catalogue() -> None:
    from importlib import resources

    folder = resources.files("framing.report").joinpath("templates")
    asked = set()
    for file in folder.iterdir():
        if file.name.endswith(".j2"):
            asked |= set(re.findall(r"""say\(["']([a-z_.0-9]+[a-z_0-9])["'][,)]""", file.read_text(encoding="utf-8")))
    assert len(asked) > 60
    assert {key for key in asked if key not in ENGLISH} == set()


def test_small_chains_of_links_stay_in_one_row_and_long_ones_are_cut() -> None:
    lookup = Lookup(fixtures.two())
    rows = groups(lookup, "ledger", "beacon")
    assert [(len(g.left), len(g.right)) for g in rows] == [(1, 1), (1, 2), (1, 1), (2, 1), (1, 1), (1, 1)]
    assert sum(len(g.lines) for g in rows) == len(fixtures.two().links)


@pytest.mark.parametrize(
    ("index", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
)
def test_accounts_are_lettered_like_columns(index: int, name: str) -> None:
    assert letters(index) == name


def test_names_shared_by_python_objects_do_not_hide_values(pages: dict[str, str]) -> None:
    assert "dispute since January" in pages["two"]
    assert "built-in method" not in pages["two"]
