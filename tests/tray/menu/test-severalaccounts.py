"""What menu and tooltip show of several accounts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from brim.model.account import Health
from brim.model.command import OpenPage
from brim.model.level import Level
from brim.tray.menu.rows import menu_rows
from brim.tray.menu.trayview import tray_view
from tests.support.providerviews import beside_each_other, eight_accounts, five_providers, of_provider
from tests.support.samples import BLOCKED_PROBLEM, NOW, account_view, extra_usage, snapshot, week, window, with_label
from tests.tray.menu.menurows import find_row, opened_rows, standing_rows, texts, with_every_option

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
def test_each_of_several_accounts_has_a_group() -> None:
    """In the order of the settings: a row with provider and account, and then its limits.

    What is wrong with an account is in its own row; what to do about the most urgent one is below all of them.
    """
    rows = standing_rows(snapshot(*THREE_ACCOUNTS))

    assert [
        "Claude · home · updated 11:02",
        "Session 41% used · resets 14:00",
        "Week, all models 62% used · resets Fri 11:02",
        "",
        "Claude · work: Rate limited",
        "Session 92% used · resets 14:00",
        "Extra usage: $18.02 of $300",
        "",
        "Claude · third: Rate limited",
        "",
        "work: The next update is at 11:07.",
        "",
        "Details",
        *("Refresh", "Help", "Quit Brim"),
    ] == [row.label for row in rows]


@pytest.mark.usefixtures("utc")
def test_all_about_an_account_is_below_its_row() -> None:
    """Its problem with the whole next step, limits without room above, when it was updated, and the reasons."""
    rows = standing_rows(snapshot(*THREE_ACCOUNTS))
    home, work, third = (row.children for row in rows if row.id.startswith("account-"))

    assert ["Updated 11:02", "Ultra · home", "Next update 11:07 (every 5 minutes)"] == [row.label for row in home[:3]]
    assert ["Rate limited", "The next update is at 11:07."] == [row.label for row in work[:2]]
    assert ["Rate limited", "The next update is at 11:07."] == [row.label for row in third[:2]]


def grouped(rows: tuple[MenuRow, ...]) -> list[str]:
    """The accounts with a group, by their first words."""
    return [row.label.split(" · ")[0] for row in rows if row.id.startswith("account-")]


@pytest.mark.usefixtures("utc")
def test_the_least_pressing_accounts_fold_into_a_submenu() -> None:
    """With five providers three have a group, in the order of the settings; the others are below More accounts."""
    rows = standing_rows(with_every_option(*five_providers()))

    assert grouped(rows) == ["Claude", "Codex", "GitHub Copilot"]
    assert [
        "Cursor: No usage data yet",
        "OpenRouter: Spent $4.20, no cap",
    ] == [row.label for row in find_row(rows, "accounts").children]
    assert "More accounts" == find_row(rows, "accounts").label


@pytest.mark.usefixtures("utc")
def test_each_account_can_be_reached_with_all_its_limits() -> None:
    """Whether it has a group or not, and with its problem and the next step."""
    rows = standing_rows(with_every_option(*eight_accounts()))
    said = texts(rows)

    for view in eight_accounts():
        assert all(f"{view.account.id}-window-{limit.id}" in _all_ids(rows) for limit in view.windows)
    assert "GitHub Copilot · ada-lovelace: Login expired" in said
    assert "Open Codex once: it renews the login automatically." in said
    assert len([row for row in rows if row.label]) == 14


def test_accounts_and_limits_keep_their_order_whatever_is_pressing() -> None:
    """A row that comes or goes moves no other one: a person who reads the menu does not lose the place."""
    calm = eight_accounts()
    order = [view.account.id for view in calm]
    for index, view in enumerate(calm):
        pressing = replace(view, level=Level.EXHAUSTED)
        rows = standing_rows(with_every_option(*calm[:index], pressing, *calm[index + 1 :]))
        accounts = [row.id.removeprefix("account-") for row in rows if row.id.startswith("account-")]
        limits = [row.id for row in rows if "-window-" in row.id]
        known = [f"{one.account.id}-window-{limit.id}" for one in calm for limit in one.windows]

        assert view.account.id in accounts
        assert accounts == sorted(accounts, key=order.index)
        assert limits == sorted(limits, key=known.index)


def test_something_to_say_folds_no_other_account_away() -> None:
    """The groups are the same whether there is a forecast, a problem or nothing to say about the shown account."""
    claude, codex, *others = five_providers()
    groups = [
        grouped(standing_rows(with_every_option(claude, changed, *others)))
        for changed in (
            codex,
            replace(codex, login_ends_at=NOW + timedelta(days=1)),
            replace(codex, health=Health.BLOCKED, problem=BLOCKED_PROBLEM, stale=True),
        )
    ]

    assert groups[0] == groups[1] == groups[2]


@pytest.mark.parametrize("durations", [True, False])
def test_ids_are_unique_over_all_submenus(durations: bool) -> None:  # noqa: FBT001 - a row of the table
    """A host finds a row by its id, and the id stays when other accounts come and go."""
    all_ids = _all_ids(menu_rows(snapshot(*THREE_ACCOUNTS), NOW, durations=durations))
    fewer_ids = _all_ids(menu_rows(snapshot(*THREE_ACCOUNTS[:2]), NOW, durations=durations))

    assert len(set(all_ids)) == len(all_ids)
    assert set(fewer_ids) < set(all_ids)


@pytest.mark.usefixtures("utc")
def test_the_pages_of_each_provider_can_be_opened() -> None:
    """Help has the usage page and the status page of each provider, in the order of accounts, whichever is shown."""
    pages = {row.id: row for row in find_row(opened_rows(snapshot(*five_providers())), "help").children}
    usage, status = pages["open-page"], pages["open-status-page"]
    two = beside_each_other(
        of_provider("claude", "a", account_view(window())), of_provider("claude", "b", account_view(week()))
    )
    of_one = {row.id: row for row in find_row(opened_rows(snapshot(*two)), "help").children}

    assert ("Open usage page", "Open status page") == (usage.label, status.label)
    assert ["Claude", "Codex", "GitHub Copilot", "Cursor", "OpenRouter"] == [row.label for row in usage.children]
    assert ["Anthropic", "OpenAI", "GitHub", "Cursor", "OpenRouter"] == [row.label for row in status.children]
    assert [
        "https://claude.ai/settings/usage",
        "https://chatgpt.com/codex/settings/usage",
        "https://github.com/settings/copilot",
        "https://cursor.com/dashboard",
        "https://openrouter.ai/activity",
    ] == [row.command.url for row in usage.children if isinstance(row.command, OpenPage)]
    assert ("Open usage page", ()) == (of_one["open-page"].label, of_one["open-page"].children)


def test_the_tooltip_of_several_accounts() -> None:
    """The most urgent account, by name, and one line for each other account, while five lines last."""
    view = tray_view(snapshot(*THREE_ACCOUNTS), NOW)

    assert "Brim: work: Session 92% used, resets 14:00" == view.title
    assert view.tooltip.split("\n") == [
        "work: Rate limited",
        "work: Session 92% used · resets 14:00",
        "home: Session 41% used · resets 14:00",
        "third: Rate limited",
        "Updated 11:02, stale, next 11:07",
    ]


@pytest.mark.usefixtures("utc")
def test_the_tooltip_names_the_provider_of_each_line() -> None:
    """The most pressing first, one line for each account; the time of a reset gives way to the name."""
    view = tray_view(snapshot(*five_providers()), NOW)

    assert "Brim: Codex: Week, all models 78% used, resets Fri 11:02" == view.title
    assert view.tooltip.split("\n") == [
        "Codex: Week, all models 78% used",
        "GitHub Copilot: Month 64% used, stale",
        "Claude: Session 41% used · resets 14:00",
        "OpenRouter: Spent $4.20, no cap",
        "Updated 11:02, next 11:07",
    ]


def test_accounts_that_are_equally_pressing_keep_their_order() -> None:
    """As before the first reading, when nothing is known of any of them."""
    unread = [
        replace(view, windows=(), spend=None, problem=None, level=Level.UNKNOWN, fetched_at=None)
        for view in five_providers()
    ]
    lines = tray_view(snapshot(*unread), NOW).tooltip.split("\n")

    assert ["GitHub Copilot", "Cursor", "OpenRouter"] == [line.split(":")[0] for line in lines[-4:-1]]


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
    accounts = [row for row in standing_rows(snapshot(*ending)) if row.id.startswith("account-")]

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
    """The time of a reset or of the update gives way to the name of the account, which stays whole."""
    names = [f"account {number} of the company" for number in range(6)]
    rows = standing_rows(snapshot(*(with_label(name, account_view(window(41.0))) for name in names)))
    groups = [row.label for row in rows if row.id.startswith("account-")]
    folded = [row.label for row in find_row(rows, "accounts").children]

    assert [f"Claude · {name}" for name in names[: len(groups)]] == groups
    assert [f"{name}: Session 41% used" for name in names[len(groups) :]] == folded


@pytest.mark.parametrize("stale", [False, True])
def test_a_long_name_of_a_limit_hides_no_percentage(stale: bool) -> None:  # noqa: FBT001 - a parameter of pytest
    """In rows and in the tooltip the names give way to how much is used, and some of both names stays."""
    long = replace(window(41.0), label="A model with an uncommonly long name for companies (5 hours)")
    views = [with_label(f"account {number}", account_view(long, stale=stale)) for number in range(8)]
    rows = standing_rows(snapshot(*views))
    folded = [row.label for row in find_row(rows, "accounts").children]
    lines = tray_view(snapshot(*views), NOW).tooltip.split("\n")[:-1]

    assert [True] * len(lines + folded) == ["41%" in text and text.startswith("account ") for text in lines + folded]
    assert [True] * len(folded) == [len(text) <= 46 and "(5 hours)" in text for text in folded]


@pytest.mark.usefixtures("utc")
def test_of_many_accounts_the_fullest_are_in_the_tooltip() -> None:
    """Where not every account has room, those with the highest percentages stay, the highest first."""
    views = [
        with_label(f"a{percent}", account_view(window(float(percent)))) for percent in (10, 99, 20, 95, 30, 97, 40)
    ]
    lines = tray_view(snapshot(*views), NOW).tooltip.split("\n")

    assert ["a99", "a97", "a95", "a40", "Updated 11"] == [line.split(":")[0] for line in lines]
