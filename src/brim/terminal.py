"""Lines for the terminal that Brim prints to: its width, whether it has colors, bars, and wrapped text.

Standard library only: `brim status` would start a tenth slower with a library for this. Text from elsewhere is cleaned
as in `brim.printing`. This module must not know what is printed.
"""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from brim.model.level import LEVEL_THRESHOLDS, Level
from brim.printing import MAX_COLUMNS, MIN_COLUMNS, TOGETHER, printable, with_whole_commands

if TYPE_CHECKING:
    from collections.abc import Iterable

_BLOCKS = "▁█▏·–↻"
_EIGHTHS = " ▏▎▍▌▋▊▉"
_FULL = 100.0
_SECOND_HALF = "\0"
_WIDE = {"W", "F"}
_WITHOUT_WIDTH = {"Mn", "Me", "Cf"}
"""Marks on the letter before them, and joiners."""
_IN_ASCII = str.maketrans("–·…’×", "--.'x")


class Style(StrEnum):
    """The parameters of the escape sequence for a look."""

    PLAIN = ""
    BOLD = "1"
    DIM = "2"
    GREEN = "32"
    AMBER = "33"
    BOLD_AMBER = "1;33"
    ORANGE = "38;5;208"
    RED = "1;31"
    PURPLE = "1;35"


LEVEL_STYLES = {
    Level.WATCH: Style.BOLD,
    Level.WARN: Style.AMBER,
    Level.CRITICAL: Style.ORANGE,
    Level.EXHAUSTED: Style.RED,
    Level.PAYING: Style.PURPLE,
}
"""The look of a level; a calm one and an unknown one are plain."""


def percent_style(percent: float) -> Style:
    """The look of a percentage that is used, by the level that it reaches."""
    reached = [level for level, threshold in LEVEL_THRESHOLDS.items() if percent >= threshold]
    return LEVEL_STYLES.get(reached[-1], Style.PLAIN) if reached else Style.PLAIN


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a line."""

    text: str
    style: Style = Style.PLAIN


type Line = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Terminal:
    """What standard output can show."""

    columns: int = MAX_COLUMNS
    color: bool = False
    ascii_only: bool = False
    """It cannot show bars and dashes."""

    def wrap(self, text: str, hanging: int = 0) -> list[str]:
        """The text in lines of this width, the second and later ones indented.

        A path or an address is never broken; a number stays with its unit, and a command in backquotes in one line.
        """
        import re
        import textwrap

        whole = re.sub(r"(\d) (d|h|min|s)\b", rf"\1{TOGETHER}\2", text)
        lines = textwrap.wrap(
            _as_long_as_wide(with_whole_commands(whole, self.columns - max(2, hanging))),
            self.columns,
            subsequent_indent=" " * hanging,
            break_long_words=False,
            break_on_hyphens=False,
        )
        return [line.replace(TOGETHER, " ").replace(_SECOND_HALF, "") for line in lines] or [""]

    def show(self, lines: Iterable[Line]) -> None:
        """Print the lines; a style is added on a terminal with colors only."""
        sys.stdout.write("".join(self.painted(line) + "\n" for line in lines))

    def painted(self, line: Line) -> str:
        """What is printed for a line: with its styles where there are colors, in what standard output can show."""
        text = "".join(map(self._painted, line)).rstrip(" ")
        encoding = sys.stdout.encoding or "utf-8"
        return text.encode(encoding, "replace").decode(encoding)

    def _painted(self, span: Span) -> str:
        text = printable(span.text)
        text = text.translate(_IN_ASCII) if self.ascii_only else text
        return f"\x1b[{span.style}m{text}\x1b[0m" if self.color and span.style and text.strip() else text


def this_terminal(*, widest: int = MAX_COLUMNS) -> Terminal:
    """What standard output is: without a terminal 80 columns and no color, which NO_COLOR and TERM=dumb forbid too."""
    columns = shutil.get_terminal_size((MAX_COLUMNS, 24)).columns
    is_terminal = sys.stdout.isatty()
    widest = widest if is_terminal else MAX_COLUMNS
    return Terminal(max(MIN_COLUMNS, min(widest, columns)), is_terminal and _has_colors(), not _can_print(_BLOCKS))


def show_wrapped(text: str) -> None:
    """Print a sentence at the width of the terminal; one with a path is better left whole."""
    screen = this_terminal()
    screen.show(plain(line) for line in screen.wrap(text))


def plain(text: str, style: Style = Style.PLAIN) -> Line:
    """A line of one look."""
    return (Span(text, style),)


def bar(percent: float | None, cells: int, *, ascii_only: bool) -> str:
    """A bar of so many cells, exact to an eighth of a cell; with `ascii_only` exact to a cell. Blank when unknown."""
    if percent is None:
        return " " * cells
    share = max(0.0, min(1.0, percent / _FULL)) * cells
    whole = int(share)
    if ascii_only:
        return ("#" * whole).ljust(cells, ".")
    part = _EIGHTHS[int((share - whole) * len(_EIGHTHS))]
    return ("█" * whole + part.strip()).ljust(cells, "·")


def width(text: str) -> int:
    """How many columns a text takes when it is printed: a Chinese letter takes two, an accent none."""
    if text.isascii():
        return len(text)
    return sum(map(_letter_width, printable(text)))


def _letter_width(letter: str) -> int:
    """How many columns a letter takes; vowels and ends of a Korean syllable are drawn into its beginning."""
    from unicodedata import category, east_asian_width

    if east_asian_width(letter) in _WIDE:
        return 2
    return 0 if category(letter) in _WITHOUT_WIDTH or "\u1160" <= letter <= "\u11ff" else 1


def clipped(text: str, columns: int) -> str:
    """The longest beginning of a text that takes at most so many columns."""
    if text.isascii():
        return text[: max(columns, 0)]
    for end, letter in enumerate(text):
        columns -= width(letter)
        if columns < 0:
            return text[:end]
    return text


def _as_long_as_wide(text: str) -> str:
    """The text with a filler after each letter that takes two columns, so that it has as many letters as columns."""
    if text.isascii():
        return text
    return "".join(letter + _SECOND_HALF * (width(letter) - 1) for letter in text)


def padded(text: str, columns: int) -> str:
    """The text with spaces after it, up to so many columns."""
    return text + " " * (columns - width(text))


def can_redraw() -> bool:
    """Whether standard output is a terminal on which lines can be replaced."""
    return sys.stdout.isatty() and os.environ.get("TERM") not in {"dumb", "unknown"}


def _has_colors() -> bool:
    """Whether the terminal understands escape sequences; the old console of Windows does not."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return os.name != "nt" or any(name in os.environ for name in ("WT_SESSION", "TERM", "ANSICON"))


def _can_print(text: str) -> bool:
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True
