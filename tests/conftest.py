"""Shared by all tests: no network, fixed settings, where gold stands."""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
settings.register_profile(
    "framing", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], max_examples=60
)
settings.load_profile("framing")

ROOT = Path(__file__).resolve().parent.parent
CORPORA = ROOT / "corpora"
CHROMIUM = os.environ.get("FRAMING_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def gold_folder() -> Path | None:
    """Folder of the gold sets, from FRAMING_EVAL or beside the checkout; None where it is absent."""
    for candidate in (os.environ.get("FRAMING_EVAL"), ROOT.parent / "shared" / "eval"):
        if candidate and Path(candidate).is_dir():
            return Path(candidate)
    return None


@pytest.fixture(scope="session")
def gold() -> Path:
    """The gold folder; skips by name where it is absent."""
    folder = gold_folder()
    if folder is None:
        pytest.skip("the gold sets are not here (set FRAMING_EVAL)")
    return folder


@pytest.fixture(scope="session")
def seeds(gold: Path) -> list[Path]:
    """The two raw page dumps on one storyline; skips by name where they are absent."""
    files = sorted((gold.parent / "seeds").glob("*.txt"))
    if len(files) != 2:
        pytest.skip("the seed pages are not here")
    return files


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    os.environ.setdefault("FRAMING_CACHE", str(tmp_path_factory.mktemp("cache")))


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any connection beyond this machine is an error."""
    real = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            host = str(address[0]) if isinstance(address, tuple) else ""
            if not (host.startswith("127.") or host in ("::1", "localhost")):
                raise AssertionError(f"a test tried to reach {host}")
        return real(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One real browser a test process; skips by name where there is none."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not CHROMIUM:
        pytest.skip("chromium is not installed")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def score() -> ModuleType:
    """The module `corpora/score.py`, which counts what is found of what was planted in the samples."""
    spec = importlib.util.spec_from_file_location("corpora_score", CORPORA / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
