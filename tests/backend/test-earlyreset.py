"""A limit that is reset early, from a real server or Claude Code's statusline to everything that a person sees."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from brim.backend.system.wakeup import send_wake
from brim.model.usage import Doubt
from brim.tray.menu.rows import menu_rows
from brim.tray.menu.tooltip import tooltip
from tests.support.sandbox import Sandbox, start_brim, status_json
from tests.support.servingtray import serving
from tests.support.statuslinerun import run_statusline, statusline_input
from tests.support.usageserver import Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from brim.bridge import Bridge
    from brim.model.alert import Alert
    from brim.model.snapshot import Snapshot
    from brim.model.usage import Window

HOUR = timedelta(hours=1)
RESET = datetime.now(UTC) + 70 * HOUR


def _answer(percent: float, *, hours: float = 0) -> Answer:
    """An answer with one week, which ends so many hours after RESET."""
    reset = (RESET + hours * HOUR).isoformat()
    return Answer(body=json.dumps({"seven_day": {"utilization": percent, "resets_at": reset}}).encode())


class Tray:
    """A tray and everything that it has published so far."""

    def __init__(self, bridge: Bridge, sandbox: Sandbox) -> None:
        """Take the snapshots of a bridge."""
        self._bridge, self._sandbox = bridge, sandbox
        self.alerts: list[Alert] = []
        self.snapshot: Snapshot | None = None

    def wait_for(self, wanted: Callable[[Window], bool]) -> Window:
        """The first week that is wanted."""
        while (snapshot := self._bridge.take(timeout=20)) is not None:
            self.alerts += snapshot.alerts
            self.snapshot = snapshot
            for window in snapshot.accounts[0].windows if snapshot.accounts else ():
                if wanted(window):
                    return window
        pytest.fail("no such snapshot came")

    def read_again(self, wanted: Callable[[Window], bool]) -> Window:
        """The week after the next request."""
        self._sandbox.let_be_due()
        send_wake(self._sandbox.state)
        return self.wait_for(wanted)

    @property
    def texts(self) -> str:
        """Tooltip and menu of the last snapshot."""
        assert self.snapshot is not None
        now = datetime.now(UTC)
        rows = [row.label for top in menu_rows(self.snapshot, now, durations=False) for row in (top, *top.children)]
        return "\n".join((tooltip(self.snapshot, now), *rows))


@contextmanager
def _tray(sandbox: Sandbox) -> Iterator[Tray]:
    with serving() as bridge:
        yield Tray(bridge, sandbox)


def _titles(tray: Tray) -> list[str]:
    return [alert.title for alert in tray.alerts if "early" in alert.title]


def _printed(command: str, *arguments: str) -> str:
    with start_brim(command, *arguments) as process:
        return process.communicate(timeout=60)[0]


@pytest.mark.parametrize(("percent", "hours"), [(2, 0), (2, 96), (96, 96)])
def test_an_early_reset_is_said_everywhere_once(sandbox: Sandbox, percent: float, hours: float) -> None:
    """The second answer confirms an early reset; a new tray and every command know it, and one notification says it."""
    first, again = _answer(percent, hours=hours), _answer(percent + 1 if percent < 50 else percent, hours=hours)
    sandbox.server.answers = [_answer(96), first, again]
    with _tray(sandbox) as tray:
        tray.wait_for(lambda week: week.percent == 96)
        marked = tray.read_again(lambda week: not week.confirmed)
        confirmed = tray.read_again(lambda week: week.early_reset is not None and week.forecast is not None)
        texts = tray.texts
        assert ["Week was reset early"] == _titles(tray)
    with _tray(sandbox) as restarted:
        restarted.wait_for(lambda week: week.early_reset is not None)
        assert [] == _titles(restarted)
    report: dict[str, Any] = status_json()[1]["windows"][0]  # Any: the JSON of a foreign program
    history = json.loads(_printed("history", "--json"))["limits"][0]
    early = confirmed.early_reset
    assert early is not None
    said = f"at {early.at.astimezone():%H:%M}, from 96% used"

    assert marked.doubt in {Doubt.FALL, Doubt.MOVED}
    assert marked.early_reset is None
    assert (marked.read_at, 96.0) == (early.at, early.before.percent)
    assert 2 == texts.lower().count(f"reset early {said}")
    assert f"reset early {said}" in _printed("status")
    assert f"reset early {said}" in _printed("history")
    assert (96.0, early.at) == (report["reset_early"]["from_percent"], _time(report["reset_early"]["at"]))
    assert [96.0] == [one["from_percent"] for one in history["early_resets"]]
    assert confirmed.forecast is not None
    assert (confirmed.forecast.rate_per_hour or 0) >= 0


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_a_single_wrong_answer_is_said_nowhere(sandbox: Sandbox) -> None:
    """An answer that the next one takes back leaves no early reset, no cut in the history and no notification."""
    sandbox.server.answers = [_answer(96), _answer(2), _answer(97)]
    with _tray(sandbox) as tray:
        tray.wait_for(lambda week: week.percent == 96)
        tray.read_again(lambda week: not week.confirmed)
        week = tray.read_again(lambda week: week.percent == 97)
        texts = tray.texts

    assert (None, True) == (week.early_reset, week.confirmed)
    assert [] == _titles(tray)
    assert "reset early" not in texts + _printed("status") + _printed("history")
    assert status_json()[1]["windows"][0]["reset_early"] is None


@pytest.fixture
def offline(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Sandbox:
    """A machine whose only source is the statusline."""
    monkeypatch.setenv("BRIM_CLAUDE__NETWORK", "false")
    os.utime(sandbox.claude / ".credentials.json", (0, 0))  # the statusline is that of the login
    return sandbox


def _report(sandbox: Sandbox, percent: float, session: str = "one", *, works: bool = True) -> None:
    """Let a session report the week."""
    transcript = sandbox.claude / "projects" / "here" / f"{session}.jsonl"
    transcript.parent.mkdir(parents=True, exist_ok=True)
    if works or not transcript.exists():
        transcript.write_text("{}")
    content = statusline_input(session, seven_day={"used_percentage": percent, "resets_at": RESET.timestamp()})
    run_statusline(content | {"transcript_path": str(transcript)})


def _reported(sandbox: Sandbox, percent: float, session: str = "one", *, works: bool = True) -> dict[str, Any]:
    """The week of `brim status --json` after a report."""
    _report(sandbox, percent, session, works=works)
    week: dict[str, Any] = status_json()[1]["windows"][0]  # Any: the JSON of a foreign program
    return week


def test_the_statusline_alone_shows_a_fall_at_once(offline: Sandbox) -> None:
    """With the statusline as the only source the new figure is shown at once, marked, and the next one confirms it."""
    full, fallen, used = (_reported(offline, percent) for percent in (96, 2, 3))

    assert (96.0, True) == (full["percent"], full["confirmed"])
    assert (2.0, False, "fall", 96.0) == (
        fallen["percent"],
        fallen["confirmed"],
        fallen["doubt"],
        fallen["last_confirmed"]["percent"],
    )
    assert fallen["reset_early"] is None
    assert (3.0, True, 96.0) == (used["percent"], used["confirmed"], used["reset_early"]["from_percent"])
    assert "reset early at " in _printed("status")
    assert [] == offline.server.requests


def test_a_tray_without_the_network_sees_an_early_reset_at_once(offline: Sandbox) -> None:
    """A running tray without any request marks the fall that the statusline reports, and then says it once."""
    _report(offline, 96)
    with _tray(offline) as tray:
        tray.wait_for(lambda week: week.percent == 96)
        _report(offline, 2)
        marked = tray.wait_for(lambda week: week.percent == 2)
        _report(offline, 3)
        tray.wait_for(lambda week: week.early_reset is not None)
        texts = tray.texts

    assert (False, Doubt.FALL) == (marked.confirmed, marked.doubt)
    assert ["Week was reset early"] == _titles(tray)
    assert "reset early at " in texts
    assert [] == offline.server.requests


def test_an_idle_session_makes_no_fall(offline: Sandbox) -> None:
    """A session that has not worked since a figure was reported does not undo it, however late it is drawn again."""
    _report(offline, 31, "idle")
    idle = offline.claude / "projects" / "here" / "idle.jsonl"
    long_ago = (datetime.now(UTC) - HOUR).timestamp()
    os.utime(idle, (long_ago, long_ago))
    _report(offline, 96)
    [file] = (offline.state / "statusline").iterdir()
    earlier = (datetime.now(UTC) - timedelta(minutes=15)).timestamp()
    os.utime(file, (earlier, earlier))

    drawn_again = _reported(offline, 31, "idle", works=False)

    assert (96.0, True) == (drawn_again["percent"], drawn_again["confirmed"])
