"""The parts of a page of help: headings, paragraphs, two columns and examples.

This module must not know a text, nor how wide the terminal is.
"""

from __future__ import annotations

from typing import NamedTuple


class Heading(NamedTuple):
    """A line in bold above what belongs to it."""

    text: str


class Paragraph(NamedTuple):
    """Sentences, wrapped at the width of the terminal."""

    text: str


class Columns(NamedTuple):
    """Names with what they mean beside them."""

    rows: tuple[tuple[str, str], ...]


class Example(NamedTuple):
    """Lines to type or to copy, which stay lines."""

    lines: tuple[str, ...]


type Block = Heading | Paragraph | Columns | Example
type Page = tuple[Block, ...]
"""A page, from its top to its end."""
