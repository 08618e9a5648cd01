"""Numbers and changes of menu rows, without a bus."""

from __future__ import annotations

from brim.model.command import Refresh
from brim.tray.linux.menulayout import MenuLayout
from brim.tray.menu.row import MenuRow, RowKind

ONE = MenuRow("one", "One", command=Refresh())
TWO = MenuRow("two", "Two", RowKind.CHECK, checked=True)


def test_equal_rows_change_nothing() -> None:
    """Equal rows, made a second time, are no change."""
    layout = MenuLayout((ONE, TWO))

    change = layout.update((MenuRow("one", "One", command=Refresh()), TWO))

    assert change.empty
    assert layout.revision == 1


def test_a_new_command_is_not_a_change() -> None:
    """A row may get another command: a click sends the new one, and hosts get no signal."""
    layout = MenuLayout((ONE, TWO))

    change = layout.update((MenuRow("one", "One", command=None), TWO))

    assert change.empty
    node = layout.node(1)
    assert node is not None
    assert node.row == MenuRow("one", "One", command=None)


def test_only_what_differs_is_updated() -> None:
    """Of a changed row only the properties that differ are listed; removed ones are listed apart."""
    layout = MenuLayout((MenuRow("one", "One", icon=b"png"), TWO))

    change = layout.update((MenuRow("one", "Uno"), MenuRow("two", "Two", RowKind.CHECK)))

    assert (change.structure, dict(change.updated)) == (False, {1: {"label": "Uno"}, 2: {"toggle-state": 0}})
    assert dict(change.removed) == {1: ("icon-data",)}


def test_new_places_and_kinds_are_structure() -> None:
    """Rows that move, become another kind or move into a submenu raise the revision each time."""
    layout = MenuLayout((ONE, TWO))

    moved = layout.update((TWO, ONE))
    converted = layout.update((TWO, MenuRow("one", "One", RowKind.RADIO)))
    nested = layout.update((MenuRow("menu", "Menu", RowKind.SUBMENU, children=(TWO, ONE)),))

    assert [moved.structure, converted.structure, nested.structure] == [True, True, True]
    assert layout.revision == 4


def test_a_row_that_goes_is_hidden_at_its_place() -> None:
    """A row that goes and returns is a change of `visible`, and no structure: hosts keep open submenus."""
    layout = MenuLayout((ONE, TWO))

    gone = layout.update((TWO,))
    hidden = layout.node(1)
    back = layout.update((ONE, TWO))

    assert (gone.structure, dict(gone.updated), dict(gone.removed)) == (False, {1: {"visible": False}}, {})
    assert (back.structure, dict(back.updated), dict(back.removed)) == (False, {1: {"visible": True}}, {})
    assert hidden is not None
    assert hidden.row is None
    assert layout.revision == 1


def test_nothing_below_a_hidden_row_can_be_clicked() -> None:
    """A submenu that is gone holds no command, also where a host still shows it."""
    layout = MenuLayout((MenuRow("menu", "Menu", RowKind.SUBMENU, children=(ONE,)), TWO))

    layout.update((TWO,))

    assert [node.row for node in layout.nodes()] == [None, None, None, TWO]


def test_a_label_is_one_line_without_mnemonics() -> None:
    """Underscores are doubled, because a single one marks a letter; line ends become spaces."""
    layout = MenuLayout((MenuRow("one", "claude_code\nnow"),))

    node = layout.node(1)

    assert node is not None
    assert node.properties["label"] == "claude__code now"
