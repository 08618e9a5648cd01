"""The signal for a new icon, once more for GNOME Shell, whose extension may drop the last of several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.tray.linux.iconreminder import DELAYS, IconReminder
from tests.desktop.host import Host
from tests.desktop.watcher import Watcher
from tests.support.wait import wait_until

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.desktop.fixtures import StartDesktop, StartDriver


class ManualTimer:
    """A timer whose calls run when the test asks for it, and the reminder that it drives."""

    def __init__(self) -> None:
        """No call is due."""
        self.due: list[tuple[float, Callable[[], None]]] = []
        self.signals = 0
        self.reminder = IconReminder(self.call_later, self._count)

    def call_later(self, seconds: float, work: Callable[[], None]) -> Callable[[], object]:
        """Record a call that is due."""
        entry = (seconds, work)
        self.due.append(entry)
        return lambda: self.due.remove(entry)

    def run_one(self) -> float:
        """Run the only call that is due; returns the seconds that it waited."""
        [(seconds, work)] = self.due
        self.due.clear()
        work()
        return seconds

    def _count(self) -> None:
        self.signals += 1


def test_an_icon_that_stays_is_signalled_a_few_times() -> None:
    """After growing waits the signal comes again, and then no timer is left."""
    timer = ManualTimer()
    timer.reminder.set_active(active=True)
    timer.reminder.begin()

    waits = [timer.run_one() for _ in DELAYS]

    assert waits == sorted(DELAYS)
    assert (len(DELAYS), []) == (timer.signals, timer.due)


def test_another_icon_begins_anew() -> None:
    """While icons follow each other, only the last one is signalled again."""
    timer = ManualTimer()
    timer.reminder.set_active(active=True)
    for _ in range(5):
        timer.reminder.begin()

    assert DELAYS[0] == timer.run_one()
    timer.reminder.begin()
    assert DELAYS[0] == timer.run_one()
    assert 2 == timer.signals


def test_nobody_else_is_reminded() -> None:
    """Without GNOME Shell no timer runs, and none is left when it ends; when it comes, it reads the icon."""
    timer = ManualTimer()
    timer.reminder.begin()
    timer.reminder.set_active(active=True)
    assert timer.due == []

    timer.reminder.begin()
    assert 1 == len(timer.due)
    timer.reminder.set_active(active=False)
    assert timer.due == []


def test_gnome_shell_gets_the_last_icon_again(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """A shell that missed the last of several signals is sent one more, for the icon alone."""
    desktop = start_desktop()
    with Watcher(desktop, name="org.gnome.Shell"):
        driver = start_driver(desktop)
        with Host(desktop, driver.process.pid) as host:
            driver.do("show exhausted", "show calm", "show exhausted")
            wait_until(lambda: "NewTitle" in host.signal_names(), "the last signal of the change")

            seen: list[str] = []

            def reminded() -> bool:
                seen.extend(host.signal_names())
                return bool(seen)

            wait_until(reminded, "one more signal")
            assert ["NewIcon"] == seen
