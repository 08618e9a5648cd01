"""The menu of the demo, with the whole of its reading side behind it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from brim.model.command import ChangeSetting, Snooze
from brim.model.options import DemoMode
from tests.support.servingtray import is_read, serving, take
from tests.tray.menu.menurows import every_row, opened_rows

if TYPE_CHECKING:
    from brim.model.snapshot import Snapshot
    from tests.support.sandbox import Sandbox


def shows(snapshot: Snapshot, choice: ChangeSetting) -> bool:
    """Whether a choice counts in a snapshot."""
    return any((option.key, option.value) == (choice.key, choice.value) for option in snapshot.options)


def test_every_choice_of_the_demo_is_alive(sandbox: Sandbox) -> None:
    """Each choice that its menu offers counts in the next snapshot, each snooze is one, and nothing is written."""
    with serving(DemoMode.ALWAYS) as bridge:
        snapshot = take(bridge, is_read)
        commands = [row.command for row in every_row(opened_rows(snapshot, snapshot.made_at)) if row.enabled]
        choices = [command for command in commands if isinstance(command, ChangeSetting)]
        for choice in choices:
            bridge.send(choice)
            snapshot = take(bridge, lambda shown: shows(shown, choice))  # noqa: B023 - called at once
        for snooze in (command for command in commands if isinstance(command, Snooze)):
            bridge.send(snooze)
            take(bridge, lambda shown: snooze.until in {rule.until for rule in shown.snoozed})  # noqa: B023 - called at once

    assert {"icon.style", "icon.show", "icon.window", "alerts.limit", "demo.network"} <= {one.key for one in choices}
    assert not sandbox.state.exists()


def test_the_network_switch_of_the_demo(sandbox: Sandbox) -> None:
    """Without fetching online the demo says so, as a real account does, and goes on once that is on again."""
    del sandbox  # only its folders are needed
    with serving(DemoMode.ALWAYS) as bridge:
        take(bridge, is_read)
        bridge.send(ChangeSetting("demo.network", value=False))
        offline = take(bridge, lambda shown: shown.accounts[0].problem is not None)
        bridge.send(ChangeSetting("demo.network", value=True))
        online = take(bridge, lambda shown: shown.accounts[0].problem is None)

    assert "Online fetching is off" == getattr(offline.accounts[0].problem, "title", "")
    assert online.made_at - offline.made_at < timedelta(seconds=10)


def test_the_demo_of_several_shows_two_providers() -> None:
    """Each is called by its provider and has its own mark; they are at different places of the story."""
    with serving(DemoMode.SEVERAL) as bridge:
        shown = take(bridge, lambda snapshot: snapshot.several_providers)

    first, second = shown.accounts
    assert ["Demo", "Second plan"] == [first.account.short_name, second.account.short_name]
    assert first.account.vendor.mark != second.account.vendor.mark
    assert [one.percent for one in first.windows] != [one.percent for one in second.windows]
    assert shown.demo
