"""The routes: who may, what is refused, what is kept."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import Engine
from starlette.routing import Route
from starlette.testclient import TestClient

from framing.model import Comparison
from framing.review.accounts import Accounts, Rank
from framing.review.books import keep_built_in, keep_codebook, newest_books
from framing.review.coded import coded_units
from framing.review.decisions import Decisions, Draft
from framing.review.queue import Queue
from framing.review.settled import cases
from framing.review.web import create_app
from tests.review.test_books import BOOK

PASSWORD = "correct horse battery"
SAME = {"origin": "http://testserver"}


class Study:
    """A running application with a coder, an adjudicator and an administrator."""

    def __init__(self, engine: Engine, comparison: Comparison) -> None:
        self.accounts = Accounts(engine)
        for name, rank in (("ada", Rank.CODER), ("ben", Rank.CODER), ("jo", Rank.ADJUDICATOR), ("root", Rank.ADMIN)):
            self.accounts.add(name, PASSWORD, rank)
        self.decisions = Decisions(engine)
        self.decisions.sync(comparison)
        self.queue = Queue(engine)
        self.app = create_app(engine, token="one-time")
        self.link = self.queue.waiting(1, kind="link")[0].id

    def client(self, name: str | None = None) -> TestClient:
        """A browser, logged in as `name` where one is given."""
        client = TestClient(self.app, follow_redirects=False)
        if name:
            answer = client.post("/login", data={"name": name, "password": PASSWORD}, headers=SAME)
            assert answer.status_code == 303
        return client


@pytest.fixture
def study(engine: Engine, comparison: Comparison) -> Study:
    return Study(engine, comparison)


GETS = {
    "/": Rank.CODER,
    "/next": Rank.CODER,
    "/items/{item}": Rank.CODER,
    "/done": Rank.CODER,
    "/codebook": Rank.CODER,
    "/help": Rank.CODER,
    "/adjudicate": Rank.ADJUDICATOR,
    "/adjudicate/{item}": Rank.ADJUDICATOR,
    "/agreement": Rank.ADJUDICATOR,
    "/coders": Rank.ADMIN,
    "/openapi.json": Rank.ADMIN,
}
POSTS = {
    "/items/{item}": Rank.CODER,
    "/items/{item}/undo": Rank.CODER,
    "/findings": Rank.CODER,
    "/logout": Rank.CODER,
    "/adjudicate/{item}": Rank.ADJUDICATOR,
    "/coders": Rank.ADMIN,
    "/coders/1/retire": Rank.ADMIN,
    "/assign": Rank.ADMIN,
}
ROLES = {"ada": 0, "jo": 1, "root": 2}
NEEDS = {Rank.CODER: 0, Rank.ADJUDICATOR: 1, Rank.ADMIN: 2}


def routes_of(study: Study) -> set[tuple[str, str]]:
    """Method and path of every route of the application, parameters without their names."""
    return {
        (method, re.sub(r"\{\w+(:\w+)?\}", "{}", route.path))
        for route in study.app.routes
        if isinstance(route, Route)
        for method in (route.methods or ()) - {"HEAD"}
    }


OPEN_TO_ALL = {("GET", "/healthz"), ("GET", "/login"), ("POST", "/login"), ("GET", "/enter")}


def test_the_walk_below_covers_every_route(study: Study) -> None:
    walked = {("GET", path) for path in GETS} | {("POST", path.replace("/1/", "/{}/")) for path in POSTS}
    walked = {(method, path.replace("{item}", "{}")) for method, path in walked}
    assert routes_of(study) == walked | OPEN_TO_ALL
    assert [route.path for route in study.app.routes if not isinstance(route, Route)] == ["/static"]


def test_every_route_is_described(study: Study) -> None:
    described = study.client("root").get("/openapi.json").json()["paths"]
    told = {(method.upper(), re.sub(r"\{\w+\}", "{}", path)) for path, ways in described.items() for method in ways}
    assert told == routes_of(study)


@pytest.mark.parametrize("path", GETS)
def test_nobody_is_sent_to_log_in(study: Study, path: str) -> None:
    answer = study.client().get(path.format(item=study.link))
    assert (answer.status_code, answer.headers["location"]) == (303, "/login")


@pytest.mark.parametrize("path", POSTS)
def test_nobody_may_write(study: Study, path: str) -> None:
    assert study.client().post(path.format(item=study.link), headers=SAME, data={"x": "y"}).status_code == 401


@pytest.mark.parametrize("name", ROLES)
@pytest.mark.parametrize("path", GETS)
def test_each_rank_reads_its_pages_only(study: Study, name: str, path: str) -> None:
    answer = study.client(name).get(path.format(item=study.link))
    allowed = ROLES[name] >= NEEDS[GETS[path]]
    assert (answer.status_code in (200, 303)) is allowed
    assert allowed or answer.status_code == 403


@pytest.mark.parametrize("name", ROLES)
@pytest.mark.parametrize("path", [path for path in POSTS if path != "/logout"])
def test_each_rank_writes_where_it_may(study: Study, name: str, path: str) -> None:
    answer = study.client(name).post(path.format(item=study.link), headers=SAME, data={"x": "y"})
    assert (answer.status_code == 403) is (ROLES[name] < NEEDS[POSTS[path]])


@pytest.mark.parametrize(
    "headers",
    [{}, {"origin": "http://evil.example"}, {"sec-fetch-site": "cross-site", **SAME}, {"sec-fetch-site": "same-site"}],
)
def test_cross_site_writes_are_refused(study: Study, headers: dict[str, str]) -> None:
    answer = study.client("ada").post(f"/items/{study.link}", data={"label": "same"}, headers=headers)
    assert answer.status_code == 403
    assert study.decisions.history(study.link) == []


def test_every_answer_forbids_foreign_content(study: Study) -> None:
    answer = study.client("ada").get("/")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]


def test_a_decision_is_stored_and_the_next_item_shown(study: Study) -> None:
    answer = study.client("ada").post(f"/items/{study.link}", data={"label": "same", "seen": "0"}, headers=SAME)
    assert answer.headers["location"].startswith("/next")
    assert [d.label for d in study.decisions.history(study.link)] == ["same"]


def test_a_stale_decision_shows_both_and_stores_neither_twice(study: Study) -> None:
    client = study.client("ada")
    client.post(f"/items/{study.link}", data={"label": "same", "seen": "0", "comment": "first words"}, headers=SAME)
    answer = client.post(
        f"/items/{study.link}", data={"label": "none", "seen": "0", "comment": "other words"}, headers=SAME
    )
    assert answer.status_code == 409
    assert "first words" in answer.text
    assert "other words" in answer.text


def test_a_coder_cannot_learn_what_another_said(study: Study) -> None:
    secret = "a remark that only ben made"
    study.decisions.decide(2, Draft(study.link, "none", "r1", comment=secret))
    ada = study.client("ada")
    for path in GETS:
        assert secret not in ada.get(path.format(item=study.link)).text


def test_an_item_that_is_not_assigned_does_not_exist_for_the_coder(study: Study) -> None:
    other = next(item.id for item in study.queue.waiting(1) if item.id != study.link)
    study.decisions.assign([other], [1])
    assert study.client("ada").get(f"/items/{study.link}").status_code == 404


def test_the_one_time_link_opens_one_session(study: Study) -> None:
    assert study.client().get("/enter?token=one-time").status_code == 303
    assert study.client().get("/enter?token=one-time").status_code == 403


def test_a_wrong_link_does_not_use_the_right_one_up(study: Study) -> None:
    assert study.client().get("/enter?token=guess").status_code == 403
    assert study.client().get("/enter?token=one-time").status_code == 303


def test_marked_words_become_an_item_with_exact_spans(study: Study) -> None:
    fields = {
        "kind": "difference", "label": "accept", "lens": "labels",
        "a": "courier", "a_start": "0", "a_end": "10", "b": "herald", "b_start": "26", "b_end": "32",
    }  # fmt: skip
    answer = study.client("ada").post("/findings", data=fields, headers=SAME)
    item = study.queue.item(answer.headers["location"].rpartition("/")[2])
    assert item is not None
    assert (item.payload["a"]["quote"], item.payload["b"]["quote"]) == ("The quarry", "quarry")


@pytest.mark.parametrize(
    "change", [{"a_end": "0"}, {"a_end": "99999"}, {"b": "courier"}, {"a": "no"}, {"kind": "mood"}]
)
def test_a_finding_without_ground_is_refused_in_words(study: Study, change: dict[str, str]) -> None:
    fields = {
        "kind": "link", "label": "same", "lens": "",
        "a": "courier", "a_start": "0", "a_end": "10", "b": "herald", "b_start": "0", "b_end": "6",
    }  # fmt: skip
    answer = study.client("ada").post("/findings", data={**fields, **change}, headers=SAME)
    assert answer.status_code == 400
    assert "That was not done" in answer.text


def test_agreement_is_read_from_the_decisions(study: Study) -> None:
    for coder, label in ((1, "same"), (2, "none")):
        study.decisions.decide(coder, Draft(study.link, label, f"r{coder}"))
    assert "Cohen&#39;s kappa, ada and ben" in study.client("jo").get("/agreement").text


def test_disagreements_reach_the_adjudicator(study: Study) -> None:
    for coder, label in ((1, "same"), (2, "none")):
        study.decisions.decide(coder, Draft(study.link, label, f"r{coder}"))
    assert study.link in study.client("jo").get("/adjudicate").text


def test_a_body_over_the_bound_is_refused(study: Study) -> None:
    answer = study.client("ada").post(f"/items/{study.link}", data={"comment": "x" * 300_000}, headers=SAME)
    assert answer.status_code == 413


def test_undo_reaches_the_decision_that_was_just_saved(study: Study) -> None:
    client = study.client("ada")
    onward = client.post(f"/items/{study.link}", data={"label": "same", "seen": "0"}, headers=SAME)
    page = client.get(client.get(onward.headers["location"]).headers["location"]).text
    assert f'action="/items/{study.link}/undo"' in page
    client.post(f"/items/{study.link}/undo", data={"x": ""}, headers=SAME)
    assert [d.label for d in study.decisions.history(study.link)] == ["same", "skip"]


def test_undoing_twice_goes_two_decisions_back(study: Study) -> None:
    for seen, label in enumerate(("same", "partial", "none")):
        study.decisions.decide(1, Draft(study.link, label, f"r{seen}", seen=seen))
    labels = []
    for turn in range(4):
        study.decisions.undo(1, study.link, f"u{turn}")
        current = study.decisions.current(study.link, 1)
        labels.append(current.label if current else "")
    assert labels == ["partial", "same", "skip", "skip"]


def test_a_difference_is_given_another_lens_and_a_frame_with_its_codebook(study: Study) -> None:
    keep_built_in(study.accounts.engine, "generic")
    item = study.queue.waiting(1, kind="difference")[0].id
    fields = {"label": "accept", "seen": "0", "lens": "labels", "frame": "generic/conflict"}
    study.client("ada").post(f"/items/{item}", data=fields, headers=SAME)
    (kept,) = study.decisions.history(item)
    assert (kept.lens, kept.frame) == ("labels", "generic/conflict")
    assert kept.codebook == newest_books(study.accounts.engine)[0].key


@pytest.mark.parametrize(
    "change", [{"lens": "<b>mood</b>"}, {"frame": "generic/none"}, {"label": "maybe"}, {"seen": "-1"}]
)
def test_what_there_is_not_cannot_be_decided(study: Study, change: dict[str, str]) -> None:
    item = study.queue.waiting(1, kind="difference")[0].id
    answer = study.client("ada").post(f"/items/{item}", data={"label": "accept", **change}, headers=SAME)
    assert answer.status_code == 400
    assert study.decisions.history(item) == []


def test_a_finding_leads_back_to_the_item_that_was_open(study: Study) -> None:
    fields = {
        "kind": "link:same", "a": "courier", "a_start": "0", "a_end": "3", "b": "herald", "b_start": "40", "b_end": "45",
        "back": study.link,
    }  # fmt: skip
    answer = study.client("ada").post("/findings", data=fields, headers=SAME)
    assert answer.headers["location"].startswith(f"/items/{study.link}?")
    item, _ = study.queue.decided(1)[0]
    assert item.payload["a"]["quote"] == "The quarry closed on Monday."


def test_what_one_coder_adds_another_does_not_see(study: Study) -> None:
    before = study.client("ben").get("/").text
    fields = {
        "kind": "link:partial", "a": "courier", "a_start": "0", "a_end": "3", "b": "herald", "b_start": "40", "b_end": "45"
    }  # fmt: skip
    added = study.client("ada").post("/findings", data=fields, headers=SAME).headers["location"]
    ben = study.client("ben")
    assert ben.get(added).status_code == 404
    assert ben.get("/").text == before
    assert study.client("ada").get(added).status_code == 200


def test_both_coders_find_the_same_and_both_decisions_are_kept(study: Study) -> None:
    fields = {
        "kind": "link:partial", "a": "courier", "a_start": "0", "a_end": "3", "b": "herald", "b_start": "40", "b_end": "45"
    }  # fmt: skip
    where = [
        study.client(name).post("/findings", data=fields, headers=SAME).headers["location"] for name in ("ada", "ben")
    ]
    assert where[0] == where[1]
    assert [d.coder for d in study.decisions.history(where[0].rpartition("/")[2])] == [1, 2]


def test_an_unaided_coder_does_not_see_the_suggestion(study: Study) -> None:
    study.decisions.assign([study.link], [1], unaided=True)
    page = study.client("ada").get(f"/items/{study.link}").text
    assert "The tool suggests" not in page
    assert "probability" not in page
    assert "not shown" in study.client("ada").get("/").text


def dispute(study: Study) -> None:
    for coder, label in ((1, "same"), (2, "none")):
        study.decisions.decide(coder, Draft(study.link, label, f"r{coder}", comment=f"because {label}"))


def test_a_ruling_is_stored_beside_the_coders_decisions(study: Study) -> None:
    dispute(study)
    jo = study.client("jo")
    page = jo.get(f"/adjudicate/{study.link}").text
    assert "because same" in page
    assert "because none" in page
    jo.post(
        f"/adjudicate/{study.link}", data={"label": "partial", "seen": "0", "comment": "shared detail"}, headers=SAME
    )
    assert [(d.label, d.adjudicated) for d in study.decisions.history(study.link)] == [
        ("same", False), ("none", False), ("partial", True),
    ]  # fmt: skip
    assert coded_units(study.accounts.engine, "link")[study.link] == {"ada": "same", "ben": "none"}
    (case,) = cases(study.accounts.engine)
    assert case.settled is not None
    assert case.settled.label == "partial"


def test_an_adjudicator_s_own_coding_survives_the_ruling(study: Study) -> None:
    jo = study.client("jo")
    jo.post(f"/items/{study.link}", data={"label": "same", "seen": "0"}, headers=SAME)
    jo.post(f"/adjudicate/{study.link}", data={"label": "none", "seen": "0"}, headers=SAME)
    assert coded_units(study.accounts.engine, "link")[study.link] == {"jo": "same"}
    assert "You said <strong>same fact</strong>" in jo.get(f"/items/{study.link}").text


def test_a_second_adjudicator_sees_the_first_one_s_ruling_before_saving(study: Study) -> None:
    dispute(study)
    fields = {"seen": "0", "label": "partial", "comment": "first ruling"}
    study.client("jo").post(f"/adjudicate/{study.link}", data=fields, headers=SAME)
    answer = study.client("root").post(
        f"/adjudicate/{study.link}", data={**fields, "label": "none", "comment": "second ruling"}, headers=SAME
    )
    assert answer.status_code == 409
    assert "first ruling" in answer.text
    assert "second ruling" in answer.text


def test_no_page_of_a_coder_tells_of_a_ruling(study: Study) -> None:
    dispute(study)
    study.decisions.decide(3, Draft(study.link, "partial", "r3", comment="the ruling", adjudicated=True))
    ada = study.client("ada")
    assert all("the ruling" not in ada.get(path.format(item=study.link)).text for path in GETS)


def test_login_tells_nothing_of_who_has_an_account(study: Study) -> None:
    answers = [
        study.client().post("/login", data={"name": name, "password": "wrong password"}, headers=SAME)
        for name in ("ada", "nobody")
    ]
    assert answers[0].text == answers[1].text
    assert {answer.status_code for answer in answers} == {401}


def test_the_session_cookie_is_kept_from_scripts_and_other_sites(study: Study) -> None:
    answer = study.client().post("/login", data={"name": "ada", "password": PASSWORD}, headers=SAME)
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    secure = TestClient(create_app(study.accounts.engine, secure=True), follow_redirects=False)
    fields = {"name": "ada", "password": PASSWORD}
    assert "secure" in secure.post("/login", data=fields, headers=SAME).headers["set-cookie"].lower()


def test_a_codebook_changed_midway_leaves_the_decision_with_the_version_that_was_read(
    study: Study, tmp_path: Path
) -> None:
    engine, file = study.accounts.engine, tmp_path / "book.toml"
    file.write_text(BOOK)
    keep_codebook(engine, file)
    item = study.queue.waiting(1, kind="difference")[0].id
    ada = study.client("ada")
    page = ada.get(f"/items/{item}").text
    fields = dict(re.findall(r'name="(seen|request|books)" value="([^"]*)"', page))
    file.write_text(BOOK.replace('id = "cost"', 'id = "toll"'))
    keep_codebook(engine, file)
    answer = ada.post(f"/items/{item}", data={**fields, "label": "accept", "frame": "harbour/cost"}, headers=SAME)
    assert answer.status_code == 303
    (kept,) = study.decisions.history(item)
    assert (kept.frame, kept.codebook) == ("harbour/cost", int(fields["books"]))
    assert newest_books(engine)[0].key != kept.codebook


def test_a_session_that_is_over_says_so_and_asks_to_log_in(study: Study) -> None:
    answer = study.client().post(f"/items/{study.link}", data={"label": "same", "seen": "0"}, headers=SAME)
    assert answer.status_code == 401
    assert "your session is over" in answer.text
    assert 'name="password"' in answer.text
