"""Serves a text as the clipboard of X11, where whoever copies must go on answering those who paste.

A thread of its own, with a connection of its own, answers until another program copies something, or until this one
ends. Facts: Inter-Client Communication Conventions, section 2. This module must not know what is copied.
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

_CLIPBOARD, _NOTE = "CLIPBOARD", "_BRIM_TIME"
_SECONDS = 5.0
_LARGEST = 200_000
"""Bytes of a text that goes over in one piece: every X server takes that much in one request."""


def hold(text: str) -> bool:
    """Own the clipboard with this text; False when the X server does not let us within seconds."""
    if len(text.encode("utf-8", "replace")) > _LARGEST:
        return False
    owned: queue.SimpleQueue[bool] = queue.SimpleQueue()
    threading.Thread(target=_run, args=(text, owned.put), name="brim-clipboard", daemon=True).start()
    try:
        return owned.get(timeout=_SECONDS)
    except queue.Empty:
        return False


def _run(text: str, told: Callable[[bool], None]) -> None:
    from loguru import logger
    from Xlib import error
    from Xlib.display import Display

    try:
        display = Display()
        with contextlib.closing(display):
            display.set_error_handler(_ignore)  # who asks may be gone before the answer
            _Clipboard(display, text).serve(told)
    except (error.DisplayError, error.XauthError, error.ConnectionClosedError, error.XError, OSError) as fault:
        logger.debug("The clipboard of X11 cannot be served: {}", fault)
    told(False)  # noqa: FBT003 - nobody listens any more where it was owned


def _ignore(*_fault: object) -> None:
    """Say nothing."""


class _Clipboard:
    """The selection CLIPBOARD, owned by a window that is never seen."""

    def __init__(self, display: Display, text: str) -> None:
        """Prepare what each target is answered with."""
        from Xlib import X, Xatom

        self._display = display
        self._window = display.screen().root.create_window(
            0, 0, 1, 1, 0, 0, X.InputOnly, event_mask=X.PropertyChangeMask
        )
        atom = display.intern_atom
        self._selection, self._note = atom(_CLIPBOARD), atom(_NOTE)
        self._time = X.CurrentTime
        raw = text.encode("utf-8", "replace")
        utf8 = atom("UTF8_STRING")
        self._texts = {
            utf8: raw,
            atom("text/plain;charset=utf-8"): raw,
            atom("text/plain"): raw,
            Xatom.STRING: text.encode("latin-1", "replace"),
        }
        self._targets, self._timestamp = atom("TARGETS"), atom("TIMESTAMP")

    def serve(self, told: Callable[[bool], None]) -> None:
        """Own it and answer until it is taken away; `told` hears at once whether it is ours."""
        from Xlib import X
        from Xlib.protocol.event import SelectionRequest

        # A server's own time, as the conventions want it, comes with any change of a property.
        self._window.change_property(self._note, self._note, 8, b"")
        while self._time == X.CurrentTime:
            event = self._display.next_event()
            if event.type == X.PropertyNotify:
                self._time = event.time
        self._window.set_selection_owner(self._selection, self._time)
        owner = self._display.get_selection_owner(self._selection)
        if getattr(owner, "id", X.NONE) != self._window.id:
            return
        told(True)  # noqa: FBT003 - what the callback tells
        while True:
            event = self._display.next_event()
            if event.type == X.SelectionClear:
                return
            if isinstance(event, SelectionRequest):
                self._answer(event)

    def _answer(self, asked: SelectionRequest) -> None:
        """Put what is asked for where it is wanted, and say so; NONE for what we do not have."""
        from Xlib import X, Xatom
        from Xlib.protocol.event import SelectionNotify

        place = asked.property or asked.target  # programs of old name no place
        if asked.target == self._targets:
            known = [self._targets, self._timestamp, *self._texts]
            asked.requestor.change_property(place, Xatom.ATOM, 32, known)
        elif asked.target == self._timestamp:
            asked.requestor.change_property(place, Xatom.INTEGER, 32, [self._time])
        elif asked.target in self._texts:
            asked.requestor.change_property(place, asked.target, 8, self._texts[asked.target])
        else:
            place = X.NONE
        asked.requestor.send_event(
            SelectionNotify(
                time=asked.time,
                requestor=asked.requestor,
                selection=asked.selection,
                target=asked.target,
                property=place,
            )
        )
        self._display.flush()
