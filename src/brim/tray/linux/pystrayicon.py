"""pystray's life cycle around our own loop: pystray starts the set-up thread, which waits until the icon is there.

Import it only after PYSTRAY_BACKEND has been set: pystray chooses its backend while it is imported.
This module must not know what the loop does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pystray import Icon

if TYPE_CHECKING:
    from collections.abc import Callable


class LoopIcon(Icon):
    """An icon that our own loop draws."""

    def __init__(self, name: str, loop: Callable[[Callable[[], None]], None]) -> None:
        """`loop` blocks until the icon is removed; it calls the function it is given once the icon is there."""
        super().__init__(name)
        self._loop = loop

    def _run(self) -> None:
        try:
            self._loop(self._mark_ready)
        finally:
            self._mark_ready()  # a loop that ended early must not leave the set-up thread waiting

    def _update_menu(self) -> None:
        """Do nothing: pystray calls this before it starts the set-up thread, and the rows are served over D-Bus."""
