"""Other models: found or refused with what to do, hashed, and never downloaded behind one's back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from framing.config import Settings
from framing.embed import raw_embedder, weights
from framing.embed.minilm import MiniLM
from framing.embed.sbert import SentenceTransformerEmbedder, find_folder, folder_hash
from framing.errors import ModelError, SettingsError


@pytest.mark.parametrize("model", ["some-org/some-model", "some-model-nobody-has"])
def test_a_model_that_is_not_here_is_refused_when_offline(model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("huggingface_hub")
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(ModelError, match="HF_HUB_OFFLINE"):
        find_folder(model)


def test_a_missing_folder_is_named() -> None:
    with pytest.raises(ModelError, match="no such model folder"):
        find_folder("./not/here")


def test_a_folder_without_weights_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(ModelError, match="no weights"):
        folder_hash(tmp_path)


def test_a_folder_that_is_no_model_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("sentence_transformers")
    (tmp_path / "model.safetensors").write_bytes(b"\x00" * 64)
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(ModelError, match="not a sentence-transformers model"):
        SentenceTransformerEmbedder(str(tmp_path)).encode(["a"])


def test_the_hash_follows_the_weights_and_not_the_place(tmp_path: Path) -> None:
    for name in ("one", "two", "three"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "model.safetensors").write_bytes(b"weights" if name != "three" else b"other")
    one, two, three = (folder_hash(tmp_path / name) for name in ("one", "two", "three"))
    assert one == two != three


def test_an_unknown_precision_is_refused() -> None:
    with pytest.raises(SettingsError, match="fp32, bf16, int8"):
        SentenceTransformerEmbedder("all-MiniLM-L6-v2", "fp4")


@pytest.mark.parametrize(
    ("settings", "kind"),
    [
        (Settings(), MiniLM),
        (Settings(model="sentence-transformers/all-MiniLM-L6-v2"), MiniLM),
        (Settings(precision="bf16"), SentenceTransformerEmbedder),
        (Settings(model="./folder"), SentenceTransformerEmbedder),
    ],
)
def test_settings_choose_the_encoder(settings: Settings, kind: type) -> None:
    assert isinstance(raw_embedder(settings), kind)


@pytest.mark.model
@pytest.mark.slow
def test_bf16_and_a_folder_agree_with_the_light_path() -> None:
    pytest.importorskip("sentence_transformers")
    texts = ["The council approved the bridge.", "Fishing boats stayed in harbour, because of the storm."]
    light = MiniLM().encode(texts)
    folder = SentenceTransformerEmbedder(str(weights.model_folder())).encode(texts)
    half = SentenceTransformerEmbedder("all-MiniLM-L6-v2", "bf16").encode(texts)
    assert np.abs(folder - light).max() < 1e-5
    assert (1 - (half * light).sum(axis=1)).max() < 1e-3
