"""The state of our own menu: what mouse and keys can select, and what submenus show."""

from __future__ import annotations

from brim.model.command import ChangeSetting, Quit, Refresh
from brim.tray.linux.xembed.menu import PopupMenu
from brim.tray.menu.row import MenuRow, RowKind

ROWS = (
    MenuRow("window", "Session: 41%", enabled=False),
    MenuRow("line", kind=RowKind.SEPARATOR),
    MenuRow("refresh", "Refresh", command=Refresh()),
    MenuRow("plan", "Ultra"),
    MenuRow(
        "style",
        "Icon",
        RowKind.SUBMENU,
        children=(MenuRow("ring", "Ring", RowKind.RADIO, command=ChangeSetting("k", "ring")),),
    ),
    MenuRow("quit", "Quit", command=Quit()),
)


def test_keys_skip_rows_that_cannot_be_selected() -> None:
    """Down and up go through the rows that do something, with wrap-around."""
    popup = PopupMenu(ROWS)
    popup.select_by(1)
    assert Refresh() == popup.activate()

    popup.select_by(-1)
    assert Quit() == popup.activate()
    popup.select_by(1)
    assert Refresh() == popup.activate()


def test_a_submenu_replaces_the_menu() -> None:
    """Its first line leads back, and so does a key, until there is no menu above."""
    popup = PopupMenu(ROWS)
    menu_size = popup.size
    popup.select_by(1)
    popup.select_by(1)
    assert popup.activate() is None
    assert popup.size < menu_size

    popup.select_by(-1)
    assert ChangeSetting("k", "ring") == popup.activate()
    popup.select_by(-1)
    assert popup.activate() is None
    assert popup.size == menu_size
    assert not popup.back()


def test_the_mouse_selects_the_row_under_it() -> None:
    """Every height is in at most one row; disabled rows, separators and edges cannot be activated."""
    popup = PopupMenu(ROWS)
    commands = []
    for y in range(-5, popup.size[1] + 5):
        popup.select_at(y)
        if (command := popup.activate()) is not None:
            commands.append(command)
        popup.back()

    assert {Refresh(), Quit()} == set(commands)
    assert commands == sorted(commands, key=[Refresh(), Quit()].index)


def test_rows_that_change_while_it_is_open() -> None:
    """The open submenu and the selection stay where they still exist."""
    popup = PopupMenu(ROWS)
    popup.select_by(1)
    popup.set_rows((MenuRow("new", "Something new"), *ROWS))
    assert Refresh() == popup.activate()

    popup.select_by(1)
    popup.activate()
    popup.select_by(-1)
    popup.set_rows(ROWS[1:])
    assert ChangeSetting("k", "ring") == popup.activate()

    popup.set_rows(ROWS[:3])
    assert popup.activate() is None
    popup.select_by(1)
    assert Refresh() == popup.activate()
    assert not popup.back()


def test_a_menu_larger_than_the_screen() -> None:
    """It takes the size that is allowed; keys and the wheel scroll to the rest, and every row can be activated."""
    rows = tuple(
        MenuRow(f"row-{number}", f"Row {number}", command=ChangeSetting("k", str(number))) for number in range(40)
    )
    popup = PopupMenu(rows, max_size=(60, 200))
    assert (60, 200) == popup.size == popup.image().size

    by_keys, first_image = [], popup.image()
    for _ in rows:
        assert popup.select_by(1)
        by_keys.append(popup.activate())
    assert [row.command for row in rows] == by_keys
    assert first_image.tobytes() != popup.image().tobytes()

    while popup.scroll(-1):
        pass
    by_mouse = set()
    scrolled = True
    while scrolled:
        for y in range(popup.size[1]):
            popup.select_at(y)
            by_mouse.add(popup.activate())
        scrolled = popup.scroll(1)
    assert {row.command for row in rows} <= by_mouse


def test_a_menu_without_selectable_rows() -> None:
    """Keys do nothing in it."""
    popup = PopupMenu(ROWS[:2])

    assert not popup.select_by(1)
    assert popup.activate() is None


def test_the_selection_is_visible() -> None:
    """The image changes with the selection, and has the menu's size, at any density."""
    popup = PopupMenu(ROWS, scale=2)
    before = popup.image()

    assert popup.select_by(1)
    assert popup.size == before.size == popup.image().size
    assert before.tobytes() != popup.image().tobytes()
    assert popup.size[1] == 2 * PopupMenu(ROWS).size[1]
