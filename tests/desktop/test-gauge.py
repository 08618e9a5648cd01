"""The live gauge as it is seen on a real terminal: its frame, its size, its colors, and what it leaves behind."""

from __future__ import annotations

import re
import shlex
import signal
from typing import TYPE_CHECKING

import pytest

from brim.terminal import width
from tests.desktop.terminalscreen import BRIM, SHELL, terminal_screen
from tests.support.wait import wait_until

if TYPE_CHECKING:
    from tests.desktop.terminalscreen import TerminalScreen

QUIT = "q quit"
COLORS = re.compile(r"\x1b\[[0-9;]*m")
CLEAR = "\x1b[2J"


def frame_is_whole(screen: TerminalScreen, columns: int) -> bool:
    """Whether one frame is on the screen, straight on both sides and closed, and nothing beside it."""
    lines = [line for line in screen.lines if line]
    sides = [f"{line[0]}{line[-1]}" for line in lines]
    return (
        len(lines) > 3
        and sides == ["╭╮", *["││"] * (len(lines) - 2), "╰╯"]
        and len(set(map(width, lines))) == 1
        and width(lines[0]) <= columns
    )


def test_a_changed_size_is_drawn_at_once() -> None:
    """After each change of the window's size the frame is whole and fits, also where not all lines fit."""
    with terminal_screen() as screen:
        screen.wait_for("Week")
        for columns, lines in ((60, 24), (150, 40), (24, 12), (40, 6), (100, 30)):
            screen.resize(columns, lines)
            _wait_for_frame(screen, columns)
            assert QUIT in screen.text


def _wait_for_frame(screen: TerminalScreen, columns: int) -> None:
    wait_until(lambda: frame_is_whole(screen, columns), f"the gauge in {columns} columns")


def test_a_redraw_does_not_flicker() -> None:
    """Nothing is cleared while the figures change: written is what has changed, over what stood there."""
    with terminal_screen() as screen:
        screen.wait_for("Week")
        first = len(screen.written)
        shown = screen.text
        wait_until(lambda: screen.text != shown and len(screen.written) > first + 100, "other figures")
        changes = screen.written[first:]

    assert CLEAR not in changes
    assert len(changes) < first


@pytest.mark.parametrize("end", ["\x03", "q", "\x1b", "SIGTERM"])
def test_the_end_leaves_the_last_figures_and_a_cursor(end: str) -> None:
    """However the gauge is ended, the last figures stay, without keys; the cursor and the input are as before."""
    with terminal_screen() as screen:
        screen.wait_for("Week")
        assert not screen.cursor_shown
        if end == "SIGTERM":
            screen.program.send_signal(signal.SIGTERM)
        else:
            screen.press(end)

        assert 0 == screen.program.wait(15)
        wait_until(lambda: screen.cursor_shown and QUIT not in screen.text and "Session" in screen.text, "the end")
        _wait_for_frame(screen, 100)
        assert screen.modes_before == screen.modes()


def test_the_shell_gets_the_terminal_at_ctrl_z() -> None:
    """Ctrl+Z stops the gauge with the terminal as it was before, and `fg` brings it back."""
    with terminal_screen(SHELL) as screen:
        screen.wait_for("prompt>")
        screen.press(f"{shlex.join((*BRIM, 'demo'))}\n")
        screen.wait_for("Week")
        screen.press("\x1a")
        screen.wait_for("Stopped")
        assert screen.cursor_shown
        assert QUIT not in screen.text
        screen.press("fg\n")
        wait_until(lambda: frame_is_whole(screen, 100) and not screen.cursor_shown, "the gauge again")
        screen.press("q")
        screen.press("echo code=$?\n")
        screen.wait_for("code=0")
        assert screen.cursor_shown


def test_colors_follow_the_terminal() -> None:
    """A terminal with colors gets dim and bold text; NO_COLOR takes them all away, and nothing else."""
    without: dict[str, str] = {"NO_COLOR": "1"}
    for variables, colored in ((None, True), (without, False)):
        with terminal_screen(variables=variables) as screen:
            screen.wait_for("Week")

            assert colored == bool(COLORS.search(screen.written))
            _wait_for_frame(screen, 100)


def test_a_terminal_that_replaces_no_lines_gets_one_reading() -> None:
    """With TERM=dumb the figures are printed once, and nothing steers the terminal."""
    with terminal_screen(variables={"TERM": "dumb"}) as screen:
        assert 0 == screen.program.wait(30)
        screen.wait_for("% used")

        assert "\x1b" not in screen.written


def test_a_closed_window_ends_it() -> None:
    """When the window is closed, the gauge ends soon."""
    with terminal_screen() as screen:
        screen.wait_for("Week")
        screen.close()

        assert screen.program.wait(15) in {0, 1}
