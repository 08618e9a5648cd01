"""The icon in whatever old tray there is (XEmbed), now or later.

A thread of its own speaks to the X server, so that one that hangs holds nobody up. This module must not know when an
old tray is wanted, nor what is shown in it.
"""

from __future__ import annotations

import contextlib
import select
import socket
import threading
from typing import TYPE_CHECKING

from Xlib import error
from Xlib.display import Display

from brim.tray.linux.xembed import paint
from brim.tray.linux.xembed.icon import SELECTION, Subscriber, XEmbedIcon

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL import Image

    from brim.tray.menu.row import Row

_FAULTS = (error.DisplayError, error.XauthError, error.ConnectionClosedError, OSError)
_BURST = 4096
"""Orders taken at once."""


def tray_available() -> bool:
    """Whether an old tray takes icons now. Waits for the X server."""
    try:
        display = Display()
        owner = display.get_selection_owner(display.intern_atom(SELECTION.format(display.get_default_screen())))
        display.close()
    except _FAULTS:
        return False
    return bool(owner)


class XEmbedTray:
    """One icon in whatever old tray there is, now or later."""

    def __init__(
        self, picture: Callable[[int], Image.Image], rows: Callable[[], tuple[Row, ...]], title: str, hearer: Subscriber
    ) -> None:
        """`picture` draws the icon with so many pixels on a side, `rows` makes the menu; both in the tray's thread."""
        self._picture = picture
        self._rows = rows
        self._title = title
        self._hearer = hearer
        self._stopped = False
        self._bell, self._button = socket.socketpair()
        self._button.settimeout(0)

    def start(self) -> None:
        """Look for a tray, in a thread of its own."""
        threading.Thread(target=self._run, name="brim-old-tray", daemon=True).start()

    def redraw(self) -> None:
        """Draw the icon and an open menu anew, from any thread; what is ordered in a burst is drawn once."""
        with contextlib.suppress(BlockingIOError):  # the thread has enough to hear, or hangs
            self._button.send(b"!")

    def stop(self) -> None:
        """Take the icon away, from any thread; it does not come back."""
        self._stopped = True
        self.redraw()

    def _run(self) -> None:
        from loguru import logger

        try:
            self._serve(Display())
        except _FAULTS as fault:
            logger.debug("There is no old tray: {}", fault)
        self._hearer.docked(False)  # noqa: FBT003 - what the callback tells

    def _serve(self, display: Display) -> None:
        display.set_error_handler(_ignore)  # panels and their windows go while they are spoken to
        if not paint.supported(display):
            return
        icon = XEmbedIcon(display, self._picture, self._rows, self._title, self._hearer)
        with contextlib.suppress(error.XError):
            icon.dock()
        while True:
            while display.pending_events():
                with contextlib.suppress(error.XError):
                    icon.handle(display.next_event())
            display.flush()
            if display.pending_events():  # sending receives as well
                continue
            ready, _, _ = select.select([display.fileno(), self._bell.fileno()], [], [])
            if self._stopped:
                display.close()  # its windows go with it
                return
            if self._bell.fileno() in ready and self._bell.recv(_BURST):
                icon.renew()


def _ignore(*_fault: object) -> None:
    """Say nothing."""
