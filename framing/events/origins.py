"""Origins: passages of several articles that are one text, with what tells so.

"Five outlets say so" may be one agency's story five times. Passages that are copies of each other (see
`framing.events.copying`) form one origin; a credit names its agency. Outlets of one publisher family count as
one origin where the reader gives a families file.
"""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path

from framing.errors import SettingsError
from framing.events.copying import Copy, copies, sign
from framing.events.credits import Credit, find_credits
from framing.language.names import fold
from framing.model import Article, ArticleId, Origin, PassageId
from framing.prepared import Prepared


def find_origins(prepared: Sequence[Prepared], families: str = "") -> tuple[Origin, ...]:
    """Origins of two or more articles, in order of their first passage; a passage is in one at most.

    `families` names a TOML file of publisher families (`[families]`, name = list of outlets). Raises
    SettingsError where it cannot be read.
    """
    signatures = [sign(item.passages) for item in prepared]
    groups = _Groups()
    pairs: dict[tuple[ArticleId, ArticleId], tuple[Copy, ...]] = {}
    for i, j in combinations(range(len(prepared)), 2):
        found = copies(signatures[i], signatures[j])
        if found:
            pairs[prepared[i].article.id, prepared[j].article.id] = found
        for copy in found:
            groups.join(copy.a.id, copy.b.id)
    order = {p.id: (n, p.index) for n, item in enumerate(prepared) for p in item.passages}
    article_of = {p.id: item.article.id for item in prepared for p in item.passages}
    credits = _credits(prepared)
    stories = _stories(groups.members(), article_of)
    origins = [_origin(sorted(story, key=order.__getitem__), article_of, credits, pairs) for story in stories]
    origins += _family_origins(prepared, families, {passage for origin in origins for passage in origin.passages})
    return tuple(sorted(origins, key=lambda origin: order[origin.passages[0]]))


class _Groups:
    """Union-find over passage ids."""

    def __init__(self) -> None:
        self._parent: dict[PassageId, PassageId] = {}

    def find(self, item: PassageId) -> PassageId:
        self._parent.setdefault(item, item)
        while self._parent[item] != item:
            self._parent[item] = self._parent[self._parent[item]]
            item = self._parent[item]
        return item

    def join(self, a: PassageId, b: PassageId) -> None:
        first, second = sorted((self.find(a), self.find(b)))
        self._parent[second] = first

    def members(self) -> list[list[PassageId]]:
        groups: dict[PassageId, list[PassageId]] = defaultdict(list)
        for item in self._parent:
            groups[self.find(item)].append(item)
        return list(groups.values())


def _stories(clusters: list[list[PassageId]], article_of: Mapping[PassageId, ArticleId]) -> list[list[PassageId]]:
    """Clusters of copied passages joined into stories: those carried by a common pair of articles are one text."""
    stories = _Groups()
    by_pair: dict[tuple[ArticleId, ArticleId], PassageId] = {}
    for cluster in clusters:
        for passage in cluster:
            stories.join(cluster[0], passage)
        for pair in combinations(sorted({article_of[passage] for passage in cluster}), 2):
            stories.join(by_pair.setdefault(pair, cluster[0]), cluster[0])
    return stories.members()


def _credits(prepared: Sequence[Prepared]) -> dict[ArticleId, tuple[Credit, ...]]:
    outlets = [item.article.outlet for item in prepared if item.article.outlet]
    return {
        item.article.id: find_credits(
            item.article,
            item.passages,
            [name for name in dict.fromkeys(outlets) if fold(name) != fold(item.article.outlet)],
        )
        for item in prepared
    }


def _origin(
    passages: Sequence[PassageId],
    article_of: Mapping[PassageId, ArticleId],
    credits: Mapping[ArticleId, tuple[Credit, ...]],
    pairs: Mapping[tuple[ArticleId, ArticleId], tuple[Copy, ...]],
) -> Origin:
    articles = tuple(dict.fromkeys(article_of[passage] for passage in passages))
    named = Counter(credit.agency for article in articles for credit in credits[article])
    agency = max(named, key=lambda name: (named[name], name), default="")
    inside = set(passages)
    copied = [copy for found in pairs.values() for copy in found if copy.a.id in inside and copy.b.id in inside]
    words = sum(copy.own_words for copy in copied)
    contained = sum(copy.contained for copy in copied) / max(1, len(copied))
    evidence = (
        f"{len(passages)} passages of {len(articles)} articles are word for word alike "
        f"({contained:.0%} of their runs of three words, {words} words outside quotes)"
    )
    if agency:
        said = next(c.words.text for a in articles for c in credits[a] if c.agency == agency)
        evidence += f"; credited to {agency} (“{said}”)"
    return Origin(f"origin:{passages[0]}", agency, tuple(passages), articles, evidence)


def _family_origins(prepared: Sequence[Prepared], families: str, taken: set[PassageId]) -> list[Origin]:
    """One origin a family that has more than one article here, of the passages no other origin holds."""
    if not families:
        return []
    owner = read_families(Path(families))
    groups: dict[str, list[Prepared]] = defaultdict(list)
    for item in prepared:
        name = owner.get(fold(item.article.outlet), "")
        if name:
            groups[name].append(item)
    origins = []
    for name, items in groups.items():
        passages = tuple(p.id for item in items for p in item.passages if p.id not in taken)
        if len(items) > 1 and passages:
            ids = tuple(item.article.id for item in items)
            outlets = ", ".join(sorted({item.article.outlet for item in items}))
            origins.append(Origin(f"family:{name}", "", passages, ids, f"one publisher family, {name}: {outlets}"))
    return origins


def read_families(path: Path) -> dict[str, str]:
    """Family by folded outlet name. Raises SettingsError naming the file and what is wrong."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"{path}: cannot read the families file: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: not TOML: {error}") from error
    rows = table.get("families")
    if not isinstance(rows, dict) or not all(isinstance(outlets, list) for outlets in rows.values()):
        raise SettingsError(f"{path}: needs a table [families] of name = [outlets]")
    return {fold(str(outlet)): name for name, outlets in rows.items() for outlet in outlets}


def collapse(articles: Sequence[Article], origins: Sequence[Origin]) -> int:
    """How many independent origins the articles have: copies of one text count once, the rest one each."""
    groups = _Groups()
    for article in articles:
        groups.find(article.id)
    for origin in origins:
        for article_id in origin.articles:
            groups.join(origin.articles[0], article_id)
    ids = {article.id for article in articles}
    return sum(1 for members in groups.members() if ids & set(members))
