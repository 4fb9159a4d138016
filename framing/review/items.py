"""From a comparison to the items that coders decide on, each bound to the words it stands on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from framing.model import Article, Comparison, Difference, Excerpt, Link, Omission
from framing.text import sha256, sound

KINDS = ("link", "difference", "fact")
LABELS = {
    "link": ("same", "partial", "none"),
    "difference": ("accept", "reject"),
    "fact": ("covered", "partly", "not_found", "not_yet_reported", "nonfact"),
}
"""What a coder may say of each kind of item."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """Words of one article, the span in code points, and what makes them the same words in a later run.

    `source` names the article over its versions (its URL, else its outlet and headline); `nth` counts
    earlier places of the same words in the article.
    """

    article: str
    source: str
    start: int
    end: int
    quote: str
    nth: int = 0

    def as_dict(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "article": self.article,
            "source": self.source,
            "start": self.start,
            "end": self.end,
            "quote": self.quote,
            "nth": self.nth,
        }


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to decide. `id` depends on the kind, the sources and the words, not on the run or the model."""

    kind: str
    a: Anchor
    b: Anchor | None
    within: str
    """Article id of the other side (for a fact: where it is looked for)."""
    suggestion: str
    uncertainty: float
    """0 (sure) to 1 (probability at 0.5)."""
    weight: float
    detail: dict[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Hex digest, stable over runs, models and versions of a page as long as the words stand in it.

        The sides are ordered by source, so that (A, B) and (B, A) are one item.
        """
        sides = sorted([x.source, sha256(x.quote), str(x.nth)] for x in (self.a, self.b) if x)
        within = "" if self.b else self.detail.get("within_source", self.within)
        lens = "/".join(str(self.detail[key]) for key in ("lens", "frame") if self.detail.get(key))
        key = json.dumps([self.kind, sides, within, lens])
        return hashlib.sha256(key.encode()).hexdigest()

    def payload(self) -> dict[str, Any]:
        """What the database keeps of it."""
        return {"a": self.a.as_dict(), "b": self.b.as_dict() if self.b else None, "within": self.within, **self.detail}


def items_of(comparison: Comparison) -> Iterator[Item]:
    """Links (decided ones and, where the comparison holds them, uncertain candidates), differences, omissions."""
    maker = _Maker(comparison)
    seen: set[tuple[str, str]] = set()
    uncertain = [c for c in comparison.candidates if c.probability >= UNCERTAIN_FROM]
    for link in (*comparison.links, *uncertain):
        if (link.a, link.b) not in seen:
            seen.add((link.a, link.b))
            yield maker.link(link)
    for difference in comparison.differences:
        if difference.a is not None and difference.b is not None:
            yield maker.difference(difference, difference.a, difference.b)
    for omission in comparison.omissions:
        yield maker.fact(omission)


UNCERTAIN_FROM = 0.2
"""Candidates below this probability are not put before a coder."""


def source_of(article: Article) -> str:
    """What stays the same over versions of one article: its URL, else outlet and headline, else its id."""
    return article.url or "|".join(part for part in (article.outlet, article.title) if part) or article.id


def sound_article(article: Article) -> Article:
    """The article with text that a database and a file can hold, character for character."""
    return replace(
        article,
        text=sound(article.text),
        title=sound(article.title),
        outlet=sound(article.outlet),
        url=sound(article.url),
    )


class _Maker:
    def __init__(self, comparison: Comparison) -> None:
        self._articles = {article.id: sound_article(article) for article in comparison.articles}
        self._passages = {passage.id: passage for passage in comparison.passages}

    def _anchor(self, article_id: str, start: int, end: int) -> Anchor:
        article = self._articles[article_id]
        quote = article.text[start:end]
        return Anchor(article_id, source_of(article), start, end, quote, article.text.count(quote, 0, start))

    def _passage(self, passage_id: str) -> Anchor:
        passage = self._passages[passage_id]
        return self._anchor(passage.article_id, passage.span.start, passage.span.end)

    def _excerpt(self, excerpt: Excerpt) -> Anchor:
        return self._anchor(self._passages[excerpt.passage].article_id, excerpt.start, excerpt.end)

    def link(self, link: Link) -> Item:
        a, b = self._passage(link.a), self._passage(link.b)
        suggestion = str(link.relation) if link.probability >= 0.5 else "none"
        doubt = 1 - abs(2 * link.probability - 1)
        detail = {"probability": round(link.probability, 4), "same": round(link.same, 4)}
        return Item("link", a, b, b.article, suggestion, doubt, link.probability, detail)

    def difference(self, difference: Difference, left: Excerpt, right: Excerpt) -> Item:
        a, b = self._excerpt(left), self._excerpt(right)
        detail = {"lens": difference.lens, "explanation": difference.explanation}
        if difference.lens == "frames" and "frame" in difference.details:
            detail["frame"] = f"{difference.details.get('codebook', '')}/{difference.details['frame']}"
        return Item("difference", a, b, b.article, "accept", 1 - difference.strength, difference.strength, detail)

    def fact(self, omission: Omission) -> Item:
        a = self._passage(omission.passage)
        doubt = 1 - abs(2 * omission.probability - 1)
        detail = {
            "probability": round(omission.probability, 4),
            "reason": omission.reason,
            "within_source": source_of(self._articles[omission.missing_in]),
        }
        nearest = self._passages.get(omission.nearest or "")
        if nearest is not None and nearest.article_id == omission.missing_in:
            detail["nearest"] = nearest.text
        return Item("fact", a, None, omission.missing_in, str(omission.state), doubt, omission.weight, detail)


def regrounded(payload: dict[str, Any], texts: dict[str, tuple[str, str]]) -> dict[str, Any] | None:
    """The payload with its anchors moved to where their words stand now; None where some stand no more.

    `texts` holds (article id, text) of the newest version by source; anchors of other sources stay.
    """
    out = dict(payload)
    for side in ("a", "b"):
        anchor = payload.get(side)
        if not anchor or anchor["source"] not in texts:
            continue
        article, text = texts[anchor["source"]]
        place = -1
        for _ in range(anchor["nth"] + 1):
            place = text.find(anchor["quote"], place + 1)
            if place < 0:
                return None
        out[side] = {**anchor, "article": article, "start": place, "end": place + len(anchor["quote"])}
    return out
