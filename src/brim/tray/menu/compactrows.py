"""The menu for desktops that do not scroll it: at most so many rows that the last one, Quit, and submenus have room.

Pure. What is read at a glance and what is clicked most stays; the rest goes into submenus, the settings first, and only
as much as has to. No submenu is inside another: where the outer one scrolls, GNOME gives the inner one no height. This
module must not know which desktop it is.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from brim.tray.menu.row import MenuRow, RowKind, text_row
from brim.tray.menu.settingsrows import PINNED_ROW
from brim.words import menu

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST_THIRDS = 3 * 13 + 4
"""The height of thirteen rows and four separators, in thirds of a row.

GNOME's rows have 36 pixels: that is 560 of the 724 on a screen of 760, and leaves four rows to an open submenu.
"""
_MORE = ("ask-program", "option-claude.network", "start-at-login", "about")
_DETAILS = ("plan", "next", "why")
_ICON, _SOURCE, _FORECAST, _ACTIONS = "icon", "source", "forecast-", "separator-actions"


def height_in_thirds(rows: Iterable[MenuRow]) -> int:
    """How high rows are, in thirds of a row; a separator is one third."""
    return sum(1 if row.kind is RowKind.SEPARATOR else 3 for row in rows)


def compact(rows: tuple[MenuRow, ...]) -> tuple[MenuRow, ...]:
    """The same rows, in as few submenus as make the menu low enough."""
    for fold in (_fold_more, _fold_details, _fold_limit, _fold_forecasts, _fold_rest):
        if height_in_thirds(rows) <= MOST_THIRDS:
            break
        rows = fold(rows)
    return tuple(replace(row, children=tuple(_flat(row.children))) for row in rows)


def _fold_more(rows: tuple[MenuRow, ...]) -> tuple[MenuRow, ...]:
    """What is clicked least; it stands where the last of these rows did."""
    return _fold(rows, [row for row in rows if row.id in _MORE], "more", menu.MORE, last=True)


def _fold_details(rows: tuple[MenuRow, ...]) -> tuple[MenuRow, ...]:
    """Plan, next read and the reason of the colour go below the row that says when and where figures were read."""
    source = next((row for row in rows if row.id == _SOURCE), None)
    if source is None:
        return rows
    plan, following, why = ([row for row in rows if row.id == name] for name in _DETAILS)
    children = _separated("details", (*plan, *source.children, *following), tuple(why))
    details = replace(source, kind=RowKind.SUBMENU, enabled=True, children=children)
    return tuple(details if row is source else row for row in rows if row.id not in _DETAILS)


def _fold_limit(rows: tuple[MenuRow, ...]) -> tuple[MenuRow, ...]:
    """Which limit the icon shows goes to the other settings of the icon."""
    pinned = tuple(row for row in rows if row.id == PINNED_ROW)
    if not any(row.id == _ICON for row in rows):
        return rows
    return tuple(
        replace(row, children=_separated(_ICON, row.children, pinned)) if row.id == _ICON else row
        for row in rows
        if row not in pinned
    )


def _fold_forecasts(rows: tuple[MenuRow, ...]) -> tuple[MenuRow, ...]:
    return _fold(rows, [row for row in rows if row.id.startswith(_FORECAST)], "forecasts", menu.FORECAST)


def _fold_rest(rows: tuple[MenuRow, ...]) -> tuple[MenuRow, ...]:
    """The last rows above the actions; the first ones are the most important."""
    actions = next((index for index, row in enumerate(rows) if row.id == _ACTIONS), len(rows))
    candidates = [row for row in rows[:actions] if row.kind is not RowKind.SEPARATOR and row.id != _SOURCE]
    surplus = -((MOST_THIRDS - height_in_thirds(rows)) // 3) + 1  # one more makes place for the row of the submenu
    return _fold(rows, candidates[max(0, len(candidates) - surplus) :], "rest", menu.REST)


def _fold(
    rows: tuple[MenuRow, ...], inner: list[MenuRow], row_id: str, label: str, *, last: bool = False
) -> tuple[MenuRow, ...]:
    """Rows with some of them in a submenu, which stands in the place of the first or the last of them."""
    if len(inner) < 2:  # noqa: PLR2004 - a submenu of one row would save nothing
        return rows
    submenu = MenuRow(row_id, label, RowKind.SUBMENU, children=tuple(inner))
    place = inner[-1 if last else 0]
    return tuple(submenu if row is place else row for row in rows if row is place or row not in inner)


def _separated(name: str, *parts: tuple[MenuRow, ...]) -> tuple[MenuRow, ...]:
    """The rows of all parts, with a separator between one part and the next."""
    rows: list[MenuRow] = []
    for number, part in enumerate(part for part in parts if part):
        rows += [MenuRow(f"separator-{name}-{number}", kind=RowKind.SEPARATOR)] if number else []
        rows += part
    return tuple(rows)


def _flat(rows: Iterable[MenuRow]) -> Iterator[MenuRow]:
    """Rows in which each submenu is a heading with its rows below it."""
    for row in rows:
        if row.kind is RowKind.SUBMENU:
            yield text_row(row.id, row.label)
            yield from _flat(row.children)
        else:
            yield row
