"""axe finds nothing to complain of: on every page, light and dark, wide and narrow, open and closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Visit = Callable[..., Any]


def violations(page: Any) -> list[str]:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    found = axe.Axe().run(page).response["violations"]
    return [f"{v['id']}: {node['html'][:160]}" for v in found for node in v["nodes"][:3]]


@pytest.mark.parametrize("name", ["two", "three", "different", "unsure", "nothing", "hostile", "excerpts"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(visit: Visit, name: str, scheme: str) -> None:
    page = visit(name, color_scheme=scheme, bypass_csp=True)
    page.evaluate("document.querySelectorAll('details').forEach((box) => { box.open = true; })")
    assert violations(page) == []


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_axe_finds_no_violation_at_any_width(visit: Visit, width: int) -> None:
    assert violations(visit("two", width=width, bypass_csp=True)) == []
