"""Decisions: appended, never overwritten; two people on one item both keep their words."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, Engine, Select, func, insert, literal, select, update
from sqlalchemy.exc import IntegrityError

from framing.errors import UsageError
from framing.model import Comparison
from framing.review.database import reading, writing
from framing.review.ground import check_ground, keep_articles
from framing.review.items import LABELS, Item, items_of
from framing.review.tables import assignments, audit, decisions, items
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
    lens: str = ""
    """The lens as corrected by the coder; empty where the tool's stands."""
    frame: str = ""
    """A codebook's frame, as `codebook/frame`; empty where none was named."""
    seconds: float = 0.0
    id: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """What a coder sends: `seen` is the revision on the coder's screen (0 for none), `request` a key that
    makes a repeated send harmless. For an adjudication `seen` is the id of the decision on the screen,
    whoever made it, so that a second adjudicator meets the first one's words."""

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
    lens: str = ""
    frame: str = ""


def now() -> str:
    """This moment, UTC, ISO 8601."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds")


class Decisions:
    """The decisions of one database."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def sync(self, comparison: Comparison) -> dict[str, int]:
        """Add what a comparison suggests; keep every item and decision there is.

        Returns counts: `new`, `known`, `lost_ground` (decided or not, whose words no longer stand in the text).
        """
        counts = {"new": 0, "known": 0, "lost_ground": 0}
        with writing(self.engine) as connection:
            keep_articles(connection, comparison)
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
            counts["lost_ground"] = check_ground(connection, comparison)
            log(connection, None, "sync", comparison.run.started, counts)
        return counts

    def decide(self, coder: int, draft: Draft) -> Decision:
        """Store a decision.

        Raises UsageError for a label the item's kind does not know, Stale where the coder's own newest
        revision is not the one seen. A request sent twice gives the first one's decision.
        """
        draft = replace(draft, request=_key(draft.request))
        with writing(self.engine) as connection:
            # Locked before anything is looked at: the same form sent twice at once meets its own decision.
            kind = connection.scalar(select(items.c.kind).where(items.c.id == draft.item).with_for_update())
            if kind is None:
                raise UsageError(f"no item {draft.item}")
            repeated = _by_request(connection, draft.request)
            if repeated is not None:
                return repeated
            if draft.label not in (*LABELS[kind], "skip"):
                raise UsageError(f"a {kind} is {', '.join(LABELS[kind])} or skip, not {draft.label!r}")
            if draft.adjudicated:
                current = ruling(connection, draft.item)
                there = current.id if current else 0
            else:
                current = newest(connection, draft.item, coder)
                there = current.revision if current else 0
            if there != draft.seen and current is not None:
                raise Stale(current)
            action = "adjudicate" if draft.adjudicated else "decide"
            return append(connection, coder, draft, next_revision(connection, draft.item, coder), action)

    def undo(self, coder: int, item: str, request: str) -> Decision | None:
        """Take the newest decision back by appending the one before it (or `skip`); None where there is none.

        Undoing again goes one further back. Adjudications are not touched.
        """
        with writing(self.engine) as connection:
            connection.execute(select(items.c.id).where(items.c.id == item).with_for_update())
            rows = list(connection.execute(_of(item, coder, adjudicated=False)))
            standing = _standing([decision_of(row) for row in reversed(rows)])
            if not standing:
                return None
            before = standing[-2] if len(standing) > 1 else Decision(item, coder, 0, "skip")
            draft = Draft(
                item, before.label, request, 0, before.comment, before.flagged, before.marks, before.codebook,
                lens=before.lens, frame=before.frame,
            )  # fmt: skip
            return append(connection, coder, draft, next_revision(connection, item, coder), "undo", before.revision)

    def ruling(self, item: str) -> Decision | None:
        """The newest adjudication of an item, whoever made it; None where none stands."""
        with reading(self.engine) as connection:
            return ruling(connection, item)

    def current(self, item: str, coder: int) -> Decision | None:
        """The coder's newest decision on an item."""
        with reading(self.engine) as connection:
            return newest(connection, item, coder)

    def history(self, item: str) -> list[Decision]:
        """All decisions on an item, oldest first. Not for blind coders."""
        with reading(self.engine) as connection:
            rows = connection.execute(select(decisions).where(decisions.c.item == item).order_by(decisions.c.id))
            return [decision_of(row) for row in rows]

    def assign(
        self,
        item_ids: Sequence[str],
        coder_ids: Sequence[int],
        *,
        unaided: bool = False,
        how: Mapping[str, Any] | None = None,
    ) -> None:
        """Give each item to each of the coders; known assignments stay.

        `unaided` hides the tool's suggestion from them; `how` says for the log how the items were drawn.
        """
        with writing(self.engine) as connection:
            there = {(row.item, row.coder) for row in connection.execute(select(assignments))}
            rows = [
                {"item": item, "coder": coder, "unaided": unaided}
                for item in item_ids
                for coder in coder_ids
                if (item, coder) not in there
            ]
            if rows:
                connection.execute(insert(assignments), rows)
            detail = {"items": len(item_ids), "coders": list(coder_ids), "unaided": unaided, **(how or {})}
            log(connection, None, "assign", "", detail)


def newest(connection: Connection, item: str, coder: int) -> Decision | None:
    """The coder's newest decision on an item, in this transaction; adjudications are not looked at."""
    row = connection.execute(_of(item, coder, adjudicated=False).limit(1)).first()
    return decision_of(row) if row else None


def ruling(connection: Connection, item: str) -> Decision | None:
    """The newest adjudication of an item, in this transaction; None where none stands (`skip` takes one back)."""
    query = select(decisions).where(decisions.c.item == item, decisions.c.adjudicated.is_(True))
    row = connection.execute(query.order_by(decisions.c.id.desc()).limit(1)).first()
    return decision_of(row) if row else None


def next_revision(connection: Connection, item: str, coder: int) -> int:
    """The number of this coder's next decision on an item, adjudications counted too."""
    mine = (decisions.c.item == item) & (decisions.c.coder == coder)
    return int(connection.scalar(select(func.coalesce(func.max(decisions.c.revision), 0)).where(mine)) or 0) + 1


def newest_of_all(connection: Connection, item: str | None = None) -> list[Decision]:
    """The newest decision of every coder on every item and every coder's newest adjudication, without skips, by item.

    `item` asks for one item only. Marks are left out: only an undo needs them.
    """
    keys = (decisions.c.item, decisions.c.coder, decisions.c.adjudicated)
    newest_ids = select(func.max(decisions.c.id).label("id")).group_by(*keys)
    if item is not None:
        newest_ids = newest_ids.where(decisions.c.item == item)
    last = newest_ids.subquery()
    columns = [column for column in decisions.c if column.name != "marks"]
    query = select(*columns, literal(None).label("marks")).join(last, decisions.c.id == last.c.id)
    rows = connection.execute(query.where(decisions.c.label != "skip").order_by(*keys))
    return [decision_of(row) for row in rows]


def _of(item: str, coder: int, *, adjudicated: bool) -> Select[Any]:
    """One coder's decisions on an item, newest first."""
    mine = (decisions.c.item == item) & (decisions.c.coder == coder) & (decisions.c.adjudicated.is_(adjudicated))
    return select(decisions).where(mine).order_by(decisions.c.revision.desc())


def _standing(history: Sequence[Decision]) -> list[Decision]:
    """What stands after each undo is taken at its word: an undo removes itself and what it took back."""
    out: list[Decision] = []
    for decision in history:
        undone = [m["undo"] for m in decision.marks if "undo" in m]
        if undone:
            out = [d for d in out if d.revision <= undone[0]]
        else:
            out.append(decision)
    return out


def append(
    connection: Connection, coder: int, draft: Draft, revision: int, action: str = "decide", back_to: int | None = None
) -> Decision:
    """Append a decision in this transaction, with its line in the audit log.

    `back_to` marks an undo: the revision it went back to, 0 for before the first.
    """
    made = now()
    marks = [mark for mark in draft.marks if "undo" not in mark]
    if back_to is not None:
        marks.append({"undo": back_to})
    values = {
        "item": draft.item,
        "coder": coder,
        "revision": revision,
        "label": draft.label,
        "lens": draft.lens,
        "frame": draft.frame,
        "comment": draft.comment,
        "flagged": draft.flagged,
        "marks": marks,
        "codebook": draft.codebook,
        "adjudicated": draft.adjudicated,
        "seconds": draft.seconds,
        "request": draft.request,
        "made": made,
    }
    try:
        key = connection.execute(insert(decisions).values(**values)).inserted_primary_key
    except IntegrityError as error:
        raise UsageError("this item was saved twice at once; open it again") from error
    log(connection, coder, action, draft.item, {"revision": revision, "label": draft.label})
    assert key is not None
    return Decision(
        draft.item, coder, revision, draft.label, draft.comment, draft.flagged, marks, draft.codebook,
        draft.adjudicated, made, draft.lens, draft.frame, draft.seconds, int(key[0]),
    )  # fmt: skip


def _key(request: str) -> str:
    """A request's key as the table holds it, at most 64 characters."""
    return request if len(request) <= 64 else sha256(request)


def _by_request(connection: Connection, request: str) -> Decision | None:
    row = connection.execute(select(decisions).where(decisions.c.request == request)).first()
    return decision_of(row) if row else None


def decision_of(row: Any) -> Decision:
    """A decision from its table row."""
    return Decision(
        row.item, row.coder, row.revision, row.label, row.comment, row.flagged, () if row.marks is None else row.marks, row.codebook,
        row.adjudicated, row.made, row.lens, row.frame, row.seconds, row.id,
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


def log(connection: Connection, coder: int | None, action: str, subject: str, detail: dict[str, Any]) -> None:
    """A line in the audit log, in this transaction."""
    connection.execute(insert(audit).values(at=now(), coder=coder, action=action, subject=subject[:200], detail=detail))
