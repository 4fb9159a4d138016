"""A copy to hand on: one ZIP, or one folder, whole and verified, that another person opens and gets the same figures."""

from __future__ import annotations

import os
import secrets
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path

from framing.errors import CorpusError
from framing.store.check import check
from framing.store.corpus import Corpus
from framing.store.files import TEMPORARY, exclusive, guarded, shard_path
from framing.store.manifest import FILE as RUN_FILE
from framing.store.manifest import digest
from framing.store.state import FILE
from framing.text import sha256

NOTE = """This folder is a corpus of framing. Open it with: framing corpus info FOLDER

Digest {digest}
The digest names the articles in it: cite it with your results.
The texts belong to their outlets; check what you may pass on before you do.
"""


def export(corpus: Corpus, target: str | Path) -> Path:
    """A copy at `target`: a ZIP where the name ends in .zip, else a new folder.

    Only what the manifest lists goes in, after a check. Raises CorpusError where something is damaged or
    `target` is there already; a target is written whole or not at all.
    """
    target = Path(target)
    if target.exists():
        raise CorpusError(f"{target}: is there already; give a new name")
    problems = [problem for problem in check(corpus) if "left over" not in problem.what]
    if problems:
        raise CorpusError(f"{problems[0].where}: {problems[0].what}; first: framing corpus check --repair")
    part = target.with_name(f"{TEMPORARY}{os.getpid()}-{secrets.token_hex(4)}")
    with guarded(target), exclusive(corpus.root / "steps.lock"):
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            if target.suffix == ".zip":
                _zip(corpus, part)
            else:
                _folder(corpus, part)
            part.replace(target)
        except BaseException:
            _remove(part)
            raise
    return target


def _zip(corpus: Corpus, part: Path) -> None:
    # Shards are compressed or incompressible already; a fixed date makes equal corpora equal files but for the state.
    with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as archive:
        for name, data in _files(corpus):
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data)


def _folder(corpus: Corpus, part: Path) -> None:
    for name, data in _files(corpus):
        path = part / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _files(corpus: Corpus) -> Iterator[tuple[str, bytes]]:
    """Names and bytes, one file in memory at a time; SHA256SUMS last."""
    sums = []
    for shard in corpus.shards():
        path = shard_path(corpus.root, shard.kind, shard.sha256)
        name = path.relative_to(corpus.root).as_posix()
        sums.append(f"{shard.sha256}  {name}")
        yield name, path.read_bytes()
    rest = {FILE: _snapshot(corpus), "README.txt": NOTE.format(digest=digest(corpus)).encode()}
    if (corpus.root / RUN_FILE).is_file():
        rest[RUN_FILE] = (corpus.root / RUN_FILE).read_bytes()
    for name, data in rest.items():
        sums.append(f"{sha256(data)}  {name}")
        yield name, data
    yield "SHA256SUMS", ("\n".join(sums) + "\n").encode()


def _snapshot(corpus: Corpus) -> bytes:
    """The state as one file, also while another process writes."""
    with sqlite3.connect(":memory:") as copy:
        corpus.state.connection.backup(copy)
        # A copied file says that it is in WAL mode; without the log beside it that would need a writable folder.
        return copy.serialize()


def _remove(path: Path) -> None:
    import shutil

    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
