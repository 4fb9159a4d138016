"""Copies of one text: planted, spliced, edited; and what must not count as one."""

from __future__ import annotations

from pathlib import Path

import pytest

from framing.errors import SettingsError
from framing.events.origins import collapse, find_origins, read_families
from framing.model import Article
from tests.events.making import FERRY, STRIKE, article, prepared

OWN = [
    "From the quay at Northport, families watched the grey water and waited for names.",
    "Shops along the front stayed shut, and the church hall filled with blankets.",
]


def wire(**more: str) -> Article:
    return article("wire", "Ferry sinks", FERRY, outlet="Meridian Wire", published="2024-03-14", **more)


def test_spliced_article_shares_only_the_copied_passages() -> None:
    mixed = article("mixed", "Northport waits", [OWN[0], *FERRY[:2], OWN[1], *FERRY[4:]], outlet="Northport Mercury")
    (origin,) = find_origins([prepared(wire()), prepared(mixed)])
    assert origin.articles == ("wire", "mixed")
    assert [p for p in origin.passages if p.startswith("mixed")] == ["mixed:2", "mixed:3", "mixed:5", "mixed:6"]
    assert "word for word" in origin.evidence


def test_lightly_edited_copy_is_found() -> None:
    edited = [
        FERRY[0].replace(" on Thursday", "").replace("the coastguard said", "officials said"),
        FERRY[1].replace("Captain ", ""),
        FERRY[3],
    ]
    (origin,) = find_origins([prepared(wire()), prepared(article("edited", "Sinking", edited))])
    assert len(origin.passages) == 6


def test_credit_names_the_agency() -> None:
    copy = article("copy", "Sinking", FERRY[:4], outlet="Coastline Today")
    copy = article(
        "copy", "Sinking", ["SKERRY BAY (Meridian Wire) - " + FERRY[0], *FERRY[1:4]], outlet="Coastline Today"
    )
    (origin,) = find_origins([prepared(wire()), prepared(copy)])
    assert origin.agency == "Meridian Wire"
    assert "credited to Meridian Wire" in origin.evidence


def test_shared_official_quotes_are_no_copy() -> None:
    quote = "“We heard the hull give way and then the lights went out, and nobody told us where to go,”"
    a = article("a", "Sinking", [f"{quote} Mira Tolland said at the harbour.", OWN[0]])
    b = article("b", "Ferry lost", [f"{quote} a survivor recalled in the evening.", OWN[1]])
    assert find_origins([prepared(a), prepared(b)]) == ()


def test_own_reports_of_one_event_share_no_origin() -> None:
    other = [
        "At least nine people died on Thursday when the Marigold sank near Skerry Bay with 212 aboard.",
        "The ferry was four miles out when heavy seas took it, its captain said.",
        "By nightfall 188 survivors had been brought ashore.",
    ]
    assert find_origins([prepared(wire()), prepared(article("own", "Marigold lost", other))]) == ()


def test_two_sources_in_one_article_are_two_origins() -> None:
    strike = article("strike-wire", "Strike", STRIKE)
    both = article("both", "The day", [*FERRY[:3], *STRIKE[:3]])
    origins = find_origins([prepared(wire()), prepared(strike), prepared(both)])
    assert [set(origin.articles) for origin in origins] == [{"wire", "both"}, {"strike-wire", "both"}]


def test_a_passage_is_in_one_origin_at_most() -> None:
    copies = [article(f"c{i}", "Sinking", FERRY[i:]) for i in range(3)]
    origins = find_origins([prepared(wire()), *map(prepared, copies)])
    passages = [passage for origin in origins for passage in origin.passages]
    assert len(passages) == len(set(passages))


def test_five_copies_are_one_origin() -> None:
    copies = [article(f"c{i}", "Sinking", FERRY) for i in range(5)]
    origins = find_origins([prepared(copy) for copy in copies])
    assert len(origins) == 1
    assert collapse(copies, origins) == 1
    assert collapse([*copies, article("own", "Lost", OWN)], origins) == 2


def test_swapping_the_articles_changes_only_the_order() -> None:
    mixed = article("mixed", "Northport waits", [OWN[0], *FERRY[:3]])
    (one,) = find_origins([prepared(wire()), prepared(mixed)])
    (two,) = find_origins([prepared(mixed), prepared(wire())])
    assert set(one.passages) == set(two.passages)


def test_families_file_joins_the_outlets_of_one_publisher(tmp_path: Path) -> None:
    file = tmp_path / "families.toml"
    file.write_text('[families]\nharbour = ["Northport Mercury", "Coastline Today"]\n', encoding="utf-8")
    a = article("a", "Waiting", [OWN[0]], outlet="Northport Mercury")
    b = article("b", "Shut", [OWN[1]], outlet="Coastline Today")
    (origin,) = find_origins([prepared(a), prepared(b)], str(file))
    assert origin.id == "family:harbour"
    assert collapse([a, b], [origin]) == 1


@pytest.mark.parametrize("text", ["families = 3", "[families]\nx = 'one'", "[families", "[other]\nx = []"])
def test_broken_families_file_is_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "families.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"families\.toml"):
        read_families(file)


def test_missing_families_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot read"):
        read_families(tmp_path / "none.toml")
