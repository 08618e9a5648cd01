"""A row for one value of a setting, whichever setting it is. Pure. It must not know which settings there are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from brim.model.command import ChangeSetting
from brim.tray.menu.row import MenuRow, RowKind
from brim.words import menu

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brim.model.options import Option


def submenu(row_id: str, label: str, children: Iterator[MenuRow]) -> MenuRow:
    """A submenu with these rows."""
    return MenuRow(row_id, label, RowKind.SUBMENU, children=tuple(children))


def check_row(option: Option, label: str) -> MenuRow:
    """A switch."""
    enabled = option.value is True
    return option_row(option, label, RowKind.CHECK, ChangeSetting(option.key, not enabled), checked=enabled)


def radio_row(option: Option, value: str, label: str, *, chosen: str | None = None) -> MenuRow:
    """One of several values; `chosen` is the one that counts as the present one, in place of the option's own."""
    checked = (option.value if chosen is None else chosen) == value
    row = option_row(option, label, RowKind.RADIO, ChangeSetting(option.key, str(value)), checked=checked)
    return replace(row, id=f"{row.id}-{value}")


def option_row(option: Option, label: str, kind: RowKind, command: ChangeSetting, *, checked: bool) -> MenuRow:
    """A row whose setting the environment overrides is greyed and names the variable."""
    if option.overridden_by is not None:
        label = menu.locked_label(label, option.overridden_by)
    enabled = option.overridden_by is None
    return MenuRow(f"option-{option.key}", label, kind, enabled=enabled, checked=checked, command=command)
