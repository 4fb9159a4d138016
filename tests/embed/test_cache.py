"""The cache saves time and can never cost a result."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from framing.embed import BlobCache, CachedEmbedder, cache_folder
from framing.embed.base import TokenVectors
from framing.embed.cache import FILE


class Counting:
    """An encoder that counts the texts it is given; vectors follow from the text alone."""

    name = "counting"
    precision = "fp32"
    dimension = 8

    def __init__(self, weights_hash: str = "w") -> None:
        self.weights_hash = weights_hash
        self.texts: list[str] = []

    def encode(self, texts: Sequence[str], progress: object = None) -> np.ndarray:
        self.texts.extend(texts)
        rows = np.array([np.random.default_rng(len(text) + 1).normal(size=8) for text in texts])
        return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)

    def encode_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        self.texts.extend(texts)
        rows = np.linspace(-1, 1, 24, dtype=np.float32).reshape(3, 8)
        return [TokenVectors(rows, ((0, 1), (1, 2), (2, 3))) for _ in texts]


def test_a_known_text_is_not_encoded_again(tmp_path: Path) -> None:
    encoder = Counting()
    first = CachedEmbedder(encoder, BlobCache(tmp_path)).encode(["one", "two", "one"])
    assert encoder.texts == ["one", "two"]
    second = CachedEmbedder(encoder, BlobCache(tmp_path)).encode(["two", "three!", "one"])
    assert encoder.texts == ["one", "two", "three!"]
    assert np.array_equal(first[[1, 0]], second[[0, 2]])


def test_other_weights_share_nothing(tmp_path: Path) -> None:
    for name in ("a", "b"):
        encoder = Counting(name)
        CachedEmbedder(encoder, BlobCache(tmp_path)).encode(["one"])
        assert encoder.texts == ["one"]


def test_token_vectors_are_the_same_from_the_encoder_and_from_the_cache(tmp_path: Path) -> None:
    encoder = Counting()
    (first,) = CachedEmbedder(encoder, BlobCache(tmp_path)).encode_tokens(["abc"])
    (second,) = CachedEmbedder(encoder, BlobCache(tmp_path)).encode_tokens(["abc"])
    assert encoder.texts == ["abc"]
    assert np.array_equal(first.vectors, second.vectors)
    assert first.offsets == second.offsets == ((0, 1), (1, 2), (2, 3))


def test_a_text_with_a_lone_surrogate_is_cached_like_any_other(tmp_path: Path) -> None:
    encoder = Counting()
    for _ in range(2):
        CachedEmbedder(encoder, BlobCache(tmp_path)).encode(["a\ud800"])
    assert len(encoder.texts) == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_an_unwritable_folder_is_a_notice(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    cached = CachedEmbedder(Counting(), BlobCache(tmp_path / "cache"))
    assert cached.encode(["one"]).shape == (1, 8)
    assert [notice.code for notice in cached.notices] == ["cache-unusable"]


def test_a_folder_that_is_a_file_is_a_notice(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("in the way")
    cached = CachedEmbedder(Counting(), BlobCache(tmp_path / "cache"))
    assert cached.encode(["one"]).shape == (1, 8)
    assert [notice.code for notice in cached.notices] == ["cache-unusable"]


def test_a_damaged_file_starts_anew_with_a_notice(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"this is not a database" * 100)
    cached = CachedEmbedder(Counting(), BlobCache(tmp_path))
    cached.encode(["one"])
    assert [notice.code for notice in cached.notices] == ["cache-damaged"]
    encoder = Counting()
    CachedEmbedder(encoder, BlobCache(tmp_path)).encode(["one"])
    assert encoder.texts == []


@pytest.mark.parametrize("damage", [b"", b"abc", np.full(8, np.nan, np.float32).tobytes(), bytes(32)])
def test_a_damaged_entry_is_computed_again(tmp_path: Path, damage: bytes) -> None:
    encoder = Counting()
    good = CachedEmbedder(encoder, BlobCache(tmp_path)).encode(["one"])
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute("UPDATE entries SET value = ?", (damage,))
    again = CachedEmbedder(encoder, BlobCache(tmp_path)).encode(["one"])
    assert np.array_equal(good, again)
    assert encoder.texts == ["one", "one"]


def test_the_file_stays_near_its_limit_and_keeps_what_is_new(tmp_path: Path) -> None:
    cache = BlobCache(tmp_path, limit=400_000)
    for round_ in range(40):
        cache.put({f"{round_}-{i}".encode(): bytes(2_000) for i in range(10)})
    assert cache.size() <= 400_000
    assert cache.get([b"39-9"]) == {b"39-9": bytes(2_000)}
    assert cache.get([b"0-0"]) == {}
    cache.close()
    assert (tmp_path / FILE).stat().st_size < 800_000


def _fill(folder: Path, name: str) -> None:
    cache = BlobCache(folder)
    for i in range(200):
        cache.put({f"{name}-{i}".encode(): name.encode() * 100})
    assert not cache.notices


def test_two_processes_write_at_once(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_fill, args=(tmp_path, name)) for name in "ab"]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0, 0]
    keys = [f"{name}-{i}".encode() for name in "ab" for i in range(200)]
    assert len(BlobCache(tmp_path).get(keys)) == 400


@pytest.mark.parametrize(("value", "folder"), [("off", None), ("OFF", None), ("/some/where", Path("/some/where"))])
def test_the_environment_names_the_folder(value: str, folder: Path | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRAMING_CACHE", value)
    assert cache_folder() == folder


def test_no_folder_means_no_cache_and_no_notice() -> None:
    encoder = Counting()
    cached = CachedEmbedder(encoder, BlobCache(None))
    cached.encode(["one"])
    cached.encode(["one"])
    assert encoder.texts == ["one", "one"]
    assert cached.notices == ()
