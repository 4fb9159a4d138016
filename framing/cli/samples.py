"""The sample events that come with the package."""

from __future__ import annotations

from pathlib import Path

from framing.errors import NotFound

DEMO_EVENT = "ferry-hallow-sound"
"""The event that `framing demo` shows: an update, a conflict, a wire copy and facts not yet known, in one."""


DEMO_PAIR = ("calder-chronicle", "daily-lantern")
"""Its accounts that are compared where no event is named: a broadsheet's and a tabloid's."""


def samples_folder() -> Path:
    """`corpora/` inside the installed package, else beside it in a checkout. Raises NotFound."""
    here = Path(__file__).resolve().parent.parent
    for folder in (here / "data" / "corpora", here.parent / "corpora"):
        if folder.is_dir():
            return folder
    raise NotFound("the sample events are missing from this installation; reinstall framing-diff")


def sample_events() -> list[str]:
    """Slugs of the sample events, by name."""
    return sorted(path.parent.name for path in samples_folder().glob("*/event.toml"))


def sample_sources(event: str | None) -> list[str]:
    """The raw dumps of one sample event; of the demo's, where none is named, the pair. Raises NotFound for an unknown slug."""
    events = sample_events()
    slug = event or DEMO_EVENT
    if slug not in events:
        raise NotFound(f"no sample event `{slug}`; known: {', '.join(events)}")
    files = sorted((samples_folder() / slug).glob("*.txt"))
    return [str(path) for path in files if event or path.stem in DEMO_PAIR]
