"""Prints for people: the one way to a terminal, on which no text from elsewhere can steer it or hide what it says.

Names, labels and messages come from servers, files and other programs. A terminal obeys control characters in them, and
marks of writing direction show a text in another order than it has. Standard library only, and little of it, because
the status line waits for it. This module must not know what is printed.
"""

from __future__ import annotations

import os
import re
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_HARMFUL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters except tab and line feed
    "\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # invisible, or of direction
    "\u2028\u2029\U000e0000-\U000e007f"  # other line ends, invisible letters
    "\ud800-\udfff]"  # half a character, which cannot be encoded
)
_SPACES = re.compile(r"[\t\n\r\x0b\x0c\x85\u2028\u2029]+")
MIN_COLUMNS, MAX_COLUMNS = 40, 80
"""Text is wrapped within these, whatever the terminal has."""
TOGETHER = "\xa0"
"""A space at which no line ends."""
_INSTEAD = "\N{REPLACEMENT CHARACTER}"


def printable(text: str) -> str:
    """The text without anything that steers a terminal; tabs and line ends stay."""
    return _HARMFUL.sub(_INSTEAD, text)


def one_line(text: str) -> str:
    """The same in one line, for a name or a sentence from elsewhere: it must not look like a line of ours."""
    return printable(_SPACES.sub(" ", text))


def show(text: str, end: str = "\n") -> None:
    """Print on standard output, also where the terminal cannot show every character."""
    encoding = sys.stdout.encoding or "utf-8"
    print(printable(text).encode(encoding, "replace").decode(encoding), end=end)


def complain(sentences: Iterable[object]) -> None:
    """Print each sentence as a line on standard error, on a terminal wrapped at its width."""
    for sentence in sentences:
        line = f"brim: {printable(str(sentence))}"
        print(_wrapped(line) if sys.stderr.isatty() else line, file=sys.stderr)


def with_whole_commands(text: str, longest: int) -> str:
    """The text with `TOGETHER` in place of the spaces within backquotes, up to a length."""
    return re.sub(rf"`[^`]{{1,{longest}}}`", lambda command: command[0].replace(" ", TOGETHER), text)


def _wrapped(text: str) -> str:
    """The text in lines of the width of the terminal, the later ones indented; a path is never broken."""
    import textwrap

    try:
        columns = os.get_terminal_size(sys.stderr.fileno()).columns
    except (OSError, ValueError):
        columns = MAX_COLUMNS
    columns = max(MIN_COLUMNS, min(MAX_COLUMNS, columns))
    whole = with_whole_commands(text, columns - 4)
    lines = textwrap.fill(whole, columns, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
    return lines.replace(TOGETHER, " ")
