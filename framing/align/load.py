"""The scorer that the settings ask for."""

from __future__ import annotations

from framing.align.scores import Scorer
from framing.config import Settings


def load_scorer(settings: Settings) -> Scorer:
    """`default` (fast, or the larger model with `accurate`), else a CrossEncoder by name or folder.

    Raises MissingExtra where a library is absent, ModelError where weights are.
    """
    if settings.scorer != "default":
        from framing.align.external import external_scorer

        return external_scorer(settings.scorer)
    if settings.accurate:
        from framing.align.large import accurate_scorer

        return accurate_scorer()
    from framing.align.network import default_scorer

    return default_scorer()
