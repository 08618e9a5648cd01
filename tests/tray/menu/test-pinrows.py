"""A limit that is pinned in the icon, with several accounts: what is shown, and the submenu that pins it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from brim.model import pin
from brim.model.command import ChangeSetting
from brim.model.level import Level
from brim.tray.icon.fromsnapshot import icon_spec
from brim.tray.menu.trayview import tray_view
from tests.support.providerviews import beside_each_other, five_providers, of_provider
from tests.support.samples import NOW, account_view, snapshot, week, window
from tests.tray.menu.menurows import find_row, standing_rows, with_every_option

if TYPE_CHECKING:
    from brim.model.account import AccountView
    from brim.tray.menu.row import MenuRow

pytestmark = pytest.mark.usefixtures("utc")


def pinned(text: str, *views: AccountView) -> tuple[AccountView, ...]:
    """These accounts as they are with this value of `icon.window`."""
    made = [(view, pin.for_account(text, view.account, (limit.id for limit in view.windows))) for view in views]
    return tuple(replace(view, pinned=found.limit, pin_leads=found.leads) for view, found in made)


def two_of_claude() -> tuple[AccountView, ...]:
    """Two accounts of Claude, and one of Codex, which is the most pressing."""
    return beside_each_other(
        of_provider("claude", "home", account_view(window(10.0), week())),
        of_provider("claude", "work", account_view(window(20.0), week())),
        of_provider("codex", "ada", account_view(window(60.0, Level.WATCH), week())),
    )


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("auto", "Codex: Session 60% used"),
        ("weekly_all", "Codex: Week, all models 18% used"),
        ("codex:weekly_all", "Codex: Week, all models 18% used"),
        ("claude:session", "Claude · work: Session 20% used"),
        ("Claude/HOME:session", "Claude · home: Session 10% used"),
        ("claude/home:weekly_*", "Claude · home: Week, all models 18% used"),
        ("claude/home:auto", "Claude · home: Session 10% used"),
        ("claude/home:monthly", "Codex: Session 60% used"),
        ("claude/nobody:session", "Codex: Session 60% used"),
        ("cursor:session", "Codex: Session 60% used"),
    ],
)
def test_which_limit_a_pin_shows(text: str, title: str) -> None:
    """A limit alone is that of the most pressing account; with a provider and an account it is theirs.

    Of several accounts of the provider it is the most pressing one. What none of them has counts as `auto`.
    """
    assert title in tray_view(snapshot(*pinned(text, *two_of_claude())), NOW).title


def test_an_alarming_limit_of_another_account_is_shown_all_the_same() -> None:
    """A pin hides nothing that is almost at its limit, whichever account it is of; the next calm reading is pinned."""
    home, work, codex = pinned("claude/home:session", *two_of_claude())
    alarming = replace(codex, windows=(window(91.0, Level.CRITICAL),), level=Level.CRITICAL)

    assert [10, 91] == [icon_spec(snapshot(home, work, one), NOW).percent for one in (codex, alarming)]


def choices(*views: AccountView) -> tuple[MenuRow, ...]:
    """The rows of the submenu that pins."""
    return find_row(standing_rows(with_every_option(*views)), "pinned").children


def test_each_limit_of_each_account_can_be_pinned() -> None:
    """A row names account and limit; the setting names the provider, and the account where there are several."""
    home, work, codex = two_of_claude()
    rows = choices(home, work, codex)

    assert [row.label for row in rows] == [
        "Automatic",
        *("Claude · home · Session", "Claude · home · Week, all models"),
        *("Claude · work · Session", "Claude · work · Week, all models"),
        *("Codex · Session", "Codex · Week, all models"),
    ]
    assert [row.command for row in rows[:2]] + [row.command for row in rows[-1:]] == [
        ChangeSetting("icon.window", "auto"),
        ChangeSetting("icon.window", f"claude/{home.account.id}:session"),
        ChangeSetting("icon.window", "codex:weekly_all"),
    ]


@pytest.mark.parametrize("index", range(1, 7))
def test_what_the_menu_pins_is_shown_and_marked(index: int) -> None:
    """Whichever row is chosen: icon and title show that limit, and its row alone is marked."""
    row = choices(*two_of_claude())[index]
    assert isinstance(row.command, ChangeSetting)
    chosen = pinned(str(row.command.value), *two_of_claude())
    account, _, limit = row.label.rpartition(" · ")

    assert f"{account}: {limit} " in tray_view(snapshot(*chosen), NOW).title
    assert [row.label] == [one.label for one in choices(*chosen) if one.checked]
    assert find_row(standing_rows(with_every_option(*chosen)), "pinned").label.startswith("Show in icon: ")


def test_an_earlier_pin_without_a_provider_keeps_its_meaning() -> None:
    """It has a row of its own, because it is none of those that name an account."""
    rows = choices(*pinned("weekly_all", *five_providers()))

    assert ["Week, all models"] == [row.label for row in rows if row.checked]
    assert ["Automatic", "Week, all models", "Claude · Session"] == [row.label for row in rows[:3]]


def test_a_single_account_is_pinned_as_before() -> None:
    """Its rows name limits alone, and so does the setting."""
    rows = choices(account_view(window(), week()))

    assert ["Automatic", "Session", "Week, all models"] == [row.label for row in rows]
    assert ChangeSetting("icon.window", "weekly_all") == rows[-1].command
