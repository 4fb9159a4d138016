"""Coders at work on a review server, on loopback: how long they wait, and whether every decision is there once.

    python tools/load_review.py --coders 100 --seconds 1200            a class at work
    python tools/load_review.py --kills 20 --seconds 4                 kill -9 under load, start again, count

`--database` takes a PostgreSQL URL of a database that may be emptied; without it SQLite in a temporary folder.
Exits with 1 where a decision is lost or doubled.
"""

from __future__ import annotations

import argparse
import asyncio
import math
import os
import random
import re
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2 as httpx
from sqlalchemy import Engine, insert, select, text

from framing import model
from framing.model import Article, Block, BlockKind, Comparison, Link, Passage, Span
from framing.review.accounts import Accounts, Rank
from framing.review.books import keep_built_in
from framing.review.database import open_database, writing
from framing.review.decisions import Decisions, now
from framing.review.serve import KEEP_ALIVE
from framing.review.tables import coders, decisions

SENTENCES = 60
PASSWORD = "a password of some length"
COMMENTS = ("the day differs", "same event, other number", "one speaks of the owner, the other of the firm")
STATIC = ("/static/review.css", "/static/htmx-2.0.11.min.js", "/static/review.js")


@dataclass
class Tally:
    """What the coders saw."""

    waits: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    """Seconds by what was asked for."""
    acknowledged: list[tuple[str, str, str]] = field(default_factory=list)
    sent: set[tuple[str, str, str]] = field(default_factory=set)
    """Coder, item and request key of all that was sent, answered or not."""
    cookies: dict[str, str] = field(default_factory=dict)
    failed: Counter[str] = field(default_factory=Counter)
    """What went wrong, how often."""


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
            articles.append(
                Article(name, name, f"Matter {number}", "", "", "", "en", "", body, (block,), model.Provenance())
            )
            passages += [Passage(f"{name}:{i}", name, i, s, s.of(body), model.Role.BODY) for i, s in enumerate(spans)]
        links += [
            Link(f"a{number}:{i}", f"b{number}:{i}", random.Random(i).random(), model.Relation.SAME)
            for i in range(SENTENCES)
        ]
    run = model.Run("0", "load", {}, (), {}, now(), {})
    nothing: Any = ()
    return Comparison(
        tuple(articles), tuple(passages), model.EventVerdict(model.Same.YES, 0.9), nothing, tuple(links), nothing, nothing, nothing,
        nothing, nothing, nothing, {}, run,
    )  # fmt: skip


def prepare(url: str, people: int, pairs: int) -> list[str]:
    """An empty database with items, a codebook, coders and an administrator; the coders' names."""
    engine = open_database(url, migrate=False)
    if engine.dialect.name == "postgresql":
        with engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
    engine = open_database(url)
    Decisions(engine).sync(comparison(pairs))
    keep_built_in(engine, "generic")
    Accounts(engine).add("root", PASSWORD, Rank.ADMIN)
    names = [f"coder {number}" for number in range(people)]
    with writing(engine) as connection:
        # One hash for all saves a minute; at the log-in each is verified as any other.
        hashed = connection.scalar(select(coders.c.password_hash))
        rows = [
            {"name": name, "password_hash": hashed, "role": "coder", "active": True, "created": now()} for name in names
        ]
        connection.execute(insert(coders), rows)
    engine.dispose()
    return names


@dataclass(frozen=True)
class Pace:
    """How people work: seconds."""

    think: float
    """Half of all looks at an item take no longer."""
    arrive: float
    """All have come by then."""
    astray: float = 0.05
    """Share of decisions sent twice, and of those after which somebody looks elsewhere or takes one back."""


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
            f"log_level='error', timeout_keep_alive={KEEP_ALIVE})\n"
        )
        self.process = subprocess.Popen(
            [sys.executable, "-c", code], env={**os.environ, "LOAD_URL": self.url}, start_new_session=True
        )
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


class Person:
    """Somebody at a browser: a session, a way to work, and what they were told."""

    def __init__(self, client: Any, place: int, name: str, pace: Pace, tally: Tally) -> None:
        self.client, self.name, self.pace, self.tally = client, name, pace, tally
        self.chooser = random.Random(place)
        self.seed = place % 50
        self.cookie = tally.cookies.get(name, "")

    async def ask(self, what: str, method: str, path: str, data: dict[str, str] | None = None) -> Any:
        """One request, its wait noted under `what`. Raises httpx.HTTPError; an answer of 400 and above is a failure."""
        began = time.monotonic()
        answer = await self.client.request(method, path, data=data, headers={"cookie": self.cookie})
        self.tally.waits[what].append(time.monotonic() - began)
        if answer.status_code >= 400:
            self.tally.failed[f"{what}: {answer.status_code}"] += 1
        return answer

    async def enter(self) -> None:
        """Log in, and fetch what a browser fetches once."""
        for path in ("/login", *STATIC):
            await self.ask("static file" if path in STATIC else "page", "GET", path)
        answer = await self.ask("log in", "POST", "/login", {"name": self.name, "password": PASSWORD})
        self.cookie = self.tally.cookies[self.name] = answer.headers["set-cookie"].partition(";")[0]
        await self.ask("page", "GET", "/")

    async def think(self, seconds: float) -> None:
        """A pause as people make them: lognormal, half of them shorter than `seconds`, never over a minute and a half."""
        if seconds:
            await asyncio.sleep(min(90.0, self.chooser.lognormvariate(math.log(seconds), 0.6)))

    async def code(self) -> bool:
        """Next item, look, decide; sometimes with second thoughts. False where nothing waits."""
        where = (await self.ask("next", "GET", f"/next?order=random&seed={self.seed}")).headers["location"]
        found = re.match(r"/items/([0-9a-f]{64})", where)
        if not found:
            return False
        page = (await self.ask("item", "GET", where)).text
        await self.think(self.pace.think)
        await self.decide(found[1], page)
        if self.chooser.random() < self.pace.astray:
            await self.stray(found[1])
        return True

    async def decide(self, item: str, page: str) -> None:
        """Post a decision, now and then twice, as a nervous finger does: the second must change nothing."""
        fields = dict(re.findall(r'name="(seen|request|order|kind|seed)" value="([^"]*)"', page))
        fields["label"] = self.chooser.choice(("same", "partial", "none"))
        fields["seconds"] = f"{self.pace.think:.1f}"
        if self.chooser.random() < 0.1:
            fields["comment"] = self.chooser.choice(COMMENTS)
        key = (self.name, item, fields["request"])
        self.tally.sent.add(key)
        for _ in range(2 if self.chooser.random() < self.pace.astray else 1):
            answer = await self.ask("decision", "POST", f"/items/{item}", fields)
            if answer.status_code == 303:
                self.tally.acknowledged.append(key)

    async def stray(self, item: str) -> None:
        """What people do between decisions: take one back and decide again, look around."""
        path = self.chooser.choice(("/", "/done", "/codebook", "/help", "undo"))
        if path != "undo":
            await self.ask("page", "GET", path)
            return
        where = (await self.ask("undo", "POST", f"/items/{item}/undo", {"x": ""})).headers["location"]
        page = (await self.ask("item", "GET", where)).text
        await self.think(self.pace.think / 2)
        await self.decide(item, page)

    async def work(self, until: float) -> None:
        """From arrival to the end of the hour; where the server is gone, in again."""
        await asyncio.sleep(self.chooser.uniform(0, self.pace.arrive))
        while time.monotonic() < until:
            try:
                if not self.cookie:
                    await self.enter()
                if not await self.code():
                    return
            except (httpx.HTTPError, KeyError) as error:
                self.tally.failed[type(error).__name__] += 1
                await asyncio.sleep(0.2)

    async def oversee(self, until: float) -> None:
        """What an administrator looks at, once a minute."""
        await self.enter()
        while time.monotonic() < until:
            for path in ("/coders", "/agreement", "/adjudicate"):
                await asyncio.sleep(20)
                if time.monotonic() < until:
                    await self.ask(path, "GET", path)


async def work(base: str, names: list[str], seconds: float, pace: Pace, tally: Tally) -> None:
    """All at once, on one client: making a client costs more than a request."""
    limits = httpx.Limits(max_connections=len(names) + 2)
    async with httpx.AsyncClient(base_url=base, timeout=30, headers={"origin": base}, limits=limits) as client:
        until = time.monotonic() + seconds
        people = [Person(client, place, name, pace, tally) for place, name in enumerate(names)]
        tasks = [person.work(until) for person in people]
        if pace.think:
            tasks.append(Person(client, len(names), "root", pace, tally).oversee(until))
        await asyncio.gather(*tasks)


def check(engine: Engine, tally: Tally) -> tuple[int, int]:
    """Acknowledged decisions that are not there; and rows too many: stored twice, or never sent."""
    query = select(coders.c.name, decisions.c.item, decisions.c.request, decisions.c.marks)
    with engine.connect() as connection:
        rows = list(connection.execute(query.join(coders, coders.c.id == decisions.c.coder)))
    # An undo is a row of its own, under a key that the server makes.
    stored = [(r.name, r.item, r.request.partition("-")[2]) for r in rows if not any("undo" in m for m in r.marks)]
    lost = len(set(tally.acknowledged) - set(stored))
    return lost, len(stored) - len(set(stored) & tally.sent)


def report(tally: Tally, lost: int, doubled: int) -> None:
    """Print what was acknowledged, lost and doubled, and the waits in milliseconds."""
    failed = ", ".join(f"{what} {count}" for what, count in tally.failed.most_common()) or "none"
    distinct = len({request for _, _, request in tally.acknowledged})
    print(f"{distinct} decisions acknowledged, {lost} lost, {doubled} doubled; failed requests: {failed}")
    print(f"{'waits, ms':<14}{'requests':>9}{'median':>8}{'p95':>7}{'p99':>7}{'longest':>9}")
    everything = [wait for waits in tally.waits.values() for wait in waits]
    for what, waits in [*sorted(tally.waits.items()), ("all", everything)]:
        row = sorted(waits) or [0.0]
        half, most, nearly = (row[min(len(row) - 1, int(len(row) * share))] * 1000 for share in (0.5, 0.95, 0.99))
        print(f"{what:<14}{len(waits):>9}{half:>8.0f}{most:>7.0f}{nearly:>7.0f}{row[-1] * 1000:>9.0f}")
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = spent.ru_utime + spent.ru_stime
    print(
        f"the server took {processor:.0f} s of processor time, {processor / max(1, len(everything)) * 1000:.1f} ms a request"
    )
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"{os.cpu_count()} processors; load average over 1, 5 and 15 minutes: {load}")


def options_of(arguments: list[str] | None = None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--coders", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=20, help="of load; with --kills, before each kill")
    parser.add_argument("--think", type=float, default=10.0, help="median seconds that a coder looks at an item")
    parser.add_argument(
        "--arrive", type=float, help="all have come after so many seconds; default: a tenth of the time"
    )
    parser.add_argument("--pairs", type=int, default=20, help="of articles, sixty links each")
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--database")
    return parser.parse_args(arguments)


def main() -> int:
    """Run the load that the options name; 1 where a decision was lost or doubled."""
    options = options_of()
    arrive = options.seconds / 10 if options.arrive is None else options.arrive
    with tempfile.TemporaryDirectory(prefix="framing-load-") as folder:
        url = options.database or f"sqlite:///{Path(folder) / 'review.db'}"
        names = prepare(url, options.coders, options.pairs)
        server, tally = Server(url), Tally()
        for turn in range(max(1, options.kills)):
            server.start()
            if options.kills:
                seconds = options.seconds * random.Random(turn).uniform(0.5, 1)
                asyncio.run(killed(server, names, seconds, tally))
            else:
                asyncio.run(work(server.base, names, options.seconds, Pace(options.think, arrive), tally))
                server.kill()
        engine = open_database(url)
        lost, doubled = check(engine, tally)
        engine.dispose()
    report(tally, lost, doubled)
    return 1 if lost or doubled or not tally.acknowledged else 0


async def killed(server: Server, names: list[str], seconds: float, tally: Tally) -> None:
    """Load without pause, and the server killed in the middle of it."""
    at_work = asyncio.create_task(work(server.base, names, seconds + 0.3, Pace(0, 0), tally))
    await asyncio.sleep(seconds)
    await asyncio.to_thread(server.kill)
    await at_work


if __name__ == "__main__":
    sys.exit(main())
