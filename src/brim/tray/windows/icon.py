"""The icon of Windows: pystray's icon, extended.

It adds a menu on either mouse button, an image for the tray's own size, and a callback when settings change.
This module must not know what is shown, nor what follows from a setting. It is imported on Windows alone.
"""

from __future__ import annotations

import os
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pystray

from brim.tray.windows import taskbar

if TYPE_CHECKING:
    from collections.abc import Callable

_LEFT_BUTTON_UP, _RIGHT_BUTTON_UP = 0x0202, 0x0205
"""The messages that Windows sends to an icon at a mouse click (WM_LBUTTONUP, WM_RBUTTONUP)."""
_CHANGE_MESSAGES = (0x001A, 0x007E, 0x02E0)
"""Settings, the theme among them; screens; their scale (WM_SETTINGCHANGE, WM_DISPLAYCHANGE, WM_DPICHANGED)."""


class WindowsIcon(pystray.Icon):
    """One icon. All of its messages arrive in the thread of its loop."""

    SETUP_THREAD_TIMEOUT = 1.0
    """Seconds that its end waits for what is being shown; a notification under way may take longer."""

    def __init__(
        self,
        image: taskbar.IconFile,
        title: str,
        menu: pystray.Menu,
        opened: Callable[[], None],
        changed: Callable[[], None],
    ) -> None:
        """`opened` is called when the menu opens, `changed` when a setting or a screen may have changed."""
        super().__init__("brim", image, title, menu)
        self._opened, self._changed = opened, changed
        self.pixels = 0
        """The size that the icon was loaded at."""
        self._lock = threading.Lock()
        self._menu_open = self._menu_outdated = False
        self._message_handlers.update(dict.fromkeys(_CHANGE_MESSAGES, self._on_change))

    def _on_change(self, _wparam: int, _lparam: int) -> None:
        self._changed()

    def _on_notify(self, wparam: int, lparam: int) -> None:
        if lparam in {_LEFT_BUTTON_UP, _RIGHT_BUTTON_UP}:
            self._opened()
            with self._lock:
                self._menu_open = True
            super()._on_notify(wparam, _RIGHT_BUTTON_UP)  # returns when the menu is closed
            with self._lock:
                self._menu_open, outdated, self._menu_outdated = False, self._menu_outdated, False
            if outdated:
                self._update_menu()

    def _update_menu(self) -> None:
        """Rebuild the menu. One that is open stays as it is until it is closed: pystray would destroy it."""
        with self._lock:
            if self._menu_open:
                self._menu_outdated = True
            else:
                super()._update_menu()

    def _assert_icon_handle(self) -> None:
        if not self._icon_handle and isinstance(self.icon, taskbar.IconFile):
            self.pixels = taskbar.small_icon_pixels()
            handle, path = tempfile.mkstemp(".ico")
            try:
                with os.fdopen(handle, "wb") as file:
                    self.icon.save(file)
                self._icon_handle = taskbar.load_icon(path, self.pixels)
            finally:
                Path(path).unlink(missing_ok=True)
