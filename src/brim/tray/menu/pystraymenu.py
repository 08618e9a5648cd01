"""Converts menu rows to a pystray menu, for Windows and macOS.

This module must not know what a row means: it translates kinds and passes commands on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pystray

from brim.tray.menu.row import RowKind
from brim.words import menu

if TYPE_CHECKING:
    from collections.abc import Callable

    from brim.model.command import Command
    from brim.tray.menu.row import MenuRow


def build(rows: Callable[[], tuple[MenuRow, ...]], send: Callable[[Command], None]) -> pystray.Menu:
    """A menu that calls `rows` each time pystray builds it; a click sends the row's command and returns."""
    return pystray.Menu(lambda: [_item(row, send) for row in rows()])


def _item(row: MenuRow, send: Callable[[Command], None]) -> pystray.MenuItem:
    if row.kind is RowKind.SEPARATOR:
        return pystray.Menu.SEPARATOR
    label = row.label if row.percent is None else f"{menu.bar_text(row.percent)}  {row.label}"
    if row.kind is RowKind.SUBMENU:
        return pystray.MenuItem(label, pystray.Menu(*(_item(child, send) for child in row.children)))
    checked = row.checked
    can_be_checked = row.kind in {RowKind.CHECK, RowKind.RADIO}
    return pystray.MenuItem(
        label,
        _action(row.command, send),
        checked=(lambda _item: checked) if can_be_checked else None,
        radio=row.kind is RowKind.RADIO,
        enabled=row.enabled,
    )


def _action(
    command: Command | None, send: Callable[[Command], None]
) -> Callable[[pystray.Icon, pystray.MenuItem], None]:
    def send_command(_icon: pystray.Icon, _item: pystray.MenuItem) -> None:
        if command is not None:
            send(command)

    return send_command
