"""Any sentence-transformers model, by name or folder: on a GPU where there is one, in bf16 where asked for."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from framing.embed.base import Progress, Vectors, checked, clipped
from framing.embed.processor import has_bf16
from framing.embed.session import threads
from framing.embed.weights import NAME, WEIGHTS_SHA256, model_folder, verified
from framing.errors import ModelError, SettingsError

PRECISIONS = ("fp32", "bf16", "int8")
BATCH = 32
CHUNK = 2_048
"""Texts sorted by length together: what is padded stays small, and memory does not grow with the corpus."""


class SentenceTransformerEmbedder:
    """Nothing is imported or loaded before it is needed: importing the library takes seconds."""

    def __init__(self, model: str, precision: str = "fp32") -> None:
        """`model` is a name or a folder. Raises SettingsError on a precision that there is not."""
        if precision not in PRECISIONS:
            raise SettingsError(f"precision {precision!r}: use one of {', '.join(PRECISIONS)}")
        self.name = model
        self.precision = precision

    @cached_property
    def folder(self) -> Path:
        """The model's files. Raises ModelError where they are neither here nor to be had."""
        return find_folder(self.name)

    @cached_property
    def weights_hash(self) -> str:
        """The published hash of the default model, else `folder_hash`."""
        if self.name.removeprefix("sentence-transformers/") == NAME:
            return WEIGHTS_SHA256
        return folder_hash(self.folder)

    @cached_property
    def _model(self) -> Any:
        if self.weights_hash == WEIGHTS_SHA256:
            verified(self.folder / "model.safetensors", WEIGHTS_SHA256)
        try:
            import torch
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise ModelError(
                f"{self.name} needs sentence-transformers; install it with: pip install sentence-transformers"
            ) from error
        _no_bars()
        if os.environ.get("FRAMING_THREADS"):
            torch.set_num_threads(threads())
        try:
            model = SentenceTransformer(str(self.folder))
        except Exception as error:  # the library raises whatever its parts raise
            raise ModelError(f"{self.folder}: not a sentence-transformers model: {error}") from error
        if self.precision == "bf16":
            return model.bfloat16()
        if self.precision == "int8":
            return torch.ao.quantization.quantize_dynamic(model.cpu(), {torch.nn.Linear}, dtype=torch.qint8)
        return model

    @cached_property
    def dimension(self) -> int:
        """Length of a vector; loads the model."""
        probe = self._model.encode(["a"], show_progress_bar=False, convert_to_tensor=True)
        return int(probe.shape[1])

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """float32 (len(texts), dimension), unit rows, in batches of like length."""
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        parts = []
        for start in range(0, len(texts), CHUNK):
            chunk = [clipped(text) for text in texts[start : start + CHUNK]]
            output = self._model.encode(chunk, batch_size=BATCH, show_progress_bar=False, convert_to_tensor=True)
            # Normalised here, in fp32: a bf16 row normalised in bf16 is off unit length by up to 0.4 %.
            parts.append(output.float().cpu().numpy())
            if progress:
                progress(start + len(chunk), len(texts))
        rows = np.concatenate(parts)
        return checked(rows, len(texts), self.dimension, self.name)


def _no_bars() -> None:
    """transformers draws a bar while it loads, over the line that shows how far the corpus is."""
    try:
        from transformers.utils import logging
    except ImportError:
        return
    logging.disable_progress_bar()


def best_precision() -> str:
    """`bf16` where a GPU or this processor computes in it, else `fp32`: for corpora, where speed counts."""
    return "bf16" if has_bf16() else "fp32"


def find_folder(model: str) -> Path:
    """Where the files of `model` are: a folder, the packaged default, or Hugging Face's cache.

    Downloads only where HF_HUB_OFFLINE is unset. Raises ModelError naming what to do.
    """
    if Path(model).is_dir():
        return Path(model)
    if model.removeprefix("sentence-transformers/") == NAME:
        return model_folder()
    if model.startswith((".", "/", "~")):
        raise ModelError(f"{model}: no such model folder")
    try:
        from huggingface_hub import snapshot_download
    except ImportError as error:
        raise ModelError(f"{model}: needs sentence-transformers: pip install sentence-transformers") from error
    names = (model,) if "/" in model else (f"sentence-transformers/{model}", model)
    for name in names:
        try:
            return Path(snapshot_download(name, local_files_only=True))
        except Exception:  # noqa: S112 - every way of not being in the cache means the same: look on
            continue
    if os.environ.get("HF_HUB_OFFLINE", "").upper() in ("1", "ON", "YES", "TRUE"):
        raise ModelError(
            f"{model}: not a folder and not in Hugging Face's cache, and HF_HUB_OFFLINE forbids downloading; "
            "give a model folder or unset it"
        )
    try:
        return Path(snapshot_download(names[0], ignore_patterns=["onnx/*", "openvino/*", "*.h5", "*.ot"]))
    except Exception as error:
        raise ModelError(f"{model}: not a folder, and it cannot be downloaded: {error}") from error


def folder_hash(folder: Path) -> str:
    """sha256 over names and bytes of the weights and of the files that change vectors, in order of name.

    Raises ModelError where the folder holds no weights.
    """
    files = sorted(path for path in folder.rglob("*") if path.is_file() and not _aside(path.relative_to(folder)))
    if not any(path.suffix in (".safetensors", ".bin") for path in files):
        raise ModelError(f"{folder}: no weights here (*.safetensors or *.bin)")
    digest = hashlib.sha256()
    for path in files:
        with path.open("rb") as file:
            inner = hashlib.file_digest(file, "sha256").hexdigest()
        digest.update(f"{path.relative_to(folder).as_posix()} {inner}\n".encode())
    return digest.hexdigest()


def _aside(path: Path) -> bool:
    """Files that do not change what the torch model computes."""
    if path.parts[0] in ("onnx", "openvino", ".git", ".cache") or path.name.startswith("."):
        return True
    return path.suffix not in (".safetensors", ".bin", ".json", ".txt", ".model")
