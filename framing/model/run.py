"""How a result was made, and the one immutable result that every view reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from framing.model.articles import Article, Passage
from framing.model.events import EventVerdict, Origin, PairEvent
from framing.model.findings import Conflict, Coverage, Difference, Fact, Link, Omission
from framing.model.spans import ArticleId, Notice, PassageId
from framing.text import visible


@dataclass(frozen=True, slots=True)
class ModelUse:
    """A model that took part in a run."""

    role: str
    name: str
    sha256: str
    precision: str


@dataclass(frozen=True, slots=True)
class Run:
    """All that is needed to say how a result was made."""

    version: str
    command: str
    settings: Mapping[str, Any]
    models: tuple[ModelUse, ...]
    inputs: Mapping[str, str]
    """sha256 of the raw bytes by article id."""
    started: str
    seconds: Mapping[str, float]
    """Wall time by step."""
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Comparison:
    """The one immutable result that every view reads."""

    articles: tuple[Article, ...]
    passages: tuple[Passage, ...]
    event: EventVerdict
    """Over all articles: `no` where any pair is of different events."""
    events: tuple[PairEvent, ...]
    links: tuple[Link, ...]
    coverage: tuple[Coverage, ...]
    facts: tuple[Fact, ...]
    omissions: tuple[Omission, ...]
    conflicts: tuple[Conflict, ...]
    differences: tuple[Difference, ...]
    origins: tuple[Origin, ...]
    profiles: Mapping[str, Mapping[ArticleId, Mapping[str, float]]]
    """By lens, article and name: shares, counts or scores for charts."""
    run: Run
    candidates: tuple[Link, ...] = ()
    """Every scored pair, only where asked for."""

    def article(self, article_id: ArticleId) -> Article:
        """The article with this id. Raises KeyError where there is none."""
        for article in self.articles:
            if article.id == article_id:
                return article
        raise KeyError(article_id)

    def passages_of(self, article_id: ArticleId) -> tuple[Passage, ...]:
        """The passages of one article, in order."""
        return tuple(p for p in self.passages if p.article_id == article_id)

    def passage(self, passage_id: PassageId) -> Passage:
        """The passage with this id. Raises KeyError where there is none."""
        for passage in self.passages:
            if passage.id == passage_id:
                return passage
        raise KeyError(passage_id)

    def to_frame(self, name: str) -> Any:
        """One table as a pandas frame: `links`, `facts`, `omissions`, `conflicts`, `differences`, `articles`,
        `passages`, `coverage` or `profiles`; one row a record, spans as `start` and `end`.

        Raises UsageError for an unknown name.
        """
        return _view("framing.export.tables").to_frame(self, name)

    def _repr_html_(self) -> str:
        """The report in a frame of its own: what a notebook shows for a comparison."""
        return str(_view("framing.report.notebook").show(self)._repr_html_())

    def __repr__(self) -> str:
        outlets = ", ".join(visible(article.outlet or article.id)[:60] for article in self.articles)
        counts = ", ".join(
            f"{len(getattr(self, name))} {name}" for name in ("links", "facts", "omissions", "conflicts", "differences")
        )
        return f"<Comparison of {outlets}: same event {self.event.same} ({self.event.probability:.2f}), {counts}>"


def _view(module: str) -> Any:
    """A view, looked up by name when it is asked for: the records know nothing of the views above them."""
    return import_module(module)
