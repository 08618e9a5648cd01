"""Whether the window in use covers the whole screen, from what X window managers keep up to date (EWMH).

A thread of its own waits for the X server, so that one that hangs holds nobody up. On Wayland no program is told of the
windows of others, and X under it knows only those that are X's own: there nothing is claimed.
This module must not know what follows from it.
"""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from Xlib.display import Display
    from Xlib.xobject.drawable import Window

_LONGEST_PAUSE_SECONDS = 60.0
_ATOMS = ("_NET_ACTIVE_WINDOW", "_NET_WM_STATE", "_NET_WM_STATE_FULLSCREEN")


def known_here() -> bool:
    """Whether this is a session of X alone."""
    wayland = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("XDG_SESSION_TYPE") == "wayland"
    return bool(os.environ.get("DISPLAY")) and not wayland


def follow(told: Callable[[bool], None]) -> None:
    """Call `told` in a thread of its own with each change, until the X server or the program ends."""
    threading.Thread(target=_follow, args=(told,), name="brim-screen", daemon=True).start()


def _follow(told: Callable[[bool], None]) -> None:
    from loguru import logger
    from Xlib import error
    from Xlib.display import Display

    try:
        display = Display()
        display.set_error_handler(_ignore)  # windows go while they are looked at
        _Screen(display).follow(told)
    except (error.DisplayError, error.XauthError, error.ConnectionClosedError, OSError) as fault:
        logger.debug("Whether a window covers the screen is not known: {}", fault)


def _ignore(*_fault: object) -> None:
    """Say nothing."""


class _Screen:
    """The screen of one X server."""

    def __init__(self, display: Display) -> None:
        """Ask to be told of the root window's properties."""
        from Xlib import X

        self._display = display
        self._root = display.screen().root
        self._active, self._state, self._full = (display.intern_atom(name) for name in _ATOMS)
        self._root.change_attributes(event_mask=X.PropertyChangeMask)
        self._window = 0
        self._calm = threading.Event()

    def follow(self, told: Callable[[bool], None]) -> None:
        """Tell of each change for ever."""
        before = False
        while True:
            covered = self._covered()
            if covered != before:
                before = covered
                told(covered)
            self._wait()

    def _covered(self) -> bool:
        from Xlib import X, Xatom, error

        (number,) = self._values(self._root, self._active, Xatom.WINDOW)[:1] or (0,)
        if number != self._window:
            for one, mask in ((self._window, X.NoEventMask), (number, X.PropertyChangeMask | X.StructureNotifyMask)):
                if one:
                    self._resource(one).change_attributes(event_mask=mask)
            self._window = number
        if not number:
            return False
        try:
            return self._full in self._values(self._resource(number), self._state, Xatom.ATOM)
        except error.XError:
            return False

    def _resource(self, number: int) -> Window:
        return self._display.create_resource_object("window", number)

    def _values(self, window: Window, name: int, kind: int) -> list[int]:
        found = window.get_full_property(name, kind)
        return list(found.value) if found is not None else []

    def _wait(self) -> None:
        """Wait for a change that may matter. Properties that do not are many on some desktops: they wake ever less."""
        pause = 0.5
        while not self._matters():
            self._calm.wait(pause)
            pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)

    def _matters(self) -> bool:
        """Wait for an event, take all that have come, and say whether one of them may matter."""
        from Xlib import X

        events = [self._display.next_event()]
        events += [self._display.next_event() for _ in range(self._display.pending_events())]
        return any(
            event.type in {X.DestroyNotify, X.UnmapNotify}
            or getattr(event, "atom", None) in {self._active, self._state}
            for event in events
        )
