"""The short form of the load and of the kills: nothing that was acknowledged is lost, nothing is there twice."""

from __future__ import annotations

import importlib.util
import re
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from framing.review.accounts import Accounts
from framing.review.decisions import Decisions
from framing.review.queue import Queue
from framing.review.web import create_app

TOOL = Path(__file__).parents[2] / "tools" / "load_review.py"


def tool() -> Any:
    spec = importlib.util.spec_from_file_location("load_review", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["load_review"] = module
    spec.loader.exec_module(module)
    return module


def test_an_item_of_sixty_sentences_opens_in_150_ms(engine: Engine) -> None:
    """Of processor time, so that other work on the machine does not count."""
    Decisions(engine).sync(tool().comparison(3))
    accounts = Accounts(engine)
    coder = accounts.add("ada", "correct horse battery")
    client = TestClient(create_app(engine))
    client.cookies.set("framing_session", accounts.open_session(coder.id))
    costs = []
    for item in Queue(engine).waiting(coder.id, limit=30):
        began = time.process_time()
        page = client.get(f"/items/{item.id}")
        costs.append(time.process_time() - began)
        assert page.text.count('class="line') == 120
    assert statistics.median(costs) <= 0.15


@pytest.mark.slow
@pytest.mark.parametrize(
    "options",
    [("--coders", "10", "--seconds", "5", "--think", "1"), ("--coders", "6", "--seconds", "3", "--kills", "2")],
    ids=["load", "kills"],
)
def test_every_acknowledged_decision_is_there_once(options: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, str(TOOL), "--pairs", "3", *options], capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found = re.search(r"(\d+) decisions acknowledged, (\d+) lost, (\d+) doubled", done.stdout)
    assert found is not None
    assert int(found[1]) > 0
    assert found.groups()[1:] == ("0", "0")
