"""What a passage's meaning tells beyond links: directions among the aligner's own vectors.

`salience`: a careful reader would miss it where another article lacks it; `statement`: it states something that can be
checked. Fitted on careful readings (`framing.train.salience`, `framing.train.claim_cues`; datasheets facts_salience.md and
facts_claim_cues.md). They cost one product a passage, since the vectors are there.
"""

from __future__ import annotations

import json
from functools import lru_cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

FILE = "align_meaning.json"
MEANINGS = ("salience", "statement")


def meaning_file() -> bytes:
    """The shipped file, or nothing where there is none."""
    file = resources.files("framing.data") / FILE
    return file.read_bytes() if file.is_file() else b""


@lru_cache(maxsize=4)
def directions(sha256: str) -> NDArray[np.floating[Any]] | None:
    """(k, d): a row for each of MEANINGS, in log-odds, for the aligner of these weights; None for other weights."""
    data = meaning_file()
    values = json.loads(data) if data else {}
    if values.get("aligner") != sha256:
        return None
    return np.array([values[name] for name in MEANINGS], dtype=np.float32)
