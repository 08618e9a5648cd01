"""A row of the menu, as data. Each desktop shows it in its own way.

This module must not know what any row says.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from brim.model.command import Command

WRAP_WIDTH = 56
"""Letters of a row that holds a part of a sentence."""


class RowKind(StrEnum):
    """What a row of the menu is."""

    ACTION = "action"
    SEPARATOR = "separator"
    CHECK = "check"
    RADIO = "radio"
    SUBMENU = "submenu"


@dataclass(frozen=True, slots=True)
class MenuRow:
    """One row of the menu."""

    id: str
    """Stable for as long as the row means the same thing; unique in the whole menu."""
    label: str = ""
    kind: RowKind = RowKind.ACTION
    enabled: bool = True
    checked: bool = False
    icon: bytes | None = None
    """A PNG beside the label, where the desktop draws one."""
    percent: float | None = None
    """What the icon shows, for a desktop that draws none and can show it with letters."""
    children: tuple[MenuRow, ...] = ()
    heading: str = ""
    """What is above the children in place of the label, where a desktop shows them without a submenu of their own."""
    command: Command | None = None
    """What a click sends; None for a row without an action."""


def text_row(row_id: str, label: str) -> MenuRow:
    """A row that is only read: greyed, without a command."""
    return MenuRow(row_id, label, enabled=False)


def wrap(text: str, width: int = WRAP_WIDTH) -> list[str]:
    """Split a text into lines of at most `width` letters, at spaces; a longer word has a line of its own.

    Menus do not wrap, so a long sentence takes several rows.
    """
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
