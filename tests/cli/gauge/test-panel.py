"""The gauge in the terminal, as a person reads it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from brim.cli.gauge.panel import TerminalCanvas, bar, panel
from brim.model.account import Health
from brim.model.usage import Level
from tests.support.samples import BLOCKED_PROBLEM, NOW, account_view, extra_usage, snapshot, week, window, with_label

if TYPE_CHECKING:
    from brim.model.snapshot import Snapshot


def _printed(shown: Snapshot, *notices: str, paper: TerminalCanvas | None = None) -> str:
    paper = paper or TerminalCanvas()
    console = Console(width=paper.width, color_system=None, force_terminal=False)
    with console.capture() as capture:
        console.print(panel(shown, notices, NOW + timedelta(minutes=2), paper))
    return capture.get()


@pytest.mark.usefixtures("utc")
def test_each_window_has_its_bar_its_number_and_its_reset() -> None:
    """A person sees at a glance how much of each limit is used and when it starts anew."""
    lines = _printed(
        snapshot(account_view(window(), week(62.0, Level.WATCH))), paper=TerminalCanvas(width=120)
    ).splitlines()
    session = next(line for line in lines if "5-hour session" in line)
    other = next(line for line in lines if "Week, all models" in line)

    assert "41%  resets 14:00, in 2 h 56 min" in session
    assert "62%  resets Fri 11:02, in 3 d 23 h, past half" in other
    assert session.count("█") == 16
    assert other.count("█") == 24


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_the_gauge_fits_its_terminal(width: int) -> None:
    """No line is cut off, however narrow the terminal is."""
    printed = _printed(
        snapshot(account_view(window(), week(), spend=extra_usage())),
        "11:02 5-hour session at 91%",
        paper=TerminalCanvas(width=width, keys=True),
    )

    assert max(len(line) for line in printed.splitlines()) <= width
    for words in ("41%", "18%", "18.02 of 300.00 USD", "11:02 5-hour session at 91%", "q quit", "Anthropic"):
        assert words in printed


def test_a_failed_read_names_the_problem_above_the_last_numbers() -> None:
    """What to do next stands first, and the old numbers say that they are old."""
    shown = account_view(window(), health=Health.BLOCKED, problem=BLOCKED_PROBLEM, stale=True)
    printed = _printed(snapshot(shown))

    assert (
        printed.index(BLOCKED_PROBLEM.title) < printed.index(BLOCKED_PROBLEM.message) < printed.index("5-hour session")
    )
    assert "not fresh" in printed


def test_the_demo_says_so() -> None:
    """Simulated figures are labelled in the terminal too."""
    assert "simulated figures" in _printed(snapshot(account_view(window()), demo=True))


def test_keys_are_named_only_where_there_is_a_keyboard() -> None:
    """Nobody is told to press a key that does nothing."""
    assert "q quit" not in _printed(snapshot(account_view(window())))


@pytest.mark.parametrize(
    ("percent", "plain", "expected"),
    [
        (None, False, "········"),
        (0.0, False, "········"),
        (50.0, False, "████····"),
        (53.2, False, "████▎···"),
        (100.0, False, "████████"),
        (130.0, False, "████████"),
        (50.0, True, "####...."),
        (-5.0, True, "........"),
    ],
)
def test_bars_are_as_long_as_their_number(percent: float | None, plain: bool, expected: str) -> None:  # noqa: FBT001 - a parameter of the test
    """A bar is exact, never longer than its room, and can do without Unicode."""
    assert expected == bar(percent, 8, plain=plain)


@pytest.mark.usefixtures("utc")
@pytest.mark.parametrize("width", [40, 60, 71])
def test_a_narrow_terminal_breaks_no_line_in_the_middle(width: int) -> None:
    """Where a row does not fit on one line, its reset stands below it, whole."""
    shown = _printed(snapshot(account_view(window(), week())), paper=TerminalCanvas(width)).splitlines()

    session = next(number for number, line in enumerate(shown) if "5-hour session" in line)
    assert "41%" in shown[session]
    assert "resets 14:00, in 2 h 56 min" in shown[session + 1]
    assert max(map(len, shown)) <= width


@pytest.mark.parametrize(("height", "boxes"), [(None, 3), (60, 3), (20, 1)])
def test_several_accounts_are_all_there(height: int | None, boxes: int) -> None:
    """Each has its box where there is room, else the most pressing one has, and the others have a line each."""
    shown = snapshot(
        with_label("first", account_view(window(92.0, Level.CRITICAL))),
        with_label("second", account_view(window(), week())),
        with_label("third", account_view(health=Health.SIGNED_OUT, problem=BLOCKED_PROBLEM)),
    )
    printed = _printed(shown, paper=TerminalCanvas(keys=True, height=height))

    assert boxes == printed.count("╰")
    assert 1 == printed.count("q quit")
    assert all(words in printed for words in ("92%", "41%", BLOCKED_PROBLEM.title, "first", "second", "third"))
    assert height is None or len(printed.splitlines()) <= height
