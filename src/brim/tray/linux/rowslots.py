"""The places of sibling rows in a menu on the bus: a row that goes leaves its place, invisible, and none ever moves.

GNOME's extension shows rows in a wrong order when one goes and another comes, and when one moves (quirks.py). So places
are only added. A row that moved gets a new place, and a new number with it; its old place waits for it to return.
This module must not know what a row shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MOST_HIDDEN = 32
"""Places without a visible row among siblings. Beyond them all siblings get new places, as if the menu were new."""


@dataclass(frozen=True, slots=True)
class RowSlot:
    """One place."""

    number: int
    """The number of the row on the bus; it never names another row."""
    row_id: str
    shown: bool = True


def arrange(slots: Sequence[RowSlot], wanted: Sequence[str], new_number: Callable[[], int]) -> tuple[RowSlot, ...]:
    """The places after a change: those shown are exactly the `wanted` row ids, in their order.

    Earlier places stay in their order, as many as possible with their rows, and new ones stand between them.
    """
    if [slot.row_id for slot in slots if slot.shown] == list(wanted):
        return tuple(slots)
    arranged: list[RowSlot] = []
    at = 0
    for row_id, index in zip(wanted, _kept_slots(slots, wanted), strict=True):
        if index is None:
            arranged.append(RowSlot(new_number(), row_id))
            continue
        arranged += [RowSlot(slot.number, slot.row_id, shown=False) for slot in slots[at:index]]
        arranged.append(RowSlot(slots[index].number, row_id))
        at = index + 1
    arranged += [RowSlot(slot.number, slot.row_id, shown=False) for slot in slots[at:]]
    if len(arranged) - len(wanted) > MOST_HIDDEN:
        return tuple(RowSlot(new_number(), row_id) for row_id in wanted)
    return tuple(arranged)


def _kept_slots(slots: Sequence[RowSlot], wanted: Sequence[str]) -> list[int | None]:
    """For each wanted row the index of the place that it keeps, or None where it needs a new one.

    The longest common subsequence; of several the one with the most rows that are shown already.
    """
    worth = [[(0, 0)] * (len(wanted) + 1) for _ in range(len(slots) + 1)]
    for i in reversed(range(len(slots))):
        for j in reversed(range(len(wanted))):
            best = max(worth[i + 1][j], worth[i][j + 1])
            if slots[i].row_id == wanted[j]:
                kept, shown = worth[i + 1][j + 1]
                best = max(best, (kept + 1, shown + slots[i].shown))
            worth[i][j] = best
    indices: list[int | None] = [None] * len(wanted)
    i = j = 0
    while i < len(slots) and j < len(wanted):
        if worth[i][j] == worth[i + 1][j]:
            i += 1
        elif worth[i][j] == worth[i][j + 1]:
            j += 1
        else:
            indices[j] = i
            i, j = i + 1, j + 1
    return indices
