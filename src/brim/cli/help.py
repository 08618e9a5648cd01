"""`brim help`: explains a topic or shows the help of a command; without either, lists both.

This module must not know what a topic says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from brim.printing import complain, one_line
from brim.suggestions import nearest
from brim.terminal import Style, padded, plain, this_terminal, width
from brim.words import suggestions
from brim.words.commandhelp import command_helps
from brim.words.helptopics import topics
from brim.words.helptopics.page import Columns, Example, Heading, Paragraph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from brim.cli.argumentparser import ArgumentParser
    from brim.terminal import Line, Terminal
    from brim.words.helptopics.page import Block, Page
    from brim.words.helptopics.providerhelp import ProviderHelp

OK, USAGE_ERROR = 0, 2
_INDENT, _GAP = "  ", "  "
_MANUAL_PAGES = {"brim.toml": "settings"}
"""The topic that a manual page is about, for who asks by the name of the page."""
_WIDEST_NAME = 25
"""Columns of names that stand beside their text; with a longer name, or little room, the text is below."""
_NARROWEST_TEXT = 30


def run(words_typed: Sequence[str], parser: ArgumentParser) -> int:
    """Print the pages of a name, such as `icon` or `alerts test`; returns 0, or 2 after a line about an unknown one."""
    screen = this_terminal()
    name = " ".join(words_typed).lower()
    name = _MANUAL_PAGES.get(name, name)
    if not name:
        screen.show(_lines(_overview([*parser.commands()]), screen))
        return OK
    command = parser.find([] if name == parser.prog else name.split())
    is_topic = name in topics.topic_names()
    if command is None and not is_topic:
        known = [*topics.topic_names(), *(other for other in command_helps() if other)]
        complain((one_line(suggestions.unknown_topic(" ".join(words_typed), nearest(name, known))),))
        return USAGE_ERROR
    if command is not None:
        command.print_help()
    if is_topic:
        screen.show([] if command is None else [()])
        title = (plain(line, Style.BOLD) for line in screen.wrap(topics.page_title(name)))
        screen.show([*title, (), *_lines(_page(name), screen)])
    return OK


def _overview(names: Sequence[str]) -> Page:
    """The commands and the topics, each with a line about it."""
    helps = command_helps()
    commands = tuple((name, helps[name].summary) for name in names)
    about = tuple((name, topics.topic_summary(name)) for name in topics.topic_names())
    return (
        Heading(topics.commands_heading()),
        Columns(commands),
        Heading(topics.topics_heading()),
        Columns(about),
        Paragraph(topics.how_to_ask()),
    )


def _page(name: str) -> Page:
    if name == "settings":
        return settings_page()
    if name == "files":
        return _files_page()
    return topic_pages()[name]()


def topic_pages() -> dict[str, Callable[[], Page]]:
    """What makes the page of each topic that needs nothing but its words."""
    from brim.cli.bars.examples import examples, home_assistant
    from brim.words.helptopics import (
        accounts,
        alerts,
        bars,
        environment,
        forecast,
        homeassistant,
        icon,
        metrics,
        phones,
        privacy,
        statusline,
    )

    return {
        "icon": lambda: icon.icon(provider_helps()),
        "desktops": icon.desktops,
        "alerts": alerts.alerts,
        "hooks": alerts.hooks,
        "phones": phones.phones,
        "forecast": forecast.forecast,
        "statusline": statusline.statusline,
        "bars": lambda: bars.bars(examples()),
        "homeassistant": lambda: homeassistant.homeassistant(home_assistant()),
        "metrics": metrics.metrics,
        "accounts": lambda: accounts.accounts(provider_helps()),
        "privacy": lambda: privacy.privacy(provider_helps()),
        "network": privacy.network,
        "environment": lambda: environment.environment(provider_helps()),
    }


def provider_helps() -> tuple[ProviderHelp, ...]:
    """What each provider says of itself."""
    from brim.backend.providerlist.selection import real_providers
    from brim.words.helptopics.providerhelp import ProviderHelp

    return tuple(
        ProviderHelp(
            one.name,
            (names := one.vendor()).product,
            names.program,
            one.reads(),
            one.sends(),
            one.runs(),
            names.mark,
            names.sign_in,
            one.accounts_help(),
            one.environment(),
        )
        for one in real_providers()
    )


def settings_page() -> Page:
    """How settings are written, and all of them, from their model."""
    from brim.backend.settings.documentation import UNSET, manual
    from brim.words.helptopics import files

    return files.settings(
        [files.SettingHelp(row.name, "" if row.default == UNSET else row.default, row.description) for row in manual()]
    )


def _files_page() -> Page:
    from brim.backend.settings.load import settings_files
    from brim.backend.system.files import short_path
    from brim.privatefiles import is_there
    from brim.words import config
    from brim.words.helptopics import files

    paths = {key: (short_path(path), is_there(path)) for key, path in settings_files().items()}
    return files.files({key: path if exists else config.absent(path) for key, (path, exists) in paths.items()})


def _lines(page: Page, screen: Terminal) -> Iterator[Line]:
    """The page for a terminal: a blank line before each block but below its heading."""
    before: Block | None = None
    for block in page:
        if before is not None and not isinstance(before, Heading):
            yield ()
        yield from _block_lines(block, screen)
        before = block


def _block_lines(block: Block, screen: Terminal) -> Iterator[Line]:
    match block:
        case Heading(text):
            yield from (plain(line, Style.BOLD) for line in screen.wrap(text))
        case Paragraph(text):
            yield from map(plain, screen.wrap(text))
        case Columns(rows):
            yield from map(plain, _column_lines(rows, screen))
        case Example(lines):
            for line in lines:
                yield from map(plain, screen.wrap(f"{_INDENT}{_INDENT}{line}", 6) if line else [""])
        case _:
            assert_never(block)


def _column_lines(rows: Sequence[tuple[str, str]], screen: Terminal) -> Iterator[str]:
    """Names with their texts beside them, or below where there is too little room."""
    names = max(width(name) for name, _text in rows)
    names = min(names, _WIDEST_NAME)
    hanging = len(_INDENT) + names + len(_GAP)
    for name, text in rows:
        clean = one_line(text)
        if width(name) <= names and screen.columns - hanging >= _NARROWEST_TEXT:
            yield from screen.wrap(f"{_INDENT}{padded(name, names)}{_GAP}{clean}", hanging)
        else:
            yield from screen.wrap(f"{_INDENT}{name}", 4)
            indent = hanging if screen.columns - hanging >= _NARROWEST_TEXT else 4
            yield from screen.wrap(f"{' ' * indent}{clean}", indent)
