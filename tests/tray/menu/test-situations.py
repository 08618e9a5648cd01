"""What menu, tooltip and title show is counted, in some thirty invented situations."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from brim.tray.menu.flatsubmenus import flat_submenus
from brim.tray.menu.machinestate import MachineState
from brim.tray.menu.row import RowKind
from brim.tray.menu.rows import MOST_ROWS, menu_rows
from brim.tray.menu.tooltip import title, tooltip
from brim.tray.menu.tooltiplines import LINE_LENGTH, MOST_LINES
from tests.support.samples import NOW
from tests.tray.menu.situations import situations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brim.model.snapshot import Snapshot
    from brim.tray.menu.row import MenuRow

pytestmark = pytest.mark.usefixtures("utc")
MOST_LETTERS, MOST_TITLE_LETTERS = 46, 120
"""Windows cuts the title at 127."""
GNOME_ROW, GNOME_SEPARATOR, GNOME_ROOM = 36, 12, 720 - 32 - 100
"""Pixels of GNOME's rows, and of a menu below its bar that leaves three rows to an open submenu."""
NAMES = sorted(situations("used"))
every_situation = pytest.mark.parametrize("name", NAMES)
opened_or_not = pytest.mark.parametrize("durations", [True, False])


def rows_of(shown: Snapshot, *, durations: bool) -> tuple[MenuRow, ...]:
    """The menu on a machine where start at login can be switched."""
    return menu_rows(shown, NOW, durations=durations, machine_state=MachineState(starts_at_login=True))


def levels(rows: tuple[MenuRow, ...]) -> Iterator[tuple[MenuRow, ...]]:
    """The rows that are seen together: those of the menu, and those of each submenu."""
    yield rows
    for row in rows:
        if row.children:
            yield from levels(row.children)


def facts(text: str) -> set[str]:
    """What a text states: each limit with its figure, each limit with its reset, a run-out, an age."""
    found = {f"figure of {name}" for name in re.findall(r"^(.+?):? \d+%\??(?: \(unconfirmed\))? (?:used|left)", text)}
    found |= (
        {f"age {age}" for age in re.findall(r"(?:Updated|read) [^,]*", text)} if text.startswith("Updated") else set()
    )
    return found | {f"says {text}"}


def test_there_are_enough_situations() -> None:
    """Thirty or more."""
    assert len(NAMES) >= 30


@opened_or_not
@every_situation
def test_the_menu_is_short(name: str, durations: bool) -> None:  # noqa: FBT001 - a row of the table
    """It has at most fourteen rows, each label at most 46 letters, it fits GNOME's screen, and ends with Quit."""
    rows = rows_of(situations("used")[name], durations=durations)
    counted = [row for row in rows if row.kind is not RowKind.SEPARATOR]
    labels = [row.label for level in levels(rows) for row in level]

    assert len(counted) <= MOST_ROWS == 14
    assert [] == [label for label in labels if len(label) > MOST_LETTERS]
    assert len(counted) * GNOME_ROW + (len(rows) - len(counted)) * GNOME_SEPARATOR <= GNOME_ROOM
    assert "quit" == rows[-1].id
    assert any(row.id == "refresh" and "Refresh" in row.label for row in rows)
    assert all(not row.children for top in flat_submenus(rows) for row in top.children)


@every_situation
def test_the_tooltip_is_short(name: str) -> None:
    """It has at most five lines, also where Plasma breaks long ones, and the title is one short line."""
    shown = situations("used")[name]
    lines = tooltip(shown, NOW).split("\n")

    assert sum(-(-len(line) // LINE_LENGTH) for line in lines) <= MOST_LINES == 5
    assert "\n" not in title(shown, NOW)
    assert len(title(shown, NOW)) <= MOST_TITLE_LETTERS


@opened_or_not
@every_situation
def test_nothing_is_said_twice(name: str, durations: bool) -> None:  # noqa: FBT001 - a row of the table
    """No two rows that are seen together state the same fact, and no two lines of a tooltip."""
    shown = situations("used")[name]
    seen_together = [
        *([row.label for row in level if row.label] for level in levels(rows_of(shown, durations=durations))),
        tooltip(shown, NOW).split("\n"),
    ]

    headings = {row.label for row in rows_of(shown, durations=durations) if row.id.startswith("account-")}
    for texts in seen_together:
        account, stated = "", []
        for text in texts:
            account = text if text in headings else account
            stated += [f"{account} {fact}" for fact in facts(text)]
        assert sorted(stated) == sorted(set(stated))


@every_situation
def test_row_ids_are_unique(name: str) -> None:
    """A host finds a row by its id, in whatever submenu it is."""
    names = [row.id for level in levels(rows_of(situations("used")[name], durations=True)) for row in level]

    assert len(set(names)) == len(names)


@every_situation
def test_used_or_left_is_said_everywhere(name: str) -> None:
    """Rows, tooltip and title show what is left where the user wants that, with the word; else what is used."""
    texts: dict[str, str] = {}
    for show in ("used", "remaining"):
        shown = situations(show)[name]
        rows = [row for row in rows_of(shown, durations=True) if row.id.startswith("window-")]
        labels = [row.label for row in rows if row.percent is not None]
        texts[show] = "\n".join((*labels, tooltip(shown, NOW), title(shown, NOW)))
    used, left = (
        [int(number) for number in re.findall(rf"(\d+)%\??(?: \(unconfirmed\))? {word}", texts[show])]
        for show, word in (("used", "used"), ("remaining", "left"))
    )

    assert [100 - number for number in used] == left
    assert "% used" not in texts["remaining"]
    assert "% left" not in texts["used"]
    if name not in {"unread", "unused", "offline-unread", "expired-unread", "keychain-unread"}:
        assert used


def test_the_problem_or_the_pressing_limit_is_first() -> None:
    """The first line of the tooltip is the problem, or the limit in the icon; the title has all about that limit."""
    shown = situations("used")

    assert "Fable (week) 78% used · resets Fri 11:02" == tooltip(shown["usual"], NOW).split("\n")[0]
    assert "Brim: Fable (week) 78% used, resets Fri 11:02" == title(shown["usual"], NOW)
    assert "No connection" == tooltip(shown["offline"], NOW).split("\n")[0]
    assert "Brim: Fable (week) 22% left, resets Fri 11:02" == title(situations("remaining")["usual"], NOW)


def test_the_rows_of_a_usual_account() -> None:
    """Limits, extra usage, what to expect, how old that is, and then what can be done."""
    labels = [row.label for row in rows_of(situations("used")["forecast"], durations=True)]

    assert [
        "Session 41% used · resets in 2 h 58 min",
        "Week, all models 18% used · resets Fri 11:02",
        "Fable (week) 78% used · resets Fri 11:02",
        "",
        "Fable (week): On pace to run out Wed morning",
        "Updated just now",
        "",
        *("Details", "More", "Refresh", "Snooze alerts", "Settings", "Help", "Quit Brim"),
    ] == labels


def test_a_problem_takes_the_place_of_the_forecast() -> None:
    """Its title and its next step are in the menu; where there is more to say, all of it is in the details."""
    offline, keychain = (rows_of(situations("used")[name], durations=False) for name in ("offline", "keychain"))
    problems = [[row for row in rows if row.id.startswith("problem")] for rows in (offline, keychain)]
    details = next(row.children for row in keychain if row.id == "details")

    assert ["No connection", "Check the network. Brim retries automatically."] == [row.label for row in problems[0]]
    assert [
        "No access to the Keychain",
        "Click Refresh, or run `brim status --refresh`,",
        "and choose Always Allow when macOS asks.",
    ] == [row.label for row in problems[1]]
    full = " ".join(row.label for row in details if row.id.startswith("problem"))
    assert "macOS did not let Brim see the Claude Code login." in full


def test_a_stale_update_was_never_just_now() -> None:
    """A menu that opens says how old stale usage is, also in its first minute."""
    offline = situations("used")["offline"]
    view = replace(offline.accounts[0], fetched_at=NOW - timedelta(seconds=20))
    labels = [row.label for row in rows_of(replace(offline, accounts=(view,)), durations=True)]

    assert "Updated 20 s ago, stale" in labels
