"""A newer version in a running tray: the row, the switch, and what other processes see of it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from brim.backend.updates.notice import stored_update
from brim.backend.updates.watch import until_next_look
from brim.model.command import ChangeSetting
from brim.tray.menu.trayview import tray_view
from tests.support.samples import NOW
from tests.support.sandbox import Sandbox, wait_for
from tests.support.servingtray import is_read, serving, take
from tests.support.usageserver import Answer, future_usage_answer, running_server
from tests.tray.menu.menurows import every_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brim.model.snapshot import Snapshot
    from tests.support.usageserver import UsageServer

BODY = json.dumps({"releases": {"99.2.0": [{"yanked": False}]}}).encode()


@pytest.fixture
def index(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Iterator[UsageServer]:
    """An index with a newer version."""
    sandbox.server.answers = [future_usage_answer()]
    with running_server() as made:
        made.answers = [Answer(200, BODY)]
        monkeypatch.setenv("BRIM_UPDATES__API_URL", made.url)
        yield made


def names_update(snapshot: Snapshot) -> bool:
    """Whether a newer version is known."""
    return snapshot.update is not None


def labels(snapshot: Snapshot) -> list[str]:
    """All rows of the menu."""
    return [row.label for row in every_row(tray_view(snapshot, NOW).rows)]


def test_nothing_is_asked_until_the_user_wants_it(sandbox: Sandbox, index: UsageServer) -> None:
    """Off is the default: no request, no row and no file, however the tray is used."""
    with serving() as bridge:
        shown = take(bridge, is_read)

    assert [] == index.requests
    assert not any("is out" in label for label in labels(shown))
    assert not (sandbox.state / "updates.json").exists()


def test_the_switch_in_the_menu_works_at_once(sandbox: Sandbox, index: UsageServer) -> None:
    """Ticked, the version is a row without a notification; unticked it is gone, for the commands, too."""
    with serving() as bridge:
        take(bridge, is_read)
        bridge.send(ChangeSetting("updates.check", value=True))
        shown = take(bridge, names_update)
        named = stored_update(sandbox.state)
        bridge.send(ChangeSetting("updates.check", value=False))
        without = take(bridge, lambda snapshot: snapshot.update is None)
        wait_for(lambda: stored_update(sandbox.state) is None)
        bridge.send(ChangeSetting("updates.check", value=True))
        again = take(bridge, names_update)

    assert "Brim 99.2.0 is out" in labels(shown)
    assert "Brim 99.2.0 is out" not in labels(without)
    assert "Brim 99.2.0 is out" in labels(again)
    assert not any("99.2.0" in alert.title + alert.body for one in (shown, again) for alert in one.alerts)
    assert named is not None
    assert "99.2.0" == named.version
    assert 1 == len(index.requests)


def test_a_restart_shows_what_is_known_without_a_request(
    sandbox: Sandbox, index: UsageServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The day counts for the machine, not for a process; requests for usage that are off do not matter here."""
    monkeypatch.setenv("BRIM_UPDATES__CHECK", "true")
    monkeypatch.setenv("BRIM_CLAUDE__NETWORK", "false")
    for _ in range(2):
        with serving() as bridge:
            assert "99.2.0" == getattr(take(bridge, names_update).update, "version", None)

    assert 1 == len(index.requests)
    assert [] == sandbox.server.requests


def test_an_index_that_does_not_answer_holds_up_nothing(
    sandbox: Sandbox, index: UsageServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Usage is shown, and the tray ends, while the index sends nothing."""
    monkeypatch.setenv("BRIM_UPDATES__CHECK", "true")
    index.answers = [Answer(drip=b" ")]
    with serving() as bridge:
        assert take(bridge, is_read).update is None
        wait_for(lambda: 1 == len(index.requests))

    assert 1 == len(sandbox.server.requests)


@pytest.mark.parametrize(
    ("due", "seconds"),
    [(None, 3600), (86400, 3600), (3600, 3600), (1800, 1800), (5, 60), (0, 3600), (-90000, 3600)],
)
def test_the_tray_looks_at_most_once_an_hour_but_for_a_request_that_is_due_sooner(
    due: float | None, seconds: float
) -> None:
    """What was due and not asked, as where no file can be locked, wakes the tray once an hour and not each minute."""
    not_before = None if due is None else NOW + timedelta(seconds=due)

    assert seconds == until_next_look(not_before, NOW)
