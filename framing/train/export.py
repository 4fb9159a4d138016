"""Calibrates trained aligners on the pairs kept out, and writes them as the files that framing ships."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray

from framing.align.encoder import NORMAL, PARTS, POSITIONS, RELATIVE, WORDS
from framing.align.head import Logits
from framing.align.integers import SIX_BITS, Words, pack_six, whole
from framing.align.large import large_network
from framing.align.mixed import mixed
from framing.align.network import network_scorer, opened
from framing.train.calibrate import fit
from framing.train.gold import digest, labels
from framing.train.network import Aligner, Example

if TYPE_CHECKING:
    from framing.align.network import NetworkScorer
    from framing.train.align import Base, Work

DATA = Path(__file__).resolve().parent.parent / "data"
RANK = 48
SHARE = 0.7
"""Weight of the large network beside the default."""
Tensor = NDArray[np.floating[Any]]
Tensors = dict[str, NDArray[Any]]
Row = Mapping[str, Any]


def export(work: Work) -> None:
    """Write align_fast and align_accurate to framing/data, with curves fitted through the files as they run."""
    from framing.train.align import large, small, small_words

    facts = _facts(work, "align-fast", small())
    own = packed(arrays(work.model(small(), "small")), small_words())
    of_fast = judged(network_scorer(facts, read_back(own)), work.kept_out)
    write("align_fast", own, {**facts, "calibration": fit(of_fast, _gold(work)).as_dict()})
    base = large()
    change = changed(arrays(work.model(base, "teacher")), base.tensors)
    facts = {**_facts(work, "align-accurate", base), "share": SHARE}
    of_large = judged(large_network(facts, read_back(change)), work.kept_out)
    both = [mixed(a, b, SHARE) for a, b in zip(of_large, of_fast, strict=True)]
    write("align_accurate", change, {**facts, "calibration": fit(both, _gold(work)).as_dict()})


def _facts(work: Work, name: str, base: Base) -> dict[str, Any]:
    return {
        "name": name,
        "base": base.name,
        "special": [base.special.begin, base.special.end, base.special.padding],
        "window": base.plan.window,
        "before": base.plan.before,
        "sha256": "",
        "calibration": {"link": [1, 0], "same": [1, 0], "covered": [1, 0]},
        "held_out": [row["pair"] for row in work.kept_out],
        "gold": digest(work.gold / "pairs" / "train.jsonl"),
    }


def _gold(work: Work) -> list[Any]:
    return [labels(row) for row in work.kept_out]


def judged(scorer: NetworkScorer, rows: Sequence[Row]) -> list[Logits]:
    """Log-odds of rows, as the scorer gives them at run time."""
    return [scorer.logits(row["a"]["sentences"], row["b"]["sentences"]) for row in rows]


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
    text = json.dumps({**facts, "sha256": hashlib.sha256(data).hexdigest()}, indent=1)
    (folder / f"{target}.json").write_text(text + "\n", encoding="utf-8")


def arrays(model: Aligner) -> dict[str, Tensor]:
    """The learnt tensors by our own names, fp32; frozen word vectors and what only training needs left out."""
    apart = ("enc.word.weight", "salience")
    return {name: t.detach().float().numpy() for name, t in model.state_dict().items() if name not in apart}


def read_back(kept: Mapping[str, NDArray[Any]]) -> Tensors:
    """Tensors as they come back from a file."""
    return {name: opened(name, tensor) for name, tensor in kept.items()}


def packed(state: Mapping[str, Tensor], words: Words | None = None) -> Tensors:
    """What the default's files hold: matrices in six bits, word vectors, if any, in four, by published name."""
    out: Tensors = {f"encoder:{WORDS}#codes": words.codes, f"encoder:{WORDS}#scale": words.scale} if words else {}
    for name, value in state.items():
        public = published(name)
        if _is_matrix(public):
            made = whole(value, SIX_BITS)
            out[f"{public}#codes"], out[f"{public}#scale"] = pack_six(made.codes), made.scale
        else:
            out[public] = _kept(public, value)
    return out


def changed(state: Mapping[str, Tensor], base: Mapping[str, NDArray[Any]]) -> Tensors:
    """What the accurate file holds: against `base`, matrices as low-rank differences in six bits, the rest whole."""
    out: Tensors = {}
    for name, value in state.items():
        public = published(name)
        if public == f"encoder:{RELATIVE}":
            continue
        if not _is_matrix(public):
            out[public] = _kept(public, value)
            continue
        up, down = factors(value - np.asarray(base[public.removeprefix("encoder:")], dtype=np.float32), RANK)
        for part, factor in (("up", up.T), ("down", down)):
            made = whole(factor, SIX_BITS)
            out[f"{public}#{part}"], out[f"{public}#{part}_scale"] = pack_six(made.codes), made.scale
    return out


def _is_matrix(name: str) -> bool:
    return name.startswith("encoder:encoder.layer.") and name.endswith(".weight") and "LayerNorm" not in name


def _kept(name: str, value: Tensor) -> Tensor:
    half = name == "sidf" or name == f"encoder:{POSITIONS}"
    return value.astype(np.float16 if half else np.float32)


def published(name: str) -> str:
    """Our name of a tensor as the file has it: the encoder's by their published names behind `encoder:`."""
    parts = name.split(".")
    if parts[0] != "enc":
        return name
    if parts[1] == "layers":
        return f"encoder:encoder.layer.{parts[2]}.{PARTS[parts[3]]}.{parts[4]}"
    return {"pos": f"encoder:{POSITIONS}", "rel": f"encoder:{RELATIVE}"}.get(parts[1], f"encoder:{NORMAL}.{parts[2]}")


def factors(matrix: Tensor, rank: int) -> tuple[Tensor, Tensor]:
    """Best rank-`rank` factors (out, r) and (r, in) of a matrix, by singular values (Eckart and Young 1936)."""
    left, values, right = np.linalg.svd(matrix, full_matrices=False)
    root = np.sqrt(values[:rank])
    return left[:, :rank] * root, root[:, None] * right[:rank]
