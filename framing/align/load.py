"""The scorer that the settings ask for."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from framing.align.calibration import Calibration
from framing.align.external import ExternalScorer
from framing.align.mixed import MixedScorer
from framing.align.network import NetworkScorer
from framing.align.scores import Scorer
from framing.config import Settings
from framing.errors import ModelError, SettingsError


def load_scorer(settings: Settings) -> Scorer:
    """`default` (fast, or the larger model with `accurate`), else a CrossEncoder by name or folder.

    Curves are the scorer's own, or those of the file that `settings.calibration` names. Raises MissingExtra
    where a library is absent, ModelError where weights are, SettingsError where the file is no calibration.
    """
    scorer = _scorer(settings)
    if not settings.calibration:
        return scorer
    calibration = read_calibration(Path(settings.calibration))
    if isinstance(scorer, ExternalScorer):
        return replace(scorer, calibration=calibration, calibrated=True)
    return replace(scorer, calibration=calibration)


def _scorer(settings: Settings) -> NetworkScorer | MixedScorer | ExternalScorer:
    if settings.scorer != "default":
        from framing.align.external import external_scorer

        return external_scorer(settings.scorer)
    if settings.accurate:
        from framing.align.large import accurate_scorer

        return accurate_scorer()
    from framing.align.network import default_scorer

    return default_scorer(Path(settings.aligner) if settings.aligner else None)


def read_calibration(path: Path) -> Calibration:
    """The curves in a JSON file. Raises SettingsError naming it."""
    try:
        return Calibration.from_dict(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise SettingsError(f"calibration {path}: {error.strerror}") from error
    except (ValueError, AttributeError, ModelError) as error:
        raise SettingsError(f"calibration {path}: {error}") from error
