"""The menu's rows as numbered nodes, and the difference between one set of rows and the next.

A number never means another row: a click on an open menu must not reach one. A row that goes stays as an invisible node
(rowslots.py). This module must not know D-Bus.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import count
from typing import TYPE_CHECKING

from brim.tray.linux.rowslots import arrange
from brim.tray.menu.row import MenuRow, RowKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from brim.tray.linux.rowslots import RowSlot

type Properties = Mapping[str, str | bool | int | bytes]

ROOT = 0
"""The number of the menu itself."""
TOGGLE_STATE = "toggle-state"
"""The property of check marks and radio buttons: 1 when checked, else 0."""
VISIBLE = "visible"
"""The property of a row that is not shown now; hosts take its absence for true."""
_KIND_PROPERTIES = ("type", "toggle-type", "children-display")


@dataclass(frozen=True, slots=True)
class MenuNode:
    """One row of the menu as the desktop reads it."""

    number: int
    properties: Properties
    children: tuple[MenuNode, ...] = ()
    row: MenuRow | None = None
    """None for the menu itself and for what is not shown: a click there does nothing."""

    def walk(self) -> Iterator[MenuNode]:
        """This node and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class LayoutChange:
    """What a new set of rows changed."""

    structure: bool = False
    """Rows were added, removed, moved or became another kind."""
    updated: Mapping[int, Properties] = field(default_factory=dict)
    """Properties with a new value, by number."""
    removed: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """Names of removed properties, by number."""

    @property
    def empty(self) -> bool:
        """Nothing changed."""
        return not (self.structure or self.updated or self.removed)


class MenuLayout:
    """Owner of the numbers, of the revision and of the current nodes."""

    def __init__(self, rows: tuple[MenuRow, ...]) -> None:
        """Begin with these rows, at revision 1."""
        self._new_numbers = count(ROOT + 1)
        self._slots: dict[int, tuple[RowSlot, ...]] = {}
        """The places below each node, by its number."""
        self._nodes: dict[int, MenuNode] = {}
        self._rows = rows
        self.revision = 1
        self.root = self._replace_nodes(rows)

    def node(self, number: int) -> MenuNode | None:
        """The current node with that number; None when there is none."""
        return self._nodes.get(number)

    def nodes(self) -> tuple[MenuNode, ...]:
        """All nodes, the menu itself first."""
        return tuple(self._nodes.values())

    def update(self, rows: tuple[MenuRow, ...]) -> LayoutChange:
        """Replace the rows and return what changed; a changed structure raises the revision."""
        if rows == self._rows:
            return LayoutChange()
        old_nodes, old_structure = self._nodes, _structure(self.root)
        self._rows = rows
        self.root = self._replace_nodes(rows)
        restructured = _structure(self.root) != old_structure
        self.revision += restructured
        updated: dict[int, Properties] = {}
        removed: dict[int, tuple[str, ...]] = {}
        for number in old_nodes.keys() & self._nodes.keys():
            old, new = old_nodes[number].properties, self._nodes[number].properties
            if VISIBLE in old and VISIBLE not in new:
                new = {**new, VISIBLE: True}
            if changed := {key: value for key, value in new.items() if key not in old or old[key] != value}:
                updated[number] = changed
            if missing := tuple(key for key in old if key not in new):
                removed[number] = missing
        return LayoutChange(restructured, updated, removed)

    def toggle_states(self) -> Mapping[int, Properties]:
        """The state of every check mark and radio button, by number."""
        return {
            node.number: {TOGGLE_STATE: node.properties[TOGGLE_STATE]}
            for node in self.nodes()
            if TOGGLE_STATE in node.properties
        }

    def _replace_nodes(self, rows: tuple[MenuRow, ...]) -> MenuNode:
        """Make the nodes of these rows from those before, and return the new root."""
        root = MenuNode(ROOT, {"children-display": "submenu"}, self._children(ROOT, rows))
        self._nodes = {node.number: node for node in root.walk()}
        self._slots = {number: slots for number, slots in self._slots.items() if number in self._nodes}
        return root

    def _children(self, parent: int, rows: tuple[MenuRow, ...]) -> tuple[MenuNode, ...]:
        rows_by_id = {row.id: row for row in rows}
        slots = arrange(self._slots.get(parent, ()), list(rows_by_id), lambda: next(self._new_numbers))
        if slots:
            self._slots[parent] = slots
        return tuple(
            self._shown_node(slot.number, rows_by_id[slot.row_id]) if slot.shown else self._hidden_node(slot.number)
            for slot in slots
        )

    def _shown_node(self, number: int, row: MenuRow) -> MenuNode:
        return MenuNode(number, properties(row), self._children(number, row.children), row)

    def _hidden_node(self, number: int) -> MenuNode:
        node = _without_rows(self._nodes[number])
        return replace(node, properties={**node.properties, VISIBLE: False})


def properties(row: MenuRow) -> Properties:
    """The properties of one row, by the names of com.canonical.dbusmenu."""
    if row.kind is RowKind.SEPARATOR:
        return {"type": "separator"}
    values: dict[str, str | bool | int | bytes] = {
        "label": " ".join(row.label.split("\n")).replace("_", "__"),  # a single underscore marks a letter
        "enabled": row.enabled,
    }
    if row.kind in {RowKind.CHECK, RowKind.RADIO}:
        values["toggle-type"] = "checkmark" if row.kind is RowKind.CHECK else "radio"
        values[TOGGLE_STATE] = int(row.checked)
    if row.kind is RowKind.SUBMENU:
        values["children-display"] = "submenu"
    if row.icon is not None:
        values["icon-data"] = row.icon
    return values


def _without_rows(node: MenuNode) -> MenuNode:
    """A node that does nothing on a click, nor does any below it."""
    return replace(node, row=None, children=tuple(map(_without_rows, node.children)))


def _structure(root: MenuNode) -> list[tuple[object, ...]]:
    """Two menus with the same structure differ only in texts, marks and in which rows are shown."""
    return [
        (node.number, len(node.children), *(node.properties.get(name) for name in _KIND_PROPERTIES))
        for node in root.walk()
    ]
