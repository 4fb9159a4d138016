"""Content words of a passage, for comparing passages by their words alone."""

from __future__ import annotations

import re
from functools import lru_cache

TOKEN = re.compile(r"[^\W_]+(?:[.,'’\-][^\W_]+)*")
"""A word or number with inner points, commas, apostrophes and hyphens."""

_STOP_WORDS = """
a about above after again against all also am among an and any are aren't as at be because been before being below
between both but by can can't cannot could couldn't did didn't do does doesn't doing don't down during each even every
few for from further get gets getting go goes going gone got had hadn't has hasn't have haven't having he he'd he'll
he's her here hers herself him himself his how however i i'd i'll i'm i've if in into is isn't it it's its itself just
let let's like made make makes making many may me might more most much must my myself nor now of off on once one only
or other our ours ourselves out over own per put same shall she she'd she's should since so some such than that that's
the their theirs them themselves then there there's these they they'd they're they've this those though through to too
under until up upon us very was wasn't we we'd we're we've were weren't what what's when where which while who whom
whose why will with within without won't would wouldn't yet you you'd you'll you're you've your yours yourself
said say says saying told tell tells according added adding mr mrs ms dr
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """A crude English stem of a lower-case word: plural, past and -ing endings off; at least three letters stay."""
    if len(word) <= 3 or not word.isalpha():
        return word
    for ending, replacement in (
        ("ies", "y"),
        ("sses", "ss"),
        ("ied", "y"),
        ("ing", ""),
        ("ed", ""),
        ("es", ""),
        ("s", ""),
    ):
        if word.endswith(ending) and not word.endswith("ss") and len(word) - len(ending) + len(replacement) >= 3:
            return _undouble(word[: len(word) - len(ending)] + replacement).removesuffix("e")
    return word.removesuffix("e")


def _undouble(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz" else word


@lru_cache(maxsize=16_384)
def content_stems(text: str) -> tuple[str, ...]:
    """Stems of the content words in order, repeats kept; possessive endings and stop words dropped."""
    stems = []
    for match in TOKEN.finditer(text):
        word = match.group().lower().replace("’", "'").removesuffix("'s")
        if word not in STOP_WORDS and (len(word) > 1 or word.isdigit()):
            stems.append(stem(word))
    return tuple(stems)
