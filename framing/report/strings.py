"""Every sentence that a view says of itself, in one catalogue, ready for translation.

A catalogue is a mapping from key to text with named places; `say` fills them. Plurals have a `.one` form.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from framing.report.strings_en import VIEWS
from framing.report.strings_page import PAGE

Catalogue = Mapping[str, str]
ENGLISH: Catalogue = {**VIEWS, **PAGE}


def say(key: str, catalogue: Catalogue = ENGLISH, **values: Any) -> str:
    """The text of `key` with its places filled; the `.one` form where `n` is 1. Unknown keys name themselves."""
    if values.get("n") == 1 and f"{key}.one" in catalogue:
        key = f"{key}.one"
    text = catalogue.get(key)
    if text is None:
        return key.rpartition(".")[2].replace("_", " ")
    return text.format(**values)
