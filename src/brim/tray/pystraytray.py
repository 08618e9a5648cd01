"""The tray of Windows and macOS: pystray's own backends behind the Display protocol.

pystray's loop needs the main thread. Its setters may be called from other threads on Windows, one at a time; on macOS
they go straight to AppKit, which belongs to the main thread, so there each call is moved to it.
This module must not know Linux: its tray speaks D-Bus itself, in `tray.linux`.
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
from brim.tray.menu import pystraymenu
from brim.tray.windows import taskbar

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    import pystray

    from brim.model.alert import Alert
    from brim.model.command import Command
    from brim.tray.icon.iconspec import Appearance, IconSpec
    from brim.tray.menu.row import MenuRow
    from brim.tray.menu.trayview import TrayView

    if sys.platform == "win32":
        from brim.tray.windows.icon import WindowsIcon as NativeIcon
        from brim.tray.windows.taskbar import IconFile as NativeImage
    else:
        from brim.tray.macos.icon import IconImage as NativeImage
        from brim.tray.macos.icon import MacIcon as NativeIcon

_TITLE_LENGTH = 127
"""Windows holds a tooltip in 128 characters, the last of them null (NOTIFYICONDATAW.szTip)."""
_NOTIFICATION_LENGTHS = (63, 255) if sys.platform == "win32" else (200, 1000)
"""Letters of a notification's title and text: Windows has 64 and 256 (szInfoTitle, szInfo); pystray raises beyond."""


class PystrayTray:
    """One icon in the tray of Windows or macOS."""

    def __init__(self, view: TrayView, send: Callable[[Command], None]) -> None:
        """Prepare an icon with its first view; nothing is shown before `run`."""
        self._view = view
        self._send = send
        self._stopped = False
        self._lock = threading.RLock()
        """Held while the icon is changed: readings, the animation and a new theme come from three threads."""
        self._animation = ReadingAnimation(_call_later, lambda: _run_on_main_thread(self._redraw))
        if sys.platform == "win32":
            taskbar.enable_dpi_awareness()
        self._appearance = _read_appearance()
        self._drawn_spec = self._icon_spec()
        self._icon = self._native_icon(pystraymenu.build(lambda: self._view.rows, send))

    def _native_icon(self, menu: pystray.Menu) -> NativeIcon:
        """The icon as this system needs it."""
        image, title = _native_image(self._drawn_spec), _title(self._view)
        if sys.platform == "win32":
            from brim.tray.windows.icon import WindowsIcon

            return WindowsIcon(image, title, menu, self._menu_opened, self._settings_changed)
        else:  # noqa: RET505 - mypy knows platforms by branches
            from brim.tray.macos.icon import MacIcon

            return MacIcon(image, title, menu, self._menu_opened)

    def run(self, ready: Callable[[], None]) -> None:
        """Block the main thread in pystray's loop; `ready` runs in pystray's set-up thread.

        Ctrl+C and SIGTERM send Quit. Whoever receives it ends what `ready` waits for and then calls `stop`.
        """

        def setup(icon: pystray.Icon) -> None:
            if sys.platform == "darwin":
                _run_on_main_thread(signals.ignore_default_actions)  # pystray has set handlers of its own
            if self._stopped:  # before pystray's loop ran, when it does not listen
                _run_on_main_thread(icon.stop)
                return
            _run_on_main_thread(self._make_visible)
            ready()

        with signals.on_signal(lambda: self._send(Quit())):
            self._icon.run(setup)

    def show(self, view: TrayView, rows_at: Callable[[datetime], tuple[MenuRow, ...]]) -> None:  # noqa: ARG002 - pystray cannot make rows when the menu opens
        """Show a view; what did not change is not set again."""
        _run_on_main_thread(lambda: self._apply(view))

    def notify(self, alert: Alert, icon: IconSpec | None = None) -> None:  # noqa: ARG002 - pystray shows its own icon
        """Show a notification without buttons: pystray's own has none, and needs no main thread."""
        title, body = map(notification.shorten, (alert.title, alert.body), _NOTIFICATION_LENGTHS)
        outcome = notification.show_safely(alert.key, lambda: self._icon.notify(body, title))
        self._send(NotificationResult(alert.key, outcome))

    def stop(self) -> None:
        """Remove the icon and let `run` return."""
        self._stopped = True
        _run_on_main_thread(self._icon.stop)

    def _make_visible(self) -> None:
        self._icon.visible = True

    def _menu_opened(self) -> None:
        self._send(MenuOpened())

    def _apply(self, view: TrayView) -> None:
        with self._lock:
            before, self._view = self._view, view
            if sys.platform == "darwin":  # macOS does not report when it changes
                self._appearance = _read_appearance()
            self._animation.update(reading=view.animated and not self._appearance.reduced_motion)
            self._redraw()
            if _title(view) != _title(before):
                self._icon.title = _title(view)
            if sys.platform == "darwin" and view.label != before.label:
                self._icon.set_label(view.label)
            if view.rows != before.rows:
                self._icon.update_menu()

    def _settings_changed(self) -> None:
        """Windows reports that settings or screens have changed."""
        with self._lock:
            self._appearance = _read_appearance()
            if sys.platform == "win32" and self._icon.pixels != taskbar.small_icon_pixels():
                self._icon.icon = _native_image(self._drawn_spec)
            self._redraw()

    def _redraw(self) -> None:
        with self._lock:
            spec = self._icon_spec()
            if spec != self._drawn_spec:
                self._drawn_spec = spec
                self._icon.icon = _native_image(spec)

    def _icon_spec(self) -> IconSpec:
        return replace(with_appearance(self._view.icon, self._appearance), animation_step=self._animation.step)


def _read_appearance() -> Appearance:
    """How the desktop asks programs to look now."""
    if sys.platform == "win32":
        return taskbar.appearance()
    else:  # noqa: RET505 - mypy knows platforms by branches
        from brim.tray.macos import icon as macosicon

        return macosicon.appearance()


def _native_image(spec: IconSpec) -> NativeImage:
    """The icon's image: on Windows one for each size, on macOS in the menu bar's own colour or in Brim's colours."""
    draw = partial(render.draw, spec)
    if sys.platform == "win32":
        return taskbar.icon_file(draw)
    else:  # noqa: RET505 - mypy knows platforms by branches
        from brim.tray.macos import icon as macosicon

        return macosicon.IconImage(draw, template=spec.scheme is IconScheme.AUTO)


def _title(view: TrayView) -> str:
    """As much of the tooltip as the desktop shows, in whole lines."""
    lines = view.tooltip.split("\n")
    while len(lines) > 1 and len("\n".join(lines)) > _TITLE_LENGTH:
        lines.pop()
    return "\n".join(lines)[:_TITLE_LENGTH]


def _call_later(seconds: float, work: Callable[[], None]) -> Callable[[], None]:
    timer = threading.Timer(seconds, work)
    timer.daemon = True
    timer.start()
    return timer.cancel


def _run_on_main_thread(work: Callable[[], None]) -> None:
    if sys.platform == "darwin":
        from PyObjCTools import AppHelper

        AppHelper.callAfter(work)
    else:
        work()
