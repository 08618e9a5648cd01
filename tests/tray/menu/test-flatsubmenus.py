"""The menu where submenus cannot hold submenus, as in GNOME."""

from __future__ import annotations

import pytest

from brim.tray.menu.flatsubmenus import flat_submenus
from brim.tray.menu.machinestate import MachineState
from brim.tray.menu.rows import menu_rows
from tests.support.samples import NOW
from tests.tray.menu.situations import situations

pytestmark = pytest.mark.usefixtures("utc")
MOST_ROWS_OF_AN_ACCOUNT = 9
"""A heading, a problem of at most four rows, and limits."""


def flat_rows(name: str) -> dict[str, list[str]]:
    """The labels in each submenu of a situation."""
    machine_state = MachineState(starts_at_login=True)
    rows = flat_submenus(menu_rows(situations("used")[name], NOW, durations=True, machine_state=machine_state))
    return {row.id: [child.label for child in row.children] for row in rows if row.children}


def test_each_account_is_short() -> None:
    """Each account has its heading, its problem and its limits: what is beyond that would be scrolled for long."""
    accounts = flat_rows("eight-accounts")["accounts"]

    assert "Session 41% used · resets in 2 h 58 min" in accounts
    assert "Claude · personal" == accounts[0]
    assert 1 == len([label for label in accounts[:5] if label.startswith("Session 41% used")])
    assert len(accounts) <= 5 * MOST_ROWS_OF_AN_ACCOUNT
    assert [] == [label for label in accounts if label.startswith(("Next", "Updated", "Ultra"))]
    assert "No connection" in flat_rows("everything")["accounts"]


def test_limits_have_bars_of_letters() -> None:
    """Each limit begins with its bar, which is as long as the others; no other row has one."""
    machine_state = MachineState(starts_at_login=True)
    rows = flat_submenus(menu_rows(situations("used")["usual"], NOW, durations=True, machine_state=machine_state))
    barred = [row.label for row in rows if row.label.startswith(("▰", "▱"))]

    assert ["▰▰▰▰▱▱▱▱▱▱  Session 41%", "▰▱▱▱▱▱▱▱▱▱  Week, all m", "▰▰▰▰▰▰▰▱▱▱  Fable (week"] == [
        label[:23] for label in barred
    ]


def test_all_settings_stay() -> None:
    """All that can be chosen is there, below the heading of its submenu."""
    settings = flat_rows("usual")["settings"]

    assert ["Icon", "Number and lines"] == settings[:2]
    assert {"Show remaining", "Show in icon", "Fable (week)", "Notifications", "Fetch usage online"} <= set(settings)


def test_details_stay() -> None:
    """The details of the account in the icon are a submenu of their own, and stay as they are."""
    machine_state = MachineState(starts_at_login=True)
    rows = menu_rows(situations("used")["many-limits"], NOW, durations=True, machine_state=machine_state)
    details = next(row for row in rows if row.id == "details")

    assert [row.label for row in details.children] == flat_rows("many-limits")["details"]
