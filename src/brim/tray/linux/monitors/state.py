"""Whether somebody is there to look, and what else a desktop is in: one owner of what the desktop's programs claim.

Several programs may say the same, and a program that goes takes its claims with it. Only what changes is told.
This module must not know who claims what, nor D-Bus, nor X.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from brim.model.command import DesktopEvent, ReportDesktopEvent

if TYPE_CHECKING:
    from collections.abc import Callable

    from brim.model.command import Command


class DesktopState(StrEnum):
    """What can be claimed of the desktop. At the start nothing is."""

    IDLE = "idle"
    """Nobody has touched it for a while, or its screen saver shows."""
    LOCKED = "locked"
    OFFLINE = "offline"
    FULL_SCREEN = "full_screen"
    """The window in use covers the whole screen."""
    BATTERY_LOW = "battery_low"


_EVENTS = {
    DesktopState.IDLE: (DesktopEvent.ACTIVE, DesktopEvent.IDLE),
    DesktopState.LOCKED: (DesktopEvent.UNLOCKED, DesktopEvent.LOCKED),
    DesktopState.OFFLINE: (DesktopEvent.ONLINE, DesktopEvent.OFFLINE),
    DesktopState.FULL_SCREEN: (DesktopEvent.WINDOWED, DesktopEvent.FULL_SCREEN),
    DesktopState.BATTERY_LOW: (DesktopEvent.BATTERY_OK, DesktopEvent.BATTERY_LOW),
}
"""What is told when a state ends, and when it begins."""


class DesktopStateTracker:
    """Owner of all claims."""

    def __init__(self, send: Callable[[Command], None]) -> None:
        """`send` takes the events and must return at once."""
        self._send = send
        self._claims: dict[DesktopState, set[str]] = {state: set() for state in DesktopState}
        self._asleep = False

    def claim(self, state: DesktopState, source: str, *, holds: bool) -> None:
        """A source says whether a state holds; the state holds while any source says so."""
        claims = self._claims[state]
        before = bool(claims)
        if holds:
            claims.add(source)
        else:
            claims.discard(source)
        if before != bool(claims):
            self.tell(_EVENTS[state][not before])

    def withdraw(self, source: str) -> None:
        """A source has gone: nothing that it said holds any longer."""
        for state in DesktopState:
            self.claim(state, source, holds=False)

    def sleep(self, *, begins: bool) -> None:
        """The machine goes to sleep, or has woken. Waking is told also when nobody had told of the sleep."""
        self._asleep = begins
        self.tell(DesktopEvent.SLEEPS if begins else DesktopEvent.WOKE)

    def wake_if_asleep(self) -> None:
        """Whoever would tell of the waking has gone: nobody may be left asleep for ever."""
        if self._asleep:
            self.sleep(begins=False)

    def tell(self, event: DesktopEvent) -> None:
        """Tell an event as it is."""
        self._send(ReportDesktopEvent(event))
