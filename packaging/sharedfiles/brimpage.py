"""The manual page brim(1), from the argument parser, the words of the commands and the pages of `brim help`.

The page is in English. For another language it would be made in the same way after that language is chosen, and be
installed below `share/man/<language>`. This module must not know a command.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from brim.cli.help import topic_pages
from brim.cli.parser import build_parser
from brim.words import manual as words
from brim.words.commandhelp import command_helps
from brim.words.exitcodes import exit_codes
from brim.words.helptopics import files, topics
from brim.words.helptopics.page import Columns, Paragraph
from sharedfiles.roff import (
    blocks,
    escaped,
    example,
    filled,
    heading,
    item,
    page,
    paragraph,
    subheading,
    title,
    wrapped,
)
from sharedfiles.synopsis import help_text, is_help, shown_actions, synopsis, term

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brim.cli.argumentparser import ArgumentParser
    from brim.words.commandhelp import CommandHelp
    from brim.words.helptopics.page import Page

_ROW = re.compile(r" {2,}(?P<name>\S+(?: \S+)*) {2,}(?P<text>.*)")
_LAST = ("environment", "files")
"""Topics that manual pages have at their end."""
_OWN_PAGE = "settings"
"""The topic that has a manual page of its own."""


def brim_page(date: str) -> str:
    """The page; `date` is that of its version, and may be empty."""
    parser, texts = build_parser(), command_helps()[""]
    lines = [*title("brim", 1, date), heading(words.name()), rf"brim \- {escaped(words.purpose())}"]
    lines += [heading(words.synopsis()), *wrapped(synopsis(parser))]
    lines += [heading(words.description()), *filled(texts.sentence)]
    lines.append(heading(words.options()))
    for action in shown_actions(parser):
        lines += item(term(action), help_text(action))
    lines += [heading(words.commands()), *filled(words.every_command_takes())]
    lines += chain.from_iterable(_commands(parser, ""))
    pages = topic_pages() | {"files": files.every_file}
    first = [name for name in topics.topic_names() if name not in {*_LAST, _OWN_PAGE}]
    for name in first:
        lines += _topic(name, pages[name]())
    lines += [heading(words.exit_status()), *blocks((Columns(exit_codes()),))]
    for name in _LAST:
        lines += _topic(name, pages[name]())
    lines += [heading(words.examples()), *example(texts.examples)]
    lines += [heading(words.see_also()), r"\fBbrim.toml\fR(5)"]
    return page(lines)


def _commands(parser: ArgumentParser, name: str) -> Iterator[list[str]]:
    """The part of each command, and below it those of its actions."""
    for command, below in parser.commands().items():
        full_name = f"{name} {command}".lstrip()
        yield _command(below, command_helps()[full_name])
        yield from _commands(below, full_name)


def _command(parser: ArgumentParser, texts: CommandHelp) -> list[str]:
    lines = [subheading(parser.prog), *wrapped(synopsis(parser)), *paragraph(texts.sentence)]
    for action in shown_actions(parser):
        if not is_help(action):  # which is said once for all commands
            lines += item(term(action), help_text(action))
    lines += blocks(_notes(texts.notes))
    return [*lines, *paragraph(words.for_example()), *example(texts.examples)]


def _notes(text: str) -> Iterator[Columns | Paragraph]:
    """The notes below the options as a page: lines with two columns are rows, others are sentences."""
    for line in text.splitlines():
        if row := _ROW.fullmatch(line):
            yield Columns(((row["name"], row["text"]),))
        elif line:
            yield Paragraph(line)


def _topic(name: str, about: Page) -> list[str]:
    first = words.topic_of(topics.topic_summary(name), name)
    return [heading(name.upper()), *filled(first), *blocks(about)]
