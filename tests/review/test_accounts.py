"""Accounts say nothing they need not, and keep no secret in the clear."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, select

from framing.errors import UsageError
from framing.review.accounts import ATTEMPTS, Accounts, Rank
from framing.review.tables import coders, sessions

PASSWORD = "correct horse battery"


@pytest.fixture
def accounts(engine: Engine) -> Accounts:
    found = Accounts(engine)
    found.add("ada", PASSWORD, Rank.ADMIN)
    return found


def test_the_right_password_opens_a_session(accounts: Accounts) -> None:
    token = accounts.log_in("ada", PASSWORD)
    assert token is not None
    coder = accounts.of_session(token)
    assert coder is not None
    assert (coder.name, coder.rank) == ("ada", Rank.ADMIN)


@pytest.mark.parametrize(("name", "password"), [("ada", "wrong password"), ("nobody", PASSWORD), ("", "")])
def test_a_wrong_name_and_a_wrong_password_answer_alike(accounts: Accounts, name: str, password: str) -> None:
    assert accounts.log_in(name, password) is None


def test_attempts_are_limited_even_with_the_right_password_at_last(accounts: Accounts) -> None:
    for _ in range(ATTEMPTS):
        accounts.log_in("ada", "wrong password", "10.0.0.1")
    with pytest.raises(UsageError, match="too many attempts"):
        accounts.log_in("ada", PASSWORD, "10.0.0.1")


def test_neither_password_nor_token_is_stored(accounts: Accounts, engine: Engine) -> None:
    token = accounts.log_in("ada", PASSWORD)
    assert token is not None
    with engine.connect() as connection:
        stored = repr(list(connection.execute(select(coders)))) + repr(list(connection.execute(select(sessions))))
    assert PASSWORD not in stored
    assert token not in stored


def test_a_retired_coder_is_out_at_once(accounts: Accounts) -> None:
    ben = accounts.add("ben", PASSWORD)
    token = accounts.open_session(ben.id)
    accounts.retire(ben.id)
    assert accounts.of_session(token) is None


@pytest.mark.parametrize(
    ("name", "password"), [("ada", PASSWORD), ("<script>", PASSWORD), ("", PASSWORD), ("ben", "short")]
)
def test_bad_accounts_are_refused(accounts: Accounts, name: str, password: str) -> None:
    with pytest.raises(UsageError):
        accounts.add(name, password)
