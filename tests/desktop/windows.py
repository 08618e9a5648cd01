"""A window manager's part on a test desktop's screen: windows, and the properties that describe them.

This module must not know Brim.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from Xlib import Xatom
from Xlib.display import Display

if TYPE_CHECKING:
    from Xlib.xobject.drawable import Window

    from tests.desktop.harness import Desktop


class WindowManager:
    """A client of the X server that opens windows and sets their properties."""

    def __init__(self, desktop: Desktop) -> None:
        """Connect; use it in a with statement."""
        self._display = Display(desktop.env["DISPLAY"])
        self._root = self._display.screen().root

    def __enter__(self) -> Self:
        """The client is connected already."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Disconnect; the X server then removes the windows."""
        self._display.close()

    def open(self) -> Window:
        """Open a window and make it the active one."""
        window: Window = self._root.create_window(0, 0, 100, 100, 0, self._display.screen().root_depth)
        window.map()
        self.activate(window)
        return window

    def activate(self, window: Window) -> None:
        """Make a window the active one."""
        self._change(self._root, "_NET_ACTIVE_WINDOW", Xatom.WINDOW, window.id)

    def set_full_screen(self, window: Window, *, full_screen: bool) -> None:
        """Make a window cover the screen, or no longer."""
        values = [self._display.intern_atom("_NET_WM_STATE_FULLSCREEN")] if full_screen else []
        self._change(window, "_NET_WM_STATE", Xatom.ATOM, *values)

    def close(self, window: Window) -> None:
        """Destroy a window without any change of properties."""
        window.destroy()
        self._display.sync()

    def write_other_property(self, times: int) -> None:
        """Write a property of the root window that does not concern windows."""
        for value in range(times):
            self._change(self._root, "_BRIM_TEST", Xatom.CARDINAL, value)

    def _change(self, window: Window, name: str, kind: int, *values: int) -> None:
        window.change_property(self._display.intern_atom(name), kind, 32, list(values))
        self._display.sync()
