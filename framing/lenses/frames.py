"""Which frames of a codebook each article uses, with the sentences that show it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from framing.lenses.codebooks import Codebook, Frame, codebooks
from framing.lenses.context import Context, Range, View
from framing.lenses.protocol import Example
from framing.lenses.trained_frames import DECISION, TrainedFrame, passage_rows, trained_frames
from framing.model import Difference, Passage, PassageId

Floats = NDArray[np.float32]
_LEAST_GAP = 0.12
"""Difference of shares that is worth a word."""
_MOST = 3
_ENOUGH = 4
"""Pieces of evidence under one codebook below which an article's shares say nothing."""
_SURE, _SURER = 0.5, 0.7
"""Scores of the less and the more certain passage from which two linked passages speak under two frames: more than a cue each."""
_NEAR = 0.30
"""Cosine between passage and definition above which likeness adds to a score."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One passage's score for one frame, with the words that gave it."""

    passage: Passage
    score: float
    part: Range


class Frames:
    """Frames by codebook (Boydstun et al. 2014; Semetko and Valkenburg 2000; Entman 1993), without training."""

    id = "frames"
    title = "Frames"
    definition = "The share of each article that speaks under each frame of a codebook; cue words and likeness to the frame's definition, with the sentences that show it."
    source = ("boydstun-2014", "card-2015", "semetko-valkenburg-2000", "entman-1993")
    limits = "Without training, keyword evidence, not a coder: read the sentences before counting. Train on your own coding for a study (`framing train --codebook`)."
    needs_parse = False
    examples = (
        Example(
            "Police arrested the suspect.|He was charged with murder.|The jail is full.|Prosecutors spoke of fraud.",
            "Hospitals treat patients.|Doctors wait for a vaccine.|The virus spread.|Symptoms were mild.",
            fires=True,
        ),
        Example("Police arrested the suspect.", "The suspect was arrested by police.", fires=False),
    )

    def compare(self, context: Context) -> Iterable[Difference]:
        """Frames whose share differs, with the strongest sentence of each side; at most three a codebook."""
        for book in codebooks(context.settings.codebooks):
            one, two = scores(context.a, book), scores(context.b, book)
            if min(_size(one), _size(two)) < _ENOUGH:
                continue
            share_a, share_b = shares(one), shares(two)
            gaps = sorted(book.frames, key=lambda frame: (-abs(share_a[frame.id] - share_b[frame.id]), frame.id))
            for frame in gaps[:_MOST]:
                gap = share_a[frame.id] - share_b[frame.id]
                if abs(gap) >= _LEAST_GAP:
                    yield self._found(
                        context, book, frame, (share_a[frame.id], share_b[frame.id]), (one[frame.id], two[frame.id])
                    )
        yield from self._for_the_same(context)

    def _for_the_same(self, context: Context) -> Iterator[Difference]:
        """Linked passages of which each speaks under a frame that the other does not touch, the surest three of a codebook."""
        for book in codebooks(context.settings.codebooks) if context.pairs else ():
            one, two = by_passage(scores(context.a, book)), by_passage(scores(context.b, book))
            names = {frame.id: frame.name for frame in book.frames}
            found = []
            for pair in context.pairs:
                here, there = one.get(pair.a.id, {}), two.get(pair.b.id, {})
                mine = [item for item in here.items() if item[0] not in there]
                theirs = [item for item in there.items() if item[0] not in here]
                if not mine or not theirs:
                    continue
                (frame_a, a), (frame_b, b) = (max(x, key=lambda item: (item[1].score, item[0])) for x in (mine, theirs))
                if min(a.score, b.score) < _SURE or max(a.score, b.score) < _SURER:
                    continue  # a lone word, in a passage unlike the frame's definition, says little of one sentence
                cuts = pair.a.text[slice(*a.part)], pair.b.text[slice(*b.part)]
                text = f"For the same point {context.a.name} speaks of {names[frame_a]} (“{cuts[0]}”), {context.b.name} of {names[frame_b]} (“{cuts[1]}”)."
                strength = 0.12 * min(a.score, b.score) * (0.6 + 0.4 * pair.link.probability)
                details = {"kind": "same-point", "codebook": book.id, "a_frame": frame_a, "b_frame": frame_b}
                found.append(context.difference(self.id, pair, a.part, b.part, text, strength, details))
            yield from sorted(found, key=lambda each: -each.strength)[:_MOST]

    def _found(
        self,
        context: Context,
        book: Codebook,
        frame: Frame,
        share: tuple[float, float],
        evidence: tuple[Sequence[Evidence], Sequence[Evidence]],
    ) -> Difference:
        best = [max(found, key=lambda each: each.score, default=None) for found in evidence]
        sides = [
            view.excerpt(each.passage, each.part) if each else None
            for view, each in zip((context.a, context.b), best, strict=True)
        ]
        text = f"{frame.name} ({book.name}): {share[0]:.0%} of {context.a.name}'s framed sentences, {share[1]:.0%} of {context.b.name}'s."
        details = {"codebook": book.id, "frame": frame.id, "a_share": round(share[0], 4), "b_share": round(share[1], 4)}
        return Difference(
            self.id, sides[0], sides[1], text, round(min(0.6, abs(share[0] - share[1])), 4), details=details
        )

    def profile(self, view: View) -> Mapping[str, float]:
        """Shares of the frames, by `codebook: frame`, over the codebooks of the run."""
        return {
            f"{book.id}: {name}": round(value, 4)
            for book in codebooks(view.memo.get("codebooks", ()))
            for name, value in shares(scores(view, book)).items()
        }


def scores(view: View, book: Codebook) -> dict[str, list[Evidence]]:
    """Evidence for each frame, passage by passage: by the user's own coding where it was trained, else by cues."""
    known: dict[str, dict[str, list[Evidence]]] = view.memo.setdefault("frames", {})
    if book.file not in known:
        vectors, likeness = likeness_of([passage.text for passage in view.passages], book)
        trained = trained_frames(book)
        known[book.file] = {
            frame.id: _trained(view, frame, trained[frame.id], vectors, likeness[:, column])
            if frame.id in trained
            else _by_cues(view, frame, likeness[:, column])
            for column, frame in enumerate(book.frames)
        }
    return known[book.file]


def by_passage(found: Mapping[str, Sequence[Evidence]]) -> dict[PassageId, dict[str, Evidence]]:
    """Evidence by passage and frame."""
    out: dict[PassageId, dict[str, Evidence]] = defaultdict(dict)
    for frame, evidence in found.items():
        for each in evidence:
            out[each.passage.id][frame] = each
    return out


def _by_cues(view: View, frame: Frame, likeness: Floats) -> list[Evidence]:
    """Only passages with a cue count."""
    return [
        Evidence(passage, _score(len(hits), float(likeness[row])), (hits[0][0], hits[-1][1]))
        for row, passage in enumerate(view.passages)
        if (hits := frame.hits(passage.text))
    ]


def _trained(view: View, frame: Frame, model: TrainedFrame, vectors: Floats, likeness: Floats) -> list[Evidence]:
    hits = [frame.hits(passage.text) for passage in view.passages]
    sure = model.probability(passage_rows(vectors, [len(each) for each in hits], likeness))
    return [
        Evidence(passage, float(p), (found[0][0], found[-1][1]) if found else (0, len(passage.text)))
        for passage, found, p in zip(view.passages, hits, sure, strict=True)
        if p >= DECISION and passage.text
    ]


def _score(hits: int, likeness: float) -> float:
    return float(1 - 0.5**hits + max(0.0, likeness - _NEAR))


def likeness_of(texts: Sequence[str], book: Codebook) -> tuple[Floats, Floats]:
    """(n, d) mean vectors of texts in the lenses' encoder, and (n, frames) cosine of text and definition.

    Cosines are of vectors centred over the texts and over the definitions.
    """
    from framing.lenses.middle import middle_layer

    tokens = middle_layer().encode_tokens([f"{frame.name}: {frame.definition}" for frame in book.frames])
    found = middle_layer().encode_tokens(texts)
    rows, columns = (np.stack([_unit(each.vectors) for each in side]) for side in (found, tokens))
    centre = rows.mean(axis=0, keepdims=True)
    near = _units(rows - centre) @ _units(columns - columns.mean(axis=0, keepdims=True)).T
    return rows.astype(np.float32), np.asarray(near, np.float32)


def _unit(vectors: Floats) -> Floats:
    mean = vectors.mean(axis=0) if len(vectors) else np.zeros(vectors.shape[-1], np.float32)
    return np.asarray(mean / max(1e-6, float(np.linalg.norm(mean))), np.float32)


def _units(rows: Floats) -> Floats:
    return np.asarray(rows / np.maximum(1e-6, np.linalg.norm(rows, axis=1, keepdims=True)), np.float32)


def shares(found: Mapping[str, Sequence[Evidence]]) -> dict[str, float]:
    """Each frame's part of all evidence of an article; zero where there is none."""
    sums = {name: sum(each.score for each in evidence) for name, evidence in found.items()}
    total = sum(sums.values())
    return {name: value / total if total else 0.0 for name, value in sums.items()}


def _size(found: Mapping[str, Sequence[Evidence]]) -> int:
    return sum(len(evidence) for evidence in found.values())
