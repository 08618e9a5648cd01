"""The rows of the menu that say what matters now, where figures come from, and why the icon looks as it does.

Pure. The menu stays calm: one line for the whole, the rest in submenus. This module must not know D-Bus or pystray.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.model.command import OpenPage
from brim.tray.menu.row import Row, RowKind
from brim.words import forecast, menu, sources
from brim.words.iconreason import icon_reason

if TYPE_CHECKING:
    from datetime import datetime

    from brim.model.account import AccountView
    from brim.model.usage import Window


_WIDTH = 56
_WIDEST = 68
"""Letters of a row, and of the widest that stand beside the rows of limits."""


def headline(view: AccountView, now: datetime) -> list[Row]:
    """The one limit and what is foreseen; before the first reading a row that is wide enough for what is to come."""
    first = menu.headline_text(view, now)
    if first is None and view.fetched_at is None and view.problem is None:
        first = menu.padded(menu.NO_FIGURES)
    if first is None:
        return []
    told = [line for sentence in forecast.lines_below_headline(view, now) for line in wrapped(sentence, _WIDEST)]
    return [
        Row("headline", first, command=OpenPage()),
        *(Row(f"forecast-{place}", line, command=OpenPage()) for place, line in enumerate(told)),
        Row("separator-headline", kind=RowKind.SEPARATOR),
    ]


def below(window: Window, view: AccountView, now: datetime) -> tuple[Row, ...]:
    """Second lines of a limit whose figure needs them: what is doubted, and that it was not read with the others."""
    made = []
    if (doubted := sources.unconfirmed_reason(window, now)) is not None:
        made.append(_text(f"doubt-{window.id}", sources.indented_line(doubted)))
    if sources.read_separately(window, view):
        made.append(_text(f"read-{window.id}", sources.indented_line(sources.figure_source(window, now))))
    return tuple(made)


def rows(view: AccountView, now: datetime, *, durations: bool) -> tuple[Row, ...]:
    """Where the figures come from, when all is read next, and why the icon has its colour."""
    made = [_sources(view, now, durations=durations)]
    if (line := sources.next_read_text(view, now)) is not None:
        made.append(_text("next", line))
    sentence = wrapped(icon_reason(view, now))
    children = tuple(Row(f"why-{place}", line, command=OpenPage()) for place, line in enumerate(sentence))
    return (*made, Row("why", sources.WHY_THIS_COLOUR, RowKind.SUBMENU, children=children))


def wrapped(text: str, width: int = _WIDTH) -> list[str]:
    """Menus do not wrap: a long sentence takes several rows."""
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _sources(view: AccountView, now: datetime, *, durations: bool) -> Row:
    line = sources.last_read_text(view, now)
    if durations and view.fetched_at is not None:
        line = f"{line} ({sources.ago_text(view.fetched_at, now)})"
    if not view.windows:
        return _text("source", line)
    children = []
    for window in view.windows:
        label = f"{window.label}: {sources.figure_source(window, now)}"
        label = f"{label} ({sources.ago_text(window.read_at, now)})" if durations else label
        children.append(Row(f"source-{window.id}", label, command=OpenPage()))
    return Row("source", line, RowKind.SUBMENU, children=tuple(children))


def _text(name: str, label: str) -> Row:
    return Row(name, label, enabled=False)
