"""The manual page brim.toml(5), from the model of the settings and the page `brim help settings`.

This module must not know a setting.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.cli.help import settings_page as help_page
from brim.cli.help import topic_pages
from brim.words import manual as words
from brim.words.helptopics.page import Example
from sharedfiles.roff import blocks, escaped, example, filled, heading, page, paragraph, title

if TYPE_CHECKING:
    from collections.abc import Iterator


def settings_page(date: str) -> str:
    """The page; `date` is that of its version, and may be empty."""
    return page(_lines(date))


def _lines(date: str) -> Iterator[str]:
    yield from title("brim.toml", 5, date)
    yield from (heading(words.name()), rf"brim.toml \- {escaped(words.settings_purpose())}")
    yield from (heading(words.description()), *blocks(help_page()))
    yield from (heading(words.files()), *filled(words.where_settings_are()))
    yield heading(words.examples())
    for topic, lines in _examples():
        yield from (*paragraph(words.more_about(topic)), *example(lines))
    yield from (heading(words.see_also()), r"\fBbrim\fR(1)")


def _examples() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each example for the file that a topic of `brim help` has, with the topic."""
    for topic, make in topic_pages().items():
        for block in make():
            if isinstance(block, Example) and block.lines[0].startswith("["):
                yield topic, block.lines
