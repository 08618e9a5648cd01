"""The menu for a desktop whose submenus cannot hold submenus, and have no pictures beside them.

Where GNOME scrolls a submenu, it gives one inside it no height. Pure. This module must not know which desktop it is.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from brim.tray.menu.row import MenuRow, RowKind, text_row
from brim.words import menu

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def flat_submenus(rows: tuple[MenuRow, ...]) -> tuple[MenuRow, ...]:
    """The same rows; in their submenus each submenu is a heading with its rows below it.

    Of what is only read, such as the reasons of each account, these have the rows that are submenus themselves: limits.
    All others would be scrolled through in a place for three rows. A limit has a bar of letters.
    """
    return tuple(replace(_with_bar(row), children=tuple(_flat(row.children))) for row in rows)


def _with_bar(row: MenuRow) -> MenuRow:
    """The row, with a bar of letters if it is a limit's, in place of the picture."""
    return row if row.percent is None else replace(row, label=f"{menu.bar_text(row.percent)}  {row.label}")


def _flat(rows: Iterable[MenuRow]) -> Iterator[MenuRow]:
    for row in rows:
        if row.kind is RowKind.SUBMENU:
            yield text_row(row.id, row.heading or row.label)
            yield from _below_heading(row.children)
        else:
            yield row


def _below_heading(rows: Iterable[MenuRow]) -> Iterator[MenuRow]:
    for row in rows:
        if row.kind is RowKind.SUBMENU:
            yield text_row(row.id, row.label)
        elif row.enabled or row.command is not None or row.kind is RowKind.SEPARATOR:
            yield row
