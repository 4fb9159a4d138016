"""Schemathesis walks the described routes, as nobody and as each rank: no fault, no undescribed answer."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from framing.review.accounts import Accounts, Rank
from framing.review.books import keep_built_in
from framing.review.database import open_database
from framing.review.decisions import Decisions
from framing.review.queue import Queue
from framing.review.web import create_app
from framing.review.web.described import document
from tests.review.conftest import A, build

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")
SAME = {"origin": "http://localhost", "host": "localhost"}
OPERATIONS = [(method.upper(), path) for path, ways in document()["paths"].items() for method in ways]


class Desk:
    """An application with an account of each rank, and its description as schemathesis reads it."""

    def __init__(self, url: str) -> None:
        from schemathesis.specs.openapi import checks

        self.engine = open_database(url)
        Decisions(self.engine).sync(build(A))
        keep_built_in(self.engine, "generic")
        accounts = Accounts(self.engine)
        self.cookies: dict[str, dict[str, str]] = {"nobody": {}}
        for rank in Rank:
            coder = accounts.add(str(rank), "correct horse battery", rank)
            self.cookies[str(rank)] = {"framing_session": accounts.open_session(coder.id)}
        self.items = [item.id for item in Queue(self.engine).waiting(1)]
        self.app = create_app(self.engine)
        self.schema = schemathesis.openapi.from_dict(document())
        self.schema.app = self.app
        self.checks = [
            schemathesis.checks.not_a_server_error,
            checks.status_code_conformance,
            checks.content_type_conformance,
            checks.response_schema_conformance,
        ]

    def cookies_of(self, who: str) -> dict[str, str]:
        """A session that is open, whatever a log-out before did."""
        if who == "nobody":
            return {}
        accounts = Accounts(self.engine)
        if accounts.of_session(self.cookies[who]["framing_session"]) is None:
            key = next(account.id for account in accounts.all() if account.name == who)
            self.cookies[who] = {"framing_session": accounts.open_session(key)}
        return self.cookies[who]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(f"sqlite:///{tmp_path_factory.mktemp('schema') / 'review.db'}")


@pytest.mark.parametrize("who", ["nobody", *Rank])
@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=[f"{m} {p}" for m, p in OPERATIONS])
def test_every_route_answers_as_it_says(desk: Desk, method: str, path: str, who: str) -> None:
    operation = desk.schema[path][method]

    @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(), real=st.booleans(), place=st.integers(0, 3))
    def walk(case: Any, real: bool, place: int) -> None:
        if real and "{item}" in path:
            case.path_parameters["item"] = desk.items[place]
        if "{coder}" in path:
            case.path_parameters["coder"] += 10
        case.cookies = desk.cookies_of(who)
        answer = case.call(base_url="http://localhost", headers=SAME, allow_redirects=False)
        case.validate_response(answer, checks=desk.checks)
        closed = who == "nobody" and operation.definition.raw.get("security")
        if closed:
            assert answer.status_code in (303, 401, 413)

    walk()
