"""Coders at work on a review server, on loopback: how long they wait, and whether every decision is there once.

    python tools/load_review.py --coders 100 --seconds 1200            a class at work
    python tools/load_review.py --kills 20 --seconds 4                 kill -9 under load, start again, count

`--database` takes a PostgreSQL URL of a database that may be emptied; without it SQLite in a temporary folder.
Exits with 1 where a decision is lost or doubled.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2 as httpx
from sqlalchemy import Engine, func, insert, select, text

from framing.model import (
    Article,
    Block,
    BlockKind,
    Comparison,
    EventVerdict,
    Link,
    Passage,
    Provenance,
    Relation,
    Role,
    Run,
    Same,
    Span,
)  # fmt: skip
from framing.review.accounts import Accounts
from framing.review.database import open_database
from framing.review.decisions import Decisions, now
from framing.review.tables import coders, decisions

SENTENCES = 60


@dataclass
class Tally:
    """What the coders saw."""

    waits: list[float] = field(default_factory=list)
    opens: list[float] = field(default_factory=list)
    acknowledged: list[tuple[int, str, str]] = field(default_factory=list)
    failed: int = 0


def comparison(pairs: int) -> Comparison:
    """Pairs of invented articles of sixty sentences, a link between every two sentences of one number."""
    articles, passages, links = [], [], []
    for number in range(pairs):
        for side in ("a", "b"):
            name = f"{side}{number}"
            spans, parts, start = [], [], 0
            for sentence in range(SENTENCES):
                words = f"Outlet {side} says of matter {number} that point {sentence} was settled on the quay at noon."
                spans.append(Span(start, start + len(words)))
                parts.append(words)
                start += len(words) + 1
            body = " ".join(parts)
            block = Block(Span(0, len(body)), BlockKind.BODY)
            articles.append(Article(name, name, f"Matter {number}", "", "", "", "en", "", body, (block,), Provenance()))
            passages += [Passage(f"{name}:{i}", name, i, s, s.of(body), Role.BODY) for i, s in enumerate(spans)]
        links += [
            Link(f"a{number}:{i}", f"b{number}:{i}", random.Random(i).random(), Relation.SAME) for i in range(SENTENCES)
        ]
    run = Run("0", "load", {}, (), {}, now(), {})
    nothing: Any = ()
    return Comparison(
        tuple(articles), tuple(passages), EventVerdict(Same.YES, 0.9), nothing, tuple(links), nothing, nothing, nothing,
        nothing, nothing, nothing, {}, run,
    )  # fmt: skip


def prepare(url: str, people: int, pairs: int) -> list[str]:
    """An empty database with items and coders; a session token for each."""
    engine = open_database(url, migrate=False)
    if engine.dialect.name == "postgresql":
        with engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
    engine = open_database(url)
    Decisions(engine).sync(comparison(pairs))
    with engine.execution_options(writes=True).begin() as connection:
        rows = [
            {"name": f"coder {n}", "password_hash": "!", "role": "coder", "active": True, "created": now()}
            for n in range(people)
        ]
        connection.execute(insert(coders), rows)
        ids = list(connection.scalars(select(coders.c.id).order_by(coders.c.id)))
    accounts = Accounts(engine)
    tokens = [accounts.open_session(key) for key in ids]
    engine.dispose()
    return tokens


class Server:
    """The application in a process of its own."""

    def __init__(self, url: str) -> None:
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            self.port = found.getsockname()[1]
        self.url = url
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        code = (
            "import uvicorn, os\n"
            "from framing.review.database import open_database\n"
            "from framing.review.web import create_app\n"
            f"uvicorn.run(create_app(open_database(os.environ['LOAD_URL'])), host='127.0.0.1', port={self.port}, "
            "log_level='error')\n"
        )
        self.process = subprocess.Popen([sys.executable, "-c", code], env={**os.environ, "LOAD_URL": self.url})
        for _ in range(1200):
            try:
                httpx.get(f"{self.base}/healthz", timeout=2)
                return
            except httpx.HTTPError:
                time.sleep(0.1)
        raise SystemExit("the server did not start")

    def kill(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


async def coder(client: Any, place: int, token: str, until: float, think: float, tally: Tally) -> None:
    """Next item, look, decide, until the time is over."""
    chooser = random.Random(place)
    await asyncio.sleep(chooser.uniform(0, min(think, 5)))
    headers = {"cookie": f"framing_session={token}"}
    while time.monotonic() < until:
        try:
            began = time.monotonic()
            where = (await client.get(f"/next?order=random&seed={place}", headers=headers)).headers["location"]
            tally.waits.append(time.monotonic() - began)
            found = re.match(r"/items/([0-9a-f]{64})", where)
            if not found:
                return
            began = time.monotonic()
            page = (await client.get(where, headers=headers)).text
            tally.waits.append(time.monotonic() - began)
            tally.opens.append(tally.waits[-1])
            fields = dict(re.findall(r'name="(seen|request|order|kind|seed)" value="([^"]*)"', page))
            await asyncio.sleep(chooser.uniform(0.5, 1.5) * think)
            began = time.monotonic()
            fields["label"] = chooser.choice(("same", "partial", "none"))
            answer = await client.post(f"/items/{found[1]}", data=fields, headers=headers)
            tally.waits.append(time.monotonic() - began)
            if answer.status_code == 303:
                tally.acknowledged.append((place, found[1], fields["request"]))
            else:
                tally.failed += 1
        except (httpx.HTTPError, KeyError):
            tally.failed += 1
            await asyncio.sleep(0.2)


async def work(base: str, tokens: list[str], seconds: float, think: float, tally: Tally) -> None:
    """All coders at once, on one client: making a client costs more than a request."""
    limits = httpx.Limits(max_connections=len(tokens) + 1)
    async with httpx.AsyncClient(base_url=base, timeout=30, headers={"origin": base}, limits=limits) as client:
        until = time.monotonic() + seconds
        at_work = (coder(client, place, token, until, think, tally) for place, token in enumerate(tokens))
        await asyncio.gather(*at_work)


def check(engine: Engine, tally: Tally) -> tuple[int, int]:
    """Acknowledged decisions that are not there, and requests or revisions stored twice."""
    with engine.connect() as connection:
        stored = list(connection.scalars(select(decisions.c.request)))
        keys = (decisions.c.item, decisions.c.coder, decisions.c.revision)
        double = len(list(connection.execute(select(*keys).group_by(*keys).having(func.count() > 1))))
    tails = {request.partition("-")[2] for request in stored}
    lost = sum(request not in tails for _, _, request in tally.acknowledged)
    return lost, double + len(stored) - len(set(stored))


def report(tally: Tally, lost: int, doubled: int) -> None:
    """Print what was acknowledged, lost and doubled, and the waits in milliseconds."""
    waits = sorted(tally.waits) or [0.0]
    opens = sorted(tally.opens) or [0.0]
    print(
        f"{len(tally.acknowledged)} decisions acknowledged, {lost} lost, {doubled} doubled, {tally.failed} failed "
        f"requests; waits: median {statistics.median(waits) * 1000:.0f} ms, p95 {waits[int(len(waits) * 0.95)] * 1000:.0f} ms; "
        f"an item opens in median {statistics.median(opens) * 1000:.0f} ms, p95 {opens[int(len(opens) * 0.95)] * 1000:.0f} ms"
    )


def main() -> int:
    """Run the load that the options name; 1 where a decision was lost or doubled."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--coders", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=20, help="of load; with --kills, before each kill")
    parser.add_argument("--think", type=float, default=8.0, help="seconds a coder looks at an item, on average")
    parser.add_argument("--pairs", type=int, default=10, help="of articles, sixty links each")
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--database")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="framing-load-") as folder:
        url = options.database or f"sqlite:///{Path(folder) / 'review.db'}"
        tokens = prepare(url, options.coders, options.pairs)
        server, tally = Server(url), Tally()
        for turn in range(max(1, options.kills)):
            server.start()
            if options.kills:
                asyncio.run(killed(server, tokens, options.seconds * random.Random(turn).uniform(0.5, 1), tally))
            else:
                asyncio.run(work(server.base, tokens, options.seconds, options.think, tally))
                server.kill()
        engine = open_database(url)
        lost, doubled = check(engine, tally)
        engine.dispose()
    report(tally, lost, doubled)
    return 1 if lost or doubled or not tally.acknowledged else 0


async def killed(server: Server, tokens: list[str], seconds: float, tally: Tally) -> None:
    """Load without pause, and the server killed in the middle of it."""
    at_work = asyncio.create_task(work(server.base, tokens, seconds + 0.3, 0.0, tally))
    await asyncio.sleep(seconds)
    await asyncio.to_thread(server.kill)
    await at_work


if __name__ == "__main__":
    sys.exit(main())
