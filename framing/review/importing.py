"""Decisions from other tools, matched to items by their words and appended like any other decision."""

from __future__ import annotations

import json
import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Engine, insert, select

from framing.export.incoming import Incoming, Marked
from framing.review.accounts import NAME
from framing.review.database import writing
from framing.review.decisions import Draft, append, log, newest, next_revision, now, row_of, ruling
from framing.review.items import LABELS, Anchor, Item
from framing.review.tables import articles, coders, decisions, items
from framing.text import sha256, visible

MAX_COMMENT = 5_000
NEEDS_TWO = ("link", "difference")


@dataclass(frozen=True, slots=True)
class Brought:
    """What an import did; `refused` holds a reason in words for every row without ground."""

    stored: int
    unchanged: int
    added: int
    """Findings that were no items before, among the stored."""
    refused: tuple[str, ...]


def bring(engine: Engine, incoming: Iterable[Incoming]) -> Brought:
    """Store decisions that came back, all in one transaction; the same file again changes nothing.

    A coder unknown here gets an account that nobody can log in to. Rows whose words stand nowhere, whose label
    does not fit, or that mark one article only where two are needed are refused, each with its reason.
    """
    stored = unchanged = added = 0
    refused: list[str] = []
    with writing(engine) as connection:
        desk = _Desk(connection)
        for number, given in enumerate(incoming, 1):
            try:
                item = desk.item(given)
            except _NoGround as reason:
                refused.append(f"{number}: {reason}")
                continue
            coder = desk.coder(given.coder)
            if item.id not in desk.known:
                desk.add(item, coder)
                added += 1
            if desk.decide(item.id, coder, given):
                stored += 1
            else:
                unchanged += 1
        log(connection, None, "import", "", {"stored": stored, "added": added, "refused": len(refused)})
    return Brought(stored, unchanged, added, tuple(refused))


class _NoGround(Exception):
    pass


class _Desk:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.known = set(connection.scalars(select(items.c.id)))
        self._coders: dict[str, int] = {
            row.name: row.id for row in connection.execute(select(coders.c.id, coders.c.name))
        }
        self._texts = {row.id: row for row in connection.execute(select(articles))}
        self._differences: dict[frozenset[tuple[str, str]], list[str]] = defaultdict(list)
        for payload in connection.scalars(select(items.c.payload).where(items.c.kind == "difference")):
            self._differences[_words_key(payload["a"], payload["b"])].append(payload.get("lens", ""))

    def coder(self, name: str) -> int:
        name = visible(name).strip()[:79]
        name = name if NAME.match(name) else "imported"
        if name not in self._coders:
            values = {"name": name, "password_hash": f"!{secrets.token_hex(8)}", "role": "coder", "active": True}
            key = self.connection.execute(insert(coders).values(**values, created=now())).inserted_primary_key
            assert key is not None
            self._coders[name] = int(key[0])
        return self._coders[name]

    def item(self, given: Incoming) -> Item:
        if given.label not in LABELS.get(given.kind, ()):
            raise _NoGround(f"{given.label!r} says nothing of a {given.kind or 'finding'}")
        a = self._anchor(given.a)
        b = self._anchor(given.b) if given.b else None
        if given.kind in NEEDS_TWO and (b is None or b.article == a.article):
            raise _NoGround(f"a {given.kind} needs words in two articles")
        within = b.article if b else given.within
        if within not in self._texts:
            raise _NoGround(f"no article {within!r} here")
        detail: dict[str, Any] = {}
        if given.kind == "difference":
            detail["lens"] = given.lens
        if b is None:
            detail["within_source"] = _source(self._texts[within])
        item = Item(given.kind, a, b, within, given.label, 0.0, 1.0, detail)
        return item if item.id in self.known else self._relabelled(item, given)

    def _relabelled(self, item: Item, given: Incoming) -> Item:
        """A difference whose lens a coder corrected is still the tool's item: the words decide."""
        if given.kind != "difference" or item.b is None:
            return item
        for lens in self._differences.get(_words_key(item.a.as_dict(), item.b.as_dict()), ()):
            same = replace(item, detail={**item.detail, "lens": lens})
            if same.id in self.known:
                return same
        return item

    def _anchor(self, marked: Marked) -> Anchor:
        row = self._texts.get(marked.article) or self._by_url(marked.article)
        if row is None:
            raise _NoGround(f"no article {marked.article!r} here")
        start = _place(row.text, marked)
        if start < 0:
            raise _NoGround(f"“{visible(marked.quote)[:60]}” does not stand in {row.outlet or row.id}")
        end = start + (marked.end - marked.start if _fits(row.text, marked) else len(marked.quote))
        quote = row.text[start:end]
        return Anchor(row.id, _source(row), start, end, quote, row.text.count(quote, 0, start))

    def _by_url(self, url: str) -> Any:
        return next((row for row in self._texts.values() if row.url and row.url == url), None)

    def add(self, item: Item, coder: int) -> None:
        self.connection.execute(insert(items).values(**row_of(item, coder)))
        self.known.add(item.id)

    def decide(self, item: str, coder: int, given: Incoming) -> bool:
        comment = given.comment[:MAX_COMMENT].replace("\x00", "\ufffd")
        said = [
            item,
            coder,
            given.label,
            given.lens,
            given.frame,
            comment,
            given.flagged,
            given.adjudicated,
            given.made,
        ]
        request = f"import-{sha256(json.dumps(said))}"[:64]
        if self.connection.scalar(select(decisions.c.id).where(decisions.c.request == request)) is not None:
            return False
        current = ruling(self.connection, item) if given.adjudicated else newest(self.connection, item, coder)
        own = self.connection.scalar(select(items.c.payload).where(items.c.id == item)) or {}
        lens = "" if given.lens == own.get("lens", "") else given.lens[:60]
        fresh = (given.label, lens, given.frame[:120], comment, given.flagged)
        if current is not None and fresh == (
            current.label, current.lens, current.frame, current.comment, current.flagged,
        ):  # fmt: skip
            return False
        draft = Draft(
            item, given.label, request, comment=comment, flagged=given.flagged, adjudicated=given.adjudicated,
            lens=lens, frame=given.frame[:120],
        )  # fmt: skip
        append(self.connection, coder, draft, next_revision(self.connection, item, coder), "import")
        return True


def _words_key(a: Mapping[str, Any], b: Mapping[str, Any]) -> frozenset[tuple[str, str]]:
    return frozenset(((a["article"], a["quote"]), (b["article"], b["quote"])))


def _source(row: Any) -> str:
    return row.url or "|".join(part for part in (row.outlet, row.title) if part) or str(row.id)


def _fits(text: str, marked: Marked) -> bool:
    """Whether the words stand at the given place; tables show control characters and line breaks otherwise."""
    if not 0 <= marked.start < marked.end <= len(text):
        return False
    there = text[marked.start : marked.end]
    return there == marked.quote or visible(there) == visible(marked.quote)


def _place(text: str, marked: Marked) -> int:
    """Where the words start: at the given place, else where prefix and suffix fit best, else their only place."""
    if _fits(text, marked):
        return marked.start
    if not marked.quote:
        return -1
    places, at = [], text.find(marked.quote)
    while at >= 0:
        places.append(at)
        at = text.find(marked.quote, at + 1)
    if marked.before or marked.after:
        places = [place for place in places if _around(text, place, marked)] or places
    return places[0] if len(places) == 1 else -1


def _around(text: str, place: int, marked: Marked) -> bool:
    after = text[place + len(marked.quote) :]
    return text[:place].endswith(marked.before) and after.startswith(marked.after)


def refusals(brought: Brought) -> Mapping[str, int]:
    """The reasons with how often each was given."""
    out: dict[str, int] = {}
    for refusal in brought.refused:
        reason = refusal.partition(": ")[2]
        out[reason] = out.get(reason, 0) + 1
    return out
