"""When the icon goes into an XEmbed tray: only while no host draws items.

This module must not know X, nor what is drawn.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from typing import TYPE_CHECKING

from brim.model.command import Refresh

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL import Image

    from brim.model.command import Command
    from brim.tray.linux.xembed.tray import XEmbedTray
    from brim.tray.menu.row import MenuRow

_MIDDLE_BUTTON = 2
_WHEEL_STEPS = {4: -1.0, 5: 1.0, 6: -1.0, 7: 1.0}
"""The wheel's buttons by X's numbers, the last two for a wheel that goes sideways; positive is down or to the right."""


class XEmbedFallback:
    """Owner of the icon in an XEmbed tray."""

    def __init__(
        self,
        draw_icon: Callable[[int], Image.Image],
        make_rows: Callable[[], tuple[MenuRow, ...]],
        send: Callable[[Command], None],
        on_scroll: Callable[[float], None],
        *,
        grace_seconds: float,
    ) -> None:
        """`draw_icon` and `make_rows` are called in another thread; `send` and `on_scroll` in the loop.

        A panel may take `grace_seconds` to start, or to come back, before an XEmbed tray is looked for.
        """
        self._draw_icon = draw_icon
        self._make_rows = make_rows
        self._send = send
        self._on_scroll = on_scroll
        self._grace_seconds = grace_seconds
        self._tray: XEmbedTray | None = None
        self._timer: asyncio.TimerHandle | None = None
        self.docked = False
        """Whether an XEmbed tray shows the icon."""

    def set_host(self, *, present: bool) -> None:
        """Start or stop, as a host of items is present or not."""
        self._cancel_timer()
        if present:
            self.stop()
        elif self._tray is None and os.environ.get("DISPLAY"):
            self._timer = asyncio.get_running_loop().call_later(self._grace_seconds, self._start)

    def redraw(self) -> None:
        """Draw the icon and its menu again: one of them has changed."""
        if self._tray is not None:
            self._tray.redraw()

    def stop(self) -> None:
        """Take the icon out of the XEmbed tray."""
        self._cancel_timer()
        if self._tray is not None:
            self._tray.stop()
            self._tray, self.docked = None, False

    def _start(self) -> None:
        from brim.tray.linux.xembed.icon import IconCallbacks
        from brim.tray.linux.xembed.tray import XEmbedTray

        self._timer = None
        callbacks = IconCallbacks(
            self._call_in_loop(self._set_docked),
            self._call_in_loop(self._button_pressed),
            self._call_in_loop(self._send),
        )
        self._tray = XEmbedTray(self._draw_icon, self._make_rows, "Brim", callbacks)
        self._tray.start()

    def _cancel_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _set_docked(self, docked: bool) -> None:  # noqa: FBT001 - the callback's only argument
        self.docked = docked and self._tray is not None

    def _button_pressed(self, button: int) -> None:
        if button == _MIDDLE_BUTTON:
            self._send(Refresh())
        elif button in _WHEEL_STEPS:
            self._on_scroll(_WHEEL_STEPS[button])

    def _call_in_loop[T](self, function: Callable[[T], None]) -> Callable[[T], None]:
        """A function for the tray's thread: it has `function` called in the loop, unless that has ended."""
        loop = asyncio.get_running_loop()

        def schedule(value: T) -> None:
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(function, value)

        return schedule
