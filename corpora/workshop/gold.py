"""Derive the gold of a storyline from its coded sentences and its planted differences.

Two sentences are linked where they state a common fact: ``same`` where the main fact of both is one, else ``partial``.
A sentence is ``covered`` where the other article states all its facts, ``partly`` where some, ``absent`` where none.
"""

from __future__ import annotations

from datetime import datetime
from itertools import combinations
from typing import Any

from workshop.dump import Dump
from workshop.locate import TITLE, locate, quotations
from workshop.source import STRAIGHT, Sentence, SourceError, Story, Storyline

# Lens names of the tool -> the shorter list used when pairs of articles are coded by readers.
READER_LENS = {
    "labels": "label",
    "quotes": "quote_selection",
    "causes": "causal",
    "prominence": "emphasis",
    "sources": "emphasis",
    "sentiment": "emphasis",
    "frames": "emphasis",
    "morals": "word_choice",
    "numbers": "emphasis",
}


def links(a: Story, b: Story) -> list[list[Any]]:
    """Linked sentences of two stories."""
    out: list[list[Any]] = []
    for i, left in enumerate(a.sentences):
        for j, right in enumerate(b.sentences):
            if set(left.facts) & set(right.facts):
                same = left.main is not None and left.main == right.main
                out.append([i, j, "same" if same else "partial"])
    return out


def coverage(a: Story, b: Story) -> dict[str, str]:
    """State of every sentence of ``a`` in ``b``."""
    known = {fact for sentence in b.sentences for fact in sentence.facts}
    return {str(i): _state(sentence, known) for i, sentence in enumerate(a.sentences)}


def _state(sentence: Sentence, known: set[str]) -> str:
    if sentence.nonfact:
        return "nonfact"
    shared = [fact in known for fact in sentence.facts]
    if not any(shared):
        return "absent"
    return "covered" if all(shared) and not sentence.own_part else "partly"


class Planted:
    """The planted findings of a storyline, resolved to sentences and spans."""

    def __init__(self, storyline: Storyline, dumps: dict[str, Dump]) -> None:
        self.storyline = storyline
        self.dumps = dumps
        self.omissions = [self._omission(row) for row in storyline.meta.get("omissions", [])]
        self.conflicts = [self._two_sided(row, {"kind", "verdict"}) for row in storyline.meta.get("conflicts", [])]
        self.differences = [self._two_sided(row, {"lens"}) for row in storyline.meta.get("differences", [])]
        self.developments = [self._two_sided(row, {"kind"}) for row in storyline.meta.get("developments", [])]

    def _omission(self, row: dict[str, Any]) -> dict[str, Any]:
        stories = self.storyline.stories
        fact, missing = row["fact"], row["missing_in"]
        stated = {slug: _positions(story, fact) for slug, story in stories.items() if _positions(story, fact)}
        if wrong := [slug for slug in missing if slug in stated]:
            raise SourceError(f"{self.storyline.slug}: planted omission {fact!r} is stated in {wrong}")
        first = min(stories[slug].published for slug in stated)
        known = self.storyline.meta.get("known", {}).get(fact)
        first = min(first, datetime.fromisoformat(known)) if known else first
        hours = {slug: round((stories[slug].published - first).total_seconds() / 3600, 2) for slug in missing}
        return {
            "id": f"omission-{fact}",
            "fact": fact,
            "missing_in": {slug: "not_yet_reported" if hours[slug] < 0 else "not_found" for slug in missing},
            "hours_after_first_report": hours,
            "stated_by": stated,
            "note": row.get("note", ""),
        }

    def _two_sided(self, row: dict[str, Any], keys: set[str]) -> dict[str, Any]:
        sides = {
            side: {
                slug: locate(self.storyline.stories[slug], self.dumps[slug], words) for slug, words in row[side].items()
            }
            for side in ("a", "b")
        }
        wanted = {key: row[key] for key in sorted(keys)}
        return {"id": row["id"], **wanted, "note": row["note"], "unlinked": row.get("unlinked", False), **sides}


def _positions(story: Story, fact: str) -> list[int]:
    return [i for i, sentence in enumerate(story.sentences) if fact in sentence.facts]


def pair_gold(storyline: Storyline, planted: Planted, a: Story, b: Story) -> dict[str, Any]:
    """Gold of one pair: links, coverage, conflicts, differences, leading omissions, and whether it is one event."""
    linked = links(a, b)
    cells = {(i, j) for i, j, _ in linked}
    same = a.event == b.event
    return {
        "pair": f"{storyline.slug}/{a.outlet.slug}~{b.outlet.slug}",
        "a": a.outlet.slug,
        "b": b.outlet.slug,
        "same_event": same,
        "links": linked,
        "coverage_a": coverage(a, b),
        "coverage_b": coverage(b, a),
        "top_omitted_by_b": _top(planted, a, b) if same else [],
        "top_omitted_by_a": _top(planted, b, a) if same else [],
        "conflicts": _sided(planted.conflicts, a, b, cells),
        "differences": _sided(planted.differences, a, b, cells),
        "developments": _sided(planted.developments, a, b, cells),
    }


def _top(planted: Planted, holder: Story, other: Story) -> list[int]:
    """Sentences of ``holder`` that state what was planted as left out by ``other``, most consequential first."""
    rows = [row for row in planted.omissions if row["missing_in"].get(other.outlet.slug) == "not_found"]
    found = []
    for row in rows:
        places = row["stated_by"].get(holder.outlet.slug, [])
        mains = [i for i in places if holder.sentences[i].main == row["fact"]]
        found += [i for i in (mains or places)[:1] if i not in found]
    return found[:5]


def _sided(rows: list[dict[str, Any]], a: Story, b: Story, cells: set[tuple[int, int]]) -> list[dict[str, Any]]:
    out = []
    for row in rows:
        for first, second in (("a", "b"), ("b", "a")):
            left, right = row[first].get(a.outlet.slug), row[second].get(b.outlet.slug)
            if left is None or right is None:
                continue
            cell = (left["sentence"], right["sentence"])
            if TITLE not in cell and cell not in cells and not row["unlinked"]:
                raise SourceError(
                    f"{a.event}: {row['id']}: {a.outlet.slug} {cell[0]} and {b.outlet.slug} {cell[1]} share no fact"
                )
            kept = {key: row[key] for key in ("id", "kind", "verdict", "lens", "note") if key in row}
            out.append({**kept, "a": left, "b": right})
    return out


def origins(storyline: Storyline) -> list[dict[str, Any]]:
    """Passages taken from the wire: for each member outlet, its sentence and the agency's, word for word or trimmed."""
    stories = list(storyline.stories.values())
    wire = {_plain(sentence.text): i for i, sentence in enumerate(stories[0].sentences)}
    members = {}
    for story in stories[1:]:
        taken = [i for i, sentence in enumerate(story.sentences) if sentence.wire]
        if taken:
            members[story.outlet.slug] = [[i, wire.get(_plain(story.sentences[i].text))] for i in taken]
    return [{"origin": stories[0].outlet.slug, "members": members}] if members else []


def _plain(text: str) -> str:
    return text.translate(STRAIGHT)


def storyline_gold(storyline: Storyline, dumps: dict[str, Dump]) -> dict[str, Any]:
    """The gold file of one storyline."""
    planted = Planted(storyline, dumps)
    stories = storyline.stories
    return {
        "storyline": storyline.slug,
        "title": storyline.meta["title"],
        "facts": {
            fact: {"definition": text, "stated_by": {s: p for s in stories if (p := _positions(stories[s], fact))}}
            for fact, text in storyline.facts.items()
        },
        "articles": {slug: _article(story, dumps[slug]) for slug, story in stories.items()},
        "pairs": [pair_gold(storyline, planted, stories[a], stories[b]) for a, b in combinations(stories, 2)],
        "origins": origins(storyline),
        "planted": {
            "omissions": planted.omissions,
            "conflicts": planted.conflicts,
            "differences": planted.differences,
            "developments": planted.developments,
        },
    }


def _article(story: Story, dump: Dump) -> dict[str, Any]:
    dateline = locate(story, dump, f"{story.dateline} @ {_plain(story.sentences[0].text)}") if story.dateline else None
    return {
        "event": story.event,
        "outlet": story.outlet.name,
        "published": story.published.isoformat(),
        "byline": story.byline,
        "dateline": dateline,
        "words": len(" ".join(s.text for s in story.sentences).split()),
        "blocks": [{"kind": b.kind, "span": [b.start, b.end], "text": dump.text[b.start : b.end]} for b in dump.blocks],
        "sentence_spans": [list(span) for span in dump.sentence_spans],
        "quotes": quotations(story, dump),
    }


def readers_form(storyline: Storyline, pair: dict[str, Any]) -> dict[str, Any]:
    """One pair in the form that readers' gold for pairs of articles has, for ``framing evaluate pairs``."""
    a, b = storyline.stories[pair["a"]], storyline.stories[pair["b"]]
    notes: dict[tuple[int, int], list[dict[str, Any]]] = {}
    for row in pair["differences"]:
        cell = (row["a"]["sentence"], row["b"]["sentence"])
        if TITLE in cell:
            continue
        lens = READER_LENS.get(row["lens"], row["lens"])
        notes.setdefault(cell, []).append(
            {"lens": lens, "a": row["a"]["text"], "b": row["b"]["text"], "note": row["note"]}
        )
    facts = [c for c in pair["conflicts"] if TITLE not in (c["a"]["sentence"], c["b"]["sentence"])]
    return {
        "pair": pair["pair"],
        "event": storyline.meta["title"],
        "a": segmented(a),
        "b": segmented(b),
        "gold": {
            "links": pair["links"],
            "unsure_links": [],
            "coverage_a": pair["coverage_a"],
            "coverage_b": pair["coverage_b"],
            "conflicts": [[c["a"]["sentence"], c["b"]["sentence"], f"{c['kind']}: {c['note']}"] for c in facts],
            "framing": [{"a": i, "b": j, "notes": rows} for (i, j), rows in notes.items()],
        },
    }


def segmented(story: Story) -> dict[str, Any]:
    """The story as an article whose passages are given."""
    return {
        "outlet": story.outlet.name,
        "title": story.title,
        "published": story.published.isoformat(),
        "url": story.url,
        "sentences": [sentence.text for sentence in story.sentences],
    }
