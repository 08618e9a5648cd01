"""The state of the desktop, put together from what its programs report.

Several programs may report the same state, and a program that ends takes its reports with it. An event is sent only
when a state changes. This module must not know which program reports what, nor D-Bus, nor X.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from brim.model.command import DesktopEvent, ReportDesktopEvent

if TYPE_CHECKING:
    from collections.abc import Callable

    from brim.model.command import Command


class DesktopState(StrEnum):
    """A state that the desktop can be in. At the start none is active."""

    IDLE = "idle"
    """No input came for a while, or the screen saver shows."""
    LOCKED = "locked"
    OFFLINE = "offline"
    FULL_SCREEN = "full_screen"
    """The active window covers the whole screen."""
    BATTERY_LOW = "battery_low"


_EVENTS = {
    DesktopState.IDLE: (DesktopEvent.ACTIVE, DesktopEvent.IDLE),
    DesktopState.LOCKED: (DesktopEvent.UNLOCKED, DesktopEvent.LOCKED),
    DesktopState.OFFLINE: (DesktopEvent.ONLINE, DesktopEvent.OFFLINE),
    DesktopState.FULL_SCREEN: (DesktopEvent.WINDOWED, DesktopEvent.FULL_SCREEN),
    DesktopState.BATTERY_LOW: (DesktopEvent.BATTERY_OK, DesktopEvent.BATTERY_LOW),
}
"""What is sent when a state ends, and when it begins."""


class DesktopStateTracker:
    """Owner of the states and of who reports each."""

    def __init__(self, send: Callable[[Command], None]) -> None:
        """`send` takes the events and must return at once."""
        self._send = send
        self._sources: dict[DesktopState, set[str]] = {state: set() for state in DesktopState}
        self._asleep = False

    def set_state(self, state: DesktopState, source: str, *, active: bool) -> None:
        """Store what a source reports; a state is active while any source reports it."""
        sources = self._sources[state]
        before = bool(sources)
        if active:
            sources.add(source)
        else:
            sources.discard(source)
        if before != bool(sources):
            self._send_event(_EVENTS[state][not before])

    def clear_source(self, source: str) -> None:
        """Forget all that a source reported: it has gone."""
        for state in DesktopState:
            self.set_state(state, source, active=False)

    def set_asleep(self, *, asleep: bool) -> None:
        """The machine goes to sleep, or has woken. Waking is sent also when no sleep was reported before."""
        self._asleep = asleep
        self._send_event(DesktopEvent.SLEEPS if asleep else DesktopEvent.WOKE)

    def report_time_zone(self) -> None:
        """The time zone of the machine was changed."""
        self._send_event(DesktopEvent.TIME_ZONE)

    def end_sleep(self) -> None:
        """Count the machine as awake: the program that would report the waking has gone."""
        if self._asleep:
            self.set_asleep(asleep=False)

    def _send_event(self, event: DesktopEvent) -> None:
        self._send(ReportDesktopEvent(event))
