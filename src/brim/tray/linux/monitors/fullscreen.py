"""Whether the active window covers the whole screen, from the properties that X window managers set (EWMH).

A thread of its own waits for the X server, so that a server that hangs blocks nothing else. On Wayland no program
learns of the windows of others, and an X server under Wayland knows only the windows of X programs: there nothing is
reported. This module must not know what a full-screen window changes.
"""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from Xlib.display import Display
    from Xlib.xobject.drawable import Window

_FIRST_PAUSE_SECONDS = 0.5
_LONGEST_PAUSE_SECONDS = 60.0
_ATOMS = ("_NET_ACTIVE_WINDOW", "_NET_WM_STATE", "_NET_WM_STATE_FULLSCREEN")


def x_session() -> bool:
    """Whether this is a session of X without Wayland."""
    wayland = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("XDG_SESSION_TYPE") == "wayland"
    return bool(os.environ.get("DISPLAY")) and not wayland


def watch(on_change: Callable[[bool], None]) -> None:
    """Call `on_change` in a thread of its own with each change, until the X server or the program ends."""
    threading.Thread(target=_watch, args=(on_change,), name="brim-screen", daemon=True).start()


def _watch(on_change: Callable[[bool], None]) -> None:
    from loguru import logger
    from Xlib import error

    from brim.tray.desktop.xdisplay import PlainDisplay

    try:
        display = PlainDisplay()
        display.set_error_handler(_ignore)  # windows may go while their properties are read
        _FullScreenWatcher(display).watch(on_change)
    except (error.DisplayError, error.XauthError, error.ConnectionClosedError, OSError) as fault:
        logger.debug("Whether a window covers the screen is not known: {}", fault)


def _ignore(*_error: object) -> None:
    """Do nothing."""


class _FullScreenWatcher:
    """The active window of one X server."""

    def __init__(self, display: Display) -> None:
        """Subscribe to the properties of the root window."""
        from Xlib import X

        self._display = display
        self._root = display.screen().root
        self._active_window, self._state, self._fullscreen = (display.intern_atom(name) for name in _ATOMS)
        self._root.change_attributes(event_mask=X.PropertyChangeMask)
        self._window_id = 0
        self._never_set = threading.Event()

    def watch(self, on_change: Callable[[bool], None]) -> None:
        """Report each change; does not return."""
        before = False
        while True:
            covered = self._is_covered()
            if covered != before:
                before = covered
                on_change(covered)
            self._wait_for_change()

    def _is_covered(self) -> bool:
        from Xlib import X, Xatom, error

        (window_id,) = self._values(self._root, self._active_window, Xatom.WINDOW)[:1] or (0,)
        if window_id != self._window_id:
            masks = {self._window_id: X.NoEventMask, window_id: X.PropertyChangeMask | X.StructureNotifyMask}
            for number, mask in masks.items():
                if number:
                    self._window(number).change_attributes(event_mask=mask)
            self._window_id = window_id
        if not window_id:
            return False
        try:
            return self._fullscreen in self._values(self._window(window_id), self._state, Xatom.ATOM)
        except error.XError:
            return False

    def _window(self, number: int) -> Window:
        return self._display.create_resource_object("window", number)

    def _values(self, window: Window, name: int, kind: int) -> list[int]:
        reply = window.get_full_property(name, kind)
        return list(reply.value) if reply is not None else []

    def _wait_for_change(self) -> None:
        """Wait for an event that may matter.

        On some desktops many properties change that do not: each of them doubles the pause before the next check.
        """
        pause = _FIRST_PAUSE_SECONDS
        while not self._next_events_matter():
            self._never_set.wait(pause)
            pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)

    def _next_events_matter(self) -> bool:
        """Wait for an event, take all that have come, and say whether one of them may matter."""
        from Xlib import X

        events = [self._display.next_event()]
        events += [self._display.next_event() for _ in range(self._display.pending_events())]
        return any(
            event.type in {X.DestroyNotify, X.UnmapNotify}
            or getattr(event, "atom", None) in {self._active_window, self._state}
            for event in events
        )
