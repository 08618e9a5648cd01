"""The whole of Brim in a real panel: from the server's reply to the pixels, and from the click to the request."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from dbus_fast import Variant

from brim.tray.actionrunner import JOIN_SECONDS
from tests.desktop.host import ITEM, MENU, Host
from tests.desktop.trace import Trace
from tests.support import usageserver as servers
from tests.support.hangingresolver import HANGING_IMPORT, HANGING_RESOLVER
from tests.support.wait import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.desktop.conftest import StartBrim
    from tests.desktop.fixtures import StartDesktop, StartMock
    from tests.desktop.harness import Desktop
    from tests.support.sandbox import Sandbox

ORANGE = (200, 80, 0)
"""The icon's fill from 90 percent on."""
POPUPS = "420x220+604+0"
BLUE = (32, 64, 96)
"""Dunst's background of a notification of normal urgency."""
MENU_AREA = "400x200+624+400"
FACE = ("IconPixmap", "Title", "ToolTip")
"""What shows another limit while a user peeks at it."""
_EMPTY = Variant("s", "")


def _status(desktop: Desktop, sandbox: Sandbox, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "brim", "status", *arguments]
    env = desktop.env | sandbox.environment
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False)


def _age_last_request(sandbox: Sandbox, seconds: float) -> None:
    """Make the last request so many seconds old."""
    (path,) = sandbox.state.glob("accounts/*/gate.json")
    content = json.loads(path.read_text())
    for key in ("tried_at", "asked_at"):
        content[key] = (datetime.now(UTC) - timedelta(seconds=seconds)).isoformat()
    path.write_text(json.dumps(content))


def _skip_welcome(sandbox: Sandbox) -> None:
    """Record that the welcome notification was shown, so that it does not appear."""
    sandbox.state.mkdir()
    (sandbox.state / "episodes.json").write_text(
        json.dumps({"schema": 1, "welcomed_at": datetime.now(UTC).isoformat()})
    )


def test_a_reply_becomes_pixels_and_a_notification(
    sandbox: Sandbox, start_brim: StartBrim, start_desktop: StartDesktop
) -> None:
    """91 percent in the server's reply is an orange icon in the panel, a tooltip and a notification on the screen."""
    _skip_welcome(sandbox)
    sandbox.server.answers = [servers.future_usage_answer("usage-team")]
    desktop = start_desktop("xfce", "dunst")

    brim = start_brim(desktop)

    desktop.wait_for_colour(ORANGE, desktop.panel_area, fuzz=20)
    desktop.wait_for_colour(BLUE, POPUPS)
    with _host(desktop, brim) as host:
        assert host.property("Title").startswith("Brim: Session 91% used, resets ")
        assert "Session 91% used" in host.property("ToolTip")[3]
    assert len(sandbox.server.requests) == 1
    assert sandbox.server.requests[0]["user-agent"].startswith("brim/")
    brim.terminate()
    assert ("", "") == brim.communicate(timeout=15)


def test_a_right_click_on_refresh_asks_the_server(
    sandbox: Sandbox, start_brim: StartBrim, start_desktop: StartDesktop
) -> None:
    """With the mouse on the icon and keys in its menu, the figures are read again and drawn."""
    _skip_welcome(sandbox)
    sandbox.server.answers = [servers.future_usage_answer("usage-max"), servers.future_usage_answer("usage-team")]
    desktop = start_desktop("xfce")
    assert _status(desktop, sandbox).returncode == 0
    _age_last_request(sandbox, 90)
    brim = start_brim(desktop)
    with _host(desktop, brim) as host:
        wait_until(lambda: host.property("Title").startswith("Brim: Fable (week) 78% used, "), "the shared reading")
        rows = [row["properties"] for row in host.layout()[1]["children"]]
    index = [row.get("label") for row in rows if row.get("enabled", True) and "label" in row].index("Refresh")
    icon = desktop.wait_for_colour((255, 214, 64), desktop.panel_area, fuzz=20)
    assert len(sandbox.server.requests) == 1

    before = desktop.pixels(MENU_AREA)
    desktop.click(icon, 3)
    desktop.wait(lambda: desktop.pixels(MENU_AREA) != before, "the menu")
    desktop.key(*["Down"] * (index + 1), "Return")

    wait_until(lambda: len(sandbox.server.requests) == 2, "the second request")
    desktop.wait_for_colour(ORANGE, desktop.panel_area, fuzz=20)


def test_the_wheel_peeks_at_a_limit_for_five_seconds(
    sandbox: Sandbox, start_brim: StartBrim, start_desktop: StartDesktop
) -> None:
    """A wheel shows the next limit in icon, title and tooltip, and then all is as before; nothing is saved."""
    _skip_welcome(sandbox)
    desktop = start_desktop()
    with _host(desktop, start_brim(desktop)) as host:
        wait_until(lambda: "%" in host.property("Title"), "the figures", 30)
        before = [host.property(name) for name in FACE]
        host.call(ITEM, "Scroll", "is", 1, "vertical")
        wait_until(lambda: host.property("Title") != before[1], "another limit")
        peeked_at = time.monotonic()
        peeked = [host.property(name) for name in FACE]
        wait_until(lambda: host.property("Title") == before[1], "the limit from before", 15)
        seconds = time.monotonic() - peeked_at

        assert [host.property(name) for name in FACE] == before
    assert all(one != other for one, other in zip(before, peeked, strict=True))
    assert 4 < seconds < 7
    assert not (sandbox.state / "choices.json").exists()


def test_a_hundred_clicks_are_one_request_and_are_answered(
    sandbox: Sandbox, start_brim: StartBrim, start_desktop: StartDesktop
) -> None:
    """A burst of clicks sends one request; a click within the minute is answered with the time of the next read."""
    _skip_welcome(sandbox)
    desktop = start_desktop(notify="dunst")
    _status(desktop, sandbox)
    _age_last_request(sandbox, 90)
    brim = start_brim(desktop)
    with _host(desktop, brim) as host:
        refresh = host.row_id("Refresh")

        for _ in range(100):
            host.call(MENU, "Event", "isvu", refresh, "clicked", _EMPTY, 0)

        wait_until(lambda: len(sandbox.server.requests) == 2, "the one request")
        wait_until(lambda: _click_shows_notification(host, refresh, desktop), "the answer to a click")
    assert len(sandbox.server.requests) == 2


def test_three_hundred_clicks_open_one_page(
    sandbox: Sandbox, start_brim: StartBrim, start_desktop: StartDesktop, tmp_path: Path
) -> None:
    """However often a row is clicked in a moment, the page is opened once, and no threads are left."""
    _skip_welcome(sandbox)
    folder = tmp_path / "bin"
    folder.mkdir()
    opener = folder / "xdg-open"
    opener.write_text(f'#!/bin/sh\necho "$1" >> {tmp_path}/opened\n')
    opener.chmod(0o755)
    desktop = start_desktop()
    brim = start_brim(desktop, before=("env", f"PATH={folder}:{os.environ['PATH']}"))
    with _host(desktop, brim) as host:
        wait_until(lambda: "%" in host.property("Title"), "the figures", 30)
        times, row = [], host.row_id("Open usage page")
        for _ in range(300):
            host.call(MENU, "Event", "isvu", row, "clicked", _EMPTY, 0)
            times.append(time.monotonic())
        threads = list(Path(f"/proc/{brim.pid}/task").iterdir())
        wait_until((tmp_path / "opened").exists, "the page")

    pauses = sum(later - earlier > JOIN_SECONDS / 2 for earlier, later in pairwise(times))  # of a busy machine
    assert len((tmp_path / "opened").read_text().splitlines()) <= 1 + pauses
    assert len(threads) < 20


def _click_shows_notification(host: Host, refresh: int, desktop: Desktop) -> bool:
    host.call(MENU, "Event", "isvu", refresh, "clicked", _EMPTY, 0)
    with contextlib.suppress(ValueError):
        return int(desktop.run("dunstctl", "count", "displayed")) > 0
    return False


@contextlib.contextmanager
def _host(desktop: Desktop, brim: subprocess.Popen[str], shows: str = "%") -> Iterator[Host]:
    """The item, once its title shows figures or other words."""
    desktop.wait(lambda: desktop.has_owner(f"org.kde.StatusNotifierItem-{brim.pid}-1"), "the item")
    with Host(desktop, brim.pid) as host:
        wait_until(lambda: shows in host.property("Title"), f"{shows} in the title")
        yield host


@pytest.mark.parametrize("action", ["menu", "SIGTERM", "SIGINT"])
@pytest.mark.parametrize(
    "answer", [servers.future_usage_answer("usage-pro"), servers.Answer(drip=b" ")], ids=["idle", "busy"]
)
def test_quit_is_immediate(
    action: str, answer: servers.Answer, sandbox: Sandbox, start_brim: StartBrim, start_desktop: StartDesktop
) -> None:
    """By the menu or by a signal, idle or during a request without a reply: it ends at once and prints nothing."""
    _skip_welcome(sandbox)
    sandbox.server.answers = [answer]
    desktop = start_desktop()
    brim = start_brim(desktop)
    wait_until(lambda: len(sandbox.server.requests) == 1, "the request")
    with _host(desktop, brim, shows="%" if answer.body else "Brim") as host:
        if action == "menu":
            host.call(MENU, "Event", "isvu", host.row_id("Quit Brim"), "clicked", _EMPTY, 0)
        else:
            brim.send_signal(signal.Signals[action])

        output, errors = brim.communicate(timeout=15)

    assert (0, "", "") == (brim.returncode, output, errors)


@pytest.mark.parametrize(
    ("number", "hang"),
    [(signal.SIGTERM, HANGING_RESOLVER), (signal.SIGINT, HANGING_RESOLVER), (signal.SIGTERM, HANGING_IMPORT)],
)
def test_a_hanging_thread_does_not_delay_the_end(  # noqa: PLR0913, PLR0917 - a row of the table and the fixtures
    number: int, hang: str, sandbox: Sandbox, start_brim: StartBrim, start_desktop: StartDesktop, tmp_path: Path
) -> None:
    """A thread that hangs in the system does not delay the end of Brim, nothing is printed, and no file is left."""
    _skip_welcome(sandbox)
    (tmp_path / "sitecustomize.py").write_text(hang)
    desktop = start_desktop()
    brim = start_brim(desktop, before=("env", "BRIM_CLAUDE__API_URL=https://brim.invalid", f"PYTHONPATH={tmp_path}"))
    with _host(desktop, brim, shows="Brim"):
        wait_until((tmp_path / "asked").exists, "the hanging thread")
        brim.send_signal(number)

        output, errors = brim.communicate(timeout=15)

    assert (0, "", "") == (brim.returncode, output, errors)
    assert not (sandbox.state / "tray.json").exists()


def test_a_second_tray_reports_the_first(sandbox: Sandbox, start_brim: StartBrim, start_desktop: StartDesktop) -> None:
    """Starting Brim twice is not an error and shows no second icon; the demo may run beside it."""
    _skip_welcome(sandbox)
    desktop = start_desktop("xfce")
    with _host(desktop, start_brim(desktop)):
        second = start_brim(desktop)
        output, errors = second.communicate(timeout=60)

        assert (0, "") == (second.returncode, errors)
        assert "already running" in output
        assert len(desktop.tray_items()) == 1
        with _host(desktop, start_brim(desktop, "demo")) as demo:
            assert "demo" in demo.property("Title")
            assert len(desktop.tray_items()) == 2


def test_the_demo_is_shown_without_a_login(
    sandbox: Sandbox, start_brim: StartBrim, start_desktop: StartDesktop
) -> None:
    """`make run` shows a simulated account without a login; `brim` never does."""
    (sandbox.claude / ".credentials.json").unlink()
    desktop = start_desktop()

    with _host(desktop, start_brim(desktop, "--demo-if-no-login")) as demo:
        assert "demo" in demo.property("Title")
        assert "Demo: " in demo.property("ToolTip")[3]
    assert not sandbox.state.exists()


def test_an_expired_login_does_not_show_the_demo(
    sandbox: Sandbox, start_brim: StartBrim, start_desktop: StartDesktop
) -> None:
    """An expired login is shown with its next step, and is never sent."""
    _skip_welcome(sandbox)
    sandbox.write_login(expiresAt=1)
    desktop = start_desktop()

    brim = start_brim(desktop, "--demo-if-no-login")

    with _host(desktop, brim, shows="expired") as host:
        assert "Open Claude Code" in str(host.layout())
    assert sandbox.server.requests == []


def test_status_and_tray_share_one_reading(
    sandbox: Sandbox, start_brim: StartBrim, start_desktop: StartDesktop
) -> None:
    """While a tray runs, the command prints the tray's reading and sends no request."""
    _skip_welcome(sandbox)
    desktop = start_desktop()
    with _host(desktop, start_brim(desktop)):
        outputs = [_status(desktop, sandbox, "--json").stdout for _ in range(3)]

    assert [42.0] * 3 == [json.loads(output)["windows"][0]["percent"] for output in outputs]
    assert len(sandbox.server.requests) == 1


def test_the_tray_shows_a_commands_reading_at_once(
    sandbox: Sandbox, start_brim: StartBrim, start_desktop: StartDesktop
) -> None:
    """The tray shows what another Brim program has read without a request of its own."""
    _skip_welcome(sandbox)
    sandbox.server.answers = [servers.future_usage_answer("usage-max"), servers.future_usage_answer("usage-team")]
    desktop = start_desktop()
    with _host(desktop, start_brim(desktop)) as host:
        _age_last_request(sandbox, 90)

        assert _status(desktop, sandbox, "--refresh").returncode == 0

        wait_until(lambda: host.property("Title").startswith("Brim: Session 91% used, "), "the other program's reading")
    assert len(sandbox.server.requests) == 2


def test_a_reading_follows_the_machines_sleep(
    sandbox: Sandbox, start_brim: StartBrim, start_desktop: StartDesktop, start_mock: StartMock
) -> None:
    """While the machine sleeps no request is sent; some seconds after it wakes a reading that is due is made."""
    _skip_welcome(sandbox)
    sandbox.server.answers = [servers.Answer(500), servers.future_usage_answer("usage-team")]
    desktop = start_desktop()
    login = start_mock(desktop, "org.freedesktop.login1", "/org/freedesktop/login1", "logind")
    with _host(desktop, start_brim(desktop), shows="Anthropic server error") as host:
        wait_until(lambda: "ListSessions" in login.log(), "the subscription")
        login.emit("org.freedesktop.login1.Manager", "PrepareForSleep", Variant("b", value=True))
        state = sandbox.state / "presence.json"
        wait_until(lambda: state.exists() and json.loads(state.read_text())["asleep_since"] is not None, "the sleep")
        _age_last_request(sandbox, 4000)

        login.emit("org.freedesktop.login1.Manager", "PrepareForSleep", Variant("b", value=False))

        wait_until(lambda: host.property("Title").startswith("Brim: Session 91% used, "), "the reading after sleep", 40)
    assert len(sandbox.server.requests) == 2


@pytest.mark.parametrize("several", [False, True])
def test_nothing_is_written_outside_the_state_folder(
    sandbox: Sandbox, start_brim: StartBrim, start_desktop: StartDesktop, tmp_path: Path, *, several: bool
) -> None:
    """In a whole run logins are opened for reading only, and every file that changes is in the data folder."""
    trace = Trace(tmp_path / "trace")
    _skip_welcome(sandbox)
    folders = [sandbox.claude]
    if several:
        folders += [
            sandbox.add_account(".claude-b", servers.future_usage_answer()),
            sandbox.add_account(".claude-c", servers.future_usage_answer(), expiresAt=1),
        ]
        named = ", ".join(f'"{folder}"' for folder in folders)
        sandbox.config.mkdir()
        (sandbox.config / "brim.toml").write_text(f"[claude]\nconfig_dirs = [{named}]\n")
    desktop = start_desktop("xfce", "dunst")

    brim = start_brim(desktop, before=trace.before)
    wait_until(lambda: len(sandbox.server.requests) == (2 if several else 1), "the requests", 20)
    wait_until(
        lambda: len(list(sandbox.state.glob("accounts/*/reading.json"))) == (2 if several else 1), "the readings"
    )
    os.killpg(brim.pid, signal.SIGTERM)
    brim.wait(10)

    opened = {access.path for access in trace.accesses() if not access.changes}
    changed = trace.changed()
    assert {str(folder / ".credentials.json") for folder in folders} <= opened
    assert changed
    assert {path for path in changed if not path.startswith(str(sandbox.state))} == set()
