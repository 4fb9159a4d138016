"""Calibrates trained aligners on the pairs kept out, and writes them as the files that framing ships."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray

from framing.align.head import Logits
from framing.align.large import mixed
from framing.train.calibrate import fit
from framing.train.deep import example
from framing.train.encoder import BERT, MPNET, Architecture, published_names
from framing.train.gold import digest, labels
from framing.train.network import Aligner, Example

if TYPE_CHECKING:
    from framing.train.align import Work

DATA = Path(__file__).resolve().parent.parent / "data"
RANK = 64
SHARE = 0.7
"""Weight of the large network in the accurate scorer's mixture."""
Tensor = NDArray[np.floating[Any]]


def export(work: Work) -> None:
    """Write align_fast and align_accurate to framing/data."""
    from framing.train.align import bert, mpnet

    fast: list[Logits] = []
    for base, name, target in ((bert(), "distilled", "align_fast"), (mpnet(), "teacher", "align_accurate")):
        model = work.model(base, name)
        logits = scored(model, [example(base.tokenizer, base.special, row, base.plan) for row in work.kept_out])
        if fast:
            logits = [mixed(large, small, SHARE) for large, small in zip(logits, fast, strict=True)]
        fast = fast or logits
        curves = fit(logits, [labels(row) for row in work.kept_out])
        state = {k: v.numpy() for k, v in model.state_dict().items() if k != "enc.word.weight"}
        architecture = BERT if base.name == "minilm" else MPNET
        kept = tensors(state, architecture, None if base.name == "minilm" else base.tensors)
        facts = {
            "name": target.replace("_", "-"),
            "base": base.name,
            "special": [base.special.begin, base.special.end, base.special.padding],
            "window": base.plan.window,
            "share": SHARE,
            "calibration": curves.as_dict(),
            "held_out": [row["pair"] for row in work.kept_out],
            "gold": digest(work.gold / "pairs" / "train.jsonl"),
        }
        write(target, kept, facts)


def scored(model: Aligner, items: Sequence[Example]) -> list[Logits]:
    """Log-odds of a trained network, as numpy."""
    out = []
    with torch.no_grad():
        for item in items:
            z, a, b = model(item)
            out.append(Logits(z[..., 0].numpy(), z[..., 1].numpy(), a.numpy(), b.numpy()))
    return out


def write(target: str, kept: dict[str, Tensor], facts: dict[str, Any], folder: Path = DATA) -> None:
    """TARGET.safetensors and TARGET.json, which names its hash."""
    from safetensors.numpy import save

    data = save(kept)
    (folder / f"{target}.safetensors").write_bytes(data)
    text = json.dumps({"sha256": hashlib.sha256(data).hexdigest(), **facts}, indent=1)
    (folder / f"{target}.json").write_text(text + "\n", encoding="utf-8")


def tensors(state: dict[str, Tensor], architecture: Architecture, base: Any = None) -> dict[str, Tensor]:
    """Matrices in fp16, vectors in fp32, by published name; against `base`, matrices as low-rank differences."""
    out: dict[str, Tensor] = {}
    for name, value in state.items():
        if not name.startswith("enc."):
            out[name] = value.astype(np.float16 if name == "sidf" else np.float32)
            continue
        public = published(name.removeprefix("enc."), architecture)
        if public is None:
            continue
        if base is not None and value.ndim == 2 and "layer." in public:
            up, down = factors(value - np.asarray(base[public], dtype=np.float32), RANK)
            out[f"encoder:{public}#up"], out[f"encoder:{public}#down"] = up.astype(np.float16), down.astype(np.float16)
        else:
            out[f"encoder:{public}"] = value.astype(np.float16 if value.ndim == 2 else np.float32)
    if architecture.kind == "bert":  # the segment vector is already in the positions
        width = state["enc.pos.weight"].shape[1]
        out["encoder:embeddings.token_type_embeddings.weight"] = np.zeros((2, width), np.float16)
    return out


def published(name: str, architecture: Architecture) -> str | None:
    """Our name of an encoder tensor as the published state dict has it; None for what stays as published."""
    parts = name.split(".")
    if parts[0] in ("word", "rel"):
        return None
    if parts[0] == "layers":
        return f"encoder.layer.{parts[1]}.{published_names(architecture)[parts[2]]}.{parts[3]}"
    return {"pos": "embeddings.position_embeddings", "ln": "embeddings.LayerNorm"}[parts[0]] + f".{parts[1]}"


def factors(matrix: Tensor, rank: int) -> tuple[Tensor, Tensor]:
    """Best rank-`rank` factors (out, r) and (r, in) of a matrix, by singular values (Eckart and Young 1936)."""
    left, values, right = np.linalg.svd(matrix, full_matrices=False)
    root = np.sqrt(values[:rank])
    return left[:, :rank] * root, root[:, None] * right[:rank]
