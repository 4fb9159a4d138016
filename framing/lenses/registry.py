"""Which lenses there are: ours, and those that other packages publish under `framing.lenses`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import cast

from framing.errors import SettingsError
from framing.lenses.protocol import Lens

GROUP = "framing.lenses"
_OURS = {
    "word_choice": "framing.lenses.word_choice:WordChoice",
    "labels": "framing.lenses.labels:Labels",
    "attribution": "framing.lenses.attribution:AttributionLens",
    "agency": "framing.lenses.agency:Agency",
    "quotes": "framing.lenses.quotes:Quotes",
    "sources": "framing.lenses.sources:Sources",
    "sentiment": "framing.lenses.sentiment:Sentiment",
    "prominence": "framing.lenses.prominence:Prominence",
    "frames": "framing.lenses.frames:Frames",
    "morals": "framing.lenses.morals:Morals",
    "causes": "framing.lenses.causes:Causes",
    "numbers": "framing.lenses.numbers:Numbers",
}
_MEMBERS = ("id", "title", "definition", "source", "limits", "needs_parse", "examples", "compare")


@lru_cache(maxsize=1)
def registry() -> Mapping[str, Lens]:
    """All lenses by id, ours first. Raises SettingsError where an outside one is not a lens or takes a taken id."""
    found: dict[str, Lens] = {name: _ours(name) for name in _OURS}
    for point in _outside():
        lens = _load(point)
        if lens.id in found:
            raise SettingsError(f"lens `{lens.id}` of {point.value}: the id is taken; the package must choose another")
        found[lens.id] = lens
    return found


def _ours(name: str) -> Lens:
    module, _, attribute = _OURS[name].partition(":")
    return cast(Lens, getattr(import_module(module), attribute)())


def _outside() -> Iterable[EntryPoint]:
    return sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value))


def _load(point: EntryPoint) -> Lens:
    try:
        loaded = point.load()
    except Exception as error:
        raise SettingsError(f"lens {point.name} ({point.value}) cannot be loaded: {error}") from error
    lens = loaded() if isinstance(loaded, type) else loaded
    missing = [member for member in _MEMBERS if not hasattr(lens, member)]
    if missing:
        raise SettingsError(
            f"lens {point.name} ({point.value}) lacks {', '.join(missing)}; see framing.lenses.protocol"
        )
    return cast(Lens, lens)


def chosen(names: Iterable[str]) -> list[Lens]:
    """The lenses named, in registry order; `all` is every one. Raises SettingsError for an unknown name."""
    wanted = list(dict.fromkeys(names))
    ours = [name for name in wanted if name in _OURS]
    if len(ours) == len(wanted):  # nothing from outside is asked for: do not look for entry points
        return [_ours(name) for name in _OURS if name in wanted]
    known = registry()
    if "all" in wanted:
        return list(known.values())
    for name in wanted:
        if name not in known:
            raise SettingsError(f"no lens `{name}`; there are: all, {', '.join(known)}")
    return [lens for name, lens in known.items() if name in wanted]
