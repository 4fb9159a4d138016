"""Decisions: appended, never overwritten; two people on one item both keep their words."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from framing.errors import UsageError
from framing.model import Article, Comparison, Passage
from framing.review.items import LABELS, Item, items_of, regrounded, source_of
from framing.review.tables import articles, assignments, audit, decisions, items
from framing.text import sha256


class Stale(UsageError):
    """The item was decided anew since this coder opened it; the newer decision comes along."""

    def __init__(self, current: Decision) -> None:
        super().__init__(
            "this item was decided in another window since you opened it; both are kept, look before you save"
        )
        self.current = current


@dataclass(frozen=True, slots=True)
class Decision:
    """One coder's say on one item; `revision` counts from 1."""

    item: str
    coder: int
    revision: int
    label: str
    comment: str = ""
    flagged: bool = False
    marks: Sequence[dict[str, Any]] = ()
    codebook: int | None = None
    adjudicated: bool = False
    made: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a coder sends: `seen` is the revision on the coder's screen (0 for none), `request` a key that
    makes a repeated send harmless."""

    item: str
    label: str
    request: str
    seen: int = 0
    comment: str = ""
    flagged: bool = False
    marks: Sequence[dict[str, Any]] = field(default_factory=tuple)
    codebook: int | None = None
    seconds: float = 0.0
    adjudicated: bool = False


def now() -> str:
    """This moment, UTC, ISO 8601."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds")


class Decisions:
    """The decisions of one database."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writer = engine.execution_options(writes=True)

    def sync(self, comparison: Comparison) -> dict[str, int]:
        """Add what a comparison suggests; keep every item and decision there is.

        Returns counts: `new`, `known`, `lost_ground` (decided or not, whose words no longer stand in the text).
        """
        counts = {"new": 0, "known": 0, "lost_ground": 0}
        with self._writer.begin() as connection:
            _keep_articles(connection, comparison)
            there = set(connection.scalars(select(items.c.id)))
            for item in items_of(comparison):
                if item.id in there:
                    counts["known"] += 1
                    values = {"grounded": True, "a": item.a.article, "b": item.within, "payload": item.payload()}
                    connection.execute(update(items).where(items.c.id == item.id).values(**values))
                    continue
                there.add(item.id)
                counts["new"] += 1
                connection.execute(insert(items).values(**row_of(item)))
            counts["lost_ground"] = _check_ground(connection, comparison)
            log(connection, None, "sync", comparison.run.started, counts)
        return counts

    def decide(self, coder: int, draft: Draft) -> Decision:
        """Store a decision.

        Raises UsageError for a label the item's kind does not know, Stale where the coder's own newest
        revision is not the one seen. A request sent twice gives the first one's decision.
        """
        with self._writer.begin() as connection:
            repeated = _by_request(connection, draft.request)
            if repeated is not None:
                return repeated
            kind = connection.scalar(select(items.c.kind).where(items.c.id == draft.item))
            if kind is None:
                raise UsageError(f"no item {draft.item}")
            if draft.label not in (*LABELS[kind], "skip"):
                raise UsageError(f"a {kind} is {', '.join(LABELS[kind])} or skip, not {draft.label!r}")
            current = newest(connection, draft.item, coder)
            if (current.revision if current else 0) != draft.seen:
                assert current is not None
                raise Stale(current)
            return append(connection, coder, draft, draft.seen + 1)

    def undo(self, coder: int, item: str, request: str) -> Decision | None:
        """Take the newest decision back by appending the one before it (or `skip`); None where there is none."""
        with self._writer.begin() as connection:
            rows = list(
                connection.execute(
                    select(decisions)
                    .where(decisions.c.item == item, decisions.c.coder == coder)
                    .order_by(decisions.c.revision.desc())
                    .limit(2)
                )
            )
            if not rows:
                return None
            before = rows[1]._mapping if len(rows) > 1 else None
            draft = Draft(
                item,
                before["label"] if before else "skip",
                request,
                rows[0].revision,
                before["comment"] if before else "",
                before["flagged"] if before else False,
                before["marks"] if before else (),
            )
            return append(connection, coder, draft, rows[0].revision + 1, "undo")

    def current(self, item: str, coder: int) -> Decision | None:
        """The coder's newest decision on an item."""
        with self.engine.connect() as connection:
            return newest(connection, item, coder)

    def history(self, item: str) -> list[Decision]:
        """All decisions on an item, oldest first. Not for blind coders."""
        with self.engine.connect() as connection:
            rows = connection.execute(select(decisions).where(decisions.c.item == item).order_by(decisions.c.id))
            return [_decision(row) for row in rows]

    def assign(self, item_ids: Sequence[str], coder_ids: Sequence[int]) -> None:
        """Give each item to each of the coders; known assignments stay."""
        with self._writer.begin() as connection:
            there = {(row.item, row.coder) for row in connection.execute(select(assignments))}
            rows = [
                {"item": item, "coder": coder} for item in item_ids for coder in coder_ids if (item, coder) not in there
            ]
            if rows:
                connection.execute(insert(assignments), rows)
            log(connection, None, "assign", "", {"items": len(item_ids), "coders": list(coder_ids)})


def newest(connection: Connection, item: str, coder: int) -> Decision | None:
    """The coder's newest decision on an item, in this transaction."""
    row = connection.execute(
        select(decisions)
        .where(decisions.c.item == item, decisions.c.coder == coder)
        .order_by(decisions.c.revision.desc())
        .limit(1)
    ).first()
    return _decision(row) if row else None


def newest_of_all(connection: Connection) -> list[Decision]:
    """The newest decision of every coder on every item, without skips, by item."""
    last = (
        select(decisions.c.item, decisions.c.coder, func.max(decisions.c.revision).label("revision"))
        .group_by(decisions.c.item, decisions.c.coder)
        .subquery()
    )
    query = select(decisions).join(
        last,
        (decisions.c.item == last.c.item)
        & (decisions.c.coder == last.c.coder)
        & (decisions.c.revision == last.c.revision),
    )
    found = [_decision(row) for row in connection.execute(query.order_by(decisions.c.item, decisions.c.coder))]
    return [decision for decision in found if decision.label != "skip"]


def append(connection: Connection, coder: int, draft: Draft, revision: int, action: str = "decide") -> Decision:
    """Append a decision in this transaction, with its line in the audit log."""
    made = now()
    values = {
        "item": draft.item,
        "coder": coder,
        "revision": revision,
        "label": draft.label,
        "comment": draft.comment,
        "flagged": draft.flagged,
        "marks": list(draft.marks),
        "codebook": draft.codebook,
        "adjudicated": draft.adjudicated,
        "seconds": draft.seconds,
        "request": draft.request,
        "made": made,
    }
    try:
        connection.execute(insert(decisions).values(**values))
    except IntegrityError as error:
        raise UsageError("this item was saved twice at once; open it again") from error
    log(connection, coder, action, draft.item, {"revision": revision, "label": draft.label})
    return Decision(
        draft.item, coder, revision, draft.label, draft.comment, draft.flagged, list(draft.marks), draft.codebook,
        draft.adjudicated, made,
    )  # fmt: skip


def _by_request(connection: Connection, request: str) -> Decision | None:
    row = connection.execute(select(decisions).where(decisions.c.request == request)).first()
    return _decision(row) if row else None


def _decision(row: Any) -> Decision:
    return Decision(
        row.item, row.coder, row.revision, row.label, row.comment, row.flagged, row.marks, row.codebook,
        row.adjudicated, row.made,
    )  # fmt: skip


def row_of(item: Item, coder: int | None = None) -> dict[str, Any]:
    """An item as its table row; `coder` is who added it."""
    return {
        "id": item.id,
        "kind": item.kind,
        "a": item.a.article,
        "b": item.within,
        "payload": item.payload(),
        "suggestion": item.suggestion,
        "uncertainty": item.uncertainty,
        "weight": item.weight,
        "grounded": True,
        "added_by": coder,
        "created": now(),
    }


def _keep_articles(connection: Connection, comparison: Comparison) -> None:
    known = {row.id: row.sha256 for row in connection.execute(select(articles.c.id, articles.c.sha256))}
    for article in comparison.articles:
        digest = sha256(article.text)
        values = _article_row(article, digest, comparison.passages_of(article.id))
        if article.id not in known:
            connection.execute(insert(articles).values(**values))
        elif known[article.id] != digest:
            connection.execute(update(articles).where(articles.c.id == article.id).values(**values))


def _article_row(article: Article, digest: str, passages: Sequence[Passage]) -> dict[str, Any]:
    return {
        "id": article.id,
        "sha256": digest,
        "outlet": article.outlet,
        "title": article.title,
        "published": article.published,
        "language": article.language,
        "url": article.url,
        "text": article.text,
        "passages": [[p.span.start, p.span.end, str(p.role)] for p in passages],
    }


def _check_ground(connection: Connection, comparison: Comparison) -> int:
    texts = {source_of(article): (article.id, article.text) for article in comparison.articles}
    lost = 0
    for row in connection.execute(select(items.c.id, items.c.payload)):
        anchors = [row.payload[side] for side in ("a", "b") if row.payload.get(side)]
        if not any(anchor["source"] in texts for anchor in anchors):
            continue
        payload = regrounded(row.payload, texts)
        values = {"grounded": False} if payload is None else {"grounded": True, "payload": payload}
        lost += payload is None
        connection.execute(update(items).where(items.c.id == row.id).values(**values))
    return lost


def log(connection: Connection, coder: int | None, action: str, subject: str, detail: dict[str, Any]) -> None:
    connection.execute(insert(audit).values(at=now(), coder=coder, action=action, subject=subject[:200], detail=detail))
