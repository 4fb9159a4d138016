"""From prepared articles to the one immutable Comparison."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from framing.align.result import Alignment
from framing.config import Settings
from framing.model import (
    Article,
    Comparison,
    EventVerdict,
    Link,
    ModelUse,
    Notice,
    PairEvent,
    Reason,
    Run,
    Same,
)
from framing.prepared import Prepared

Progress = Callable[[str, int, int], None]
"""Called as progress(step, done, total)."""


def silent(_step: str, _done: int, _total: int) -> None:
    """The progress callback that says nothing."""


@dataclass(slots=True)
class Clock:
    """Wall seconds by step, in the order the steps first ran."""

    seconds: dict[str, float] = field(default_factory=dict)
    _last: float = field(default_factory=time.perf_counter)

    def lap(self, step: str) -> None:
        """Charge the time since the last lap to `step`."""
        now = time.perf_counter()
        self.seconds[step] = round(self.seconds.get(step, 0.0) + now - self._last, 4)
        self._last = now


@dataclass(frozen=True, slots=True)
class Setting:
    """What surrounds a run: settings, command, models, start time."""

    settings: Settings
    command: str
    started: str
    models: tuple[ModelUse, ...]
    notices: tuple[Notice, ...] = ()


def compare(prepared: Sequence[Prepared], setting: Setting, clock: Clock, progress: Progress = silent) -> Comparison:
    """Judge events, align, build facts and run lenses over two or more prepared articles.

    Every pair of articles is judged and aligned once, in the order given. Where a pair is of
    different events its links stand for shared storyline, never for omissions.
    """
    from framing import align, events, facts, lenses

    settings = setting.settings
    pairs = list(combinations(range(len(prepared)), 2))
    verdicts: list[PairEvent] = []
    for done, (i, j) in enumerate(pairs):
        progress("events", done, len(pairs))
        verdict = events.judge(prepared[i], prepared[j], settings)
        verdicts.append(PairEvent(prepared[i].article.id, prepared[j].article.id, verdict))
    clock.lap("events")
    scorer = align.remembering_scorer(settings)
    alignments: list[Alignment] = []
    for done, ((i, j), event) in enumerate(zip(pairs, verdicts, strict=True)):
        progress("align", done, len(pairs))
        least = align.DIFFERENT_EVENTS if event.verdict.same is Same.NO else align.DECISION
        alignments.append(align.align(prepared[i], prepared[j], scorer, least))
    clock.lap("align")
    origins = events.find_origins(prepared, settings.families)
    clock.lap("origins")
    links = tuple(link for alignment in alignments for link in alignment.links)
    sheet = facts.build(prepared, alignments, verdicts, origins, settings)
    clock.lap("facts")
    one_event = [each for each, event in zip(alignments, verdicts, strict=True) if event.verdict.same is Same.YES]
    near = lenses.near_links(prepared, one_event)
    outcome = lenses.run(settings.lenses, prepared, links, verdicts, settings, near=near)
    clock.lap("lenses")
    return Comparison(
        articles=tuple(item.article for item in prepared),
        passages=tuple(passage for item in prepared for passage in item.passages),
        event=overall(verdicts),
        events=tuple(verdicts),
        links=links,
        coverage=sheet.coverage,
        facts=sheet.facts,
        omissions=sheet.omissions,
        conflicts=sheet.conflicts,
        differences=outcome.differences,
        origins=origins,
        profiles=outcome.profiles,
        run=_run(setting, prepared, clock, _models(setting, scorer), alignments),
        candidates=_candidates(prepared, alignments) if settings.all_scores else (),
    )


def overall(verdicts: Sequence[PairEvent]) -> EventVerdict:
    """One verdict over all pairs: `no` where any pair is of different events, else `unsure` where any is.

    The probability is that of the least likely pair; its reasons speak first.
    """
    if not verdicts:
        return EventVerdict(Same.UNSURE, 0.5, (Reason("similarity", "only one article was given"),))
    weakest = min(verdicts, key=lambda pair: pair.verdict.probability)
    kinds = {pair.verdict.same for pair in verdicts}
    same = Same.NO if Same.NO in kinds else Same.UNSURE if Same.UNSURE in kinds else Same.YES
    return EventVerdict(same, weakest.verdict.probability, weakest.verdict.reasons)


def _models(setting: Setting, scorer: Any) -> tuple[ModelUse, ...]:
    return (*setting.models, *getattr(scorer, "models", ()))


def _run(
    setting: Setting,
    prepared: Sequence[Prepared],
    clock: Clock,
    models: tuple[ModelUse, ...],
    alignments: Sequence[Alignment],
) -> Run:
    from framing import __version__

    articles: list[Article] = [item.article for item in prepared]
    inputs: Mapping[str, str] = {article.id: article.provenance.sha256 for article in articles}
    notices = (
        *setting.notices,
        *(notice for article in articles for notice in article.notices),
        *(notice for alignment in alignments for notice in alignment.notices),
    )
    return Run(
        version=__version__,
        command=setting.command,
        settings=setting.settings.as_dict(),
        models=models,
        inputs=inputs,
        started=setting.started,
        seconds=dict(clock.seconds),
        notices=tuple(dict.fromkeys(notices)),
    )


def _candidates(prepared: Sequence[Prepared], alignments: Sequence[Alignment]) -> tuple[Link, ...]:
    from framing.model import Relation

    passages = {item.article.id: item.passages for item in prepared}
    out = []
    for alignment in alignments:
        rows, columns = passages[alignment.a], passages[alignment.b]
        for i, left in enumerate(rows):
            for j, right in enumerate(columns):
                same = float(alignment.same[i, j])
                relation = Relation.SAME if same >= 0.5 else Relation.PARTIAL
                out.append(Link(left.id, right.id, float(alignment.probability[i, j]), relation, same))
    return tuple(out)
