"""A row of the menu, as data: made by the view, shown by each desktop in its own way.

This module must not know what any row says.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from brim.model.command import Command


class RowKind(StrEnum):
    """What a row of the menu is."""

    ACTION = "action"
    SEPARATOR = "separator"
    CHECK = "check"
    RADIO = "radio"
    SUBMENU = "submenu"


@dataclass(frozen=True, slots=True)
class Row:
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
    """What the picture shows, for a desktop that draws none and can tell it by letters."""
    children: tuple[Row, ...] = ()
    command: Command | None = None
    """What a click sends; None for a row that only tells."""
