"""The tray of Windows and macOS: pystray's own backends behind the Display protocol.

pystray's loop wants the main thread. Its setters are harmless from other threads on Windows; on macOS they go straight
to AppKit, which belongs to the main thread, so there each one hops.
This module must not know Linux: its tray speaks D-Bus by itself, in `tray.desktop.linux`.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pystray

from brim.commands import MenuOpened, NoticeResult, Quit
from brim.tray import menu as menus
from brim.tray import notice, render
from brim.tray.desktop import signals, windows
from brim.tray.glance import with_appearance
from brim.tray.look import Appearance, Look
from brim.tray.motion import Motion

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from PIL import Image

    from brim.commands import Command
    from brim.model import Alert
    from brim.tray.row import Row
    from brim.tray.view import Face

_PIXELS = 64
_TITLE_LENGTH = 127
"""Windows holds a tooltip in 128 characters, the last of them null (NOTIFYICONDATAW.szTip)."""
_NOTICE_LENGTHS = (63, 255) if sys.platform == "win32" else (200, 1000)
"""Letters of a notice's title and text: Windows has 64 and 256 (szInfoTitle, szInfo) and pystray raises beyond."""


_LEFT_BUTTON_UP, _RIGHT_BUTTON_UP = 0x0202, 0x0205
"""What Windows tells an icon when somebody clicks on it (WM_LBUTTONUP, WM_RBUTTONUP)."""


class PystrayTray:
    """One icon in the tray of Windows or macOS."""

    def __init__(self, first: Face, send: Callable[[Command], None]) -> None:
        """Prepare an icon with its first face; nothing is shown before `run`."""
        self._face = first
        self._appearance = Appearance()
        self._send = send
        self._stopped = False
        self._motion = Motion(_call_later, lambda: _on_main_thread(self._redraw))
        self._drawn = first.look
        if sys.platform == "win32":
            windows.be_aware_of_scale()
            self._appearance = windows.appearance()
        self._icon = _icon(lambda: send(MenuOpened()))(
            "brim",
            _picture(first.look),
            _short(first),
            menus.build(lambda: self._face.rows, send),
        )

    def run(self, ready: Callable[[], None]) -> None:
        """Block the main thread in pystray's loop; `ready` runs in pystray's set-up thread.

        Ctrl+C and SIGTERM send Quit, which is to end what `ready` waits for and then to call `stop`.
        """

        def setup(icon: pystray.Icon) -> None:
            if sys.platform == "darwin":
                _on_main_thread(signals.take)  # pystray has put its own end of the program there
            if self._stopped:  # before pystray's loop ran, when it does not listen
                icon.stop()
                return
            icon.visible = True
            ready()

        with signals.ending(lambda: self._send(Quit())):
            self._icon.run(setup)

    def show(self, face: Face, menu: Callable[[datetime], tuple[Row, ...]]) -> None:  # noqa: ARG002 - made by the clock
        """Show a face; what did not change is left alone."""
        _on_main_thread(lambda: self._apply(face))

    def appear(self, appearance: Appearance) -> None:
        """Show the face as the desktop wants it from now on."""
        self._appearance = appearance
        _on_main_thread(lambda: self._apply(self._face))

    def notify(self, alert: Alert) -> None:
        """Show a notice without buttons: pystray's own has none, and needs no main thread."""
        title, body = map(notice.shortened, (alert.title, alert.body), _NOTICE_LENGTHS)
        outcome = notice.attempt(alert.key, lambda: self._icon.notify(body, title))
        self._send(NoticeResult(alert.key, outcome))

    def stop(self) -> None:
        """Take the icon away and let `run` return."""
        self._stopped = True
        _on_main_thread(self._icon.stop)

    def _apply(self, face: Face) -> None:
        before, self._face = self._face, face
        self._motion.follow(moving=face.moving and not self._appearance.still)
        self._redraw()
        if _short(face) != _short(before):
            self._icon.title = _short(face)
        if face.rows != before.rows:
            self._icon.update_menu()

    def _redraw(self) -> None:
        look = replace(with_appearance(self._face.look, self._appearance), step=self._motion.step)
        if look != self._drawn:
            self._drawn = look
            self._icon.icon = _picture(look)


def _icon(opened: Callable[[], None]) -> type[pystray.Icon]:
    """The icon that pystray makes; on Windows it calls `opened` when its menu opens. On macOS nobody says so."""

    class WindowsIcon(pystray.Icon):
        """Its menu opens by either button, and its picture is the one for the tray's own size."""

        def _on_notify(self, wparam: int, lparam: int) -> None:
            if lparam in {_LEFT_BUTTON_UP, _RIGHT_BUTTON_UP}:
                opened()
                super()._on_notify(wparam, _RIGHT_BUTTON_UP)

        def _assert_icon_handle(self) -> None:
            if not self._icon_handle and self.icon is not None:
                handle, path = tempfile.mkstemp(".ico")
                try:
                    with os.fdopen(handle, "wb") as file:
                        self.icon.save(file, format="ICO")
                    self._icon_handle = windows.load_small(path)
                finally:
                    Path(path).unlink(missing_ok=True)

    return WindowsIcon if sys.platform == "win32" else pystray.Icon


def _picture(look: Look) -> Image.Image | windows.IconFile:
    """The icon as pystray takes it: one image, or on Windows one for each size."""
    if sys.platform == "win32":
        return windows.icon_file(lambda size: render.draw(look, size))
    else:  # noqa: RET505 - mypy knows platforms by branches
        return render.draw(look, _PIXELS)


def _short(face: Face) -> str:
    """As much of the tooltip as the desktop takes, whole lines only."""
    lines = face.tooltip.split("\n")
    while len(lines) > 1 and len("\n".join(lines)) > _TITLE_LENGTH:
        lines.pop()
    return "\n".join(lines)[:_TITLE_LENGTH]


def _call_later(seconds: float, work: Callable[[], None]) -> Callable[[], None]:
    timer = threading.Timer(seconds, work)
    timer.daemon = True
    timer.start()
    return timer.cancel


def _on_main_thread(work: Callable[[], None]) -> None:
    if sys.platform == "darwin":
        from PyObjCTools import AppHelper

        AppHelper.callAfter(work)
    else:
        work()
