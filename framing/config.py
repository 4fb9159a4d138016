"""Settings: defaults, `framing.toml`, options; every value ends up in `Comparison.run.settings`."""

from __future__ import annotations

import tomllib
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from framing.errors import SettingsError

DEFAULT_LENSES = ("word_choice", "labels", "numbers", "attribution", "quotes", "prominence")


@dataclass(frozen=True, slots=True)
class Settings:
    """All that changes a result. Paths and display options are not settings."""

    model: str = "all-MiniLM-L6-v2"
    """`all-MiniLM-L6-v2` (ONNX Runtime) or any sentence-transformers name or folder."""
    precision: str = "fp32"
    """`fp32`, `bf16` or, only when asked for, `int8`."""
    scorer: str = "default"
    """`default`, or a sentence-transformers CrossEncoder name or folder."""
    accurate: bool = False
    calibration: str = ""
    """JSON file of alignment curves that `framing train` wrote; empty for the shipped ones."""
    aligner: str = ""
    """Folder of an aligner that `framing train --deep` wrote; empty for the shipped one."""
    lenses: tuple[str, ...] = DEFAULT_LENSES
    codebooks: tuple[str, ...] = ()
    all_scores: bool = False
    families: str = ""
    """TOML file of publisher families, for counting origins."""
    grace_hours: float = 6.0
    """An article published less than this after a fact was first reported could not have known it."""

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for `run.settings`."""
        return asdict(self)


def load(path: Path | None = None, **overrides: Any) -> Settings:
    """Settings from `path` (or `framing.toml` here, where there is one), then overrides that are not None.

    Raises SettingsError naming file, key and mend.
    """
    file = path or (Path("framing.toml") if Path("framing.toml").is_file() else None)
    values: dict[str, Any] = {}
    if file is not None:
        values = _read(file)
    values.update({key: value for key, value in overrides.items() if value is not None})
    changed: dict[str, Any] = {key: tuple(v) if isinstance(v, list) else v for key, v in values.items()}
    return replace(Settings(), **changed)


def _read(file: Path) -> dict[str, Any]:
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise SettingsError(f"{file}: no such settings file") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file}: not TOML: {error}") from error
    kinds = {f.name: type(getattr(Settings(), f.name)) for f in fields(Settings)}
    for key, value in table.items():
        if key not in kinds:
            raise SettingsError(f"{file}: unknown setting `{key}`; known: {', '.join(sorted(kinds))}")
        wanted = kinds[key]
        given: Any = tuple(value) if wanted is tuple and isinstance(value, list) else value
        if wanted is float and isinstance(given, int) and not isinstance(given, bool):
            given = float(given)
        if not isinstance(given, wanted):
            raise SettingsError(f"{file}: `{key}` must be {wanted.__name__}, not {value!r}")
        table[key] = given
    return table
