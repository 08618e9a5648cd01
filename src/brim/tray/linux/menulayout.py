"""The menu's rows as numbered nodes, and the difference between one set of rows and the next.

A row has the same number for the whole run, however often it goes and returns: a click on an open menu must not reach
another row. This module must not know D-Bus.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from brim.tray.menu.row import MenuRow, RowKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

type Properties = Mapping[str, str | bool | int | bytes]

ROOT = 0
"""The number of the menu itself."""
TOGGLE_STATE = "toggle-state"
"""The property of check marks and radio buttons: 1 when checked, else 0."""


@dataclass(frozen=True, slots=True)
class MenuNode:
    """One row of the menu as the desktop reads it."""

    number: int
    properties: Properties
    children: tuple[MenuNode, ...] = ()
    row: MenuRow | None = None
    """None for the menu itself."""

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
        self._numbers: dict[str, int] = {}
        self._rows = rows
        self.revision = 1
        self.root = self._root_node(rows)
        self._nodes = {node.number: node for node in self.root.walk()}

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
        self.root = self._root_node(rows)
        self._nodes = {node.number: node for node in self.root.walk()}
        restructured = _structure(self.root) != old_structure
        self.revision += restructured
        updated: dict[int, Properties] = {}
        removed: dict[int, tuple[str, ...]] = {}
        for number in old_nodes.keys() & self._nodes.keys():
            old, new = old_nodes[number].properties, self._nodes[number].properties
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

    def _root_node(self, rows: tuple[MenuRow, ...]) -> MenuNode:
        return MenuNode(ROOT, {"children-display": "submenu"}, self._children(rows))

    def _children(self, rows: tuple[MenuRow, ...]) -> tuple[MenuNode, ...]:
        return tuple(MenuNode(self._number(row.id), properties(row), self._children(row.children), row) for row in rows)

    def _number(self, row_id: str) -> int:
        return self._numbers.setdefault(row_id, len(self._numbers) + 1)


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


def _structure(root: MenuNode) -> list[tuple[int, RowKind | None, int]]:
    """Two menus with the same structure differ only in texts and marks."""
    return [(node.number, node.row.kind if node.row else None, len(node.children)) for node in root.walk()]
