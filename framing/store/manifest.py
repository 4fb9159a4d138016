"""What a corpus is, in figures and in one digest by which it can be cited."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from framing import __version__
from framing.config import Settings
from framing.store.corpus import Corpus
from framing.store.files import guarded, write_atomic
from framing.store.state import now
from framing.store.steps import StepReport

FILE = "run.json"


@dataclass(frozen=True, slots=True)
class Info:
    """A corpus at a glance."""

    format: str
    created: str
    articles: int
    outlets: dict[str, int]
    """Articles by outlet, the largest first."""
    first: str
    last: str
    """Publication days of the earliest and latest dated article; empty where none is dated."""
    undated: int
    later_versions: int
    passages: int
    embedded: int
    """Passages with a vector."""
    model: str
    precision: str
    bytes: int
    """Of all shards that the manifest lists."""
    shards: int
    set_aside: int
    digest: str


def info(corpus: Corpus) -> Info:
    """Counts from the state alone: nothing large is read. Raises CorpusError."""
    rows = corpus.state.rows
    meta = corpus.state.meta()
    outlets = rows("SELECT outlet, count(*) FROM article GROUP BY outlet ORDER BY 2 DESC, 1")
    dated = "published <> ''"
    first, last = rows(f"SELECT min(published), max(published) FROM article WHERE {dated}")[0]  # noqa: S608 - constant
    passages, embedded = _passages(corpus)
    shards = corpus.shards()
    return Info(
        format=meta["format"],
        created=meta["created"],
        articles=len(corpus),
        outlets={str(name) or "(unknown)": int(str(count)) for name, count in outlets},
        first=str(first or "")[:10],
        last=str(last or "")[:10],
        undated=_count(corpus, "published = ''"),
        later_versions=_count(corpus, "version > 1"),
        passages=passages,
        embedded=embedded,
        model=meta.get("model", ""),
        precision=meta.get("precision", ""),
        bytes=sum(shard.bytes for shard in shards),
        shards=len(shards),
        set_aside=len(corpus.failures()),
        digest=digest(corpus),
    )


def digest(corpus: Corpus) -> str:
    """sha256 over the ids, outlets, addresses and text hashes of all articles, in order of id.

    It depends on what the corpus holds and not on the order, the number of runs or the shards in which it
    came in: two people with the same digest have the same articles.
    """
    query = "SELECT id, outlet, url, version, published, text_sha256 FROM article ORDER BY id"
    whole = hashlib.sha256()
    for row in corpus.state.rows(query):
        whole.update(json.dumps(row, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n")
    return whole.hexdigest()


@dataclass(slots=True)
class RunRecord:
    """Collects what a run did and writes it beside the data, also where the run is interrupted."""

    corpus: Corpus
    command: str
    settings: Settings
    started: str = field(default_factory=now)
    _start: float = field(default_factory=time.perf_counter)

    def write(self, steps: Sequence[StepReport], **more: Any) -> dict[str, Any]:
        """Writes `run.json` whole or not at all and returns its content. Raises CorpusError."""
        meta = self.corpus.state.meta()
        record = {
            "framing": __version__,
            "command": self.command,
            "settings": self.settings.as_dict(),
            "model": {"name": meta.get("model", ""), "precision": meta.get("precision", "")},
            "variants": {key[8:]: value for key, value in meta.items() if key.startswith("variant ")},
            "started": self.started,
            "seconds": round(time.perf_counter() - self._start, 2),
            "steps": [asdict(step) for step in steps],
            **more,
            "articles": len(self.corpus),
            "set_aside": [asdict(failure) for failure in self.corpus.failures()],
            "digest": digest(self.corpus),
        }
        with guarded(self.corpus.root):
            text = json.dumps(record, indent=2, ensure_ascii=False)
            write_atomic(self.corpus.root / FILE, text.encode("utf-8", "replace"))
        return record


def _passages(corpus: Corpus) -> tuple[int, int]:
    """Passages of the current segmentation, and those of them that have a current vector."""
    query = (
        "SELECT coalesce(sum(s.rows), 0) FROM (SELECT DISTINCT shard FROM article) a "
        "JOIN done d ON d.step = 'segment' AND d.input = a.shard "
        "AND d.variant = (SELECT value FROM meta WHERE key = 'variant segment') "
        "JOIN shard s ON s.sha256 = d.output"
    )
    more = (
        " JOIN done e ON e.step = 'embed' AND e.input = d.output "
        "AND e.variant = (SELECT value FROM meta WHERE key = 'variant embed')"
    )
    counts = [int(str(corpus.state.rows(text)[0][0])) for text in (query, query + more)]
    return counts[0], counts[1]


def _count(corpus: Corpus, where: str) -> int:
    return int(str(corpus.state.rows(f"SELECT count(*) FROM article WHERE {where}")[0][0]))  # noqa: S608 - constants
