"""Small invented articles, the same for the same number."""

from __future__ import annotations

from framing.model import Article, Block, BlockKind, Provenance, Read, Span

TOWNS = ("Arvo", "Belmar", "Corin", "Dunmoor", "Eskel", "Farrow", "Gant")
ACTS = ("opened the new bridge", "closed the old harbour", "raised the ferry fare", "planted nine hundred trees")


def article(number: int, *, outlet: str = "", url: str = "", text: str = "", identifier: str = "") -> Article:
    """Three sentences about one of many towns; `text` replaces them."""
    town, act = TOWNS[number % len(TOWNS)], ACTS[number % len(ACTS)]
    body = text or (
        f"The council of {town} {act} on day {number}.\n\n"
        f"About {number + 40} people came to watch. “We waited long for this,” the mayor of {town} said."
    )
    outlet = outlet or f"Paper {number % 5}"
    return Article(
        id=identifier or f"paper-{number:08x}",
        outlet=outlet,
        title=f"Day {number}",
        byline="",
        published=f"2024-03-{number % 28 + 1:02d}",
        published_from="option",
        language="en",
        url=url,
        text=body,
        blocks=(Block(Span(0, len(body)), BlockKind.BODY, "", 0.1 + number / 7),),
        provenance=Provenance(f"{number}.txt", "text", "0" * 64, "utf-8", "test", {"title": Read("Day", "option")}),
    )


def articles(count: int, start: int = 0) -> list[Article]:
    """Articles `start` to `start + count`."""
    return [article(number) for number in range(start, start + count)]
