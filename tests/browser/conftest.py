"""A real Chromium, offline: what a page asks of the network or writes to the console fails its test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from framing.report import Options, render
from tests.report import fixtures


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in Path(item.fspath).parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of the fixtures, on disk."""
    root = tmp_path_factory.mktemp("pages")
    for name in ("two", "three", "different", "unsure", "nothing", "hostile"):
        (root / f"{name}.html").write_text(render(getattr(fixtures, name)(), "html"), encoding="utf-8")
    (root / "excerpts.html").write_text(render(fixtures.two(), "html", Options(excerpts=True)), encoding="utf-8")
    return root


@pytest.fixture
def visit(chromium: Any, folder: Path) -> Iterator[Callable[..., Any]]:
    """Open a page from disk; afterwards, no console message, error or request may have happened."""
    opened: list[tuple[Any, list[str]]] = []

    def open_page(name: str, fragment: str = "", width: int = 1280, height: int = 900, **context: Any) -> Any:
        made = chromium.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce", **context)
        page = made.new_page()
        page.set_default_timeout(60_000)
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        page.on(
            "request", lambda r: complaints.append(f"request: {r.url}") if not r.url.startswith("file://") else None
        )
        page.on("dialog", lambda dialog: (complaints.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.goto(f"{(folder / name).as_uri()}.html{fragment}")
        opened.append((made, complaints))
        return page

    yield open_page
    for made, complaints in opened:
        made.close()
        assert complaints == []
