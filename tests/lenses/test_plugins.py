"""A lens of ten lines in an outside package is picked up through its entry point."""

from __future__ import annotations

import sys
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from framing.errors import SettingsError
from framing.lenses import registry
from framing.lenses import registry as public_registry
from framing.lenses.registry import GROUP
from tests.lenses.support import outcome

MODULE = """
class Shouting:
    id, title, needs_parse = "shouting", "Shouting", False
    definition, source, limits = "Words in capitals.", ("own",), "Acronyms count too."
    examples = ()
    def compare(self, context):
        for pair in context.pairs:
            for word in set(pair.a.text.split()):
                at = pair.b.text.upper().find(word)
                if word.isupper() and word not in pair.b.text and at >= 0:
                    here = pair.a.text.find(word)
                    yield context.difference(self.id, pair, (here, here + len(word)), (at, at + len(word)), "Shouted.", 0.9)
"""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installed distribution that publishes one lens."""
    (tmp_path / "shouting_lens.py").write_text(MODULE, encoding="utf-8")
    info = tmp_path / "shouting_lens-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: shouting-lens\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(f"[{GROUP}]\nshouting = shouting_lens:Shouting\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    registry.cache_clear() if hasattr(registry, "cache_clear") else None
    public_registry.cache_clear()
    yield tmp_path
    sys.modules.pop("shouting_lens", None)
    public_registry.cache_clear()


def test_an_outside_lens_is_listed_and_runs(package: Path) -> None:
    assert "shouting" in public_registry()
    (found,) = outcome("shouting", ["The bill PASSED today."], ["The bill passed today at last."]).differences
    assert (found.lens, found.a.text, found.b.text) == ("shouting", "PASSED", "passed")  # type: ignore[union-attr]


def test_all_includes_outside_lenses(package: Path) -> None:
    found = outcome(("all",), ["The bill PASSED today."], ["The bill passed today at last."]).differences
    assert "shouting" in {each.lens for each in found}


def test_an_outside_lens_that_lacks_a_member_is_refused_by_name(package: Path) -> None:
    (package / "shouting_lens.py").write_text(MODULE.replace("examples = ()", ""), encoding="utf-8")
    with pytest.raises(SettingsError, match=r"lens shouting .* lacks examples"):
        public_registry()


def test_an_outside_lens_may_not_take_a_taken_id(package: Path) -> None:
    (package / "shouting_lens.py").write_text(
        MODULE.replace('"shouting", "Shouting"', '"labels", "Shouting"'), encoding="utf-8"
    )
    with pytest.raises(SettingsError, match="lens `labels` of shouting_lens:Shouting: the id is taken"):
        public_registry()


def test_an_outside_lens_that_cannot_be_loaded_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    from framing.lenses import registry as module_function

    point = EntryPoint("broken", "no_such_module:Lens", GROUP)
    monkeypatch.setattr(sys.modules[module_function.__module__], "_outside", lambda: [point])
    public_registry.cache_clear()
    with pytest.raises(SettingsError, match=r"lens broken .* cannot be loaded"):
        public_registry()
    public_registry.cache_clear()
