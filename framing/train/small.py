"""The default aligner: the large encoder made slim, taught to give its token vectors and its judgements.

It starts as the trained large encoder with that one's head, with a third of each layer's inner units
(`framing.train.slim`), over word vectors in four bits. On every pair it learns the teacher's token vectors after three of its layers (as
DistilBERT, Sanh et al. 2019, and TinyBERT, Jiao et al. 2020), the teacher's probabilities on unlabelled pairs, both and the gold on the
gold pairs; where it has no lesson (invented stories, coded throughout) the codes alone. Several workers each take their
share of the pairs and average their weights every few steps
(local SGD: Stich 2019), which costs nothing between two cores.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from framing.align.encoder import WORDS
from framing.align.integers import Words, words
from framing.train.deep import judged
from framing.train.missed import competition, means
from framing.train.network import Aligner, Example, windows

INNER = 1024
"""Inner units of a layer that are left of 3,072 (`framing.train.slim`)."""
FOLLOWS = (3, 7, 11)
"""Layers whose token vectors the slim encoder learns from the large one."""
_LAST = max(FOLLOWS)
_WEIGHT, _EARLIER = 2.0, 0.3
"""Of the token vectors in the loss: at the beginning, and of earlier layers against the last."""
_HALF, _MISSED = 0.5, 0.25
"""Share of the teacher beside gold, and of the second task (`framing.train.missed`)."""
OURS_TO_LARGE = 4
"""Entries of the large tokeniser's vocabulary before the words that both have in the same order."""


def in_our_order(table: NDArray[Any], begin: int, end: int, padding: int) -> NDArray[Any]:
    """Rows by the large tokeniser's ids, (v + 5, ...), as rows by the default tokeniser's (v, ...).

    The two have the same words. `begin`, `end` and `padding` are the default tokeniser's own ids.
    """
    out = np.array(table[OURS_TO_LARGE:-1])
    out[begin], out[padding], out[end] = table[0], table[1], table[2]
    return out


def four_bit_words(base: Any, begin: int, end: int, padding: int) -> Words:
    """The large encoder's word vectors in the default tokeniser's order, in four bits."""
    return words(in_our_order(base[WORDS], begin, end, padding))


def attend(teacher: Aligner, item: Example) -> dict[str, Any]:
    """What the teacher says of an article pair: token vectors by layer, probabilities."""
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        read = [teacher.enc.states(*windows(packed)) for packed in (item.a, item.b)]
        z, a, b = teacher.judge(item, [states[-1] for states in read])
    vectors = [
        {layer: _tokens(states[layer], packed).bfloat16() for layer in FOLLOWS}
        for states, packed in zip(read, (item.a, item.b), strict=True)
    ]
    return {"states": vectors, "teacher": tuple(torch.sigmoid(x.float()) for x in (z, a, b))}


def _tokens(states: Tensor, packed: Any) -> Tensor:
    """(t, d) vectors of the passages' own tokens."""
    flat = states.reshape(-1, states.shape[-1])
    return flat[torch.tensor(packed.where)][torch.tensor(packed.present)]


def objective(model: Aligner, item: Example, done: float) -> Tensor:
    """Loss of one pair: judgements, and the teacher's token vectors, if there are any, with a weight that falls in the run."""
    read = [model.enc.states(*windows(packed)) for packed in (item.a, item.b)]
    total = _of_judgements(model.judge(item, [states[-1] for states in read]), item)
    for states, packed, told in zip(read, (item.a, item.b), item.missed, strict=True):
        if told is not None:
            total = total + _MISSED * competition(means(states[-1], packed), model.salience, told)
    if item.states is None:
        return total
    apart = torch.zeros(())
    for states, packed, wanted in zip(read, (item.a, item.b), item.states, strict=True):
        for layer in FOLLOWS:
            part = _apart(_tokens(states[layer], packed).float(), wanted[layer].float())
            apart = apart + (1.0 if layer == _LAST else _EARLIER) * part
    return total + _WEIGHT * max(0.15, 1 - 1.2 * done) * apart


def _of_judgements(answer: tuple[Tensor, Tensor, Tensor], item: Example) -> Tensor:
    total = torch.zeros(())
    if item.gold is not None:
        total = total + judged(answer, Example(item.a, item.b, item.lexical, gold=item.gold))
    if item.teacher is not None:
        share = 1.0 if item.gold is None else _HALF
        total = total + share * judged(answer, Example(item.a, item.b, item.lexical, teacher=item.teacher))
    return total


def _apart(vectors: Tensor, wanted: Tensor) -> Tensor:
    """Squared error in units of the wanted vectors' variance, and one less the cosine."""
    squared = ((vectors - wanted) ** 2).mean() / (wanted.var() + 1e-6)
    return squared + (1 - functional.cosine_similarity(vectors, wanted, dim=-1)).mean()
