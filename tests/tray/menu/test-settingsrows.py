"""The menu rows that change settings: what they offer, what they send, and what overrides them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from brim import __version__
from brim.backend.providerlist.selection import provider_names
from brim.backend.settings.choices import menu_options
from brim.backend.settings.load import load_settings
from brim.model.account import Account
from brim.model.alert import ALL_RULES, Rule
from brim.model.command import ChangeSetting, CopyText, OpenLogs, OpenPage, OpenSettings, Page, Snooze, StartAtLogin
from brim.model.options import IconStyle, Option
from brim.model.snapshot import Snapshot, SnoozedRule
from brim.model.vendor import Vendor
from brim.tray.menu.machinestate import MachineState
from brim.tray.menu.row import MenuRow, RowKind
from brim.tray.menu.rows import menu_rows
from brim.tray.menu.snoozerows import next_morning
from brim.tray.menu.trayview import tray_view
from tests.support.samples import NOW, RESET, account_view, snapshot, week, window
from tests.tray.menu.menurows import find_row, standing_rows, texts

pytestmark = pytest.mark.usefixtures("utc")


def with_all_options(*changed: Option, **parts: object) -> Snapshot:
    """One account, and every option that the settings offer."""
    offered = {option.key: option for option in menu_options(load_settings())} | {
        option.key: option for option in changed
    }
    return replace(snapshot(account_view(window(41.0))), options=tuple(offered.values()), **parts)  # type: ignore[arg-type] # parts of a snapshot


def rows_by_id(shown: Snapshot, machine_state: MachineState | None = None) -> dict[str, MenuRow]:
    """Every row of the menu and of its submenus, by id; each id is there once."""
    rows: list[MenuRow] = []
    waiting = list(menu_rows(shown, NOW, durations=True, machine_state=machine_state or MachineState()))
    while waiting:
        row = waiting.pop()
        rows.append(row)
        waiting += row.children
    by_id = {row.id: row for row in rows}

    assert len(by_id) == len(rows)
    return by_id


def test_every_option_of_the_settings_is_in_the_menu() -> None:
    """Every option can be changed in the menu, that of a provider where it is shown; its present value is marked."""
    rows = rows_by_id(with_all_options())
    keys = {row.command.key for row in rows.values() if isinstance(row.command, ChangeSetting)}
    other_providers = {f"{name}.network" for name in provider_names()} - {"claude.network"}

    assert {option.key for option in menu_options(load_settings())} - other_providers == keys
    assert rows["option-icon.style-number"].checked
    assert [IconStyle.NUMBER] == [style for style in IconStyle if rows[f"option-icon.style-{style}"].checked]


def test_each_provider_that_is_shown_has_a_switch() -> None:
    """Of two providers each one's requests can be switched off alone, by its name."""
    other = replace(
        account_view(window(7.0)), account=Account("b" * 16, "b", "opencode", Vendor(product="opencode Go"))
    )
    shown = with_all_options()
    rows = rows_by_id(replace(shown, accounts=(*shown.accounts, other)))

    assert ("Fetch Claude usage online", "Fetch opencode Go usage online") == tuple(
        rows[f"option-{name}.network"].label for name in ("claude", "opencode")
    )


def test_a_click_changes_the_setting() -> None:
    """A click on a radio row sets its value, a click on a check row the other one."""
    rows = rows_by_id(with_all_options())

    assert ChangeSetting("icon.style", "ring") == rows["option-icon.style-ring"].command
    assert ChangeSetting("icon.show", "remaining") == rows["option-icon.show"].command
    assert ChangeSetting("alerts.pace", value=False) == rows["option-alerts.pace"].command
    assert (RowKind.RADIO, RowKind.CHECK) == (rows["option-icon.style-ring"].kind, rows["option-alerts.pace"].kind)


def test_a_check_row_is_disabled_when_the_environment_overrides_it() -> None:
    """A row that would have no effect is disabled and says why."""
    free, overridden = (
        Option("claude.network", value=True),
        Option("claude.network", value=False, overridden_by="BRIM_CLAUDE__NETWORK"),
    )
    shown = snapshot(account_view(window()))
    first = find_row(standing_rows(replace(shown, options=(free,))), "option-claude.network")
    second = find_row(standing_rows(replace(shown, options=(overridden,))), "option-claude.network")

    assert (RowKind.CHECK, True, True, ChangeSetting("claude.network", value=False)) == (
        first.kind,
        first.enabled,
        first.checked,
        first.command,
    )
    assert (
        second.label,
        second.enabled,
        second.checked,
    ) == ("Fetch usage onl… (set by BRIM_CLAUDE__NETWORK)", False, False)


def test_a_radio_row_is_disabled_when_the_environment_overrides_it() -> None:
    """A row that a variable overrides cannot be clicked and names the variable."""
    overridden = Option("icon.style", "ring", tuple(IconStyle), "BRIM_ICON__STYLE")
    row = rows_by_id(with_all_options(overridden))["option-icon.style-bars"]

    assert not row.enabled
    assert "BRIM_ICON__STYLE" in row.label


@pytest.mark.parametrize(
    ("pinned", "marked", "label"),
    [
        ("auto", "auto", "Show in icon"),
        ("session", "session", "Show in icon: Session"),
        ("weekly_all", "weekly_all", "Show in icon: Week, all models"),
        ("gone", "auto", "Show in icon"),
    ],
)
def test_the_limit_in_the_icon_can_be_pinned(pinned: str, marked: str, label: str) -> None:
    """A pinned limit is marked and named; one that no longer exists counts as `auto`."""
    rows = rows_by_id(_pinned(pinned))
    checked = [row_id for row_id, row in rows.items() if row_id.startswith("option-icon.window") and row.checked]

    assert ([f"option-icon.window-{marked}"], label) == (checked, rows["pinned"].label)


@pytest.mark.parametrize(("show", "usage"), [("used", "90% used"), ("remaining", "10% left")])
def test_a_pin_says_that_an_alarming_limit_is_shown_all_the_same(show: str, usage: str) -> None:
    """Below the choices stands what a pin does not do; without a pin there is nothing to say."""
    rows = rows_by_id(_pinned("session", Option("icon.show", show)))

    assert f"Another limit is shown from {usage} on" == rows["pin-exception"].label
    assert "pin-exception" not in rows_by_id(_pinned("auto"))


def test_a_pin_is_marked_wherever_its_limit_would_not_be_shown_by_itself() -> None:
    """Title, tooltip and the reason say it; not for a limit that is the most pressing one anyway."""
    other, same = _pinned("weekly_all"), _pinned("session")
    view = tray_view(other, NOW)

    assert view.title == "Brim: Week, all models 18% used, resets Fri 11:02 (pinned)"
    assert view.tooltip.split("\n")[0] == "Week, all models 18% used · resets Fri 11:02 (pinned)"
    assert "pinned" not in tray_view(same, NOW).tooltip + tray_view(same, NOW).title
    assert [True, False] == ["pinned in the icon" in texts(standing_rows(shown)) for shown in (other, same)]


def _pinned(limit: str, *changed: Option) -> Snapshot:
    """Session and week, one of which is pinned."""
    shown = with_all_options(Option("icon.window", limit), *changed)
    return replace(shown, accounts=(replace(account_view(window(), week()), pinned=limit),))


def test_notifications_can_be_snoozed() -> None:
    """Notifications can be snoozed for an hour, until the reset and until tomorrow; a snooze can be ended."""
    rows = rows_by_id(with_all_options())
    commands = [rows[row_id].command for row_id in ("snooze-hour", "snooze-reset", "snooze-tomorrow")]
    untils = [command.until - NOW for command in commands if isinstance(command, Snooze) and command.rule == ALL_RULES]
    rows = rows_by_id(with_all_options(snoozed=(SnoozedRule(ALL_RULES, RESET),)))
    snoozed, label = rows["snoozed"], rows["snooze"].label

    assert timedelta(hours=1) <= untils[0] <= timedelta(hours=1, minutes=5)
    assert [RESET - NOW, timedelta(hours=18, minutes=58)] == untils[1:]
    assert ("Resume notifications", "Alerts snoozed until 14:00") == (snoozed.label, label)
    assert isinstance(snoozed.command, Snooze)
    assert snoozed.command.until <= NOW


def test_tomorrow_begins_in_the_next_morning() -> None:
    """A snooze until tomorrow ends in the morning of the next day, also when it begins late in the evening."""
    assert datetime(2026, 11, 24, 6, tzinfo=UTC) == next_morning(datetime(2026, 11, 23, 23, 59, tzinfo=UTC))


def test_every_rule_has_a_switch() -> None:
    """Each rule of notifications can be switched off in the menu."""
    assert {f"option-alerts.{rule}" for rule in Rule} <= set(rows_by_id(with_all_options()))


@pytest.mark.parametrize("enabled", [True, False])
def test_start_at_login_can_be_switched(enabled: bool) -> None:  # noqa: FBT001 - a row of the table
    """The row shows the present state, and a click changes it; where the state is unknown there is no row."""
    row = rows_by_id(with_all_options(), MachineState(starts_at_login=enabled))["start-at-login"]

    assert (enabled, StartAtLogin(enabled=not enabled)) == (row.checked, row.command)
    assert "start-at-login" not in rows_by_id(with_all_options())


def test_help_has_pages_details_logs_and_the_version() -> None:
    """The pages can be opened, version and license are shown, details copied, logs opened; the demo has none."""
    rows = rows_by_id(with_all_options())
    details = rows["copy-details"].command

    assert __version__ in rows["version"].label
    assert isinstance(details, CopyText)
    assert "Session 41% used" in details.text
    assert (OpenPage(), OpenPage(Page.STATUS)) == (rows["open-page"].command, rows["open-status-page"].command)
    assert OpenLogs() == rows["open-logs"].command
    assert "open-logs" not in rows_by_id(with_all_options(demo=True))


def test_the_settings_file_is_opened_from_the_menu() -> None:
    """The last row of Settings opens the settings file; the demo, which no file changes, has no such row."""
    last = rows_by_id(with_all_options(), MachineState(starts_at_login=True))["settings"].children[-1]

    assert ("Open settings file", OpenSettings()) == (last.label, last.command)
    assert "open-settings" not in rows_by_id(with_all_options(demo=True))
