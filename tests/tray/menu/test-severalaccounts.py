"""What menu and tooltip show of several accounts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from brim.model.account import Health
from brim.model.level import Level
from brim.tray.menu.rows import menu_rows
from brim.tray.menu.trayview import tray_view
from tests.support.samples import BLOCKED_PROBLEM, NOW, account_view, extra_usage, snapshot, week, window, with_label
from tests.tray.menu.menurows import find_row, opened_rows, standing_rows, texts

if TYPE_CHECKING:
    from brim.tray.menu.row import MenuRow

THREE_ACCOUNTS = (
    with_label("home", account_view(window(), week(62.0, Level.WATCH))),
    account_view(
        window(92.0, Level.CRITICAL), spend=extra_usage(), health=Health.BLOCKED, problem=BLOCKED_PROBLEM, stale=True
    ),
    replace(with_label("third", account_view(health=Health.SIGNED_OUT, problem=BLOCKED_PROBLEM)), login_found=False),
)


def _all_ids(rows: tuple[MenuRow, ...]) -> list[str]:
    """The ids of these rows and of all rows below them."""
    return [row_id for row in rows for row_id in (row.id, *_all_ids(row.children))]


@pytest.mark.usefixtures("utc")
def test_each_of_several_accounts_has_a_submenu() -> None:
    """In the order of the settings, each with its figure in its label and everything known about it below."""
    submenus = find_row(standing_rows(snapshot(*THREE_ACCOUNTS)), "accounts").children

    assert [
        "home: Session 41% used · resets 14:00",
        "work: Session 92% used · resets 14:00",
        "third: Rate limited",
    ] == [row.label for row in submenus]
    assert [
        "Session 41% used · resets 14:00",
        "Week, all models 62% used · resets Fri 11:02",
        "Updated 11:02",
        "Ultra · home",
        "Next update 11:07 (every 5 minutes)",
    ] == [row.label for row in submenus[0].children[:5]]


def test_the_menu_is_about_the_most_urgent_account() -> None:
    """Its name is above its limits and its problem; all that concerns another account is in that account's submenu."""
    rows = standing_rows(snapshot(*THREE_ACCOUNTS))

    assert [
        "Account: work",
        "Session 92% used · resets 14:00",
        "Extra usage: $18.02 of $300",
        "",
        "Rate limited",
        "The next update is at 11:07.",
        "Updated 11:02, stale",
        "",
    ] == [row.label for row in rows[:8]]


@pytest.mark.parametrize("durations", [True, False])
def test_ids_are_unique_over_all_submenus(durations: bool) -> None:  # noqa: FBT001 - a row of the table
    """A host finds a row by its id, and the id stays when other accounts come and go."""
    all_ids = _all_ids(menu_rows(snapshot(*THREE_ACCOUNTS), NOW, durations=durations))
    fewer_ids = _all_ids(menu_rows(snapshot(*THREE_ACCOUNTS[:2]), NOW, durations=durations))

    assert len(set(all_ids)) == len(all_ids)
    assert set(fewer_ids) < set(all_ids)


@pytest.mark.usefixtures("utc")
def test_the_tooltip_of_several_accounts() -> None:
    """The most urgent account, by name, and one line for each other account, while five lines last."""
    view = tray_view(snapshot(*THREE_ACCOUNTS), NOW)

    assert "Brim: work: Session 92% used, resets 14:00" == view.title
    assert view.tooltip.split("\n") == [
        "work: Rate limited",
        "Session 92% used · resets 14:00",
        "home: Session 41% used · resets 14:00",
        "third: Rate limited",
        "Updated 11:02, stale, next 11:07",
    ]


def test_an_account_without_a_login_is_never_the_headline() -> None:
    """However high its last number was, and also when the others have no number yet."""
    view = with_label("a", account_view(window(99.0, Level.CRITICAL), health=Health.SIGNED_OUT))
    without_login = replace(view, login_found=False)
    unread = with_label("b", account_view(health=Health.OFFLINE, problem=BLOCKED_PROBLEM))

    assert ["b", "b"] == [
        most_urgent.account.label
        for views in ((without_login, unread), (unread, without_login))
        if (most_urgent := snapshot(*views).most_urgent_account) is not None
    ]


def test_logins_of_several_accounts_that_end_soon() -> None:
    """Each has a row in the submenu of its account; those of accounts without one say nothing."""
    ending = [
        replace(view, login_ends_at=NOW + timedelta(days=days))
        for view, days in zip(THREE_ACCOUNTS, (2, 1, 9), strict=True)
    ]
    accounts = find_row(standing_rows(snapshot(*ending)), "accounts").children

    assert [True, True, False] == ["Login expires" in texts(account.children) for account in accounts]


def test_refresh_waits_for_the_first_account_that_may_be_read() -> None:
    """It is possible as soon as one of several accounts may be read."""
    first, second = (
        with_label(str(seconds), account_view(window(), refresh_from=NOW + timedelta(seconds=seconds)))
        for seconds in (42, 50)
    )
    free = with_label("free", account_view(window()))

    assert "Refresh (in 42 s)" == find_row(opened_rows(snapshot(second, first)), "refresh").label
    assert "Refresh" == find_row(opened_rows(snapshot(first, free)), "refresh").label


def test_accounts_with_long_names_are_told_apart() -> None:
    """In a list of accounts the time of a reset gives way to the name of the account, which stays whole."""
    names = [f"account {number} of the company" for number in range(6)]
    views = [with_label(name, account_view(window(41.0))) for name in names]
    labels = [row.label for row in find_row(standing_rows(snapshot(*views)), "accounts").children]

    assert [f"{name}: Session 41% used" for name in names] == labels


@pytest.mark.usefixtures("utc")
def test_of_many_accounts_the_fullest_are_in_the_tooltip() -> None:
    """Where not every account has room, those with the highest percentages stay, in the order of the settings."""
    views = [
        with_label(f"a{percent}", account_view(window(float(percent)))) for percent in (10, 99, 20, 95, 30, 97, 40)
    ]
    lines = tray_view(snapshot(*views), NOW).tooltip.split("\n")

    assert ["a99", "a95", "a97", "a40", "Updated 11"] == [line.split(":")[0] for line in lines]
