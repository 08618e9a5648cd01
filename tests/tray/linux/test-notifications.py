"""Notifications on real notification daemons."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from PIL import Image

from brim.backend.alerts.preview import preview
from brim.backend.system.clock import utc
from brim.model.alert import Rule
from brim.model.command import NotificationResult, OpenPage, Refresh, Snooze

if TYPE_CHECKING:
    from tests.desktop.fixtures import StartDesktop, StartDriver, StartMock
    from tests.desktop.harness import Desktop

BLUE = (32, 64, 96)
RED = (144, 32, 32)
POPUPS = "420x220+604+0"
NOTIFICATIONS = "org.freedesktop.Notifications"


def displayed(desktop: Desktop) -> int:
    """How many notifications dunst shows."""
    return int(desktop.run("dunstctl", "count", "displayed"))


@pytest.mark.parametrize(("alert", "colour"), [("plain", BLUE), ("critical", RED)])
def test_a_notification_is_shown(
    alert: str, colour: tuple[int, int, int], start_desktop: StartDesktop, start_driver: StartDriver
) -> None:
    """A notification is on the screen, in the colour of its urgency."""
    desktop = start_desktop(notify="dunst")
    driver = start_driver(desktop)

    driver.do(f"notify {alert}")

    desktop.wait_for_colour(colour, POPUPS)


def test_the_same_key_replaces(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """A notification replaces the one with its key, also when both are sent at once; another key is shown beside it."""
    desktop = start_desktop(notify="dunst")
    driver = start_driver(desktop)

    for alert in ("plain", "again", "plain", "buttons"):
        driver.do(f"notify {alert}")

    driver.wait_for(repr(NotificationResult("ask", "shown")))
    assert driver.record().count(repr(NotificationResult("session", "shown"))) == 3
    assert displayed(desktop) == 2


def test_a_button_is_pressed(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """A press on a button sends its command and the result of the notification, and nothing more when it closes."""
    desktop = start_desktop(notify="xfce")
    driver = start_driver(desktop)

    driver.do("notify open")
    left, top, width, height = desktop.window("xfce4-notifyd")
    desktop.click((left + width // 2, top + height - 30))

    driver.wait_for(repr(NotificationResult("page", "open")))
    driver.do("notify open")
    driver.wait_for(repr(NotificationResult("page", "shown")), count=2)
    results = [line for line in driver.record() if not line.startswith("done")]
    shown, pressed = repr(NotificationResult("page", "shown")), repr(NotificationResult("page", "open"))
    assert results == ["ready", shown, repr(OpenPage()), pressed, shown]


def test_snooze_is_pressed(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """The snooze button snoozes the notification's rule for an hour from the press."""
    desktop = start_desktop(notify="xfce")
    driver = start_driver(desktop)

    driver.do("notify snooze")
    left, top, width, height = desktop.window("xfce4-notifyd")
    pressed = datetime.now(UTC)
    desktop.click((left + width // 2, top + height - 30))

    driver.wait_for(repr(NotificationResult("later", "snooze")))
    line = next(line for line in driver.record() if line.startswith("Snooze("))
    sent = eval(line, {"Snooze": Snooze, "datetime": dt})  # our own driver has written it
    assert sent.rule == "session"
    assert timedelta(0) <= sent.until - pressed - timedelta(hours=1) < timedelta(minutes=1)


@pytest.mark.parametrize("rule", Rule)
def test_each_rule_can_be_tried(rule: Rule, start_desktop: StartDesktop) -> None:
    """`brim alerts test` shows the notification of a rule on the screen, as the real one is."""
    desktop = start_desktop(notify="dunst")
    command = [sys.executable, "-m", "brim", "alerts", "test", rule]
    finished = subprocess.run(command, env=desktop.env, capture_output=True, text=True, timeout=60, check=False)

    assert (finished.returncode, finished.stderr) == (0, "")
    assert displayed(desktop) == 1
    desktop.run("dunstctl", "close-all")
    assert preview(rule, utc()).alert.title.split()[0] in desktop.run("dunstctl", "history").decode()


def test_the_command_without_a_daemon(start_desktop: StartDesktop) -> None:
    """Without a notification daemon `brim alerts test` fails with one line and what to do."""
    desktop = start_desktop()
    command = [sys.executable, "-m", "brim", "alerts", "test", "limit"]
    finished = subprocess.run(command, env=desktop.env, capture_output=True, text=True, timeout=60, check=False)

    assert finished.returncode == 1
    assert "brim: The desktop did not show the notification. " in finished.stderr


def test_buttons_of_other_programs_are_ignored(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """A press on one program's notification does nothing in another program, although the daemon signals it to all."""
    desktop = start_desktop(notify="xfce")
    first, second = start_driver(desktop), start_driver(desktop)
    first.do("notify open")
    left, top, width, height = desktop.window("xfce4-notifyd")
    second.do("notify plain")
    second.wait_for(repr(NotificationResult("session", "shown")))

    desktop.click((left + width // 2, top + height - 30))

    first.wait_for(repr(NotificationResult("page", "open")))
    second.do("notify again")  # its result comes after every signal
    second.wait_for(repr(NotificationResult("session", "shown")), count=2)
    shown = repr(NotificationResult("session", "shown"))
    # A line says that the tray has an alert; its result comes from another thread, and may be there before.
    assert sorted(second.record()) == sorted(["ready", "done notify plain", shown, "done notify again", shown])


def test_forged_presses_are_ignored(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """The signal of a press counts only when the daemon sends it."""
    desktop = start_desktop(notify="dunst")
    driver = start_driver(desktop)
    driver.do("notify buttons")
    driver.wait_for(repr(NotificationResult("ask", "shown")))

    signal = ("/org/freedesktop/Notifications", "org.freedesktop.Notifications.ActionInvoked")
    for number in range(1, 5):
        desktop.run("dbus-send", "--session", "--type=signal", *signal, f"uint32:{number}", "string:open")
    desktop.run("dunstctl", "action", "0")

    driver.wait_for(repr(NotificationResult("ask", "refresh")))
    assert repr(OpenPage()) not in driver.record()
    assert driver.record().count(repr(Refresh())) == 1


def test_a_notification_has_both_pictures(
    start_desktop: StartDesktop, start_driver: StartDriver, start_mock: StartMock
) -> None:
    """A daemon gets Brim's own icon, which says whose notification it is, beside the picture of the state."""
    desktop = start_desktop()
    daemon = start_mock(desktop, NOTIFICATIONS, "/org/freedesktop/Notifications")
    daemon.add_method(NOTIFICATIONS, "GetCapabilities", ("", "as"), "ret = ['actions']")
    daemon.add_method(NOTIFICATIONS, "Notify", ("susssasa{sv}i", "u"), "ret = 7")
    driver = start_driver(desktop)

    driver.do("notify plain")
    driver.wait_for(repr(NotificationResult("session", "shown")))

    call = next(line for line in daemon.log().splitlines() if " Notify " in line)
    icon = re.search(r'"file://([^"]+/48x48/apps/brim\.png)"', call)
    assert icon is not None
    with Image.open(unquote(icon[1])) as picture:
        assert (48, 48) == picture.size
    assert "image-data" in call


def test_a_notification_that_is_closed(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """A notification that a person closes is reported; its text was escaped for a daemon that reads markup."""
    desktop = start_desktop(notify="dunst")
    driver = start_driver(desktop)
    driver.do("notify plain")
    driver.wait_for(repr(NotificationResult("session", "shown")))

    desktop.run("dunstctl", "close-all")

    driver.wait_for(repr(NotificationResult("session", "closed")))
    assert "Session &amp; &lt;b&gt;90%&lt;/b&gt;" in desktop.run("dunstctl", "history").decode()


def test_no_daemon(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """Without a daemon notifications fail with one line in the log; a daemon that starts later shows them."""
    desktop = start_desktop()
    driver = start_driver(desktop)

    driver.do("notify plain")
    driver.do("notify buttons")
    driver.wait_for(repr(NotificationResult("session", "failed")))
    driver.wait_for(repr(NotificationResult("ask", "failed")))
    assert len(driver.errors().splitlines()) == 1

    desktop.notify = "dunst"
    desktop.start_notifications()
    driver.do("notify again")
    driver.wait_for(repr(NotificationResult("session", "shown")))


def test_a_restarted_daemon_counts_from_one(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """When the daemon restarts, its notifications count as closed, and its old ids replace no new notification."""
    desktop = start_desktop(notify="dunst")
    driver = start_driver(desktop)
    driver.do("notify plain")
    driver.wait_for(repr(NotificationResult("session", "shown")))

    desktop.stop_program("notify")
    driver.wait_for(repr(NotificationResult("session", "closed")))
    desktop.start_notifications()
    driver.do("notify buttons")
    driver.do("notify again")

    driver.wait_for(repr(NotificationResult("session", "shown")), count=2)
    assert displayed(desktop) == 2
