"""What the templates may ask of a comparison: names, marked words, quotes in context. Layout only."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache
from itertools import groupby

from framing.model import (
    Article,
    ArticleId,
    Comparison,
    Difference,
    Excerpt,
    Omission,
    Passage,
    PassageId,
    Strength,
)
from framing.report.html.charts import Curve, Strip, curves, strip
from framing.report.html.glance import Highlight, Tile, highlights, tiles
from framing.report.html.groups import Group, groups
from framing.report.html.ladder import Ladder, ladders
from framing.report.html.missing import Kind, by_account, kinds
from framing.report.html.naming import Names
from framing.report.html.profiles import DRAWN_ELSEWHERE, Tracks, profile_tracks, totals, unit
from framing.report.html.shown import Context, Finding, Note, Shown, gathered, show
from framing.report.html.verbscale import Row, scale
from framing.report.options import QUOTE_WORDS, Options
from framing.report.outline import STATE_SIGN, VERDICT_NOTES
from framing.report.overview import is_bare, lens_name, percent
from framing.report.strings import ENGLISH, say
from framing.report.values import value_words
from framing.report.words import (
    MODERATE,
    STRONG,
    Mark,
    Marked,
    Wording,
    clip,
    compare_wording,
    cut,
    is_quiet,
    key_words,
)
from framing.text import sha256, visible

LENS_ORDER = (
    "labels", "word_choice", "attribution", "quotes", "agency", "prominence", "sentiment", "sources", "causes",
    "numbers", "frames", "morals", "vocabulary",
)  # fmt: skip
_CONTEXT_WORDS = 8
_WORD = 80
"""Longer words are cut where a text is quoted; the full texts hold them whole."""
_NOTES, _NOTED = 4, 2
"""At most so many notes stand below a row, of findings from this level on; the others unfold."""
_DENSE = 5
"""From so many accounts on, the cells of the matrix show signs only."""
_QUOTES = frozenset("\"'“”‘’«»„‚‹›")
_LEVEL = {Strength.STRONG: 3, Strength.LIKELY: 2, Strength.POSSIBLE: 1}


class View(Names):
    """All that a page template reads."""

    first = 6
    """Findings shown at once of one kind; the others unfold."""

    def __init__(self, comparison: Comparison, options: Options) -> None:
        super().__init__(comparison)
        self.options = options
        self.articles = comparison.articles
        self.two = len(comparison.articles) == 2
        self.bare = is_bare(comparison)
        self.dense = len(comparison.articles) > _DENSE

    # Words

    def words(self, passage_id: PassageId, extra: Sequence[Marked] = (), row: Group | None = None) -> list[Shown]:
        """A passage with its marks (in a row, of that row only), in a copy for sharing its first words only."""
        passage = self.lookup.passage(passage_id)
        marks = self.refs.marks.get(passage_id, ())
        if row is not None:
            targets = {note.target for line in self.notes(row) if not line.slight for note in line.notes}
            marks = [m for m in marks if m.mark is Mark.MISSING or m.target in targets]
        pieces = cut(passage.text, [*extra, *marks])
        return show(clip(pieces, QUOTE_WORDS) if self.options.excerpts else pieces)

    def omitted_words(self, omission: Omission) -> list[Shown]:
        """The passage of an omission, with nothing marked but what is missing of it."""
        passage = self.lookup.passage(omission.passage)
        offset = passage.span.start
        missing = [e for e in omission.missing if e.passage == passage.id]
        pieces = cut(passage.text, [Marked(e.start - offset, e.end - offset, Mark.MISSING) for e in missing])
        return show(clip(pieces, QUOTE_WORDS) if self.options.excerpts else pieces)

    def group_words(self, group: Group, passage_id: PassageId) -> list[Shown]:
        """A passage of a row, also with the words that it shares with the other side or that were changed."""
        others = group.right if passage_id in group.left else group.left
        passage = self.lookup.passage(passage_id)
        other = " ".join(self.lookup.passage(p).text for p in others)
        wording, spans, _ = compare_wording(passage.text, other)
        alone = len(group.left) == len(group.right) == 1
        if wording is Wording.EDITED and not alone:
            return self.words(passage_id, row=group)
        mark = Mark.CHANGED if wording is Wording.EDITED else Mark.SHARED
        return self.words(passage_id, [Marked(s.start, s.end, mark) for s in spans], group)

    def wording(self, group: Group) -> str:
        """A remark where two passages are equal or nearly so as strings."""
        if len(group.left) != 1 or len(group.right) != 1:
            return ""
        left, right = self.lookup.passage(group.left[0]), self.lookup.passage(group.right[0])
        wording = compare_wording(left.text, right.text)[0]
        return "" if wording is Wording.RETOLD else say(f"wording.{wording}")

    def quote(self, text: str, words: int = 30) -> str:
        """A text to quote, shortened; shorter still in a copy for sharing."""
        most = min(words, QUOTE_WORDS) if self.options.excerpts else words
        parts = [part if len(part) <= _WORD else part[:_WORD] + "…" for part in visible(text).split()]
        return " ".join(parts[:most]) + (" …" if len(parts) > most else "")

    def own_quotes(self, text: str) -> str:
        """A class name for quoted words that bring their own quotation marks."""
        return " own" if text.lstrip()[:1] in _QUOTES and text else ""

    def text(self, passage_id: PassageId, words: int = 40) -> str:
        """The words of a passage, shortened."""
        return self.quote(self.lookup.passage(passage_id).text, words)

    def context(self, excerpt: Excerpt, explanation: str = "") -> Context:
        """Quoted words with a few words on each side; in them, those that the explanation names are set off."""
        if self.options.excerpts:
            return Context("full", "", ((self.quote(excerpt.text), False),), "")
        passage = self.lookup.passage(excerpt.passage)
        start, end = excerpt.start - passage.span.start, excerpt.end - passage.span.start
        before, after = visible(passage.text[:start]).split(" "), visible(passage.text[end:]).split(" ")
        lead = ("… " if len(before) > _CONTEXT_WORDS else "") + " ".join(before[-_CONTEXT_WORDS:])
        tail = " ".join(after[:_CONTEXT_WORDS]) + (" …" if len(after) > _CONTEXT_WORDS else "")
        keys = [Marked(a, b, Mark.DIFFERENCE) for a, b in key_words(excerpt, explanation)]
        words = tuple((visible(piece.text), bool(piece.marks)) for piece in cut(excerpt.text, keys))
        form = "full" if not lead + tail else "quiet" if is_quiet(excerpt, 0.0) or keys else ""
        return Context(form, lead, words, tail)

    # Findings

    @cached_property
    def lenses(self) -> list[str]:
        """Lenses with differences or a profile, in the page's order; unknown ones last."""
        known = {d.lens for d in self.comparison.differences} | set(self.comparison.profiles)
        return [lens for lens in LENS_ORDER if lens in known] + sorted(known - set(LENS_ORDER))

    def of_lens(self, lens: str) -> list[tuple[int, Difference]]:
        """Numbered differences of one lens, strongest first."""
        return [(n, d) for n, d in self.refs.listed.items() if d.lens == lens]

    def lens_first(self, lens: str) -> list[tuple[int, Difference]]:
        """The findings of a lens that are shown at once: not the slight ones where there are others, and first those
        whose explanation names the words that tell."""
        found = self.of_lens(lens)
        telling = [pair for pair in found if self.level(pair[1].strength) >= _NOTED] or found
        telling.sort(key=lambda pair: ("“" not in pair[1].explanation, pair[0]))
        return sorted(telling[: self.first], key=lambda pair: pair[0])

    def lens_rest(self, lens: str) -> list[tuple[int, Difference]]:
        """The findings of a lens that unfold."""
        first = {number for number, _ in self.lens_first(lens)}
        return [pair for pair in self.of_lens(lens) if pair[0] not in first]

    def lens_total(self, lens: str) -> int:
        """How many differences a lens found, listed or not."""
        return sum(d.lens == lens for d in self.refs.differences)

    def omission_total(self, article_id: ArticleId) -> int:
        """How many omissions an account has, listed or not."""
        return len(self.lookup.omissions_in(article_id))

    def tracks(self, lens: str) -> list[Tracks]:
        """The dot plots of a lens."""
        drawn = self.options.charts and lens not in DRAWN_ELSEWHERE
        return profile_tracks(self.lookup, lens, self.comparison.profiles.get(lens, {})) if drawn else []

    def totals(self, lens: str) -> list[str]:
        """What a lens counted on another scale than it draws, in words."""
        return totals(self.lookup, lens, self.comparison.profiles.get(lens, {})) if self.options.charts else []

    def unit(self, lens: str) -> str:
        """What the numbers of the lens's drawing are."""
        return unit(lens)

    @cached_property
    def ladders(self) -> list[Ladder]:
        """Names that accounts give to the same person, group or act."""
        return ladders(self.lookup, self.of_lens("labels")) if self.options.charts else []

    def verb_scale(self, *, force: bool) -> list[Row]:
        """Reporting verbs by account."""
        return scale(self.lookup, force=force) if self.options.charts else []

    @cached_property
    def pair_groups(self) -> list[tuple[ArticleId, ArticleId, list[Group]]]:
        """Rows of aligned passages for every pair of articles."""
        return [(a, b, groups(self.lookup, a, b)) for a, b in self.lookup.pairs]

    @cached_property
    def pair_counts(self) -> dict[tuple[ArticleId, ArticleId], tuple[int, int]]:
        """For every two accounts, in either order: how many links they have, and 0 to 10 of the most that two have."""
        counts = {pair: len(self.lookup.links_between(*pair)) for pair in self.lookup.pairs}
        most = max(counts.values(), default=0) or 1
        shaded = {pair: (n, round(10 * n / most)) for pair, n in counts.items()}
        return {**shaded, **{(b, a): value for (a, b), value in shaded.items()}}

    @cached_property
    def strip(self) -> Strip:
        """Each account as a bar, with the links from each to the next."""
        return strip(self.lookup)

    def curves(self, a: ArticleId, b: ArticleId) -> tuple[Curve, ...]:
        """The links of any pair, as lines between their bars."""
        return curves(self.lookup, self.strip.bars, (a, b))

    def level(self, strength: float | Strength) -> int:
        """3, 2 or 1: what the strength filter goes by."""
        if isinstance(strength, Strength):
            return _LEVEL[strength]
        return 3 if strength >= STRONG else 2 if strength >= MODERATE else 1

    def letters(self, *passages: PassageId | None) -> str:
        """Letters of the passages' articles, for the outlet filter."""
        return " ".join(dict.fromkeys(self.letter(self.owner(p)) for p in passages if p))

    @lru_cache(maxsize=4096)  # noqa: B019 - a view lives as long as its page
    def notes(self, group: Group) -> list[Finding]:
        """What was found between the passages of a row: conflicts, then differences, the strongest first."""
        conflicts, differences = self.refs.within({*group.left, *group.right})
        found = [
            *(Finding((Note(f"!{n}", f"c-{n}"),), say(f"verdict.{c.verdict}"), c.explanation) for n, c in conflicts),
            *(
                Finding((Note(f"~{n}", f"d-{n}"),), lens_name(d.lens), d.explanation, self.level(d.strength) < _NOTED)
                for n, d in differences
            ),
        ]
        return gathered(found)

    def noted(self, group: Group, *, slight: bool) -> list[Finding]:
        """The notes shown at once below a row, or those that unfold: the slight ones and what is too much."""
        plain = [note for note in self.notes(group) if not note.slight]
        rest = [*plain[_NOTES:], *(note for note in self.notes(group) if note.slight)]
        return rest if slight else plain[:_NOTES]

    @property
    def missing_order(self) -> list[Article]:
        """Whose omissions to show first: of two, the second's, so that what is only in the first stands left."""
        return list(reversed(self.articles)) if self.two else list(self.articles)

    def other(self, article_id: ArticleId) -> ArticleId:
        """Of two articles, the other one."""
        return next((a.id for a in self.articles if a.id != article_id), article_id)

    def missing_kinds(self, article_id: ArticleId) -> list[Kind]:
        """Numbered omissions of one article: not found, found in part, too late for it."""
        return kinds(self.refs.listed_omissions.items(), article_id)

    @cached_property
    def by_account(self) -> list[tuple[ArticleId, dict[str, int]]]:
        """Of more than two accounts: what each states and leaves out, in counts."""
        return [] if self.two or self.lookup.differ else by_account(self.lookup)

    def unmatched(self, article_id: ArticleId) -> int:
        """Of two articles: how many passages of the other are neither aligned nor named as left out."""
        named = {o.passage for o in self.lookup.omissions_in(article_id)}
        return sum(p.id not in named for p in self.lookup.unmatched(self.other(article_id)))

    def lens_what(self, lens: str) -> str:
        """What a lens looks at; empty for a lens that the catalogue does not know."""
        return ENGLISH.get(f"lens.{lens}.what", "")

    def number(self, value: float | None) -> str:
        """A value of a profile: whole numbers as such, others with two digits, a dash where there is none."""
        if value is None or value != value:
            return "–"
        return f"{value:.0f}" if value == int(value) else f"{value:.2f}"

    def strip_alt(self, article_id: ArticleId) -> str:
        """A bar of the strip in words."""
        bar = self.strip.bars[article_id]
        return say("strip.alt", x=self.outlet(article_id), linked=sum(s.linked for s in bar), n=len(bar))

    def paragraphs(self, article_id: ArticleId) -> list[list[Passage]]:
        """Passages by paragraph, in order."""
        return [list(group) for _, group in groupby(self.lookup.passages_of[article_id], key=lambda p: p.paragraph)]

    def text_hash(self, article: Article) -> str:
        """What a restored text must hash to."""
        return sha256(article.text)

    @property
    def sections(self) -> list[str]:
        """Ids of the sections that the page has."""
        left_out = {"missing", "matrix"} if self.lookup.differ else set() if self.comparison.facts else {"matrix"}
        every = ("glance", "aligned", "missing", "conflicts", "matrix", "lenses", "texts", "aside", "method")
        return [section for section in every if section not in left_out]

    @cached_property
    def tiles(self) -> list[Tile]:
        """The overview in numbers."""
        return tiles(self.lookup)

    @cached_property
    def highlights(self) -> list[Highlight]:
        """The overview in words."""
        return highlights(self.refs)

    @property
    def h1(self) -> str:
        """The page's title in words."""
        n = len(self.articles)
        key = f"page.h1.{'same_text' if self.bare else self.lookup.verdict}"
        return say(key, count=ENGLISH.get(f"count.{n}", str(n)))

    @property
    def verdict_note(self) -> str:
        """What the verdict means for the rest of the page; empty for one event."""
        key = VERDICT_NOTES.get(self.lookup.verdict)
        return say(key) if key else ""

    @property
    def title(self) -> str:
        """The browser's title."""
        return f"{self.h1}: {', '.join(self.outlet(a.id) for a in self.articles[:4])}"


def template_names() -> dict[str, object]:
    """Functions that the templates use beside the view."""
    return {"say": say, "percent": percent, "lens_name": lens_name, "sign": STATE_SIGN, "value_words": value_words}
