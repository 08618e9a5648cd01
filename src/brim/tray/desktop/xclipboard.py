"""Serves a text as the clipboard of X11, where the program that copied must answer every program that pastes.

A thread of its own, with a connection of its own, answers until another program copies something, or until Brim ends.
Source: Inter-Client Communication Conventions, section 2. This module must not know what is copied.
"""

from __future__ import annotations

import contextlib
import queue
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from Xlib.display import Display
    from Xlib.protocol.event import SelectionRequest

_SELECTION, _TIME_PROPERTY = "CLIPBOARD", "_BRIM_TIME"
_TIMEOUT_SECONDS = 5.0
_MAX_BYTES = 200_000
"""Of a text that is sent in one piece: every X server takes that much in one request."""


def serve(text: str) -> bool:
    """Own the clipboard with this text; False when the X server does not allow it within 5 seconds."""
    if len(text.encode("utf-8", "replace")) > _MAX_BYTES:
        return False
    owned: queue.SimpleQueue[bool] = queue.SimpleQueue()
    threading.Thread(target=_run, args=(text, owned.put), name="brim-clipboard", daemon=True).start()
    try:
        return owned.get(timeout=_TIMEOUT_SECONDS)
    except queue.Empty:
        return False


def _run(text: str, report: Callable[[bool], None]) -> None:
    from loguru import logger
    from Xlib import error

    from brim.tray.desktop.xdisplay import PlainDisplay

    try:
        display = PlainDisplay()
        with contextlib.closing(display):
            display.set_error_handler(_ignore)  # the program that pastes may end before the answer
            _ClipboardOwner(display, text).serve(report)
    except (error.DisplayError, error.XauthError, error.ConnectionClosedError, error.XError, OSError) as failure:
        logger.debug("The clipboard of X11 cannot be served: {}", failure)
    report(False)  # noqa: FBT003 - where the clipboard was owned, this second report is not read


def _ignore(*_error: object) -> None:
    """Do nothing."""


class _ClipboardOwner:
    """Owner of the selection CLIPBOARD, by a window that is never shown."""

    def __init__(self, display: Display, text: str) -> None:
        """Prepare the answer for each target."""
        from Xlib import X, Xatom

        self._display = display
        self._window = display.screen().root.create_window(
            0, 0, 1, 1, 0, 0, X.InputOnly, event_mask=X.PropertyChangeMask
        )
        atom = display.intern_atom
        self._selection, self._time_property = atom(_SELECTION), atom(_TIME_PROPERTY)
        self._time = X.CurrentTime
        raw = text.encode("utf-8", "replace")
        self._contents = {
            atom("UTF8_STRING"): raw,
            atom("text/plain;charset=utf-8"): raw,
            atom("text/plain"): raw,
            Xatom.STRING: text.encode("latin-1", "replace"),
        }
        self._targets, self._timestamp = atom("TARGETS"), atom("TIMESTAMP")

    def serve(self, report: Callable[[bool], None]) -> None:
        """Own the selection and answer until another program takes it; `report` gets True once it is owned."""
        from Xlib import X
        from Xlib.protocol.event import SelectionRequest

        # The conventions want the server's own time, which comes with any change of a property.
        self._window.change_property(self._time_property, self._time_property, 8, b"")
        while self._time == X.CurrentTime:
            event = self._display.next_event()
            if event.type == X.PropertyNotify:
                self._time = event.time
        self._window.set_selection_owner(self._selection, self._time)
        owner = self._display.get_selection_owner(self._selection)
        if getattr(owner, "id", X.NONE) != self._window.id:
            return
        report(True)  # noqa: FBT003 - the callback takes one positional value
        while True:
            event = self._display.next_event()
            if event.type == X.SelectionClear:
                return
            if isinstance(event, SelectionRequest):
                self._answer(event)

    def _answer(self, request: SelectionRequest) -> None:
        """Store the requested content in the requested property and notify; NONE for a target that is not offered."""
        from Xlib import X, Xatom
        from Xlib.protocol.event import SelectionNotify

        destination = request.property or request.target  # old programs name no property
        if request.target == self._targets:
            offered = [self._targets, self._timestamp, *self._contents]
            request.requestor.change_property(destination, Xatom.ATOM, 32, offered)
        elif request.target == self._timestamp:
            request.requestor.change_property(destination, Xatom.INTEGER, 32, [self._time])
        elif request.target in self._contents:
            request.requestor.change_property(destination, request.target, 8, self._contents[request.target])
        else:
            destination = X.NONE
        request.requestor.send_event(
            SelectionNotify(
                time=request.time,
                requestor=request.requestor,
                selection=request.selection,
                target=request.target,
                property=destination,
            )
        )
        self._display.flush()
