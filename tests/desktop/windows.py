"""A window manager's part on a test desktop's screen: windows, and the properties by which others know of them.

This module must not know Brim.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from Xlib import Xatom
from Xlib.display import Display

if TYPE_CHECKING:
    from Xlib.xobject.drawable import Window

    from tests.desktop.harness import Desktop


class Windows:
    """A client of the X server."""

    def __init__(self, desktop: Desktop) -> None:
        """Connect in a with statement."""
        self._display = Display(desktop.env["DISPLAY"])
        self._root = self._display.screen().root

    def __enter__(self) -> Self:
        """It is connected."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Disconnect: the windows go too."""
        self._display.close()

    def open(self) -> Window:
        """Make a window, and have it in use."""
        window: Window = self._root.create_window(0, 0, 100, 100, 0, self._display.screen().root_depth)
        window.map()
        self.use(window)
        return window

    def use(self, window: Window) -> None:
        """Have this window in use."""
        self._change(self._root, "_NET_ACTIVE_WINDOW", Xatom.WINDOW, window.id)

    def cover(self, window: Window, *, screen: bool) -> None:
        """Let a window cover the screen, or no longer."""
        values = [self._display.intern_atom("_NET_WM_STATE_FULLSCREEN")] if screen else []
        self._change(window, "_NET_WM_STATE", Xatom.ATOM, *values)

    def close(self, window: Window) -> None:
        """Let a window go without a word."""
        window.destroy()
        self._display.sync()

    def chatter(self, times: int) -> None:
        """Write a property of the root window that says nothing of windows."""
        for time in range(times):
            self._change(self._root, "_BRIM_TEST", Xatom.CARDINAL, time)

    def _change(self, window: Window, name: str, kind: int, *values: int) -> None:
        window.change_property(self._display.intern_atom(name), kind, 32, list(values))
        self._display.sync()
