"""The tray of Windows and macOS: pystray's own backends behind the Display protocol.

pystray's loop wants the main thread. Its setters are harmless from other threads on Windows, one at a time; on macOS
they go straight to AppKit, which belongs to the main thread, so there each one hops.
This module must not know Linux: its tray speaks D-Bus by itself, in `tray.desktop.linux`.
"""

from __future__ import annotations

import sys
import threading
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from brim.model.command import MenuOpened, NotificationResult, Quit
from brim.model.options import IconScheme
from brim.tray.desktop import notification, signals
from brim.tray.icon import render
from brim.tray.icon.animation import ReadingAnimation
from brim.tray.icon.fromsnapshot import with_appearance
from brim.tray.menu import pystraymenu as menus
from brim.tray.windows import taskbar

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    import pystray

    from brim.model.alert import Alert
    from brim.model.command import Command
    from brim.tray.icon.spec import Appearance, IconSpec
    from brim.tray.menu.row import Row
    from brim.tray.menu.view import TrayView

    if sys.platform == "win32":
        from brim.tray.windows.icon import WindowsIcon as NativeIcon
        from brim.tray.windows.taskbar import IconFile as Drawn
    else:
        from brim.tray.macos.icon import MacIcon as NativeIcon
        from brim.tray.macos.icon import Picture as Drawn

_TITLE_LENGTH = 127
"""Windows holds a tooltip in 128 characters, the last of them null (NOTIFYICONDATAW.szTip)."""
_NOTICE_LENGTHS = (63, 255) if sys.platform == "win32" else (200, 1000)
"""Letters of a notice's title and text: Windows has 64 and 256 (szInfoTitle, szInfo) and pystray raises beyond."""


class PystrayTray:
    """One icon in the tray of Windows or macOS."""

    def __init__(self, first: TrayView, send: Callable[[Command], None]) -> None:
        """Prepare an icon with its first face; nothing is shown before `run`."""
        self._face = first
        self._send = send
        self._stopped = False
        self._guard = threading.RLock()
        """Held while the icon is changed: a reading, the light and a new theme come from three threads."""
        self._motion = ReadingAnimation(_call_later, lambda: _on_main_thread(self._redraw))
        if sys.platform == "win32":
            taskbar.be_aware_of_scale()
        self._appearance = _wishes()
        self._drawn = self._look()
        self._icon = self._make(menus.build(lambda: self._face.rows, send))

    def _make(self, menu: pystray.Menu) -> NativeIcon:
        """The icon as this system needs it."""
        picture, title = _picture(self._drawn), _short(self._face)
        if sys.platform == "win32":
            from brim.tray.windows.icon import WindowsIcon

            return WindowsIcon(picture, title, menu, self._opened, self._look_again)
        else:  # noqa: RET505 - mypy knows platforms by branches
            from brim.tray.macos.icon import MacIcon

            return MacIcon(picture, title, menu, self._opened)

    def run(self, ready: Callable[[], None]) -> None:
        """Block the main thread in pystray's loop; `ready` runs in pystray's set-up thread.

        Ctrl+C and SIGTERM send Quit, which is to end what `ready` waits for and then to call `stop`.
        """

        def setup(icon: pystray.Icon) -> None:
            if sys.platform == "darwin":
                _on_main_thread(signals.take)  # pystray has put its own end of the program there
            if self._stopped:  # before pystray's loop ran, when it does not listen
                _on_main_thread(icon.stop)
                return
            _on_main_thread(self._appear_first)
            ready()

        with signals.ending(lambda: self._send(Quit())):
            self._icon.run(setup)

    def show(self, face: TrayView, menu: Callable[[datetime], tuple[Row, ...]]) -> None:  # noqa: ARG002 - made by the clock
        """Show a face; what did not change is left alone."""
        _on_main_thread(lambda: self._apply(face))

    def appear(self, appearance: Appearance) -> None:
        """Show the face as the desktop wants it from now on."""
        self._appearance = appearance
        _on_main_thread(lambda: self._apply(self._face))

    def notify(self, alert: Alert) -> None:
        """Show a notice without buttons: pystray's own has none, and needs no main thread."""
        title, body = map(notification.shortened, (alert.title, alert.body), _NOTICE_LENGTHS)
        outcome = notification.show_safely(alert.key, lambda: self._icon.notify(body, title))
        self._send(NotificationResult(alert.key, outcome))

    def stop(self) -> None:
        """Take the icon away and let `run` return."""
        self._stopped = True
        _on_main_thread(self._icon.stop)

    def _appear_first(self) -> None:
        self._icon.visible = True

    def _opened(self) -> None:
        self._send(MenuOpened())

    def _apply(self, face: TrayView) -> None:
        with self._guard:
            before, self._face = self._face, face
            if sys.platform == "darwin":  # nobody says when that changes
                self._appearance = _wishes()
            self._motion.update(reading=face.animated and not self._appearance.reduced_motion)
            self._redraw()
            if _short(face) != _short(before):
                self._icon.title = _short(face)
            if sys.platform == "darwin" and face.label != before.label:
                self._icon.tell(face.label)
            if face.rows != before.rows:
                self._icon.update_menu()

    def _look_again(self) -> None:
        """Windows says that settings or screens have changed."""
        with self._guard:
            self._appearance = _wishes()
            if sys.platform == "win32" and self._icon.pixels != taskbar.small_icon_pixels():
                self._icon.icon = _picture(self._drawn)
            self._redraw()

    def _redraw(self) -> None:
        with self._guard:
            look = self._look()
            if look != self._drawn:
                self._drawn = look
                self._icon.icon = _picture(look)

    def _look(self) -> IconSpec:
        return replace(with_appearance(self._face.icon, self._appearance), animation_step=self._motion.step)


def _wishes() -> Appearance:
    """How the desktop wants things to look now."""
    if sys.platform == "win32":
        return taskbar.appearance()
    else:  # noqa: RET505 - mypy knows platforms by branches
        from brim.tray.macos import icon as macosicon

        return macosicon.appearance()


def _picture(look: IconSpec) -> Drawn:
    """The icon as it is shown: on Windows one image for each size, on macOS in the menu bar's own colour or in ours."""
    draw = partial(render.draw, look)
    if sys.platform == "win32":
        return taskbar.icon_file(draw)
    else:  # noqa: RET505 - mypy knows platforms by branches
        from brim.tray.macos import icon as macosicon

        return macosicon.Picture(draw, tinted=look.scheme is IconScheme.AUTO)


def _short(face: TrayView) -> str:
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
