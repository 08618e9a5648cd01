"""An open menu keeps its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.model.command import Quit, Refresh
from brim.tray.linux.openmenu import LONGEST_SECONDS, OpenMenu, with_texts_of
from brim.tray.menu.row import MenuRow, RowKind

if TYPE_CHECKING:
    from collections.abc import Callable

REFRESH = MenuRow("refresh", "Refresh", command=Refresh())
QUIT = MenuRow("quit", "Quit Brim", command=Quit())
NEW = MenuRow("plan", "Ultra")


class Timer:
    """The one call that waits, with its seconds."""

    def __init__(self) -> None:
        """Begin without a call."""
        self.waiting: list[tuple[float, Callable[[], None]]] = []

    def call_later(self, seconds: float, function: Callable[[], None]) -> Callable[[], None]:
        """Store the call; the returned function cancels it."""
        call = (seconds, function)
        self.waiting.append(call)
        return lambda: self.waiting.remove(call)


def test_texts_change_and_rows_stay() -> None:
    """A row that stays has its new text and command; one that has gone stays, and a new one does not come."""
    limited = MenuRow("refresh", "In 57 s", enabled=False)

    assert with_texts_of((REFRESH, QUIT), (NEW, limited)) == (limited, QUIT)
    assert with_texts_of((REFRESH, QUIT), (QUIT, REFRESH)) == (REFRESH, QUIT)


def test_rows_below_a_row_stay_too() -> None:
    """The same holds for submenus, and a row does not become another kind."""
    about = MenuRow("about", "About", RowKind.SUBMENU, children=(QUIT,))
    longer = MenuRow("about", "On Brim", RowKind.SUBMENU, children=(NEW, QUIT))

    assert with_texts_of((about,), (longer,)) == (MenuRow("about", "On Brim", RowKind.SUBMENU, children=(QUIT,)),)
    assert with_texts_of((about,), (MenuRow("about", "About"),)) == (about,)


def test_a_sentence_changes_as_a_whole() -> None:
    """A sentence in two rows that becomes one row is shown as it was: half of it would be wrong."""
    sentence = (MenuRow("forecast-0", "Full about 08:07,"), MenuRow("forecast-1", "before the reset"))
    shorter = (MenuRow("forecast-0", "before the reset"),)

    assert with_texts_of((*sentence, QUIT), (*shorter, QUIT)) == (*sentence, QUIT)
    as_long = (MenuRow("forecast-0", "Full about 08:09,"), sentence[1])
    assert with_texts_of((*sentence, QUIT), (*as_long, QUIT)) == (*as_long, QUIT)


def test_a_label_does_not_widen_the_menu() -> None:
    """A label that is much longer than all that are shown waits; some more digits do not."""
    longer = MenuRow("quit", "Quit Brim and everything that belongs to it", command=Quit())
    digits = MenuRow("refresh", "Refresh 12", command=Refresh())

    assert with_texts_of((REFRESH, QUIT), (digits, longer)) == (digits, QUIT)


def test_a_menu_that_is_never_closed() -> None:
    """A panel that never reports the closing of the menu gets the new rows after the longest time."""
    timer, closings = Timer(), list[str]()
    menu = OpenMenu(timer.call_later, lambda: closings.append("closed"))

    menu.opened()
    menu.opened()
    assert menu.is_open
    ((seconds, run_out),) = timer.waiting
    run_out()

    assert seconds == LONGEST_SECONDS
    assert (menu.is_open, timer.waiting, closings) == (False, [], ["closed"])


def test_a_closed_menu() -> None:
    """Rows are made again once when the menu closes; a closing without an opening means nothing."""
    timer, closings = Timer(), list[str]()
    menu = OpenMenu(timer.call_later, lambda: closings.append("closed"))

    menu.closed()
    menu.opened()
    menu.closed()
    menu.closed()

    assert (menu.is_open, timer.waiting, closings) == (False, [], ["closed"])
