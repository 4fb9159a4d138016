"""Whatever is posted, the answer is a page or a refusal, never a fault; and hostile text stays text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from starlette.testclient import TestClient

from framing.review.accounts import Accounts, Rank
from framing.review.database import open_database
from framing.review.decisions import Decisions
from framing.review.queue import Queue
from framing.review.web import create_app
from tests.review.conftest import A, build

SAME = {"origin": "http://testserver"}
FIELDS = (
    "label", "seen", "request", "seconds", "comment", "flagged", "lens", "frame", "order", "kind", "seed", "last",
    "a", "b", "a_start", "a_end", "b_start", "b_end", "back", "name", "password", "rank", "size", "coder-1", "unaided",
)  # fmt: skip
VALUES = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "same",
            "accept",
            "link",
            "link:same",
            "difference",
            "courier",
            "herald",
            "0",
            "3",
            "-1",
            "1e9",
            "NaN",
            "9" * 30,
            "\x00",
            "\ud800",
            "yes",
        ]
    ),
)


class Desk:
    def __init__(self, engine: Engine) -> None:
        Decisions(engine).sync(build(A))
        accounts = Accounts(engine)
        coder = accounts.add("root", "correct horse battery", Rank.ADMIN)
        self.client = TestClient(create_app(engine), follow_redirects=False)
        self.client.cookies.set("framing_session", accounts.open_session(coder.id))
        self.item = Queue(engine).waiting(coder.id)[0].id


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder: Path = tmp_path_factory.mktemp("fuzz")
    return Desk(open_database(f"sqlite:///{folder / 'review.db'}"))


PATHS = ("/items/{item}", "/items/{item}/undo", "/adjudicate/{item}", "/findings", "/assign", "/coders/77/retire")


@pytest.mark.parametrize("path", PATHS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fields=st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=10))
def test_no_field_of_any_form_makes_a_fault(desk: Desk, path: str, fields: dict[str, str]) -> None:
    sent = {key: value.encode("utf-8", "replace").decode() for key, value in {**fields, "x": ""}.items()}
    answer = desk.client.post(path.format(item=desk.item), data=sent, headers=SAME)
    assert answer.status_code in (303, 400, 404, 409)


@pytest.mark.parametrize(
    "path",
    [
        "/items/%00",
        "/items/" + "f" * 64,
        "/items/..%2f..",
        "/adjudicate/%00",
        "/?seed=%00",
        "/?order=%FF",
        "/next?seed=99999999999",
        "/static/..%2fapp.py",
    ],
)
def test_no_address_makes_a_fault(desk: Desk, path: str) -> None:
    assert desk.client.get(path).status_code in (200, 303, 400, 404)


def test_hostile_words_are_escaped_wherever_they_are_shown(tmp_path: Path) -> None:
    hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7*7 }}"
    made = Desk(open_database(f"sqlite:///{tmp_path / 'x.db'}"))
    made.client.post(f"/items/{made.item}", data={"label": "same", "comment": hostile, "seen": "0"}, headers=SAME)
    kind = Queue(Accounts(open_database(f"sqlite:///{tmp_path / 'x.db'}")).engine).item(made.item)
    assert kind is not None
    for path in ("/done", f"/items/{made.item}", "/adjudicate", f"/adjudicate/{made.item}"):
        page = made.client.get(path).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "49" not in page.partition("<main")[2].partition("onerror")[2][:60]
