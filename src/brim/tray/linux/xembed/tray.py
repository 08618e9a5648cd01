"""The icon in an XEmbed tray, whether there is one now or later.

A thread of its own speaks to the X server, so that a server that hangs blocks nothing else. This module must not know
when an XEmbed tray is wanted, nor what is shown in it.
"""

from __future__ import annotations

import contextlib
import select
import socket
import threading
from typing import TYPE_CHECKING

from Xlib import error

from brim.tray.desktop.xdisplay import PlainDisplay
from brim.tray.linux.xembed import paint
from brim.tray.linux.xembed.icon import SELECTION, IconCallbacks, XEmbedIcon

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL import Image
    from Xlib.display import Display

    from brim.tray.menu.row import MenuRow

_X_ERRORS = (error.DisplayError, error.XauthError, error.ConnectionClosedError, OSError)
_MOST_WAKEUPS = 4096
"""Wake-up bytes that are read at once."""


def tray_available() -> bool:
    """Whether an XEmbed tray takes icons now. Waits for the X server."""
    try:
        display = PlainDisplay()
        owner = display.get_selection_owner(display.intern_atom(SELECTION.format(display.get_default_screen())))
        display.close()
    except _X_ERRORS:
        return False
    return bool(owner)


class XEmbedTray:
    """One icon in an XEmbed tray, and the thread that serves it."""

    def __init__(
        self,
        draw_icon: Callable[[int], Image.Image],
        make_rows: Callable[[], tuple[MenuRow, ...]],
        title: str,
        callbacks: IconCallbacks,
    ) -> None:
        """`draw_icon` draws so many pixels on a side, `make_rows` makes the menu; both run in the tray's thread."""
        self._draw_icon = draw_icon
        self._make_rows = make_rows
        self._title = title
        self._callbacks = callbacks
        self._stopped = False
        self._wakeup_receiver, self._wakeup_sender = socket.socketpair()
        self._wakeup_sender.settimeout(0)

    def start(self) -> None:
        """Look for a tray, in a thread of its own."""
        threading.Thread(target=self._run, name="brim-xembed", daemon=True).start()

    def redraw(self) -> None:
        """Draw the icon and an open menu again. Any thread may call it; a burst of calls is drawn once."""
        with contextlib.suppress(BlockingIOError):  # the thread has wake-ups enough, or hangs
            self._wakeup_sender.send(b"!")

    def stop(self) -> None:
        """Remove the icon for good. Any thread may call it."""
        self._stopped = True
        self.redraw()

    def _run(self) -> None:
        from loguru import logger

        try:
            self._serve(PlainDisplay())
        except _X_ERRORS as fault:
            logger.debug("There is no old tray: {}", fault)
        self._callbacks.on_docked(False)  # noqa: FBT003 - the callback's only argument

    def _serve(self, display: Display) -> None:
        display.set_error_handler(_ignore)  # panels and their windows may go while requests are sent to them
        if not paint.supported(display):
            return
        icon = XEmbedIcon(display, self._draw_icon, self._make_rows, self._title, self._callbacks)
        with contextlib.suppress(error.XError):
            icon.dock()
        while True:
            while display.pending_events():
                with contextlib.suppress(error.XError):
                    icon.handle(display.next_event())
            display.flush()
            if display.pending_events():  # sending receives as well
                continue
            ready, _, _ = select.select([display.fileno(), self._wakeup_receiver.fileno()], [], [])
            if self._stopped:
                display.close()  # its windows go with it
                return
            if self._wakeup_receiver.fileno() in ready and self._wakeup_receiver.recv(_MOST_WAKEUPS):
                icon.redraw()


def _ignore(*_error: object) -> None:
    """Do nothing."""
