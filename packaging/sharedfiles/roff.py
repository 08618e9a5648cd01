"""Writes pages of help as a manual page: the macros of man(7) that man-db and mandoc share, in plain ASCII.

This module must not know what a page says.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, assert_never

from brim import __version__
from brim.printing import one_line
from brim.words.helptopics.page import Columns, Example, Heading, Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from brim.words.helptopics.page import Block

PARAGRAPH = ".PP"
"""The line between two paragraphs."""
_WIDTH = 78
"""Columns of a line of the file; readers wrap the text again."""
_CHARACTERS = {
    "\\": r"\e",
    "-": r"\-",
    "~": r"\(ti",
    "^": r"\(ha",
    "`": r"\(ga",
    "'": r"\(aq",
    "\xa0": r"\~",
    "–": r"\(en",
    "—": r"\(em",
    "×": r"\(mu",
    "’": r"\(cq",
    "…": r"\&...",
    "€": r"\[Eu]",
    "£": r"\(Po",
    "·": r"\(pc",
}
"""Characters that mean something to roff, or are not in ASCII."""
_SENTENCE_END = re.compile(r"(?<=[.!?:]) +(?=\S)")


def escaped(text: str) -> str:
    """The text for a line of the page, in ASCII."""
    named = (_CHARACTERS.get(letter, letter) for letter in text)
    return "".join(letter if letter.isascii() else rf"\[u{ord(letter):04X}]" for letter in named)


def bold(text: str) -> str:
    """A text in bold, as what is typed."""
    return rf"\fB{escaped(text)}\fR"


def italic(text: str) -> str:
    """A text in italics, as what stands for something else."""
    return rf"\fI{escaped(text)}\fR"


def title(name: str, section: int, date: str) -> list[str]:
    """The first lines of a page."""
    return [
        r".\" Made by `make shared-files`; do not change it here.",
        f'.TH {escaped(name.upper())} {section} "{date}" "Brim {__version__}" "Brim"',
        ".nh",  # a command that is cut into two is no longer one
        ".ad l",
    ]


def page(lines: Iterable[str]) -> str:
    """The whole page from its lines, without the marks of paragraphs that headings make themselves."""
    kept: list[str] = []
    for line in lines:
        if line != PARAGRAPH or not kept[-1].startswith((".SH", ".SS")):
            kept.append(line)
    return "\n".join(kept) + "\n"


def heading(text: str) -> str:
    """The heading of a part of the page."""
    return f'.SH "{escaped(text)}"'


def subheading(text: str) -> str:
    """The heading of a part of a part."""
    return f'.SS "{escaped(text)}"'


def filled(text: str) -> Iterator[str]:
    """Lines of running text: each sentence begins a line; what is in backquotes is bold."""
    for sentence in _SENTENCE_END.split(one_line(text).strip()):
        yield from wrapped("".join(_marked(sentence)))


def wrapped(text: str) -> Iterator[str]:
    """Lines of text that is escaped already; readers fill them again."""
    line = ""
    for word in text.split(" "):
        if line and len(line) + 1 + len(word) > _WIDTH:
            yield _guarded(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield _guarded(line)


def item(term: str, text: str) -> list[str]:
    """An item of a list; `term` is escaped already."""
    return [".TP", _guarded(term), *filled(text)]


def blocks(parts: Iterable[Block]) -> Iterator[str]:
    """The lines of a page of help, below a heading of the manual."""
    for block in parts:
        match block:
            case Heading(text):
                yield subheading(text)
            case Paragraph(text):
                yield from paragraph(text)
            case Columns(rows):
                for name, text in rows:
                    yield from item(bold(one_line(name)), text)
            case Example(lines):
                yield from example(lines)
            case _:
                assert_never(block)


def paragraph(text: str) -> list[str]:
    """Sentences below a heading or other text."""
    return [PARAGRAPH, *filled(text)]


def example(lines: Iterable[str]) -> Iterator[str]:
    """Lines that stay lines."""
    yield from (PARAGRAPH, ".RS 4", ".nf")
    yield from (_guarded(escaped(line)) for line in lines)
    yield from (".fi", ".RE")


def _marked(text: str) -> Iterator[str]:
    for number, part in enumerate(text.split("`")):
        if part:
            yield bold(part) if number % 2 else escaped(part)


def _guarded(line: str) -> str:
    """A line that begins with no mark of a macro."""
    return rf"\&{line}" if line.startswith(".") else line
