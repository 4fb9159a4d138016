"""Whether a passage states something that can be checked; opinion, boilerplate and transitions do not."""

from __future__ import annotations

import re

from framing.facts.words import content_stems
from framing.model import Passage, Role

BOILERPLATE = re.compile(
    r"\b(?:sign up|subscribe|newsletter|follow (?:us|him|her|me) on|click here|read more|contributed to this (?:report|story|article)"
    r"|reporting by|editing by|all rights reserved|may not be (?:published|reproduced)|copyright|photo(?:graph)? by|getty images)\b",
    re.IGNORECASE,
)


def is_claim(passage: Passage) -> bool:
    """False for what is never called omitted: opinion, boilerplate, transitions, questions of the author."""
    if passage.role is Role.QUOTE or re.search(r"[\"“”]", passage.text):
        return True
    if BOILERPLATE.search(passage.text):
        return False
    return len(content_stems(passage.text)) >= 3 and not passage.text.rstrip().endswith("?")
