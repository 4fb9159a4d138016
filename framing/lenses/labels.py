"""How each outlet names and describes the same person, group or act."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from framing.language.verbs import cue_file
from framing.language.wordlists import word_set
from framing.lenses.across import best_across
from framing.lenses.bearers import bearers
from framing.lenses.context import Context, Range, View
from framing.lenses.cues import whole_words
from framing.lenses.namings import distanced, namings_of_arguments, namings_of_the_counted
from framing.lenses.protocol import Example
from framing.lenses.wording import FUNCTION_WORDS, WORD, Alignment, aligned, counterpart, stem, words_in
from framing.model import Difference, Passage, PassageId

_TONES = {"soft": -1, "plain": 0, "hard": 1}
_TONE_WORDS = {-1: "softens", 0: "is plain", 1: "is hard"}


@dataclass(frozen=True, slots=True)
class Naming:
    """One family name in a passage: `invasion`, tone 1, of the family of attacks by a state."""

    family: str
    message: str
    tone: int
    words: str
    part: Range
    passage: Passage
    marked: bool
    """Whether it stands between quotation marks, so that the outlet keeps away from it."""


@dataclass(frozen=True, slots=True)
class _Family:
    id: str
    message: str
    tones: Mapping[str, int]
    loose: bool
    """Whether its names are too general to be compared across passages that are not linked."""
    pattern: re.Pattern[str]


@lru_cache(maxsize=1)
def families() -> tuple[_Family, ...]:
    """The curated families of names for one referent (`data/cues/act_families.toml`)."""
    out = []
    for table in cue_file("act_families")["family"]:
        tones = {word.lower(): tone for key, tone in _TONES.items() for word in table[key]}
        out.append(_Family(table["id"], table["message"], tones, table.get("loose", False), whole_words(list(tones))))
    return tuple(out)


def namings(passages: Sequence[Passage]) -> list[Naming]:
    """Family names in the passages, in order."""
    found = []
    for passage in passages:
        for family in families():
            for match in family.pattern.finditer(passage.text):
                words = " ".join(match.group().lower().split())
                found.append(
                    Naming(
                        family.id,
                        family.message,
                        family.tones[words],
                        words,
                        _with_modifier(passage.text, match.start(), match.end()),
                        passage,
                        passage.text[max(0, match.start() - 1) : match.start()] in "“\"‘'" and match.start() > 0,
                    )
                )
    return found


_NO_MODIFIER = word_set(
    "the a an and or of to in on at by for with from his her its their was were is are had has have this that as into no not"
)
_MODIFIER = re.compile(r"(?:^|(?<=\s))(?P<word>[\w-]+) $")


def _with_modifier(text: str, start: int, end: int) -> Range:
    """The name with one describing word before it: `fierce clash`."""
    match = _MODIFIER.search(text[max(0, start - 24) : start])
    if match is None or match["word"].lower() in _NO_MODIFIER:
        return start, end
    return start - len(match.group()), end


class Labels:
    """Naming and description of the same referent (van Dijk 1988; Hamborg et al. 2019, NewsWCL50)."""

    id = "labels"
    title = "Labels"
    definition = "The same person, group or act is named or described in other words: invasion or operation, protest or riot, firebrand or leader."
    source = ("hamborg-2019", "van-dijk-1988", "entman-1993")
    limits = "Names are joined by surname and acronym without full coreference; acts are known from a curated list of families. Names in the same part of a sentence are compared only where another lens of the run loads the parser."
    needs_parse = False
    examples = (
        Example(
            "The march of teachers ended at the bridge.",
            "The riot of teachers ended at the bridge.",
            fires=True,
            a_words="march",
            b_words="riot",
        ),
        Example(
            "Union leader Ann Doe spoke at noon.",
            "Firebrand agitator Ann Doe spoke at noon.",
            fires=True,
            a_words="Union leader",
            b_words="Firebrand agitator",
        ),
        Example("Ann Doe, a close ally of the bank, spoke.", "Ann Doe, the youngest mayor of Dell, spoke.", fires=True),
        Example("Mr. Doe spoke at noon.", "Ann Doe spoke at noon.", fires=False),
        Example("Mayor Ann Doe spoke.", "Ann Doe, the mayor, spoke.", fires=False),
        Example("It may rain in Reading in May.", "Reading expects rain in May.", fires=False),
    )

    def compare(self, context: Context) -> Iterable[Difference]:
        """Acts inside linked passages, then across the articles; then descriptions of the same bearer."""
        yield from _acts_linked(context)
        yield from _acts_alone(context)
        yield from _acts_across(context)
        yield from namings_of_the_counted(context)
        yield from distanced(context)
        if context.parsed:
            yield from namings_of_arguments(context)
        yield from bearers(context)

    def profile(self, view: View) -> Mapping[str, float]:
        """Counts of names by family and tone."""
        counts: dict[str, float] = defaultdict(float)
        for naming in _namings(view):
            counts[f"{naming.family}: {naming.words}"] += 1
        return dict(counts)


def _namings(view: View) -> list[Naming]:
    if "namings" not in view.memo:
        view.memo["namings"] = namings(view.passages)
    found: list[Naming] = view.memo["namings"]
    return found


def _acts_linked(context: Context) -> Iterator[Difference]:
    by_a, by_b = _by_passage(_namings(context.a)), _by_passage(_namings(context.b))
    for pair in context.pairs:
        for a, b in _contrasts(by_a.get(pair.a.id, []), by_b.get(pair.b.id, [])).values():
            near = _nearness(aligned(context, pair), a, b)
            if near >= (_NEAR if {a.words, b.words} <= _BROAD else _NEAR / 4):
                weight = 0.6 + 0.4 * pair.link.probability
                strength = 0.1 + 0.12 * abs(a.tone - b.tone) + 0.3 * max(0.0, near - _NEAR)
                yield _named(context, a, b, weight * (strength + _HARD * (max(a.tone, b.tone) > 0)))


_BROAD = word_set(
    "plan bill law act measure measures rules people matter issue event situation report questions talks discussion cut close group "
    "partner officials families pressure relief crisis operation campaign debate concern concerns debate loss fire left held activity"
)
"""Names so broad that they stand for this family only where their contexts are near."""
_HARD = 0.2
"""What a name that condemns or alarms adds: it is what readers remark first."""
_NEAR = 0.4
"""Cosine of two names in their contexts from which they can stand for one referent."""


def _nearness(alignment: Alignment, a: Naming, b: Naming) -> float:
    rows, columns = words_in(alignment.a, a.part), words_in(alignment.b, b.part)
    block = alignment.similarity[slice(*rows), slice(*columns)]
    return float(block.max()) if block.size else 0.0


def _acts_alone(context: Context) -> Iterator[Difference]:
    """A hard or soft name on one side where the other, at the same place of the sentence, has no name of that family."""
    by_a, by_b = _by_passage(_namings(context.a)), _by_passage(_namings(context.b))
    for pair in context.pairs:
        for mine, theirs, left in (
            (by_a.get(pair.a.id, []), by_b.get(pair.b.id, []), True),
            (by_b.get(pair.b.id, []), by_a.get(pair.a.id, []), False),
        ):
            for naming in mine:
                if not naming.tone or naming.words in _BROAD or naming.family in {other.family for other in theirs}:
                    continue
                alignment = aligned(context, pair) if left else aligned(context, pair).turned()
                there = counterpart(alignment, *words_in(alignment.a, naming.part), longest=6)
                if there is None:
                    continue
                view, other = (context.a, context.b) if left else (context.b, context.a)
                cut = (pair.b if left else pair.a).text[slice(*there)]
                if _stems(cut) & _stems(_cut(naming)):
                    continue
                text = f"{naming.message.capitalize()}: {view.name} “{_cut(naming)}”{_scare(naming)}, {other.name} “{cut}”."
                parts = (naming.part, there) if left else (there, naming.part)
                yield context.difference(
                    "labels", pair, *parts, text, 0.25 * (0.6 + 0.4 * pair.link.probability), {"family": naming.family}
                )


def _stems(words: str) -> set[str]:
    found = (match.group().lower() for match in WORD.finditer(words))
    return {_ONE_WORD.get(word, stem(word)) for word in found if word not in FUNCTION_WORDS}


_ONE_WORD = dict.fromkeys(("die", "dies", "died", "dying", "dead", "death", "deaths"), "die")
"""Forms of one word that no stemmer joins."""


def _by_passage(found: Iterable[Naming]) -> dict[PassageId, list[Naming]]:
    grouped: dict[PassageId, list[Naming]] = defaultdict(list)
    for naming in found:
        grouped[naming.passage.id].append(naming)
    return grouped


def _contrasts(one: Sequence[Naming], two: Sequence[Naming]) -> dict[str, tuple[Naming, Naming]]:
    """For each family, the two names furthest apart in tone; none where either side uses a name of the other."""
    out: dict[str, tuple[Naming, Naming]] = {}
    for a in one:
        for b in two:
            if a.family != b.family or not _differ(a, b, one, two):
                continue
            known = out.get(a.family)
            if known is None or _apart(a, b) > _apart(*known):
                out[a.family] = (a, b)
    return out


def _apart(a: Naming, b: Naming) -> tuple[int, int]:
    """Distance of tone; between equal ones, the pair with the harder name."""
    return abs(a.tone - b.tone), max(a.tone, b.tone)


def _differ(a: Naming, b: Naming, one: Sequence[Naming], two: Sequence[Naming]) -> bool:
    """Whether one outlet uses a name that the other does not, or keeps its distance from it.

    Beside a name that condemns, the other may be one that both use (`teachers` here, `teachers` and a `mob` there).
    """
    if a.tone == b.tone and a.marked == b.marked and not a.tone:
        return False
    words_a = {stem(x.words) for x in one if x.family == a.family}
    words_b = {stem(x.words) for x in two if x.family == b.family}
    new_a, new_b = stem(a.words) not in words_b, stem(b.words) not in words_a
    return (new_a and new_b) or (new_a and a.tone > max(0, b.tone)) or (new_b and b.tone > max(0, a.tone))


def _named(context: Context, a: Naming, b: Naming, strength: float) -> Difference:
    text = (
        f"{a.message.capitalize()}: {context.a.name} “{_cut(a)}”{_scare(a)}, {context.b.name} “{_cut(b)}”{_scare(b)}."
    )
    details = {"family": a.family, "a_tone": a.tone, "b_tone": b.tone}
    return Difference(
        "labels",
        context.a.excerpt(a.passage, a.part),
        context.b.excerpt(b.passage, b.part),
        text,
        round(min(0.95, strength), 4),
        details=details,
    )


def _cut(naming: Naming) -> str:
    return naming.passage.text[slice(*naming.part)]


def _scare(naming: Naming) -> str:
    return " (in quotation marks)" if naming.marked else ""


def _acts_across(context: Context) -> Iterator[Difference]:
    """Names of one referent in passages that are not linked; for different events too: how each calls the same war."""
    loose = {family.id for family in families() if family.loose}
    for weight, a, b in best_across(context, _namings(context.a), _namings(context.b), loose):
        yield _named(context, a, b, 0.5 + 0.05 * min(4.0, weight) + (0.1 if a.marked or b.marked else 0.0))
