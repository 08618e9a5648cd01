"""The menu of our own, as data: what can be chosen, by mouse and by keys, and where submenus lead."""

from __future__ import annotations

from brim.model.command import ChangeSetting, Quit, Refresh
from brim.tray.linux.xembed.menu import PopupMenu
from brim.tray.menu.row import Row, RowKind

ROWS = (
    Row("window", "5-hour session: 41%", enabled=False),
    Row("line", kind=RowKind.SEPARATOR),
    Row("refresh", "Refresh now", command=Refresh()),
    Row("told", "Max 5x"),
    Row(
        "style",
        "Icon",
        RowKind.SUBMENU,
        children=(Row("ring", "Ring", RowKind.RADIO, command=ChangeSetting("k", "ring")),),
    ),
    Row("quit", "Quit", command=Quit()),
)


def test_keys_pass_over_what_cannot_be_chosen() -> None:
    """Down and up go through the rows that do something, round and round."""
    popup = PopupMenu(ROWS)
    popup.move_by(1)
    assert Refresh() == popup.press()

    popup.move_by(-1)
    assert Quit() == popup.press()
    popup.move_by(1)
    assert Refresh() == popup.press()


def test_a_submenu_stands_in_place_of_the_menu() -> None:
    """Its first line leads back; it is left by a key as well, until there is nothing above."""
    popup = PopupMenu(ROWS)
    whole = popup.size
    popup.move_by(1)
    popup.move_by(1)
    assert popup.press() is None
    assert popup.size < whole

    popup.move_by(-1)
    assert ChangeSetting("k", "ring") == popup.press()
    popup.move_by(-1)
    assert popup.press() is None
    assert popup.size == whole
    assert not popup.back()


def test_the_mouse_chooses_what_it_is_over() -> None:
    """Every height is in at most one row; greyed rows, separators and edges are nothing to press."""
    popup = PopupMenu(ROWS)
    pressed = []
    for down in range(-5, popup.size[1] + 5):
        popup.move_to(down)
        if (command := popup.press()) is not None:
            pressed.append(command)
        popup.back()

    assert {Refresh(), Quit()} == set(pressed)
    assert pressed == sorted(pressed, key=[Refresh(), Quit()].index)


def test_rows_that_change_while_it_is_open() -> None:
    """The same submenu and the same choice stay, as far as they are still there."""
    popup = PopupMenu(ROWS)
    popup.move_by(1)
    popup.renew((Row("new", "Something new"), *ROWS))
    assert Refresh() == popup.press()

    popup.move_by(1)
    popup.press()
    popup.move_by(-1)
    popup.renew(ROWS[1:])
    assert ChangeSetting("k", "ring") == popup.press()

    popup.renew(ROWS[:3])
    assert popup.press() is None
    popup.move_by(1)
    assert Refresh() == popup.press()
    assert not popup.back()


def test_a_menu_larger_than_the_screen() -> None:
    """It takes the room that there is; keys and the wheel bring the rest into sight, and every row can be pressed."""
    rows = tuple(Row(f"row-{number}", f"Row {number}", command=ChangeSetting("k", str(number))) for number in range(40))
    popup = PopupMenu(rows, room=(60, 200))
    assert (60, 200) == popup.size == popup.image().size

    keyed, top = [], popup.image()
    for _ in rows:
        assert popup.move_by(1)
        keyed.append(popup.press())
    assert [row.command for row in rows] == keyed
    assert top.tobytes() != popup.image().tobytes()

    while popup.scroll(-1):
        pass
    seen = set()
    going = True
    while going:
        for down in range(popup.size[1]):
            popup.move_to(down)
            seen.add(popup.press())
        going = popup.scroll(1)
    assert {row.command for row in rows} <= seen


def test_a_menu_without_anything_to_choose() -> None:
    """Keys do nothing in it."""
    popup = PopupMenu(ROWS[:2])

    assert not popup.move_by(1)
    assert popup.press() is None


def test_what_is_chosen_is_seen() -> None:
    """The picture changes with the choice, and is as large as is said, at any density."""
    popup = PopupMenu(ROWS, scale=2)
    before = popup.image()

    assert popup.move_by(1)
    assert popup.size == before.size == popup.image().size
    assert before.tobytes() != popup.image().tobytes()
    assert popup.size[1] == 2 * PopupMenu(ROWS).size[1]
