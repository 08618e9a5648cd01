"""Rows of a menu that come, go and move, as hosts read them: in GNOME's extension, too, they stand in their order."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from brim.tray.linux.menulayout import ROOT, MenuLayout
from brim.tray.linux.rowslots import MOST_HIDDEN, arrange
from brim.tray.menu.row import MenuRow, RowKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from brim.tray.linux.menulayout import MenuNode
    from brim.tray.linux.rowslots import RowSlot

ORDERS = st.lists(
    st.permutations("abcdefgh").flatmap(lambda ids: st.integers(0, 8).map(lambda n: ids[:n])), max_size=40
)
"""Some of eight rows, in any order, again and again."""


@dataclass
class GnomeExtension:
    """How GNOME's extension (46, dbusMenu.js) follows a layout, with its fault: what it shows of a moved row stays."""

    known: dict[int, list[int]] = field(default_factory=dict)
    """The children of each row, as it believes them to be."""
    shown: dict[int, list[int]] = field(default_factory=dict)
    """The children of each row in the order in which they are drawn."""
    moves: int = 0

    def read(self, node: MenuNode) -> None:
        """Take over a layout."""
        wanted = [child.number for child in node.children]
        for child in node.children:
            self.read(child)
        if node.number not in self.known:
            self.known[node.number], self.shown[node.number] = list(wanted), list(wanted)
            return
        known, shown = self.known[node.number], self.shown[node.number]
        old = list(known)
        for place, number in enumerate(wanted):
            if number not in old:
                known.insert(place, number)
                shown.insert(place, number)
                continue
            old.remove(number)
            if known.index(number) != place:
                known.remove(number)
                known.insert(place, number)
                self.moves += 1
        for number in old:
            known.remove(number)
            shown.remove(number)

    def visible_rows(self, layout: MenuLayout, number: int = ROOT) -> list[str]:
        """The labels that a person sees below a row, from top to bottom."""
        nodes = [layout.node(child) for child in self.shown[number]]
        return [
            str(node.properties["label"]) for node in nodes if node is not None and node.properties.get("visible", True)
        ]


def rows(ids: Iterable[str]) -> tuple[MenuRow, ...]:
    """A submenu with these rows, and the same rows beside it."""
    ids = list(ids)
    below = tuple(MenuRow(f"below-{name}", name) for name in ids)
    return (MenuRow("menu", "menu", RowKind.SUBMENU, children=below), *(MenuRow(name, name) for name in ids))


@given(ORDERS, st.lists(st.booleans(), min_size=40, max_size=40))
def test_rows_stand_in_their_order(orders: list[list[str]], reads: list[bool]) -> None:
    """The visible rows are always exactly the wanted ones in the wanted order, also in a host that misses revisions.

    No child ever moves among its siblings, and the number of rows that are not shown is bounded.
    """
    layout = MenuLayout(rows("abc"))
    extension = GnomeExtension()
    extension.read(layout.root)
    submenu = next(child.number for child in layout.root.children if child.children)
    for order, read in zip([*orders, "abc"], [*reads[: len(orders)], True], strict=True):
        layout.update(rows(order))
        if read:
            extension.read(layout.root)
            assert extension.visible_rows(layout) == ["menu", *order]
            assert extension.visible_rows(layout, submenu) == list(order)
        assert len(layout.root.children) <= len(order) + 1 + MOST_HIDDEN
    assert extension.moves == 0


@given(ORDERS)
def test_a_number_never_names_another_row(orders: list[list[str]]) -> None:
    """A click on an open menu reaches the row that was clicked or none, whatever came and went since."""
    numbers = count(1)
    slots: tuple[RowSlot, ...] = ()
    names: dict[int, str] = {}
    for order in orders:
        slots = arrange(slots, order, lambda: next(numbers))
        assert [slot.row_id for slot in slots if slot.shown] == order
        for slot in slots:
            assert names.setdefault(slot.number, slot.row_id) == slot.row_id


def test_a_moved_row_alone_gets_a_new_place() -> None:
    """Of rows that were shifted by one that moved to the top, only that one gets a new number."""
    numbers = count(1)
    slots = arrange((), "abcd", lambda: next(numbers))

    moved = arrange(slots, "dabc", lambda: next(numbers))
    back = arrange(moved, "abcd", lambda: next(numbers))

    assert [(slot.number, slot.shown) for slot in moved] == [(5, True), (1, True), (2, True), (3, True), (4, False)]
    assert [(slot.number, slot.shown) for slot in back] == [(5, False), (1, True), (2, True), (3, True), (4, True)]
