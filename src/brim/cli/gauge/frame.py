"""Lines in a frame with a title, and text wrapped to fit into it. This module must not know what the lines say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from brim.printing import printable
from brim.terminal import Span, Style, Terminal, clipped, plain, width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from brim.terminal import Line

FRAME_COLUMNS = 6
"""Columns of the frame with the space beside its lines."""
_SPACE = 2
"""Columns between the frame and its lines."""
_ROUNDED, _ASCII = ("╭", "─", "╮", "│", "╰", "╯"), ("+", "-", "+", "|", "+", "+")


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the lines."""

    title: str = ""
    footer: str = ""
    look: Style = Style.PLAIN
    ascii_only: bool = False


def boxed(lines: Sequence[Line], frame: Frame, columns: int) -> Iterator[Line]:
    """The lines in a frame as wide as they need, at most so many columns; a longer line is cut."""
    widest = max(map(line_width, lines), default=0)
    room = max(0, min(columns - FRAME_COLUMNS, max(widest, width(frame.title), width(frame.footer))))
    left_top, edge, right_top, side, left_bottom, right_bottom = _ASCII if frame.ascii_only else _ROUNDED

    def border(left: str, text: str, text_look: Style, right: str) -> Line:
        text = f" {clipped(text, room)} " if text else ""
        rest = edge * (room + 2 * _SPACE - 1 - width(text)) + right
        return (Span(left + edge, frame.look), Span(text, text_look), Span(rest, frame.look))

    yield border(left_top, frame.title, frame.look, right_top)
    for line in ((), *lines, ()):
        short = cut(line, room)
        after = " " * (room - line_width(short) + _SPACE)
        yield (Span(side, frame.look), Span(" " * _SPACE), *short, Span(after), Span(side, frame.look))
    yield border(left_bottom, frame.footer, Style.DIM, right_bottom)


def line_width(line: Line) -> int:
    """How many columns a line takes."""
    return sum(width(span.text) for span in line)


def cut(line: Line, columns: int) -> Line:
    """The beginning of a line that takes at most so many columns."""
    kept: list[Span] = []
    for span in line:
        text = clipped(span.text, columns)
        kept.append(Span(text, span.style))
        columns -= width(text)
        if len(text) < len(span.text):
            break
    return tuple(kept)


def wrapped(text: str, columns: int, look: Style = Style.PLAIN, hanging: int = 0) -> list[Line]:
    """A text in lines of so many columns, the later ones indented; a word that is longer is broken."""
    screen = Terminal(max(1, columns))
    lines = [line for part in printable(text).split("\n") for line in screen.wrap(part, hanging)]
    return [plain(part, look) for line in lines for part in _folded(line, screen.columns)]


def _folded(text: str, columns: int) -> Iterator[str]:
    """The text in parts that take at most so many columns, or one letter that takes more."""
    while width(text) > columns:
        part = clipped(text, columns) or text[:1]
        yield part
        text = text[len(part) :]
    yield text
