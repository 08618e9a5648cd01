"""The menu for desktops that do not scroll it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from brim.backend.settings.choices import menu_options
from brim.backend.settings.load import load_settings
from brim.model.account import Problem
from brim.model.command import Quit
from brim.tray.menu.compactrows import MOST_THIRDS, compact, height_in_thirds
from brim.tray.menu.machinestate import MachineState
from brim.tray.menu.row import MenuRow, RowKind
from brim.tray.menu.rows import STARTING_ROWS, menu_rows
from tests.support.samples import NOW, account_view, snapshot, week, window, with_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from brim.model.command import Command

PROBLEMS = st.none() | st.integers(1, 60).map(lambda words: Problem("Something is wrong", "word " * words))


def _rows(accounts: int, limits: int, problem: Problem | None) -> tuple[MenuRow, ...]:
    """A whole menu, with all settings, so many accounts, and so many limits in each."""
    more = tuple(replace(week(), id=f"weekly-{number}", headline=False) for number in range(limits))
    views = [
        with_label(f"{number}. account", account_view(window(), *more, problem=problem)) for number in range(accounts)
    ]
    shown = replace(snapshot(*views), options=tuple(menu_options(load_settings())))
    return menu_rows(shown, NOW, durations=True, machine_state=MachineState(starts_at_login=False))


def _all(rows: Iterable[MenuRow]) -> Iterator[MenuRow]:
    for row in rows:
        yield row
        yield from _all(row.children)


def _commands(rows: Iterable[MenuRow]) -> set[tuple[str, Command]]:
    return {(row.id, row.command) for row in _all(rows) if row.command is not None}


@given(st.integers(1, 12), st.integers(0, 20), PROBLEMS)
def test_a_menu_of_any_state_is_low(accounts: int, limits: int, problem: Problem | None) -> None:
    """Quit is the last row of a menu that is low enough, and every row can be clicked with one submenu open at most."""
    rows = _rows(accounts, limits, problem)

    low = compact(rows)

    assert height_in_thirds(low) <= MOST_THIRDS
    assert low[-1].command == Quit()
    assert _commands(low) == _commands(rows)
    assert not any(child.children for row in low for child in row.children)
    ids = [row.id for row in _all(low)]
    assert len(set(ids)) == len(ids)


@given(st.integers(1, 12), st.integers(0, 20), PROBLEMS)
def test_the_order_of_what_stays(accounts: int, limits: int, problem: Problem | None) -> None:
    """Rows that stay in the menu itself are in the order that they have in the whole menu."""
    rows = _rows(accounts, limits, problem)
    order = [row.id for row in rows]

    kept = [row.id for row in compact(rows) if row.id in order]

    assert kept == sorted(kept, key=order.index)


def test_a_menu_that_is_low_keeps_its_rows() -> None:
    """Rows that fit are not put into submenus."""
    assert compact(STARTING_ROWS) == STARTING_ROWS


def test_what_an_ordinary_menu_keeps() -> None:
    """Two limits, where they come from, the actions and the most used settings can be seen without a submenu."""
    kinds = {row.id: row.kind for row in compact(_rows(1, 1, None)) if row.kind is not RowKind.SEPARATOR}

    assert {"window-session", "window-weekly-0", "source", "refresh", "open-page", "icon", "notices", "quit"} <= set(
        kinds
    )
    assert RowKind.SUBMENU == kinds["more"]
