"""Builds hand-made comparisons from short texts, so that no view test needs a model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from framing.model import (
    Article,
    Block,
    BlockKind,
    Cell,
    Comparison,
    EventVerdict,
    Excerpt,
    Link,
    ModelUse,
    PairEvent,
    Passage,
    Provenance,
    Read,
    Relation,
    Role,
    Run,
    Same,
    Span,
    State,
)
from framing.text import sha256

RUN_SECONDS = {"read": 0.11, "embed": 0.42, "align": 0.2, "facts": 0.05, "lenses": 0.09}


@dataclass
class Account:
    """One invented article: paragraphs of sentences, with furniture before and after."""

    id: str
    outlet: str
    title: str
    byline: str
    published: str
    paragraphs: Sequence[Sequence[str]]
    before: Sequence[tuple[str, BlockKind, str]] = ()
    after: Sequence[tuple[str, BlockKind, str]] = ()
    language: str = "en"
    url: str = ""
    quotes: dict[int, str] = field(default_factory=dict)
    """Speaker by passage index."""


def article_and_passages(account: Account) -> tuple[Article, tuple[Passage, ...]]:
    """The stored article and its passages, spans exact by construction."""
    text, blocks, passages = "", [], []

    def add_block(kind: BlockKind, sentences: Sequence[str], reason: str, paragraph: int | None) -> None:
        nonlocal text
        if text:
            text += "\n\n"
        start = len(text)
        for number, sentence in enumerate(sentences):
            if number:
                text += " "
            span = Span(len(text), len(text) + len(sentence))
            text += sentence
            if paragraph is not None:
                passages.append(_passage(account, len(passages), span, sentence, kind, paragraph))
        sure = 0.98 if paragraph is not None else 0.03
        blocks.append(Block(Span(start, len(text)), kind, reason, sure))

    for words, kind, reason in account.before:
        add_block(kind, [words], reason, None)
    add_block(BlockKind.HEADLINE, [account.title], "", 0)
    add_block(BlockKind.BYLINE, [account.byline], "names a writer", None)
    for number, sentences in enumerate(account.paragraphs, 1):
        add_block(BlockKind.BODY, sentences, "", number)
    for words, kind, reason in account.after:
        add_block(kind, [words], reason, None)
    return _article(account, text, tuple(blocks)), tuple(passages)


def _passage(account: Account, index: int, span: Span, text: str, kind: BlockKind, paragraph: int) -> Passage:
    role = Role.HEADLINE if kind is BlockKind.HEADLINE else Role.LEAD if paragraph == 1 else Role.BODY
    speaker = account.quotes.get(index, "")
    role = Role.QUOTE if speaker else role
    return Passage(f"{account.id}:{index}", account.id, index, span, text, role, paragraph, speaker)


def _article(account: Account, text: str, blocks: tuple[Block, ...]) -> Article:
    reads = {
        "title": Read(account.title, "dump"),
        "outlet": Read(account.outlet, "option"),
        "published": Read(account.published, "dump"),
    }
    provenance = Provenance(f"{account.id}.txt", "text", sha256(text), "utf-8", "dump", reads)
    return Article(
        account.id, account.outlet, account.title, account.byline, account.published,
        "dump" if account.published else "", account.language, account.url, text, blocks, provenance,
    )  # fmt: skip


class Maker:
    """Finds words in passages and makes records of them."""

    def __init__(self, accounts: Sequence[Account]) -> None:
        made = [article_and_passages(account) for account in accounts]
        self.articles = tuple(article for article, _ in made)
        self.passages = tuple(passage for _, passages in made for passage in passages)
        self._by_id = {passage.id: passage for passage in self.passages}

    def words(self, passage_id: str, words: str = "") -> Excerpt:
        """The excerpt of `words` in a passage; the whole passage where none are given."""
        passage = self._by_id[passage_id]
        words = words or passage.text
        offset = passage.text.index(words) + passage.span.start
        return Excerpt(passage_id, offset, offset + len(words), words)

    def link(self, a: str, b: str, probability: float = 0.93, relation: Relation = Relation.SAME) -> Link:
        """A decided link."""
        return Link(a, b, probability, relation, probability if relation is Relation.SAME else probability / 3)

    def cell(self, passage_id: str, state: State = State.STATED, probability: float = 0.95) -> Cell:
        """A cell whose evidence is one whole passage."""
        article = passage_id.rpartition(":")[0]
        return Cell(article, state, probability, (self.words(passage_id),))

    def missing(self, article: str, probability: float, nearest: str, state: State = State.NOT_FOUND) -> Cell:
        """A cell of an article that does not state the fact."""
        return Cell(article, state, probability, (), nearest)

    def comparison(self, event: EventVerdict, **found: object) -> Comparison:
        """The comparison of all articles; what is not given is empty."""
        ids = [article.id for article in self.articles]
        pairs = tuple(PairEvent(a, b, event) for i, a in enumerate(ids) for b in ids[i + 1 :])
        values: dict[str, object] = {
            "links": (), "coverage": (), "facts": (), "omissions": (), "conflicts": (),
            "differences": (), "origins": (), "profiles": {}, "events": pairs,
        }  # fmt: skip
        values.update(found)
        return Comparison(self.articles, self.passages, event, run=self._run(), **values)  # type: ignore[arg-type]

    def _run(self) -> Run:
        return Run(
            "0.1.0",
            "framing diff " + " ".join(f"{a.id}.txt" for a in self.articles),
            {"model": "all-MiniLM-L6-v2", "precision": "fp32", "scorer": "default", "grace_hours": 6.0},
            (ModelUse("embed", "all-MiniLM-L6-v2", "53aa51172d142c89", "fp32"),),
            {a.id: a.provenance.sha256 for a in self.articles},
            "2031-03-05T09:12:44+00:00",
            RUN_SECONDS,
        )


YES = EventVerdict(Same.YES, 0.97)
