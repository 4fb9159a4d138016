"""Whether a passage states something that can be checked; opinion, boilerplate and transitions do not.

A logistic model over plain cues, taught by sentences that careful readers marked as without factual content of
their own. What it rejects is shown as a row of the matrix but is never called omitted. Coefficients and
datasheet: framing/data/facts_claim_cues.json and .md.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.align.meaning import MEANINGS
from framing.facts.words import content_stems
from framing.model import Passage, Probability

_CUES = {
    "contact": r"\b(?:sign(?:ed)? up|subscribe|newsletters?|follow (?:us|him|her|me)|click here|read more|e-?mail|tip|download|app)\b",
    "credit": r"\b(?:contributed to this|reporting by|editing by|written by|reprint|all rights reserved|copyright|LLC|getty images|file photo|AP photo|photo)\b|^\(?(?:photo|video|image|slideshow|related|more|watch|enlarge)\b",
    "handle": r"@\w+|https?:|\.com\b|^[—–-] ",
    "capitals": r"\A[^a-z]*[A-Z]{2}[^a-z]*\Z",
    "opinion": r"\b(?:perhaps|of course|indeed|certainly|probably|surely|clearly|obviously|frankly|imagine|hoo|alas|seems?|apparently|arguably|ought|should|must|better|worse|best|worst|great|terrible|right|wrong|true)\b",
    "hypothetical": r"\b(?:would|could|might|may|if)\b",
    "author": r"(?<![“\"])\b(?:I|my|we|our|us|you|your)\b",
    "pointing": r"\b(?:here(?:’|')?s|here is|as follows|below|above|this (?:story|article|report|video))\b|:$",
    "question": r"\?[\"”’)]*$",
    "saying": r"\b(?:said|says|told|wrote|tweeted|asked|called|announced|according to|reported|added|argued|claimed|denied|testified|voted)\b",
    "quoted": r"[“”\"]",
    "number": r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|hundred|thousand|million|billion)\b",
    "past": r"\b\w{3,}ed\b|\b(?:was|were|had|did|went|took|made|came|gave|met|led|won|lost|held|began)\b",
    "date": r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b(?:January|February|March|April|June|July|August|September|October|November|December)\b|\b(?:19|20)\d\d\b",
    "contrast": r"^(?:but|and|so|still|yet|then|now|that|this|it|these)\b",
}
_INSENSITIVE = frozenset(_CUES) - {"capitals", "author", "date"}
PATTERNS = {name: re.compile(cue, re.IGNORECASE if name in _INSENSITIVE else 0) for name, cue in _CUES.items()}
_NAME = re.compile(r"(?<!^)\b[A-Z][\w’'-]+")
FEATURES = (*PATTERNS, "length", "short", "tiny", "names", "stopped")
LEAST_STEMS = 2
"""A passage of fewer content words states nothing that could be missed."""
_LONGEST = 4_000
"""Characters looked at: some cues are quadratic in the worst case."""


def features(text: str) -> NDArray[np.float64]:
    """len(FEATURES) values in [0, 1]."""
    text = text.strip()[:_LONGEST]
    stems = len(content_stems(text))
    return np.array(
        [
            *(float(bool(pattern.search(text))) for pattern in PATTERNS.values()),
            min(1.0, math.log1p(stems) / 4),
            float(stems < 6),
            float(stems < LEAST_STEMS),
            min(1.0, len(_NAME.findall(text)) / 5),
            float(text.rstrip("\"”’')").endswith((".", "!", "?"))),
        ]
    )


@dataclass(frozen=True, slots=True)
class _Model:
    """Two fits: by cues alone, and by cues beside what the aligner's vector says."""

    cues: NDArray[np.float64]
    intercept: float
    beside: NDArray[np.float64]
    intercept_beside: float


@lru_cache(maxsize=1)
def _model() -> _Model:
    row = json.loads((resources.files("framing.data") / "facts_claim_cues.json").read_text(encoding="utf-8"))
    cues, beside = (np.array([fit["weights"][name] for name in FEATURES]) for fit in (row, row["with_meaning"]))
    return _Model(cues, float(row["intercept"]), beside, float(row["with_meaning"]["intercept"]))


def claim_probability(text: str, meaning: float | None = None) -> Probability:
    """That the passage has factual content of its own; `meaning` is the aligner's `statement` (framing.align.meaning)."""
    fitted, values = _model(), features(text)
    if meaning is None:
        score = float(values @ fitted.cues) + fitted.intercept
    else:
        score = float(values @ fitted.beside) + fitted.intercept_beside + float(meaning)
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))


def is_claim(passage: Passage, meaning: Sequence[float] | NDArray[np.floating[Any]] | None = None) -> bool:
    """False for what is never called omitted: opinion, irony, what never happened, boilerplate, the author's questions.

    `meaning` is what the aligner says of the passage, a value for each of framing.align.meaning.MEANINGS.
    """
    if len(content_stems(passage.text)) < LEAST_STEMS or unreal(passage.text):
        return False
    statement = None if meaning is None else float(meaning[MEANINGS.index("statement")])
    return claim_probability(passage.text, statement) >= 0.5


def unreal(text: str) -> bool:
    """Does the author speak of what did not happen, or say the opposite of what is meant?

    A condition contrary to fact needs both halves ("if it had sailed, it would have sunk": Quirk et al. 1985, section
    14.23); irony is known by its set openings only (Bryant & Fox Tree 2002 on the want of surer marks). What somebody
    is reported to have said stays: that it was said can be checked.
    """
    text = text.strip()[:_LONGEST]
    if _IRONY.search(text) and not PATTERNS["quoted"].search(text):
        return True
    return bool(_CONTRARY.search(text) and _WOULD.search(text) and not _REPORTED.search(text))


_REPORTED = re.compile(rf"{_CUES['saying']}|[“”\"]", re.IGNORECASE)
_WOULD = re.compile(r"\b(?:would|could|might)(?:n[’']t| not)? (?:\w+ly )?have\b", re.IGNORECASE)
_CONTRARY = re.compile(
    r"\b(?:if|unless|suppose)\b[^.;]{0,80}?\bhad(?:n[’']t)?\b|^had (?:\w+ ){1,6}|[,;] had (?:\w+ ){1,6}", re.IGNORECASE
)
_IRONY = re.compile(
    r"^(?:sure|yeah|oh|wow|right|bravo|well done|nice (?:one|try)|great (?:job|work)|good luck)\b,? (?:because|right|great|sure|how|with|of course)\b"
    r"|^because (?:nothing|nobody|who|of course|surely)\b|\b(?:as we all know|famously (?:good|great|kind|gentle|honest|modest|shy))\b"
    r"|^(?:what|who) could (?:possibly )?go wrong\b|^how (?:very )?(?:convenient|thoughtful|brave)\b",
    re.IGNORECASE,
)
