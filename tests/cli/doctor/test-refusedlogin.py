"""`brim doctor` about a login that looks valid and that the server refuses."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.support.sandbox import TOKEN, start_brim, status_json
from tests.support.usageserver import answer_from_fixture

if TYPE_CHECKING:
    from tests.support.sandbox import Sandbox


def _problems() -> list[dict[str, Any]]:  # Any: what JSON holds
    with start_brim("doctor", "--json") as process:
        report = json.loads(process.communicate(timeout=60)[0])
    return [line for line in report["lines"] if line["verdict"] == "problem"]


def test_a_valid_login_that_the_server_refuses_is_a_problem(sandbox: Sandbox) -> None:
    """A refused login is a problem with the next step until it changes, although nothing is wrong with its file."""
    sandbox.server.answers = [answer_from_fixture("error-401")]
    status_json()
    refused = _problems()
    sandbox.write_login(accessToken=f"{TOKEN}-renewed")

    (problem,) = refused
    assert "Login refused" in problem["text"]
    assert "Open Claude Code" in problem["next"]
    assert [] == _problems()
