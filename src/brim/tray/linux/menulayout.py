"""The menu's rows as numbered nodes, and what changed between one set of rows and the next.

A row keeps its number for the whole run, however often it comes and goes: a click on a menu that is open must not land
on another row. This module must not know D-Bus.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from brim.tray.menu.row import Row, RowKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

type Properties = Mapping[str, str | bool | int | bytes]

ROOT = 0
"""The number of the menu itself."""


@dataclass(frozen=True, slots=True)
class Node:
    """One row of the menu as the desktop sees it."""

    number: int
    properties: Properties
    children: tuple[Node, ...] = ()
    row: Row | None = None
    """None for the menu itself."""

    def walk(self) -> Iterator[Node]:
        """This node and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Change:
    """What a new set of rows changed."""

    structure: bool = False
    """Rows came, went, moved or became another kind."""
    updated: Mapping[int, Properties] = field(default_factory=dict)
    """Properties with a new value, by number."""
    removed: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """Properties that are gone, by number."""

    @property
    def empty(self) -> bool:
        """Nothing changed."""
        return not (self.structure or self.updated or self.removed)


class Layout:
    """Owner of the numbers, of the revision and of the nodes that stand now."""

    def __init__(self, rows: tuple[Row, ...]) -> None:
        """Begin with these rows, at revision 1."""
        self._numbers: dict[str, int] = {}
        self._rows = rows
        self.revision = 1
        self.root = self._root(rows)
        self._nodes = {node.number: node for node in self.root.walk()}

    def node(self, number: int) -> Node | None:
        """The node with that number, if it stands now."""
        return self._nodes.get(number)

    def nodes(self) -> tuple[Node, ...]:
        """All nodes, the menu itself first."""
        return tuple(self._nodes.values())

    def update(self, rows: tuple[Row, ...]) -> Change:
        """Put other rows in place and say what changed; a changed structure raises the revision."""
        if rows == self._rows:
            return Change()
        before, outline = self._nodes, _outline(self.root)
        self._rows = rows
        self.root = self._root(rows)
        self._nodes = {node.number: node for node in self.root.walk()}
        structure = _outline(self.root) != outline
        self.revision += structure
        updated: dict[int, Properties] = {}
        removed: dict[int, tuple[str, ...]] = {}
        for number in before.keys() & self._nodes.keys():
            old, new = before[number].properties, self._nodes[number].properties
            if changed := {key: value for key, value in new.items() if key not in old or old[key] != value}:
                updated[number] = changed
            if gone := tuple(key for key in old if key not in new):
                removed[number] = gone
        return Change(structure, updated, removed)

    def marks(self) -> Mapping[int, Properties]:
        """How every check mark and radio button stands, by number."""
        mark = "toggle-state"
        return {node.number: {mark: node.properties[mark]} for node in self.nodes() if mark in node.properties}

    def _root(self, rows: tuple[Row, ...]) -> Node:
        return Node(ROOT, {"children-display": "submenu"}, self._children(rows))

    def _children(self, rows: tuple[Row, ...]) -> tuple[Node, ...]:
        return tuple(Node(self._number(row.id), properties(row), self._children(row.children), row) for row in rows)

    def _number(self, row_id: str) -> int:
        return self._numbers.setdefault(row_id, len(self._numbers) + 1)


def properties(row: Row) -> Properties:
    """The properties of one row, by the names of com.canonical.dbusmenu."""
    if row.kind is RowKind.SEPARATOR:
        return {"type": "separator"}
    made: dict[str, str | bool | int | bytes] = {
        "label": " ".join(row.label.split("\n")).replace("_", "__"),  # one underscore would mark a letter
        "enabled": row.enabled,
    }
    if row.kind in {RowKind.CHECK, RowKind.RADIO}:
        made["toggle-type"] = "checkmark" if row.kind is RowKind.CHECK else "radio"
        made["toggle-state"] = int(row.checked)
    if row.kind is RowKind.SUBMENU:
        made["children-display"] = "submenu"
    if row.icon is not None:
        made["icon-data"] = row.icon
    return made


def _outline(root: Node) -> list[tuple[int, RowKind | None, int]]:
    """What makes two menus the same but for their texts and marks."""
    return [(node.number, node.row.kind if node.row else None, len(node.children)) for node in root.walk()]
