"""The rows by which a person chooses: what they offer, what they send, and what overrides them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from brim import __version__
from brim.backend.settings.choices import menu_options
from brim.backend.settings.load import load_settings
from brim.model.alert import ALL_RULES, Rule
from brim.model.command import ChangeSetting, CopyText, OpenLogs, Snooze, StartAtLogin
from brim.model.options import IconStyle, Option
from brim.model.snapshot import Snapshot, SnoozedRule
from brim.tray.menu import view
from brim.tray.menu.row import Row, RowKind
from brim.tray.menu.settings import MachineState, tomorrow
from tests.support.samples import NOW, RESET, account_view, snapshot, window

pytestmark = pytest.mark.usefixtures("utc")


def offered(*changed: Option, **parts: object) -> Snapshot:
    """One account, and every option that the settings offer."""
    known = {option.key: option for option in menu_options(load_settings())} | {
        option.key: option for option in changed
    }
    return replace(snapshot(account_view(window(41.0))), options=tuple(known.values()), **parts)  # type: ignore[arg-type] # parts of a snapshot


def rows(shown: Snapshot, machine: MachineState | None = None) -> dict[str, Row]:
    """Every row of the menu and of its submenus, by id; each id stands once."""
    found: list[Row] = []
    waiting = list(view.rows(shown, NOW, durations=True, machine=machine or MachineState()))
    while waiting:
        row = waiting.pop()
        found.append(row)
        waiting += row.children
    made = {row.id: row for row in found}

    assert len(made) == len(found)
    return made


def test_every_choice_of_the_settings_is_in_the_menu() -> None:
    """What the settings call a choice can be made in the menu, and the present one is marked."""
    found = rows(offered())
    sent = {row.command.key for row in found.values() if isinstance(row.command, ChangeSetting)}

    assert {option.key for option in menu_options(load_settings())} == sent
    assert found["option-icon.style-digits"].checked
    assert [IconStyle.DIGITS] == [one for one in IconStyle if found[f"option-icon.style-{one}"].checked]


def test_a_choice_says_what_it_changes() -> None:
    """A click on a radio row chooses its value, a click on a check row the other one."""
    found = rows(offered())

    assert ChangeSetting("icon.style", "ring") == found["option-icon.style-ring"].command
    assert ChangeSetting("icon.show", "remaining") == found["option-icon.show"].command
    assert ChangeSetting("alerts.pace", value=False) == found["option-alerts.pace"].command
    assert (RowKind.RADIO, RowKind.CHECK) == (
        found["option-icon.style-ring"].kind,
        found["option-alerts.pace"].kind,
    )


def test_what_the_environment_overrides() -> None:
    """A row that a variable overrides cannot be clicked and names the variable."""
    row = rows(offered(Option("icon.style", "ring", tuple(IconStyle), "BRIM_ICON__STYLE")))["option-icon.style-bar"]

    assert not row.enabled
    assert "BRIM_ICON__STYLE" in row.label


@pytest.mark.parametrize(("pinned", "marked"), [("auto", "auto"), ("session", "session"), ("gone", "auto")])
def test_pinned_limit(pinned: str, marked: str) -> None:
    """The limit in the icon can be pinned; one that is gone leaves the choice to Brim."""
    found = rows(offered(Option("icon.window", pinned)))
    ticked = [name for name, row in found.items() if name.startswith("option-icon.window") and row.checked]

    assert [f"option-icon.window-{marked}"] == ticked


def test_snooze() -> None:
    """Notices can be put off for an hour, until the reset and until tomorrow, and be taken back."""
    found = rows(offered())
    commands = [found[name].command for name in ("snooze-hour", "snooze-reset", "snooze-tomorrow")]
    untils = [command.until - NOW for command in commands if isinstance(command, Snooze) and command.rule == ALL_RULES]
    quiet = rows(offered(snoozed=(SnoozedRule(ALL_RULES, RESET),)))["snoozed"]

    assert timedelta(hours=1) <= untils[0] <= timedelta(hours=1, minutes=5)
    assert [RESET - NOW, timedelta(hours=18, minutes=58)] == untils[1:]
    assert "Snoozed until 14:00: tell again" == quiet.label
    assert isinstance(quiet.command, Snooze)
    assert quiet.command.until <= NOW


def test_tomorrow_is_the_next_morning() -> None:
    """Put off until tomorrow, notices come in the morning of the next day, also late in the evening."""
    assert datetime(2026, 11, 24, 6, tzinfo=UTC) == tomorrow(datetime(2026, 11, 23, 23, 59, tzinfo=UTC))


def test_every_rule_has_a_switch() -> None:
    """Each rule of notices can be switched off in the menu."""
    assert {f"option-alerts.{rule}" for rule in Rule} <= set(rows(offered()))


@pytest.mark.parametrize("on", [True, False])
def test_start_at_login(on: bool) -> None:  # noqa: FBT001 - a row of the table
    """The row tells what the desktop does now, and a click changes it; where that is not known there is none."""
    row = rows(offered(), MachineState(starts_at_login=on))["start-at-login"]

    assert (on, StartAtLogin(enabled=not on)) == (row.checked, row.command)
    assert "start-at-login" not in rows(offered())


def test_help() -> None:
    """Version and licence are told, details can be copied and the logs shown; the demo has no logs."""
    found = rows(offered())
    details = found["copy-details"].command

    assert __version__ in found["version"].label
    assert isinstance(details, CopyText)
    assert "5-hour session 41%" in details.text
    assert OpenLogs() == found["open-logs"].command
    assert "open-logs" not in rows(offered(demo=True))
