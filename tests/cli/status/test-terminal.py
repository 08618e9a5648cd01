"""`brim status` on a terminal: bars, colors, widths, and what it says when nothing was fetched."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.support.fakecli import cli_record, install_cli
from tests.support.sandbox import Sandbox, start_brim, status_json
from tests.support.terminalrun import run_on_terminal
from tests.support.usageserver import future_usage_answer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["cli_record", "install_cli"]


@pytest.fixture
def usage(sandbox: Sandbox) -> Sandbox:
    """An account with four limits, one of them high."""
    sandbox.server.answers = [future_usage_answer("usage-max")]
    return sandbox


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
def test_it_wraps_at_the_width(usage: Sandbox, columns: int) -> None:
    """No line is wider than the terminal, nor than 80 columns; each limit has its bar, percentage and reset."""
    run = run_on_terminal("status", columns=columns)

    assert (0, "") == (run.code, run.errors)
    assert max(map(len, run.lines)) <= min(80, columns)
    assert 4 == sum(re.search("[█-▏·]{8}", line) is not None for line in run.lines)
    assert all(f"{percent}% used" in run.words for percent in (42, 18, 78, 7))
    assert run.words.count("resets ") >= 4
    assert usage.state.exists()


def test_a_terminal_that_is_narrower_than_40_columns_gets_40(usage: Sandbox) -> None:
    """Below 40 columns nothing gets narrower, and nothing is lost."""
    assert run_on_terminal("status", columns=20).lines[:6] == run_on_terminal("status", columns=40).lines[:6]
    assert usage.state.exists()


def test_color_is_for_terminals(usage: Sandbox) -> None:
    """The high limit is amber on a terminal; NO_COLOR, a dumb terminal and a pipe get no escape sequence."""
    colored = run_on_terminal("status")
    plain = [run_on_terminal("status", NO_COLOR="1"), run_on_terminal("status", term="dumb")]
    with start_brim("status") as process:
        piped = process.communicate(timeout=60)[0]

    assert re.search("\x1b\\[33m█+[^\x1b]*\x1b\\[0m", colored.printed)
    assert ["\x1b" in text for text in (*(run.printed for run in plain), piped)] == [False] * 3
    assert colored.lines[:6] == plain[0].lines[:6]
    assert max(map(len, piped.splitlines())) <= 80
    assert usage.state.exists()


def test_it_shows_what_is_left(usage: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """With icon.show = remaining headline, percentages and bars say what is left."""
    monkeypatch.setenv("BRIM_ICON__SHOW", "remaining")
    lines = run_on_terminal("status").lines
    bars = {line[2:16].strip(): line.count("█") for line in lines if "█" in line}

    assert lines[0].startswith("Fable (week) 22% left")
    assert ["58% left", "82% left", "22% left", "93% left"] == re.findall(r"\d+% left", "\n".join(lines[2:6]))
    assert bars["Fable (week)"] < bars["Session"] < bars["Sonnet (week)"]
    assert usage.state.exists()


def test_a_refresh_within_the_floor_says_so(usage: Sandbox) -> None:
    """One line on standard error says when the last request was and when the next one may be; the usage is printed."""
    with start_brim("status", "--refresh") as process:
        first = process.communicate(timeout=60)[1]
    code, out, errors = status_json("--refresh")

    assert "" == first
    assert (0, "ok") == (code, out["health"])
    assert re.fullmatch(
        r"brim: Not refreshed\. The last request was \d+ s ago; you can refresh again from [^.]+\.\n", errors
    )
    assert 1 == len(usage.server.requests)


def test_a_refresh_without_network_says_so(usage: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """While Brim may send no requests, --refresh says why nothing was fetched, once."""
    status_json()
    monkeypatch.setenv("BRIM_CLAUDE__NETWORK", "false")
    _, _, errors = status_json("--refresh")

    assert 1 == len(errors.splitlines())
    assert "BRIM_CLAUDE__NETWORK" in errors
    assert 1 == len(usage.server.requests)


def test_a_failed_program_leaves_fresh_usage_fresh(usage: Sandbox, install_cli: Callable[[str], Path]) -> None:
    """After a failed --ask-claude usage that is fresh stays so, and one line on standard error says what failed."""
    install_cli("exit 3")
    status_json()
    code, out, errors = status_json("--ask-claude")

    assert (0, "ok", None) == (code, out["health"], out["problem"])
    assert 1 == len(errors.splitlines())
    assert "status 3" in errors
    assert usage.state.exists()
