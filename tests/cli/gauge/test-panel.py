"""The gauge in the terminal: its rows, its bars and its boxes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from brim.cli.gauge.panel import TerminalOptions, render_gauge
from brim.model.account import Health
from brim.model.level import Level
from brim.model.options import Option
from brim.model.usage import EarlyReset, Figure, Source
from brim.printing import printable
from brim.terminal import Style, bar, width
from tests.support.gaugetext import gauge_text
from tests.support.samples import (
    BLOCKED_PROBLEM,
    NOW,
    RESET,
    account_view,
    extra_usage,
    snapshot,
    week,
    window,
    with_label,
)

if TYPE_CHECKING:
    from brim.model.snapshot import Snapshot
    from brim.terminal import Line


FIGURE = Figure(96.0, RESET, Source.API, NOW)


def _printed(shown: Snapshot, *alerts: str, options: TerminalOptions | None = None) -> str:
    return gauge_text(shown, NOW + timedelta(minutes=2), options, alerts)


@pytest.mark.usefixtures("utc")
def test_each_window_has_its_bar_its_number_and_its_reset() -> None:
    """The row of a limit shows how much is used and when it resets."""
    lines = _printed(
        snapshot(account_view(window(), week(62.0, Level.WATCH))), options=TerminalOptions(width=120)
    ).splitlines()
    session = next(line for line in lines if "Session" in line)
    other = next(line for line in lines if "Week, all models" in line)

    assert "41% used  resets 14:00, in 2 h 56 min" in session
    assert "62% used  resets Fri 11:02, in 3 d 23 h, over half" in other
    assert session.count("█") == 16
    assert other.count("█") == 24


def test_it_shows_what_is_left() -> None:
    """With the menu's choice to show what remains, percentage and bar are what is left, as in the icon."""
    shown = replace(snapshot(account_view(window(80.0))), options=(Option("icon.show", "remaining"),))
    [line] = [line for line in _printed(shown, options=TerminalOptions(width=120)).splitlines() if "█" in line]

    assert "20% left" in line
    assert 8 == line.count("█")


@pytest.mark.parametrize("columns", [60, 80, 120, 200])
def test_gauge_fits_the_terminal(columns: int) -> None:
    """No line is longer than the terminal is wide, and no text is missing."""
    printed = _printed(
        snapshot(account_view(window(), week(), spend=extra_usage())),
        "11:02 Session at 91%",
        options=TerminalOptions(width=columns, keys=True),
    )

    assert max(len(line) for line in printed.splitlines()) <= columns
    for words in ("41%", "18%", "$18.02 of $300", "11:02 Session at 91%", "q quit", "Anthropic"):
        assert words in printed


@pytest.mark.usefixtures("utc")
def test_early_reset_and_missing_extra_usage_are_explained() -> None:
    """The gauge says that a limit was reset early for a day, and why extra usage does not pay."""
    early = EarlyReset(NOW, replace(FIGURE, read_at=NOW - timedelta(minutes=5)))
    spend = replace(extra_usage(enabled=False), disabled_reason="out_of_credits")
    printed = _printed(snapshot(account_view(replace(window(2.0), early_reset=early), spend=spend)))
    day_after = replace(early, at=NOW - timedelta(days=1))

    assert "Session: reset early at 11:02, from 96% used" in printed
    assert "Extra usage  off, out of credits" in printed
    assert "reset early" not in _printed(snapshot(account_view(replace(window(2.0), early_reset=day_after))))


def test_problem_is_shown_above_the_last_figures() -> None:
    """The problem and what to do are shown first, and old figures are marked as stale."""
    shown = account_view(window(), health=Health.BLOCKED, problem=BLOCKED_PROBLEM, stale=True)
    printed = _printed(snapshot(shown))

    assert printed.index(BLOCKED_PROBLEM.title) < printed.index(BLOCKED_PROBLEM.message) < printed.index("Session")
    assert "stale" in printed


def test_demo_is_labelled() -> None:
    """Simulated figures are labelled in the terminal."""
    assert "simulated usage" in _printed(snapshot(account_view(window()), demo=True))


def test_keys_are_shown_only_with_a_keyboard() -> None:
    """Without a keyboard no keys are shown."""
    assert "q quit" not in _printed(snapshot(account_view(window())))


@pytest.mark.parametrize(
    ("percent", "ascii_only", "expected"),
    [
        (None, False, " " * 8),
        (0.0, False, "········"),
        (50.0, False, "████····"),
        (53.2, False, "████▎···"),
        (100.0, False, "████████"),
        (130.0, False, "████████"),
        (50.0, True, "####...."),
        (-5.0, True, "........"),
    ],
)
def test_bar_shows_the_percentage(percent: float | None, ascii_only: bool, expected: str) -> None:  # noqa: FBT001 - a parameter of the test
    """A bar is exact, never longer than its cells, and can be ASCII."""
    assert expected == bar(percent, 8, ascii_only=ascii_only)


@pytest.mark.usefixtures("utc")
@pytest.mark.parametrize("columns", [40, 60, 71])
def test_narrow_terminal_has_two_lines_for_each_window(columns: int) -> None:
    """Where a row does not fit on one line, its reset is on the line below, unbroken."""
    shown = _printed(snapshot(account_view(window(), week())), options=TerminalOptions(columns)).splitlines()

    session = next(number for number, line in enumerate(shown) if "Session" in line)
    assert "41%" in shown[session]
    assert "resets 14:00, in 2 h 56 min" in shown[session + 1]
    assert max(map(len, shown)) <= columns


@pytest.mark.usefixtures("utc")
@pytest.mark.parametrize("columns", [40, 80, 120])
def test_a_long_name_costs_no_percentage(columns: int) -> None:
    """A name that leaves no room for its row stands above it; percentages and resets of all limits are whole."""
    long = replace(week(), label="A model whose name is as long as the longest name that a server can give")
    shown = _printed(snapshot(account_view(window(), long)), options=TerminalOptions(columns))

    assert all(text in shown for text in ("41% used", "18% used", "resets 14:00", "resets Fri 11:02"))
    assert all(word in shown for word in long.label.split())
    assert max(map(len, shown.splitlines())) <= columns


@pytest.mark.parametrize(("height", "boxes"), [(None, 3), (60, 3), (20, 1)])
def test_all_accounts_are_shown(height: int | None, boxes: int) -> None:
    """Each account has a box where they fit, else only the most urgent one; the others have a line each."""
    shown = snapshot(
        with_label("first", account_view(window(92.0, Level.CRITICAL))),
        with_label("second", account_view(window(), week())),
        with_label("third", account_view(health=Health.SIGNED_OUT, problem=BLOCKED_PROBLEM)),
    )
    printed = _printed(shown, options=TerminalOptions(keys=True, height=height))

    assert boxes == printed.count("╰")
    assert 1 == printed.count("q quit")
    assert all(words in printed for words in ("92%", "41%", BLOCKED_PROBLEM.title, "first", "second", "third"))
    assert height is None or len(printed.splitlines()) <= height


@pytest.mark.parametrize(
    "name",
    ["日本語の名前", "e\u0301te\u0301", "👩\u200d💻 work", "กำลังใช้", "한국어", "\u1112\u1161\u11ab", "a\u200bb\x1b"],
)
@pytest.mark.parametrize("columns", [24, 40, 100])
def test_a_frame_is_straight_around_letters_of_all_widths(name: str, columns: int) -> None:
    """All lines of a frame are equally wide and fit, with wide letters, accents and joined symbols."""
    shown = with_label(name, account_view(replace(window(), label=name), replace(week(), label=name * 9)))
    lines = _printed(snapshot(shown), name * 20, options=TerminalOptions(columns)).splitlines()

    assert {width(lines[0])} == set(map(width, lines))
    assert width(lines[0]) <= columns
    assert printable(name)[:2] in "".join(lines)


def test_an_ascii_terminal_gets_an_ascii_frame() -> None:
    """Where only ASCII can be shown, the frame, the bars and the marks between words are ASCII, too."""
    printed = _printed(snapshot(account_view(window(), week())), options=TerminalOptions(ascii_only=True, keys=True))

    assert printed.isascii()
    assert printed.startswith("+- Brim - Ultra - work ---")
    assert "r refresh - q quit" in printed


@pytest.mark.parametrize(
    ("level", "look"),
    [
        (Level.CALM, Style.PLAIN),
        (Level.WATCH, Style.BOLD),
        (Level.WARN, Style.AMBER),
        (Level.CRITICAL, Style.ORANGE),
        (Level.EXHAUSTED, Style.RED),
        (Level.PAYING, Style.PURPLE),
    ],
)
def test_frame_and_bar_have_the_color_of_the_level(level: Level, look: Style) -> None:
    """The frame and the bar have the level's color; a stale bar is dim."""
    fresh, stale = (
        render_gauge(snapshot(account_view(window(50.0, level), stale=stale)), (), NOW, TerminalOptions())
        for stale in (False, True)
    )

    assert {look} == {fresh[0][0].style, _look_of_bar(fresh)}
    assert Style.DIM == _look_of_bar(stale)


def _look_of_bar(lines: list[Line]) -> Style:
    return next(span.style for line in lines for span in line if "█" in span.text)
