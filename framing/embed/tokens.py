"""Texts to token ids with the default model's tokeniser, without transformers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.embed.base import clipped
from framing.embed.weights import tokenizer_file
from framing.errors import ModelError

MAX_TOKENS = 256
"""The published model's limit, special tokens included; what is past it does not reach the vector."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """One text as the model reads it."""

    ids: NDArray[np.int64]
    """(n,), with [CLS] first and [SEP] last."""
    offsets: tuple[tuple[int, int], ...]
    """(n) half-open code-point ranges of the text; (0, 0) for the two special tokens."""

    def inputs(self) -> dict[str, NDArray[np.int64]]:
        """The graph's inputs for this text alone: (1, n) each, nothing padded."""
        ids = self.ids[np.newaxis, :]
        return {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}


def load_tokenizer(max_tokens: int = MAX_TOKENS) -> Any:
    """The verified tokeniser, cutting at `max_tokens` and padding nothing."""
    from tokenizers import Tokenizer

    file = tokenizer_file()
    try:
        tokenizer = Tokenizer.from_file(str(file))
    except Exception as error:  # tokenizers raises plain Exception
        raise ModelError(f"{file}: not a readable tokeniser: {error}") from error
    tokenizer.no_padding()
    tokenizer.enable_truncation(max_length=max_tokens)
    return tokenizer


def tokenise(tokenizer: Any, texts: Sequence[str]) -> list[Tokens]:
    """One Tokens a text. At most `framing.embed.base.MAX_CHARS` characters of a text are read."""
    encodings = tokenizer.encode_batch([clipped(text) for text in texts])
    return [Tokens(np.array(each.ids, dtype=np.int64), tuple(each.offsets)) for each in encodings]
