"""Cues of what a sentence tells: votes, orders, refusals, documents, money, who says so.

Plain word lists behind the salience of a fact (news values: Galtung & Ruge 1965; Harcup & O'Neill 2017): what was
decided, done, refused or found weighs more than what was merely commented on. Each cue is 0 or 1 but for the last four.
"""

from __future__ import annotations

import re

from framing.align.words import background
from framing.facts.words import content_stems

_CUES = {
    "contrary": r"^(?:but|however|still|yet|despite|although|while|meanwhile|nevertheless|in contrast)\b",
    "vote": r"\b(?:vot\w+|bill|legislation|amendment|filibuster|veto\w*|passed|approv\w+)\b",
    "order": r"\b(?:order\w*|sign\w*|announc\w*|fil(?:ed|ing)|propos\w*|issu\w*|launch\w*|releas\w*)\b",
    "opposed": r"\b(?:critic\w*|oppos\w*|accus\w*|blast\w*|condemn\w*|slam\w*|disagree\w*|object\w*|attack\w*)\b",
    "money": r"\$|\b(?:billion|million)\b",
    "document": r"\b(?:report|study|documents?|records?|letter|memo|emails?|filing|analysis|data|statistics)\b",
    "no_comment": r"\b(?:declin\w+ to|did not (?:immediately )?(?:respond|return|reply)|request for comment|unclear"
    r"|not (?:immediately )?clear|could not be reached|wouldn.t (?:confirm|say))\b",
    "unnamed": r"\b(?:sources?|aides?|officials?|anonymity|person familiar|insider)\b",
    "earlier": r"\b(?:in|since|of|during) (?:19|20)\d\d\b|\b(?:years ago|last year|previously|earlier|former|past)\b",
    "asks": r"\?",
    "refused": r"\b(?:refus\w*|fail\w*|withdr\w*|cancel\w*|delay\w*|postpon\w*|block\w*|end(?:ed|ing)?|drop\w*)\b",
}
_PATTERNS = tuple(re.compile(cue, re.IGNORECASE) for cue in _CUES.values())
_OPENS_WITH_NAME = re.compile(r"[A-Z][a-z]+ [A-Z]")
CUES = (*_CUES, "opens_with_name", "commas", "verb_forms", "rarest")


def news_cues(text: str) -> list[float]:
    """len(CUES) values: the cues, commas by four, words in -ed and -ing by five, weight of the rarest word by ten."""
    table = background()
    forms = sum(word.endswith(("ed", "ing")) and len(word) > 4 for word in re.findall(r"\w+", text.lower()))
    return [
        *(float(pattern.search(text) is not None) for pattern in _PATTERNS),
        float(_OPENS_WITH_NAME.match(text) is not None),
        min(text.count(","), 20) / 4,
        min(forms, 15) / 5,
        max((table.idf(stem) + 0.1 for stem in content_stems(text)), default=0.0) / 10,
    ]
