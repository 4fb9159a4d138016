"""What a page calls accounts and passages, and how it writes their languages, dates and addresses."""

from __future__ import annotations

import re

from framing.model import Article, ArticleId, Comparison, PassageId
from framing.report.html.refs import Refs
from framing.report.lookup import Lookup
from framing.report.strings import say
from framing.text import visible

_RTL = frozenset(("ar", "arc", "ckb", "dv", "fa", "he", "ks", "ku", "ps", "sd", "ug", "ur", "yi"))
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_WEB = re.compile(r"https?://[^\s\"'<>\\]+")


class Names:
    """Letters, colours, outlets, languages of one comparison."""

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison
        self.lookup = Lookup(comparison)
        self.refs = Refs(self.lookup)

    def letter(self, article_id: ArticleId) -> str:
        """`A`, `B`, ..."""
        return self.lookup.letter(article_id)

    def hue(self, article_id: ArticleId) -> str:
        """The class that gives an article its colour."""
        return f"h{self.lookup.order[article_id] % 8}"

    def outlet(self, article_id: ArticleId) -> str:
        """The outlet's name."""
        return self.lookup.outlet(article_id)

    def owner(self, passage_id: PassageId) -> ArticleId:
        """The article of a passage."""
        return self.lookup.passage(passage_id).article_id

    def where(self, passage_id: PassageId) -> str:
        """`A 4`: how the page calls a passage."""
        return self.refs.passage(passage_id).replace("-", "\u00a0")

    def language(self, article_id: ArticleId) -> str:
        """The `lang` of an article; empty where unknown."""
        code = self.lookup.article(article_id).language
        return code if code != "und" and _LANGUAGE.fullmatch(code) else ""

    def direction(self, article_id: ArticleId) -> str:
        """`ltr` or `rtl` where the language is known, else `auto`."""
        code = self.language(article_id).partition("-")[0]
        return "rtl" if code in _RTL else "ltr" if code else "auto"

    def link_out(self, article: Article) -> str:
        """The original page's address, only where it is a plain web address."""
        return article.url if _WEB.fullmatch(article.url) else ""

    def date(self, article: Article) -> str:
        """Date and time without seconds."""
        return visible(article.published[:16].replace("T", " ")) or say("unknown_date")
