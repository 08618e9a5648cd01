"""What a terminal is given: widths of foreign letters, wrapped text, and nothing that steers it."""

from __future__ import annotations

import pytest

from brim.terminal import Span, Style, Terminal, padded, plain, width


@pytest.mark.parametrize(("text", "expected"), [("Week", 4), ("Wöche", 5), ("漢字", 4), ("e\u0301", 1), ("", 0)])
def test_width_counts_columns(text: str, expected: int) -> None:
    """A wide letter takes two columns, an accent none."""
    assert expected == width(text)
    assert 6 == width(padded(text, 6))


def test_wrapped_lines_hang_below_the_text() -> None:
    """Later lines are indented, and a path is never broken."""
    path = "/home/me/" + "x" * 60
    lines = Terminal(columns=40).wrap(f"Data      {path} is the folder of the data that Brim keeps", 10)

    assert path in " ".join(lines)
    assert all(line.startswith(" " * 10) for line in lines[1:])
    assert all(len(line) <= 40 for line in lines if path not in line)


def test_text_is_wrapped_by_its_columns() -> None:
    """A line of letters that take two columns ends at the width of the terminal, too."""
    words = ["漢字" * 4, "と", "かな" * 3] * 4
    lines = Terminal(columns=40).wrap(" ".join(words))

    assert words == " ".join(lines).split()
    assert max(map(width, lines)) <= 40


def test_a_command_in_backquotes_stays_whole() -> None:
    """No line ends within a command in backquotes, so that it can be copied; one that is too long is wrapped."""
    whole = Terminal(columns=40).wrap("To set it up, run the command `brim statusline install` there.")
    wrapped = Terminal(columns=40).wrap(f"`{'x ' * 30}y`")

    assert ["To set it up, run the command", "`brim statusline install` there."] == whole
    assert all(len(line) <= 40 for line in wrapped)


def test_a_number_stays_with_its_unit() -> None:
    """No line ends between a number and its unit."""
    assert ["x" * 37, "21 h 58 min"] == Terminal(columns=40).wrap(f"{'x' * 37} 21 h 58 min")


def test_foreign_text_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """Control characters are taken out of every part; only our own colors remain."""
    Terminal(color=True).show([(Span("a\x1b[2J", Style.RED), Span("b")), plain("c\x07")])

    assert "\x1b[1;31ma\N{REPLACEMENT CHARACTER}[2J\x1b[0mb\nc\N{REPLACEMENT CHARACTER}\n" == capsys.readouterr().out


def test_without_color_nothing_is_added(capsys: pytest.CaptureFixture[str]) -> None:
    """Styles are for terminals with colors, and spaces at the end of a line are for none."""
    Terminal().show([(Span("a ", Style.BOLD), Span("   ", Style.DIM))])

    assert "a\n" == capsys.readouterr().out
