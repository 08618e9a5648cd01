"""Every command on terminals of several widths: nothing is wider, and colors come and go with the terminal."""

from __future__ import annotations

import pytest

from tests.support.pasthistory import record_sample
from tests.support.sandbox import Sandbox, status_json
from tests.support.terminalrun import run_on_terminal
from tests.support.usageserver import future_usage_answer

COMMANDS = ("status", "doctor", "config", "alerts", "forecast", "autostart", "history --since all")


@pytest.fixture
def used(sandbox: Sandbox) -> Sandbox:
    """An account whose usage is known, with a history."""
    sandbox.server.answers = [future_usage_answer("usage-max")]
    status_json()
    record_sample(sandbox.state)
    return sandbox


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
@pytest.mark.parametrize("command", COMMANDS)
def test_it_fits(used: Sandbox, command: str, columns: int) -> None:
    """No line is wider than the terminal, nor than 80 columns but for the bars of the history; a path stays whole."""
    run = run_on_terminal(*command.split(), columns=columns)
    widest = columns if command.startswith("history") else min(columns, 80)

    assert run.lines
    assert [] == [line for line in run.lines if len(line) > widest and "/" not in line]
    assert used.state.exists()


@pytest.mark.parametrize("command", ["status", "doctor", "config", "history --since all"])
def test_color_is_for_terminals_with_colors(used: Sandbox, command: str) -> None:
    """There is color on a terminal, and none with NO_COLOR or on a dumb terminal; the words are the same."""
    colored = run_on_terminal(*command.split())
    plain = [run_on_terminal(*command.split(), NO_COLOR="1"), run_on_terminal(*command.split(), term="dumb")]

    assert "\x1b[" in colored.printed
    assert ["\x1b" in run.printed for run in plain] == [False, False]
    assert colored.lines[0] == plain[0].lines[0] == plain[1].lines[0]
    assert used.state.exists()


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_errors_are_wrapped_on_a_terminal(columns: int) -> None:
    """An error on a terminal is wrapped at its width; elsewhere it is one line, for those who search it."""
    shown = run_on_terminal("statsu", columns=columns, errors_too=True)
    piped = run_on_terminal("statsu", columns=columns)

    assert 1 == len(piped.errors.splitlines())
    assert piped.errors.split() == shown.words.split()
    assert max(map(len, shown.lines)) <= min(columns, 80)


def test_the_history_uses_a_wide_terminal(used: Sandbox) -> None:
    """The bars of the history grow with the terminal."""
    widths = [
        max(map(len, run_on_terminal("history", "--since", "all", columns=columns).lines)) for columns in (80, 160)
    ]

    assert widths[1] > widths[0]
    assert used.state.exists()
