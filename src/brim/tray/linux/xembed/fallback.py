"""When the icon goes into an old tray: while nobody draws items, and only then.

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
    from brim.tray.menu.row import Row

_GRACE_SECONDS = 2.0
"""So long a panel may take to come, or to come back, before an old tray is looked for."""
_MIDDLE, _WHEEL = 2, {4: -1.0, 5: 1.0}
"""Buttons by X's numbers, and the wheel's steps, down being positive."""


class XEmbedFallback:
    """Owner of the icon in an old tray."""

    def __init__(
        self,
        picture: Callable[[int], Image.Image],
        rows: Callable[[], tuple[Row, ...]],
        send: Callable[[Command], None],
        turn: Callable[[float], None],
    ) -> None:
        """`picture` and `rows` are called in another thread; `send` and `turn` in the loop."""
        self._picture, self._rows, self._send, self._turn = picture, rows, send, turn
        self._tray: XEmbedTray | None = None
        self._timer: asyncio.TimerHandle | None = None
        self.docked = False
        """Whether an old tray shows the icon."""

    def host(self, *, there: bool) -> None:
        """Somebody draws items now, or nobody does."""
        self._forget_timer()
        if there:
            self.stop()
        elif self._tray is None and os.environ.get("DISPLAY"):
            self._timer = asyncio.get_running_loop().call_later(_GRACE_SECONDS, self._start)

    def redraw(self) -> None:
        """The icon looks different now, or its menu has other rows."""
        if self._tray is not None:
            self._tray.redraw()

    def stop(self) -> None:
        """Take the icon out of the old tray."""
        self._forget_timer()
        if self._tray is not None:
            self._tray.stop()
            self._tray, self.docked = None, False

    def _start(self) -> None:
        from brim.tray.linux.xembed.icon import Subscriber
        from brim.tray.linux.xembed.tray import XEmbedTray

        self._timer = None
        hearer = Subscriber(self._hop(self._set_docked), self._hop(self._pressed), self._hop(self._send))
        self._tray = XEmbedTray(self._picture, self._rows, "Brim", hearer)
        self._tray.start()

    def _forget_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _set_docked(self, docked: bool) -> None:  # noqa: FBT001 - what one callback tells
        self.docked = docked and self._tray is not None

    def _pressed(self, button: int) -> None:
        if button == _MIDDLE:
            self._send(Refresh())
        elif button in _WHEEL:
            self._turn(_WHEEL[button])

    def _hop[T](self, work: Callable[[T], None]) -> Callable[[T], None]:
        """What the tray's thread may call: the work is done in the loop, unless that has ended."""
        loop = asyncio.get_running_loop()

        def hop(value: T) -> None:
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(work, value)

        return hop
